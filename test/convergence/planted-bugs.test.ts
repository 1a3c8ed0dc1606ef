/** The convergence test finds bugs: each of those planted on purpose, within a few seeds. */
import { expect, test } from 'vitest';
import { planted } from './planted.ts';
import { runSeed } from './run.ts';

const SEEDS = 40;

test.each(Object.keys(planted))('it is found when %s', { timeout: 400_000 }, async (name) => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { problems } = await runSeed(seed, {
      ...{ workstations: 3, steps: 120, garbage: true, compose: planted[name]!, patience: 400 },
      copies: name.includes('older'),
    });
    if (problems.length > 0) return;
  }
  expect.fail(`${SEEDS} seeds did not find it`);
});
