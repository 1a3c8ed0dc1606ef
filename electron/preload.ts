// Runs in the sandbox before the window's own code and gives it `window.shell`.
// Always: functions with a fixed meaning, never a channel or an event object.

import { contextBridge, ipcRenderer } from 'electron';
import { channels, type ShellApi, VERSION_ARGUMENT } from './shell-contract.ts';

const shell: ShellApi = {
  print: () => ipcRenderer.invoke(channels.print),
  saveFile: (name, bytes) => ipcRenderer.invoke(channels.saveFile, name, bytes),
  notify: (text) => ipcRenderer.invoke(channels.notify, text),
  version:
    process.argv.find((argument) => argument.startsWith(VERSION_ARGUMENT))?.slice(VERSION_ARGUMENT.length) ??
    '',
  platform: process.platform,
};

contextBridge.exposeInMainWorld('shell', shell);
