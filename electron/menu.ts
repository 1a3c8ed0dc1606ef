// The program's menu: what a person at a counter needs of it and no more. Reload and the developer tools are there
// while developing only.

import { app, type BrowserWindow, dialog, Menu } from 'electron';
import { chooseDataFolder } from './settings.ts';

/** Sets the menu. `window` is asked when an entry is used. */
export function setMenu(window: () => BrowserWindow | undefined): void {
  const developing = app.isPackaged
    ? []
    : [{ type: 'separator' as const }, { role: 'reload' as const }, { role: 'toggleDevTools' as const }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          { label: 'Open Another Data Folder…', click: () => void openAnotherFolder(window()) },
          { type: 'separator' },
          { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...developing,
        ],
      },
    ]),
  );
}

async function openAnotherFolder(window: BrowserWindow | undefined): Promise<void> {
  if (!window) return;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open another data folder',
    properties: ['openDirectory', 'createDirectory'],
  });
  const chosen = filePaths[0];
  if (canceled || !chosen) return;
  chooseDataFolder(chosen);
  // The new start reads the choice; a folder named on the command line would override it, so it is left out.
  const kept = process.argv
    .slice(1)
    .filter((argument, at, all) => !argument.startsWith('--data') && all[at - 1] !== '--data');
  app.relaunch({ args: kept.filter((argument) => argument !== '--demo') });
  app.quit();
}
