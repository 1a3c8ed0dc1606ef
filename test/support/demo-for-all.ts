/**
 * The demo pharmacy that the end-to-end tests of a run open copies of, with all its faxes read: made once, while the
 * other tests run, since to make it and to read a dozen faxes takes longer than most stories.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = (folder: string) => join(folder, 'demo');

/** Vitest calls it once before the tests; what it answers is called after them. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-demo-'));
  const maker = spawn(process.execPath, [join(import.meta.dirname, 'make-demo.ts'), made(folder)], {
    stdio: 'inherit',
  });
  process.env.MORTAR_TEST_DEMO = folder;
  return () => {
    maker.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A data folder of a test's own that holds the demo pharmacy. */
export async function copyOfDemo(): Promise<string> {
  const demo = made(process.env.MORTAR_TEST_DEMO!);
  while (!existsSync(demo)) await new Promise((again) => setTimeout(again, 100));
  const data = mkdtempSync(join(tmpdir(), 'workstation-'));
  cpSync(demo, data, { recursive: true });
  return data;
}
