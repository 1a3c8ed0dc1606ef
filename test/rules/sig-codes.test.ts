/** The codes of the trade, every one of the curated list, and those too easily misread. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allErrorProne } from '../../core/prescription/error-prone.ts';
import type { Range } from '../../core/prescription/fraction.ts';
import { expandSig } from '../../core/prescription/sig.ts';
import type { Profile } from '../../core/prescription/sig-codes.ts';
import { referenceFile } from '../support/reference-data.ts';

const forms = {
  tab: { unit: 'tablet', verb: 'Take' },
  cap: { unit: 'capsule', verb: 'Take' },
  mL: { unit: 'mL', verb: 'Take' },
  gtt: { unit: 'drop', verb: 'Instil' },
  sprays: { unit: 'spray', verb: 'Spray' },
  supp: { unit: 'suppository', verb: 'Insert' },
  units: { unit: 'unit', verb: 'Inject' },
};
/** The product a text speaks of, by the first unit in it. */
const formOf = (text: string) =>
  Object.entries(forms).find(([unit]) => new RegExp(`\\b${unit}`).test(text))?.[1] ?? forms.tab;
const read = (text: string, profile: Profile) => expandSig(text, formOf(text), profile);
const decimals = (range: Range | null) =>
  range && [range.min.numerator / range.min.denominator, range.max.numerator / range.max.denominator];

const list = referenceFile('codes/sig_codes_curated.csv');

/** A line of comma-separated values, quotes honoured. */
const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** Codes that are no frequency, in directions that need them, and what the patient then reads. */
const inDirections: Record<string, [text: string, sentence: string]> = {
  od: ['1 tab od', 'Take 1 tablet once a day.'],
  qhs: ['1 tab qhs', 'Take 1 tablet at bedtime.'],
  hs: ['1 tab hs', 'Take 1 tablet at bedtime.'],
  nocte: ['1 tab nocte', 'Take 1 tablet at night.'],
  mane: ['1 tab mane', 'Take 1 tablet every morning.'],
  stat: ['1 tab stat', 'Take 1 tablet now, once.'],
  prn: ['1 tab prn pain', 'Take 1 tablet as needed for pain.'],
  cc: ['5 cc bid', 'Take 5 mL twice a day.'],
  po: ['1 tab po bid', 'Take 1 tablet by mouth twice a day.'],
  sl: ['1 tab sl bid', 'Take 1 tablet under the tongue twice a day.'],
  bucc: ['1 tab bucc bid', 'Take 1 tablet in the cheek twice a day.'],
  pr: ['1 supp pr bid', 'Insert 1 suppository into the rectum twice a day.'],
  pv: ['1 supp pv bid', 'Insert 1 suppository into the vagina twice a day.'],
  im: ['1 mL im weekly', 'Take 1 mL into the muscle weekly.'],
  iv: ['1 mL iv bid', 'Take 1 mL into a vein twice a day.'],
  sc: ['10 units sc bid', 'Inject 10 units under the skin twice a day.'],
  sq: ['10 units sq bid', 'Inject 10 units under the skin twice a day.'],
  subcut: ['10 units subcut bid', 'Inject 10 units under the skin twice a day.'],
  inh: ['2 puffs inh bid', 'Take 2 puffs by inhalation twice a day.'],
  neb: ['3 mL neb tid', 'Take 3 mL by nebuliser three times a day.'],
  top: ['apply top bid', 'Apply to the skin twice a day.'],
  td: ['1 patch td q72h', 'Take 1 patch on the skin every 72 hours.'],
  in: ['2 sprays in bid', 'Spray 2 sprays in the nose twice a day.'],
  od_eye: ['1 gtt od bid', 'Instil 1 drop in the right eye twice a day.'],
  os: ['1 gtt os bid', 'Instil 1 drop in the left eye twice a day.'],
  ou: ['1 gtt ou bid', 'Instil 1 drop in both eyes twice a day.'],
  ad: ['1 gtt ad bid', 'Instil 1 drop in the right ear twice a day.'],
  as: ['1 gtt as bid', 'Instil 1 drop in the left ear twice a day.'],
  au: ['1 gtt au bid', 'Instil 1 drop in both ears twice a day.'],
  gtt: ['1 gtt bid', 'Instil 1 drop twice a day.'],
  gtts: ['2 gtts bid', 'Instil 2 drops twice a day.'],
  tab: ['1 tab bid', 'Take 1 tablet twice a day.'],
  cap: ['1 cap bid', 'Take 1 capsule twice a day.'],
  tsp: ['1 tsp bid', 'Take 5 mL twice a day.'],
  tbsp: ['1 tbsp bid', 'Take 15 mL twice a day.'],
  ml: ['5 ml bid', 'Take 5 mL twice a day.'],
  mcg: ['50 mcg bid', 'Take 50 micrograms twice a day.'],
  ug: ['50 ug bid', 'Take 50 micrograms twice a day.'],
  u: ['20 u bid', 'Take 20 units twice a day.'],
  iu: ['20 iu bid', 'Take 20 units twice a day.'],
  ss: ['ss tab bid', 'Take half a tablet twice a day.'],
  i: ['i tab bid', 'Take 1 tablet twice a day.'],
  ii: ['ii tab bid', 'Take 2 tablets twice a day.'],
  ud: ['1 tab bid ud', 'Take 1 tablet twice a day as directed.'],
  mdu: ['1 tab bid mdu', 'Take 1 tablet twice a day as directed.'],
  'ut dict': ['1 tab bid ut dict', 'Take 1 tablet twice a day as directed.'],
  '#': ['1 tab bid #', 'Take 1 tablet twice a day #.'],
  x: ['1 tab bid x 10 days', 'Take 1 tablet twice a day for 10 days.'],
  d: ['1 tab bid x10d', 'Take 1 tablet twice a day for 10 days.'],
  'w/a': ['1 tab q4h w/a', 'Take 1 tablet every 4 hours while awake.'],
  npo: ['1 supp pr bid npo', 'Insert 1 suppository into the rectum twice a day with nothing by mouth.'],
  daw: ['1 tab bid daw', 'Take 1 tablet twice a day dispense as written.'],
  sos: ['1 tab sos', 'Take 1 tablet if necessary.'],
  h: ['1 tab q 6 h', 'Take 1 tablet every 6 hours.'],
  wk: ['1 tab bid x 2 wk', 'Take 1 tablet twice a day for 2 weeks.'],
  mo: ['1 tab daily x 3 mo', 'Take 1 tablet daily for 3 months.'],
};

describe.skipIf(list.absent)('the curated list of codes, codes/sig_codes_curated.csv', () => {
  const rows = list.absent ? [] : readFileSync(list.path, 'utf8').trim().split(/\r?\n/).slice(1).map(cells);

  test.each(rows)('%s is %s', (code = '', expansion = '', perDay = '', _note = '', flagged = '') => {
    const profile: Profile = /\(UK\)/.test(expansion) ? 'uk' : 'us';
    const [text, sentence] = inDirections[code] ?? [`1 tab ${code}`, null];
    const reading = read(text, profile);
    expect(reading.unread).toEqual([]);
    expect(reading.flags.map((flag) => flag.code)).not.toContain('sig-disagrees');
    if (sentence !== null) expect(reading.sentence).toBe(sentence);
    else expect(reading.sentence).toBe(`Take 1 tablet ${expansion.replace(/ [(/].*$/, '')}.`);
    if (/^[\d.]/.test(perDay)) {
      const [min = '', max = min] = perDay.split('-');
      const got = decimals(reading.perDay);
      expect(got?.[0]).toBeCloseTo(Number(min), 5);
      expect(got?.[1]).toBeCloseTo(Number(max), 5);
    }
    // What is error-prone is flagged; what is not carries no word against its writing.
    const judged = new Set(allErrorProne(profile).map((flag) => flag.code));
    expect(reading.flags.some((flag) => judged.has(flag.code))).toBe(flagged === '1');
  });

  test('no row of the list is passed over', () => expect(rows.length).toBeGreaterThan(80));
});

describe('codes of one country', () => {
  test.each([
    ['1 tab om', 'uk', 'Take 1 tablet every morning.'],
    ['1 tab on', 'uk', 'Take 1 tablet every night.'],
    ['1 tab bd', 'uk', 'Take 1 tablet twice a day.'],
    ['1 tab tds pc', 'uk', 'Take 1 tablet three times a day after meals.'],
    ['2 tabs qds prn', 'uk', 'Take 2 tablets four times a day as needed.'],
    ['1 tab eod', 'us', 'Take 1 tablet every other day.'],
    ['1 tab q24h', 'us', 'Take 1 tablet every 24 hours.'],
    ['1 tab q 12 hrs', 'us', 'Take 1 tablet every 12 hours.'],
    ['1 tab weekly', 'us', 'Take 1 tablet weekly.'],
    ['inject per sliding scale', 'us', 'inject per sliding scale'],
    ['inject ssi ac', 'us', 'Inject by the sliding scale before meals.'],
    ['1 tab q6pm', 'us', 'Take 1 tablet at 6 pm.'],
    ['1 tab @ 8am', 'us', 'Take 1 tablet at 8 am.'],
    ['1 tablet, at NIGHT', 'uk', 'Take 1 tablet, at NIGHT.'],
    [
      '10 milligram, Inject, Subcutaneous route, once weekly',
      'uk',
      '10 mg, Inject, Subcutaneous route, once weekly.',
    ],
    ['EIGHT (8) tablets to be taken DAILY for two days.', 'uk', null],
    ['One tablet to be taken two times a day', 'uk', null],
  ] as const)('%s (%s)', (text, profile, sentence) => {
    expect(expandSig(text, forms.tab, profile).sentence).toBe(sentence ?? text);
  });

  test.each([
    ['10 milligram, Inject, Subcutaneous route, once weekly', 1 / 7],
    ['EIGHT (8) tablets to be taken DAILY for two days.', 1],
    ['One tablet to be taken two times a day', 2],
    ['5 milligram - 5 times a day - Oral route - for 10 days', 5],
  ])('as printed by other systems: %s', (text, perDay) => {
    const reading = expandSig(text, forms.tab, 'uk');
    expect(reading.dose).not.toBeNull();
    expect(decimals(reading.perDay)).toEqual([perDay, perDay]);
  });

  test('a sliding scale bounds nothing', () => {
    const reading = expandSig('inject per sliding scale', forms.units, 'us');
    expect(reading.perDay).toBeNull();
    expect(reading.flags.map(({ code }) => code)).toContain('as-directed');
  });
});

/** Each judged writing, in directions where it means what it is judged for. */
const written: Record<string, string> = {
  'leading-zero': '.5 tab bid',
  'trailing-zero': '1.0 tab bid',
  apothecary: 'iss tab bid',
  'no-commas': '100000 units daily',
  'run-together': '10units daily',
  q6pm: '1 tab q6pm',
  q1d: '1 tab q1d',
  x3d: '1 tab bid x3d',
  'x 1': '1 tab x1',
  '× 1': '1 tab ×1',
  'd / c': '1 tab bid d/c',
  '°': '1 tab q4°',
  '@': '1 tab @ 8 am',
  '&': '1 tab tid & hs',
  'mso 4': 'MSO4 10 mg bid',
  'mgso 4': 'MgSO4 1 g bid',
  'zn so 4': 'Zn SO4 1 tab bid',
  'znso 4': 'ZnSO4 1 tab bid',
  cc: '5 cc bid',
  mcg: '50 mcg bid',
};
const units = ['u', 'iu', 'ccs', 'ug', 'µg', 'μg', 'mcgs', 'gr', 'grain', 'grains', 'ng'];
const directionsWith = (code: string): string =>
  written[code] ?? (units.includes(code) ? `5 ${code} bid` : `1 gtt ${code} bid`);

describe.each(['us', 'uk'] as const)('too easily misread: %s', (profile) => {
  test.each(allErrorProne(profile).map((flag) => [flag.code, flag] as const))('%s', (code, flag) => {
    const text = ['on', 'od'].includes(code) && profile === 'uk' ? `1 tab ${code}` : directionsWith(code);
    const form = code === 'run-together' || code === 'no-commas' ? forms.units : formOf(text);
    expect(expandSig(text, form, profile).flags).toContainEqual(flag);
  });

  test('refused in both countries: what the Joint Commission forbids', () => {
    for (const text of [
      '10 u bid',
      '10 iu bid',
      '1 tab qod',
      '1.0 mg bid',
      '.5 mg bid',
      'ms 10 mg bid',
      'mso4 10 mg',
      'mgso4 1 g',
    ])
      expect(
        expandSig(text, forms.units, profile).flags.some(({ severity }) => severity === 'refuse'),
        text,
      ).toBe(true);
  });
});

test('“qd” is taken from paper in the United States and refused in the United Kingdom', () => {
  const severity = (profile: Profile) =>
    expandSig('1 tab qd', forms.tab, profile).flags.find(({ code }) => code === 'qd')?.severity;
  expect(severity('us')).toBe('warn');
  expect(severity('uk')).toBe('refuse');
});

test('what is judged as a code is not held against an English word', () => {
  const text = 'Take as you can in the morning on an empty stomach, and be seated for re-use';
  expect(expandSig(text, forms.tab, 'uk').flags.map(({ code }) => code)).toEqual(['no-dose']);
});
