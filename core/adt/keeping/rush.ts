/**
 * Whether messages come faster than one by one, and so how long to wait for more before a transaction is begun: each costs the
 * disk a wait, and a page is written once in it however many messages touch it.
 * Always: while messages come singly nothing waits; in a rush nothing waits longer than `APPLY_WITHIN_MS`.
 */

/** Messages within two windows from which on it is a rush: some two hundred a second. */
const MANY = 20;
const WINDOW_MS = 50;
/** So long the next transaction waits for as many messages as the last one had. */
export const GATHER_MS = 1;
/**
 * In a rush what is kept is applied once so many wait, or the first of them has waited so long: many together while there is more to
 * be kept, fewer while the senders have their answers and nothing else is to do.
 */
const APPLY_TOGETHER = { busy: 512, idle: 32 };
export const APPLY_WITHIN_MS = 20;

export interface Rush {
  /** Messages have arrived. */
  arrived(count: number): void;
  /** So many were kept in one transaction. */
  kept(count: number): void;
  /** Milliseconds to wait for more, when so many are there to be kept. */
  gatherMs(count: number): number;
  /** Milliseconds until what waits is to be applied; it has waited since `since`, by performance.now(). Busy: more is there to be kept. */
  applyInMs(waiting: number, since: number, isBusy: boolean): number;
}

export const createRush = (now: () => number = () => performance.now()): Rush => {
  let windowAt = 0;
  let inWindow = 0;
  let before = 0;
  let expected = 0;
  const roll = () => {
    const passed = now() - windowAt;
    if (passed < WINDOW_MS) return;
    before = passed < 2 * WINDOW_MS ? inWindow : 0;
    inWindow = 0;
    windowAt = now();
  };
  const isOn = () => {
    roll();
    return before + inWindow >= MANY;
  };
  return {
    arrived: (count) => {
      roll();
      inWindow += count;
    },
    kept: (count) => {
      expected = Math.max(count, expected - 1);
    },
    gatherMs: (count) => (count < expected && isOn() ? GATHER_MS : 0),
    applyInMs: (waiting, since, isBusy) =>
      waiting >= APPLY_TOGETHER[isBusy ? 'busy' : 'idle'] || !isOn()
        ? 0
        : Math.max(0, since + APPLY_WITHIN_MS - now()),
  };
};
