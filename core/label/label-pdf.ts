/**
 * A label as a PDF, one page a label, for the window's preview and for office printers.
 *
 * Always: it draws the layout of label.ts and nothing else; the fonts are embedded, so it prints alike anywhere;
 * the document's own properties hold no patient data.
 * Not here: what the label says and where.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { bagModules } from './bag-barcode.ts';
import { fourByTwo, type LabelContent, type LabelPage, type LabelSize, layOutLabel } from './label.ts';
import { leading } from './label-flow.ts';

const fonts = Promise.all(['Regular', 'Bold'].map(liberationSans));

/** Draws the label in black at `size` (points); a further page where the layout needs a further label. */
export async function labelPdf(content: LabelContent, size: LabelSize = fourByTwo): Promise<Uint8Array> {
  const [regular, bold] = await fonts;
  const document = new PDFDocument({
    size: [size.width, size.height],
    margin: 0,
    autoFirstPage: false,
    info: { Title: 'Pharmacy label' },
  });
  document.registerFont('regular', regular!);
  document.registerFont('bold', bold!);
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  for (const page of layOutLabel(content, size)) {
    document.addPage();
    drawPage(document, page);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawPage(document: PDFKit.PDFDocument, { texts, rules, barcode }: LabelPage): void {
  for (const { lines, x, y, size, bold } of texts) {
    document.font(bold ? 'bold' : 'regular').fontSize(size);
    for (const [index, line] of lines.entries()) {
      document.text(line, x, y + index * size * leading, { lineBreak: false });
    }
  }
  for (const { x, y, width, height } of rules) document.rect(x, y, width, height);
  if (barcode !== undefined) {
    const modules = bagModules(barcode.code);
    const module = barcode.side / modules.length;
    for (const [row, line] of modules.entries()) {
      for (const [column, dark] of line.entries()) {
        if (dark) document.rect(barcode.x + column * module, barcode.y + row * module, module, module);
      }
    }
  }
  document.fill('black');
}

/** Liberation Sans, as the PDF reader's package brings it; it has every sign that `printable` lets through. */
function liberationSans(weight: string): Promise<Buffer> {
  return readFile(
    fileURLToPath(import.meta.resolve(`pdfjs-dist/standard_fonts/LiberationSans-${weight}.ttf`)),
  );
}
