/**
 * Cuts directions into parts: doses, codes and phrases, patterns, and words left as written.
 *
 * Always: one pass from left to right with a bounded look ahead, so any text is read in linear time and none
 * throws; the parts in order cover every token. Not here: what the parts add up to.
 */
import { fraction, multiply, type Range } from './fraction.ts';
import { type AmountRange, doseText, numberFlags, rangeAt } from './sig-amounts.ts';
import { type Flag, type Profile, type SigCode, sigCodes, type UnitWord, unitWords } from './sig-codes.ts';
import { type Matcher, type Part, type Reader, type SigForm, unitFlags } from './sig-part.ts';
import {
  clockTime,
  duration,
  durationStarts,
  interval,
  intervalStarts,
  maximum,
  timesAPeriod,
} from './sig-patterns.ts';
import { keyAt, type Token, tokensOf } from './sig-tokens.ts';

type Phrase = { keys: string[]; code: SigCode };

/** Phrases by profile and first word, longest first. */
const phrases: Record<Profile, Map<string, Phrase[]>> = { us: phrasesOf('us'), uk: phrasesOf('uk') };

function phrasesOf(profile: Profile): Map<string, Phrase[]> {
  const all = sigCodes
    .filter((code) => (code.profile ?? profile) === profile)
    .flatMap((code) =>
      code.written.split('|').map((written) => ({ keys: tokensOf(written).map(({ key }) => key), code })),
    )
    .sort((a, b) => b.keys.length - a.keys.length);
  return Map.groupBy(all, ({ keys }) => keys[0] ?? '');
}

/** Cuts the whole text. */
export function partsOf(tokens: readonly Token[], form: SigForm, profile: Profile): Part[] {
  const parts: Part[] = [];
  const reader: Reader = { tokens, form, profile, previous: undefined };
  for (let at = 0; at < tokens.length; at = reader.previous?.to ?? tokens.length) {
    const part =
      matchers.reduce<Part | null>((found, match) => found ?? match(reader, at), null) ??
      asWritten(reader, at);
    parts.push(part);
    reader.previous = part;
  }
  return parts;
}

const apothecary: Flag = {
  code: 'apothecary',
  severity: 'warn',
  text: 'Numerals such as i, ii or ss are easily misread. Write the number in figures.',
};

/** A number with a unit; or a bare number where the directions begin, which then counts the product's own unit. */
function dose(reader: Reader, at: number): Part | null {
  const amount = rangeAt(reader, at);
  if (amount === null || amount.range.max.numerator === 0) return null;
  const unitKey = keyAt(reader, amount.to);
  const word = unitWords.get(unitKey);
  if (word === undefined) return bareDose(reader, at, amount);
  const to = amount.to + 1;
  // A dose by weight or by time (mg/kg, mL/h) is not an amount to count.
  if (keyAt(reader, to) === '/') return null;
  const flags = [
    ...numberFlags(reader, at, to),
    ...(amount.roman ? [apothecary] : []),
    ...unitFlags(unitKey, word),
  ];
  return dosePart(at, to, amount, word, flags);
}

function dosePart(
  at: number,
  to: number,
  amount: { range: Range; inWords: boolean },
  word: UnitWord,
  flags: Flag[],
): Part {
  const measure = fraction(word.millilitres ?? 1);
  const range = { min: multiply(amount.range.min, measure), max: multiply(amount.range.max, measure) };
  return {
    from: at,
    to,
    means: { kind: 'dose', amount: range, unit: word.unit, solid: word.solid === true },
    says: amount.inWords && !word.short ? null : doseText(range, word.unit, word.solid === true),
    shorthand:
      (!amount.inWords && at === 0) ||
      (word.short === true && word.millilitres === undefined) ||
      flags.length > 0,
    known: true,
    flags,
  };
}

function bareDose(reader: Reader, at: number, amount: AmountRange): Part | null {
  const opens = at === 0 || reader.previous?.means.kind === 'verb';
  const next = reader.tokens[amount.to];
  const code = codeAt(reader, amount.to)?.code;
  const follows =
    next === undefined || (code !== undefined && code.means.kind !== 'span') || intervalStarts.has(next.key);
  if (!opens || !follows || amount.roman) return null;
  const { unit } = reader.form;
  const solid = unitWords.get(unit.toLowerCase())?.solid === true;
  const flags = numberFlags(reader, at, amount.to);
  return dosePart(at, amount.to, amount, { unit, ...(solid && { solid: true as const }) }, flags);
}

function codeAt(reader: Reader, at: number): Phrase | null {
  const candidates = phrases[reader.profile].get(keyAt(reader, at)) ?? [];
  return candidates.find(({ keys }) => keys.every((key, place) => keyAt(reader, at + place) === key)) ?? null;
}

const frequencyKinds = new Set(['times', 'needed', 'join', 'clock', 'meals']);

/** Whether a code that is also an English word stands where only a code can stand. */
function standsAsCode(reader: Reader, to: number): boolean {
  const before = reader.previous?.means.kind;
  if (before !== 'dose' && before !== 'route') return false;
  const next = reader.tokens[to];
  if (next === undefined || durationStarts.has(next.key) || /^[,;.]$/.test(next.raw)) return true;
  if (interval(reader, to) !== null) return true;
  const code = codeAt(reader, to)?.code;
  if (code === undefined || (code.says === undefined && !intervalStarts.has(next.key))) return false;
  return frequencyKinds.has(code.means.kind) && !['am', 'pm'].includes(next.key);
}

/** A code or a known phrase from the table. */
function phrase(reader: Reader, at: number): Part | null {
  const found = codeAt(reader, at);
  if (found === null) return null;
  const { code, keys } = found;
  const to = at + keys.length;
  if (code.wary && !standsAsCode(reader, to)) return null;
  const flagText = code.refuse ?? code.warn;
  const flags: Flag[] =
    flagText === undefined
      ? []
      : [{ code: keys.join(' '), text: flagText, severity: code.refuse === undefined ? 'warn' : 'refuse' }];
  return {
    from: at,
    to,
    means: code.means,
    says: code.says ?? null,
    shorthand: code.says !== undefined,
    known: true,
    flags,
  };
}

/** Small words that carry no instruction of their own; every other unmatched word is reported as unread. */
const littleWords = new Set(
  'a an the of in into on at for with by per is it if as from up this your you when while before after until not and/or no'.split(
    ' ',
  ),
);

function asWritten(reader: Reader, at: number): Part {
  const { key, raw } = reader.tokens[at] as Token;
  const known = littleWords.has(key) || !/[\p{L}\p{N}]/u.test(raw);
  return {
    from: at,
    to: at + 1,
    means: { kind: 'words' },
    says: null,
    shorthand: false,
    known,
    flags: numberFlags(reader, at, at + 1),
  };
}

/** The hyphen of `bid-tid`. */
function spanOfFrequencies(reader: Reader, at: number): Part | null {
  const between =
    reader.previous?.means.kind === 'times' && codeAt(reader, at + 1)?.code.means.kind === 'times';
  if (!between || !/^[-–—]$/.test(keyAt(reader, at))) return null;
  return {
    from: at,
    to: at + 1,
    means: { kind: 'span' },
    says: 'to',
    shorthand: true,
    known: true,
    flags: [],
  };
}

const matchers: readonly Matcher[] = [
  maximum,
  duration,
  clockTime,
  timesAPeriod,
  interval,
  spanOfFrequencies,
  phrase,
  dose,
];
