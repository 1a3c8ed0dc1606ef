/**
 * One part of the directions, and what a matcher is given to find it.
 *
 * Always: a part covers whole tokens. Not here: the matching.
 */
import type { Fraction, Range } from './fraction.ts';
import type { Flag, Meaning, Profile } from './sig-codes.ts';
import { doseText, durationText, frequencyText, maximumText, momentText } from './sig-said.ts';
import type { Period } from './sig-structure.ts';
import type { Token } from './sig-words.ts';

/** What the product is counted in, and what one does with it: `tablet`, `Take`. */
export type SigForm = { unit: string; verb: string };
export type PartMeaning =
  | Meaning
  | { kind: 'dose'; amount: Range; unit: string }
  /** What the dose before amounts to, in brackets behind it. */
  | { kind: 'strength'; amount: Range; unit: string }
  | { kind: 'duration'; length: Range; unit: Period | 'dose' }
  /** At most so much in a day; `unit` is null where it counts doses. */
  | { kind: 'maximum'; amount: Fraction; unit: string | null };

export type Part = {
  from: number;
  to: number;
  means: PartMeaning;
  /** The patient's words of a code; null where they are made from what it means, or what was written is kept. */
  says: string | null;
  /** Said in other words than it was written in. */
  anew: boolean;
  /** This part alone shows that the text is shorthand, not prose. */
  shorthand: boolean;
  known: boolean;
  flags: readonly Flag[];
};

export type Matcher = (reader: Reader, at: number) => Part | null;

export type Reader = {
  tokens: readonly Token[];
  form: SigForm;
  profile: Profile;
  previous: Part | undefined;
};

export const noFlags: readonly Flag[] = [];

/** Whether “as needed” is for this: a word no rule knows, and no number. */
export const isReason = (tokens: readonly Token[], { means, anew, known, from }: Part): boolean =>
  means.kind === 'words' && !anew && !known && tokens[from]?.kind !== 'number';

/** The part as it was typed, gaps made single. */
export function asTyped(tokens: readonly Token[], { from, to }: Part): string {
  let text = tokens[from]?.raw ?? '';
  for (let at = from + 1; at < to; at += 1) {
    const token = tokens[at];
    if (token !== undefined) text += token.gap === '' ? token.raw : ` ${token.raw}`;
  }
  return text;
}

/** What a part says, in the patient's words where it is said anew. */
export const wordsOf = (tokens: readonly Token[], part: Part): string =>
  part.says ?? (part.anew ? meaningText(part.means) : asTyped(tokens, part));

function meaningText(means: PartMeaning): string {
  switch (means.kind) {
    case 'dose':
      return doseText(means.amount, means.unit);
    case 'strength':
      return `(${doseText(means.amount, means.unit)})`;
    case 'often':
      return frequencyText(means.frequency);
    case 'duration':
      return durationText(means.length, means.unit);
    case 'maximum':
      return maximumText(means.amount, means.unit);
    case 'moment':
      return momentText(means.moment);
    default:
      return '';
  }
}

/** The point of an abbreviation (`tab.`) goes with it, unless it ends the directions. */
export const isPointOfCode = (tokens: readonly Token[], parts: readonly Part[], at: number): boolean => {
  const part = parts[at];
  const token = part && tokens[part.from];
  return token?.raw === '.' && token.gap === '' && at < parts.length - 1 && parts[at - 1]?.anew === true;
};

const startsWithSign = /^[^\p{L}\p{N}]/u;

/** Whether a part stands close to the one before it, as it was typed. */
export function standsClose(tokens: readonly Token[], part: Part, previous: Part, words: string): boolean {
  if (tokens[part.from]?.gap !== '') return false;
  if (tokens[previous.from]?.raw === '(' && !previous.anew) return true;
  return !part.anew && (!previous.anew || startsWithSign.test(words));
}
