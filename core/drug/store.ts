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

/** A drug with what the ledger holds of it, in thousandths. */
export type StockedDrugRow = DrugRow & { on_hand: number };

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

const stocked = `d.*, (SELECT ifnull(sum(m.quantity), 0) FROM movement m WHERE m.ndc11 = d.ndc11) AS on_hand`;

/** Drugs whose search text holds every fragment; `match` is an FTS5 expression or null, `likes` are shorter ones. */
export const drugsMatching = (
  store: Reader,
  match: string | null,
  likes: string[],
  limit: number,
): StockedDrugRow[] => {
  const conditions = [
    ...(match === null ? [] : ['d.rowid IN (SELECT rowid FROM drug_search WHERE drug_search MATCH ?)']),
    ...likes.map(
      () =>
        "(' ' || d.name || ' ' || d.brand || ' ' || d.strength || ' ' || d.form || ' ' || d.ndc11) LIKE ? ESCAPE '\\'",
    ),
  ];
  return store.all<StockedDrugRow>(
    `SELECT ${stocked} FROM drug d ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY d.name, d.ndc11 LIMIT ?`,
    [...(match === null ? [] : [match]), ...likes, limit],
  );
};

/** Which of the names are on file as a generic or brand name; names in lower case. */
export const namesOnFile = (store: Reader, names: string[]): Set<string> =>
  new Set(
    store
      .all<{ name: string }>(
        'SELECT DISTINCT value AS name FROM json_each(?) WHERE EXISTS (SELECT 1 FROM drug d WHERE lower(d.name) = value OR lower(d.brand) = value)',
        [JSON.stringify(names)],
      )
      .map(({ name }) => name),
  );
