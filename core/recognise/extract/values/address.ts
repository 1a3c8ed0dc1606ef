/**
 * Postal addresses of the two countries: known by the code at their end.
 *
 * Always: the words as they stand, with the lines joined by commas. Not here: whether the street exists.
 */
import type { Lexicon } from '../../reading.ts';

const codes: Record<Lexicon['profile'], RegExp> = {
  us: /\b[A-Z]{2}[.,]?\s+\d{5}(?:-\d{4})?\b/,
  uk: /\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b/,
};

/** Where the postal code of a text ends, or -1. */
export function codeEnd(text: string, profile: Lexicon['profile']): number {
  const match = codes[profile].exec(text);
  return match === null ? -1 : match.index + match[0].length;
}

/** A line that can be of an address: a house number, or words of a street or town. */
export const looksLikeStreet = (text: string): boolean =>
  /^[^\p{L}\d]*(?:(?:flat|apt|unit|suite|apartment|p\.?o\.? box)\b|\d+[A-Za-z]?[\s,])/iu.test(text);

/** One address from its lines. */
export const addressOf = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim().replace(/^[^\p{L}\d]+|[\s,;.]+$/gu, ''))
    .filter((line) => line !== '')
    .join(', ')
    .replace(/\s+/g, ' ')
    .replace(/\s,/g, ',')
    .slice(0, 300);
