/** `npm run convergence -- --seeds N [--from SEED]`: runs so many seeds, prints each that does not agree, ends with 1 then. */
import { parseArgs } from 'node:util';
import { seedOfRun } from '../support/chance.ts';
import { runSeed } from './run.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, from: { type: 'string' } },
});
const from = Number(values.from ?? seedOfRun());
let failed = 0;
const began = Date.now();
for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
  const { problems, counts } = await runSeed(seed);
  const facts = `${counts.workstations} workstations, ${counts.records} records, ${counts.conflicts} conflicts, ${counts.gaps} gaps`;
  if (problems.length > 0) {
    failed += 1;
    process.stdout.write(
      `seed ${seed}: ${facts}\n${problems
        .slice(0, 12)
        .map((line) => `  ${line.slice(0, 900)}`)
        .join('\n')}\n`,
    );
  } else process.stdout.write(`seed ${seed}: all agree (${facts})\n`);
}
process.stdout.write(
  `${values.seeds} seeds from ${from}: ${failed} do not agree, ${Math.round((Date.now() - began) / 1000)} s\n`,
);
process.exit(failed > 0 ? 1 : 0);
