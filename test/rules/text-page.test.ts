/** What was written down without a page, as words that extraction reads: any text at all, each word where it stands. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { pictureBox } from '../../core/recognise/reading.ts';
import { textPage } from '../../core/recognise/text-page.ts';
import { shelf } from '../support/words-on-page.ts';

const lexicon = prepareLexicon({ profile: 'us', today: '2026-03-02', drugs: shelf });
const valuesOf = (text: string) =>
  Object.fromEntries(
    extract([textPage(text)], lexicon).found.flatMap(({ suggestions }) =>
      suggestions.map(({ field, value }) => [field, value]),
    ),
  );

describe('a text', () => {
  test('is read line by line, as a form with labels and without any', () => {
    const labelled = 'Patient: Ana Lopez\nDate of birth: 03/04/1980\nDrug: lisinopril 10 mg tablet';
    expect(
      valuesOf(`${labelled}\nSig: Take 1 tablet by mouth daily\nQuantity: 30\nRefills: 2`),
    ).toMatchObject({
      ...{ patientName: 'Lopez, Ana', dateOfBirth: '1980-03-04', drug: 'lisinopril', strength: '10 mg' },
      ...{ sig: 'Take 1 tablet by mouth daily', quantity: '30', refills: '2' },
    });
    expect(valuesOf('lisinopril 10 mg tablet\n1 tab po daily #30')).toMatchObject({ quantity: '30' });
  });

  test('that runs on in one line is read clause by clause', () => {
    const said =
      'The office called for Ana Lopez, date of birth 03/04/1980: lisinopril 10 mg tablets, take 1 tablet by mouth once daily, dispense 30, 2 refills.';
    expect(valuesOf(said)).toMatchObject({
      ...{ dateOfBirth: '1980-03-04', drug: 'lisinopril', quantity: '30', refills: '2' },
      sig: 'take 1 tablet by mouth once daily',
    });
  });

  test('that is no prescription is none', () => {
    expect(valuesOf('')).toEqual({});
    expect(valuesOf('Please call Mrs Miller back about her delivery.')).toEqual({});
  });

  test('of any kind keeps all its words, each inside the page and where it stands', () => {
    const any = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(
          fc.constantFrom('lisinopril', '10 mg', 'tablet', '1 tab po', '#30', '\n', ', ', '\t', '. ', ' '),
          {
            maxLength: 80,
          },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        const page = textPage(text);
        expect(page.words.map((word) => word.text).join(' ')).toBe(text.trim().split(/\s+/).join(' '));
        for (const { box } of page.words) {
          const { x, y, width, height } = pictureBox(page, box);
          expect(x + width).toBeLessThanOrEqual(page.picture.width);
          expect(y + height).toBeLessThanOrEqual(page.picture.height);
        }
        extract([page], lexicon);
      }),
    );
  });
});
