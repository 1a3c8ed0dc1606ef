/**
 * The thread that opens documents, so that a hostile or broken one can take down no more than this thread.
 * Always: the kind is told by the content, never by a name; every ending is an answer; nothing is logged.
 */
import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { pageImage, type Raster } from './page-image.ts';
import { LARGEST_RESULT, Refusal, type RefusalCode } from './page-limits.ts';
import type { MediaType, Page } from './read-pages.ts';
import { tiffPages } from './tiff-pages.ts';

/** What this thread answers; the sentences are added on the other side. */
export type WorkerAnswer =
  | { ok: true; mediaType: MediaType; pages: Page[] }
  | { ok: false; code: RefusalCode };

/** A PDF may have some bytes of rubbish before its mark. */
const PDF_MARK_WITHIN = 1024;

const beginsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);

function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
  if (beginsWith(bytes, 0x49, 0x49, 42, 0) || beginsWith(bytes, 0x4d, 0x4d, 0, 42)) return 'image/tiff';
  if (beginsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (beginsWith(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  const start = Buffer.from(bytes.subarray(0, PDF_MARK_WITHIN)).toString('latin1');
  return start.includes('%PDF-') ? 'application/pdf' : undefined;
}

/** What a plain fax does not need is loaded when first asked for: pdf.js alone costs tens of megabytes. */
async function* rasters(bytes: Uint8Array, mediaType: MediaType): AsyncGenerator<Raster> {
  if (mediaType === 'image/tiff') yield* tiffPages(bytes);
  else if (mediaType === 'application/pdf') yield* (await import('./pdf-pages.ts')).pdfPages(bytes);
  else {
    const { picturePage } = await import('./picture-page.ts');
    yield await picturePage(bytes, mediaType === 'image/png' ? 'png' : 'jpeg');
  }
}

async function answer(bytes: Uint8Array): Promise<WorkerAnswer> {
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) return { ok: false, code: 'unknown-type' };
  const pages: Page[] = [];
  let size = 0;
  try {
    for await (const raster of rasters(bytes, mediaType)) {
      const page = { number: pages.length + 1, damagedRows: raster.damagedRows, ...pageImage(raster) };
      size += page.png.length;
      if (size > LARGEST_RESULT) return { ok: false, code: 'too-large' };
      pages.push(page);
      // Native pictures are given back only when the event loop turns.
      await setImmediate();
    }
  } catch (error) {
    return { ok: false, code: error instanceof Refusal ? error.code : 'unreadable' };
  }
  return pages.length > 0 ? { ok: true, mediaType, pages } : { ok: false, code: 'empty' };
}

parentPort?.on('message', async (bytes: Uint8Array) => {
  const reply = await answer(bytes);
  parentPort?.postMessage(reply, reply.ok ? reply.pages.map((page) => page.png.buffer) : []);
});
