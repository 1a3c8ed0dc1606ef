// A workstation in Chromium for a test: a real core on a data folder of its own, and a browser beside it that
// reaches nothing else. What the page asks for and what it complains of is kept for the test to judge.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import type { TestContext } from 'vitest';
import { chromiumArguments, chromiumProgram } from './chromium.ts';
import { type CoreProcess, type Network, openCore, openNetwork } from './core-process.ts';
import { copyOfDemo } from './demo-for-all.ts';
import { projectRoot } from './electron.ts';

export interface Workplace {
  core: CoreProcess;
  network: Network;
  page: Page;
  /** The address of everything any page asked for. */
  requests: string[];
  /** What any page wrote to its console as an error, and what it threw. */
  complaints: string[];
  /** Kills the core as a power cut would and starts it again; the page is left as it is. */
  restartAfterKill(): Promise<void>;
  /** Opens a further window, let in by the link. */
  open(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

const desk = { width: 1280, height: 800 };

/** `MORTAR_SLOW=N`: a slow computer, whose core answers up to N milliseconds late, now more, now less. */
const late = Number(process.env.MORTAR_SLOW ?? 0);

/**
 * Opens a workstation. Without `demo` the window shows what the folder holds: the first run, when it is new. Given a
 * network, it is used in place of one with a loopback alone.
 */
export async function openWorkplace({
  demo = true,
  data,
  network: given,
}: {
  demo?: boolean;
  data?: string;
  network?: Network;
} = {}): Promise<Workplace> {
  const network = given ?? (await openNetwork());
  const folder = data ?? (demo ? await copyOfDemo() : undefined);
  const core = await openCore({ network, demo, ...(folder === undefined ? {} : { data: folder }) });
  const { browser, close: closeBrowser } = await launchIn(network);
  const requests: string[] = [];
  const complaints: string[] = [];

  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: desk, ...options });
    context.setDefaultTimeout(60_000);
    // There is no printer here: that the window printed is noted, and what was on the sheet.
    await context.addInitScript(() => {
      window.print = () => {
        const sheets = document.querySelectorAll('.label-sheet img').length;
        document.documentElement.dataset.printed = String(sheets);
      };
    });
    const page = await context.newPage();
    if (late > 0) await slowDown(page);
    page.on('request', (request) => requests.push(request.url()));
    // An answer that is an error is told by its address, not by the browser's line about it.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    page.on('response', (answer) => {
      if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(core.link);
    return page;
  };

  return {
    core,
    network,
    page: await open(),
    requests,
    complaints,
    restartAfterKill: async () => {
      await core.kill();
      await core.start();
    },
    open,
    close: async () => {
      await closeBrowser();
      await core.close();
      network.close();
    },
  };
}

async function slowDown(page: Page): Promise<void> {
  await page.addInitScript((most) => {
    const really = window.fetch;
    window.fetch = async (...given) => {
      const answer = await really(...given);
      await new Promise((passed) => setTimeout(passed, Math.random() * most));
      return answer;
    };
  }, late);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 3 });
}

/** Keeps what a window showed when a test failed, in dist/test-failures. Register it with `afterEach`. */
export async function keepPicture(page: Page | undefined, { task }: TestContext): Promise<void> {
  if (task.result?.state !== 'fail' || !page || page.isClosed()) return;
  const file = task.name.replace(/\W+/g, '-').slice(0, 60);
  await page.screenshot({ path: join(projectRoot, 'dist/test-failures', `${file}.png`) });
}

/** Playwright starts one program; a small script puts it into the network. */
async function launchIn(network: Network): Promise<{ browser: Browser; close(): Promise<void> }> {
  const program = chromiumProgram();
  if (!program) throw new Error('There is no Chromium on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const script = join(folder, 'chromium.sh');
  const [command, given] = network.commandFor(program, []);
  writeFileSync(script, `#!/bin/sh\nexec ${[command, ...given].join(' ')} "$@"\n`);
  chmodSync(script, 0o755);
  const browser = await chromium.launch({ executablePath: script, args: chromiumArguments });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
