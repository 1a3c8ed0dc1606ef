/**
 * What arrived and is not kept yet, in the order it came. In a rush it is read by a thread (reading-thread.ts) while the desk keeps
 * and applies what came before. Always: nothing overtakes what came earlier, wherever it is read.
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { Writer } from '../../store/database.ts';
import type { Arrived, Kept } from '../arrived.ts';
import type { ReadArrived } from './read-arrived.ts';
import type { ReadingThread } from './reading-thread.ts';

export interface Taking {
  readonly arrived: readonly Arrived[];
  /** As a thread read them; null where the desk reads them, undefined while the thread does. */
  read: readonly ReadArrived[] | null | undefined;
  readonly alongside: ((writer: Writer) => void) | undefined;
  resolve(kept: Kept[]): void;
  reject(error: unknown): void;
}

export interface Takings {
  readonly length: number;
  /** Answers once the desk has settled it. Beside: whether it may be read by the thread. */
  add(arrived: readonly Arrived[], alongside: Taking['alongside'], beside: boolean): Promise<Kept[]>;
  /** Those that can be kept now, as many as go into one transaction. */
  ready(): Taking[];
  /** The first so many are done with. */
  drop(count: number): void;
  /** What the thread has not read by now, the desk reads. */
  waitForNone(): void;
}

/** So many messages are kept in one transaction at most, unless they were handed over together. */
const MOST_AT_ONCE = 256;

/** How many messages these are; there may be none, where only something alongside is to be written. */
export const messagesOf = (takings: readonly Taking[]) =>
  takings.reduce((sum, { arrived }) => sum + arrived.length, 0);

export const createTakings = (parts: {
  readonly thread: ReadingThread;
  readonly profileOf: (sourceId: string) => SourceProfile | undefined;
  /** What the thread was asked for is there. */
  readonly onRead: () => void;
}): Takings => {
  const takings: Taking[] = [];

  const readBeside = async (taking: Taking) => {
    const toRead = taking.arrived.flatMap(({ bytes, sourceId }) => {
      const profile = parts.profileOf(sourceId);
      return profile ? { bytes, profile } : [];
    });
    // What is of no source that is on file the desk turns away.
    const reading = toRead.length === taking.arrived.length ? parts.thread.read(toRead) : undefined;
    if (!reading) return;
    taking.read = undefined;
    const read = await reading;
    taking.read ??= read;
    parts.onRead();
  };
  const ready = () => {
    let count = 0;
    const end = takings.findIndex(({ arrived, read }, index) => {
      count += arrived.length;
      return read === undefined || (index > 0 && count > MOST_AT_ONCE);
    });
    return end < 0 ? takings.slice() : takings.slice(0, end);
  };

  return {
    get length() {
      return takings.length;
    },
    add: (arrived, alongside, beside) =>
      new Promise((resolve, reject) => {
        const taking: Taking = { arrived, read: null, alongside, resolve, reject };
        takings.push(taking);
        if (beside) void readBeside(taking);
      }),
    ready,
    drop: (count) => {
      takings.splice(0, count);
    },
    waitForNone: () => {
      for (const taking of takings) taking.read ??= null;
    },
  };
};
