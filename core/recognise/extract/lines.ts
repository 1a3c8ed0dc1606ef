/**
 * Words of a page as lines and cells, as a person sees them: what stands at one height is one line, and a wide gap
 * in it parts two cells.
 *
 * Always: a token keeps the place of its word; specks and scrawls that carry no letter are left out. Not here: what
 * the words say.
 */
import type { Box, PageReading, Word } from '../reading.ts';
import { plain } from './fuzzy.ts';

/** A word of the page, or a part of one where a label and its value were run together. */
export interface Token {
  /** As read, without stray marks at its ends. */
  readonly text: string;
  /** Letters and digits in lower case. */
  readonly key: string;
  readonly confidence: number;
  readonly box: Box;
  readonly line: number;
  /** Counted within the line. */
  readonly cell: number;
}

export interface Line {
  readonly number: number;
  readonly tokens: readonly Token[];
  /** Of its words, but for those much taller than the others. */
  readonly box: Box;
  /** The usual height of its words. */
  readonly size: number;
}

export interface PageText {
  /** From 1. */
  readonly number: number;
  readonly reading: PageReading;
  readonly lines: readonly Line[];
}

export const right = ({ x, width }: Box): number => x + width;
export const bottom = ({ y, height }: Box): number => y + height;
export const middle = ({ y, height }: Box): number => y + height / 2;

/** The smallest box that holds them all; of none, an empty one. */
export function union(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map(right)) - x,
    height: Math.max(...boxes.map(bottom)) - y,
  };
}

const median = (values: readonly number[]): number =>
  values.length === 0 ? 0 : [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** A gap of more than so many letters begins a new cell; a space between words is less, in a typewriter's face too. */
const CELL_GAP = 1.8;

/** The lines of a page from top to bottom. */
export function pageText(reading: PageReading, number: number): PageText {
  const words = reading.words.filter(({ box }) => box.width > 0 && box.height > 0);
  const usual = median(words.filter(({ text }) => plain(text).length > 1).map(({ box }) => box.height));
  const pieces = words.filter((word) => !isSpeck(word, usual)).flatMap(split);
  const lines = linesOf(pieces)
    .map((members) => [...members].sort((a, b) => a.box.x - b.box.x))
    .map((members, at): Line => {
      const size = sizeOf(members);
      const letter = Math.max(letterOf(members), 0.45 * size);
      let cell = 0;
      const tokens = members.map((word, place): Token => {
        const before = members[place - 1];
        if (before !== undefined && word.box.x - right(before.box) > CELL_GAP * letter) cell += 1;
        return {
          text: word.text,
          key: plain(word.text),
          confidence: word.confidence,
          box: word.box,
          line: at,
          cell,
        };
      });
      // The large letters of an Rx sign reach over several lines.
      const usualOnes = members.filter(({ box }) => box.height < 1.8 * size);
      return {
        number: at,
        tokens,
        box: union((usualOnes.length > 0 ? usualOnes : members).map(({ box }) => box)),
        size,
      };
    });
  return { number, reading, lines };
}

/** Nothing of a letter in it, a scrawl as tall as a signature, or a mark as flat as a rule. */
function isSpeck({ text, confidence, box }: Word, usual: number): boolean {
  // A one is often read as a bar; a rule of the form is taller than the letters or shorter.
  if (text === '|') return box.height < 0.7 * usual || box.height > 1.4 * usual;
  if (!/[\p{L}\p{N}#%&½¼¾]/u.test(text)) return true;
  if (confidence < 40 && box.height > 3 * usual) return true;
  if (/^\d$/.test(text)) return box.height < usual / 2;
  return confidence < 30 && (box.height < usual / 3 || plain(text).length < 2);
}

/** A point before a figure stays: .5 is not 5. */
const strayMarks = /^(?:[|‘’'"`~_“”\\{}©®«»<>*]|[.,;:!-](?!\d))+(?=.)|[|‘’'"`~_“”\\{}©®«»<>*]+$/gu;

/** `Qty:30` is a label and a value; a time of day stays whole. */
function split(word: Word): Word[] {
  const text = word.text.replace(strayMarks, '') || word.text;
  const cut = /^([^:=]*\p{L}[^:=]*[:=])(.+)$/u.exec(text) ?? /^((?:[qo]t?y|disp)[.#]?)(\d{1,3})$/i.exec(text);
  if (cut === null) return [{ ...word, text }];
  const [, label = '', value = ''] = cut;
  const share = Math.max(1, Math.round((word.box.width * label.length) / text.length));
  return [
    { ...word, text: label, box: { ...word.box, width: share } },
    {
      ...word,
      text: value,
      box: { ...word.box, x: word.box.x + share, width: Math.max(1, word.box.width - share) },
    },
  ];
}

const sizeOf = (words: readonly Word[]): number => {
  const whole = words.filter(({ text }) => plain(text).length > 1);
  return Math.max(1, median((whole.length > 0 ? whole : words).map(({ box }) => box.height)));
};

/** The usual width of a letter. */
const letterOf = (words: readonly Word[]): number =>
  median(words.filter(({ text }) => text.length > 2).map(({ text, box }) => box.width / text.length));

interface Strip {
  readonly words: Word[];
  centre: number;
  size: number;
}

/** Lines of OCR put together where they stand side by side, as the columns of a table do. */
function linesOf(words: readonly Word[]): Word[][] {
  const strips = [...Map.groupBy(words, ({ line, block }) => `${block}/${line}`).values()]
    .map(
      (members): Strip => ({
        words: members,
        centre: median(members.map(({ box }) => middle(box))),
        size: sizeOf(members),
      }),
    )
    .sort((a, b) => a.centre - b.centre);
  const lines: Strip[] = [];
  for (const strip of strips) {
    const beside = lines.findLast(
      (line) =>
        Math.abs(line.centre - strip.centre) < 0.6 * Math.min(line.size, strip.size) &&
        !strip.words.some((word) => line.words.some((other) => overlaps(word.box, other.box))),
    );
    if (beside === undefined) lines.push({ ...strip, words: [...strip.words] });
    else {
      beside.words.push(...strip.words);
      beside.centre = median(beside.words.map(({ box }) => middle(box)));
      beside.size = sizeOf(beside.words);
    }
  }
  return lines.sort((a, b) => a.centre - b.centre).map((line) => line.words);
}

const overlaps = (a: Box, b: Box): boolean => Math.min(right(a), right(b)) - Math.max(a.x, b.x) > 4;
