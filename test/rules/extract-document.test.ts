/** What each page of a fax is, and which pages belong to one prescription. */
import { describe, expect, test } from 'vitest';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import type { PageReading } from '../../core/recognise/reading.ts';
import { line, pageOf, prose, shelf, type WrittenLine } from '../support/words-on-page.ts';

const lexicon = prepareLexicon({ profile: 'us', today: '2026-11-21', drugs: shelf });
const read = (...pages: readonly PageReading[]) => extract(pages, lexicon);
const kinds = (...pages: readonly PageReading[]) => read(...pages).pages.map(({ kind }) => kind);

const patient = (name: string, birth: string) => line(380, [130, `Patient: ${name}`], [900, `DOB: ${birth}`]);
const kevin = patient('Kevin Donnelly', '01/31/1988');
const item = (y: number, drug: string, quantity: string): WrittenLine[] => [
  line(y, [320, drug]),
  line(y + 50, [320, 'Sig: Take 1 tablet by mouth once daily']),
  line(y + 100, [320, `Qty: ${quantity}`], [700, 'Refills: 2']),
];
const prescription = (who: WrittenLine, ...items: readonly WrittenLine[]) =>
  pageOf(line(120, [500, 'Elmwood Family Medicine']), who, ...items, line(1850, [130, 'NPI 1947288068']));

const cover = pageOf(
  line(200, [130, 'FAX COVER SHEET']),
  line(400, [130, 'To: Corner Pharmacy']),
  line(460, [130, 'From: Elmwood Family Medicine, Amelia Prescott']),
  line(520, [130, 'Pages: 2 including this one']),
  line(580, [130, 'Re: New prescription']),
  ...prose(900, 'CONFIDENTIAL: this fax is meant only for the person named above.'),
);
const lab = pageOf(
  line(150, [130, 'Northside Diagnostics Laboratory']),
  line(300, [130, 'Patient: Stanley Diaz'], [900, 'DOB: 08/07/1954']),
  line(360, [130, 'Specimen: 01598310'], [700, 'Collected: 11/19/2026']),
  line(500, [130, 'Test'], [600, 'Result'], [900, 'Units'], [1200, 'Reference range']),
  line(560, [130, 'Potassium'], [600, '4.2'], [900, 'mmol/L'], [1200, '3.5-5.1']),
  line(620, [130, 'Creatinine'], [600, '0.9'], [900, 'mg/dL'], [1200, '0.6-1.2']),
);
const blank = pageOf();

describe('what a page is taken for', () => {
  test('a cover sheet, and nobody on it is a patient', () => {
    const reading = read(cover);
    expect(reading.pages[0]).toMatchObject({ kind: 'cover-sheet' });
    expect(reading.pages[0]!.why).toContain('no drug');
    expect(reading.found).toEqual([]);
  });

  test('a laboratory result', () => expect(kinds(lab)).toEqual(['lab-result']));
  test('a page without words', () => expect(kinds(blank)).toEqual(['blank']));

  test('an advertisement', () => {
    const advert = pageOf(
      ...prose(
        300,
        'SAVE 40% OFF all office supplies this week only',
        'Limited time offer. Order now by calling 800-555-0100',
        'To be removed from this fax list call 800-555-0101',
      ),
    );
    expect(kinds(advert)).toEqual(['advert']);
  });

  test('a letter that prescribes nothing', () => {
    const letter = pageOf(
      ...prose(
        300,
        'Dear Pharmacist,',
        'Our office is closed on Fridays from next month on.',
        'Yours sincerely,',
      ),
    );
    expect(kinds(letter)).toEqual(['letter']);
  });

  test('a request for a refill, which is found as one', () => {
    const request = pageOf(
      line(200, [500, 'REFILL REQUEST']),
      kevin,
      line(600, [130, 'Medication: lisinopril 20 mg tablet']),
      line(660, [130, 'Directions: 1 tab po daily']),
      line(720, [130, 'Quantity: 30'], [600, 'Last filled: 10/20/2026']),
      line(800, [130, 'Please approve or deny and fax back']),
    );
    const reading = read(request);
    expect(reading.pages[0]).toMatchObject({ kind: 'refill-request' });
    expect(reading.found).toMatchObject([{ kind: 'refill-request', pages: [1] }]);
  });

  test('what nothing says anything of is unknown, with the reason', () => {
    const page = pageOf(
      ...prose(300, 'Parking behind the building', 'Ring the bell twice', 'Thursday is music night'),
    );
    expect(read(page).pages[0]).toMatchObject({ kind: 'unknown', why: expect.stringContaining('no drug') });
  });
});

describe('which pages belong together', () => {
  test('a cover sheet before and a laboratory result between belong to no prescription', () => {
    const reading = read(
      cover,
      prescription(kevin, ...item(600, 'lisinopril 20 mg tablet', '30')),
      lab,
      prescription(kevin, ...item(600, 'sertraline 50 mg tablet', '30')),
    );
    expect(reading.pages.map(({ kind }) => kind)).toEqual([
      'cover-sheet',
      'prescription',
      'lab-result',
      'prescription',
    ]);
    expect(reading.found.map(({ pages }) => pages)).toEqual([[2], [4]]);
  });

  test('two prescriptions on one page share their page', () => {
    const { found } = read(
      prescription(
        kevin,
        ...item(600, 'lisinopril 20 mg tablet', '30'),
        ...item(900, 'sertraline 50 mg tablet', '90'),
      ),
    );
    expect(found.map(({ pages }) => pages)).toEqual([[1], [1]]);
    expect(
      found.map(({ suggestions }) => suggestions.find(({ field }) => field === 'quantity')?.value),
    ).toEqual(['30', '90']);
  });

  test('one that goes on overleaf is one prescription on two pages', () => {
    const { found } = read(
      pageOf(
        line(120, [500, 'Elmwood Family Medicine']),
        kevin,
        line(600, [130, 'Medication: lisinopril 20 mg tablet']),
        line(660, [130, 'Directions: 1 tab po daily']),
      ),
      pageOf(
        line(120, [130, 'Page 2 of 2'], [700, 'Kevin Donnelly']),
        line(300, [130, 'Quantity: 90 (ninety) tablets']),
        line(360, [130, 'Refills: 3']),
        line(900, [130, 'Amelia Prescott, MD']),
        line(950, [130, 'NPI 1947288068']),
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.pages).toEqual([1, 2]);
    const values = Object.fromEntries(found[0]!.suggestions.map(({ field, value }) => [field, value]));
    expect(values).toMatchObject({ drug: 'lisinopril', quantity: '90', refills: '3', npi: '1947288068' });
    const quantity = found[0]!.suggestions.find(({ field }) => field === 'quantity');
    expect(quantity?.region.page).toBe(2);
  });

  test('pages of different patients have nothing in common', () => {
    const { found } = read(
      prescription(kevin, ...item(600, 'lisinopril 20 mg tablet', '30')),
      pageOf(patient('Wei Chen', '09/09/1958'), ...item(600, 'sertraline 50 mg tablet', '30')),
    );
    expect(found.map(({ pages }) => pages)).toEqual([[1], [2]]);
    expect(
      found.map(({ suggestions }) => suggestions.find(({ field }) => field === 'patientName')?.value),
    ).toEqual(['Donnelly, Kevin', 'Chen, Wei']);
    expect(found[1]!.suggestions.some(({ field }) => field === 'npi')).toBe(false);
  });
});
