/** The kept picture of a page comes back pixel by pixel; what is no such picture is refused before it is unpacked. */
import { crc32, deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageImage } from '../../core/document/page-image.ts';
import { pagePicture } from '../../core/recognise/page-picture.ts';

const pictures = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 30 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      grey: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
      filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: height, maxLength: height }),
    }),
  );

function chunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, content.length + 8)), content.length + 8);
  return bytes;
}

/** A PNG whose rows are filtered as asked, written from the standard and not from the reader. */
function filteredPng(width: number, height: number, grey: Uint8Array, filters: readonly number[]): Buffer {
  const pixel = (x: number, y: number) => (x < 0 || y < 0 ? 0 : grey[y * width + x]!);
  const paeth = (a: number, b: number, c: number) => {
    const p = a + b - c;
    const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  };
  const rows = filters.flatMap((filter, y) => [
    filter,
    ...Array.from({ length: width }, (_, x) => {
      const [left, above, corner] = [pixel(x - 1, y), pixel(x, y - 1), pixel(x - 1, y - 1)];
      const expected = [0, left, above, Math.floor((left + above) / 2), paeth(left, above, corner)][filter]!;
      return (pixel(x, y) - expected) & 255;
    }),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const packed = deflateSync(Uint8Array.from(rows));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', packed.subarray(0, packed.length >> 1)),
    chunk('IDAT', packed.subarray(packed.length >> 1)),
    chunk('IEND', new Uint8Array()),
  ]);
}

describe('the kept picture of a page', () => {
  it('comes back as it was put away', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, grey }) => {
        const { png } = pageImage({ width, height, grey, xDensity: 0, yDensity: 0, damagedRows: 0 });
        expect(pagePicture(png)).toEqual({ width, height, grey: new Uint8Array(grey) });
      }),
    );
  });

  it('comes back whatever filters its rows were written with, and in however many pieces', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, grey, filters }) => {
        expect(pagePicture(filteredPng(width, height, grey, filters)).grey).toEqual(new Uint8Array(grey));
      }),
    );
  });

  it('is refused where it is cut short anywhere, or claims another size than it has', () => {
    const whole = pageImage({
      ...{ width: 60, height: 40, grey: new Uint8Array(2400).map((_, at) => (at * 37) % 251) },
      ...{ xDensity: 0, yDensity: 0, damagedRows: 0 },
    }).png;
    const lastOfPicture = whole.length - 12 - 4;
    for (let length = 0; length < lastOfPicture; length += 1)
      expect(() => pagePicture(whole.subarray(0, length)), `cut at ${length}`).toThrow();
    for (const [width, height] of [
      [61, 40],
      [60, 39],
      [60, 41],
      [0, 40],
      [60, 0],
    ] as const) {
      const lying = Buffer.from(whole);
      lying.writeUInt32BE(width, 16);
      lying.writeUInt32BE(height, 20);
      expect(() => pagePicture(lying), `${width} × ${height}`).toThrow();
    }
  });

  it('of an enormous size is refused by its header, with nothing of it to unpack', () => {
    const header = Buffer.from(
      pageImage({
        ...{ width: 1, height: 1, grey: new Uint8Array(1) },
        ...{ xDensity: 0, yDensity: 0, damagedRows: 0 },
      }).png,
    );
    for (const [width, height] of [
      [20_000, 20_000],
      [0xffffffff, 0xffffffff],
      [20_000, 1_000],
    ] as const) {
      header.writeUInt32BE(width, 16);
      header.writeUInt32BE(height, 20);
      expect(() => pagePicture(header)).toThrow('no size of a page');
    }
  });

  it('is nothing else: no colours, no other kind of file, no noise', () => {
    expect(() => pagePicture(createCanvas(20, 20).toBuffer('image/png'))).toThrow('not a picture of a page');
    expect(() => pagePicture(createCanvas(20, 20).toBuffer('image/jpeg'))).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(() => pagePicture(noise)).toThrow();
      }),
    );
  });
});
