// The unpacked program that `npm run package` makes: what is in it, how it is locked down, and that it starts.
// Not here: installers and signing.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDisplay } from '../support/display.ts';
import { coresOn, outerSandbox, projectRoot } from '../support/electron.ts';
import { soon } from '../support/soon.ts';

const folder = join(projectRoot, 'dist/package/linux-unpacked');
const program = join(folder, 'mortar');
const archive = join(folder, 'resources/app.asar');
const scratch = mkdtempSync(join(tmpdir(), 'package-'));

beforeAll(() => {
  const made = spawnSync(process.execPath, [join(projectRoot, 'electron/package.ts')], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`The program could not be made:\n${made.stdout}\n${made.stderr}`);
  console.log(`Made from Electron ${readFileSync(join(folder, 'version'), 'utf8')}`);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the archive holds the built program, its migrations and its packages, and nothing else', () => {
  const files = listPackage(archive, { isPack: false });
  const top = new Set(files.map((file) => file.split('/')[1]));
  expect([...top].sort()).toEqual(['dist', 'migrations', 'node_modules', 'package.json']);
  const built = new Set(files.filter((file) => file.startsWith('/dist/')).map((file) => file.split('/')[2]));
  expect([...built].sort()).toEqual(['core', 'electron', 'renderer']);

  for (const needed of [
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/dist/core/core-in-electron.js',
    '/dist/core/page-worker.js',
    '/dist/renderer/index.html',
  ])
    expect(files).toContain(needed);
  expect(files.filter((file) => file.endsWith('.sql')).map((file) => file.split('/').at(-1))).toEqual(
    readdirSync(join(projectRoot, 'migrations'))
      .filter((name) => /^\d.*\.sql$/.test(name))
      .sort(),
  );
});

test('no source, no test, no second Node and no development package is in the program', () => {
  const files = listPackage(archive, { isPack: false });
  expect(files.filter((file) => /\.(ts|tsx|mts|map)$/.test(file))).toEqual([]);
  expect(files.filter((file) => /\/(test|tests|__tests__)\//.test(file))).toEqual([]);
  const packages = files.filter((file) => /^\/node_modules\/(@[^/]+\/)?[^/@]+$/.test(file));
  const names = packages.map((file) => file.replace('/node_modules/', ''));
  const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  expect(names.filter((name) => name in devDependencies || name.startsWith('node-linux'))).toEqual([]);
  // What runs beside the archive is Electron's own, but for the one program and the archive.
  expect(readdirSync(join(folder, 'resources')).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
});

test('the native modules stand beside the archive, whole, and load', () => {
  const unpacked = `${archive}.unpacked`;
  const native = filesUnder(unpacked).filter((file) => file.endsWith('.node'));
  expect(native.length).toBeGreaterThanOrEqual(3);
  for (const file of native) {
    const original = join(projectRoot, relative(unpacked, file));
    expect(digest(file), relative(unpacked, file)).toBe(digest(original));
  }
  const here = native.filter(
    (file) => file.includes(`${process.platform}-${process.arch}`) && !file.includes('musl'),
  );
  expect(here.length).toBeGreaterThanOrEqual(3);
  for (const file of here) expect(() => createRequire(import.meta.url)(file)).not.toThrow();
});

test('the fuses read back from the program are as promised', async () => {
  const wire = await getCurrentFuseWire(program);
  const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    cookieEncryption: true,
    asarIntegrity: true,
    onlyFromAsar: true,
    filePrivileges: false,
  });
});

test('the program starts, paints its window, runs its core, opens no debugger, and ends', async () => {
  const picture = mkdtempSync(join(scratch, 'display-'));
  const display = await openDisplay(picture);
  onTestFinished(() => display.close());
  const screen = join(picture, 'Xvfb_screen0');
  const blank = digest(screen);

  const data = join(scratch, 'data');
  const started = spawn(
    program,
    [...outerSandbox, '--data', data, '--demo', '--remote-debugging-port=0', '--inspect=0'],
    // Neither variable may turn it into something else.
    {
      env: { ...process.env, DISPLAY: display.name, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect=0' },
    },
  );
  onTestFinished(() => void started.kill('SIGKILL'));
  const ended = new Promise((resolve) => started.once('exit', resolve));
  let said = '';
  for (const output of [started.stdout, started.stderr])
    output.on('data', (text) => {
      said += text;
    });

  await soon(() => expect(said).toContain('window ready'));
  await soon(() => expect(digest(screen)).not.toBe(blank));
  await soon(() => expect(existsSync(join(data, 'mortar.db'))).toBe(true));
  expect(said).not.toMatch(/DevTools listening|Debugger listening/);

  started.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(coresOn(data)).toEqual([]);
});

function filesUnder(top: string): string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
