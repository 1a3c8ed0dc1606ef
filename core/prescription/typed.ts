/**
 * What was typed of a prescription, checked by itself and made into the columns of its order. Transcription and the
 * decision between two entries both go through here, so that neither can write what the other would refuse.
 * Not here: what is held against the page (held-against-page.ts) or against earlier prescriptions (duplicates.ts).
 */
import type { z } from 'zod';
import { dayOf } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import type { transcription } from '../contract/prescription.ts';
import { loadDrug } from '../drug/store.ts';
import type { Context } from '../handler.ts';
import { livesOnAs } from '../patient/records.ts';
import { loadPatient } from '../patient/store.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import type { Entered } from './evidence.ts';
import { secondEntryClassesOf } from './held-against-page.ts';
import { readSig, type SigForm } from './prescription.ts';
import { compareEntries } from './second-entry.ts';
import type { SigReading } from './sig.ts';
import { loadPrescription, type PrescriptionChanges, type PrescriptionRow } from './store.ts';

export type Transcription = z.output<typeof transcription>;

/**
 * Reads directions that are to be kept. Refuses what must never be filled so, whoever types it, and spellings that
 * have to be rewritten first.
 */
export const readTypedSig = (context: Context, sigText: string, drug: SigForm): SigReading => {
  const reading = readSig(sigText, drug, context.setting('branch.profile'));
  const stop = reading.flags.find(({ severity }) => severity === 'stop');
  if (stop) refuse('prescription.sig-stop', stop.text, { code: stop.code });
  const dangerous = reading.flags.find(({ severity }) => severity === 'refuse');
  if (dangerous) refuse('prescription.sig-refused', dangerous.text, { code: dangerous.code });
  return reading;
};

/**
 * Whether a refill is typed as the prescription it refills, which a pharmacist has verified: then it is a copy, and
 * there is nothing to type a second time.
 */
const isCopy = (
  { store, setting }: Context,
  { refill_of }: Pick<PrescriptionRow, 'refill_of'>,
  { patient, drug, sigText, quantity }: Pick<Entered, 'patient' | 'drug' | 'sigText' | 'quantity'>,
): boolean => {
  if (refill_of === null) return false;
  const first = loadPrescription(store, refill_of);
  if (first.approved_by === null || livesOnAs(store, first.patient_id!) !== patient.id) return false;
  const dateOfBirth = patient.date_of_birth;
  const verified = {
    dateOfBirth,
    drug: loadDrug(store, first.ndc11!),
    sigText: first.sig_text!,
    quantity: fromThousandths(first.quantity!),
  };
  const now = { dateOfBirth, drug, sigText, quantity };
  return compareEntries(verified, now, setting('branch.profile')).length === 0;
};

/** Checks what was typed for an order. Refuses what may not stand; loads what it speaks of. */
export const checkTyped = (
  context: Context,
  order: Pick<PrescriptionRow, 'refill_of'>,
  content: Transcription,
) => {
  const { store } = context;
  const patient = loadPatient(store, content.patientId);
  const prescriber = loadPrescriber(store, content.prescriberId);
  const drug = loadDrug(store, content.ndc11);
  if (content.writtenOn > dayOf(context.now, context.setting('branch.timeZone')))
    refuse('prescription.written-in-future');
  const reading = readTypedSig(context, content.sigText, drug);
  const entered = { ...content, patient, prescriber, drug };
  const isWanted =
    secondEntryClassesOf(context, drug, patient).length > 0 && !isCopy(context, order, entered);
  return {
    entered,
    columns: {
      patient_id: patient.id,
      prescriber_id: prescriber.id,
      ndc11: drug.ndc11,
      written_on: content.writtenOn,
      sig_text: content.sigText,
      sig_sentence: reading.sentence,
      quantity: toThousandths(content.quantity),
      days_supply: content.daysSupply,
      refills: content.refills,
      substitution_allowed: content.substitutionAllowed ? 1 : 0,
      note: content.note,
    } satisfies PrescriptionChanges,
    secondEntry: isWanted ? ('needed' as const) : null,
  };
};
