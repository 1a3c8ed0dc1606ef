/**
 * One core a data folder: two would both take faxes and print labels.
 * The lock is a file with a process number; one left by a process that is gone does not count.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

export type FolderLock = { release: () => void } | { heldBy: number };

/** Takes the folder, or answers the number of the process that has it. Answers a function that frees it. */
export const lockFolder = (folder: string): FolderLock => {
  const path = join(folder, 'mortar.lock');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(path, 'utf8'));
    if (Number.isSafeInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder))
      return { heldBy: holder };
    rmSync(path, { force: true });
  }
};
