// `npm start`: opens the workstation in Electron, or where that cannot be had, in a browser on 127.0.0.1.
//   npm start -- [--data DIR] [--demo] [--headless [--port N]]
// Always: what is fetched or built is said; what is missing is named in one sentence, and there is a way on.
// Not here: the packaged program, which starts at main.ts.

import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { dataFolder } from './data-folder.ts';
import { type ElectronRuntime, findElectron } from './runtime.ts';

const root = resolve(import.meta.dirname, '..');
const onLinux = process.platform === 'linux';
/** The core as it ships: one file starts three times as fast as a hundred sources, in two thirds of the memory. */
const builtCore = pathToFileURL(join(root, 'dist/core/serve.js')).href;

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    demo: { type: 'boolean', default: false },
  },
});

const say = (sentence: string) => console.log(sentence);
/** What a stop means right now; while things are fetched and built, simply leaving. */
let stop: () => void = () => process.exit(0);

listenForStop();

if (values.headless) await serve();
else if (!hasDisplay()) {
  say('There is no display here, so the workstation is served to a browser instead of a window of its own.');
  await serve();
} else {
  const found = await findElectron(say);
  if ('runtime' in found) await openInElectron(found.runtime);
  else {
    say(`${found.missing} The workstation opens in the browser instead.`);
    await serve(openBrowser);
  }
}

function hasDisplay(): boolean {
  return !onLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function openInElectron({ program, version }: ElectronRuntime): Promise<void> {
  await build(['window', 'shell', 'core'], say);
  say(`Opening the window with Electron ${version}.`);
  const given = [...(values.data ? ['--data', values.data] : []), ...(values.demo ? ['--demo'] : [])];
  // Chromium's outer sandbox refuses to run as root; the pages stay sandboxed as far as Electron itself goes.
  const asRoot = onLinux && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  follow(spawn(program, [...asRoot, root, ...given], { stdio: 'inherit' }));
}

/** Serves on 127.0.0.1 from this process until it is told to stop. `opened` is given the one-time link. */
async function serve(opened?: (link: string) => void): Promise<void> {
  await build(['window', 'core'], say);
  const { serve: serveCore }: typeof import('../core/host/serve.ts') = await import(builtCore);
  const served = await serveCore({
    dataFolder: dataFolder(values.data),
    demo: values.demo,
    windowFolder: join(root, 'dist/renderer'),
    shell: 'browser',
    listen: { port: portFrom(values.port) },
  });
  const link = `${served.address}/#token=${served.token}`;
  say(`workstation ready at ${link}`);
  opened?.(link);
  stop = () => void served.close().then(() => process.exit(0));
}

function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  console.error('--port takes a number from 0 to 65535.');
  return process.exit(2);
}

function openBrowser(link: string): void {
  const [program, ...given] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', link]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', link];
  const browser = spawn(program as string, given, { stdio: 'ignore', detached: true });
  browser.once('error', () => say('No browser could be opened. Open the link above in one.'));
  browser.unref();
}

/** Lives and ends with the child: it is asked to stop when this is, and its exit is this one's. */
function follow(child: ChildProcess): void {
  stop = () => void child.kill('SIGTERM');
  child.once('error', (cause) => {
    console.error(`It could not be started: ${cause.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** A signal, or the end of npm: it passes a signal to the shell between us, and that keeps it to itself. */
function listenForStop(): void {
  let told = false;
  const once = () => {
    if (told) return;
    told = true;
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  if (process.platform !== 'win32' && process.env.npm_lifecycle_event) {
    const shell = process.ppid;
    setInterval(() => process.ppid !== shell && once(), 100).unref();
  }
}
