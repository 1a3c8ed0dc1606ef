/** Several workstations on one log, random work and faults: afterwards all stand alike and each file is sound. */
import { expect, test } from 'vitest';
import { seedOfRun } from '../support/chance.ts';
import { runSeed } from './run.ts';

const seed = seedOfRun();

test.each([seed, seed + 1, seed + 2])(
  'workstations agree after seed %i (MORTAR_SEED repeats it)',
  { timeout: 240_000 },
  async (one) => {
    expect((await runSeed(one, { workstations: 3, steps: 60 })).problems).toEqual([]);
  },
);

test('workstations agree where the log keeps the clock of whoever sends', { timeout: 240_000 }, async () => {
  const options = { workstations: 3, steps: 60, sendersClock: true };
  expect((await runSeed(seed + 3, options)).problems).toEqual([]);
});
