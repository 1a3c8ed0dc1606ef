/**
 * A log in memory that plays what a broker does not play on request: acknowledgements that are lost, records that arrive
 * twice, late batches, cuts, lost beginnings, records refused. Time is its own and moves when told.
 * Always: a partition keeps its records in the order they were appended; what is drawn by chance comes from the seed.
 */
import {
  type Batch,
  type Following,
  type FollowOptions,
  type Link,
  LinkError,
  type LogRecord,
  type OutgoingRecord,
  type PartitionOf,
  type Position,
} from '../../core/sync/link.ts';
import { topicNames, topics } from '../../core/sync/topics.ts';
import type { Chance } from '../support/chance.ts';

interface Partition {
  earliest: number;
  records: LogRecord[];
}

export interface Faults {
  /** Of a hundred publishes: not appended and not acknowledged. */
  refusals: number;
  /** Appended, and the acknowledgement lost. */
  lostAcknowledgements: number;
  /** Appended twice. */
  duplicates: number;
  /** Of a hundred looks of a reader: nothing comes yet. */
  delays: number;
}
export const noFaults: Faults = { refusals: 0, lostAcknowledgements: 0, duplicates: 0, delays: 0 };

export interface SimulatedLink extends Link {
  /** While true nothing comes through in either direction. */
  cut(isCut: boolean): void;
  /** As if the process had died: whatever is under way is never heard of again. */
  kill(): void;
}

export interface SimulatedLog {
  open(faults?: Faults): SimulatedLink;
  /** Milliseconds of the broker's clock. */
  now(): number;
  pass(milliseconds: number): void;
  /** Forgets the beginning of every partition, but for the last so many records. */
  forget(keep: number): void;
  latest(): Map<string, number>;
  partitions(): { name: string; records: readonly LogRecord[] }[];
  /** Appends as somebody else would. */
  append(to: PartitionOf, record: Pick<OutgoingRecord, 'key' | 'value'>): void;
  /** Records that no broker would take, by the id in their header. */
  readonly refused: Set<string>;
}

const nameOf = ({ topic, partition }: PartitionOf) => `${topic}/${partition}`;
const turn = () => new Promise<void>((done) => setImmediate(done));
const unreachable = () => new LinkError('transient', 'Central cannot be reached.');

/** @param sendersClock whether it keeps the time of whoever sends, each of which is wrong by up to two hours */
export const openSimulatedLog = (chance: Chance, sendersClock = false): SimulatedLog => {
  const partitions = new Map<string, Partition>();
  for (const topic of topicNames)
    for (let partition = 0; partition < topics[topic].partitions; partition += 1)
      partitions.set(nameOf({ topic, partition }), { earliest: 0, records: [] });
  let time = Date.parse('2026-03-02T14:00:00.000Z');
  const refused = new Set<string>();
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const of = (to: PartitionOf): Partition => {
    const found = partitions.get(nameOf(to));
    if (!found) throw new LinkError('setup', 'There is no such topic.');
    return found;
  };
  const latestOf = ({ earliest, records }: Partition) => earliest + records.length;
  const append = (
    to: PartitionOf,
    records: readonly Pick<OutgoingRecord, 'key' | 'value'>[],
    headers?: OutgoingRecord['headers'][],
  ) => {
    const partition = of(to);
    const first = latestOf(partition);
    for (const [index, { key, value }] of records.entries()) {
      time += 1;
      const copy = value === null ? null : new Uint8Array(value);
      partition.records.push({
        offset: latestOf(partition),
        appendedAt: sendersClock ? time - 7_200_000 + chance.below(14_400_000) : time,
        sendersClock,
        key,
        value: copy,
        headers: headers?.[index] ?? {},
      });
    }
    changed();
    return first;
  };

  const open = (faults: Faults = noFaults): SimulatedLink => {
    let isCut = false;
    let dead = false;
    const stops = new Set<() => void>();
    const check = async () => {
      await turn();
      if (dead || isCut) throw unreachable();
    };

    const publish = async (to: PartitionOf, records: readonly OutgoingRecord[]): Promise<number> => {
      await check();
      if (records.some(({ headers }) => refused.has(headers.ce_id ?? '')))
        throw new LinkError('record', 'Central does not take this record: it is too large.');
      if (chance.percent(faults.refusals)) throw unreachable();
      const headers = records.map((record) => record.headers);
      const first = append(to, records, headers);
      if (chance.percent(faults.duplicates)) append(to, records, headers);
      if (chance.percent(faults.lostAcknowledgements)) throw unreachable();
      await check();
      return first;
    };

    const follow = (
      from: readonly Position[],
      { take, onOutOfRange, onTrouble }: FollowOptions,
    ): Following => {
      let stopped = false;
      let wake: () => void = () => {};
      const positions = from.map((one) => ({ ...one }));
      const running = (async () => {
        let troubled = false;
        while (!stopped && !dead) {
          let any = false;
          if (isCut !== troubled) {
            troubled = isCut;
            onTrouble(isCut ? unreachable() : null);
          }
          for (const position of isCut ? [] : [...positions].sort(() => chance.fraction() - 0.5)) {
            if (stopped || dead || isCut) break;
            const partition = of(position);
            if (position.next < partition.earliest) {
              positions.splice(
                positions.findIndex((one) => nameOf(one) === nameOf(position)),
                1,
              );
              onOutOfRange(position, partition.earliest);
              continue;
            }
            const latest = latestOf(partition);
            if (position.next >= latest) continue;
            any = true;
            if (chance.percent(faults.delays)) continue;
            const start = position.next - partition.earliest;
            const records = partition.records.slice(start, start + 1 + chance.below(20));
            const batch: Batch = {
              topic: position.topic,
              partition: position.partition,
              records,
              next: records.at(-1)!.offset + 1,
              latest,
            };
            try {
              await take(batch);
              position.next = batch.next;
            } catch {
              await turn();
            }
          }
          if (any || stopped || dead) await turn();
          else
            await new Promise<void>((done) => {
              wake = done;
              watchers.add(done);
              stops.add(done);
            });
          watchers.delete(wake);
          stops.delete(wake);
        }
      })();
      return {
        stop: async () => {
          stopped = true;
          wake();
          await running;
        },
      };
    };

    return {
      publish,
      follow,
      reach: async (topic) => {
        await check();
        return [...partitions.entries()]
          .filter(([name]) => name.startsWith(`${topic}/`))
          .map(([name, one]) => ({
            partition: Number(name.slice(topic.length + 1)),
            earliest: one.earliest,
            latest: latestOf(one),
          }));
      },
      close: async () => {
        dead = true;
        for (const stop of stops) stop();
      },
      cut: (cut) => {
        isCut = cut;
        changed();
      },
      kill: () => {
        dead = true;
        for (const stop of stops) stop();
      },
    };
  };

  return {
    open,
    refused,
    now: () => time,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    forget: (keep) => {
      for (const [name, partition] of partitions) {
        if (name.startsWith('snapshots/')) continue;
        const gone = Math.max(0, partition.records.length - keep);
        partition.records.splice(0, gone);
        partition.earliest += gone;
      }
      changed();
    },
    partitions: () => [...partitions].map(([name, { records }]) => ({ name, records })),
    latest: () => new Map([...partitions].map(([name, one]) => [name, latestOf(one)])),
    append: (to, record) => void append(to, [record]),
  };
};
