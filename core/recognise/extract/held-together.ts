/**
 * Quantity, directions and days held against one another.
 *
 * Always: only a fixed dose that uses the quantity up to its last piece proves anything; a number that happens to last
 * a usual time does not. Not here: how the three are read (items.ts, item-directions.ts).
 */

import { arithmetic, daysSupply, type QuantityUnit, quantityFor } from '../../prescription/days-supply.ts';
import type { Range } from '../../prescription/fraction.ts';
import { type Check, failed, passed } from './draft.ts';
import type { ItemDrug } from './item-drug.ts';
import type { ReadAmount } from './values/quantity.ts';
import type { ReadSig } from './values/sig.ts';

/** Lengths of treatment people are given medicine for. */
const usualDays = new Set([
  1, 3, 5, 7, 10, 14, 15, 20, 21, 28, 30, 42, 45, 50, 56, 60, 84, 90, 100, 112, 180,
]);

export interface Together {
  readonly sig: Check[];
  readonly quantity: Check[];
  readonly days: Check[];
  /** Days written on the page say the same. */
  readonly daysProven: boolean;
  /** It lasts for as long as people are given medicine for: no proof, many numbers do. */
  readonly sumsUp: boolean;
}

/** Holds quantity, directions and days against one another. */
export function heldTogether(
  sig: ReadSig | null,
  quantity: ReadAmount | null,
  days: ReadAmount | null,
  drug: ItemDrug,
): Together {
  const nothing: Together = { sig: [], quantity: [], days: [], daysProven: false, sumsUp: false };
  if (sig === null || quantity === null) return nothing;
  const { dose, perDay } = sig.reading;
  if (dose === null || perDay === null) return nothing;
  const counted = countedIn(drug, quantity);
  const lasts = daysSupply(quantity.value, dose, perDay, counted);
  if (lasts === null) return nothing;
  const sum = arithmetic(dose, perDay, lasts);
  // Only a fixed dose used up to the last piece proves anything.
  const exactly = Number(quantityFor(lasts, dose, perDay, counted)) === Number(quantity.value);
  const fixed = exactly && !sig.reading.asNeeded && isOne(dose) && isOne(perDay);
  if (days !== null) {
    const agrees = Number(days.value) === lasts;
    // One a day: the same figures stand there twice, and the engine may have taken both for the same others.
    const apart = Number(days.value) !== Number(quantity.value) || quantity.wordsAgree === true;
    const words = agrees
      ? passed(`${quantity.value} lasts ${lasts} days${sum === null ? '' : `: ${sum}`}`.slice(0, 200))
      : failed(`${quantity.value} by these directions lasts ${lasts} days, not ${days.value}`);
    return {
      sig: [words],
      quantity: [words],
      days: [words],
      daysProven: agrees && fixed && apart,
      sumsUp: agrees && fixed,
    };
  }
  const written = sig.reading.days;
  const exact =
    written !== null ? written.numerator === lasts * written.denominator : usualDays.has(lasts) && lasts > 1;
  const words = exact ? passed((sum ?? `${quantity.value} lasts ${lasts} days`).slice(0, 200)) : null;
  if (written !== null && !exact) {
    const wrong = failed(`${quantity.value} lasts ${lasts} days, the directions say otherwise`);
    return { ...nothing, sig: [wrong], quantity: [wrong] };
  }
  return {
    ...nothing,
    quantity: words === null ? [] : [words],
    sig: words === null ? [] : [words],
    daysProven: exact && fixed && written !== null,
    sumsUp: exact && fixed,
  };
}

const isOne = ({ min, max }: Range): boolean =>
  min.numerator === max.numerator && min.denominator === max.denominator;

function countedIn(drug: ItemDrug, quantity: ReadAmount): QuantityUnit | undefined {
  if (drug.unit === '') return undefined;
  const perMillilitre = drug.fitting
    .map(({ strength }) => /^([\d,.]+) units\/mL$/i.exec(strength)?.[1]?.replaceAll(',', ''))
    .find((units) => units !== undefined);
  const measured = /^m(l|illi)/i.test(quantity.unit) ? 'mL' : drug.unit;
  return perMillilitre === undefined
    ? { unit: measured }
    : { unit: measured, holds: { unit: Number(perMillilitre) } };
}
