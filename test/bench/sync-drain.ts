/**
 * A queue of weeks offline drained: events of a branch's work that wait in the file, published by the workstation's own
 * outbox to a real Kafka, beside kafkajs sending the same bytes in the same batches, and one by one; how the cost of one
 * grows with how many wait; memory; and what the counter feels meanwhile.
 * Acknowledged means: central has it, which is what the goals are about. Said back means: it was read from the log again
 * and judged, and its row in the queue is gone; that goes on beside the sending in the same thread.
 */
import { rmSync } from 'node:fs';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import '../../core/sync/kafka/kafkajs-inner.ts';
import { headersOf } from '../../core/sync/envelope.ts';
import { loadIdentity } from '../../core/sync/identity.ts';
import { addPeople, type BranchRecord, branchAtWork } from './branch-events.ts';
import {
  assertClean,
  type Central,
  eventsAtMost,
  isQuiet,
  isSaidBack,
  nameCentral,
  unsent,
  until,
  withCentral,
} from './central.ts';
import { counterAtWork } from './counter.ts';
import { type LargePharmacy, openLargePharmacy } from './dataset.ts';
import { type Figure, median, percentile } from './measure.ts';

const EVENTS = 1_000_000;
const FEW = 1_000;
/** Records made and put into the queue at a time. */
const PIECE = 20_000;
const ONE_BY_ONE = 2_000;
/** As the outbox has them. */
const BATCH = { records: 500, bytes: 900 * 1024 };
const MEMORY_EVERY_MS = 200;

type Source = Awaited<ReturnType<typeof branchAtWork>>;

/** Writes records into the queue as commands do, each behind what waits in its partition. */
const queueUp = ({ workstation: { store } }: LargePharmacy, source: Source, events: number): void => {
  for (let done = 0; done < events; done += PIECE) {
    store.transaction(() => {
      for (const record of source.next(Math.min(PIECE, events - done))) {
        store.run(
          `INSERT INTO outgoing (topic, partition, place, urn, event_id, type, value, at)
           VALUES (:topic, :partition, :place, :urn, :event_id, :type, :value, :at)`,
          { ...record },
        );
        if (record.type !== 'prescription.claimed' && record.type !== 'prescription.scanned')
          store.run(
            `INSERT INTO tentative (urn, event_id) VALUES (?, ?)
             ON CONFLICT (urn) DO UPDATE SET event_id = excluded.event_id`,
            [record.urn, record.event_id],
          );
      }
    });
  }
};

interface Drained {
  /** Seconds until central had all of it, and until all of it was said back. */
  acknowledged: number;
  saidBack: number;
  /** Megabytes, every so often. */
  memory: number[];
}

const drain = async ({ workstation }: LargePharmacy): Promise<Drained> => {
  const { store, sync } = workstation;
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(process.memoryUsage.rss() / 1e6), MEMORY_EVERY_MS);
  const begun = performance.now();
  sync.tryNow();
  await until(() => unsent(store) === 0);
  const acknowledged = (performance.now() - begun) / 1000;
  await until(() => isSaidBack(store));
  const saidBack = (performance.now() - begun) / 1000;
  clearInterval(watch);
  assertClean(store);
  return { acknowledged, saidBack, memory };
};

const messageOf = (producerId: string, { urn, event_id: eventId, type, value, partition }: BranchRecord) => ({
  key: urn,
  value: Buffer.from(value),
  headers: headersOf({ eventId, type, producerId }, 'protobuf'),
  partition,
});

/** Batches of one partition, as the outbox makes them. */
const batchesOf = (records: readonly BranchRecord[]): BranchRecord[][] => {
  const batches: BranchRecord[][] = [[]];
  let bytes = 0;
  for (const record of records) {
    const batch = batches.at(-1)!;
    const size = record.value.length + record.urn.length + 200;
    if (batch.length === BATCH.records || (batch.length > 0 && bytes + size > BATCH.bytes)) {
      batches.push([record]);
      bytes = size;
    } else {
      batch.push(record);
      bytes += size;
    }
  }
  return batches;
};

/** Seconds of kafkajs for as many events: the same batches, those of a partition one after the other. */
const inBatches = async (producer: Producer, producerId: string, events: number): Promise<number> => {
  const source = await branchAtWork(producerId);
  let took = 0;
  for (let done = 0; done < events; done += PIECE) {
    const records = source.next(Math.min(PIECE, events - done));
    const lanes = [...Map.groupBy(records, ({ topic, partition }) => `${topic} ${partition}`).values()].map(
      (lane) =>
        batchesOf(lane).map((batch) => ({
          topic: aloneOf(batch[0]!.topic),
          acks: -1,
          messages: batch.map((record) => messageOf(producerId, record)),
        })),
    );
    const begun = performance.now();
    await Promise.all(
      lanes.map(async (batches) => {
        for (const batch of batches) await producer.send(batch);
      }),
    );
    took += performance.now() - begun;
  }
  return took / 1000;
};

const oneByOne = async (producer: Producer, producerId: string): Promise<number> => {
  const records = (await branchAtWork(producerId)).next(ONE_BY_ONE);
  const begun = performance.now();
  for (const record of records)
    await producer.send({
      topic: aloneOf(record.topic),
      acks: -1,
      messages: [messageOf(producerId, record)],
    });
  return (performance.now() - begun) / 1000;
};

const aloneOf = (topic: string) => `alone.${topic}`;
const topicsAlone = [
  ['prescription.events', 8],
  ['patient.events', 4],
  ['prescriber.events', 4],
  ['stock.movements', 4],
] as const;

/** What kafkajs does a second: in batches, and one by one. */
const kafkajsAlone = async ({ bootstrap }: Central, producerId: string, events: number) => {
  const kafka = new Kafka({ brokers: [bootstrap], clientId: 'bench-alone', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: topicsAlone.map(([topic, numPartitions]) => ({ topic: aloneOf(topic), numPartitions })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  const single = ONE_BY_ONE / (await oneByOne(producer, producerId));
  const batched = events / (await inBatches(producer, producerId, events));
  await producer.disconnect();
  return { single, batched };
};

const measure = async (central: Central, said: (text: string) => void): Promise<Figure[]> => {
  const most = eventsAtMost(EVENTS);
  const counts = [FEW, Math.round(most / 10), most].filter((count) => count <= most);
  const pharmacy = openLargePharmacy({ patients: 1_000, prescriptions: 1_000 });
  try {
    const { workstation } = pharmacy;
    const { store } = workstation;
    addPeople(workstation);
    await nameCentral(workstation, central);
    await until(() => isQuiet(workstation));
    const { id } = loadIdentity(store);
    const source = await branchAtWork(
      id,
      (topic, partition) =>
        store.get<{ numbered: number }>(
          `INSERT INTO outgoing_mark (topic, partition, numbered, acknowledged) VALUES (?, ?, 1, 0)
           ON CONFLICT (topic, partition) DO UPDATE SET numbered = numbered + 1 RETURNING numbered`,
          [topic, partition],
        )!.numbered,
    );
    const drained: (Drained & { events: number })[] = [];
    for (const events of counts) {
      said(`  ${events.toLocaleString('en')} events wait`);
      queueUp(pharmacy, source, events);
      drained.push({ events, ...(await drain(pharmacy)) });
    }
    const all = drained.at(-1)!;
    said('  the same beside the work of the counter');
    queueUp(pharmacy, source, counts.at(-2)!);
    let over = false;
    const counter = counterAtWork(pharmacy, () => over);
    await drain(pharmacy);
    over = true;
    const felt = await counter;
    said('  kafkajs alone');
    const alone = await kafkajsAlone(central, id, most);

    const rate = ({ events, acknowledged }: (typeof drained)[number]) => events / acknowledged;
    const fifth = Math.floor(all.memory.length / 5);
    const [early, late] = [median(all.memory.slice(fifth, 2 * fifth)), median(all.memory.slice(-fifth))];
    const p99 = percentile(felt, 0.99);
    const name = `${most.toLocaleString('en')} waiting events`;
    return [
      {
        name: `${name} acknowledged`,
        value: rate(all),
        unit: '/s',
        comparator: { name: 'kafkajs, the same batches', value: alone.batched },
        ratio: rate(all) / alone.batched,
        goal: '≥ 80 % of kafkajs alone',
        met: rate(all) >= 0.8 * alone.batched,
      },
      {
        name: `${name} acknowledged`,
        value: rate(all),
        unit: '/s',
        comparator: { name: 'kafkajs, one by one', value: alone.single },
        ratio: rate(all) / alone.single,
        goal: '≥ 20 × one by one',
        met: rate(all) >= 20 * alone.single,
      },
      {
        name: `${name} said back`,
        value: all.events / all.saidBack,
        unit: '/s',
        comparator: { name: 'acknowledged', value: rate(all) },
        ratio: all.acknowledged / all.saidBack,
        goal: 'for comparison: the queue is empty then',
        met: true,
      },
      ...drained.slice(0, -1).map(
        (fewer): Figure => ({
          name: `one of ${name} until it is said back`,
          value: (all.saidBack * 1e6) / all.events,
          unit: 'µs',
          comparator: {
            name: `of ${fewer.events.toLocaleString('en')}`,
            value: (fewer.saidBack * 1e6) / fewer.events,
          },
          ratio: all.saidBack / all.events / (fewer.saidBack / fewer.events),
          goal: 'no more (≤ 1.1)',
          met: all.saidBack / all.events <= (1.1 * fewer.saidBack) / fewer.events,
        }),
      ),
      {
        name: 'memory, last fifth of them',
        value: late,
        unit: 'MB',
        comparator: { name: 'second fifth', value: early },
        ratio: late / early,
        goal: 'ratio ≤ 1.1',
        met: late / early <= 1.1,
      },
      {
        name: 'commands and queries of the counter meanwhile, p99',
        value: p99,
        unit: 'ms',
        comparator: { name: 'their median', value: median(felt) },
        ratio: p99 / median(felt),
        goal: 'p99 ≤ 50 ms',
        met: p99 <= 50,
      },
    ];
  } finally {
    await pharmacy.workstation.close();
    rmSync(pharmacy.folder, { recursive: true, force: true });
  }
};

export const syncDrain = (said: (text: string) => void): Promise<Figure[]> =>
  withCentral('waiting events', (central) => measure(central, said));
