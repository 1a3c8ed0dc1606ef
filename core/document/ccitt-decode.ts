/**
 * Reads fax compression: T.6 (Group 4), T.4 one- and two-dimensional (Group 3) and its row-aligned variant.
 *
 * Damage is counted, never hidden. Group 3 has a marker at each row, so a row spoilt on the line is shown as the
 * row above it and counted; Group 4 has none, so what follows the first bad code is lost and `complete` is false.
 * The reader is our own because the general TIFF reader neither reports damage nor ends soon on a bad code.
 */
import { modeCodes, nextChange, PADDING, runCodes } from './ccitt-codes.ts';

/** How the rows are coded. `aligned` is TIFF compression 2: one-dimensional rows, each starting on a byte. */
export type FaxCoding = 'group4' | 'group3-1d' | 'group3-2d' | 'aligned';

/** `rows` were painted; `complete` is false when data was lost; `damaged` rows repeat the one above. */
export type Decoded = { rows: number; damaged: number; complete: boolean };

const RUN_BITS = 13;
const MODE_BITS = 7;
const PASS = 10;
const HORIZONTAL = 11;

/** A table by the next `bits` bits of the stream: value × 16 + length of its code word, −1 where none begins so. */
function lookup(bits: number, entries: Iterable<readonly [word: string, value: number]>): Int32Array {
  const table = new Int32Array(1 << bits).fill(-1);
  for (const [word, value] of entries) {
    const first = Number.parseInt(word, 2) << (bits - word.length);
    table.fill(value * 16 + word.length, first, first + (1 << (bits - word.length)));
  }
  return table;
}

const runTables = runCodes.map(({ terminating, makeUp }) =>
  lookup(RUN_BITS, [
    ...terminating.map((word, index) => [word, index] as const),
    ...makeUp.map((word, index) => [word, (index + 1) * 64] as const),
  ]),
);

const modeTable = lookup(MODE_BITS, [
  [modeCodes.pass, PASS],
  [modeCodes.horizontal, HORIZONTAL],
  ...modeCodes.vertical.map((word, index) => [word, index] as const),
]);

/**
 * Decodes up to `rows` rows of `width` pixels from one strip, whose bytes have the most significant bit first.
 * `paint` gets each row's changing elements (valid during the call only) in order.
 */
export function decodeFaxRows(
  strip: Uint8Array,
  coding: FaxCoding,
  width: number,
  rows: number,
  paint: (row: number, changes: Int32Array) => void,
): Decoded {
  const end = strip.length * 8;
  let at = 0;
  let above = new Int32Array(width + PADDING + 2).fill(width);
  let row = new Int32Array(width + PADDING + 2);
  let count = 0;

  /** The next bits without taking them; zeros after the end. */
  const peek = (bits: number): number => {
    const byte = at >>> 3;
    const four =
      ((strip[byte] ?? 0) << 24) |
      ((strip[byte + 1] ?? 0) << 16) |
      ((strip[byte + 2] ?? 0) << 8) |
      (strip[byte + 3] ?? 0);
    return (four << (at & 7)) >>> (32 - bits);
  };

  /** Takes one code word; −1 when none fits or the data ended inside it. */
  const take = (table: Int32Array, bits: number): number => {
    const found = table[peek(bits)]!;
    if (found < 0 || at + (found & 15) > end) return -1;
    at += found & 15;
    return found >> 4;
  };

  const takeRun = (colour: number): number => {
    let run = 0;
    for (;;) {
      const part = take(runTables[colour]!, RUN_BITS);
      if (part < 0 || run > width) return -1;
      run += part;
      if (part < 64) return run;
    }
  };

  /** Notes a change. A second one at the same place takes the first back: a run of nothing is no change. */
  const turn = (position: number): void => {
    if (count > 0 && row[count - 1] === position) count -= 1;
    else row[count++] = position;
  };

  const takeFlatRow = (): boolean => {
    let position = 0;
    for (let colour = 0; position < width; colour ^= 1) {
      const run = takeRun(colour);
      if (run < 0 || position + run > width) return false;
      position += run;
      turn(position);
    }
    return true;
  };

  const takeRelativeRow = (): boolean => {
    let a0 = -1;
    let colour = 0;
    let b = 0;
    while (a0 < width) {
      const mode = take(modeTable, MODE_BITS);
      if (mode < 0) return false;
      b = nextChange(above, a0, colour, b);
      if (mode === PASS) {
        a0 = above[b + 1]!;
      } else if (mode === HORIZONTAL) {
        const first = takeRun(colour);
        const second = first < 0 ? -1 : takeRun(colour ^ 1);
        const a1 = Math.max(a0, 0) + first;
        if (second < 0 || a1 + second > width) return false;
        turn(a1);
        turn(a1 + second);
        a0 = a1 + second;
      } else {
        const a1 = above[b]! + mode - 3;
        if (a1 < Math.max(a0, 0) || a1 > width) return false;
        turn(a1);
        a0 = a1;
        colour ^= 1;
      }
    }
    return true;
  };

  /** Steps over fill and end-of-line markers. How many there were, and whether a flat row follows. */
  const takeMarkers = (): { markers: number; flat: boolean } => {
    let markers = 0;
    let flat = true;
    while (peek(11) === 0 && at < end) {
      at += 11;
      while (at < end && peek(1) === 0) at += 1;
      at += 1;
      markers += 1;
      if (coding === 'group3-2d') {
        flat = peek(1) === 1;
        at += 1;
      }
    }
    return { markers, flat };
  };

  const findMarker = (): void => {
    while (at < end && peek(12) !== 1) at += 1;
  };

  const finishRow = (y: number): void => {
    row.fill(width, count, count + PADDING);
    paint(y, row);
    [above, row] = [row, above];
  };

  let damaged = 0;
  let needsFlat = false;
  for (let y = 0; y < rows; y += 1) {
    count = 0;
    if (coding === 'group4') {
      if (peek(12) === 1 && at < end) return { rows: y, damaged, complete: true };
      if (!takeRelativeRow()) return { rows: y, damaged, complete: false };
      finishRow(y);
      continue;
    }
    if (coding === 'aligned') {
      at = Math.ceil(at / 8) * 8;
      if (!takeFlatRow()) return { rows: y, damaged, complete: false };
      finishRow(y);
      continue;
    }
    const { markers, flat } = takeMarkers();
    if (markers > 1 || at >= end) return { rows: y, damaged, complete: true };
    if ((flat || !needsFlat) && (flat ? takeFlatRow() : takeRelativeRow())) {
      needsFlat = false;
      finishRow(y);
    } else {
      damaged += 1;
      needsFlat = true;
      paint(y, above);
      findMarker();
      if (at >= end) return { rows: y + 1, damaged, complete: y + 1 === rows };
    }
  }
  return { rows, damaged, complete: true };
}
