/** Rows of prescribers: SQL only, no rule. */
import { notFound } from '../contract/errors.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface PrescriberRow {
  id: string;
  version: number;
  family_name: string;
  given_names: string;
  npi: string;
  dea: string;
  clinic: string;
  phone: string;
  fax: string;
  /** Folded text of all the above, with the digits of the telephone. */
  search_text: string;
}

export type PrescriberColumns = Omit<PrescriberRow, 'id' | 'version'>;

/** Throws `prescriber.not-found`. */
export const loadPrescriber = (store: Reader, id: string): PrescriberRow =>
  store.get<PrescriberRow>('SELECT * FROM prescriber WHERE id = ?', [id]) ?? notFound('prescriber');

export const findByNpi = (store: Reader, npi: string): PrescriberRow | undefined =>
  store.get<PrescriberRow>('SELECT * FROM prescriber WHERE npi = ?', [npi]);

/** A clinic's number may stand with more than one of its prescribers. */
export const prescribersByDea = (store: Reader, dea: string): PrescriberRow[] =>
  store.all<PrescriberRow>("SELECT * FROM prescriber WHERE dea = ? AND dea <> '' LIMIT 20", [dea]);

export const insertPrescriber = (store: Writer, id: string, columns: PrescriberColumns): void => {
  store.run(
    `INSERT INTO prescriber (id, version, ${Object.keys(columns).join(', ')})
     VALUES (:id, 1, ${Object.keys(columns)
       .map((column) => `:${column}`)
       .join(', ')})`,
    { ...columns, id },
  );
};

/** Writes the changed columns, raises the version and answers the new one. */
export const changePrescriber = (
  store: Writer,
  row: PrescriberRow,
  changes: Partial<PrescriberColumns>,
): number => {
  const set = [
    'version = version + 1',
    ...Object.keys(changes).map((column) => `${column} = :${column}`),
  ].join(', ');
  store.run(`UPDATE prescriber SET ${set} WHERE id = :id`, {
    ...(changes as Record<string, Value>),
    id: row.id,
  });
  return row.version + 1;
};

/** Those whose search text holds every pattern (LIKE, escaped with a backslash), by name. */
export const prescribersLike = (store: Reader, patterns: string[], limit: number): PrescriberRow[] =>
  store.all<PrescriberRow>(
    `SELECT * FROM prescriber WHERE ${['true', ...patterns.map(() => "search_text LIKE ? ESCAPE '\\'")].join(' AND ')}
     ORDER BY family_name, given_names LIMIT ?`,
    [...patterns, limit],
  );
