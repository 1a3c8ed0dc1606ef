// `make-demo.ts FOLDER`: makes the demo pharmacy as a workstation does that is started with it, waits until all its
// faxes were taken in and read, closes it, and gives it its name only then.

import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createLifecycle } from '../../core/host/lifecycle.ts';

const folder = process.argv[2]!;
const making = `${folder}.making`;
const lifecycle = createLifecycle({ dataFolder: making, demo: true });
await lifecycle.begin();
const { dispatcher, system } = lifecycle.workstation()!;

const ask = <T>(name: string, input: unknown): T => {
  const reply = dispatcher.ask(name, input, system);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.result as T;
};
const isRead = (): boolean => {
  // What is left in the inbox are the folders of what was taken and of what was refused.
  if (readdirSync(join(making, 'inbox')).length > 2) return false;
  const { rows } = ask<{ rows: { id: string }[] }>('prescription.workQueue', {
    stage: 'transcribing',
    limit: 200,
  });
  return rows.every(
    ({ id }) =>
      ask<{ state: string }>('recognition.ofPrescription', { prescriptionId: id }).state !== 'waiting',
  );
};
while (!isRead()) await new Promise((again) => setTimeout(again, 200));
await lifecycle.close();
renameSync(making, folder);
process.exit(0);
