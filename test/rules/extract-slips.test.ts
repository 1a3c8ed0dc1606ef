/**
 * What a page gives although OCR slipped on it, or a form breaks its own lines: each as it was found on a page nobody
 * had tuned for, cut down to what matters.
 */
import { describe, expect, test } from 'vitest';
import type { ReadField } from '../../core/contract/recognition.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { datesIn } from '../../core/recognise/extract/values/date.ts';
import { nameIn } from '../../core/recognise/extract/values/name.ts';
import { amountsAlone } from '../../core/recognise/extract/values/quantity.ts';
import { readSig } from '../../core/recognise/extract/values/sig.ts';
import { faint, line, pageOf, shelf, type WrittenLine } from '../support/words-on-page.ts';

const lexicon = prepareLexicon({
  profile: 'us',
  today: '2026-11-21',
  drugs: [
    ...shelf,
    { name: 'testosterone', brand: '', strength: '1 %', form: 'gel', unit: 'g' },
    { name: 'estradiol', brand: '', strength: '1 mg', form: 'tablet', unit: 'tablet' },
    { name: 'duloxetine', brand: '', strength: '60 mg', form: 'delayed-release capsule', unit: 'capsule' },
    { name: 'divalproex', brand: '', strength: '500 mg', form: 'extended-release tablet', unit: 'tablet' },
  ],
});
const head = [
  line(120, [500, 'Elmwood Family Medicine']),
  line(380, [130, 'Patient: Kevin Donnelly'], [900, 'DOB: 01/31/1988']),
];
const found = (...lines: readonly WrittenLine[]) =>
  extract([pageOf(...head, ...lines)], lexicon).found.map(({ suggestions }) => {
    const values: Partial<Record<ReadField, string>> = {};
    for (const { field, value } of suggestions) values[field] = value;
    return values;
  });

describe('single values', () => {
  test.each([
    ['September 13, 1961', '1961-09-13'],
    ['October 4, 1974', '1974-10-04'],
    ['Dec 12, 1980', '1980-12-12'],
  ])('%s: the first letter of a month is no day', (text, day) => {
    expect(datesIn(text, 'us', '2026-11-21').map(({ value }) => value)).toEqual([day]);
  });

  test.each([
    ['1tabom', '1 tab om'],
    ['2 tab pobid', '2 tab po bid'],
    ['1 tab po g4-6h prn pain', '1 tab po q4-6h prn pain'],
    ['1 tab po gq 12 hours', '1 tab po q 12 hours'],
    ['1 tablet tobe taken daily', '1 tablet to be taken daily'],
    ["1 tablet daily for'5 days", '1 tablet daily for 5 days'],
    ['% tds', '½ tds'],
    ['TAKE.1 CAPSULE DAILY', 'TAKE 1 CAPSULE DAILY'],
    ['I TABLET TO BE TAKEN DAILY', '1 TABLET TO BE TAKEN DAILY'],
    ['Inhale 2 puffs qéh prn wheeze', 'Inhale 2 puffs q6h prn wheeze'],
    ['Apply a thin layer t..d.', 'Apply a thin layer t.i.d.'],
    ['Take 2 tabs po b.id.', 'Take 2 tabs po b.i.d.'],
    ['¥% tab BD with food', '½ tab BD with food'],
    ['2 caps by mouth once daily x10d4', '2 caps by mouth once daily x10d'],
    ['7 tablet daily with water', '1 tablet daily with water'],
    ['7 cap by mouth daily', '1 cap by mouth daily'],
    ['1.2 tablet by mouth BID', '1/2 tablet by mouth BID'],
    ['Take 2 capsules by mouth oncea day', 'Take 2 capsules by mouth once a day'],
    ['1-2 tablets po 6 h prn back pain', '1-2 tablets po q 6 h prn back pain'],
    ['1-2 tabs PO q 8 hours pm pain', '1-2 tabs PO q 8 hours prn pain'],
    ['1 tab PO gq6h prn nausea', '1 tab PO q6h prn nausea'],
    ['17DS', '1 TDS'],
    ['10d', '1 od'],
    ['Take 1tabletevery4to6 hours', 'Take 1 tablet every 4 to 6 hours'],
    ['1 tablet every & hours', '1 tablet every 6 hours'],
    ['4/2 tablet daily', '1/2 tablet daily'],
    ['1 tablet every é hours', '1 tablet every 6 hours'],
  ])('directions: %s', (text, value) => {
    const read = readSig(text, 'tablet', 'uk');
    expect(read.value).toBe(value);
    expect(read.repairs).toHaveLength(1);
  });

  test('a stroke of a date that was read as another small sign is put right, and said', () => {
    expect(datesIn("07/08'2000", 'uk', '2026-11-21')).toMatchObject([
      { value: '2000-08-07', repaired: true },
    ]);
  });

  test.each([
    ['3.62014', '2014-03-06'],
    ['62/2026', '2026-06-02'],
    ['06-75-2026', '2026-06-15'],
    ['7987-07-16', '1987-07-16'],
  ])('a day that lost a stroke, or cannot be as it was read: %s', (text, day) => {
    expect(datesIn(text, 'us', '2026-11-21')).toMatchObject([{ value: day, repaired: true }]);
  });

  test('seven tablets stay seven, and points that are no abbreviation stay away', () => {
    expect(readSig('7 tablets once weekly', 'tablet', 'us').repairs).toEqual([]);
    expect(readSig('7 tab once a week', 'tablet', 'us').repairs).toEqual([]);
    expect(readSig('1 tablet po every 6 hours', 'tablet', 'us').repairs).toEqual([]);
    expect(readSig('1 tablet b.i.d. with food', 'tablet', 'us').repairs).toEqual([]);
    expect(readSig('1 tab t.d.s.', 'tablet', 'uk').repairs).toEqual([]);
  });

  test('codes are not cut out of words', () => {
    expect(readSig('take caprine daily', '', 'us').value).toBe('take caprine daily');
    expect(readSig('1 tablet daily', 'tablet', 'us').repairs).toEqual([]);
  });

  test('a number behind a misread word for how many, and nothing else', () => {
    expect(amountsAlone('Dicp 30 tablete')).toMatchObject([{ value: '30', repaired: true }]);
    expect(amountsAlone('Take 30 tablets')).toEqual([]);
    expect(amountsAlone('Dicp 30 mg')).toEqual([]);
  });

  test('a small letter at the head of a double name', () => {
    expect(nameIn('smith-Hartley, Siân')).toMatchObject({ value: 'Smith-Hartley, Siân', tidy: false });
  });

  test('letters that no name has so', () => {
    expect(nameIn('Chidi Miiller')).toMatchObject({ value: 'Müller, Chidi', tidy: false });
    expect(nameIn('Fiona Lindgvist')).toMatchObject({ value: 'Lindqvist, Fiona' });
  });

  test('a misread title is no name, where two follow it', () => {
    expect(nameIn('Me. Maria Underwood')).toMatchObject({ value: 'Underwood, Maria' });
    expect(nameIn('Me Underwood')).toMatchObject({ value: 'Underwood, Me' });
  });
});

test('a strength of which every figure was taken for a letter, where the drug is on file in it', () => {
  expect(found(line(700, [130, 'duloxetine GO mg delayed-release capsule']))[0]).toMatchObject({
    strength: '60 mg',
    form: 'delayed-release capsule',
  });
  expect(found(line(700, [130, 'Divalproex $00 mq extended-release tablet']))[0]).toMatchObject({
    strength: '500 mg',
  });
  expect(found(line(700, [130, 'duloxetine 60", mg delayed-release eap']))[0]).toMatchObject({
    strength: '60 mg',
    form: 'delayed-release capsule',
  });
  expect(found(line(700, [130, 'Sertraline .50 mg tahs']))[0]).toMatchObject({
    strength: '50 mg',
    form: 'tablet',
  });
  expect(found(line(700, [130, 'Levothyroxine 50 meq tablet']))[0]).toMatchObject({ strength: '50 mcg' });
  expect(found(line(700, [130, 'duloxetine GS mg delayed-release capsule']))[0]?.strength).toBeUndefined();
});

test('one figure read twice, a unit or a one read as a letter, and a speck before a strength', () => {
  expect(found(line(700, [130, 'Sertraline S50 mg tablets']))[0]).toMatchObject({ strength: '50 mg' });
  expect(found(line(700, [130, 'Estradiol img tablets']))[0]).toMatchObject({ strength: '1 mg' });
  expect(found(line(700, [130, 'Sertraline tablet.50 mg']))[0]).toMatchObject({ strength: '50 mg' });
  expect(found(line(700, [130, 'Testosterone 1 7% gel']))[0]).toMatchObject({ strength: '1 %' });
});

test('an age on the page tells which figure of a faint birth date was misread', () => {
  const born = (write: typeof line) =>
    extract(
      [
        pageOf(
          write(380, [130, 'Patient: Kevin Donnelly'], [900, 'DOB: 01/31/1983']),
          line(440, [130, 'Age: 38']),
          line(700, [130, 'Sertraline 50 mg tablets']),
        ),
      ],
      lexicon,
    ).found[0]?.suggestions.find(({ field }) => field === 'dateOfBirth');
  expect(born(faint)).toMatchObject({ value: '1988-01-31' });
  expect(born(faint)?.confidence).not.toBe('sure');
  expect(born(line)?.value).toBe('1983-01-31');
});

test('a figure that a hand writes like another one, where the drug is on file only so', () => {
  const divalproex = (write: typeof line) =>
    found(write(700, [130, 'Divalproex 507 mg extended-release tablet']))[0]?.strength;
  const duloxetine = (write: typeof line) =>
    found(write(700, [130, 'duloxetine 90 mg delayed-release capsule']))[0]?.strength;
  expect([divalproex(faint), duloxetine(faint)]).toEqual(['507 mg', '90 mg']);
  const testosterone = (write: typeof line) => found(write(700, [130, 'Testosterone 7 % gel']))[0]?.strength;
  expect(testosterone(faint)).toBe('1 %');
  // Read clearly it stays as it stands.
  expect(testosterone(line)).toBe('7 %');
});

test('a drug’s name with a bracket or a hyphen in it that was a letter or a speck', () => {
  expect(found(line(700, [130, 'Dulo(etine 60 mg delayed-release capsule']))[0]).toMatchObject({
    drug: 'duloxetine',
  });
  expect(found(line(700, [130, 'Dival-proex 500 mg extended-release tablet']))[0]).toMatchObject({
    drug: 'divalproex',
  });
});

test('a stroke before a unit is a one', () => {
  expect(found(line(700, [130, 'Estradiol | mg tab']))[0]).toMatchObject({ strength: '1 mg' });
  expect(nameIn("Harold 0'Connor")).toMatchObject({ value: "O'Connor, Harold", tidy: false });
});

test('how many, after a comma behind the directions', () => {
  expect(
    found(line(700, [130, 'sertraline 50 mg tablets, take one tablet two times a day, supply 56.'])),
  ).toMatchObject([{ sig: 'take one tablet two times a day', quantity: '56' }]);
});

test('grams whose unit was read as a figure', () => {
  const lines = (amount: string) => [
    line(700, [130, 'TESTOSTERONE 1 % gel']),
    line(760, [130, 'Apply to affected area daily']),
    line(820, [130, `Qty: ${amount}`]),
  ];
  expect(found(...lines('309'))[0]).toMatchObject({ quantity: '30' });
  expect(found(...lines('300'))[0]).toMatchObject({ quantity: '300' });
});

test('the number of a form is no number of a prescriber where there are none', () => {
  const uk = prepareLexicon({ profile: 'uk', today: '2026-11-21', drugs: shelf });
  const page = pageOf(
    ...head,
    line(700, [130, 'Sertraline 50mg tablets']),
    line(2100, [130, '1653686497 3']),
  );
  const [one] = extract([page], uk).found;
  expect(one?.suggestions.map(({ field }) => field)).not.toContain('npi');
});

test('the end of a drug’s sentence is no label of the directions after it', () => {
  const sentence = 'TESTOSTERONE 1 % gel. Directions: APPLY TO AFFECTED AREA THREE TIMES DAILY.';
  expect(found(line(700, [130, sentence]), line(740, [130, 'Dispense 30 g.']))).toMatchObject([
    {
      drug: 'testosterone',
      strength: '1 %',
      form: 'gel',
      sig: 'APPLY TO AFFECTED AREA THREE TIMES DAILY',
      quantity: '30',
    },
  ]);
});

test('directions go on at the margin below, and not behind the number of a list', () => {
  const [item] = found(
    line(
      700,
      [130, '1) lisinopril 10 mg tablet'],
      [700, 'Take 1 tablet by mouth every morning before breakfast and'],
    ),
    line(740, [130, 'food'], [300, 'quantity #90']),
  );
  expect(item).toMatchObject({ sig: 'Take 1 tablet by mouth every morning before breakfast and food' });
});

test('a sentence that a label breaks off does not go on below itself', () => {
  const [item] = found(
    line(700, [
      130,
      'Lisinopril 10 mg tablet, 1-2 to be taken twice daily as needed for severe pain, supply 60',
    ]),
    line(740, [130, 'tablets.']),
    line(780, [130, 'Yours sincerely,']),
  );
  expect(item).toMatchObject({
    sig: '1-2 to be taken twice daily as needed for severe pain',
    quantity: '60',
  });
});

test('a signature below a table moves none of its columns', () => {
  const table = [
    line(600, [130, 'Medication'], [640, 'Quantity'], [900, 'Sig']),
    line(660, [130, 'Lisinopril 10 mg'], [640, '90 tablets'], [900, 'Take 1 tablet daily']),
    line(700, [130, 'tablet'], [900, 'at night']),
  ];
  const page = pageOf(...head, ...table);
  const scrawl = { text: 'Lrno', confidence: 46, line: 99, block: 9 };
  const words = [
    ...page.words,
    { ...scrawl, box: { x: 130, y: 1400, width: 300, height: 136 } },
    { ...scrawl, line: 100, box: { x: 340, y: 1420, width: 330, height: 100 } },
  ];
  const [item] = extract([{ ...page, words }], lexicon).found;
  const value = (field: ReadField) => item?.suggestions.find((one) => one.field === field)?.value;
  expect(value('form')).toBe('tablet');
  expect(value('quantity')).toBe('90');
});

test('a bare number right under the directions is how many', () => {
  const [item] = found(
    line(700, [130, 'Albuterol 90 mcg/actuation inhaler']),
    line(740, [130, '2 puffs qid prn wheeze']),
    line(780, [130, '1']),
  );
  expect(item).toMatchObject({ quantity: '1' });
});

test('short labels that OCR takes for other words ask all the same', () => {
  const [item] = found(
    line(700, [130, 'Drug'], [500, 'Sertraline 50 mg tablet']),
    line(740, [130, 'Directions'], [500, '1 tab PO daily prn anxiety']),
    line(780, [130, 'oty'], [500, '#40']),
  );
  expect(item).toMatchObject({ sig: '1 tab PO daily prn anxiety', quantity: '40' });
});

test('a name goes on behind a wide gap, and is not the label that could not be read', () => {
  const name = (...pieces: WrittenLine['pieces']) => {
    const page = pageOf(
      line(120, [500, 'Elmwood Family Medicine']),
      line(380, ...pieces),
      line(700, [130, 'Sertraline 50 mg tablet']),
      line(740, [130, 'Sig: Take 1 tablet daily']),
    );
    return extract([page], lexicon).found[0]?.suggestions.find(({ field }) => field === 'patientName')?.value;
  };
  expect(name([130, 'Patient Name: Olivia R.'], [560, 'Jackson'])).toBe('Jackson, Olivia R.');
  expect(name([130, 'paient'], [400, 'Solveig Carver'])).toBe('Carver, Solveig');
});

test('each of several prescriptions keeps its own answer about substitution', () => {
  const item = (y: number, drug: string, answer: string) => [
    line(y, [130, 'Drug'], [500, drug]),
    line(y + 40, [130, 'Sig'], [500, 'Take 1 tablet daily']),
    line(y + 80, [130, 'Quantity'], [500, '30']),
    line(y + 120, [130, 'Substitution'], [500, answer]),
  ];
  const read = found(
    ...item(600, 'Sertraline 50 mg tablet', 'Permitted'),
    ...item(900, 'Lisinopril 10 mg tablet', 'Not permitted'),
  );
  expect(read.map(({ substitution }) => substitution)).toEqual(['allowed', 'not allowed']);
});

test('a label of the directions that was not taken for one is no part of them, nor is a label behind them', () => {
  const sig = (text: string) =>
    found(line(700, [130, 'Sertraline 50 mg tablet']), line(740, [130, text]))[0]?.sig;
  expect(sig('directions (sig) 1 tab by mouth bid')).toBe('1 tab by mouth bid');
  expect(sig('Take 1 tab PO once daily x10d, dispense')).toBe('Take 1 tab PO once daily x10d');
  expect(sig('| tab by mouth bid')).toBe('1 tab by mouth bid');
});

test('a family name with its comma before a wide gap', () => {
  const page = pageOf(
    line(120, [200, 'Age'], [500, 'Title, Forename, Surname & Address']),
    line(170, [200, '51 yrs'], [480, 'Griffiths,'], [720, 'Kathleen R.']),
    line(210, [720, '54 Station Road,']),
    line(250, [720, 'Swansea SA3 6QJ']),
    line(700, [130, 'Sertraline 50 mg tablets']),
    line(740, [130, '1 tablet od']),
  );
  const name = extract([page], lexicon).found[0]?.suggestions.find(({ field }) => field === 'patientName');
  expect(name?.value).toBe('Griffiths, Kathleen R.');
});

test('misread directions below the boxes of the drug are no row of theirs', () => {
  const [item] = found(
    line(600, [130, 'DRUG'], [640, 'STRENGTH'], [900, 'FORM']),
    line(640, [130, 'Lisinopril'], [640, '10 mg'], [900, 'tab']),
    line(690, [130, 's1G']),
    line(730, [130, '1 tablet PO bid']),
    line(780, [130, 'Quantity'], [640, 'Days supply']),
    line(820, [130, '180'], [640, '90']),
  );
  expect(item).toMatchObject({ drug: 'lisinopril', sig: '1 tablet PO bid', quantity: '180' });
});
