/** Chance that can be had again: the same numbers from the same seed. For what is drawn, invented or tried, never for a secret. */

/** A number from 0 up to 1, the next one each time it is called. */
export type Chance = () => number;

/** A repeatable source of chance (mulberry32): small, and good enough to choose by. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
