/**
 * Setting text in the columns of a label: measuring, wrapping, shrinking, going on to a further label.
 *
 * Always: every character given comes out, in order, on one of the labels. Sizes are points (1/72 inch).
 * Not here: what a label must say (label.ts) and how it is drawn (label-pdf.ts, label-zpl.ts).
 */

/** One thing a label says. It is set at `size` times the column's scale, and never below `least`. */
export type Paragraph = { role: string; text: string; size: number; least: number; bold: boolean };

/** A paragraph, or the part of it that this label carries, with its place. `y` is the top of the first line. */
export type TextBlock = {
  role: string;
  text: string;
  lines: string[];
  x: number;
  y: number;
  width: number;
  size: number;
  bold: boolean;
};

/** Paragraphs as set in one column, and what did not fit. */
export type Column = { set: SetParagraph[]; rest: Paragraph[]; height: number };

type SetParagraph = Paragraph & { lines: string[] };

/** Distance from one line to the next, as a multiple of the size. */
export const leading = 1.12;
const gap = 0.8;
const widestGap = 3.5;

/** Advance widths of space to tilde in thousandths of the size; Helvetica, Arial and Liberation Sans agree. */
const regularWidths =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
    .split(' ')
    .map(Number);
const boldWidths =
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584'
    .split(' ')
    .map(Number);

/** Width in points. An accented letter is as wide as its plain one; any other sign counts a full em. */
export function textWidth(text: string, size: number, bold: boolean): number {
  const widths = bold ? boldWidths : regularWidths;
  let thousandths = 0;
  for (const sign of text) {
    const plain = sign.normalize('NFD').charCodeAt(0);
    thousandths += widths[plain - 32] ?? (sign === '·' ? 333 : 1000);
  }
  return (thousandths * size) / 1000;
}

/** Breaks text at spaces into lines no wider than `width`; a word wider than a line is broken inside. */
export function wrap(text: string, width: number, size: number, bold: boolean): string[] {
  const fits = (line: string) => textWidth(line, size, bold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const sign of word) {
      if (line !== '' && !fits(line + sign)) {
        lines.push(line);
        line = '';
      }
      line += sign;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/**
 * Sets paragraphs in a column at the largest of `scales` that fits. Where none does, the last is used and
 * what is left comes back in `rest`: a paragraph moves on whole where a column of its own could hold it, so
 * that directions are not torn in two without need.
 */
export function fillColumn(
  paragraphs: Paragraph[],
  width: number,
  height: number,
  scales: readonly number[],
): Column {
  let set: SetParagraph[] = [];
  for (const scale of scales) {
    set = paragraphs.map((paragraph) => {
      const size = Math.max(paragraph.least, paragraph.size * scale);
      return { ...paragraph, lines: wrap(paragraph.text, width, size, paragraph.bold), size };
    });
    const whole = columnHeight(set);
    if (whole <= height) return { set, rest: [], height: whole };
  }
  const placed: SetParagraph[] = [];
  for (const [index, paragraph] of set.entries()) {
    if (columnHeight([...placed, paragraph]) <= height) {
      placed.push(paragraph);
      continue;
    }
    const rest = paragraphs.slice(index);
    const above = placed.length > 0 ? columnHeight(placed) + gap : 0;
    const room = Math.floor((height - above) / (paragraph.size * leading));
    if (columnHeight([paragraph]) > height && room > 0) {
      const lines = paragraph.lines.slice(0, room);
      const end = endOf(lines, paragraph.text);
      placed.push({ ...paragraph, lines, text: paragraph.text.slice(0, end) });
      rest[0] = { ...rest[0]!, text: paragraph.text.slice(end).trimStart() };
    }
    return { set: placed, rest, height: columnHeight(placed) };
  }
  return { set: placed, rest: [], height: columnHeight(placed) };
}

/** Gives the paragraphs of a column their places, spreading spare height a little between them. */
export function placeColumn(
  column: Column,
  x: number,
  y: number,
  width: number,
  height: number,
): TextBlock[] {
  const spare = (height - column.height) / Math.max(1, column.set.length - 1);
  const step = Math.min(widestGap, gap + Math.max(0, spare));
  let top = y;
  return column.set.map(({ role, text, lines, size, bold }) => {
    const block = { role, text, lines, x, y: top, width, size, bold };
    top += lines.length * size * leading + step;
    return block;
  });
}

function columnHeight(set: SetParagraph[]): number {
  const lines = set.reduce((sum, { lines, size }) => sum + lines.length * size * leading, 0);
  return lines + gap * Math.max(0, set.length - 1);
}

/** Where in the text the last of its first lines ends. */
function endOf(lines: string[], text: string): number {
  let end = 0;
  for (const line of lines) {
    if (text[end] === ' ') end += 1;
    end += line.length;
  }
  return end;
}
