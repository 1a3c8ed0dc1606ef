/** What the intake desk asks about an order besides the order itself: whether it repeats one, and the call-back text. */

import type { z } from 'zod';
import { amountWords } from '../contract/amount.ts';
import type { draftContent } from '../contract/prescription.ts';
import { drugView } from '../drug/drug.ts';
import { findDrug } from '../drug/store.ts';
import { type Context, personOf, type QueryHandlers } from '../handler.ts';
import { loadPatient } from '../patient/store.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { fromThousandths } from '../quantity.ts';
import { type CallBackFacts, callBackText } from './call-back.ts';
import { duplicatesOf } from './duplicates.ts';
import { loadPrescription, type PrescriptionRow } from './store.ts';

/** The order as far as it is typed: what was sent, else the draft. */
const typedSoFar = (context: Context, row: PrescriptionRow): z.output<typeof draftContent> => {
  if (row.transcribed_by !== null && row.sent_back === null)
    return {
      patientId: row.patient_id!,
      prescriberId: row.prescriber_id!,
      ndc11: row.ndc11!,
      writtenOn: row.written_on!,
      sigText: row.sig_text!,
      quantity: fromThousandths(row.quantity!),
    };
  const draft = context.store.get<{ content: string }>(
    'SELECT content FROM draft WHERE prescription_id = ?',
    [row.id],
  );
  return draft ? JSON.parse(draft.content) : {};
};

const factsOf = (context: Context, row: PrescriptionRow): CallBackFacts & { faxNumber: string } => {
  const { store } = context;
  const typed = typedSoFar(context, row);
  const patient = typed.patientId === undefined ? null : loadPatient(store, typed.patientId);
  const prescriber = typed.prescriberId === undefined ? null : loadPrescriber(store, typed.prescriberId);
  const found = typed.ndc11 === undefined ? undefined : findDrug(store, typed.ndc11);
  const drug = found && drugView(found);
  return {
    branch: context.setting('branch.name'),
    branchAddress: context.setting('branch.address'),
    branchPhone: context.setting('branch.phone'),
    prescriber: prescriber
      ? [`${prescriber.given_names} ${prescriber.family_name}`, prescriber.clinic].filter(Boolean).join(', ')
      : '',
    patient: patient ? `${patient.given_names} ${patient.family_name}` : '',
    dateOfBirth: patient?.date_of_birth ?? '',
    drug: drug ? `${drug.nameTallMan} ${drug.strength} ${drug.form}` : '',
    writtenOn: typed.writtenOn ?? '',
    directions: typed.sigText ?? '',
    quantity: typed.quantity ? amountWords(typed.quantity, drug?.unit ?? '') : '',
    askedBy: personOf(context).name,
    faxNumber: prescriber?.fax ?? '',
  };
};

type Own = 'prescription.duplicates' | 'prescription.callBackDraft';

export const deskQueryHandlers: QueryHandlers<Own> = {
  'prescription.duplicates': (context, { prescriptionId, patientId, ndc11 }) => ({
    rows: duplicatesOf(context, loadPrescription(context.store, prescriptionId), patientId, ndc11),
  }),

  'prescription.callBackDraft': (context, { prescriptionId, template }) => {
    const { faxNumber, ...facts } = factsOf(context, loadPrescription(context.store, prescriptionId));
    return { faxNumber, text: callBackText(template, facts) };
  },
};
