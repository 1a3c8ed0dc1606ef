/**
 * The line a fax machine prints on every page: when, from whom, to whom, which page.
 *
 * Always: it is the machine's word, not the prescriber's: nothing of it becomes a date written, a clinic or a number
 * of one. Not here: what the page says.
 */
import type { Lexicon } from '../reading.ts';
import type { PageText } from './lines.ts';
import { spanOf } from './span.ts';
import { datesIn } from './values/date.ts';
import { phonesIn } from './values/phone.ts';

export interface FaxLine {
  readonly lines: ReadonlySet<number>;
  /** The sending number in digits, or "". */
  readonly from: string;
  readonly name: string;
  /** The receiving number in digits, or "". */
  readonly to: string;
  /** The days its clock may mean. */
  readonly days: readonly string[];
}

const pageCount =
  /\bp(?:age|g)?\s?[.:]?\s?\d{1,3}\s?(?:\/|of)\s?\d{1,3}\b|\b\d{1,3}\s?\/\s?\d{1,3}$|\bp\.?\s?\d{1,3}$/i;
const clock = /\b\d{1,2}[:.]\d{2}\b/;

/** The machine's line at the very top or bottom of a page, or null. */
export function faxLineOf(
  { lines, reading }: PageText,
  { profile, today }: Pick<Lexicon, 'profile' | 'today'>,
): FaxLine | null {
  const edge = lines.filter(
    ({ box }) => box.y < 0.05 * reading.height || box.y + box.height > 0.97 * reading.height,
  );
  const own = edge.filter(({ tokens }) => {
    const { text } = spanOf(tokens);
    const marks = [
      clock.test(text),
      pageCount.test(text),
      /\bfrom\b/i.test(text),
      /\bto\b/i.test(text),
      /\bfax\b/i.test(text),
      phonesIn(text, profile).length > 0,
    ];
    return marks.filter(Boolean).length >= 2;
  });
  if (own.length === 0) return null;
  const text = own.map(({ tokens }) => spanOf(tokens).text).join(' ');
  const toAt = /\bto\s?[:;.]/i.exec(text)?.index ?? text.length;
  const phones = phonesIn(text, profile);
  const from = phones.find((phone) => phone.from < toAt)?.value ?? '';
  const fromAt = /\bfrom\s?[:;.]?\s*/i.exec(text);
  const nameFrom = fromAt === null ? -1 : fromAt.index + fromAt[0].length;
  const name =
    nameFrom < 0
      ? ''
      : text
          .slice(nameFrom, toAt)
          .split(/[\d+(]/)[0]!
          .replace(/[^\p{L}]+$/u, '')
          .trim();
  return {
    lines: new Set(own.map(({ number }) => number)),
    from,
    name,
    to: phones.find((phone) => phone.from > toAt)?.value ?? '',
    days: datesIn(text, profile, today).map(({ value }) => value),
  };
}
