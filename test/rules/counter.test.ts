/** What the counter screens reckon before the core is asked: counts, bags, what is missing, typed signatures. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lot, reckon, scannedLots } from '../../renderer/screens/fill/fill-lines.ts';
import { addWaiting, type Bag, type Row, scanBag } from '../../renderer/screens/hand-over/bags.ts';
import {
  emptyForm,
  type HandOverForm,
  inputOf,
  missingOf,
} from '../../renderer/screens/hand-over/hand-over-form.ts';
import { padHeight, padWidth, strokesOfName } from '../../renderer/screens/hand-over/letter-strokes.ts';
import { fromThousandths, sumOf, thousandths } from '../../renderer/screens/stock/quantity.ts';

const lot = (id: string, onHand: string): Lot => ({
  id,
  version: 1,
  ndc11: '00000000001',
  lot: `LOT-${id}`,
  expiry: '2027-01-31',
  bin: 'A1',
  onHand,
  quarantine: null,
  offered: true,
  whyNot: null,
});

const row = (id: string, patient: string, over: Partial<Row> = {}): Row => ({
  id,
  version: 1,
  branch: null,
  automation: null,
  stage: 'ready',
  status: 'dispensed',
  source: 'fax',
  rxNumber: `RX${id}`,
  priority: 'today',
  promisedAt: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
  patient: { id: patient, name: patient, dateOfBirth: '1950-02-03' },
  drug: { ndc11: '1', name: 'drug', strength: '5 mg', form: 'tablet', schedule: null },
  quantity: '30',
  unit: 'tablet',
  claim: null,
  hold: null,
  documentId: null,
  bin: 'B2',
  readyAt: null,
  flags: [],
  ...over,
});

test('quantities are added without losing a thousandth', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 999_999_999 }), { maxLength: 8 }), (values) => {
      expect(sumOf(values.map(fromThousandths))).toBe(values.reduce((sum, value) => sum + value, 0));
    }),
  );
  expect(thousandths('2.5')).toBe(2500);
  expect(thousandths('2,5')).toBeNull();
  expect(fromThousandths(-1050)).toBe('-1.05');
});

test('only a lot whose scan was right can be counted from', () => {
  const scan = (verdict: 'right' | 'expired' | 'later-lot', lotId: string) => ({
    at: '2026-01-01T00:00:00.000Z',
    by: { id: 'u', name: 'U' },
    verdict,
    sentence: '',
    lotId,
  });
  const scans = [scan('expired', 'a'), scan('right', 'b'), scan('later-lot', 'c'), scan('right', 'b')];
  const lots = [lot('a', '10'), lot('b', '10'), lot('c', '10')];
  expect(scannedLots(scans, lots).map(({ id }) => id)).toEqual(['b', 'c']);
});

test('a short count needs a promise, and more than ordered is refused', () => {
  const lots = [lot('a', '20'), lot('b', '20')];
  expect(reckon('30', lots, { a: '20', b: '10' }, '')).toMatchObject({ short: null, problem: null });
  expect(reckon('30', lots, { a: '20' }, '').problem).toMatch(/promised/);
  expect(reckon('30', lots, { a: '20' }, '2026-12-01')).toMatchObject({ short: '10', problem: null });
  expect(reckon('30', lots, { a: '20', b: '11' }, '').problem).toBe('1 more than ordered was counted.');
  expect(reckon('30', lots, { a: '21', b: '9' }, '').problem).toMatch(/holds only 20/);
  expect(reckon('30', lots, { a: '20', b: 'ten' }, '').problem).toMatch(/no number/);
});

test('a bag of somebody else is never put with the bags of a patient', () => {
  const first = scanBag([], 'MB1', {
    found: row('1', 'anna'),
    bagElsewhere: null,
    together: [row('2', 'anna')],
  });
  expect(first.bags.map(({ state }) => state)).toEqual(['scanned', 'waiting']);
  const wrong = scanBag(first.bags, 'MB9', { found: row('9', 'berta'), bagElsewhere: null, together: [] });
  expect(wrong).toMatchObject({ good: false, bags: first.bags });
  const second = scanBag(first.bags, 'MB2', {
    found: row('2', 'anna'),
    bagElsewhere: null,
    together: [row('1', 'anna')],
  });
  expect(second.bags.map(({ state, code }) => [state, code])).toEqual([
    ['scanned', 'MB1'],
    ['scanned', 'MB2'],
  ]);
});

test('a bag that left the shelf, or was never checked, cannot be scanned for hand-over', () => {
  const found = (stage: 'completed' | 'checking') => ({
    found: row('1', 'anna', { stage }),
    bagElsewhere: null,
    together: [],
  });
  expect(
    scanBag([], 'MB1', {
      found: row('1', 'anna', { branch: 'Riverside' }),
      bagElsewhere: null,
      together: [],
    }),
  ).toMatchObject({
    good: false,
    bags: [],
    sentence: 'This bag belongs to the Riverside branch, which hands it over.',
  });
  expect(scanBag([], 'MB1', found('completed'))).toMatchObject({ good: false, bags: [] });
  expect(scanBag([], 'MB1', found('checking'))).toMatchObject({ good: false, bags: [] });
  expect(scanBag([], 'MB1', { found: null, bagElsewhere: null, together: [] }).good).toBe(false);
});

test('a bag that another branch has is not put on the counter, and it is said where it is', () => {
  const bagElsewhere = 'It was filled at the branch Riverside, and its bag is there.';
  expect(scanBag([], 'MB1', { found: row('1', 'anna'), bagElsewhere, together: [row('2', 'anna')] })).toEqual(
    {
      bags: [],
      good: false,
      sentence: bagElsewhere,
    },
  );
});

const answered: HandOverForm = {
  ...emptyForm,
  nameAsked: true,
  dateOfBirth: '1950-02-03',
  counselling: 'declined',
  payment: 'paid',
  signature: [[[1, 1]]],
};

test('nothing is handed over while a bag is unscanned, unless it is left in its bin', () => {
  const scanned: Bag = { row: row('1', 'anna'), state: 'scanned', code: 'MB1' };
  const both = addWaiting([scanned], [row('2', 'anna')]);
  expect(missingOf(both, answered)).toMatch(/not scanned/);
  const left = both.map((bag): Bag => (bag.state === 'waiting' ? { ...bag, state: 'left' } : bag));
  expect(missingOf(left, answered)).toBeNull();
  expect(inputOf(left, answered, 'Anna')).toMatchObject({ prescriptionIds: ['1'], scannedBags: ['MB1'] });
  for (const part of ['nameAsked', 'dateOfBirth', 'counselling', 'payment', 'signature'] as const)
    expect(missingOf(left, { ...answered, [part]: emptyForm[part] })).not.toBeNull();
});

test('a representative shows an identity when a medicine is controlled', () => {
  const drug = { ndc11: '1', name: 'drug', strength: '5 mg', form: 'tablet', schedule: 'CII' };
  const bags: Bag[] = [{ row: row('1', 'anna', { drug }), state: 'scanned', code: 'MB1' }];
  const form: HandOverForm = { ...answered, collectorKind: 'representative', collectorName: 'Bert' };
  expect(missingOf(bags, form)).toMatch(/identity/);
  expect(missingOf(bags, { ...form, identity: 'licence 1' })).toBeNull();
  expect(missingOf(bags, answered)).toBeNull();
});

test('any typed name becomes strokes that fit the pad, every sign of it drawn', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      for (const [x, y] of strokesOfName(name).flat()) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(padWidth);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(padHeight);
      }
    }),
  );
  for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.ß語')
    expect(strokesOfName(sign).every((stroke) => stroke.length >= 2) && strokesOfName(sign).length > 0).toBe(
      true,
    );
  expect(strokesOfName('Zoë')).toEqual(strokesOfName('ZOE'));
  expect(strokesOfName('  ')).toEqual([]);
});
