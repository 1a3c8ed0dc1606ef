// Makes the one window.
// Always: sandboxed, isolated, without Node; its title is the program's name and nothing else; it comes back where
// it was left, on a screen that is there.

import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { ORIGIN } from './restrictions.ts';
import type { WindowStore } from './settings.ts';
import { VERSION_ARGUMENT } from './shell-contract.ts';

const TITLE = 'Mortar';
const USUAL_SIZE = { width: 1440, height: 900 };

/** Makes the window and loads the workstation into it. It is shown when its first page is painted. */
export function openWindow(remembered: WindowStore): BrowserWindow {
  const window = new BrowserWindow({
    ...placeFor(remembered.get('bounds')),
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: TITLE,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(app.getAppPath(), 'dist/electron/preload.cjs'),
      additionalArguments: [`${VERSION_ARGUMENT}${app.getVersion()}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // A spelling service would be asked about what is typed of patients.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (remembered.get('maximized')) window.maximize();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    window.show();
    console.log('window ready');
  });
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(remembered.get('zoom')));
  // A page that crashed is loaded again; what was typed is kept by the core as drafts.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.reload();
  });
  window.on('close', () => {
    remembered.set({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomFactor(),
    });
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}

function placeFor(bounds: Rectangle | undefined): Partial<Rectangle> {
  if (!bounds) return USUAL_SIZE;
  const { workArea } = screen.getDisplayMatching(bounds);
  const seen =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y >= workArea.y;
  return seen ? bounds : { width: bounds.width, height: bounds.height };
}
