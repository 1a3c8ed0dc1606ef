/**
 * What another system says of an order: `{ urn, event, payload }`, with no image and no knowledge of what stands. The
 * workflow table decides whether the order may go that way, on its image alone, so that every workstation moves it
 * alike.
 * Always: pure. What would need something in the world that only a counter can know (stock put back, a bag that was
 * never made) is refused with a sentence.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Stage } from '../contract/values.ts';
import { decide, type WorkflowCommand } from '../prescription/workflow.ts';
import type { Judged, Standing } from './fold.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { type Prescription, PrescriptionChangedSchema } from './gen/mortar/v1/prescription_pb.js';

/** Who an order says it was moved by: a person on file everywhere, under whom nobody signs in. */
export const OUTSIDE_USER = 'outside';

export interface Said {
  urn: string;
  event: string;
  payload: Record<string, unknown>;
}

/** What can be told from outside, and the command of the counter it stands for. */
const commandOf: Readonly<Record<string, { command: WorkflowCommand; from?: Stage }>> = {
  'prescription.approve': { command: 'approve' },
  'prescription.reject': { command: 'reject' },
  'prescription.process': { command: 'startFill' },
  'prescription.dispense': { command: 'check' },
  'prescription.complete': { command: 'handOver' },
  'prescription.fail': { command: 'fail', from: 'filling' },
};

const isPast = (order: Prescription, event: string): boolean =>
  (event === 'prescription.approve' && order.approvedAt !== undefined) ||
  (event === 'prescription.reject' && order.stage === 'rejected') ||
  (event === 'prescription.process' && ['filling', 'checking', 'ready', 'completed'].includes(order.stage)) ||
  (event === 'prescription.dispense' && ['ready', 'completed'].includes(order.stage)) ||
  (event === 'prescription.complete' && order.stage === 'completed') ||
  (event === 'prescription.fail' && order.stage === 'failed');

/** What the step leaves on the order besides its stage. */
const changesOf = (event: string, id: string, order: Prescription, at: string): Partial<Prescription> => {
  switch (event) {
    case 'prescription.approve':
      return { approvedBy: OUTSIDE_USER, approvedAt: at };
    case 'prescription.dispense':
      return { checkedBy: OUTSIDE_USER, readyAt: at };
    case 'prescription.complete':
      return {
        outcome: 'handed-over',
        endedAt: at,
        bin: undefined,
        handOver: {
          $typeName: 'mortar.v1.HandOver',
          id,
          patientId: order.patientId ?? '',
          collector: JSON.stringify({ kind: 'patient', name: '', identity: null }),
          counselling: 'not-needed',
          counsellingNote: '',
          payment: 'no-charge',
          signature: JSON.stringify({ kind: 'typed', strokes: [] }),
          userId: OUTSIDE_USER,
          at,
        },
      };
    case 'prescription.process':
      return {};
    default:
      return { endedAt: at };
  }
};

/**
 * What another system's record amounts to: an event to be folded, nothing (it is so already), or the sentence why not.
 * @param id made of the place of the record, so that it is the same everywhere
 */
export const outsideEvent = (
  standing: Standing,
  said: Said,
  id: string,
  appendedAt: number,
): { event: Judged } | { already: true } | { sentence: string } => {
  const known = Object.hasOwn(commandOf, said.event) ? commandOf[said.event]! : null;
  if (known === null) return { sentence: 'Another system told of something that no order can do.' };
  const message = fromBinary(PrescriptionChangedSchema, standing.image);
  const order = message.prescription!;
  if (isPast(order, said.event)) return { already: true };
  const decision = decide(order.stage as Stage, known.command, order.heldAt !== undefined, 'pharmacist');
  if ('refused' in decision) return { sentence: decision.sentence };
  if (known.from !== undefined && known.from !== order.stage)
    return { sentence: 'What was counted for it has to go back on the shelf. Fail it at the counter.' };
  if (order.secondEntry === 'needed' || order.secondEntry === 'differs')
    return { sentence: 'Its second entry is not settled yet.' };
  const at = new Date(appendedAt).toISOString();
  const after: Prescription = { ...order, stage: decision.step.to, ...changesOf(said.event, id, order, at) };
  const payload = toBinary(PrescriptionChangedSchema, {
    ...message,
    prescription: after,
    changed: ['stage'],
    dataJson: JSON.stringify({ stage: after.stage }),
    beforeJson: JSON.stringify({ stage: order.stage }),
    afterJson: JSON.stringify({ stage: after.stage, outcome: after.outcome ?? null }),
  });
  return {
    event: {
      eventId: id,
      type: said.event,
      eventClass: EventClass.DECISION,
      urn: said.urn,
      baseEventId: standing.head,
      branchId: standing.branch,
      producerId: OUTSIDE_USER,
      userId: OUTSIDE_USER,
      payloadType: standing.payloadType,
      payload,
    },
  };
};
