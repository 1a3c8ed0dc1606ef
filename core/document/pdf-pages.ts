/**
 * The pages of a PDF, one raster at a time, drawn at about 200 dots an inch.
 * Always: fonts, character maps and decoders come from the installed package, nothing is fetched and no script in
 * the document runs; a part that cannot be drawn refuses the document, because a page must not be shown with a hole.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import {
  getDocument,
  PasswordException,
  type PDFPageProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { greyOf, type Raster } from './page-image.ts';
import { checkPageSize, LONGEST_SIDE, MOST_PAGES, MOST_PIXELS, Refusal } from './page-limits.ts';

/** pdf.js types its canvas as the browser's; in Node it draws on this one. */
type RenderCanvas = Parameters<PDFPageProxy['render']>[0]['canvas'];

const POINTS_AN_INCH = 72;
const DOTS_AN_INCH = 200;

const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const assetFolder = (name: string) => join(assets, name) + sep;

async function drawPage(page: PDFPageProxy): Promise<Raster> {
  const natural = page.getViewport({ scale: 1 });
  const longest = Math.max(natural.width, natural.height);
  const viewport = page.getViewport({
    scale: Math.min(DOTS_AN_INCH / POINTS_AN_INCH, LONGEST_SIDE / longest),
  });
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
  checkPageSize(width, height);
  const canvas: Canvas = createCanvas(width, height);
  await page.render({
    canvas: canvas as unknown as RenderCanvas,
    viewport,
    background: 'white',
  }).promise;
  page.cleanup();
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  // Its memory is native and large: it is given back now, not when the collector comes round.
  canvas.width = 1;
  canvas.height = 1;
  return { width, height, grey: greyOf(data), xDensity: 1, yDensity: 1, damagedRows: 0 };
}

/** Each page in order. Throws a refusal for a locked document or too many pages, any other error for damage. */
export async function* pdfPages(bytes: Uint8Array): AsyncGenerator<Raster> {
  const task = getDocument({
    data: bytes,
    standardFontDataUrl: assetFolder('standard_fonts'),
    cMapUrl: assetFolder('cmaps'),
    wasmUrl: assetFolder('wasm'),
    iccUrl: assetFolder('iccs'),
    useSystemFonts: false,
    stopAtErrors: true,
    maxImageSize: MOST_PIXELS,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    if (document.numPages > MOST_PAGES) throw new Refusal('too-many-pages');
    for (let number = 1; number <= document.numPages; number += 1) {
      yield await drawPage(await document.getPage(number));
    }
  } catch (error) {
    throw error instanceof PasswordException ? new Refusal('encrypted') : error;
  } finally {
    await task.destroy();
  }
}
