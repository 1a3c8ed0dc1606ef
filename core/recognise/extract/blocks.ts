/**
 * Cuts a page into its prescriptions: each mention of a drug with the lines that belong to it, and the values that
 * stand there beside, below or in the column of their labels.
 *
 * Always: a line belongs to one prescription at most. Not here: what the values mean.
 */
import type { Asked } from './label-words.ts';
import type { Label } from './labels.ts';
import { bottom, type Token } from './lines.ts';
import type { Mention } from './mentions.ts';
import { belowOf, besideOf, boxOf, flowOf, type Segment, type Sheet } from './sheet.ts';

/** Lines of a page that belong to one prescription. */
export interface Area {
  /** The row of a table it is, or begins with. */
  readonly row: Mention['row'];
  /** Its lines are those from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Two prescriptions side by side share their lines. */
  readonly left: number;
  readonly right: number;
}

export interface Block extends Area {
  readonly mention: Mention;
}

/** The prescriptions of a page. */
export function blocksOf(sheet: Sheet, mentions: readonly Mention[]): Block[] {
  const sorted = [...mentions].sort((a, b) => a.line - b.line || a.x - b.x);
  const starts = sorted.map((mention) => startOf(sheet, mention));
  return sorted.map((mention, at): Block => {
    const beside = sorted.filter(
      (other, place) =>
        other !== mention &&
        mention.row === null &&
        Math.abs(starts[place]! - starts[at]!) <= 1 &&
        Math.abs(other.x - mention.x) > 8 * sheet.page.lines[mention.line]!.size,
    );
    const later = starts.find(
      (start, place) => place > at && start > starts[at]! + (beside.length > 0 ? 1 : 0),
    );
    const stop = stopAfter(sheet, mention);
    const rights = beside.map(({ x }) => x).filter((x) => x > mention.x);
    const lefts = beside.map(({ x }) => x).filter((x) => x < mention.x);
    const { size } = sheet.page.lines[mention.line]!;
    return {
      mention,
      row: mention.row,
      from: starts[at]!,
      to: Math.max(mention.line + 1, Math.min(later ?? sheet.page.lines.length, stop)),
      left: lefts.length > 0 ? mention.x - size : 0,
      right: rights.length > 0 ? Math.min(...rights) - size : sheet.page.reading.width,
    };
  });
}

/** A block begins with the label above its drug, where there is one of its own. */
function startOf(sheet: Sheet, mention: Mention): number {
  if (mention.row !== null) {
    const { table, row } = mention.row;
    return row === table.rows[0] ? table.line : row.from;
  }
  // Under the heads of a table stand its rows; what is none of them has nothing to do with them.
  const above = sheet.labels.findLast(
    ({ asks, line, from }) =>
      asks === 'drug' &&
      !sheet.tables.some((table) => table.line === line) &&
      line < mention.line &&
      line >= mention.line - 2 &&
      Math.abs(sheet.page.lines[line]!.tokens[from]!.box.x - mention.x) < 4 * sheet.page.lines[line]!.size,
  );
  return above === undefined || besideOf(sheet, above).length > 0 ? mention.line : above.line;
}

const personal: readonly Asked[] = [
  'patientName',
  'nameAndAddress',
  'dateOfBirth',
  'patientAddress',
  'patientPhone',
  'nhsNumber',
  'prescriberName',
  'npi',
  'dea',
  'gmc',
  'clinic',
  'about',
  'name',
  'address',
];

/** The line from which on nothing belongs to the prescription any more. */
function stopAfter(sheet: Sheet, mention: Mention): number {
  const { lines } = sheet.page;
  for (let at = mention.line + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    const gap = line.box.y - bottom(lines[at - 1]!.box);
    if (gap > 9 * Math.max(line.size, lines[at - 1]!.size)) return at;
    const labels = sheet.labels.filter((label) => label.line === at);
    if (labels.some((label) => label.from === 0 && isOfPeople(sheet, label))) return at;
  }
  return lines.length;
}

const isOfPeople = (sheet: Sheet, label: Label): boolean =>
  personal.includes(label.asks) ||
  label.of === 'pharmacy' ||
  (label.asks === 'other' &&
    sheet.page.lines[label.line]!.tokens.slice(label.from, label.to).some(({ key }) =>
      key.startsWith('signature'),
    ));

const ofItems: readonly Asked[] = ['drug', 'strength', 'form', 'sig', 'quantity', 'daysSupply', 'refills'];

/** A value of a block with the label that asks for it. */
export interface Value {
  readonly label: Label;
  readonly tokens: readonly Token[];
}

const within = (block: Area, sheet: Sheet, label: Label): boolean => {
  const { x } = boxOf(sheet.page.lines[label.line]!, label);
  return label.line >= block.from && label.line < block.to && x >= block.left && x < block.right;
};

/** What a block says to one question, the best place first. */
export function valuesOf(sheet: Sheet, block: Area, asks: Asked): Value[] {
  const own = sheet.labels.filter((label) => label.asks === asks && within(block, sheet, label));
  const inRow = block.row;
  const headed =
    inRow?.table.heads.flatMap(({ label }, at) => (label?.asks === asks ? [{ label, at }] : [])) ?? [];
  const fromRow = headed.map(({ label, at }) => ({ label, tokens: inRow!.row.cells[at]! }));
  const found = own.flatMap((label): Value[] => {
    if (headed.some((head) => head.label === label)) return [];
    const table = sheet.tables.find(({ heads }) => heads.some((head) => head.label === label));
    if (table !== undefined) {
      return [
        { label, tokens: table.rows[0]!.cells[table.heads.findIndex((head) => head.label === label)]! },
      ];
    }
    const segments = besideOf(sheet, label);
    const beside =
      segments.length === 0 ? [] : [{ label, tokens: valueTokens(sheet, block, segments, asks) }];
    if (segments.length > 1) beside.push(...segments.map(({ tokens }) => ({ label, tokens: [...tokens] })));
    if (beside.length > 0) return beside;
    const below = belowOf(sheet, label, 6).filter((tokens) => tokens[0]!.line < block.to);
    return below.length === 0 ? [] : [{ label, tokens: (asks === 'sig' ? below : below.slice(0, 2)).flat() }];
  });
  return [...fromRow, ...found].filter(({ tokens }) => tokens.length > 0);
}

function valueTokens(sheet: Sheet, block: Area, segments: readonly Segment[], asks: Asked): Token[] {
  const first = segments[0]!;
  if (asks !== 'sig') {
    const flow = segments.length === 1 ? flowOf(sheet, first, 1) : segments.flatMap(({ tokens }) => tokens);
    return flow.filter(({ line }) => line < block.to);
  }
  const last = segments.at(-1)!;
  const more = flowOf(sheet, { ...last, x: first.x }, 4).filter(
    ({ line }) => line > first.line && line < block.to,
  );
  return [...segments.flatMap(({ tokens }) => tokens), ...more];
}

/** The pieces of a block that no label asks for and the drug does not take, each with the lines it goes on in. */
export function loosePieces(sheet: Sheet, block: Area, used: ReadonlySet<Token>): Token[][] {
  const pieces: Token[][] = [];
  const taken = new Set(used);
  const take = (tokens: readonly Token[]) => {
    const fresh = tokens.filter((token) => !taken.has(token));
    for (const token of fresh) taken.add(token);
    if (fresh.length > 0) pieces.push(fresh);
  };
  const inRow = block.row;
  if (inRow !== null) {
    for (const [at, { label }] of inRow.table.heads.entries()) {
      const open = label === null || label.asks === 'drug' || label.asks === 'other';
      if (open) take(inRow.row.cells[at]!);
      else for (const token of inRow.row.cells[at]!) taken.add(token);
    }
  }
  const tabled = (line: number) => sheet.tables.some((table) => line >= table.line && line < table.to);
  for (const segment of sheet.segments) {
    const inBlock =
      segment.line >= block.from &&
      segment.line < block.to &&
      segment.x >= block.left &&
      segment.x < block.right;
    if (!inBlock || tabled(segment.line) || (segment.owner !== null && !ofItems.includes(segment.owner.asks)))
      continue;
    if (segment.tokens.every((token) => taken.has(token))) continue;
    // What is left of a piece whose words are taken, such as the number of a list, goes on in nothing.
    const more = segment.tokens.some((token) => /[a-z]/.test(token.key) && !taken.has(token)) ? 4 : 0;
    take(flowOf(sheet, segment, more).filter((token) => token.line < block.to && !tabled(token.line)));
  }
  for (const table of sheet.tables) {
    const inBlock = table !== inRow?.table && table.line >= block.from && table.line < block.to;
    if (!inBlock) continue;
    for (const [at, { label }] of table.heads.entries()) if (label === null) take(table.rows[0]!.cells[at]!);
  }
  return pieces;
}
