/**
 * Directions: from the shorthand of the trade to the sentence the patient reads, and to the daily amount.
 *
 * Always: never throws, whatever is typed; plain prose comes out as it went in; what cannot be counted with
 * certainty is null and is said so in a flag, never guessed. Refused spellings are still expanded, so that the
 * person who must rewrite them sees what they were read as.
 * Not here: whether the dose is safe for this drug and this patient.
 */
import {
  add,
  compare,
  divide,
  exactly,
  type Fraction,
  fraction,
  multiply,
  type Range,
  same,
  smaller,
} from './fraction.ts';
import { type Flag, type Profile, unitWords } from './sig-codes.ts';
import type { Part, PartMeaning, SigForm } from './sig-part.ts';
import { partsOf } from './sig-parts.ts';
import { isPlainWord, sentenceOf } from './sig-sentence.ts';
import { type Token, tokensOf } from './sig-tokens.ts';

export type Dose = { min: Fraction; max: Fraction; unit: string };

export type SigReading = {
  /** What the patient reads. Empty only for empty directions. */
  sentence: string;
  /** What one administration uses up: one drop in both eyes is two drops. */
  dose: Dose | null;
  /** Administrations a day, exact: once a week is 1/7. Null where nothing bounds them. */
  perDay: Range | null;
  /** How long the directions run, where they say so. */
  days: Fraction | null;
  asNeeded: boolean;
  /** A `refuse` flag means the spelling must be rewritten before anyone goes on. */
  flags: Flag[];
  /** Words left as written because no rule knows them. */
  unread: string[];
};

/** Reads directions for a product counted in `form.unit`. The profile decides what `od` means. */
export function expandSig(text: string, form: SigForm, profile: Profile): SigReading {
  const tokens = tokensOf(text);
  const parts = partsOf(tokens, form, profile);
  const asNeeded = parts.some(({ means }) => means.kind === 'needed');
  const dose = doseOf(parts);
  const often = howOften(parts);
  const bounded = dose === 'several' ? null : withinMaximum(often.perDay, parts, dose);
  const flags = [
    ...parts.flatMap((part) => part.flags),
    ...often.flags,
    ...(dose === 'several' ? [severalDoses] : []),
    ...contradictions(parts, form),
    ...(dose === null && bounded !== null && isSolid(form.unit) ? [noDose] : []),
    ...(asNeeded && bounded === null && often.flags.length === 0 ? [noMaximum] : []),
    ...(parts.some(({ means }) => means.kind === 'directed') && bounded === null ? [noAmount] : []),
  ];
  return {
    sentence: parts.some(({ shorthand }) => shorthand) ? sentenceOf(tokens, parts, form) : text.trim(),
    dose: dose === 'several' ? null : dose,
    perDay: bounded,
    days: daysOf(parts),
    asNeeded,
    flags: [...new Map(flags.map((flag) => [flag.code, flag])).values()],
    unread: unreadOf(tokens, parts),
  };
}

const warning = (code: string, text: string): Flag => ({ code, text, severity: 'warn' });
const severalDoses = warning('several-doses', 'Several different doses. Work out the days’ supply by hand.');
const severalSteps = warning(
  'several-steps',
  'The directions change as they go. Work out the days’ supply by hand.',
);
const conflicting = warning('two-frequencies', 'Two different frequencies. Ask which is meant.');
const noDose = warning('no-dose', 'No amount is written. Ask how many at a time.');
const noMaximum = warning('no-maximum', 'As needed, with nothing that bounds it. Ask for a maximum a day.');
const noAmount = warning('as-directed', '“As directed” gives no amount or no times. Ask what was meant.');

const isSolid = (unit: string): boolean => unitWords.get(unit.toLowerCase())?.solid === true;

/** Meanings of one kind, in order. */
const every = <K extends PartMeaning['kind']>(parts: readonly Part[], kind: K) =>
  parts.flatMap(({ means }) => (means.kind === kind ? [means as Extract<PartMeaning, { kind: K }>] : []));

function doseOf(parts: readonly Part[]): Dose | 'several' | null {
  const [first, ...others] = every(parts, 'dose');
  if (first === undefined) return null;
  if (others.some((other) => other.unit !== first.unit || !same(other.amount, first.amount)))
    return 'several';
  const places = fraction(every(parts, 'site').some(({ pair }) => pair === true) ? 2 : 1);
  return {
    min: multiply(first.amount.min, places),
    max: multiply(first.amount.max, places),
    unit: first.unit,
  };
}

type Often = { perDay: Range | null; flags: Flag[] };
const uncounted = (flag: Flag): Often => ({ perDay: null, flags: [flag] });

/** Administrations a day, from frequencies, times of the day, meals and weekdays together. */
function howOften(parts: readonly Part[]): Often {
  const bases = basesOf(parts);
  const steps = every(parts, 'steps').length > 0;
  if (steps && (bases.length > 0 || every(parts, 'dose').length > 1 || every(parts, 'clock').length > 0)) {
    return uncounted(severalSteps);
  }
  if (bases.length > 1) return uncounted(conflicting);
  const clocks = clocksOf(parts, bases.length > 0);
  const base = bases[0] ?? (clocks.counted > 0 ? exactly(fraction(clocks.counted)) : null);
  const weekdays = new Set(every(parts, 'weekday').map(({ day }) => day)).size;
  if (base === null) {
    const once = every(parts, 'once').length > 0 || weekdays > 0;
    return {
      perDay: once ? exactly(fraction(Math.max(weekdays, 1), weekdays > 0 ? 7 : 1)) : null,
      flags: [],
    };
  }
  const hourly = every(parts, 'times').some(({ hours }) => hours) && every(parts, 'awake').length > 0;
  // Sixteen of twenty-four hours are waking ones.
  const waking = hourly ? fraction(2, 3) : fraction(1);
  const perDay = mapRange(base, (value) => add(multiply(value, waking), fraction(clocks.added)));
  return weekdays === 0 ? { perDay, flags: [] } : onWeekdays(perDay, weekdays, parts);
}

const mapRange = (range: Range, change: (value: Fraction) => Fraction): Range => ({
  min: change(range.min),
  max: change(range.max),
});

/** The written frequencies; `bid to tid` is one of them, and one said twice counts once. */
function basesOf(parts: readonly Part[]): Range[] {
  const bases: Range[] = [];
  for (const [at, { means }] of parts.entries()) {
    if (means.kind !== 'times') continue;
    const last = bases.at(-1);
    const spanned = parts[at - 1]?.means.kind === 'span' && parts[at - 2]?.means.kind === 'times';
    if (last !== undefined && spanned) {
      bases[bases.length - 1] = { min: smaller(last.min, means.min), max: larger(last.max, means.max) };
    } else if (!bases.some((base) => same(base, means))) {
      bases.push({ min: means.min, max: means.max });
    }
  }
  return bases;
}

const larger = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);

/**
 * Times of the day: alone they are counted, beside a frequency they only say when, unless joined to it by “and”
 * (`tid & hs` is four). Meals without any number are three a day.
 */
function clocksOf(parts: readonly Part[], hasBase: boolean): { counted: number; added: number } {
  const named = momentsOf(parts);
  const mealsWritten = every(parts, 'meals').length > 0;
  let added = 0;
  let joinedToMeals = false;
  for (const [at, { means }] of parts.entries()) {
    if (parts[at - 1]?.means.kind !== 'join') continue;
    const before = parts[at - 2]?.means.kind;
    if (means.kind === 'clock' && (before === 'times' || before === 'meals')) added += 1;
    if ((means.kind === 'clock' && before === 'meals') || (means.kind === 'meals' && before === 'clock')) {
      joinedToMeals = true;
    }
  }
  if (hasBase) return { counted: 0, added };
  if (mealsWritten && (named === 0 || joinedToMeals)) return { counted: 3 + named, added: 0 };
  return { counted: named, added: 0 };
}

type Clock = Extract<PartMeaning, { kind: 'clock' }>;

/**
 * How many different moments the times of the day name. Two words for one moment count once: `qam before
 * breakfast`, `every evening at bedtime`. Behind “and” the later word has to lie wholly within the earlier, or the
 * other way round, to be the same; behind another dose it is always another.
 */
function momentsOf(parts: readonly Part[]): number {
  let count = 0;
  let sinceDose: Clock[] = [];
  for (const [at, { means }] of parts.entries()) {
    if (means.kind === 'dose') sinceDose = [];
    if (means.kind !== 'clock') continue;
    const joined = parts[at - 1]?.means.kind === 'join';
    const same = sinceDose.findIndex((one) => (joined ? nested(one, means) : overlapping(one, means)));
    const known = sinceDose[same];
    if (known === undefined) {
      sinceDose.push(means);
      count += 1;
      // Of two words for one moment, what both say is what is meant.
    } else
      sinceDose[same] = {
        kind: 'clock',
        from: Math.max(known.from, means.from),
        to: Math.min(known.to, means.to),
      };
  }
  return count;
}

const overlapping = (a: Clock, b: Clock): boolean => a.from <= b.to && b.from <= a.to;
const nested = (a: Clock, b: Clock): boolean =>
  (a.from <= b.from && b.to <= a.to) || (b.from <= a.from && a.to <= b.to);

function onWeekdays(perDay: Range, weekdays: number, parts: readonly Part[]): Often {
  const spanned = parts.some(
    ({ means }, at) => means.kind === 'span' && parts[at - 1]?.means.kind === 'weekday',
  );
  if (spanned) return uncounted(severalSteps);
  const share = fraction(weekdays, 7);
  if (compare(perDay.max, fraction(1)) >= 0)
    return { perDay: mapRange(perDay, (value) => multiply(value, share)), flags: [] };
  return compare(perDay.max, share) === 0 ? { perDay, flags: [] } : uncounted(conflicting);
}

/** A written maximum lowers the upper bound, and is the only one where there was none. */
function withinMaximum(perDay: Range | null, parts: readonly Part[], dose: Dose | null): Range | null {
  const limits = every(parts, 'maximum').flatMap(({ amount, unit }) => {
    if (unit === null) return [amount];
    return dose !== null && dose.unit === unit ? [divide(amount, dose.max)] : [];
  });
  if (limits.length === 0) return perDay;
  const limit = limits.reduce(smaller);
  if (perDay === null) return every(parts, 'needed').length > 0 ? exactly(limit) : null;
  return mapRange(perDay, (value) => smaller(value, limit));
}

function daysOf(parts: readonly Part[]): Fraction | null {
  const lengths = every(parts, 'duration');
  return lengths.length === 1 ? (lengths[0]?.days ?? null) : null;
}

/** What the directions say against the product they are for. */
function contradictions(parts: readonly Part[], form: SigForm): Flag[] {
  const doses = every(parts, 'dose');
  const solidForm = isSolid(form.unit);
  const flags = doses
    .filter(({ unit, solid }) => unit !== form.unit && (solid || solidForm))
    .map(({ unit }) =>
      warning(
        'unit-differs',
        `The directions count in ${unit}, the product in ${form.unit}. Check the drug and the dose.`,
      ),
    );
  const swallowed = solidForm && /^(tablet|capsule|lozenge)$/.test(form.unit);
  const sites = every(parts, 'site').filter(() => swallowed);
  return [
    ...flags,
    ...sites.map(
      ({ organ }): Flag => ({
        code: 'site-differs',
        severity: 'refuse',
        text: `Read as “${organ}”, but the product is a ${form.unit}. Write the directions in words.`,
      }),
    ),
  ];
}

/** Unknown words, but for those right after “as needed”, which are its reason. */
function unreadOf(tokens: readonly Token[], parts: readonly Part[]): string[] {
  const unread: string[] = [];
  let inReason = false;
  for (const part of parts) {
    inReason = part.means.kind === 'needed' || (inReason && isPlainWord(part));
    if (!part.known && !inReason) unread.push(tokens[part.from]?.raw ?? '');
  }
  return unread;
}
