/**
 * Kafka's questions on the wire, in the versions named in kafka-connection.ts: made from plain values, answers read
 * into plain values. kafkajs has its own; these leave records packed, where it makes objects of each.
 * Always: an answer's error numbers are given on as they are; offsets are safe integers.
 */

import type { PartitionOf } from '../link.ts';
import { type Question, versions } from './kafka-connection.ts';
import type { Aborted } from './record-batch.ts';

/** Only what was committed is read; what was aborted is left out by record-batch.ts. */
const READ_COMMITTED = 1;
const NOBODY = -1;

class Writer {
  readonly #parts: Buffer[] = [];
  #bytes(size: number, write: (into: Buffer) => void): this {
    const part = Buffer.alloc(size);
    write(part);
    this.#parts.push(part);
    return this;
  }
  int8 = (value: number) => this.#bytes(1, (into) => into.writeInt8(value));
  int16 = (value: number) => this.#bytes(2, (into) => into.writeInt16BE(value));
  int32 = (value: number) => this.#bytes(4, (into) => into.writeInt32BE(value));
  int64 = (value: number) => this.#bytes(8, (into) => into.writeBigInt64BE(BigInt(value)));
  text(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    this.int16(bytes.length);
    this.#parts.push(bytes);
    return this;
  }
  sized(bytes: Buffer): this {
    this.int32(bytes.length);
    this.#parts.push(bytes);
    return this;
  }
  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    items.forEach(write);
    return this;
  }
  done = () => Buffer.concat(this.#parts);
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  #next(size: number): number {
    this.#at += size;
    return this.#at - size;
  }
  flag = () => this.#bytes.readInt8(this.#next(1)) !== 0;
  int16 = () => this.#bytes.readInt16BE(this.#next(2));
  int32 = () => this.#bytes.readInt32BE(this.#next(4));
  int64 = () => this.#bytes.readBigInt64BE(this.#next(8));
  offset = () => Number(this.int64());
  text(): string {
    const size = Math.max(this.int16(), 0);
    const from = this.#next(size);
    return this.#bytes.toString('utf8', from, from + size);
  }
  sized(): Buffer {
    const size = Math.max(this.int32(), 0);
    const from = this.#next(size);
    return this.#bytes.subarray(from, from + size);
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(this.int32(), 0) }, read);
  }
}

/** Partitions one topic after the other, as every question wants them. */
const byTopic = <P extends PartitionOf>(partitions: readonly P[]): [string, P[]][] => [
  ...Map.groupBy(partitions, ({ topic }) => topic),
];

export interface Metadata {
  readonly nodes: readonly { readonly id: number; readonly host: string; readonly port: number }[];
  readonly topics: readonly {
    readonly error: number;
    readonly topic: string;
    readonly partitions: readonly {
      readonly error: number;
      readonly partition: number;
      readonly leader: number;
    }[];
  }[];
}

/** Who leads the partitions of some topics. Never makes a topic. */
export const whoLeads = (topics: readonly string[]): Question<Metadata> => {
  const body = new Writer();
  body.list(topics, (topic) => body.text(topic)).int8(0);
  return {
    api: 3,
    version: versions.metadata,
    name: 'Metadata',
    body: body.done(),
    read: (answer) => {
      const reader = new Reader(answer);
      reader.int32();
      const nodes = reader.list(() => {
        const node = { id: reader.int32(), host: reader.text(), port: reader.int32() };
        reader.text();
        return node;
      });
      reader.text();
      reader.int32();
      const read = reader.list(() => {
        const error = reader.int16();
        const topic = reader.text();
        reader.flag();
        const partitions = reader.list(() => {
          const partition = { error: reader.int16(), partition: reader.int32(), leader: reader.int32() };
          for (let list = 0; list < 3; list += 1) reader.list(reader.int32);
          return partition;
        });
        return { error, topic, partitions };
      });
      return { nodes, topics: read };
    },
  };
};

export interface Offset extends PartitionOf {
  readonly error: number;
  readonly offset: number;
}

/** The first offset that partitions still have, or the one after their last. */
export const offsetsOf = (
  partitions: readonly PartitionOf[],
  which: 'earliest' | 'latest',
): Question<readonly Offset[]> => {
  const body = new Writer();
  body.int32(NOBODY).int8(READ_COMMITTED);
  body.list(byTopic(partitions), ([topic, those]) =>
    body
      .text(topic)
      .list(those, ({ partition }) => body.int32(partition).int64(which === 'latest' ? -1 : -2)),
  );
  return {
    api: 2,
    version: versions.listOffsets,
    name: 'ListOffsets',
    body: body.done(),
    read: (answer) => {
      const reader = new Reader(answer);
      reader.int32();
      return reader
        .list(() => {
          const topic = reader.text();
          return reader.list(() => {
            const partition = reader.int32();
            const error = reader.int16();
            reader.int64();
            return { topic, partition, error, offset: reader.offset() };
          });
        })
        .flat();
    },
  };
};

/** Appends one sealed batch; answered once every replica that has to has it. */
export const append = (
  { topic, partition }: PartitionOf,
  batch: Buffer,
  limitMs: number,
): Question<{ readonly error: number; readonly offset: number }> => {
  const body = new Writer();
  // No transaction, and all replicas.
  body.int16(-1).int16(-1).int32(limitMs);
  body.list([topic], () => body.text(topic).list([partition], () => body.int32(partition).sized(batch)));
  return {
    api: 0,
    version: versions.produce,
    name: 'Produce',
    body: body.done(),
    read: (answer) => {
      const reader = new Reader(answer);
      reader.int32();
      reader.text();
      reader.int32();
      reader.int32();
      return { error: reader.int16(), offset: reader.offset() };
    },
  };
};

export interface Handed extends PartitionOf {
  readonly error: number;
  /** The offset after the last record that may be read. */
  readonly latest: number;
  readonly aborted: readonly Aborted[];
  /** Batches as the broker keeps them, the last perhaps cut short. */
  readonly set: Buffer;
}

/** Hands out what partitions have from an offset on; waits up to `waitMs` for the first record. */
export const handOut = (
  partitions: readonly (PartitionOf & { readonly next: number })[],
  waitMs: number,
  most: { readonly bytes: number; readonly bytesOfPartition: number },
): Question<readonly Handed[]> => {
  const body = new Writer();
  body.int32(NOBODY).int32(waitMs).int32(1).int32(most.bytes).int8(READ_COMMITTED);
  // No session: each question names all it wants.
  body.int32(0).int32(-1);
  body.list(byTopic(partitions), ([topic, those]) =>
    body
      .text(topic)
      .list(those, ({ partition, next }) =>
        body.int32(partition).int32(-1).int64(next).int64(-1).int32(most.bytesOfPartition),
      ),
  );
  body.int32(0).text('');
  return {
    api: 1,
    version: versions.fetch,
    name: 'Fetch',
    body: body.done(),
    read: (answer) => {
      const reader = new Reader(answer);
      reader.int32();
      reader.int16();
      reader.int32();
      return reader
        .list(() => {
          const topic = reader.text();
          return reader.list(() => {
            const partition = reader.int32();
            const error = reader.int16();
            const highest = reader.offset();
            const stable = reader.offset();
            reader.int64();
            const aborted = reader.list(() => ({ producer: reader.int64(), first: reader.offset() }));
            reader.int32();
            return {
              topic,
              partition,
              error,
              latest: stable < 0 ? highest : stable,
              aborted,
              set: reader.sized(),
            };
          });
        })
        .flat();
    },
  };
};
