/**
 * How well a page was read, by the words on it that are known beforehand: labels, words of directions, forms, names
 * of drugs. A fault in those means faults in names and figures, which nothing else shows.
 *
 * Always: judged on the page's own words. Not here: what follows for a value (confidence.ts).
 */
import type { Trust } from './confidence.ts';
import type { Item } from './items.ts';
import type { Sheet } from './sheet.ts';

/** Judges one page. */
export function trustIn(sheet: Sheet, items: readonly Item[]): Trust {
  const labels = sheet.labels.filter(({ line, from, to }) => {
    const letters = sheet.page.lines[line]!.tokens.slice(from, to).reduce(
      (sum, { key }) => sum + key.length,
      0,
    );
    return letters > 3;
  });
  const misread =
    labels.filter(({ exact }) => !exact).length +
    items.filter(({ drug }) => drug.misspelt).length +
    items
      .flatMap(({ drafts }) => drafts.flatMap(({ checks }) => checks))
      .filter(({ passed, words }) => !passed && words.includes('taken for')).length;
  const words = sheet.page.lines.flatMap(({ tokens }) => tokens).filter(({ key }) => /^[a-z]{3,}$/.test(key));
  const faint = words.filter(({ confidence }) => confidence < 60).length;
  return { clear: misread === 0 && faint <= 0.08 * words.length };
}
