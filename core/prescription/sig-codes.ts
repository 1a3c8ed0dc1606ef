/**
 * The words of directions: codes of the trade in the United States and the United Kingdom, and the plain words
 * that say the same, each with what it means.
 *
 * Always: `says` is our own wording and is what the patient reads; an entry without it is already plain and is
 * kept as written. Several spellings are parted by `|`. Longer spellings win. What an entry says is a spelling of it
 * too, so that whatever is said can be read again.
 * Not here: numbers, intervals (q4-6h), durations and maxima, which follow a pattern, not a list; and which of the
 * codes are too easily misread (error-prone.ts).
 */
import { exactly, type Fraction, fraction } from './fraction.ts';
import type { Frequency, Meal, MealRelation, Moment, PartOfDay, Period } from './sig-structure.ts';

export type Profile = 'us' | 'uk';
/** `refuse`: the writing must be changed. `stop`: the order itself must not be filled; somebody has to call. */
export type Severity = 'warn' | 'refuse' | 'stop';
export type Flag = { code: string; text: string; severity: Severity };

export type Meaning =
  | { kind: 'often'; frequency: Frequency }
  /** A time of the day, breakfast or bedtime: between these hours, counted on past midnight. */
  | { kind: 'moment'; moment: Moment; from: number; to: number }
  | { kind: 'meals'; relation: MealRelation }
  | { kind: 'weekdays'; days: readonly number[] }
  | { kind: 'needed' }
  | { kind: 'once'; once: 'now' | 'only' }
  | { kind: 'awake' }
  | { kind: 'directed'; directed: string }
  | { kind: 'route'; route: string }
  /** A place on the body. */
  | { kind: 'place'; place: string }
  /** `passive` stands behind what it speaks of: “one to be taken”. */
  | { kind: 'verb'; verb: string; passive?: true }
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
};

const often = (times: number, every = 1, period: Period = 'day'): Meaning => ({
  kind: 'often',
  frequency: { times: exactly(fraction(times)), every: exactly(fraction(every)), period },
});
/** Part of the day, between these hours. */
const partOfDay = (name: PartOfDay, from: number, to: number): Meaning => ({
  kind: 'moment',
  moment: { partOfDay: name },
  from,
  to,
});
const mealHours: Record<Meal, readonly [from: number, to: number]> = {
  breakfast: [6, 10],
  lunch: [11.5, 13.5],
  dinner: [17.5, 20],
};
const atMeal = (meal: Meal, relation: MealRelation = 'at'): Meaning => ({
  kind: 'moment',
  moment: { meal, relation },
  from: mealHours[meal][0],
  to: mealHours[meal][1],
});
const morning = partOfDay('morning', 4, 11);
const midday = partOfDay('midday', 11.5, 13.5);
const afternoon = partOfDay('afternoon', 14, 16.5);
const evening = partOfDay('evening', 17, 22);
const night = partOfDay('night', 20.5, 28);
const bedtime = partOfDay('bedtime', 20.5, 28);
const meals = (relation: MealRelation): Meaning => ({ kind: 'meals', relation });
const words: Meaning = { kind: 'words' };
const needed: Meaning = { kind: 'needed' };
const once: Meaning = { kind: 'once', once: 'only' };
const directed: Meaning = { kind: 'directed', directed: 'as directed' };
const slidingScale: Meaning = { kind: 'directed', directed: 'by the sliding scale' };

const frequencies: SigCode[] = [
  { written: 'qd|q d', says: 'once a day', means: often(1) },
  { written: 'od', profile: 'uk', says: 'once a day', means: often(1) },
  { written: 'bid|bd|bds', says: 'twice a day', means: often(2) },
  { written: 'tid|tds|td s', says: 'three times a day', means: often(3) },
  { written: 'qid|qds', says: 'four times a day', means: often(4) },
  { written: 'qqh', says: 'every 4 hours', means: often(1, 4, 'hour') },
  { written: 'qod|eod|q other day|qad|alt die|alt dieb', says: 'every other day', means: often(1, 2) },
  { written: 'qwk|qw|q week|qweek', says: 'once a week', means: often(1, 1, 'week') },
  { written: 'qow|q other week', says: 'every other week', means: often(1, 2, 'week') },
  { written: 'biw', says: 'twice a week', means: often(2, 1, 'week') },
  { written: 'tiw', says: 'three times a week', means: often(3, 1, 'week') },
  { written: 'qmo|qmonth|q month', says: 'once a month', means: often(1, 1, 'month') },
  {
    written:
      'daily|once daily|once a day|once per day|one time a day|every day|each day|per day|a day|everyday|one time daily|once each day|once every day',
    means: often(1),
  },
  { written: 'q day|qday', says: 'every day', means: often(1) },
  {
    written: 'twice daily|twice a day|twice per day|two times a day|two times daily|twice each day',
    means: often(2),
  },
  {
    written: 'three times a day|three times daily|three times per day|thrice daily|three times each day',
    means: often(3),
  },
  {
    written: 'four times a day|four times daily|four times per day|four times each day',
    means: often(4),
  },
  { written: 'five times a day|five times daily', means: often(5) },
  { written: 'six times a day|six times daily', means: often(6) },
  {
    written: 'every other day|every other night|on alternate days|alternate days|every second day',
    means: often(1, 2),
  },
  { written: 'every third day|every 3 rd day', means: often(1, 3) },
  {
    written: 'weekly|once weekly|once a week|every week|each week|per week|a week|once each week',
    means: often(1, 1, 'week'),
  },
  { written: 'twice weekly|twice a week|two times a week', means: often(2, 1, 'week') },
  { written: 'three times a week|three times weekly', means: often(3, 1, 'week') },
  {
    written: 'every other week|fortnightly|every fortnight|once a fortnight|every second week',
    means: often(1, 2, 'week'),
  },
  { written: 'monthly|once monthly|once a month|every month|each month', means: often(1, 1, 'month') },
  { written: 'hourly|every hour', means: often(1, 1, 'hour') },
  { written: 'qh', says: 'every hour', means: often(1, 1, 'hour') },
];

const timesOfDay: SigCode[] = [
  { written: 'qam|q am|om|mane|q morning', says: 'every morning', means: morning },
  { written: 'am', says: 'in the morning', means: morning },
  { written: 'qpm|q pm|q evening|qevening', says: 'every evening', means: evening },
  { written: 'pm', says: 'in the evening', means: evening },
  { written: 'on', profile: 'uk', wary: true, says: 'every night', means: night },
  { written: 'nocte|noct', says: 'at night', means: night },
  { written: 'q night|qnight|qn', says: 'every night', means: night },
  { written: 'qhs|q hs|hs|bt|q bedtime', says: 'at bedtime', means: bedtime },
  { written: 'every morning|in the morning|each morning|morning', means: morning },
  { written: 'noon|at noon|midday|at midday|at lunchtime|lunchtime', means: midday },
  { written: 'every afternoon|in the afternoon|afternoon', means: afternoon },
  { written: 'every evening|in the evening|each evening|evening|at teatime|teatime', means: evening },
  { written: 'every night|at night|nightly|each night|night', means: night },
  {
    written: 'at bedtime|before bed|before bedtime|every bedtime|bedtime|on going to bed|each bedtime',
    means: bedtime,
  },
  { written: 'breakfast|at breakfast', means: atMeal('breakfast') },
  { written: 'lunch|at lunch', means: atMeal('lunch') },
  { written: 'dinner|supper|evening meal|at dinner|at supper', means: atMeal('dinner') },
];

const mealTimes: SigCode[] = [
  { written: 'ac', says: 'before meals', means: meals('before') },
  { written: 'pc', says: 'after meals', means: meals('after') },
  { written: 'ic', says: 'between meals', means: meals('between') },
  { written: 'ac breakfast', says: 'before breakfast', means: atMeal('breakfast', 'before') },
  { written: 'ac lunch', says: 'before lunch', means: atMeal('lunch', 'before') },
  { written: 'ac dinner|ac supper', says: 'before dinner', means: atMeal('dinner', 'before') },
  { written: 'pc breakfast', says: 'after breakfast', means: atMeal('breakfast', 'after') },
  { written: 'pc lunch', says: 'after lunch', means: atMeal('lunch', 'after') },
  { written: 'pc dinner|pc supper', says: 'after dinner', means: atMeal('dinner', 'after') },
  { written: 'before breakfast', means: atMeal('breakfast', 'before') },
  { written: 'after breakfast', means: atMeal('breakfast', 'after') },
  { written: 'with breakfast', means: atMeal('breakfast', 'with') },
  { written: 'before lunch', means: atMeal('lunch', 'before') },
  { written: 'after lunch', means: atMeal('lunch', 'after') },
  { written: 'with lunch', means: atMeal('lunch', 'with') },
  { written: 'before dinner|before supper|before the evening meal', means: atMeal('dinner', 'before') },
  { written: 'after dinner|after supper|after the evening meal', means: atMeal('dinner', 'after') },
  {
    written: 'with dinner|with supper|with evening meal|with the evening meal',
    means: atMeal('dinner', 'with'),
  },
  { written: 'w / breakfast', says: 'with breakfast', means: atMeal('breakfast', 'with') },
  { written: 'w / lunch', says: 'with lunch', means: atMeal('lunch', 'with') },
  { written: 'w / dinner|w / supper', says: 'with dinner', means: atMeal('dinner', 'with') },
  { written: 'with meals|with each meal|with every meal|with food or milk', means: meals('with') },
  { written: 'before meals|before each meal|before every meal|before food', means: meals('before') },
  { written: 'after meals|after each meal|after every meal|after food', means: meals('after') },
  { written: 'between meals', means: meals('between') },
  { written: 'at mealtimes', means: meals('at') },
  { written: 'w / meals|c̄ meals|wm|c meals', says: 'with meals', means: meals('with') },
  { written: 'with food|with or after food|with or just after food|with a meal', means: words },
  { written: 'w / food|c̄ food|wf|c food|cc', says: 'with food', means: words },
];

const conditions: SigCode[] = [
  { written: 'prn|p r n', says: 'as needed', means: needed },
  { written: 'sos', says: 'if necessary', means: needed },
  {
    written:
      'as needed|if needed|when needed|as required|if required|when required|when necessary|if necessary|as necessary',
    means: needed,
  },
  { written: 'ad lib|ad libitum', says: 'as desired', means: needed },
  { written: 'stat', says: 'now, once', means: { kind: 'once', once: 'now' } },
  { written: 'now|at once|immediately', means: { kind: 'once', once: 'now' } },
  { written: 'x 1|x 1 dose|x one dose|× 1', says: 'once only', means: once },
  {
    written:
      'once|once only|one dose|one time|single dose|as a single dose|for 1 dose|for one dose|one time only',
    means: once,
  },
  { written: 'w / a|wa', says: 'while awake', means: { kind: 'awake' } },
  { written: 'while awake|when awake', means: { kind: 'awake' } },
  { written: 'ud|ut dict|ut dictum|uad|mdu|asdir', says: 'as directed', means: directed },
  { written: 'as directed|as instructed|as per instructions|follow directions', means: directed },
  { written: 'ssi|ssri|ss scale|per ss', says: 'by the sliding scale', means: slidingScale },
  {
    written: 'sliding scale|per sliding scale|per the sliding scale|as per sliding scale|by sliding scale',
    means: slidingScale,
  },
  {
    written:
      'then|increase|increasing|decrease|decreasing|reduce|reducing|taper|tapering|titrate|repeat|alternating|alternate|except|excluding|not on|but not on|skip|skipping|followed by',
    means: { kind: 'steps' },
  },
];

/** `[what the patient reads, codes, plain words, and where the codes are no English words]` */
const routes: [says: string, codes: string, plain: string][] = [
  ['by mouth', 'po|per os|p o', 'orally|oral route|by oral route|by the mouth'],
  ['under the tongue', 'sl', 'sublingually|sublingual route'],
  ['in the cheek', 'bucc|buc', 'buccally|buccal route'],
  ['into the rectum', 'pr', 'rectally|rectal route|in the rectum|per rectum'],
  ['into the vagina', 'pv', 'vaginally|vaginal route|in the vagina|per vagina'],
  ['into the muscle', 'im', 'intramuscularly|intramuscular route'],
  ['into a vein', 'iv', 'intravenously|intravenous route'],
  ['into the skin', 'id', 'intradermally'],
  ['under the skin', 'subcut|subq|sc|sq|sub q', 'subcutaneously|subcutaneous route|beneath the skin'],
  ['by inhalation', 'inh', 'inhalation route'],
  ['by nebuliser', 'neb|nebs', 'by nebulizer|via nebulizer|via nebuliser'],
  ['to the skin', '', 'topically|topical route|cutaneous route'],
  ['on the skin', 'td', 'transdermally|transdermal route'],
  ['through the nose tube', 'ng', 'via ng tube'],
  ['through the stomach tube', 'via gt|via peg', ''],
];

export type Organ = 'eye' | 'ear' | 'nose' | 'skin';
type PlaceRow = [place: string, organ: Organ, says: string, plain: string, pair?: true];

const placeRows: PlaceRow[] = [
  ['right eye', 'eye', 'in the right eye', 'right eye|in right eye|into the right eye|to the right eye'],
  ['left eye', 'eye', 'in the left eye', 'left eye|in left eye|into the left eye|to the left eye'],
  [
    'both eyes',
    'eye',
    'in both eyes',
    'both eyes|each eye|in each eye|into both eyes|into each eye|to both eyes|right eye and left eye|left eye and right eye',
    true,
  ],
  [
    'affected eye',
    'eye',
    'in the affected eye',
    'affected eye|in affected eye|into the affected eye|to the affected eye',
  ],
  ['right ear', 'ear', 'in the right ear', 'right ear|in right ear|into the right ear'],
  ['left ear', 'ear', 'in the left ear', 'left ear|in left ear|into the left ear'],
  ['both ears', 'ear', 'in both ears', 'both ears|each ear|in each ear|into both ears|into each ear', true],
  ['affected ear', 'ear', 'in the affected ear', 'affected ear|in affected ear|into the affected ear'],
  ['nose', 'nose', 'in the nose', 'intranasally|into the nose'],
  [
    'each nostril',
    'nose',
    'in each nostril',
    'each nostril|both nostrils|each nare|both nares|ea nostril|in both nostrils|into each nostril|into both nostrils|in each nare|in ea nostril',
    true,
  ],
  [
    'affected area',
    'skin',
    'to the affected area',
    'affected area|affected areas|to affected area|to affected areas|to the affected areas|on the affected area|on affected area',
  ],
];

/** Places by name: the organ, how the patient reads it, and whether the dose goes to both of two. */
export const places: ReadonlyMap<string, { organ: Organ; says: string; pair: boolean }> = new Map(
  placeRows.map(([place, organ, says, , pair]) => [place, { organ, says, pair: pair === true }]),
);

/** Codes for places. `wary` ones are English words too. */
const placeCodes: [codes: string, place: string, limits?: Pick<SigCode, 'profile' | 'wary'>][] = [
  ['nas|intranasal', 'nose'],
  ['in', 'nose', { wary: true }],
  ['od', 'right eye', { profile: 'us' }],
  ['os', 'left eye'],
  ['ou', 'both eyes'],
  ['re', 'right eye', { profile: 'uk', wary: true }],
  ['le', 'left eye', { profile: 'uk', wary: true }],
  ['be', 'both eyes', { profile: 'uk', wary: true }],
  ['ad', 'right ear', { profile: 'us', wary: true }],
  ['as', 'left ear', { wary: true }],
  ['au', 'both ears'],
  ['aa|to aa', 'affected area'],
];

const routesAndPlaces: SigCode[] = [
  ...routes.flatMap(([says, codes, plain]): SigCode[] => [
    ...(codes === '' ? [] : [{ written: codes, says, means: { kind: 'route', route: says } as const }]),
    { written: plain === '' ? says : `${says}|${plain}`, means: { kind: 'route', route: says } },
  ]),
  { written: 'top', wary: true, says: 'to the skin', means: { kind: 'route', route: 'to the skin' } },
  ...placeRows.map(
    ([place, , says, plain]): SigCode => ({ written: `${says}|${plain}`, means: { kind: 'place', place } }),
  ),
  ...placeCodes.map(
    ([written, place, limits]): SigCode => ({
      written,
      says: places.get(place)?.says ?? place,
      means: { kind: 'place', place },
      ...limits,
    }),
  ),
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

const verbs =
  'take|give|apply|inhale|instil|insert|inject|place|put|use|spray|chew|dissolve|swallow|drink|suck|rub|wear|mix|gargle|rinse|administer';
const passives =
  'taken=take|used=use|applied=apply|given=give|inhaled=inhale|inserted=insert|injected=inject';

const otherWords: SigCode[] = [
  ...weekdayNames.map((written, day): SigCode => ({ written, means: { kind: 'weekdays', days: [day] } })),
  {
    written: 'mwf|m w f|m / w / f',
    says: 'on Monday, Wednesday and Friday',
    means: { kind: 'weekdays', days: [1, 3, 5] },
  },
  { written: 'on weekdays', means: { kind: 'weekdays', days: [1, 2, 3, 4, 5] } },
  { written: 'at weekends|on weekends', means: { kind: 'weekdays', days: [6, 0] } },
  ...verbs.split('|').map((verb): SigCode => ({ written: verb, means: { kind: 'verb', verb } })),
  { written: 'instill', means: { kind: 'verb', verb: 'instil' } },
  { written: 'rinse with', means: { kind: 'verb', verb: 'rinse with' } },
  ...passives.split('|').map((row): SigCode => {
    const [participle = '', verb = ''] = row.split('=');
    return { written: `to be ${participle}`, means: { kind: 'verb', verb, passive: true } };
  }),
  { written: 'tk', says: 'take', means: { kind: 'verb', verb: 'take' } },
  { written: 'and|plus', means: { kind: 'join' } },
  { written: '+|&', says: 'and', means: { kind: 'join' } },
  { written: '-|–|to|or', means: { kind: 'span' } },
  { written: 'q', says: 'every', means: words },
  { written: 'd / c|dc', says: 'stop', means: words },
  { written: 'daw', says: 'dispense as written', means: words },
  { written: 'npo', says: 'with nothing by mouth', means: words },
  { written: 'w /|c̄', says: 'with', means: words },
  { written: 's̄', says: 'without', means: words },
  { written: 'aq', says: 'with water', means: words },
  { written: 'pt', says: 'patient', means: words },
  { written: 'oj', says: 'orange juice', means: words },
  {
    written:
      'ms|mso 4|mgso 4|hctz|hct|mtx|azt|apap|asa|cpz|ptu|tac|zn so 4|znso 4|kcl|dto|noac|pca|pnv|tnk|tpa|ara a',
    means: words,
  },
];

export const sigCodes: readonly SigCode[] = [
  ...frequencies,
  ...timesOfDay,
  ...mealTimes,
  ...conditions,
  ...routesAndPlaces,
  ...otherWords,
];

/** What one does by default, as the grammar names it: `Instill` is `instil`. */
export const verbOf = (word: string): string => {
  const verb = word.toLowerCase();
  return verb === 'instill' ? 'instil' : verb;
};

export type UnitWord = {
  unit: string;
  /** Counted by the piece, so a quarter is said in words and another unit on the product is a contradiction. */
  solid?: true;
  /** A spelling the patient should not see. */
  short?: true;
  /** Millilitres in one household measure. */
  millilitres?: number;
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
  ['u', { unit: 'unit', short: true }],
  ['iu', { unit: 'unit', short: true }],
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
  ['cc|ccs', { unit: 'mL', short: true }],
  ['teaspoon|teaspoons|teaspoonful|teaspoonfuls|tsp|tsps|tspn', { unit: 'mL', short: true, millilitres: 5 }],
  [
    'tablespoon|tablespoons|tablespoonful|tablespoonfuls|tbsp|tbsps',
    { unit: 'mL', short: true, millilitres: 15 },
  ],
  ['mg|mgs|milligram|milligrams', { unit: 'mg' }],
  ['g|gm|gms|gram|grams|gramme|grammes', { unit: 'g' }],
  ['mcg|mcgs|microgram|micrograms', { unit: 'microgram' }],
  ['ug|µg|μg', { unit: 'microgram', short: true }],
  ['nanogram|nanograms', { unit: 'nanogram' }],
  ['ng', { unit: 'nanogram', short: true }],
  ['grain|grains', { unit: 'grain' }],
  ['gr', { unit: 'grain', short: true }],
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
  ['quarter', fraction(1, 4)],
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
