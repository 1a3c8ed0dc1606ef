// A demo pharmacy as it was closed at some moment, with none of its faxes waiting: what happened until then is dated
// then, since it was done by the commands of that day. It is opened as any other folder.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counter, openCounter, type Who } from '../../core/demo/counter.ts';
import { loadDemo } from '../../core/demo/load.ts';
import { keepDemoKey, newKey } from '../../core/host/key-file.ts';
import { newId } from '../../core/identity.ts';
import { openWorkstation } from '../../core/workstation.ts';

/** What was done before it was closed. */
interface Before {
  people: Counter;
  /** Takes a fax in and answers its order. */
  receive(fax: Uint8Array): Promise<string>;
}

/**
 * Makes the folder. Whoever asked removes it.
 * @param closedAt in milliseconds
 * @returns the data folder
 */
export async function closedDemo(
  closedAt: number,
  work: (before: Before) => Promise<void> = async () => undefined,
): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'closed-demo-'));
  const key = newKey();
  keepDemoKey(dataFolder, key);
  let now = closedAt;
  const clock = () => now;
  const workstation = openWorkstation({ dataFolder, key, create: true, clock, channels: false });
  const setClock = (instant: number) => {
    now = instant;
  };
  await loadDemo({ workstation, setClock, now: closedAt });
  rmSync(join(dataFolder, 'inbox'), { recursive: true });
  const { dispatcher, store, system } = workstation;
  const users = store.all<{ id: string; user_name: Who }>('SELECT id, user_name FROM user');
  await work({
    people: openCounter(workstation, new Map(users.map(({ id, user_name }) => [user_name, id]))),
    receive: async (fax) => {
      const input = { fileName: 'fax.tif', bytesBase64: Buffer.from(fax).toString('base64') };
      const reply = await dispatcher.run('document.receive', { commandId: newId(), input }, system);
      if (!reply.ok) throw new Error(`the fax was refused as ${reply.error.code}`);
      return (reply.result as { prescriptionId: string }).prescriptionId;
    },
  });
  await workstation.close();
  return dataFolder;
}
