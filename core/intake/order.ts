/**
 * A prescription order as it comes into being: waiting to be transcribed, standing on its pages.
 * Always: whatever came in, this is the one way to an order, so that each is indexed, told and has its pages.
 */
import type { QueueRow } from '../contract/queue.ts';
import type { CommandContext, EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { deliveriesOf } from '../prescription/messages.ts';
import { priorityRank } from '../prescription/prescription.ts';
import { indexPrescription, insertPrescription, loadPrescription } from '../prescription/store.ts';
import { type IntakeRow, insertPages, type PageOf } from './store.ts';

interface NewOrder {
  intakeId: string;
  source: IntakeRow['source'];
  documentId: string | null;
  priority: QueueRow['priority'];
  promisedAt: string | null;
  patientId: string | null;
  refillOf: string | null;
  /** In the order they are read; none for what did not come on paper. */
  pages: readonly PageOf[];
}

/** One order of an intake, waiting to be transcribed. */
export const makeOrder = (context: CommandContext, facts: NewOrder): { id: string; event: EventDraft } => {
  const id = newId();
  insertPrescription(context.store, {
    id,
    intake_id: facts.intakeId,
    source: facts.source,
    stage: 'transcribing',
    priority: priorityRank(facts.priority),
    promised_at: facts.promisedAt,
    received_at: context.now,
    document_id: facts.documentId,
    patient_id: facts.patientId,
    refill_of: facts.refillOf,
  });
  insertPages(context.store, id, facts.pages);
  indexPrescription(context.store, id);
  const row = loadPrescription(context.store, id);
  return {
    id,
    event: {
      name: 'prescription.request',
      subject: { kind: 'prescription', id },
      patientId: facts.patientId,
      data: { prescriptionId: id, stage: 'transcribing', status: 'requested', source: facts.source },
      deliveries: deliveriesOf(context.store, ['publish'], {
        row,
        event: 'prescription.request',
        pharmacyId: context.setting('branch.npi'),
        reason: null,
        at: context.now,
      }),
    },
  };
};
