/**
 * Postal addresses of the two countries: known by the code at their end.
 *
 * Always: the words as they stand, with the lines joined by commas. Not here: whether the street exists.
 */
import type { Lexicon } from '../../reading.ts';
import type { Read } from '../span.ts';
import { asFigures } from './number.ts';

const codes: Record<Lexicon['profile'], RegExp> = {
  us: /\b([A-Z]{2})[.,]?\s+([\dOoIlSB]{3}\s?[\dOoIlSB]{2})(?:-\d{4})?\b/,
  uk: /\b([A-Z]{1,2}[\dOI][A-Z\d]?)\s?([\dSOIBZ])\s?([A-Z]{2})\b/,
};

/** The postal code of a text: where it stands, how it is written, and whether a letter had to be put right. */
export function codeIn(text: string, profile: Lexicon['profile']): Read | null {
  const match = codes[profile].exec(text);
  if (match === null) return null;
  const [whole, first = '', second = '', third = ''] = match;
  const value =
    profile === 'us'
      ? `${first} ${asFigures(second).replace(/\s/g, '')}${whole.slice(whole.search(/-\d{4}$|$/))}`
      : `${first.replace(/(?<=^[A-Z]{1,2})[OI]/, asFigures)} ${asFigures(second)}${third}`;
  const repaired = value.replace(/[\s.,]/g, '') !== whole.replace(/[\s.,]/g, '');
  return { value, from: match.index, to: match.index + whole.length, repaired };
}

/** A line that can be of an address: a house number, or words of a street or town. */
export const looksLikeStreet = (text: string): boolean =>
  /^[^\p{L}\d]*(?:(?:flat|apt|unit|suite|apartment|p\.?o\.? box)\b|\d+[A-Za-z]?[\s,])/iu.test(text);

/** An address without what clings to its ends. */
export const addressOf = (text: string): string =>
  text
    .replace(/^[^\p{L}\d]+|[\s,;.]+$/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/\s,/g, ',')
    .slice(0, 300);
