/**
 * Which drugs on file a page may mean, best first, each with the reason in words: the right ingredient or brand,
 * strength and form first, its packages with stock before those without, other strengths only as a guess.
 * Always: `sure` only where ingredient, strength and form are all read and the same and one product alone fits; a
 * name that is merely like one never is; a look-alike is named. Not here: any decision. A person picks.
 */
import type { Confidence } from '../contract/recognition.ts';
import { byIngredient } from '../drug/drug.ts';
import { lookAlikeOf } from '../drug/queries.ts';
import { type DrugRow, drugNamesFrom, drugsMatching } from '../drug/store.ts';
import { fragmentsOf, isSearchable, matchExpression, plain } from '../fragments.ts';
import { isInjected, sameForm, sameReleaseAsNamed } from '../prescription/same-form.ts';
import { brandKey, ingredientWords, sameIngredient } from '../prescription/same-ingredient.ts';
import { sameStrength } from '../prescription/same-strength.ts';
import { onHandAmong } from '../stock/store.ts';
import type { Reader } from '../store/database.ts';
import { off, offBy } from './likeness.ts';

/** What a page says of the drug; "" where it says nothing. */
export interface DrugOnPage {
  name: string;
  strength: string;
  form: string;
}

export interface DrugCandidate {
  row: DrugRow;
  /** Integer thousandths. */
  onHand: number;
  why: string;
  confidence: Confidence;
  lookAlike: string | null;
}

/** Packages looked at; the commonest ingredient has some hundreds. */
const CANDIDATES = 2000;
const LIKE_NAMES = 6;
/** Names of more letters' difference in length are not compared. */
const MOST_OFF = 3;
const BEGINNING = 2;
const PRODUCTS = 6;
const PACKAGES_OF_ONE = 3;
const SHOWN = 12;

/** How the name on the page fits: the ingredient, a brand of it, one of several ingredients, or so many letters off. */
type NameFit = 'same' | 'brand' | 'also' | number;

const isBrand = (name: string, brand: string): boolean =>
  brand !== '' && brandKey(brand) !== '' && brandKey(name) === brandKey(brand);

const lettersIn = (name: string): string => [...ingredientWords(name)].join('');

/** How many letters a name on file is off from the one read; null for another name. */
const offFrom = (name: string) => {
  const read = lettersIn(name);
  return (known: string): number | null => {
    const letters = lettersIn(known);
    return Math.abs(letters.length - read.length) > MOST_OFF ? null : offBy(read, letters);
  };
};

/** @param meant the ingredients the name is a brand of */
const fitOfName = (name: string, rows: readonly DrugRow[], meant: readonly string[]): NameFit | null => {
  const row = rows[0]!;
  if (sameIngredient(name, row.name)) return 'same';
  if (meant.some((ingredient) => sameIngredient(ingredient, row.name))) return 'brand';
  const [read, onFile] = [ingredientWords(name), ingredientWords(row.name)];
  if (read.size > 0 && (read.isSubsetOf(onFile) || onFile.isSubsetOf(read))) return 'also';
  const names = [row.name, ...new Set(rows.map(({ brand }) => brand).filter((brand) => brand !== ''))];
  const near = names.map(offFrom(name)).filter((letters) => letters !== null);
  return near.length === 0 ? null : Math.min(...near);
};

/** Packages of one product, which differ by labeler and size alone. */
interface Product {
  rows: DrugRow[];
  name: NameFit;
  strength: boolean | null;
  form: boolean | null;
  points: number;
}

const pointsOfName = (name: NameFit): number =>
  typeof name === 'number' ? 70 - 15 * name : name === 'also' ? 30 : 100;

const productOf = (rows: DrugRow[], page: DrugOnPage, meant: readonly string[]): Product | null => {
  const row = rows[0]!;
  const name = fitOfName(page.name, rows, meant);
  if (name === null) return null;
  const strength =
    page.strength === '' ? null : sameStrength(page.strength, row.strength, isInjected(row.form));
  const form = page.form !== '' ? sameForm(page, row) : sameReleaseAsNamed(page.name, row) ? null : false;
  const points =
    pointsOfName(name) +
    (strength === null ? 0 : strength ? 40 : -30) +
    (form === null ? 0 : form ? 20 : -25);
  return { rows, name, strength, form, points };
};

const keyOf = (row: DrugRow): string =>
  [row.name, row.strength, row.form].map((text) => plain(text).replace(/\s+/g, ' ').trim()).join('|');

const nameWords = (fit: NameFit, row: DrugRow, name: string): string => {
  if (typeof fit === 'number') return off(fit);
  if (fit === 'brand') return isBrand(name, row.brand) ? `brand ${row.brand}` : `ingredient of ${name}`;
  return fit === 'same' ? 'same ingredient' : 'shares an ingredient';
};

const whyOf = ({ name, strength, form }: Product, row: DrugRow, page: DrugOnPage): string => {
  const same = [
    nameWords(name, row, page.name),
    ...(strength === true ? ['same strength'] : []),
    ...(form === true ? ['same form'] : []),
  ];
  const other = [
    ...(strength === false ? [`another strength: ${page.strength} was read`] : []),
    ...(strength === null ? ['no strength read'] : []),
    ...(form === false ? [`another form: ${page.form || page.name} was read`] : []),
    ...(form === null ? ['no form read'] : []),
  ];
  return [...same, ...other].join(', ');
};

const isWhole = ({ name, strength, form }: Product): boolean =>
  (name === 'same' || name === 'brand') && strength === true && form === true;

const confidenceOf = (product: Product, all: readonly Product[]): Confidence => {
  if (isWhole(product)) return all.filter(isWhole).length === 1 ? 'sure' : 'check';
  if (product.strength === false || product.form === false || product.name === 'also') return 'guess';
  return product.strength === true ? 'check' : 'guess';
};

const matching = (store: Reader, words: readonly string[]): DrugRow[] => {
  const match = matchExpression([...words]);
  return match === null ? [] : drugsMatching(store, match, [], CANDIDATES);
};

/**
 * Packages with a name that is like the one read. Misread after its second letter, it still begins as a name on file;
 * misread before that, it ends as one.
 */
const likeNamed = (store: Reader, name: string, longest: string): DrugRow[] => {
  const offOf = offFrom(name);
  const beginning = plain(name).trim().slice(0, BEGINNING);
  const ending = `${longest.slice(BEGINNING)} `;
  const names = new Set([
    ...drugNamesFrom(store, 'name', beginning),
    ...drugNamesFrom(store, 'brand', beginning),
    ...(ending.length > 3 ? matching(store, [ending]) : []).flatMap((row) => [row.name, row.brand]),
  ]);
  return [...names]
    .flatMap((known) => {
      const letters = known === '' ? null : offOf(known);
      return letters === null ? [] : [{ known, letters }];
    })
    .sort((a, b) => a.letters - b.letters)
    .slice(0, LIKE_NAMES)
    .flatMap(({ known }) => matching(store, fragmentsOf(known)));
};

/** Packages whose name may be meant: by its words, else by the longest of them, else by pieces of that. */
const rowsFor = (store: Reader, name: string): DrugRow[] => {
  // A salt may be written otherwise on file, and some ingredients go by another name there.
  const words = [...new Set(fragmentsOf(name))].filter(isSearchable);
  const ingredients = [...ingredientWords(name)].filter(isSearchable);
  const longest = words.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return [];
  const attempts = [words, ingredients, [longest]];
  for (const attempt of attempts) {
    const rows = matching(store, attempt);
    if (rows.length > 0) return rows;
  }
  return likeNamed(store, name, longest);
};

/** The ingredients a name is a brand of. */
const ingredientsOfBrand = (rows: readonly DrugRow[], name: string): string[] => {
  const brands = new Set(rows.map(({ brand }) => brand).filter((brand) => isBrand(name, brand)));
  return [...new Set(rows.filter(({ brand }) => brands.has(brand)).map((row) => row.name))].slice(0, 3);
};

/** The packages of a product in the order they are offered: in stock first, then the brand on the page, then none. */
const inOrder = (product: Product, onHand: ReadonlyMap<string, number>, page: DrugOnPage): DrugRow[] => {
  const place = (row: DrugRow) => {
    if ((onHand.get(row.ndc11) ?? 0) > 0) return 0;
    return isBrand(page.name, row.brand) ? 1 : row.brand === '' ? 2 : 3;
  };
  return product.rows.toSorted((a, b) => place(a) - place(b) || byIngredient(a, b));
};

/** Drugs a page may mean, best first; at most a few packages of each product. */
export const matchDrugs = (store: Reader, page: DrugOnPage): DrugCandidate[] => {
  const named = rowsFor(store, page.name);
  // A brand leads to its ingredient: another maker's package of it may be what is given.
  const meant = ingredientsOfBrand(named, page.name);
  const also = meant.flatMap((ingredient) => matching(store, fragmentsOf(ingredient).filter(isSearchable)));
  const rows = new Map([...named, ...also].map((row) => [row.ndc11, row]));
  const best = [...Map.groupBy(rows.values(), keyOf).values()]
    .flatMap((group) => productOf(group, page, meant) ?? [])
    .sort((a, b) => b.points - a.points || byIngredient(a.rows[0]!, b.rows[0]!))
    .slice(0, PRODUCTS);
  const onHand = onHandAmong(
    store,
    best.flatMap((product) => product.rows.map(({ ndc11 }) => ndc11)),
  );
  return best
    .flatMap((product) => {
      const confidence = confidenceOf(product, best);
      const lookAlike = lookAlikeOf(store, product.rows[0]!.name);
      return inOrder(product, onHand, page)
        .slice(0, PACKAGES_OF_ONE)
        .map((row) => ({
          ...{ row, confidence, lookAlike },
          onHand: onHand.get(row.ndc11) ?? 0,
          why: whyOf(product, row, page),
        }));
    })
    .slice(0, SHOWN);
};
