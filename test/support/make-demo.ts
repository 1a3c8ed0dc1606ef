// `make-demo.ts FOLDER`: makes in it the demo pharmacy without its faxes, and as a workstation has it that was started
// with it and has read them all. Each is given its name once it is whole.

import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createLifecycle } from '../../core/host/lifecycle.ts';
import { closedDemo } from './closed-demo.ts';

const folder = process.argv[2]!;
renameSync(await closedDemo(Date.now()), join(folder, 'without-faxes'));

const making = join(folder, 'making');
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
renameSync(making, join(folder, 'faxes-read'));
process.exit(0);
