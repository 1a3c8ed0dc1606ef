/**
 * What is checked of every person's name and number, and how a value of a person becomes a draft.
 *
 * Always: a value is proven when every check passed. Not here: where the values stand.
 */
import type { ReadField } from '../../contract/recognition.ts';
import { type Check, check, type Draft, failed, passed } from './draft.ts';
import type { Token } from './lines.ts';
import type { Read } from './span.ts';
import type { ReadName } from './values/name.ts';

/** Makes a draft of a value of this page. */
export type Make = (
  field: ReadField,
  tokens: readonly Token[],
  value: string,
  checks: readonly Check[],
  standing?: Draft['standing'],
) => Draft;

/** Drafts of one page, proven when every check passed. */
export const draftsOn =
  (page: number): Make =>
  (field, tokens, value, checks, standing = 'labelled') => ({
    field,
    value,
    tokens,
    page,
    standing,
    checks,
    proven: checks.every((one) => one.passed),
  });

/** A figure that was not one is not to be relied on. */
export const slipped = failed('a letter was taken for a figure');

export const phoneChecks = (read: Read): Check[] => [
  passed('as many digits as a telephone number has'),
  ...(read.repaired ? [slipped] : []),
];

export const nameChecks = (read: ReadName): Check[] => [
  check(read.tidy, 'letters only', 'an odd letter in it'),
  ...(read.value.includes(',') ? [] : [failed('one word only')]),
];

/** A family name that is more than an initial: the rest may stand behind a wide gap. */
export const wholeName = ({ value }: { value: string }): boolean => /^\p{L}{2}.*,/u.test(value);

/** A name with a family and a given part. */
export const twoParts = ({ value }: { value: string }): boolean => value.includes(',');
