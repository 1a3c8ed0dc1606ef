/**
 * The words of directions: codes of the trade in the United States and the United Kingdom, and the plain words
 * that say the same, each with what it means for the arithmetic.
 *
 * Always: `says` is our own wording and is what the patient reads; an entry without it is already plain and is
 * kept as written. Several spellings are parted by `|`. Longer spellings win.
 * Not here: numbers, intervals (q4-6h), durations and maxima, which follow a pattern, not a list.
 * The judgement of error-prone codes follows the ISMP and Joint Commission lists.
 */
import { type Fraction, fraction } from './fraction.ts';

export type Profile = 'us' | 'uk';
export type Flag = { code: string; text: string; severity: 'warn' | 'refuse' };

export type Meaning =
  /** So many times a day. */
  | { kind: 'times'; min: Fraction; max: Fraction; hours?: true }
  /** One time of the day, breakfast or bedtime: between these hours, counted on past midnight. */
  | { kind: 'clock'; from: number; to: number }
  | { kind: 'meals' }
  | { kind: 'weekday'; day: number }
  | { kind: 'needed' }
  | { kind: 'once' }
  | { kind: 'awake' }
  | { kind: 'directed' }
  | { kind: 'route' }
  /** A place on the body; `pair` when the dose goes to both of two. */
  | { kind: 'site'; organ: 'eye' | 'ear' | 'nose'; pair?: true }
  | { kind: 'verb' }
  /** Two things side by side, and the two ends of a range. */
  | { kind: 'join' }
  | { kind: 'span' }
  /** The directions change as they go; no single daily amount is true. */
  | { kind: 'steps' }
  /** Words without weight in the arithmetic. */
  | { kind: 'words' };

export type SigCode = {
  written: string;
  means: Meaning;
  says?: string;
  profile?: Profile;
  /** Also an ordinary English word: a code only straight after a dose or route, and before a frequency or the end. */
  wary?: true;
  warn?: string;
  refuse?: string;
};

const times = (numerator: number, denominator = 1): Meaning => {
  const perDay = fraction(numerator, denominator);
  return { kind: 'times', min: perDay, max: perDay };
};
const clock = (from: number, to = from): Meaning => ({ kind: 'clock', from, to });
const morning = clock(4, 11);
const breakfast = clock(6, 10);
const midday = clock(11.5, 13.5);
const afternoon = clock(14, 16.5);
const evening = clock(17, 22);
const dinner = clock(17.5, 20);
const night = clock(20.5, 28);
const meals: Meaning = { kind: 'meals' };
const route: Meaning = { kind: 'route' };
const words: Meaning = { kind: 'words' };
const eye: Meaning = { kind: 'site', organ: 'eye' };
const ear: Meaning = { kind: 'site', organ: 'ear' };

const mistakenSite = 'This code is easily misread. Write the eye or ear in words.';
const mistakenNight = 'This can be read as every hour or as half strength. Write “at bedtime”.';
const mistakenWeek = 'This can be read as so many times a day. Write “a week” in words.';
const mistakenSkin = 'This is easily misread. Write “subcut” or “under the skin”.';
const drugShort = 'This is a shortened drug name. Write the name in full.';

const frequencies: SigCode[] = [
  {
    written: 'qd|q d',
    says: 'once a day',
    means: times(1),
    warn: '“qd” is misread as four times a day. Never write it.',
  },
  {
    written: 'od',
    profile: 'uk',
    says: 'once a day',
    means: times(1),
    warn: '“od” is read here as once a day; elsewhere it is the right eye.',
  },
  { written: 'bid|bd|bds', says: 'twice a day', means: times(2) },
  { written: 'tid|tds|td s', says: 'three times a day', means: times(3) },
  { written: 'qid|qds', says: 'four times a day', means: times(4) },
  { written: 'qqh', says: 'every 4 hours', means: { ...times(6), hours: true } as Meaning },
  {
    written: 'qod',
    says: 'every other day',
    means: times(1, 2),
    refuse: '“qod” is misread as daily or four times a day. Write “every other day”.',
  },
  { written: 'qad|alt die|alt dieb', says: 'every other day', means: times(1, 2) },
  { written: 'qwk|qw', says: 'once a week', means: times(1, 7) },
  { written: 'qow', says: 'every other week', means: times(1, 14) },
  { written: 'biw', says: 'twice a week', means: times(2, 7), warn: mistakenWeek },
  { written: 'tiw', says: 'three times a week', means: times(3, 7), warn: mistakenWeek },
  { written: 'qmo|qmonth', says: 'once a month', means: times(12, 365) },
  {
    written:
      'daily|once daily|once a day|once per day|one time a day|every day|each day|per day|a day|everyday',
    means: times(1),
  },
  { written: 'q day|qday', says: 'every day', means: times(1) },
  { written: 'twice daily|twice a day|twice per day|two times a day|two times daily', means: times(2) },
  { written: 'three times a day|three times daily|three times per day|thrice daily', means: times(3) },
  { written: 'four times a day|four times daily|four times per day', means: times(4) },
  { written: 'five times a day|five times daily', means: times(5) },
  { written: 'six times a day|six times daily', means: times(6) },
  {
    written: 'every other day|every other night|on alternate days|alternate days|every second day',
    means: times(1, 2),
  },
  { written: 'every third day|every 3 rd day', means: times(1, 3) },
  { written: 'weekly|once weekly|once a week|every week|each week|per week', means: times(1, 7) },
  { written: 'q week|qweek', says: 'every week', means: times(1, 7) },
  { written: 'twice weekly|twice a week|two times a week', means: times(2, 7) },
  { written: 'three times a week|three times weekly', means: times(3, 7) },
  { written: 'every other week|fortnightly|every fortnight|once a fortnight', means: times(1, 14) },
  { written: 'monthly|once monthly|once a month|every month', means: times(12, 365) },
  { written: 'hourly|every hour', means: { ...times(24), hours: true } as Meaning },
  { written: 'qh', says: 'every hour', means: { ...times(24), hours: true } as Meaning },
];

const timesOfDay: SigCode[] = [
  { written: 'qam|q am|om|mane|q morning', says: 'every morning', means: morning },
  { written: 'am', says: 'in the morning', means: morning },
  { written: 'qpm|q pm|q evening|qevening', says: 'every evening', means: evening },
  { written: 'pm', says: 'in the evening', means: evening },
  {
    written: 'on',
    profile: 'uk',
    wary: true,
    says: 'every night',
    means: night,
    warn: '“on” reads as an English word. Write “at night”.',
  },
  { written: 'nocte|noct', says: 'at night', means: night },
  { written: 'q night|qnight', says: 'every night', means: night },
  { written: 'qn', says: 'every night', means: night },
  { written: 'qhs|q hs', says: 'at bedtime', means: night, warn: mistakenNight },
  { written: 'hs', says: 'at bedtime', means: night, warn: mistakenNight },
  { written: 'bt', says: 'at bedtime', means: night, warn: '“BT” is read as twice. Write “at bedtime”.' },
  { written: 'every morning|in the morning|each morning|morning', means: morning },
  { written: 'noon|at noon|midday|at midday|at lunchtime|lunchtime', means: midday },
  { written: 'every afternoon|in the afternoon|afternoon', means: afternoon },
  { written: 'every evening|in the evening|each evening|evening|at teatime|teatime', means: evening },
  {
    written:
      'every night|at night|nightly|each night|night|at bedtime|before bed|before bedtime|every bedtime|bedtime|on going to bed',
    means: night,
  },
  { written: 'breakfast', means: breakfast },
  { written: 'lunch', means: midday },
  { written: 'dinner|supper|evening meal', means: dinner },
];

const mealTimes: SigCode[] = [
  { written: 'ac', says: 'before meals', means: meals },
  { written: 'pc', says: 'after meals', means: meals },
  { written: 'ic', says: 'between meals', means: meals },
  { written: 'ac breakfast', says: 'before breakfast', means: breakfast },
  { written: 'ac lunch', says: 'before lunch', means: midday },
  { written: 'ac dinner|ac supper', says: 'before dinner', means: dinner },
  { written: 'pc breakfast', says: 'after breakfast', means: breakfast },
  { written: 'pc lunch', says: 'after lunch', means: midday },
  { written: 'pc dinner|pc supper', says: 'after dinner', means: dinner },
  { written: 'before breakfast|after breakfast|with breakfast|at breakfast', means: breakfast },
  { written: 'before lunch|after lunch|with lunch', means: midday },
  {
    written: 'before dinner|after dinner|with dinner|with supper|with evening meal|with the evening meal',
    means: dinner,
  },
  { written: 'w / breakfast', says: 'with breakfast', means: breakfast },
  { written: 'w / dinner|w / supper', says: 'with dinner', means: dinner },
  {
    written:
      'with meals|before meals|after meals|with each meal|before each meal|after each meal|between meals|with every meal|after every meal|before every meal|at mealtimes|before food|after food',
    means: meals,
  },
  { written: 'w / meals|c̄ meals|wm|c meals', says: 'with meals', means: meals },
  { written: 'with food|with or after food|with or just after food|with a meal', means: words },
  { written: 'w / food|c̄ food|wf|c food', says: 'with food', means: words },
  {
    written: 'cc',
    says: 'with food',
    means: words,
    refuse: '“cc” is read as “with food”, as mL, or as “u”. Write it in words.',
  },
];

const conditions: SigCode[] = [
  { written: 'prn|p r n', says: 'as needed', means: { kind: 'needed' } },
  {
    written: 'sos',
    says: 'if necessary',
    means: { kind: 'needed' },
    warn: '“sos” means once only if necessary. Write how often it may be repeated.',
  },
  {
    written:
      'as needed|if needed|when needed|as required|if required|when required|when necessary|if necessary|as necessary',
    means: { kind: 'needed' },
  },
  { written: 'stat', says: 'now, once', means: { kind: 'once' } },
  { written: 'x 1|x 1 dose|x one dose', says: 'once only', means: { kind: 'once' } },
  { written: 'once|once only|one dose|one time|single dose|as a single dose', means: { kind: 'once' } },
  { written: 'w / a|wa', says: 'while awake', means: { kind: 'awake' } },
  { written: 'while awake|when awake', means: { kind: 'awake' } },
  { written: 'ud|ut dict|ut dictum|uad|mdu|asdir', says: 'as directed', means: { kind: 'directed' } },
  {
    written: 'as directed|use as directed|take as directed|as instructed|as per instructions',
    means: { kind: 'directed' },
  },
  {
    written:
      'then|increase|increasing|decrease|decreasing|reduce|reducing|taper|tapering|titrate|repeat|alternating|alternate|except|excluding|followed by',
    means: { kind: 'steps' },
  },
  { written: 'ad lib|ad libitum', says: 'as desired', means: { kind: 'needed' } },
];

const routesAndSites: SigCode[] = [
  { written: 'po|per os|p o', says: 'by mouth', means: route },
  {
    written:
      'by mouth|orally|under the tongue|under the skin|in the cheek|rectally|vaginally|to the skin|into the muscle|into a vein|intranasally',
    means: route,
  },
  { written: 'sl', says: 'under the tongue', means: route },
  { written: 'bucc|buc', says: 'in the cheek', means: route },
  { written: 'pr', says: 'into the rectum', means: route },
  { written: 'pv', says: 'into the vagina', means: route },
  { written: 'im', says: 'into the muscle', means: route },
  { written: 'iv', says: 'into a vein', means: route },
  { written: 'id', says: 'into the skin', means: route },
  { written: 'subcut|subq|subcutaneously', says: 'under the skin', means: route },
  { written: 'sc|sq|sub q', says: 'under the skin', means: route, warn: mistakenSkin },
  { written: 'inh', says: 'by inhalation', means: route },
  { written: 'neb|nebs', says: 'by nebuliser', means: route },
  { written: 'top', wary: true, says: 'to the skin', means: route },
  { written: 'aa|to aa', says: 'to the affected area', means: route },
  {
    written: 'td',
    says: 'on the skin',
    means: route,
    warn: '“td” is misread as “tid”. Write “on the skin”.',
  },
  { written: 'ng', says: 'through the nose tube', means: route },
  { written: 'via gt|via peg', says: 'through the stomach tube', means: route },
  { written: 'nas|intranasal', says: 'in the nose', means: { kind: 'site', organ: 'nose' } },
  {
    written: 'in',
    wary: true,
    says: 'in the nose',
    means: { kind: 'site', organ: 'nose' },
    warn: '“IN” is misread as “IM” or “IV”. Write “in the nose”.',
  },
  {
    written: 'each nostril|both nostrils|each nare|both nares|ea nostril',
    means: { kind: 'site', organ: 'nose', pair: true },
  },
  {
    written: 'od',
    profile: 'us',
    says: 'in the right eye',
    means: eye,
    warn: '“od” is read here as the right eye; elsewhere it is once a day. Check which is meant.',
  },
  { written: 're', wary: true, says: 'in the right eye', means: eye, profile: 'uk' },
  { written: 'le', wary: true, says: 'in the left eye', means: eye, profile: 'uk' },
  {
    written: 'be',
    wary: true,
    says: 'in both eyes',
    means: { kind: 'site', organ: 'eye', pair: true },
    profile: 'uk',
  },
  { written: 'os', says: 'in the left eye', means: eye, warn: mistakenSite },
  {
    written: 'ou',
    says: 'in both eyes',
    means: { kind: 'site', organ: 'eye', pair: true },
    warn: mistakenSite,
  },
  { written: 'ad', profile: 'us', wary: true, says: 'in the right ear', means: ear, warn: mistakenSite },
  { written: 'as', wary: true, says: 'in the left ear', means: ear, warn: mistakenSite },
  {
    written: 'au',
    says: 'in both ears',
    means: { kind: 'site', organ: 'ear', pair: true },
    warn: mistakenSite,
  },
  { written: 'right eye|left eye|affected eye', means: eye },
  { written: 'right ear|left ear|affected ear', means: ear },
  { written: 'both eyes|each eye', means: { kind: 'site', organ: 'eye', pair: true } },
  { written: 'both ears|each ear', means: { kind: 'site', organ: 'ear', pair: true } },
];

const weekdayNames = [
  'sunday|sundays',
  'monday|mondays|mon',
  'tuesday|tuesdays|tue|tues',
  'wednesday|wednesdays|wed',
  'thursday|thursdays|thu|thur|thurs',
  'friday|fridays|fri',
  'saturday|saturdays|sat',
];

const otherWords: SigCode[] = [
  ...weekdayNames.map((written, day): SigCode => ({ written, means: { kind: 'weekday', day } })),
  { written: 'mwf|m w f|m / w / f', says: 'on Monday, Wednesday and Friday', means: times(3, 7) },
  {
    written:
      'take|give|apply|inhale|instill|instil|insert|inject|place|put|use|spray|chew|dissolve|swallow|drink|suck|rub|wear|mix|gargle|rinse|administer',
    means: { kind: 'verb' },
  },
  {
    written: 'to be taken|to be used|to be applied|to be given|to be inhaled|to be inserted',
    means: { kind: 'verb' },
  },
  { written: 'tk', says: 'take', means: { kind: 'verb' } },
  { written: 'and|plus', means: { kind: 'join' } },
  { written: '+|&', says: 'and', means: { kind: 'join' } },
  { written: 'q', says: 'every', means: words },
  { written: 'affected area|affected areas', means: words },
  { written: '-|–|to|or', means: { kind: 'span' } },
  {
    written: 'd / c|dc',
    says: 'stop',
    means: { kind: 'steps' },
    warn: '“D/C” can mean discharge or stop. Write it in words.',
  },
  { written: 'npo', says: 'with nothing by mouth', means: words },
  { written: 'w /|c̄', says: 'with', means: words },
  { written: 's̄', says: 'without', means: words },
  { written: 'aq', says: 'with water', means: words },
  { written: 'pt', says: 'patient', means: words },
  {
    written: 'ms|mso 4|mgso 4',
    means: words,
    refuse: 'This can be morphine or magnesium. Write the drug in full.',
  },
  { written: 'hctz|mtx|azt|apap|asa|cpz|ptu|tac|zn so 4|kcl', means: words, warn: drugShort },
];

export const sigCodes: readonly SigCode[] = [
  ...frequencies,
  ...timesOfDay,
  ...mealTimes,
  ...conditions,
  ...routesAndSites,
  ...otherWords,
];

export type UnitWord = {
  unit: string;
  /** Counted by the piece, so a quarter is said in words and another unit on the product is a contradiction. */
  solid?: true;
  /** A spelling the patient should not see. */
  short?: true;
  /** Millilitres in one household measure. */
  millilitres?: number;
  refuse?: string;
};

const unitSpellings: [spellings: string, word: UnitWord][] = [
  ['tablet|tablets', { unit: 'tablet', solid: true }],
  ['tab|tabs|tb|tbs', { unit: 'tablet', solid: true, short: true }],
  ['capsule|capsules', { unit: 'capsule', solid: true }],
  ['cap|caps', { unit: 'capsule', solid: true, short: true }],
  ['lozenge|lozenges', { unit: 'lozenge', solid: true }],
  ['loz|troche|troches', { unit: 'lozenge', solid: true, short: true }],
  ['suppository|suppositories', { unit: 'suppository', solid: true }],
  ['supp|supps|supp.', { unit: 'suppository', solid: true, short: true }],
  ['patch|patches', { unit: 'patch', solid: true }],
  ['film|films', { unit: 'film', solid: true }],
  ['sachet|sachets', { unit: 'sachet', solid: true }],
  ['packet|packets', { unit: 'packet', solid: true }],
  ['pkt|pkts', { unit: 'packet', solid: true, short: true }],
  ['pill|pills', { unit: 'tablet', solid: true, short: true }],
  ['puff|puffs', { unit: 'puff' }],
  ['inhalation|inhalations', { unit: 'inhalation' }],
  ['spray|sprays', { unit: 'spray' }],
  ['drop|drops', { unit: 'drop' }],
  ['gtt|gtts|gt|dp', { unit: 'drop', short: true }],
  ['unit|units', { unit: 'unit' }],
  ['u', { unit: 'unit', short: true, refuse: '“U” is misread as 0, 4 or cc. Write “units”.' }],
  ['iu', { unit: 'unit', short: true, refuse: '“IU” is misread as IV or 10. Write “units”.' }],
  ['ampoule|ampoules|ampule|ampules', { unit: 'ampoule', solid: true }],
  ['amp|amps', { unit: 'ampoule', solid: true, short: true }],
  ['vial|vials', { unit: 'vial', solid: true }],
  ['applicatorful|applicatorfuls|applicator|applicators', { unit: 'applicatorful' }],
  ['application|applications', { unit: 'application' }],
  ['scoop|scoops', { unit: 'scoop' }],
  ['capful|capfuls', { unit: 'capful' }],
  ['inch|inches', { unit: 'inch' }],
  ['ml|mls', { unit: 'mL' }],
  ['millilitre|millilitres|milliliter|milliliters', { unit: 'mL' }],
  ['cc|ccs', { unit: 'mL', short: true, refuse: '“cc” is misread as “u”. Write “mL”.' }],
  ['teaspoon|teaspoons|teaspoonful|teaspoonfuls|tsp|tsps|tspn', { unit: 'mL', short: true, millilitres: 5 }],
  [
    'tablespoon|tablespoons|tablespoonful|tablespoonfuls|tbsp|tbsps',
    { unit: 'mL', short: true, millilitres: 15 },
  ],
  ['mg|mgs|milligram|milligrams', { unit: 'mg' }],
  ['g|gm|gms|gram|grams|gramme|grammes', { unit: 'g' }],
  ['mcg|mcgs|microgram|micrograms', { unit: 'microgram' }],
  ['ug|µg|μg', { unit: 'microgram', short: true, refuse: '“µg” is misread as mg. Write “micrograms”.' }],
  ['meq', { unit: 'mEq' }],
];

/** Every spelling of a unit, in lower case. */
export const unitWords: ReadonlyMap<string, UnitWord> = new Map(
  unitSpellings.flatMap(([spellings, word]) =>
    spellings.split('|').map((spelling) => [spelling, word] as const),
  ),
);

export const numberWords: ReadonlyMap<string, Fraction> = new Map([
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, at) => [word, fraction(at + 1)] as const,
  ),
  ['half', fraction(1, 2)],
]);

/** Apothecary numerals, error-prone; `ss` is one half and may follow another numeral. */
export const romanNumerals: ReadonlyMap<string, Fraction> = new Map([
  ['i', fraction(1)],
  ['ii', fraction(2)],
  ['iii', fraction(3)],
  ['iv', fraction(4)],
  ['v', fraction(5)],
  ['ss', fraction(1, 2)],
  ['iss', fraction(3, 2)],
  ['iiss', fraction(5, 2)],
]);

export const vulgarFractions: ReadonlyMap<string, Fraction> = new Map([
  ['½', fraction(1, 2)],
  ['¼', fraction(1, 4)],
  ['¾', fraction(3, 4)],
  ['⅓', fraction(1, 3)],
  ['⅔', fraction(2, 3)],
]);
