/** A picked drug beside the one on the page: ingredient, strength and form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { type ComparedDrug, compareDrug, compareDrugs } from '../../core/prescription/compare-drug.ts';
import { sameForm } from '../../core/prescription/same-form.ts';
import { sameIngredient } from '../../core/prescription/same-ingredient.ts';
import { sameStrength } from '../../core/prescription/same-strength.ts';

const drug = (name: string, strength: string, form: string, brand = '', route = 'oral'): ComparedDrug => ({
  name,
  brand,
  strength,
  form,
  route,
});
const read = (value: string | null, confidence: 'sure' | 'check' | 'guess' = 'sure') =>
  value === null ? null : { value, confidence };
const page = (name: string | null, strength: string | null = null, form: string | null = null) => ({
  drug: read(name),
  strength: read(strength),
  form: read(form),
});

describe('ingredients', () => {
  test.each([
    ['sertraline', 'Sertraline HCl'],
    ['sertraline hydrochloride', 'sertraline'],
    ['levothyroxine sodium', 'levothyroxine'],
    ['amlodipine besilate', 'amlodipine besylate'],
    ['lisinopril-hydrochlorothiazide', 'HCTZ/lisinopril'],
    ['lisinopril and hydrochlorothiazide', 'lisinopril-hydrochlorothiazide'],
    ['hydrocodone bitartrate and acetaminophen', 'hydrocodone-acetaminophen'],
    ['hydrocodone/APAP', 'hydrocodone-acetaminophen'],
    ['paracetamol', 'acetaminophen'],
    ['salbutamol', 'albuterol'],
    ['co-amoxiclav', 'amoxicillin-clavulanate'],
    ['amoxicillin and clavulanic acid', 'amoxicillin-clavulanate'],
    ['Penicillin VK', 'penicillin V potassium'],
    ['KCl', 'potassium chloride'],
    ['bupropion XL', 'bupropion'],
    ['dextroamphetamine saccharate, amphetamine aspartate', 'amphetamine mixed salts'],
    ['insulin lispro U-100', 'insulin lispro'],
    ['metoprolol', 'metoprolol succinate'],
  ])('%s is %s', (a, b) => {
    expect([sameIngredient(a, b), sameIngredient(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['hydroxyzine', 'hydralazine'],
    ['prednisone', 'prednisolone'],
    ['methylphenidate', 'dexmethylphenidate'],
    ['metoprolol succinate', 'metoprolol tartrate'],
    ['hydroxyzine hydrochloride', 'hydroxyzine pamoate'],
    ['lisinopril', 'lisinopril-hydrochlorothiazide'],
    ['insulin lispro', 'insulin lispro 75/25'],
    ['insulin glargine', 'insulin aspart'],
    ['insulin lispro U-500', 'insulin lispro'],
    ['penicillin V', 'penicillin G'],
    ['potassium chloride', 'potassium citrate'],
    ['calcium carbonate', 'magnesium carbonate'],
    ['azithromycin', 'erythromycin'],
    ['', 'lisinopril'],
    ['', ''],
  ])('%s is not %s', (a, b) => {
    expect([sameIngredient(a, b), sameIngredient(b, a)]).toEqual([false, false]);
  });
});

describe('strengths', () => {
  test.each([
    ['0.5 mg', '500 mcg'],
    ['.5mg', '0.50 mg'],
    ['1 g', '1,000 mg'],
    ['125 micrograms', '0.125 mg'],
    ['50 µg', '50 mcg'],
    ['10', '10 mg'],
    ['5/325', '5 mg-325 mg'],
    ['5-325 mg', '5 mg/325 mg'],
    ['12.5-20 mg', '20 mg-12.5 mg'],
    ['400-57 mg/5 mL', '400 mg-57 mg/5 mL'],
    ['250/50 mcg/dose', '250 mcg-50 mcg/dose'],
    ['40 mg/mL', '200 mg/5 mL'],
    ['90 mcg', '90 mcg/actuation'],
    ['25 mcg', '25 mcg/h'],
    ['0.1 mg/24 h', '0.1 mg/day'],
    ['100 u/mL', '100 units/mL'],
    ['100 unit/mL (3 mL)', '100 units/mL'],
    ['1 %', '10 mg/g'],
    ['25 mg/1', '25 mg'],
  ])('%s is %s', (a, b) => {
    expect([sameStrength(a, b), sameStrength(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['0.5 mg', '5 mg'],
    ['1 mg', '1 mcg'],
    ['1 mg', '1 g'],
    ['0.5', '500 mcg'],
    ['100 mg', '1000 mg'],
    ['5 mg', '5 mg-325 mg'],
    ['5-325 mg', '10-325 mg'],
    ['100 mg-25 mg', '50 mg-12.5 mg'],
    ['200 mg', '200 mg/5 mL'],
    ['200 mg/5 mL', '400 mg/5 mL'],
    ['40 mg/0.4 mL', '60 mg/0.6 mL'],
    ['100 mg/mL', '40 mg/0.4 mL'],
    ['10 mEq', '10 mg'],
    ['100 units/mL', '100 mg/mL'],
    ['12 mcg/h', '12 mcg/dose'],
    ['1 %', '0.1 %'],
    ['', '10 mg'],
    ['O.5 mg', '0.5 mg'],
    ['1O mg', '10 mg'],
    ['0 mg', '0 g'],
  ])('%s is not %s', (a, b) => {
    expect([sameStrength(a, b), sameStrength(b, a)]).toEqual([false, false]);
  });

  test('of an injection the volume may be left unsaid', () => {
    expect(sameStrength('40 mg', '40 mg/0.4 mL', true)).toBe(true);
    expect(sameStrength('60 mg', '40 mg/0.4 mL', true)).toBe(false);
  });

  test('milligrams written as micrograms are the same, a tenth or ten times never is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (thousandths) => {
        const milligrams = String(thousandths / 1000);
        expect(sameStrength(`${milligrams} mg`, `${thousandths} mcg`)).toBe(true);
        expect(sameStrength(`${milligrams} mg`, `${thousandths * 10} mcg`)).toBe(false);
        expect(sameStrength(`${thousandths} mg`, `${milligrams} mg`)).toBe(false);
      }),
    );
  });

  test('any text is compared without a fault, and always with itself alike', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (a, b) => {
        expect(sameStrength(a, a)).toBe(true);
        expect(sameStrength(a, b)).toBe(sameStrength(b, a));
      }),
    );
  });
});

describe('forms', () => {
  const same = (form: string, onFile: string, { name = '', brand = '', route = '' } = {}) =>
    sameForm({ name, form }, { name: '', brand, form: onFile, route });

  test.each([
    ['tab', 'tablet'],
    ['tabs', 'tablet, film coated'],
    ['caps', 'capsule'],
    ['ER tablet', 'extended-release tablet'],
    ['tablet XL', 'TABLET, FILM COATED, EXTENDED RELEASE'],
    ['MR tablets', 'extended-release tablet'],
    ['capsule', 'delayed-release capsule'],
    ['e/c tablet', 'delayed-release tablet'],
    ['tablet', 'sublingual tablet'],
    ['ODT', 'orally disintegrating tablet'],
    ['oral soln', 'oral solution'],
    ['syrup', 'oral solution'],
    ['susp', 'powder, for suspension'],
    ['eye drops', 'ophthalmic solution'],
    ['patch', 'PATCH, EXTENDED RELEASE'],
    ['pen', 'injection pen'],
    ['injection', 'prefilled syringe'],
    ['HFA', 'inhaler'],
    ['kit', 'kit'],
  ])('%s can be %s', (form, onFile) => {
    expect(same(form, onFile)).toBe(true);
  });

  test.each([
    ['tablet', 'capsule'],
    ['tablet', 'extended-release tablet'],
    ['ER tablet', 'tablet'],
    ['ER capsule', 'delayed-release capsule'],
    ['e/c tablet', 'tablet'],
    ['tablet', 'chewable tablet'],
    ['tablet', 'orally disintegrating tablet'],
    ['chewable tablet', 'orally disintegrating tablet'],
    ['oral suspension', 'oral solution'],
    ['oral solution', 'injection, solution'],
    ['eye drops', 'ear drops'],
    ['nasal spray', 'inhaler'],
    ['inhaler', 'nasal spray'],
    ['vial', 'injection pen'],
    ['cream', 'ointment'],
    ['kit', 'tablet'],
    ['film', 'patch'],
  ])('%s is not %s', (form, onFile) => {
    expect(same(form, onFile)).toBe(false);
  });

  test('the way in tells drops of one name apart', () => {
    expect(same('eye drops', 'SOLUTION/ DROPS', { route: 'OPHTHALMIC' })).toBe(true);
    expect(same('eye drops', 'SOLUTION/ DROPS', { route: 'AURICULAR (OTIC)' })).toBe(false);
  });

  test('a name may say the release or the pen', () => {
    expect(same('tablet', 'extended-release tablet', { name: 'bupropion XL' })).toBe(true);
    expect(same('tablet', 'tablet', { name: 'bupropion XL' })).toBe(false);
    expect(same('injection', 'injection vial', { name: 'Lantus SoloStar' })).toBe(false);
    expect(same('pen', 'INJECTION, SOLUTION', { brand: 'Humalog KwikPen' })).toBe(true);
  });
});

describe('the picked drug beside the page', () => {
  const sertraline = drug('sertraline', '50 mg', 'tablet', 'Zoloft');

  test('the right pick shows no difference, however the page writes it', () => {
    for (const read of [
      page('sertraline', '50 mg', 'tablet'),
      page('Sertraline HCl', '50mg', 'tab'),
      page('ZOLOFT', '0.05 g', 'tablets'),
      page('sertraline'),
      page(null, '50 mg'),
      page(null),
    ])
      expect(compareDrug(read, [], sertraline)).toEqual({ differences: [], stops: false });
  });

  test('each way to be wrong is said with both sides, and stops', () => {
    expect(compareDrug(page('tramadol', '100 mg', 'capsule'), [], sertraline)).toEqual({
      differences: [
        { what: 'ingredient', page: 'tramadol', picked: 'sertraline' },
        { what: 'strength', page: '100 mg', picked: '50 mg' },
        { what: 'form', page: 'capsule', picked: 'tablet' },
      ],
      stops: true,
    });
  });

  test('a brand on the page is held against what the drugs on file hold under it', () => {
    expect(compareDrug(page('Lustral'), [], sertraline).stops).toBe(true);
    expect(compareDrug(page('Lustral'), ['sertraline'], sertraline).stops).toBe(false);
    expect(compareDrug(page('Lustral'), ['paroxetine'], sertraline).stops).toBe(true);
    const metoprolol = drug('metoprolol succinate', '50 mg', 'extended-release tablet', 'Toprol-XL');
    expect(compareDrug(page('Toprol XL', '50 mg'), [], metoprolol).differences).toEqual([]);
  });

  test('a release said in the name alone is enough', () => {
    const plain = drug('bupropion', '150 mg', 'tablet');
    expect(compareDrug(page('bupropion XL', '150 mg'), [], plain).differences).toEqual([
      { what: 'form', page: 'bupropion XL', picked: 'tablet' },
    ]);
    expect(compareDrug(page('bupropion', '150 mg'), [], plain).differences).toEqual([]);
  });

  test('a guess is shown and never stops; what is to be checked does', () => {
    const strength = (confidence: 'sure' | 'check' | 'guess') =>
      compareDrug({ drug: null, strength: read('100 mg', confidence), form: null }, [], sertraline);
    expect(strength('guess')).toEqual({
      differences: [{ what: 'strength', page: '100 mg', picked: '50 mg' }],
      stops: false,
    });
    expect([strength('check').stops, strength('sure').stops]).toEqual([true, true]);
  });
});

describe('the drugs of the demo shelf', () => {
  const named = ({ name, strength, form }: ComparedDrug) => `${name} ${strength} ${form}`;
  const shelf = demoDrugs.map((row): ComparedDrug => ({ ...row, brand: row.brand ?? '' }));
  const asOnPage = ({ name, strength, form }: ComparedDrug) => page(name, strength, form);

  test('are each the drug their own name means, and no other', () => {
    const distinct = [...new Map(shelf.map((row) => [named(row), row])).values()];
    expect(distinct.length).toBeGreaterThan(300);
    const alike: string[] = [];
    for (const one of distinct)
      for (const other of distinct.filter(({ name }) => name === one.name)) {
        const same = compareDrug(asOnPage(one), [], other).differences.length === 0;
        if (same !== (one === other)) alike.push(`${named(one)} and ${named(other)}`);
        if ((compareDrugs(one, other).length === 0) !== (one === other))
          alike.push(`packages of ${named(one)} and ${named(other)}`);
      }
    expect(alike).toEqual([]);
  });

  test('have each a name that means no other', () => {
    const names = [...new Set(shelf.map(({ name }) => name))];
    const alike = names.flatMap((one) =>
      names.filter((other) => sameIngredient(one, other) !== (one === other)).map((other) => [one, other]),
    );
    // The salt may be left unsaid, here on file as on a page.
    expect(alike).toEqual([
      ['hydroxyzine', 'hydroxyzine pamoate'],
      ['hydroxyzine pamoate', 'hydroxyzine'],
      ['testosterone', 'testosterone cypionate'],
      ['testosterone cypionate', 'testosterone'],
    ]);
  });

  test('another package, labeler or brand of the same is no difference', () => {
    for (const rows of Map.groupBy(shelf, named).values())
      for (const row of rows) {
        expect(compareDrugs(rows[0]!, row)).toEqual([]);
        expect(compareDrugs({ ...row, brand: 'Any Name' }, row)).toEqual([]);
      }
  });
});
