/**
 * From the picture plane to the reading plane: turned the right way up and straightened. The size stays, but for what
 * is written large: the engine reads print enlarged or reduced no better, and a hand reduced far better (measured).
 * Always: one affine map says where each pixel of the one lies on the other, and the pixels are fetched by that very
 * map, so that a box found in the reading plane covers the same ink on the picture.
 */
import type { Grey } from './page-picture.ts';
import type { Affine } from './reading.ts';
import type { QuarterTurn } from './upright.ts';
import { inkSquares, isWhite } from './white-paper.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly toPicture: Affine;
  /** The sheet, upright; it lies in the middle of the plane, which is larger where the sheet was crooked. */
  readonly sheet: { readonly width: number; readonly height: number };
}

/** `one` after `other`. */
const after = ([a, b, c, d, e, f]: Affine, [a2, b2, c2, d2, e2, f2]: Affine): Affine => [
  a * a2 + c * b2,
  b * a2 + d * b2,
  a * c2 + c * d2,
  b * c2 + d * d2,
  a * e2 + c * f2 + e,
  b * e2 + d * f2 + f,
];

/**
 * The plane in which a picture is read that is turned by quarters clockwise, then straightened by the degrees
 * clockwise it leans once turned. With `mirrored` it is taken as seen from behind; `scale` below 1 reduces it.
 */
export function readingPlane(
  picture: { readonly width: number; readonly height: number },
  turn: {
    readonly rotation: QuarterTurn;
    readonly skew: number;
    readonly mirrored: boolean;
    readonly scale?: number;
  },
): Plane {
  const { width, height } = picture;
  const { scale = 1 } = turn;
  const onSide = turn.rotation === 90 || turn.rotation === 270;
  const sheet = onSide ? { width: height, height: width } : { width, height };
  const turned: Record<QuarterTurn, Affine> = {
    0: [1, 0, 0, 1, 0, 0],
    90: [0, -1, 1, 0, 0, height],
    180: [-1, 0, 0, -1, width, height],
    270: [0, 1, -1, 0, width, 0],
  };
  const behind: Affine = turn.mirrored ? [-1, 0, 0, 1, sheet.width, 0] : [1, 0, 0, 1, 0, 0];
  const angle = ((turn.mirrored ? -turn.skew : turn.skew) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const planeWidth = Math.round(sheet.width * cos + sheet.height * Math.abs(sin));
  const planeHeight = Math.round(sheet.height * cos + sheet.width * Math.abs(sin));
  const leaning: Affine = [
    cos,
    sin,
    -sin,
    cos,
    (sheet.width - planeWidth * cos + planeHeight * sin) / 2,
    (sheet.height - planeWidth * sin - planeHeight * cos) / 2,
  ];
  const scaled = (length: number) => Math.round(length * scale);
  return {
    width: scaled(planeWidth),
    height: scaled(planeHeight),
    toPicture: [turned[turn.rotation], behind, leaning, enlarging(1 / scale)].reduce(after),
    sheet: { width: scaled(sheet.width), height: scaled(sheet.height) },
  };
}

const enlarging = (times: number): Affine => [times, 0, 0, times, 0, 0];

/** Pixels of a row that are fetched together, or left white together. */
const STRETCH = 16;
/** Places between pixels, in whole numbers: so many parts of one, as a power of two. */
const PLACE_BITS = 16;
const ONE = 1 << PLACE_BITS;
/** The mean of four pixels is weighed with 256ths of a pixel each way. */
const WEIGHT_BITS = 8;
const WEIGHTS = 1 << WEIGHT_BITS;
const HALF = 1 << (2 * WEIGHT_BITS - 1);

/** The picture as it looks in the plane, by the mean of the four pixels nearest; what lies beside it is white. */
export function seenIn({ width, height, toPicture: [a, b, c, d, e, f] }: Plane, picture: Grey): Grey {
  if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return picture;
  const seen = { width, height, grey: new Uint8Array(width * height).fill(255) };
  const squares = inkSquares(picture);
  const stepX = Math.round(a * ONE);
  const stepY = Math.round(b * ONE);
  for (let y = 0; y < height; y += 1) {
    const rowX = a * 0.5 + c * (y + 0.5) + e - 0.5;
    const rowY = b * 0.5 + d * (y + 0.5) + f - 0.5;
    for (let from = 0; from < width; from += STRETCH) {
      const length = Math.min(STRETCH, width - from);
      const x = rowX + a * from;
      const y0 = rowY + b * from;
      const acrossIt = a * (length - 1);
      const downIt = b * (length - 1);
      const left = Math.floor(Math.min(x, x + acrossIt));
      const right = Math.floor(Math.max(x, x + acrossIt)) + 1;
      const top = Math.floor(Math.min(y0, y0 + downIt));
      const bottom = Math.floor(Math.max(y0, y0 + downIt)) + 1;
      if (isWhite(squares, left, top, right, bottom)) continue;
      // A margin of one pixel: whole numbers may come out a hair beside what was reckoned above.
      const inside = left >= 1 && top >= 1 && right < picture.width - 1 && bottom < picture.height - 1;
      const fetch = inside ? fetchInside : fetchAtEdge;
      fetch(picture, x, y0, stepX, stepY, seen.grey, y * width + from, length);
    }
  }
  return seen;
}

/** Fetches so many pixels in a row; all that they are made of lies in the picture. */
function fetchInside(
  { grey: source, width: across }: Grey,
  x: number,
  y: number,
  stepX: number,
  stepY: number,
  seen: Uint8Array,
  from: number,
  length: number,
): void {
  const start = Math.floor(y) * across + Math.floor(x);
  let placeX = Math.round((x - Math.floor(x)) * ONE);
  let placeY = Math.round((y - Math.floor(y)) * ONE);
  for (let to = from; to < from + length; to += 1) {
    const first = start + (placeY >> PLACE_BITS) * across + (placeX >> PLACE_BITS);
    const right = (placeX >> (PLACE_BITS - WEIGHT_BITS)) & (WEIGHTS - 1);
    const below = (placeY >> (PLACE_BITS - WEIGHT_BITS)) & (WEIGHTS - 1);
    const one = source[first]!;
    const three = source[first + across]!;
    const upper = (one << WEIGHT_BITS) + (source[first + 1]! - one) * right;
    const lower = (three << WEIGHT_BITS) + (source[first + across + 1]! - three) * right;
    seen[to] = ((upper << WEIGHT_BITS) + (lower - upper) * below + HALF) >> (2 * WEIGHT_BITS);
    placeX += stepX;
    placeY += stepY;
  }
}

/** The same where some of it lies beside the picture. */
function fetchAtEdge(
  { grey: source, width: across, height: down }: Grey,
  x: number,
  y: number,
  stepX: number,
  stepY: number,
  seen: Uint8Array,
  from: number,
  length: number,
): void {
  const at = (left: number, top: number) =>
    left >= 0 && top >= 0 && left < across && top < down ? source[top * across + left]! : 255;
  for (let step = 0; step < length; step += 1) {
    const [atX, atY] = [x + (step * stepX) / ONE, y + (step * stepY) / ONE];
    const [left, top] = [Math.floor(atX), Math.floor(atY)];
    const [right, below] = [atX - left, atY - top];
    const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
    const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
    seen[from + step] = upper * (1 - below) + lower * below + 0.5;
  }
}
