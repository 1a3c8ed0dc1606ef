/**
 * The thread that moves what is in the write-ahead log into the data file each time it is told to, through a connection of
 * its own, until it is told to end. PASSIVE never makes a writer wait; what it cannot move now the next time moves.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from './database.ts';

export interface CheckpointOrder {
  dataFile: string;
  /** 64 hex digits. */
  key: string;
}

const { dataFile, key } = workerData as CheckpointOrder;
const store = openStore(dataFile, key);
parentPort!.on('message', (told: 'move' | 'end') => {
  if (told === 'move') {
    store.all('PRAGMA wal_checkpoint(PASSIVE)');
    parentPort!.postMessage('moved');
  } else {
    store.close();
    parentPort!.close();
  }
});
