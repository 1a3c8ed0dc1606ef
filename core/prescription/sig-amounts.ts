/**
 * The numbers of directions: digits, fractions, number words, apothecary numerals, and the units behind them.
 *
 * Always: exact, and bounded look ahead. Not here: which numbers are doses, and how they are said (sig-said.ts).
 */
import { pluralUnit } from '../contract/amount.ts';
import { errorProne } from './error-prone.ts';
import { add, between, decimalFraction, exactly, type Fraction, fraction, type Range } from './fraction.ts';
import type { Flag, Profile, UnitWord } from './sig-codes.ts';
import { noFlags, type Reader } from './sig-part.ts';
import { keyAt, type TokenReader, tokenAt } from './sig-words.ts';

type Amount = { value: Fraction; to: number; roman: boolean; inWords: boolean };

const half = fraction(1, 2);

/** One number at a token: digits, a fraction, a number word or an apothecary numeral. */
function amountAt(reader: TokenReader, at: number): Amount | null {
  const { key, kind, word } = tokenAt(reader, at);
  if (kind === 'number') return digitsAt(reader, at, key);
  if (word.number !== null) return wordAmount(reader, at, word.number);
  if (word.vulgar !== null) return { value: word.vulgar, to: at + 1, roman: false, inWords: false };
  if (word.roman === null) return null;
  const andHalf = key !== 'ss' && keyAt(reader, at + 1) === 'ss';
  return {
    value: andHalf ? add(word.roman, half) : word.roman,
    to: at + (andHalf ? 2 : 1),
    roman: true,
    inWords: false,
  };
}

function digitsAt(reader: TokenReader, at: number, key: string): Amount | null {
  const slashed = slashedAt(reader, at);
  if (slashed !== null) return { value: slashed, to: at + 3, roman: false, inWords: false };
  const value = decimalFraction(key);
  if (value === null) return null;
  const next = tokenAt(reader, at + 1);
  if (next.word.vulgar !== null)
    return { value: add(value, next.word.vulgar), to: at + 2, roman: false, inWords: false };
  const mixed = next.kind === 'number' && next.gap !== '' ? slashedAt(reader, at + 1) : null;
  return mixed === null
    ? { value, to: at + 1, roman: false, inWords: false }
    : { value: add(value, mixed), to: at + 4, roman: false, inWords: false };
}

/** `1/2`, written without spaces and smaller than one. */
function slashedAt(reader: TokenReader, at: number): Fraction | null {
  const slash = tokenAt(reader, at + 1);
  if (slash.raw !== '/' || slash.gap !== '') return null;
  const top = keyAt(reader, at);
  const bottom = tokenAt(reader, at + 2);
  if (bottom.gap !== '' || !/^[1-7]$/.test(top) || !/^[2-8]$/.test(bottom.raw)) return null;
  return Number(top) < Number(bottom.raw) ? fraction(Number(top), Number(bottom.raw)) : null;
}

/** What may follow a number word and belongs to it, and what the whole is then worth. */
const tails: readonly [keys: string[], worth: (value: Fraction) => Fraction][] = [
  [['-', 'half'], () => half],
  [['half'], () => half],
  [['and', 'a', 'half'], (value) => add(value, half)],
  [['and', 'one', 'half'], (value) => add(value, half)],
  [['quarters'], (value) => fraction(value.numerator, 4 * value.denominator)],
];

/** `two`, `half a`, `one-half`, `one and a half`, `three quarters of a`, `one (1)`. */
function wordAmount(reader: TokenReader, at: number, written: Fraction): Amount {
  const next = keyAt(reader, at + 1);
  const tail =
    written.denominator === 1
      ? tails.find(([keys]) => keys.every((part, place) => keyAt(reader, at + 1 + place) === part))
      : undefined;
  const value = tail === undefined ? written : tail[1](written);
  let to = at + 1 + (tail?.[0].length ?? 0);
  if (value.numerator < value.denominator) {
    if (keyAt(reader, to) === 'of') to += 1;
    if (keyAt(reader, to) === 'a') to += 1;
  } else if (next === '(' && keyAt(reader, at + 3) === ')' && /^\d+$/.test(keyAt(reader, at + 2))) to += 3;
  return { value, to, roman: false, inWords: true };
}

export type AmountRange = Omit<Amount, 'value'> & { range: Range };

const spans = new Set(['-', '–', '—', 'to', 'or']);

/** One number or two with “to”, “or” or a hyphen between. */
export function rangeAt(reader: TokenReader, at: number): AmountRange | null {
  const first = amountAt(reader, at);
  if (first === null) return null;
  const { to, roman, inWords } = first;
  const second = spans.has(keyAt(reader, to)) ? amountAt(reader, to + 1) : null;
  if (second === null || second.value.numerator === 0)
    return { range: exactly(first.value), to, roman, inWords };
  return {
    range: between(first.value, second.value),
    to: second.to,
    roman: roman || second.roman,
    inWords: inWords && second.inWords,
  };
}

/** The unit at a token: a known one, or the product's own word for what it is counted in. */
export function unitAt(reader: Reader, at: number): UnitWord | null {
  const { key, word } = tokenAt(reader, at);
  const { unit } = reader.form;
  if (word.unit !== null || key === '' || !key.startsWith(unit.slice(0, 1).toLowerCase())) return word.unit;
  return key === unit.toLowerCase() || key === pluralUnit(unit).toLowerCase() ? { unit } : null;
}

/** What is wrong with how a number is written, by the name it is judged under. */
const numberFaults: readonly [name: string, shape: RegExp][] = [
  ['leading-zero', /^\.\d/],
  ['trailing-zero', /\d\.\d*0$|^\.\d*0$/],
  ['no-commas', /^\d{5,}/],
];

/** The faults of numbers between two tokens. */
export function numberFlags(
  { tokens, profile }: TokenReader & { profile: Profile },
  from: number,
  to: number,
): readonly Flag[] {
  let found: Flag[] | null = null;
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'number' || !(token.raw.length > 4 || token.raw.includes('.'))) continue;
    for (const [name, shape] of numberFaults) {
      const flag = shape.test(token.raw) ? errorProne(name, profile) : null;
      if (flag !== null) found = [...(found ?? []), flag];
    }
  }
  return found ?? noFlags;
}
