/**
 * What was found on the pages of a fax: whether two finds are the same one, and how one is said in a line.
 * Pure; values of pages are text here and nothing else.
 */
import type { Found, ReadField, Suggestion } from '../contract/recognition.ts';
import type { FoundRow } from './store.ts';

/** A row as what was found. */
export const foundOf = (row: FoundRow): Found => ({
  kind: row.kind,
  pages: JSON.parse(row.pages),
  suggestions: JSON.parse(row.suggestions),
});

export const readValue = (suggestions: readonly Suggestion[], field: ReadField): string =>
  suggestions.find((one) => one.field === field)?.value ?? '';

/** What tells two prescriptions of one page apart: they share the patient and the prescriber, never these. */
const ownFields: readonly ReadField[] = ['drug', 'strength', 'sig', 'quantity'];

type Place = Suggestion['region'];

const overlap = (a: Place, b: Place): boolean =>
  a.page === b.page &&
  a.x < b.x + b.width &&
  b.x < a.x + a.width &&
  a.y < b.y + b.height &&
  b.y < a.y + a.height;

const placesOf = ({ suggestions }: Found): Map<ReadField, Place> =>
  new Map(
    suggestions.filter(({ field }) => ownFields.includes(field)).map(({ field, region }) => [field, region]),
  );

/** Whether two readings of the same pages found the same prescription: by where it stands, else by its pages. */
export const isSamePlace = (a: Found, b: Found): boolean => {
  const [inA, inB] = [placesOf(a), placesOf(b)];
  if (inA.size === 0 || inB.size === 0) return a.pages.join() === b.pages.join();
  return [...inA].some(([field, place]) => {
    const other = inB.get(field);
    return other !== undefined && overlap(place, other);
  });
};

/** "sertraline 50 mg tablet, 30"; what was not read is left out. */
export const summaryOf = (suggestions: readonly Suggestion[]): string => {
  const said = (...fields: ReadField[]) =>
    fields
      .map((field) => readValue(suggestions, field))
      .filter((value) => value !== '')
      .join(' ');
  return [said('drug', 'strength', 'form'), said('quantity')].filter((part) => part !== '').join(', ');
};
