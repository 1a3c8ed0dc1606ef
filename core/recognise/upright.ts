/**
 * Which way is up, and how far a page is from straight, told from the pieces of its ink.
 *
 * Letters stand on a line: their lower edges agree better than their upper ones, which part into those of small and
 * of tall letters, and far better than their sides. So each of the four sides is tried as the lower edge, at every
 * slant a scanner makes; the one with the sharpest lines is it, and the slant comes with it.
 *
 * Always: pure arithmetic on the pieces; a page with little writing is left as it is.
 * Not here: asking the engine when this leaves a doubt (read-page.ts).
 */
import type { Ink } from './page-ink.ts';

export type QuarterTurn = 0 | 90 | 180 | 270;

export interface Upright {
  /** Quarter turns clockwise that bring the page the right way up. */
  readonly rotation: QuarterTurn;
  /** Degrees clockwise the page leans once turned; to be straightened by as much the other way. */
  readonly skew: number;
  /** How much sharper the lines are than those of the page the other way up; 1 is no difference. */
  readonly overturned: number;
  /** The same against the page on its side. */
  readonly sideways: number;
  /** Pieces of the size of letters. */
  readonly letters: number;
  /** The part of them that stands taller than print does. */
  readonly tall: number;
}

/** What is said of a page without writing: it is left as it lies. */
export const nowhere: Upright = { rotation: 0, skew: 0, overturned: 1, sideways: 1, letters: 0, tall: 0 };

/** No sheet goes in more crooked than this. */
const MOST_SKEW = 6;
const COARSE_STEP = 0.25;
const FINE_STEP = 0.05;
const MOST_PIECES = 4000;
const FEWEST_PIECES = 12;
/** Pixels; the capitals of print are a quarter less, those of a hand and of headings more. */
const TALL = 28;
/** Degrees; less is not worth touching every pixel for. */
const STRAIGHT = 0.1;
/** The part of the longer side, along every edge, where a machine's own line may stand. */
const HEADER_SHARE = 0.032;

/** Points along the writing and across it, both in pixels, of one side of the pieces. */
interface Edge {
  readonly along: Float64Array;
  readonly across: Float64Array;
}

/** Which way up the page is and how it leans, from the ink of a picture of so many pixels. */
export function findUpright(ink: Ink, picture: { readonly width: number; readonly height: number }): Upright {
  const letters = lettersOf(ink, picture);
  if (letters.length < FEWEST_PIECES) return { ...nowhere, letters: letters.length };
  const edge = (along: (at: number) => number, across: (at: number) => number): Edge => ({
    along: Float64Array.from(letters, along),
    across: Float64Array.from(letters, across),
  });
  const middleX = (at: number) => (ink.left[at]! + ink.right[at]!) / 2;
  const middleY = (at: number) => (ink.top[at]! + ink.bottom[at]!) / 2;
  // Seen with the page turned so that this side of each piece is its lower one; `along` runs to the right.
  const sides: readonly (readonly [QuarterTurn, Edge])[] = [
    [0, edge(middleX, (at) => ink.bottom[at]!)],
    [
      180,
      edge(
        (at) => -middleX(at),
        (at) => -ink.top[at]!,
      ),
    ],
    [
      90,
      edge(
        (at) => -middleY(at),
        (at) => ink.right[at]!,
      ),
    ],
    [270, edge(middleY, (at) => -ink.left[at]!)],
  ];
  const tried = sides.map(([rotation, side]) => ({ rotation, ...sharpest(side) }));
  const best = tried.reduce((one, two) => (two.sharpness > one.sharpness ? two : one));
  const against = (turn: number) =>
    tried.find(({ rotation }) => rotation === (best.rotation + turn) % 360)!.sharpness;
  const onSide = best.rotation % 180 === 90;
  const heightOf = (at: number) => (onSide ? ink.right[at]! - ink.left[at]! : ink.bottom[at]! - ink.top[at]!);
  return {
    rotation: best.rotation,
    skew: Math.abs(best.skew) < STRAIGHT ? 0 : best.skew,
    overturned: best.sharpness / against(180),
    sideways: best.sharpness / Math.max(against(90), against(270)),
    letters: letters.length,
    tall: letters.filter((at) => heightOf(at) >= TALL).length / letters.length,
  };
}

/**
 * The pieces that have the size of letters or short words: not specks, rules, frames, pictures. What lies at the very
 * edge is left out where there is enough besides: the line a fax machine prints there is straight whatever the sheet.
 */
function lettersOf(
  ink: Ink,
  { width, height }: { readonly width: number; readonly height: number },
): number[] {
  const some: number[] = [];
  for (let at = 0; at < ink.count; at += 1) {
    const across = ink.right[at]! - ink.left[at]!;
    const down = ink.bottom[at]! - ink.top[at]!;
    if (Math.min(across, down) >= 4 && Math.max(across, down) <= 250 && ink.area[at]! >= 20) some.push(at);
  }
  const edge = Math.max(width, height) * HEADER_SHARE;
  const inside = some.filter(
    (at) =>
      ink.left[at]! > edge &&
      ink.top[at]! > edge &&
      ink.right[at]! < width - edge &&
      ink.bottom[at]! < height - edge,
  );
  return ofUsualSize(ink, inside.length >= FEWEST_PIECES ? inside : some);
}

function ofUsualSize(ink: Ink, some: readonly number[]): number[] {
  const size = (at: number) => Math.min(ink.right[at]! - ink.left[at]!, ink.bottom[at]! - ink.top[at]!);
  const usual = some.map(size).sort((a, b) => a - b)[some.length >> 1] ?? 0;
  const letters = some.filter((at) => size(at) >= usual * 0.5 && size(at) <= usual * 3);
  const every = Math.ceil(letters.length / MOST_PIECES);
  return every > 1 ? letters.filter((_, index) => index % every === 0) : letters;
}

/** The slant at which the points fall into the sharpest lines. */
function sharpest(side: Edge): { skew: number; sharpness: number } {
  const from = (start: number, stop: number, step: number) => {
    let best = { skew: 0, sharpness: 0 };
    for (let skew = start; skew <= stop + step / 2; skew += step) {
      const sharpness = sharpnessAt(side, skew);
      if (sharpness > best.sharpness) best = { skew, sharpness };
    }
    return best;
  };
  const rough = from(-MOST_SKEW, MOST_SKEW, COARSE_STEP).skew;
  return from(rough - COARSE_STEP, rough + COARSE_STEP, FINE_STEP);
}

const BIN = 2;
/** Lines counted at once, a power of two; those further apart on a very long page share a number, which is rare. */
const BINS = 1 << 13;

/** How many points share a line with each point, when the page is sheared by so many degrees. */
function sharpnessAt({ along, across }: Edge, skew: number): number {
  const slope = Math.tan((skew * Math.PI) / 180);
  const bins = new Int32Array(BINS);
  let pairs = 0;
  for (let at = 0; at < along.length; at += 1) {
    const bin = Math.round((across[at]! - along[at]! * slope) / BIN) & (BINS - 1);
    pairs += bins[bin]!;
    bins[bin]! += 1;
  }
  return pairs / along.length;
}
