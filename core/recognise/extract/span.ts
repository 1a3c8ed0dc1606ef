/**
 * Tokens as one text, and from a piece of that text back to the tokens it came from: readers of values work on text
 * and never lose the place on the page.
 *
 * Always: tokens are joined by one space. Not here: what is read.
 */
import type { Token } from './lines.ts';

export interface Span {
  readonly tokens: readonly Token[];
  readonly text: string;
  /** Where each token begins in the text. */
  readonly starts: readonly number[];
}

/** An upright stroke before a unit is a one: `| mg`. */
const unit = /^m[cg]g?$/i;

/** `bars` keeps upright strokes that stand alone: in directions they are ones, elsewhere rules of the form. */
export function spanOf(all: readonly Token[], bars = false): Span {
  const tokens = bars
    ? all
    : all.filter(({ text }, at) => text !== '|' || unit.test(all[at + 1]?.text ?? ''));
  const starts: number[] = [];
  let text = '';
  for (const token of tokens) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += token.text;
  }
  return { tokens, text, starts };
}

/** The tokens that have a letter between two places of the text. */
export const tokensBetween = ({ tokens, starts }: Span, from: number, to: number): Token[] =>
  tokens.filter((token, at) => starts[at]! < to && starts[at]! + token.text.length > from);

/** A value read from a text: what a form is filled with, where it stood, and whether a letter had to be put right. */
export interface Read {
  readonly value: string;
  readonly from: number;
  readonly to: number;
  readonly repaired: boolean;
}
