/**
 * A picture of a page in, its reading out: the one path every page takes.
 * Always: words lie in the reading plane, upright and straight; the picture itself is never changed.
 * Not here: threads, limits of time (page-reader.ts).
 */
import { picturePage } from '../document/picture-page.ts';
import type { OcrEngine } from './ocr-engine.ts';
import type { PageReading } from './reading.ts';

/** Reads a PNG. Throws where the picture is damaged or larger than a page may be. */
export async function readPage(png: Uint8Array, engine: OcrEngine): Promise<PageReading> {
  const begun = performance.now();
  const { width, height, grey } = await picturePage(png, 'png');
  const words = engine.words({ width, height, grey });
  return {
    width,
    height,
    picture: { width, height },
    toPicture: [1, 0, 0, 1, 0, 0],
    rotation: 0,
    words,
    look: '0'.repeat(64),
    tookMs: performance.now() - begun,
  };
}
