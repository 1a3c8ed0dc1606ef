/** A quantity with its unit as a person says it: "30 tablets", "1 patch", "118 mL". */

/** Units that are symbols and have no plural. */
const symbols = new Set(['mL', 'g', 'mg', 'mcg', 'L']);

export const amountWords = (quantity: string, unit: string): string => {
  if (unit === '' || symbols.has(unit) || quantity === '1') return `${quantity} ${unit}`.trim();
  return `${quantity} ${unit}${/(ch|sh|s|x)$/.test(unit) ? 'es' : 's'}`;
};
