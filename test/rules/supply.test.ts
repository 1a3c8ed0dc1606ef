/** How long a quantity lasts and how much is needed: both ways, in the units directions and packages are given in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysSupply, quantityFor } from '../../core/prescription/days-supply.ts';
import { fraction } from '../../core/prescription/fraction.ts';
import { readSig, sigArithmetic, unitsApart } from '../../core/prescription/prescription.ts';
import { expandSig } from '../../core/prescription/sig.ts';
import { quantityUnitOf, type SuppliedDrug } from '../../core/prescription/supply.ts';

const rules = { dropsPerMillilitre: 20, insulinDaysOpened: 28, insulinUnitsToPrime: 2 };
const drug = (
  name: string,
  strength: string,
  form: string,
  unit: string,
  size: number,
  description: string,
) => ({
  name,
  strength,
  form,
  unit,
  package_size: size * 1000,
  package_description: description,
});
const tablets = drug('lisinopril', '10 mg', 'tablet', 'tablet', 100, 'bottle of 100');
const suspension = drug('amoxicillin', '250 mg/5 mL', 'oral suspension', 'mL', 150, 'bottle of 150 mL');
const eyeDrops = drug('timolol', '0.5 %', 'eye drops', 'mL', 5, 'bottle of 5 mL');
const inhaler = drug('albuterol', '90 mcg/actuation', 'inhaler', 'puff', 200, 'inhaler of 200 puffs');
const canister = drug('albuterol', '90 ug/1', 'inhaler', 'each', 1, '200 AEROSOL, METERED in 1 CANISTER');
const byWeight = drug('albuterol', '90 mcg', 'inhaler', 'g', 8.5, '200 AEROSOL, METERED in 1 CANISTER');
const vial = drug('insulin aspart', '100 units/mL', 'injection vial', 'mL', 10, 'vial of 10 mL');
const pens = drug(
  'insulin glargine',
  '100 [iU]/mL',
  'injection pen',
  'mL',
  15,
  '5 SYRINGE in 1 PACKAGE  > 3 mL in 1 SYRINGE',
);
const patches = drug('fentanyl', '25 mcg/h', 'patch', 'patch', 5, 'carton of 5');

const lasts = (of: SuppliedDrug, sig: string, quantity: string, set = rules) => {
  const { dose, perDay } = readSig(sig, of, 'us');
  return daysSupply(quantity, dose, perDay, quantityUnitOf(of, set));
};
const needs = (of: SuppliedDrug, sig: string, days: number, set = rules) => {
  const { dose, perDay } = readSig(sig, of, 'us');
  return quantityFor(days, dose, perDay, quantityUnitOf(of, set));
};

describe('days from quantity, and quantity from days', () => {
  test.each([
    [tablets, '1 tab bid', '60', 30],
    [tablets, '1-2 tab q4-6h prn', '40', 3],
    [suspension, '5 mL tid', '150', 10],
    [eyeDrops, '1 gtt ou bid', '5', 25],
    [inhaler, '2 puffs q6h', '200', 25],
    [canister, '2 puffs q6h', '1', 25],
    [byWeight, '2 puffs q6h', '8.5', 25],
    [vial, '20 units bid', '10', 25],
    [tablets, '6 tab weekly', '24', 28],
    [tablets, '1 tab qod', '15', 30],
    [patches, '1 patch q72h', '10', 30],
    [tablets, '10 mg bid', '60', 30],
    [suspension, '250 mg tid', '150', 10],
  ])('$name: %s', (of, sig, quantity, days) => {
    expect(lasts(of, sig, quantity)).toBe(days);
    expect(Number(needs(of, sig, days))).toBeLessThanOrEqual(Number(quantity));
    expect(lasts(of, sig, needs(of, sig, days) ?? '')).toBe(days);
  });

  test('pieces are whole, and more than enough', () => {
    expect(needs(tablets, 'half a tab daily', 15)).toBe('8');
    expect(needs(patches, '1 patch q72h', 28)).toBe('10');
    expect(needs(eyeDrops, '1 gtt right eye tid', 7)).toBe('1.05');
  });

  test('an opened pen or vial is kept no longer than the branch says', () => {
    expect(lasts(vial, '10 units daily', '10')).toBe(28);
    expect(lasts(vial, '10 units daily', '20')).toBe(56);
    expect(lasts(vial, '10 units daily', '10', { ...rules, insulinDaysOpened: 42 })).toBe(42);
    // Two vials for six weeks, though one would hold enough; pens by the three millilitres.
    expect(needs(vial, '10 units daily', 42)).toBe('20');
    expect(needs(pens, '10 units daily', 30)).toBe('6');
    expect(lasts(pens, '5 units daily', '15')).toBe(5 * 28);
  });

  test('what a pen loses in priming is reckoned, where the branch says so, and said', () => {
    expect(lasts(pens, '20 units daily', '15')).toBe(68);
    expect(lasts(pens, '20 units daily', '15', { ...rules, insulinUnitsToPrime: 0 })).toBe(75);
    expect(lasts(vial, '50 units daily', '10')).toBe(20);
    const reading = readSig('20 units daily', pens, 'us');
    const counted = quantityUnitOf(pens, rules);
    expect(sigArithmetic(reading, counted, '15', null).arithmetic).toBe(
      '22 units a day, with 2 units to prime each dose, × 68 days = 1496 units',
    );
    // Who wrote the days may have left it out.
    expect(sigArithmetic(reading, counted, '15', 75).agrees).toBe(true);
    expect(sigArithmetic(reading, counted, '15', 68).agrees).toBe(true);
    expect(sigArithmetic(reading, counted, '15', 90).agrees).toBe(false);
  });

  test('drops in a millilitre are set by the branch', () =>
    expect(lasts(eyeDrops, '1 gtt ou bid', '5', { ...rules, dropsPerMillilitre: 16 })).toBe(20));

  test('where the units do not meet nothing is reckoned, and it is said', () => {
    const cream = drug('betamethasone', '0.1 %', 'cream', 'g', 30, 'tube of 30 g');
    expect(lasts(cream, '2 sprays daily', '30')).toBeNull();
    expect(needs(cream, '2 sprays daily', 30)).toBeNull();
    const apart = unitsApart(readSig('2 sprays daily', cream, 'us'), quantityUnitOf(cream, rules));
    expect(apart?.text).toBe(
      'The directions count in sprays, the quantity in g. Work out the days’ supply by hand.',
    );
    expect(unitsApart(readSig('1 tab bid', tablets, 'us'), quantityUnitOf(tablets, rules))).toBeNull();
  });

  test('of two ingredients no milligram is taken for the other', () => {
    const both = drug('hydrocodone-acetaminophen', '5 mg-325 mg', 'tablet', 'tablet', 100, 'bottle of 100');
    expect(lasts(both, '325 mg bid', '60')).toBeNull();
  });
});

describe('for any directions, quantity and days', () => {
  const sigs = fc.constantFrom(
    ...[
      '1 tab bid',
      '6 tab weekly',
      '1 tab q72h',
      '½ tab tid',
      '1-2 tabs q4-6h',
      '1 tab qod',
      '5 mg bid',
      '⅓ tab tid',
    ],
    ...['1 tab monthly', '1-3 tabs 2-5 times a day', '1 tab bid mwf', '1 tab tid pc & hs'],
  );

  test('what lasts so many days is never used up before, and a day more would need more', () => {
    fc.assert(
      fc.property(sigs, fc.integer({ min: 1, max: 400 }), (sig, days) => {
        const { dose, perDay } = readSig(sig, tablets, 'us');
        const counted = quantityUnitOf(tablets, rules);
        const quantity = quantityFor(days, dose, perDay, counted);
        if (dose === null || perDay === null || quantity === null) throw new Error('not read');
        const lasting = daysSupply(quantity, dose, perDay, counted) ?? 0;
        expect(lasting).toBeGreaterThanOrEqual(days);
        const held = dose.unit === 'mg' ? fraction(10) : fraction(1);
        const used = (count: number) => count * dose.max.numerator * perDay.max.numerator;
        const there = (amount: number) =>
          amount * held.numerator * dose.max.denominator * perDay.max.denominator;
        expect(used(days)).toBeLessThanOrEqual(there(Number(quantity)));
        // One tablet less would not do.
        expect(used(days)).toBeGreaterThan(there(Number(quantity) - 1));
      }),
    );
  });

  test('opened containers: neither the days nor the life in use is passed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 200 }), (units, days) => {
        const quantity = needs(pens, `${units} units daily`, days) ?? '';
        const lasting = lasts(pens, `${units} units daily`, quantity) ?? 0;
        expect(lasting).toBeGreaterThanOrEqual(days);
        expect(lasting).toBeLessThanOrEqual((Number(quantity) / 3) * rules.insulinDaysOpened);
        expect(lasting * (units + 2)).toBeLessThanOrEqual(Number(quantity) * 100);
      }),
    );
  });

  test('no days are made up for no quantity, nor a quantity for no days', () => {
    const { dose, perDay } = expandSig('1 tab bid', { unit: 'tablet', verb: 'Take' }, 'us');
    for (const days of [0, -1, 1.5, Number.NaN]) expect(quantityFor(days, dose, perDay)).toBeNull();
    expect(quantityFor(30, null, perDay)).toBeNull();
    expect(quantityFor(30, dose, null)).toBeNull();
  });
});
