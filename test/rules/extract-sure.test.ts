/**
 * "Sure" is said of a value only when every check there is agrees. Each test takes a page on which all is sure and
 * spoils one thing.
 */
import { describe, expect, test } from 'vitest';
import type { ReadField, Suggestion } from '../../core/contract/recognition.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import type { LexiconDrug } from '../../core/recognise/reading.ts';
import { faint, line, pageOf, shelf, type WrittenLine } from '../support/words-on-page.ts';

const us = { profile: 'us', today: '2026-11-21', drugs: shelf } as const;
const lexicon = prepareLexicon(us);

const lines = {
  machine: line(30, [60, '11/20/2026 09:52 From: 315-555-0119'], [1300, 'Page 1 of 1']),
  clinic: line(120, [500, 'Elmwood Family Medicine']),
  patient: line(380, [130, 'Patient: Kevin Donnelly'], [900, 'DOB: 01/31/1988']),
  date: line(500, [130, 'Date: 11/20/2026']),
  drug: line(700, [320, 'Sertraline 100 mg tablet']),
  sig: line(760, [320, 'Sig: Take 1 tablet by mouth once daily']),
  quantity: line(820, [320, 'Dispense: 30 (thirty) tablets']),
  refills: line(880, [320, 'Refills: 5 (five)'], [700, 'Days supply: 30']),
  prescriber: line(1800, [130, 'Amelia Prescott, MD']),
  numbers: line(1850, [130, 'NPI: 1947288068'], [600, 'DEA: AP8703868']),
};
type Changed = Partial<Record<keyof typeof lines | 'more', WrittenLine>>;
const readWith = (
  changed: Changed = {},
  drugs: readonly LexiconDrug[] = shelf,
): Map<ReadField, Suggestion> => {
  const page = pageOf(...Object.values({ ...lines, ...changed }));
  const [found] = extract([page], drugs === shelf ? lexicon : prepareLexicon({ ...us, drugs })).found;
  return new Map(found?.suggestions.map((suggestion) => [suggestion.field, suggestion]));
};
const confidence = (field: ReadField, changed: Changed, drugs?: readonly LexiconDrug[]) =>
  readWith(changed, drugs).get(field)?.confidence;

test('on a page read clearly, where all agrees, every value is sure that anything on the page can prove', () => {
  const unsure = [...readWith().values()].filter((suggestion) => suggestion.confidence !== 'sure');
  const unproven = [
    'patientName',
    'dateOfBirth',
    'patientAddress',
    'patientPhone',
    'prescriberName',
    'clinic',
  ];
  const others: readonly string[] = [...unproven, 'prescriberPhone', 'prescriberFax'];
  expect(unsure.map(({ field }) => field).filter((field) => !others.includes(field))).toEqual([]);
  expect(unsure).not.toEqual([]);
  for (const { confidence } of unsure) expect(confidence).toBe('check');
});

test('a sure value says what it was held against', () => {
  const words = (field: ReadField) =>
    readWith()
      .get(field)
      ?.checks.map((check) => check.words);
  expect(words('npi')).toContain('check digit right');
  expect(words('quantity')).toContain('figures and words agree');
  expect(words('quantity')?.join()).toContain('1 tablet a day × 30 days = 30 tablets');
  expect(words('drug')).toContain('spelt as on file');
  expect(words('strength')).toContain('a strength on file of this drug');
});

describe('is not sure', () => {
  test.each<[reason: string, field: ReadField, changed: Changed]>([
    ['figures unlike the words', 'quantity', { quantity: line(820, [320, 'Dispense: 80 (thirty) tablets']) }],
    [
      'a quantity that lasts other days than written',
      'quantity',
      { quantity: line(820, [320, 'Dispense: 45 tablets']) },
    ],
    ['directions the quantity contradicts', 'sig', { quantity: line(820, [320, 'Dispense: 60 tablets']) }],
    [
      'a strength the drug is not on file in',
      'strength',
      { drug: line(700, [320, 'Sertraline 150 mg tablet']) },
    ],
    ['a drug with such a strength', 'drug', { drug: line(700, [320, 'Sertraline 150 mg tablet']) }],
    ['a name one letter off', 'drug', { drug: line(700, [320, 'Sertralime 100 mg tablet']) }],
    ['a form the drug is not on file in', 'form', { drug: line(700, [320, 'Sertraline 100 mg capsule']) }],
    [
      'a name with another word beside it',
      'drug',
      { drug: line(700, [320, 'Sertraline Forte 100 mg tablet']) },
    ],
    ['a letter among the figures', 'strength', { drug: line(700, [320, 'Sertraline 1OO mg tablet']) }],
    [
      'a word of the directions nobody knows',
      'sig',
      { sig: line(760, [320, 'Sig: Take 1 tablet by mouth once dxqly']) },
    ],
    ['a way in one letter from another', 'sig', { sig: line(760, [320, 'Sig: Take 1 tablet PC daily']) }],
    [
      'directions that break off',
      'sig',
      { sig: line(760, [320, 'Sig: Take 1 tablet by mouth once daily with']) },
    ],
    ['a name read faintly', 'patientName', { patient: faint(380, [130, 'Patient: Kevin Donnelly']) }],
    ['a name with an odd letter', 'patientName', { patient: line(380, [130, 'Patient: Kev1n Donnelly']) }],
    [
      'a name that stands there twice, differently',
      'patientName',
      { date: line(500, [130, 'Patient name: Kelvin Donnelly']) },
    ],
    ['a birth date in the future', 'dateOfBirth', { patient: line(380, [130, 'DOB: 01/31/2031']) }],
    ['day and month the other way round', 'dateOfBirth', { patient: line(380, [130, 'DOB: 31/01/1988']) }],
    ['a letter in a date', 'dateOfBirth', { patient: line(380, [130, 'DOB: O1/31/1988']) }],
    ['a wrong check digit', 'npi', { numbers: line(1850, [130, 'NPI: 1947288067']) }],
    ['a DEA number of another surname', 'dea', { prescriber: line(1800, [130, 'Amelia Brown, MD']) }],
    ['a year of refills and more', 'refills', { refills: line(880, [320, 'Refills: 52']) }],
    [
      'a quantity that only lasts a usual time',
      'quantity',
      { quantity: line(820, [320, 'Dispense: 30 tablets']), refills: line(880, [320, 'Refills: 5']) },
    ],
    [
      'a quantity with a word beside it that nobody can read',
      'quantity',
      { quantity: line(820, [320, 'Dispense: 30 (cixty) tablete']) },
    ],
    ['refills in figures alone', 'refills', { refills: line(880, [320, 'Refills: 5']) }],
    ['a birth date that stands there once', 'dateOfBirth', {}],
    ['a day of writing that nothing else tells', 'writtenOn', { date: line(500, [130, 'Date: 11/12/2026']) }],
    [
      'directions with figures no sum was made of',
      'sig',
      {
        sig: line(760, [320, 'Sig: Take 1-2 tablets by mouth every 6 hours as needed for pain']),
        refills: line(880, [320, 'Refills: 5 (five)']),
      },
    ],
    [
      'a reason of which a word is seldom seen',
      'sig',
      { sig: line(760, [320, 'Sig: Take one tablet by mouth once daily as needed for anxiety oty']) },
    ],
    [
      'directions with a line under them that says nothing',
      'sig',
      {
        more: line(790, [320, 'Xqz vbrn']),
        quantity: line(850, [320, 'Dispense: 30 (thirty) tablets']),
      },
    ],
    [
      'a form of which another kind is on file in this strength',
      'form',
      { drug: line(700, [320, 'Metformin 500 mg tablet']) },
    ],
    [
      'a name two letters from another made alike',
      'drug',
      { drug: line(700, [320, 'Prednisone 5 mg tablet']) },
    ],
    [
      'a drug named in the middle of a sentence',
      'drug',
      { drug: line(700, [320, 'instead of sertraline 100 mg tablet']) },
    ],
    [
      'substitution that is permitted, perhaps not',
      'substitution',
      { more: line(960, [320, 'Substitution: Permitted']) },
    ],
    [
      'directions with a gap, where a word may be lost',
      'sig',
      { sig: line(760, [320, 'Sig: Take 1'], [620, 'by mouth once daily']) },
    ],
    ['a drug without an amount', 'drug', { quantity: line(820, [320, 'Notes: none']) }],
  ])('%s', (_, field, changed) => {
    expect(confidence(field, changed)).not.toBe('sure');
  });

  test.each([
    ['a figure lost', '10 mg', '100 mg'],
    ['its beginning lost', '5 mg', '2.5 mg'],
  ])('a strength that another on file becomes with %s', (_, written, other) => {
    const one = { name: 'sertraline', brand: '', form: 'tablet', unit: 'tablet' };
    const drug = line(700, [320, `Sertraline ${written} tablet`]);
    const alone = [{ ...one, strength: written }];
    expect(confidence('strength', { drug }, alone)).toBe('sure');
    expect(confidence('strength', { drug }, [...alone, { ...one, strength: other }])).toBe('check');
  });

  test('anything on a page of which a printed word was misread', () => {
    const read = readWith({ refills: line(880, [320, 'Refllls: 5'], [700, 'Days suppiy: 30']) });
    expect([...read.values()].filter((suggestion) => suggestion.confidence === 'sure')).toEqual([]);
  });
});

test('a birth date is sure where it stands on the page twice, alike', () => {
  const more = (day: string) => ({ more: line(440, [130, `Date of birth: ${day}`]) });
  expect(confidence('dateOfBirth', more('01/31/1988'))).toBe('sure');
  expect(confidence('dateOfBirth', more('01/31/1986'))).not.toBe('sure');
});

test('a birth date that cannot be is not proposed at all', () => {
  expect(readWith({ patient: line(380, [130, 'DOB: 13/45/1988']) }).has('dateOfBirth')).toBe(false);
});

test('what a slip of OCR made of a strength is put right only where one drug on file fits', () => {
  const meant = readWith({ drug: line(700, [320, 'hydrocodone-acetaminophen 7+ 5 mg-325 mg tablet']) });
  expect(meant.get('strength')).toMatchObject({ value: '7.5 mg-325 mg', confidence: 'check' });
  const open = readWith({ drug: line(700, [320, 'Sertraline 1000 mg tablet']) });
  expect(open.get('strength')).toMatchObject({ value: '1000 mg' });
});
