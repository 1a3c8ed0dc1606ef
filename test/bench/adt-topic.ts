/**
 * A hospital’s messages from a topic of a real Kafka to rows: from naming the central until the last is applied, beside only reading
 * the topic over the same link.
 */
import { Kafka, logLevel } from 'kafkajs';
import { createTopics } from '../../core/central/make-topics.ts';
import '../../core/sync/kafka/kafkajs-inner.ts';
import { assertOnce, openHospital, standing } from './adt-hospital.ts';
import { lanesOf, messagesWanted, oursOf } from './adt-messages.ts';
import { type Central, nameCentral, openLinkTo, until, withCentral } from './central.ts';
import type { Figure } from './measure.ts';

const PARTITIONS = 4;
const GOAL = 100_000 / 15;
const VENDOR = 'bench';
const topic = `adt.${VENDOR}`;
/** Published at a time. */
const PIECE = 2_000;

const fill = async (central: Central, count: number): Promise<string[]> => {
  const admin = new Kafka({ brokers: [central.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: PARTITIONS }]);
  await admin.disconnect();
  const lanes = lanesOf({ count, seed: 1, connections: PARTITIONS, ours: oursOf(count) });
  const link = openLinkTo(central);
  await Promise.all(
    lanes.map(async (lane, partition) => {
      for (let at = 0; at < lane.length; at += PIECE)
        await link.publish(
          { topic, partition },
          lane.slice(at, at + PIECE).map(({ mrn, bytes }) => ({ key: mrn, value: bytes, headers: {} })),
        );
    }),
  );
  await link.close();
  return lanes.flatMap((lane) => lane.map(({ controlId }) => controlId));
};

/** Records a second that are only read. */
const onlyRead = async (central: Central, count: number): Promise<number> => {
  const link = openLinkTo(central);
  let read = 0;
  const began = performance.now();
  link.follow(
    Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, next: 0 })),
    {
      take: async ({ records }) => {
        read += records.length;
      },
      onOutOfRange: () => {},
      onTrouble: () => {},
    },
  );
  await until(() => read >= count);
  const took = (performance.now() - began) / 1_000;
  await link.close();
  return count / took;
};

const measure = async (central: Central, said: (text: string) => void): Promise<Figure[]> => {
  const count = messagesWanted();
  const controlIds = await fill(central, count);
  const hospital = await openHospital(oursOf(count), { vendor: VENDOR });
  try {
    const { store, workstation, sourceId } = hospital;
    const before = process.cpuUsage();
    const began = performance.now();
    await nameCentral(workstation, central);
    const read = () =>
      store.get<{ next: number }>('SELECT ifnull(sum(next), 0) AS next FROM adt_position')!.next >= count;
    await until(() => read() && (workstation.health.adt.waiting.get(sourceId) ?? 0) === 0);
    const rate = count / ((performance.now() - began) / 1_000);
    const { user, system } = process.cpuUsage(before);
    assertOnce(store, controlIds);
    said(`  ${((user + system) / count).toFixed(0)} µs of processor time a message; ${standing(store)}`);
    const alone = await onlyRead(central, count);
    return [
      {
        ...{
          name: `${count.toLocaleString('en')} ADT messages from a topic, read and applied`,
          value: rate,
          unit: '/s',
        },
        comparator: { name: 'only reading the topic', value: alone },
        ratio: rate / alone,
        goal: `≥ ${Math.round(GOAL).toLocaleString('en')} a second`,
        met: rate >= GOAL,
      },
    ];
  } finally {
    await hospital.close();
  }
};

export const adtTopic = (said: (text: string) => void): Promise<Figure[]> =>
  withCentral('hospitals’ messages from a topic', (central) => measure(central, said));
