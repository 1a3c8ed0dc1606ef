/** What the desk proposes, says and sends: of what the machine read, only what a person takes counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Confidence, ReadField } from '../../core/contract/recognition.ts';
import { foundWords, onlyKind, unreadWords } from '../../renderer/screens/intake/found-words.ts';
import {
  candidateGhost,
  clearFirst,
  isOpen,
  type MachineReading,
  namesakes,
  otherMedicine,
  placesOf,
  readGhost,
} from '../../renderer/screens/intake/ghosts.ts';
import { moved, tickedPages, toggled, withPages } from '../../renderer/screens/intake/page-list.ts';
import { asTranscription, sentFor } from '../../renderer/screens/intake/transcription.ts';

const region = (y: number, page = 1) => ({ documentId: 'fax', page, x: 100, y, width: 200, height: 30 });

const value = (
  field: ReadField,
  text: string,
  confidence: Confidence,
  checks: MachineReading['suggestions'][number]['checks'] = [],
  y = 100,
) => ({ field, value: text, read: text, confidence, region: region(y), checks });

const readPage = (number: number, kind: MachineReading['pages'][number]['kind'], problem?: string) => ({
  documentId: 'fax',
  number,
  state: problem === undefined ? ('read' as const) : ('given-up' as const),
  problem: problem ?? null,
  rotation: 0 as const,
  kind,
  why: '',
});

const nothing: MachineReading = {
  state: 'read',
  progress: { read: 1, total: 1 },
  pages: [readPage(1, 'prescription')],
  kind: 'prescription',
  foundId: 'found',
  suggestions: [],
  patients: [],
  prescribers: [],
  drugs: [],
  found: [],
  sameFax: [],
};

describe('a proposal', () => {
  it('says first what speaks against it, and nothing when it passed every check', () => {
    const reading = {
      ...nothing,
      suggestions: [
        value('quantity', '30', 'guess', [
          { passed: true, words: '30 = 1 a day × 30 days' },
          { passed: false, words: 'figures say 30, words say sixty' },
        ]),
        value('refills', '5', 'sure', [{ passed: true, words: 'a usual number' }]),
      ],
    };
    expect(readGhost(reading, 'quantity')).toEqual({
      text: '30',
      confidence: 'guess',
      checks: ['figures say 30, words say sixty', '30 = 1 a day × 30 days'],
      failed: 1,
    });
    expect(readGhost(reading, 'refills')).toMatchObject({ text: '5', checks: [] });
    expect(readGhost(reading, 'sigText')).toBeNull();
    expect(readGhost(undefined, 'quantity')).toBeNull();
  });

  it('names its places in the order in which they are looked at', () => {
    const reading = {
      ...nothing,
      suggestions: [value('dateOfBirth', '1961-04-02', 'sure', [], 200), value('patientName', 'X', 'sure')],
    };
    expect(placesOf(reading, 'patientId')).toEqual([region(100), region(200)]);
    expect(placesOf(reading, 'quantity')).toEqual([]);
  });

  it('is for a field that is empty, whether it was never typed in or was emptied', () => {
    expect(isOpen({}, 'quantity')).toBe(true);
    expect(isOpen({ quantity: '' }, 'quantity')).toBe(true);
    expect(isOpen({ quantity: '3' }, 'quantity')).toBe(false);
    expect(isOpen({ substitutionAllowed: false }, 'substitutionAllowed')).toBe(false);
  });
});

describe('the first of several candidates', () => {
  const drug = (strength: string, confidence: Confidence, form = 'tablet') => ({
    name: 'sertraline',
    strength,
    form,
    confidence,
  });

  it('is put forward when it is likelier than the others, or when the others are the same', () => {
    const [likely, other] = [drug('50 mg', 'sure'), drug('100 mg', 'guess')];
    expect(clearFirst([likely, other], otherMedicine)).toBe(likely);
    expect(clearFirst([likely, drug('50 mg', 'sure')], otherMedicine)).toBe(likely);
  });

  it('is not when another strength, form or namesake is just as likely', () => {
    expect(clearFirst([drug('50 mg', 'guess'), drug('100 mg', 'guess')], otherMedicine)).toBeUndefined();
    expect(
      clearFirst([drug('50 mg', 'check'), drug('50 mg', 'check', 'capsule')], otherMedicine),
    ).toBeUndefined();
    const twins = ['1961-04-02', '1988-01-31'].map((dateOfBirth) => ({
      name: 'Chen, Wei',
      dateOfBirth,
      confidence: 'check' as const,
    }));
    expect(clearFirst(twins, namesakes)).toBeUndefined();
    expect(clearFirst([], namesakes)).toBeUndefined();
  });
});

describe('a candidate as grey text', () => {
  const why =
    'same name and birth date, same phone; another patient with a name like it was born the same day';

  it('says first what warns of it, then by what it is told from others, then why it is one', () => {
    expect(
      candidateGhost({ why, confidence: 'check' }, 'Lindqvist, Nora', 'born 2011-03-18 (15)', true),
    ).toEqual({
      text: 'Lindqvist, Nora',
      confidence: 'check',
      checks: [
        'another patient with a name like it was born the same day',
        'born 2011-03-18 (15)',
        'same name and birth date, same phone',
      ],
      failed: 1,
    });
  });

  it('does not pass for the one where another is just as likely', () => {
    const ghost = candidateGhost({ why: 'same name', confidence: 'guess' }, 'Chen, Wei', '', false);
    expect(ghost).toMatchObject({
      text: 'Chen, Wei, or another one: choose',
      checks: ['same name'],
      failed: 0,
    });
  });
});

describe('what is sent while the page says something nobody took', () => {
  const typed = {
    patientId: 'p',
    prescriberId: 'd',
    ndc11: '00002140701',
    writtenOn: '2026-11-18',
    sigText: '1 tab po bid',
    quantity: '60',
  };

  it('is nothing: neither the usual value nor the one on the page', () => {
    const sent = sentFor(typed, 30, () => true);
    expect(sent).toEqual({ daysSupply: '', refills: '', substitutionAllowed: undefined });
    const { ready, errors } = asTranscription(typed, sent);
    expect(ready).toBeNull();
    expect(Object.keys(errors)).toEqual(['daysSupply', 'refills', 'substitutionAllowed']);
  });

  it('is what was typed, once it was', () => {
    const all = { ...typed, daysSupply: '28', refills: '2', substitutionAllowed: false };
    expect(
      asTranscription(
        all,
        sentFor(all, 30, () => true),
      ).ready,
    ).toMatchObject({
      daysSupply: 28,
      refills: 2,
      substitutionAllowed: false,
    });
  });
});

describe('what was found on a fax, in words', () => {
  const found = (kind: 'prescription' | 'refill-request', id: string) => ({
    id,
    kind,
    pages: [1],
    summary: '',
    prescriptionId: null,
  });

  it('counts prescriptions, refill requests and pages of other kinds', () => {
    expect(
      foundWords({
        found: [
          found('prescription', 'a'),
          found('prescription', 'b'),
          found('prescription', 'c'),
          found('refill-request', 'd'),
        ],
        pages: [
          readPage(1, 'prescription'),
          readPage(2, 'lab-result'),
          readPage(3, 'advert'),
          readPage(4, 'advert'),
          readPage(5, 'unknown'),
        ],
      }),
    ).toBe('3 prescriptions, a refill request, a lab result and 2 advertisements');
    expect(foundWords({ found: [], pages: [readPage(1, 'advert')] })).toBe('an advertisement');
    expect(foundWords({ found: [], pages: [readPage(1, 'unknown')] })).toBe('');
  });

  it('tells the pages a person reads without help, each with the reason', () => {
    expect(
      unreadWords({ pages: [readPage(1, 'prescription'), readPage(2, 'unknown', 'The page is black.')] }),
    ).toBe('page 2 (The page is black)');
  });

  it('proposes to set aside only what is one thing throughout and no prescription', () => {
    const pages = [readPage(1, 'lab-result'), readPage(2, 'lab-result')];
    expect(onlyKind({ pages, kind: null })).toBe('lab-result');
    expect(onlyKind({ pages, kind: 'prescription' })).toBeNull();
    expect(onlyKind({ pages: [...pages, readPage(3, 'unknown')], kind: null })).toBeNull();
    expect(onlyKind({ pages: [readPage(1, 'unknown')], kind: null })).toBeNull();
    expect(onlyKind({ pages: [], kind: null })).toBeNull();
  });
});

describe('the pages of an order as a list', () => {
  const page = (number: number, documentId = 'fax') => ({
    documentId,
    number,
    width: 1700,
    height: 2200,
    rotation: 0 as const,
  });
  const list = withPages(withPages([], [page(1), page(3)], true), [page(1), page(2), page(3)], false);

  it('begins with those it stands on, the others of the fax after them', () => {
    expect(list.map(({ page: { number }, ticked }) => [number, ticked])).toEqual([
      [1, true],
      [3, true],
      [2, false],
    ]);
    expect(tickedPages(toggled(list, 2))).toEqual([1, 3, 2].map((number) => ({ documentId: 'fax', number })));
  });

  it('loses and doubles no page, however its pages are moved and ticked', () => {
    const steps = fc.array(
      fc.record({ at: fc.integer({ min: -1, max: 4 }), by: fc.constantFrom(-1 as const, 1 as const) }),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const after = all.reduce((now, { at, by }) => toggled(moved(now, at, by), at), list);
        const more = withPages(after, [page(2), page(1, 'other')], true);
        expect(more.map(({ page: { documentId, number } }) => `${documentId} ${number}`).toSorted()).toEqual([
          'fax 1',
          'fax 2',
          'fax 3',
          'other 1',
        ]);
      }),
    );
  });
});
