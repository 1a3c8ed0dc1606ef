/**
 * The topics of automation on a real broker, under a prefix no other test has, and a test at both ends of them: it asks
 * as a workstation does and hears the answers as they are on the topic.
 */
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type AskedPage, type Question, requestType, writeRequest } from '../../core/automation/message.ts';
import { createTopics } from '../../core/central/make-topics.ts';
import { newId } from '../../core/identity.ts';
import { createPageReader } from '../../core/recognise/page-reader.ts';
import { decodeEnvelope, encodeEnvelope, headersOf } from '../../core/sync/envelope.ts';
import type { Envelope } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import type { Link } from '../../core/sync/link.ts';
import { partitionOf, prefixed, type TopicName, topicNames, topics } from '../../core/sync/topics.ts';
import { asAdmin, listen, openLink } from './broker.ts';

/** Every topic there is, under a prefix of its own; with settings of the broker where some are to have others. */
export async function ownTopics(
  bootstrap: string,
  names: readonly TopicName[] = topicNames,
  settings: Partial<Record<TopicName, Readonly<Record<string, string>>>> = {},
): Promise<string> {
  const prefix = `t${randomBytes(5).toString('hex')}.`;
  await asAdmin(bootstrap, (admin) =>
    createTopics(
      admin,
      names
        .filter((name) => !name.includes('<'))
        .map((name) => ({
          topic: prefixed(prefix, name),
          numPartitions: topics[name].partitions,
          configEntries: Object.entries(settings[name] ?? {}).map(([name, value]) => ({ name, value })),
        })),
    ),
  );
  return prefix;
}

/** Publishes, also to a topic that was just made and is still looking for its machine. */
export async function published(link: Link, ...[to, records]: Parameters<Link['publish']>): Promise<void> {
  for (let sent = false; !sent; )
    sent = await link.publish(to, records).then(
      () => true,
      () => false,
    );
}

/** Asks as a workstation does, and hears what is answered. */
export function asker(bootstrap: string, prefix: string) {
  const names = ['intake.automation.requests', 'intake.automation.results', 'documents'] as const;
  const named = (name: TopicName) => prefixed(prefix, name);
  const link = openLink({
    brokers: [bootstrap],
    topics: Object.fromEntries(names.map((name) => [named(name), topics[name].partitions])),
  });
  const results = named('intake.automation.results');
  const heard = listen(
    link,
    [0, 1, 2, 3].map((partition) => ({ topic: results, partition, next: 0 })),
  );
  let seq = 0n;
  const send = async (
    topic: TopicName,
    key: string,
    type: string,
    payload: Parameters<typeof encodeEnvelope>,
  ) => {
    seq += 1n;
    const facts = {
      eventId: newId(),
      type,
      urn: key,
      producerId: 'north-1',
      producerEpoch: 1,
      producerSeq: seq,
    };
    const value = encodeEnvelope(
      { ...facts, eventClass: EventClass.NOTE, ...payload[0] },
      payload[1],
      payload[2],
    );
    const to = { topic: named(topic), partition: partitionOf(key, topics[topic].partitions) };
    const records = [{ key, value, headers: headersOf({ ...facts, ...payload[0] }, 'protobuf') }];
    await published(link, to, records);
  };
  return {
    send,
    /** Publishes a request about some pages; answers its id. */
    ask: async (
      pages: readonly AskedPage[],
      requestId = newId(),
      received: Partial<Pick<Question, 'text' | 'fields'>> = {},
    ): Promise<string> => {
      const key = `urn:mortar:intake:${requestId}`;
      const request = writeRequest({
        ...{
          requestId,
          intakeId: requestId,
          prescriptionId: 'p',
          source: 'fax',
          branchId: 'north',
          profile: 'us',
        },
        ...{ receivedAt: '2026-03-02T14:00:00.000Z', pages },
        ...{ text: '', fields: {}, ...received },
      });
      const name = requestType.slice(requestType.lastIndexOf('.') + 1) as 'IntakeAutomationRequest';
      await send('intake.automation.requests', key, 'automation.asked', [
        { eventId: requestId },
        name,
        request,
      ]);
      return requestId;
    },
    /** The envelopes on the topic of answers, by the request each answers. */
    answers: (): Envelope[] => heard.records.map(({ value }) => decodeEnvelope(value!)),
  };
}

/** A recogniser that ends with the test. */
export const ownReader = () => {
  const reader = createPageReader({ lanes: 2 });
  onTestFinished(() => reader.close());
  return reader;
};
