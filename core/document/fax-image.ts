/**
 * Writes a fax as fax machines do: a multi-page TIFF, each page one T.6 (Group 4) strip, its two densities stated.
 * What is written reads back bit for bit. Used by the demonstration pharmacy and by tests.
 * Group 3, grey and colour are deliberately not here: nothing in the pharmacy sends them.
 */
import { END_OF_LINE, LONGEST_MAKE_UP, modeCodes, nextChange, PADDING, runCodes } from './ccitt-codes.ts';

/** One page of a fax: one byte a pixel, row by row, 1 is black. */
export type FaxPage = { width: number; height: number; bits: Uint8Array };

/** Pixels an inch. A fax has 204 across, and 196 (fine) or 98 (standard) down. */
export type FaxDensity = { xDpi: 204; yDpi: 196 | 98 };

type BitWriter = { write(word: string): void; finish(): Uint8Array };

/** Collects code words, most significant bit first; the last byte is filled with zeros. */
function bitWriter(): BitWriter {
  let bytes = new Uint8Array(4096);
  let length = 0;
  let free = 8;
  return {
    write(word) {
      for (let index = 0; index < word.length; index += 1) {
        free -= 1;
        if (word.charCodeAt(index) === 49) bytes[length]! |= 1 << free;
        if (free > 0) continue;
        free = 8;
        length += 1;
        if (length < bytes.length) continue;
        const larger = new Uint8Array(bytes.length * 2);
        larger.set(bytes);
        bytes = larger;
      }
    },
    finish: () => bytes.subarray(0, free === 8 ? length : length + 1),
  };
}

function writeRun(out: BitWriter, colour: 0 | 1, pixels: number): void {
  let left = pixels;
  while (left >= 64) {
    const step = Math.min(left - (left % 64), LONGEST_MAKE_UP);
    out.write(runCodes[colour].makeUp[step / 64 - 1]!);
    left -= step;
  }
  out.write(runCodes[colour].terminating[left]!);
}

function findChanges(bits: Uint8Array, start: number, width: number, changes: Int32Array): void {
  let count = 0;
  let colour = 0;
  for (let x = 0; x < width; x += 1) {
    if (bits[start + x] === colour) continue;
    colour ^= 1;
    changes[count] = x;
    count += 1;
  }
  changes.fill(width, count, count + PADDING);
}

function writeRow(out: BitWriter, above: Int32Array, row: Int32Array, width: number): void {
  let a0 = -1;
  let colour: 0 | 1 = 0;
  let b = 0;
  let a = 0;
  while (a0 < width) {
    b = nextChange(above, a0, colour, b);
    a = nextChange(row, a0, colour, a);
    const a1 = row[a]!;
    const b1 = above[b]!;
    const b2 = above[b + 1]!;
    if (b2 < a1) {
      out.write(modeCodes.pass);
      a0 = b2;
    } else if (Math.abs(a1 - b1) <= 3) {
      out.write(modeCodes.vertical[a1 - b1 + 3]!);
      a0 = a1;
      colour = colour === 0 ? 1 : 0;
    } else {
      const a2 = row[a + 1]!;
      out.write(modeCodes.horizontal);
      writeRun(out, colour, a1 - Math.max(a0, 0));
      writeRun(out, colour === 0 ? 1 : 0, a2 - a1);
      a0 = a2;
    }
  }
}

function encodePage(page: FaxPage): Uint8Array {
  const out = bitWriter();
  let above = new Int32Array(page.width + PADDING).fill(page.width);
  let row = new Int32Array(page.width + PADDING);
  for (let y = 0; y < page.height; y += 1) {
    findChanges(page.bits, y * page.width, page.width, row);
    writeRow(out, above, row, page.width);
    [above, row] = [row, above];
  }
  out.write(END_OF_LINE + END_OF_LINE);
  return out.finish();
}

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/**
 * A multi-page TIFF (little-endian, Group 4, 0 is white) of these pages.
 * Throws when there is no page or a page's bits are not width × height bytes.
 */
export function writeFaxTiff(pages: readonly FaxPage[], density: FaxDensity): Uint8Array {
  if (pages.length === 0) throw new RangeError('a fax has at least one page');
  for (const { width, height, bits } of pages) {
    if (width < 1 || height < 1 || bits.length !== width * height)
      throw new RangeError('a fax page has one byte for each of its pixels');
  }

  const strips = pages.map(encodePage);
  const fieldCount = 15;
  const directorySize = 2 + fieldCount * 12 + 4;
  const even = (size: number) => size + (size % 2);
  const pageSize = (strip: Uint8Array) => even(strip.length) + 16 + directorySize;
  const file = Buffer.alloc(8 + strips.reduce((size, strip) => size + pageSize(strip), 0));

  let stripAt = 8;
  let linkAt = 4;
  file.write('II', 0, 'latin1');
  file.writeUInt16LE(42, 2);

  strips.forEach((strip, index) => {
    const page = pages[index]!;
    const densityAt = stripAt + even(strip.length);
    const directoryAt = densityAt + 16;
    file.set(strip, stripAt);
    [density.xDpi, 1, density.yDpi, 1].forEach((part, at) => {
      file.writeUInt32LE(part, densityAt + at * 4);
    });
    const fields: [tag: number, type: number, count: number, value: number][] = [
      [254, LONG, 1, 2], // one page of several
      [256, LONG, 1, page.width],
      [257, LONG, 1, page.height],
      [258, SHORT, 1, 1], // bits a sample
      [259, SHORT, 1, 4], // Group 4
      [262, SHORT, 1, 0], // 0 is white
      [266, SHORT, 1, 1], // most significant bit first
      [273, LONG, 1, stripAt],
      [277, SHORT, 1, 1], // samples a pixel
      [278, LONG, 1, page.height], // rows in the strip
      [279, LONG, 1, strip.length],
      [282, RATIONAL, 1, densityAt],
      [283, RATIONAL, 1, densityAt + 8],
      [296, SHORT, 1, 2], // densities are to the inch
      [297, SHORT, 2, index | (pages.length << 16)],
    ];
    file.writeUInt32LE(directoryAt, linkAt);
    file.writeUInt16LE(fieldCount, directoryAt);
    fields.forEach(([tag, type, count, value], at) => {
      const fieldAt = directoryAt + 2 + at * 12;
      file.writeUInt16LE(tag, fieldAt);
      file.writeUInt16LE(type, fieldAt + 2);
      file.writeUInt32LE(count, fieldAt + 4);
      file.writeUInt32LE(value, fieldAt + 8);
    });
    linkAt = directoryAt + directorySize - 4;
    stripAt = directoryAt + directorySize;
  });
  return new Uint8Array(file.buffer, file.byteOffset, file.length);
}
