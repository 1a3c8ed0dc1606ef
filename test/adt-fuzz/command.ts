/**
 * `npm run fuzz:adt -- --minutes N [--seed S]`: reads random and mutated messages for so long; prints each that is read wrongly,
 * with the seed and number that make it again, and ends with 1 then.
 */
import { parseArgs } from 'node:util';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { wrongWith } from './check.ts';
import { mutated } from './mutate.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? seedOfRun());
const until = Date.now() + Number(values.minutes) * 60_000;
/** Seconds of processor time that no message may take. */
const LONGEST = 1;

let number = 0;
let failed = 0;
let bytesRead = 0;
let slowest = 0;
for (const { bytes, done } of mutated(chanceOf(seed))) {
  number += 1;
  if (values.only !== undefined && number !== Number(values.only)) continue;
  const before = process.cpuUsage();
  let problems: string[];
  try {
    problems = [...wrongWith(bytes)];
  } catch (error) {
    problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (seconds > LONGEST) problems.push(`it took ${seconds.toFixed(1)} s`);
  slowest = Math.max(slowest, seconds);
  bytesRead += bytes.length;
  if (problems.length > 0) {
    failed += 1;
    process.stdout.write(
      `seed ${seed}, message ${number} (${bytes.length} bytes; ${done.join(', ')}):\n  ${problems.slice(0, 5).join('\n  ')}\n`,
    );
  }
  if (Date.now() > until || values.only !== undefined || failed >= 20) break;
}
process.stdout.write(
  `seed ${seed}: ${number} messages, ${Math.round(bytesRead / 1e6)} MB, ${failed} read wrongly, slowest ${slowest.toFixed(2)} s\n`,
);
process.exit(failed > 0 ? 1 : 0);
