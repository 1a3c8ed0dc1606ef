/**
 * The numbers of directions: digits, fractions, number words, apothecary numerals; and how they are said again.
 *
 * Always: exact, and bounded look ahead. Not here: which numbers are doses.
 */
import { pluralUnit } from '../contract/amount.ts';
import {
  add,
  between,
  compare,
  decimalFraction,
  exactly,
  type Fraction,
  fraction,
  fractionText,
  type Range,
} from './fraction.ts';
import { type Flag, numberWords, romanNumerals, vulgarFractions } from './sig-codes.ts';
import { keyAt, oneOf, type TokenReader } from './sig-tokens.ts';

type Amount = { value: Fraction; to: number; roman: boolean; inWords: boolean };

/** One number at a token: digits, a fraction, a number word or an apothecary numeral. */
function amountAt(reader: TokenReader, at: number): Amount | null {
  const key = keyAt(reader, at);
  const plain = (value: Fraction, to: number) => ({ value, to, roman: false, inWords: false });
  const vulgar = vulgarFractions.get(key);
  if (vulgar !== undefined) return plain(vulgar, at + 1);
  if (/^[\d.,]*\d$/.test(key)) {
    const slashed = slashedAt(reader, at);
    if (slashed !== null) return plain(slashed, at + 3);
    const value = decimalFraction(key);
    if (value === null) return null;
    const added = vulgarFractions.get(keyAt(reader, at + 1));
    if (added !== undefined) return plain(add(value, added), at + 2);
    const mixed = reader.tokens[at + 1]?.gap === '' ? null : slashedAt(reader, at + 1);
    return mixed === null ? plain(value, at + 1) : plain(add(value, mixed), at + 4);
  }
  const word = numberWords.get(key);
  if (word !== undefined) return wordAmount(reader, at, word);
  const roman = romanNumerals.get(key);
  if (roman === undefined) return null;
  const half = key !== 'ss' && keyAt(reader, at + 1) === 'ss';
  return {
    value: half ? add(roman, fraction(1, 2)) : roman,
    to: at + (half ? 2 : 1),
    roman: true,
    inWords: false,
  };
}

/** `1/2`, written without spaces and smaller than one. */
function slashedAt(reader: TokenReader, at: number): Fraction | null {
  const [top, slash, bottom] = reader.tokens.slice(at, at + 3);
  if (slash?.raw !== '/' || slash.gap !== '' || bottom?.gap !== '' || !/^[1-7]$/.test(top?.raw ?? ''))
    return null;
  if (!/^[2-8]$/.test(bottom.raw) || Number(top?.raw) >= Number(bottom.raw)) return null;
  return fraction(Number(top?.raw), Number(bottom.raw));
}

const halfTails: [string[], Fraction][] = [
  [['-', 'half'], fraction(1, 2)],
  [['half'], fraction(1, 2)],
  [['and', 'a', 'half'], fraction(3, 2)],
  [['and', 'one', 'half'], fraction(3, 2)],
];

/** `two`, `half a`, `one-half`, `one and a half`, `one (1)`. */
function wordAmount(reader: TokenReader, at: number, value: Fraction): Amount {
  const key = keyAt(reader, at);
  const tail = halfTails.find(([keys]) =>
    keys.every((part, place) => keyAt(reader, at + 1 + place) === part),
  );
  if (tail !== undefined && key !== 'half') {
    const whole = tail[0][0] === 'and' ? add(value, fraction(1, 2)) : key === 'one' ? tail[1] : value;
    return { value: whole, to: at + 1 + tail[0].length, roman: false, inWords: true };
  }
  if (key === 'half' && ['a', 'of'].includes(keyAt(reader, at + 1)))
    return { value, to: at + 2, roman: false, inWords: true };
  const echoed =
    keyAt(reader, at + 1) === '(' && keyAt(reader, at + 3) === ')' && /^\d+$/.test(keyAt(reader, at + 2));
  return { value, to: at + (echoed ? 4 : 1), roman: false, inWords: true };
}

export type AmountRange = Omit<Amount, 'value'> & { range: Range };

const spans = new Set(['-', '–', '—', 'to', 'or']);

/** One number or two with “to”, “or” or a hyphen between. */
export function rangeAt(reader: TokenReader, at: number): AmountRange | null {
  const first = amountAt(reader, at);
  if (first === null) return null;
  const second = oneOf(reader, first.to, spans) ? amountAt(reader, first.to + 1) : null;
  if (second === null || second.value.numerator === 0) return { ...first, range: exactly(first.value) };
  return {
    range: between(first.value, second.value),
    to: second.to,
    roman: first.roman || second.roman,
    inWords: first.inWords && second.inWords,
  };
}

/** A range as the patient reads it: `1 to 2`. */
export function rangeText({ min, max }: Range, said: (value: Fraction) => string = fractionText): string {
  return compare(min, max) === 0 ? said(min) : `${said(min)} to ${said(max)}`;
}

/** `1½`: a point between figures on a label is too easily lost. */
function pieceText(value: Fraction): string {
  const whole = Math.floor(value.numerator / value.denominator);
  const rest = fraction(value.numerator - whole * value.denominator, value.denominator);
  const sign = [...vulgarFractions].find(([, part]) => compare(part, rest) === 0)?.[0];
  return sign === undefined ? fractionText(value) : `${whole === 0 ? '' : whole}${sign}`;
}

const pieces: Record<string, (unit: string) => string> = {
  '1/2': (unit) => `half a ${unit}`,
  '1/4': (unit) => `a quarter of a ${unit}`,
  '3/4': (unit) => `three quarters of a ${unit}`,
};

/** `1 to 2 tablets`, `half a tablet`, `2.5 mL`. */
export function doseText(range: Range, unit: string, solid: boolean): string {
  const { min, max } = range;
  const piece = pieces[`${max.numerator}/${max.denominator}`];
  if (solid && compare(min, max) === 0 && piece !== undefined) return piece(unit);
  return `${rangeText(range, solid ? pieceText : fractionText)} ${unitText(unit, max)}`;
}

/** The unit in singular or plural. */
export function unitText(unit: string, amount: Fraction): string {
  return amount.numerator <= amount.denominator ? unit : pluralUnit(unit);
}

const decimalFaults: { shape: RegExp; flag: Flag }[] = [
  {
    shape: /^\./,
    flag: {
      code: 'leading-zero',
      severity: 'refuse',
      text: 'A decimal without a leading zero is read ten times too large. Write 0.5, not .5.',
    },
  },
  {
    shape: /\.\d*0$/,
    flag: {
      code: 'trailing-zero',
      severity: 'refuse',
      text: 'A zero after the point is read ten times too large. Write 1, not 1.0.',
    },
  },
];

/** The faults of decimals between two tokens. */
export function numberFlags({ tokens }: TokenReader, from: number, to: number): Flag[] {
  return tokens
    .slice(from, to)
    .filter(({ raw }) => raw.includes('.'))
    .flatMap(({ raw }) =>
      decimalFaults.filter(({ shape }) => shape.test(raw) && /\d/.test(raw)).map(({ flag }) => flag),
    );
}
