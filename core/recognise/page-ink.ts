/**
 * The ink of a page as pieces: every patch of touching dark pixels with its place and size.
 * Always: pixels touch also by their corners; a piece knows its runs, so that it can be wiped away again.
 * Not here: what a piece is taken for (upright.ts, clean-page.ts).
 */
import type { Grey } from './page-picture.ts';
import { byFours, FOUR_WHITE } from './white-paper.ts';

/** Columns of numbers, one row a piece: `right` and `bottom` are the first pixel outside. */
export interface Ink {
  readonly count: number;
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly right: Int32Array;
  readonly bottom: Int32Array;
  /** Dark pixels. */
  readonly area: Int32Array;
  /** Horizontal runs of dark pixels, in reading order, `end` the first pixel outside. */
  readonly runs: {
    readonly count: number;
    readonly row: Int32Array;
    readonly start: Int32Array;
    readonly end: Int32Array;
    /** Which piece a run belongs to. */
    readonly piece: Int32Array;
  };
}

/** More runs than this are no writing but noise or a pattern, and would only cost time and memory. */
const MOST_RUNS = 3_000_000;

/** The grey below which a pixel is ink: the level that parts dark from light best (Otsu 1979). */
export function inkLevel({ grey }: Grey): number {
  const counts = new Float64Array(256);
  // Every few pixels say enough; the step is prime, so that it falls on all columns.
  const step = grey.length > 100_000 ? 7 : 1;
  for (let at = 0; at < grey.length; at += step) counts[grey[at]!]! += 1;
  const all = Math.ceil(grey.length / step);
  let sum = 0;
  for (let level = 0; level < 256; level += 1) sum += level * counts[level]!;
  let [dark, darkSum, best, found] = [0, 0, 0, 128];
  for (let level = 0; level < 255; level += 1) {
    dark += counts[level]!;
    darkSum += level * counts[level]!;
    const light = all - dark;
    if (dark === 0 || light === 0) continue;
    const apart = dark * light * (darkSum / dark - (sum - darkSum) / light) ** 2;
    if (apart > best) [best, found] = [apart, level + 1];
  }
  return found;
}

/** The pieces of ink darker than `level`; undefined where there are so many runs that it is no page of writing. */
export function findInk({ width, height, grey }: Grey, level: number): Ink | undefined {
  let size = 1 << 16;
  let row = new Int32Array(size);
  let start = new Int32Array(size);
  let end = new Int32Array(size);
  let parent = new Int32Array(size);
  let count = 0;
  const rootOf = (run: number) => {
    let at = run;
    while (parent[at]! !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const fours = byFours(grey);
  let above = 0;
  let aboveEnd = 0;
  for (let y = 0; y < height; y += 1) {
    const rowStart = count;
    const line = y * width;
    const lineEnd = line + width;
    let at = line;
    let candidate = above;
    while (at < lineEnd) {
      while (at < lineEnd && grey[at]! >= level)
        if (at % 4 === 0 && fours[at >> 2] === FOUR_WHITE) at += 4;
        else at += 1;
      if (at >= lineEnd) break;
      const from = at;
      while (at < lineEnd && grey[at]! < level) at += 1;
      if (count === size) {
        if (size >= MOST_RUNS) return undefined;
        size *= 2;
        row = grown(row, size);
        start = grown(start, size);
        end = grown(end, size);
        parent = grown(parent, size);
      }
      const [x0, x1] = [from - line, at - line];
      row[count] = y;
      start[count] = x0;
      end[count] = x1;
      parent[count] = count;
      while (candidate < aboveEnd && end[candidate]! < x0) candidate += 1;
      for (let other = candidate; other < aboveEnd && start[other]! <= x1; other += 1) {
        const [one, two] = [rootOf(other), rootOf(count)];
        if (one < two) parent[two] = one;
        else parent[one] = two;
      }
      count += 1;
    }
    above = rowStart;
    aboveEnd = count;
  }
  return measured({ count, row, start, end, piece: parent });
}

const grown = (numbers: Int32Array<ArrayBuffer>, size: number) => {
  const larger = new Int32Array(size);
  larger.set(numbers);
  return larger;
};

/** Numbers the pieces in the order of their first run and measures them; `piece` comes in as parents, roots first. */
function measured(runs: Ink['runs']): Ink {
  const { count: runCount, row, start, end, piece } = runs;
  let count = 0;
  for (let run = 0; run < runCount; run += 1) if (piece[run] === run) count += 1;
  const left = new Int32Array(count).fill(0x7fffffff);
  const top = new Int32Array(count).fill(0x7fffffff);
  const right = new Int32Array(count);
  const bottom = new Int32Array(count);
  const area = new Int32Array(count);
  let next = 0;
  for (let run = 0; run < runCount; run += 1) {
    // A parent always lies before its child and has been numbered already.
    const number = piece[run] === run ? next++ : piece[piece[run]!]!;
    piece[run] = number;
    if (start[run]! < left[number]!) left[number] = start[run]!;
    if (row[run]! < top[number]!) top[number] = row[run]!;
    if (end[run]! > right[number]!) right[number] = end[run]!;
    if (row[run]! + 1 > bottom[number]!) bottom[number] = row[run]! + 1;
    area[number]! += end[run]! - start[run]!;
  }
  return { count, left, top, right, bottom, area, runs };
}

/** Rows with fewer runs than this say nothing: any two may be alike. */
const FULL_ROW = 8;
const ALIKE_SHARE = 0.35;

/** Whether the page was sent at half the lines an inch, each row standing for two: its specks are twice as tall. */
export function isCoarse({ runs: { count, row, start, end } }: Ink): boolean {
  let [full, alike] = [0, 0];
  let before = { row: -1, mark: 0 };
  for (let run = 0; run < count; ) {
    const line = { row: row[run]!, mark: 0 };
    const first = run;
    for (; run < count && row[run] === line.row; run += 1)
      line.mark = (Math.imul(line.mark, 31) + start[run]! * 4099 + end[run]!) | 0;
    if (run - first >= FULL_ROW) {
      full += 1;
      if (before.row === line.row - 1 && before.mark === line.mark) alike += 1;
    }
    before = line;
  }
  return alike > full * ALIKE_SHARE;
}
