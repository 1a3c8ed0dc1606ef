/**
 * The drug a person picked, held against the one on the page: by ingredient, strength and form, in words.
 *
 * Always: pure; what the machine merely guessed never stops anybody, what it is sure of or asks to check does.
 * Not here: which drug is meant (that is proposed by recognition and chosen by a person), and what a reason given for a
 * difference is worth (that is for the pharmacist who verifies).
 */
import type { z } from 'zod';
import type { drugDifference } from '../contract/entry.ts';
import type { Confidence } from '../contract/recognition.ts';
import type { DrugRow } from '../drug/store.ts';
import { isInjected, sameForm, sameReleaseAsNamed } from './same-form.ts';
import { brandKey, sameIngredient } from './same-ingredient.ts';
import { sameStrength } from './same-strength.ts';

export type DrugDifference = z.output<typeof drugDifference>;
export type ComparedDrug = Pick<DrugRow, 'name' | 'brand' | 'strength' | 'form' | 'route'>;

interface ReadValue {
  value: string;
  confidence: Confidence;
}
/** What was read of a drug, as far as it was. */
export interface ReadDrug {
  drug: ReadValue | null;
  strength: ReadValue | null;
  form: ReadValue | null;
}

export interface Comparison {
  differences: DrugDifference[];
  /** Whether one of them has to be given a reason. */
  stops: boolean;
}

/**
 * How the picked drug differs from the one read.
 * @param generics what the drugs on file hold under the name that was read, where that is a brand
 */
export const compareDrug = (
  { drug, strength, form }: ReadDrug,
  generics: readonly string[],
  picked: ComparedDrug,
): Comparison => {
  const found: (DrugDifference & { confidence: Confidence })[] = [];
  const differs = (what: DrugDifference['what'], { value, confidence }: ReadValue, pickedAs: string) =>
    found.push({ what, page: value, picked: pickedAs, confidence });

  if (drug && !isNamed(drug.value, generics, picked)) differs('ingredient', drug, picked.name);
  if (strength && !sameStrength(strength.value, picked.strength, isInjected(picked.form)))
    differs('strength', strength, picked.strength);
  if (form) {
    if (!sameForm({ name: drug?.value ?? '', form: form.value }, picked)) differs('form', form, picked.form);
  } else if (drug && !sameReleaseAsNamed(drug.value, picked)) differs('form', drug, picked.form);
  return {
    differences: found.map(({ confidence: _, ...difference }) => difference),
    stops: found.some(({ confidence }) => confidence !== 'guess'),
  };
};

const isNamed = (read: string, generics: readonly string[], picked: ComparedDrug): boolean =>
  [read, ...generics].some((name) => sameIngredient(name, picked.name)) ||
  (picked.brand !== '' && brandKey(read) === brandKey(picked.brand));

/** How two drugs on file differ: another package, labeler or brand of the same is no difference. */
export const compareDrugs = (a: ComparedDrug, b: ComparedDrug): DrugDifference['what'][] => {
  const page = ({ route, name, brand, form }: ComparedDrug) => ({ name: `${route} ${name} ${brand}`, form });
  return [
    ...(sameIngredient(a.name, b.name) ? [] : (['ingredient'] as const)),
    ...(sameStrength(a.strength, b.strength) ? [] : (['strength'] as const)),
    ...(sameForm(page(a), b) && sameForm(page(b), a) ? [] : (['form'] as const)),
  ];
};
