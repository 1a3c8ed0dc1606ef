/**
 * Reference files sent to a served workstation: who may send them, that they go to the disk and leave it again, what a
 * disk without room says, and what a power cut in the middle of taking them over leaves behind.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { openCore } from '../support/core-process.ts';
import { type Listed, writeNdcDirectory } from '../support/reference-files.ts';
import {
  envelopeOf,
  failureOf,
  openLine,
  type Seat,
  type StaffAtWork,
  servedKey,
  sitDownAt,
  staffAtWork,
  staffedFolder,
  temporaryFolder,
} from '../support/served.ts';

const shelf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-shelf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const products = (count: number): Listed[] =>
  Array.from({ length: count }, (_, at) => ({
    code: `${10_000 + Math.floor(at / 900)}-${100 + (at % 900)}`,
    PROPRIETARYNAME: `Brand ${at}`,
    packages: [{ last: '01' }],
  }));

const open = async (folder: string) => {
  const { line, served } = await sitDownAt(folder);
  return { people: staffAtWork(line, served.token), line };
};
const send = (seat: Seat, name: string, body: string | Uint8Array) =>
  seat.send(`/api/reference-files?name=${encodeURIComponent(name)}`, { method: 'POST', body });
const idle = async ({ ask }: StaffAtWork): Promise<void> => {
  while ((await ask('reference.job', {}, 'mona')).job !== null) await wait(5);
};
const keptIn = (folder: string): string[] => readdirSync(join(folder, 'reference'));

test('files sent by a manager are looked at, taken over, and no longer kept once they are', async () => {
  const folder = await staffedFolder();
  const { people } = await open(folder);
  const paths = writeNdcDirectory(shelf(), products(1_500));
  const seat = await people.seatOf('mona');
  const files = [];
  for (const path of [paths.product, paths.package]) {
    const answer = await send(seat, `${path.split('/').at(-1)}`, readFileSync(path));
    expect(answer.status).toBe(200);
    const envelope = envelopeOf(answer) as { ok: true; result: { uploadId: string; bytes: number } };
    expect(envelope.result.bytes).toBe(readFileSync(path).length);
    files.push({ uploadId: envelope.result.uploadId });
  }
  // More than a megabyte, which no other body may have.
  expect(readFileSync(paths.product).length + readFileSync(paths.package).length).toBeGreaterThan(300_000);
  await people.run('reference.check', { files }, 'mona');
  await idle(people);
  const { check } = await people.ask('reference.findings', {}, 'mona');
  expect(check).toMatchObject({ state: 'done', changes: { added: 1_500 } });
  expect(check?.files.map(({ name }) => name)).toEqual(['product.txt', 'package.txt']);
  expect(keptIn(folder)).toHaveLength(2);
  await people.run('reference.apply', { checkId: check!.id }, 'mona');
  await idle(people);
  const { versions } = await people.ask('reference.versions', {}, 'mona');
  expect(versions).toMatchObject([{ state: 'applied', changes: { added: 1_500 } }]);
  expect(keptIn(folder)).toEqual([]);
});

test('nobody else may send one, and nobody without a name for it', async () => {
  const folder = await staffedFolder();
  const { people, line } = await open(folder);
  for (const person of ['tina', 'phoebe'] as const) {
    const answer = await send(await people.seatOf(person), 'product.txt', 'x'.repeat(3_000_000));
    expect(answer.status).toBe(403);
    expect(failureOf(answer).code).toBe('role');
  }
  const stranger = await line.send('/api/reference-files?name=a', { method: 'POST', body: 'x' });
  expect(stranger.status).toBe(401);
  expect((await send(await people.seatOf('mona'), '', 'x')).status).toBe(400);
  expect((await send(await people.seatOf('mona'), '\u0000 ', 'x')).status).toBe(400);
});

test('a file that was sent is not the path to another one', async () => {
  const { people } = await open(await staffedFolder());
  for (const uploadId of ['../mortar.db', 'mortar.db', 'x'])
    await expect(people.run('reference.check', { files: [{ uploadId }] }, 'mona')).rejects.toThrow(
      'This file is no longer here. Choose it again.',
    );
});

const mount = (...given: string[]) => spawnSync('mount', given, { stdio: 'ignore' }).status === 0;
const canMount = (() => {
  if (process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'mortar-mount-'));
  const mounted = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();

describe.skipIf(!canMount)('a disk with little room (needs root, to mount one)', () => {
  const smallDisk = async (size: string): Promise<string> => {
    const disk = temporaryFolder();
    expect(mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk)).toBe(true);
    onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    const folder = join(disk, 'data');
    mkdirSync(folder);
    return staffedFolder(folder);
  };

  test('is kept free for the counter: a file is refused in words, and none of it stays', async () => {
    const folder = await smallDisk('200m');
    const { people } = await open(folder);
    const answer = await send(await people.seatOf('mona'), 'product.txt', Buffer.alloc(4_000_000, 'x'));
    expect(answer.status).toBe(422);
    expect(failureOf(answer)).toMatchObject({
      code: 'reference.no-room',
      message: expect.stringContaining('Free some space'),
    });
    expect(keptIn(folder)).toEqual([]);
  });

  test('stops taking over in words, goes on when there is room, and loses nothing', async () => {
    const folder = await smallDisk('14m');
    const { people } = await open(folder);
    const paths = Object.values(writeNdcDirectory(shelf(), products(20_000)));
    await people.run('reference.check', { files: paths.map((path) => ({ path })) }, 'mona');
    await idle(people);
    const { check } = await people.ask('reference.findings', {}, 'mona');
    const { versionId } = await people.run('reference.apply', { checkId: check!.id }, 'mona');
    await idle(people);
    const { versions } = await people.ask('reference.versions', {}, 'mona');
    expect(versions).toMatchObject([
      {
        state: 'interrupted',
        problem: expect.stringMatching(/disk is full.*Free some space/),
        canContinue: true,
      },
    ]);
    expect(mount('-o', 'remount,size=200m', join(folder, '..'))).toBe(true);
    await people.run('reference.continue', { versionId }, 'mona');
    await idle(people);
    expect((await people.ask('reference.versions', {}, 'mona')).versions).toMatchObject([
      { state: 'applied', problem: null, changes: { added: 20_000, unchanged: 0 } },
    ]);
    expect((await people.ask('drug.count', {}, 'mona')).count).toBe(20_000);
  });
});

test('a power cut in the middle leaves whole pieces: continued they are all there, set back none', async () => {
  const data = await staffedFolder();
  const core = await openCore({
    network: { loopbackOnly: false, commandFor: (program, given) => [program, [...given]], close: () => {} },
    data,
    demo: false,
  });
  onTestFinished(() => core.close());
  const token = new URL(core.link).hash.slice('#token='.length);
  const paths = Object.values(writeNdcDirectory(shelf(), products(6_000)));
  let people = staffAtWork(openLine(core.origin), token);
  await people.run('reference.check', { files: paths.map((path) => ({ path })) }, 'mona');
  await idle(people);
  const { check } = await people.ask('reference.findings', {}, 'mona');
  const { versionId } = await people.run('reference.apply', { checkId: check!.id }, 'mona');
  for (let cut = 0; cut < 3; cut += 1) {
    const enough = 600 + cut * 1_200;
    for (;;) {
      const { job } = await people.ask('reference.job', {}, 'mona');
      if (job === null || (job.phase === 'writing' && job.done >= enough)) break;
      await wait(2);
    }
    await core.kill();
    await core.start();
    people = staffAtWork(openLine(core.origin), token);
    const [version] = (await people.ask('reference.versions', {}, 'mona')).versions;
    const { count } = await people.ask('drug.count', {}, 'mona');
    // What is counted is what is there.
    expect(version?.changes.added).toBe(count);
    if (version?.state === 'applied') break;
    expect(version?.state).toBe('interrupted');
    await people.run('reference.continue', { versionId }, 'mona');
  }
  await idle(people);
  expect((await people.ask('reference.versions', {}, 'mona')).versions).toMatchObject([
    { state: 'applied', changes: { added: 6_000, unchanged: 0 } },
  ]);
  expect((await people.ask('drug.find', { text: 'brand 5999', limit: 5 }, 'mona')).rows).toHaveLength(1);
  await people.run('reference.rollBack', { versionId, reason: 'the wrong file' }, 'mona');
  await wait(200);
  await core.kill();
  await core.start();
  people = staffAtWork(openLine(core.origin), token);
  const [version] = (await people.ask('reference.versions', {}, 'mona')).versions;
  if (version?.state === 'set-back-interrupted')
    await people.run('reference.continue', { versionId }, 'mona');
  await idle(people);
  expect((await people.ask('drug.count', {}, 'mona')).count).toBe(0);
  await core.stop();
  const store = openStore(join(data, 'mortar.db'), servedKey);
  onTestFinished(() => store.close());
  expect(verify(store).violations).toEqual([]);
}, 120_000);
