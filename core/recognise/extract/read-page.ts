/**
 * One page read by itself: its kind, its prescriptions, its people, and what holds for all of it.
 *
 * Always: judged from its own words, but for whether it goes on from the page before. Not here: what pages share
 * (split.ts).
 */
import type { PageReading } from '../reading.ts';
import { type Area, blocksOf } from './blocks.ts';
import type { Trust } from './confidence.ts';
import { type Draft, failed } from './draft.ts';
import { type FaxLine, faxLineOf } from './fax-line.ts';
import { itemDrug } from './item-drug.ts';
import { type Item, itemOf } from './items.ts';
import type { PreparedLexicon } from './lexicon.ts';
import { pageText, type Token } from './lines.ts';
import { mentionsOf } from './mentions.ts';
import { type Kind, kindOf } from './page-kind.ts';
import { patientOf } from './patient.ts';
import { prescriberOf } from './prescriber.ts';
import { trustIn } from './quality.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { spanOf } from './span.ts';
import { substitution, writtenOn } from './whole-page.ts';

export interface PageReadout {
  readonly sheet: Sheet;
  readonly kind: Kind;
  readonly items: readonly Item[];
  readonly patient: readonly Draft[];
  readonly prescriber: readonly Draft[];
  /** What goes on from the last drug of the page before. */
  readonly carriedOver: readonly Draft[];
  /** Day of writing and substitution. */
  readonly common: readonly Draft[];
  readonly trust: Trust;
  readonly faxLine: FaxLine | null;
  /** Says of itself that it goes on from the page before. */
  readonly continues: boolean;
}

/** Reads one page. */
export function readPage(
  reading: PageReading,
  number: number,
  lexicon: PreparedLexicon,
  before: PageReadout | null,
): PageReadout {
  const page = pageText(reading, number);
  const faxLine = faxLineOf(page, lexicon);
  const sheet = sheetOf(page, faxLine?.lines ?? new Set());
  const blocks = blocksOf(sheet, mentionsOf(sheet, lexicon));
  const substitutions = substitution(sheet);
  const items = apart(
    blocks.map((block): Item => {
      const item = itemOf(sheet, block, itemDrug(sheet, block, lexicon), lexicon);
      // Where each prescription answers for itself, the answer is its own.
      const own = substitutions.filter(({ tokens: [first] }) => first !== undefined && isIn(block, first));
      return blocks.length > 1 && own.length > 0 ? { ...item, drafts: [...item.drafts, ...own] } : item;
    }),
  );
  const last = before?.items.at(-1);
  const continues = last !== undefined && saysContinued(sheet);
  const kind = kindOf(sheet, items, continues);
  const kept = kind.kind === 'prescription' || kind.kind === 'refill-request' ? items : [];
  return {
    sheet,
    kind,
    items: kept,
    carriedOver: continues ? carriedOver(sheet, last, blocks[0]?.from ?? page.lines.length, lexicon) : [],
    patient: patientOf(sheet, lexicon),
    prescriber: prescriberOf(sheet, lexicon, faxLine),
    common: [...writtenOn(sheet, lexicon, faxLine), ...substitutions],
    trust: trustIn(sheet, kept),
    faxLine,
    continues,
  };
}

/** What was taken for values of two prescriptions is of one of them, and nobody knows of which. */
function apart(items: readonly Item[]): Item[] {
  const takers = new Map<Token, number>();
  for (const { drafts } of items)
    for (const token of new Set(drafts.flatMap(({ tokens }) => tokens)))
      takers.set(token, (takers.get(token) ?? 0) + 1);
  const shared = ({ tokens }: Draft) => tokens.some((token) => takers.get(token)! > 1);
  return items.map((item) => ({
    ...item,
    drafts: item.drafts.map((draft) =>
      shared(draft) ? { ...draft, proven: false, checks: [...draft.checks, takenTwice] } : draft,
    ),
  }));
}
const takenTwice = failed('the same words were taken for another prescription, too');

const isIn = (block: Area, { line, box }: Token): boolean =>
  line >= block.from && line < block.to && box.x >= block.left && box.x < block.right;

/** What stands above the first drug of a page that goes on: it is of the last drug before it. */
function carriedOver(sheet: Sheet, last: Item, to: number, lexicon: PreparedLexicon): readonly Draft[] {
  const area = { row: null, from: 0, to, left: 0, right: sheet.page.reading.width };
  return itemOf(sheet, area, { ...last.drug, drafts: [], used: [] }, lexicon, false).drafts;
}

/** `Page 2 of 2`, or `continued` in its upper part: printed on the sheet itself, not by the fax machine. */
const saysContinued = ({ page, segments, labels }: Sheet): boolean => {
  const own = new Set([...segments, ...labels].map(({ line }) => line));
  const lines = page.lines.filter(({ number }) => own.has(number));
  const textOf = (some: typeof lines) => some.map(({ tokens }) => spanOf(tokens).text).join('\n');
  const upper = lines.filter(({ box }) => box.y < 0.4 * page.reading.height);
  return (
    /\b(?:page|sheet)\s+[2-9]\s*(?:of|\/)\s*\d/i.test(textOf(lines)) ||
    /\b(?:continued|continuation|cont['’.]?d)\b/i.test(textOf(upper))
  );
};
