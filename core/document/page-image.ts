/**
 * From a raster with its own pixel shape to a grey PNG with square pixels.
 * Always: the lower-resolution axis is stretched, never the other squeezed, then the whole is brought under the
 * longest side allowed. Colour is given up on purpose: a fax has none, and pages stay small.
 */
import { crc32, deflateSync } from 'node:zlib';
import { LONGEST_SIDE } from './page-limits.ts';

/** One byte a pixel, 255 is white. The densities matter only by their ratio; 0 where none is stated. */
export type Raster = {
  width: number;
  height: number;
  grey: Uint8Array;
  xDensity: number;
  yDensity: number;
  damagedRows: number;
};

/** Ratios beyond this are nonsense in a header, not a scanner's. */
const STRANGEST_RATIO = 8;

/** The size at which a raster is shown. */
export function shownSize(raster: Omit<Raster, 'grey' | 'damagedRows'>): { width: number; height: number } {
  const ratio = raster.xDensity / raster.yDensity;
  const known = ratio >= 1 / STRANGEST_RATIO && ratio <= STRANGEST_RATIO;
  const width = raster.width * (known ? Math.max(1, 1 / ratio) : 1);
  const height = raster.height * (known ? Math.max(1, ratio) : 1);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Brings one axis to `to` samples: each takes the mean of what it covers, so nothing thin vanishes when shrinking
 * and strokes stay sharp when stretching. `step` and `lineStep` say how the samples lie in memory.
 */
function resample(
  source: Uint8Array,
  from: number,
  to: number,
  step: number,
  lines: number,
  sourceLineStep: number,
  targetLineStep: number,
): Uint8Array {
  if (from === to) return source;
  const target = new Uint8Array(to * lines);
  const sums = new Float64Array(lines);
  for (let index = 0; index < to; index += 1) {
    const start = (index * from) / to;
    const end = Math.min(from, ((index + 1) * from) / to);
    sums.fill(0);
    for (let at = Math.floor(start); at < end; at += 1) {
      const share = (Math.min(end, at + 1) - Math.max(start, at)) / (end - start);
      for (let line = 0; line < lines; line += 1)
        sums[line]! += source[at * step + line * sourceLineStep]! * share;
    }
    for (let line = 0; line < lines; line += 1)
      target[index * step + line * targetLineStep] = Math.round(sums[line]!);
  }
  return target;
}

function pngChunk(type: string, content: Uint8Array): Buffer {
  const chunk = Buffer.alloc(content.length + 12);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(content, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, content.length + 8)), content.length + 8);
  return chunk;
}

/** An eight-bit grey PNG. Rows are stored as the difference from the row above, which suits text. */
function encodePng(grey: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const UP = 2;
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const from = y * width;
    const to = y * (width + 1);
    rows[to] = UP;
    for (let x = 0; x < width; x += 1)
      rows[to + 1 + x] = grey[from + x]! - (y > 0 ? grey[from - width + x]! : 0);
  }
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(rows, { level: 4 })),
      pngChunk('IEND', new Uint8Array()),
    ]),
  );
}

/** The raster as it is shown: square pixels, no side too long. */
export function pageImage(raster: Raster): { width: number; height: number; png: Uint8Array<ArrayBuffer> } {
  const { width, height } = shownSize(raster);
  const narrow = resample(raster.grey, raster.width, width, 1, raster.height, raster.width, width);
  const grey = resample(narrow, raster.height, height, width, width, 1, 1);
  return { width, height, png: encodePng(grey, width, height) };
}

/** RGBA on white, as one grey byte a pixel (Rec. 601 weights). */
export function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4;
    const light = (rgba[at]! * 299 + rgba[at + 1]! * 587 + rgba[at + 2]! * 114) / 1000;
    const cover = rgba[at + 3]! / 255;
    grey[index] = light * cover + 255 * (1 - cover);
  }
  return grey;
}
