/** Whether an answer of automation is sufficient: one thing missing is enough that it is not, and every one is said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, mondayOf, reportOf } from '../../core/automation/report.ts';
import { type Candidates, type Circumstances, judge } from '../../core/automation/verdict.ts';
import { settings } from '../../core/config.ts';
import {
  type AutomationAnswer,
  type AutomationValue,
  thresholdFields,
} from '../../core/contract/automation.ts';
import { type ReadField, readFields } from '../../core/contract/recognition.ts';
import type { DrugRow } from '../../core/drug/store.ts';
import type { PatientRow } from '../../core/patient/store.ts';
import type { PrescriberRow } from '../../core/prescriber/store.ts';

const values = {
  patientName: 'Alvarez, Mariana',
  dateOfBirth: '1992-08-30',
  prescriberName: 'Okonjo, Ngozi',
  npi: '1234567893',
  drug: 'lisinopril',
  strength: '10 mg',
  form: 'tablet',
  sig: '1 tab po daily',
  quantity: '30',
  daysSupply: '30',
  refills: '2',
  substitution: 'allowed',
  writtenOn: '2026-03-01',
} as const satisfies Partial<Record<ReadField, string>>;

const value = (field: ReadField, text: string, confidence = 0.98): AutomationValue => ({
  ...{ field, value: text, read: text, confidence, checks: [] },
  region: { page: 1, x: 1, y: 1, width: 10, height: 10 },
});
const all = Object.entries(values).map(([field, text]) => value(field as ReadField, text));

const answer = (said: readonly AutomationValue[]): AutomationAnswer => ({
  ...{ requestId: 'r', askedBy: '', service: 's', problem: '', layout: '', sender: '' },
  pages: [],
  found: [{ kind: 'prescription', pages: [1], values: [...said] }],
});

const drug = {
  ...{
    ndc11: '68180051301',
    name: 'lisinopril',
    brand: '',
    strength: '10 mg',
    form: 'tablet',
    unit: 'tablet',
  },
  schedule: null,
} as DrugRow;
const sure = { confidence: 'sure', why: 'same' } as const;
const candidates: Candidates = {
  patients: [{ ...sure, row: { id: 'p1' } as PatientRow }],
  prescribers: [{ ...sure, row: { id: 'd1' } as PrescriberRow }],
  drugs: [{ ...sure, row: drug }],
};
const circumstances: Circumstances = {
  ...{
    obstacle: null,
    patientId: null,
    newPatient: 0.9,
    profile: 'us',
    controlled: false,
    today: '2026-03-02',
  },
  thresholds: settings['automation.thresholds'].default,
  unitOf: ({ unit }) => ({ unit }),
  repeats: () => null,
  readElsewise: () => null,
};

const missing = (verdict: ReturnType<typeof judge>) =>
  verdict.judgements.filter(({ passed }) => !passed).map(({ about }) => about);

describe('a verdict', () => {
  test('is sufficient where all is read surely and means one of each', () => {
    const { entry, judgements } = judge(answer(all), candidates, circumstances);
    expect(judgements.filter(({ passed }) => !passed)).toEqual([]);
    expect(entry).toEqual({
      ...{ patient: { id: 'p1' }, prescriberId: 'd1', ndc11: drug.ndc11, writtenOn: '2026-03-01', note: '' },
      ...{ sigText: '1 tab po daily', quantity: '30', daysSupply: 30, refills: 2, substitutionAllowed: true },
    });
  });

  test('is sufficient exactly where every field reaches its threshold', () => {
    const limits = fc.record(
      Object.fromEntries(thresholdFields.map((field) => [field, fc.double({ min: 0, max: 1, noNaN: true })])),
    ) as fc.Arbitrary<Record<(typeof thresholdFields)[number], number>>;
    fc.assert(
      fc.property(limits, limits, (thresholds, confidences) => {
        const said = all.map((one) =>
          one.field in confidences
            ? { ...one, confidence: confidences[one.field as (typeof thresholdFields)[number]] }
            : one,
        );
        const below = thresholdFields.filter((field) => confidences[field] < thresholds[field]);
        const verdict = judge(answer(said), candidates, { ...circumstances, thresholds });
        expect(missing(verdict).sort()).toEqual([...below].sort());
        expect(verdict.entry === null).toBe(below.length > 0);
      }),
    );
  });

  test('never gets better by reading less surely or leaving something out', () => {
    const some = fc.subarray([...all]).chain((kept) =>
      fc.tuple(
        fc.constant(kept),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: kept.length,
          maxLength: kept.length,
        }),
      ),
    );
    fc.assert(
      fc.property(some, ([kept, factors]) => {
        const worse = kept.map((one, at) => ({ ...one, confidence: one.confidence * factors[at]! }));
        const better = judge(answer(kept), candidates, circumstances);
        const lesser = judge(answer(worse), candidates, circumstances);
        if (lesser.entry !== null) expect(better.entry).toEqual(lesser.entry);
        for (const about of missing(better)) expect(missing(lesser)).toContain(about);
      }),
    );
  });

  test('holds against any text, and what it lets through can be typed', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom('0', '30', '2026-02-31', 'qd', '1 tab po bid'),
    );
    const said = fc.uniqueArray(fc.tuple(fc.constantFrom(...readFields), text), {
      selector: ([field]) => field,
    });
    fc.assert(
      fc.property(said, (pairs) => {
        const replaced = new Map(pairs);
        const odd = all.map((one) => value(one.field, replaced.get(one.field) ?? one.value));
        const { entry, judgements } = judge(answer(odd), candidates, circumstances);
        expect(entry === null).toBe(judgements.some(({ passed }) => !passed));
        if (entry) {
          expect(entry.writtenOn <= circumstances.today).toBe(true);
          expect(Number(entry.quantity)).toBeGreaterThan(0);
          expect(entry.daysSupply).toBeGreaterThanOrEqual(1);
          expect(entry.sigText.trim()).not.toBe('');
        }
      }),
    );
  });

  const two = { ...sure, row: { id: 'other' } };
  test.each<[string, string, Partial<Candidates>, Partial<Circumstances>]>([
    ['two patients', 'patient', { patients: [...candidates.patients, two as never] }, {}],
    [
      'a patient who is nearly somebody',
      'patient',
      { patients: [{ ...candidates.patients[0]!, confidence: 'check' }] },
      {},
    ],
    ['another patient than was named', 'patient', {}, { patientId: 'p2' }],
    ['two prescribers', 'prescriber', { prescribers: [...candidates.prescribers, two as never] }, {}],
    ['no prescriber', 'prescriber', { prescribers: [] }, {}],
    ['no product', 'product', { drugs: [{ ...candidates.drugs[0]!, confidence: 'check' }] }, {}],
    [
      'two products',
      'product',
      { drugs: [candidates.drugs[0]!, { ...sure, row: { ...drug, form: 'capsule' } }] },
      {},
    ],
    ['a controlled medicine', 'product', { drugs: [{ ...sure, row: { ...drug, schedule: 'CIV' } }] }, {}],
    ['another reading by the machine', 'product', {}, { readElsewise: () => '20 mg' }],
    ['the same medicine again', 'order', {}, { repeats: () => 'same medicine, being filled' }],
    ['an order that is on hold', 'order', {}, { obstacle: 'the order is on hold' }],
  ])('is not sufficient for %s', (_, about, others, more) => {
    const verdict = judge(answer(all), { ...candidates, ...others }, { ...circumstances, ...more });
    expect(verdict.entry).toBeNull();
    expect(missing(verdict)).toEqual([about]);
  });

  test.each<[ReadField, string, string]>([
    ['sig', 'supply', '1 tab po bid'],
    ['quantity', 'supply', '60'],
    ['daysSupply', 'supply', '15'],
    ['sig', 'directions', '1 tab po daily xyzzy'],
    ['substitution', 'product', 'not allowed'],
    ['dateOfBirth', 'dateOfBirth', '1992-02-30'],
    ['writtenOn', 'writtenOn', '2026-03-03'],
    ['refills', 'refills', 'PRN'],
  ])('with %s, %s does not pass: %s', (field, about, text) => {
    const said = all.map((one) => (one.field === field ? value(field, text) : one));
    expect(missing(judge(answer(said), candidates, circumstances))).toContain(about);
  });

  test('makes a new patient only of a name that can be told apart, where nobody is like it', () => {
    const nobody = { ...candidates, patients: [] };
    expect(judge(answer(all), nobody, circumstances).entry?.patient).toEqual({
      new: {
        ...{ familyName: 'Alvarez', givenNames: 'Mariana', dateOfBirth: '1992-08-30' },
        ...{ address: '', phone: '', nhsNumber: '' },
      },
    });
    for (const name of [
      'Mariana Alvarez',
      'Alvarez,',
      ', Mariana',
      'Alvarez, Mariana, Jr',
      `A, ${'b'.repeat(81)}`,
    ]) {
      const said = all.map((one) => (one.field === 'patientName' ? value('patientName', name) : one));
      expect([name, missing(judge(answer(said), nobody, circumstances))]).toEqual([name, ['patient']]);
    }
  });

  test('puts nobody on file who was not read surely, though one on file may be meant so', () => {
    const said = all.map((one) => (one.field === 'dateOfBirth' ? { ...one, confidence: 0.8 } : one));
    expect(judge(answer(said), candidates, circumstances).entry?.patient).toEqual({ id: 'p1' });
    expect(missing(judge(answer(said), { ...candidates, patients: [] }, circumstances))).toEqual(['patient']);
  });

  test('finds nothing in an answer without values, and says why', () => {
    const problem = 'The picture could not be read.';
    const verdict = judge({ ...answer([]), problem, found: [] }, candidates, circumstances);
    expect(verdict).toMatchObject({
      entry: null,
      judgements: [{ about: 'order', passed: false, words: problem }],
    });
  });
});

describe('the report', () => {
  test('a median lies between half of the values and the other half', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
        const middle = median(numbers)!;
        const half = numbers.length / 2;
        expect(numbers.filter((one) => one < middle).length).toBeLessThanOrEqual(half);
        expect(numbers.filter((one) => one > middle).length).toBeLessThanOrEqual(half);
      }),
    );
    expect(median([])).toBeNull();
  });

  test('weeks begin on Monday', () => {
    expect(['2026-03-02', '2026-03-04', '2026-03-08', '2026-03-09'].map(mondayOf)).toEqual([
      ...['2026-03-02', '2026-03-02', '2026-03-02', '2026-03-09'],
    ]);
  });

  test('nothing is saved that cannot be compared', () => {
    const requests = [{ day: '2026-03-02', verdict: 'sufficient', because: null, changed: [] }] as const;
    const report = reportOf(requests, { entered: [4], typed: [], handling: [] }, 'day');
    expect(report.time).toEqual({ entered: 4, typed: null, handling: null, savedSeconds: null });
  });
});
