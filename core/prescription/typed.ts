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
import { loadPatient } from '../patient/store.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { toThousandths } from '../quantity.ts';
import type { Entered } from './evidence.ts';
import { secondEntryClassesOf } from './held-against-page.ts';
import { readSig, type SigForm } from './prescription.ts';
import type { SigReading } from './sig.ts';
import type { PrescriptionChanges } from './store.ts';

export type Transcription = z.output<typeof transcription>;

/** Reads directions that are to be kept; refuses spellings that have to be rewritten first. */
export const readTypedSig = (context: Context, sigText: string, drug: SigForm): SigReading => {
  const reading = readSig(sigText, drug, context.setting('branch.profile'));
  const dangerous = reading.flags.find(({ severity }) => severity === 'refuse');
  if (dangerous) refuse('prescription.sig-refused', dangerous.text, { code: dangerous.code });
  return reading;
};

/** Checks what was typed. Refuses what may not stand; loads what it speaks of. */
export const checkTyped = (context: Context, content: Transcription) => {
  const { store } = context;
  const patient = loadPatient(store, content.patientId);
  const prescriber = loadPrescriber(store, content.prescriberId);
  const drug = loadDrug(store, content.ndc11);
  if (content.writtenOn > dayOf(context.now, context.setting('branch.timeZone')))
    refuse('prescription.written-in-future');
  const reading = readTypedSig(context, content.sigText, drug);
  return {
    entered: { ...content, patient, prescriber, drug } satisfies Omit<
      Entered,
      'drugDifferences' | 'sameDirections'
    >,
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
    secondEntry: secondEntryClassesOf(context, drug, patient).length > 0 ? ('needed' as const) : null,
  };
};
