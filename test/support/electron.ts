// Opens the workstation in a real Electron for a test, on a data folder of its own, and follows its processes.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { type ElectronRuntime, findElectron } from '../../electron/runtime.ts';
import { copyOfDemo } from './demo-for-all.ts';
import { openDisplay } from './display.ts';

export const projectRoot = resolve(import.meta.dirname, '../..');
export const outerSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface OpenWorkstation {
  app: ElectronApplication;
  page: Page;
  runtime: ElectronRuntime;
  data: string;
  /** What a program is started with that is to show itself where this one does. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** The Electron the tests run on. Throws the one sentence why there is none. */
export async function electronForTests(): Promise<ElectronRuntime> {
  const found = await findElectron((sentence) => console.log(sentence));
  if ('missing' in found) throw new Error(found.missing);
  return found.runtime;
}

/** A display of its own, where one can be made: windows that share one take the focus of the keyboard from each other. */
async function ownDisplay(): Promise<{ env: Record<string, string>; close(): void }> {
  const env = process.env as Record<string, string>;
  const display = process.platform === 'linux' ? await openDisplay().catch(() => null) : null;
  return { env: display ? { ...env, DISPLAY: display.name } : env, close: () => display?.close() };
}

/** Opens a workstation, the demo or one that is not set up yet, and waits until its window has loaded. */
export async function openWorkstation(kind: 'demo' | 'new' = 'demo'): Promise<OpenWorkstation> {
  const runtime = await electronForTests();
  const data = kind === 'demo' ? await copyOfDemo() : mkdtempSync(join(tmpdir(), 'workstation-'));
  const { env, close: closeDisplay } = await ownDisplay();
  const app = await _electron.launch({
    executablePath: runtime.program,
    args: [
      ...outerSandbox,
      projectRoot,
      '--password-store=basic',
      '--data',
      data,
      ...(kind === 'demo' ? ['--demo'] : []),
    ],
    env,
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  console.log(`Electron ${await app.evaluate(() => process.versions.electron)}`);
  return {
    app,
    page,
    runtime,
    data,
    env,
    async close() {
      await app.close();
      closeDisplay();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** True while a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The cores that run on a data folder: one, while its workstation is open. */
export function coresOn(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const words = readProcess(pid, 'cmdline').split('\0');
      return words.includes(data) && words.some((word) => /\/serve\.[tj]s$/.test(word));
    });
}

/** A process may end between being listed and being read. */
function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
