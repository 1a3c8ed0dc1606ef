/**
 * What the machine proposes for an order, how its reading goes, and how often it was right.
 * Always: nothing here is a decision; every suggestion names its place on a page, every candidate its reason.
 */
import { inflateRawSync } from 'node:zlib';
import { addDays, instantOfDay } from '../calendar.ts';
import type { QueryResult } from '../contract/index.ts';
import type { Suggestion } from '../contract/recognition.ts';
import type { Context, QueryHandlers } from '../handler.ts';
import { documentViewOf, pagesOf } from '../intake/store.ts';
import type { Health } from '../operation/health.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';
import { foundOf, summaryOf } from './found.ts';
import { candidatesFor } from './match.ts';
import type { PageReading } from './reading.ts';
import { bodyWords, type ComparedFax, nearestKeys, sameSheet } from './same-fax.ts';
import {
  contentKeysSince,
  deflatedReading,
  documentReading,
  foundOn,
  foundTakenBy,
  ordersOn,
  outcomesBy,
  type PageReadingRow,
  pageReadingsOf,
  readingCounts,
  readingFigures,
} from './store.ts';

type Proposed = QueryResult<'recognition.ofPrescription'>;

/** Where reading stands: none where nothing is read, waiting as long as anything of it is to come. */
const stateOf = (context: Context, pages: readonly PageReadingRow[]): Proposed['state'] => {
  if (pages.length === 0) return 'none';
  // A page is gone through once it has a kind.
  if (pages.some(({ kind }) => kind === null)) return context.setting('recognition.on') ? 'waiting' : 'none';
  return pages.every(({ state }) => state === 'given-up') ? 'given-up' : 'read';
};

/** More pages than this are not compared: nobody sends two hundred pages twice and wonders. */
const COMPARED_PAGES = 20;

/** A document as it is held beside another. */
const comparedFax = (store: Reader, documentId: string): ComparedFax => {
  const pages = pageReadingsOf(store, documentId).slice(0, COMPARED_PAGES);
  const wordsOn = (number: number): string[] => {
    const deflated = deflatedReading(store, { documentId, number });
    return deflated === null ? [] : bodyWords(JSON.parse(inflateRawSync(deflated).toString()) as PageReading);
  };
  return {
    looks: pages.flatMap(({ look }) => look ?? []),
    words: () => pages.flatMap(({ number }) => wordsOn(number)),
    found: () => foundOn(store, documentId).map(foundOf),
  };
};

/** Earlier documents that are probably the same sheet. */
const sameFaxes = ({ store, now, setting }: Context, documentId: string): Proposed['sameFax'] => {
  const own = documentReading(store, documentId);
  if (!own?.content_key) return [];
  const since = new Date(Date.parse(now) - setting('same-fax.days') * 86_400_000).toISOString();
  const others = contentKeysSince(store, since).filter(({ id }) => id !== documentId);
  const nearest = nearestKeys(own.content_key, others);
  if (nearest.length === 0) return [];
  const { receivedAt } = documentViewOf(store, documentId);
  const fax = comparedFax(store, documentId);
  return nearest.flatMap(({ id }) => {
    const earlier = documentViewOf(store, id);
    if (earlier.receivedAt > receivedAt || (earlier.receivedAt === receivedAt && id > documentId)) return [];
    const why = sameSheet(fax, comparedFax(store, id));
    const orders = () =>
      ordersOn(store, id).map(({ rx_number, ...order }) => ({ ...order, rxNumber: rx_number }));
    return why === null ? [] : [{ documentId: id, receivedAt: earlier.receivedAt, why, orders: orders() }];
  });
};

type Own = 'recognition.status' | 'recognition.ofPrescription' | 'recognition.corrections';

export const recognitionQueryHandlers = (health: Health): QueryHandlers<Own> => ({
  'recognition.status': (context) => {
    const counts = readingCounts(context.store);
    const off = counts.waiting > 0 && !context.setting('recognition.on');
    return {
      ...counts,
      problem: off ? 'Reading by the machine is switched off; pages wait.' : health.readingProblem,
    };
  },

  'recognition.ofPrescription': (context, { prescriptionId }) => {
    const { store } = context;
    const row = loadPrescription(store, prescriptionId);
    const own = pagesOf(store, row.id);
    const documents = [...new Set(own.map(({ documentId }) => documentId))];
    const all = documents.flatMap((documentId) => pageReadingsOf(store, documentId));
    const taken = foundTakenBy(store, row.id);
    const suggestions: Suggestion[] = taken ? foundOf(taken).suggestions : [];
    return {
      state: stateOf(context, all),
      progress: { read: all.filter(({ state }) => state !== 'waiting').length, total: all.length },
      pages: own.flatMap(({ documentId, number }) => {
        const page = all.find((one) => one.document_id === documentId && one.number === number);
        if (!page) return [];
        const { state, problem, rotation, kind, why } = page;
        return [{ documentId, number, state, problem, rotation, kind, why }];
      }),
      kind: taken?.kind ?? null,
      foundId: taken?.id ?? null,
      suggestions: suggestions.map((one) => ({
        ...one,
        region: taken?.document_id ? { documentId: taken.document_id, ...one.region } : null,
      })),
      ...candidatesFor(context, suggestions),
      found: documents
        .flatMap((documentId) => foundOn(store, documentId))
        .map((one) => ({
          id: one.id,
          kind: one.kind,
          pages: foundOf(one).pages,
          summary: summaryOf(foundOf(one).suggestions),
          prescriptionId: one.prescription_id,
        })),
      sameFax: documents.flatMap((documentId) => sameFaxes(context, documentId)),
    };
  },

  'recognition.corrections': (context, { from, to, by }) => {
    const zone = context.setting('branch.timeZone');
    const span = { from: instantOfDay(from, zone), to: instantOfDay(addDays(to, 1), zone) };
    const { prescriptions, ...pages } = readingFigures(context.store, span);
    return {
      rows: outcomesBy(context.store, by, span).map((row) => ({ ...row, name: row.name || 'not known' })),
      prescriptions,
      pages,
    };
  },
});
