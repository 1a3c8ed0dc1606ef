/**
 * Directions as words, numbers and signs.
 *
 * Always: linear in the length of the text; the tokens with their gaps are the text again. Not here: any meaning.
 */

/** Calls back with a token: as written, in lower case without points, the space before it, whether it is a number. */
export type Take = (raw: string, key: string, gap: string, isNumber: boolean) => void;

const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const SIGN = 4;
const POINT = 46;
const COMMA = 44;

const sortOf = (character: string): number => {
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  return /\s/.test(character) ? SPACE : SIGN;
};
const ascii = Uint8Array.from({ length: 128 }, (_, code) => sortOf(String.fromCharCode(code)));

/** What stands at a place; 0 past the end. */
function sortAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return ascii[code] as number;
  return at < text.length ? sortOf(String.fromCodePoint(text.codePointAt(at) as number)) : 0;
}
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

function endOf(text: string, sort: number, from: number): number {
  let at = from;
  while (sortAt(text, at) === sort) at += widthAt(text, at);
  return at;
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

/** Hands over every word, number or sign in turn. `b.i.d.` is one word with the key `bid`. */
export function cut(written: string, take: Take): void {
  const trimmed = written.trimEnd();
  const text = /^[\0-\x7f]*$/.test(trimmed) ? trimmed : trimmed.normalize('NFC');
  const lower = text.toLowerCase();
  const aligned = lower.length === text.length;
  for (let at = 0; at < text.length; ) {
    const from = sortAt(text, at) === SPACE ? endOf(text, SPACE, at) : at;
    const sort = sortAt(text, from);
    let end = from + widthAt(text, from);
    let points = false;
    let isNumber = false;
    if (sort === LETTER) {
      points = text.charCodeAt(end) === POINT && endOfAbbreviation(text, from) > from;
      end = points ? endOfAbbreviation(text, from) : endOf(text, LETTER, end);
    } else if (sort === DIGIT || (text.charCodeAt(from) === POINT && sortAt(text, from + 1) === DIGIT)) {
      isNumber = true;
      end = endOfNumber(text, from);
    }
    const raw = text.slice(from, end);
    let key = raw;
    if (sort === LETTER) key = aligned ? lower.slice(from, end) : raw.toLowerCase();
    if (points) key = key.replaceAll('.', '');
    take(raw, key, from === at ? '' : from === at + 1 ? ' ' : text.slice(at, from), isNumber);
    at = end;
  }
}

/** The keys of a text alone. */
export function keysOf(written: string): string[] {
  const keys: string[] = [];
  cut(written, (_, key) => keys.push(key));
  return keys;
}
