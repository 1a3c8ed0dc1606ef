/** Directions: shorthand in, the patient's sentence and exact daily amounts out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arithmetic, daysSupply, type QuantityUnit } from '../../core/prescription/days-supply.ts';
import { decimalFraction, fraction, fractionText, type Range } from '../../core/prescription/fraction.ts';
import { expandSig } from '../../core/prescription/sig.ts';
import type { Profile } from '../../core/prescription/sig-codes.ts';

const form = {
  tablet: { unit: 'tablet', verb: 'Take' },
  capsule: { unit: 'capsule', verb: 'Take' },
  liquid: { unit: 'mL', verb: 'Take' },
  drops: { unit: 'drop', verb: 'Instill' },
  puffs: { unit: 'puff', verb: 'Inhale' },
  units: { unit: 'unit', verb: 'Inject' },
  patch: { unit: 'patch', verb: 'Apply' },
  spray: { unit: 'spray', verb: 'Use' },
};
const text = (range: Range | null) => range && `${fractionText(range.min)}..${fractionText(range.max)}`;
const flagged = (sig: string, profile: Profile = 'us', product = form.tablet) =>
  expandSig(sig, product, profile).flags.map(({ code, severity }) => `${severity} ${code}`);

describe('shorthand becomes the sentence the patient reads, and a frequency', () => {
  test.each([
    ['1 tab bid', form.tablet, 'us', 'Take 1 tablet twice a day.', '2..2'],
    [
      '1-2 tab po q4-6h prn pain',
      form.tablet,
      'us',
      'Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain.',
      '4..6',
    ],
    ['5 mL tid', form.liquid, 'us', 'Take 5 mL three times a day.', '3..3'],
    ['1 tsp tid x10d', form.liquid, 'us', 'Take 5 mL three times a day for 10 days.', '3..3'],
    ['1 gtt ou bid', form.drops, 'us', 'Instill 1 drop in both eyes twice a day.', '2..2'],
    ['1 drop in od bid', form.drops, 'us', 'Instill 1 drop in the right eye twice a day.', '2..2'],
    ['2 gtts as bid', form.drops, 'us', 'Instill 2 drops in the left ear twice a day.', '2..2'],
    ['2 puffs q6h', form.puffs, 'us', 'Inhale 2 puffs every 6 hours.', '4..4'],
    ['1 patch q72h', form.patch, 'us', 'Apply 1 patch every 72 hours.', '1/3..1/3'],
    ['1 patch qwk', form.patch, 'us', 'Apply 1 patch once a week.', '1/7..1/7'],
    ['1 tab qod', form.tablet, 'us', 'Take 1 tablet every other day.', '0.5..0.5'],
    ['1 tab tiw', form.tablet, 'us', 'Take 1 tablet three times a week.', '3/7..3/7'],
    ['1 tab b.i.d. p.c.', form.tablet, 'us', 'Take 1 tablet twice a day after meals.', '2..2'],
    ['1 tab ac', form.tablet, 'us', 'Take 1 tablet before meals.', '3..3'],
    ['1 tab bid ac', form.tablet, 'us', 'Take 1 tablet twice a day before meals.', '2..2'],
    [
      '1 tab tid pc & hs',
      form.tablet,
      'us',
      'Take 1 tablet three times a day after meals and at bedtime.',
      '4..4',
    ],
    ['1 tab qam and qhs', form.tablet, 'us', 'Take 1 tablet every morning and at bedtime.', '2..2'],
    ['1 tab q4h w/a', form.tablet, 'us', 'Take 1 tablet every 4 hours while awake.', '4..4'],
    ['½ tab bid', form.tablet, 'us', 'Take half a tablet twice a day.', '2..2'],
    ['1 1/2 tabs bid', form.tablet, 'us', 'Take 1½ tablets twice a day.', '2..2'],
    ['1 bid', form.tablet, 'us', 'Take 1 tablet twice a day.', '2..2'],
    [
      '1 tab daily on Mon, Wed and Fri',
      form.tablet,
      'us',
      'Take 1 tablet daily on Mon, Wed and Fri.',
      '3/7..3/7',
    ],
    ['1 tab bid-tid', form.tablet, 'us', 'Take 1 tablet twice a day to three times a day.', '2..3'],
    [
      '1-2 tabs q4h prn max 8/day',
      form.tablet,
      'us',
      'Take 1 to 2 tablets every 4 hours as needed, no more than 8 tablets in a day.',
      '4..4',
    ],
    ['shake well. 10 ml po q8h', form.liquid, 'us', 'Shake well. 10 mL by mouth every 8 hours.', '3..3'],
    ['2 caps tds ac', form.capsule, 'uk', 'Take 2 capsules three times a day before meals.', '3..3'],
    ['1 tab mane, 1 tab nocte', form.tablet, 'uk', 'Take 1 tablet every morning, 1 tablet at night.', '2..2'],
    ['1 tab on', form.tablet, 'uk', 'Take 1 tablet every night.', '1..1'],
    ['5ml qds', form.liquid, 'uk', 'Take 5 mL four times a day.', '4..4'],
  ] as const)('%s', (sig, product, profile, sentence, perDay) => {
    const reading = expandSig(sig, product, profile);
    expect(reading.sentence).toBe(sentence);
    expect(text(reading.perDay)).toBe(perDay);
  });

  test('od is once a day in the United Kingdom and the right eye in the United States', () => {
    expect(expandSig('1 tab od', form.tablet, 'uk').sentence).toBe('Take 1 tablet once a day.');
    expect(expandSig('1 gtt od', form.drops, 'us').sentence).toBe('Instill 1 drop in the right eye.');
    expect(flagged('1 tab od', 'uk')).toEqual(['warn od']);
    expect(flagged('1 tab od', 'us')).toEqual(['warn od', 'refuse site-differs']);
  });

  test('both sides use the dose twice', () => {
    expect(expandSig('2 sprays each nostril bid', form.spray, 'us').dose).toEqual({
      min: fraction(4),
      max: fraction(4),
      unit: 'spray',
    });
  });
});

describe('two words for the same moment are one moment', () => {
  test.each([
    ['1 cap po qam before breakfast', 'Take 1 capsule by mouth every morning before breakfast.'],
    ['1 cap every morning with breakfast', 'Take 1 capsule every morning with breakfast.'],
    ['1 cap qhs at bedtime', 'Take 1 capsule at bedtime.'],
    ['1 cap qpm with dinner', 'Take 1 capsule every evening with dinner.'],
    ['1 cap every evening at bedtime', 'Take 1 capsule every evening at bedtime.'],
    ['1 cap qam at 8 am', 'Take 1 capsule every morning at 8 am.'],
  ])('%s is once a day', (sig, sentence) => {
    const reading = expandSig(sig, form.capsule, 'us');
    expect(reading.sentence).toBe(sentence);
    expect(text(reading.perDay)).toBe('1..1');
  });

  test.each([
    ['1 cap qam qpm', '2..2'],
    ['1 cap in the evening and at bedtime', '2..2'],
    ['1 cap in the morning, 1 cap with breakfast', '2..2'],
    ['1 cap at 8 am and 10 am', '2..2'],
    ['1 cap qam at 8 am and 10 am', '2..2'],
    ['1 cap breakfast, lunch, dinner and bedtime', '4..4'],
    ['1 cap dinner bedtime', '2..2'],
    ['1 cap noon, afternoon', '2..2'],
  ])('but different moments still add: %s', (sig, perDay) => {
    expect(text(expandSig(sig, form.capsule, 'us').perDay)).toBe(perDay);
  });
});

test.each([
  ['2 sprays in each nostril', 'Use 2 sprays in each nostril.', []],
  ['2 sprays in each nostril bid', 'Use 2 sprays in each nostril twice a day.', []],
  ['2 sprays in bid', 'Use 2 sprays in the nose twice a day.', ['warn in']],
  ['2 sprays in every 6 hours', 'Use 2 sprays in the nose every 6 hours.', ['warn in']],
])('“in” is a route only where no place follows: %s', (sig, sentence, flags) => {
  expect(expandSig(sig, form.spray, 'us').sentence).toBe(sentence);
  expect(flagged(sig, 'us', form.spray)).toEqual(flags);
});

describe('plain words', () => {
  test.each([
    'Take one tablet daily with plenty of water',
    'Take 2 tablets by mouth every 6 hours',
    'hello world',
    'one to be taken twice a day',
  ])('“%s” comes out as it went in', (sig) => expect(expandSig(sig, form.tablet, 'us').sentence).toBe(sig));

  test('a frequency in words counts like its code', () => {
    const reading = expandSig(
      'Take 1 tablet by mouth every 4 to 6 hours. Do not exceed 5 tablets in 24 hours.',
      form.tablet,
      'us',
    );
    expect(text(reading.perDay)).toBe('4..5');
    expect(reading.dose).toEqual({ min: fraction(1), max: fraction(1), unit: 'tablet' });
  });

  test('words no rule knows stay in the sentence and are named', () => {
    const reading = expandSig('1 tab bid under supervision', form.tablet, 'us');
    expect(reading.sentence).toBe('Take 1 tablet twice a day under supervision.');
    expect(reading.unread).toEqual(['under', 'supervision']);
  });

  test('English words are not taken for codes', () => {
    expect(expandSig('1 tab bid as directed', form.tablet, 'us').sentence).toBe(
      'Take 1 tablet twice a day as directed.',
    );
    expect(expandSig('1 tab bid on an empty stomach', form.tablet, 'uk').sentence).toBe(
      'Take 1 tablet twice a day on an empty stomach.',
    );
  });
});

describe('error-prone writing', () => {
  test.each([
    ['20 U bid', 'refuse u'],
    ['20 IU bid', 'refuse iu'],
    ['5 cc tid', 'refuse cc'],
    ['50 µg bid', 'refuse µg'],
    ['1.0 tab bid', 'refuse trailing-zero'],
    ['.5 tab bid', 'refuse leading-zero'],
    ['1 tab qod', 'refuse qod'],
    ['MSO4 10 mg bid', 'refuse mso 4'],
    ['1 tab qd', 'warn qd'],
    ['1 tab q1d', 'warn q1d'],
    ['1 tab qhs', 'warn qhs'],
    ['1 tab tiw', 'warn tiw'],
    ['i-ii tab bid', 'warn apothecary'],
    ['10 units sc bid', 'warn sc'],
    ['1 gtt ou bid', 'warn ou'],
  ])('%s is flagged: %s', (sig, flag) => {
    expect(flagged(sig)).toContain(flag);
  });

  test('what is refused is never what the patient reads', () => {
    expect(expandSig('.5 tab bid', form.tablet, 'us').sentence).toBe('Take half a tablet twice a day.');
    expect(expandSig('20 U bid', form.units, 'us').sentence).toBe('Inject 20 units twice a day.');
    expect(expandSig('1.0 tab bid', form.tablet, 'us').sentence).toBe('Take 1 tablet twice a day.');
  });

  test('clean directions carry no flag', () => {
    expect(flagged('1 tab bid')).toEqual([]);
    expect(flagged('0.5 mL tid', 'us', form.liquid)).toEqual([]);
  });
});

describe('what cannot be counted is not guessed', () => {
  test.each([
    ['1 tab prn', 'warn no-maximum'],
    ['use as directed', 'warn as-directed'],
    ['1 tab qam and 2 tabs qpm', 'warn several-doses'],
    ['1 tab stat then 1 tab bid', 'warn several-steps'],
    ['1 tab bid tid', 'warn two-frequencies'],
  ])('%s', (sig, flag) => {
    expect(expandSig(sig, form.tablet, 'us').perDay).toBeNull();
    expect(flagged(sig)).toContain(flag);
  });

  test('as needed with a maximum is bounded by it', () => {
    const reading = expandSig('1-2 tabs prn max 6 tabs/24h', form.tablet, 'us');
    expect(reading.asNeeded).toBe(true);
    expect(text(reading.perDay)).toBe('3..3');
  });

  test('a dose by weight is no dose', () => {
    expect(expandSig('15 mg/kg/day tid', form.liquid, 'us').dose).toBeNull();
  });

  test('another unit than the product’s is pointed out', () => {
    expect(flagged('1 cap bid')).toEqual(['warn unit-differs']);
    expect(flagged('500 mg bid')).toEqual(['warn unit-differs']);
  });
});

describe('days’ supply', () => {
  const millilitres: QuantityUnit = { unit: 'mL' };
  test.each([
    ['1 tab bid', form.tablet, '60', undefined, 30, '2 tablets a day × 30 days = 60 tablets'],
    ['1-2 tab q4-6h prn', form.tablet, '40', undefined, 3, 'up to 12 tablets a day × 3 days = 36 tablets'],
    ['5 mL tid', form.liquid, '150', millilitres, 10, '15 mL a day × 10 days = 150 mL'],
    ['1 gtt ou bid', form.drops, '5', millilitres, 25, '4 drops a day × 25 days = 100 drops'],
    ['2 puffs q6h', form.puffs, '200', { unit: 'puff' }, 25, '8 puffs a day × 25 days = 200 puffs'],
    [
      '20 units bid',
      form.units,
      '10',
      { unit: 'mL', holds: { unit: 100 } },
      25,
      '40 units a day × 25 days = 1000 units',
    ],
    ['6 tab weekly', form.tablet, '24', undefined, 28, '6 tablets every 7 days × 28 days = 24 tablets'],
    ['1 tab qod', form.tablet, '15', undefined, 30, '1 tablet every 2 days × 30 days = 15 tablets'],
    ['1 patch q72h', form.patch, '10', undefined, 30, '1 patch every 3 days × 30 days = 10 patches'],
    ['half a tab qam', form.tablet, '15', undefined, 30, '1 tablet every 2 days × 30 days = 15 tablets'],
    ['2 tabs bid', form.tablet, '3', undefined, 1, '4 tablets a day × 1 day = 4 tablets'],
  ])('%s', (sig, product, quantity, counted, days, line) => {
    const { dose, perDay } = expandSig(sig, product, 'us');
    expect(daysSupply(quantity, dose, perDay, counted)).toBe(days);
    expect(arithmetic(dose, perDay, days)).toBe(line);
  });

  test('is unknown where the units do not meet, or the quantity is no number', () => {
    const { dose, perDay } = expandSig('500 mg bid', form.tablet, 'us');
    expect(daysSupply('60', dose, perDay, { unit: 'tablet' })).toBeNull();
    for (const quantity of ['', '0', 'sixty', '-5', '1e9'])
      expect(daysSupply(quantity, dose, perDay)).toBeNull();
    expect(arithmetic(null, null, 30)).toBeNull();
  });

  test('never uses more than there is, and one day more would', () => {
    const sigs = fc.constantFrom(
      '1 tab bid',
      '6 tab weekly',
      '1 tab q72h',
      '½ tab tid',
      '1-2 tabs q4-6h',
      '1 tab qod',
    );
    fc.assert(
      fc.property(sigs, fc.integer({ min: 12, max: 5000 }), (sig, quantity) => {
        const { dose, perDay } = expandSig(sig, form.tablet, 'us');
        const days = daysSupply(String(quantity), dose, perDay) ?? 0;
        if (dose === null || perDay === null) throw new Error('not read');
        const over = dose.max.denominator * perDay.max.denominator;
        const used = (count: number) => count * dose.max.numerator * perDay.max.numerator;
        expect(used(days)).toBeLessThanOrEqual(quantity * over);
        expect(used(days + 1)).toBeGreaterThan(quantity * over);
      }),
    );
  });
});

test('decimals are read exactly', () => {
  expect(decimalFraction('0.1')).toEqual({ numerator: 1, denominator: 10 });
  expect(decimalFraction('1,000')).toEqual({ numerator: 1000, denominator: 1 });
  expect(fractionText(fraction(174, 7))).toBe('24 6/7');
});

const morsel = fc.oneof(
  fc.constantFrom(
    '1',
    '-',
    '2',
    'tab',
    'q',
    '4',
    'h',
    'bid',
    'prn',
    '/',
    '.',
    'x',
    'd',
    'max',
    'od',
    'as',
    'in',
    'to',
    'and',
    'ss',
    'i',
    '½',
    '(',
    ')',
    '0',
    '.5',
    'every',
    'day',
    'then',
    'mon',
    '99999999',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const anything = fc
  .tuple(fc.array(morsel, { maxLength: 14 }), fc.constantFrom('', ' '))
  .map(([all, gap]) => all.join(gap));

/** One spelling of composed letters and of capitals. */
const letters = (written: string) => written.normalize('NFC').toUpperCase();

test('any text is read without throwing, keeps every unknown word, and says something', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom<Profile>('us', 'uk'), (sig, profile) => {
      const reading = expandSig(sig, form.tablet, profile);
      if (sig.trim() !== '') expect(reading.sentence).not.toBe('');
      for (const word of reading.unread) expect(letters(reading.sentence)).toContain(letters(word));
      for (const range of [reading.dose, reading.perDay]) {
        if (range !== null)
          expect(range.min.numerator * range.max.denominator).toBeLessThanOrEqual(
            range.max.numerator * range.min.denominator,
          );
      }
    }),
    { numRuns: 300 },
  );
});
