/**
 * Pages in, readings out; readings in, what was found in them out. All work is done in threads, the lanes.
 * Always: nothing here throws or rejects, so that a page nobody could read still reaches a person, with the reason;
 * sentences say what to do and hold nothing of the page. A page that takes too long costs its lane, not the others.
 * Not here: which pages are read when, and where readings are kept.
 */
import { availableParallelism } from 'node:os';
import type { DocumentReading } from '../contract/recognition.ts';
import { openLanes } from '../lanes.ts';
import type { Lexicon, PageReading } from './reading.ts';
import type { LaneAnswer, LaneData, LaneQuestion } from './recognise-worker.ts';

const sentences = {
  'timed-out': 'Reading this page took too long, so it was given up. Type it in from the picture.',
  unreadable: 'The picture of this page could not be read by the machine. Type it in from the picture.',
  'no-data':
    'The data for reading pages is missing or damaged. Type from the picture, and have this program installed again.',
  crashed: 'Reading this page was stopped in the middle. Read it again, or type it in from the picture.',
} as const;

export type ReadFailure = keyof typeof sentences;

export type ReadResult =
  | { readonly ok: true; readonly reading: PageReading }
  | { readonly ok: false; readonly code: ReadFailure; readonly sentence: string };

export interface PageReader {
  /** How many pages are read at the same time. Ask for a few more than that; every page waiting holds its picture. */
  readonly lanes: number;
  /** Reads a PNG as `pageImage` makes it. The bytes stay the caller's. */
  read(png: Uint8Array): Promise<ReadResult>;
  /**
   * What the pages of a document hold; `readings[i]` is page i + 1, one without words for a page not read. Goes
   * before pages that wait. Where it cannot be told, every page is `unknown` with the reason.
   */
  extract(readings: readonly PageReading[]): Promise<DocumentReading>;
  /** What extraction knows of this pharmacy from now on. */
  setLexicon(lexicon: Lexicon): void;
  /** Ends every thread; pages waiting or being read end as `crashed`. */
  close(): Promise<void>;
}

const TIME_LIMIT_MS = 20_000;
/** After so long without a page the threads end: what they held goes back to the machine. */
const IDLE_LIMIT_MS = 30_000;
/** A day's work of a large pharmacy; the engine watches its own memory (recognise-worker.ts). */
const QUESTIONS_A_LANE = 2000;

/** The thread's file has this file's own ending: TypeScript from source, JavaScript when bundled. */
const file = new URL(
  import.meta.url.endsWith('.ts') ? './recognise-worker.ts' : './recognise-worker.js',
  import.meta.url,
);

/** A reader of its own threads; none is started before the first page. */
export function createPageReader(
  options: {
    /** Default: one a processor core. */
    readonly lanes?: number;
    readonly timeLimitMs?: number;
    /** Where `eng.traineddata.gz` is; default: the package installed. */
    readonly dataFolder?: string;
  } = {},
): PageReader {
  const count = options.lanes ?? availableParallelism();
  const workerData: LaneData = options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder };
  const lanes = openLanes<LaneQuestion, LaneAnswer>({
    file,
    count,
    timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS,
    idleLimitMs: IDLE_LIMIT_MS,
    questionsALane: QUESTIONS_A_LANE,
    workerData,
  });
  let lexicon: Lexicon = { profile: 'us', today: '', drugs: [] };
  /** Which lexicon a lane was given last. */
  const given = new WeakMap<object, Lexicon>();

  const refuse = (code: ReadFailure): ReadResult => ({ ok: false, code, sentence: sentences[code] });

  return {
    lanes: count,
    read: async (png) => {
      const ending = await lanes.ask(() => ({ ask: 'read', png }));
      if (ending.ended !== 'answered') return refuse(ending.ended === 'died' ? 'crashed' : 'timed-out');
      const { answer } = ending;
      if (!answer.ok) return refuse(answer.code);
      return 'reading' in answer ? answer : refuse('unreadable');
    },
    extract: async (pages) => {
      const ending = await lanes.ask((lane) => {
        if (given.get(lane) === lexicon) return { ask: 'extract', pages };
        given.set(lane, lexicon);
        return { ask: 'extract', pages, lexicon };
      }, true);
      if (ending.ended === 'answered' && ending.answer.ok && 'found' in ending.answer)
        return ending.answer.found;
      const why = 'The machine could not look through this document.';
      return {
        pages: pages.map((_, index) => ({ number: index + 1, kind: 'unknown', why })),
        found: [],
        layout: '',
        sender: '',
      };
    },
    setLexicon: (next) => {
      lexicon = next;
    },
    close: lanes.close,
  };
}
