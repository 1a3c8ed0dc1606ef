/**
 * How long a quantity lasts, how much is needed for so many days, exactly, and the line of arithmetic that shows it.
 *
 * Always: reckoned with the largest dose and the highest frequency; days are rounded down, never below one, and a
 * quantity is rounded up, so that what is handed out is never used up before the days are over.
 * Not here: how the quantity of a drug is counted (supply.ts).
 */
import {
  add,
  compare,
  decimalFraction,
  divide,
  type Fraction,
  fraction,
  fractionText,
  multiply,
  type Range,
  smaller,
} from './fraction.ts';
import type { Dose } from './sig.ts';
import { isSolid, unitText } from './sig-said.ts';

/** What the quantity is counted in, and how many dose units one of it holds: `{ unit: 'mL', holds: { unit: 100 } }`. */
export type QuantityUnit = {
  unit: string;
  holds?: Record<string, number | Fraction>;
  /** Lost with every dose: two units to prime a pen. */
  lost?: { amount: Fraction; unit: string };
  /** A container holds so much of the quantity, and once opened is kept no longer than so many days. */
  opened?: { holds: Fraction; days: number };
};

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
  const held = unitsHeld(dose.unit, counted);
  const daily = dailyUse(dose, perDay, counted);
  if (held === null || daily.numerator === 0) return null;
  const lasts = divide(multiply(amount, held), daily);
  const opened = counted?.opened;
  const days =
    opened === undefined
      ? lasts
      : smaller(lasts, fraction(roundedUp(divide(amount, opened.holds)) * opened.days));
  return Math.max(1, Math.floor(days.numerator / days.denominator));
}

/**
 * The quantity (decimal text) that lasts so many days, or null where it cannot be reckoned. Pieces are whole, and of
 * what is kept only some days once opened as many containers are needed as the days ask for.
 */
export function quantityFor(
  days: number,
  dose: Dose | null,
  perDay: Range | null,
  counted?: QuantityUnit,
): string | null {
  if (dose === null || perDay === null || !Number.isSafeInteger(days) || days < 1) return null;
  const held = unitsHeld(dose.unit, counted);
  const daily = dailyUse(dose, perDay, counted);
  if (held === null || daily.numerator === 0) return null;
  const needed = divide(multiply(daily, fraction(days)), held);
  const opened = counted?.opened;
  if (opened !== undefined) {
    const containers = Math.max(roundedUp(divide(needed, opened.holds)), Math.ceil(days / opened.days));
    return fractionText(multiply(opened.holds, fraction(containers)));
  }
  const whole = isSolid(counted?.unit ?? dose.unit);
  // Stock counts thousandths.
  return whole
    ? String(roundedUp(needed))
    : fractionText(fraction(roundedUp(multiply(needed, fraction(1000))), 1000));
}

const roundedUp = ({ numerator, denominator }: Fraction): number => Math.ceil(numerator / denominator);

/** What a day uses up, in the unit of the dose. */
function dailyUse(dose: Dose, perDay: Range, counted: QuantityUnit | undefined): Fraction {
  const lost = counted?.lost;
  const each = lost !== undefined && lost.unit === dose.unit ? add(dose.max, lost.amount) : dose.max;
  return multiply(each, perDay.max);
}

/** How many dose units one of the quantity holds, or null where the units do not meet. */
export function unitsHeld(doseUnit: string, counted: QuantityUnit | undefined): Fraction | null {
  if (counted === undefined || counted.unit === doseUnit) return fraction(1);
  const held =
    counted.holds?.[doseUnit] ??
    (counted.unit === 'mL' && doseUnit === 'drop' ? dropsPerMillilitre : undefined);
  if (held === undefined) return null;
  return typeof held === 'number' ? decimalFraction(String(held)) : held;
}

/**
 * The arithmetic in words: `2 tablets a day × 30 days = 60 tablets`, `6 tablets every 7 days × 28 days = 24
 * tablets`. A range is reckoned at its top and says “up to”; what is lost with each dose is said. Null where there is
 * nothing to reckon.
 */
export function arithmetic(
  dose: Dose | null,
  perDay: Range | null,
  days: number | null,
  counted?: QuantityUnit,
): string | null {
  if (dose === null || perDay === null || days === null) return null;
  const daily = dailyUse(dose, perDay, counted);
  const ranged = compare(dose.min, dose.max) !== 0 || compare(perDay.min, perDay.max) !== 0;
  const weighed = (amount: Fraction) => `${fractionText(amount)} ${unitText(dose.unit, amount)}`;
  // Less than one a day, or no short decimal: said over as many days as make it whole.
  const spread = daily.numerator < daily.denominator || fractionText(daily).includes('/');
  const rate = spread
    ? `${weighed(fraction(daily.numerator))} every ${daily.denominator} days`
    : `${weighed(daily)} a day`;
  const total = multiply(daily, fraction(days));
  const lost = counted?.lost;
  const priming =
    lost !== undefined && lost.unit === dose.unit && lost.amount.numerator > 0
      ? `, with ${weighed(lost.amount)} to prime each dose,`
      : '';
  return `${ranged ? 'up to ' : ''}${rate}${priming} × ${days} ${days === 1 ? 'day' : 'days'} = ${weighed(total)}`;
}
