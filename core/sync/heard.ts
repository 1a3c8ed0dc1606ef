/** Rows of what was heard: events of others as they came, how far each producer and partition was read, and gaps. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { newId } from '../identity.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { Verdict } from './fold.ts';
import type { Place } from './standing.ts';

export interface HeardEvent extends Place {
  id: string;
  urn: string;
  patientId: string;
  type: string;
  verdict: Verdict;
  occurredAt: string;
  bytes: Uint8Array;
}

/** So much is packed together, unpacked: whoever wants one event has to unpack the others of its pack. */
const PACK_BYTES = 65_536;

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

/** How many rows one statement takes; each number of rows is a statement of its own. */
const AT_ONCE = 16;
const insertHeard = Array.from(
  { length: AT_ONCE + 1 },
  (_, rows) =>
    `INSERT INTO heard_event
       (id, urn, patient_id, type, verdict, occurred_at, topic, partition, offset, pack, start, length)
     VALUES ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT (id) DO NOTHING`,
);

/** Keeps events of other workstations; what is known already stays as it is. */
export const keepHeard = (store: Writer, events: readonly HeardEvent[]): void => {
  for (const some of packsOf(events)) {
    const told = Buffer.concat(some.map(({ bytes }) => bytes));
    const pack =
      told.length === 0
        ? null
        : store.run('INSERT INTO heard_pack (bytes) VALUES (?)', [deflateRawSync(told, { level: 1 })])
            .lastInsertRowid;
    let start = 0;
    const rows = some.map((event) => {
      const { length } = event.bytes;
      const where = length === 0 ? [null, null, null] : [pack, start, length];
      start += length;
      return [
        ...[event.id, event.urn, event.patientId || null, event.type, event.verdict, event.occurredAt],
        ...[event.topic, event.partition, event.offset],
        ...where,
      ];
    });
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const together = rows.slice(from, from + AT_ONCE);
      store.run(insertHeard[together.length]!, together.flat());
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
  return inflateRawSync(bytes).subarray(start, start + length);
};

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
  last_at: string;
}

export const keepHeardOf = (store: Writer, row: HeardOf): void => {
  store.run(
    `INSERT INTO heard_of (producer_id, branch, branch_name, workstation, last_at)
     VALUES (:producer_id, :branch, :branch_name, :workstation, :last_at)
     ON CONFLICT (producer_id) DO UPDATE SET branch = excluded.branch, branch_name = excluded.branch_name,
       workstation = excluded.workstation, last_at = max(last_at, excluded.last_at)`,
    { ...row },
  );
};
