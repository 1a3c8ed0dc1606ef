/**
 * From the picture plane to the reading plane: turned the right way up and straightened. The size stays: the engine
 * reads faxes enlarged or reduced no better (measured).
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
 * clockwise it leans once turned. With `mirrored` it is taken as seen from behind.
 */
export function readingPlane(
  picture: { readonly width: number; readonly height: number },
  turn: { readonly rotation: QuarterTurn; readonly skew: number; readonly mirrored: boolean },
): Plane {
  const { width, height } = picture;
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
  return {
    width: planeWidth,
    height: planeHeight,
    toPicture: [turned[turn.rotation], behind, leaning].reduce(after),
    sheet,
  };
}

/** The picture as it looks in the plane, by the mean of the four pixels nearest; what lies beside it is white. */
export function seenIn({ width, height, toPicture: [a, b, c, d, e, f] }: Plane, picture: Grey): Grey {
  if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return picture;
  const { grey: source, width: across, height: down } = picture;
  const grey = new Uint8Array(width * height).fill(255);
  const at = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < across && y < down ? source[y * across + x]! : 255;
  for (let y = 0; y < height; y += 1) {
    let sourceX = a * 0.5 + c * (y + 0.5) + e - 0.5;
    let sourceY = b * 0.5 + d * (y + 0.5) + f - 0.5;
    const row = y * width;
    for (let x = 0; x < width; x += 1, sourceX += a, sourceY += b) {
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      if (left < -1 || top < -1 || left >= across || top >= down) continue;
      const right = sourceX - left;
      const low = sourceY - top;
      const inside = left >= 0 && top >= 0 && left + 1 < across && top + 1 < down;
      const from = top * across + left;
      const one = inside ? source[from]! : at(left, top);
      const two = inside ? source[from + 1]! : at(left + 1, top);
      const three = inside ? source[from + across]! : at(left, top + 1);
      const four = inside ? source[from + across + 1]! : at(left + 1, top + 1);
      grey[row + x] =
        (one * (1 - right) + two * right) * (1 - low) + (three * (1 - right) + four * right) * low + 0.5;
    }
  }
  return { width, height, grey };
}
