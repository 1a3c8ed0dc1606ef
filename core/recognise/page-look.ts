/**
 * How a page looks, in 256 bits: the large shapes of dark and light on it, without its words.
 *
 * The page, upright and straight, is laid into 64 × 64 squares and taken apart into waves; a bit says whether a wave
 * rises or falls where the page begins (a perceptual hash, with 16 × 16 of the cosine waves of a DCT). Another
 * transmission of the same sheet, shifted a little, with other dirt, moves few of them.
 *
 * Always: the edges are left out, where the line of the fax machine stands, which is another each time.
 * Not here: what is done with looks that are near (same-fax.ts).
 */
import type { Grey } from './page-picture.ts';

const SQUARES = 64;
const WAVES = 16;
/** The part of the page left out along each edge. */
const MARGIN = 0.07;
/** Every second pixel of every second row says enough. */
const STEP = 2;
/** Grey of paper that is not quite white. */
const PAPER = 215;
/** Pixels looked at; less ink than this is a page without a look. */
const LEAST_INK = 60;

/** The look of a page that has none: blank, or not read. */
const NO_LOOK = '0'.repeat(64);

/** The look of a straight page whose sheet has the given size and lies in the middle of the picture. */
export function pageLook(page: Grey, sheet: { readonly width: number; readonly height: number }): string {
  const squares = inkBySquares(page, sheet);
  if (!squares) return NO_LOOK;
  // Row by row, then column by column: waves of two directions are products of waves of one.
  const rows = wavesOf(squares);
  const waves = wavesOf(transposed(rows, WAVES));
  let look = '';
  for (let at = 0; at < WAVES * WAVES; at += 4)
    look += [0, 1, 2, 3].reduce((digit, bit) => digit * 2 + (waves[at + bit]! > 0 ? 1 : 0), 0).toString(16);
  return look;
}

/** The root of the ink in each square, so that bold and thin writing count much the same. */
function inkBySquares(
  { width, height, grey }: Grey,
  sheet: { readonly width: number; readonly height: number },
): Float64Array | undefined {
  const left = (width - sheet.width) / 2 + sheet.width * MARGIN;
  const top = (height - sheet.height) / 2 + sheet.height * MARGIN;
  const across = (sheet.width * (1 - 2 * MARGIN)) / SQUARES;
  const down = (sheet.height * (1 - 2 * MARGIN)) / SQUARES;
  const ink = new Float64Array((SQUARES + 1) * (SQUARES + 1));
  let dark = 0;
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(height, top + down * SQUARES); y += STEP)
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(width, left + across * SQUARES); x += STEP) {
      const value = grey[y * width + x]!;
      if (value > PAPER) continue;
      dark += 1;
      // Shared among the four nearest squares: a small shift changes little.
      const column = Math.max(0, (x - left) / across - 0.5);
      const row = Math.max(0, (y - top) / down - 0.5);
      const at = Math.floor(row) * (SQUARES + 1) + Math.floor(column);
      const [right, low] = [column % 1, row % 1];
      ink[at]! += (255 - value) * (1 - right) * (1 - low);
      ink[at + 1]! += (255 - value) * right * (1 - low);
      ink[at + SQUARES + 1]! += (255 - value) * (1 - right) * low;
      ink[at + SQUARES + 2]! += (255 - value) * right * low;
    }
  if (dark < LEAST_INK) return undefined;
  return Float64Array.from({ length: SQUARES * SQUARES }, (_, at) =>
    Math.sqrt(ink[Math.floor(at / SQUARES) * (SQUARES + 1) + (at % SQUARES)]!),
  );
}

const cosines = Float64Array.from({ length: WAVES * SQUARES }, (_, at) =>
  Math.cos(((2 * (at % SQUARES) + 1) * Math.floor(at / SQUARES) * Math.PI) / (2 * SQUARES)),
);

/** Each line of as many values as there are squares as its first waves. */
function wavesOf(values: Float64Array): Float64Array {
  const length = SQUARES;
  const lines = values.length / length;
  const waves = new Float64Array(lines * WAVES);
  for (let line = 0; line < lines; line += 1)
    for (let wave = 0; wave < WAVES; wave += 1)
      for (let at = 0; at < length; at += 1)
        waves[line * WAVES + wave]! += values[line * length + at]! * cosines[wave * length + at]!;
  return waves;
}

function transposed(values: Float64Array, width: number): Float64Array {
  const height = values.length / width;
  return Float64Array.from(values, (_, at) => values[(at % height) * width + Math.floor(at / height)]!);
}
