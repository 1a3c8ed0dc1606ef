/** Rows of what was heard: events of others as they came, how far each producer and partition was read, and gaps. */
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

/** Keeps an event of another workstation. Answers whether it was not known yet. */
export const keepHeard = (store: Writer, event: HeardEvent): boolean =>
  store.run(
    `INSERT INTO heard_event (id, urn, patient_id, type, verdict, occurred_at, topic, partition, offset, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [
      event.id,
      event.urn,
      event.patientId || null,
      event.type,
      event.verdict,
      event.occurredAt,
      event.topic,
      event.partition,
      event.offset,
      event.bytes,
    ],
  ).changes > 0;

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
