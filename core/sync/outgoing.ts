/**
 * Rows of what is to be published: each with its number in its partition, kept until it was said back or acknowledged.
 * Always: numbers of a partition have no hole. What may not be sent keeps its number as a skip and waits among the
 * parked, together with all that comes after it of its key.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { newId } from '../identity.ts';
import type { Reader, Writer } from '../store/database.ts';
import { decodeRecord, encodeEnvelope, recordValueOf } from './envelope.ts';
import { EnvelopeSchema, EventClass } from './gen/mortar/v1/envelope_pb.js';
import { SequenceSkippedSchema } from './gen/mortar/v1/system_pb.js';
import { type Identity, loadIdentity } from './identity.ts';
import { partitionOf, type TopicName, topics } from './topics.ts';
import { derivedId } from './urn.ts';

export interface OutgoingRow {
  seq: number;
  topic: TopicName;
  partition: number;
  producer_seq: number;
  urn: string;
  event_id: string;
  type: string;
  value: Uint8Array;
  at: string;
}

export interface ToSend {
  topic: TopicName;
  /** The key of the record. */
  key: string;
  eventId: string;
  type: string;
  at: string;
  /** The record's value, given who sends it and under which number. */
  value(identity: Identity, seq: number): Uint8Array;
}

const nextNumber = (store: Writer, topic: string, partition: number): number =>
  store.get<{ numbered: number }>(
    `INSERT INTO outgoing_mark (topic, partition, numbered, acknowledged) VALUES (?, ?, 1, 0)
     ON CONFLICT (topic, partition) DO UPDATE SET numbered = numbered + 1 RETURNING numbered`,
    [topic, partition],
  )!.numbered;

const insertRow = (store: Writer, row: Omit<OutgoingRow, 'seq'>): void => {
  store.run(
    `INSERT INTO outgoing (topic, partition, producer_seq, urn, event_id, type, value, at)
     VALUES (:topic, :partition, :producer_seq, :urn, :event_id, :type, :value, :at)`,
    { ...row },
  );
};

/** Puts a record at the end of its partition; behind the others of its key, where one of them is parked. */
export const enqueue = (store: Writer, record: ToSend) => {
  const { topic, key, eventId, type, at } = record;
  const partition = partitionOf(key, topics[topic].partitions);
  const identity = loadIdentity(store);
  if (isParked(store, topic, key)) {
    const value = record.value(identity, 0);
    const last = store.get<{ seq: number }>('SELECT ifnull(max(seq), 0) AS seq FROM outgoing_parked')!.seq;
    const row = { seq: last + 1, topic, partition, urn: key, event_id: eventId, type, value, at };
    return insertParked(store, row, null);
  }
  const seq = nextNumber(store, topic, partition);
  const value = record.value(identity, seq);
  insertRow(store, { topic, partition, producer_seq: seq, urn: key, event_id: eventId, type, value, at });
};

const isParked = (store: Reader, topic: string, urn: string): boolean =>
  store.get('SELECT 1 FROM outgoing_parked WHERE urn = ? AND topic = ? LIMIT 1', [urn, topic]) !== undefined;

const insertParked = (
  store: Writer,
  row: Omit<OutgoingRow, 'producer_seq'>,
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
  const id = derivedId('skipped', identity.id, identity.epoch, row.topic, row.partition, row.producer_seq);
  const value = encodeEnvelope(
    {
      eventId: id,
      type: 'sync.sequenceSkipped',
      typeVersion: 1,
      urn: row.urn,
      eventClass: EventClass.NOTE,
      producerId: identity.id,
      producerEpoch: identity.epoch,
      producerSeq: BigInt(row.producer_seq),
    },
    'SequenceSkipped',
    create(SequenceSkippedSchema, { producerSeq: BigInt(row.producer_seq), eventId: row.event_id, reason }),
  );
  store.run("UPDATE outgoing SET urn = '', event_id = ?, type = ?, value = ? WHERE seq = ?", [
    id,
    'sync.sequenceSkipped',
    value,
    row.seq,
  ]);
};

/** Sets a record aside that the broker refuses, and with it what waits behind it of the same key. Answers its id. */
export const park = (store: Writer, row: OutgoingRow, problem: string): string => {
  const behind = store.all<OutgoingRow>(
    'SELECT * FROM outgoing WHERE topic = ? AND urn = ? AND producer_seq >= ? ORDER BY producer_seq',
    [row.topic, row.urn, row.producer_seq],
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

export interface ParkedRow extends Omit<OutgoingRow, 'producer_seq'> {
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
      value: (identity, seq) => numbered(value, identity, seq),
    });
  return going.length;
};

/** The same event under another identity or number. What has no envelope (plain JSON) bears no number either. */
const numbered = (value: Uint8Array, identity: Identity, seq: number): Uint8Array => {
  const isJson = value[0] === 0x7b;
  if (isJson && !Buffer.from(value).includes('"envelope"')) return value;
  const heard = decodeRecord(value);
  if (heard.by === 'outside') return value;
  const bytes = toBinary(EnvelopeSchema, {
    ...heard.envelope,
    producerId: identity.id,
    producerEpoch: identity.epoch,
    producerSeq: BigInt(seq),
  });
  return recordValueOf(bytes, isJson ? 'json' : 'protobuf');
};

/** Rows looked at together while they are numbered anew. */
const TOGETHER = 500;

/** All that is still to be said, numbered anew from 1 under the identity as it is now; skips are gone with their numbers. */
export const numberAnew = (store: Writer): void => {
  const identity = loadIdentity(store);
  store.run("DELETE FROM outgoing WHERE urn = ''");
  store.run('DELETE FROM outgoing_mark');
  const partitions = store.all<{ topic: string; partition: number }>(
    'SELECT DISTINCT topic, partition FROM outgoing',
  );
  for (const { topic, partition } of partitions) {
    let last = 0;
    let number = 0;
    for (;;) {
      const rows = store.all<Pick<OutgoingRow, 'seq' | 'producer_seq' | 'value'>>(
        `SELECT seq, producer_seq, value FROM outgoing WHERE topic = ? AND partition = ? AND producer_seq > ?
         ORDER BY producer_seq LIMIT ?`,
        [topic, partition, last, TOGETHER],
      );
      if (rows.length === 0) break;
      for (const { seq, value } of rows) {
        // In their order a number is never above the one before, so that it is free by now.
        number += 1;
        store.run('UPDATE outgoing SET producer_seq = ?, value = ? WHERE seq = ?', [
          number,
          numbered(value, identity, number),
          seq,
        ]);
      }
      last = rows.at(-1)!.producer_seq;
    }
    store.run('INSERT INTO outgoing_mark (topic, partition, numbered, acknowledged) VALUES (?, ?, ?, 0)', [
      topic,
      partition,
      number,
    ]);
  }
};

/** What this workstation did to a thing and the log has not said back, in order; parked records too. */
export const pendingOf = (
  store: Reader,
  urn: string,
  topic: string,
): { event_id: string; value: Uint8Array }[] =>
  store.all(
    `SELECT event_id, value FROM
       (SELECT seq, event_id, value, 0 AS parked FROM outgoing WHERE urn = :urn AND topic = :topic
        UNION ALL SELECT seq, event_id, value, 1 FROM outgoing_parked WHERE urn = :urn AND topic = :topic)
     ORDER BY parked, seq`,
    { urn, topic },
  );

export const hasPending = (store: Reader, urn: string, topic: string): boolean =>
  store.get('SELECT 1 FROM outgoing WHERE urn = ? AND topic = ? LIMIT 1', [urn, topic]) !== undefined ||
  isParked(store, topic, urn);

export const outgoingByEvent = (store: Reader, topic: string, eventId: string): OutgoingRow | undefined =>
  store.get<OutgoingRow>('SELECT * FROM outgoing WHERE event_id = ? AND topic = ?', [eventId, topic]);

/** The log has said it back, whether or not its acknowledgement ever came. */
export const dropOutgoing = (
  store: Writer,
  row: Pick<OutgoingRow, 'seq' | 'topic' | 'partition' | 'producer_seq'>,
): void => {
  store.run('DELETE FROM outgoing WHERE seq = ?', [row.seq]);
  setAcknowledged(store, row.topic, row.partition, row.producer_seq);
};

/** A number that was to be skipped was spent after all: the record was on its way when it was set aside. */
export const dropSkip = (store: Writer, topic: string, partition: number, number: number): void => {
  const row = store.get<OutgoingRow>(
    "SELECT * FROM outgoing WHERE topic = ? AND partition = ? AND producer_seq = ? AND urn = ''",
    [topic, partition, number],
  );
  if (row) dropOutgoing(store, row);
};

/** What follows a number of a partition: at most so many records and, but for the first, so many bytes. */
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
    'SELECT * FROM outgoing WHERE topic = ? AND partition = ? AND producer_seq > ? ORDER BY producer_seq LIMIT ?',
    [topic, partition, after, limits.records],
  )) {
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
}

export const outgoingMarks = (store: Reader): OutgoingMark[] => store.all('SELECT * FROM outgoing_mark');

export const setAcknowledged = (store: Writer, topic: string, partition: number, seq: number): void => {
  store.run(
    'UPDATE outgoing_mark SET acknowledged = max(acknowledged, ?) WHERE topic = ? AND partition = ?',
    [seq, topic, partition],
  );
};

/** Of a topic that is not followed: what was acknowledged is done with. */
export const dropAcknowledged = (store: Writer, topic: string, partition: number, seq: number): void => {
  store.run('DELETE FROM outgoing WHERE topic = ? AND partition = ? AND producer_seq <= ?', [
    topic,
    partition,
    seq,
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
       AND o.producer_seq > m.acknowledged ORDER BY o.producer_seq LIMIT 1) AS at FROM outgoing_mark m)`,
  )?.at ?? null;
