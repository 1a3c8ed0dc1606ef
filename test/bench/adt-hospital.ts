/**
 * A workstation that a hospital sends to, for measuring: as it runs, on its encrypted file, over real sockets with TLS, the hospital
 * in a process of its own. Always: what was measured counts only where every message is there once and was applied.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../core/store/database.ts';
import { newSession, openWorkstation, type Workstation } from '../../core/workstation.ts';
import { withAuthorities } from '../support/certificates.ts';
import { patientAt } from './adt-messages.ts';
import type { SenderOptions, Sent } from './adt-sender.ts';
import { addPeople, peopleAt } from './branch-events.ts';
import { until } from './central.ts';
import { benchKey } from './dataset.ts';

export const CONNECTIONS = 8;

export interface Hospital {
  readonly workstation: Workstation;
  readonly store: Store;
  readonly sourceId: string;
  /** A hospital's end: ready to send when this resolves. */
  sender(options: Omit<SenderOptions, 'port' | 'ca'>): Promise<Sender>;
  /** Resolves when nothing waits to be applied. */
  applied(): Promise<void>;
  close(): Promise<void>;
}

export interface Sender {
  /** Sends all of it; resolves when all is answered. */
  go(): Promise<Sent>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** Our patients, of whom the hospital speaks. */
const putOnFile = async (workstation: Workstation, ours: number) => {
  const { run } = peopleAt(workstation);
  for (let index = 0; index < ours; index += 1) {
    const { family, given, dateOfBirth, sex, mrn } = patientAt(index);
    await run('patient.register', {
      ...{ familyName: family, givenNames: given, dateOfBirth, mrn },
      ...{ sex: sex === 'F' ? 'female' : 'male', allergyStatus: 'none-known' },
    } as never);
  }
};

const startSender = async (options: SenderOptions): Promise<Sender> => {
  const child = fork(join(import.meta.dirname, 'adt-sender.ts'), [JSON.stringify(options)], { execArgv: [] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the sender ended with ${code}`);
  });
  ended.catch(() => {});
  await Promise.race([once(child, 'message'), ended]);
  return {
    go: async () => {
      child.send('go');
      const [sent] = (await Promise.race([once(child, 'message'), ended])) as [Sent];
      return sent;
    },
  };
};

/** Opens a workstation with so many patients and a hospital that may send to it, by TLS or by a topic. */
export const openHospital = async (
  ours: number,
  topic: { vendor: string } | null = null,
): Promise<Hospital> => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-bench-adt-'));
  const workstation = openWorkstation({
    ...{ dataFolder: folder, key: benchKey, create: true },
    onFault: (name, error) => process.stderr.write(`${name}: ${(error as Error).stack}\n`),
  });
  const { store, health } = workstation;
  addPeople(workstation);
  await putOnFile(workstation, ours);
  const { run } = peopleAt(workstation);
  const port = await freePort();
  const made = withAuthorities(({ authority }) => {
    const ours = authority('bench');
    return { ca: ours.certificate, ...ours.sign('server') };
  });
  for (const [name, value] of Object.entries({ 'adt.key': made.key, 'adt.certificate': made.certificate }))
    await run('setting.change', { name, value, reason: 'bench' } as never, 'mona');
  const { sourceId } = await run(
    'adt.addSource',
    {
      name: 'General',
      profile: {
        ...{ authority: 'HOSP', mrnAuthority: 'HOSP', timeZone: 'UTC' },
        ...(topic ? { topic } : { mllp: { port, tls: true } }),
      },
    } as never,
    'mona',
  );
  if (!topic) await until(() => /^Listens/.test(health.adt.ways.get(sourceId)?.get('mllp')?.sentence ?? ''));
  return {
    ...{ workstation, store, sourceId },
    sender: (options) => startSender({ ...options, port, ca: made.ca }),
    applied: () => workstation.adt!.desk.settle(),
    close: async () => {
      await workstation.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A session of a pharmacist, who looks at the window. */
export const pharmacist = () => ({ ...newSession(false, Date.now()), userId: 'user-phoebe' });

/** Throws unless each of these messages is there once and was applied. */
export const assertOnce = (store: Store, controlIds: readonly string[]): void => {
  const rows = store.all<{ control_id: string; state: string; came_again: number }>(
    'SELECT control_id, state, came_again FROM adt_message',
  );
  const times = new Map<string, number>();
  for (const { control_id } of rows) times.set(control_id, (times.get(control_id) ?? 0) + 1);
  const lost = controlIds.filter((id) => !times.has(id)).length;
  const twice = controlIds.filter((id) => (times.get(id) ?? 0) > 1).length;
  const again = rows.reduce((sum, { came_again }) => sum + came_again, 0);
  const undone = rows.filter(({ state }) => state === 'received' || state === 'failed').length;
  if (lost + twice + again + undone > 0)
    throw new Error(`lost ${lost}, there twice ${twice}, came again ${again}, not applied ${undone}`);
};

/** How the messages fared, and how busy the machine is, for whoever reads the figures. */
export const standing = (store: Store): string => {
  const states = store
    .all<{ state: string; count: number }>('SELECT state, count(*) AS count FROM adt_message GROUP BY state')
    .map(({ state, count }) => `${state} ${count.toLocaleString('en')}`);
  return `${states.join(', ')}; load ${loadavg()[0]!.toFixed(1)}`;
};

/** Sends once and answers the seconds from the first byte to the last row. */
export const timed = async (
  hospital: Hospital,
  options: Parameters<Hospital['sender']>[0],
): Promise<{ seconds: number; sent: Sent; busy: string }> => {
  const sender = await hospital.sender(options);
  const began = performance.now();
  const before = process.cpuUsage();
  const sent = await sender.go();
  await hospital.applied();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const busy = `${((user + system) / options.made.count).toFixed(0)} µs of processor time a message`;
  if (sent.taken !== options.made.count)
    throw new Error(`${options.made.count - sent.taken} messages were not acknowledged`);
  return { seconds, sent, busy };
};
