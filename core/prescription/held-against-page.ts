/**
 * What is typed, held against the pages the order stands on: the drug beside the one that was read, and the evidence
 * of each field. The rules are in compare-drug.ts and evidence.ts; here they meet what is on file.
 */
import { ageOn, dayOf } from '../calendar.ts';
import { invalid, refuse } from '../contract/errors.ts';
import type { ReadField, Suggestion } from '../contract/recognition.ts';
import { brandsMatching, type DrugRow, loadDrug } from '../drug/store.ts';
import { matchExpression, plain } from '../fragments.ts';
import type { Context } from '../handler.ts';
import { orderPagesOf } from '../intake/store.ts';
import { loadPatient, type PatientRow } from '../patient/store.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { fromThousandths } from '../quantity.ts';
import { foundTakenBy } from '../recognise/store.ts';
import type { Reader } from '../store/database.ts';
import { type Comparison, compareDrug, type DrugDifference } from './compare-drug.ts';
import {
  type Entered,
  type Evidence,
  enteredValue,
  evidenceOf,
  type Mark,
  type PlacedSuggestion,
} from './evidence.ts';
import { brandKey, sameIngredient } from './same-ingredient.ts';
import { classesOf, type SecondEntryClass, sameDirections } from './second-entry.ts';
import type { PrescriptionRow } from './store.ts';

/** What was read of the prescription an order took up, each value with its place on the order's pages. */
const suggestionsFor = (store: Reader, prescriptionId: string): PlacedSuggestion[] => {
  const found = foundTakenBy(store, prescriptionId);
  if (!found) return [];
  const pages = orderPagesOf(store, prescriptionId);
  const ownPage = (number: number) =>
    pages.find((page) => page.documentId === found.document_id && page.number === number);
  return (JSON.parse(found.suggestions) as Suggestion[]).map((suggestion) => {
    const page = ownPage(suggestion.region.page);
    return { ...suggestion, region: page ? { documentId: page.documentId, ...suggestion.region } : null };
  });
};

/** What the drugs on file hold under a brand. */
const heldUnderBrand = (store: Reader, read: string): string[] => {
  const match = matchExpression(plain(read).split(/[^\p{L}\p{N}]+/u));
  return match === null
    ? []
    : brandsMatching(store, match)
        .filter(({ brand }) => brandKey(brand) === brandKey(read))
        .map(({ name }) => name);
};

const compareWith = (
  store: Reader,
  suggestions: readonly PlacedSuggestion[],
  picked: DrugRow,
): Comparison => {
  const read = (field: ReadField) => suggestions.find((suggestion) => suggestion.field === field) ?? null;
  const drug = read('drug');
  const generics =
    drug === null || sameIngredient(drug.value, picked.name) ? [] : heldUnderBrand(store, drug.value);
  return compareDrug({ drug, strength: read('strength'), form: read('form') }, generics, picked);
};

/** How a picked drug differs from the one read on the pages of an order. */
export const compareWithPage = (store: Reader, prescriptionId: string, picked: DrugRow): Comparison =>
  compareWith(store, suggestionsFor(store, prescriptionId), picked);

/** Each mark has to lie on a page of the order. */
const checkMarks = (pages: ReturnType<typeof orderPagesOf>, marks: readonly Mark[]): void => {
  for (const { field, region } of marks) {
    const page = pages.find(
      ({ documentId, number }) => documentId === region.documentId && number === region.page,
    );
    if (!page)
      refuse(
        'prescription.page-unknown',
        'A field was marked on a page this prescription does not stand on. Mark it again.',
        { field },
      );
    else if (region.x + region.width > page.width || region.y + region.height > page.height)
      invalid('mark.outside', 'A mark lies outside its page. Mark the field again.', { field });
  }
};

export interface HeldAgainstPage {
  evidence: Evidence[];
  /** What is kept of a drug that differs: JSON of the differences with the reason, or null. */
  drugDiffers: string | null;
}

/**
 * Holds what was typed against the pages. Refuses a drug that differs from the one read unless it is said why, and a
 * mark that lies on no page of the order. An order without pages has no evidence.
 * @param reason why the drug differs, or null where the person said nothing of it
 */
export const holdAgainstPage = (
  context: Context,
  prescriptionId: string,
  entered: Omit<Entered, 'drugDifferences' | 'sameDirections'>,
  marks: readonly Mark[],
  reason: string | null,
): HeldAgainstPage => {
  const { store } = context;
  const pages = orderPagesOf(store, prescriptionId);
  checkMarks(pages, marks);
  const suggestions = suggestionsFor(store, prescriptionId);
  const { differences, stops } = compareWith(store, suggestions, entered.drug);
  if (stops && reason === null) refuse('prescription.drug-differs', undefined, { differences });
  const profile = context.setting('branch.profile');
  return {
    drugDiffers: differences.length > 0 && reason !== null ? JSON.stringify({ differences, reason }) : null,
    evidence:
      pages.length === 0
        ? []
        : evidenceOf(suggestions, marks, {
            ...entered,
            drugDifferences: differences,
            sameDirections: (a, b) => sameDirections(a, b, entered.drug, profile),
          }),
  };
};

/** What is kept of a drug that differs, as it is shown. */
export const drugDiffersView = (
  kept: string | null,
): { differences: DrugDifference[]; reason: string } | null => (kept === null ? null : JSON.parse(kept));

/** The classes for which a second entry of this drug for this patient is wanted here. */
export const secondEntryClassesOf = (
  context: Context,
  drug: Pick<DrugRow, 'name'>,
  patient: Pick<PatientRow, 'date_of_birth'>,
): SecondEntryClass[] => {
  const wanted = context.setting('second-entry.classes');
  const age = ageOn(patient.date_of_birth, dayOf(context.now, context.setting('branch.timeZone')));
  return classesOf(drug.name, age, context.setting('child.below')).filter((name) => wanted.includes(name));
};

/** What was read of an order beside what stands in it now, where the two differ. Nothing before it was typed in. */
export const differencesFromTyped = (
  context: Context,
  row: PrescriptionRow,
  suggestions: readonly PlacedSuggestion[],
): { field: ReadField; read: string; typed: string }[] => {
  if (row.transcribed_by === null || suggestions.length === 0) return [];
  const { store } = context;
  const drug = loadDrug(store, row.ndc11!);
  const typed: Entered = {
    patient: loadPatient(store, row.patient_id!),
    prescriber: loadPrescriber(store, row.prescriber_id!),
    drug,
    writtenOn: row.written_on!,
    sigText: row.sig_text!,
    quantity: fromThousandths(row.quantity!),
    daysSupply: row.days_supply!,
    refills: row.refills!,
    substitutionAllowed: row.substitution_allowed === 1,
    drugDifferences: compareWith(store, suggestions, drug).differences,
    sameDirections: (a, b) => sameDirections(a, b, drug, context.setting('branch.profile')),
  };
  return evidenceOf(suggestions, [], typed).flatMap(({ field, suggested, outcome }) =>
    outcome === 'corrected' ? [{ field, read: suggested!, typed: enteredValue(field, typed) }] : [],
  );
};
