/** Who and what on file a page may mean: as ranked for the desk, with reasons, sure only where nobody else can be meant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import {
  birthLikeness,
  isSameAddress,
  isSamePhone,
  nameLikeness,
  nameOf,
  nearDays,
} from '../../core/recognise/likeness.ts';
import { type Reads, readFax } from '../support/read-fax.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const register = async (
  test: TestWorkstation,
  name: string,
  dateOfBirth: string,
  more: Partial<CommandInput<'patient.register'>> = {},
) => {
  const { family, given } = nameOf(name);
  const { patientId } = await test.run('patient.register', {
    ...{ familyName: family, givenNames: given, dateOfBirth, sex: 'unknown', anotherPerson: true },
    ...more,
  });
  return patientId;
};

const proposedFor = async (test: TestWorkstation, reads: Reads) => {
  const { prescriptionId } = await readFax(test, reads);
  return test.ask('recognition.ofPrescription', { prescriptionId });
};
const patientsFor = async (test: TestWorkstation, reads: Reads) =>
  (await proposedFor(test, reads)).patients.map(({ name, why, confidence }) => ({ name, why, confidence }));

describe('patients', () => {
  const bergstrom = 'Bergström, Åsa';
  const born = '1970-05-03';

  test('of the same name and birth date are sure when nobody else can be meant', async () => {
    const test = await openTestWorkstation();
    await register(test, bergstrom, born);
    await register(test, 'Lindqvist, Nora', born);
    expect(await patientsFor(test, { patientName: 'BERGSTROM, ASA', dateOfBirth: born })).toEqual([
      { name: bergstrom, why: 'same name and birth date', confidence: 'sure' },
    ]);
  });

  test.each([
    ['Bergstrorn, Asa', born, 'same birth date, name 1 letter off', 'check'],
    ['Bergstrm, Asa', born, 'same birth date, name 1 letter off', 'check'],
    ['Bengstrom, Aso', born, 'same birth date, name 2 letters off', 'check'],
    ['Asa, Bergstrom', born, 'same birth date, same name, family and given name exchanged', 'check'],
    ['Bergstrom, A', born, 'same birth date, same family name, initial A', 'check'],
    ['Bergstrom, Asa M', born, 'same birth date, same name but for a middle name', 'check'],
    ['Lindqvist, Asa', born, 'same birth date, same given name, another family name', 'guess'],
    ['Bergstrom, Asa', '1970-05-08', 'same name, birth date 1 digit off: 1970-05-03 on file', 'check'],
    [
      'Bergstrom, Asa',
      '1970-03-05',
      'same name, day and month of birth exchanged: 1970-05-03 on file',
      'check',
    ],
    ['Bergstrom, Asa', '1988-11-20', 'same name, birth date differs: 1970-05-03 on file', 'guess'],
    ['Bergstrom, Asa', undefined, 'same name, no birth date read', 'guess'],
    [
      'Bargstrom, Asa',
      '1970-05-13',
      'name 1 letter off, birth date 1 digit off: 1970-05-03 on file',
      'guess',
    ],
  ] as const)('read as %s, born %s: %s', async (patientName, dateOfBirth, why, confidence) => {
    const test = await openTestWorkstation();
    await register(test, bergstrom, born);
    const reads = { patientName, ...(dateOfBirth ? { dateOfBirth } : {}) };
    expect(await patientsFor(test, reads)).toEqual([{ name: bergstrom, why, confidence }]);
  });

  test('a hyphen, an apostrophe or an accent is no difference, half of a double name is one', async () => {
    const test = await openTestWorkstation();
    await register(test, "Fitzgerald-O'Núñez, Mary Ann", born);
    const whole = await patientsFor(test, { patientName: 'fitzgerald onunez, mary-ann', dateOfBirth: born });
    expect(whole).toMatchObject([{ why: 'same name and birth date', confidence: 'sure' }]);
    const half = await patientsFor(test, { patientName: 'Fitzgerald, Mary', dateOfBirth: born });
    expect(half).toMatchObject([{ why: 'same birth date, part of the family name', confidence: 'check' }]);
  });

  test('who share name and birth date are both shown and neither is sure', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Smith, John', born, { phone: '(585) 555-0142' });
    await register(test, 'Smith, John', born, { phone: '(585) 555-0199' });
    const both = await patientsFor(test, {
      patientName: 'Smith, John',
      dateOfBirth: born,
      patientPhone: '5855550199',
    });
    expect(both.map(({ confidence }) => confidence)).toEqual(['check', 'check']);
    expect(both[0]!.why).toBe(
      'same name and birth date, same phone; another patient has the same name and birth date',
    );
  });

  test('a namesake born another day makes nobody sure, and is named', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Smith, John', born);
    await register(test, 'Smith, John', '1991-12-24');
    const [first, second] = await patientsFor(test, { patientName: 'Smith, John', dateOfBirth: born });
    expect(first).toMatchObject({
      why: 'same name and birth date; another patient has this name, born 1991-12-24',
      confidence: 'check',
    });
    expect(second).toMatchObject({ confidence: 'guess' });
  });

  test('of twins neither is sure, however well one of them was read', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Caldwell, Anna', '2015-02-01');
    await register(test, 'Caldwell, Anne', '2015-02-01');
    await register(test, 'Caldwell, Theodor', '2015-02-01');
    for (const name of ['Caldwell, Anna', 'Caldwell, Theodor']) {
      const [first] = await patientsFor(test, { patientName: name, dateOfBirth: '2015-02-01' });
      expect(first).toMatchObject({ name, confidence: 'check' });
      expect(first!.why).toContain('another patient with a name like it was born the same day');
    }
  });

  test('are known by a right NHS number, and one that differs is told', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Okafor, Chidi', born, { nhsNumber: '943 476 5919' });
    await register(test, 'Lindqvist, Nora', born);
    const byNumber = await patientsFor(test, { patientName: 'Okator, Chid', nhsNumber: '9434765919' });
    expect(byNumber).toMatchObject([{ name: 'Okafor, Chidi', confidence: 'check' }]);
    expect(byNumber[0]!.why).toContain('same NHS number');
    const other = { patientName: 'Okafor, Chidi', dateOfBirth: born, nhsNumber: '4010232137' };
    const [differs] = await patientsFor(test, other);
    expect(differs).toMatchObject({ confidence: 'check' });
    expect(differs!.why).toContain('another NHS number on file');
    // With a wrong check digit it is noise and says nothing of anybody.
    const [noise] = await patientsFor(test, { ...other, nhsNumber: '9434765918' });
    expect(noise).toMatchObject({ why: 'same name and birth date', confidence: 'sure' });
  });

  test('phone and address speak for the right one of two', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Chen, Wei', '1980-01-01', {
      phone: '585.555.0101',
      address: '9 Oak Lane, Rochester, NY 14607',
    });
    await register(test, 'Chen, Wei', '1990-01-01', {
      phone: '(585) 555-0102',
      address: '77 Wilmer St, Rochester, NY 14607',
    });
    const reads = {
      patientName: 'Chen, Wei',
      patientPhone: '5855550102',
      patientAddress: '77 Wilmer Street, Rochester NY',
    };
    const [first, second] = (await proposedFor(test, reads)).patients;
    expect(first).toMatchObject({
      dateOfBirth: '1990-01-01',
      why: 'same name, no birth date read, same phone, same address',
    });
    expect(second).toMatchObject({ dateOfBirth: '1980-01-01', why: 'same name, no birth date read' });
  });

  test('nobody is proposed where the page says nobody, or only a day many are born on', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Chen, Wei', born);
    expect(await patientsFor(test, { drug: 'sertraline' })).toEqual([]);
    expect(await patientsFor(test, { dateOfBirth: born })).toEqual([]);
    expect(await patientsFor(test, { patientName: 'Feldman, Ira', dateOfBirth: born })).toEqual([]);
  });

  test('names in other letters are compared as they are', async () => {
    const test = await openTestWorkstation();
    await register(test, 'Петров, Иван', born);
    await register(test, '王, 伟', born);
    const found = await patientsFor(test, { patientName: 'Петров, Иван', dateOfBirth: born });
    expect(found).toEqual([{ name: 'Петров, Иван', why: 'same name and birth date', confidence: 'sure' }]);
  });
});

describe('prescribers', () => {
  const okonjo = {
    familyName: 'Okonjo',
    givenNames: 'Ngozi',
    npi: '1234567893',
    clinic: 'Lake Family Practice',
    phone: '(585) 555-0110',
  };

  const open = async () => {
    const test = await openTestWorkstation();
    await test.run('prescriber.register', { ...okonjo, dea: 'AO1234563' });
    await test.run('prescriber.register', {
      familyName: 'Okonjo',
      givenNames: 'Nneka',
      npi: '1679576722',
      clinic: 'Harbor Clinic',
      phone: '585-555-0120',
    });
    return test;
  };
  const prescribersFor = async (test: TestWorkstation, reads: Reads) =>
    (await proposedFor(test, reads)).prescribers.map(({ npi, why, confidence }) => [npi, why, confidence]);

  test.each<[string, Reads, string, string]>([
    [
      'by the NPI and the name',
      { npi: '1234567893', prescriberName: 'Okonjo, Ngozi' },
      'NPI matches, same name',
      'sure',
    ],
    ['by the NPI alone', { npi: '1234567893' }, 'NPI matches', 'check'],
    [
      'by the NPI with another name',
      { npi: '1234567893', prescriberName: 'Prescott, Ian' },
      'NPI matches, another name',
      'check',
    ],
    [
      'by the DEA number and the name',
      { dea: 'AO1234563', prescriberName: 'Okonjo, N' },
      'DEA number matches, same family name, initial N',
      'sure',
    ],
    [
      'by an NPI with a digit misread and the name',
      { npi: '1234567898', prescriberName: 'Okonjo, Ngozi' },
      'NPI 1 digit off: 1234567893 on file, same name',
      'check',
    ],
    [
      'by name and clinic',
      { prescriberName: 'Okonjo, Ngozi', clinic: 'LAKE FAMILY PRACTICE' },
      'same clinic, same name',
      'check',
    ],
    [
      'by name and phone',
      { prescriberName: 'Okonio, Ngozi', prescriberPhone: '5855550110' },
      'same phone, name 1 letter off',
      'guess',
    ],
  ])('are found %s', async (_, reads, why, confidence) => {
    const test = await open();
    expect((await prescribersFor(test, reads))[0]).toEqual(['1234567893', why, confidence]);
  });

  test('of one family name are told apart by the rest', async () => {
    const test = await open();
    const found = await prescribersFor(test, { prescriberName: 'Okonjo, N', prescriberPhone: '5855550120' });
    expect(found.map(([npi]) => npi)).toEqual(['1679576722', '1234567893']);
    expect(found.every(([, , confidence]) => confidence !== 'sure')).toBe(true);
  });

  test('nobody is proposed for a number that cannot be right', async () => {
    const test = await open();
    expect(await prescribersFor(test, { npi: '1111111111', dea: 'AO0000001' })).toEqual([]);
  });
});

describe('drugs', () => {
  let ndc = 10_000_000_000;
  const add = async (
    test: TestWorkstation,
    name: string,
    strength: string,
    form: string,
    more: Partial<CommandInput<'drug.add'>> = {},
  ) => {
    const { ndc11 } = await test.run(
      'drug.add',
      {
        ...{ ndc11: String(ndc++), name, strength, form, unit: 'tablet', packageSize: '100', schedule: null },
        ...more,
      },
      'mona',
    );
    return ndc11;
  };
  const stock = (test: TestWorkstation, ndc11: string, quantity: string) =>
    test.run('stock.receive', { ndc11, lot: `L${ndc11}`, expiry: '2027-06-30', quantity, bin: 'A1' }, 'mona');
  const drugsFor = async (test: TestWorkstation, reads: Reads) => (await proposedFor(test, reads)).drugs;
  const read = { drug: 'hydralazine', strength: '25 mg', form: 'tablet' };

  test('of the same ingredient, strength and form come first, in stock before out of stock, other strengths as a guess', async () => {
    const test = await openTestWorkstation();
    const [first, stocked] = [
      await add(test, 'hydralazine hydrochloride', '25 mg', 'tablet'),
      await add(test, 'Hydralazine Hydrochloride', '25 MG', 'Tablet'),
    ];
    const other = await add(test, 'hydralazine hydrochloride', '50 mg', 'tablet');
    await stock(test, stocked, '200');
    const found = await drugsFor(test, read);
    expect(found.map(({ ndc11, confidence, onHand, why }) => [ndc11, confidence, onHand, why])).toEqual([
      [stocked, 'sure', '200', 'same ingredient, same strength, same form'],
      [first, 'sure', '0', 'same ingredient, same strength, same form'],
      [other, 'guess', '0', 'same ingredient, same form, another strength: 25 mg was read'],
    ]);
  });

  test('a look-alike on file is named, and a name merely like it is never more than that', async () => {
    const test = await openTestWorkstation();
    await add(test, 'hydralazine', '25 mg', 'tablet');
    await add(test, 'hydroxyzine', '25 mg', 'tablet');
    const [exact] = await drugsFor(test, read);
    expect(exact).toMatchObject({
      name: 'hydralazine',
      confidence: 'sure',
      lookAlike: 'looks like hydrOXYzine',
    });
    const [misread] = await drugsFor(test, { ...read, drug: 'hydralezine' });
    expect(misread).toMatchObject({
      name: 'hydralazine',
      confidence: 'check',
      why: 'name 1 letter off, same strength, same form',
    });
  });

  test.each([
    ['fluexetine', 'fluoxetine'],
    ['floxetine', 'fluoxetine'],
    ['Prozae', 'fluoxetine'],
    ['sertrallne', 'sertraline'],
    ['xertraline', 'sertraline'],
  ])('%s with a letter misread leads to %s', async (drug, name) => {
    const test = await openTestWorkstation();
    await add(test, 'fluoxetine hydrochloride', '20 mg', 'capsule', { brand: 'Prozac' });
    await add(test, 'sertraline hydrochloride', '20 mg', 'capsule');
    const [first] = await drugsFor(test, { drug, strength: '20 mg', form: 'capsule' });
    expect(first?.name).toContain(name);
    expect(first?.confidence).toBe('check');
  });

  test('a brand leads to its own package and to others of its ingredient', async () => {
    const test = await openTestWorkstation();
    const generic = await add(test, 'sertraline hydrochloride', '50 mg', 'tablet');
    const brand = await add(test, 'sertraline hydrochloride', '50 mg', 'tablet', { brand: 'Zoloft' });
    const asWritten = await drugsFor(test, { drug: 'Zoloft', strength: '50 mg', form: 'tablet' });
    expect(asWritten.map(({ ndc11, why }) => [ndc11, why])).toEqual([
      [brand, 'brand Zoloft, same strength, same form'],
      [generic, 'ingredient of Zoloft, same strength, same form'],
    ]);
    await stock(test, generic, '30');
    expect((await drugsFor(test, { drug: 'Zoloft', strength: '50 mg', form: 'tablet' }))[0]?.ndc11).toBe(
      generic,
    );
  });

  test('two salts that both fit are both to be looked at', async () => {
    const test = await openTestWorkstation();
    await add(test, 'doxycycline hyclate', '100 mg', 'capsule');
    await add(test, 'doxycycline monohydrate', '100 mg', 'capsule');
    const found = await drugsFor(test, { drug: 'doxycycline', strength: '100 mg', form: 'capsule' });
    expect(found.map(({ confidence }) => confidence)).toEqual(['check', 'check']);
  });

  test('a combination is only a guess for one of its ingredients, and plain is not extended release', async () => {
    const test = await openTestWorkstation();
    await add(test, 'metformin hydrochloride', '500 mg', 'extended-release tablet');
    await add(test, 'glipizide-metformin', '5 mg-500 mg', 'tablet');
    const found = await drugsFor(test, { drug: 'metformin', strength: '500 mg', form: 'tablet' });
    expect(found.map(({ name, confidence }) => [name, confidence])).toEqual([
      ['metformin hydrochloride', 'guess'],
      ['glipizide-metformin', 'guess'],
    ]);
  });

  test('what was not read is said, and makes nothing sure', async () => {
    const test = await openTestWorkstation();
    await add(test, 'sertraline', '50 mg', 'tablet');
    const noForm = await drugsFor(test, { drug: 'sertraline', strength: '50 mg' });
    expect(noForm).toMatchObject([
      { confidence: 'check', why: 'same ingredient, same strength, no form read' },
    ]);
    const nameAlone = await drugsFor(test, { drug: 'sertraline' });
    expect(nameAlone).toMatchObject([
      { confidence: 'guess', why: 'same ingredient, no strength read, no form read' },
    ]);
    expect(await drugsFor(test, { strength: '50 mg', form: 'tablet' })).toEqual([]);
  });

  test('strengths are compared by what they say', async () => {
    const test = await openTestWorkstation();
    await add(test, 'levothyroxine sodium', '50 mcg', 'tablet');
    const [first] = await drugsFor(test, { drug: 'levothyroxine', strength: '0.05 mg', form: 'tablet' });
    expect(first).toMatchObject({ confidence: 'sure', why: 'same ingredient, same strength, same form' });
  });
});

describe('likeness', () => {
  const letters = fc.string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom(...'abcdefgilmnorstuvwz01'.split('')),
  });
  const name = fc.record({ family: letters, given: letters });

  test('of a name with itself is whole, and nothing else is called exact', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const plain = (one: typeof a) => `${one.family}, ${one.given}`.replace(/\d/g, '');
        const like = nameLikeness(a, b);
        expect(like?.exact ?? false).toBe(plain(a) === plain(b) && plain(a) !== ', ');
      }),
    );
  });

  test('of two names is the same from either side', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(nameLikeness(a, b)?.points ?? null).toBe(nameLikeness(b, a)?.points ?? null);
      }),
    );
  });

  test('every day that is near is a day, another one, and near from the other side too', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10);
        for (const near of nearDays(text)) {
          expect(near).not.toBe(text);
          expect(new Date(`${near}T00:00:00Z`).toISOString().slice(0, 10)).toBe(near);
          expect(birthLikeness(text, near).points).toBeGreaterThan(0);
          expect(nearDays(near)).toContain(text);
        }
      }),
    );
  });

  test('telephones are the same however they are written, addresses by their numbers and words', () => {
    expect(isSamePhone('+1 (585) 555-0142', '5855550142')).toBe(true);
    expect(isSamePhone('', '')).toBe(false);
    expect(isSamePhone('5550142', '585-555-0143')).toBe(false);
    expect(isSameAddress('12 High St, Leeds LS1 4AP', '12 High Street, Leeds, LS1 4AP')).toBe(true);
    expect(isSameAddress('12 High Street', '12 Low Road, York')).toBe(false);
    expect(isSameAddress('', '')).toBe(false);
  });
});
