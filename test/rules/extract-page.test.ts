/** What is prescribed on a page is found where a person would look for it, however the page is laid out. */
import { describe, expect, test } from 'vitest';
import type { DocumentReading, ReadField } from '../../core/contract/recognition.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import type { PageReading } from '../../core/recognise/reading.ts';
import { line, pageOf, prose, shelf } from '../support/words-on-page.ts';

const us = prepareLexicon({ profile: 'us', today: '2026-11-21', drugs: shelf });
const uk = prepareLexicon({ profile: 'uk', today: '2026-11-21', drugs: shelf });

const read = (...pages: readonly PageReading[]) => extract(pages, us);
const valuesOf = ({ found }: DocumentReading, at = 0): Partial<Record<ReadField, string>> =>
  Object.fromEntries((found[at]?.suggestions ?? []).map(({ field, value }) => [field, value]));

const head = [
  line(120, [500, 'Elmwood Family Medicine']),
  line(190, [480, '1815 Elmwood Avenue, Brighton, NY 14618']),
  line(240, [480, 'Phone 315-555-0119'], [900, 'Fax 607-555-0119']),
];
const patientLine = line(380, [130, 'Patient: Kevin Donnelly'], [900, 'DOB: 01/31/1988']);
const foot = [
  line(1800, [130, 'Amelia Prescott, MD']),
  line(1850, [130, 'NPI 1947288068'], [600, 'DEA AP8703868']),
];

const form = pageOf(
  ...head,
  patientLine,
  line(440, [130, 'Address: 29 Linden Street, Rochester, NY 14607']),
  line(500, [130, 'Phone: 585-555-0118'], [900, 'Date: 11/20/2026']),
  line(700, [130, 'Rx'], [320, 'Sertraline 100 mg tablet']),
  line(760, [320, 'Sig: Take 1 tablet by mouth once daily']),
  line(820, [320, 'Dispense: 30 (thirty) tablets']),
  line(880, [320, 'Refills: 5'], [700, 'Days supply: 30']),
  ...foot,
);

test('a form with its labels at the left', () => {
  const reading = read(form);
  expect(reading.pages).toMatchObject([{ number: 1, kind: 'prescription' }]);
  expect(reading.layout).toBe('form, labels left');
  expect(reading.found).toHaveLength(1);
  expect(valuesOf(reading)).toEqual({
    patientName: 'Donnelly, Kevin',
    dateOfBirth: '1988-01-31',
    patientAddress: '29 Linden Street, Rochester, NY 14607',
    patientPhone: '5855550118',
    prescriberName: 'Prescott, Amelia',
    npi: '1947288068',
    dea: 'AP8703868',
    clinic: 'Elmwood Family Medicine',
    prescriberPhone: '3155550119',
    prescriberFax: '6075550119',
    drug: 'sertraline',
    strength: '100 mg',
    form: 'tablet',
    sig: 'Take 1 tablet by mouth once daily',
    quantity: '30',
    daysSupply: '30',
    refills: '5',
    writtenOn: '2026-11-20',
  });
});

test('a form with its labels above', () => {
  const reading = read(
    pageOf(
      ...head,
      line(400, [130, 'PATIENT NAME'], [900, 'DATE OF BIRTH']),
      line(440, [130, 'Nora Lindqvist'], [900, '03/18/2011']),
      line(500, [130, 'HOME ADDRESS'], [900, 'TELEPHONE']),
      line(540, [130, '9 Harvest Road, Penfield, NY 14526'], [900, '585-555-0141']),
      line(640, [130, 'DRUG'], [600, 'STRENGTH'], [1000, 'FORM']),
      line(680, [130, 'Lisinopril'], [600, '20 mg'], [1000, 'tablet']),
      line(740, [130, 'SIG']),
      line(780, [130, '1 tab po daily']),
      line(840, [130, 'QUANTITY'], [600, 'DAYS SUPPLY'], [1000, 'REFILLS']),
      line(880, [130, '90 (ninety)'], [600, '90'], [1000, '3']),
      ...foot,
    ),
  );
  expect(reading.layout).toBe('form, labels above');
  expect(valuesOf(reading)).toMatchObject({
    patientName: 'Lindqvist, Nora',
    dateOfBirth: '2011-03-18',
    patientAddress: '9 Harvest Road, Penfield, NY 14526',
    patientPhone: '5855550141',
    drug: 'lisinopril',
    strength: '20 mg',
    form: 'tablet',
    sig: '1 tab po daily',
    quantity: '90',
    daysSupply: '90',
    refills: '3',
  });
});

const table = (...heads: readonly string[]) =>
  pageOf(
    ...head,
    patientLine,
    line(600, [130, heads[0]!], [620, heads[1]!], [1120, heads[2]!], [1400, heads[3]!]),
    line(680, [130, 'metformin 500 mg'], [620, '1 tab po bid with'], [1120, '60 tablets'], [1400, '5']),
    line(724, [130, 'ER tablet'], [620, 'meals']),
    line(840, [130, 'lisinopril 20 mg tablet'], [620, '1 tab po daily'], [1120, '30 tablets'], [1400, '2']),
    line(960, [130, 'Zoloft 50 mg tablet'], [620, '1 tab po every'], [1120, '90 (ninety)'], [1400, '0']),
    line(1004, [620, 'morning'], [1120, 'tablets']),
    ...foot,
  );

describe('a table', () => {
  test('each row is a prescription, and its cells go on in the lines below', () => {
    const reading = read(table('Medication', 'Directions', 'Quantity', 'Refills'));
    expect(reading.layout).toBe('table');
    expect(reading.found).toHaveLength(3);
    expect([0, 1, 2].map((at) => valuesOf(reading, at))).toMatchObject([
      {
        drug: 'metformin',
        form: 'extended-release tablet',
        sig: '1 tab po bid with meals',
        quantity: '60',
        refills: '5',
      },
      { drug: 'lisinopril', strength: '20 mg', sig: '1 tab po daily', quantity: '30', refills: '2' },
      { drug: 'Zoloft', strength: '50 mg', sig: '1 tab po every morning', quantity: '90', refills: '0' },
    ]);
  });

  test('all rows share patient and prescriber', () => {
    const { found } = read(table('Medication', 'Directions', 'Quantity', 'Refills'));
    for (const { suggestions } of found) {
      expect(suggestions.find(({ field }) => field === 'patientName')?.value).toBe('Donnelly, Kevin');
      expect(suggestions.find(({ field }) => field === 'npi')?.value).toBe('1947288068');
    }
  });

  test('a head that OCR could not make out is a column still', () => {
    const reading = read(table('Mcdlcatlon', 'Directions', 'Ovantty', 'Refills'));
    expect(reading.found.map((_, at) => valuesOf(reading, at).quantity)).toEqual(['60', '30', '90']);
  });
});

test('a letter: the patient in its subject, the prescription in a sentence', () => {
  const reading = read(
    pageOf(
      ...head,
      ...prose(
        400,
        '11/20/2026',
        'Re: Wei Chen, born 09/09/1958, 12 Clover Hills Drive, Brighton, NY 14618, 585-555-0112',
        'Dear Pharmacist,',
        'I saw this patient today. Please dispense the following:',
        'lisinopril 10 mg tablet. Directions: take 1 tablet by mouth twice daily. Dispense 60 (sixty)',
        'tablets, refills: 3.',
      ),
      ...foot,
    ),
  );
  expect(reading.layout).toBe('prose');
  expect(valuesOf(reading)).toMatchObject({
    patientName: 'Chen, Wei',
    dateOfBirth: '1958-09-09',
    patientAddress: '12 Clover Hills Drive, Brighton, NY 14618',
    patientPhone: '5855550112',
    writtenOn: '2026-11-20',
    drug: 'lisinopril',
    sig: 'take 1 tablet by mouth twice daily',
    quantity: '60',
    refills: '3',
  });
});

test('a form of the NHS: items without labels, the patient in a box, the surgery at the foot', () => {
  const reading = extract(
    [
      pageOf(
        line(120, [140, 'Pharmacy Stamp'], [460, 'Age'], [720, 'Title, Forename, Surname & Address']),
        line(165, [460, '44 yrs'], [720, "Mrs Aisha O'Brien"]),
        line(215, [720, '146 The Green, Inverness IV2 4XJ']),
        line(270, [460, 'D.o.B']),
        line(310, [460, '04/05/1982']),
        line(500, [460, 'NHS Number 999 000 0018']),
        line(670, [160, 'Amoxicillin 250mg capsules']),
        line(720, [160, 'ONE to be taken THREE times a day']),
        line(770, [160, '21 capsules']),
        line(1750, [150, 'Signature of Prescriber'], [800, 'Date']),
        line(1800, [800, '14/11/2026']),
        line(1900, [160, 'Dr Rhiannon Hughes']),
        line(1940, [160, 'Castle Street Surgery, 20 High Street, London SE15 7AF']),
        line(1980, [160, 'Tel: 01632 960739']),
      ),
    ],
    uk,
  );
  expect(reading.layout).toBe('FP10');
  expect(valuesOf(reading)).toEqual({
    patientName: "O'Brien, Aisha",
    dateOfBirth: '1982-05-04',
    patientAddress: '146 The Green, Inverness IV2 4XJ',
    nhsNumber: '9990000018',
    prescriberName: 'Hughes, Rhiannon',
    clinic: 'Castle Street Surgery',
    prescriberPhone: '01632960739',
    drug: 'amoxicillin',
    strength: '250 mg',
    form: 'capsule',
    sig: 'ONE to be taken THREE times a day',
    quantity: '21',
    writtenOn: '2026-11-14',
  });
});

test('the line of the fax machine is nobody’s date, clinic or number, but says who sent it', () => {
  const machine = line(30, [60, '11/21/2026 08:02 FROM: ELMWOOD FAMILY 607-555-0119 TO: 585-555-0181 P.1/1']);
  const words = form.words.map((word) => ({ ...word, line: word.line + 1 }));
  const reading = read({ ...form, words: [...pageOf(machine).words, ...words] });
  expect(reading.sender).toBe('6075550119');
  expect(valuesOf(reading)).toMatchObject({ writtenOn: '2026-11-20', clinic: 'Elmwood Family Medicine' });
});

test('the pharmacy’s own name and numbers are not the clinic’s', () => {
  const reading = read(
    pageOf(
      ...head,
      line(
        300,
        [130, 'Pharmacy: Corner Pharmacy'],
        [800, 'Phone: 212-555-0100'],
        [1200, 'Fax: 212-555-0101'],
      ),
      patientLine,
      line(700, [320, 'Sertraline 100 mg tablet']),
      line(760, [320, 'Sig: Take 1 tablet by mouth once daily']),
    ),
  );
  expect(valuesOf(reading)).toMatchObject({
    clinic: 'Elmwood Family Medicine',
    prescriberPhone: '3155550119',
    prescriberFax: '6075550119',
  });
});
