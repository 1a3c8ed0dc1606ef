/** Lanes with real threads: how long one may work, and that waiting for the processor is not working. */
import { expect, onTestFinished, test } from 'vitest';
import { openLanes } from '../../core/lanes.ts';
import type { Task } from '../support/lane-worker.ts';

const open = (timeLimitMs: number) => {
  const lanes = openLanes<Task, number>({
    file: new URL('../support/lane-worker.ts', import.meta.url),
    count: 1,
    timeLimitMs,
    idleLimitMs: 30_000,
    questionsALane: 100,
    workerData: {},
  });
  onTestFinished(() => lanes.close());
  return (task: Task) => lanes.ask(() => task);
};

test('a thread that got no processor for longer than its limit still answers', async () => {
  const ask = open(2_000);
  expect(await ask({ works: false, ms: 3_000 })).toEqual({ ended: 'answered', answer: 3_000 });
  // And again by a thread that has used some already.
  expect(await ask({ works: true, ms: 500 })).toEqual({ ended: 'answered', answer: 500 });
  expect(await ask({ works: false, ms: 3_000 })).toEqual({ ended: 'answered', answer: 3_000 });
});

test('one that works for longer is ended, and the next question has a thread of its own', async () => {
  const ask = open(1_000);
  expect(await ask({ works: true, ms: 60_000 })).toEqual({ ended: 'timed-out' });
  expect(await ask({ works: true, ms: 10 })).toEqual({ ended: 'answered', answer: 10 });
});

test('one that does nothing for three times its limit is ended too', async () => {
  const ask = open(500);
  const begun = performance.now();
  expect(await ask({ works: false, ms: 60_000 })).toEqual({ ended: 'timed-out' });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(1_500);
});
