/**
 * Encrypted copies of the data file, and the way back.
 * Always: a backup has its name only after it was written whole, opened with the key and checked, and is on disk; a
 * half one is removed. Restoring moves what was there aside and deletes nothing.
 * Writing happens in a thread of its own, so that the counter goes on; a big file takes seconds.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BackupAnswer, BackupOrder } from './backup-worker.ts';
import { openStore, StoreError } from './database.ts';

export interface Backup {
  /** File name within the backup folder. */
  file: string;
  /** ISO-8601 UTC. */
  at: string;
  bytes: number;
}

export interface BackUpOptions extends Omit<BackupOrder, 'target'> {
  folder: string;
  /** ISO-8601 UTC; names the backup. */
  now: string;
  /** How many of the newest are kept. */
  keep: number;
}

const NAME = /^mortar-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.backup$/;
const PARTIAL = '.partial';

const stampOf = (now: string) => now.replace(/[-:.]/g, '');

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js',
  import.meta.url,
);

const copyInThread = (order: BackupOrder): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: order, execArgv: [] });
    worker.once('message', (answer: BackupAnswer) =>
      answer.trouble === null ? resolve() : reject(new StoreError(answer.trouble)),
    );
    worker.once('error', reject);
    worker.once('exit', () => reject(new StoreError('other')));
  });

/** What was renamed is only sure once its folder is on disk; Windows cannot and need not be asked. */
export const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const syncFile = (file: string): void => {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const removeWithJournals = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
};

/** The backups of a folder, newest first. */
export const listBackups = (folder: string): Backup[] =>
  readdirSync(folder)
    .flatMap((file) => {
      const parts = NAME.exec(file);
      if (!parts) return [];
      const [, year, month, day, hour, minute, second, milliseconds] = parts;
      const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
      return [{ file, at, bytes: statSync(join(folder, file)).size }];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));

/**
 * Writes a backup, checks it, and removes all but the newest `keep`. Throws `StoreError` (`disk-full`, `read-only`,
 * `damaged` when the copy does not check out) and leaves nothing half done.
 * @returns the whole path and the size
 */
export const backUp = async (options: BackUpOptions): Promise<{ file: string; bytes: number }> => {
  const { dataFile, key, folder, now, keep } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `mortar-${stampOf(now)}.backup`);
  const target = file + PARTIAL;
  // One that was cut off by a power cut is of no use to anybody.
  for (const name of readdirSync(folder))
    if (name.includes(PARTIAL)) rmSync(join(folder, name), { force: true });
  try {
    await copyInThread({ dataFile, key, target });
    syncFile(target);
    renameSync(target, file);
    syncFolder(folder);
  } catch (error) {
    removeWithJournals(target);
    throw error;
  }
  for (const old of listBackups(folder).slice(keep)) rmSync(join(folder, old.file), { force: true });
  return { file, bytes: statSync(file).size };
};

/** Opens a file with the key and checks every page and index. Throws `StoreError`. */
export const checkBackup = (file: string, key: string): void => {
  const store = openStore(file, key);
  try {
    const rows = store.all<Record<string, string>>('PRAGMA quick_check(1)');
    if (Object.values(rows[0] ?? {})[0] !== 'ok') throw new StoreError('damaged');
  } finally {
    store.close();
  }
};

/**
 * Puts a backup in the place of the data file, which must be closed. The backup is copied and checked first; what
 * was there goes into `damaged-…` beside it.
 * @returns the folder that what was there went into, or null when nothing was there
 */
export const restoreBackup = (options: {
  dataFile: string;
  backupFile: string;
  key: string;
  now: string;
}): { aside: string | null } => {
  const { dataFile, backupFile, key, now } = options;
  const folder = dirname(dataFile);
  const fresh = `${dataFile}.restoring`;
  removeWithJournals(fresh);
  try {
    // The copy is checked, not the backup itself: opening writes, and a backup is never written again.
    copyFileSync(backupFile, fresh);
    checkBackup(fresh, key);
    syncFile(fresh);
  } catch (error) {
    removeWithJournals(fresh);
    throw error;
  }
  const old = ['', '-wal', '-shm'].map((suffix) => dataFile + suffix).filter((file) => existsSync(file));
  const aside = old.length === 0 ? null : join(folder, `damaged-${stampOf(now)}`);
  if (aside !== null) {
    mkdirSync(aside, { mode: 0o700 });
    for (const file of old) renameSync(file, join(aside, basename(file)));
  }
  renameSync(fresh, dataFile);
  syncFolder(folder);
  return { aside };
};
