/**
 * Which drugs on file a page may mean, best first, each with the reason in words: the right ingredient or brand,
 * strength and form first, its packages with stock before those without, other strengths only as a guess.
 * Always: `sure` only where ingredient, strength and form are all read and the same and one product alone fits; a
 * name that is merely like one never is; a look-alike is named. Not here: any decision. A person picks.
 */
import type { Confidence } from '../contract/recognition.ts';
import { byIngredient } from '../drug/drug.ts';
import { lookAlikeOf } from '../drug/queries.ts';
import { type DrugRow, drugsMatching } from '../drug/store.ts';
import { fragmentsOf, isSearchable, lettersOff, matchExpression, plain } from '../fragments.ts';
import { isInjected, sameForm, sameReleaseAsNamed } from '../prescription/same-form.ts';
import { brandKey, ingredientWords, sameIngredient } from '../prescription/same-ingredient.ts';
import { sameStrength } from '../prescription/same-strength.ts';
import { onHandAmong } from '../stock/store.ts';
import type { Reader } from '../store/database.ts';
import { faults, faultsAllowed, folded } from './extract/fuzzy.ts';

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
const PRODUCTS = 6;
const PACKAGES_OF_ONE = 3;
const SHOWN = 12;

type NameFit = 'same' | 'brand' | 'also' | 'like';

const isBrand = (name: string, brand: string): boolean =>
  brand !== '' && brandKey(brand) !== '' && brandKey(name) === brandKey(brand);

/**
 * How the name on the page fits a product: its ingredient, a brand of it, one of several ingredients, or merely like.
 * `meant` are the ingredients the name is a brand of.
 */
const fitOfName = (name: string, rows: readonly DrugRow[], meant: readonly string[]): NameFit | null => {
  const row = rows[0]!;
  if (sameIngredient(name, row.name)) return 'same';
  if (meant.some((ingredient) => sameIngredient(ingredient, row.name))) return 'brand';
  const [read, onFile] = [ingredientWords(name), ingredientWords(row.name)];
  if (read.size > 0 && (read.isSubsetOf(onFile) || onFile.isSubsetOf(read))) return 'also';
  const names = [row.name, ...new Set(rows.map(({ brand }) => brand))];
  return names.some((known) => known !== '' && isLike(name, known)) ? 'like' : null;
};

const isLike = (read: string, known: string): boolean => {
  const one = [...ingredientWords(read)].join('');
  const other = [...ingredientWords(known)].join('');
  if (lettersOff(one, other) === 1 && one.length > 4) return true;
  const allowed = faultsAllowed(other.length);
  return allowed > 0 && faults(folded(one), folded(other), allowed) <= allowed;
};

/** Packages of one product, which differ by labeler and size alone. */
interface Product {
  rows: DrugRow[];
  name: NameFit;
  strength: boolean | null;
  form: boolean | null;
  points: number;
}

const namePoints: Record<NameFit, number> = { same: 100, brand: 100, also: 30, like: 50 };

const productOf = (rows: DrugRow[], page: DrugOnPage, meant: readonly string[]): Product | null => {
  const row = rows[0]!;
  const name = fitOfName(page.name, rows, meant);
  if (name === null) return null;
  const strength =
    page.strength === '' ? null : sameStrength(page.strength, row.strength, isInjected(row.form));
  const form = page.form !== '' ? sameForm(page, row) : sameReleaseAsNamed(page.name, row) ? null : false;
  const points =
    namePoints[name] + (strength === null ? 0 : strength ? 40 : -30) + (form === null ? 0 : form ? 20 : -25);
  return { rows, name, strength, form, points };
};

const keyOf = (row: DrugRow): string =>
  [row.name, row.strength, row.form].map((text) => plain(text).replace(/\s+/g, ' ').trim()).join('|');

const nameWords: Record<NameFit, (row: DrugRow, name: string) => string> = {
  same: () => 'same ingredient',
  brand: (row, name) => (isBrand(name, row.brand) ? `brand ${row.brand}` : `ingredient of ${name}`),
  also: () => 'shares an ingredient',
  like: () => 'a name like it',
};

const whyOf = ({ name, strength, form }: Product, row: DrugRow, page: DrugOnPage): string => {
  const same = [
    nameWords[name](row, page.name),
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

/** Both ends of a word, for finding it with a letter misread. */
const endsOf = (word: string): string[] => {
  const length = Math.max(4, Math.floor(word.length / 2));
  return word.length < 5 ? [word] : [word.slice(0, length), word.slice(-length)];
};

const matching = (store: Reader, words: readonly string[]): DrugRow[] => {
  const match = matchExpression([...words]);
  return match === null ? [] : drugsMatching(store, match, [], CANDIDATES);
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
  return endsOf(longest).flatMap((piece) => matching(store, [piece]));
};

/** The ingredients a name is a brand of. */
const ingredientsOfBrand = (rows: readonly DrugRow[], name: string): string[] => {
  const brands = new Set(rows.map(({ brand }) => brand).filter((brand) => isBrand(name, brand)));
  return [...new Set(rows.filter(({ brand }) => brands.has(brand)).map((row) => row.name))].slice(0, 3);
};

/** The packages of a product in the order they are offered: in stock first, then those with the brand on the page. */
const inOrder = (product: Product, onHand: ReadonlyMap<string, number>, page: DrugOnPage): DrugRow[] => {
  const place = (row: DrugRow) =>
    (onHand.get(row.ndc11) ?? 0) > 0
      ? 0
      : brandKey(row.brand) === brandKey(page.name) || row.brand === ''
        ? 1
        : 2;
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
    .flatMap((product) =>
      inOrder(product, onHand, page)
        .slice(0, PACKAGES_OF_ONE)
        .map((row) => ({
          row,
          onHand: onHand.get(row.ndc11) ?? 0,
          why: whyOf(product, row, page),
          confidence: confidenceOf(product, best),
          lookAlike: lookAlikeOf(store, row.name),
        })),
    )
    .slice(0, SHOWN);
};
