/**
 * Rows of patients and their search index: SQL only, no rule.
 * Always: whoever is looked for among the patients is one who lives on; a record that was merged is never found.
 */
import { notFound } from '../contract/errors.ts';
import type { PatientView } from '../contract/patient.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface PatientRow {
  id: string;
  version: number;
  family_name: string;
  given_names: string;
  name_key: string;
  date_of_birth: string;
  sex: PatientView['sex'];
  address: string;
  phone: string;
  mrn: string;
  nhs_number: string;
  allergy_status: PatientView['allergyStatus'];
  /** JSON list. */
  allergies: string;
  /** The record this one was merged into, as it was said. */
  merged_into: string | null;
  /** The record it lives on under in the end; null where it lives on itself. */
  lives_on: string | null;
}

export type PatientColumns = Omit<PatientRow, 'id' | 'version' | 'merged_into' | 'lives_on'>;

/** The patient an id means: of a record that was merged, the one it lives on under. Throws `patient.not-found`. */
export const loadPatient = (store: Reader, id: string): PatientRow =>
  store.get<PatientRow>(
    'SELECT t.* FROM patient p JOIN patient t ON t.id = ifnull(p.lives_on, p.id) WHERE p.id = ?',
    [id],
  ) ?? notFound('patient');

/** A record as it stands by itself, merged or not. Throws `patient.not-found`. */
export const loadRecord = (store: Reader, id: string): PatientRow =>
  store.get<PatientRow>('SELECT * FROM patient WHERE id = ?', [id]) ?? notFound('patient');

export const insertPatient = (
  store: Writer,
  id: string,
  columns: PatientColumns,
  searchText: string,
): void => {
  const { lastInsertRowid } = store.run(
    `INSERT INTO patient (id, version, ${Object.keys(columns).join(', ')})
     VALUES (:id, 1, ${Object.keys(columns)
       .map((column) => `:${column}`)
       .join(', ')})`,
    { ...columns, id },
  );
  store.run('INSERT INTO patient_search (rowid, text) VALUES (?, ?)', [lastInsertRowid, searchText]);
};

/** Writes the changed columns and what the patient is searched by, raises the version and answers the new one. */
export const changePatient = (
  store: Writer,
  row: Pick<PatientRow, 'id' | 'version'>,
  changes: Partial<PatientColumns>,
  searchText: string,
): number => {
  const set = [
    'version = version + 1',
    ...Object.keys(changes).map((column) => `${column} = :${column}`),
  ].join(', ');
  store.run(`UPDATE patient SET ${set} WHERE id = :id`, {
    ...(changes as Record<string, Value>),
    id: row.id,
  });
  const { rowid } = store.get<{ rowid: number }>('SELECT rowid FROM patient WHERE id = ?', [row.id])!;
  store.run('DELETE FROM patient_search WHERE rowid = ?', [rowid]);
  store.run('INSERT INTO patient_search (rowid, text) VALUES (?, ?)', [rowid, searchText]);
  return row.version + 1;
};

/** Records by birth date, those merged into another too. */
export const patientsBornOn = (store: Reader, dateOfBirth: string, limit: number): PatientRow[] =>
  store.all<PatientRow>('SELECT * FROM patient WHERE date_of_birth = ? ORDER BY name_key LIMIT ?', [
    dateOfBirth,
    limit,
  ]);

/** Those born on any of some days, whose folded family name begins with a letter or more. */
export const patientsBornOnAny = (
  store: Reader,
  days: readonly string[],
  prefix: string,
  limit: number,
): PatientRow[] =>
  store.all<PatientRow>(
    `SELECT p.* FROM json_each(?) day JOIN patient p ON p.date_of_birth = day.value
     WHERE p.name_key >= ? AND p.name_key < ? AND p.lives_on IS NULL LIMIT ?`,
    [JSON.stringify(days), prefix, `${prefix}\u{10ffff}`, limit],
  );

export const patientsByNhsNumber = (store: Reader, nhsNumber: string): PatientRow[] =>
  store.all<PatientRow>(
    "SELECT * FROM patient WHERE nhs_number = ? AND nhs_number <> '' AND lives_on IS NULL LIMIT 10",
    [nhsNumber],
  );

/** The last seven digits of a telephone, as the index patient_by_phone knows them. */
const phoneEnd = `substr(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), -7)`;

/** Those whose telephone ends so; `end` is seven digits. */
export const patientsByPhoneEnd = (store: Reader, end: string, limit: number): PatientRow[] =>
  store.all<PatientRow>(
    `SELECT * FROM patient WHERE phone <> '' AND ${phoneEnd} = ? AND lives_on IS NULL LIMIT ?`,
    [end, limit],
  );

/** Records whose folded family name (with given names after it) begins with a folded fragment, merged ones too. */
export const patientsByNamePrefix = (store: Reader, prefix: string, limit: number): PatientRow[] =>
  store.all<PatientRow>(
    'SELECT * FROM patient WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?',
    [prefix, `${prefix}\u{10ffff}`, limit],
  );

/** Records whose search text matches an FTS5 expression, merged ones too, latest on file first. */
export const patientsMatching = (store: Reader, match: string, limit: number): PatientRow[] =>
  store.all<PatientRow>(
    `SELECT p.* FROM patient p
     JOIN (SELECT rowid FROM patient_search WHERE patient_search MATCH ? ORDER BY rowid DESC LIMIT ?) s ON s.rowid = p.rowid`,
    [match, limit],
  );

/** A note changes no column, but whoever has the patient open should see that something was written. */
export const raiseVersion = (store: Writer, row: Pick<PatientRow, 'id' | 'version'>): number => {
  store.run('UPDATE patient SET version = version + 1 WHERE id = ?', [row.id]);
  return row.version + 1;
};
