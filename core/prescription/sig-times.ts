/**
 * When directions are followed, as it is collected: frequency, moments of the day, meals and weekdays of a step.
 *
 * Always: two words for one time are one time. Not here: what it adds up to (sig-daily.ts).
 */
import { compare, type Range, same } from './fraction.ts';
import { type Collecting, startStep, type Window } from './sig-step.ts';
import {
  type Frequency,
  type MealRelation,
  type Moment,
  sameFrequency,
  sameMoment,
} from './sig-structure.ts';

/** `bid to tid` is one frequency; one said twice counts once; “once every 3 days” is no single dose. */
export function addFrequency(all: Collecting, frequency: Frequency, at: number): void {
  const { step, parts } = all;
  if (parts[at - 1]?.means.kind === 'once') step.once = null;
  const before = step.frequency;
  if (before === null) step.frequency = frequency;
  else if (parts[at - 1]?.means.kind === 'span' && parts[at - 2]?.means.kind === 'often') {
    const widened = widen(before, frequency);
    if (widened !== null) step.frequency = widened;
    else startStep(all, 'and').frequency = frequency;
  } else if (!sameFrequency(before, frequency)) {
    startStep(all, 'and').frequency = frequency;
  }
}

/** The range over two frequencies that differ in one thing only. */
function widen(a: Frequency, b: Frequency): Frequency | null {
  if (a.period !== b.period) return null;
  if (same(a.every, b.every)) return { ...a, times: over(a.times, b.times) };
  return same(a.times, b.times) ? { ...a, every: over(a.every, b.every) } : null;
}
const over = (a: Range, b: Range): Range => ({
  min: compare(a.min, b.min) <= 0 ? a.min : b.min,
  max: compare(a.max, b.max) >= 0 ? a.max : b.max,
});

const kindAt = (all: Collecting, at: number) => all.parts[at]?.means.kind;

/**
 * Two words for one moment are one moment: `qam before breakfast`, `every evening at bedtime`. Behind “and” the later
 * word has to lie wholly within the earlier, or the other way round, to be the same. Joined by “and” to a frequency
 * or to meals a moment comes on top of them.
 */
export function addMoment(all: Collecting, means: { moment: Moment } & Window, at: number): void {
  const { step, windows } = all;
  const joined = kindAt(all, at - 1) === 'join';
  const before = joined ? kindAt(all, at - 2) : undefined;
  if (before === 'often' || before === 'meals' || (before === 'awake' && step.frequency !== null))
    step.timesAdded = true;
  const { moment, from, to } = means;
  const known = windows.findLastIndex((one) => (joined ? nested(one, means) : overlapping(one, means)));
  const window = windows[known];
  if (window === undefined) {
    windows.push({ from, to });
    step.times.push([moment]);
    return;
  }
  // Of two words for one moment, what both say is what is meant.
  windows[known] = { from: Math.max(window.from, from), to: Math.min(window.to, to) };
  const said = step.times[known] as Moment[];
  if (!said.some((one) => sameMoment(one, moment))) said.push(moment);
}

const overlapping = (a: Window, b: Window): boolean => a.from <= b.to && b.from <= a.to;
const nested = (a: Window, b: Window): boolean =>
  (a.from <= b.from && b.to <= a.to) || (b.from <= a.from && a.to <= b.to);

export function addMeals(all: Collecting, relation: MealRelation, at: number): void {
  const { step } = all;
  if (!step.meals.includes(relation)) step.meals.push(relation);
  const behindMoment = kindAt(all, at - 1) === 'join' && kindAt(all, at - 2) === 'moment';
  if (behindMoment && step.frequency === null) step.timesAdded = true;
}

/** `Mon to Fri` are five days. */
export function addWeekdays(all: Collecting, days: readonly number[], at: number): void {
  const { step } = all;
  const named = new Set([...step.weekdays, ...days]);
  const start = all.parts[at - 2]?.means;
  const [first] = start?.kind === 'weekdays' && kindAt(all, at - 1) === 'span' ? start.days : [];
  const [last] = days;
  if (first !== undefined && last !== undefined)
    for (let day = first; day !== last; day = (day + 1) % 7) named.add(day);
  step.weekdays = [...named].sort((a, b) => fromMonday(a) - fromMonday(b));
}
const fromMonday = (day: number): number => (day + 6) % 7;
