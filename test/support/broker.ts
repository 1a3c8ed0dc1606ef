/**
 * A real Kafka for a test: the one all files of the run share, or one of its own to pause and kill.
 * Always: topics are new ones with a name by chance, so that tests do not meet each other's records. Where no broker
 * can be had the tests that need one are skipped, by name; on a build server they fail instead.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { onTestFinished } from 'vitest';
import { type Broker, type BrokerOptions, startBroker } from '../../core/central/broker.ts';
import { kafkaFiles } from '../../core/central/kafka-files.ts';
import { createTopics } from '../../core/central/make-topics.ts';
import { decodeRecord } from '../../core/sync/envelope.ts';
import { type KafkaLinkOptions, openKafkaLink } from '../../core/sync/kafka/kafka.ts';
import type { Batch, LinkError, LogRecord, OutgoingRecord, Position } from '../../core/sync/link.ts';
import '../../core/sync/kafka/kafkajs-inner.ts';
import type { Security } from '../../core/sync/security.ts';
import type { SharedBroker } from './broker-for-all.ts';

const none = (why: string): null => {
  if (process.env.CI) throw new Error(why);
  console.warn(`${why} The tests that need a broker are skipped.`);
  return null;
};

/** Where the shared broker is, or null where there is none. Starting it takes some seconds. */
export async function sharedBroker(): Promise<string | null> {
  const answer = await fetch(process.env.MORTAR_TEST_BROKER!);
  const shared = (await answer.json()) as SharedBroker;
  return 'bootstrap' in shared ? shared.bootstrap : none(shared.missing);
}

/** A broker of the test file's own, or null where none can be had; the file ends it with `end`. */
export async function ownBroker(
  options: Omit<BrokerOptions, 'folder'> = {},
): Promise<(Broker & { end(): Promise<void> }) | null> {
  try {
    await kafkaFiles(() => {});
  } catch (error) {
    return none((error as Error).message);
  }
  const folder = mkdtempSync(join(tmpdir(), 'mortar-own-broker-'));
  const broker = await startBroker({ ...options, folder });
  return {
    ...broker,
    end: async () => {
      await broker.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const adminOf = (bootstrap: string) =>
  new Kafka({ brokers: [bootstrap], clientId: 'mortar-test', logLevel: logLevel.NOTHING }).admin();

/** Does something as the administrator of a broker. */
export async function asAdmin<T>(
  bootstrap: string,
  work: (admin: ReturnType<typeof adminOf>) => Promise<T>,
): Promise<T> {
  const admin = adminOf(bootstrap);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

let topicsMade = 0;

/** Makes a topic that no other test has; answers its name. */
export async function newTopic(
  bootstrap: string,
  partitions = 1,
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  topicsMade += 1;
  const topic = `test-${process.pid}-${Date.now().toString(36)}-${topicsMade}`;
  const configEntries = Object.entries({ 'message.timestamp.type': 'LogAppendTime', ...settings }).map(
    ([name, value]) => ({ name, value }),
  );
  await asAdmin(bootstrap, (admin) =>
    createTopics(admin, [{ topic, numPartitions: partitions, configEntries }]),
  );
  return topic;
}

/** A link that is closed with the test. */
export function openLink(options: Partial<KafkaLinkOptions> & Pick<KafkaLinkOptions, 'brokers'>) {
  const link = openKafkaLink({ security: { kind: 'none' }, clientId: 'mortar-test', topics: {}, ...options });
  onTestFinished(() => link.close());
  return link;
}

export const record = (key: string, value: string | Uint8Array = key, headers = {}): OutgoingRecord => ({
  key,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers,
});
export const textOf = ({ value }: LogRecord) => (value === null ? null : Buffer.from(value).toString('utf8'));

/** What a record of ours says; null for one of another contract. */
export const ownEnvelope = ({ value }: LogRecord) => {
  if (value === null || value[0] === 0x7b) return null;
  const heard = decodeRecord(value);
  return heard.by === 'envelope' ? heard.envelope : null;
};

/** Waits until something holds, looking again whenever something was told, or shortly after. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((again) => setTimeout(again, 10));
}

/** Follows and writes down all that comes, as a test wants to look at it. */
export function listen(link: ReturnType<typeof openLink>, from: readonly Position[]) {
  const heard = {
    batches: [] as Batch[],
    records: [] as LogRecord[],
    troubles: [] as (LinkError | null)[],
    outOfRange: [] as { position: Position; earliest: number }[],
    texts: () => heard.records.map(textOf),
    following: link.follow(from, {
      take: async (batch) => {
        heard.batches.push(batch);
        heard.records.push(...batch.records);
      },
      onOutOfRange: (position, earliest) => heard.outOfRange.push({ position, earliest }),
      onTrouble: (trouble) => heard.troubles.push(trouble),
    }),
  };
  return heard;
}

/** Publishes one record to the first partition of a topic and reads it back; answers `nothing` or the trouble. */
export async function tryOut(topic: string, brokers: readonly string[], security: Security): Promise<string> {
  const to = { topic, partition: 0 };
  let link: ReturnType<typeof openLink> | undefined;
  try {
    link = openLink({ brokers, security, answerMs: 5_000 });
    const next = await link.publish(to, [record('a')]);
    const heard = listen(link, [{ ...to, next }]);
    await until(() => heard.records.length === 1);
    return 'nothing';
  } catch (error) {
    return `${(error as LinkError).trouble}: ${(error as LinkError).message}`;
  } finally {
    await link?.close();
  }
}
