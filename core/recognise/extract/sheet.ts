/**
 * A page with its labels, and the pieces of text between them: what stands beside a label, what stands below it, and
 * how a piece goes on in the lines beneath.
 *
 * Always: a piece never runs over a label or into the next column. Not here: what the pieces say.
 */
import { type Label, labelsOf } from './labels.ts';
import { bottom, type Line, middle, type PageText, right, type Token, union } from './lines.ts';
import { type Table, tablesOf, widestGap } from './table.ts';

/** Words of one line between labels and wide gaps. */
export interface Segment {
  readonly line: number;
  readonly tokens: readonly Token[];
  readonly x: number;
  readonly to: number;
  /** The nearest label before it in its line. */
  readonly owner: Label | null;
  /** It stands straight after its label, with nothing between. */
  readonly beside: boolean;
  /** It follows other words of the same cell, as in prose. */
  readonly within: boolean;
}

export interface Sheet {
  readonly page: PageText;
  readonly labels: readonly Label[];
  readonly segments: readonly Segment[];
  readonly tables: readonly Table[];
}

/** `skipped` lines (what the fax machine printed) have neither labels nor segments. */
export function sheetOf(page: PageText, skipped: ReadonlySet<number>): Sheet {
  const found = labelsOf(page).filter(({ line }) => !skipped.has(line));
  const tables = tablesOf(page, found);
  const inRows = (line: number) => tables.some((table) => line > table.line && line < table.to);
  const heads = tables.flatMap((table) => table.heads.flatMap(({ label }) => label ?? []));
  const labels = [...new Set([...found.filter(({ line, colon }) => colon || !inRows(line)), ...heads])].sort(
    (a, b) => a.line - b.line || a.from - b.from,
  );
  const byLine = Map.groupBy(labels, ({ line }) => line);
  const segments = page.lines
    .filter(({ number }) => !skipped.has(number))
    .flatMap((line) => segmentsOf(line, byLine.get(line.number) ?? []));
  return { page, labels, segments, tables };
}

function segmentsOf(line: Line, labels: readonly Label[]): Segment[] {
  const found: Segment[] = [];
  let run: Token[] = [];
  let owner: Label | null = null;
  let beside = false;
  let within = false;
  const close = () => {
    if (run.length > 0) {
      const box = union(run.map((token) => token.box));
      found.push({ line: line.number, tokens: run, x: box.x, to: right(box), owner, beside, within });
      beside = false;
    }
    run = [];
  };
  for (let at = 0; at < line.tokens.length; ) {
    const label = labels.find(({ from }) => from === at);
    const token = line.tokens[at]!;
    if (label !== undefined) {
      close();
      owner = label;
      beside = true;
      within = at > 0 && line.tokens[at - 1]!.cell === token.cell;
      at = label.to;
      continue;
    }
    if (run.length > 0 && run.at(-1)!.cell !== token.cell) {
      close();
      within = false;
    }
    run.push(token);
    at += 1;
  }
  close();
  return found;
}

/** Lines further apart than this many letters' heights are no lines of one piece. */
const PITCH = 2.3;

const lineOf = (sheet: Sheet, number: number): Line => sheet.page.lines[number]!;

/** The words after a label in its line, up to the next label. */
export const besideOf = (sheet: Sheet, label: Label): Segment[] =>
  sheet.segments.filter(({ owner }) => owner === label);

/** A piece with the lines it goes on in: at most `more` of them, as far as `goesOn` lets it. */
export function flowOf(
  sheet: Sheet,
  segment: Segment,
  more: number,
  goesOn: (segments: readonly Segment[], sofar: readonly Token[]) => boolean = () => true,
): Token[] {
  const tokens = [...segment.tokens];
  const first = lineOf(sheet, segment.line);
  if (runsIntoLabel(sheet, segment)) return tokens;
  const label = segment.beside ? segment.owner : null;
  // Prose goes on at the left margin, a value under itself or under its label.
  const last = segment.to > right(first.box) - 2 && first.box.width > 0.75 * sheet.page.reading.width;
  const prose =
    segment.within || last || (label === null && segment.to - segment.x > 0.6 * sheet.page.reading.width);
  const labelX = label === null ? segment.x : first.tokens[label.from]!.box.x;
  const left = (prose ? first.box.x : Math.min(labelX, segment.x)) - first.size;
  let limit = nextStart(sheet, segment.line, segment.to);
  let previous = first;
  for (
    let number = segment.line + 1;
    number <= segment.line + more && number < sheet.page.lines.length;
    number += 1
  ) {
    const line = lineOf(sheet, number);
    const apart = middle(line.box) - middle(previous.box);
    if (apart > PITCH * Math.max(first.size, line.size)) break;
    const here = sheet.segments.filter(
      (one) => one.line === number && one.x >= left && one.x < limit - first.size / 2,
    );
    const labelled = sheet.labels
      .filter((one) => one.line === number)
      .find((one) => {
        const { x } = line.tokens[one.from]!.box;
        return x >= left && x < limit - first.size / 2;
      });
    const usable = here.filter(
      ({ owner, x }) => owner === null && (labelled === undefined || x < line.tokens[labelled.from]!.box.x),
    );
    if (usable.length === 0 || !goesOn(usable, tokens)) break;
    tokens.push(...usable.flatMap((one) => one.tokens));
    if (labelled !== undefined) break;
    limit = Math.min(limit, nextStart(sheet, number, Math.max(...usable.map(({ to }) => to))));
    previous = line;
  }
  return tokens;
}

/** A label follows in the same sentence: what stands below goes on from that. */
function runsIntoLabel(sheet: Sheet, { line, tokens }: Segment): boolean {
  const last = tokens.at(-1)!;
  const all = lineOf(sheet, line).tokens;
  const next = all.indexOf(last) + 1;
  return (
    all[next]?.cell === last.cell && sheet.labels.some((label) => label.line === line && label.from === next)
  );
}

/** Where the next words of the line begin behind a place. */
function nextStart(sheet: Sheet, number: number, x: number): number {
  const later = lineOf(sheet, number).tokens.filter(({ box }) => box.x >= x - 1);
  return later.reduce((least, { box }) => Math.min(least, box.x), Number.POSITIVE_INFINITY);
}

/** From where to where a label's column reaches: half way into the gap towards its neighbours in the same line. */
function columnOf(sheet: Sheet, label: Label, body: readonly Token[]): { from: number; to: number } {
  const line = lineOf(sheet, label.line);
  const own = boxOf(line, label);
  const centre = own.x + own.width / 2;
  const others = [
    ...sheet.labels.filter((one) => one.line === label.line && one !== label).map((one) => boxOf(line, one)),
    ...sheet.segments.filter((one) => one.line === label.line).map(({ x, to }) => ({ x, width: to - x })),
  ].map(({ x, width }) => ({ x, centre: x + width / 2 }));
  const before = others.filter((one) => one.centre < centre).sort((a, b) => b.centre - a.centre)[0];
  const after = others.filter((one) => one.centre > centre).sort((a, b) => a.centre - b.centre)[0];
  return {
    from: before === undefined ? 0 : (widestGap(body, before.centre, centre) ?? own.x - line.size / 2),
    to:
      after === undefined
        ? sheet.page.reading.width
        : (widestGap(body, centre, after.centre) ?? after.x - line.size / 2),
  };
}

export const boxOf = (line: Line, label: Label) =>
  union(line.tokens.slice(label.from, label.to).map(({ box }) => box));

/** Cells nearer to each other than so many letters' heights stand in one box. */
const BOX_GAP = 3;

/**
 * The words below a label within its column, line by line, down to the next label there or a wide gap. They begin
 * under the label: what stands further right in the same column is another box without a label.
 */
export function belowOf(sheet: Sheet, label: Label, most: number): Token[][] {
  const first = lineOf(sheet, label.line);
  const own = boxOf(first, label);
  const following = sheet.page.lines.filter(
    ({ number }) => number > label.line && number <= label.line + most + 2,
  );
  const { from, to } = columnOf(
    sheet,
    label,
    following.flatMap(({ tokens }) => tokens),
  );
  const lines: Token[][] = [];
  let previous = first;
  for (const line of following) {
    if (lines.length === most || !sheet.segments.some((one) => one.line === line.number)) break;
    const gap = line.box.y - bottom(previous.box);
    if (gap > 3 * Math.max(first.size, line.size)) break;
    const reach = 3 * line.size;
    const under = ({ x, width }: { x: number; width: number }) =>
      x < right(own) + reach && x + width > own.x - reach;
    const labelled = sheet.labels.some(
      (one) => one.line === line.number && under(boxOf(line, one)) && boxOf(line, one).x < to,
    );
    if (labelled) break;
    const inColumn = line.tokens.filter(({ box }) => box.x >= from - 2 && box.x + box.width / 2 < to);
    const start = inColumn.findIndex(({ box }) => under(box));
    if (start < 0) continue;
    const end = inColumn.findIndex(
      ({ box }, at) => at > start && box.x - right(inColumn[at - 1]!.box) > BOX_GAP * line.size,
    );
    lines.push(inColumn.slice(start, end < 0 ? undefined : end));
    previous = line;
  }
  return lines;
}
