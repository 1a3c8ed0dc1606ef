/**
 * The link to a Kafka: `Link` over a thread that speaks to the broker (kafka-worker.ts).
 * Always: a thread that dies or no longer answers is replaced, and following goes on after the last batch it handed
 * over; what was being published then is rejected as `transient`. Nothing counts as connected but an acknowledged
 * publish or an answered fetch. While central cannot be had, a publish waits for the next try and is rejected when that
 * fails; so whoever tries again at once does no harm.
 */
import { Worker } from 'node:worker_threads';
import {
  type Batch,
  type FollowOptions,
  type Link,
  LinkError,
  type OutgoingRecord,
  type PartitionOf,
  type Position,
} from '../link.ts';
import { openPatience } from '../patience.ts';
import { brokersOf, type Security, tooOpen, whatIsMissing } from '../security.ts';
import type { Order, Reach, Report, ToldTrouble, WorkerOptions } from './kafka-worker.ts';
import { packed, recordsOf, sizeOfRecord } from './record-batch.ts';

export interface KafkaLinkOptions {
  /** `host:port` of some of its machines. */
  readonly brokers: readonly string[];
  readonly security: Security;
  /** What this workstation is called in central's own records. */
  readonly clientId: string;
  /** The topics as they are named at central, each with how many partitions was agreed. */
  readonly topics: Readonly<Record<string, number>>;
  readonly compression?: 'none' | 'gzip';
  /** Milliseconds within which the broker has to answer a question; 10,000 unless said. */
  readonly answerMs?: number;
}

export interface KafkaLink extends Link {
  /** Tries at once whatever waits for its next try: the network is back, or a person asked. */
  tryNow(): void;
}

/** A Kafka takes a little over a million bytes at a time unless told otherwise. */
const MOST_BYTES = 900_000;
const PING_EVERY_MS = 5_000;
/** A thread that has let so many questions after its health go unanswered hangs. */
const UNANSWERED_PINGS = 4;

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './kafka-worker.ts' : './kafka-worker.js',
  import.meta.url,
);
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

const errorOf = ({ trouble, sentence }: ToldTrouble) => new LinkError(trouble, sentence);
const keyOf = ({ topic, partition }: PartitionOf) => `${topic}/${partition}`;

interface Waiting {
  resolve(result: never): void;
  reject(error: LinkError): void;
}
interface Part extends PartitionOf {
  /** The offset after the last batch that was handed over here. */
  next: number;
  readonly queue: Batch[];
  taking: Promise<void> | null;
}
interface Follow {
  readonly options: FollowOptions;
  readonly parts: Map<string, Part>;
  stopped: boolean;
  told: string | null | undefined;
}

/** Opens the link; nothing is asked of central yet. Throws `LinkError` when the options cannot be used. */
export function openKafkaLink(options: KafkaLinkOptions): KafkaLink {
  const { security, brokers } = options;
  const named = brokers.flatMap(brokersOf);
  const problem =
    (named.length === 0 ? 'No central is named. Set central.brokers.' : whatIsMissing(security)) ??
    named.map(({ host }) => tooOpen(security, host)).find((open) => open);
  if (problem) throw new LinkError('setup', problem);
  const workerOptions: WorkerOptions = {
    brokers,
    security,
    clientId: options.clientId,
    topics: options.topics,
    compression: options.compression ?? 'none',
    answerMs: options.answerMs ?? 10_000,
  };
  const patience = openPatience();
  const waiting = new Map<number, Waiting>();
  const follows = new Map<number, Follow>();
  let worker: Worker;
  let lastId = 0;
  let unanswered = 0;
  let deaths = 0;
  let closed = false;
  /** What is to be sent once there is a thread again; null while there is one. */
  let held: (() => void)[] | null = null;

  const send = (order: Order, transfer: ArrayBuffer[] = []) => worker.postMessage(order, transfer);
  const gone = () => new LinkError('transient', 'The link to central was closed.');

  const startWorker = () => {
    const started = new Worker(workerFile, {
      workerData: workerOptions,
      resourceLimits,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker = started;
    unanswered = 0;
    started.on('message', (report: Report) => worker === started && !closed && onReport(report));
    started.on('error', () => {});
    started.on('exit', () => worker === started && !closed && void replace());
  };
  const replace = async () => {
    const error = new LinkError('transient', 'The connection to central was begun anew. It is tried again.');
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
    held = [];
    deaths += 1;
    await patience.wait(deaths);
    if (closed) return;
    startWorker();
    const orders = held;
    held = null;
    for (const [id, { parts }] of follows) send({ kind: 'follow', id, from: positionsOf(parts) });
    for (const order of orders) order();
  };
  const positionsOf = (parts: Map<string, Part>): Position[] =>
    [...parts.values()].map(({ topic, partition, next }) => ({ topic, partition, next }));

  const request = <T>(order: (id: number) => Order, transfer: ArrayBuffer[] = []): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(gone());
      lastId += 1;
      const id = lastId;
      waiting.set(id, { resolve, reject });
      if (held) held.push(() => send(order(id), transfer));
      else send(order(id), transfer);
    });

  const onReport = (report: Report) => {
    if (report.kind === 'pong') {
      unanswered = 0;
      deaths = 0;
      return;
    }
    if (report.kind === 'done' || report.kind === 'failed') {
      const one = waiting.get(report.id);
      waiting.delete(report.id);
      if (report.kind === 'done') one?.resolve(report.result as never);
      else one?.reject(errorOf(report.error));
      return;
    }
    const follow = follows.get(report.id);
    if (!follow || follow.stopped) return;
    if (report.kind === 'trouble') {
      const sentence = report.error?.sentence ?? null;
      if (sentence !== follow.told) follow.options.onTrouble(report.error && errorOf(report.error));
      follow.told = sentence;
    } else if (report.kind === 'out-of-range') {
      follow.parts.delete(keyOf(report.position));
      follow.options.onOutOfRange(report.position, report.earliest);
    } else {
      const { topic, partition, from, next, latest, bytes } = report.batch;
      const part = follow.parts.get(keyOf(report.batch));
      if (!part) return;
      try {
        part.queue.push({ topic, partition, records: recordsOf(bytes, from), latest, next });
      } catch (error) {
        // Never skipped: this partition is not followed any further until somebody has looked at it.
        follow.parts.delete(keyOf(part));
        const sentence = `A batch of ${topic} at central cannot be read. ${(error as Error).message}`;
        follow.told = sentence;
        return follow.options.onTrouble(new LinkError('setup', sentence));
      }
      part.next = next;
      part.taking ??= takeAll(report.id, follow, part).finally(() => {
        part.taking = null;
      });
    }
  };

  /** Hands over what a partition has, one batch after the other, each until it is taken. */
  const takeAll = async (id: number, follow: Follow, part: Part) => {
    let refused = 0;
    for (;;) {
      const batch = part.queue[0];
      if (!batch || follow.stopped) return;
      try {
        await follow.options.take(batch);
        refused = 0;
      } catch {
        refused += 1;
        await patience.wait(refused);
        continue;
      }
      part.queue.shift();
      if (!follow.stopped) send({ kind: 'taken', id, of: { topic: part.topic, partition: part.partition } });
    }
  };

  /** Publishes records that fit, or parts of them one after the other. Answers the offset of the first. */
  const publishInParts = async (to: PartitionOf, records: readonly OutgoingRecord[]): Promise<number> => {
    let first: number | undefined;
    for (let from = 0; from < records.length; ) {
      let size = 0;
      let until = from;
      while (
        until < records.length &&
        (until === from || size + sizeOfRecord(records[until]!) <= MOST_BYTES)
      ) {
        size += sizeOfRecord(records[until]!);
        until += 1;
      }
      const offset = await publishSome(to, records.slice(from, until));
      first ??= offset;
      from = until;
    }
    return first!;
  };
  const publishSome = async (to: PartitionOf, records: readonly OutgoingRecord[]): Promise<number> => {
    const batch = packed(records, Date.now());
    try {
      return await request<number>((id) => ({ kind: 'publish', id, to, batch }), [batch.buffer]);
    } catch (error) {
      if ((error as LinkError).trouble !== 'record' || records.length === 1) throw error;
      // The broker takes less at a time than is usual, or refuses one of them: halves tell which.
      const half = records.length >> 1;
      const first = await publishSome(to, records.slice(0, half));
      await publishSome(to, records.slice(half));
      return first;
    }
  };

  /** What waits to be published, by partition: one at a time, and after one fails none behind it overtakes. */
  const lanes = new Map<string, { readonly records: readonly OutgoingRecord[]; readonly end: Waiting }[]>();
  const runLane = async (key: string, to: PartitionOf) => {
    const lane = lanes.get(key)!;
    while (lane.length > 0) {
      const { records, end } = lane[0]!;
      try {
        end.resolve((await publishInParts(to, records)) as never);
        lane.shift();
      } catch (error) {
        const failed = (error as LinkError).trouble === 'record' ? lane.splice(0, 1) : lane.splice(0);
        for (const one of failed) one.end.reject(error as LinkError);
      }
    }
    lanes.delete(key);
  };

  startWorker();
  const health = setInterval(() => {
    if (unanswered >= UNANSWERED_PINGS) return void worker.terminate();
    unanswered += 1;
    send({ kind: 'ping' });
  }, PING_EVERY_MS);
  health.unref();

  return {
    publish: (to, records) =>
      new Promise((resolve, reject) => {
        if (records.length === 0) return reject(new RangeError('There is nothing to publish.'));
        const key = keyOf(to);
        const lane = lanes.get(key);
        const entry = { records, end: { resolve, reject } as Waiting };
        if (lane) lane.push(entry);
        else {
          lanes.set(key, [entry]);
          void runLane(key, to);
        }
      }),
    reach: (topic) => request<readonly Reach[]>((id) => ({ kind: 'reach', id, topic })),
    follow: (from, followOptions) => {
      lastId += 1;
      const id = lastId;
      const parts = new Map(
        from.map((position) => [keyOf(position), { ...position, queue: [] as Batch[], taking: null }]),
      );
      const follow: Follow = { options: followOptions, parts, stopped: false, told: undefined };
      follows.set(id, follow);
      send({ kind: 'follow', id, from });
      return {
        stop: async () => {
          follow.stopped = true;
          if (follows.delete(id)) send({ kind: 'stop', id });
          patience.tryNow();
          await Promise.all([...parts.values()].map(({ taking }) => taking));
        },
      };
    },
    tryNow: () => {
      patience.tryNow();
      send({ kind: 'try-now' });
    },
    close: async () => {
      if (closed) return;
      closed = true;
      clearInterval(health);
      patience.tryNow();
      for (const one of waiting.values()) one.reject(gone());
      waiting.clear();
      const underWay = [...follows.values()].flatMap((follow) => {
        follow.stopped = true;
        return [...follow.parts.values()].map(({ taking }) => taking);
      });
      follows.clear();
      await Promise.all([...underWay, worker.terminate()]);
    },
  };
}
