/**
 * From one counter to the next: an order taken in at one workstation until another finds it, over a real Kafka, beside
 * kafkajs carrying a record of the same size from a producer to a consumer at the same pace.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import '../../core/sync/kafka/kafkajs-inner.ts';
import { peopleAt } from './branch-events.ts';
import { type Central, eventsAtMost, isQuiet, nameCentral, openNew, until, withCentral } from './central.ts';
import { type Figure, percentile } from './measure.ts';

/** With those of the warming up no more than the work queue shows. */
const COMMANDS = 480;
const WARM_UP = 10;
const EVERY_MS = 100;
const GOAL_MS = 250;
/** About what an order that came in takes as a record. */
const BYTES = 617;

/** Does something at an even pace; each is timed by `begin` and ended by whoever calls its `arrived`. */
const paced = async (
  times: number,
  begin: (arrived: () => void, index: number) => Promise<void>,
): Promise<number[]> => {
  const measured: number[] = [];
  const ends: Promise<void>[] = [];
  for (let index = 0; index < WARM_UP + times; index += 1) {
    const pause = wait(EVERY_MS);
    const begun = performance.now();
    ends.push(
      new Promise<void>((resolve, reject) => {
        begin(() => {
          if (index >= WARM_UP) measured.push(performance.now() - begun);
          resolve();
        }, index).catch(reject);
      }),
    );
    await pause;
  }
  await Promise.all(ends);
  return measured;
};

/** Milliseconds from the command at one workstation to the order's being found at another. */
const betweenWorkstations = async (central: Central, times: number): Promise<number[]> => {
  const [here, there] = [openNew(central), openNew(central)];
  try {
    for (const workstation of [here, there]) await nameCentral(workstation, central);
    await until(() => isQuiet(here) && isQuiet(there));
    const waiting = new Map<string, () => void>();
    const { ask } = peopleAt(there);
    there.dispatcher.listen(() => {
      const { rows } = ask('prescription.workQueue', { stage: 'transcribing', limit: 500 }) as {
        rows: { id: string }[];
      };
      for (const { id } of rows) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    });
    const { run } = peopleAt(here);
    return await paced(times, async (arrived) => {
      const { prescriptionId } = await run('intake.receive', { source: 'phone' });
      waiting.set(prescriptionId, arrived);
    });
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
};

/** The same way for a record that kafkajs carries alone. */
const kafkajsAlone = async ({ bootstrap }: Central, times: number): Promise<number[]> => {
  const kafka = new Kafka({ brokers: [bootstrap], clientId: 'bench-alone', logLevel: logLevel.NOTHING });
  const topic = 'bench.alone';
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 8 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer();
  const consumer = kafka.consumer({ groupId: 'bench-alone', maxWaitTimeInMs: 500 });
  const waiting = new Map<string, () => void>();
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => waiting.get(message.key!.toString())?.(),
  });
  try {
    return await paced(times, async (arrived, index) => {
      waiting.set(String(index), arrived);
      await producer.send({
        topic,
        acks: -1,
        messages: [{ key: String(index), value: Buffer.alloc(BYTES) }],
      });
    });
  } finally {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  }
};

const measure = async (central: Central, said: (text: string) => void): Promise<Figure[]> => {
  const times = Math.min(COMMANDS, eventsAtMost(COMMANDS));
  said(`  ${times} orders taken in at one workstation, looked for at another`);
  const ours = await betweenWorkstations(central, times);
  said('  kafkajs alone');
  const alone = await kafkajsAlone(central, times);
  return ([0.5, 0.99] as const).map((p) => {
    const [value, bare] = [percentile(ours, p), percentile(alone, p)];
    return {
      name: `an order taken in here, found there, p${100 * p}`,
      value,
      unit: 'ms',
      comparator: { name: 'kafkajs alone', value: bare },
      ratio: value / bare,
      goal: p === 0.99 ? `≤ ${GOAL_MS} ms` : 'for comparison',
      met: p !== 0.99 || value <= GOAL_MS,
    };
  });
};

export const syncVisible = (said: (text: string) => void): Promise<Figure[]> =>
  withCentral('an order taken in here, found there', (central) => measure(central, said));
