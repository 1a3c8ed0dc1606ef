/**
 * From the picture plane to the reading plane: turned the right way up and straightened. The size stays, but for what
 * is written large: the engine reads print enlarged or reduced no better, and a hand reduced far better (measured).
 * Always: one affine map says where each pixel of the one lies on the other, and the pixels are fetched by that very
 * map, so that a box found in the reading plane covers the same ink on the picture.
 */
import type { Grey } from './page-picture.ts';
import type { Affine } from './reading.ts';
import type { QuarterTurn } from './upright.ts';

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

/** Pixels of a row that are looked at together: most of a page is white and is not gone through one by one. */
const STRETCH = 16;

/** The picture as it looks in the plane, by the mean of the four pixels nearest; what lies beside it is white. */
export function seenIn({ width, height, toPicture: [a, b, c, d, e, f] }: Plane, picture: Grey): Grey {
  if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return picture;
  const { grey: source, width: across, height: down } = picture;
  const grey = new Uint8Array(width * height).fill(255);
  const isWhite = whiteSquares(picture);
  const at = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < across && y < down ? source[y * across + x]! : 255;
  for (let y = 0; y < height; y += 1) {
    const rowX = a * 0.5 + c * (y + 0.5) + e - 0.5;
    const rowY = b * 0.5 + d * (y + 0.5) + f - 0.5;
    for (let from = 0; from < width; from += STRETCH) {
      const to = Math.min(from + STRETCH, width);
      const [x0, x1] = [rowX + a * from, rowX + a * (to - 1)];
      const [y0, y1] = [rowY + b * from, rowY + b * (to - 1)];
      const [least, most] = [Math.floor(Math.min(x0, x1)), Math.floor(Math.max(x0, x1)) + 1];
      const [high, low] = [Math.floor(Math.min(y0, y1)), Math.floor(Math.max(y0, y1)) + 1];
      if (isWhite(least, high, most, low)) continue;
      const inside = least >= 0 && high >= 0 && most < across && low < down;
      for (let x = from; x < to; x += 1) {
        const sourceX = rowX + a * x;
        const sourceY = rowY + b * x;
        const left = Math.floor(sourceX);
        const top = Math.floor(sourceY);
        const right = sourceX - left;
        const below = sourceY - top;
        const first = top * across + left;
        const one = inside ? source[first]! : at(left, top);
        const two = inside ? source[first + 1]! : at(left + 1, top);
        const three = inside ? source[first + across]! : at(left, top + 1);
        const four = inside ? source[first + across + 1]! : at(left + 1, top + 1);
        grey[y * width + x] =
          (one * (1 - right) + two * right) * (1 - below) +
          (three * (1 - right) + four * right) * below +
          0.5;
      }
    }
  }
  return { width, height, grey };
}

/** Eight, so that three bits less of a place say its square. */
const SQUARE_BITS = 3;

/** Tells of any box of the picture whether there is nothing in it, or beside it; says no where it does not know. */
function whiteSquares({
  width,
  height,
  grey,
}: Grey): (left: number, top: number, right: number, bottom: number) => boolean {
  const across = (width >> SQUARE_BITS) + 1;
  const down = (height >> SQUARE_BITS) + 1;
  const hasInk = new Uint8Array(across * down);
  for (let y = 0; y < height; y += 1) {
    const row = (y >> SQUARE_BITS) * across;
    for (let x = 0, at = y * width; x < width; x += 1, at += 1)
      if (grey[at] !== 255) hasInk[row + (x >> SQUARE_BITS)] = 1;
  }
  return (left, top, right, bottom) => {
    const last = Math.min(right >> SQUARE_BITS, across - 1);
    for (
      let row = Math.max(top >> SQUARE_BITS, 0);
      row <= Math.min(bottom >> SQUARE_BITS, down - 1);
      row += 1
    )
      for (let column = Math.max(left >> SQUARE_BITS, 0); column <= last; column += 1)
        if (hasInk[row * across + column] === 1) return false;
    return true;
  };
}
