/**
 * What the workstation wants of a log: append to a partition, follow partitions from a position, ask how far they
 * reach. Kafka is one (kafka.ts); a log simulated in memory, for faults that a broker does not play on request, another.
 *
 * Always: a position is the offset of the next record to read; a batch is handed over once and the next of its
 * partition only after it was taken; nothing here keeps a position, for that is kept with the effects.
 */

export interface PartitionOf {
  readonly topic: string;
  readonly partition: number;
}

export interface Position extends PartitionOf {
  /** The offset of the next record to read. */
  readonly next: number;
}

export interface OutgoingRecord {
  readonly key: string;
  /** Null only where a compacted topic is to forget the key. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LogRecord {
  readonly offset: number;
  /** When it was appended, in milliseconds: by the broker's clock, unless `sendersClock`. */
  readonly appendedAt: number;
  /** Whether the topic keeps the time its sender said, which nothing may be decided by. */
  readonly sendersClock: boolean;
  readonly key: string | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** When the broker appended a record; null where only its sender's clock says when that was. */
export const brokerTime = ({ appendedAt, sendersClock }: LogRecord): number | null =>
  sendersClock ? null : appendedAt;

export interface Batch extends PartitionOf {
  /** In order; offsets may have holes. May be empty, where the log has only marks that are no records. */
  readonly records: readonly LogRecord[];
  /** The offset to go on from: after the last record and the marks behind it. */
  readonly next: number;
  /** The offset after the last record the partition had when this was read. */
  readonly latest: number;
}

/**
 * `transient`: try again later, it may yet work. `denied`: certificate, host name, password or permission. `record`:
 * the broker takes everything but this record. `setup`: the topic is not there or not as it was agreed.
 */
export type LinkTrouble = 'transient' | 'denied' | 'record' | 'setup';

/** Why something could not be done, in words that say what to do; never quotes a record. */
export class LinkError extends Error {
  readonly trouble: LinkTrouble;
  constructor(trouble: LinkTrouble, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.trouble = trouble;
  }
}

export interface Following {
  /** No further batch is handed over; resolves when the one under way was taken. */
  stop(): Promise<void>;
}

export interface FollowOptions {
  /** Takes a batch; when it rejects, the same records come again later. */
  take(batch: Batch): Promise<void>;
  /** The log no longer has the position: records were lost to retention. That partition is not followed any further. */
  onOutOfRange(position: Position, earliest: number): void;
  /** What keeps it from following, once each time that changes; null when it follows again. */
  onTrouble(trouble: LinkError | null): void;
}

export interface Link {
  /**
   * Appends records to a partition in their order and resolves with the offset of the first once every replica that
   * has to has them. Rejects with `LinkError`; after `transient` they may be there all the same.
   */
  publish(to: PartitionOf, records: readonly OutgoingRecord[]): Promise<number>;
  follow(from: readonly Position[], options: FollowOptions): Following;
  /** Of every partition of a topic, the first offset it still has and the one after its last. Rejects with `LinkError`. */
  reach(topic: string): Promise<readonly { partition: number; earliest: number; latest: number }[]>;
  close(): Promise<void>;
}
