/**
 * The thread that reads reference files: for a check it tells what they come to, for taking over it hands on the rows
 * that differ, a batch at a time and never more than a few ahead. It reads the data file through a connection of its
 * own and writes nothing.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Catalogue, Changes, Notice } from '../contract/reference.ts';
import { sentenceOfTrouble } from '../reply.ts';
import { openStore, troubleOf } from '../store/database.ts';
import type { WantedRow } from './catalogue.ts';
import { type CatalogueFile, readCatalogue } from './read-catalogue.ts';
import { FileProblem, hashOfFile } from './rows-of-file.ts';
import type { Options } from './store.ts';
import type { Finding, Reason } from './tally.ts';

export interface ReferenceOrder {
  catalogue: Catalogue;
  files: CatalogueFile[];
  options: Options;
  /** The branch's day. */
  today: string;
  dataFile: string;
  /** 64 hex digits. */
  key: string;
  /** The files are to be these, and their rows are handed on; null: they are only looked at. */
  expected: string[] | null;
}

export type ReferenceAnswer =
  | { kind: 'progress'; phase: 'comparing' | 'reading'; done: number; total: number }
  | { kind: 'rows'; rows: WantedRow[] }
  | {
      kind: 'finished';
      changes: Changes;
      notices: Notice[];
      reasons: Reason[];
      findings: Finding[];
      sha256: string[];
    }
  /** `changed`: the files are no longer those that were looked at. */
  | { kind: 'failed'; sentence: string; changed: boolean };

const BATCH = 500;
/** Batches on their way at a time. */
const AHEAD = 4;
const TELL_EVERY_MS = 150;
/** Rows compared in one look at the data file: while a look lasts, its log cannot be shortened. */
const LOOK = 500;

const port = parentPort!;
const order = workerData as ReferenceOrder;
const say = (answer: ReferenceAnswer) => port.postMessage(answer);

let onTheirWay = 0;
let roomAgain: (() => void) | null = null;
port.on('message', () => {
  onTheirWay -= 1;
  roomAgain?.();
});
const hasRoom = () =>
  new Promise<void>((resolve) => {
    roomAgain = resolve;
  });

const teller = (phase: 'comparing' | 'reading', total: number) => {
  let told = 0;
  return (done: number) => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    say({ kind: 'progress', phase, done, total });
  };
};

const changedSentence = 'The file is not the one that was looked at. Look at it again, then take it over.';

/** False when a file is another one than it was. */
const areAsExpected = (expected: string[], total: number): boolean => {
  const tell = teller('comparing', total);
  let before = 0;
  for (const [at, { path, bytes }] of order.files.entries()) {
    const start = before;
    if (hashOfFile(path, (done) => tell(start + done)) !== expected[at]) return false;
    before += bytes;
  }
  return true;
};

const work = async (): Promise<void> => {
  const total = order.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const { expected } = order;
  if (expected !== null && !areAsExpected(expected, total))
    return say({ kind: 'failed', sentence: changedSentence, changed: true });
  const store = openStore(order.dataFile, order.key);
  const tell = teller('reading', total);
  let batch: WantedRow[] = [];
  let rows = 0;
  const send = async () => {
    while (onTheirWay >= AHEAD) await hasRoom();
    onTheirWay += 1;
    say({ kind: 'rows', rows: batch });
    batch = [];
  };
  try {
    store.exec('BEGIN');
    const outcome = await readCatalogue({
      ...order,
      store,
      wanted: (row) => {
        if (expected === null) return;
        batch.push(row);
        if (batch.length < BATCH) return;
        // No look at the data file is held while waiting.
        store.exec('COMMIT');
        return send().then(() => store.exec('BEGIN'));
      },
      onRow: (done) => {
        rows += 1;
        if (rows % LOOK !== 0) return;
        tell(done);
        store.exec('COMMIT');
        store.exec('BEGIN');
      },
    });
    store.exec('COMMIT');
    if (batch.length > 0) await send();
    if (expected !== null && outcome.sha256.some((sha256, at) => sha256 !== expected[at]))
      return say({
        kind: 'failed',
        sentence:
          'The file was written to while it was read. Set this version back, then look at the file again.',
        changed: true,
      });
    say({
      kind: 'finished',
      changes: outcome.tally.changes,
      notices: outcome.notices,
      reasons: outcome.tally.reasons(),
      findings: outcome.tally.findings,
      sha256: outcome.sha256,
    });
  } finally {
    store.close();
  }
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof FileProblem) return error.sentence;
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return 'The file is no longer there.';
  const trouble = troubleOf(error);
  if (trouble === 'read-only') return 'The file cannot be read. Look who may read it, then try again.';
  return trouble === undefined
    ? 'Reading stopped for a reason nobody foresaw. Nothing on file was lost. Try again.'
    : sentenceOfTrouble[trouble];
};

work()
  .catch((error: unknown) => say({ kind: 'failed', sentence: sentenceOf(error), changed: false }))
  .finally(() => port.unref());
