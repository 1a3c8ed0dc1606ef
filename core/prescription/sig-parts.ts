/**
 * Cuts directions into parts: doses, codes and phrases, patterns, and words left as written.
 *
 * Always: one pass from left to right with a bounded look ahead, so any text is read in linear time and none
 * throws; the parts in order cover every token. Not here: what the parts add up to.
 */
import { errorProne } from './error-prone.ts';
import { exactly, fraction, multiply, type Range } from './fraction.ts';
import { type AmountRange, numberFlags, rangeAt, unitAt } from './sig-amounts.ts';
import type { Flag, Profile, SigCode, UnitWord } from './sig-codes.ts';
import { type Matcher, noFlags, type Part, type Reader, type SigForm } from './sig-part.ts';
import { clockTime, countWords, duration, interval, maximum, timesAPeriod } from './sig-patterns.ts';
import { keyAt, type Phrase, type Token, tokenAt, type Word, wordAt } from './sig-words.ts';

/** Cuts the whole text. */
export function partsOf(tokens: readonly Token[], form: SigForm, profile: Profile): Part[] {
  const parts: Part[] = [];
  const reader: Reader = { tokens, form, profile, previous: undefined };
  for (let at = 0; at < tokens.length; ) {
    const part = partAt(reader, at);
    parts.push(part);
    reader.previous = part;
    at = part.to;
  }
  return parts;
}

/** The first rule that fits, the longer patterns before the shorter. */
function partAt(reader: Reader, at: number): Part {
  const { kind, word, key } = tokenAt(reader, at);
  const amount = kind === 'number' || word.isAmount ? rangeAt(reader, at) : null;
  let part: Part | null = null;
  if (amount !== null) part = clockTime(reader, at) ?? timesAPeriod(reader, at, amount);
  else if (word.begins !== null) part = beginnings[word.begins](reader, at);
  else if (key === '(') part = strength(reader, at);
  else if (key === 'at' || key === '@') part = clockTime(reader, at + 1, at);
  part ??= spanOfFrequencies(reader, at) ?? phrase(reader, at);
  if (part === null && amount !== null) part = dose(reader, at, amount);
  return part ?? asWritten(reader, at);
}

const beginnings: Record<NonNullable<Word['begins']>, Matcher> = {
  interval,
  duration,
  maximum,
  count: counted,
};

/** `twice a month`, `once every 3 days`. */
function counted(reader: Reader, at: number): Part | null {
  const times = countWords.get(keyAt(reader, at));
  if (times === undefined) return null;
  return timesAPeriod(reader, at, { range: exactly(times), to: at + 1, roman: false, inWords: true });
}

/** A number with a unit; or a bare number where the directions begin, which then counts the product's own unit. */
function dose(reader: Reader, at: number, amount: AmountRange): Part | null {
  if (amount.range.max.numerator === 0) return null;
  const unit = unitAt(reader, amount.to);
  if (unit === null) return bareDose(reader, at, amount);
  const to = amount.to + 1;
  // A dose by weight or by time (mg/kg, mL/h) is not an amount to count.
  if (keyAt(reader, to) === '/') return null;
  const measured = inMillilitres(amount.range, unit);
  const flags = doseFlags(reader, at, amount, unit);
  return {
    from: at,
    to,
    means: { kind: 'dose', amount: measured, unit: unit.unit },
    says: null,
    anew: !amount.inWords || unit.short === true,
    shorthand:
      (!amount.inWords && at === 0) ||
      (unit.short === true && unit.millilitres === undefined) ||
      flags.length > 0,
    known: true,
    flags,
  };
}

const inMillilitres = (amount: Range, { millilitres }: UnitWord): Range => {
  if (millilitres === undefined) return amount;
  const { min, max } = amount;
  const measure = fraction(millilitres);
  return { min: multiply(min, measure), max: multiply(max, measure) };
};

/** The product's own unit, where only a number stands. */
function bareDose(reader: Reader, at: number, amount: AmountRange): Part | null {
  const opens = at === 0 || reader.previous?.means.kind === 'verb';
  if (!opens || amount.roman) return null;
  const next = tokenAt(reader, amount.to);
  const means = codeAt(reader, amount.to)?.code?.means.kind;
  const follows =
    amount.to === reader.tokens.length ||
    /^[.,;]$/.test(next.raw) ||
    (means !== undefined && means !== 'span') ||
    next.word.begins === 'interval';
  if (!follows) return null;
  const { unit } = reader.form;
  return {
    from: at,
    to: amount.to,
    means: { kind: 'dose', amount: amount.range, unit },
    says: null,
    anew: !amount.inWords,
    shorthand: !amount.inWords,
    known: true,
    flags: numberFlags(reader, at, amount.to),
  };
}

function doseFlags(reader: Reader, at: number, amount: AmountRange, unit: UnitWord): readonly Flag[] {
  const { profile } = reader;
  const last = tokenAt(reader, amount.to);
  const written = numberFlags(reader, at, amount.to);
  const numeral = amount.roman ? errorProne('apothecary', profile) : null;
  const judged = last.word.flag[profile];
  const glued = unit.unit === 'unit' && last.gap === '' ? errorProne('run-together', profile) : null;
  if (numeral === null && judged === null && glued === null) return written;
  return [...written, numeral, judged, glued].filter((flag) => flag !== null);
}

/** `(500 mg)`, `(500 mg total)` straight behind a dose. */
function strength(reader: Reader, at: number): Part | null {
  if (reader.previous?.means.kind !== 'dose') return null;
  const amount = rangeAt(reader, at + 1);
  const unit = amount === null ? null : unitAt(reader, amount.to);
  if (amount === null || unit === null || amount.range.max.numerator === 0) return null;
  const total = keyAt(reader, amount.to + 1) === 'total';
  const close = amount.to + (total ? 2 : 1);
  if (keyAt(reader, close) !== ')') return null;
  const measured = inMillilitres(amount.range, unit);
  const flags = doseFlags(reader, at + 1, amount, unit);
  return {
    from: at,
    to: close + 1,
    means: { kind: 'strength', amount: measured, unit: unit.unit },
    says: null,
    anew: unit.short === true || flags.length > 0,
    shorthand: unit.short === true || flags.length > 0,
    known: true,
    flags,
  };
}

/** The longest phrase of the tables that begins here. */
function codeAt(reader: Reader, at: number): Phrase | null {
  let phrase = wordAt(reader, at)[reader.profile];
  let found = phrase?.code ? phrase : null;
  for (let next = at + 1; phrase?.next; next += 1) {
    phrase = phrase.next.get(keyAt(reader, next)) ?? null;
    if (phrase?.code) found = phrase;
  }
  return found;
}

const frequencyKinds = new Set(['often', 'needed', 'join', 'moment', 'meals']);

/** Whether a code that is also an English word stands where only a code can stand. */
function standsAsCode(reader: Reader, to: number, { means }: SigCode): boolean {
  const before = reader.previous?.means.kind;
  const behindVerb = before === 'verb' && means.kind === 'route';
  if (!behindVerb && before !== 'dose' && before !== 'strength' && before !== 'route') return false;
  const next = reader.tokens[to];
  if (next === undefined || next.word.begins === 'duration' || /^[,;.]$/.test(next.raw)) return true;
  if (interval(reader, to) !== null) return true;
  const code = codeAt(reader, to)?.code;
  if (!code || (code.says === undefined && next.word.begins !== 'interval')) return false;
  return frequencyKinds.has(code.means.kind) && next.key !== 'am' && next.key !== 'pm';
}

/** A code or a known phrase from the table. */
function phrase(reader: Reader, at: number): Part | null {
  const found = codeAt(reader, at);
  if (!found?.code) return null;
  const { means, says, wary } = found.code;
  const to = at + found.length;
  if (wary && !standsAsCode(reader, to, found.code)) return null;
  return {
    from: at,
    to,
    means,
    says: says ?? null,
    anew: says !== undefined,
    shorthand: says !== undefined,
    known: true,
    flags: found.flag === null ? noFlags : [found.flag],
  };
}

/** Small words that carry no instruction of their own; every other unmatched word is reported as unread. */
const littleWords = new Set(
  'a an the of in into on at for with by per is it if as from up this your you when while before after until not and/or no'.split(
    ' ',
  ),
);
const written = { kind: 'words' } as const;

function asWritten(reader: Reader, at: number): Part {
  const { key, kind, word } = tokenAt(reader, at);
  const isSign = kind === 'sign' && word.vulgar === null;
  // A unit no dose was made of (20 u/kg) is judged all the same; an English word never.
  const judgeable = isSign || (word.unit !== null && tokenAt(reader, at - 1).kind === 'number');
  const judged = judgeable ? word.flag[reader.profile] : null;
  return {
    from: at,
    to: at + 1,
    means: written,
    says: null,
    anew: false,
    shorthand: false,
    known: isSign || littleWords.has(key),
    flags: judged === null ? numberFlags(reader, at, at + 1) : [judged],
  };
}

/** The hyphen of `bid-tid`. */
function spanOfFrequencies(reader: Reader, at: number): Part | null {
  if (reader.previous?.means.kind !== 'often' || !/^[-–—]$/.test(keyAt(reader, at))) return null;
  const next = codeAt(reader, at + 1)?.code?.means.kind;
  if (next !== 'often' && interval(reader, at + 1) === null) return null;
  return {
    from: at,
    to: at + 1,
    means: { kind: 'span' },
    says: 'to',
    anew: true,
    shorthand: true,
    known: true,
    flags: noFlags,
  };
}
