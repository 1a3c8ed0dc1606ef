/**
 * Rows of what is to be published: each with its place in its partition, kept until it was said back or acknowledged.
 * Always: places of a partition have no hole, and the number a record bears is its place less the base of the partition.
 * What may not be sent keeps its place as a skip and waits among the parked, together with all that comes after it of
 * its key. What is to come after another event waits until the log has that.
 */
import { create } from '@bufbuild/protobuf';
import { newId } from '../identity.ts';
import type { Reader, Writer } from '../store/database.ts';
import { encodeEnvelope } from './envelope.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { SequenceSkippedSchema } from './gen/mortar/v1/system_pb.js';
import { type Identity, loadIdentity } from './identity.ts';
import { stamped } from './stamp.ts';
import { partitionOf, type TopicName, topics } from './topics.ts';
import { derivedId } from './urn.ts';

export interface OutgoingRow {
  seq: number;
  topic: TopicName;
  partition: number;
  place: number;
  urn: string;
  event_id: string;
  type: string;
  value: Uint8Array;
  at: string;
  after_event: string | null;
}

export interface ToSend {
  topic: TopicName;
  /** The key of the record. */
  key: string;
  eventId: string;
  type: string;
  at: string;
  /** The event that the log has to have before. */
  after?: string | undefined;
  /** The record's value, given who sends it and under which number. */
  value(identity: Identity, seq: number): Uint8Array;
}

const nextPlace = (store: Writer, topic: string, partition: number): { numbered: number; base: number } =>
  store.get<{ numbered: number; base: number }>(
    `INSERT INTO outgoing_mark (topic, partition, numbered, acknowledged) VALUES (?, ?, 1, 0)
     ON CONFLICT (topic, partition) DO UPDATE SET numbered = numbered + 1 RETURNING numbered, base`,
    [topic, partition],
  )!;

const insertRow = (store: Writer, row: Omit<OutgoingRow, 'seq'>): void => {
  store.run(
    `INSERT INTO outgoing (topic, partition, place, urn, event_id, type, value, at, after_event)
     VALUES (:topic, :partition, :place, :urn, :event_id, :type, :value, :at, :after_event)`,
    { ...row },
  );
};

/** Puts a record at the end of its partition; behind the others of its key, where one of them is parked. */
export const enqueue = (store: Writer, record: ToSend) => {
  const { topic, key, eventId, type, at, after = null } = record;
  const partition = partitionOf(key, topics[topic].partitions);
  const identity = loadIdentity(store);
  if (isParked(store, topic, key)) {
    const value = record.value(identity, 0);
    const last = store.get<{ seq: number }>('SELECT ifnull(max(seq), 0) AS seq FROM outgoing_parked')!.seq;
    const row = { seq: last + 1, topic, partition, urn: key, event_id: eventId, type, value, at };
    return insertParked(store, row, null);
  }
  const { numbered: place, base } = nextPlace(store, topic, partition);
  const value = record.value(identity, place - base);
  insertRow(store, {
    topic,
    partition,
    place,
    urn: key,
    event_id: eventId,
    type,
    value,
    at,
    after_event: after,
  });
};

const isParked = (store: Reader, topic: string, urn: string): boolean =>
  store.get('SELECT 1 FROM outgoing_parked WHERE urn = ? AND topic = ? LIMIT 1', [urn, topic]) !== undefined;

const insertParked = (
  store: Writer,
  row: Omit<OutgoingRow, 'place' | 'after_event'>,
  problem: string | null,
): void => {
  store.run(
    `INSERT INTO outgoing_parked (id, seq, topic, partition, urn, event_id, type, value, problem, at)
     VALUES (:id, :seq, :topic, :partition, :urn, :event_id, :type, :value, :problem, :at)`,
    {
      id: newId(),
      seq: row.seq,
      topic: row.topic,
      partition: row.partition,
      urn: row.urn,
      event_id: row.event_id,
      type: row.type,
      value: row.value,
      at: row.at,
      problem,
    },
  );
};

/** Its number stays and says that nothing comes under it. */
export const skipInPlace = (store: Writer, row: OutgoingRow, reason: string): void => {
  const identity = loadIdentity(store);
  const seq = numberOfPlace(store, row);
  const id = derivedId('skipped', identity.id, identity.epoch, row.topic, row.partition, seq);
  const value = encodeEnvelope(
    {
      eventId: id,
      type: 'sync.sequenceSkipped',
      typeVersion: 1,
      urn: row.urn,
      eventClass: EventClass.NOTE,
      producerId: identity.id,
      producerEpoch: identity.epoch,
      producerSeq: BigInt(seq),
    },
    'SequenceSkipped',
    create(SequenceSkippedSchema, { producerSeq: BigInt(seq), eventId: row.event_id, reason }),
  );
  store.run(
    "UPDATE outgoing SET urn = '', event_id = ?, type = ?, value = ?, after_event = NULL WHERE seq = ?",
    [id, 'sync.sequenceSkipped', value, row.seq],
  );
};

/** Sets a record aside that the broker refuses, and with it what waits behind it of the same key. Answers its id. */
export const park = (store: Writer, row: OutgoingRow, problem: string): string => {
  const behind = store.all<OutgoingRow>(
    'SELECT * FROM outgoing WHERE topic = ? AND urn = ? AND place >= ? ORDER BY place',
    [row.topic, row.urn, row.place],
  );
  for (const one of behind) {
    insertParked(store, one, one.seq === row.seq ? problem : null);
    skipInPlace(store, one, 'The broker does not take this record.');
  }
  return store.get<{ id: string }>('SELECT id FROM outgoing_parked WHERE event_id = ? AND topic = ?', [
    row.event_id,
    row.topic,
  ])!.id;
};

export interface ParkedRow extends Omit<OutgoingRow, 'place' | 'after_event'> {
  id: string;
  problem: string | null;
}

export const loadParked = (store: Reader, id: string): ParkedRow | undefined =>
  store.get<ParkedRow>('SELECT * FROM outgoing_parked WHERE id = ?', [id]);

/** Takes a key up again from its parked records; `without` one that was dismissed. Answers how many go out. */
export const unpark = (store: Writer, row: ParkedRow, without: string | null): number => {
  const rows = store.all<ParkedRow>(
    'SELECT * FROM outgoing_parked WHERE urn = ? AND topic = ? ORDER BY seq',
    [row.urn, row.topic],
  );
  store.run('DELETE FROM outgoing_parked WHERE urn = ? AND topic = ?', [row.urn, row.topic]);
  const going = rows.filter(({ id }) => id !== without);
  for (const { topic, urn, event_id, type, at, value } of going)
    enqueue(store, {
      topic,
      key: urn,
      eventId: event_id,
      type,
      at,
      value: ({ id, epoch }, number) => stamped(value, { id, epoch, seq: number }),
    });
  return going.length;
};

const markOf = (store: Reader, topic: string, partition: number): OutgoingMark =>
  store.get<OutgoingMark>('SELECT * FROM outgoing_mark WHERE topic = ? AND partition = ?', [
    topic,
    partition,
  ])!;

/** The number under which a row is sent. */
export const numberOfPlace = (
  store: Reader,
  { topic, partition, place }: Pick<OutgoingRow, 'topic' | 'partition' | 'place'>,
): number => place - markOf(store, topic, partition).base;

/**
 * What this workstation did to a thing and the log has not said back, in order; parked records too. All are stamped with
 * the identity as it is now; the numbers of those that are parked mean nothing.
 */
export const pendingOf = (
  store: Reader,
  urn: string,
  topic: string,
): { event_id: string; value: Uint8Array }[] => {
  const rows = store.all<{ event_id: string; value: Uint8Array; place: number | null; partition: number }>(
    `SELECT event_id, value, place, partition FROM
       (SELECT seq, event_id, value, place, partition, 0 AS parked FROM outgoing WHERE urn = :urn AND topic = :topic
        UNION ALL
        SELECT seq, event_id, value, NULL, partition, 1 FROM outgoing_parked WHERE urn = :urn AND topic = :topic)
     ORDER BY parked, seq`,
    { urn, topic },
  );
  if (rows.length === 0) return rows;
  const mark = store.get<OutgoingMark & Identity>(
    `SELECT m.stamped, m.base, p.id, p.epoch FROM producer p
     LEFT JOIN outgoing_mark m ON m.topic = ? AND m.partition = ?`,
    [topic, rows[0]!.partition],
  )!;
  return rows.map(({ event_id, value, place }) => ({
    event_id,
    value:
      place !== null && place > mark.stamped
        ? value
        : stamped(value, { id: mark.id, epoch: mark.epoch, seq: place === null ? 0 : place - mark.base }),
  }));
};

export const hasPending = (store: Reader, urn: string, topic: string): boolean =>
  store.get('SELECT 1 FROM outgoing WHERE urn = ? AND topic = ? LIMIT 1', [urn, topic]) !== undefined ||
  isParked(store, topic, urn);

/** Those of some things of which something of ours waits to be said back, or was refused. */
export const pendingAmong = (store: Reader, urns: readonly string[]): ReadonlySet<string> =>
  new Set(
    store
      .all<{ urn: string }>(
        `SELECT urn FROM outgoing WHERE urn IN (SELECT value FROM json_each(:urns))
         UNION
         SELECT urn FROM outgoing_parked WHERE urn IN (SELECT value FROM json_each(:urns))`,
        { urns: JSON.stringify(urns) },
      )
      .map(({ urn }) => urn),
  );

export const outgoingByEvent = (store: Reader, topic: string, eventId: string): OutgoingRow | undefined =>
  store.get<OutgoingRow>('SELECT * FROM outgoing WHERE event_id = ? AND topic = ?', [eventId, topic]);

/** The log has said it back, whether or not its acknowledgement ever came. */
export const dropOutgoing = (
  store: Writer,
  row: Pick<OutgoingRow, 'seq' | 'topic' | 'partition' | 'place'>,
): void => {
  store.run('DELETE FROM outgoing WHERE seq = ?', [row.seq]);
  setAcknowledged(store, row.topic, row.partition, row.place);
};

/** A number that was to be skipped was spent after all: the record was on its way when it was set aside. */
export const dropSkip = (store: Writer, topic: string, partition: number, number: number): void => {
  const row = store.get<OutgoingRow>(
    `SELECT o.* FROM outgoing o JOIN outgoing_mark m ON m.topic = o.topic AND m.partition = o.partition
     WHERE o.topic = ? AND o.partition = ? AND o.place = ? + m.base AND o.urn = ''`,
    [topic, partition, number],
  );
  if (row) dropOutgoing(store, row);
};

/** Whether the log has not taken an event yet. */
const isWaiting = (store: Reader, eventId: string): boolean =>
  store.get(
    `SELECT 1 FROM outgoing o JOIN outgoing_mark m ON m.topic = o.topic AND m.partition = o.partition
     WHERE o.event_id = ? AND o.place > m.acknowledged LIMIT 1`,
    [eventId],
  ) !== undefined;

/**
 * What follows a place of a partition: at most so many records and, but for the first, so many bytes; nothing from the
 * first on that has to wait for another event.
 */
export const outgoingAfter = (
  store: Reader,
  topic: string,
  partition: number,
  after: number,
  limits: { records: number; bytes: number },
): OutgoingRow[] => {
  const rows: OutgoingRow[] = [];
  let bytes = 0;
  for (const row of store.all<OutgoingRow>(
    'SELECT * FROM outgoing WHERE topic = ? AND partition = ? AND place > ? ORDER BY place LIMIT ?',
    [topic, partition, after, limits.records],
  )) {
    if (row.after_event !== null && isWaiting(store, row.after_event)) break;
    bytes += row.value.length + row.urn.length + 200;
    if (rows.length > 0 && bytes > limits.bytes) break;
    rows.push(row);
  }
  return rows;
};

export interface OutgoingMark {
  topic: TopicName;
  partition: number;
  numbered: number;
  acknowledged: number;
  /** The place before number 1 of this identity. */
  base: number;
  /** What stands up to here was made under another identity or number. */
  stamped: number;
}

export const outgoingMarks = (store: Reader): OutgoingMark[] => store.all('SELECT * FROM outgoing_mark');

export const setAcknowledged = (store: Writer, topic: string, partition: number, place: number): void => {
  store.run(
    'UPDATE outgoing_mark SET acknowledged = max(acknowledged, ?) WHERE topic = ? AND partition = ?',
    [place, topic, partition],
  );
};

/** Of a topic that is not followed: what was acknowledged is done with. */
export const dropAcknowledged = (store: Writer, topic: string, partition: number, place: number): void => {
  store.run('DELETE FROM outgoing WHERE topic = ? AND partition = ? AND place <= ?', [
    topic,
    partition,
    place,
  ]);
};

export const waitingCounts = (store: Reader): { topic: string; waiting: number }[] =>
  store.all('SELECT topic, sum(numbered - acknowledged) AS waiting FROM outgoing_mark GROUP BY topic');

/** How many records central has not got. */
export const recordsWaiting = (store: Reader): number =>
  waitingCounts(store).reduce((sum, { waiting }) => sum + waiting, 0);

export const oldestWaiting = (store: Reader): string | null =>
  store.get<{ at: string | null }>(
    `SELECT min(at) AS at FROM (SELECT (SELECT o.at FROM outgoing o WHERE o.topic = m.topic AND o.partition = m.partition
       AND o.place > m.acknowledged ORDER BY o.place LIMIT 1) AS at FROM outgoing_mark m)`,
  )?.at ?? null;
