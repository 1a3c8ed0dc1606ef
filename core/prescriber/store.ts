/** Rows of prescribers and their search index: SQL only, no rule. */
import { notFound } from '../contract/errors.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface PrescriberRow {
  id: string;
  version: number;
  family_name: string;
  given_names: string;
  /** Letters of the family name, folded: "O'Brien" is "obrien". */
  family_key: string;
  npi: string;
  dea: string;
  clinic: string;
  phone: string;
  fax: string;
  credential: string;
  profession: string;
  address: string;
  /** Put on file by the pharmacy itself, or by a reference file that keeps it up. */
  origin: 'own' | 'reference';
  /** Day since which the number is deactivated; null while it is not. */
  ended_on: string | null;
}

export type PrescriberColumns = Pick<
  PrescriberRow,
  'family_name' | 'given_names' | 'family_key' | 'npi' | 'dea' | 'clinic' | 'phone' | 'fax'
> &
  Partial<Pick<PrescriberRow, 'credential' | 'profession' | 'address' | 'origin' | 'ended_on'>>;

/** Throws `prescriber.not-found`. */
export const loadPrescriber = (store: Reader, id: string): PrescriberRow =>
  findPrescriber(store, id) ?? notFound('prescriber');

export const findPrescriber = (store: Reader, id: string): PrescriberRow | undefined =>
  store.get<PrescriberRow>('SELECT * FROM prescriber WHERE id = ?', [id]);

export const findByNpi = (store: Reader, npi: string): PrescriberRow | undefined =>
  store.get<PrescriberRow>('SELECT * FROM prescriber WHERE npi = ?', [npi]);

/** Those with a DEA number; people of one hospital may share it. */
export const prescribersByDea = (store: Reader, dea: string): PrescriberRow[] =>
  store.all<PrescriberRow>("SELECT * FROM prescriber WHERE dea = ? AND dea <> ''", [dea]);

/** Puts a prescriber on file with what they are searched by. */
export const insertPrescriber = (
  store: Writer,
  id: string,
  columns: PrescriberColumns,
  searchText: string,
): void => {
  const names = Object.keys(columns);
  const { lastInsertRowid } = store.run(
    `INSERT INTO prescriber (id, version, ${names.join(', ')})
     VALUES (:id, 1, ${names.map((column) => `:${column}`).join(', ')})`,
    { ...columns, id },
  );
  store.run('INSERT INTO prescriber_search (rowid, text) VALUES (?, ?)', [lastInsertRowid, searchText]);
};

const rowidOf = (store: Reader, id: string): number =>
  store.get<{ rowid: number }>('SELECT rowid FROM prescriber WHERE id = ?', [id])!.rowid;

/**
 * Writes the changed columns and what they are searched by (null: as before), and answers the version the row has now:
 * the next one, unless the changes name it.
 */
export const changePrescriber = (
  store: Writer,
  row: PrescriberRow,
  changes: Partial<PrescriberRow>,
  searchText: string | null,
): number => {
  const written = { version: row.version + 1, ...changes };
  const set = Object.keys(written).map((column) => `${column} = :${column}`);
  store.run(`UPDATE prescriber SET ${set.join(', ')} WHERE id = :id`, {
    ...(written as Record<string, Value>),
    id: row.id,
  });
  if (searchText !== null) {
    const rowid = rowidOf(store, row.id);
    store.run('DELETE FROM prescriber_search WHERE rowid = ?', [rowid]);
    store.run('INSERT INTO prescriber_search (rowid, text) VALUES (?, ?)', [rowid, searchText]);
  }
  return written.version;
};

/** Takes somebody off the file who was never used. */
export const removePrescriber = (store: Writer, id: string): void => {
  store.run('DELETE FROM prescriber_search WHERE rowid = ?', [rowidOf(store, id)]);
  store.run('DELETE FROM prescriber WHERE id = ?', [id]);
};

/** Whether any prescription names them. */
export const isPrescriberUsed = (store: Reader, id: string): boolean =>
  store.get('SELECT 1 FROM prescription WHERE prescriber_id = ? LIMIT 1', [id]) !== undefined;

/** Those whose search text holds an FTS5 expression. */
export const prescribersMatching = (store: Reader, match: string, limit: number): PrescriberRow[] =>
  store.all<PrescriberRow>(
    `SELECT p.* FROM prescriber p
     JOIN (SELECT rowid FROM prescriber_search WHERE prescriber_search MATCH ? LIMIT ?) s ON s.rowid = p.rowid`,
    [match, limit],
  );

const LAST = '\u{10ffff}';

/** Those of exactly this folded family name whose given names begin so, by given names. */
export const prescribersNamed = (
  store: Reader,
  familyKey: string,
  given: string,
  limit: number,
): PrescriberRow[] =>
  store.all<PrescriberRow>(
    `SELECT * FROM prescriber WHERE family_key = ? AND given_names >= ? COLLATE NOCASE AND given_names < ? COLLATE NOCASE
     ORDER BY given_names COLLATE NOCASE LIMIT ?`,
    [familyKey, given, given + LAST, limit],
  );

/** Those whose folded family name begins so, by name. */
export const prescribersByFamilyPrefix = (store: Reader, prefix: string, limit: number): PrescriberRow[] =>
  store.all<PrescriberRow>(
    `SELECT * FROM prescriber WHERE family_key >= ? AND family_key < ?
     ORDER BY family_key, given_names COLLATE NOCASE LIMIT ?`,
    [prefix, prefix + LAST, limit],
  );

/** The folded family names that begin so, each once. */
export const familyKeysFrom = (store: Reader, prefix: string): string[] =>
  store
    .all<{ key: string }>(
      'SELECT DISTINCT family_key AS key FROM prescriber WHERE family_key >= ? AND family_key < ?',
      [prefix, prefix + LAST],
    )
    .map(({ key }) => key);
