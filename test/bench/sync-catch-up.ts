/**
 * A workstation that has to catch up: a branch's events read from the log, judged, kept and made rows, beside kafkajs
 * only reading and decoding them; what its counter feels meanwhile; and a new workstation from a snapshot beside one
 * from the beginning of the log.
 */
import { rmSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import { newId } from '../../core/identity.ts';
import type { Workstation } from '../../core/workstation.ts';
import '../../core/sync/kafka/kafkajs-inner.ts';
import { decodeRecord, headersOf } from '../../core/sync/envelope.ts';
import { addPeople, branchAtWork, peopleAt } from './branch-events.ts';
import {
  assertClean,
  type Central,
  eventsAtMost,
  isQuiet,
  nameCentral,
  openLinkTo,
  openNew,
  until,
  withCentral,
} from './central.ts';
import { counterAtWork } from './counter.ts';
import { openLargePharmacy } from './dataset.ts';
import { type Figure, median, percentile } from './measure.ts';

const EVENTS = 1_000_000;
/** Records made and published at a time. */
const PIECE = 20_000;
/** The counter is listened to for so long at most. */
const COUNTER_MS = 60_000;
const GOAL_S = 60;

/**
 * Another workstation of the branch: publishes its next so many events and answers the topics they are in; and how many
 * of them there are to an order, from its request to the hand-over, those of its patient and its lot among them.
 */
const anotherWorkstation = async (central: Central, said: (text: string) => void) => {
  const producerId = newId();
  const source = await branchAtWork(producerId);
  const topics = new Set<string>();
  const publish = async (events: number): Promise<string[]> => {
    const link = openLinkTo(central);
    for (let done = 0; done < events; done += PIECE) {
      if (done % 200_000 === 0)
        said(`  published: ${done.toLocaleString('en')} of ${events.toLocaleString('en')}`);
      const records = source.next(Math.min(PIECE, events - done));
      const lanes = Map.groupBy(records, ({ topic, partition }) => `${topic} ${partition}`);
      await Promise.all(
        [...lanes.values()].map((lane) => {
          const { topic, partition } = lane[0]!;
          topics.add(topic);
          return link.publish(
            { topic, partition },
            lane.map(({ urn, event_id: eventId, type, value }) => ({
              key: urn,
              value,
              headers: headersOf({ eventId, type, producerId }, 'protobuf'),
            })),
          );
        }),
      );
    }
    await link.close();
    return [...topics];
  };
  return { publish, perOrder: source.perOrder };
};

/** Seconds that kafkajs takes to read the records and us to decode their envelopes. */
const onlyDecoded = async (
  { bootstrap }: Central,
  topics: readonly string[],
  events: number,
): Promise<number> => {
  const kafka = new Kafka({ brokers: [bootstrap], clientId: 'bench-alone', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `bench-${newId()}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  let read = 0;
  const begun = performance.now();
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 8,
    eachBatch: async ({ batch: { messages } }) => {
      for (const { value } of messages) decodeRecord(value!);
      read += messages.length;
    },
  });
  await until(() => read >= events);
  const took = (performance.now() - begun) / 1000;
  await consumer.disconnect();
  return took;
};

/** Opens a workstation that knows nothing, and answers the seconds until it knows and shows everything. */
const catchUp = async (central: Central) => {
  const workstation = openNew(central);
  const begun = performance.now();
  await nameCentral(workstation, central);
  await until(() => isQuiet(workstation));
  const took = (performance.now() - begun) / 1000;
  assertClean(workstation.store);
  return { workstation, took };
};

const ordersAt = ({ store }: Workstation): number =>
  store.get<{ orders: number }>('SELECT count(*) AS orders FROM prescription')!.orders;

/** What a counter feels while its workstation catches up. */
const felt = async (central: Central): Promise<number[]> => {
  const pharmacy = openLargePharmacy({ patients: 1_000, prescriptions: 1_000 });
  try {
    addPeople(pharmacy.workstation);
    await nameCentral(pharmacy.workstation, central);
    const { health } = pharmacy.workstation;
    await until(() => health.central.state === 'catching-up' || isQuiet(pharmacy.workstation));
    const ends = performance.now() + COUNTER_MS;
    return await counterAtWork(pharmacy, () => performance.now() > ends || isQuiet(pharmacy.workstation));
  } finally {
    await pharmacy.workstation.close();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
};

const measure = async (central: Central, said: (text: string) => void): Promise<Figure[]> => {
  const most = eventsAtMost(EVENTS);
  const few = Math.round(most / 10);
  const { publish, perOrder } = await anotherWorkstation(central, said);
  await publish(few);
  said(`  catching up with ${few.toLocaleString('en')} events`);
  const small = await catchUp(central);
  await small.workstation.close();
  const topics = await publish(most - few);
  said(`  catching up with ${most.toLocaleString('en')} events`);
  const { workstation, took } = await catchUp(central);
  said('  kafkajs alone');
  const alone = await onlyDecoded(central, topics, most);
  said('  the same beside the work of the counter');
  const counter = await felt(central);
  said('  from a snapshot');
  // That of the counter has told of its own orders meanwhile.
  await until(() => isQuiet(workstation));
  await peopleAt(workstation).run('sync.writeSnapshot', {}, 'mona');
  const fromSnapshot = await catchUp(central);
  if (ordersAt(fromSnapshot.workstation) !== ordersAt(workstation))
    throw new Error('The snapshot does not hold every order.');
  await fromSnapshot.workstation.close();
  await workstation.close();
  const perEvent = (seconds: number, events: number) => (seconds * 1e6) / events;
  const p99 = percentile(counter, 0.99);
  const name = `${most.toLocaleString('en')} events of another workstation, ${perOrder.toFixed(1)} to an order,`;
  return [
    {
      name: `${name} read, judged and shown`,
      value: took,
      unit: 's',
      comparator: { name: 'kafkajs and decoding alone', value: alone },
      ratio: took / alone,
      goal: `≤ ${GOAL_S} s and ≤ 5 × as long`,
      met: took <= GOAL_S && took / alone <= 5,
    },
    {
      name: 'the same, of one event',
      value: perEvent(took, most),
      unit: 'µs',
      comparator: { name: `of ${few.toLocaleString('en')}`, value: perEvent(small.took, few) },
      ratio: perEvent(took, most) / perEvent(small.took, few),
      goal: 'grows by ≤ 20 %',
      met: perEvent(took, most) / perEvent(small.took, few) <= 1.2,
    },
    {
      name: 'commands and queries of the counter meanwhile, p99',
      value: p99,
      unit: 'ms',
      comparator: { name: 'their median', value: median(counter) },
      ratio: p99 / median(counter),
      goal: 'p99 ≤ 50 ms',
      met: p99 <= 50,
    },
    {
      name: 'a new workstation from a snapshot, which holds each thing once',
      value: fromSnapshot.took,
      unit: 's',
      comparator: { name: 'from the beginning of the log', value: took },
      ratio: fromSnapshot.took / took,
      goal: '≥ 5 × faster',
      met: fromSnapshot.took * 5 <= took,
    },
  ];
};

export const syncCatchUp = (said: (text: string) => void): Promise<Figure[]> =>
  withCentral('catching up', (central) => measure(central, said));
