/**
 * The sentence the patient reads, put together from the parts of the directions.
 *
 * Always: the order is that of the prescriber, and words no rule knows stay as written. Not here: any arithmetic, and
 * the sentence made from the structure (sig-print.ts), which this one is held against.
 */
import { isPointOfCode, isReason, type Part, type SigForm, standsClose, wordsOf } from './sig-part.ts';
import type { Token } from './sig-words.ts';

/** Puts the parts back in their order, the known ones in the patient's words. */
export function sentenceOf(tokens: readonly Token[], parts: readonly Part[], form: SigForm): string {
  const first = parts[0];
  const pieces: string[] = [];
  if (first !== undefined && !bareWords.has(first.means.kind) && !hasVerb(parts)) pieces.push(form.verb);
  let leftOut = false;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as Part;
    const before = parts[at - 1];
    const afterGap = leftOut;
    leftOut =
      isPointOfCode(tokens, parts, at) ||
      saidByTheNext(tokens, part, parts[at + 1]) ||
      isRepeated(tokens, part, before);
    if (leftOut) continue;
    const words = wordsOf(tokens, part);
    const last = pieces.at(-1);
    if (last !== undefined) {
      if (part.means.kind === 'maximum' && part.anew && !/[.,;]$/.test(last)) pieces.push(',');
      const close = before !== undefined && !afterGap && standsClose(tokens, part, before, words);
      if (!close) pieces.push(' ');
    }
    pieces.push(words);
    if (part.says === 'as needed' && startsReason(tokens, parts, at + 1)) pieces.push(' for');
  }
  return asSentence(pieces);
}

/** What the verb of the form does not go before: words as such. */
const bareWords: ReadonlySet<string> = new Set(['words', 'join', 'span', 'steps']);
const hasVerb = (parts: readonly Part[]): boolean => parts.some(({ means }) => means.kind === 'verb');

/** Pieces in one, with capitals at the beginning and a point at the end. */
export function asSentence(pieces: string[]): string {
  const [first = ''] = pieces;
  if (first === '') return '';
  const letter = String.fromCodePoint(first.codePointAt(0) as number);
  pieces[0] = capitalised(letter) + first.slice(letter.length);
  const last = pieces.at(-1) as string;
  if (!/[.!?]$/.test(last)) pieces.push('.');
  const text = pieces.join('');
  return /[.!?] /.test(text) ? text.replace(/[.!?] \p{Ll}/gu, capitalised) : text;
}
/** Only where the capital is the same letter: ß has none. */
const capitalised = (start: string): string => {
  const upper = start.toUpperCase();
  return upper.toLowerCase() === start ? upper : start;
};

/** `qhs at bedtime` is said once. */
const isRepeated = (tokens: readonly Token[], part: Part, before: Part | undefined): boolean =>
  part.means.kind === 'moment' &&
  before?.means.kind === 'moment' &&
  wordsOf(tokens, part) === wordsOf(tokens, before);

/** “as needed” is followed by “for” when a reason comes at once. */
function startsReason(tokens: readonly Token[], parts: readonly Part[], at: number): boolean {
  const next = parts[isPointOfCode(tokens, parts, at) ? at + 1 : at];
  return next !== undefined && isReason(tokens, next);
}

const prepositions = new Set(['in', 'into', 'to', 'at', 'by', 'on', 'the']);

/** “in” + “in the right eye” is said once, in the words of the code. */
function saidByTheNext(tokens: readonly Token[], part: Part, next: Part | undefined): boolean {
  if (part.anew || next?.anew !== true || part.to !== part.from + 1) return false;
  const { kind } = next.means;
  if (kind !== 'place' && kind !== 'route' && kind !== 'moment') return false;
  return prepositions.has(tokens[part.from]?.key ?? '');
}
