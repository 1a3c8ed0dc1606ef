/**
 * What is on a page and is not writing, wiped away: specks of the line, streaks of the glass, black borders.
 * Always: when in doubt the ink stays. A decimal point lost is a patient harmed, so a speck beside writing is only
 * what is smaller than any point printed. Ruled lines stay: the engine finds tables by them, and reads no better
 * without them (measured).
 * Not here: turning and straightening (straighten.ts).
 */

import { type Ink, isCoarse } from './page-ink.ts';
import type { Grey } from './page-picture.ts';
import { inkSquares, SQUARE_BITS, widened } from './white-paper.ts';

/** Dark pixels of the largest speck: beside writing, there on a page of half the lines, and far from writing. */
const SPECK = { near: 1, nearCoarse: 2, far: 12 };
/** Pixels; a point nearer than this to a letter may be its own. */
const REACH = 8;
/** Writing is looked for in squares of so many pixels. */
const SQUARE = 8;
/** Pixels; what is smaller is no letter, what is larger no speck. */
const SMALLEST_LETTER = 8;

/** A streak is thin and runs along at least this part of the page. */
const STREAK = { thickest: 4, share: 0.5 };

/** A border lies along at least this part of an edge and is thicker than any stroke, in pixels. */
const BORDER = { share: 0.3, thickest: 24 };

/** The picture without what is no writing; the one given stays as it is. */
export function cleanPage(picture: Grey, ink: Ink): Grey {
  const grey = picture.grey.slice();
  const isDirt = dirtOf(ink, picture);
  const isStreak = streaksOf(ink, picture);
  const isBorder = bordersOf(ink, picture);
  const { count, row, start, end, piece } = ink.runs;
  for (let run = 0; run < count; run += 1) {
    const length = end[run]! - start[run]!;
    const goes =
      isDirt[piece[run]!] === 1 ||
      (length <= STREAK.thickest && isStreak[start[run]!] === 1) ||
      (length > BORDER.thickest && isBorder[piece[run]!] === 1);
    if (goes) {
      const line = row[run]! * picture.width;
      grey.fill(255, line + start[run]!, line + end[run]!);
    }
  }
  return { ...picture, grey };
}

/** 1 for each piece that is a speck. */
function dirtOf(ink: Ink, { width, height }: Grey): Uint8Array {
  const across = Math.ceil(width / SQUARE);
  const down = Math.ceil(height / SQUARE);
  const hasWriting = new Uint8Array(across * down);
  for (let at = 0; at < ink.count; at += 1) {
    const size = Math.max(ink.right[at]! - ink.left[at]!, ink.bottom[at]! - ink.top[at]!);
    if (size < SMALLEST_LETTER || size > Math.min(width, height) / 8) continue;
    const left = Math.max(0, Math.floor((ink.left[at]! - REACH) / SQUARE));
    const right = Math.min(across, Math.ceil((ink.right[at]! + REACH) / SQUARE));
    const top = Math.max(0, Math.floor((ink.top[at]! - REACH) / SQUARE));
    const bottom = Math.min(down, Math.ceil((ink.bottom[at]! + REACH) / SQUARE));
    for (let y = top; y < bottom; y += 1) hasWriting.fill(1, y * across + left, y * across + right);
  }
  const near = isCoarse(ink) ? SPECK.nearCoarse : SPECK.near;
  const isDirt = new Uint8Array(ink.count);
  for (let at = 0; at < ink.count; at += 1) {
    const square = Math.floor(ink.top[at]! / SQUARE) * across + Math.floor(ink.left[at]! / SQUARE);
    const most = hasWriting[square] === 1 ? near : SPECK.far;
    if (ink.area[at]! <= most) isDirt[at] = 1;
  }
  return isDirt;
}

/** 1 for each column where a streak may begin. */
function streaksOf({ runs }: Ink, { width, height }: Grey): Uint8Array {
  const thin = new Int32Array(width);
  for (let run = 0; run < runs.count; run += 1) {
    const end = Math.min(runs.end[run]!, runs.start[run]! + STREAK.thickest + 1);
    if (end < runs.end[run]!) continue;
    for (let x = runs.start[run]!; x < end; x += 1) thin[x]! += 1;
  }
  const isStreak = new Uint8Array(width);
  for (let x = 0; x < width; x += 1)
    if (thin[x]! >= height * STREAK.share) isStreak.fill(1, Math.max(0, x - STREAK.thickest + 1), x + 2);
  return isStreak;
}

/** 1 for each piece that lies along an edge of the picture, as the shadow of a scanner's lid does. */
function bordersOf(ink: Ink, { width, height }: Grey): Uint8Array {
  const isBorder = new Uint8Array(ink.count);
  for (let at = 0; at < ink.count; at += 1) {
    const across = ink.right[at]! - ink.left[at]!;
    const down = ink.bottom[at]! - ink.top[at]!;
    const beside = ink.left[at]! <= 1 || ink.right[at]! >= width - 1;
    const aboveOrBelow = ink.top[at]! <= 1 || ink.bottom[at]! >= height - 1;
    if ((beside && down >= height * BORDER.share) || (aboveOrBelow && across >= width * BORDER.share))
      isBorder[at] = 1;
  }
  return isBorder;
}

/**
 * The picture with each pixel the mean of those around it, the nearer counting more. Dots of a fax have hard steps
 * where the engine learnt from soft edges: softened, pages sent coarse are read far better, others as well as before.
 */
export function softened(picture: Grey): Grey {
  const { width, height, grey } = picture;
  const soft = grey.slice();
  const { across, down, hasInk } = widened(inkSquares(picture));
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      if (hasInk[row * across + column] === 0) continue;
      const first = column;
      while (column < across && hasInk[row * across + column] === 1) column += 1;
      const left = Math.max(first << SQUARE_BITS, 1);
      const right = Math.min(column << SQUARE_BITS, width - 1);
      const bottom = Math.min((row + 1) << SQUARE_BITS, height - 1);
      for (let y = Math.max(row << SQUARE_BITS, 1); y < bottom; y += 1)
        softenRow(grey, soft, width, y * width + left, y * width + right);
    }
  return { width, height, grey: soft };
}

/** Softens the pixels `from` to `to` of one row; the three columns of three are added up as they are reached. */
function softenRow(grey: Uint8Array, soft: Uint8Array, width: number, from: number, to: number): void {
  const sum = (at: number) => grey[at - width]! + 2 * grey[at]! + grey[at + width]!;
  let before = sum(from - 1);
  let here = sum(from);
  for (let at = from; at < to; at += 1) {
    const next = sum(at + 1);
    soft[at] = (before + 2 * here + next + 8) >> 4;
    before = here;
    here = next;
  }
}
