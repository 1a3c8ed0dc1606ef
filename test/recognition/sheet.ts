/**
 * A sheet of paper that remembers where each value was written on it.
 * Always: lengths are in 1/200 inch as on the demo's paper; a written value leaves a mark with its rectangle, several
 * marks when it is written several times. Not here: what happens to the sheet on the line (damage.ts).
 */
import { blankPaper, type Paper } from '../../core/demo/fax-paper.ts';
import type { Box } from '../../core/recognise/reading.ts';
import type { Chance } from '../support/chance.ts';
import { type Face, fontOf, isHand } from './faces.ts';
import type { Written } from './truth.ts';

export interface Mark {
  readonly written: Written;
  /** In 1/200 inch. */
  readonly box: Box;
}

export interface Style {
  /** Face and size of plain words. */
  readonly face?: Face;
  readonly size?: number;
  /** Face and size of values, where they differ from the words around them. */
  readonly valueFace?: Face;
  readonly valueSize?: number;
  /** Longest line; what is longer goes on the next one. */
  readonly width?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly leading?: number;
}

/** Plain words, or a value. Nothing stands where there is nothing to write. */
export type Part = string | Written | undefined;

export interface Sheet extends Pick<Paper, 'canvas' | 'line' | 'box' | 'signature'> {
  readonly marks: readonly Mark[];
  /** Writes parts one after another from a baseline on; gives the baseline after the last line. */
  put(parts: Part | readonly Part[], x: number, y: number, style?: Style): number;
  widthOf(text: string, face: Face, size: number): number;
  /** A box to tick, ticked or not, with its label. */
  tick(x: number, y: number, ticked: boolean, label: Part, style?: Style): void;
  /** White words on a black bar. */
  title(words: string, x: number, y: number, width: number, size: number, face?: Face): void;
}

interface Atom {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  readonly written: Written | undefined;
  /** Spaces before it; 0 inside a word. */
  readonly spaces: number;
  /** It begins a new line whatever room there is. */
  readonly breaks: boolean;
}

const BLACK = '#000';

/** A blank sheet of 204 dots an inch across and `yDpi` down. */
export function openSheet(yDpi: 196 | 98, chance: Chance): Sheet {
  const paper = blankPaper(yDpi);
  const context = paper.canvas.getContext('2d');
  const marks: Mark[] = [];

  const widthOf = (text: string, face: Face, size: number) => {
    context.font = fontOf(face, size);
    return context.measureText(text).width;
  };

  const drawAtom = (atom: Atom, x: number, y: number, drift: number): number => {
    context.font = fontOf(atom.face, atom.size);
    context.fillStyle = BLACK;
    context.textAlign = 'left';
    const width = context.measureText(atom.text).width;
    if (!isHand(atom.face)) {
      context.fillText(atom.text, x, y);
      return width;
    }
    let at = x;
    for (const letter of atom.text) {
      context.save();
      context.translate(at, y + drift + (chance.fraction() - 0.5) * atom.size * 0.07);
      context.rotate((chance.fraction() - 0.5) * 0.08);
      context.fillText(letter, 0, 0);
      context.restore();
      at += context.measureText(letter).width * (0.97 + chance.fraction() * 0.08);
    }
    return at - x;
  };

  const put: Sheet['put'] = (given, x, y, style = {}) => {
    const { face = 'sans', align = 'left', width = Number.POSITIVE_INFINITY } = style;
    const parts = (Array.isArray(given) ? given : [given]) as readonly Part[];
    const widthOfWord = (word: readonly Atom[]) =>
      word.reduce((sum, atom) => sum + widthOf(atom.text, atom.face, atom.size), 0);
    const wordsAt = (shrunk: number) => {
      const size = (style.size ?? 30) * shrunk;
      const valueSize = (style.valueSize ?? style.size ?? 30) * shrunk;
      return {
        size,
        valueSize,
        words: wordsOf(parts, { face, size }, { face: style.valueFace ?? face, size: valueSize }),
      };
    };
    // Where a word is wider than its room, the whole is written smaller, as forms do.
    const widest = Math.max(1, ...wordsAt(1).words.map(widthOfWord));
    const { words, size, valueSize } = wordsAt(Math.min(1, width / widest));
    const gap = ([first]: readonly Atom[]) => widthOf(' ', first!.face, first!.size) * first!.spaces;

    const lines: Atom[][][] = [];
    let taken = 0;
    for (const word of words) {
      const needed = widthOfWord(word) + gap(word);
      if (lines.length > 0 && taken + needed <= width && !word[0]!.breaks) {
        lines.at(-1)!.push(word);
        taken += needed;
      } else {
        lines.push([word]);
        taken = widthOfWord(word);
      }
    }
    const leading = style.leading ?? Math.max(size, valueSize) * 1.3;
    const boxes = new Map<Written, Box>();
    for (const [index, line] of lines.entries()) {
      const baseline = y + index * leading;
      const whole = line.reduce((sum, word, at) => sum + widthOfWord(word) + (at > 0 ? gap(word) : 0), 0);
      let at = align === 'left' ? x : align === 'center' ? x - whole / 2 : x - whole;
      for (const [place, word] of line.entries()) {
        if (place > 0) at += gap(word);
        const drift = (chance.fraction() - 0.5) * size * 0.12;
        for (const atom of word) {
          const drawn = drawAtom(atom, at, baseline, drift);
          if (atom.written !== undefined) {
            const box = { x: at, y: baseline - atom.size * 0.78, width: drawn, height: atom.size };
            boxes.set(atom.written, around(boxes.get(atom.written), box));
          }
          at += drawn;
        }
      }
    }
    for (const [written, box] of boxes) marks.push({ written, box });
    return y + lines.length * leading;
  };

  return {
    ...paper,
    marks,
    widthOf,
    put,
    tick: (x, y, ticked, label, style = {}) => {
      const side = (style.size ?? 28) * 1.05;
      paper.box(x, y - side * 0.85, side, side, 2.5);
      if (ticked) {
        paper.line(x - 3, y - side * 0.85 - 3, x + side + 3, y + side * 0.15 + 3, 4);
        paper.line(x - 3, y + side * 0.15 + 3, x + side + 3, y - side * 0.85 - 3, 4);
      }
      put(label, x + side + 14, y, style);
    },
    title: (words, x, y, width, size, face = 'sans-bold') => {
      context.fillStyle = BLACK;
      context.fillRect(x, y - size * 1.1, width, size * 1.5);
      context.fillStyle = '#fff';
      context.font = fontOf(face, size);
      context.textAlign = 'left';
      context.fillText(words, x + 16, y);
      context.fillStyle = BLACK;
    },
  };
}

/** Parts cut at their spaces and line ends; what touches without a space stays one word, such as a value and its comma. */
function wordsOf(
  parts: readonly Part[],
  plain: { face: Face; size: number },
  value: { face: Face; size: number },
): Atom[][] {
  const words: Atom[][] = [];
  let spaces = 1;
  let breaks = false;
  for (const part of parts) {
    if (part === undefined) continue;
    const written = typeof part === 'string' ? undefined : part;
    const { face, size } = written === undefined ? plain : value;
    for (const piece of (typeof part === 'string' ? part : part.text).split(/( +|\n)/)) {
      if (piece === '') continue;
      if (piece.trim() === '') {
        spaces = piece.length;
        breaks ||= piece === '\n';
        continue;
      }
      const atom: Atom = { text: piece, face, size, written, spaces, breaks };
      if (spaces > 0 || words.length === 0) words.push([atom]);
      else words.at(-1)!.push(atom);
      spaces = 0;
      breaks = false;
    }
  }
  return words;
}

const around = (one: Box | undefined, other: Box): Box => {
  if (one === undefined) return other;
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
};
