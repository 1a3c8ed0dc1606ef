/**
 * What other systems are told after a transition: the content of each delivery, as its receiver expects it.
 * Written in the transaction of the transition, sent later from the outbox.
 */
import type { DeliveryDraft } from '../handler.ts';
import { livesOnAs } from '../patient/records.ts';
import { fromThousandths } from '../quantity.ts';
import type { Reader } from '../store/database.ts';
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

/** What a message says; the patient is named as he lives on where his record was merged. */
type Said = MessageFacts & { patientId: string | null };

/** How other systems name an order. */
export const urnOf = (id: string) => `urn:mortar:prescription:${id}`;

const claim = ({ row, patientId, pharmacyId, at, reason }: Said) => ({
  urn: urnOf(row.id),
  rxNumber: row.rx_number,
  pharmacyId,
  patientId,
  prescriberId: row.prescriber_id,
  ndc11: row.ndc11,
  quantity: row.quantity === null ? null : fromThousandths(row.quantity),
  daysSupply: row.days_supply,
  reason,
  timestamp: at,
});

const contents: Record<Action, (facts: Said) => Record<string, unknown>> = {
  tellInsurer: claim,
  reverseClaim: claim,
  sendToRobot: ({ row, at }) => ({
    urn: urnOf(row.id),
    rxNumber: row.rx_number,
    ndc11: row.ndc11,
    quantity: row.quantity === null ? null : fromThousandths(row.quantity),
    timestamp: at,
  }),
  tellPatient: ({ row, patientId, at }) => ({
    urn: urnOf(row.id),
    patientId,
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
  publish: ({ row, patientId, event, pharmacyId, reason, at }) => ({
    urn: urnOf(row.id),
    event,
    payload: { patientId, pharmacyId, outcome: row.outcome, reason, timestamp: at },
  }),
  publishDispensed: ({ row, patientId, pharmacyId, at }) => ({
    urn: urnOf(row.id),
    patientId,
    pharmacyId,
    timestamp: at,
  }),
  publishFailed: ({ row, reason, at }) => ({ urn: urnOf(row.id), reason, timestamp: at }),
};

/** The deliveries of a transition's actions. `facts.row` is the order after the transition. */
export const deliveriesOf = (
  store: Reader,
  wanted: readonly Action[],
  facts: MessageFacts,
): DeliveryDraft[] => {
  const { patient_id } = facts.row;
  const said = { ...facts, patientId: patient_id && livesOnAs(store, patient_id) };
  return wanted.map((action) => ({ ...actions[action], content: contents[action](said) }));
};
