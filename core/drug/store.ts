/** Rows of drug packages and their search index: SQL only, no rule. Package sizes are integer thousandths. */

import type { DrugView } from '../contract/drug.ts';
import { notFound } from '../contract/errors.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface DrugRow {
  ndc11: string;
  name: string;
  brand: string;
  strength: string;
  form: string;
  unit: string;
  route: string;
  labeler: string;
  package_size: number;
  package_description: string;
  schedule: DrugView['schedule'];
}

export const findDrug = (store: Reader, ndc11: string): DrugRow | undefined =>
  store.get<DrugRow>('SELECT * FROM drug WHERE ndc11 = ?', [ndc11]);

/** Throws `drug.not-found`. */
export const loadDrug = (store: Reader, ndc11: string): DrugRow => findDrug(store, ndc11) ?? notFound('drug');

/** Those of the candidates that are on file, in the order of the candidates. */
export const drugsByNdc = (store: Reader, candidates: string[]): DrugRow[] =>
  candidates.flatMap((ndc11) => findDrug(store, ndc11) ?? []);

export const countDrugs = (store: Reader): number =>
  store.get<{ count: number }>('SELECT count(*) AS count FROM drug')!.count;

/** Puts a package on file with what it is searched by. */
export const insertDrug = (store: Writer, row: DrugRow, searchText: string): void => {
  const { lastInsertRowid } = store.run(
    `INSERT INTO drug (ndc11, name, brand, strength, form, unit, route, labeler, package_size, package_description, schedule)
     VALUES (:ndc11, :name, :brand, :strength, :form, :unit, :route, :labeler, :package_size, :package_description, :schedule)`,
    row as unknown as Record<string, Value>,
  );
  store.run('INSERT INTO drug_search (rowid, text) VALUES (?, ?)', [lastInsertRowid, searchText]);
};

/** Text of the drug that words of one or two characters are held against; each word after a blank. */
const shortText = "' ' || d.name || ' ' || d.brand || ' ' || d.strength || ' ' || d.form";

/** Drugs that hold an FTS5 expression (or null for any) and every pattern of a short word, by name. */
export const drugsMatching = (
  store: Reader,
  match: string | null,
  patterns: string[],
  limit: number,
): DrugRow[] => {
  const conditions = [
    ...(match === null ? [] : ['d.rowid IN (SELECT rowid FROM drug_search WHERE drug_search MATCH ?)']),
    ...patterns.map(() => `(${shortText}) LIKE ? ESCAPE '\\'`),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return store.all<DrugRow>(`SELECT d.* FROM drug d ${where} ORDER BY d.name, d.ndc11 LIMIT ?`, [
    ...(match === null ? [] : [match]),
    ...patterns,
    limit,
  ]);
};

/** Whether any drug on file holds an FTS5 expression. */
export const isDrugOnFile = (store: Reader, match: string): boolean =>
  store.get('SELECT 1 FROM drug_search WHERE drug_search MATCH ? LIMIT 1', [match]) !== undefined;

/** Names and brands of the drugs with a brand that hold an FTS5 expression. */
export const brandsMatching = (store: Reader, match: string): { name: string; brand: string }[] =>
  store.all(
    `SELECT DISTINCT name, brand FROM drug
     WHERE brand <> '' AND rowid IN (SELECT rowid FROM drug_search WHERE drug_search MATCH ?) LIMIT 400`,
    [match],
  );
