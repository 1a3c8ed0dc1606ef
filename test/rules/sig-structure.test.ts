/** Directions as a structure: what is said is read back as the same, and where it is not, it stops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactly, type Fraction, fraction, type Range } from '../../core/prescription/fraction.ts';
import { expandSig, parseSig, printSig, type Sig } from '../../core/prescription/sig.ts';
import { type Profile, places } from '../../core/prescription/sig-codes.ts';
import { dailyOf } from '../../core/prescription/sig-daily.ts';
import { emptyStep, type Moment, type Step, sameSig } from '../../core/prescription/sig-structure.ts';

const tablet = { unit: 'tablet', verb: 'Take' };
const forms = [
  tablet,
  { unit: 'mL', verb: 'Take' },
  { unit: 'drop', verb: 'Instill' },
  { unit: 'puff', verb: 'Inhale' },
  { unit: 'unit', verb: 'Inject' },
];
/** Only what a step says, so that an expectation shows what matters. */
const said = (sig: Sig) =>
  sig.steps.map((step) =>
    Object.fromEntries(
      Object.entries(step).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(emptyStep('')[key as keyof Step]),
      ),
    ),
  );
const read = (text: string, profile: Profile = 'us', form = tablet) => said(parseSig(text, form, profile));

const one = exactly(fraction(1));
const times = (count: number, period = 'day') => ({ times: exactly(fraction(count)), every: one, period });
const dose = (count: number, unit = 'tablet') => ({ amount: exactly(fraction(count)), unit, strength: null });

describe('directions are read into what they say', () => {
  test('verb, dose, way, frequency, reason, length and maximum each have their place', () => {
    expect(read('1-2 tabs po q4-6h prn severe pain x 5d, max 8/day')).toEqual([
      {
        verb: 'take',
        dose: { amount: { min: fraction(1), max: fraction(2) }, unit: 'tablet', strength: null },
        route: 'by mouth',
        frequency: { times: one, every: { min: fraction(4), max: fraction(6) }, period: 'hour' },
        asNeeded: { reason: 'severe pain' },
        duration: { length: exactly(fraction(5)), unit: 'day' },
        maximum: { amount: fraction(8), unit: 'tablet' },
      },
    ]);
  });

  test('however it is written, what means the same is the same', () => {
    const same = [
      '1 tab po bid',
      'Take 1 tablet by mouth twice daily',
      'take one tab p.o. 2 x a day',
      'PO 1 TAB BD',
    ];
    for (const text of same) expect(read(text)).toEqual(read('1 tab po bid'));
  });

  test('places, moments, meals and days of the week are told apart', () => {
    expect(read('1 gtt ou tid pc & hs', 'us', forms[2])).toEqual([
      {
        verb: 'instil',
        dose: dose(1, 'drop'),
        place: 'both eyes',
        frequency: times(3),
        meals: ['after'],
        times: [[{ partOfDay: 'bedtime' }]],
        timesAdded: true,
      },
    ]);
    expect(read('1 tab qam before breakfast and at 8:30 pm mwf')).toEqual([
      {
        verb: 'take',
        dose: dose(1),
        times: [
          [{ partOfDay: 'morning' }, { meal: 'breakfast', relation: 'before' }],
          [{ minute: 20 * 60 + 30 }],
        ],
        weekdays: [1, 3, 5],
      },
    ]);
    expect(read('1 tab daily Mon-Fri')).toMatchObject([{ weekdays: [1, 2, 3, 4, 5] }]);
  });

  test('directions that change are steps', () => {
    expect(read('1 tab bid x 3 days then increase to 2 tabs bid')).toEqual([
      {
        verb: 'take',
        dose: dose(1),
        frequency: times(2),
        duration: { length: exactly(fraction(3)), unit: 'day' },
      },
      { link: 'then increase to', dose: dose(2), frequency: times(2) },
    ]);
    expect(read('1 tab mane, 2 tabs nocte', 'uk')).toEqual([
      { verb: 'take', dose: dose(1), times: [[{ partOfDay: 'morning' }]] },
      { link: 'and', dose: dose(2), times: [[{ partOfDay: 'night' }]] },
    ]);
  });

  test('words no rule knows stay as remarks, in order', () => {
    const text = '1 tab bid under supervision (shake well)';
    expect(read(text)).toEqual([
      { verb: 'take', dose: dose(1), frequency: times(2), remarks: ['under supervision', 'shake well'] },
    ]);
    expect(expandSig(text, tablet, 'us').unread).toEqual(['under', 'supervision', 'shake', 'well']);
    expect(read('ask the ward')).toEqual([{ remarks: ['ask the ward'] }]);
    expect(read('')).toEqual([]);
  });

  test('what a dose amounts to stands beside it; of two the product’s own unit is counted', () => {
    const strength = { amount: exactly(fraction(500)), unit: 'mg' };
    for (const text of [
      '1 tab (500 mg) bid',
      'Take 1 tablet (500 mg total) by mouth bid',
      'Take 500 mg (1 tab) bid',
    ])
      expect(read(text)).toMatchObject([{ dose: { ...dose(1), strength }, frequency: times(2) }]);
  });

  test('a dose repeated adds to the day; a frequency repeated does not', () => {
    const perDay = (text: string) => expandSig(text, tablet, 'us').perDay;
    expect(perDay('1 tab bid and 1 tab qhs')).toEqual(exactly(fraction(3)));
    expect(perDay('1 tab bid. Take 1 tablet twice a day')).toEqual(exactly(fraction(2)));
    expect(perDay('1 tab stat, 1 tab bid')).toBeNull();
  });
});

describe('the structure in plain words', () => {
  test.each([
    ['bid 1 tab po', 'Take 1 tablet by mouth twice a day.'],
    ['1 tab bid-tid', 'Take 1 tablet 2 to 3 times a day.'],
    ['1 tab qod', 'Take 1 tablet every other day.'],
    ['prn pain 1 tab q6h', 'Take 1 tablet every 6 hours as needed for pain.'],
    ['½ tab qam, 1½ tabs qhs', 'Take half a tablet every morning and 1½ tablets at bedtime.'],
    ['1 tab stat then 1 tab bid', 'Take 1 tablet now then 1 tablet twice a day.'],
    ['shake well. 1 tab daily mwf', 'Take 1 tablet once a day on Monday, Wednesday and Friday (shake well).'],
    ['1 tab bid with food', 'Take 1 tablet twice a day with food.'],
    ['100000 units daily', 'Take 100,000 units once a day.'],
  ])('%s', (text, words) => expect(printSig(parseSig(text, tablet, 'us'))).toBe(words));
});

const among = fc.constantFrom;
const whole = fc.integer({ min: 1, max: 20 }).map((value) => fraction(value));
const part = among(
  ...[
    [1, 2],
    [1, 4],
    [3, 4],
    [1, 3],
    [3, 2],
    [5, 2],
    [1, 8],
  ].map(([a, b]) => fraction(a!, b)),
);
const range = (value: fc.Arbitrary<Fraction>): fc.Arbitrary<Range> =>
  fc
    .tuple(value, value)
    .map(([a, b]) =>
      a.numerator * b.denominator <= b.numerator * a.denominator ? { min: a, max: b } : { min: b, max: a },
    );
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const aUnit = among(
  'tablet',
  'capsule',
  'mL',
  'mg',
  'g',
  'microgram',
  'drop',
  'puff',
  'spray',
  'patch',
  'unit',
);

const frequency = fc.oneof(
  fc.record({ times: range(whole), every: fc.constant(one), period: among('day', 'week', 'month', 'hour') }),
  fc.record({
    times: range(whole),
    every: range(fc.integer({ min: 2, max: 72 }).map((value) => fraction(value))),
    period: among('hour', 'day', 'week', 'month'),
  }),
) as fc.Arbitrary<NonNullable<Step['frequency']>>;

const momentsOfDay: Moment[][] = [
  [{ partOfDay: 'morning' }],
  [{ meal: 'lunch', relation: 'with' }],
  [{ partOfDay: 'afternoon' }],
  [{ partOfDay: 'evening' }],
  [{ partOfDay: 'bedtime' }],
];
const timesOfDay = fc.oneof(
  fc.subarray(momentsOfDay),
  fc.constant([
    [{ partOfDay: 'morning' }, { meal: 'breakfast', relation: 'before' }],
    [{ partOfDay: 'night' }],
  ]),
  fc.subarray([8 * 60, 12 * 60 + 30, 20 * 60, 23 * 60 + 45]).map((all) => all.map((minute) => [{ minute }])),
) as fc.Arbitrary<Moment[][]>;

const verbs = ['take', 'give', 'apply', 'inhale', 'instil', 'inject', 'dissolve and take', 'rinse with'];
const routes = [
  'by mouth',
  'under the tongue',
  'into the rectum',
  'under the skin',
  'by inhalation',
  'to the skin',
];

const aStep = fc
  .record({
    dose: fc.record({
      amount: range(fc.oneof(whole, part)),
      unit: aUnit,
      strength: maybe(fc.record({ amount: range(whole), unit: among('mg', 'microgram') })),
    }),
    route: maybe(among(...routes)),
    place: maybe(among(...places.keys())),
    frequency: maybe(frequency),
    whileAwake: fc.boolean(),
    meals: fc.subarray(['before', 'after', 'with', 'between', 'at'] as const),
    times: timesOfDay,
    timesAdded: fc.boolean(),
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 0]),
    once: maybe(among('now' as const, 'only' as const)),
    asNeeded: maybe(
      fc.record({
        reason: maybe(among('pain', 'severe headache', 'nausea or vomiting', 'itching, redness')),
      }),
    ),
    directed: maybe(among('as directed', 'by the sliding scale')),
    duration: maybe(
      fc.oneof(
        fc.record({
          length: range(whole),
          unit: among('hour' as const, 'day' as const, 'week' as const, 'month' as const),
        }),
        fc.record({
          length: range(fc.integer({ min: 2, max: 9 }).map((value) => fraction(value))),
          unit: fc.constant('dose' as const),
        }),
      ),
    ),
    maximum: maybe(fc.record({ amount: whole, unit: maybe(aUnit) })),
    remarks: fc.subarray(['under supervision', 'with food', 'Shake well', 'until finished', 'do not crush']),
  })
  .map((step) => ({
    ...step,
    timesAdded:
      step.timesAdded && step.times.length > 0 && (step.frequency !== null || step.meals.length > 0),
  }));

/** Structured directions of up to three steps, none of which a person need ever have written. */
const aSig: fc.Arbitrary<Sig> = fc
  .tuple(
    fc.record({ link: fc.constant(''), verb: among(...verbs) }),
    fc.array(fc.record({ link: among('and', 'then', 'increase to'), verb: among('', 'take', 'apply') }), {
      maxLength: 2,
    }),
    fc.array(aStep, { minLength: 3, maxLength: 3 }),
  )
  .map(([first, others, steps]) => ({
    steps: [first, ...others].map((start, at): Step => ({ ...start, ...steps[at]! })),
  }));

describe('what is said is read back as the same', () => {
  test.each(['us', 'uk'] as const)('any structure, printed and read again: %s', (profile) => {
    fc.assert(
      fc.property(aSig, among(...forms), (sig, form) => {
        const again = parseSig(printSig(sig), form, profile);
        expect(again).toEqual(sig);
        expect(dailyOf(again, form.unit)).toEqual(dailyOf(sig, form.unit));
      }),
      { numRuns: 2000 },
    );
  });

  const words =
    '1 2 0.5 ½ i tab tabs capsule mL mg units drop po sl pr iv bid tid qid daily q4h q4-6h every 4 hours prn pain for as needed directed and then , . - / ( ) x 10 days d weeks max 8 /day no more than in a qam qhs at bedtime night morning with food meals before breakfast mon fri on to or od ou right eye each nostril weekly once stat now increase taper while awake take apply under supervision until the of from one half 500 8 am & + q h tsp u cc mwf ac pc hs be taken every other week'.split(
      ' ',
    );
  const typed = fc
    .array(fc.tuple(among(...words), among(' ', ' ', ' ', '')), { maxLength: 14 })
    .map((all) => all.map((pair) => pair.join('')).join(''));

  test.each(['us', 'uk'] as const)('whatever is typed: the same, or it stops: %s', (profile) => {
    let stopped = 0;
    const runs = 3000;
    fc.assert(
      fc.property(typed, among(...forms), (text, form) => {
        const reading = expandSig(text, form, profile);
        if (reading.flags.some(({ code }) => code === 'sig-disagrees')) {
          stopped += 1;
          return;
        }
        // Shorthand is said in a sentence; prose stays as it is, and its structure is what is said anew.
        const again = reading.sentence === text.trim() ? printSig(reading.sig) : reading.sentence;
        const { dose: amount, perDay, days, sig } = expandSig(again, form, profile);
        expect(sameSig(sig, reading.sig)).toBe(true);
        expect({ dose: amount, perDay, days }).toEqual({
          dose: reading.dose,
          perDay: reading.perDay,
          days: reading.days,
        });
      }),
      { numRuns: runs },
    );
    expect(stopped).toBeLessThan(runs / 20);
  });

  test('where the plain words would be read differently, it is refused', () => {
    // “8 to three times a day” would be three to eight times.
    const { flags } = expandSig('8 to tid', tablet, 'us');
    expect(flags).toContainEqual({
      code: 'sig-disagrees',
      severity: 'refuse',
      text: expect.stringContaining('other words'),
    });
  });
});
