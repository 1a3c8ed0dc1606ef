// Which Chromium the tests drive: Playwright's own where it has been downloaded, else the system's.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** The program to give Playwright as `executablePath`, or undefined when there is none on this machine. */
export function chromiumProgram(): string | undefined {
  return [chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) =>
    existsSync(file),
  );
}

/** What a browser has to be told on this machine: Chromium's own sandbox refuses to run as root. */
export const chromiumArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
