/**
 * A page looked at several times: what is made of looks that differ, what of figures and words that do, and that a
 * page filled in by hand is looked at again at all.
 */
import { describe, expect, test } from 'vitest';
import type { ReadField } from '../../core/contract/recognition.ts';
import { closePageReader } from '../../core/document/read-pages.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { createPageReader } from '../../core/recognise/page-reader.ts';
import type { PageReading } from '../../core/recognise/reading.ts';
import { drawOne, lexiconOf } from '../recognition/draw-set.ts';
import { readDocument } from '../recognition/readings.ts';
import { faint, line, pageOf, shelf } from '../support/words-on-page.ts';

const lexicon = prepareLexicon({ profile: 'us', today: '2026-11-21', drugs: shelf });

const page = (birth: string, ...more: ReturnType<typeof line>[]): PageReading =>
  pageOf(
    line(120, [500, 'Elmwood Family Medicine']),
    line(380, [130, 'Patient: Kevin Donnelly'], [900, `DOB: ${birth}`]),
    line(700, [130, 'Sertraline 50 mg tablets']),
    line(760, [130, 'Take one tablet daily']),
    ...more,
  );
const looked = (first: PageReading, ...again: readonly PageReading[]): PageReading => ({
  ...first,
  again: again.map(({ words }) => words),
});
const suggestions = (...pages: readonly PageReading[]) => extract(pages, lexicon).found[0]?.suggestions ?? [];
const suggestion = (field: ReadField, ...pages: readonly PageReading[]) =>
  suggestions(...pages).find((one) => one.field === field);

describe('looks at the same page', () => {
  test('that differ are decided by most of them, and the value is not sure', () => {
    const birth = suggestion(
      'dateOfBirth',
      looked(page('01/31/1983'), page('01/31/1988'), page('01/31/1988')),
    );
    expect(birth).toMatchObject({ value: '1988-01-31', confidence: 'check' });
    expect(birth?.checks).toContainEqual({ passed: false, words: 'read otherwise, too: “1983-01-31”' });
  });

  test('that agree leave the value as it was, and say so', () => {
    const once = suggestion('drug', page('01/31/1988'));
    const thrice = suggestion('drug', looked(page('01/31/1988'), page('01/31/1988'), page('01/31/1988')));
    expect(thrice).toMatchObject({ value: once?.value, confidence: once?.confidence });
    expect(thrice?.checks).toContainEqual({
      passed: true,
      words: 'read alike each time it was looked at',
    });
  });

  test('give what only one of them could read', () => {
    expect(suggestion('dateOfBirth', page('O1/ /19B'))).toBeUndefined();
    expect(suggestion('dateOfBirth', looked(page('O1/ /19B'), page('01/31/1988')))?.value).toBe('1988-01-31');
  });

  test('make nothing sure that one of them says otherwise', () => {
    const amount = (text: string) => page('01/31/1988', line(820, [130, `Qty: ${text}`]));
    expect(suggestion('quantity', amount('30 (thirty)'))?.confidence).toBe('sure');
    expect(
      suggestion('quantity', looked(amount('30 (thirty)'), amount('80'), amount('30 (thirty)'))),
    ).toMatchObject({ value: '30', confidence: 'check' });
  });
});

describe('figures and words', () => {
  const quantity = (text: string, write = line) =>
    suggestion('quantity', page('01/31/1988', write(820, [130, `Disp: ${text}`])));

  test.each([
    ['70 (ninety) tablets', '90'],
    ['0 (ten) tablets', '10'],
    ['5 (fifteen) tablets', '15'],
    ['@O (sixty) tablets', '60'],
  ])('%s: a slip in the figures explains the difference', (text, value) => {
    const read = quantity(text);
    expect(read?.value).toBe(value);
    expect(read?.confidence).not.toBe('sure');
  });

  test('10 (thirty): they say different things, and the figures stay', () => {
    expect(quantity('10 (thirty) tablets')).toMatchObject({ value: '10', confidence: 'check' });
  });

  test('a faint 130 that lasts for no usual time is 180, a clear one stays', () => {
    expect(quantity('130', faint)).toMatchObject({ value: '180' });
    expect(quantity('130', faint)?.confidence).not.toBe('sure');
    expect(quantity('130')).toMatchObject({ value: '130' });
  });

  test('a faint 70 may be 90 as well as 10, and stays', () => {
    expect(quantity('70', faint)).toMatchObject({ value: '70' });
  });

  test('the same figures for how many and how long prove nothing of one another', () => {
    const both = (amount: string) =>
      suggestion(
        'quantity',
        page('01/31/1988', line(820, [130, `Qty: ${amount}`], [700, 'Days supply: 20'])),
      );
    expect(both('20')).toMatchObject({ value: '20', confidence: 'check' });
    expect(both('20 (twenty)')).toMatchObject({ value: '20', confidence: 'sure' });
  });
});

test('a drug outside the rows of a table takes nothing from its first row', () => {
  const table = pageOf(
    line(380, [130, 'Patient: Kevin Donnelly'], [900, 'DOB: 01/31/1988']),
    line(600, [130, 'Medication'], [600, 'Quantity'], [900, 'Directions']),
    line(660, [130, 'Sertraline 50 mg tablets'], [600, '112'], [900, 'Take one tablet twice daily']),
    line(900, [220, 'Levothyroxine 50 mcg tablets'], [650, '10'], [900, 'Take one tablet daily']),
  );
  const found = extract([table], lexicon).found.map(({ suggestions: all }) =>
    Object.fromEntries(all.map(({ field, value }) => [field, value])),
  );
  for (const one of found.filter(({ drug }) => drug === 'levothyroxine'))
    expect([one.sig, one.quantity]).not.toContain('112');
  expect(found.filter(({ sig }) => sig === 'Take one tablet twice daily')).toHaveLength(1);
});

test('a page filled in by hand is looked at again, and its birth date comes out right', async () => {
  const reader = createPageReader({ lanes: 1, timeLimitMs: 120_000 });
  try {
    const document = drawOne('handwriting', 'clean', 5000);
    const { readings } = (await readDocument(document, reader)).document;
    expect(readings[0]?.again?.length).toBeGreaterThan(1);
    const [one] = extract(readings, prepareLexicon(lexiconOf(document))).found;
    expect(one?.suggestions.find(({ field }) => field === 'dateOfBirth')?.value).toBe(
      document.truth.found[0]?.fields.dateOfBirth?.value,
    );
  } finally {
    await reader.close();
    await closePageReader();
  }
});
