/**
 * How the quantity of a drug is counted, and what one of it holds in the units directions are given in: units in a
 * millilitre of insulin, puffs in a canister, milligrams in a tablet.
 *
 * Always: taken from the strength and the package as they are on file; what they do not say is not assumed, but for
 * the drops in a millilitre, which every branch sets. Not here: the days themselves (days-supply.ts).
 */
import { plain } from '../fragments.ts';
import type { Context } from '../handler.ts';
import type { QuantityUnit } from './days-supply.ts';
import { compare, decimalFraction, divide, type Fraction, fraction } from './fraction.ts';
import { readStrength } from './same-strength.ts';
import { isSolid } from './sig-said.ts';

export interface SuppliedDrug {
  name: string;
  strength: string;
  form: string;
  unit: string;
  /** Thousandths of the unit. */
  package_size: number;
  package_description: string;
}

/** Numbers a branch sets: see the settings of the same names. */
export interface SupplyRules {
  dropsPerMillilitre: number;
  insulinDaysOpened: number;
  insulinUnitsToPrime: number;
}

export const supplyRulesOf = ({ setting }: Pick<Context, 'setting'>): SupplyRules => ({
  dropsPerMillilitre: setting('supply.dropsPerMillilitre'),
  insulinDaysOpened: setting('supply.insulinDaysOpened'),
  insulinUnitsToPrime: setting('supply.insulinUnitsToPrime'),
});

/** How the quantity of this drug is counted. */
export const quantityUnitOf = (drug: SuppliedDrug, rules: SupplyRules): QuantityUnit => {
  const counted: QuantityUnit = {
    unit: drug.unit,
    holds: {
      ...(drug.unit === 'mL' && { drop: rules.dropsPerMillilitre }),
      ...heldByStrength(drug),
      ...heldByPackage(drug),
    },
  };
  if (!isInsulin(drug)) return counted;
  const primed = isPen(drug) && rules.insulinUnitsToPrime > 0;
  return {
    ...counted,
    opened: { holds: containerOf(drug), days: rules.insulinDaysOpened },
    ...(primed && { lost: { amount: fraction(rules.insulinUnitsToPrime), unit: 'unit' } }),
  };
};

const isInsulin = ({ name }: SuppliedDrug): boolean => /\binsulin\b/.test(plain(name));
const isPen = ({ form, package_description }: SuppliedDrug): boolean =>
  /\b(pens?|syringes?|cartridges?|kwikpen|flexpen|solostar|flextouch)\b/.test(
    plain(`${form} ${package_description}`),
  );

/** Micrograms in one gram, milligram and microgram, as directions call them. */
const weights: Record<string, Fraction> = {
  microgram: fraction(1),
  mg: fraction(1000),
  g: fraction(1_000_000),
};

/** A tablet of 500 mg holds 500 mg; a millilitre of 100 units/mL holds 100 units. Of one ingredient only. */
const heldByStrength = ({ strength, unit }: SuppliedDrug): Record<string, Fraction> => {
  const read = readStrength(strength);
  const [amount, ...others] = read?.amounts ?? [];
  if (!read || amount === undefined || others.length > 0) return {};
  const { per } = read;
  const counts =
    per === null ? isSolid(unit) : per.unit === 'mL' ? unit === 'mL' : per.unit === 'dose' && isPuff(unit);
  if (!counts) return {};
  const inOne = per === null ? amount.value : divide(amount.value, per.value);
  if (amount.unit === 'unit') return { unit: inOne };
  if (amount.unit !== 'mcg') return {};
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, divide(inOne, weight)]));
};

const puffs = ['puff', 'inhalation', 'spray', 'dose'];
const isPuff = (unit: string): boolean => puffs.includes(unit);
const puffsInPackage =
  /(\d{1,4}) (?:puffs?|actuations?|inhalations?|sprays?|doses?|metered|aerosol|spray, metered|powder, metered|inhalant)\b/;

/** `inhaler of 200 puffs`, `120 AEROSOL, METERED in 1 INHALER`: what one of the quantity holds in puffs. */
const heldByPackage = (drug: SuppliedDrug): Record<string, Fraction> => {
  const perOne = isPuff(drug.unit) ? fraction(1) : puffsOfPackage(drug);
  return perOne === null ? {} : Object.fromEntries(puffs.map((unit) => [unit, perOne]));
};

const puffsOfPackage = ({ package_description, package_size }: SuppliedDrug): Fraction | null => {
  const found = puffsInPackage.exec(plain(package_description))?.[1];
  if (found === undefined || Number(found) === 0 || package_size <= 0) return null;
  return divide(fraction(Number(found)), fraction(package_size, 1000));
};

const millilitresEach = /(\d{1,4}(?:\.\d{1,3})?) ml\b/g;

/** `5 pens of 3 mL`: the container that is opened. Where the package does not say, the whole of it. */
const containerOf = ({ package_description, package_size }: SuppliedDrug): Fraction => {
  const whole = fraction(Math.max(package_size, 1), 1000);
  const said = [...plain(package_description).matchAll(millilitresEach)].at(-1)?.[1];
  const each = said === undefined ? null : decimalFraction(said);
  return each !== null && each.numerator > 0 && compare(each, whole) < 0 ? each : whole;
};
