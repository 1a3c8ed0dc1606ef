/**
 * What a person types into a search box, and the text it is held against: lower case, without accents.
 * One folding for both sides, so that "Núñez", "nunez" and "NUÑEZ" are the same. No table and no rule is here.
 */

/** Letters that Unicode does not take apart into a letter and a mark. */
const letters: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

/** Lower case without accents; signs and digits stay. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœı]/g, (letter) => letters[letter]!);

/** Letters alone: "O'Brien-Smith" → "obriensmith". */
export const lettersOf = (text: string): string => plain(text).replace(/\P{L}/gu, '');

/** Digits alone: "(585) 555-0142" → "5855550142". */
export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The words of what was typed, without the signs around them: "Smith, J." → smith, j. A control character parts words. */
export const fragmentsOf = (text: string): string[] =>
  plain(text)
    .split(/[\s,;\p{Cc}]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, ''))
    .filter((word) => word !== '');

/** The trigram index serves fragments of at least so many characters. */
export const isSearchable = (fragment: string): boolean => [...fragment].length >= 3;

/** An FTS5 expression for text that holds every searchable fragment, or null when there is none. */
export const matchExpression = (fragments: string[]): string | null =>
  fragments
    .filter(isSearchable)
    .map((fragment) => `"${fragment.replaceAll('"', '""')}"`)
    .join(' AND ') || null;

/** A LIKE pattern (escaped with a backslash) for text that holds a fragment at the start of a word. */
export const wordPattern = (fragment: string): string => `% ${likeText(fragment)}%`;

/** A LIKE pattern (escaped with a backslash) for text that holds a fragment anywhere. */
export const anywherePattern = (fragment: string): string => `%${likeText(fragment)}%`;

const likeText = (fragment: string) => fragment.replace(/[\\%_]/g, '\\$&');

/**
 * How many letters two words are off, up to 2: a letter changed, left out, added, or two exchanged is one.
 * 2 stands for "two or more".
 */
export const lettersOff = (a: string, b: string): 0 | 1 | 2 => {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > 1) return 2;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const after = (text: string, from: number) => text.slice(from);
  if (short.length < long.length) return after(short, at) === after(long, at + 1) ? 1 : 2;
  if (after(short, at + 1) === after(long, at + 1)) return 1;
  const exchanged = short[at] === long[at + 1] && short[at + 1] === long[at];
  return exchanged && after(short, at + 2) === after(long, at + 2) ? 1 : 2;
};
