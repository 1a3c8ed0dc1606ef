/**
 * Keeps the write-ahead log short without a command paying for it: once enough has gathered, a thread moves it into
 * the data file (checkpoint-worker.ts). Between times there is no thread, so an idle workstation holds no memory for it.
 * Nothing depends on it for safety. Without it the log only grows until SQLite's own limit in database.ts.
 */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-worker.ts';

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js',
  import.meta.url,
);

const LOOK_EVERY_MS = 1000;
const WORTHWHILE_BYTES = 8 * 1024 * 1024;

/** What has gathered is only moved by itself while nobody writes much; from here on a writer has to wait for it. */
const TOO_LONG_BYTES = 40 * 1024 * 1024;

export interface Checkpoints {
  /** For who writes much: waits while the log is long, so that it can be moved and started over. */
  relieve(): Promise<void>;
  stop(): Promise<void>;
}

/** Begins to look. `onFault` is told when a checkpoint fails; the workstation goes on. */
export const startCheckpoints = (order: CheckpointOrder, onFault: (error: unknown) => void): Checkpoints => {
  let running: Promise<void> | null = null;
  /** SQLite starts the log over without shortening it: its size alone would call for a checkpoint for ever. */
  let movedAt = 0;

  const move = () =>
    new Promise<void>((resolve) => {
      const worker = new Worker(workerFile, { workerData: order, execArgv: [] });
      worker.once('error', onFault);
      worker.once('exit', () => resolve());
    });
  const look = async () => {
    const log = statSync(`${order.dataFile}-wal`, { throwIfNoEntry: false });
    if (running || !log || log.size < WORTHWHILE_BYTES || log.mtimeMs === movedAt) return;
    movedAt = log.mtimeMs;
    running = move();
    await running;
    running = null;
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  const relieve = async () => {
    const size = () => statSync(`${order.dataFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size() < TOO_LONG_BYTES) return;
    await running;
    if (size() >= TOO_LONG_BYTES) await move();
  };
  return {
    relieve,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
