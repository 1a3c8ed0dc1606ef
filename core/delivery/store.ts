/** Rows of what is told to other systems: SQL only. Rows are made by the dispatcher, with their event. */
import type { z } from 'zod';
import { notFound } from '../contract/errors.ts';
import type { deliveryStates, deliveryView, outlets } from '../contract/workstation.ts';
import type { DeliveryDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { pausedSql } from '../patient/outreach.ts';
import type { Reader, Value, Writer } from '../store/database.ts';
import type { EventRow } from '../store/event-log.ts';

export type Outlet = (typeof outlets)[number];
export type DeliveryState = (typeof deliveryStates)[number];
export type DeliveryView = z.output<typeof deliveryView>;

export interface DeliveryRow {
  id: string;
  seq: number;
  outlet: Outlet;
  topic: string;
  ordering_key: string;
  event_id: string;
  subject_kind: string;
  subject_id: string;
  content: string;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: string | null;
  problem: string | null;
  via: string | null;
  created_at: string;
  delivered_at: string | null;
}

/** What an event tells, a row for each outlet; what is for central waits among the records of its topic instead. */
export const insertDeliveries = (
  store: Writer,
  event: Pick<EventRow, 'id' | 'seq' | 'subject_kind' | 'subject_id'>,
  drafts: readonly DeliveryDraft[],
  at: string,
): void =>
  drafts.forEach(({ outlet, topic, content }, place) => {
    if (outlet === 'central') return;
    store.run(
      `INSERT INTO delivery (id, seq, outlet, topic, ordering_key, event_id, subject_kind, subject_id, content, state, created_at)
       VALUES (:id, :seq, :outlet, :topic, :subject_id, :event_id, :subject_kind, :subject_id, :content, 'waiting', :at)`,
      {
        id: newId(),
        seq: event.seq * 100 + place,
        outlet,
        topic,
        event_id: event.id,
        subject_kind: event.subject_kind,
        subject_id: event.subject_id,
        content: JSON.stringify(content),
        at,
      },
    );
  });

export const loadDelivery = (store: Reader, id: string): DeliveryRow =>
  store.get<DeliveryRow>('SELECT * FROM delivery WHERE id = ?', [id]) ?? notFound('delivery');

export const changeDelivery = (
  store: Writer,
  id: string,
  changes: Partial<
    Pick<DeliveryRow, 'state' | 'attempts' | 'next_attempt_at' | 'problem' | 'via' | 'delivered_at'>
  >,
): void => {
  const set = Object.keys(changes).map((column) => `${column} = :${column}`);
  store.run(`UPDATE delivery SET ${set.join(', ')} WHERE id = :id`, {
    ...(changes as Record<string, Value>),
    id,
  });
};

/** SQL: it is a message to a patient whom nobody is to reach out to just now. */
const rests = `(d.outlet = 'patient-message' AND ${pausedSql(
  "(SELECT ifnull(x.lives_on, x.id) FROM patient x WHERE x.id = d.content ->> '$.patientId')",
)} IS NOT NULL)`;

/** Whether a message waits because its patient is in hospital, or was reported deceased. */
export const isResting = (store: Reader, id: string): boolean =>
  store.get(`SELECT 1 FROM delivery d WHERE d.id = ? AND ${rests}`, [id]) !== undefined;

/** The waiting rows of an outlet in their order, without their content; those that rest are left out. */
export const waitingIn = (
  store: Reader,
  outlet: Outlet,
): IterableIterator<Pick<DeliveryRow, 'id' | 'ordering_key' | 'next_attempt_at'>> =>
  store.each(
    `SELECT d.id, d.ordering_key, d.next_attempt_at FROM delivery d
     WHERE d.outlet = ? AND d.state = 'waiting' AND NOT ${rests} ORDER BY d.seq`,
    [outlet],
  );

/** Keys of an outlet that a parked row holds back. */
export const parkedKeys = (store: Reader, outlet: Outlet): string[] =>
  store
    .all<{ ordering_key: string }>(
      "SELECT ordering_key FROM delivery WHERE state = 'parked' AND outlet = ?",
      [outlet],
    )
    .map(({ ordering_key }) => ordering_key);

/** Rows that were being sent when the workstation stopped: they wait, and know where they went. */
export const interruptedIn = (store: Reader, outlet: Outlet): DeliveryRow[] =>
  store.all<DeliveryRow>(
    "SELECT * FROM delivery WHERE state = 'waiting' AND outlet = ? AND via IS NOT NULL",
    [outlet],
  );

const countOf = (store: Reader, where: string): number =>
  store.get<{ count: number }>(`SELECT count(*) AS count FROM delivery WHERE ${where}`)!.count;

/** What waits for central is counted among its records, not here. */
export const deliveryCounts = (store: Reader) => ({
  waiting: countOf(store, "state = 'waiting' AND outlet <> 'central'"),
  parked: parkedCount(store),
  delivered: countOf(store, "state = 'delivered'"),
});

export const parkedCount = (store: Reader): number => countOf(store, "state = 'parked'");

/** The newest rows, of one outlet or state or of all. */
export const newestDeliveries = (
  store: Reader,
  filter: { outlet?: Outlet | undefined; state?: DeliveryState | undefined; limit: number },
): DeliveryRow[] =>
  store.all<DeliveryRow>(
    `SELECT * FROM delivery WHERE (:outlet IS NULL OR outlet = :outlet) AND (:state IS NULL OR state = :state)
     ORDER BY seq DESC LIMIT :limit`,
    { outlet: filter.outlet ?? null, state: filter.state ?? null, limit: filter.limit },
  );
