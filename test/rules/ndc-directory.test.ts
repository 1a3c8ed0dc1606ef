/**
 * What the rows of the FDA's NDC directory become: numbers, strengths, forms, what a package holds, and what is refused
 * in which words. On files written as they are published; the last tests read a real directory where one is at hand.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dosageFormOf } from '../../core/reference/dosage-form.ts';
import { dayIn, readPackage, readProduct, type WantedDrug } from '../../core/reference/ndc-directory.ts';
import { packageSizeOf } from '../../core/reference/package-size.ts';
import type { Judged } from '../../core/reference/reference.ts';
import { layoutOf, openRows } from '../../core/reference/rows-of-file.ts';
import { type Ingredient, inOrderOfName, strengthOf } from '../../core/reference/strength.ts';
import {
  type Listed,
  type PackageRow,
  type ProductRow,
  writeNdcDirectory,
} from '../support/reference-files.ts';

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'mortar-ndc-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** Every package of a directory, read as the importer reads it. */
const read = (products: readonly Listed[], otc = false): Judged<WantedDrug>[] => {
  const paths = writeNdcDirectory(folder(), products);
  const places = (header: readonly string[]) => new Map(header.map((title, at) => [title, at]));
  const productFile = openRows(paths.product, layoutOf.product);
  const known = new Map<string, ReturnType<typeof readProduct>>();
  for (const row of productFile.rows)
    known.set(row.value(0), readProduct(row, places(productFile.header), otc));
  productFile.close();
  const packageFile = openRows(paths.package, layoutOf.package);
  const judged: Judged<WantedDrug>[] = [];
  for (const row of packageFile.rows)
    judged.push(readPackage(row, places(packageFile.header), (id) => known.get(id)));
  packageFile.close();
  return judged;
};

const one = (
  product: ProductRow,
  pack: PackageRow = {},
  { code = '0002-0800', last = '01', otc = false } = {},
) => read([{ code, ...product, packages: [{ last, ...pack }] }], otc)[0]!;
const wanted = (...given: Parameters<typeof one>): WantedDrug => {
  const judged = one(...given);
  if (!('wanted' in judged)) throw new Error(JSON.stringify(judged));
  return judged.wanted;
};

describe('the number of a package', () => {
  test.each([
    ['4-4-2', '0002-0800', '01', '00002080001'],
    ['5-3-2', '54569-446', '02', '54569044602'],
    ['5-4-1', '54569-4466', '0', '54569446600'],
  ])('printed %s is kept with eleven digits', (_, code, last, ndc11) => {
    expect(wanted({}, {}, { code, last }).ndc11).toBe(ndc11);
  });

  test.each([
    ['letters', '0019-9092', 'B0', 'An NDC has only digits and hyphens.'],
    ['a digit too many', '0019-90922', '011', 'An NDC is hyphened 4-4-2, 5-3-2, 5-4-1 or 5-4-2.'],
  ])('with %s is refused', (_, code, last, reason) => {
    expect(one({}, {}, { code, last })).toMatchObject({
      refused: expect.stringContaining(reason),
      key: null,
    });
  });

  test('as bare digits is refused: the missing zero could stand in three places', () => {
    expect(one({}, { NDCPACKAGECODE: '0002080001' })).toMatchObject({
      key: null,
      refused: expect.any(String),
    });
    expect(one({}, { NDCPACKAGECODE: '00002080001' })).toMatchObject({
      key: null,
      refused: expect.any(String),
    });
  });
});

describe('a strength', () => {
  const strength = (amount: string, unit: string, more: ProductRow = {}) =>
    wanted({
      ACTIVE_NUMERATOR_STRENGTH: amount,
      ACTIVE_INGRED_UNIT: unit,
      SUBSTANCENAME: amount
        .split(';')
        .map((_, at) => `SUBSTANCE${'ABCD'[at]}`)
        .join('; '),
      NONPROPRIETARYNAME: amount
        .split(';')
        .map((_, at) => `Substance${'abcd'[at]}`)
        .join(' and '),
      ...more,
    }).strength;
  const liquid = { DOSAGEFORMNAME: 'SUSPENSION', ROUTENAME: 'ORAL' };
  const injection = { DOSAGEFORMNAME: 'INJECTION, SOLUTION', ROUTENAME: 'SUBCUTANEOUS' };

  test.each<[string, string, string, ProductRow]>([
    ['10', 'mg/1', '10 mg', {}],
    ['.5', 'mg/1', '0.5 mg', {}],
    ['2.50', 'mg/1', '2.5 mg', {}],
    ['1000', 'mg/1', '1000 mg', {}],
    ['.5', 'g/1', '500 mg', {}],
    ['1', 'g/1', '1 g', {}],
    ['50', 'ug/1', '50 mcg', {}],
    ['20', 'meq/1', '20 mEq', {}],
    ['300; 30', 'mg/1; mg/1', '300 mg-30 mg', {}],
    ['400; 57', 'mg/5mL; mg/5mL', '400 mg-57 mg/5 mL', liquid],
    ['20', 'mg/mL', '20 mg/mL', liquid],
    ['100', '[iU]/mL', '100 units/mL', injection],
    ['.75', 'mg/.5mL', '0.75 mg/0.5 mL', injection],
    ['100000', "[USP'U]/mL", '100,000 units/mL', liquid],
    ['100000', '[USP&apos;U]/mL', '100,000 units/mL', liquid],
    ['1', 'mg/g', '0.1 %', { DOSAGEFORMNAME: 'CREAM', ROUTENAME: 'TOPICAL' }],
    ['.5', 'g/100g', '0.5 %', { DOSAGEFORMNAME: 'OINTMENT', ROUTENAME: 'TOPICAL' }],
    ['.05', 'mg/mL', '0.005 %', { DOSAGEFORMNAME: 'SOLUTION', ROUTENAME: 'OPHTHALMIC' }],
    ['20; 5', 'mg/mL; mg/mL', '2 %-0.5 %', { DOSAGEFORMNAME: 'SOLUTION/ DROPS', ROUTENAME: 'OPHTHALMIC' }],
    [
      '90',
      'ug/1',
      '90 mcg/actuation',
      { DOSAGEFORMNAME: 'AEROSOL, METERED', ROUTENAME: 'RESPIRATORY (INHALATION)' },
    ],
    [
      '250; 50',
      'ug/1; ug/1',
      '250 mcg-50 mcg/dose',
      { DOSAGEFORMNAME: 'POWDER, METERED', ROUTENAME: 'RESPIRATORY (INHALATION)' },
    ],
    ['25', 'ug/h', '25 mcg/h', { DOSAGEFORMNAME: 'PATCH', ROUTENAME: 'TRANSDERMAL' }],
  ])('of %s %s is written %s', (amount, unit, written, more) => {
    expect(strength(amount, unit, more)).toBe(written);
  });

  test.each([
    ['nothing', '', '', 'It has no strength.'],
    ['no number', 'ten', 'mg/1', 'The strength is not understood.'],
    ['zero', '0', 'mg/1', 'The strength is not understood.'],
    ['a number of something unsaid', '25', 'mg/301', 'The strength is not understood.'],
    ['two amounts of one substance', '5; 10', 'mg/1; mg/1', 'another number of ingredients'],
  ])('that says %s is refused, never guessed', (_, amount, unit, reason) => {
    const judged = one({ ACTIVE_NUMERATOR_STRENGTH: amount, ACTIVE_INGRED_UNIT: unit });
    expect(judged).toMatchObject({ refused: expect.stringContaining(reason), key: '00002080001' });
  });

  test('stands in the order of the name, though the file lists substances by the alphabet', () => {
    const drug = wanted({
      PROPRIETARYNAME: 'Norco',
      NONPROPRIETARYNAME: 'Hydrocodone Bitartrate and Acetaminophen',
      SUBSTANCENAME: 'ACETAMINOPHEN; HYDROCODONE BITARTRATE',
      ACTIVE_NUMERATOR_STRENGTH: '325; 5',
      ACTIVE_INGRED_UNIT: 'mg/1; mg/1',
      DEASCHEDULE: 'CII',
    });
    expect(drug).toMatchObject({
      name: 'hydrocodone bitartrate-acetaminophen',
      strength: '5 mg-325 mg',
      brand: 'Norco',
      schedule: 'CII',
    });
  });

  test('of ingredients the name does not tell apart stands beside the ingredients themselves', () => {
    const ingredients: Ingredient[] = ['SULFUR', 'UREA'].map((substance, at) => ({
      substance,
      amount: String(at + 1),
      unit: 'mg/1',
    }));
    expect(inOrderOfName('Wonder Cleanser', ingredients).name).toBe('sulfur-urea');
    const salts = ['AMPHETAMINE ASPARTATE', 'AMPHETAMINE SULFATE'].map((substance) => ({
      substance,
      amount: '5',
      unit: 'mg/1',
    }));
    expect(inOrderOfName('mixed amphetamine salts', salts).name).toBe(
      'amphetamine aspartate-amphetamine sulfate',
    );
  });

  test('is exact for every decimal amount', () => {
    const digits = fc.bigInt({ min: 1n, max: 999_999n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 5 }), (number, places) => {
        const text = number.toString().padStart(places + 1, '0');
        const amount = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
        const told = strengthOf([{ substance: 'X', amount, unit: 'mg/g' }], 'cream');
        if (!('strength' in told)) throw new Error(told.problem);
        const percent = told.strength.replace(' %', '').replaceAll(',', '');
        const [whole = '', rest = ''] = percent.split('.');
        // Ten times as many hundredths as milligrams in a gram.
        expect(BigInt(whole + rest) * 10n ** BigInt(places + 1)).toBe(number * 10n ** BigInt(rest.length));
      }),
    );
  });
});

describe('a dosage form', () => {
  test.each([
    ['TABLET, FILM COATED', 'ORAL', 'tablet', 'tablet'],
    ['TABLET, FILM COATED, EXTENDED RELEASE', 'ORAL', 'extended-release tablet', 'tablet'],
    ['TABLET, DELAYED RELEASE', 'ORAL', 'delayed-release tablet', 'tablet'],
    ['TABLET, ORALLY DISINTEGRATING', 'ORAL', 'orally disintegrating tablet', 'tablet'],
    ['TABLET', 'SUBLINGUAL', 'sublingual tablet', 'tablet'],
    ['CAPSULE, DELAYED RELEASE PELLETS', 'ORAL', 'delayed-release capsule', 'capsule'],
    ['SOLUTION', 'OPHTHALMIC', 'eye drops', null],
    ['SOLUTION', 'ORAL', 'oral solution', null],
    ['POWDER, FOR SUSPENSION', 'ORAL', 'oral suspension', null],
    ['SPRAY, METERED', 'NASAL', 'nasal spray', 'spray'],
    ['AEROSOL, METERED', 'RESPIRATORY (INHALATION)', 'inhaler', 'puff'],
    ['PATCH, EXTENDED RELEASE', 'TRANSDERMAL', 'patch', 'patch'],
    ['CREAM', 'VAGINAL', 'vaginal cream', null],
    ['SOMETHING, NEW', 'ORAL', 'something, new', null],
  ])('%s by way of %s is a %s', (fda, route, form, piece) => {
    expect(dosageFormOf(fda, route)).toEqual({ form, piece });
  });

  test('of an injection is told by what it comes in', () => {
    const injection = {
      DOSAGEFORMNAME: 'INJECTION, SOLUTION',
      ROUTENAME: 'SUBCUTANEOUS',
      ACTIVE_INGRED_UNIT: 'mg/mL',
    };
    const inA = (container: string) =>
      wanted(injection, { PACKAGEDESCRIPTION: `10 mL in 1 ${container} (0002-0800-01)` }).form;
    expect(['VIAL, MULTI-DOSE', 'SYRINGE, GLASS', 'CARTRIDGE', 'AMPULE', 'BAG'].map(inA)).toEqual([
      'injection vial',
      'prefilled syringe',
      'injection cartridge',
      'injection ampoule',
      'injection',
    ]);
  });
});

describe('what a package holds', () => {
  const size = (description: string, fda: string, route = 'ORAL') => {
    const told = packageSizeOf(description, fda, dosageFormOf(fda, route));
    return 'problem' in told ? told.problem : `${told.thousandths / 1000} ${told.unit}`;
  };
  const cannot = 'The package holds an amount that cannot be counted: too much, or finer than a thousandth.';
  const notUnderstood = 'The package description is not understood.';

  test.each([
    ['100 TABLET in 1 BOTTLE (0002-0800-01)', 'TABLET', '100 tablet'],
    [
      '2 BLISTER PACK in 1 CARTON (0002-3004-75)  > 2 CAPSULE, DELAYED RELEASE in 1 BLISTER PACK',
      'CAPSULE, DELAYED RELEASE',
      '4 capsule',
    ],
    ['2 BLISTER PACK in 1 CARTON (0002-3004-75)  / 7 TABLET in 1 BLISTER PACK', 'TABLET', '14 tablet'],
    ['1 VIAL in 1 CARTON (0002-0800-01)  > 10 mL in 1 VIAL', 'SOLUTION', '10 mL'],
    [
      '1 PACKET in 1 BOX (0004-0357-30)  > 4 SYRINGE, GLASS in 1 PACKET > .5 mL in 1 SYRINGE, GLASS',
      'INJECTION, SOLUTION',
      '2 mL',
    ],
    ['4 L in 1 BOTTLE (0037-6820-04)', 'SOLUTION', '4000 mL'],
    ['118.28 mL in 1 BOTTLE (1-2-3)', 'OIL', '118.28 mL'],
    ['5 POUCH in 1 CARTON (0406-9000-76)  > 1 PATCH in 1 POUCH > 72 h in 1 PATCH', 'PATCH', '5 patch'],
    ['8 PATCH in 1 CARTON (0078-0377-42)  > 3.5 d in 1 PATCH', 'PATCH', '8 patch'],
    ['40 CAPSULE in 1 BOTTLE (13845-1200-3)  > 250 mg in 1 CAPSULE (13845-1200-1)', 'CAPSULE', '40 capsule'],
    [
      '10 VIAL in 1 CARTON (44567-221-10)  > 1 INJECTION, POWDER, FOR SOLUTION in 1 VIAL',
      'INJECTION, POWDER, FOR SOLUTION',
      '10 vial',
    ],
    ['30 PACKET in 1 CARTON (66758-120-34)  > 1.5 g in 1 PACKET', 'POWDER', '45 g'],
    ['5 mg in 1 BOTTLE (16477-505-01)', 'POWDER', '1 bottle'],
    ['1 KIT in 1 CARTON (0004-0381-40)  *  1 mL in 1 VIAL *  1 mL in 1 VIAL', 'KIT', '1 kit'],
    ['3 BLISTER PACK in 1 CARTON (1)  > 1 KIT in 1 BLISTER PACK *  2 TABLET in 1 POUCH', 'KIT', '3 kit'],
    ['1,000 TABLET in 1 BOTTLE (0002-0800-01)', 'TABLET', '1000 tablet'],
    ['1.0002 mL in 1 VIAL (49288-0381-1)', 'SOLUTION', notUnderstood],
    ['25000 L in 1 TANK (1)', 'SOLUTION', cannot],
    ['0 TABLET in 1 BOTTLE (1)', 'TABLET', notUnderstood],
    ['a bottle of tablets', 'TABLET', notUnderstood],
    ['', 'TABLET', notUnderstood],
  ])('%s: %s', (description, fda, held) => {
    expect(size(description, fda)).toBe(held);
  });

  test('an inhaler counts its puffs, a nasal spray its sprays', () => {
    const lung = 'RESPIRATORY (INHALATION)';
    expect(
      size('1 CANISTER in 1 CARTON (1)  > 200 AEROSOL, METERED in 1 CANISTER', 'AEROSOL, METERED', lung),
    ).toBe('200 puff');
    expect(
      size('1 BOTTLE in 1 CARTON (1)  > 120 SPRAY, METERED in 1 BOTTLE', 'SPRAY, METERED', 'NASAL'),
    ).toBe('120 spray');
    expect(size('8.5 g in 1 CANISTER (1)', 'AEROSOL, METERED', lung)).toBe('8.5 g');
  });

  test('any nesting is the product of its levels, and never anything else', () => {
    // Four of 31 are just under the million that a quantity may count.
    const level = fc.integer({ min: 1, max: 31 });
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean(), (counts, newer) => {
        const containers = ['CARTON', 'BOX', 'TRAY', 'BLISTER PACK', 'POUCH'];
        const text = counts
          .map((count, at) => {
            const isLast = at === counts.length - 1;
            return `${count} ${isLast ? 'TABLET, FILM COATED' : containers[at + 1]} in 1 ${containers[at]}${at === 0 ? ' (0002-0800-01) ' : ''}`;
          })
          .join(newer ? ' / ' : ' > ');
        expect(size(text, 'TABLET, FILM COATED')).toBe(
          `${counts.reduce((all, count) => all * count, 1)} tablet`,
        );
      }),
    );
  });

  test('no text whatever makes it fail', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 40 }), (description, fda) => {
        const told = packageSizeOf(description, fda, dosageFormOf(fda, 'ORAL'));
        expect('problem' in told || (Number.isSafeInteger(told.thousandths) && told.unit.length <= 20)).toBe(
          true,
        );
      }),
    );
  });
});

describe('what is taken over', () => {
  test('names in small letters, the brand only where it is another name, the labeler and the route', () => {
    expect(wanted({ NONPROPRIETARYNAME: 'LISINOPRIL', PROPRIETARYNAME: 'lisinopril' })).toMatchObject({
      name: 'lisinopril',
      brand: '',
      labeler: 'Example Pharma',
      route: 'oral',
      form: 'tablet',
      package_size: 100_000,
      package_description: '100 TABLET in 1 BOTTLE (0002-0800-01)',
      schedule: null,
      ended_on: null,
    });
    expect(wanted({ PROPRIETARYNAME: 'Prinivil', PROPRIETARYNAMESUFFIX: 'XR' }).brand).toBe('Prinivil XR');
  });

  test('prescription drugs; those sold over the counter only when asked for', () => {
    const otc = { PRODUCTTYPENAME: 'HUMAN OTC DRUG' };
    expect(one(otc)).toEqual({ leftOut: expect.stringContaining('over the counter'), key: '00002080001' });
    expect(wanted(otc, {}, { otc: true }).name).toBe('lisinopril');
    expect(one({ PRODUCTTYPENAME: 'NON-STANDARDIZED ALLERGENIC' }, {}, { otc: true })).toHaveProperty(
      'leftOut',
    );
  });

  test('no sample, no gas, nothing of Schedule I', () => {
    expect(one({}, { SAMPLE_PACKAGE: 'Y' })).toEqual({
      leftOut: 'A sample, which is not sold.',
      key: '00002080001',
    });
    expect(one({ DOSAGEFORMNAME: 'GAS' })).toHaveProperty('leftOut');
    expect(one({ DEASCHEDULE: 'CI' })).toHaveProperty('leftOut');
    expect(one({ MARKETINGCATEGORYNAME: 'UNAPPROVED HOMEOPATHIC' })).toHaveProperty('leftOut');
  });

  test('nothing the FDA has taken out of the directory: it counts as gone from it', () => {
    expect(one({}, { NDC_EXCLUDE_FLAG: 'E' })).toEqual({
      leftOut: expect.stringContaining('taken it out'),
      key: null,
    });
  });

  test('the earlier of the days on which product and package end', () => {
    expect(wanted({ ENDMARKETINGDATE: '20190203' }, { ENDMARKETINGDATE: '20180101' }).ended_on).toBe(
      '2018-01-01',
    );
    expect(wanted({ ENDMARKETINGDATE: '20190203' }).ended_on).toBe('2019-02-03');
    expect(one({ ENDMARKETINGDATE: '20190230' })).toMatchObject({
      refused: expect.stringContaining('is no date'),
    });
    expect([dayIn('02/03/2019'), dayIn(''), dayIn('soon'), dayIn('20190001')]).toEqual([
      '2019-02-03',
      null,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['an unknown schedule', { DEASCHEDULE: 'DEA' }, 'The DEA schedule is none of'],
    ['no form', { DOSAGEFORMNAME: '' }, 'It has no dosage form.'],
    ['no name at all', { NONPROPRIETARYNAME: '', SUBSTANCENAME: '' }, 'another number of ingredients'],
  ])('a product with %s is refused with each of its packages', (_, product, reason) => {
    expect(one(product)).toMatchObject({ refused: expect.stringContaining(reason), key: '00002080001' });
  });

  test('twenty vitamins are known by their brand', () => {
    const names = Array.from({ length: 20 }, (_, at) => `VITAMIN NUMBER ${at + 100}`);
    expect(
      wanted({
        PROPRIETARYNAME: 'Prenate Mini',
        NONPROPRIETARYNAME: names.join(', '),
        SUBSTANCENAME: names.join('; '),
        ACTIVE_NUMERATOR_STRENGTH: names.map(() => '1').join('; '),
        ACTIVE_INGRED_UNIT: names.map(() => 'mg/1').join('; '),
      }),
    ).toMatchObject({ name: 'prenate mini', strength: '20 ingredients', brand: 'Prenate Mini' });
  });

  test('a package without its product is refused', () => {
    const paths = writeNdcDirectory(folder(), [{ code: '0002-0800', packages: [{ last: '01' }] }]);
    const rows = openRows(paths.package, layoutOf.package);
    for (const row of rows.rows)
      expect(readPackage(row, new Map(rows.header.map((title, at) => [title, at])), () => undefined)).toEqual(
        {
          refused: 'Its product is not in the product file.',
          key: '00002080001',
        },
      );
    rows.close();
  });
});

/** Packages of the directory of 2015; beside the project where it is worked on, nowhere else. */
const real = resolve(import.meta.dirname, '../../../shared/data/us/fda_ndc_rx_packages_2015.csv.gz');

/** One line of a CSV whose values may be quoted. */
const valuesOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, marked, bare]) =>
    marked === undefined ? (bare ?? '') : marked.replaceAll('""', '"'),
  );

describe.skipIf(!existsSync(real))('the directory of 2015, 100,000 packages', () => {
  test('is understood but for a few, and every number is the one it is listed under', () => {
    const [head = '', ...lines] = gunzipSync(readFileSync(real)).toString('utf8').trimEnd().split('\n');
    const titles = valuesOf(head.trim());
    const rows = lines.map((line) => {
      const values = valuesOf(line.trim());
      return Object.fromEntries(titles.map((title, at) => [title, values[at] ?? '']));
    });
    const judged = read(
      rows.map((row) => ({
        code: row.ndc10!.split('-').slice(0, 2).join('-'),
        PROPRIETARYNAME: row.proprietary_name!,
        NONPROPRIETARYNAME: row.nonproprietary_name!,
        DOSAGEFORMNAME: row.dosage_form!,
        ROUTENAME: row.route!,
        LABELERNAME: row.labeler!,
        SUBSTANCENAME: row.substances!,
        ACTIVE_NUMERATOR_STRENGTH: row.strength_numerators!,
        ACTIVE_INGRED_UNIT: row.strength_units!,
        DEASCHEDULE: row.dea_schedule_derived!,
        packages: [{ last: row.ndc10!.split('-')[2]!, PACKAGEDESCRIPTION: row.package_description! }],
      })),
    );
    const taken = judged.flatMap((one, at) =>
      'wanted' in one ? [{ drug: one.wanted, row: rows[at]! }] : [],
    );
    const refused = judged.filter((one) => 'refused' in one);
    expect(judged.length).toBeGreaterThan(100_000);
    expect(refused.length / judged.length).toBeLessThan(0.002);
    for (const { drug, row } of taken) {
      if (drug.ndc11 !== row.ndc11) throw new Error(`${row.ndc10} became ${drug.ndc11}`);
      if (
        drug.strength === '' ||
        drug.name === '' ||
        drug.form === '' ||
        drug.unit === '' ||
        drug.package_size <= 0
      )
        throw new Error(`${row.ndc10} lacks something`);
    }
    // A bottle of so many tablets holds so many tablets.
    const plain = taken.filter(({ row }) =>
      /^\d+ TABLET in 1 BOTTLE \([\d-]+\)$/.test(row.package_description!),
    );
    expect(plain.length).toBeGreaterThan(5_000);
    for (const { drug, row } of plain)
      expect([drug.unit, drug.package_size]).toEqual([
        'tablet',
        Number.parseInt(row.package_description!, 10) * 1000,
      ]);
  });
});
