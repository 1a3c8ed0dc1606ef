/**
 * Tables: a line of heads side by side, and below it rows whose words stand in the columns of the heads.
 *
 * Always: ruled or not is all the same; a column reaches half way into the gap to its neighbours, so words may stand
 * left, right or in the middle of it. A head that OCR could not make out is a column still. Not here: what is in it.
 */
import type { Asked } from './label-words.ts';
import { type Label, nearestLabel } from './labels.ts';
import { bottom, type Line, middle, type PageText, right, type Token, union } from './lines.ts';

interface Head {
  /** Null where the head is no label that is known. */
  readonly label: Label | null;
  /** The column. */
  readonly from: number;
  readonly to: number;
}

export interface Row {
  /** Its lines are those from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** The words under each head, line by line. */
  readonly cells: readonly (readonly Token[])[];
}

export interface Table {
  readonly line: number;
  readonly heads: readonly Head[];
  readonly rows: readonly Row[];
  /** The first line below it. */
  readonly to: number;
}

const ofItems: readonly Asked[] = [
  'drug',
  'strength',
  'form',
  'sig',
  'quantity',
  'daysSupply',
  'refills',
  'substitution',
];

/** The tables of prescriptions on a page. */
export function tablesOf({ lines, reading }: PageText, labels: readonly Label[]): Table[] {
  const byLine = Map.groupBy(labels, ({ line }) => line);
  const tables: Table[] = [];
  for (const [number, here] of byLine) {
    if (tables.some((table) => number > table.line && number < table.to)) continue;
    const units = headUnits(lines[number]!, here);
    if (units === null) continue;
    const to = bodyEnd(lines, labels, number, units[1]!.from);
    const body = lines.slice(number + 1, to);
    if (body.length === 0) continue;
    const heads = columnsOf(
      units,
      body.flatMap(({ tokens }) => tokens),
      reading.width,
      lines[number]!.size,
    );
    const rows = rowsOf(body, heads);
    if (rows.length > 0) tables.push({ line: number, heads, rows, to: rows.at(-1)!.to });
  }
  return tables;
}

interface Unit {
  readonly label: Label | null;
  readonly from: number;
  readonly to: number;
}

/** Labels and other cells of a line, where it is a line of heads. */
function headUnits({ tokens }: Line, labels: readonly Label[]): Unit[] | null {
  const known = labels.filter(({ asks }) => ofItems.includes(asks));
  if (known.length === 0) return null;
  const rest = Map.groupBy(
    tokens.filter((_, at) => !labels.some((label) => at >= label.from && at < label.to)),
    ({ cell }) => cell,
  );
  const colons = labels.filter(({ colon }) => colon).length > labels.length / 2;
  if (rest.size > (colons ? 0 : labels.length + 3)) return null;
  if ([...rest.values()].some((cell) => cell.some(({ text }) => /\d/.test(text)) || cell.length > 3))
    return null;
  const units = [
    ...labels.map((label): Unit => {
      const box = union(tokens.slice(label.from, label.to).map((token) => token.box));
      return { label, from: box.x, to: right(box) };
    }),
    ...[...rest.values()].map((cell): Unit => {
      const box = union(cell.map((token) => token.box));
      return { label: misreadHead(cell, tokens.indexOf(cell[0]!)), from: box.x, to: right(box) };
    }),
  ];
  const asked = new Set(
    units.map(({ label }) => label?.asks).filter((asks) => asks !== undefined && ofItems.includes(asks)),
  );
  return asked.size < 2 ? null : units.sort((a, b) => a.from - b.from);
}

/** Beside other heads a word need not stand out to be one: it may be misread. */
function misreadHead(cell: readonly Token[], from: number): Label | null {
  const near = nearestLabel(cell.map(({ text }) => text).join(''), ofItems);
  if (near === null) return null;
  return {
    ...near,
    line: cell[0]!.line,
    from,
    to: from + cell.length,
    colon: false,
    weak: false,
    exact: false,
  };
}

/**
 * Where the rows end: at the next line of labels, or where nothing follows for long. A word of a cell may be a label by
 * chance, but not at the left of the table, before the `second` column.
 */
function bodyEnd(lines: readonly Line[], labels: readonly Label[], head: number, second: number): number {
  const directed = labels.some(({ line, asks }) => line === head && asks === 'sig');
  for (let at = head + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    const before = lines[at - 1]!;
    // The smaller of the two: a signature is as tall as several lines.
    if (line.box.y - bottom(before.box) > 12 * Math.min(line.size, before.size)) return at;
    const opened = labels.find((label) => label.line === at && opensLine(line, label, directed));
    if (opened !== undefined && (opened.colon || line.box.x < second)) return at;
  }
  return lines.length;
}

/** A misread label of directions opens a line, too, where the table has no column of them. */
const opensLine = ({ tokens }: Line, label: Label, directed: boolean): boolean =>
  label.from === 0 &&
  (label.exact || (label.asks === 'sig' && !directed)) &&
  (label.colon || tokens[label.to] === undefined || tokens[label.to]!.cell > tokens[label.to - 1]!.cell);

function columnsOf(units: readonly Unit[], body: readonly Token[], width: number, size: number): Head[] {
  const columns: { label: Label | null; from: number }[] = [];
  for (const [at, unit] of units.entries()) {
    const before = units[at - 1];
    const strip =
      before === undefined ? 0 : widestGap(body, (before.from + before.to) / 2, (unit.from + unit.to) / 2);
    // `Medication / strength` heads one column: words stand across the place where two would part.
    const oneHead = strip === null && before?.label?.asks === 'drug' && isOfDrug(unit.label);
    if (!oneHead) columns.push({ label: unit.label, from: strip ?? unit.from - size / 2 });
  }
  return columns.map((column, at) => ({ ...column, to: columns[at + 1]?.from ?? width }));
}

const isOfDrug = (label: Label | null): boolean => label?.asks === 'strength' || label?.asks === 'form';

/** The middle of the widest strip between two places that no word stands in. */
export function widestGap(tokens: readonly Token[], from: number, to: number): number | null {
  const covered = tokens
    .map(({ box }) => [Math.max(from, box.x), Math.min(to, right(box))] as const)
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  let best: { width: number; middle: number } | null = null;
  let reached = from;
  for (const [start, end] of [...covered, [to, to] as const]) {
    const width = start - reached;
    // Of gaps alike, the last: columns begin where their heads begin.
    if (width > 4 && (best === null || width >= best.width)) {
      best = { width, middle: start - Math.min(width / 2, 12) };
    }
    reached = Math.max(reached, end);
  }
  return best?.middle ?? null;
}

/** Pixels; what is written in a column begins there, and a long word may end in the next. */
const WELL_WITHIN = 60;

const columnAt = (heads: readonly Head[], { box }: Token): number => {
  const x = box.x + Math.min(box.width / 2, WELL_WITHIN);
  return Math.max(
    0,
    heads.findIndex(({ from, to }) => x >= from && x < to),
  );
};

/** Lines to rows: a row begins after a wider gap, or where the columns are filled anew. */
function rowsOf(body: readonly Line[], heads: readonly Head[]): Row[] {
  const drugs = Math.max(
    0,
    heads.findIndex(({ label }) => label?.asks === 'drug'),
  );
  const filled = body.map(({ tokens }) => new Set(tokens.map((token) => columnAt(heads, token))));
  const gaps = body.map((line, at) => (at === 0 ? 0 : middle(line.box) - middle(body[at - 1]!.box)));
  const least = Math.min(...gaps.slice(1), Number.POSITIVE_INFINITY);
  const even = Math.max(...gaps.slice(1), 0) < 1.3 * least;
  // What is counted stands in one line of its cell: where it stands beside a drug, a row begins.
  const counted = heads.findIndex(({ label }) => label?.asks === 'quantity');
  const counts = body.map(({ tokens }) =>
    tokens.some((token) => columnAt(heads, token) === counted && /^#?\d/.test(token.text)),
  );
  const starts: number[] = [];
  let end = body.length;
  for (const [at, line] of body.entries()) {
    const wide = gaps[at]! > 1.3 * least || (even && gaps[at]! > 2.6 * line.size);
    const anew = filled[at]!.has(drugs) && filled[at]!.size >= Math.min(3, heads.length);
    const full = filled[at]!.has(drugs) && counts[at]!;
    if (at === 0 || full || (anew && (wide || even))) starts.push(at);
    // What stands far below the last row and fills no row belongs to the foot of the page.
    else if (gaps[at]! > 3.4 * line.size && !anew) {
      end = at;
      break;
    }
  }
  return starts.map((start, place): Row => {
    const stop = starts[place + 1] ?? end;
    const lines = body.slice(start, stop);
    return {
      from: lines[0]!.number,
      to: lines.at(-1)!.number + 1,
      cells: heads.map((_, column) =>
        lines.flatMap(({ tokens }) => tokens.filter((token) => columnAt(heads, token) === column)),
      ),
    };
  });
}
