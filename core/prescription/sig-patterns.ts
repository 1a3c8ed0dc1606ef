/**
 * The parts of directions that follow a pattern: intervals, times a period, durations, maxima, clock times.
 *
 * Always: exact frequencies, bounded look ahead. Not here: codes and phrases, which are a list.
 */
import { errorProne } from './error-prone.ts';
import { exactly, type Fraction, fraction, multiply } from './fraction.ts';
import { type AmountRange, numberFlags, rangeAt, unitAt } from './sig-amounts.ts';
import type { Flag } from './sig-codes.ts';
import { noFlags, type Part, type Reader } from './sig-part.ts';
import { isOne, rangeText } from './sig-said.ts';
import type { Period } from './sig-structure.ts';
import { keyAt, type Token, tokenAt, wordAt } from './sig-words.ts';

const one = exactly(fraction(1));

const flagsOf = (reader: Reader, ...written: string[]): readonly Flag[] => {
  const found = written.flatMap((name) => errorProne(name, reader.profile) ?? []);
  return found.length === 0 ? noFlags : found;
};
/** `q4h`, `q 4-6 hrs`, `every 3 days`. */
export function interval(reader: Reader, at: number): Part | null {
  if (wordAt(reader, at).begins !== 'interval') return null;
  const amount = rangeAt(reader, at + 1);
  if (amount === null || amount.range.min.numerator === 0) return null;
  const coded = keyAt(reader, at) === 'q';
  const { word, key: periodKey } = tokenAt(reader, amount.to);
  const { period } = word;
  if (period === null) return coded ? clockTime(reader, at + 1, at) : null;
  const single = isOne(amount.range);
  const written = coded || periodKey.length <= 2;
  const fault = coded && single && period === 'day' ? 'q1d' : periodKey === '°' ? '°' : null;
  const flags = fault === null ? numberFlags(reader, at, amount.to) : flagsOf(reader, fault);
  return {
    from: at,
    to: amount.to + 1,
    means:
      // Every few minutes is meant for an attack, not for a whole day.
      period === 'minute'
        ? { kind: 'steps' }
        : { kind: 'often', frequency: { times: one, every: amount.range, period } },
    says: written && period === 'minute' ? `every ${rangeText(amount.range)} minutes` : null,
    anew: written,
    shorthand: written,
    known: true,
    flags,
  };
}

const timesWords = new Set(['x', '×', 'time', 'times']);
const perWords = new Set(['a', 'an', 'per', '/', 'each', 'every', 'in', 'any']);

/** `3 x a day`, `2-3 times daily`, `4/day`, `3 times a week`, `twice every 2 weeks`. */
export function timesAPeriod(reader: Reader, at: number, amount: AmountRange): Part | null {
  const counted = amount.to === at + 1 && countWords.has(keyAt(reader, at));
  const afterTimes = timesWords.has(keyAt(reader, amount.to)) ? amount.to + 1 : amount.to;
  const per = keyAt(reader, afterTimes);
  if (afterTimes === amount.to && !counted && per !== '/') return null;
  const afterPer = perWords.has(per) ? afterTimes + 1 : afterTimes;
  const every = per === 'every' ? rangeAt(reader, afterPer) : null;
  const last = every?.to ?? afterPer;
  const adverb = every === null ? adverbs[keyAt(reader, last)] : undefined;
  const period = adverb ?? (afterPer > afterTimes ? wordAt(reader, last).period : null);
  if (period === null || period === 'minute' || amount.roman || amount.range.max.numerator === 0) return null;
  if (every !== null && every.range.min.numerator === 0) return null;
  const short = /^[x×/]$/.test(keyAt(reader, amount.to)) || per === '/';
  return {
    from: at,
    to: last + 1,
    means: { kind: 'often', frequency: { times: amount.range, every: every?.range ?? one, period } },
    says: null,
    anew: short,
    shorthand: short,
    known: true,
    flags: numberFlags(reader, at, last),
  };
}
const adverbs: Record<string, Period | undefined> = { daily: 'day', weekly: 'week', monthly: 'month' };

/** Words that count times by themselves. */
export const countWords: ReadonlyMap<string, Fraction> = new Map([
  ['once', fraction(1)],
  ['twice', fraction(2)],
  ['thrice', fraction(3)],
]);

/** The amount behind `for` or `x`; `for a week` is one. */
function lengthAt(reader: Reader, at: number): AmountRange | null {
  if (keyAt(reader, at) !== 'a') return rangeAt(reader, at);
  return { range: one, to: at + 1, roman: false, inWords: true };
}

/** `x 10 days`, `x10d`, `for 2 weeks`, `x 3 doses`. */
export function duration(reader: Reader, at: number): Part | null {
  if (wordAt(reader, at).begins !== 'duration') return null;
  const amount = lengthAt(reader, at + 1);
  if (amount === null || amount.roman) return null;
  const { key, word } = tokenAt(reader, amount.to);
  const unit = key === 'dose' || key === 'doses' ? 'dose' : word.period;
  const single = isOne(amount.range);
  // One dose is a dose once, not a length of time.
  if (unit === null || unit === 'minute' || amount.range.max.numerator === 0) return null;
  if (unit === 'dose' && single) return null;
  const short = keyAt(reader, at) !== 'for' || key.length <= 2;
  return {
    from: at,
    to: amount.to + 1,
    means: { kind: 'duration', length: amount.range, unit },
    says: null,
    anew: short,
    shorthand: short,
    known: true,
    flags: key === 'd' ? flagsOf(reader, 'x3d') : numberFlags(reader, at, amount.to),
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
const maximumFillers = new Set(['of', 'dose', 'is', ':', 'daily', '=', 'a', 'total']);
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
  if (wordAt(reader, at).begins !== 'maximum') return null;
  const start = maximumStarts.find(({ keys }) =>
    keys.every((key, place) => keyAt(reader, at + place) === key),
  );
  if (start === undefined) return null;
  let next = at + start.keys.length;
  let daily = start.daily === true;
  for (let fillers = 0; fillers < 3 && maximumFillers.has(keyAt(reader, next)); fillers += 1, next += 1) {
    daily ||= keyAt(reader, next) === 'daily';
  }
  const amount = rangeAt(reader, next);
  if (amount === null || amount.roman || amount.range.max.numerator === 0) return null;
  const flags = numberFlags(reader, next, amount.to);
  const unitKey = keyAt(reader, amount.to);
  const word = unitAt(reader, amount.to);
  const countsDoses = doseWords.has(unitKey) && word === null;
  next = amount.to + (word !== null || countsDoses ? 1 : 0);
  let afterPer = next;
  // `in a day`, `in any 24 hours`.
  while (afterPer < next + 2 && perWords.has(keyAt(reader, afterPer))) afterPer += 1;
  const tail = dayTails.find((keys) => keys.every((key, place) => keyAt(reader, afterPer + place) === key));
  if (tail === undefined && !daily) return null;
  const unit = countsDoses ? null : (word?.unit ?? reader.form.unit);
  const value = multiply(amount.range.max, fraction(word?.millilitres ?? 1));
  return {
    from: at,
    to: tail === undefined ? next : afterPer + tail.length,
    means: { kind: 'maximum', amount: value, unit },
    says: null,
    anew: start.short,
    shorthand: start.short,
    known: true,
    flags: word === null ? flags : [...flags, ...flagsOf(reader, unitKey)],
  };
}

const between = ({ kind, raw }: Token, low: number, high: number): boolean =>
  kind === 'number' && /^\d{1,2}$/.test(raw) && Number(raw) >= low && Number(raw) <= high;

/** Codes for “at”, and the fault each is judged as. */
const timeCodes: Record<string, string> = { q: 'q6pm', '@': '@' };

/**
 * `8am`, `at 8:30 pm`, `20:00`: a time of the day, kept as written; `q6pm` and `@ 6 pm` are said anew.
 * @param from where the part begins, when a word or code stands before the time
 */
export function clockTime(reader: Reader, at: number, from = at): Part | null {
  const hour = tokenAt(reader, at);
  const colon = keyAt(reader, at + 1) === ':';
  const minute = tokenAt(reader, at + 2);
  if (colon && !(between(minute, 0, 59) && minute.raw.length === 2)) return null;
  const half = keyAt(reader, at + (colon ? 3 : 1));
  const halved = half === 'am' || half === 'pm';
  // `1:10` is a dilution, unless it stands behind “at”.
  const plain = colon && (hour.raw.length === 2 || keyAt(reader, at - 1) === 'at');
  if (!(halved ? between(hour, 1, 12) : plain && between(hour, 0, 23))) return null;
  const hours = halved ? (Number(hour.raw) % 12) + (half === 'pm' ? 12 : 0) : Number(hour.raw);
  const minutes = hours * 60 + (colon ? Number(minute.raw) : 0);
  const coded = timeCodes[from === at ? '' : keyAt(reader, from)];
  // The small hours belong to the night before.
  const counted = (hours < 4 ? minutes + 1440 : minutes) / 60;
  return {
    from,
    to: at + (colon ? 3 : 1) + (halved ? 1 : 0),
    means: { kind: 'moment', moment: { minute: minutes }, from: counted, to: counted },
    says: null,
    anew: coded !== undefined,
    shorthand: coded !== undefined,
    known: true,
    flags: coded === undefined ? noFlags : flagsOf(reader, coded),
  };
}
