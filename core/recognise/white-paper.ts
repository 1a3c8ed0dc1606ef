/**
 * Where on a picture there is nothing but white paper: most of a page, which need not be gone through pixel by pixel.
 * Always: says "white" only of what is; of what lies close by ink it may not know. Four pixels are looked at together.
 */
import type { Grey } from './page-picture.ts';

/** Eight pixels, so that three bits less of a place say its square. */
export const SQUARE_BITS = 3;

/** A picture in squares of eight pixels, row by row; 1 where there may be ink. */
export interface InkSquares {
  readonly across: number;
  readonly down: number;
  readonly hasInk: Uint8Array;
}

/** Four white pixels as one number. */
export const FOUR_WHITE = -1;

/** The pixels, four by four; up to three at the end are left out. */
export const byFours = (grey: Uint8Array): Int32Array => {
  const whole = grey.byteOffset % 4 === 0 ? grey : grey.slice();
  return new Int32Array(whole.buffer, whole.byteOffset, whole.length >> 2);
};

/** The squares of a picture that hold anything but white. */
export function inkSquares({ width, height, grey }: Grey): InkSquares {
  const across = (width >> SQUARE_BITS) + 1;
  const down = (height >> SQUARE_BITS) + 1;
  const hasInk = new Uint8Array(across * down);
  const fours = byFours(grey);
  for (let y = 0; y < height; y += 1) {
    const squares = (y >> SQUARE_BITS) * across;
    const start = y * width;
    const end = start + width;
    // Fours reach over the ends of a row: there the squares at both ends may be said to hold what the other does.
    for (let four = start >> 2; four << 2 < end; four += 1) {
      if (fours[four] === FOUR_WHITE) continue;
      const x = (four << 2) - start;
      hasInk[squares + (Math.max(x, 0) >> SQUARE_BITS)] = 1;
      hasInk[squares + (Math.min(x + 3, width - 1) >> SQUARE_BITS)] = 1;
    }
  }
  return { across, down, hasInk };
}

/** The same squares with all those beside them. */
export function widened({ across, down, hasInk }: InkSquares): InkSquares {
  const wide = new Uint8Array(hasInk.length);
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      if (hasInk[row * across + column] === 0) continue;
      const from = Math.max(column - 1, 0);
      const to = Math.min(column + 2, across);
      for (let beside = Math.max(row - 1, 0); beside <= Math.min(row + 1, down - 1); beside += 1)
        wide.fill(1, beside * across + from, beside * across + to);
    }
  return { across, down, hasInk: wide };
}

/** Whether nothing of a box of the picture holds ink; what lies beside the picture is white. */
export function isWhite(
  { across, down, hasInk }: InkSquares,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const first = Math.max(left >> SQUARE_BITS, 0);
  const last = Math.min(right >> SQUARE_BITS, across - 1);
  const lowest = Math.min(bottom >> SQUARE_BITS, down - 1);
  for (let row = Math.max(top >> SQUARE_BITS, 0); row <= lowest; row += 1)
    for (let column = first; column <= last; column += 1)
      if (hasInk[row * across + column] === 1) return false;
  return true;
}
