/**
 * Directions while they are collected: the step that grows, and the words not placed yet.
 *
 * Always: the steps handed out at the end are changed no more. Not here: which part goes where.
 */
import type { Part, SigForm } from './sig-part.ts';
import { emptyStep, type MealRelation, type Moment, type Step } from './sig-structure.ts';
import type { Token } from './sig-words.ts';

/** A step while it grows. */
export type Growing = Omit<{ -readonly [K in keyof Step]: Step[K] }, 'meals' | 'times' | 'remarks'> & {
  meals: MealRelation[];
  times: Moment[][];
  remarks: string[];
};

export type Window = { from: number; to: number };

export type Collecting = {
  tokens: readonly Token[];
  parts: readonly Part[];
  form: SigForm;
  steps: Growing[];
  step: Growing;
  /** What the step holds so far, beside its link. */
  holds: 'nothing' | 'verb' | 'more';
  /** Something was read that is more than words. */
  structured: boolean;
  /** The hours of each moment of the step, narrowed by every word for it. */
  windows: Window[];
  /** Words not placed yet, and where they will go. */
  run: Part[];
  runGoes: 'remark' | 'reason' | 'link';
  unread: string[];
};

/** Each step has arrays of its own to grow. */
export const growing = (link: string): Growing => ({ ...emptyStep(link), meals: [], times: [], remarks: [] });

export function startStep(all: Collecting, link: string): Growing {
  all.step = growing(link);
  all.steps.push(all.step);
  all.windows = [];
  all.holds = 'nothing';
  return all.step;
}
