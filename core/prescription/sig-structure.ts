/**
 * Directions as data: what is said, without how it was written. `bid`, `twice daily` and `2 times a day` are one.
 *
 * Always: plain data, exact fractions, never changed once made; every member is there, so that two directions are
 * compared by walking them. What carries no amount stays as words: advice (“with food”) and words no rule knows.
 * Not here: reading (sig-collect.ts), saying it again (sig-print.ts), and what it adds up to (sig-daily.ts).
 */
import { compare, type Fraction, type Range, same } from './fraction.ts';

export type Period = 'hour' | 'day' | 'week' | 'month';

/** So many times in every so many periods: twice a day is 2 in 1 day; every 4 to 6 hours is 1 in 4 to 6 hours. */
export type Frequency = { times: Range; every: Range; period: Period };

export type Meal = 'breakfast' | 'lunch' | 'dinner';
export type MealRelation = 'before' | 'after' | 'with' | 'between' | 'at';
export type PartOfDay = 'morning' | 'midday' | 'afternoon' | 'evening' | 'night' | 'bedtime';

/** When in the day; `minute` counts from midnight. */
export type Moment = { partOfDay: PartOfDay } | { meal: Meal; relation: MealRelation } | { minute: number };

export type Amount = { amount: Range; unit: string };

export type Step = {
  /** How it follows on what stands before: `and`, or words of change such as `then` and `increase to`. */
  link: string;
  /** What one does: `take`, `dissolve and take`; empty where nothing is to be done. */
  verb: string;
  /** At one place at one time; `strength` is what it amounts to where both are written: 1 tablet (500 mg). */
  dose: (Amount & { strength: Amount | null }) | null;
  /** In the words of the patient: `by mouth`. */
  route: string | null;
  /** `right eye`, `both eyes`. */
  place: string | null;
  frequency: Frequency | null;
  whileAwake: boolean;
  meals: readonly MealRelation[];
  /** The moments of the day, each with all the words for it: [morning, before breakfast] is one. */
  times: readonly (readonly Moment[])[];
  /** The moments come on top of frequency or meals: three times a day *and* at bedtime. */
  timesAdded: boolean;
  /** 0 is Sunday; from Monday on. */
  weekdays: readonly number[];
  once: 'now' | 'only' | null;
  asNeeded: { reason: string | null } | null;
  /** `as directed`, `by the sliding scale`. */
  directed: string | null;
  duration: { length: Range; unit: Period | 'dose' } | null;
  /** At most so much in a day; `unit` is null where it counts doses. */
  maximum: { amount: Fraction; unit: string | null } | null;
  /** Advice, and words no rule knows, in their order. */
  remarks: readonly string[];
};

/** Directions in their order; without a step where nothing was written. */
export type Sig = { steps: readonly Step[] };

/** A step while it grows. */
export type GrowingStep = Omit<{ -readonly [K in keyof Step]: Step[K] }, 'meals' | 'times' | 'remarks'> & {
  meals: MealRelation[];
  times: Moment[][];
  remarks: string[];
};

/** A step that says nothing yet, with lists of its own to grow. */
export const emptyStep = (link: string): GrowingStep => ({
  link,
  verb: '',
  dose: null,
  route: null,
  place: null,
  frequency: null,
  whileAwake: false,
  meals: [],
  times: [],
  timesAdded: false,
  weekdays: noDays,
  once: null,
  asNeeded: null,
  directed: null,
  duration: null,
  maximum: null,
  remarks: [],
});
const noDays: readonly number[] = [];

/** Whether two directions say the same. Words kept as written may differ in capitals. */
export const sameSig = (a: Sig, b: Sig): boolean => sameList(a.steps, b.steps, sameStep);

/** Field by field: the check of every reading, so it looks at nothing twice. */
const sameStep = (a: Step, b: Step): boolean =>
  sameWords(a.link, b.link) &&
  sameWords(a.verb, b.verb) &&
  both(a.dose, b.dose, sameDose) &&
  a.route === b.route &&
  a.place === b.place &&
  both(a.frequency, b.frequency, sameFrequency) &&
  a.whileAwake === b.whileAwake &&
  sameList(a.meals, b.meals, Object.is) &&
  sameList(a.times, b.times, sameMoments) &&
  a.timesAdded === b.timesAdded &&
  sameList(a.weekdays, b.weekdays, Object.is) &&
  a.once === b.once &&
  both(a.asNeeded, b.asNeeded, sameReason) &&
  a.directed === b.directed &&
  both(a.duration, b.duration, sameDuration) &&
  both(a.maximum, b.maximum, sameMaximum) &&
  sameList(a.remarks, b.remarks, sameWords);

type Field<K extends keyof Step> = NonNullable<Step[K]>;
const sameDose = (a: Field<'dose'>, b: Field<'dose'>): boolean =>
  sameAmount(a, b) && both(a.strength, b.strength, sameAmount);
const sameReason = (a: Field<'asNeeded'>, b: Field<'asNeeded'>): boolean =>
  sameWords(a.reason ?? '', b.reason ?? '');
const sameDuration = (a: Field<'duration'>, b: Field<'duration'>): boolean =>
  a.unit === b.unit && same(a.length, b.length);
const sameMaximum = (a: Field<'maximum'>, b: Field<'maximum'>): boolean =>
  a.unit === b.unit && compare(a.amount, b.amount) === 0;
const sameMoments = (a: readonly Moment[], b: readonly Moment[]): boolean => sameList(a, b, sameMoment);

const both = <T>(a: T | null, b: T | null, equal: (a: T, b: T) => boolean): boolean =>
  a === b || (a !== null && b !== null && equal(a, b));
function sameList<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (!equal(a[at] as T, b[at] as T)) return false;
  return true;
}
const sameWords = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();
const sameAmount = (a: Amount, b: Amount): boolean => a.unit === b.unit && same(a.amount, b.amount);

export const sameFrequency = (a: Frequency, b: Frequency): boolean =>
  a === b || (a.period === b.period && same(a.times, b.times) && same(a.every, b.every));

export function sameMoment(a: Moment, b: Moment): boolean {
  if (a === b) return true;
  if ('minute' in a) return 'minute' in b && a.minute === b.minute;
  if ('meal' in a) return 'meal' in b && a.meal === b.meal && a.relation === b.relation;
  return 'partOfDay' in b && a.partOfDay === b.partOfDay;
}
