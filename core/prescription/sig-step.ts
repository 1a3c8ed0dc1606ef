/**
 * Directions while they are collected: the step that grows, and the words not placed yet.
 *
 * Always: the steps handed out at the end are changed no more. Not here: which part goes where.
 */
import type { Part, SigForm } from './sig-part.ts';
import { emptyStep, type GrowingStep } from './sig-structure.ts';
import type { Token } from './sig-words.ts';

export type Window = { from: number; to: number };

export type Collecting = {
  tokens: readonly Token[];
  parts: readonly Part[];
  form: SigForm;
  steps: GrowingStep[];
  step: GrowingStep;
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

export function startStep(all: Collecting, link: string): GrowingStep {
  all.step = emptyStep(link);
  all.steps.push(all.step);
  all.windows = [];
  all.holds = 'nothing';
  return all.step;
}
