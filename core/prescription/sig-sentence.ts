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
  let text = '';
  if (first !== undefined && !bareWords.has(first.means.kind) && !hasVerb(parts)) text = form.verb;
  let leftOut = false;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as Part;
    const before = parts[at - 1];
    const words = wordsOf(tokens, part);
    const repeated =
      part.means.kind === 'moment' && before !== undefined && wordsOf(tokens, before) === words;
    const afterGap = leftOut;
    leftOut = repeated || isPointOfCode(tokens, parts, at) || saidByTheNext(tokens, part, parts[at + 1]);
    if (leftOut) continue;
    if (part.means.kind === 'maximum' && part.anew && text !== '' && !/[.,;]$/.test(text)) text += ',';
    const close = before !== undefined && !afterGap && standsClose(tokens, part, before, words);
    if (text !== '' && !close) text += ' ';
    text += words;
    if (part.says === 'as needed' && startsReason(tokens, parts, at + 1)) text += ' for';
  }
  return asSentence(text);
}

/** What the verb of the form does not go before: words as such. */
const bareWords: ReadonlySet<string> = new Set(['words', 'join', 'span', 'steps']);
const hasVerb = (parts: readonly Part[]): boolean => parts.some(({ means }) => means.kind === 'verb');

/** Capitals at the beginning and a point at the end. */
export function asSentence(text: string): string {
  if (text === '') return '';
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  let capital = capitalised(first) + text.slice(first.length);
  if (capital.includes('. ') || capital.includes('! ') || capital.includes('? '))
    capital = capital.replace(/[.!?] \p{Ll}/gu, capitalised);
  const last = capital.charAt(capital.length - 1);
  return last === '.' || last === '!' || last === '?' ? capital : `${capital}.`;
}
/** Only where the capital is the same letter: ß has none. */
const capitalised = (start: string): string => {
  const upper = start.toUpperCase();
  return upper.toLowerCase() === start ? upper : start;
};

/** “as needed” is followed by “for” when a reason comes at once. */
function startsReason(tokens: readonly Token[], parts: readonly Part[], at: number): boolean {
  const next = parts[isPointOfCode(tokens, parts, at) ? at + 1 : at];
  return next !== undefined && isReason(tokens, next);
}

const prepositions = new Set(['in', 'into', 'to', 'at', 'by', 'on', 'the']);

/** “in” + “in the right eye” is said once, in the words of the code. */
function saidByTheNext(tokens: readonly Token[], part: Part, next: Part | undefined): boolean {
  if (part.anew || part.to !== part.from + 1 || next === undefined || !next.anew) return false;
  const { kind } = next.means;
  if (kind !== 'place' && kind !== 'route' && kind !== 'moment') return false;
  return prepositions.has(tokens[part.from]?.key ?? '');
}
