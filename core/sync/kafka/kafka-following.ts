/**
 * Following partitions from positions, without a group: one question after the other to each leader, naming the
 * partitions that may hand over more.
 * Always: a partition's batches come in order and no more of them than were asked for; what keeps one partition waits
 * for that one only. Not here: positions that outlive the thread (kafka.ts has them).
 */

import { LinkError, type PartitionOf, type Position } from '../link.ts';
import type { Patience } from '../patience.ts';
import type { Cluster } from './kafka-cluster.ts';
import { type Address, nameOf } from './kafka-connection.ts';
import { type Handed, handOut, offsetsOf } from './kafka-questions.ts';
import { troubleOfAnswer, worst } from './kafka-trouble.ts';
import { plainBatches, UnreadableBatch } from './record-batch.ts';

/** Batches of a partition that may be on the other side: the one that is being taken and the one after it. */
const READ_AHEAD = 2;
/** How long the broker waits for the first record where none is there. */
const WAIT_MS = 500;
/** The same while a partition is left out of the question: it must not wait long to be in the next. */
const SHORT_WAIT_MS = 20;
const MOST = { bytes: 8_000_000, bytesOfPartition: 524_288 };
const OFFSET_OUT_OF_RANGE = 1;

export interface HandedBatch extends PartitionOf {
  /** The first offset that was asked for; earlier records in it are not meant. */
  readonly from: number;
  /** The offset to go on from. */
  readonly next: number;
  readonly latest: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FollowingOptions {
  readonly cluster: Cluster;
  readonly patience: Patience;
  /** Names its connections: questions of two followings must not wait for each other. */
  readonly purpose: string;
  hand(batch: HandedBatch): void;
  outOfRange(position: Position, earliest: number): void;
  /** Once each time that changes; null once all partitions are followed. */
  tell(trouble: LinkError | null): void;
}

export interface WorkerFollowing {
  /** One more batch of the partition may be handed over. */
  taken(of: PartitionOf): void;
  stop(): void;
}

interface Part extends PartitionOf {
  next: number;
  credit: number;
  failures: number;
  /** Undefined until the first try has ended. */
  trouble: LinkError | null | undefined;
}

interface Round {
  readonly address: Address;
  readonly parts: Set<Part>;
  wake(): void;
}

const keyOf = ({ topic, partition }: PartitionOf) => `${topic}/${partition}`;

export function followFrom(positions: readonly Position[], options: FollowingOptions): WorkerFollowing {
  const { cluster, patience, purpose } = options;
  const parts = new Map<string, Part>(
    positions.map((position) => [
      keyOf(position),
      { ...position, credit: READ_AHEAD, failures: 0, trouble: undefined },
    ]),
  );
  const rounds = new Map<string, Round>();
  let stopped = false;
  let told: string | null | undefined;

  const settle = (part: Part, trouble: LinkError | null) => {
    part.trouble = trouble;
    if (trouble) part.failures += 1;
    else if (part.failures > 0) {
      part.failures = 0;
      patience.tryNow();
    }
    const all = [...parts.values()];
    const troubles = all.flatMap((one) => one.trouble ?? []);
    if (troubles.length === 0 && all.some((one) => one.trouble === undefined)) return;
    const now = troubles.length > 0 ? worst(troubles) : null;
    if (told === (now?.message ?? null)) return;
    told = now?.message ?? null;
    options.tell(now);
  };

  /** Finds the leader of a partition, for as long as that takes, and gives the partition to its round. */
  const join = async (part: Part): Promise<void> => {
    while (!stopped) {
      if (part.failures > 0) await patience.wait(part.failures);
      if (stopped) return;
      try {
        enter(await cluster.leaderOf(part), part);
        return;
      } catch (error) {
        settle(part, error as LinkError);
      }
    }
  };

  const leave = (part: Part, trouble: LinkError) => {
    cluster.forget(part.topic);
    settle(part, trouble);
    void join(part);
  };

  const enter = (address: Address, part: Part) => {
    const name = nameOf(address);
    const round = rounds.get(name);
    if (round) {
      round.parts.add(part);
      round.wake();
      return;
    }
    const begun: Round = { address, parts: new Set([part]), wake: () => {} };
    rounds.set(name, begun);
    void run(begun).catch((error: LinkError) => {
      for (const left of begun.parts) leave(left, error);
    });
  };

  const run = async (round: Round): Promise<void> => {
    let turn = 0;
    try {
      while (!stopped && round.parts.size > 0) {
        const ready = [...round.parts].filter(({ credit }) => credit > 0);
        if (ready.length === 0) {
          await new Promise<void>((awake) => {
            round.wake = awake;
          });
          continue;
        }
        // The first names comes first in the answer, which has an end: each is the first in its turn.
        const inTurn = ready.map((_, index) => ready[(index + turn) % ready.length]!);
        const waitMs = turn === 0 ? 0 : ready.length === round.parts.size ? WAIT_MS : SHORT_WAIT_MS;
        turn += 1;
        for (const handed of await cluster.ask(round.address, purpose, handOut(inTurn, waitMs, MOST))) {
          const part = parts.get(keyOf(handed));
          if (part && round.parts.has(part) && !stopped) await receive(round, part, handed);
        }
      }
    } finally {
      rounds.delete(nameOf(round.address));
    }
  };

  const receive = async (round: Round, part: Part, { error, set, aborted, latest }: Handed) => {
    const { topic, partition, next: from } = part;
    if (error === OFFSET_OUT_OF_RANGE) {
      const [first] = await cluster.ask(round.address, purpose, offsetsOf([part], 'earliest'));
      if (first?.error !== 0) throw troubleOfAnswer(first?.error ?? error, topic);
      round.parts.delete(part);
      parts.delete(keyOf(part));
      options.outOfRange({ topic, partition, next: from }, first.offset);
      return;
    }
    try {
      if (error !== 0) throw troubleOfAnswer(error, topic);
      const { bytes, next } = plainBatches(set, aborted);
      settle(part, null);
      if (next === null) return;
      part.next = next;
      part.credit -= 1;
      options.hand({ topic, partition, from, next, latest, bytes });
    } catch (trouble) {
      round.parts.delete(part);
      leave(
        part,
        trouble instanceof UnreadableBatch
          ? new LinkError('setup', `A batch of ${topic} at central cannot be read. ${trouble.message}`)
          : (trouble as LinkError),
      );
    }
  };

  for (const part of parts.values()) void join(part);
  return {
    taken: (of) => {
      const part = parts.get(keyOf(of));
      if (part) part.credit += 1;
      for (const round of rounds.values()) round.wake();
    },
    stop: () => {
      stopped = true;
      for (const round of rounds.values()) round.wake();
      patience.tryNow();
      cluster.hangUp(purpose);
    },
  };
}
