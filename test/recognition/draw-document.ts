/**
 * Draws one document: its sheets, what the line did to them, the fax file, and the truth.
 * Always: the pages of the truth are the pages of the file; a value is true because its mark is on a sheet.
 */

import type { PageKind, ReadField } from '../../core/contract/recognition.ts';
import { dotsOf, scanned, stampHeader } from '../../core/demo/fax-paper.ts';
import { writeFaxTiff } from '../../core/document/fax-image.ts';
import { shownSize } from '../../core/document/page-image.ts';
import type { Chance } from '../support/chance.ts';
import { type Case, SENT_ON } from './case.ts';
import { inPicture, type Transmission, transmissionOf } from './damage.ts';
import { phoneDigits } from './people.ts';
import { type Mark, openSheet, type Sheet } from './sheet.ts';
import type { Country, Grade, TrueFound, TrueValue, Truth } from './truth.ts';

/** One page to draw, and whose values stand on it. */
export interface PagePlan {
  readonly kind: PageKind;
  /** The prescriptions on this page; empty where it is none. */
  readonly of?: Case;
  draw(sheet: Sheet): void;
}

export interface DocumentPlan {
  readonly name: string;
  readonly layout: string;
  readonly country: Country;
  readonly pages: readonly PagePlan[];
}

export interface DrawnDocument extends Omit<DocumentPlan, 'pages'> {
  readonly grade: Grade;
  /** The fax as it came, a TIFF of one or more pages. */
  readonly fax: Uint8Array;
  readonly truth: Truth;
}

interface PlacedMark extends Mark {
  readonly page: number;
  readonly of: Case | undefined;
}

/** Draws a document and sends it down a line of this grade. */
export function drawDocument(plan: DocumentPlan, grade: Grade, chance: Chance): DrawnDocument {
  const first = transmissionOf(grade, chance);
  const sender = plan.pages.find(({ of }) => of)?.of?.clinic.fax.value ?? phoneDigits(plan.country, chance);
  const time = `${String(8 + chance.below(9)).padStart(2, '0')}:${String(chance.below(60)).padStart(2, '0')}`;
  const header = headerOf(plan.country, time, sender, chance);
  const marks: PlacedMark[] = [];
  const sent = plan.pages.map(({ draw, of }, index) => {
    const sheet = openSheet(first.yDpi, chance);
    draw(sheet);
    const { damage } = index === 0 ? first : sameDensity(grade, first, chance);
    const page = scanned(sheet.canvas, damage);
    stampHeader(page, header(index + 1, plan.pages.length));
    const dots = { width: page.width, height: page.height };
    const picture = shownSize({ ...dots, xDensity: 204, yDensity: first.yDpi });
    for (const { written, box } of sheet.marks)
      marks.push({ written, box: inPicture(box, dots, picture, damage.turn), page: index + 1, of });
    return dotsOf(page, damage);
  });
  const { pages, ...rest } = plan;
  return {
    ...rest,
    grade,
    fax: writeFaxTiff(sent, { xDpi: 204, yDpi: first.yDpi }),
    truth: { pages: pages.map(({ kind }) => kind), found: foundOn(plan, marks), sender },
  };
}

/** Pages of one call share their density; each goes in at its own slant. */
function sameDensity(grade: Grade, { yDpi }: Transmission, chance: Chance): Transmission {
  const again = transmissionOf(grade, chance);
  return again.yDpi === yDpi ? again : sameDensity(grade, { ...again, yDpi }, chance);
}

/** The line a receiving machine prints: no two makers order it the same way. */
function headerOf(country: Country, time: string, sender: string, chance: Chance) {
  const [year, month, day] = SENT_ON.split('-');
  const date = country === 'us' ? `${month}/${day}/${year}` : `${day}/${month}/${year}`;
  const shown =
    country === 'us' && chance.percent(50) ? sender.replace(/(...)(...)(....)/, '$1-$2-$3') : sender;
  return chance.pick([
    (page: number, pages: number) =>
      `${date} ${time}   FROM: ${shown}   TO: MORTAR PHARMACY   P.${page}/${pages}`,
    (page: number, pages: number) => `${date}  ${time}   Fax: ${shown}   Page ${page} of ${pages}`,
    (page: number, pages: number) =>
      `From: ${shown}    ${date} ${time}    p.${page}/${pages}    #${1000 + (Number(sender) % 9000)}`,
  ]);
}

function foundOn(plan: DocumentPlan, marks: readonly PlacedMark[]): TrueFound[] {
  const cases = [...new Set(plan.pages.flatMap(({ of }) => (of ? [of] : [])))];
  return cases.flatMap((of) => {
    const own = marks.filter((mark) => mark.of === of);
    const kinds = plan.pages.filter((page) => page.of === of).map(({ kind }) => kind);
    const kind = kinds.includes('refill-request') ? 'refill-request' : 'prescription';
    return of.items.map((item): TrueFound => {
      const mine = own.filter(({ written }) => written.items?.includes(item.index) ?? true);
      const fields: Partial<Record<ReadField, TrueValue>> = {};
      for (const { written, page, box } of mine) {
        const { field, text: _, items: __, ...value } = written;
        fields[field] = { ...value, places: [...(fields[field]?.places ?? []), { page, box }] };
      }
      // Form and days can be known without standing there: by the drug list, by quantity and directions.
      const { value, also } = item.form;
      fields.form ??= { value, ...(also && { also }), optional: true, places: [] };
      if (item.days !== undefined) fields.daysSupply ??= { value: item.days, optional: true, places: [] };
      const itsPages = mine.filter(({ written }) => written.items).map(({ page }) => page);
      return { kind, pages: [...new Set(itsPages)].sort((a, b) => a - b), fields };
    });
  });
}
