/**
 * Reads the pages that wait, document by document, and has each document gone through once all its pages are done; and
 * before them the text or the fields of what came without a page.
 * Always: what is to be done stands in rows, so that a restart takes it up where it was; a page that cannot be read
 * is given up with a reason and reaches a person; nobody waits for the machine. Woken by what happens, never polling.
 * Not here: how a page is read (page-reader.ts) and what is kept of it (commands.ts).
 */
import type { DocumentReading } from '../contract/recognition.ts';
import type { Announcement, Dispatcher } from '../dispatch.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { givenFieldsOf, loadIntake, pageImage } from '../intake/store.ts';
import type { Health } from '../operation/health.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';
import { keptReading } from './commands.ts';
import { lexiconSource } from './lexicon.ts';
import type { PageReader, ReadResult } from './page-reader.ts';
import type { Lexicon, PageReading } from './reading.ts';
import { receivedAsFields } from './received-fields.ts';
import { openDocuments, openPages, openTexts, pageReadingsOf } from './store.ts';
import { textPage } from './text-page.ts';

export interface Recogniser {
  /** Nothing more is read; resolves when the threads have ended. What was in flight stays waiting in its row. */
  stop(): Promise<void>;
}

export interface RecogniserParts {
  dispatcher: Dispatcher;
  store: Reader;
  /** The session of the workstation itself. */
  system: Session;
  /** Told what keeps the machine from reading. */
  health: Pick<Health, 'readingProblem'>;
  /** Makes what reads, with the first page; by default threads that run OCR. */
  reader?: () => PageReader | Promise<PageReader>;
  onFault?: (error: unknown) => void;
  /** How long nothing is tried after a trouble that is not the page's; doubles up to ten minutes. */
  firstWaitMs?: number;
}

/** One more than there are lanes: while what one has read is written down, its lane has the next. */
const AHEAD = 1;
const LONGEST_WAIT_MS = 10 * 60_000;
/** A page whose thread died is tried once more, in case it died of another page. */
const TRIES = 2;

const sentences = {
  pageNotKept: 'What was read on this page could not be kept. Type it in from the picture.',
  nothingKept: 'What the machine reads cannot be kept just now. Pages wait and are tried again.',
};

/** A page the machine did not read, as extraction expects it. */
const unread: PageReading = {
  width: 1,
  height: 1,
  picture: { width: 1, height: 1 },
  toPicture: [1, 0, 0, 1, 0, 0],
  rotation: 0,
  words: [],
  look: '0'.repeat(64),
  tookMs: 0,
};

/** Events after which there may be something to read, or something more urgent. */
const wakes: ReadonlySet<string> = new Set([
  'document.received',
  'intake.received',
  'recognition.asked',
  'automation.given',
  'prescription.claimed',
  'prescription.prioritised',
  'setting.changed',
]);

/** A page to read, or with `number` null a document to go through. */
interface PageTask {
  readonly documentId: string;
  readonly number: number | null;
}
/** The text or the fields of an order that came without a page. */
interface TextTask {
  readonly prescriptionId: string;
}
type Task = PageTask | TextTask;
const keyOf = (task: Task) =>
  'prescriptionId' in task ? task.prescriptionId : `${task.documentId}/${task.number ?? ''}`;

const ownReader = async (): Promise<PageReader> => (await import('./page-reader.ts')).createPageReader();

/** Starts reading what waits, now and whenever something comes. */
export const startRecogniser = (parts: RecogniserParts): Recogniser => {
  const { dispatcher, store, system, health, reader: makeReader = ownReader } = parts;
  const { onFault = () => {}, firstWaitMs = 15_000 } = parts;
  const lexicon = lexiconSource(dispatcher, store);
  let opened: Promise<PageReader> | null = null;
  let given: Lexicon | null = null;
  let stopped = false;

  /** From being chosen to being written down. */
  const inHand = new Map<string, Promise<void>>();
  /** Of those, the ones a lane has, or is about to have. */
  let reading = 0;
  let lanes = 1;
  /** What the core would not keep: left alone until somebody asks again. */
  const leftAlone = new Set<string>();
  const tries = new Map<string, number>();
  /** Orders without a page, and documents, to look at, the first first; null when that has to be asked anew. */
  let queue: { texts: string[]; documents: string[] } | null = null;

  let troubles = 0;
  let pausedUntil = 0;
  let pauseEnds: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;

  const readerOf = async (): Promise<PageReader> => {
    opened ??= Promise.resolve(makeReader());
    const reader = await opened;
    lanes = reader.lanes;
    return reader;
  };

  const isPaused = () => performance.now() < pausedUntil;

  /** Nothing is tried for a while: what is wrong is not the page's fault. */
  const pause = (problem: string) => {
    health.readingProblem = problem;
    if (isPaused()) return;
    const wait = Math.min(firstWaitMs * 2 ** Math.min(troubles, 20), LONGEST_WAIT_MS);
    troubles += 1;
    pausedUntil = performance.now() + wait;
    clearTimeout(pauseEnds);
    pauseEnds = setTimeout(wake, wait + 1).unref();
  };

  const run = (name: string, input: unknown) => dispatcher.run(name, { commandId: newId(), input }, system);

  /** Writes down what became of a task; answers whether the core keeps it, now or once it can again. */
  const keep = async (name: string, input: unknown): Promise<boolean> => {
    const reply = await run(name, input);
    if (reply.ok) return true;
    if (reply.error.kind !== 'unavailable') return false;
    pause(sentences.nothingKept);
    return true;
  };

  const keepRead = async (documentId: string, number: number, result: ReadResult): Promise<void> => {
    const key = keyOf({ documentId, number });
    const record = (outcome: unknown) => keep('recognition.recordPage', { documentId, number, outcome });
    const giveUp = (problem: string) => record({ ok: false, problem });
    if (!result.ok && result.code === 'no-data') return pause(result.sentence);
    const tried = (tries.get(key) ?? 0) + 1;
    if (!result.ok && result.code === 'crashed' && tried < TRIES) {
      tries.set(key, tried);
      return;
    }
    tries.delete(key);
    if (result.ok) {
      troubles = 0;
      health.readingProblem = null;
      const { rotation, look } = result.reading;
      if (await record({ ok: true, rotation, look, reading: JSON.stringify(result.reading) })) return;
    }
    if (!(await giveUp(result.ok ? sentences.pageNotKept : result.sentence))) leftAlone.add(key);
  };

  const extract = async (readings: readonly PageReading[]): Promise<DocumentReading> => {
    const reader = await readerOf();
    const current = await lexicon.current();
    if (current !== given) reader.setLexicon(current);
    given = current;
    return reader.extract(readings);
  };

  /** The part of a task that a lane does; answers the part that writes it down. */
  const askText = async (task: TextTask): Promise<() => Promise<void>> => {
    const intake = loadIntake(store, loadPrescription(store, task.prescriptionId).intake_id);
    const fields = givenFieldsOf(intake);
    const found =
      Object.keys(fields).length > 0
        ? [receivedAsFields(fields)]
        : (await extract([textPage(intake.note)])).found;
    // Of several, which one the order is for is a person's to say.
    const one = found.length === 1 ? found[0]! : null;
    return async () => {
      const { prescriptionId } = task;
      if (!(await keep('recognition.recordText', { prescriptionId, found: one }))) leftAlone.add(keyOf(task));
    };
  };

  const askPages = async (task: PageTask): Promise<() => Promise<void>> => {
    const { documentId, number } = task;
    const reader = await readerOf();
    if (number !== null) {
      const result = await reader.read(pageImage(store, documentId, number) ?? new Uint8Array());
      return () => keepRead(documentId, number, result);
    }
    const readings: PageReading[] = [];
    for (const page of pageReadingsOf(store, documentId))
      readings.push((await keptReading(store, documentId, page.number)) ?? unread);
    const found = await extract(readings);
    return async () => {
      if (!(await keep('recognition.recordDocument', { documentId, reading: found })))
        leftAlone.add(keyOf(task));
    };
  };

  const work = async (task: Task): Promise<void> => {
    try {
      const writeDown = await ('prescriptionId' in task ? askText(task) : askPages(task)).finally(() => {
        reading -= 1;
      });
      fill();
      // A reader that is closed answers what it did not read as failed; that is not the page's fault.
      if (!stopped) await writeDown();
    } catch (error) {
      onFault(error);
      opened = null;
      pause(sentences.nothingKept);
    }
    inHand.delete(keyOf(task));
    // All of it was in hand: now it is to be gone through, or a page of it tried once more.
    if (queue && 'documentId' in task && !queue.documents.includes(task.documentId))
      queue.documents.unshift(task.documentId);
    fill();
  };

  const tasksOf = (documentId: string): PageTask[] => {
    const open = openPages(store, documentId);
    const waiting = open.filter(({ state }) => state === 'waiting');
    if (waiting.length > 0) return waiting.map(({ number }) => ({ documentId, number }));
    return open.length > 0 ? [{ documentId, number: null }] : [];
  };

  const isFree = (task: Task) => !inHand.has(keyOf(task)) && !leftAlone.has(keyOf(task));

  const openWork = () => {
    const now = dispatcher.now();
    return { texts: openTexts(store, now), documents: openDocuments(store, now) };
  };

  /** The next text, page or document to go through; null when all that waits is in hand. */
  const next = (): Task | null => {
    queue ??= openWork();
    // A text takes milliseconds, and whoever wrote it down has it open now.
    while (queue.texts.length > 0) {
      const prescriptionId = queue.texts.shift()!;
      if (isFree({ prescriptionId })) return { prescriptionId };
    }
    for (;;) {
      const [documentId] = queue.documents;
      if (documentId === undefined) return null;
      const task = tasksOf(documentId).find(isFree);
      if (task) return task;
      queue.documents.shift();
    }
  };

  /** Takes in hand what the lanes can take, and one more. */
  const fill = (): void => {
    while (!stopped && !isPaused() && reading < lanes + AHEAD && dispatcher.setting('recognition.on')) {
      const task = next();
      if (!task) return;
      reading += 1;
      inHand.set(keyOf(task), work(task));
    }
  };

  /** Looks anew once what is going on now is done. */
  const wake = (): void => {
    queue = null;
    soon ??= setImmediate(() => {
      soon = undefined;
      fill();
    });
  };

  const stopListening = dispatcher.listen((announcements: Announcement[]) => {
    if (announcements.some(({ name }) => name.startsWith('drug.') || name.startsWith('reference.')))
      lexicon.stale();
    for (const { name, subject } of announcements)
      if (name === 'recognition.asked') {
        pausedUntil = 0;
        for (const key of leftAlone) if (key.startsWith(`${subject.id}/`)) leftAlone.delete(key);
      }
    if (announcements.some(({ name }) => wakes.has(name))) wake();
  });
  wake();

  return {
    stop: async () => {
      stopped = true;
      stopListening();
      clearTimeout(pauseEnds);
      clearImmediate(soon);
      const reader = await opened?.catch(() => null);
      await reader?.close();
      await Promise.all(inHand.values());
    },
  };
};
