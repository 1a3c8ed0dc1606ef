/**
 * Directions as words, numbers and signs.
 *
 * Always: linear in the length of the text; the tokens with their gaps are the text again. Not here: any meaning.
 */

export type Token = { raw: string; key: string; gap: string };

const tokenShape =
  /(\s*)(\p{L}(?:\.\p{L})+(?!\p{L})\.?|[\p{L}\p{M}]+|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d*\.\d+|\d+|[^\s])/gsu;

/** Words, numbers and single signs, each with the space before it. `b.i.d.` is one word with the key `bid`. */
export function tokensOf(text: string): Token[] {
  return [...text.trimEnd().normalize('NFC').matchAll(tokenShape)].map(([, gap = '', raw = '']) => ({
    raw,
    gap,
    key: /^\p{L}/u.test(raw) ? raw.replaceAll('.', '').toLowerCase() : raw,
  }));
}

export type TokenReader = { tokens: readonly Token[] };

/** The key of a token, empty past the end. */
export const keyAt = ({ tokens }: TokenReader, at: number): string => tokens[at]?.key ?? '';
export const oneOf = (reader: TokenReader, at: number, keys: ReadonlySet<string>): boolean =>
  keys.has(keyAt(reader, at));
