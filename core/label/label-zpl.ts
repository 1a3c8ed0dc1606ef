/**
 * A label in ZPL II, the language of Zebra printers and of those that imitate them.
 *
 * Always: content reaches the printer only as field data in which every sign outside a short allow-list is
 * written as hexadecimal UTF-8, so that no content can become a command.
 * Not here: what the label says and where (label.ts), and sending it (zpl-printer.ts).
 */
import { bagModules } from './bag-barcode.ts';
import { fourByTwo, type LabelContent, type LabelPage, type LabelSize, layOutLabel } from './label.ts';
import { leading, type TextBlock } from './label-flow.ts';

/**
 * One `^XA … ^XZ` format a label. `dpi` is the printer's. The printer wraps the paragraphs itself: its font 0 is
 * narrower than the one the layout measures with, so a paragraph never takes more lines than were kept for it.
 */
export function labelZpl(
  content: LabelContent,
  { dpi, size = fourByTwo }: { dpi: 203 | 300; size?: LabelSize },
): string {
  const dots = (points: number) => Math.round((points * dpi) / 72);
  return layOutLabel(content, size)
    .map((page) =>
      [
        '^XA^CI28^LH0,0',
        `^PW${dots(size.width)}^LL${dots(size.height)}`,
        ...page.texts.map((block) => textField(block, dots)),
        ...page.rules.map(({ x, y, width, height }) => {
          const thin = Math.max(1, Math.min(dots(width), dots(height)));
          return `^FO${dots(x)},${dots(y)}^GB${dots(width) || 1},${dots(height) || 1},${thin}^FS`;
        }),
        ...barcodeField(page, dots),
        '^PQ1^XZ\n',
      ].join('\n'),
    )
    .join('');
}

function textField({ text, lines, x, y, width, size }: TextBlock, dots: (points: number) => number): string {
  const height = dots(size);
  const between = dots(size * leading) - height;
  return `^FO${dots(x)},${dots(y)}^A0N,${height},${height}^FB${dots(width)},${lines.length},${between},L,0${fieldData(text)}`;
}

function barcodeField({ barcode }: LabelPage, dots: (points: number) => number): string[] {
  if (barcode === undefined) return [];
  const module = Math.floor(dots(barcode.side) / bagModules(barcode.code).length);
  return [`^FO${dots(barcode.x)},${dots(barcode.y)}^BXN,${module},200${fieldData(barcode.code)}`];
}

/** In a field block a backslash begins a line break or a soft hyphen, and two of them are one backslash. */
function fieldData(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/[^A-Za-z0-9 .,:;()/'+%#!?=*@"&-]/gu, (sign) =>
      Array.from(Buffer.from(sign), (byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
        '',
      ),
    );
  return `^FH_^FD${escaped}^FS`;
}
