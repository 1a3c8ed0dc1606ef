/**
 * A label's PDF drawn into pictures, for the preview and for paper.
 * Always: the very PDF the core made, drawn by the same code on screen and in print, with its words beside it for
 * who cannot see the picture. Nothing of it is kept; the caller lets the pictures go with `release`.
 */
import type { PDFPageProxy, PDFWorker } from 'pdfjs-dist';

/** The reader is larger than all screens together: it is loaded, and its one worker started, with the first label. */
let reader: Promise<{ library: typeof import('pdfjs-dist'); worker: PDFWorker }> | undefined;
const startReader = async () => {
  const [library, { default: ReadingWorker }] = await Promise.all([
    import('pdfjs-dist'),
    import('pdfjs-dist/build/pdf.worker.min.mjs?worker'),
  ]);
  return { library, worker: library.PDFWorker.create({ port: new ReadingWorker() }) };
};
const readerOfLabels = () => {
  reader ??= startReader();
  return reader;
};

export interface DrawnLabel {
  /** One picture a label; width and height in points of the paper. */
  pages: { address: string; width: number; height: number }[];
  words: string;
  release: () => void;
}

/** Why a label could not be drawn, in a sentence of the core where it gave one. */
export class LabelNotDrawn extends Error {}

/**
 * Fetches the PDF at `source` (an address of this workstation) and draws every page at `dotsPerInch`.
 * Throws LabelNotDrawn when the core refuses it.
 */
export async function drawLabel(source: string, dotsPerInch: number): Promise<DrawnLabel> {
  const [{ library, worker }, data] = await Promise.all([readerOfLabels(), fetchLabel(source)]);
  const loading = library.getDocument({ data, worker });
  try {
    const file = await loading.promise;
    const drawn = [];
    for (let number = 1; number <= file.numPages; number++) {
      drawn.push(await drawPage(await file.getPage(number), dotsPerInch));
    }
    const pages = drawn.map(({ words: _words, ...page }) => page);
    return {
      pages,
      words: drawn.map((page) => page.words).join('\n'),
      release: () => {
        for (const page of pages) URL.revokeObjectURL(page.address);
      },
    };
  } finally {
    await loading.destroy();
  }
}

async function fetchLabel(source: string): Promise<Uint8Array> {
  const reply = await fetch(source);
  if (reply.ok) return new Uint8Array(await reply.arrayBuffer());
  const said: unknown = await reply.json().catch(() => null);
  throw new LabelNotDrawn(sentenceIn(said) ?? 'The label could not be made. Try again.');
}

function sentenceIn(reply: unknown): string | undefined {
  const failure = (reply as { error?: { message?: unknown } } | null)?.error;
  return typeof failure?.message === 'string' ? failure.message : undefined;
}

async function drawPage(page: PDFPageProxy, dotsPerInch: number) {
  const paper = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: dotsPerInch / 72 });
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(viewport.width);
  canvas.height = Math.ceil(viewport.height);
  await page.render({ canvas, viewport, intent: 'print' }).promise;
  const { items } = await page.getTextContent();
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!picture) throw new LabelNotDrawn('This computer could not draw the label.');
  return {
    address: URL.createObjectURL(picture),
    width: paper.width,
    height: paper.height,
    words: items
      .map((item) => ('str' in item ? item.str : ''))
      .filter(Boolean)
      .join(' '),
  };
}
