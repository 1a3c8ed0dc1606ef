/**
 * Dates as people write them, by the country's order: month first in the United States, day first in the United
 * Kingdom.
 *
 * Always: a day that is not in the calendar is none; a letter put right or a stroke guessed is said. Not here:
 * whether the day makes sense for what it is the date of.
 */
import type { Lexicon } from '../../reading.ts';
import { faults, folded } from '../fuzzy.ts';
import type { Read } from '../span.ts';
import { asFigures, looseFigure as figure } from './number.ts';

export interface ReadDate extends Read {
  /** Only one order of day and month is possible, or both are the same. */
  readonly oneWay: boolean;
  /** Written the other way round than the country does. */
  readonly foreign: boolean;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const foldedMonths = months.map(folded);

const two = `${figure}{1,2}`;
const year = `(?:${figure}{4}|${figure}{2})`;
const apart = "\\s?[/.\\-–'’]\\s?";
const shapes = {
  numeric: new RegExp(`(?<![\\d/.-])(${two})${apart}(${two})${apart}(${year})(?![\\d/]|-\\d|\\.\\d)`, 'g'),
  iso: /(?<![\d/.-])(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d/-])/g,
  // A day is no letter of the month: `September 13, 1961` is not the 5th.
  dayMonth: new RegExp(
    `(?<![\\p{L}\\d])(?=\\S?\\d)(${two})\\s?(?:st|nd|rd|th)?[\\s\\-.,/]*(?:of\\s)?([\\p{L}0]{3,9})[\\s\\-.,/]*(${year})(?!\\d)`,
    'gu',
  ),
  monthDay: new RegExp(
    `(?<!\\p{L})([\\p{L}0]{3,9})\\.?\\s*[-/]?\\s*(${two})(?:st|nd|rd|th)?[\\s,./-]+(${figure}{4})(?!\\d)`,
    'gu',
  ),
  /** Strokes that were read as the figure one, or not at all. */
  strokesLost: /(?<!\d)(\d{2})[1Il|/]?(\d{2})[1Il|/](\d{4})(?!\d)/g,
  /** `62/2026` and `6.22026`: of figures of one place each, a stroke or both were lost. */
  shortStrokesLost: /(?<![\d/.-])(\d)[/.]?(\d)[/.]?((?:19|20)\d{2})(?![\d/])/g,
};

/** Every date of a text. Two-digit years lie in the hundred years up to today's. */
export function datesIn(text: string, profile: Lexicon['profile'], today: string): ReadDate[] {
  const found: ReadDate[] = [];
  const take = (
    match: RegExpExecArray,
    parts: { day: string; month: string; year: string } | null,
    how: Partial<Pick<ReadDate, 'repaired' | 'oneWay' | 'foreign'>> = {},
  ) => {
    if (parts === null) return;
    const own = dayOf(parts, today);
    const value = own ?? dayOf(meantParts(parts), today);
    const from = match.index;
    const to = from + match[0].length;
    if (value === null || found.some((other) => from < other.to && other.from < to)) return;
    const digits = [parts.day, parts.year, ...(/\d/.test(parts.month) ? [parts.month] : [])].join('');
    found.push({
      value,
      from,
      to,
      repaired: how.repaired === true || own === null || /\D/.test(digits),
      oneWay: how.oneWay ?? true,
      foreign: how.foreign ?? false,
    });
  };
  for (const match of text.matchAll(shapes.iso)) {
    take(match, { year: match[1]!, month: match[2]!, day: match[3]! });
  }
  for (const match of text.matchAll(shapes.numeric)) {
    if (!mostlyFigures(match[0])) continue;
    numeric(match, profile, take);
  }
  for (const match of text.matchAll(shapes.dayMonth)) {
    const month = monthOf(match[2]!);
    if (month !== null) {
      take(match, { day: match[1]!, month: month.number, year: match[3]! }, { repaired: month.repaired });
    }
  }
  for (const match of text.matchAll(shapes.monthDay)) {
    const month = monthOf(match[1]!);
    if (month !== null) {
      take(match, { day: match[2]!, month: month.number, year: match[3]! }, { repaired: month.repaired });
    }
  }
  for (const match of text.matchAll(shapes.strokesLost)) {
    if (/[/]/.test(match[0]) || match[0].length === 10) numeric(match, profile, take, true);
  }
  for (const match of text.matchAll(shapes.shortStrokesLost))
    if (/[/.]/.test(match[0])) numeric(match, profile, take, true);
  return found.sort((a, b) => a.from - b.from);
}

type Take = (
  match: RegExpExecArray,
  parts: { day: string; month: string; year: string },
  how: Partial<Pick<ReadDate, 'repaired' | 'oneWay' | 'foreign'>>,
) => void;

function numeric(match: RegExpExecArray, profile: Lexicon['profile'], take: Take, repaired = false): void {
  const [first, second, yearText] = [match[1]!, match[2]!, match[3]!];
  const [one, other] = [Number(asFigures(first)), Number(asFigures(second))];
  const monthFirst = profile === 'us';
  const [month, day] = monthFirst ? [one, other] : [other, one];
  const foreign = month > 12 && day <= 12;
  const parts = (monthText: string, dayText: string) => ({ month: monthText, day: dayText, year: yearText });
  const inOrder = monthFirst ? parts(first, second) : parts(second, first);
  const turned = monthFirst ? parts(second, first) : parts(first, second);
  take(match, foreign ? turned : inOrder, {
    repaired: repaired || /['’]/.test(match[0]),
    foreign,
    oneWay: one > 12 || other > 12 || one === other,
  });
}

const mostlyFigures = (text: string): boolean =>
  (text.match(/\d/g) ?? []).length >= 2 * (text.match(/[A-Za-z|]/g) ?? []).length && /\d/.test(text);

function monthOf(word: string): { number: string; repaired: boolean } | null {
  const lower = word.toLowerCase().replaceAll('0', 'o');
  const exact = months.findIndex(
    (month) => month === lower || (lower.length >= 3 && month.startsWith(lower)),
  );
  if (exact >= 0 || lower === 'sept') return { number: String(exact >= 0 ? exact + 1 : 9), repaired: false };
  const key = folded(word);
  const near = foldedMonths
    .map((month, at) => ({
      at,
      faults: faults(key.slice(0, month.length), key.length <= 4 ? month.slice(0, 3) : month, 1),
    }))
    .filter((one) => one.faults <= (key.length <= 4 ? 0 : 1));
  return near.length === 1 ? { number: String(near[0]!.at + 1), repaired: true } : null;
}

/** What an impossible day may have been before a hand's one was taken for a seven, or its nine for a four. */
const meantParts = (parts: { day: string; month: string; year: string }) => ({
  day: parts.day.replace(/^7(?=\d$)/, '1'),
  month: parts.month.replace(/^7(?=[012]$)/, '1').replace(/^17$/, '11'),
  year: parts.year.replace(/^(?:7[0-9]|1[0-8])(?=\d\d$)/, '19'),
});

function dayOf(parts: { day: string; month: string; year: string }, today: string): string | null {
  const [day, month, short] = [parts.day, parts.month, parts.year].map((part) => Number(asFigures(part)));
  if (day === undefined || month === undefined || short === undefined) return null;
  const century = Number(today.slice(0, 2)) * 100;
  const full =
    parts.year.length > 2
      ? short
      : century + short > Number(today.slice(0, 4))
        ? century - 100 + short
        : century + short;
  if (full < 1880 || full > 2150) return null;
  const text = `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}
