/**
 * Cuts a page into its prescriptions: each mention of a drug with the lines that belong to it, and the values that
 * stand there beside, below or in the column of their labels.
 *
 * Always: a line belongs to one prescription at most. Not here: what the values mean.
 */
import type { Asked } from './label-words.ts';
import type { Label } from './labels.ts';
import { bottom, type Token, union } from './lines.ts';
import type { Mention } from './mentions.ts';
import { belowOf, besideOf, boxOf, columnOf, flowOf, type Segment, type Sheet } from './sheet.ts';

export interface Block {
  readonly mention: Mention;
  /** Its lines are those from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Two prescriptions side by side share their lines. */
  readonly left: number;
  readonly right: number;
  /** The line with the heads of its table, or null. */
  readonly heads: readonly Label[];
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

/** The lines that are the heads of a table: labels of a prescription side by side, and nothing between them. */
export function headLines(sheet: Sheet): Label[][] {
  return [...Map.groupBy(sheet.labels, ({ line }) => line).values()].filter((labels) => {
    const asked = new Set(labels.filter(({ asks }) => ofItems.includes(asks)).map(({ asks }) => asks));
    const filled = labels.filter((label) => besideOf(sheet, label).length > 0).length;
    return asked.size >= 2 && filled <= (labels.length > 3 ? 1 : 0);
  });
}

/** The prescriptions of a page. */
export function blocksOf(sheet: Sheet, mentions: readonly Mention[]): Block[] {
  const heads = headLines(sheet);
  const sorted = [...mentions].sort((a, b) => a.line - b.line || a.x - b.x);
  const starts = sorted.map((mention) => startOf(sheet, mention, heads));
  return sorted.map((mention, at): Block => {
    const beside = sorted.filter(
      (other) => Math.abs(starts[sorted.indexOf(other)]! - starts[at]!) <= 1 && other !== mention,
    );
    const later = starts.find(
      (start, place) => place > at && start > starts[at]! + (beside.length > 0 ? 1 : 0),
    );
    const stop = stopAfter(sheet, mention);
    const rights = beside.map(({ x }) => x).filter((x) => x > mention.x);
    const lefts = beside.map(({ x }) => x).filter((x) => x < mention.x);
    return {
      mention,
      from: starts[at]!,
      to: Math.max(mention.line + 1, Math.min(later ?? sheet.page.lines.length, stop)),
      left: lefts.length > 0 ? mention.x - sheet.page.lines[mention.line]!.size : 0,
      right:
        rights.length > 0
          ? Math.min(...rights) - sheet.page.lines[mention.line]!.size
          : sheet.page.reading.width,
      heads:
        heads.findLast((labels) => labels[0]!.line < mention.line && labels[0]!.line >= mention.line - 60) ??
        [],
    };
  });
}

/** A block begins with the label above its drug, where there is one of its own. */
function startOf(sheet: Sheet, mention: Mention, heads: readonly Label[][]): number {
  const above = sheet.labels.findLast(
    ({ asks, line, from }) =>
      asks === 'drug' &&
      line < mention.line &&
      line >= mention.line - 2 &&
      Math.abs(sheet.page.lines[line]!.tokens[from]!.box.x - mention.x) < 4 * sheet.page.lines[line]!.size,
  );
  if (above === undefined || besideOf(sheet, above).length > 0) return mention.line;
  return heads.some((labels) => labels[0]!.line === above.line) && mention.line - above.line > 1
    ? mention.line
    : above.line;
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

/** A value of a block with the label that asks for it. */
export interface Value {
  readonly label: Label;
  readonly tokens: readonly Token[];
}

const within = (block: Block, sheet: Sheet, label: Label): boolean => {
  const { x } = boxOf(sheet.page.lines[label.line]!, label);
  return label.line >= block.from && label.line < block.to && x >= block.left && x < block.right;
};

/** What a block says to one question, the best place first. */
export function valuesOf(sheet: Sheet, block: Block, asks: Asked): Value[] {
  const own = sheet.labels.filter((label) => label.asks === asks && within(block, sheet, label));
  const found = own.flatMap((label): Value[] => {
    const segments = besideOf(sheet, label);
    if (segments.length > 0) return [{ label, tokens: valueTokens(sheet, block, segments, asks) }];
    const below = belowOf(sheet, label, 6).filter((tokens) => tokens[0]!.line < block.to);
    return below.length === 0 ? [] : [{ label, tokens: (asks === 'sig' ? below : below.slice(0, 2)).flat() }];
  });
  const head = block.heads.find((label) => label.asks === asks && !own.includes(label));
  if (head !== undefined) {
    const tokens = columnTokens(sheet, block, head);
    if (tokens.length > 0) found.push({ label: head, tokens });
  }
  return found;
}

function valueTokens(sheet: Sheet, block: Block, segments: readonly Segment[], asks: Asked): Token[] {
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

/** The words of a block that stand in the column under a head. */
export function columnTokens(sheet: Sheet, block: Block, head: Label): Token[] {
  const body = sheet.page.lines
    .filter(({ number }) => number > head.line && number < block.to)
    .flatMap(({ tokens }) => tokens);
  const { from, to } = columnOf(sheet, head, body);
  const labelled = new Set(
    sheet.labels.flatMap((label) =>
      label.line > head.line ? sheet.page.lines[label.line]!.tokens.slice(label.from, label.to) : [],
    ),
  );
  return body.filter(
    (token) =>
      token.line >= Math.max(block.from, head.line + 1) &&
      token.box.x + token.box.width / 2 >= from &&
      token.box.x + token.box.width / 2 < to &&
      !labelled.has(token),
  );
}

/** The pieces of a block that no label asks for and the drug does not take, each with the lines it goes on in. */
export function loosePieces(sheet: Sheet, block: Block, used: ReadonlySet<Token>): Token[][] {
  const pieces: Token[][] = [];
  const taken = new Set(used);
  for (const segment of sheet.segments) {
    const inBlock =
      segment.line >= block.from &&
      segment.line < block.to &&
      segment.x >= block.left &&
      segment.x < block.right;
    if (!inBlock || (segment.owner !== null && segment.owner.asks !== 'drug')) continue;
    const fresh = segment.tokens.filter((token) => !taken.has(token));
    if (fresh.length === 0) continue;
    const flow = flowOf(sheet, segment, 4).filter((token) => !taken.has(token) && token.line < block.to);
    for (const token of flow) taken.add(token);
    pieces.push(flow);
  }
  return pieces;
}

/** How far down a block reaches, for telling which of two is nearer. */
export const boxOfBlock = (sheet: Sheet, block: Block) =>
  union(sheet.page.lines.slice(block.from, block.to).map(({ box }) => box));
