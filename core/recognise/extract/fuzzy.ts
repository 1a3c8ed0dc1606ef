/**
 * Words as OCR may have mangled them: how far two are apart, and an index that finds the near ones among many.
 *
 * Always: letters that print alike (l/1/I, O/0, rn/m, 5/S) are one letter here, so their confusion costs nothing;
 * whoever needs to know whether a word was read without fault compares the plain words as well.
 * Not here: what the words mean.
 */

/** Letters and digits in lower case, without accents, spaces and signs. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');

const alike: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  i: 'l',
  j: 'l',
  '5': 's',
  '8': 'b',
  '6': 'b',
  '2': 'z',
  '9': 'g',
  q: 'g',
};

/** The plain text with every letter replaced by the one that stands for all that look like it. */
export const folded = (text: string): string =>
  plain(text.replace(/[|!]/g, 'l').replaceAll('$', 's'))
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[0-9ijq]/g, (letter) => alike[letter] ?? letter);

/** Words looked up before are known; so many of them, then it begins anew. */
const MOST_KNOWN = 5000;

/** The same answer for the same word, found once: pages of one sender say much the same. */
export function remembered<Answer>(answer: (word: string) => Answer): (word: string) => Answer {
  const known = new Map<string, { readonly is: Answer }>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before.is;
    if (known.size >= MOST_KNOWN) known.clear();
    const is = answer(word);
    known.set(word, { is });
    return is;
  };
}

/** Two folded letters as one number; a space closes a word at both ends. */
const pairCode = (one: number, two: number): number => one * 128 + two;

/** Pairs that a poor line turns into one another: half a fault. */
const halfFaults = new Uint8Array(128 * 128);
for (const pair of 'ce co eo ao ae bh nu uv vy ft rt tl fl nr gy hn bo dc kx vw ns as mn sc se'.split(' ')) {
  halfFaults[pairCode(pair.charCodeAt(0), pair.charCodeAt(1))] = 1;
  halfFaults[pairCode(pair.charCodeAt(1), pair.charCodeAt(0))] = 1;
}

/** Faults between two folded letters: 0, a half, or 1. */
const letterFaults = (a: number, b: number): number =>
  a === b ? 0 : halfFaults[pairCode(a, b)] === 1 ? 0.5 : 1;

/** Faults between a folded word and every beginning of a folded text; null when all have more than `limit`. */
export function prefixFaults(word: string, text: string, limit: number): Float64Array | null {
  const { length } = text;
  let previous = new Float64Array(length + 1);
  let current = new Float64Array(length + 1);
  for (let at = 1; at <= length; at += 1) previous[at] = at;
  for (let row = 1; row <= word.length; row += 1) {
    const letter = word.charCodeAt(row - 1);
    current[0] = row;
    let least = row;
    for (let column = 1; column <= length; column += 1) {
      const change = previous[column - 1]! + letterFaults(letter, text.charCodeAt(column - 1));
      const cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, change);
      current[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return null;
    [previous, current] = [current, previous];
  }
  return previous;
}

/** Faults between two folded words, or `limit` + 1 when there are more than `limit`. */
export function faults(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  return Math.min(prefixFaults(a, b, limit)?.[b.length] ?? limit + 1, limit + 1);
}

/** How many faults a word of this length may have and still be taken for another. */
export const faultsAllowed = (length: number): number =>
  length < 4 ? 0 : length < 6 ? 0.5 : length < 8 ? 1 : length < 12 ? 2 : 3;

/** Words to be found again by what OCR made of them. */
export interface FuzzyIndex {
  /** The numbers of the words that may be meant, each with its faults, best first; `allowed` is the most there may be. */
  readonly near: (
    text: string,
    allowed?: number,
  ) => readonly { readonly number: number; readonly faults: number }[];
}

const pairAt = (text: string, at: number): number => pairCode(text.charCodeAt(at), text.charCodeAt(at + 1));

type Near = ReturnType<FuzzyIndex['near']>;

/**
 * An index by pairs of letters: a word with few faults keeps most of its pairs, so only words that share enough of
 * them are compared letter by letter.
 */
export function fuzzyIndex(words: readonly string[]): FuzzyIndex {
  const foldedWords = words.map(folded);
  const exact = new Map<string, number[]>();
  const holders = new Map<number, number[]>();
  for (const [number, word] of foldedWords.entries()) {
    const same = exact.get(word);
    if (same === undefined) exact.set(word, [number]);
    else same.push(number);
    if (same !== undefined || word.length < 4) continue;
    const padded = ` ${word} `;
    const seen = new Set<number>();
    for (let at = 0; at + 1 < padded.length; at += 1) {
      const code = pairAt(padded, at);
      if (seen.has(code)) continue;
      seen.add(code);
      const list = holders.get(code);
      if (list === undefined) holders.set(code, [number]);
      else list.push(number);
    }
  }
  const shared = new Uint8Array(words.length);
  const search = (word: string, most: number | undefined): Near => {
    const allowed = most ?? faultsAllowed(word.length);
    const found = (exact.get(word) ?? []).map((number) => ({ number, faults: 0 }));
    if (allowed === 0) return found;
    const padded = ` ${word} `;
    const codes = new Set(Array.from({ length: padded.length - 1 }, (_, at) => pairAt(padded, at)));
    // A fault spoils two pairs, and two half faults may be one.
    const needed = Math.max(2, codes.size - 3 * Math.ceil(allowed));
    const touched: number[] = [];
    for (const code of codes) {
      for (const number of holders.get(code) ?? []) {
        if (shared[number] === 0) touched.push(number);
        shared[number]! += 1;
      }
    }
    for (const number of touched) {
      const count = shared[number]!;
      shared[number] = 0;
      const other = foldedWords[number]!;
      if (other === word || count < needed) continue;
      const distance = faults(word, other, allowed);
      if (distance > allowed || distance > (most ?? faultsAllowed(other.length))) continue;
      for (const same of exact.get(other) ?? []) found.push({ number: same, faults: distance });
    }
    return found.sort((a, b) => a.faults - b.faults);
  };
  const byDefault = remembered((word) => search(word, undefined));
  return {
    near: (text, most) => (most === undefined ? byDefault(folded(text)) : search(folded(text), most)),
  };
}
