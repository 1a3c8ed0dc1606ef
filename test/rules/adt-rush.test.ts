// How long messages that were kept wait for others: never while they come singly, never longer than allowed in a rush.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPLY_WITHIN_MS, createRush, GATHER_MS } from '../../core/adt/keeping/rush.ts';
import { createWaitingQueue } from '../../core/adt/keeping/waiting-queue.ts';

const begin = () => {
  const time = { at: 1_000 };
  return { time, rush: createRush(() => time.at) };
};
type Step = { wait: number; count: number };
const steps = (most: number, waits: { min: number; max: number }) =>
  fc.array(fc.record({ wait: fc.integer(waits), count: fc.integer({ min: 1, max: most }) }), {
    maxLength: 60,
  });

const play = (
  played: readonly Step[],
  look: (at: number, count: number, rush: ReturnType<typeof createRush>) => void,
) => {
  const { time, rush } = begin();
  for (const { wait, count } of played) {
    time.at += wait;
    rush.arrived(count);
    look(time.at, count, rush);
    rush.kept(count);
  }
};

describe('messages that come singly', () => {
  it('are kept and applied at once', () => {
    // At most one in five milliseconds: two hundred a second.
    fc.assert(
      fc.property(steps(1, { min: 6, max: 400 }), (played) => {
        play(played, (at, count, rush) => {
          expect(rush.gatherMs(count)).toBe(0);
          expect(rush.applyInMs(1, at, false)).toBe(0);
        });
      }),
    );
  });

  it('wait for nothing after a rush is over', () => {
    fc.assert(
      fc.property(steps(200, { min: 0, max: 20 }), (played) => {
        const { time, rush } = begin();
        for (const { wait, count } of played) {
          time.at += wait;
          rush.arrived(count);
          rush.kept(count);
        }
        time.at += 1_000;
        rush.arrived(1);
        expect(rush.gatherMs(1)).toBe(0);
        expect(rush.applyInMs(1, time.at, false)).toBe(0);
      }),
    );
  });
});

describe('in a rush', () => {
  it('nothing waits longer than is allowed, and nothing waits once much is there', () => {
    fc.assert(
      fc.property(steps(300, { min: 0, max: 30 }), fc.integer({ min: 0, max: 100 }), (played, waited) => {
        play(played, (at, count, rush) => {
          expect(rush.gatherMs(count)).toBeLessThanOrEqual(GATHER_MS);
          const inMs = rush.applyInMs(10, at - waited, count % 2 === 0);
          expect(inMs).toBeGreaterThanOrEqual(0);
          expect(waited + inMs).toBeLessThanOrEqual(Math.max(waited, APPLY_WITHIN_MS));
          expect(rush.applyInMs(1_000_000, at, true)).toBe(0);
        });
      }),
    );
  });

  it('what is kept waits for as many as there were before, and is applied together', () => {
    const { time, rush } = begin();
    rush.arrived(60);
    rush.kept(60);
    time.at += 10;
    rush.arrived(20);
    expect(rush.gatherMs(20)).toBe(GATHER_MS);
    expect(rush.gatherMs(60)).toBe(0);
    expect(rush.applyInMs(20, time.at, false)).toBe(APPLY_WITHIN_MS);
  });

  it('some are applied while nothing else is to do; more wait for more while there is', () => {
    const { time, rush } = begin();
    rush.arrived(200);
    expect(rush.applyInMs(100, time.at, true)).toBe(APPLY_WITHIN_MS);
    expect(rush.applyInMs(100, time.at, false)).toBe(0);
  });

  it('where fewer come, fewer are waited for before long', () => {
    const { time, rush } = begin();
    rush.arrived(100);
    rush.kept(100);
    let turns = 0;
    for (; rush.gatherMs(30) > 0; turns += 1) {
      time.at += 1;
      rush.arrived(30);
      rush.kept(30);
    }
    expect(turns).toBeLessThanOrEqual(70);
  });
});

it('what is left over when those before it were applied has waited since it came', () => {
  const queue = createWaitingQueue(() => {});
  const add = (id: number) => queue.add({ id, sourceId: 'a', attempts: 0, content: null });
  const laterThan = (moment: number) => {
    while (performance.now() <= moment);
    return performance.now();
  };
  add(1);
  const came = laterThan(performance.now());
  add(2);
  const known = performance.now();
  laterThan(known);
  queue.drop(1);
  expect(queue.at(0)).toMatchObject({ id: 2 });
  expect(queue.since).toBeGreaterThanOrEqual(came);
  expect(queue.since).toBeLessThanOrEqual(known);
});
