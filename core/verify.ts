/**
 * `npm run verify -- --data DIR [--passphrase-stdin]`: proves the data file of a folder and prints what was found.
 * It may run beside a running workstation: it reads one moment of the file. Ends with 1 when anything is wrong.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { demoKeyOf, unsealKey } from './host/key-file.ts';
import { openStore, troubleOf } from './store/database.ts';
import { type Verification, verify } from './verification/verify.ts';
import { dataFileOf } from './workstation.ts';

const keyOf = async (folder: string, fromStdin: boolean): Promise<string> => {
  if (!existsSync(dataFileOf(folder))) throw new Error('There is no data file in this folder.');
  const key = fromStdin
    ? await unsealKey(folder, (await text(process.stdin)).replace(/\r?\n$/, ''))
    : demoKeyOf(folder);
  if (key !== null) return key;
  throw new Error(
    fromStdin
      ? 'The passphrase is not right.'
      : 'This folder is sealed. Give its passphrase on standard input, with --passphrase-stdin.',
  );
};

/** Verifies the folder's data file as it stands at one moment. */
const verifyFolder = async (folder: string, fromStdin: boolean): Promise<Verification> => {
  const store = openStore(dataFileOf(folder), await keyOf(folder, fromStdin));
  try {
    store.exec('BEGIN');
    return verify(store);
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    return { counts: {}, violations: [`file: it cannot be read (${trouble})`] };
  } finally {
    store.close();
  }
};

const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, 'passphrase-stdin': { type: 'boolean', default: false } },
  });
  if (!values.data) throw new Error('Say where the data folder is: --data DIR');
  const { counts, violations } = await verifyFolder(resolve(values.data), values['passphrase-stdin']);
  for (const [name, count] of Object.entries(counts))
    process.stdout.write(`${name.padEnd(16)}${String(count).padStart(9)}\n`);
  for (const violation of violations) process.stdout.write(`WRONG  ${violation}\n`);
  process.stdout.write(violations.length === 0 ? 'All is sound.\n' : `${violations.length} found wrong.\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
};

run().catch((error: unknown) => {
  process.stderr.write(`verify: ${error instanceof Error ? error.message : 'it could not be verified'}\n`);
  process.exitCode = 1;
});
