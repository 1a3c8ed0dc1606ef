/** Is this the right bottle? Each verdict there is, and which of two wins. */
import { describe, expect, test } from 'vitest';
import { scanVerdicts } from '../../core/contract/prescription.ts';
import {
  goodVerdicts,
  isEquivalent,
  judgeScan,
  type ScanFacts,
  type ScannedDrug,
  type ScannedLot,
} from '../../core/prescription/scan.ts';

const ordered: ScannedDrug = {
  ndc11: '00093005801',
  name: 'Lisinopril',
  strength: '10 mg',
  form: 'Tablet',
  labeler: 'Alder',
};
const otherMaker: ScannedDrug = { ...ordered, ndc11: '68180098001', labeler: 'Birch' };
const stronger: ScannedDrug = { ...ordered, ndc11: '00093005901', strength: '20 mg' };
const capsule: ScannedDrug = { ...ordered, ndc11: '00093006001', form: 'Capsule' };
const other: ScannedDrug = { ...ordered, ndc11: '00378018001', name: 'Losartan', strength: '50 mg' };

const lot = (name: string, more: Partial<ScannedLot> = {}): ScannedLot => ({
  id: `lot-${name}`,
  lot: name,
  expiry: '2027-06-30',
  bin: 'A1',
  onHand: 100_000,
  quarantine: null,
  ...more,
});
const early = lot('E1', { expiry: '2026-12-31', bin: 'B2' });
const late = lot('L1', { expiry: '2028-01-31' });

const scan = (facts: Partial<ScanFacts>) =>
  judgeScan({
    ordered,
    substitutionAllowed: false,
    scanned: [ordered],
    lot: 'E1',
    expiry: null,
    lots: [early, late],
    today: '2026-03-02',
    unreadable: null,
    ...facts,
  });

/** Name of the case, what is in the hand, the verdict, and what the sentence has to say. */
const cases: [name: string, facts: Partial<ScanFacts>, verdict: string, says: RegExp][] = [
  ['the first lot to expire', {}, 'right', /^Right bottle\.$/],
  ['a lot typed in other letters', { lot: ' e1 ' }, 'right', /^Right bottle\.$/],
  ['a lot that expires later', { lot: 'L1' }, 'later-lot', /lot E1 expires first \(2026-12-31, bin B2\)/],
  ['a code without a lot', { lot: null }, 'right-choose-lot', /choose the lot/],
  ['a code without a lot, nothing on hand', { lot: null, lots: [] }, 'empty-lot', /no usable lot/],
  ['another drug', { scanned: [other] }, 'wrong-drug', /this is Losartan 50 mg, ordered Lisinopril 10 mg/],
  ['another strength', { scanned: [stronger] }, 'wrong-strength', /this is 20 mg, ordered 10 mg/],
  ['another form', { scanned: [capsule] }, 'wrong-form', /this is Capsule, ordered Tablet/],
  ['another maker', { scanned: [otherMaker] }, 'wrong-product', /this is Birch, ordered Alder/],
  ['a code of no drug on file', { scanned: [] }, 'wrong-product', /no drug on file/],
  ['a lot never received', { lot: 'X9' }, 'unknown-lot', /never received/],
  ['a lot that has expired', { today: '2027-01-01' }, 'expired', /EXPIRED on 2026-12-31/],
  ['an expiry in the code', { expiry: '2026-03-01' }, 'expired', /EXPIRED on 2026-03-01/],
  ['an expiry in the code of an unknown lot', { lot: 'X9', expiry: '2025-01-31' }, 'expired', /EXPIRED/],
  ['an expiry in a code that names no lot', { lot: null, expiry: '2026-03-01' }, 'expired', /EXPIRED/],
  ['an expiry in the code still to come', { expiry: '2026-12-31' }, 'right', /^Right bottle\.$/],
  [
    'a lot in quarantine',
    { lots: [{ ...early, quarantine: 'recall 17' }, late] },
    'quarantined',
    /IN QUARANTINE: recall 17/,
  ],
  ['a lot the ledger calls empty', { lots: [{ ...early, onHand: 0 }, late] }, 'empty-lot', /Count it/],
  ['a code that cannot be read', { unreadable: 'Scan it again.' }, 'unreadable', /^Scan it again\.$/],
];

describe('the verdict on one scan', () => {
  test.each(cases)('%s', (_name, facts, verdict, says) => {
    const judged = scan(facts);
    expect(judged.verdict).toBe(verdict);
    expect(judged.sentence).toMatch(says);
  });

  test('every verdict there is has a case here', () => {
    expect(new Set(cases.map(([, , verdict]) => verdict))).toEqual(new Set(scanVerdicts));
  });

  test('only the right drug with something on hand is good', () => {
    expect([...goodVerdicts].sort()).toEqual(['later-lot', 'right', 'right-choose-lot']);
  });
});

describe('days of expiry', () => {
  test('the last day of a lot is still good, the day after is not', () => {
    expect(scan({ today: '2026-12-31' }).verdict).toBe('right');
    expect(scan({ today: '2027-01-01' }).verdict).toBe('expired');
  });

  test('a lot that cannot be taken does not make another the later one', () => {
    for (const unusable of [
      { ...early, quarantine: 'recall' },
      { ...early, onHand: 0 },
      { ...early, expiry: '2026-01-31' },
    ])
      expect(scan({ lot: 'L1', lots: [unusable, late] }).verdict).toBe('right');
  });

  test('two lots that expire on the same day are equally right', () => {
    const twin = lot('E2', { expiry: early.expiry });
    expect(scan({ lot: 'E2', lots: [early, twin] }).verdict).toBe('right');
  });
});

describe('substitution', () => {
  test('another maker’s package is right when it is allowed', () => {
    const judged = scan({ scanned: [otherMaker], substitutionAllowed: true });
    expect(judged.verdict).toBe('right');
    expect(judged.drug?.ndc11).toBe(otherMaker.ndc11);
  });

  test.each([
    ['another drug', other, 'wrong-drug'],
    ['another strength', stronger, 'wrong-strength'],
    ['another form', capsule, 'wrong-form'],
  ])('never covers %s', (_name, scanned, verdict) => {
    expect(scan({ scanned: [scanned], substitutionAllowed: true }).verdict).toBe(verdict);
    expect(isEquivalent(scanned, ordered)).toBe(false);
  });

  test('of several drugs a code may mean, the ordered one is taken', () => {
    expect(scan({ scanned: [other, otherMaker, ordered], substitutionAllowed: true }).drug).toBe(ordered);
    expect(scan({ scanned: [other, ordered] }).verdict).toBe('right');
  });
});
