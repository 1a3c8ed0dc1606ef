/** `npm run bench [-- NAME…] [--json FILE]`: measures, prints a table, and says which goals are met. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adtLatency } from './adt-latency.ts';
import { adtParse } from './adt-parse.ts';
import { adtStored } from './adt-stored.ts';
import { adtTopic } from './adt-topic.ts';
import { adtWire } from './adt-wire.ts';
import { automationLoop } from './automation-loop.ts';
import { durableCommand } from './durable-command.ts';
import { matching } from './matching.ts';
import { type Figure, printTable } from './measure.ts';
import { queueAndSearch } from './queue-and-search.ts';
import { recognitionSet } from './recognition-set.ts';
import { recognitionSpeed } from './recognition-speed.ts';
import { referenceImport } from './reference-import.ts';
import { sig } from './sig.ts';
import { start } from './start.ts';
import { syncCatchUp } from './sync-catch-up.ts';
import { syncDrain } from './sync-drain.ts';
import { syncVisible } from './sync-visible.ts';

const benches: Record<string, (said: (text: string) => void) => Promise<Figure[]>> = {
  'adt-parse': adtParse,
  'adt-latency': adtLatency,
  'adt-stored': adtStored,
  'adt-topic': adtTopic,
  'adt-wire': adtWire,
  'automation-loop': automationLoop,
  'durable-command': durableCommand,
  matching,
  'queue-and-search': queueAndSearch,
  'recognition-set': recognitionSet,
  'recognition-speed': recognitionSpeed,
  sig,
  'reference-import': referenceImport,
  start,
  'sync-catch-up': syncCatchUp,
  'sync-drain': syncDrain,
  'sync-visible': syncVisible,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exit(1);
}

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stdout.write(`${name}\n`);
  figures.push(...(await bench((text) => process.stdout.write(`${text}\n`))));
}
process.stdout.write('\n');
printTable(figures);
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.every(({ met }) => met) ? 0 : 2;
