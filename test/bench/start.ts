/**
 * From nothing to a queue one can work on, with 100,000 prescriptions: in the browser host, and in Electron against a
 * bare Electron window on the same machine; and what all processes hold in memory when nobody does anything.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import { _electron, chromium, type Page } from 'playwright';
import { keepDemoKey } from '../../core/host/key-file.ts';
import { chromiumArguments, chromiumProgram } from '../support/chromium.ts';
import { type Display, openDisplay } from '../support/display.ts';
import { electronForTests, outerSandbox, projectRoot } from '../support/electron.ts';
import { benchKey, openLargePharmacy } from './dataset.ts';
import { type Figure, median } from './measure.ts';

const ROUNDS = 5;
const PIN = '4711';

/** A data folder with 100,000 prescriptions that opens by itself, and one technician who has just signed in. */
const prepare = async (said: (text: string) => void): Promise<string> => {
  said('  building a file with 100,000 prescriptions');
  const { workstation, folder } = openLargePharmacy({ patients: 50_000, prescriptions: 100_000 }, said);
  const pinHash = await hash(PIN);
  workstation.store.run("INSERT INTO counter (name, value) VALUES ('demo', 1), ('set-up', 1)");
  workstation.store.run(
    "UPDATE user SET pin_hash = ?, last_password_at = ?, user_name = 'tina' WHERE id = 'technician'",
    [pinHash, new Date().toISOString()],
  );
  await workstation.close();
  keepDemoKey(folder, benchKey);
  // The first backup of such a file would fall into the measurement.
  mkdirSync(join(folder, 'backups'), { recursive: true });
  return folder;
};

/** Signs in by PIN as a person would and waits for the first row of the queue. */
const toQueue = async (page: Page): Promise<void> => {
  await page
    .getByRole('radio', { name: /technician/i })
    .first()
    .click();
  await page.getByLabel(/^PIN of/).fill(PIN);
  await page.keyboard.press('Enter');
  await page.locator('[role="row"][aria-rowindex="2"]').first().waitFor();
};

const inBrowser = async (folder: string): Promise<number> => {
  const browser = await chromium.launch({ executablePath: chromiumProgram()!, args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const begun = performance.now();
  const core = spawn(process.execPath, [
    join(projectRoot, 'dist/core/serve.js'),
    ...['--data', folder, '--port', '0', '--window', join(projectRoot, 'dist/renderer')],
  ]);
  try {
    const link = await new Promise<string>((resolve) => {
      core.stdout.on('data', (text: Buffer) => {
        const found = /http:\S+/.exec(text.toString());
        if (found) resolve(found[0]);
      });
    });
    await page.goto(link);
    await toQueue(page);
    return performance.now() - begun;
  } finally {
    core.kill('SIGTERM');
    await new Promise((resolve) => core.once('exit', resolve));
    await browser.close();
  }
};

/** Proportional memory of a process and all it started, in MB. */
const memoryOf = (root: number): number => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
    try {
      parents.set(Number(name), Number(/\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]));
    } catch {
      // It ended meanwhile.
    }
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid)!));
  let kilobytes = 0;
  for (const pid of parents.keys())
    if (isOurs(pid))
      try {
        kilobytes += Number(
          /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
        );
      } catch {
        // It ended meanwhile.
      }
  return kilobytes / 1024;
};

const inElectron = async (
  folder: string,
  program: string,
): Promise<{ milliseconds: number; memory: number }> => {
  const begun = performance.now();
  const app = await _electron.launch({
    executablePath: program,
    args: [...outerSandbox, projectRoot, '--data', folder],
  });
  try {
    const page = await app.firstWindow();
    await toQueue(page);
    const milliseconds = performance.now() - begun;
    await wait(10_000);
    return { milliseconds, memory: memoryOf(app.process().pid!) };
  } finally {
    await app.close();
  }
};

const bareElectron = async (program: string): Promise<{ milliseconds: number; memory: number }> => {
  const folder = mkdtempSync(join(tmpdir(), 'bare-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "bare", "version": "0.0.0", "main": "main.js" }');
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,<p>bare</p>'));`,
  );
  const begun = performance.now();
  const app = await _electron.launch({ executablePath: program, args: [...outerSandbox, folder] });
  try {
    await (await app.firstWindow()).locator('p').waitFor();
    const milliseconds = performance.now() - begun;
    await wait(5_000);
    return { milliseconds, memory: memoryOf(app.process().pid!) };
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Electron needs a display; where the machine has none, one is made for the measurement. */
const ownDisplay = async (): Promise<Display | null> => {
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  const display = await openDisplay();
  process.env.DISPLAY = display.name;
  return display;
};

export const start = async (said: (text: string) => void): Promise<Figure[]> => {
  const folder = await prepare(said);
  const display = await ownDisplay();
  try {
    const runtime = await electronForTests();
    const browser: number[] = [];
    const bare: Awaited<ReturnType<typeof bareElectron>>[] = [];
    const ours: typeof bare = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      said(`  start ${round} of ${ROUNDS}`);
      const measured = [
        await inBrowser(folder),
        await bareElectron(runtime.program),
        await inElectron(folder, runtime.program),
      ] as const;
      // The first round warms the disk cache and does not count.
      if (round === 0) continue;
      browser.push(measured[0]);
      bare.push(measured[1]);
      ours.push(measured[2]);
    }
    const times = (runs: typeof bare) => median(runs.map(({ milliseconds }) => milliseconds));
    const memory = (runs: typeof bare) => median(runs.map((run) => run.memory));
    return [
      {
        name: 'browser host: process start → queue, signing in included',
        value: median(browser),
        unit: 'ms',
        comparator: null,
        ratio: null,
        goal: '≤ 1,500 ms',
        met: median(browser) <= 1500,
      },
      {
        name: 'Electron: start → queue, signing in included',
        value: times(ours),
        unit: 'ms',
        comparator: { name: 'bare Electron window', value: times(bare) },
        ratio: times(ours) / times(bare),
        goal: '≤ 2 × bare',
        met: times(ours) / times(bare) <= 2,
      },
      {
        name: 'Electron: memory of all processes, idle',
        value: memory(ours),
        unit: 'MB',
        comparator: { name: 'bare Electron window', value: memory(bare) },
        ratio: memory(ours) / memory(bare),
        goal: '≤ 350 MB',
        met: memory(ours) <= 350,
      },
    ];
  } finally {
    display?.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
