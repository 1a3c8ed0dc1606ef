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
  /** Put on file by the pharmacy itself, or by a reference file that keeps it up. */
  origin: 'own' | 'reference';
  /** Day since which it is no longer sold; null while it is. */
  ended_on: string | null;
}

/** What is said of a drug, whoever puts it on file. */
export type DrugColumns = Omit<DrugRow, 'origin' | 'ended_on'>;

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
export const insertDrug = (store: Writer, row: DrugColumns & Partial<DrugRow>, searchText: string): void => {
  const whole: DrugRow = { origin: 'own', ended_on: null, ...row };
  const { lastInsertRowid } = store.run(
    `INSERT INTO drug (ndc11, name, brand, strength, form, unit, route, labeler, package_size, package_description,
       schedule, origin, ended_on)
     VALUES (:ndc11, :name, :brand, :strength, :form, :unit, :route, :labeler, :package_size, :package_description,
       :schedule, :origin, :ended_on)`,
    whole as unknown as Record<string, Value>,
  );
  store.run('INSERT INTO drug_search (rowid, text) VALUES (?, ?)', [lastInsertRowid, searchText]);
};

const rowidOf = (store: Reader, ndc11: string): number =>
  store.get<{ rowid: number }>('SELECT rowid FROM drug WHERE ndc11 = ?', [ndc11])!.rowid;

/** Writes changed columns and what it is searched by (null: as before). */
export const changeDrug = (
  store: Writer,
  ndc11: string,
  changes: Partial<DrugRow>,
  searchText: string | null,
): void => {
  const set = Object.keys(changes).map((column) => `${column} = :${column}`);
  store.run(`UPDATE drug SET ${set.join(', ')} WHERE ndc11 = :key`, {
    ...(changes as Record<string, Value>),
    key: ndc11,
  });
  if (searchText === null) return;
  const rowid = rowidOf(store, ndc11);
  store.run('DELETE FROM drug_search WHERE rowid = ?', [rowid]);
  store.run('INSERT INTO drug_search (rowid, text) VALUES (?, ?)', [rowid, searchText]);
};

/** Takes a package off the file that was never used. */
export const removeDrug = (store: Writer, ndc11: string): void => {
  store.run('DELETE FROM drug_search WHERE rowid = ?', [rowidOf(store, ndc11)]);
  store.run('DELETE FROM drug WHERE ndc11 = ?', [ndc11]);
};

/** Whether a lot of it was ever received here, or any prescription names it. */
export const isDrugUsed = (store: Reader, ndc11: string): boolean =>
  store.get(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM lot WHERE ndc11 = :ndc11)
       OR EXISTS (SELECT 1 FROM prescription WHERE ndc11 = :ndc11)`,
    { ndc11 },
  ) !== undefined;

/** The NDCs that reference files keep up and that have not ended. */
export const keptUpDrugs = (store: Reader): IterableIterator<{ key: string }> =>
  store.each("SELECT ndc11 AS key FROM drug WHERE origin = 'reference' AND ended_on IS NULL");

/** Text of the drug that words of one or two characters are held against; each word after a blank. */
const shortText = "' ' || d.name || ' ' || d.brand || ' ' || d.strength || ' ' || d.form";

/**
 * Drugs that hold an FTS5 expression (or null for any) and every pattern of a short word, at most so many: of a word that
 * stands in half of the catalogue, those put on file first. Ended ones only where asked for.
 */
export const drugsMatching = (
  store: Reader,
  match: string | null,
  patterns: string[],
  limit: number,
  { ended = false } = {},
): DrugRow[] => {
  const from =
    match === null
      ? 'drug d'
      : '(SELECT rowid AS place FROM drug_search WHERE drug_search MATCH ?) f CROSS JOIN drug d ON d.rowid = f.place';
  const conditions = [
    ...patterns.map(() => `(${shortText}) LIKE ? ESCAPE '\\'`),
    ...(ended ? [] : ['d.ended_on IS NULL']),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return store.all<DrugRow>(`SELECT d.* FROM ${from} ${where} LIMIT ?`, [
    ...(match === null ? [] : [match]),
    ...patterns,
    limit,
  ]);
};

/** Whether any drug on file holds an FTS5 expression. */
export const isDrugOnFile = (store: Reader, match: string): boolean =>
  store.get('SELECT 1 FROM drug_search WHERE drug_search MATCH ? LIMIT 1', [match]) !== undefined;

/**
 * The different names, or brands, that begin so, whatever the case. From one to the next by the index: the number of
 * packages of each costs nothing.
 */
export const drugNamesFrom = (store: Reader, column: 'name' | 'brand', prefix: string): string[] => {
  const next = (condition: string) =>
    `SELECT min(${column} COLLATE NOCASE) FROM drug WHERE ${column} <> '' AND ${column} ${condition} COLLATE NOCASE`;
  return store
    .all<{ text: string }>(
      `WITH RECURSIVE known (text) AS (
         SELECT (${next('>= :from')}) UNION ALL SELECT (${next('> known.text')}) FROM known WHERE known.text < :to COLLATE NOCASE)
       SELECT text FROM known WHERE text < :to COLLATE NOCASE`,
      { from: prefix, to: `${prefix}\u{10ffff}` },
    )
    .map(({ text }) => text);
};

/** Names and brands of the drugs with a brand that hold an FTS5 expression. */
export const brandsMatching = (store: Reader, match: string): { name: string; brand: string }[] =>
  store.all(
    `SELECT DISTINCT name, brand FROM drug
     WHERE brand <> '' AND rowid IN (SELECT rowid FROM drug_search WHERE drug_search MATCH ?) LIMIT 400`,
    [match],
  );
