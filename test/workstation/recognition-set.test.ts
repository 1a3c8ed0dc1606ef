/**
 * The measured set itself: drawn truly and the same again, and a small part of it read by the real reader, so that
 * recognition that got worse is noticed before anybody measures it. The whole set is `npm run recognition`.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { DocumentReading, Suggestion } from '../../core/contract/recognition.ts';
import { closePageReader, readPages } from '../../core/document/read-pages.ts';
import { nhsNumberProblem } from '../../core/patient/identifiers.ts';
import { deaProblem, npiProblem } from '../../core/prescriber/identifiers.ts';
import { createPageReader } from '../../core/recognise/page-reader.ts';
import { saysTheSame } from '../recognition/alike.ts';
import { caseOf } from '../recognition/case.ts';
import { type DrawnDocument, drawOne, drawSet, lexiconOf } from '../recognition/draw-set.ts';
import { readDocument } from '../recognition/readings.ts';
import { criticalOf, type Judged, precision, recall, scoreOf } from '../recognition/score.ts';
import { chanceOf } from '../support/chance.ts';

afterAll(closePageReader);

const layouts = ['form, labels left', 'form, boxes', 'table', 'letter', 'electronic', 'FP10'];

describe('the drawn set', () => {
  test('is the same for the same seed and another for another', () => {
    const names = (documents: readonly DrawnDocument[]) =>
      documents.map(({ name, grade }) => `${name} ${grade}`);
    const [first, again, other] = [[...drawSet(11, 3)], [...drawSet(11, 3)], [...drawSet(12, 3)]];
    expect(again.map(({ fax }) => Buffer.from(fax).toString('base64'))).toEqual(
      first.map(({ fax }) => Buffer.from(fax).toString('base64')),
    );
    expect(again.map(({ truth }) => truth)).toEqual(first.map(({ truth }) => truth));
    expect([names(first), first[0]!.truth]).not.toEqual([names(other), other[0]!.truth]);
  });

  test.each(layouts)('has a truth that lies on its pages: %s', async (layout) => {
    for (const grade of ['clean', 'poor'] as const) {
      const { fax, truth } = drawOne(layout, grade, 21);
      const file = await readPages(fax);
      if (!file.ok) throw new Error(file.sentence);
      expect(file.pages.length).toBe(truth.pages.length);
      for (const { fields } of truth.found) {
        expect(Object.keys(fields)).toEqual(
          expect.arrayContaining(['patientName', 'drug', 'sig', 'quantity']),
        );
        for (const { places } of Object.values(fields)) {
          for (const { page, box } of places) {
            const { width, height } = file.pages[page - 1]!;
            expect(box.x).toBeGreaterThanOrEqual(0);
            expect(box.y).toBeGreaterThanOrEqual(0);
            expect(box.x + box.width).toBeLessThanOrEqual(width);
            expect(box.y + box.height).toBeLessThanOrEqual(height);
          }
        }
      }
    }
  });

  test('has right check digits, but for those it calls doubtful', () => {
    const problems = { npi: npiProblem, dea: deaProblem, nhsNumber: nhsNumberProblem } as const;
    const chance = chanceOf(8);
    const numbers = Array.from({ length: 100 }).flatMap((_, index) => {
      const { prescriber, patient } = caseOf({ country: index % 2 ? 'us' : 'uk', items: 1 }, chance);
      return [prescriber.npi, prescriber.dea, patient.nhsNumber].flatMap((written) => {
        if (written === undefined) return [];
        const problem = problems[written.field as keyof typeof problems](written.value);
        return [{ wrong: problem !== null, doubtful: written.doubtful === true }];
      });
    });
    expect(numbers.length).toBe(150);
    expect(numbers.some(({ wrong }) => wrong)).toBe(true);
    for (const { wrong, doubtful } of numbers) expect(wrong).toBe(doubtful);
  });
});

describe('what says the same', () => {
  test('is told from what only looks alike', () => {
    expect(saysTheSame('sig', 'Take 1 tab PO b.i.d.', 'take 1 tab po bid')).toBe(true);
    expect(saysTheSame('sig', '1-2 tabs q4-6h', '1 – 2 tabs q4-6h')).toBe(true);
    expect(saysTheSame('sig', 'to be taken every day', 'TO BE TAKEN.EVERY DAY')).toBe(true);
    expect(saysTheSame('sig', '1-2 tabs q6h', '12 tabs q6h')).toBe(false);
    expect(saysTheSame('sig', '0.5 mL daily', '5 mL daily')).toBe(false);
    expect(saysTheSame('patientName', 'O’Brien, José', "JOSE O'BRIEN")).toBe(true);
    expect(saysTheSame('patientName', 'Alvarez, Mariana', 'Alvarez, Marina')).toBe(false);
    expect(saysTheSame('strength', '100 micrograms/dose', '100mcg/dose')).toBe(true);
    expect(saysTheSame('strength', '100 mcg', '100 mg')).toBe(false);
    expect(saysTheSame('quantity', '30', '30.0')).toBe(true);
    expect(saysTheSame('form', 'tablets', 'tablet')).toBe(true);
    expect(saysTheSame('form', 'extended-release tablet', 'tablet')).toBe(false);
  });
});

describe('the scoring', () => {
  const document = drawOne('form, boxes', 'clean', 44);
  const truthful = (): DocumentReading => ({
    pages: document.truth.pages.map((kind, index) => ({ number: index + 1, kind, why: '' })),
    found: document.truth.found.map(({ kind, pages, fields }) => ({
      kind,
      pages: [...pages],
      suggestions: Object.entries(fields).flatMap(([field, { value, places, doubtful }]): Suggestion[] => {
        const [place] = places;
        if (place === undefined) return [];
        const region = { page: place.page, ...place.box };
        const confidence = doubtful ? 'check' : 'sure';
        return [{ field: field as Suggestion['field'], value, read: value, confidence, region, checks: [] }];
      }),
    })),
    layout: '',
    sender: document.truth.sender,
  });
  const scored = (change: (reading: DocumentReading) => void = () => {}) => {
    const reading = truthful();
    change(reading);
    const score = scoreOf([{ ...document, reading }]);
    return { ...score, critical: criticalOf(score, 'clean') };
  };
  const drugOf = (reading: DocumentReading) =>
    reading.found[0]!.suggestions.find(({ field }) => field === 'drug')!;

  test('finds nothing amiss in the truth', () => {
    const { critical, mistakes, sureWrong, regions, counts } = scored();
    expect(mistakes).toEqual([]);
    expect(sureWrong).toEqual([]);
    expect(recall(critical)).toBe(1);
    expect(precision(critical)).toBe(1);
    expect(critical.asked).toBeGreaterThan(6);
    expect(regions.right).toBe(regions.of);
    expect(counts).toEqual({ right: 1, of: 1 });
  });

  test('counts a wrong value as wrong, and names it when it was called sure', () => {
    const { critical, sureWrong } = scored((reading) => {
      drugOf(reading).value = 'hydroxyzine pamoate';
    });
    expect(critical).toMatchObject({ wrong: 1, missed: 0, invented: 0 });
    expect(sureWrong).toMatchObject([{ field: 'drug', kind: 'wrong', value: 'hydroxyzine pamoate' }]);
  });

  test('counts what is missing, what was never written, and what was read elsewhere', () => {
    const missing = scored((reading) => {
      reading.found[0]!.suggestions = reading.found[0]!.suggestions.filter(({ field }) => field !== 'sig');
    });
    expect(missing.critical).toMatchObject({ wrong: 0, missed: 1, invented: 0 });
    const twice = scored((reading) => {
      reading.found.push(structuredClone(reading.found[0]!));
    });
    expect(twice.critical.invented).toBe(7);
    expect(twice.counts.right).toBe(0);
    const elsewhere = scored((reading) => {
      drugOf(reading).region.y = 1;
    });
    expect(elsewhere.regions.of - elsewhere.regions.right).toBe(1);
  });
});

test('clean pages of six layouts are read, and nothing called sure is wrong', async () => {
  const reader = createPageReader();
  try {
    const judged: Judged[] = [];
    for (const country of ['us', 'uk'] as const) {
      const drawn = layouts
        .map((layout) => drawOne(layout, 'clean', 33))
        .filter((one) => one.country === country);
      reader.setLexicon(lexiconOf(drawn[0]!));
      judged.push(
        ...(await Promise.all(
          drawn.map(async (one): Promise<Judged> => {
            const { document } = await readDocument(one, reader);
            return { ...document, reading: await reader.extract(document.readings) };
          }),
        )),
      );
    }
    const score = scoreOf(judged);
    expect(score.sureWrong).toEqual([]);
    expect(score.pageKinds).toEqual({ right: layouts.length, of: layouts.length });
    expect(score.counts.right).toBe(layouts.length);
    const critical = criticalOf(score, 'clean');
    expect(recall(critical), JSON.stringify(score.mistakes)).toBeGreaterThan(0.9);
    expect(precision(critical), JSON.stringify(score.mistakes)).toBeGreaterThan(0.9);
    expect(score.regions.right / score.regions.of).toBeGreaterThan(0.95);
  } finally {
    await reader.close();
  }
}, 60_000);
