/**
 * Puts a label on paper through the system's own print dialogue, alike in the browser and in the shell.
 * Always: only the label is printed, at its true size; what is on screen is hidden from the paper. Whether it came
 * out is not known here: a person says so afterwards.
 */
import { drawLabel } from './draw-label.ts';

const printDotsPerInch = 600;

/** What the Electron shell gives the window; absent in a browser. */
declare global {
  interface Window {
    shell?: { print(): Promise<boolean> };
  }
}

/** Prints a queued label. Resolves when the dialogue is closed; throws LabelNotDrawn when there is no label. */
export async function printLabel(labelId: string): Promise<void> {
  const label = await drawLabel(`/api/labels/${labelId}.pdf`, printDotsPerInch);
  const sheet = document.createElement('div');
  sheet.className = 'label-sheet';
  sheet.append(paperStyle(label.pages[0]!), ...(await Promise.all(label.pages.map(picture))));
  document.body.append(sheet);
  try {
    if (window.shell) await window.shell.print();
    else window.print();
  } finally {
    sheet.remove();
    label.release();
  }
}

function paperStyle({ width, height }: { width: number; height: number }): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = `
    .label-sheet { display: none; }
    @page { size: ${width}pt ${height}pt; margin: 0; }
    @media print {
      body { margin: 0; }
      body > :not(.label-sheet) { display: none !important; }
      .label-sheet { display: block; }
      .label-sheet img { display: block; width: ${width}pt; height: ${height}pt; break-after: page; }
      .label-sheet img:last-child { break-after: auto; }
    }`;
  return style;
}

async function picture({ address }: { address: string }): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  image.alt = '';
  await image.decode();
  return image;
}
