/**
 * How long a quantity lasts, exactly, and the line of arithmetic that shows it.
 *
 * Always: reckoned with the largest dose and the highest frequency, rounded down to whole days, never below one.
 * Not here: caps by in-use life (opened insulin) and by package, which belong to the drug.
 */
import {
  compare,
  decimalFraction,
  divide,
  type Fraction,
  fraction,
  fractionText,
  multiply,
  type Range,
} from './fraction.ts';
import type { Dose } from './sig.ts';
import { unitText } from './sig-amounts.ts';

/** What the quantity is counted in, and how many dose units one of it holds: `{ unit: 'mL', holds: { unit: 100 } }`. */
export type QuantityUnit = { unit: string; holds?: Record<string, number> };

/** Drops in a millilitre where the product does not say otherwise. */
export const dropsPerMillilitre = 20;

/**
 * Whole days the quantity (decimal text) lasts, or null where dose or frequency are not known, or the units do
 * not meet. Without `counted` the quantity is taken to be in the unit of the dose.
 */
export function daysSupply(
  quantity: string,
  dose: Dose | null,
  perDay: Range | null,
  counted?: QuantityUnit,
): number | null {
  const amount = decimalFraction(quantity);
  if (amount === null || amount.numerator === 0 || dose === null || perDay === null) return null;
  const held = counted === undefined ? fraction(1) : unitsHeld(dose.unit, counted);
  const daily = multiply(dose.max, perDay.max);
  if (held === null || daily.numerator === 0) return null;
  const days = divide(multiply(amount, held), daily);
  return Math.max(1, Math.floor(days.numerator / days.denominator));
}

function unitsHeld(doseUnit: string, { unit, holds }: QuantityUnit): Fraction | null {
  if (unit === doseUnit) return fraction(1);
  const held = holds?.[doseUnit] ?? (unit === 'mL' && doseUnit === 'drop' ? dropsPerMillilitre : undefined);
  return held === undefined ? null : decimalFraction(String(held));
}

/**
 * The arithmetic in words: `2 tablets a day × 30 days = 60 tablets`, `6 tablets every 7 days × 28 days = 24
 * tablets`. A range is reckoned at its top and says “up to”. Null where there is nothing to reckon.
 */
export function arithmetic(dose: Dose | null, perDay: Range | null, days: number | null): string | null {
  if (dose === null || perDay === null || days === null) return null;
  const daily = multiply(dose.max, perDay.max);
  const ranged = compare(dose.min, dose.max) !== 0 || compare(perDay.min, perDay.max) !== 0;
  const weighed = (amount: Fraction) => `${fractionText(amount)} ${unitText(dose.unit, amount)}`;
  // Less than one a day, or no short decimal: said over as many days as make it whole.
  const spread = daily.numerator < daily.denominator || fractionText(daily).includes('/');
  const rate = spread
    ? `${weighed(fraction(daily.numerator))} every ${daily.denominator} days`
    : `${weighed(daily)} a day`;
  const total = multiply(daily, fraction(days));
  return `${ranged ? 'up to ' : ''}${rate} × ${days} ${days === 1 ? 'day' : 'days'} = ${weighed(total)}`;
}
