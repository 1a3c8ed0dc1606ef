/**
 * What automation read, as suggestions where the machine's own stand, so that a page is not read twice.
 * Always: whoever read a document first is shown; a document the machine here has gone through stays as it is, and so
 * does what an order has taken up.
 */
import { type AutomationAnswer, wordOfConfidence } from '../contract/automation.ts';
import type { Suggestion } from '../contract/recognition.ts';
import { pageNumbersOf } from '../intake/store.ts';
import type { PrescriptionRow } from '../prescription/store.ts';
import { keepReading, keepTextFound } from '../recognise/commands.ts';
import { awaitReading, documentReading, keepPage, pageReadingsOf } from '../recognise/store.ts';
import type { Writer } from '../store/database.ts';

type Found = AutomationAnswer['found'][number];

/** Values with the word of confidence a person knows. */
export const suggestionsOf = (found: Found | undefined): Suggestion[] =>
  (found?.values ?? []).map((value) => ({ ...value, confidence: wordOfConfidence(value.confidence) }));

/** Keeps what was found of an order or on its document, unless somebody was first or there is nothing to keep. */
export const keepSuggestions = (
  store: Writer,
  { id, document_id: documentId }: Pick<PrescriptionRow, 'id' | 'document_id'>,
  answer: AutomationAnswer,
  at: string,
): void => {
  const [first] = answer.found;
  if (!first) return;
  if (documentId === null) {
    keepTextFound(store, id, { ...first, suggestions: suggestionsOf(first) });
    return;
  }
  if (documentReading(store, documentId)) return;
  const read = new Set(
    pageReadingsOf(store, documentId).flatMap(({ number, state }) => (state === 'read' ? number : [])),
  );
  const numbers = pageNumbersOf(store, documentId).filter((number) => !read.has(number));
  awaitReading(store, documentId, numbers);
  for (const number of numbers) {
    const rotation = answer.pages.find((page) => page.number === number)?.rotation ?? 0;
    keepPage(
      store,
      { documentId, number },
      { state: 'read', problem: null, rotation, look: null, reading: null, at },
    );
  }
  const found = answer.found.map((one) => ({
    kind: one.kind,
    pages: one.pages,
    suggestions: suggestionsOf(one),
  }));
  const { pages, layout, sender } = answer;
  const search = found.flatMap(({ suggestions }) => suggestions.map(({ value }) => value)).join(' ');
  keepReading(store, documentId, { pages, found, layout, sender }, { search, key: '', at });
};
