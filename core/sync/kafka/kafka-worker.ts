/**
 * The thread that speaks to the broker, so that neither kafkajs nor compression, checksums or a broker in trouble can
 * hold up the core. It is told what to do in messages and answers in messages; records cross packed.
 * Always: every order is answered; orders for one partition come one at a time, so their order is the log's.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { LinkError, type LinkTrouble, type PartitionOf, type Position } from '../link.ts';
import { openPatience } from '../patience.ts';
import type { Security } from '../security.ts';
import { openCluster } from './kafka-cluster.ts';
import { followFrom, type HandedBatch, type WorkerFollowing } from './kafka-following.ts';
import { append, offsetsOf } from './kafka-questions.ts';
import { saslOf } from './kafka-security.ts';
import { troubleOfAnswer } from './kafka-trouble.ts';
import { sealed } from './record-batch.ts';

export interface WorkerOptions {
  readonly brokers: readonly string[];
  readonly security: Security;
  readonly clientId: string;
  readonly topics: Readonly<Record<string, number>>;
  readonly compression: 'none' | 'gzip';
  readonly answerMs: number;
}

export interface ToldTrouble {
  readonly trouble: LinkTrouble;
  readonly sentence: string;
}

export type Order =
  | { kind: 'publish'; id: number; to: PartitionOf; batch: Uint8Array<ArrayBuffer> }
  | { kind: 'reach'; id: number; topic: string }
  | { kind: 'follow'; id: number; from: readonly Position[] }
  | { kind: 'taken'; id: number; of: PartitionOf }
  | { kind: 'stop'; id: number }
  | { kind: 'try-now' }
  | { kind: 'ping' };

export type Reach = { partition: number; earliest: number; latest: number };

export type Report =
  | { kind: 'done'; id: number; result: number | readonly Reach[] }
  | { kind: 'failed'; id: number; error: ToldTrouble }
  | { kind: 'batch'; id: number; batch: HandedBatch }
  | { kind: 'out-of-range'; id: number; position: Position; earliest: number }
  | { kind: 'trouble'; id: number; error: ToldTrouble | null }
  | { kind: 'pong' };

const options: WorkerOptions = workerData;
const cluster = openCluster({ ...options, sasl: saslOf(options.security) });
const patience = openPatience();
const followings = new Map<number, WorkerFollowing>();
/** Failures in a row, by what was tried. */
const failures = new Map<string, number>();

const report = (what: Report) => parentPort!.postMessage(what);
const told = ({ trouble, message }: LinkError): ToldTrouble => ({ trouble, sentence: message });

/** Tries once, after the wait that earlier failures of the same kind ask for. */
async function attempt<T>(what: string, topic: string, work: () => Promise<T>): Promise<T> {
  const before = failures.get(what) ?? 0;
  if (before > 0) await patience.wait(before);
  try {
    const result = await work();
    // Central is back: whoever else waits need not any longer.
    if (failures.delete(what)) patience.tryNow();
    return result;
  } catch (error) {
    cluster.forget(topic);
    if ((error as LinkError).trouble !== 'record') failures.set(what, before + 1);
    throw error;
  }
}

const publish = (to: PartitionOf, batch: Uint8Array) =>
  attempt(`${to.topic}/${to.partition}`, to.topic, async () => {
    const bytes = sealed(batch, options.compression);
    const { error, offset } = await cluster.ask(
      await cluster.leaderOf(to),
      'publish',
      append(to, bytes, options.answerMs),
    );
    if (error !== 0) throw troubleOfAnswer(error, to.topic);
    return offset;
  });

const reach = (topic: string) =>
  attempt(`reach ${topic}`, topic, () =>
    cluster.partitionsOf(topic).then((partitions) =>
      Promise.all(
        partitions.map(async (of): Promise<Reach> => {
          const leader = await cluster.leaderOf(of);
          const ask = async (which: 'earliest' | 'latest') => {
            const [found] = await cluster.ask(leader, 'any', offsetsOf([of], which));
            if (found?.error !== 0) throw troubleOfAnswer(found?.error ?? -1, topic);
            return found.offset;
          };
          return { partition: of.partition, earliest: await ask('earliest'), latest: await ask('latest') };
        }),
      ),
    ),
  );

const follow = (id: number, from: readonly Position[]) =>
  followFrom(from, {
    cluster,
    patience,
    purpose: `follow-${id}`,
    // Copied, not transferred: what came by transfer is not reckoned by the collector of the thread that gets it.
    hand: (batch) => report({ kind: 'batch', id, batch }),
    outOfRange: (position, earliest) => report({ kind: 'out-of-range', id, position, earliest }),
    tell: (trouble) => report({ kind: 'trouble', id, error: trouble && told(trouble) }),
  });

function answer(id: number, work: Promise<number | readonly Reach[]>): void {
  work.then(
    (result) => report({ kind: 'done', id, result }),
    (error) =>
      report({
        kind: 'failed',
        id,
        error: told(
          error instanceof LinkError
            ? error
            : new LinkError('transient', 'Something went wrong on the way to central. It is tried again.'),
        ),
      }),
  );
}

parentPort!.on('message', (order: Order) => {
  if (order.kind === 'publish') answer(order.id, publish(order.to, order.batch));
  else if (order.kind === 'reach') answer(order.id, reach(order.topic));
  else if (order.kind === 'follow') followings.set(order.id, follow(order.id, order.from));
  else if (order.kind === 'taken') followings.get(order.id)?.taken(order.of);
  else if (order.kind === 'stop') {
    followings.get(order.id)?.stop();
    followings.delete(order.id);
  } else if (order.kind === 'try-now') patience.tryNow();
  else report({ kind: 'pong' });
});
