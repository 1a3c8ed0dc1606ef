/** Directions nobody may follow: each limit crossed and kept, by drug, strength and form. */
import { describe, expect, test } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { hardStops } from '../../core/prescription/hard-stop-table.ts';
import { readSig } from '../../core/prescription/prescription.ts';

const drug = (name: string, strength: string, form: string, unit: string) => ({ name, strength, form, unit });
const mtx = drug('methotrexate sodium', '2.5 mg', 'tablet', 'tablet');
const codes = (of: ReturnType<typeof drug>, sig: string) =>
  readSig(sig, of, 'us')
    .flags.filter(({ code }) => /^(stop|unclear)-/.test(code))
    .map(({ severity, code }) => `${severity} ${code.replace(/^\w+-/, '')}`);

/** `[drug, strength, form, unit, code, directions that stop, directions that do not]` */
const limits: [string, string, string, string, string, string[], string[]][] = [
  [
    ...(['methotrexate', '2.5 mg', 'tablet', 'tablet', 'methotrexate'] as const),
    [
      '1 tab daily',
      '6 tabs bid',
      '1 tab q12h',
      '1 tab Mon, Wed and Fri',
      '2 tabs qam',
      '1 tab biw',
      '1 tab daily then 6 tabs weekly',
    ],
    [
      '6 tabs weekly',
      '6 tabs once a week on Monday',
      '3 tabs bid on Saturday',
      '6 tabs every 7 days',
      '6 tabs stat',
    ],
  ],
  [
    'lomustine',
    '40 mg',
    'capsule',
    'capsule',
    'lomustine',
    ['3 caps daily', '1 cap weekly', '1 cap monthly'],
    ['3 caps once', '3 caps every 6 weeks'],
  ],
  [
    'alendronate sodium',
    '70 mg',
    'tablet',
    'tablet',
    'alendronate-weekly',
    ['1 tab daily', '1 tab qam before breakfast'],
    ['1 tab weekly', '1 tab every Sunday'],
  ],
  ['risedronate', '35 mg', 'tablet', 'tablet', 'risedronate-weekly', ['1 tab daily'], ['1 tab weekly']],
  ['risedronate', '150 mg', 'tablet', 'tablet', 'risedronate-monthly', ['1 tab weekly'], ['1 tab monthly']],
  [
    'ibandronate',
    '150 mg',
    'tablet',
    'tablet',
    'ibandronate-monthly',
    ['1 tab daily', '1 tab weekly'],
    ['1 tab monthly', '1 tab every 28 days'],
  ],
  [
    'semaglutide',
    '1 mg/0.74 mL',
    'injection pen',
    'mL',
    'glp1-weekly',
    ['inject 1 mg daily', 'inject 0.5 mg biw'],
    ['inject 1 mg weekly', 'inject 0.25 mg every 7 days'],
  ],
  [
    'adalimumab',
    '40 mg/0.4 mL',
    'injection pen',
    'each',
    'adalimumab',
    ['inject 40 mg daily'],
    ['inject 40 mg qow', 'inject 40 mg weekly'],
  ],
  [
    'etanercept',
    '50 mg/mL',
    'prefilled syringe',
    'mL',
    'etanercept',
    ['inject 50 mg daily', 'inject 25 mg tiw'],
    ['inject 50 mg weekly', 'inject 25 mg twice a week'],
  ],
  [
    'mefloquine',
    '250 mg',
    'tablet',
    'tablet',
    'mefloquine',
    ['1 tab daily'],
    ['1 tab weekly', '5 tabs once'],
  ],
  [
    'fentanyl',
    '25 mcg/h',
    'patch',
    'patch',
    'fentanyl-patch',
    ['1 patch daily', '1 patch q24h', '1 patch bid'],
    ['1 patch q72h', '1 patch q48h', '1 patch every 3 days'],
  ],
  [
    'buprenorphine',
    '10 mcg/h',
    'patch',
    'patch',
    'buprenorphine-patch-weekly',
    ['1 patch q72h'],
    ['1 patch weekly'],
  ],
  [
    'buprenorphine',
    '35 mcg/h',
    'patch',
    'patch',
    'buprenorphine-patch',
    ['1 patch daily'],
    ['1 patch twice a week', '1 patch every 4 days'],
  ],
  ['clonidine', '0.1 mg/24 h', 'patch', 'patch', 'clonidine-patch', ['1 patch daily'], ['1 patch weekly']],
  ['scopolamine', '1 mg/3 days', 'patch', 'patch', 'scopolamine-patch', ['1 patch daily'], ['1 patch q72h']],
  ['rivastigmine', '4.6 mg/24 h', 'patch', 'patch', 'rivastigmine-patch', ['1 patch bid'], ['1 patch daily']],
  [
    'zolpidem tartrate',
    '10 mg',
    'tablet',
    'tablet',
    'hypnotic',
    ['1 tab bid', '1 tab q4h prn', '1 tab qhs and 1 tab qam'],
    ['1 tab qhs', '1 tab at bedtime prn sleep', '1 tab q4h prn max 1/day'],
  ],
  [
    'rivaroxaban',
    '20 mg',
    'tablet',
    'tablet',
    'rivaroxaban',
    ['1 tab bid', '2 tabs daily'],
    ['1 tab daily with dinner', '15 mg bid x 21 days then 20 mg daily'],
  ],
  ['rivaroxaban', '2.5 mg', 'tablet', 'tablet', 'rivaroxaban-often', ['1 tab tid'], ['1 tab bid']],
  [
    'apixaban',
    '5 mg',
    'tablet',
    'tablet',
    'apixaban',
    ['3 tabs bid'],
    ['1 tab bid', '2 tabs bid x 7 days then 1 tab bid'],
  ],
  ['apixaban', '2.5 mg', 'tablet', 'tablet', 'apixaban-often', ['1 tab qid'], ['1 tab bid']],
  ['dabigatran etexilate', '150 mg', 'capsule', 'capsule', 'dabigatran', ['1 cap tid'], ['1 cap bid']],
  ['edoxaban', '60 mg', 'tablet', 'tablet', 'edoxaban', ['1 tab bid'], ['1 tab daily']],
  [
    'warfarin',
    '5 mg',
    'tablet',
    'tablet',
    'warfarin',
    ['1 tab bid'],
    ['1 tab daily', '1 tab mwf, 2 tabs on Tuesday'],
  ],
  [
    'levothyroxine sodium',
    '50 mcg',
    'tablet',
    'tablet',
    'levothyroxine',
    ['50 mg daily', '1 tab (50 mg) daily', '25 tabs daily'],
    ['1 tab daily', '50 mcg daily', '1 tab (50 mcg) daily', '0.05 mg daily'],
  ],
  ['liothyronine', '5 mcg', 'tablet', 'tablet', 'liothyronine', ['5 mg daily'], ['1 tab bid']],
  [
    'digoxin',
    '125 mcg',
    'tablet',
    'tablet',
    'digoxin',
    ['125 mg daily', '5 tabs daily', '2 tabs tid'],
    ['1 tab daily', '2 tabs bid', '0.125 mg daily'],
  ],
  [
    'colchicine',
    '0.6 mg',
    'tablet',
    'tablet',
    'colchicine',
    ['1 tab every hour', '2 tabs qid'],
    ['1 tab bid', '2 tabs now then 1 tab in 1 hour', '1 tab q1h prn max 3/day'],
  ],
  [
    'oxycodone',
    '20 mg',
    'extended-release tablet',
    'tablet',
    'slow-opioid',
    ['1 tab q4h prn', '1 tab qid'],
    ['1 tab q12h', '1 tab tid'],
  ],
  [
    'insulin aspart',
    '100 units/mL',
    'injection vial',
    'mL',
    'insulin-units',
    ['10 mL bid', '10 bid', '1 tab bid'],
    ['10 units tid ac', 'inject ssi ac', 'inject 0.1 mL (10 units) daily'],
  ],
  [
    'insulin glargine',
    '100 units/mL',
    'injection pen',
    'mL',
    'basal-insulin',
    ['20 units tid', '20 units q6h'],
    ['20 units qhs', '20 units bid'],
  ],
];

describe.each(limits)('%s %s %s', (name, strength, form, unit, code, stopped, passed) => {
  const of = drug(name, strength, form, unit);
  test.each(stopped)('stops: %s', (sig) => expect(codes(of, sig)).toContain(`stop ${code}`));
  test.each(passed)('does not stop: %s', (sig) => expect(codes(of, sig)).toEqual([]));
});

test('every limit of the table is crossed above', () => {
  const crossed = new Set(limits.map(([, , , , code]) => code));
  expect(hardStops.map(({ code }) => code).filter((code) => !crossed.has(code))).toEqual([]);
});

test('a stop says what is right and what to do', () => {
  const [stop] = readSig('1 tab daily', mtx, 'us').flags;
  expect(stop).toEqual({
    code: 'stop-methotrexate',
    severity: 'stop',
    text: 'Methotrexate is taken once a week. Call the prescriber.',
  });
  for (const { says } of hardStops) expect(says).toMatch(/^[A-Z].*\.$/);
});

test('methotrexate without a frequency has to be written out', () => {
  for (const sig of ['6 tabs', '6 tabs as directed', '6 tabs prn'])
    expect(codes(mtx, sig)).toEqual(['refuse methotrexate']);
});

test('strength and form decide where they matter, and other drugs are never stopped', () => {
  expect(codes(drug('alendronate', '10 mg', 'tablet', 'tablet'), '1 tab daily')).toEqual([]);
  expect(codes(drug('semaglutide', '7 mg', 'tablet', 'tablet'), '1 tab daily')).toEqual([]);
  expect(codes(drug('fentanyl', '200 mcg', 'lozenge', 'lozenge'), '1 lozenge q6h prn')).toEqual([]);
  expect(codes(drug('clonidine', '0.1 mg', 'tablet', 'tablet'), '1 tab bid')).toEqual([]);
  expect(codes(drug('oxycodone', '5 mg', 'tablet', 'tablet'), '1 tab q4h prn')).toEqual([]);
  expect(codes(drug('lisinopril', '10 mg', 'tablet', 'tablet'), '40 tabs every hour')).toEqual([]);
});

test('a brand name in other letters, a salt or a British name is the same drug', () => {
  expect(codes(drug('METHOTREXATE', '2.5 mg', 'TABLET', 'tablet'), '1 tab daily')).toEqual([
    'stop methotrexate',
  ]);
  expect(codes(drug('thyroxine', '50 mcg', 'tablet', 'tablet'), '50 mg daily')).toEqual([
    'stop levothyroxine',
  ]);
  expect(codes(drug('alendronic acid', '70 mg', 'tablet', 'tablet'), '1 tab daily')).toEqual([
    'stop alendronate-weekly',
  ]);
});

test('no ordinary directions stop, whatever the demo shelf holds', () => {
  const weekly = new Set(
    hardStops.filter(({ limit }) => 'everyDays' in limit).flatMap(({ of }) => of.split(' ')),
  );
  for (const of of demoDrugs) {
    const seldom = of.name.split(/[ -]/).some((word) => weekly.has(word));
    const once = of.name.startsWith('insulin') ? '10 units' : `1 ${of.unit}`;
    expect(codes(of, `${once} ${seldom ? 'every 28 days' : 'daily'}`), of.name).toEqual([]);
  }
});
