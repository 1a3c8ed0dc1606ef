/** What the rows of the NPPES file become: people who may prescribe, with their checked numbers; who is left out and why. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nameInWords, nppesPlaces, readPrescriber } from '../../core/reference/nppes.ts';
import { layoutOf, openRows } from '../../core/reference/rows-of-file.ts';
import { type NppesRow, npiAt, nppesRow, nppesTitles, writeNppes } from '../support/reference-files.ts';

const npi = '1588400725';

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'mortar-nppes-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

const readFile = (path: string, states: string[] = []) => {
  const file = openRows(path, layoutOf.prescribers);
  const places = nppesPlaces(file.header)!;
  const judged = [];
  for (const row of file.rows) judged.push(readPrescriber(row, places, new Set(states)));
  file.close();
  return judged;
};
const read = (rows: NppesRow[], states: string[] = []) => readFile(writeNppes(folder(), rows), states);
const one = (more: NppesRow = {}, states: string[] = []) => read([nppesRow(npi, more)], states)[0]!;

describe('a person who may prescribe', () => {
  test('is taken over with name, credential, profession and the place of practice', () => {
    expect(one({ 'Provider Middle Name': 'ANN', 'Provider Name Suffix Text': 'JR.' })).toEqual({
      key: npi,
      wanted: {
        npi,
        family_name: 'Morrison',
        given_names: 'Beatrice Ann Jr.',
        credential: 'M.D.',
        profession: 'physician',
        address: '350 East Ave, Rochester, NY 14604-2611',
        phone: '585-555-0111',
        fax: '585-555-0112',
        ended_on: null,
      },
    });
  });

  test.each([
    ['207Q00000X', 'physician'],
    ['208D00000X', 'physician'],
    ['1223G0001X', 'dentist'],
    ['213ES0103X', 'podiatrist'],
    ['152W00000X', 'optometrist'],
    ['363LF0000X', 'nurse practitioner'],
    ['363AM0700X', 'physician assistant'],
    ['367500000X', 'nurse anesthetist'],
    ['390200000X', 'physician in training'],
  ])('by the taxonomy %s: %s', (code, profession) => {
    expect(one({ 'Healthcare Provider Taxonomy Code_1': code })).toMatchObject({ wanted: { profession } });
  });

  test('by any of their fifteen taxonomies, in the words of the main one', () => {
    const many = {
      'Healthcare Provider Taxonomy Code_1': '183500000X',
      'Healthcare Provider Primary Taxonomy Switch_1': 'N',
      'Healthcare Provider Taxonomy Code_7': '207Q00000X',
      'Healthcare Provider Taxonomy Code_15': '363LF0000X',
    };
    expect(one(many)).toMatchObject({ wanted: { profession: 'physician' } });
    expect(one({ ...many, 'Healthcare Provider Primary Taxonomy Switch_15': 'Y' })).toMatchObject({
      wanted: { profession: 'nurse practitioner' },
    });
  });

  test.each(['183500000X', '163W00000X', '225100000X', '122400000X', ''])(
    'not by the taxonomy “%s”',
    (code) => {
      expect(one({ 'Healthcare Provider Taxonomy Code_1': code })).toEqual({
        leftOut: 'Does not prescribe.',
        key: npi,
      });
    },
  );

  test('is named as people write it', () => {
    const names = ['MCDONALD', "O'BRIEN-SMITH", 'VAN DER BERG', 'JOHN III', 'NÚÑEZ', 'MACK', 'mcginty'];
    expect(names.map(nameInWords)).toEqual([
      'McDonald',
      "O'Brien-Smith",
      'Van Der Berg',
      'John III',
      'Núñez',
      'Mack',
      'McGinty',
    ]);
  });
});

describe('who is left out or refused', () => {
  test('organisations', () => {
    expect(one({ 'Entity Type Code': '2' })).toEqual({
      leftOut: 'An organisation, not a person.',
      key: null,
    });
  });

  test('people of other states, when only some are wanted', () => {
    expect(one({}, ['PA'])).toEqual({ leftOut: 'Practises in another state.', key: npi });
    expect(one({}, ['PA', 'NY'])).toHaveProperty('wanted');
  });

  test('an NPI with a wrong check digit, in the words of the form where it is typed', () => {
    expect(one({ NPI: '1588400726' })).toEqual({
      refused: 'The check digit of this NPI is wrong. A digit is mistyped.',
      key: null,
    });
    expect(one({ NPI: '' })).toMatchObject({ refused: expect.any(String), key: null });
  });

  test('a row without a name, and one of neither kind', () => {
    expect(one({ 'Provider Last Name (Legal Name)': '' })).toEqual({
      refused: 'The name is missing.',
      key: npi,
    });
    expect(one({ 'Entity Type Code': '3' })).toEqual({
      refused: 'It says neither person nor organisation.',
      key: npi,
    });
  });
});

describe('a number that is deactivated', () => {
  const deactivated = { 'NPI Deactivation Date': '03/15/2021' };
  /** Such a row holds nothing else. */
  const bare = Object.fromEntries(Object.keys(nppesRow(npi)).map((title) => [title, '']));

  test('ends, though its row says nothing else', () => {
    expect(read([{ ...bare, NPI: npi, ...deactivated }])).toEqual([
      { key: npi, wanted: { npi, ended_on: '2021-03-15' } },
    ]);
  });

  test('and reactivated later does not', () => {
    expect(one({ ...deactivated, 'NPI Reactivation Date': '04/01/2021' })).toMatchObject({
      wanted: { ended_on: null },
    });
    expect(one({ ...deactivated, 'NPI Reactivation Date': '04/01/2019' })).toMatchObject({
      wanted: { ended_on: '2021-03-15' },
    });
  });

  test('on a day that is none is refused', () => {
    expect(one({ 'NPI Deactivation Date': 'yesterday' })).toMatchObject({
      refused: expect.stringContaining('no date'),
    });
  });
});

describe('the file', () => {
  test('is known by its titles, wherever they stand; without one of them it is not', () => {
    expect(nppesTitles).toHaveLength(330);
    expect(nppesPlaces(nppesTitles)).not.toBeNull();
    expect(nppesPlaces(nppesTitles.toReversed())).not.toBeNull();
    expect(nppesPlaces(nppesTitles.filter((title) => title !== 'NPI Deactivation Date'))).toBeNull();
  });

  test('may hold commas, quotation marks and the end of a line in its values', () => {
    const [judged] = read([
      nppesRow(npi, {
        'Provider Last Name (Legal Name)': 'MORRISON, "BEA"',
        'Provider First Line Business Practice Location Address': '350 EAST AVE\nSUITE 2, "B"',
      }),
      nppesRow(npiAt(5)),
    ]);
    expect(judged).toMatchObject({
      wanted: {
        family_name: 'Morrison, "bea"',
        address: expect.stringContaining('350 East Ave Suite 2, "b"'),
      },
    });
  });

  test('in the older encoding of Windows is read as what it says', () => {
    const path = writeNppes(folder(), [nppesRow(npi, { 'Provider Last Name (Legal Name)': 'NUNEZ' })]);
    const bytes = readFileSync(path);
    bytes.set([0xd1], bytes.indexOf('NUNEZ') + 2);
    writeFileSync(path, bytes);
    expect(readFile(path)).toMatchObject([{ wanted: { family_name: 'Nuñez' } }]);
  });

  test('of any text whatever gives a judgement for each row, and no prescriber with a wrong number', () => {
    const text = fc
      .string({ maxLength: 30, unit: 'binary' })
      .map((value) => value.replaceAll('\ufeff', '').toWellFormed());
    const titles = Object.keys(nppesRow(npi));
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom(...titles), text), { minLength: 1, maxLength: 4 }),
        (rows) => {
          const path = writeNppes(
            mkdtempSync(join(tmpdir(), 'mortar-nppes-')),
            rows.map((row) => nppesRow(npi, row)),
          );
          try {
            const judged = readFile(path);
            expect(judged).toHaveLength(rows.length);
            for (const one of judged) if ('wanted' in one) expect(one.key).toBe(npi);
          } finally {
            rmSync(join(path, '..'), { recursive: true });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
