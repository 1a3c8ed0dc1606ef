/**
 * Directions as words, numbers and signs.
 *
 * Always: linear in the length of the text; the tokens with their gaps are the text again. Known words are found
 * while their letters are read, in a tree of their spellings. Not here: any meaning.
 */

/** A word, number or sign as written, its key in lower case without points, and the space before it. */
export type Token<Known> = {
  raw: string;
  key: string;
  gap: string;
  kind: 'word' | 'number' | 'sign';
  /** What is known of the key. */
  word: Known;
};

/**
 * What is known of keys. `next` is the tree of spellings of plain letters: at each place a row of twenty-six, the
 * place each letter leads to; at place 0 no known word goes on. `ends` says which word ends at a place.
 */
export type Lexicon<Known> = {
  all: ReadonlyMap<string, Known>;
  unknown: Known;
  next: Uint16Array;
  ends: ({ key: string; word: Known } | undefined)[];
};

const LETTERS = 26;
const SMALL_A = 97;
const CAPITAL_A = 65;
const ROOT = 1;

export function lexiconOf<Known>(all: ReadonlyMap<string, Known>, unknown: Known): Lexicon<Known> {
  const plain = [...all].filter(([key]) => /^[a-z]+$/.test(key));
  const places = plain.reduce((count, [key]) => count + key.length, ROOT + 1);
  const next = new Uint16Array(places * LETTERS);
  const ends: Lexicon<Known>['ends'] = [undefined, undefined];
  for (const [key, word] of plain) {
    let place = ROOT;
    for (const letter of key) {
      const step = place * LETTERS + letter.charCodeAt(0) - SMALL_A;
      if (next[step] === 0) next[step] = ends.push(undefined) - 1;
      place = next[step] as number;
    }
    ends[place] = { key, word };
  }
  return { all, unknown, next, ends };
}

const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const SIGN = 4;
/** Looked up by the letter itself: it is none of the plain ones. */
const RARE = 5;

const sortOf = (character: string): number => {
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  return /\s/.test(character) ? SPACE : SIGN;
};

const POINT = 46;
const COMMA = 44;
/** Stand in the bytes for a character that is not plain, and for the end. */
const RARE_BYTE = 128;
const END_BYTE = 129;
/** What each byte is; the end is 0, nothing. */
const sorts = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < RARE_BYTE ? sortOf(String.fromCharCode(byte)) : byte === RARE_BYTE ? RARE : 0,
);

/** The text that is being cut, a byte a character: what is read letter by letter is read from here. */
let bytes = new Uint8Array(1024);
const encoder = new TextEncoder();

function spell(text: string): void {
  const { length } = text;
  if (bytes.length < 3 * length + 1) bytes = new Uint8Array(6 * length);
  if (encoder.encodeInto(text, bytes).written !== length)
    for (let at = 0; at < length; at += 1) bytes[at] = Math.min(text.charCodeAt(at), RARE_BYTE);
  bytes[length] = END_BYTE;
}

/** What stands at a place; 0 at the end. */
function sortAt(text: string, at: number): number {
  const sort = sorts[bytes[at] as number] as number;
  return sort === RARE ? sortOf(characterAt(text, at)) : sort;
}
const characterAt = (text: string, at: number): string =>
  bytes[at] === RARE_BYTE ? String.fromCodePoint(text.codePointAt(at) as number) : text.charAt(at);

function endOf(text: string, sort: number, from: number): number {
  let at = from;
  while (sortAt(text, at) === sort) at += bytes[at] === RARE_BYTE ? characterAt(text, at).length : 1;
  return at;
}

/** Letters parted by points: the end of `b.i.d.`, or `from` where it is none. */
function endOfAbbreviation(text: string, from: number): number {
  let at = from + characterAt(text, from).length;
  let end = from;
  while (bytes[at] === POINT && sortAt(text, at + 1) === LETTER) {
    at += 1 + characterAt(text, at + 1).length;
    if (sortAt(text, at) !== LETTER) end = at;
  }
  return end > from && bytes[end] === POINT ? end + 1 : end;
}

const groupedNumber = /\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)/y;

function endOfNumber(text: string, from: number): number {
  const end = endOf(text, DIGIT, from);
  if (bytes[end] === COMMA && end > from) {
    groupedNumber.lastIndex = from;
    if (groupedNumber.test(text)) return groupedNumber.lastIndex;
  }
  return isPointedNumber(text, end) ? endOf(text, DIGIT, end + 1) : end;
}
/** `.5` */
const isPointedNumber = (text: string, at: number): boolean =>
  bytes[at] === POINT && sortAt(text, at + 1) === DIGIT;

/** Every word, number or sign in turn. `b.i.d.` is one word with the key `bid`. Numbers are not looked up. */
export function cut<Known>(written: string, lexicon: Lexicon<Known>): Token<Known>[] {
  const { next, ends } = lexicon;
  const tokens: Token<Known>[] = [];
  const text = composed(written.trimEnd());
  const { length } = text;
  spell(text);
  for (let at = 0; at < length; ) {
    const start = at;
    if (sortAt(text, at) === SPACE) at = endOf(text, SPACE, at);
    const from = at;
    const gap = from === start ? '' : from === start + 1 ? text.charAt(start) : text.slice(start, from);
    let place = ROOT;
    let capitals = false;
    let byte = bytes[at] as number;
    for (; ; byte = bytes[at] as number) {
      if (byte >= SMALL_A && byte < SMALL_A + LETTERS)
        place = next[place * LETTERS + byte - SMALL_A] as number;
      else if (byte >= CAPITAL_A && byte < CAPITAL_A + LETTERS) {
        place = next[place * LETTERS + byte - CAPITAL_A] as number;
        capitals = true;
      } else break;
      at += 1;
    }
    // A word of plain letters, unless a point makes it `b.i.d.` or another letter may follow.
    const goesOn = byte === RARE_BYTE || (byte === POINT && at === from + 1);
    const end = goesOn ? undefined : ends[place];
    if (end === undefined) {
      const token = otherAt(text, from, gap, lexicon);
      tokens.push(token);
      at = from + token.raw.length;
    } else {
      const raw = capitals ? text.slice(from, at) : end.key;
      tokens.push({ raw, key: end.key, gap, kind: 'word', word: end.word });
    }
  }
  return tokens;
}

/** A number, a sign, or a word that is not one of the known ones of plain letters. */
function otherAt<Known>(
  text: string,
  from: number,
  gap: string,
  { all, unknown }: Lexicon<Known>,
): Token<Known> {
  const sort = sortAt(text, from);
  if (sort === LETTER) {
    const abbreviation = endOfAbbreviation(text, from);
    const points = abbreviation > from;
    const raw = text.slice(from, points ? abbreviation : endOf(text, LETTER, from));
    const key = (points ? raw.replaceAll('.', '') : raw).toLowerCase();
    return { raw, key, gap, kind: 'word', word: all.get(key) ?? unknown };
  }
  if (sort === DIGIT || isPointedNumber(text, from)) {
    const raw = text.slice(from, endOfNumber(text, from));
    return { raw, key: raw, gap, kind: 'number', word: unknown };
  }
  const raw = characterAt(text, from);
  return { raw, key: raw, gap, kind: 'sign', word: all.get(raw) ?? unknown };
}

/** Letters and their marks as one letter. None that could be stands before U+0300. */
const composed = (text: string): string => (/[\u0300-\uffff]/.test(text) ? text.normalize('NFC') : text);
