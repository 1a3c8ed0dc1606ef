/**
 * What directions add up to: the dose, how often a day, for how long; and what cannot be counted, said in a flag.
 *
 * Always: exact; reckoned from the structure alone, so that directions that say the same come to the same amount;
 * what is not certain is null, never guessed. Not here: whether it is safe for the drug (hard-stops.ts).
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
import { type Flag, places } from './sig-codes.ts';
import { isSolid } from './sig-said.ts';
import type { Frequency, Period, Sig, Step } from './sig-structure.ts';

export type Dose = { min: Fraction; max: Fraction; unit: string };

export type Daily = {
  dose: Dose | null;
  perDay: Range | null;
  days: Fraction | null;
  asNeeded: boolean;
  flags: Flag[];
};

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

/**
 * The daily amount of directions for a product counted in `unit`. `dose` is what one administration uses up: one
 * drop in both eyes is two drops. `perDay` counts administrations: once a week is 1/7.
 */
export function dailyOf({ steps }: Sig, unit: string): Daily {
  const dose = doseOf(steps);
  const often = howOften(steps);
  const asNeeded = steps.some((step) => step.asNeeded !== null);
  const bounded = dose === 'several' ? null : withinMaximum(often.perDay, steps, dose, asNeeded);
  const flags = often.flag === null ? [] : [often.flag];
  if (dose === 'several') flags.push(severalDoses);
  contradictions(steps, unit, flags);
  if (dose === null && bounded !== null && isSolid(unit)) flags.push(noDose);
  if (asNeeded && bounded === null && often.flag === null) flags.push(noMaximum);
  if (bounded === null && steps.some(({ directed }) => directed !== null)) flags.push(noAmount);
  return {
    dose: dose === 'several' ? null : dose,
    perDay: bounded,
    days: daysOf(steps),
    asNeeded,
    flags,
  };
}

function doseOf(steps: readonly Step[]): Dose | 'several' | null {
  let found: Step['dose'] = null;
  let pair = false;
  for (const { dose, place } of steps) {
    if (place !== null && places.get(place)?.pair === true) pair = true;
    if (dose === null) continue;
    if (found !== null && (dose.unit !== found.unit || !same(dose.amount, found.amount))) return 'several';
    found ??= dose;
  }
  if (found === null) return null;
  const { min, max } = pair ? mapRange(found.amount, twice) : found.amount;
  return { min, max, unit: found.unit };
}
const twice = (value: Fraction): Fraction => multiply(value, fraction(2));

type Often = { perDay: Range | null; flag: Flag | null };
const uncounted = (flag: Flag): Often => ({ perDay: null, flag });
const unknown: Often = { perDay: null, flag: null };
const once: Often = { perDay: exactly(fraction(1)), flag: null };

const changes = ({ link }: Step): boolean => link !== '' && link !== 'and';
const saysWhen = ({ frequency, times }: Step): boolean => frequency !== null || times.length > 0;

/** Administrations a day over all steps. A dose with the steps behind it that have none is taken together. */
function howOften(steps: readonly Step[]): Often {
  const [only] = steps;
  if (only === undefined) return unknown;
  if (steps.length === 1 && !changes(only)) return oftenInOne(steps);
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last === undefined || (step.dose !== null && last.some(({ dose }) => dose !== null)))
      groups.push([step]);
    else last.push(step);
  }
  if (steps.some(changes))
    return groups.length > 1 || steps.some(saysWhen) ? uncounted(severalSteps) : oftenInOne(steps);
  return groups.length === 1 ? oftenInOne(steps) : oftenInAll(groups);
}

/**
 * The highest frequency any step says by itself, or null where none says any: what may be met at worst, even where no
 * single daily amount is true.
 */
export function mostOften({ steps }: Sig): Fraction | null {
  let most: Fraction | null = null;
  for (const step of steps) {
    const { perDay } =
      saysWhen(step) || step.meals.length > 0 || step.weekdays.length > 0 ? oftenInOne([step]) : unknown;
    if (perDay !== null && (most === null || compare(perDay.max, most) > 0)) most = perDay.max;
  }
  return most;
}

/** The same dose several times over: each adds to the day, but for one that only repeats the frequency. */
function oftenInAll(groups: readonly (readonly Step[])[]): Often {
  let total: Range | null = null;
  const counted: Range[] = [];
  for (const group of groups) {
    const often = oftenInOne(group);
    if (often.flag !== null) return often;
    if (often.perDay === null) continue;
    if (group.some((step) => step.once !== null && !saysWhen(step))) return uncounted(severalSteps);
    const bare = group.every(({ times, meals }) => times.length === 0 && meals.length === 0);
    const { perDay } = often;
    if (bare && counted.some((one) => same(one, perDay))) continue;
    if (bare) counted.push(perDay);
    total = total === null ? perDay : { min: add(total.min, perDay.min), max: add(total.max, perDay.max) };
  }
  return { perDay: total, flag: null };
}

/** Administrations a day, from frequencies, times of the day, meals and weekdays together. */
function oftenInOne(steps: readonly Step[]): Often {
  let base: Range | null = null;
  let moments = 0;
  let added = 0;
  let hasMeals = false;
  let single = false;
  let awake = false;
  let hourly = false;
  const weekdays = new Set<number>();
  for (const step of steps) {
    if (step.frequency !== null) {
      const often = perDayOf(step.frequency);
      if (base !== null && !same(base, often)) return uncounted(conflicting);
      base = often;
      hourly ||= step.frequency.period === 'hour';
    }
    if (step.timesAdded) added += step.times.length;
    else moments += step.times.length;
    hasMeals ||= step.meals.length > 0;
    single ||= step.once !== null;
    awake ||= step.whileAwake;
    for (const day of step.weekdays) weekdays.add(day);
  }
  // Beside a frequency the times of the day only say when; meals without any number are three a day.
  if (base === null && hasMeals && (added > 0 || moments === 0))
    base = exactly(fraction(3 + moments + added));
  else if (base === null && moments + added > 0) base = exactly(fraction(moments + added));
  else if (base !== null) {
    // Sixteen of twenty-four hours are waking ones.
    const waking = hourly && awake ? fraction(2, 3) : null;
    if (waking !== null || added > 0)
      base = mapRange(base, (value) =>
        add(waking === null ? value : multiply(value, waking), fraction(added)),
      );
  }
  if (weekdays.size > 0) return onWeekdays(base, weekdays.size);
  if (base === null) return single ? once : unknown;
  return { perDay: base, flag: null };
}

function onWeekdays(perDay: Range | null, weekdays: number): Often {
  const share = fraction(weekdays, 7);
  if (perDay === null) return { perDay: exactly(share), flag: null };
  if (compare(perDay.max, fraction(1)) >= 0)
    return { perDay: mapRange(perDay, (value) => multiply(value, share)), flag: null };
  return compare(perDay.max, share) === 0 ? { perDay, flag: null } : uncounted(conflicting);
}

const one = exactly(fraction(1));
const daysIn: Record<Period, Fraction> = {
  hour: fraction(1, 24),
  day: fraction(1),
  week: fraction(7),
  month: fraction(365, 12),
};

/** Times a day of a frequency. */
function perDayOf({ times, every, period }: Frequency): Range {
  if (period === 'day' && same(every, one)) return times;
  const length = daysIn[period];
  return {
    min: divide(times.min, multiply(every.max, length)),
    max: divide(times.max, multiply(every.min, length)),
  };
}

const mapRange = (range: Range, change: (value: Fraction) => Fraction): Range => ({
  min: change(range.min),
  max: change(range.max),
});

/** A written maximum lowers the upper bound, and is the only one where there was none. */
function withinMaximum(
  perDay: Range | null,
  steps: readonly Step[],
  dose: Dose | null,
  asNeeded: boolean,
): Range | null {
  let limit: Fraction | null = null;
  for (const { maximum } of steps) {
    if (maximum === null) continue;
    const { amount, unit } = maximum;
    if (unit !== null && (dose === null || dose.unit !== unit)) continue;
    const times = unit === null || dose === null ? amount : divide(amount, dose.max);
    limit = limit === null ? times : smaller(limit, times);
  }
  if (limit === null) return perDay;
  const most = limit;
  if (perDay === null) return asNeeded ? exactly(most) : null;
  return mapRange(perDay, (value) => smaller(value, most));
}

/** A month of treatment is thirty days. */
const lasts: Record<Period, Fraction> = { ...daysIn, month: fraction(30) };

/** How long the directions run, where they say so once. */
function daysOf(steps: readonly Step[]): Fraction | null {
  let only: Step['duration'] = null;
  for (const { duration } of steps) {
    if (duration !== null && only !== null) return null;
    only ??= duration;
  }
  return only === null || only.unit === 'dose' ? null : multiply(only.length.max, lasts[only.unit]);
}

/** What the directions say against the product they are for. */
function contradictions(steps: readonly Step[], unit: string, flags: Flag[]): void {
  const solidForm = isSolid(unit);
  const swallowed = solidForm && /^(tablet|capsule|lozenge)$/.test(unit);
  for (const { dose, place } of steps) {
    if (dose !== null && dose.unit !== unit && (solidForm || isSolid(dose.unit)))
      flags.push(
        warning(
          'unit-differs',
          `The directions count in ${dose.unit}, the product in ${unit}. Check the drug and the dose.`,
        ),
      );
    const organ = place === null ? undefined : places.get(place)?.organ;
    if (swallowed && organ !== undefined)
      flags.push({
        code: 'site-differs',
        severity: 'refuse',
        text: `Read as “${organ}”, but the product is a ${unit}. Write the directions in words.`,
      });
  }
}
