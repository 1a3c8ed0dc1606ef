/**
 * Keeps the write-ahead log short without a command paying for it: see checkpoint-worker.ts.
 * Nothing depends on it for safety. Without the thread the log only grows until SQLite's own limit in database.ts.
 */
import { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-worker.ts';

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js',
  import.meta.url,
);

export interface Checkpoints {
  stop(): Promise<void>;
}

/** Starts the thread. `onFault` is told when it dies; the workstation goes on. */
export const startCheckpoints = (order: CheckpointOrder, onFault: (error: unknown) => void): Checkpoints => {
  const worker = new Worker(workerFile, { workerData: order, execArgv: [] });
  worker.on('error', onFault);
  worker.unref();
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  return {
    stop: async () => {
      worker.ref();
      worker.postMessage('stop');
      await gone;
    },
  };
};
