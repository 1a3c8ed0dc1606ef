/**
 * One page read by itself: its kind, its prescriptions, its people, and what holds for all of it.
 *
 * Always: judged from its own words, but for whether it goes on from the page before. Not here: what pages share
 * (split.ts).
 */
import type { PageReading } from '../reading.ts';
import { blocksOf } from './blocks.ts';
import type { Trust } from './confidence.ts';
import type { Draft } from './draft.ts';
import { type FaxLine, faxLineOf } from './fax-line.ts';
import { type Item, itemOf } from './items.ts';
import type { PreparedLexicon } from './lexicon.ts';
import { pageText } from './lines.ts';
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
  const faxLine = faxLineOf(page, lexicon.profile);
  const sheet = sheetOf(page, faxLine?.lines ?? new Set());
  const items = blocksOf(sheet, mentionsOf(sheet, lexicon)).map((block) => itemOf(sheet, block, lexicon));
  const continues = before !== null && before.items.length > 0 && saysContinued(sheet);
  const kind = kindOf(sheet, items, continues);
  const kept = kind.kind === 'prescription' || kind.kind === 'refill-request' ? items : [];
  return {
    sheet,
    kind,
    items: kept,
    patient: patientOf(sheet, lexicon),
    prescriber: prescriberOf(sheet, lexicon, faxLine),
    common: [...writtenOn(sheet, lexicon), ...substitution(sheet)],
    trust: trustIn(sheet, kept),
    faxLine,
    continues,
  };
}

/** `Page 2 of 2`, `continued`: printed on the sheet itself, not by the fax machine. */
const saysContinued = (sheet: Sheet): boolean => {
  const lines = new Set(sheet.segments.map(({ line }) => line).concat(sheet.labels.map(({ line }) => line)));
  const text = sheet.page.lines
    .filter(({ number }) => lines.has(number))
    .map(({ tokens }) => spanOf(tokens).text)
    .join('\n');
  return (
    /\b(?:continued|cont['’.]?d?\b\.?|continuation|page\s+[2-9]\s*(?:of|\/)\s*\d+|sheet\s+[2-9]\s+of)/i.test(
      text,
    ) && !/\bpage\s+1\s*(?:of|\/)/i.test(text)
  );
};
