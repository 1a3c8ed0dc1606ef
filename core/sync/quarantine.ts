/**
 * Records that could not be taken: the bytes are kept with the reason, and their key halts. What comes later for the same
 * key waits behind, so that its order is kept; every other key goes on.
 * A `twin` halts nothing: it bears a number that is taken, so whoever sent it sends it again under another.
 */
import { newId } from '../identity.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { LogRecord } from './link.ts';

export type HeldKind = 'corrupt' | 'newer' | 'twin' | 'fault' | 'behind';

export interface HeldRow {
  id: string;
  topic: string;
  partition: number;
  offset: number;
  appended_at: number;
  senders_clock: number;
  key: string;
  kind: HeldKind;
  problem: string;
  headers: string;
  value: Uint8Array | null;
  at: string;
  state: 'held' | 'replayed' | 'dismissed';
}

/** Keeps a record that is not taken. Answers its id, or null where it lies here already. */
export const hold = (
  store: Writer,
  place: { topic: string; partition: number },
  record: LogRecord,
  why: { kind: HeldKind; problem: string; at: string },
): string | null => {
  const id = newId();
  const { changes } = store.run(
    `INSERT INTO quarantine (id, topic, partition, offset, appended_at, senders_clock, key, kind, problem, headers, value, at, state)
     VALUES (:id, :topic, :partition, :offset, :appendedAt, :sendersClock, :key, :kind, :problem, :headers, :value, :at,
       'held')
     ON CONFLICT (topic, partition, offset) DO NOTHING`,
    {
      id,
      topic: place.topic,
      partition: place.partition,
      offset: record.offset,
      appendedAt: record.appendedAt,
      sendersClock: record.sendersClock ? 1 : 0,
      key: record.key ?? '',
      headers: JSON.stringify(record.headers),
      value: record.value,
      ...why,
    },
  );
  return changes === 0 ? null : id;
};

/** Whether anything at all is held; while nothing is, nothing is looked for. */
export const isAnythingHeld = (store: Reader): boolean =>
  store.get("SELECT 1 FROM quarantine WHERE state = 'held' LIMIT 1") !== undefined;

/** Whether records of a key have to wait. */
export const isHalted = (store: Reader, key: string): boolean =>
  store.get("SELECT 1 FROM quarantine WHERE key = ? AND state = 'held' AND kind <> 'twin' LIMIT 1", [key]) !==
  undefined;

/** Whether these very bytes are held for a key already: the record came twice. */
export const isHeld = (store: Reader, key: string, value: Uint8Array): boolean =>
  store.get("SELECT 1 FROM quarantine WHERE key = ? AND value = ? AND state = 'held' LIMIT 1", [
    key,
    value,
  ]) !== undefined;

export const loadHeld = (store: Reader, id: string): HeldRow | undefined =>
  store.get<HeldRow>('SELECT * FROM quarantine WHERE id = ?', [id]);

/** What is held of a key, in the order of the log; twins aside. */
export const heldOf = (store: Reader, key: string): HeldRow[] =>
  store.all<HeldRow>(
    "SELECT * FROM quarantine WHERE key = ? AND state = 'held' AND kind <> 'twin' ORDER BY topic, partition, offset",
    [key],
  );

/** The first of each key that another version of the program may be able to take. */
export const retryable = (store: Reader): string[] =>
  store
    .all<{ id: string }>(
      "SELECT id FROM quarantine WHERE state = 'held' AND kind IN ('newer', 'fault') ORDER BY offset",
    )
    .map(({ id }) => id);

export const settleHeld = (
  store: Writer,
  id: string,
  settled: { state: 'replayed' | 'dismissed'; at: string; by: string | null; reason: string | null },
): void => {
  store.run(
    'UPDATE quarantine SET state = :state, settled_at = :at, settled_by = :by, reason = :reason WHERE id = :id',
    { ...settled, id },
  );
};

export const setHeldReason = (store: Writer, id: string, kind: HeldKind, problem: string): void => {
  store.run('UPDATE quarantine SET kind = ?, problem = ? WHERE id = ?', [kind, problem, id]);
};

/** A record that is held as a twin came again under a number of its own. */
export const settleTwin = (store: Writer, key: string, eventId: string, at: string): void => {
  store.run(
    `UPDATE quarantine SET state = 'replayed', settled_at = ? WHERE key = ? AND state = 'held' AND kind = 'twin'
       AND json_extract(headers, '$.ce_id') = ?`,
    [at, key, eventId],
  );
};
