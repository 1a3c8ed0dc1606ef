/**
 * A value on its way to being a suggestion: what was read, where, and what it was held against.
 *
 * Always: `proven` is said only by who knows every check there is for the value; OCR and page are judged elsewhere
 * (confidence.ts). Not here: the judgement.
 */
import type { ReadField } from '../../contract/recognition.ts';
import type { Token } from './lines.ts';

export interface Check {
  readonly passed: boolean;
  readonly words: string;
}

export interface Draft {
  readonly field: ReadField;
  readonly value: string;
  /** The words it was read from; of one page. */
  readonly tokens: readonly Token[];
  readonly page: number;
  /** Where it stood: beside its label or in its column; known by its kind; or only likely. */
  readonly standing: 'labelled' | 'known' | 'likely';
  readonly checks: readonly Check[];
  /** All that can be checked was checked and agrees. */
  readonly proven: boolean;
  /** Something else on the page says the same. */
  readonly confirmed?: boolean;
}

export const passed = (words: string): Check => ({ passed: true, words });
export const failed = (words: string): Check => ({ passed: false, words });
export const check = (holds: boolean, right: string, wrong: string): Check =>
  holds ? passed(right) : failed(wrong);
