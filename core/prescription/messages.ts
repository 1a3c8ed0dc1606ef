/**
 * What other systems are told after a transition: the content of each delivery, as its receiver expects it.
 * Written in the transaction of the transition, sent later from the outbox.
 */
import type { DeliveryDraft } from '../handler.ts';
import { fromThousandths } from '../quantity.ts';
import type { PrescriptionRow } from './store.ts';
import { type Action, actions } from './workflow.ts';

export interface MessageFacts {
  row: PrescriptionRow;
  event: string;
  pharmacyId: string;
  reason: string | null;
  at: string;
  /** What is faxed to the prescriber, where something is. */
  fax?: { to: string; text: string } | undefined;
}

/** How other systems name an order. */
export const urnOf = (id: string) => `urn:mortar:prescription:${id}`;

const claim = ({ row, pharmacyId, at, reason }: MessageFacts) => ({
  urn: urnOf(row.id),
  rxNumber: row.rx_number,
  pharmacyId,
  patientId: row.patient_id,
  prescriberId: row.prescriber_id,
  ndc11: row.ndc11,
  quantity: row.quantity === null ? null : fromThousandths(row.quantity),
  daysSupply: row.days_supply,
  reason,
  timestamp: at,
});

const contents: Record<Action, (facts: MessageFacts) => Record<string, unknown>> = {
  tellInsurer: claim,
  reverseClaim: claim,
  sendToRobot: ({ row, at }) => ({
    urn: urnOf(row.id),
    rxNumber: row.rx_number,
    ndc11: row.ndc11,
    quantity: row.quantity === null ? null : fromThousandths(row.quantity),
    timestamp: at,
  }),
  tellPatient: ({ row, at }) => ({
    urn: urnOf(row.id),
    patientId: row.patient_id,
    rxNumber: row.rx_number,
    template: 'prescription-handed-over',
    timestamp: at,
  }),
  askPrescriber: ({ row, at, fax }) => ({ urn: urnOf(row.id), ...fax, timestamp: at }),
  alertSupport: ({ row, reason, at }) => ({
    urn: urnOf(row.id),
    rxNumber: row.rx_number,
    reason,
    timestamp: at,
  }),
  publish: ({ row, event, pharmacyId, reason, at }) => ({
    urn: urnOf(row.id),
    event,
    payload: { patientId: row.patient_id, pharmacyId, outcome: row.outcome, reason, timestamp: at },
  }),
  publishDispensed: ({ row, pharmacyId, at }) => ({
    urn: urnOf(row.id),
    patientId: row.patient_id,
    pharmacyId,
    timestamp: at,
  }),
  publishFailed: ({ row, reason, at }) => ({ urn: urnOf(row.id), reason, timestamp: at }),
};

/** The deliveries of a transition's actions. `facts.row` is the order after the transition. */
export const deliveriesOf = (wanted: readonly Action[], facts: MessageFacts): DeliveryDraft[] =>
  wanted.map((action) => ({ ...actions[action], content: contents[action](facts) }));
