/**
 * The thread that moves what is in the write-ahead log into the data file once, through a connection of its own, and
 * ends. PASSIVE never makes a writer wait; what it cannot move now the next one moves.
 */
import { workerData } from 'node:worker_threads';
import { openStore } from './database.ts';

export interface CheckpointOrder {
  dataFile: string;
  /** 64 hex digits. */
  key: string;
}

const { dataFile, key } = workerData as CheckpointOrder;
const store = openStore(dataFile, key);
store.all('PRAGMA wal_checkpoint(PASSIVE)');
store.close();
