/**
 * The pages of a TIFF, one raster at a time.
 *
 * The directories are walked here, each number held against the file's size before it is believed: a header that
 * lies is refused before anything is allocated. Fax compression goes to our own reader (it reports damage), the
 * general ones to utif2. Tiles, planes, JPEG inside TIFF and sixteen-bit samples are not here: no fax has them.
 */
import UTIF from 'utif2';
import { decodeFaxRows, type FaxCoding } from './ccitt-decode.ts';
import type { Raster } from './page-image.ts';
import { checkPageSize, MOST_PAGES, MOST_PIXELS, Refusal } from './page-limits.ts';

type Directory = (tag: number, otherwise?: number) => number[];

const fieldSizes: Record<number, number> = { 1: 1, 3: 2, 4: 4, 5: 8 };
const REDUCED_COPY = 1;
/** A Group 3 page with more rows spoilt than this share is not a page. */
const MOST_DAMAGE = 0.1;

function isTiff(view: DataView): 'little' | 'big' | undefined {
  if (view.byteLength < 8) return undefined;
  if (view.getUint32(0) === 0x49492a00) return 'little';
  return view.getUint32(0) === 0x4d4d002a ? 'big' : undefined;
}

/** All directories in order; refused when they run out of the file, in a circle, or are too many. */
function readDirectories(bytes: Uint8Array): Directory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = isTiff(view) === 'little';
  const inside = (at: number, size: number) => {
    if (at < 8 || at + size > bytes.length) throw new Refusal('unreadable');
    return at;
  };
  const directories: Directory[] = [];
  const seen = new Set<number>();

  for (let next = view.getUint32(4, little); next !== 0; ) {
    if (seen.has(next)) throw new Refusal('unreadable');
    if (seen.size === MOST_PAGES * 2) throw new Refusal('too-many-pages');
    seen.add(next);
    const count = view.getUint16(inside(next, 2), little);
    inside(next, 2 + count * 12 + 4);
    const fields = new Map<number, { type: number; count: number; at: number }>();
    for (let index = 0; index < count; index += 1) {
      const at = next + 2 + index * 12;
      const type = view.getUint16(at + 2, little);
      const values = view.getUint32(at + 4, little);
      const size = (fieldSizes[type] ?? 0) * values;
      if (size === 0) continue;
      fields.set(view.getUint16(at, little), {
        type,
        count: values,
        at: size <= 4 ? at + 8 : view.getUint32(at + 8, little),
      });
    }
    directories.push((tag, otherwise) => {
      const field = fields.get(tag);
      if (!field) {
        if (otherwise === undefined) throw new Refusal('unreadable');
        return [otherwise];
      }
      const size = fieldSizes[field.type]!;
      inside(field.at, size * field.count);
      return Array.from({ length: field.count }, (_, index) => {
        const at = field.at + index * size;
        if (field.type === 1) return view.getUint8(at);
        if (field.type === 3) return view.getUint16(at, little);
        if (field.type === 4) return view.getUint32(at, little);
        return view.getUint32(at, little) / view.getUint32(at + 4, little);
      });
    });
    next = view.getUint32(next + 2 + count * 12, little);
  }
  return directories;
}

const reversedBits = Uint8Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }, (_, bit) => ((byte >> bit) & 1) << (7 - bit)).reduce(
    (sum, part) => sum + part,
    0,
  ),
);

/** The strips' bytes, most significant bit first; refused where the file ends before a strip does. */
function readStrips(bytes: Uint8Array, directory: Directory): Uint8Array<ArrayBuffer>[] {
  const starts = directory(273);
  const sizes = directory(279);
  if (starts.length !== sizes.length) throw new Refusal('unreadable');
  const reversed = directory(266, 1)[0] === 2;
  return starts.map((start, index) => {
    const size = sizes[index]!;
    if (start + size > bytes.length) throw new Refusal('unreadable');
    const strip = bytes.slice(start, start + size);
    return reversed ? strip.map((byte) => reversedBits[byte]!) : strip;
  });
}

type Layout = { width: number; height: number; rowsPerStrip: number; strips: Uint8Array<ArrayBuffer>[] };

function faxCoding(compression: number, options: number): FaxCoding | undefined {
  if (compression === 2) return 'aligned';
  if (compression === 3) return options & 1 ? 'group3-2d' : 'group3-1d';
  return compression === 4 ? 'group4' : undefined;
}

function decodeFax(
  layout: Layout,
  coding: FaxCoding,
  blackIsOne: boolean,
): { grey: Uint8Array; damagedRows: number } {
  const { width, height, rowsPerStrip, strips } = layout;
  const paper = blackIsOne ? 255 : 0;
  const grey = new Uint8Array(width * height).fill(paper);
  let damagedRows = 0;
  strips.forEach((strip, index) => {
    const top = index * rowsPerStrip;
    const rows = Math.min(rowsPerStrip, height - top);
    const decoded = decodeFaxRows(strip, coding, width, rows, (row, changes) => {
      const start = (top + row) * width;
      for (let at = 0; changes[at]! < width; at += 2)
        grey.fill(255 - paper, start + changes[at]!, start + changes[at + 1]!);
    });
    if (!decoded.complete) throw new Refusal('unreadable');
    damagedRows += decoded.damaged;
  });
  if (damagedRows > height * MOST_DAMAGE) throw new Refusal('unreadable');
  return { grey, damagedRows };
}

/** Samples of the general compressions, by utif2, which is given a directory of our own making. */
function decodeSamples(
  layout: Layout,
  directory: Directory,
  compression: number,
  bits: number,
  samples: number,
) {
  const joined = new Uint8Array(layout.strips.reduce((size, strip) => size + strip.length, 0));
  const starts: number[] = [];
  let at = 0;
  for (const strip of layout.strips) {
    joined.set(strip, at);
    starts.push(at);
    at += strip.length;
  }
  const image = {
    t256: [layout.width],
    t257: [layout.height],
    t258: [bits],
    t259: [compression],
    t262: [WHITE_IS_ZERO],
    t273: starts,
    t277: [samples],
    t278: [layout.rowsPerStrip],
    t279: layout.strips.map((strip) => strip.length),
    t317: bits === 8 ? directory(317, 1) : [1],
    width: layout.width,
    height: layout.height,
  } as unknown as UTIF.IFD;
  const rowBytes = Math.ceil((layout.width * bits * samples) / 8);
  if (compression === 1 && joined.length < rowBytes * layout.height) throw new Refusal('unreadable');
  UTIF.decodeImage(joined.buffer, image);
  return { samples: image.data, rowBytes };
}

const UNCOMPRESSED = 1;
const LZW = 5;
const PACK_BITS = 32773;
const WHITE_IS_ZERO = 0;
const RGB = 2;
const PALETTE = 3;

function decodeGeneral(
  layout: Layout,
  directory: Directory,
  compression: number,
  photometric: number,
): Uint8Array {
  const bits = directory(258, 1)[0]!;
  const perPixel = directory(277, 1)[0]!;
  const known =
    [UNCOMPRESSED, LZW, PACK_BITS].includes(compression) &&
    ([1, 2, 4].includes(bits) ? perPixel === 1 : bits === 8 && perPixel <= 4) &&
    (photometric === RGB ? bits === 8 && perPixel >= 3 : photometric <= PALETTE);
  if (!known) throw new Refusal('unknown-type');
  if (layout.width * layout.height * perPixel > MOST_PIXELS) throw new Refusal('too-large');

  const { samples, rowBytes } = decodeSamples(layout, directory, compression, bits, perPixel);
  const colours = photometric === PALETTE ? directory(320) : [];
  const levels = 1 << bits;
  const light = (red: number, green: number, blue: number) => 0.299 * red + 0.587 * green + 0.114 * blue;
  const greyOfValue = Uint8Array.from({ length: levels }, (_, value) => {
    if (photometric === PALETTE)
      return light(colours[value]! / 257, colours[levels + value]! / 257, colours[2 * levels + value]! / 257);
    const share = (value * 255) / (levels - 1);
    return photometric === WHITE_IS_ZERO ? 255 - share : share;
  });

  const grey = new Uint8Array(layout.width * layout.height);
  const perByte = 8 / bits;
  for (let y = 0; y < layout.height; y += 1) {
    for (let x = 0; x < layout.width; x += 1) {
      const at = y * rowBytes + Math.floor((x * perPixel) / perByte);
      const shift = 8 - bits * ((x % perByte) + 1);
      grey[y * layout.width + x] =
        photometric === RGB
          ? light(samples[at]!, samples[at + 1]!, samples[at + 2]!)
          : greyOfValue[(samples[at]! >> shift) & (levels - 1)]!;
    }
  }
  return grey;
}

function readPage(bytes: Uint8Array, directory: Directory): Raster {
  const [width, height] = [directory(256)[0]!, directory(257)[0]!];
  checkPageSize(width, height);
  const tiled = directory(322, 0)[0] !== 0;
  const separatePlanes = directory(284, 1)[0] !== 1;
  if (tiled || separatePlanes) throw new Refusal('unknown-type');

  const rowsPerStrip = Math.min(directory(278, height)[0]!, height);
  const strips = readStrips(bytes, directory);
  if (rowsPerStrip < 1 || strips.length !== Math.ceil(height / rowsPerStrip)) throw new Refusal('unreadable');
  const layout: Layout = { width, height, rowsPerStrip, strips };
  const compression = directory(259, UNCOMPRESSED)[0]!;
  const photometric = directory(262, WHITE_IS_ZERO)[0]!;
  const coding = faxCoding(compression, directory(292, 0)[0]!);
  const decoded = coding
    ? decodeFax(layout, coding, photometric === WHITE_IS_ZERO)
    : { grey: decodeGeneral(layout, directory, compression, photometric), damagedRows: 0 };
  return { width, height, xDensity: directory(282, 0)[0]!, yDensity: directory(283, 0)[0]!, ...decoded };
}

/** Each full page in order, reduced copies left out. Throws a refusal; `bytes` begin with a TIFF mark. */
export function* tiffPages(bytes: Uint8Array): Generator<Raster> {
  const pages = readDirectories(bytes).filter((directory) => (directory(254, 0)[0]! & REDUCED_COPY) === 0);
  if (pages.length === 0) throw new Refusal('empty');
  if (pages.length > MOST_PAGES) throw new Refusal('too-many-pages');
  for (const directory of pages) yield readPage(bytes, directory);
}
