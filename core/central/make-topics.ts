/** Makes the topics of the table at a broker for trying out; one that is there already is left as it is. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Admin, type ITopicConfig, Kafka, logLevel } from 'kafkajs';
import '../sync/kafka/kafkajs-inner.ts';
import { prefixed, topicNames, topics } from '../sync/topics.ts';

const DAY_MS = 86_400_000;

/** What the table says in words, as Kafka's settings. Times have to be the broker's: leases are judged by them. */
const settingsOf = (retention: string): Record<string, string> => {
  const days = /deleted after (\d+) days/.exec(retention)?.[1];
  return {
    'message.timestamp.type': 'LogAppendTime',
    ...(days ? { 'retention.ms': String(Number(days) * DAY_MS) } : { 'cleanup.policy': 'compact' }),
  };
};

const UNKNOWN_TOPIC = 3;

/** Makes topics and waits until the broker knows them: a new one is answered for as unknown for a moment. */
export async function createTopics(admin: Admin, wanted: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics: wanted, waitForLeaders: false });
  for (;;)
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ topic }) => topic) });
      if (topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if ((error as { code?: number }).code !== UNKNOWN_TOPIC) throw error;
      await wait(50);
    }
}

/** Answers the names of all topics as they are named there. Those of no name yet (`adt.<vendor>`) are left out. */
export async function makeTopics(bootstrap: string, prefix: string): Promise<string[]> {
  const wanted = topicNames
    .filter((name) => !name.includes('<'))
    .map((name) => ({
      topic: prefixed(prefix, name),
      numPartitions: topics[name].partitions,
      configEntries: Object.entries(settingsOf(topics[name].retention)).map(([name, value]) => ({
        name,
        value,
      })),
    }));
  const admin = new Kafka({
    brokers: [bootstrap],
    clientId: 'mortar-central',
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = wanted.filter(({ topic }) => !there.has(topic));
    if (missing.length > 0) await createTopics(admin, missing);
  } finally {
    await admin.disconnect();
  }
  return wanted.map(({ topic }) => topic);
}
