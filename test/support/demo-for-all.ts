/**
 * The demo pharmacies that the end-to-end tests of a run open copies of: made once, while the other tests run, since to
 * make one and to read its faxes takes longer than most stories.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** With all its faxes read, or without any, so that the machine reads those of the test at once. */
type Demo = 'faxes-read' | 'without-faxes';

/** Vitest calls it once before the tests; what it answers is called after them. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-demo-'));
  const maker = spawn(process.execPath, [join(import.meta.dirname, 'make-demo.ts'), folder], {
    stdio: 'inherit',
  });
  process.env.MORTAR_TEST_DEMO = folder;
  return () => {
    maker.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A data folder of a test's own that holds a demo pharmacy. */
export async function copyOfDemo(kind: Demo = 'faxes-read'): Promise<string> {
  const demo = join(process.env.MORTAR_TEST_DEMO!, kind);
  while (!existsSync(demo)) await new Promise((again) => setTimeout(again, 100));
  const data = mkdtempSync(join(tmpdir(), 'workstation-'));
  cpSync(demo, data, { recursive: true });
  return data;
}
