/** Whatever OCR hands over, extraction answers, invents nothing and stays on the page. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentReading } from '../../core/contract/recognition.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { extract, prepareLexicon } from '../../core/recognise/extract/extract.ts';
import { faults, folded, fuzzyIndex, plain } from '../../core/recognise/extract/fuzzy.ts';
import { drugNamesIn } from '../../core/recognise/extract/lexicon.ts';
import type { PageReading, Word } from '../../core/recognise/reading.ts';
import { line, pageOf, shelf } from '../support/words-on-page.ts';

const lexicons = (['us', 'uk'] as const).map((profile) =>
  prepareLexicon({ profile, today: '2026-11-21', drugs: shelf }),
);

/** Words of the trade as well as noise, so that pages come near to being prescriptions. */
const scraps =
  "Patient: DOB: Name Address Phone Fax: Date Rx Sig: Qty # Refills: Dispense Medication Directions Quantity NPI DEA NHS Number sertraline lisinopril 20 mg 100 tablet tablets ER 1 tab po bid daily 30 (thirty) none 01/31/1988 585-555-0118 1947288068 AP8703868 Kevin Donnelly, MD Dr Elmwood Clinic Pharmacy Re: Dear Page 2 of continued FAX Result Reference range | <script> '; DROP TABLE ½ ☒".split(
    ' ',
  );
const word = fc.record<Word>({
  text: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...scraps) },
    { weight: 1, arbitrary: fc.string({ minLength: 1 }) },
  ),
  confidence: fc.integer({ min: 0, max: 100 }),
  box: fc.record({
    x: fc.integer({ min: -20, max: 1700 }),
    y: fc.integer({ min: -20, max: 2200 }),
    width: fc.integer({ min: 0, max: 400 }),
    height: fc.integer({ min: 0, max: 120 }),
  }),
  line: fc.integer({ min: 0, max: 12 }),
  block: fc.integer({ min: 0, max: 2 }),
});
const page = fc.array(word, { maxLength: 60 }).map(
  (words): PageReading => ({
    width: 1700,
    height: 2200,
    picture: { width: 1654, height: 2339 },
    toPicture: [0.97, 0.01, -0.01, 1.05, 3, -4],
    rotation: 0,
    words,
    look: '0'.repeat(64),
    tookMs: 0,
  }),
);

describe('any words on any pages', () => {
  test('give a reading that keeps the contract, with every region inside its page', () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 3 }), fc.constantFrom(...lexicons), (pages, lexicon) => {
        const reading = documentReading.parse(extract(pages, lexicon));
        expect(reading.pages).toHaveLength(pages.length);
        for (const { pages: own, suggestions } of reading.found) {
          expect(new Set(suggestions.map(({ field }) => field)).size).toBe(suggestions.length);
          for (const { region } of suggestions) {
            expect(own).toContain(region.page);
            expect(region.x + region.width).toBeLessThanOrEqual(1654);
            expect(region.y + region.height).toBeLessThanOrEqual(2339);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what was read stands on the page it is said to stand on', () => {
    fc.assert(
      fc.property(page, fc.constantFrom(...lexicons), (one, lexicon) => {
        const all = one.words.map(({ text }) => text).join(' ');
        for (const { suggestions } of extract([one], lexicon).found) {
          for (const { read } of suggestions) {
            for (const part of read.split(' ')) expect(all).toContain(part);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('text of a page is data: markup and commands come out as they stand or not at all', () => {
  const reading = extract(
    [
      pageOf(
        line(300, [130, "Patient: Robert'); DROP TABLE patient;--"], [1100, 'DOB: 01/31/1988']),
        line(600, [130, 'lisinopril 20 mg tablet']),
        line(660, [130, 'Sig: <img src=x onerror=alert(1)> 1 tab po daily']),
      ),
    ],
    lexicons[0]!,
  );
  const sig = reading.found[0]?.suggestions.find(({ field }) => field === 'sig');
  expect(sig?.confidence).not.toBe('sure');
  expect(reading.found[0]?.suggestions.find(({ field }) => field === 'drug')?.value).toBe('lisinopril');
});

describe('drugs on file in text that OCR has mangled', () => {
  const names = [...new Set(demoDrugs.map(({ name }) => name))];
  const lexicon = prepareLexicon({
    profile: 'us',
    today: '2026-11-21',
    drugs: demoDrugs.map(({ name, brand = '', strength, form, unit }) => ({
      name,
      brand,
      strength,
      form,
      unit,
    })),
  });

  test('every name is found as it is written, and wherever letters that print alike were changed', () => {
    const alike = (text: string) => text.replaceAll('l', '1').replaceAll('o', '0').replaceAll('m', 'rn');
    for (const name of names) {
      expect(drugNamesIn(`Rx ${name} 10 mg`, lexicon)).toMatchObject([{ name: { text: name }, exact: true }]);
      const [found] = drugNamesIn(`Rx ${alike(name)} 10 mg`, lexicon);
      expect(found?.name.text, alike(name)).toBe(name);
    }
  });

  test('a name is not found within a longer one', () => {
    const [found] = drugNamesIn('prednisolone 5 mg', lexicons[0]!);
    expect(found?.name.text).toBe('prednisolone');
    expect(drugNamesIn('lisinopril-hydrochlorothiazide', lexicons[0]!)).toMatchObject([
      { name: { text: 'lisinopril-hydrochlorothiazide' } },
    ]);
  });

  test('a letter lost, added or changed still finds the name, and says it is not as on file', () => {
    const long = names.filter((name) => plain(name).length > 8 && !name.includes(' '));
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom('', 'x', 'ze'), (name, at, put) => {
        const place = 1 + (at % (name.length - 2));
        const spoilt = name.slice(0, place) + put + name.slice(place + 1);
        fc.pre(plain(spoilt) !== plain(name));
        const [found] = drugNamesIn(spoilt, lexicon);
        if (found !== undefined) expect(found.exact && found.name.text === name).toBe(false);
      }),
    );
  });

  test('a word with one letter lost or changed is found in the index', () => {
    const words = names.map(plain);
    const index = fuzzyIndex(words);
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.nat(),
        fc.constantFrom('a', 'e', 'z', ''),
        (word, at, put) => {
          const spoilt = word.slice(0, at % word.length) + put + word.slice((at % word.length) + 1);
          fc.pre(faults(folded(spoilt), folded(word), 1) <= 1);
          const near = index.near(spoilt, 1).map(({ number }) => words[number]);
          if (word.length > 3) expect(near).toContain(word);
        },
      ),
    );
  });
});
