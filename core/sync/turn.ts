/**
 * Turns of the exchange: whatever takes some milliseconds waits for one, however many partitions are read and written
 * at once. Always: between two turns everything else of the core has its own, a command at the counter above all.
 */
import type { Dispatcher } from '../dispatch.ts';

const sending: (() => void)[] = [];
const others: (() => void)[] = [];

const give = (): void => {
  (sending.shift() ?? others.shift())!();
  if (sending.length + others.length > 0) setImmediate(give);
};

const waitIn = (queue: (() => void)[]) =>
  new Promise<void>((turn) => {
    queue.push(turn);
    if (sending.length + others.length === 1) setImmediate(give);
  });

export const nextTurn = (): Promise<void> => waitIn(others);

/** Before all others: what waits to be sent is little, or was gathered for long, and nobody else has it yet. */
export const nextTurnToSend = (): Promise<void> => waitIn(sending);

/**
 * So long a turn may last with everything, in milliseconds: whoever comes to the counter meanwhile waits for the rest of
 * it. While somebody works there, turns are short.
 */
const LONG_MS = 25;
const SHORT_MS = 10;
/** For so long after something was run or asked, somebody is at work. */
const AT_WORK_MS = 300;

/** Says of each turn when to leave off, so that with what comes after, as seen so far, it is not longer than it may be. */
export const turnLengths = ({ usedAt }: Pick<Dispatcher, 'usedAt'>) => {
  /** Of the whole, how much is spent before leaving off. */
  let share = 0.5;
  return () => {
    const began = performance.now();
    const length = began - usedAt() < AT_WORK_MS ? SHORT_MS : LONG_MS;
    let left = began;
    return {
      goesOn: (): boolean => {
        left = performance.now();
        return left - began < length * share;
      },
      ended: (): void => {
        const seen = (left - began) / (performance.now() - began);
        share = Math.min(0.9, Math.max(0.1, share * 0.8 + seen * 0.2));
      },
    };
  };
};
