/**
 * The thread that writes one backup: a copy through a second connection, then a check of the copy with the key.
 * It answers once and ends. What it was about never leaves it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { checkBackup } from './backup.ts';
import { openStore, type StoreTrouble, troubleOf } from './database.ts';

export interface BackupOrder {
  dataFile: string;
  /** 64 hex digits. */
  key: string;
  /** Must not exist. */
  target: string;
}

export interface BackupAnswer {
  trouble: StoreTrouble | null;
}

const write = ({ dataFile, key, target }: BackupOrder): BackupAnswer => {
  try {
    const store = openStore(dataFile, key);
    try {
      store.copyTo(target);
    } finally {
      store.close();
    }
    checkBackup(target, key);
    return { trouble: null };
  } catch (error) {
    return { trouble: troubleOf(error) ?? 'other' };
  }
};

parentPort?.postMessage(write(workerData as BackupOrder));
