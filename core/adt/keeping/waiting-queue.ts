/**
 * What is kept and not yet applied, in the order it is to be applied.
 * Always: of each source it is known how many wait; what is held in memory is bounded, the rest is read again from the file.
 */
import type { Waiting } from './desk-apply.ts';

/** What waits is kept in memory up to here. */
const MOST_IN_MEMORY = 32 * 1024 * 1024;
/** So many that are done with are kept in the list before it is cut. */
const MOST_DONE = 4_096;

export interface WaitingQueue {
  readonly length: number;
  /** Since when the first of them waits, by performance.now(). */
  readonly since: number;
  /** The one so many places behind the first. */
  at(place: number): Waiting | undefined;
  last(): Waiting | undefined;
  add(one: Waiting): void;
  /** The first so many are done with. */
  drop(count: number): void;
  setFirst(one: Waiting): void;
}

/** `count` is told how many more or fewer of a source wait. */
export const createWaitingQueue = (count: (sourceId: string, change: number) => void): WaitingQueue => {
  let list: Waiting[] = [];
  /** Since when each of them waits. */
  let times: number[] = [];
  let from = 0;
  let inMemory = 0;
  return {
    get length() {
      return list.length - from;
    },
    get since() {
      return times[from] ?? 0;
    },
    at: (place) => list[from + place],
    last: () => (from < list.length ? list.at(-1) : undefined),
    add: (one) => {
      const size = one.content?.size ?? 0;
      const fits = inMemory + size <= MOST_IN_MEMORY;
      if (fits) inMemory += size;
      list.push(fits ? one : { ...one, content: null });
      times.push(performance.now());
      count(one.sourceId, 1);
    },
    drop: (dropped) => {
      for (let place = 0; place < dropped; place += 1) {
        const one = list[from + place]!;
        inMemory -= one.content?.size ?? 0;
        count(one.sourceId, -1);
      }
      from += dropped;
      if (from < MOST_DONE && from < list.length) return;
      list = list.slice(from);
      times = times.slice(from);
      from = 0;
    },
    setFirst: (one) => {
      list[from] = one;
    },
  };
};
