/**
 * The life of a served data folder: new, set up, locked, ready, in trouble with a way on, held by another, stopped,
 * cut off. Each state through /api/state and the ways a window has.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoKeyOf } from '../../core/host/key-file.ts';
import { newId } from '../../core/identity.ts';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import {
  envelopeOf,
  failureOf,
  openLine,
  servedKey,
  sitDown,
  sitDownAt,
  staffedFolder,
  temporaryFolder,
} from '../support/served.ts';

const serveFile = resolve(import.meta.dirname, '../../core/host/serve.ts');

/** The core as a program of its own, ready to be killed. */
const spawnCore = async (dataFolder: string, ...more: string[]) => {
  const child = spawn(process.execPath, [serveFile, '--data', dataFolder, '--port', '0', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};
const readyLine = async (child: ChildProcess): Promise<{ address: string; token: string }> => {
  for await (const line of createInterface({ input: child.stdout! })) {
    const at = /^workstation ready at (http:\/\/127\.0\.0\.1:\d+)\/#token=(\S+)$/.exec(line);
    if (at) return { address: at[1]!, token: at[2]! };
  }
  throw new Error('the core ended before it was ready');
};

const pharmacy = {
  kind: 'pharmacy' as const,
  pharmacy: { name: 'Corner', address: '', phone: '', npi: '', dea: '', timeZone: 'America/New_York' },
  administrator: { userName: 'ada', displayName: 'Ada', password: 'Ångström-keeps-9' },
  passphrase: 'three dry camels swim',
};

describe('a pharmacy', () => {
  test('is set up once, locked at the next start, and opened by its passphrase alone', async () => {
    const folder = temporaryFolder();
    const first = await sitDownAt(folder);
    expect(await first.state()).toMatchObject({ state: 'new', demo: false, dataFolder: folder });
    const asked = await first.seat.post('/api/ask/user.tiles', { input: {} });
    expect(asked.status).toBe(503);
    expect(failureOf(asked)).toMatchObject({ kind: 'unavailable', code: 'new' });

    for (const wrong of [
      { ...pharmacy, passphrase: 'too short' },
      { ...pharmacy, administrator: { ...pharmacy.administrator, password: '12345678' } },
      { ...pharmacy, pharmacy: { ...pharmacy.pharmacy, timeZone: 'Nowhere/Here' } },
      { kind: 'castle' },
    ])
      expect([400, 422]).toContain((await first.seat.post('/api/set-up', wrong)).status);
    expect(await first.state()).toMatchObject({ state: 'new' });
    expect(readdirSync(folder)).toEqual(['mortar.lock']);

    // Somebody presses the button twice.
    const [done, again] = await Promise.all([
      first.seat.post('/api/set-up', pharmacy),
      first.seat.post('/api/set-up', pharmacy),
    ]);
    expect([done.status, again.status]).toEqual([200, 409]);
    const { key } = (envelopeOf(done) as { result: { key: string } }).result;
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await first.state()).toMatchObject({ state: 'ready' });
    expect(readFileSync(join(folder, 'key.json'), 'utf8')).not.toContain(key);
    await first.close();

    const second = await sitDownAt(folder);
    expect(await second.state()).toMatchObject({ state: 'locked' });
    expect((await second.seat.post('/api/ask/user.tiles', { input: {} })).status).toBe(503);
    expect((await second.seat.post('/api/set-up', pharmacy)).status).toBe(409);
    const wrong = await second.seat.post('/api/open', { passphrase: 'three wet camels swim' });
    expect(wrong.status).toBe(422);
    expect(failureOf(wrong).message).toBe('The passphrase is not right.');
    expect(await second.state()).toMatchObject({ state: 'locked' });
    const both = await Promise.all([
      second.seat.post('/api/open', { passphrase: pharmacy.passphrase }),
      second.seat.post('/api/open', { passphrase: pharmacy.passphrase }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await second.state()).toMatchObject({ state: 'ready' });
    // The same letters, typed on a keyboard that takes them apart.
    const signedIn = await second.seat.post('/api/run/user.signIn', {
      commandId: newId(),
      input: { userName: 'Ada', password: pharmacy.administrator.password.normalize('NFD') },
    });
    expect(envelopeOf(signedIn)).toMatchObject({ ok: true, result: { user: { role: 'administrator' } } });
    const restore = await second.seat.post('/api/restore', { file: 'mortar-20260101T000000000Z.backup' });
    expect(failureOf(restore)).toMatchObject({ kind: 'conflict', code: 'backup.not-now' });
  });

  test('opened with a wrong key is in trouble, and the passphrase is the way on', async () => {
    const folder = temporaryFolder();
    const first = await sitDownAt(folder);
    await first.seat.post('/api/set-up', pharmacy);
    await first.close();
    const bytes = readFileSync(join(folder, 'mortar.db'));
    const second = await sitDownAt(folder);
    expect((await second.seat.post('/api/open', { key: 'ab'.repeat(32) })).status).toBe(200);
    expect(await second.state()).toMatchObject({ state: 'trouble', trouble: { code: 'wrong-key' } });
    expect(readFileSync(join(folder, 'mortar.db')).equals(bytes)).toBe(true);
    expect((await second.seat.post('/api/open', { passphrase: pharmacy.passphrase })).status).toBe(200);
    expect(await second.state()).toMatchObject({ state: 'ready' });
  });

  test('with a damaged key file says which file, and opens when its copy is put back', async () => {
    const folder = temporaryFolder();
    const first = await sitDownAt(folder);
    await first.seat.post('/api/set-up', pharmacy);
    await first.close();
    const keyFile = readFileSync(join(folder, 'key.json'));
    writeFileSync(join(folder, 'key.json'), keyFile.subarray(0, 100));
    const second = await sitDownAt(folder);
    const answer = await second.seat.post('/api/open', { passphrase: pharmacy.passphrase });
    expect(answer.status).toBe(503);
    expect(failureOf(answer).message).toContain('key.json');
    writeFileSync(join(folder, 'key.json'), keyFile);
    expect((await second.seat.post('/api/open', { passphrase: pharmacy.passphrase })).status).toBe(200);
  });
});

test('a set-up that is killed half way leaves a folder that can be set up anew, and deletes nothing', async () => {
  const folder = temporaryFolder();
  const child = await spawnCore(folder);
  const { address, token } = await readyLine(child);
  const line = openLine(address);
  onTestFinished(() => line.close());
  const seat = await sitDown(line, token);
  const answer = seat.post('/api/set-up', pharmacy).catch(() => 'cut off');
  while (!existsSync(join(folder, 'mortar.db-wal'))) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await answer).toBe('cut off');

  const next = await sitDownAt(folder);
  expect(await next.state()).toMatchObject({ state: 'new' });
  const aside = readdirSync(folder).filter((name) => name.startsWith('unfinished-set-up-'));
  expect(aside).toHaveLength(1);
  expect(readdirSync(join(folder, aside[0]!))).toEqual(expect.arrayContaining(['key.json', 'mortar.db']));
  expect(
    (await next.seat.post('/api/set-up', { ...pharmacy, passphrase: 'another passphrase' })).status,
  ).toBe(200);
  expect(await next.state()).toMatchObject({ state: 'ready' });
});

test('the demo is set up by itself, and a whole one is what a killed set-up becomes', async () => {
  const folder = temporaryFolder();
  const child = await spawnCore(folder, '--demo');
  while (!existsSync(join(folder, 'mortar.db-wal'))) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await sitDownAt(folder, true);
  expect(await next.state()).toMatchObject({ state: 'ready', demo: true });
  const tiles = await next.seat.post('/api/ask/user.tiles', { input: {} });
  expect((envelopeOf(tiles) as { result: { tiles: unknown[] } }).result.tiles.length).toBeGreaterThan(4);
  await next.close();
  const store = openStore(join(folder, 'mortar.db'), demoKeyOf(folder)!);
  onTestFinished(() => store.close());
  expect(verify(store).violations).toEqual([]);
});

describe('one core a folder', () => {
  test('a second one says that the folder is in use and touches nothing; once the first is gone it opens', async () => {
    const folder = await staffedFolder();
    const child = await spawnCore(folder);
    await readyLine(child);
    const second = await sitDownAt(folder);
    const state = await second.state();
    expect(state).toMatchObject({ state: 'trouble', trouble: { code: 'in-use' } });
    expect(state.trouble!.sentence).toMatch(/already running/);
    for (const [path, body] of [
      ['/api/open', { key: servedKey }],
      ['/api/open', { passphrase: 'three dry camels swim' }],
      ['/api/set-up', { kind: 'demo' }],
      ['/api/restore', { file: 'mortar-20260101T000000000Z.backup' }],
    ] as const) {
      expect((await second.seat.post(path, body)).status, path).toBe(409);
      expect(await second.state()).toMatchObject({ trouble: { code: 'in-use' } });
    }
    // As a power cut ends it: no file that it leaves is taken for a core that runs.
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await second.seat.post('/api/open', { again: true })).status).toBe(200);
    expect(await second.state()).toMatchObject({ state: 'ready' });
  });

  test('SIGTERM ends it cleanly and frees the folder', async () => {
    const folder = await staffedFolder();
    const child = await spawnCore(folder);
    const { address, token } = await readyLine(child);
    const line = openLine(address);
    onTestFinished(() => line.close());
    const seat = await sitDown(line, token);
    // A window that listens does not hold it up.
    const stream = seat.get('/api/events').catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([0, null]);
    await stream;
    // What was in the journal is in the file.
    expect(existsSync(join(folder, 'mortar.db-wal'))).toBe(false);
    const next = await sitDownAt(folder);
    expect(await next.state()).toMatchObject({ state: 'ready' });
  });

  test('a data file without any key file is kept and not written over', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'mortar.db'), Buffer.alloc(8192, 7));
    const opened = await sitDownAt(folder, true);
    expect(await opened.state()).toMatchObject({ state: 'trouble', trouble: { code: 'wrong-key' } });
    expect((await opened.seat.post('/api/set-up', { kind: 'demo' })).status).toBe(409);
    expect(readFileSync(join(folder, 'mortar.db')).equals(Buffer.alloc(8192, 7))).toBe(true);
  });
});
