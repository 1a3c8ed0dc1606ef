// The words of a PDF, in the order they were drawn.

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** All words of all pages, one space between them. */
export async function wordsOfPdf(bytes: Uint8Array): Promise<string> {
  const task = getDocument({ data: bytes, verbosity: 0 });
  const document = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const { items } = await (await document.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    }),
  );
  await task.destroy();
  return pages.join(' ').replace(/\s+/g, ' ');
}
