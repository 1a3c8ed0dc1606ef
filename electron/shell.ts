// The shell's side of `window.shell`.
// Always: a call counts only from the top frame of the workstation's own window at app://workstation, and only
// with arguments of the declared shape; a refusal says nothing about the system.

import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, Notification } from 'electron';
import { z } from 'zod';
import { isOurs } from './restrictions.ts';
import { channels } from './shell-contract.ts';

const MAX_FILE_BYTES = 200_000_000;

const nothing = z.tuple([]);
/** No separators, no leading dot, no control signs: the person chooses the folder, never the page. */
const fileName = z.string().regex(/^[^./\\:*?"<>|\p{Cc}][^/\\:*?"<>|\p{Cc}]{0,119}$/u);
const file = z.tuple([
  fileName,
  z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= MAX_FILE_BYTES),
]);
const notice = z.tuple([z.string().min(1).max(200)]);

/** Answers the window's calls. `window` is the only one that may call, while it is there. */
export function answerShell(window: () => BrowserWindow | undefined): void {
  function answer<Input>(
    channel: string,
    input: z.ZodType<Input>,
    run: (input: Input, from: BrowserWindow) => unknown,
  ) {
    ipcMain.handle(channel, (event, ...given: unknown[]) => {
      const from = window();
      const parsed = input.safeParse(given);
      if (!from || !isFrom(from, event) || !parsed.success) throw new Error('Refused.');
      return run(parsed.data, from);
    });
  }

  answer(channels.print, nothing, (_none, from) => print(from));
  answer(channels.saveFile, file, ([name, bytes], from) => saveFile(from, name, bytes));
  answer(channels.notify, notice, ([text]) => new Notification({ title: 'Mortar', body: text }).show());
}

function isFrom(window: BrowserWindow, event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return (
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    isOurs(frame.url)
  );
}

function print(window: BrowserWindow): Promise<boolean> {
  return new Promise((resolve) => {
    window.webContents.print({ printBackground: true }, (printed) => resolve(printed));
  });
}

async function saveFile(window: BrowserWindow, name: string, bytes: Uint8Array): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
  if (canceled || !filePath) return false;
  await writeFile(filePath, bytes, { mode: 0o600 });
  return true;
}
