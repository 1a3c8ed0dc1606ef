/**
 * One lane: the thread that reads pages and finds in them what there is, one after another.
 * Always: every question gets one answer; nothing is logged; under Linux the lane stands behind the counter for the
 * processor. The engine is loaded with the first page, so that a lane that only extracts stays small.
 */
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { DocumentReading } from '../contract/recognition.ts';
import { NoData, type OwnEngine, openOcrEngine } from './ocr-engine.ts';
import { readPage } from './read-page.ts';
import type { Lexicon, PageReading } from './reading.ts';

export type LaneQuestion =
  | { readonly ask: 'read'; readonly png: Uint8Array }
  /** The lexicon only where this lane has not been given it before. */
  | { readonly ask: 'extract'; readonly pages: readonly PageReading[]; readonly lexicon?: Lexicon };

export type LaneAnswer =
  | { readonly ok: true; readonly reading: PageReading }
  | { readonly ok: true; readonly found: DocumentReading }
  | { readonly ok: false; readonly code: 'unreadable' | 'no-data' };

export interface LaneData {
  readonly dataFolder?: string;
}

const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
// On Linux a priority belongs to a thread: this one's, not the whole program's as elsewhere. It stands behind the rest
// of the program, whatever priority that was started with.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + PRIORITY_BELOW_NORMAL, PRIORITY_LOW));

const { dataFolder } = workerData as LaneData;
const extraction = () => import('./extract/extract.ts');
type Extraction = Awaited<ReturnType<typeof extraction>>;

/** Bytes; pages of a usual size take a quarter of it. An engine that holds more after a page is not kept for the next. */
const MOST_HELD = 128e6;

let engine: OwnEngine | undefined;
let lexicon: ReturnType<Extraction['prepareLexicon']> | undefined;

async function answer(question: LaneQuestion): Promise<LaneAnswer> {
  if (question.ask === 'read') {
    engine ??= await openOcrEngine(dataFolder);
    const reading = readPage(question.png, engine);
    if (engine.held() > MOST_HELD) engine = undefined;
    return { ok: true, reading };
  }
  const { extract, prepareLexicon } = await extraction();
  if (question.lexicon) lexicon = prepareLexicon(question.lexicon);
  if (!lexicon) throw new Error('no lexicon was given');
  return { ok: true, found: extract(question.pages, lexicon) };
}

parentPort?.on('message', async (question: LaneQuestion) => {
  const reply = await answer(question).catch(
    (error): LaneAnswer => ({ ok: false, code: error instanceof NoData ? 'no-data' : 'unreadable' }),
  );
  parentPort?.postMessage(reply);
});
