/**
 * Directions as words, numbers and signs.
 *
 * Always: linear in the length of the text; the tokens with their gaps are the text again. Not here: any meaning.
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

const POINT = 46;
const COMMA = 44;
const BLANK = 32;

const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const SIGN = 4;

const sortOf = (character: string): number => {
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  return /\s/.test(character) ? SPACE : SIGN;
};
const ascii = Uint8Array.from({ length: 128 }, (_, code) => sortOf(String.fromCharCode(code)));

/** What stands at a place; 0 past the end. */
function sortAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  return code < 128 ? (ascii[code] as number) : rareSortAt(text, at);
}
const rareSortAt = (text: string, at: number): number =>
  sortOf(String.fromCodePoint(text.codePointAt(at) as number));
const widthAt = (text: string, at: number): number =>
  at < text.length && text.charCodeAt(at) > 0xd7ff && (text.codePointAt(at) as number) > 0xffff ? 2 : 1;

function endOf(text: string, sort: number, from: number): number {
  let at = from;
  while (sortAt(text, at) === sort) at += widthAt(text, at);
  return at;
}

/** Nearly every word is of plain letters. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && ascii[text.charCodeAt(at)] === LETTER) at += 1;
  return at < text.length && text.charCodeAt(at) > 127 ? endOf(text, LETTER, at) : at;
}

/** Letters parted by points: the end of `b.i.d.`, or `from` where it is none. */
function endOfAbbreviation(text: string, from: number): number {
  let at = from + widthAt(text, from);
  let end = from;
  while (text.charCodeAt(at) === POINT && sortAt(text, at + 1) === LETTER) {
    at += 1 + widthAt(text, at + 1);
    if (sortAt(text, at) !== LETTER) end = at;
  }
  return end > from && text.charCodeAt(end) === POINT ? end + 1 : end;
}

const groupedNumber = /\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)/y;

function endOfNumber(text: string, from: number): number {
  const end = endOf(text, DIGIT, from);
  const next = text.charCodeAt(end);
  if (next === COMMA && end > from) {
    groupedNumber.lastIndex = from;
    if (groupedNumber.test(text)) return groupedNumber.lastIndex;
  }
  return next === POINT && sortAt(text, end + 1) === DIGIT ? endOf(text, DIGIT, end + 1) : end;
}

/**
 * Every word, number or sign in turn. `b.i.d.` is one word with the key `bid`. Numbers are not looked up.
 * @param lexicon what is known of keys
 */
export function cut<Known>(
  written: string,
  lexicon: ReadonlyMap<string, Known>,
  unknown: Known,
): Token<Known>[] {
  const tokens: Token<Known>[] = [];
  const trimmed = written.trimEnd();
  const text = mayCompose.test(trimmed) ? trimmed.normalize('NFC') : trimmed;
  const { length } = text;
  for (let at = 0; at < length; ) {
    const start = at;
    while (at < length && (text.charCodeAt(at) === BLANK || sortAt(text, at) === SPACE)) at += 1;
    const gap = at === start ? '' : at === start + 1 ? text.charAt(start) : text.slice(start, at);
    const from = at;
    const sort = sortAt(text, at);
    if (sort === LETTER) {
      at = endOfWord(text, at);
      const points = at === from + 1 && text.charCodeAt(at) === POINT ? endOfAbbreviation(text, from) : from;
      if (points > from) at = points;
      const raw = text.slice(from, at);
      let key = raw;
      let word = points > from ? undefined : lexicon.get(raw);
      if (word === undefined) {
        key = points > from ? raw.replaceAll('.', '').toLowerCase() : raw.toLowerCase();
        word = lexicon.get(key) ?? unknown;
      }
      tokens.push({ raw, key, gap, kind: 'word', word });
    } else if (sort === DIGIT || (sort === SIGN && isPointedNumber(text, at))) {
      at = endOfNumber(text, from);
      const raw = text.slice(from, at);
      tokens.push({ raw, key: raw, gap, kind: 'number', word: unknown });
    } else {
      at = from + widthAt(text, from);
      const raw = text.slice(from, at);
      tokens.push({ raw, key: raw, gap, kind: 'sign', word: lexicon.get(raw) ?? unknown });
    }
  }
  return tokens;
}
/** `.5` */
const isPointedNumber = (text: string, at: number): boolean =>
  text.charCodeAt(at) === POINT && sortAt(text, at + 1) === DIGIT;
/** Letters and marks that can be one letter; none stands before U+0300. */
const mayCompose = /[\u0300-\uffff]/;
