/**
 * Amounts, times and lengths in the patient's words: what a label says for what was read.
 *
 * Always: whatever is said here can be read again as the same. Not here: the codes and places, whose words stand in
 * the tables, and the order in which all is said.
 */
import { pluralUnit } from '../contract/amount.ts';
import { compare, type Fraction, fraction, fractionText, type Range } from './fraction.ts';
import { unitWords, vulgarFractions } from './sig-codes.ts';
import type { Frequency, Moment, PartOfDay, Period } from './sig-structure.ts';

export const isOne = ({ min, max }: Range): boolean =>
  min.numerator === 1 && min.denominator === 1 && max.numerator === 1 && max.denominator === 1;

/** Whether something is counted by the piece. */
export const isSolid = (unit: string): boolean => unitWords.get(unit.toLowerCase())?.solid === true;

/** A range as the patient reads it: `1 to 2`. */
export function rangeText({ min, max }: Range, said: (value: Fraction) => string = fractionText): string {
  return min === max || compare(min, max) === 0 ? said(min) : `${said(min)} to ${said(max)}`;
}

/** `1½`: a point between figures on a label is too easily lost. */
function pieceText(value: Fraction): string {
  if (value.denominator === 1) return String(value.numerator);
  const whole = Math.floor(value.numerator / value.denominator);
  const rest = fraction(value.numerator - whole * value.denominator, value.denominator);
  const sign = vulgarSigns.get(`${rest.numerator}/${rest.denominator}`);
  return sign === undefined ? fractionText(value) : `${whole === 0 ? '' : whole}${sign}`;
}

const vulgarSigns: ReadonlyMap<string, string> = new Map(
  [...vulgarFractions].map(([sign, { numerator, denominator }]) => [`${numerator}/${denominator}`, sign]),
);

/** `100,000`: long numbers are read by their commas. */
function measureText(value: Fraction): string {
  const text = fractionText(value);
  if (value.numerator < 10_000 * value.denominator) return text;
  return text.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}

const pieces: Record<string, (unit: string) => string> = {
  '1/2': (unit) => `half a ${unit}`,
  '1/4': (unit) => `a quarter of a ${unit}`,
  '3/4': (unit) => `three quarters of a ${unit}`,
};

/** `1 to 2 tablets`, `half a tablet`, `2.5 mL`. */
export function doseText(range: Range, unit: string): string {
  const { min, max } = range;
  const solid = isSolid(unit);
  if (solid && max.numerator < max.denominator && compare(min, max) === 0) {
    const piece = pieces[`${max.numerator}/${max.denominator}`];
    if (piece !== undefined) return piece(unit);
  }
  const amount = rangeText(range, solid ? pieceText : measureText);
  return unit === '' ? amount : `${amount} ${unitText(unit, max)}`;
}

const plurals: ReadonlyMap<string, string> = new Map(
  [...unitWords.values()].map(({ unit }) => [unit, pluralUnit(unit)]),
);

/** The unit in singular or plural. */
export function unitText(unit: string, amount: Fraction): string {
  return amount.numerator <= amount.denominator ? unit : (plurals.get(unit) ?? pluralUnit(unit));
}

const counts = ['', 'once', 'twice', 'three times', 'four times'];
/** `4 to 6 hours`, `other day`. */
const everyText = (every: Range, period: Period): string =>
  every.min.numerator === 2 && isOther(every) && (period === 'day' || period === 'week')
    ? `other ${period}`
    : `${rangeText(every)} ${period}s`;
const isOther = ({ min, max }: Range): boolean =>
  max.numerator === 2 && max.denominator === 1 && min.denominator === 1;

/** `twice a day`, `every 4 to 6 hours`, `2 to 3 times a week`. */
export function frequencyText({ times, every, period }: Frequency): string {
  if (isOne(times) && !isOne(every)) return `every ${everyText(every, period)}`;
  if (isOne(times) && period === 'hour') return 'every hour';
  const { min, max } = times;
  const said = max.denominator === 1 && compare(min, max) === 0 ? counts[max.numerator] : undefined;
  const each = isOne(every) ? aPeriod(period) : `every ${rangeText(every)} ${period}s`;
  return `${said ?? `${rangeText(times)} times`} ${each}`;
}

/** `a day`, `an hour`. */
const aPeriod = (period: string): string => (period === 'hour' ? 'an hour' : `a ${period}`);

/** `for 1 week`, `for 7 to 10 days`. */
export const durationText = (length: Range, unit: string): string =>
  `for ${rangeText(length)} ${length.max.numerator <= length.max.denominator ? unit : `${unit}s`}`;

/** `no more than 8 tablets in a day`. */
export const maximumText = (amount: Fraction, unit: string | null): string => {
  const counted = unitText(unit ?? 'dose', amount);
  return `no more than ${fractionText(amount)} ${counted === '' ? '' : `${counted} `}in a day`;
};

/** `8 am`, `8:30 pm`. */
function clockText(minute: number): string {
  const hour = Math.floor(minute / 60);
  const past = minute % 60;
  const shown = `${hour % 12 === 0 ? 12 : hour % 12}${past === 0 ? '' : `:${String(past).padStart(2, '0')}`}`;
  return `${shown} ${hour < 12 ? 'am' : 'pm'}`;
}

const partsOfDay: Record<PartOfDay, string> = {
  morning: 'every morning',
  midday: 'at midday',
  afternoon: 'in the afternoon',
  evening: 'every evening',
  night: 'at night',
  bedtime: 'at bedtime',
};
/** `every morning`, `before breakfast`, `at 8 am`. */
export function momentText(moment: Moment): string {
  if ('partOfDay' in moment) return partsOfDay[moment.partOfDay];
  return 'meal' in moment ? `${moment.relation} ${moment.meal}` : `at ${clockText(moment.minute)}`;
}
