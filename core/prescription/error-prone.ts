/**
 * Signs, codes and numbers that are too easily misread, and what is done about each in the United States and in the
 * United Kingdom: pointed out (`warn`), or not taken until it is written out (`refuse`).
 *
 * Always: whatever is judged here is still read, so that the person who must rewrite it sees what it was read as,
 * and none of it is ever printed.
 * Sources: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021); the Joint Commission’s
 * official “Do Not Use” list; for the United Kingdom the prescription-writing guidance of the BNF, which takes od,
 * om, on, bd, tds and qds, and wants micrograms, nanograms and units in full.
 * Not here: what the codes mean (sig-codes.ts).
 */
import type { Flag, Profile, Severity } from './sig-codes.ts';

type Judgement = Severity | '';
type Row = readonly [written: string, us: Judgement, uk: Judgement, text: string];

const site = 'This code is easily misread. Write the eye or ear in words.';
const bedtime = 'This can be read as every hour or as half strength. Write “at bedtime”.';
const aWeek = 'This can be read as so many times a day. Write “a week” in words.';
const skin = 'This is easily misread. Write “subcut” or “under the skin”.';
const drugName = 'This is a shortened drug name. Write the name in full.';
const salt = 'This can be morphine or magnesium. Write the drug in full.';
const directed = 'This says neither how much nor how often. Write the directions out.';
const scale = 'This is read as another drug. Write “sliding scale”, and the scale with it.';
const sign = (words: string) => `This sign is misread as a letter or a figure. Write ${words} in words.`;

/** Refused on the Joint Commission’s list, whatever the country, and what ISMP puts beside it. */
const rows: readonly Row[] = [
  // Units.
  ['u', 'refuse', 'refuse', '“U” is misread as 0, 4 or cc. Write “units”.'],
  ['iu', 'refuse', 'refuse', '“IU” is misread as IV or 10. Write “units”.'],
  ['cc', 'refuse', 'refuse', '“cc” is read as mL, as “u”, or as “with food”. Write it in words.'],
  ['ccs', 'refuse', 'refuse', '“cc” is misread as “u”. Write “mL”.'],
  ['ug', 'refuse', 'refuse', '“µg” is misread as mg. Write “micrograms”.'],
  ['µg', 'refuse', 'refuse', '“µg” is misread as mg. Write “micrograms”.'],
  ['μg', 'refuse', 'refuse', '“µg” is misread as mg. Write “micrograms”.'],
  ['mcg', '', 'warn', 'Write “micrograms” in full.'],
  ['mcgs', '', 'warn', 'Write “micrograms” in full.'],
  ['ng', 'warn', 'refuse', '“ng” is misread as mg, or as a tube through the nose. Write it in words.'],
  ['gr', 'refuse', 'refuse', '“gr” is a grain, and is misread as gram. Write the amount in mg.'],
  ['grain', 'warn', 'warn', 'Grains are no longer used. Write the amount in mg.'],
  ['grains', 'warn', 'warn', 'Grains are no longer used. Write the amount in mg.'],
  // How often.
  ['qd', 'warn', 'refuse', '“qd” is misread as four times a day. Never write it.'],
  ['q d', 'warn', 'refuse', '“qd” is misread as four times a day. Never write it.'],
  ['qod', 'refuse', 'refuse', '“qod” is misread as daily or four times a day. Write “every other day”.'],
  ['eod', 'warn', 'warn', '“eod” is misread as the end of the day. Write “every other day”.'],
  ['qad', 'warn', 'warn', '“qad” is misread as daily. Write “every other day”.'],
  ['od', '', 'warn', '“od” is read here as once a day; elsewhere it is the right eye.'],
  ['on', '', 'warn', '“on” reads as an English word. Write “at night”.'],
  ['q1d', 'warn', 'warn', '“q1d” is misread as four times a day. Write “daily”.'],
  ['biw', 'warn', 'warn', aWeek],
  ['tiw', 'warn', 'warn', aWeek],
  ['qhs', 'warn', 'warn', bedtime],
  ['q hs', 'warn', 'warn', bedtime],
  ['hs', 'warn', 'warn', bedtime],
  ['qn', 'warn', 'warn', '“qn” is misread as every hour. Write “at night”.'],
  ['bt', 'warn', 'warn', '“BT” is read as twice. Write “at bedtime”.'],
  ['q6pm', 'warn', 'warn', 'This is misread as every six hours. Write “at” before the time.'],
  ['x 1', 'warn', 'warn', '“x1” is misread as one week. Write “once only”.'],
  ['× 1', 'warn', 'warn', '“x1” is misread as one week. Write “once only”.'],
  ['x3d', 'warn', 'warn', 'A “d” after a number can be days or doses. Write “days”.'],
  ['sos', 'warn', 'warn', '“sos” means once only if necessary. Write how often it may be repeated.'],
  ['ud', 'warn', 'warn', directed],
  ['uad', 'warn', 'warn', directed],
  ['ut dict', 'warn', 'warn', directed],
  ['ut dictum', 'warn', 'warn', directed],
  ['mdu', 'warn', 'warn', directed],
  ['asdir', 'warn', 'warn', directed],
  ['ssi', 'warn', 'warn', scale],
  ['ssri', 'warn', 'warn', scale],
  ['ss scale', 'warn', 'warn', scale],
  ['per ss', 'warn', 'warn', scale],
  // Where and which way.
  ['os', 'warn', 'warn', site],
  ['ou', 'warn', 'warn', site],
  ['ad', 'warn', '', site],
  ['as', 'warn', 'warn', site],
  ['au', 'warn', 'warn', site],
  ['re', '', 'warn', site],
  ['le', '', 'warn', site],
  ['be', '', 'warn', site],
  ['in', 'warn', 'warn', '“IN” is misread as “IM” or “IV”. Write “in the nose”.'],
  ['sc', 'warn', 'warn', skin],
  ['sq', 'warn', 'warn', skin],
  ['sub q', 'warn', 'warn', skin],
  ['td', 'warn', 'warn', '“td” is misread as “tid”. Write “on the skin”.'],
  ['per os', 'warn', 'warn', '“os” is misread as the left eye. Write “by mouth”.'],
  // Words.
  ['d / c', 'warn', 'warn', '“D/C” can mean discharge or stop. Write it in words.'],
  ['dc', 'warn', 'warn', '“D/C” can mean discharge or stop. Write it in words.'],
  ['oj', 'warn', 'warn', '“OJ” is misread as an eye. Write “orange juice”.'],
  ['ms', 'refuse', 'refuse', salt],
  ['mso 4', 'refuse', 'refuse', salt],
  ['mgso 4', 'refuse', 'refuse', salt],
  ...'hctz|hct|mtx|azt|apap|asa|cpz|ptu|tac|zn so 4|znso 4|kcl|dto|noac|pca|pnv|tnk|tpa|ara a'
    .split('|')
    .map((name): Row => [name, 'warn', 'warn', drugName]),
  // Signs.
  ['@', 'warn', 'warn', '“@” is misread as 2. Write “at”.'],
  ['&', 'warn', 'warn', '“&” is misread as 2. Write “and”.'],
  ['+', 'warn', 'warn', '“+” is misread as 4. Write “and”.'],
  ['>', 'warn', 'warn', sign('“more than”')],
  ['<', 'warn', 'warn', sign('“less than”')],
  ['≥', 'warn', 'warn', sign('“at least”')],
  ['≤', 'warn', 'warn', sign('“at most”')],
  ['↑', 'warn', 'warn', sign('“increase”')],
  ['↓', 'warn', 'warn', sign('“decrease”')],
  ['°', 'warn', 'warn', '“°” is misread as a nought. Write “hours”.'],
  ['#', 'warn', 'warn', '“#” can be a quantity or pounds. It belongs with the quantity.'],
  ['∅', 'warn', 'warn', sign('“none”')],
  // Numbers.
  [
    'leading-zero',
    'refuse',
    'refuse',
    'A decimal without a leading zero is read ten times too large. Write 0.5, not .5.',
  ],
  [
    'trailing-zero',
    'refuse',
    'refuse',
    'A zero after the point is read ten times too large. Write 1, not 1.0.',
  ],
  [
    'apothecary',
    'warn',
    'warn',
    'Numerals such as i, ii or ss are easily misread. Write the number in figures.',
  ],
  ['no-commas', 'warn', 'warn', 'A long number without commas is easily misread. Write 100,000, not 100000.'],
  [
    'run-together',
    'warn',
    'warn',
    'The u of “units” right behind a number is misread as a nought. Leave a space.',
  ],
];

/** `od` in the United States is an eye, not a frequency, and needs its own words. */
const usRightEye: Row = [
  'od',
  'warn',
  '',
  '“od” is read here as the right eye; elsewhere it is once a day. Check which is meant.',
];

const flagsOf = (severity: (row: Row) => Judgement): ReadonlyMap<string, Flag> =>
  new Map(
    [...rows, usRightEye].flatMap((row): [string, Flag][] => {
      const judged = severity(row);
      return judged === '' ? [] : [[row[0], { code: row[0], text: row[3], severity: judged }]];
    }),
  );
const flags: Record<Profile, ReadonlyMap<string, Flag>> = {
  us: flagsOf(([, us]) => us),
  uk: flagsOf(([, , uk]) => uk),
};

/**
 * What speaks against a writing, or null.
 * @param written the words of a code in lower case with one space between (`d / c`), a sign, or the name of a fault
 */
export const errorProne = (written: string, profile: Profile): Flag | null =>
  flags[profile].get(written) ?? null;

/** Everything that is judged in a country, for tests and lists. */
export const allErrorProne = (profile: Profile): readonly Flag[] => [...flags[profile].values()];
