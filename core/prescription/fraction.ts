/**
 * Exact small fractions for doses and frequencies: one third a day stays one third.
 *
 * Always: lowest terms, denominator positive. Numbers stay far below 2^53 because readers cap their digits.
 * Not here: money, and anything that is rounded.
 */

export type Fraction = { numerator: number; denominator: number };
export type Range = { min: Fraction; max: Fraction };

/** A fraction in lowest terms. The denominator must be a positive integer. */
export function fraction(numerator: number, denominator = 1): Fraction {
  let [a, b] = [Math.abs(numerator), denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / (a || 1), denominator: denominator / (a || 1) };
}

/** Nearly every number of the counter is one of these. */
const small: ReadonlyMap<string, Fraction> = new Map(
  Array.from({ length: 100 }, (_, value) => [String(value), fraction(value)] as const),
);

/** Decimal text (`60`, `2.5`, `1,000`) of at most six digits before and four after the point, or null. */
export function decimalFraction(text: string): Fraction | null {
  const known = small.get(text);
  if (known !== undefined) return known;
  const parts = /^(\d{0,6})(?:\.(\d{1,4}))?$/.exec(text.trim().replaceAll(',', ''));
  const [, whole = '', decimals = ''] = parts ?? [];
  return whole + decimals === '' ? null : fraction(Number(whole + decimals), 10 ** decimals.length);
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const multiply = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** a ÷ b; b must not be zero. */
export const divide = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator);
export const compare = (a: Fraction, b: Fraction): number =>
  a.numerator * b.denominator - b.numerator * a.denominator;
export const smaller = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b);
export const same = (a: Range, b: Range): boolean =>
  compare(a.min, b.min) === 0 && compare(a.max, b.max) === 0;
export const exactly = (value: Fraction): Range => ({ min: value, max: value });
/** The range between two values, whichever way round they were written. */
export const between = (a: Fraction, b: Fraction): Range =>
  compare(a, b) <= 0 ? { min: a, max: b } : { min: b, max: a };

/** `2.5` where a short decimal says it exactly, else `24 6/7`. */
export function fractionText({ numerator, denominator }: Fraction): string {
  if (denominator === 1) return String(numerator);
  const scaled = (numerator * 10_000) / denominator;
  if (Number.isInteger(scaled)) return String(numerator / denominator);
  const whole = Math.floor(numerator / denominator);
  return `${whole === 0 ? '' : `${whole} `}${numerator % denominator}/${denominator}`;
}
