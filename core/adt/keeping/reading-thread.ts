/**
 * Reads messages in a thread beside the desk while they come fast: reading is pure work, and a third of all there is.
 * Always: what is handed over is answered in its order; where the thread ends, what it had is read at the desk. It begins with the
 * first rush and ends a while after the last, so that a quiet workstation holds no memory for it.
 */
import { Worker } from 'node:worker_threads';
import type { SourceProfile } from '../../contract/adt-values.ts';
import { fromWritten, type ReadArrived } from './read-arrived.ts';
import type { ReadingOrder } from './reading-worker.ts';

export interface ToRead {
  readonly bytes: Uint8Array;
  readonly profile: SourceProfile;
}

export interface ReadingThread {
  /** What the messages say, or null where the desk has to read them; undefined at once, where it is quicker to do so. */
  read(messages: readonly ToRead[]): Promise<ReadArrived[] | null> | undefined;
  stop(): Promise<void>;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js',
  import.meta.url,
);
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** Fewer are read sooner than handed over. */
const FEW = 4;
const KEPT_FOR_MS = 10_000;

const orderOf = (messages: readonly ToRead[]): ReadingOrder => {
  const bytes = new Uint8Array(messages.reduce((sum, one) => sum + one.bytes.length, 0));
  const profiles: SourceProfile[] = [];
  const places: number[] = [];
  let at = 0;
  for (const one of messages) {
    bytes.set(one.bytes, at);
    at += one.bytes.length;
    if (!profiles.includes(one.profile)) profiles.push(one.profile);
    places.push(profiles.indexOf(one.profile), one.bytes.length);
  }
  return { bytes, places, profiles };
};

export const createReadingThread = (onFault: (error: unknown) => void): ReadingThread => {
  let thread: Worker | null = null;
  let ready = false;
  let ending: NodeJS.Timeout | undefined;
  let asked: { messages: readonly ToRead[]; resolve(read: ReadArrived[] | null): void }[] = [];

  const leave = (worker: Worker) => {
    if (thread !== worker) return;
    thread = null;
    ready = false;
    for (const { resolve } of asked) resolve(null);
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
    worker.on('message', (text: string) => {
      if (thread !== worker) return;
      if (text === 'ready') ready = true;
      else {
        const { messages, resolve } = asked.shift()!;
        resolve(fromWritten(text, messages));
      }
    });
    worker.on('error', onFault);
    worker.on('exit', () => leave(worker));
    return worker;
  };

  return {
    read: (messages) => {
      if (messages.length < FEW) return undefined;
      thread ??= begin();
      clearTimeout(ending);
      ending = setTimeout(() => void end(), KEPT_FOR_MS).unref();
      if (!ready) return undefined;
      const order = orderOf(messages);
      const worker = thread;
      return new Promise((resolve) => {
        asked.push({ messages, resolve });
        worker.postMessage(order, [order.bytes.buffer as ArrayBuffer]);
      });
    },
    stop: end,
  };
};
