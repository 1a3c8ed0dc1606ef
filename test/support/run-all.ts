// `npm test [-- FILE…]`: makes sure of what the tests need, builds, runs every test, and says in its last line how
// many passed and failed.
// Always: what is installed or fetched is said; what cannot be had is named in one sentence; a run in which nothing
// ran is a failure.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { build } from '../../electron/build.ts';
import { findElectron } from '../../electron/runtime.ts';
import { chromiumProgram } from './chromium.ts';

const root = resolve(import.meta.dirname, '../..');
const report = join(root, 'dist/test-report.json');
const say = (sentence: string) => console.log(sentence);

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: unknown[] }[];
}

installSystemPackages();
const found = await findElectron(say);
if ('runtime' in found) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = found.runtime.folder;
  say(`The Electron tests run on Electron ${found.runtime.version}.`);
} else say(`${found.missing} The tests that need it will fail.`);
await build(['window', 'shell', 'core'], say);
const code = await runVitest(process.argv.slice(2));
process.exitCode = summarise(code);

/** Whether a program can be run by its name. */
function has(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Debian's chromium brings the libraries Electron needs as well. Java and Maven are for the tests with a real Kafka. */
function installSystemPackages(): void {
  if (process.platform !== 'linux') return;
  const hasXvfb = has('Xvfb');
  const forBrowser = ['chromium', 'xvfb', 'xauth', 'libnss3', 'libatk-bridge2.0-0', 'libgtk-3-0', 'libgbm1'];
  const wanted = [
    ...(chromiumProgram() && hasXvfb ? [] : forBrowser),
    ...(has('java') ? [] : ['default-jre-headless']),
    ...(has('mvn') ? [] : ['maven']),
    ...['kcat', 'openssl'].filter((program) => !has(program)),
  ];
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`Some tests need programs that are missing here; install the packages ${wanted.join(', ')}.`);
    return;
  }
  say(`Installing ${wanted.join(' ')} with apt-get. This takes a minute or two.`);
  const apt = (...given: string[]) =>
    spawnSync('apt-get', ['-qq', ...given], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  if (!apt('update') || !apt('install', '-y', '--no-install-recommends', ...wanted))
    say('apt-get could not install them; the tests that need them will fail.');
}

function runVitest(chosen: string[]): Promise<number> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...chosen], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((done) => child.once('exit', (exitCode) => done(exitCode ?? 1)));
}

/** Prints the last line and answers the exit code. */
function summarise(exitCode: number): number {
  if (!existsSync(report)) {
    say('0 passed, 1 failed');
    return 1;
  }
  const result: Report = JSON.parse(readFileSync(report, 'utf8'));
  // A file that could not be loaded has no tests to count; it is one failure.
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const passed = result.numPassedTests;
  const counted = result.numFailedTests + broken.length;
  const failed = counted === 0 && (exitCode !== 0 || passed === 0) ? 1 : counted;
  const skipped = result.numPendingTests > 0 ? `, ${result.numPendingTests} skipped` : '';
  say(`${passed} passed, ${failed} failed${skipped}`);
  return failed === 0 ? 0 : 1;
}
