/**
 * What reading is held against: tesseract.js itself, given the very pictures the engine is given here.
 * Always: the same engine, data, settings and output; pictures upright, straight and cleaned beforehand, in a format
 * that costs nothing to unpack. Its threads run at the priority of the lanes, so that a machine with other work slows
 * both alike. Not here: what is measured (recognition-speed.ts).
 */
import { constants, getPriority, setPriority } from 'node:os';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { Grey } from '../../core/recognise/page-picture.ts';
import { readPage } from '../../core/recognise/read-page.ts';

/** The picture the engine is given first for a kept page, as a file. */
export const pictureForEngine = (png: Uint8Array): Buffer => {
  const given: Grey[] = [];
  readPage(png, {
    words: (page) => {
      given.push(page);
      return [];
    },
    lineOf: () => [],
  });
  const { width, height, grey } = given[0]!;
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), grey]);
};

export interface BareEngine {
  /** Pages a second, as many at a time as there are threads, until there is nothing left to give one of them. */
  rate(pictures: readonly Uint8Array[]): Promise<number>;
  close(): Promise<void>;
}

const langPath = new URL('../../node_modules/@tesseract.js-data/eng/4.0.0_best_int', import.meta.url)
  .pathname;

/** A thread of it, started as low as a lane: on Linux a thread has the priority of the one that starts it. */
const startWorker = async (): Promise<Worker> => {
  const own = getPriority();
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  if (process.platform === 'linux') setPriority(Math.min(own + PRIORITY_BELOW_NORMAL, PRIORITY_LOW));
  try {
    const starting = createWorker('eng', OEM.LSTM_ONLY, { langPath, cacheMethod: 'none' });
    return await starting;
  } finally {
    if (process.platform === 'linux') setPriority(own);
  }
};

/** Opens so many threads, warmed up with the pictures given. */
export async function openBareEngine(count: number, warmUp: readonly Uint8Array[]): Promise<BareEngine> {
  const workers: Worker[] = [];
  for (let at = 0; at < count; at += 1) {
    const worker = await startWorker();
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO, user_defined_dpi: '200' });
    workers.push(worker);
  }
  const read = (worker: Worker, picture: Uint8Array) =>
    worker.recognize(Buffer.from(picture), {}, { text: false, blocks: true });
  for (const worker of workers) for (const picture of warmUp) await read(worker, picture);
  return {
    rate: async (pictures) => {
      const waiting = [...pictures];
      const begun = performance.now();
      const ends = await Promise.all(
        workers.map(async (worker) => {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
            await read(worker, next);
          return performance.now();
        }),
      );
      // The end of a queue, where some threads have nothing to do any more, is not what is measured.
      return (pictures.length - workers.length + 1) / ((Math.min(...ends) - begun) / 1000);
    },
    close: async () => {
      for (const worker of workers) await worker.terminate();
    },
  };
}
