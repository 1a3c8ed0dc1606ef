/**
 * A document in, its pages out, as pictures a window can show.
 *
 * Always: reading happens in a thread of its own with a limit of time and memory, one document at a time, and every
 * ending is an answer, never an exception. The thread is kept warm; when it dies, the next document gets a new one.
 * Storing, hashing and recognising are elsewhere.
 */
import { Worker } from 'node:worker_threads';
import { limitThread } from '../thread-limit.ts';
import { LARGEST_FILE, type RefusalCode, refusals } from './page-limits.ts';
import type { WorkerAnswer } from './page-worker.ts';

export type MediaType = 'image/tiff' | 'application/pdf' | 'image/png' | 'image/jpeg';

/**
 * One page, upright as sent: a grey PNG of `width` × `height` square pixels. `damagedRows` counts rows of a fax that
 * were spoilt on the line and are shown as the row above them; anything but 0 deserves a word on the screen.
 */
export type Page = {
  number: number;
  width: number;
  height: number;
  damagedRows: number;
  png: Uint8Array<ArrayBuffer>;
};

export type ReadPages =
  | { ok: true; mediaType: MediaType; pages: Page[] }
  | { ok: false; code: RefusalCode; sentence: string };

const DEFAULT_TIME_LIMIT_MS = 20_000;
/** After so long without a document the thread ends: what it held goes back to the machine. */
const IDLE_LIMIT_MS = 10_000;

/** JavaScript's own heap. Pictures lie outside it and are limited by their stated sizes instead. */
const resourceLimits = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './page-worker.ts' : './page-worker.js',
  import.meta.url,
);

let warm: Worker | undefined;
let queue: Promise<unknown> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;

function startWorker(): Worker {
  // What a library prints may quote the document: it is taken from the thread and thrown away.
  const worker = new Worker(workerFile, { resourceLimits, execArgv: [], stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.on('error', () => {});
  worker.on('exit', () => {
    if (warm === worker) warm = undefined;
  });
  return worker;
}

const refuse = (code: RefusalCode): ReadPages => ({ ok: false, code, sentence: refusals[code] });

/** Asks the thread; a thread that is late, or dies, is replaced. */
function ask(bytes: Uint8Array<ArrayBuffer>, timeLimitMs: number): Promise<ReadPages> {
  warm ??= startWorker();
  const worker = warm;
  return new Promise((resolve) => {
    const finish = (result: ReadPages) => {
      endLimit();
      worker.off('message', onMessage);
      worker.off('error', onDeath);
      worker.off('exit', onDeath);
      worker.unref();
      resolve(result);
    };
    const onMessage = (answer: WorkerAnswer) => finish(answer.ok ? answer : refuse(answer.code));
    const onDeath = () => {
      if (warm === worker) warm = undefined;
      void worker.terminate();
      finish(refuse('gave-up'));
    };
    const endLimit = limitThread(worker, timeLimitMs, onDeath);
    worker.on('message', onMessage);
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.ref();
    worker.postMessage(bytes, [bytes.buffer]);
  });
}

/**
 * Reads every page of a TIFF, PDF, PNG or JPEG, told apart by content. The given bytes stay the caller's,
 * who leaves them unchanged until the answer.
 * Refuses with a code and a sentence for the pharmacist; never throws. The limit is of processor time.
 */
export function readPages(bytes: Uint8Array, timeLimitMs = DEFAULT_TIME_LIMIT_MS): Promise<ReadPages> {
  if (bytes.length === 0) return Promise.resolve(refuse('empty'));
  if (bytes.length > LARGEST_FILE) return Promise.resolve(refuse('too-large'));
  clearTimeout(idle);
  const result = queue.then(() => ask(new Uint8Array(bytes), timeLimitMs));
  queue = result;
  void result.then(() => {
    if (queue === result) idle = setTimeout(closePageReader, IDLE_LIMIT_MS).unref();
  });
  return result;
}

/** Ends the thread. A document being read is given up; the next call starts a new thread. */
export async function closePageReader(): Promise<void> {
  clearTimeout(idle);
  const worker = warm;
  warm = undefined;
  await worker?.terminate();
}
