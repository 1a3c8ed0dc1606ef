/** Documents of every kind a fax service sends, and those that would harm: each ends in pages or in a sentence. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { afterAll, describe, expect, it } from 'vitest';
import { type FaxPage, writeFaxTiff } from '../../core/document/fax-image.ts';
import { closePageReader, type ReadPages, readPages } from '../../core/document/read-pages.ts';

afterAll(closePageReader);

/** A fax page with a black square of two inches, at 204 dots an inch across and `yDpi` down. */
function squarePage(yDpi: 196 | 98): FaxPage {
  const [width, height] = [1728, yDpi * 11];
  const bits = new Uint8Array(width * height);
  for (let y = yDpi; y < 3 * yDpi; y += 1) bits.fill(1, y * width + 204, y * width + 204 * 3);
  return { width, height, bits };
}

const plainPage = (width = 200, height = 100): FaxPage => {
  const bits = new Uint8Array(width * height);
  bits.fill(1, width * 10, width * 30);
  return { width, height, bits };
};

/** A TIFF of one strip from its fields, little-endian; the strip follows the directory. */
function tiff(fields: Record<number, number>, strip: Uint8Array): Uint8Array {
  const all = { 258: 1, 259: 1, 262: 0, 277: 1, 279: strip.length, ...fields };
  const entries = Object.entries({
    ...all,
    273: fields[273] ?? 8 + 2 + 12 * (Object.keys(all).length + 1) + 4,
  });
  const head = Buffer.alloc(8 + 2 + 12 * entries.length + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, value], index) => {
    const at = 10 + index * 12;
    head.writeUInt16LE(Number(tag), at);
    head.writeUInt16LE(4, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(value, at + 8);
  });
  return Buffer.concat([head, strip]);
}

function pdf(pages: number, options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ size: 'LETTER', autoFirstPage: false, ...options });
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    for (let number = 1; number <= pages; number += 1) {
      document.addPage();
      document.fontSize(24).text(`Page ${number}`, 72, 72);
      document.rect(72, 144, 144, 144).fill('black');
    }
    document.end();
  });
}

async function pixels(
  png: Uint8Array,
): Promise<{ width: number; height: number; at(x: number, y: number): number }> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, at: (x, y) => data[(y * image.width + x) * 4]! };
}

/** The extent of what is black. */
async function darkBox(png: Uint8Array) {
  const page = await pixels(png);
  const box = { left: page.width, right: 0, top: page.height, bottom: 0 };
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      if (page.at(x, y) > 127) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return { across: box.right - box.left, down: box.bottom - box.top };
}

function read(result: ReadPages) {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result;
}

describe('a fax', () => {
  it.each([196, 98] as const)(
    'at 204 × %i dots an inch is shown undistorted, every page in order',
    async (yDpi) => {
      const { mediaType, pages } = read(
        await readPages(writeFaxTiff([squarePage(yDpi), plainPage()], { xDpi: 204, yDpi })),
      );
      expect(mediaType).toBe('image/tiff');
      expect(pages.map((page) => page.number)).toEqual([1, 2]);
      const [first] = pages;
      expect(first!.width).toBe(1728);
      expect(first!.height).toBe(204 * 11);
      expect(first!.damagedRows).toBe(0);
      expect(await pixels(first!.png)).toMatchObject({ width: first!.width, height: first!.height });
      const box = await darkBox(first!.png);
      expect(Math.abs(box.across - 408)).toBeLessThanOrEqual(1);
      expect(Math.abs(box.down - 408)).toBeLessThanOrEqual(1);
    },
  );

  it('leaves the bytes it was given as they were', async () => {
    const file = writeFaxTiff([plainPage()], { xDpi: 204, yDpi: 196 });
    const before = createHash('sha256').update(file).digest('hex');
    read(await readPages(file));
    expect(createHash('sha256').update(file).digest('hex')).toBe(before);
  });

  it('with its bits in the other order, or black as nought, looks the same', async () => {
    const strip = Uint8Array.of(0b11110000, 0, 0b11110000, 0);
    const size = { 256: 16, 257: 2, 278: 2 };
    const plain = read(await readPages(tiff(size, strip))).pages[0]!.png;
    const reversed = read(
      await readPages(tiff({ ...size, 266: 2 }, Uint8Array.of(0b00001111, 0, 0b00001111, 0))),
    );
    const inverted = read(
      await readPages(
        tiff(
          { ...size, 262: 1 },
          Uint8Array.from(strip, (byte) => 255 - byte),
        ),
      ),
    );
    const packed = read(
      await readPages(tiff({ ...size, 259: 32773 }, Uint8Array.of(1, 0xf0, 0, 1, 0xf0, 0))),
    );
    const page = await pixels(plain);
    expect([page.at(0, 0), page.at(3, 1), page.at(4, 0), page.at(15, 1)]).toEqual([0, 0, 255, 255]);
    for (const other of [reversed, inverted, packed]) expect(other.pages[0]!.png).toEqual(plain);
  });

  it('in colour is shown in grey', async () => {
    const strip = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    const file = tiff({ 256: 4, 257: 1, 258: 8, 262: 2, 277: 3, 278: 1 }, strip);
    const page = await pixels(read(await readPages(file)).pages[0]!.png);
    expect([0, 1, 2, 3].map((x) => page.at(x, 0))).toEqual([76, 149, 29, 255]);
  });

  it('cut off anywhere is refused, not shown in part', async () => {
    const file = writeFaxTiff([squarePage(98), squarePage(98)], { xDpi: 204, yDpi: 98 });
    for (const share of [0.1, 0.4, 0.6, 0.99]) {
      const cut = await readPages(file.subarray(0, Math.floor(file.length * share)));
      expect(cut).toMatchObject({ ok: false, code: 'unreadable' });
    }
  });
});

describe.skipIf(spawnSync('tiffcp', []).error !== undefined)('a fax rewritten by libtiff', () => {
  it.each([
    ['-c', 'g3:1d'],
    ['-c', 'g3:2d:fill'],
    ['-c', 'g4', '-f', 'lsb2msb'],
    ['-c', 'g4', '-B', '-r', '50'],
    ['-c', 'lzw'],
    ['-c', 'packbits'],
    ['-c', 'none'],
  ])('as %s %s shows the same pages', async (...options) => {
    const folder = mkdtempSync(join(tmpdir(), 'read-pages-'));
    try {
      const [source, target] = [join(folder, 'source.tif'), join(folder, 'target.tif')];
      const file = writeFaxTiff([squarePage(98), plainPage()], { xDpi: 204, yDpi: 98 });
      writeFileSync(source, file);
      execFileSync('tiffcp', [...options.filter(Boolean), source, target], { stdio: 'pipe' });
      expect(await readPages(readFileSync(target))).toEqual(await readPages(file));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a PDF', () => {
  it('of three pages is drawn page by page at a readable size', async () => {
    const { mediaType, pages } = read(await readPages(await pdf(3)));
    expect(mediaType).toBe('application/pdf');
    expect(pages.map((page) => [page.number, page.width, page.height])).toEqual([
      [1, 1700, 2200],
      [2, 1700, 2200],
      [3, 1700, 2200],
    ]);
    const page = await pixels(pages[1]!.png);
    expect(page.at(400, 600)).toBe(0);
    expect(page.at(1200, 1500)).toBe(255);
    let ink = 0;
    for (let x = 200; x < 500; x += 1) for (let y = 200; y < 280; y += 1) if (page.at(x, y) < 100) ink += 1;
    expect(ink).toBeGreaterThan(500);
  });

  it('locked with a password is refused', async () => {
    const result = await readPages(await pdf(1, { userPassword: 'secret', pdfVersion: '1.7' }));
    expect(result).toMatchObject({ ok: false, code: 'encrypted' });
  });

  it('that only forbids changes opens without a password and is read', async () => {
    const result = await readPages(await pdf(1, { ownerPassword: 'secret', pdfVersion: '1.7' }));
    expect(read(result).pages).toHaveLength(1);
  });

  it('cut off in the middle is refused', async () => {
    const file = await pdf(3);
    const result = await readPages(file.subarray(0, file.length / 2));
    expect(result).toMatchObject({ ok: false, code: 'unreadable' });
  });

  it('of more than 200 pages is refused', async () => {
    expect(await readPages(await pdf(201))).toMatchObject({ ok: false, code: 'too-many-pages' });
  });
});

describe('a picture', () => {
  const canvas = createCanvas(300, 200);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 300, 200);
  context.fillStyle = 'black';
  context.fillRect(50, 50, 100, 100);

  it.each(['image/png', 'image/jpeg'] as const)('as %s is one page', async (mediaType) => {
    const file = mediaType === 'image/png' ? await canvas.encode('png') : await canvas.encode('jpeg', 90);
    const result = read(await readPages(file));
    expect(result.mediaType).toBe(mediaType);
    expect(result.pages.map((page) => [page.width, page.height])).toEqual([[300, 200]]);
    expect(await darkBox(result.pages[0]!.png)).toEqual({ across: 100, down: 100 });
    expect(await readPages(file.subarray(0, 60))).toMatchObject({ ok: false, code: 'unreadable' });
  });

  it('larger than the screen can use is brought down, its shape kept', async () => {
    const wide = createCanvas(4800, 1200);
    wide.getContext('2d').fillRect(0, 0, 4800, 1200);
    const [page] = read(await readPages(await wide.encode('png'))).pages;
    expect([page!.width, page!.height]).toEqual([2400, 600]);
  });
});

describe('what is no document', () => {
  it('is refused by what it holds: nothing, rubbish, or a text with a promising start', async () => {
    expect(await readPages(new Uint8Array())).toMatchObject({ ok: false, code: 'empty' });
    const rubbish = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251);
    expect(await readPages(rubbish)).toMatchObject({ ok: false, code: 'unknown-type' });
    expect(await readPages(Buffer.from('%PDF-1.7 and then nothing of the kind'))).toMatchObject({
      ok: false,
      code: 'unreadable',
    });
    expect(await readPages(new Uint8Array(50 * 1024 * 1024 + 1))).toMatchObject({
      ok: false,
      code: 'too-large',
    });
  });

  it('a header that lies about its size is refused before anything is unpacked', async () => {
    const size = { 256: 60_000, 257: 60_000, 278: 60_000 };
    expect(await readPages(tiff(size, new Uint8Array(100)))).toMatchObject({ ok: false, code: 'too-large' });
    const smaller = { 256: 9_000, 257: 9_000, 278: 9_000 };
    for (const compression of [1, 4])
      expect(await readPages(tiff({ ...smaller, 259: compression }, new Uint8Array(100)))).toMatchObject({
        ok: false,
        code: 'unreadable',
      });
    expect(
      await readPages(tiff({ 256: 16, 257: 2, 278: 2, 279: 4_000_000_000 }, new Uint8Array(4))),
    ).toMatchObject({
      ok: false,
      code: 'unreadable',
    });
    const png = Buffer.from(await createCanvas(4, 4).encode('png'));
    png.writeUInt32BE(100_000, 16);
    png.writeUInt32BE(100_000, 20);
    expect(await readPages(png)).toMatchObject({ ok: false, code: 'too-large' });
  });

  it('a TIFF whose directories run in a circle is refused', async () => {
    const file = Buffer.from(writeFaxTiff([plainPage()], { xDpi: 204, yDpi: 196 }));
    const directory = file.readUInt32LE(4);
    file.writeUInt32LE(directory, file.length - 4);
    expect(await readPages(file)).toMatchObject({ ok: false, code: 'unreadable' });
  });

  it('says in each sentence what to do or what is taken, and nothing of the file', async () => {
    const secret = Buffer.from('%PDF-1.4 Jane Roe 1970-01-01');
    const result = await readPages(secret);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.sentence).toMatch(/^[A-Z].*\.$/);
    expect(result.sentence).not.toMatch(/Jane|1970/);
  });
});

describe('when the reading thread', () => {
  const fax = writeFaxTiff([plainPage()], { xDpi: 204, yDpi: 196 });
  const slow = writeFaxTiff(
    Array.from({ length: 120 }, () => squarePage(196)),
    { xDpi: 204, yDpi: 196 },
  );

  it('takes too long, that file is given up and the next one is read', async () => {
    const [late, next] = await Promise.all([readPages(slow, 150), readPages(fax)]);
    expect(late).toMatchObject({ ok: false, code: 'gave-up' });
    expect(read(next).pages).toHaveLength(1);
  });

  it('is ended in the middle, the file in hand is given up and the next one is read', async () => {
    const inHand = readPages(slow);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await closePageReader();
    expect(await inHand).toMatchObject({ ok: false, code: 'gave-up' });
    expect(read(await readPages(fax)).pages).toHaveLength(1);
  });

  it('is asked for many files at once, each caller gets its own pages', async () => {
    const files = [1, 2, 3, 4].map((count) =>
      writeFaxTiff(Array(count).fill(plainPage()), { xDpi: 204, yDpi: 196 }),
    );
    const results = await Promise.all(files.map((file) => readPages(file)));
    expect(results.map((result) => read(result).pages.length)).toEqual([1, 2, 3, 4]);
  });
});
