/**
 * The parts of directions that follow a pattern: intervals, times a period, durations, maxima, clock times.
 *
 * Always: exact frequencies, bounded look ahead. Not here: codes and phrases, which are a list.
 */
import { type Fraction, fraction, fractionText, multiply } from './fraction.ts';
import { numberFlags, rangeAt, rangeText, unitText } from './sig-amounts.ts';
import { type Flag, type Meaning, unitWords } from './sig-codes.ts';
import { type Part, type Reader, unitFlags } from './sig-part.ts';
import { keyAt, oneOf } from './sig-tokens.ts';

/** Words an interval begins with. */
export const intervalStarts = new Set(['q', 'every', 'each']);
const periods: Record<string, { name: string; perDay: Fraction }> = {};
for (const [name, keys, perDay] of [
  ['minute', 'min mins minute minutes', fraction(1440)],
  ['hour', 'h hr hrs hour hours °', fraction(24)],
  ['day', 'd day days', fraction(1)],
  ['week', 'w wk wks week weeks', fraction(1, 7)],
  ['month', 'mo mos month months', fraction(12, 365)],
] as const) {
  for (const key of keys.split(' ')) periods[key] = { name, perDay };
}
const periodAt = (reader: Reader, at: number) =>
  Object.hasOwn(periods, keyAt(reader, at)) ? periods[keyAt(reader, at)] : undefined;

const everyOneDay: Flag = {
  code: 'q1d',
  severity: 'warn',
  text: '“q1d” is misread as four times a day. Write “daily”.',
};

/** `q4h`, `q 4-6 hrs`, `every 3 days`. */
export function interval(reader: Reader, at: number): Part | null {
  if (!oneOf(reader, at, intervalStarts)) return null;
  const amount = rangeAt(reader, at + 1);
  const period = amount === null ? undefined : periodAt(reader, amount.to);
  if (amount === null || period === undefined || amount.range.min.numerator === 0) return null;
  const { min, max } = amount.range;
  const often = (every: Fraction) =>
    fraction(period.perDay.numerator * every.denominator, period.perDay.denominator * every.numerator);
  const one = max.numerator === 1 && max.denominator === 1;
  const means: Meaning = {
    kind: 'times',
    min: often(max),
    max: often(min),
    ...(period.name === 'hour' && { hours: true as const }),
  };
  const written = keyAt(reader, at) === 'q' || keyAt(reader, amount.to).length <= 2;
  return {
    from: at,
    to: amount.to + 1,
    // Every few minutes is meant for an attack, not for a whole day.
    means: period.name === 'minute' ? { kind: 'steps' } : means,
    says: written ? `every ${one ? '' : `${rangeText(amount.range)} `}${period.name}${one ? '' : 's'}` : null,
    shorthand: written,
    known: true,
    flags: [
      ...numberFlags(reader, at, amount.to),
      ...(keyAt(reader, at) === 'q' && one && period.name === 'day' ? [everyOneDay] : []),
    ],
  };
}

const timesWords = new Set(['x', '×', 'time', 'times']);
const perWords = new Set(['a', 'per', '/', 'each', 'every', 'in', 'any']);

/** `3 x a day`, `2-3 times daily`, `4/day`, `3 times a week`. */
export function timesAPeriod(reader: Reader, at: number): Part | null {
  const amount = rangeAt(reader, at);
  if (amount === null || amount.roman || amount.range.max.numerator === 0) return null;
  const afterTimes = oneOf(reader, amount.to, timesWords) ? amount.to + 1 : amount.to;
  const afterPer = oneOf(reader, afterTimes, perWords) ? afterTimes + 1 : afterTimes;
  const key = keyAt(reader, afterPer);
  const adverb = key === 'daily' ? periods.day : key === 'weekly' ? periods.week : undefined;
  const period = adverb ?? (afterPer > afterTimes ? periodAt(reader, afterPer) : undefined);
  if (afterTimes === amount.to && (adverb !== undefined || keyAt(reader, afterTimes) !== '/')) return null;
  if (period === undefined || period.name === 'minute') return null;
  const means: Meaning = {
    kind: 'times',
    min: multiply(amount.range.min, period.perDay),
    max: multiply(amount.range.max, period.perDay),
  };
  const short = [...reader.tokens.slice(amount.to, afterPer)].some(
    ({ key: part }) => part === 'x' || part === '/' || part === '×',
  );
  return {
    from: at,
    to: afterPer + 1,
    means,
    says: short ? `${rangeText(amount.range)} times a ${period.name}` : null,
    shorthand: short,
    known: true,
    flags: numberFlags(reader, at, amount.to),
  };
}

/** Words a duration begins with. */
export const durationStarts = new Set(['x', '×', 'for']);

/** `x 10 days`, `x10d`, `for 2 weeks`, `x 3 doses`. */
export function duration(reader: Reader, at: number): Part | null {
  if (!oneOf(reader, at, durationStarts)) return null;
  const amount = rangeAt(reader, at + 1);
  if (amount === null || amount.roman) return null;
  const period = periodAt(reader, amount.to);
  const doses = ['dose', 'doses'].includes(keyAt(reader, amount.to));
  const { max } = amount.range;
  if ((period === undefined && !doses) || max.numerator === 0 || period?.name === 'minute') return null;
  const one = max.numerator <= max.denominator;
  const lasts = { hour: fraction(1, 24), day: fraction(1), week: fraction(7), month: fraction(30) };
  const length = lasts[period?.name as keyof typeof lasts];
  const short = keyAt(reader, at) !== 'for' || keyAt(reader, amount.to).length <= 2;
  return {
    from: at,
    to: amount.to + 1,
    means: { kind: 'duration', days: length === undefined ? null : multiply(max, length) },
    says: short ? `for ${rangeText(amount.range)} ${period?.name ?? 'dose'}${one ? '' : 's'}` : null,
    shorthand: short,
    known: true,
    flags: numberFlags(reader, at, amount.to),
  };
}

const maximumStarts: { keys: string[]; short: boolean; daily?: true }[] = [
  { keys: ['mdd'], short: true, daily: true },
  { keys: ['nte'], short: true },
  { keys: ['max'], short: true },
  { keys: ['maximum'], short: false },
  { keys: ['not', 'to', 'exceed'], short: false },
  { keys: ['do', 'not', 'exceed'], short: false },
  { keys: ['do', 'not', 'take', 'more', 'than'], short: false },
  { keys: ['no', 'more', 'than'], short: false },
  { keys: ['not', 'more', 'than'], short: false },
];
const maximumFillers = new Set(['of', 'dose', 'is', ':', 'daily', '=']);
const doseWords = new Set(['dose', 'doses', 'times', 'x']);
const dayTails: string[][] = [
  ['day'],
  ['d'],
  ['daily'],
  ['24', 'h'],
  ['24', 'hr'],
  ['24', 'hrs'],
  ['24', 'hour'],
  ['24', 'hours'],
];

/** `max 8 tabs/day`, `nte 4 per 24h`, `no more than 6 in 24 hours`. Without a day it stays as written. */
export function maximum(reader: Reader, at: number): Part | null {
  const start = maximumStarts.find(({ keys }) =>
    keys.every((key, place) => keyAt(reader, at + place) === key),
  );
  if (start === undefined) return null;
  let next = at + start.keys.length;
  let daily = start.daily === true;
  for (let fillers = 0; fillers < 3 && oneOf(reader, next, maximumFillers); fillers += 1, next += 1) {
    daily ||= keyAt(reader, next) === 'daily';
  }
  const amount = rangeAt(reader, next);
  if (amount === null || amount.roman || amount.range.max.numerator === 0) return null;
  const flags = numberFlags(reader, next, amount.to);
  const unitKey = keyAt(reader, amount.to);
  const word = unitWords.get(unitKey);
  const countsDoses = doseWords.has(unitKey);
  next = amount.to + (word !== undefined || countsDoses ? 1 : 0);
  const afterPer = oneOf(reader, next, perWords) ? next + 1 : next;
  const tail = dayTails.find((keys) => keys.every((key, place) => keyAt(reader, afterPer + place) === key));
  if (tail === undefined && !daily) return null;
  const unit = countsDoses ? null : (word?.unit ?? reader.form.unit);
  const value = multiply(amount.range.max, fraction(word?.millilitres ?? 1));
  const counted = unit === null ? unitText('dose', value) : unitText(unit, value);
  return {
    from: at,
    to: tail === undefined ? next : afterPer + tail.length,
    means: { kind: 'maximum', amount: value, unit },
    says: start.short ? `no more than ${fractionText(value)} ${counted} in a day` : null,
    shorthand: start.short,
    known: true,
    flags: word === undefined ? flags : [...flags, ...unitFlags(unitKey, word)],
  };
}

/** `8am`, `10 pm`: a time of the day, kept as written. */
export function clockTime(reader: Reader, at: number): Part | null {
  if (!/^(1[0-2]|[1-9])$/.test(keyAt(reader, at)) || !['am', 'pm'].includes(keyAt(reader, at + 1)))
    return null;
  const hour = (Number(keyAt(reader, at)) % 12) + (keyAt(reader, at + 1) === 'pm' ? 12 : 0);
  // The small hours belong to the night before.
  const counted = hour < 4 ? hour + 24 : hour;
  return {
    from: at,
    to: at + 2,
    means: { kind: 'clock', from: counted, to: counted },
    says: null,
    shorthand: false,
    known: true,
    flags: [],
  };
}
