/**
 * A page with its labels, and the pieces of text between them: what stands beside a label, what stands below it, and
 * how a piece goes on in the lines beneath.
 *
 * Always: a piece never runs over a label or into the next column. Not here: what the pieces say.
 */
import { type Label, labelsOf } from './labels.ts';
import { bottom, type Line, middle, type PageText, right, type Token, union } from './lines.ts';

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
}

/** `skipped` lines (what the fax machine printed) have neither labels nor segments. */
export function sheetOf(page: PageText, skipped: ReadonlySet<number>): Sheet {
  const labels = labelsOf(page).filter(({ line }) => !skipped.has(line));
  const byLine = Map.groupBy(labels, ({ line }) => line);
  const segments = page.lines
    .filter(({ number }) => !skipped.has(number))
    .flatMap((line) => segmentsOf(line, byLine.get(line.number) ?? []));
  return { page, labels, segments };
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
  const label = segment.beside ? segment.owner : null;
  // Prose goes on at the left margin, a value under itself or under its label.
  const prose = segment.within || (label === null && segment.to - segment.x > 0.6 * sheet.page.reading.width);
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
    const labelled = sheet.labels.find((one) => {
      const x = one.line === number ? line.tokens[one.from]!.box.x : -1;
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

/** Where the next words of the line begin behind a place. */
function nextStart(sheet: Sheet, number: number, x: number): number {
  const later = lineOf(sheet, number).tokens.filter(({ box }) => box.x >= x - 1);
  return later.reduce((least, { box }) => Math.min(least, box.x), Number.POSITIVE_INFINITY);
}

/** From where to where a label's column reaches: half way into the gap towards its neighbours in the same line. */
export function columnOf(sheet: Sheet, label: Label, body: readonly Token[]): { from: number; to: number } {
  const line = lineOf(sheet, label.line);
  const beside = sheet.labels.filter((one) => one.line === label.line).sort((a, b) => a.from - b.from);
  const at = beside.indexOf(label);
  const boundary = (before: Label, after: Label): number => {
    const [a, b] = [boxOf(line, before), boxOf(line, after)];
    return widestGap(body, a.x + a.width / 2, b.x + b.width / 2) ?? b.x - line.size / 2;
  };
  const [before, after] = [beside[at - 1], beside[at + 1]];
  return {
    from: before === undefined ? 0 : boundary(before, label),
    to: after === undefined ? sheet.page.reading.width : boundary(label, after),
  };
}

export const boxOf = (line: Line, label: Label) =>
  union(line.tokens.slice(label.from, label.to).map(({ box }) => box));

/** The middle of the widest strip between two places that no word stands in. */
function widestGap(tokens: readonly Token[], from: number, to: number): number | null {
  const covered = tokens
    .map(({ box }) => [Math.max(from, box.x), Math.min(to, right(box))] as const)
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  let best: { width: number; middle: number } | null = null;
  let reached = from;
  for (const [start, end] of [...covered, [to, to] as const]) {
    const width = start - reached;
    // Of gaps alike, the last: columns begin where their heads begin.
    if (width > 4 && (best === null || width >= best.width))
      best = { width, middle: start - Math.min(width / 2, 12) };
    reached = Math.max(reached, end);
  }
  return best?.middle ?? null;
}

/** The words below a label within its column, line by line, down to the next label there or a wide gap. */
export function belowOf(sheet: Sheet, label: Label, most: number): Token[][] {
  const first = lineOf(sheet, label.line);
  const following = sheet.page.lines.filter(
    ({ number }) => number > label.line && number <= label.line + most,
  );
  const { from, to } = columnOf(
    sheet,
    label,
    following.flatMap(({ tokens }) => tokens),
  );
  const lines: Token[][] = [];
  let previous = first;
  for (const line of following) {
    const gap = line.box.y - bottom(previous.box);
    if (gap > 3 * Math.max(first.size, line.size)) break;
    const labelled = sheet.labels.some((one) => {
      const box = one.line === line.number ? boxOf(line, one) : null;
      return box !== null && box.x >= from - 2 && box.x < to;
    });
    if (labelled) break;
    const tokens = line.tokens.filter(({ box }) => box.x >= from - 2 && box.x + box.width / 2 < to);
    const skipped = !sheet.segments.some((one) => one.line === line.number);
    if (skipped) break;
    if (tokens.length > 0) {
      lines.push(tokens);
      previous = line;
    }
  }
  return lines;
}
