// The Electron main process: one instance, one window, one core beside it.
// Always: the scheme is registered and the restrictions are set before anything can load; quitting waits for the
// core to close its database.
// Not here: anything of the pharmacy. The core does the work; this shows it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, powerMonitor, protocol } from 'electron';
import { type Core, keepCoreRunning } from './core-process.ts';
import { askCore, type CoreAddress } from './core-request.ts';
import { dataFolder } from './data-folder.ts';
import { type KeyStore, openKeyStore } from './key-store.ts';
import { setMenu } from './menu.ts';
import { relay } from './relay.ts';
import { ORIGIN, restrictEveryPage } from './restrictions.ts';
import { openSettings } from './settings.ts';
import { answerShell } from './shell.ts';
import { openWindow } from './window.ts';
import { coreStoppedPage } from './window-files.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, demo: { type: 'boolean', default: false } },
  // Chromium's own switches stand among ours.
  strict: false,
});
const data = dataFolder(typeof values.data === 'string' ? values.data : undefined);
// Chromium's files go beside the data they belong to, so that the single instance is one for each data folder.
const ownFolder = join(data, 'window');
mkdirSync(ownFolder, { recursive: true, mode: 0o700 });

app.setName('Mortar');
app.setPath('userData', ownFolder);
// Root on Linux has to switch the outer sandbox off; insisting on it then would stop every page from starting.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
if (app.isPackaged)
  for (const way of ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'])
    app.commandLine.removeSwitch(way);
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
restrictEveryPage();

if (app.requestSingleInstanceLock()) run();
else {
  console.log('Mortar is already open on this data folder. Its window was brought to the front.');
  app.exit(0);
}

function run(): void {
  let window: BrowserWindow | undefined;
  const ready = app.whenReady();
  const settings = openSettings(ownFolder);
  const keys = openKeyStore(settings.key);
  const core = keepCoreRunning({
    data,
    demo: values.demo === true,
    ready,
    prepare: (address) => openWithKeyHeld(address, keys),
    givenUp: () => void window?.loadURL(`${ORIGIN}${coreStoppedPage}`),
  });
  stopCoreBeforeQuitting(core);

  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  answerShell(() => window);

  void ready.then(() => {
    const windowFolder = join(app.getAppPath(), 'dist/renderer');
    protocol.handle('app', relay({ core, keys, windowFolder }));
    setMenu(() => window);
    const opened = openWindow(settings.window);
    window = opened;
    opened.once('closed', () => {
      window = undefined;
    });
    const lock = () => void lockEveryone(core);
    powerMonitor.on('lock-screen', lock);
    powerMonitor.on('suspend', lock);
  });
}

/** A locked workstation whose key this machine holds opens by itself; any other waits for a person. */
async function openWithKeyHeld(address: CoreAddress, keys: KeyStore): Promise<void> {
  const state = await askCore(address, '/api/state');
  if (typeof state !== 'object' || state === null || !('state' in state) || state.state !== 'locked') return;
  const key = await keys.held();
  if (key) await askCore(address, '/api/open', { key });
}

async function lockEveryone(core: Core): Promise<void> {
  const state = core.state();
  // A core that is down has nobody signed in.
  if (state.kind === 'up') await askCore(state.address, '/api/lock-all', {}).catch(() => undefined);
}

function stopCoreBeforeQuitting(core: Core): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void core.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}
