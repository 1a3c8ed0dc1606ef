/**
 * One part of the directions, and what a matcher is given to find it.
 *
 * Always: a part covers whole tokens. Not here: the matching.
 */
import type { Fraction, Range } from './fraction.ts';
import type { Flag, Meaning, Profile, UnitWord } from './sig-codes.ts';
import type { Token } from './sig-tokens.ts';

/** What the product is counted in, and what one does with it: `tablet`, `Take`. */
export type SigForm = { unit: string; verb: string };
export type PartMeaning =
  | Meaning
  | { kind: 'dose'; amount: Range; unit: string; solid: boolean }
  | { kind: 'duration'; days: Fraction | null }
  /** At most so much in a day; `unit` is null where it counts doses. */
  | { kind: 'maximum'; amount: Fraction; unit: string | null };

export type Part = {
  from: number;
  to: number;
  means: PartMeaning;
  /** The patient's words; null keeps what was written. */
  says: string | null;
  /** This part alone shows that the text is shorthand, not prose. */
  shorthand: boolean;
  known: boolean;
  flags: Flag[];
};

export type Reader = {
  tokens: readonly Token[];
  form: SigForm;
  profile: Profile;
  previous: Part | undefined;
};
export type Matcher = (reader: Reader, at: number) => Part | null;

const refusal = (code: string, text: string): Flag => ({ code, text, severity: 'refuse' });

/** What speaks against this spelling of a unit. */
export const unitFlags = (key: string, word: UnitWord): Flag[] =>
  word.refuse === undefined ? [] : [refusal(key, word.refuse)];
