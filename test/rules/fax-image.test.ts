/** Group 4 faxes: what is written is what two independent readers, and our own, read back, bit for bit. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import UTIF from 'utif2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFaxRows, type FaxCoding } from '../../core/document/ccitt-decode.ts';
import { type FaxPage, writeFaxTiff } from '../../core/document/fax-image.ts';

/** Rows made of runs, as on paper; some repeat the row above, shifted a little. */
const pages = fc.array(
  fc.integer({ min: 1, max: 300 }).chain((width) =>
    fc
      .array(
        fc.record({
          shift: fc.option(fc.integer({ min: -4, max: 4 })),
          runs: fc.array(fc.integer({ min: 0, max: width }), { maxLength: 12 }),
        }),
        { minLength: 1, maxLength: 12 },
      )
      .map((rows): FaxPage => {
        const bits = new Uint8Array(width * rows.length);
        rows.forEach(({ shift, runs }, y) => {
          for (let x = 0; x < width && shift !== null && y > 0; x += 1)
            bits[y * width + x] = bits[(y - 1) * width + Math.min(width - 1, Math.max(0, x + shift))]!;
          let at = 0;
          runs.forEach((run, index) => {
            if (index % 2 === 1)
              bits.fill(1, y * width + Math.min(at, width), y * width + Math.min(at + run, width));
            at += run;
          });
        });
        return { width, height: rows.length, bits };
      }),
  ),
  { minLength: 1, maxLength: 3 },
);

/** One row for each run length of both colours, on a width that needs repeated make-up codes. */
function everyRunLength(): FaxPage {
  const width = 5300;
  const lengths = [...Array(130).keys(), 1791, 1792, 1856, 2559, 2560, 2561, 2623, 2624, 5200];
  const bits = new Uint8Array(width * lengths.length * 2);
  lengths.forEach((length, index) => {
    const white = index * 2 * width;
    bits.fill(1, white + length, white + length + 7);
    bits.fill(1, white + width + 3, white + width + 3 + length);
  });
  return { width, height: lengths.length * 2, bits };
}

function unpack(packed: Uint8Array, width: number, height: number): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    return (packed[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
  });
}

function readWithUtif(file: Uint8Array): FaxPage[] {
  const buffer = file.slice().buffer;
  return UTIF.decode(buffer).map((image) => {
    UTIF.decodeImage(buffer, image);
    return {
      width: image.width,
      height: image.height,
      bits: unpack(image.data, image.width, image.height),
    };
  });
}

function decode(strip: Uint8Array, coding: FaxCoding, width: number, height: number): FaxPage {
  const bits = new Uint8Array(width * height);
  const result = decodeFaxRows(strip, coding, width, height, (row, changes) => {
    for (let at = 0; changes[at]! < width; at += 2)
      bits.fill(1, row * width + changes[at]!, row * width + changes[at + 1]!);
  });
  expect(result).toEqual({ rows: height, damaged: 0, complete: true });
  return { width, height, bits };
}

/** The compressed strips of a TIFF we or libtiff wrote, one strip a page. */
function stripsOf(file: Uint8Array): Uint8Array[] {
  return UTIF.decode(file.slice().buffer).map((image) => {
    const [start, size] = [(image.t273 as number[])[0]!, (image.t279 as number[])[0]!];
    return file.slice(start, start + size);
  });
}

describe('a fax written as Group 4', () => {
  it('reads back bit for bit with utif2 and with our own reader', () => {
    fc.assert(
      fc.property(pages, (written) => {
        const file = writeFaxTiff(written, { xDpi: 204, yDpi: 196 });
        expect(readWithUtif(file)).toEqual(written);
        const read = stripsOf(file).map((strip, index) =>
          decode(strip, 'group4', written[index]!.width, written[index]!.height),
        );
        expect(read).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it('says every run length of both colours', () => {
    const page = everyRunLength();
    const file = writeFaxTiff([page], { xDpi: 204, yDpi: 196 });
    expect(readWithUtif(file)).toEqual([page]);
    expect(decode(stripsOf(file)[0]!, 'group4', page.width, page.height)).toEqual(page);
  });

  it('is refused when a page has not one byte for each pixel', () => {
    expect(() => writeFaxTiff([], { xDpi: 204, yDpi: 98 })).toThrow(RangeError);
    expect(() =>
      writeFaxTiff([{ width: 8, height: 2, bits: new Uint8Array(15) }], { xDpi: 204, yDpi: 98 }),
    ).toThrow(RangeError);
  });
});

describe('a damaged Group 4 strip', () => {
  it('is never read as whole when it ends early, and any bytes at all end in an answer', () => {
    const page = everyRunLength();
    const strip = stripsOf(writeFaxTiff([page], { xDpi: 204, yDpi: 196 }))[0]!;
    const half = decodeFaxRows(
      strip.subarray(0, strip.length / 2),
      'group4',
      page.width,
      page.height,
      () => {},
    );
    expect(half.complete).toBe(false);
    expect(half.rows).toBeLessThan(page.height);

    const codings = fc.constantFrom<FaxCoding>('group4', 'group3-1d', 'group3-2d', 'aligned');
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        codings,
        fc.integer({ min: 1, max: 90 }),
        (bytes, coding, width) => {
          let painted = 0;
          const result = decodeFaxRows(bytes, coding, width, 50, (row, changes) => {
            expect(row).toBe(painted);
            painted += 1;
            const within = changes.subarray(0, changes.indexOf(width) + 1);
            expect(
              within.every((at, index) => at >= 0 && at <= width && (index === 0 || at > within[index - 1]!)),
            ).toBe(true);
          });
          expect(result.rows).toBe(painted);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const libtiff = spawnSync('tiffcp', []).error === undefined;

describe.skipIf(!libtiff)('against libtiff', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fax-image-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const sample = fc.sample(pages, { seed: 7, numRuns: 12 }).flat();
  const all = [everyRunLength(), ...sample];
  const convert = (...options: string[]) => {
    const [source, target] = [join(folder, 'source.tif'), join(folder, 'target.tif')];
    writeFileSync(source, writeFaxTiff(all, { xDpi: 204, yDpi: 98 }));
    execFileSync('tiffcp', [...options, '-r', '100000', source, target], { stdio: 'pipe' });
    return new Uint8Array(readFileSync(target));
  };

  it('libtiff finds nothing to complain of and reads back the same pixels and densities', () => {
    const file = convert('-c', 'none');
    expect(readWithUtif(file)).toEqual(all);
    const source = join(folder, 'source.tif');
    const info = spawnSync('tiffinfo', ['-D', source], { encoding: 'utf8' });
    expect(info.stderr).toBe('');
    expect(info.stdout.match(/Resolution: 204, 98 pixels\/inch/g)).toHaveLength(all.length);
  });

  it.each([
    ['g4', 'group4'],
    ['g3:1d', 'group3-1d'],
    ['g3:2d', 'group3-2d'],
    ['g3:2d:fill', 'group3-2d'],
  ] as const)('what libtiff writes as %s is read bit for bit', (compression, coding) => {
    const strips = stripsOf(convert('-c', compression));
    const read = strips.map((strip, index) => decode(strip, coding, all[index]!.width, all[index]!.height));
    expect(read).toEqual(all);
  });

  it('a Group 3 row spoilt on the line is counted, shown as the row above, and the rest is read', () => {
    const page = all[0]!;
    for (const [compression, coding] of [
      ['g3:1d', 'group3-1d'],
      ['g3:2d', 'group3-2d'],
    ] as const) {
      const strip = stripsOf(convert('-c', compression))[0]!;
      strip.fill(0xff, 700, 702);
      const rows = new Map<number, string>();
      const result = decodeFaxRows(strip, coding, page.width, page.height, (row, changes) => {
        rows.set(row, changes.subarray(0, changes.indexOf(page.width)).join());
      });
      // A row whose marker is spoilt as well is joined to the one before it.
      expect(result.rows).toBeGreaterThanOrEqual(page.height - 2);
      expect(result.complete).toBe(true);
      expect(result.damaged).toBeGreaterThan(0);
      expect(result.damaged).toBeLessThan(6);
      const whole = page.bits.subarray((page.height - 1) * page.width);
      const last = [...whole.keys()].filter((x) => whole[x] !== (x === 0 ? 0 : whole[x - 1])).join();
      expect(rows.get(result.rows - 1)).toBe(last);
    }
  });
});
