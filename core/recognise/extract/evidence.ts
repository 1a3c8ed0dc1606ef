/**
 * What the labels of a page say of the people on it: each label with the words beside, below or around it, and a
 * reader that takes what it can from them.
 *
 * Always: words beside a label go before words below it. Not here: what is read.
 */
import type { Label } from './labels.ts';
import type { Token } from './lines.ts';
import { belowOf, besideOf, flowOf, type Sheet } from './sheet.ts';
import { type Read, type Span, spanOf, tokensBetween } from './span.ts';

/** A value with the words it came from. */
export interface Placed<T extends Read> {
  readonly read: T;
  readonly tokens: readonly Token[];
}

/**
 * The texts that belong to a label, the likeliest first: beside it, then all of its line, then below it. `more` is the
 * number of further lines it may go on in.
 */
export function textsOf(sheet: Sheet, label: Label, more = 0): Span[] {
  const segments = besideOf(sheet, label);
  const [first] = segments;
  const line = segments.flatMap(({ tokens }) => tokens);
  const below = belowOf(sheet, label, more + 1).flat();
  return [
    ...(first === undefined ? [] : [spanOf(flowOf(sheet, first, more))]),
    ...(segments.length > 1 ? [spanOf(line)] : []),
    ...(below.length === 0 ? [] : [spanOf(below)]),
  ];
}

/**
 * Reads the first text of a label that the reader can take; one that is `good` before one that only will do. `more`
 * is the number of further lines a text may go on in.
 */
export function readAt<T extends Read>(
  sheet: Sheet,
  label: Label,
  read: (text: string) => T | null,
  good: (value: T) => boolean = () => true,
  more = 0,
): Placed<T> | null {
  const placed = textsOf(sheet, label, more).flatMap((span): Placed<T>[] => {
    const value = read(span.text);
    return value === null ? [] : [{ read: value, tokens: tokensBetween(span, value.from, value.to) }];
  });
  return placed.find((one) => good(one.read)) ?? placed[0] ?? null;
}
