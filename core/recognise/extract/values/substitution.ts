/**
 * Whether another maker's product may be given: ticked boxes, sentences and codes.
 *
 * Always: two boxes decide only when exactly one is ticked; a box that cannot be read decides nothing. Not here:
 * where on the page they stand.
 */

export type Substitution = 'allowed' | 'not allowed';

/** Longest first: `substitution not permitted` holds `substitution`. */
const phrases: [meaning: Substitution, shape: RegExp][] = [
  [
    'not allowed',
    /(?<!\p{L})(?:substitution\s+(?:is\s+)?(?:not|prohibited|forbidden)(?:\s+(?:permitted|allowed|permissible))?|no\s+(?:generic\s+)?substitutions?|do\s+not\s+substitute|may\s+not\s+(?:be\s+)?substitut(?:e|ed)|brand\s+(?:name\s+)?(?:medically\s+)?(?:necessary|only|required)|dispense\s+as\s+written|non[-\s]?substitutable|no\s+generics?)(?!\p{L})/iu,
  ],
  [
    'allowed',
    /(?<!\p{L})(?:(?:generic\s+|product\s+)?(?:substitutions?|selection|generics?|generic\s+equivalent)\s+(?:is\s+)?(?:permitted|allowed|permissible|ok|okay|acceptable|authori[sz]ed)|may\s+(?:be\s+)?substitut(?:e|ed)|may\s+substitute\s+generic|substitute\s+(?:ok|permitted))(?!\p{L})/iu,
  ],
];

export interface ReadSubstitution {
  readonly meaning: Substitution;
  readonly from: number;
  readonly to: number;
  readonly tick: 'ticked' | 'empty' | 'unclear' | 'none';
}

/** Every sentence about substitution in a line, with the box before it. */
export function substitutionsIn(text: string): ReadSubstitution[] {
  const found: ReadSubstitution[] = [];
  let rest = text;
  for (const [meaning, shape] of phrases) {
    const match = shape.exec(rest);
    if (match === null) continue;
    found.push({
      meaning,
      from: match.index,
      to: match.index + match[0].length,
      tick: tickBefore(text.slice(0, match.index)),
    });
    rest =
      rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length);
  }
  return found;
}

/** What OCR makes of the box before a sentence. */
function tickBefore(text: string): ReadSubstitution['tick'] {
  const mark = /(\S{1,4})\s*$/.exec(text)?.[1];
  if (mark === undefined) return 'none';
  if (/[xX✓✔☒☑×%]/.test(mark) && !/[a-wyz]{2}/i.test(mark)) return 'ticked';
  if (/^[[({|]?\s?[OoQ0D_☐□]{0,2}\s?[\])}|J]?$/.test(mark)) return 'empty';
  return /\p{L}{3}|\d{2}|[.:;,]$/u.test(mark) ? 'none' : 'unclear';
}

/** What a label is answered with: `permitted`, `Yes`, `DAW 1`. `DAW: Yes` asks for the original. */
export function substitutionAnswer(text: string, asksForOriginal: boolean): Substitution | null {
  const answer = text.replace(/^[\s:.\-–=*([]+/, '').toLowerCase();
  const says = (words: RegExp) => words.test(answer);
  if (says(/^(?:not|prohibited|daw\s*:?\s*1|1|do not|brand|dispense as written)(?![\p{L}\d])/u))
    return 'not allowed';
  if (says(/^(?:ok|allowed|permitted|permissible|may|daw\s*:?\s*0|0|generic)(?![\p{L}\d])/u))
    return 'allowed';
  if (says(/^(?:no|n|none)(?![\p{L}\d])/u)) return asksForOriginal ? 'allowed' : 'not allowed';
  if (says(/^(?:yes|y)(?![\p{L}\d])/u)) return asksForOriginal ? 'not allowed' : 'allowed';
  return null;
}
