/**
 * From pages to prescriptions: several on a page share patient and prescriber, one may go on overleaf, and pages of
 * different patients have nothing in common.
 *
 * Always: a value is given to a prescription from its own page first; from another page only where that page is of the
 * same patient or says nothing of one. Not here: what a page says.
 */
import { type Found, type ReadField, readFields, type Suggestion } from '../../contract/recognition.ts';
import { bestOf, suggestionOf } from './confidence.ts';
import { type Draft, failed } from './draft.ts';
import { plain } from './fuzzy.ts';
import type { PageReadout } from './read-page.ts';

/** Pages in a row that are of one patient. */
interface Group {
  readonly pages: PageReadout[];
}

/** The prescriptions of a document, in the order of its pages. */
export function foundOn(readouts: readonly PageReadout[]): Found[] {
  const groups: Group[] = [];
  for (const readout of readouts) {
    if (readout.kind.kind !== 'prescription' && readout.kind.kind !== 'refill-request') continue;
    const last = groups.at(-1);
    if (last !== undefined && belongs(readout, last)) last.pages.push(readout);
    else groups.push({ pages: [readout] });
  }
  return groups.flatMap(foundIn);
}

const patientKey = ({ patient }: PageReadout, field: ReadField): string =>
  plain(bestOf(patient.filter((draft) => draft.field === field))?.value ?? '');

/** A page without a patient, or with the same one. */
function belongs(readout: PageReadout, { pages }: Group): boolean {
  const name = patientKey(readout, 'patientName');
  const birth = patientKey(readout, 'dateOfBirth');
  if (name === '' && birth === '') return true;
  return pages.some((other) => {
    const otherName = patientKey(other, 'patientName');
    const otherBirth = patientKey(other, 'dateOfBirth');
    if (name !== '' && otherName !== '')
      return name === otherName && (birth === '' || otherBirth === '' || birth === otherBirth);
    return birth !== '' && birth === otherBirth;
  });
}

function foundIn({ pages }: Group): Found[] {
  const made = pages.flatMap((page) => page.items.map((item) => ({ page, item })));
  return made.map(({ page, item }): Found => {
    const next = pages[pages.indexOf(page) + 1];
    // What goes on overleaf belongs to the last prescription before it.
    const overleaf = next?.continues === true && item === page.items.at(-1) ? next : null;
    const rest = pages.filter((one) => one !== page && one !== overleaf);
    const near = [page, ...(overleaf === null ? [] : [overleaf]), ...rest];
    const suggestions = readFields.flatMap((field): Suggestion[] => {
      for (const one of near) {
        const drafts = draftsOf(
          one,
          field,
          one === page ? item.drafts : one === overleaf ? one.carriedOver : [],
        );
        const best = bestOf(drafts);
        if (best === null) continue;
        const elsewhere = rest.includes(one) && ofOnePage.has(field);
        return [suggestionOf(elsewhere ? doubted(best) : best, one.sheet.page, one.trust)];
      }
      return [];
    });
    return {
      kind: page.kind.kind === 'refill-request' ? 'refill-request' : 'prescription',
      pages: [...new Set([page.sheet.page.number, ...suggestions.map(({ region }) => region.page)])].sort(
        (a, b) => a - b,
      ),
      suggestions,
    };
  });
}

/** What each page answers for itself: another page may have answered otherwise, and its answer was not read. */
const ofOnePage: ReadonlySet<ReadField> = new Set<ReadField>(['substitution', 'writtenOn']);
const doubted = (draft: Draft): Draft => ({
  ...draft,
  proven: false,
  checks: [...draft.checks, failed('it stands on another page')],
});

const draftsOf = (page: PageReadout, field: ReadField, own: readonly Draft[]): Draft[] => {
  const mine = own.filter((draft) => draft.field === field);
  if (mine.length > 0) return mine;
  return [...page.patient, ...page.prescriber, ...page.common].filter((draft) => draft.field === field);
};
