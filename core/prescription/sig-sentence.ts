/**
 * The sentence the patient reads, put together from the parts of the directions.
 *
 * Always: the order is that of the prescriber, and words no rule knows stay as written. Not here: any arithmetic.
 */
import type { Part, SigForm } from './sig-part.ts';
import type { Token } from './sig-tokens.ts';

/** A word left as it was written. */
export const isPlainWord = ({ means, says }: Part): boolean => means.kind === 'words' && says === null;

/** Puts the parts back in their order, the known ones in the patient's words. */
export function sentenceOf(tokens: readonly Token[], parts: readonly Part[], form: SigForm): string {
  const hasVerb = parts.some(({ means }) => means.kind === 'verb');
  const first = parts[0];
  const pieces = !hasVerb && first !== undefined && !isPlainWord(first) ? [form.verb] : [];
  for (const [at, part] of parts.entries()) {
    const previous = parts[at - 1];
    if (isPointOfCode(tokens, part, previous) && at < parts.length - 1) continue;
    const words =
      part.says === null ? asTyped(tokens, part) : withoutDoubledPreposition(part, previous, tokens);
    if (part.means.kind === 'clock' && wordsOf(tokens, previous) === words) continue;
    const keepsGap =
      previous !== undefined &&
      (asTyped(tokens, previous) === '(' ||
        (part.says === null && (previous.says === null || /^[^\p{L}\p{N}]/u.test(words))));
    if (part.means.kind === 'maximum' && part.says !== null && /[^.,;]$/.test(pieces.at(-1) ?? '.'))
      pieces.push(',');
    if (pieces.length > 0 && !(keepsGap && tokens[part.from]?.gap === '')) pieces.push(' ');
    pieces.push(words);
    if (part.says === 'as needed' && startsReason(parts[at + 1])) pieces.push(' for');
  }
  const sentence = pieces.join('');
  const capital = sentence.replace(/(?:^|[.!?] )\p{Ll}/gu, (start) => start.toUpperCase());
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** The point of an abbreviation (`tab.`) goes with it, unless it ends the directions. */
function isPointOfCode(tokens: readonly Token[], part: Part, previous: Part | undefined): boolean {
  const token = tokens[part.from];
  return token?.raw === '.' && token.gap === '' && previous !== undefined && previous.says !== null;
}

/** “as needed” is followed by “for” when a reason comes at once. */
const startsReason = (next: Part | undefined): boolean =>
  next !== undefined && isPlainWord(next) && !next.known;

const asTyped = (tokens: readonly Token[], part: Part): string =>
  tokens
    .slice(part.from, part.to)
    .map(({ raw, gap }, at) => (at === 0 ? raw : gap.replace(/\s+/g, ' ') + raw))
    .join('');

/** What a part says, in the patient's words where it has any. */
const wordsOf = (tokens: readonly Token[], part: Part | undefined): string | null =>
  part === undefined ? null : (part.says ?? asTyped(tokens, part));

/** “in” + “in the right eye” is said once. */
function withoutDoubledPreposition(part: Part, previous: Part | undefined, tokens: readonly Token[]): string {
  const says = part.says ?? '';
  const before = previous === undefined ? '' : (tokens[previous.from]?.key ?? '');
  const place = part.means.kind === 'site' || part.means.kind === 'route' || part.means.kind === 'clock';
  return place && ['in', 'into', 'to', 'at', 'by', 'on'].includes(before) && previous?.says === null
    ? says.replace(/^(in|into|to|at|by|on) /, '')
    : says;
}
