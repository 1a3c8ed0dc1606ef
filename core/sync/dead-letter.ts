/**
 * Tells central of a record that could not be taken, as it came, so that whoever sent it can mend it there.
 * Always: its id follows from the record's place in the log, so that it is one letter however many workstations tell of
 * it. Nobody here reads what is told, so none is ever about another.
 */
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Writer } from '../store/database.ts';
import { encodeEnvelope, payloads } from './envelope.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import type { LogRecord } from './link.ts';
import { enqueue } from './outgoing.ts';
import type { TopicName } from './topics.ts';
import { derivedId } from './urn.ts';

/** A larger record is told of without its bytes, never with a piece of them: it lies in its topic. */
export const MOST_BYTES = 256 * 1024;

/** Queues the letter, in the transaction in which the record is held back. */
export const tellDeadLetter = (
  store: Writer,
  from: { topic: TopicName; partition: number },
  record: LogRecord,
  why: { kind: string; problem: string; at: string },
): void => {
  const { topic, partition } = from;
  const eventId = derivedId('dead-letter', topic, partition, record.offset);
  // A record without a key is known by its partition.
  const key = record.key || `${topic}/${partition}`;
  const value = record.value ?? new Uint8Array();
  const type = 'sync.deadLetter';
  enqueue(store, {
    topic: 'dead.letters',
    key,
    eventId,
    type,
    at: why.at,
    value: ({ id, epoch }, seq) =>
      encodeEnvelope(
        {
          eventId,
          type,
          typeVersion: 1,
          urn: key,
          eventClass: EventClass.NOTE,
          producerId: id,
          producerEpoch: epoch,
          producerSeq: BigInt(seq),
          occurredAt: timestampFromDate(new Date(why.at)),
        },
        'DeadLetter',
        create(payloads.DeadLetter, {
          topic,
          partition,
          offset: BigInt(record.offset),
          key: record.key ?? '',
          reasonClass: why.kind,
          problem: why.problem,
          value: value.length > MOST_BYTES ? new Uint8Array() : value,
          seenAt: why.at,
          producerId: id,
        }),
      ),
  });
};
