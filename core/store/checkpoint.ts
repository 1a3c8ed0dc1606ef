/**
 * Keeps the write-ahead log short without a command paying for it: once enough has gathered, a thread moves it into
 * the data file (checkpoint-worker.ts). A while after the last of it the thread ends, so an idle workstation holds no
 * memory for it.
 * Nothing depends on it for safety. Without it the log only grows until SQLite's own limit in database.ts.
 */
import { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-worker.ts';
import type { LogLength, Store } from './database.ts';

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js',
  import.meta.url,
);

const LOOK_EVERY_MS = 1000;
const WORTHWHILE_BYTES = 8 * 1024 * 1024;
/** Beginning a thread costs more than moving some megabytes. */
const KEPT_FOR_MS = 10_000;

/** Where much is written, moving begins here, beside the writing; it ends only once the writing stops for it. */
const LONG_BYTES = 16 * 1024 * 1024;
/** Once so much was written it is moved again and again, so that little is left when somebody has to wait. */
const NEARLY_TOO_LONG_BYTES = 28 * 1024 * 1024;
/** From here on a writer has to wait for it. */
const TOO_LONG_BYTES = 40 * 1024 * 1024;

export interface Checkpoints {
  /**
   * For who writes much: what to wait for while the log is long, so that it can be moved and started over; undefined where nothing
   * is to be waited for. Costs some microseconds.
   */
  relieve(): Promise<void> | undefined;
  stop(): Promise<void>;
}

/** Begins to look at a store with this key. `onFault` is told when a checkpoint fails; the workstation goes on. */
export const startCheckpoints = (
  store: Pick<Store, 'file' | 'logLength'>,
  key: string,
  onFault: (error: unknown) => void,
): Checkpoints => {
  const order: CheckpointOrder = { dataFile: store.file, key };
  let running: Promise<void> | null = null;
  let thread: Worker | null = null;
  let ending: NodeJS.Timeout | undefined;
  /** How much was written when it was last moved: while somebody reads what was before, a part stays, and trying again is in vain. */
  let movedAt = 0;

  const begin = (): Worker => {
    const worker = new Worker(workerFile, { workerData: order, execArgv: [] });
    worker.once('error', onFault);
    worker.once('exit', () => {
      if (thread === worker) thread = null;
    });
    return worker;
  };
  const end = async (): Promise<void> => {
    clearTimeout(ending);
    const worker = thread;
    if (!worker) return;
    thread = null;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('end');
    await ended;
  };
  const move = () =>
    new Promise<void>((resolve) => {
      clearTimeout(ending);
      thread ??= begin();
      const worker = thread;
      worker.ref();
      const done = () => {
        worker.off('message', done).off('exit', done).unref();
        ending = setTimeout(() => void end(), KEPT_FOR_MS).unref();
        running = null;
        resolve();
      };
      worker.once('message', done).once('exit', done).postMessage('move');
    });
  const look = (from: number, { written, left }: LogLength = store.logLength()) => {
    if (running || left < from || written === movedAt) return;
    movedAt = written;
    running = move();
  };
  const timer = setInterval(() => look(WORTHWHILE_BYTES), LOOK_EVERY_MS);
  timer.unref();
  /** Where all of it was moved, the next that is written starts it over. */
  const isTooLong = ({ written, left }: LogLength) =>
    written >= TOO_LONG_BYTES && left > 0 && written !== movedAt;
  const shorten = async () => {
    await running;
    if (!isTooLong(store.logLength())) return;
    // What was written while it ran: little, and who waits here writes nothing now.
    look(0);
    await running;
  };
  const relieve = () => {
    const length = store.logLength();
    look(length.written >= NEARLY_TOO_LONG_BYTES ? 0 : LONG_BYTES, length);
    return isTooLong(length) ? shorten() : undefined;
  };
  return {
    relieve,
    stop: async () => {
      clearInterval(timer);
      await running;
      await end();
    },
  };
};
