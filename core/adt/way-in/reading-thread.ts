/**
 * Reads what comes of topics in a thread beside the desk, as the thread with the sockets does it of what comes by MLLP.
 * Always: what is handed over is answered in its order; where the thread ends, the desk reads what it had. It begins with the first
 * messages and ends a while after the last, so that a quiet workstation holds no memory for it.
 */
import { Worker } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { fromWritten, type ReadArrived } from '../keeping/read-arrived.ts';
import type { ReadingOrder } from './reading-worker.ts';

export interface ReadingThread {
  /** Reads messages of one source; null of those the desk has to read. */
  read(messages: readonly Uint8Array[], profile: SourceProfile): Promise<readonly (ReadArrived | null)[]>;
  stop(): Promise<void>;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js',
  import.meta.url,
);
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** The desk reads fewer sooner than they are handed over. */
const FEW = 4;
const KEPT_FOR_MS = 10_000;

export const createReadingThread = (onFault: (error: unknown) => void): ReadingThread => {
  let thread: Worker | null = null;
  let ending: NodeJS.Timeout | undefined;
  let asked: ((read: readonly (ReadArrived | null)[]) => void)[] = [];

  const leave = (worker: Worker) => {
    if (thread !== worker) return;
    thread = null;
    for (const resolve of asked) resolve([]);
    asked = [];
  };
  const end = async () => {
    clearTimeout(ending);
    const worker = thread;
    if (worker === null) return;
    leave(worker);
    await worker.terminate();
  };
  const begin = () => {
    const worker = new Worker(workerFile, { resourceLimits, execArgv: [], stdout: true, stderr: true });
    worker.unref();
    worker.on('message', (text: string) => thread === worker && asked.shift()!(fromWritten(text)));
    worker.on('error', onFault);
    worker.on('exit', () => leave(worker));
    return worker;
  };

  return {
    read: async (messages, profile) => {
      if (messages.length < FEW) return [];
      thread ??= begin();
      const worker = thread;
      clearTimeout(ending);
      ending = setTimeout(() => void end(), KEPT_FOR_MS).unref();
      const bytes = Buffer.concat(messages);
      const lengths = messages.map(({ length }) => length);
      return new Promise((resolve) => {
        asked.push(resolve);
        worker.postMessage({ bytes, lengths, profile } satisfies ReadingOrder);
      });
    },
    stop: end,
  };
};
