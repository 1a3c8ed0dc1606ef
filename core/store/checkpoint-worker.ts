/**
 * The thread that moves what is in the write-ahead log into the data file, through a connection of its own, so that no
 * command ever waits for it. It looks once a second and works only when enough has gathered.
 */
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from './database.ts';

export interface CheckpointOrder {
  dataFile: string;
  /** 64 hex digits. */
  key: string;
}

const LOOK_EVERY_MS = 1000;
const WORTHWHILE_BYTES = 4 * 1024 * 1024;

const { dataFile, key } = workerData as CheckpointOrder;
const store = openStore(dataFile, key);

const gathered = (): number => statSync(`${dataFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;

const timer = setInterval(() => {
  // PASSIVE never makes a writer wait; what it cannot move now it moves the next time.
  if (gathered() > WORTHWHILE_BYTES) store.all('PRAGMA wal_checkpoint(PASSIVE)');
}, LOOK_EVERY_MS);

parentPort?.once('message', () => {
  clearInterval(timer);
  store.close();
});
