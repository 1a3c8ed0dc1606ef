/** The blind second entry: whom it is for, what a difference is, who may do what. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondEntryClasses, secondEntryFields, secondEntryStates } from '../../core/contract/entry.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import {
  type Choice,
  classesOf,
  compareEntries,
  type Entry,
  readChoices,
  secondEntryObstacle,
} from '../../core/prescription/second-entry.ts';

describe('classes', () => {
  test.each([
    ['oxycodone-acetaminophen', ['opioid']],
    ['Hydrocodone Bitartrate and Acetaminophen', ['opioid']],
    ['codeine-promethazine', ['opioid']],
    ['pethidine', ['opioid']],
    ['insulin glargine', ['insulin']],
    ['methotrexate sodium', ['methotrexate', 'chemotherapy']],
    ['warfarin sodium', ['anticoagulant']],
    ['enoxaparin', ['anticoagulant']],
    ['dabigatran etexilate', ['anticoagulant']],
    ['amphetamine mixed salts', ['stimulant']],
    ['methylphenidate ER', ['stimulant']],
    ['digoxin', ['digoxin']],
    ['capecitabine', ['chemotherapy']],
    ['lisinopril', []],
    ['clopidogrel', []],
    ['naloxone', []],
  ])('%s: %j', (name, classes) => {
    expect(classesOf(name, 40, 12)).toEqual(classes);
  });

  test('a child is a class of its own, up to the set birthday', () => {
    expect(classesOf('amoxicillin', 11, 12)).toEqual(['child']);
    expect(classesOf('amoxicillin', 12, 12)).toEqual([]);
    expect(classesOf('morphine', 0, 1)).toEqual(['opioid', 'child']);
  });

  test('every class is met by a drug or a patient of the demo', () => {
    const met = new Set(demoDrugs.flatMap(({ name }) => classesOf(name, 3, 12)));
    expect([...met].sort()).toEqual([...secondEntryClasses].sort());
  });
});

const tablet = { brand: '', route: 'oral', form: 'tablet', unit: 'tablet' };
const entry = (changes: Partial<Entry> = {}): Entry => ({
  dateOfBirth: '1992-08-30',
  drug: { ...tablet, name: 'oxycodone', strength: '5 mg' },
  sigText: '1 tab po bid',
  quantity: '30',
  ...changes,
});
const fieldsOf = (second: Partial<Entry>) =>
  compareEntries(entry(), entry(second), 'us').map(({ field }) => field);

const fieldsOfSigs = (first: string, second: string) =>
  compareEntries(entry({ sigText: first }), entry({ sigText: second }), 'us').map(({ field }) => field);

describe('two entries', () => {
  test.each<[string, Partial<Entry>]>([
    ['in every letter', {}],
    ['with another brand or labeler', { drug: { ...entry().drug, brand: 'Roxicodone' } }],
    ['with the strength written otherwise', { drug: { ...entry().drug, strength: '5mg' } }],
    ['with the salt named', { drug: { ...entry().drug, name: 'oxycodone hydrochloride' } }],
    ['with directions in other letters', { sigText: '1 TAB PO BID' }],
    ['with directions written out', { sigText: 'Take 1 tablet by mouth twice daily' }],
    ['with another spelling of a number', { quantity: '30.0' }],
  ])('agree %s', (_what, second) => {
    expect(fieldsOf(second)).toEqual([]);
  });

  test.each<[string, Partial<Entry>]>([
    ['dateOfBirth', { dateOfBirth: '1992-08-03' }],
    ['drug', { drug: { ...entry().drug, name: 'oxycodone-acetaminophen' } }],
    ['strength', { drug: { ...entry().drug, strength: '15 mg' } }],
    ['form', { drug: { ...entry().drug, form: 'extended-release tablet' } }],
    ['sig', { sigText: '1 tab po tid' }],
    ['sig', { sigText: '2 tabs po bid' }],
    ['sig', { sigText: '1 tab po bid prn pain' }],
    ['sig', { sigText: '1 tab sl bid' }],
    ['quantity', { quantity: '60' }],
    ['quantity', { quantity: '30.5' }],
  ])('differ in %s alone: %j', (field, second) => {
    expect(fieldsOf(second)).toEqual([field]);
  });

  test('eye by eye is another direction', () => {
    const drops = { ...tablet, name: 'timolol', strength: '0.5 %', form: 'eye drops', unit: 'mL' };
    const typed = (sigText: string) => entry({ drug: drops, sigText });
    const differ = (a: string, b: string) => compareEntries(typed(a), typed(b), 'us').length > 0;
    expect(differ('1 gtt in right eye bid', '1 gtt in left eye bid')).toBe(true);
    expect(differ('1 gtt in right eye bid', '1 drop in the right eye twice daily')).toBe(false);
  });

  test('directions in shorthand and written out are the same exactly when they say the same', () => {
    const spelled = { bid: 'twice daily', tid: 'three times a day', q6h: 'every 6 hours', qhs: 'at bedtime' };
    const said = fc.record({
      tablets: fc.constantFrom('0.5', '1', '2', '3', '5', '10'),
      often: fc.constantFrom(...(Object.keys(spelled) as (keyof typeof spelled)[])),
      needed: fc.boolean(),
      days: fc.constantFrom(null, 5, 7),
    });
    type Said = Parameters<Parameters<typeof said.map>[0]>[0];
    const short = ({ tablets, often, needed, days }: Said) =>
      `${tablets} tab po ${often}${needed ? ' prn pain' : ''}${days === null ? '' : ` x ${days} days`}`;
    const long = ({ tablets, often, needed, days }: Said) =>
      `Take ${tablets} ${Number(tablets) > 1 ? 'tablets' : 'tablet'} by mouth ${spelled[often]}${needed ? ' as needed for pain' : ''}${days === null ? '' : ` for ${days} days`}`;
    const same = (a: Said, b: Said) => JSON.stringify(a) === JSON.stringify(b);
    fc.assert(
      fc.property(said, said, (a, b) => {
        expect(fieldsOfSigs(short(a), long(a))).toEqual([]);
        expect(fieldsOfSigs(short(a), long(b))).toEqual(same(a, b) ? [] : ['sig']);
      }),
    );
  });

  test('a difference shows both as typed, in the order it is decided', () => {
    expect(
      compareEntries(
        entry(),
        entry({ quantity: '60', drug: { ...entry().drug, strength: '10 mg' }, sigText: '2 tab po bid' }),
        'us',
      ),
    ).toEqual([
      { field: 'strength', first: '5 mg', second: '10 mg' },
      { field: 'sig', first: '1 tab po bid', second: '2 tab po bid' },
      { field: 'quantity', first: '30', second: '60' },
    ]);
  });

  test('an entry agrees with itself, and who typed first does not matter', () => {
    const entries = fc.record({
      dateOfBirth: fc.constantFrom('1992-08-30', '1929-08-30'),
      drug: fc.constantFrom(...demoDrugs.slice(0, 60).map((drug) => ({ ...drug, brand: drug.brand ?? '' }))),
      sigText: fc.oneof(fc.constantFrom('1 tab po bid', '2 tabs daily', 'as directed'), fc.string()),
      quantity: fc.constantFrom('30', '30.0', '60', '2.5'),
    });
    const fields = (a: Entry, b: Entry) =>
      compareEntries(a, b, 'us')
        .map(({ field }) => field)
        .filter((field) => field !== 'sig');
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        expect(compareEntries(a, a, 'us')).toEqual([]);
        expect(fields(a, b)).toEqual(fields(b, a));
      }),
    );
  });
});

describe('choosing between two entries', () => {
  const differences = (['drug', 'strength', 'quantity'] as const).map((field) => ({
    field,
    first: 'a',
    second: 'b',
  }));
  const problem = (choices: Choice[]) => {
    const read = readChoices(differences, choices);
    return 'problem' in read ? read.problem : null;
  };

  test('decides every field that differs, once', () => {
    expect(problem([])).toMatch(/every field/);
    expect(problem([{ field: 'quantity', take: 'first' }])).toMatch(/every field/);
    expect(
      problem([
        { field: 'drug', take: 'first' },
        { field: 'strength', take: 'first' },
        { field: 'quantity', take: 'first' },
        { field: 'quantity', take: 'second' },
      ]),
    ).toMatch(/both ways/);
  });

  test('takes the drug whole', () => {
    expect(
      problem([
        { field: 'drug', take: 'first' },
        { field: 'strength', take: 'second' },
        { field: 'quantity', take: 'first' },
      ]),
    ).toMatch(/belong together/);
    const read = readChoices(differences, [
      { field: 'drug', take: 'second' },
      { field: 'strength', take: 'second' },
      { field: 'quantity', take: 'first' },
    ]);
    expect('taken' in read && Object.fromEntries(read.taken)).toEqual({
      drug: 'second',
      strength: 'second',
      quantity: 'first',
    });
  });

  test('says nothing of what does not differ', () => {
    const read = readChoices(
      [{ field: 'sig', first: 'a', second: 'b' }],
      secondEntryFields.map((field) => ({ field, take: 'second' as const })),
    );
    expect('taken' in read && [...read.taken.keys()]).toEqual(['sig']);
  });
});

describe('who may', () => {
  const typists = { first: 'one', second: 'two' };
  const may = (
    command: 'approve' | 'enterAgain' | 'decideEntry',
    state: (typeof secondEntryStates)[number] | null,
  ) =>
    ['one', 'two', 'third'].filter((actor) => secondEntryObstacle(command, state, typists, actor) === null);

  test('type the second entry: anybody but the first typist, and only while it is needed', () => {
    expect(may('enterAgain', 'needed')).toEqual(['two', 'third']);
    for (const state of [null, ...secondEntryStates].filter((name) => name !== 'needed'))
      expect(may('enterAgain', state)).toEqual([]);
  });

  test('decide: neither typist, and only where the entries differ', () => {
    expect(may('decideEntry', 'differs')).toEqual(['third']);
    for (const state of [null, ...secondEntryStates].filter((name) => name !== 'differs'))
      expect(may('decideEntry', state)).toEqual([]);
  });

  test('verify: nobody before it is settled; after a decision neither typist', () => {
    expect(may('approve', 'needed')).toEqual([]);
    expect(may('approve', 'differs')).toEqual([]);
    expect(may('approve', 'decided')).toEqual(['third']);
    // That the first typist never verifies holds for every order and is not said here again.
    expect(may('approve', 'agreed')).toContain('two');
    expect(may('approve', null)).toContain('two');
  });

  test('nothing else is forbidden by it', () => {
    for (const command of ['sendBack', 'reject', 'hold', 'claim'] as const)
      for (const state of [null, ...secondEntryStates])
        expect(secondEntryObstacle(command, state, typists, 'one')).toBeNull();
  });
});
