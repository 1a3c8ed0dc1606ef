/**
 * Keeping what the machine read. The channel that reads (recogniser.ts) runs these as a screen runs its own.
 * Always: the same reading twice has no second effect; what an order has taken up is never taken from it; text of a
 * page is written as a value and as nothing else.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { notFound, refuse } from '../contract/errors.ts';
import type { DocumentReading, Found } from '../contract/recognition.ts';
import { type CommandHandlers, prepared } from '../handler.ts';
import { newId } from '../identity.ts';
import { indexDocument, pageNumbersOf, pagesOf } from '../intake/store.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader, Writer } from '../store/database.ts';
import { foundOf, isSamePlace } from './found.ts';
import type { PageReading } from './reading.ts';
import { bodyWords, contentKey, searchWords } from './same-fax.ts';
import {
  awaitReading,
  changeFound,
  deflatedReading,
  documentReading,
  forgetDocument,
  foundOn,
  foundTakenBy,
  insertFound,
  keepDocument,
  keepKind,
  keepPage,
  keepTextReading,
  type OrderOnDocument,
  ordersOn,
  pageReading,
  pageReadingsOf,
  takeFound,
} from './store.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** The reading of a page as it was kept; null where it has none. Taken apart outside the counter's own thread. */
export const keptReading = async (
  store: Reader,
  documentId: string,
  number: number,
): Promise<PageReading | null> => {
  const deflated = deflatedReading(store, { documentId, number });
  return deflated === null ? null : JSON.parse((await inflate(deflated)).toString());
};

/** The first order without anything takes up the first that was found on its pages; the rest waits for a person. */
const giveFirst = (store: Writer, documentId: string, orders: readonly OrderOnDocument[]): void => {
  const order = orders.find(
    ({ id, stage }) => stage !== 'rejected' && stage !== 'failed' && !foundTakenBy(store, id),
  );
  if (!order) return;
  const pages = new Set(
    pagesOf(store, order.id)
      .filter((page) => page.documentId === documentId)
      .map(({ number }) => number),
  );
  const first = foundOn(store, documentId).find(
    (row) => row.prescription_id === null && foundOf(row).pages.some((number) => pages.has(number)),
  );
  if (first) takeFound(store, first.id, order.id);
};

/** Writes what was found; what orders have taken up before is read better, as long as it is being typed from. */
const keepFound = (store: Writer, documentId: string, found: readonly Found[]): void => {
  const orders = ordersOn(store, documentId);
  const typing = new Set(orders.filter(({ stage }) => stage === 'transcribing').map(({ id }) => id));
  const taken = foundOn(store, documentId);
  for (const [ordinal, one] of found.entries()) {
    const columns = {
      ordinal,
      kind: one.kind,
      pages: JSON.stringify(one.pages),
      suggestions: JSON.stringify(one.suggestions),
    };
    const at = taken.findIndex((row) => isSamePlace(foundOf(row), one));
    const [before] = at < 0 ? [] : taken.splice(at, 1);
    if (!before)
      insertFound(store, { id: newId(), document_id: documentId, prescription_id: null, ...columns });
    else if (typing.has(before.prescription_id!)) changeFound(store, { id: before.id, ...columns });
  }
  giveFirst(store, documentId, orders);
};

/** What came of each page; one that nobody could read is nothing but that, whatever an empty page looks like. */
const keepKinds = (store: Writer, documentId: string, reading: DocumentReading): void => {
  for (const { number, state, problem } of pageReadingsOf(store, documentId)) {
    const page = reading.pages.find((one) => one.number === number);
    keepKind(
      store,
      { documentId, number },
      {
        kind: state === 'given-up' ? 'unknown' : (page?.kind ?? 'unknown'),
        why: state === 'given-up' ? (problem ?? '') : (page?.why ?? ''),
      },
    );
  }
};

/**
 * Keeps what was made out of a document; the first order without anything takes up the first that was found. Whoever
 * read it (the machine here, or automation) is the one who is shown: it is kept once a document.
 */
export const keepReading = (
  store: Writer,
  documentId: string,
  reading: DocumentReading,
  read: { search: string; key: string; at: string },
): void => {
  keepKinds(store, documentId, reading);
  const { layout, sender } = reading;
  keepDocument(store, {
    ...{ document_id: documentId, layout, sender },
    ...{ content_key: read.key, read_at: read.at },
  });
  keepFound(store, documentId, reading.found);
  indexDocument(store, documentId, read.search);
};

/** Keeps what was found in what came without a page, unless somebody was first: it is the order's alone. */
export const keepTextFound = (store: Writer, prescriptionId: string, found: Found): void => {
  if (foundTakenBy(store, prescriptionId)) return;
  insertFound(store, {
    ...{ id: newId(), document_id: null, ordinal: 0, kind: found.kind, prescription_id: prescriptionId },
    ...{ pages: JSON.stringify(found.pages), suggestions: JSON.stringify(found.suggestions) },
  });
};

type Own =
  | 'recognition.recordPage'
  | 'recognition.recordDocument'
  | 'recognition.recordText'
  | 'recognition.readAgain';

export const recognitionCommandHandlers: CommandHandlers<Own> = {
  'recognition.recordPage': prepared({
    prepare: async (_, { outcome }) => (outcome.ok ? deflate(outcome.reading) : null),
    run: ({ store, now }, { documentId, number, outcome }, reading) => {
      const page = { documentId, number };
      const row = pageReading(store, page) ?? notFound('page');
      if (row.state !== 'waiting') return { result: {}, events: [] };
      if (outcome.ok) {
        const { rotation, look } = outcome;
        keepPage(store, page, { state: 'read', problem: null, rotation, look, reading, at: now });
        return { result: {}, events: [] };
      }
      const { problem } = outcome;
      keepPage(store, page, { state: 'given-up', problem, rotation: 0, look: null, reading: null, at: now });
      return {
        result: {},
        events: [
          {
            name: 'recognition.gaveUp',
            subject: { kind: 'document', id: documentId },
            data: { documentId, page: number },
            reason: problem,
          },
        ],
      };
    },
  }),

  'recognition.recordDocument': prepared({
    prepare: async ({ store }, { documentId, reading }) => {
      const readings: PageReading[] = [];
      for (const { number } of pageReadingsOf(store, documentId)) {
        const page = await keptReading(store, documentId, number);
        if (page) readings.push(page);
      }
      return {
        search: searchWords(readings),
        key: contentKey(readings.flatMap(bodyWords), reading.found),
      };
    },
    run: ({ store, now }, { documentId, reading }, { search, key }) => {
      const pages = pageReadingsOf(store, documentId);
      if (pages.length === 0) notFound('page');
      // Asked to be read once more meanwhile: this reading is of yesterday.
      const overtaken = pages.some(({ state }) => state === 'waiting');
      if (overtaken || documentReading(store, documentId)) return { result: {}, events: [] };
      keepReading(store, documentId, reading, { search, key, at: now });
      return {
        result: {},
        events: [
          { name: 'recognition.read', subject: { kind: 'document', id: documentId }, data: { documentId } },
        ],
      };
    },
  }),

  'recognition.recordText': ({ store, now }, { prescriptionId, found }) => {
    const { stage, patient_id: patientId } = loadPrescription(store, prescriptionId);
    keepTextReading(store, prescriptionId, now);
    // What was typed meanwhile needs no help.
    if (found === null || stage !== 'transcribing') return { result: {}, events: [] };
    keepTextFound(store, prescriptionId, found);
    return {
      result: {},
      events: [
        {
          name: 'recognition.readText',
          subject: { kind: 'prescription', id: prescriptionId },
          patientId,
          data: { prescriptionId },
        },
      ],
    };
  },

  'recognition.readAgain': (context, { documentId }) => {
    const { store } = context;
    const numbers = pageNumbersOf(store, documentId);
    if (numbers.length === 0) notFound('document');
    if (!context.setting('recognition.on')) refuse('recognition.off');
    forgetDocument(store, documentId);
    awaitReading(store, documentId, numbers);
    return {
      result: {},
      events: [
        { name: 'recognition.asked', subject: { kind: 'document', id: documentId }, data: { documentId } },
      ],
    };
  },
};
