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
  readonly text: string;
}

/** The texts that belong to a label, the likeliest first: beside it, then below it. */
export function textsOf(sheet: Sheet, label: Label, more = 0): Span[] {
  const segments = besideOf(sheet, label);
  const beside = segments.flatMap(({ tokens }) => tokens);
  if (beside.length > 0) {
    const last = segments[0]!;
    const flow = more === 0 ? [] : flowOf(sheet, last, more).filter(({ line }) => line > last.line);
    return [spanOf([...beside, ...flow])];
  }
  const below = belowOf(sheet, label, more + 1);
  return below.length === 0 ? [] : [spanOf(below.flat())];
}

/** Reads the first text of a label that the reader can take. */
export function readAt<T extends Read>(
  sheet: Sheet,
  label: Label,
  read: (text: string) => T | null,
  more = 0,
): Placed<T> | null {
  for (const span of textsOf(sheet, label, more)) {
    const value = read(span.text);
    if (value !== null)
      return { read: value, tokens: tokensBetween(span, value.from, value.to), text: span.text };
  }
  return null;
}
