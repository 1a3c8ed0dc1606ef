/** Patients at the real workstation: registering, correcting, and finding the right one among those like it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lettersOff } from '../../core/fragments.ts';
import { readWanted } from '../../core/patient/find.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const patient = (familyName: string, givenNames: string, dateOfBirth: string, more: object = {}) => ({
  familyName,
  givenNames,
  dateOfBirth,
  sex: 'unknown' as const,
  ...more,
});

const openWithPatients = async () => {
  const work = await openTestWorkstation();
  const people = [
    patient('Smith', 'John', '1961-03-04', { phone: '(585) 555-0142' }),
    patient('Smyth', 'Jon', '1961-03-04', { phone: '585-555-0143' }),
    patient('Smithson', 'Joan', '1961-03-05'),
    patient("O'Brien-Smith", 'Mary Sue', '1975-12-31', { mrn: 'MRN00123' }),
    patient('Núñez', 'Łukasz', '1990-07-08'),
    patient('Li', 'Wu', '2001-01-02'),
    patient('Abernathy', 'Grace', '1961-03-04'),
  ];
  for (const person of people) await work.run('patient.register', person);
  return work;
};

const found = (work: TestWorkstation, text: string, dateOfBirth?: string) =>
  work
    .ask('patient.find', { text, ...(dateOfBirth ? { dateOfBirth } : {}) })
    .rows.map(({ name, why }) => `${name}: ${why}`);
const best = (work: TestWorkstation, text: string) => found(work, text)[0];

describe('finding a patient', () => {
  test('name fragments in any order', async () => {
    const work = await openWithPatients();
    expect(best(work, 'smi joh')).toBe('Smith, John: name begins so');
    expect(best(work, 'joh smi')).toBe('Smith, John: name begins so');
    expect(best(work, 'Smith, John')).toBe('Smith, John: name matches');
    expect(best(work, 'j smith')).toBe('Smith, John: name begins so');
    expect(best(work, 'mithso')).toBe('Smithson, Joan: part of the name');
  });

  test('name and birth date, written the American, the international and the long way', async () => {
    const work = await openWithPatients();
    const typed = [
      '3/4/1961',
      '03/04/1961',
      '03-04-61',
      '1961-03-04',
      '03041961',
      '19610304',
      'March 4, 1961',
      '4 Mar 1961',
    ];
    for (const day of typed)
      expect([day, best(work, `john smith ${day}`)]).toEqual([day, 'Smith, John: name and birth date match']);
  });

  test('a name one letter off stands beneath the right one, with the reason', async () => {
    const work = await openWithPatients();
    expect(found(work, 'john smith 03/04/1961').slice(0, 2)).toEqual([
      'Smith, John: name and birth date match',
      'Smyth, Jon: same birth date, name 1 letter off',
    ]);
    expect(found(work, 'smithh', '1961-03-04')[0]).toBe('Smith, John: same birth date, name 1 letter off');
  });

  test('a birth date alone lists everybody born that day, and nobody else', async () => {
    const work = await openWithPatients();
    expect(found(work, '03/04/1961')).toEqual([
      'Abernathy, Grace: same birth date',
      'Smith, John: same birth date',
      'Smyth, Jon: same birth date',
    ]);
  });

  test('digits of the telephone, with or without signs', async () => {
    const work = await openWithPatients();
    expect(found(work, '0142')).toEqual(['Smith, John: phone ends 0142']);
    expect(found(work, '585-555-0142')).toEqual(['Smith, John: phone ends 0142']);
    expect(found(work, 'smith 0142')).toEqual(['Smith, John: name matches, phone ends 0142']);
    expect(found(work, '555')).toHaveLength(2);
  });

  test('accents, apostrophes and hyphens need not be typed', async () => {
    const work = await openWithPatients();
    expect(best(work, 'nunez lukasz')).toBe('Núñez, Łukasz: name matches');
    expect(best(work, 'NÚÑEZ')).toBe('Núñez, Łukasz: name matches');
    expect(best(work, 'obrien')).toMatch(/^O'Brien-Smith, Mary Sue: name/);
    expect(best(work, "o'brien-smith")).toBe("O'Brien-Smith, Mary Sue: name matches");
    expect(best(work, 'mrn00123')).toBe("O'Brien-Smith, Mary Sue: record number");
  });

  test('names of two letters', async () => {
    const work = await openWithPatients();
    expect(best(work, 'li wu')).toBe('Li, Wu: name matches');
    expect(best(work, 'wu li')).toBe('Li, Wu: name matches');
    expect(best(work, 'li')).toBe('Li, Wu: name matches');
  });

  test('nobody, when nobody fits', async () => {
    const work = await openWithPatients();
    for (const text of ['', '   ', 'zzyzx', 'smith 9999', '"', "'; DROP", '%', '((', '\\'])
      expect([text, found(work, text)]).toEqual([text, []]);
  });

  test('whatever is typed gives an answer', async () => {
    const work = await openWithPatients();
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'binary' }), (text) => {
        expect(Array.isArray(found(work, text))).toBe(true);
        expect(Array.isArray(work.ask('search.everything', { text }).hits)).toBe(true);
        expect(Array.isArray(work.ask('drug.find', { text }).rows)).toBe(true);
        expect(Array.isArray(work.ask('prescriber.find', { text }).rows)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('a patient who was renamed is found by the new name and no longer by the old', async () => {
    const work = await openWithPatients();
    const [row] = work.ask('patient.find', { text: 'abernathy' }).rows;
    const { id, version: _version, name: _name, age: _age, why: _why, ...fields } = row!;
    await work.run('patient.change', { ...fields, patientId: id, familyName: 'Quill', reason: 'married' });
    expect(best(work, 'quill')).toBe('Quill, Grace: name matches');
    expect(found(work, 'abernathy')).toEqual([]);
    expect(work.ask('patient.timeline', { patientId: id }).entries[0]).toMatchObject({
      sentence: 'Patient corrected: married',
      before: { familyName: 'Abernathy' },
      after: { familyName: 'Quill' },
    });
  });
});

describe('registering a patient', () => {
  test('the same person again is refused and named; another person of that name is taken', async () => {
    const work = await openWithPatients();
    for (const again of [
      patient('SMITH', 'john', '1961-03-04'),
      patient('Smiht', 'John', '1961-03-04'),
      patient('John', 'Smith', '1961-03-04'),
    ]) {
      const refusal = await work.refused('patient.register', again);
      expect(refusal).toMatchObject({ code: 'patient.probably-exists', details: { name: 'Smith, John' } });
    }
    await work.run('patient.register', patient('Smith', 'John', '1961-03-06'));
    await work.run('patient.register', patient('Smith', 'John', '1961-03-04', { anotherPerson: true }));
    expect(found(work, 'john smith').filter((row) => row === 'Smith, John: name matches')).toHaveLength(3);
  });

  test('a birth date in the future and a wrong NHS number are refused', async () => {
    const work = await openTestWorkstation();
    expect((await work.refused('patient.register', patient('A', 'B', '2026-03-03'))).code).toBe(
      'patient.born-in-future',
    );
    const wrong = patient('A', 'B', '2020-03-03', { nhsNumber: '943 476 5918' });
    expect((await work.refused('patient.register', wrong)).code).toBe('patient.nhs-number-wrong');
    const { patientId } = await work.run('patient.register', { ...wrong, nhsNumber: '943 476 5919' });
    expect(work.ask('patient.get', { patientId }).patient).toMatchObject({ nhsNumber: '9434765919', age: 5 });
  });

  test('two who correct the same patient: the later hears of the earlier', async () => {
    const work = await openTestWorkstation();
    const fields = patient('Ash', 'Ann', '1961-03-04');
    const { patientId } = await work.run('patient.register', fields);
    const change = { ...fields, patientId, phone: '555-0142', reason: 'new phone' };
    expect(await work.run('patient.change', change, 'tina', { expectedVersion: 1 })).toEqual({ version: 2 });
    const late = await work.refused('patient.change', change, 'tom', { expectedVersion: 1 });
    expect(late).toMatchObject({ kind: 'conflict', details: { version: 2 } });
  });
});

describe('reading what was typed', () => {
  test('day first where the branch is British', () => {
    expect(readWanted('ash 04/03/1961', '2026-03-02', true)).toEqual({
      words: ['ash'],
      numbers: [],
      dateOfBirth: '1961-03-04',
    });
  });

  test('two digits of a year are the latest year that has been', () => {
    expect(readWanted('1/2/26', '2026-03-02', false).dateOfBirth).toBe('2026-01-02');
    expect(readWanted('1/2/27', '2026-03-02', false).dateOfBirth).toBe('1927-01-02');
  });

  test('a day that does not exist is no birth date', () => {
    expect(readWanted('02/30/1961', '2026-03-02', false).dateOfBirth).toBeNull();
  });

  test('changing, dropping, adding or exchanging one letter is one letter off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'abcdefg'), { minLength: 2, maxLength: 12 }),
        fc.nat(),
        fc.constantFrom('change', 'drop', 'add', 'exchange'),
        (letters, place, how) => {
          const at = place % (letters.length - 1);
          const other = [...letters];
          if (how === 'change') other[at] = 'z';
          if (how === 'drop') other.splice(at, 1);
          if (how === 'add') other.splice(at, 0, 'z');
          if (how === 'exchange') [other[at], other[at + 1]] = [other[at + 1]!, other[at]!];
          const [a, b] = [letters.join(''), other.join('')];
          expect(lettersOff(a, b)).toBe(a === b ? 0 : 1);
          expect(lettersOff(b, a)).toBe(a === b ? 0 : 1);
        },
      ),
    );
    expect(lettersOff('smith', 'smythe')).toBe(2);
  });
});
