/**
 * An amount with its unit as a person says it: "30 tablets", "1 patch", "118 mL". The one place that knows how a
 * unit is written when there are many; label, directions and window all say it this way.
 * Not here: arithmetic on quantities.
 */

/** Symbols, and "each", which are written alike for one and for many. */
const unchanging = /^(mL|L|mg|g|mcg|mEq|each)$/;

/** The unit for many: `tablet` → `tablets`. A unit that is a symbol, or is plural already, stays as it is. */
export function pluralUnit(unit: string): string {
  if (unit === '' || unchanging.test(unit) || unit.endsWith('s')) return unit;
  if (/(x|ch|sh)$/.test(unit)) return `${unit}es`;
  return /[^aeiou]y$/.test(unit) ? `${unit.slice(0, -1)}ies` : `${unit}s`;
}

/** The unit that goes with a quantity as decimal text: one and its parts are one, nothing is many. */
export function unitOf(quantity: string, unit: string): string {
  const size = Math.abs(Number(quantity));
  return size > 0 && size <= 1 ? unit : pluralUnit(unit);
}

/** A quantity with its unit: `30 tablets`, `0.5 tablet`, `0 tablets`. Without a unit, the number alone. */
export const amountWords = (quantity: string, unit: string): string =>
  `${quantity} ${unitOf(quantity, unit)}`.trim();
