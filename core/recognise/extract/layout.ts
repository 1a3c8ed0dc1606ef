/**
 * The look of a page as a short name, by which corrections are counted.
 *
 * Always: one of a few names that stay the same. Not here: where the values stand.
 */
import { belowOf, besideOf, type Sheet } from './sheet.ts';
import { spanOf } from './span.ts';

/** Names the look of a page. */
export function layoutOf(sheet: Sheet, profile: 'us' | 'uk'): string {
  const text = sheet.page.lines.map(({ tokens }) => spanOf(tokens).text).join('\n');
  const table = sheet.tables.some(({ heads, rows }) => heads.length > 3 || rows.length > 1);
  if (
    profile === 'uk' &&
    /\bpharmacy\s+stamp\b|\bsignature\s+of\s+prescriber\b|\bFP10|\bendorsements\b/i.test(text)
  ) {
    return 'FP10';
  }
  if (table) return 'table';
  const asked = sheet.labels.filter(({ asks }) => asks !== 'other');
  const beside = asked.filter((label) => besideOf(sheet, label).length > 0).length;
  const below = asked.filter(
    (label) => besideOf(sheet, label).length === 0 && belowOf(sheet, label, 2).length > 0,
  ).length;
  if (/^\W*dear\b/im.test(text) || asked.length < 4) return 'prose';
  return below > beside ? 'form, labels above' : 'form, labels left';
}
