/** Gives an order back from automation to people: it stands in the queue of transcription again, and says why. */
import type { givenBecause } from '../contract/automation.ts';
import type { CommandContext, EventDraft } from '../handler.ts';
import { changePrescription, type PrescriptionRow } from '../prescription/store.ts';
import { keepGiven, openRequestOf } from './store.ts';

type Because = (typeof givenBecause)[number];

/** What the history and the other workstations are told; `requestId` is null where another workstation asked. */
const givenEvent = (
  row: Pick<PrescriptionRow, 'id' | 'patient_id'>,
  requestId: string | null,
  because: Because,
): EventDraft => ({
  name: 'automation.given',
  subject: { kind: 'prescription', id: row.id },
  patientId: row.patient_id,
  data: { prescriptionId: row.id, requestId, because },
  before: { automation: 'asked' },
  after: { automation: null },
});

/** Ends the wait of an order for automation; an answer that comes later is only shown. Nothing where it does not wait. */
export const giveToPerson = (
  { store, now }: CommandContext,
  row: PrescriptionRow,
  because: Because,
  requestId = openRequestOf(store, row.id)?.request_id ?? null,
): EventDraft[] => {
  if (row.automation !== 'asked') return [];
  if (requestId !== null) keepGiven(store, requestId, { at: now, because });
  changePrescription(store, row, { automation: null });
  return [givenEvent(row, requestId, because)];
};
