/** Rows of what was heard: events of others as they came, how far each producer and partition was read, and gaps. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { newId } from '../identity.ts';
import type { Reader, Value, Writer } from '../store/database.ts';
import type { Verdict } from './fold.ts';
import type { Place } from './standing.ts';
import { urnOf } from './urn.ts';

export interface HeardEvent extends Place {
  id: string;
  urn: string;
  /** Empty where it is about none. */
  patientId: string;
  type: string;
  verdict: Verdict;
  /** Milliseconds since 1970. */
  occurredAt: number;
  bytes: Uint8Array;
}

/** So much is packed together, unpacked: whoever wants one event has to unpack the others of its pack. */
const PACK_BYTES = 65_536;
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

const packsOf = (events: readonly HeardEvent[]): HeardEvent[][] => {
  const packs: HeardEvent[][] = [];
  let size = PACK_BYTES;
  for (const event of events) {
    if (size >= PACK_BYTES) {
      packs.push([]);
      size = 0;
    }
    packs.at(-1)!.push(event);
    size += event.bytes.length;
  }
  return packs;
};

/** Keeps the bytes of some events; answers the number of their pack, null where they have none. */
const keepPack = (store: Writer, events: readonly HeardEvent[]): number | bigint | null => {
  const told = Buffer.concat(events.map(({ bytes }) => bytes));
  const { topic, partition, offset } = events[0]!;
  return told.length === 0
    ? null
    : store.run('INSERT INTO heard_pack (topic, partition, offset, bytes) VALUES (?, ?, ?, ?)', [
        ...[topic, partition, offset],
        // Told the size, it reckons with no more.
        zstdCompressSync(told, { params, pledgedSrcSize: told.length }),
      ]).lastInsertRowid;
};

const patientOf = ({ patientId }: HeardEvent): string | null =>
  patientId === '' ? null : urnOf('patient', patientId);

/** The numbers by which what some events are about is known here, by urn. */
const thingsOf = (store: Writer, events: readonly HeardEvent[]): ReadonlyMap<string | null, number> => {
  const urns = new Set(events.flatMap((event) => [event.urn, patientOf(event) ?? event.urn]));
  const those = [JSON.stringify([...urns])];
  store.run(
    'INSERT INTO heard_thing (urn) SELECT value FROM json_each(?) WHERE true ON CONFLICT (urn) DO NOTHING',
    those,
  );
  return new Map(
    store
      .all<{ id: number; urn: string }>(
        'SELECT id, urn FROM heard_thing WHERE urn IN (SELECT value FROM json_each(?))',
        those,
      )
      .map(({ id, urn }) => [urn, id]),
  );
};

/** How many rows one statement takes; each number of rows is a statement of its own. */
const AT_ONCE = 16;
const insertHeard = Array.from(
  { length: AT_ONCE + 1 },
  (_, rows) =>
    `INSERT INTO heard_event (id, thing, patient, type, verdict, occurred_at, pack, start, length)
     VALUES ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT (id) DO NOTHING`,
);

/** Keeps events of other workstations; what is known already stays as it is. */
export const keepHeard = (store: Writer, events: readonly HeardEvent[]): void => {
  if (events.length === 0) return;
  const things = thingsOf(store, events);
  for (const some of packsOf(events)) {
    const pack = keepPack(store, some);
    let start = 0;
    for (let from = 0; from < some.length; from += AT_ONCE) {
      const together = some.slice(from, from + AT_ONCE);
      const values: Value[] = [];
      for (const event of together) {
        const { length } = event.bytes;
        values.push(event.id, things.get(event.urn)!, things.get(patientOf(event)) ?? null);
        values.push(event.type, event.verdict, event.occurredAt);
        if (length === 0) values.push(null, null, null);
        else values.push(pack, start, length);
        start += length;
      }
      store.run(insertHeard[together.length]!, values);
    }
  }
};

/** Where the bytes of an event lie. */
export interface Packed {
  pack: number;
  start: number;
  length: number;
}

/** The very bytes that came. */
export const bytesOfHeard = (store: Reader, { pack, start, length }: Packed): Uint8Array => {
  const { bytes } = store.get<{ bytes: Uint8Array }>('SELECT bytes FROM heard_pack WHERE id = ?', [pack])!;
  return zstdDecompressSync(bytes).subarray(start, start + length);
};

/** Whether anything was heard of a thing from elsewhere. */
export const isHeardOf = (store: Reader, urn: string): boolean =>
  store.get('SELECT 1 FROM heard_event WHERE thing = (SELECT id FROM heard_thing WHERE urn = ?) LIMIT 1', [
    urn,
  ]) !== undefined;

export const isHeard = (store: Reader, id: string): boolean =>
  store.get('SELECT 1 FROM heard_event WHERE id = ?', [id]) !== undefined;

/** Whether an event happened at this workstation. */
export const isOwn = (store: Reader, id: string): boolean =>
  store.get('SELECT 1 FROM event WHERE id = ?', [id]) !== undefined;

export const positions = (store: Reader): { topic: string; partition: number; next: number }[] =>
  store.all('SELECT topic, partition, next FROM position');

export const setPosition = (store: Writer, topic: string, partition: number, next: number): void => {
  store.run(
    `INSERT INTO position (topic, partition, next) VALUES (?, ?, ?)
     ON CONFLICT (topic, partition) DO UPDATE SET next = excluded.next`,
    [topic, partition, next],
  );
};

/** Writes down whose clock a topic keeps, as its last record says. */
export const setSendersClock = (store: Writer, topic: string, sendersClock: boolean): void => {
  store.run('UPDATE position SET senders_clock = ? WHERE topic = ?', [sendersClock ? 1 : 0, topic]);
};

/** Topics that keep the sender's clock, as far as was read. */
export const topicsOfSendersClock = (store: Reader): string[] =>
  store
    .all<{ topic: string }>('SELECT DISTINCT topic FROM position WHERE senders_clock = 1')
    .map(({ topic }) => topic);

export interface Mark {
  producer_id: string;
  epoch: number;
  topic: string;
  partition: number;
  seq: number;
  since: number;
}

export const loadMark = (store: Reader, key: Omit<Mark, 'seq' | 'since'>): Pick<Mark, 'seq' | 'since'> =>
  store.get<Pick<Mark, 'seq' | 'since'>>(
    `SELECT seq, since FROM producer_mark
     WHERE producer_id = :producer_id AND epoch = :epoch AND topic = :topic AND partition = :partition`,
    { ...key },
  ) ?? { seq: 0, since: 0 };

export const saveMark = (store: Writer, mark: Mark): void => {
  store.run(
    `INSERT INTO producer_mark (producer_id, epoch, topic, partition, seq, since)
     VALUES (:producer_id, :epoch, :topic, :partition, :seq, :since)
     ON CONFLICT (producer_id, epoch, topic, partition) DO UPDATE SET seq = excluded.seq, since = excluded.since`,
    { ...mark },
  );
};

export const allMarks = (store: Reader): Mark[] => store.all('SELECT * FROM producer_mark');

export const insertGap = (
  store: Writer,
  gap: Pick<Mark, 'topic' | 'partition' | 'producer_id'> & { first: number; last: number; at: string },
): string => {
  const id = newId();
  store.run(
    `INSERT INTO gap (id, topic, partition, producer_id, first, last, at)
     VALUES (:id, :topic, :partition, :producer_id, :first, :last, :at)`,
    { ...gap, id },
  );
  return id;
};

export interface HeardOf {
  producer_id: string;
  branch: string;
  branch_name: string;
  workstation: string;
  /** Milliseconds since 1970. */
  lastAt: number;
}

export const keepHeardOf = (store: Writer, { lastAt, ...row }: HeardOf): void => {
  store.run(
    `INSERT INTO heard_of (producer_id, branch, branch_name, workstation, last_at)
     VALUES (:producer_id, :branch, :branch_name, :workstation, :last_at)
     ON CONFLICT (producer_id) DO UPDATE SET branch = excluded.branch, branch_name = excluded.branch_name,
       workstation = excluded.workstation, last_at = max(last_at, excluded.last_at)`,
    { ...row, last_at: new Date(lastAt).toISOString() },
  );
};
