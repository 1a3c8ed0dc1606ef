/**
 * From the words of a document's pages to what is prescribed on them.
 *
 * Always: pure and total: any words give a reading, none throws; every value is made of words that stand on a page,
 * and its region lies inside that page. Not here: OCR before, matching to people and drugs on file after.
 */
import type { DocumentReading } from '../../contract/recognition.ts';
import type { PageReading } from '../reading.ts';
import { layoutOf } from './layout.ts';
import { type PreparedLexicon, prepareLexicon } from './lexicon.ts';
import { agreed } from './looks.ts';
import { type PageReadout, readPage } from './read-page.ts';
import { foundOn } from './split.ts';

export { type PreparedLexicon, prepareLexicon };

/**
 * Reads a document; `pages[i]` is its page i + 1, one without words could not be read. Pages that were looked at more
 * than once are gone through as often.
 */
export function extract(pages: readonly PageReading[], lexicon: PreparedLexicon): DocumentReading {
  const first = fromWords(pages, lexicon);
  const looks = Math.max(0, ...pages.map(({ again }) => again?.length ?? 0));
  if (looks === 0) return first;
  const more = Array.from({ length: looks }, (_, at) =>
    fromWords(
      pages.map((page) => ({ ...page, words: page.again?.[at] ?? page.words })),
      lexicon,
    ),
  );
  return agreed([first, ...more]);
}

function fromWords(pages: readonly PageReading[], lexicon: PreparedLexicon): DocumentReading {
  const readouts: PageReadout[] = [];
  for (const [at, reading] of pages.entries())
    readouts.push(readPage(reading, at + 1, lexicon, readouts.at(-1) ?? null));
  const found = foundOn(readouts);
  const first = readouts.find(({ kind: { kind } }) => kind === 'prescription' || kind === 'refill-request');
  const clinic =
    found.flatMap(({ suggestions }) => suggestions).find(({ field }) => field === 'clinic')?.value ?? '';
  return {
    pages: readouts.slice(0, 300).map(({ sheet, kind }) => ({
      number: sheet.page.number,
      kind: kind.kind,
      why: kind.why.slice(0, 200),
    })),
    found: found.slice(0, 60),
    layout: first === undefined ? '' : layoutOf(first.sheet, lexicon.profile),
    sender: (
      readouts.map(({ faxLine }) => faxLine?.from ?? '').find((number) => number !== '') ?? clinic
    ).slice(0, 120),
  };
}
