/**
 * The thread that reads reference files, from the side of who asks it: progress and rows as they come, and one end.
 * Always: the next rows are asked for only after the last ones were dealt with; every ending is an answer.
 */
import { Worker } from 'node:worker_threads';
import type { WantedRow } from './catalogue.ts';
import type { ReferenceAnswer, ReferenceOrder } from './reference-worker.ts';

export type Finished = Extract<ReferenceAnswer, { kind: 'finished' }>;
type End =
  | Finished
  | Extract<ReferenceAnswer, { kind: 'failed' }>
  /** Dealing with rows threw. */
  | { kind: 'threw'; error: unknown; sentence: string };

export interface ThreadReading {
  ended: Promise<End>;
  stop(): void;
}

interface Hooks {
  onProgress: (phase: 'comparing' | 'reading', done: number, total: number) => void;
  onRows?: (rows: WantedRow[]) => Promise<void>;
}

const resourceLimits = { maxOldGenerationSizeMb: 1024 };
const died = 'Reading stopped: the file may be too large or damaged. Nothing on file was lost. Try again.';

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './reference-worker.ts' : './reference-worker.js',
  import.meta.url,
);

export const readInThread = (order: ReferenceOrder, { onProgress, onRows }: Hooks): ThreadReading => {
  const worker = new Worker(workerFile, { workerData: order, resourceLimits, execArgv: [] });
  let dealt: Promise<void> = Promise.resolve();
  let threw: { error: unknown } | null = null;
  const ended = new Promise<End>((resolve) => {
    const end = (answer: End) => {
      // What came before it is dealt with first.
      void dealt.then(() =>
        resolve(threw === null ? answer : { kind: 'threw', error: threw.error, sentence: died }),
      );
    };
    const deal = async (rows: WantedRow[]) => {
      try {
        if (threw === null) await onRows?.(rows);
      } catch (error) {
        threw = { error };
        void worker.terminate();
      }
      worker.postMessage('more');
    };
    worker.on('message', (answer: ReferenceAnswer) => {
      if (answer.kind === 'progress') onProgress(answer.phase, answer.done, answer.total);
      else if (answer.kind === 'rows') dealt = dealt.then(() => deal(answer.rows));
      else end(answer);
    });
    worker.once('error', () => end({ kind: 'failed', sentence: died, changed: false }));
    worker.once('exit', () => end({ kind: 'failed', sentence: died, changed: false }));
  });
  return { ended, stop: () => void worker.terminate() };
};
