// What this machine remembers of the window: its place, its zoom, the wrapped database key, the data folder.
// Always: a damaged file counts as an empty one; nothing of a patient is kept here, and no key unwrapped.
// Not here: the pharmacy's settings, which are in the core.

import { ipcMain, type Rectangle } from 'electron';
import Store from 'electron-store';
import { defaultDataFolder } from './data-folder.ts';

interface WindowSettings {
  bounds?: Rectangle;
  maximized: boolean;
  zoom: number;
}

interface KeySettings {
  /** The database key as the system's key store wrapped it, base64. */
  wrapped?: string;
}

export type WindowStore = Store<WindowSettings>;
export type KeyStoreFile = Store<KeySettings>;

/** Opens the two files beside the window's own data. `folder` is absolute. */
export function openSettings(folder: string): { window: WindowStore; key: KeyStoreFile } {
  const window: WindowStore = new Store<WindowSettings>({
    cwd: folder,
    name: 'window',
    clearInvalidConfig: true,
    defaults: { maximized: false, zoom: 1 },
  });
  const key: KeyStoreFile = new Store<KeySettings>({ cwd: folder, name: 'key', clearInvalidConfig: true });
  answerNoWindow();
  return { window, key };
}

/** Remembers the data folder this machine opens when started without `--data`. */
export function chooseDataFolder(folder: string): void {
  new Store<{ dataFolder: string }>({ cwd: defaultDataFolder(), name: 'machine' }).set('dataFolder', folder);
  answerNoWindow();
}

// The store would answer any window that asks where its files are; no window of ours needs that.
function answerNoWindow(): void {
  ipcMain.removeAllListeners('electron-store-get-data');
}
