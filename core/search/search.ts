/**
 * From what a person types to a trigram search: each word a quoted phrase, all of them required.
 * Words of one or two characters have no trigram; they narrow what the longer words found, in `narrows`.
 */
export interface Searching {
  /** The FTS5 expression, or null when no word is long enough to search for. */
  match: string | null;
  /** Short words, folded, that a hit has to contain. */
  narrows: string[];
}

/** Lower case without accents, as the index folds its text. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export const searchingFor = (text: string): Searching => {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const long = words.filter((word) => [...word].length >= 3);
  return {
    match: long.length > 0 ? long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ') : null,
    narrows: words.filter((word) => [...word].length < 3).map(folded),
  };
};
