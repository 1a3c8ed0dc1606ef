/**
 * The picture of a page as it is kept, unpacked to its pixels: the other direction of `pageImage`.
 * Always: the size is looked at before anything is unpacked, and no more is unpacked than a picture of that size has.
 * Not here: pictures as they come in, of any kind; those are read when a document is (core/document).
 */
import { inflateSync } from 'node:zlib';

/** One byte a pixel, 255 is white. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Kept pictures have at most 2400 × 2400; what is far above is none of them. */
const MOST_PIXELS = 12_000_000;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Depth 8, grey, packed by deflate, the usual filters, not interlaced. */
const KIND = Buffer.from([8, 0, 0, 0, 0]);

/** Unpacks an eight-bit grey PNG. Throws where it is anything else, damaged, or larger than a page may be. */
export function pagePicture(png: Uint8Array): Grey {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!file.subarray(0, 8).equals(SIGNATURE) || !file.subarray(24, 29).equals(KIND))
    throw new Error('not a picture of a page');
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  if (width < 1 || height < 1 || width * height > MOST_PIXELS) throw new Error('no size of a page');
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const size = (width + 1) * height;
  const rows = inflateSync(Buffer.concat(packed), { maxOutputLength: size });
  if (rows.length !== size) throw new Error('the picture is incomplete');
  return { width, height, grey: withoutFilters(rows, width, height) };
}

/** Each row begins with the number of its filter: what its pixels are the difference from (PNG, section 9). */
function withoutFilters(rows: Uint8Array, width: number, height: number): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = y * (width + 1) + 1;
    const to = y * width;
    const filter = rows[from - 1]!;
    if (filter > 4) throw new Error('the picture is damaged');
    // Nearly all rows are kept as the difference from the one above: those without asking at each pixel.
    if (filter === 2 && y > 0) {
      for (let x = 0; x < width; x += 1) grey[to + x] = rows[from + x]! + grey[to + x - width]!;
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      const left = x > 0 ? grey[to + x - 1]! : 0;
      const above = y > 0 ? grey[to + x - width]! : 0;
      let expected = 0;
      if (filter === 1) expected = left;
      else if (filter === 2) expected = above;
      else if (filter === 3) expected = (left + above) >> 1;
      else if (filter === 4) expected = nearest(left, above, x > 0 && y > 0 ? grey[to + x - width - 1]! : 0);
      grey[to + x] = rows[from + x]! + expected;
    }
  }
  return grey;
}

/** Of three neighbours, the one nearest to left + above − corner (Paeth). */
function nearest(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
