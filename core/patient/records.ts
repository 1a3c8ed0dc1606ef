/**
 * The records one patient has on file: the one he lives on under, and those that were merged into it.
 * Always: rows (prescriptions, hand-overs, events) keep the id of the record they were written for and are read through
 * these functions; `merged_into` is what was said, `lives_on` what follows from it, kept together in `pointRecord` alone.
 * Not here: who may merge what, and what is told of it (merge.ts).
 */
import { isDeepStrictEqual } from 'node:util';
import type { Reader, Writer } from '../store/database.ts';
import type { PatientFields } from './patient.ts';
import type { PatientRow } from './store.ts';

/** The id of the patient a record lives on under; its own where it was never merged. */
export const livesOnAs = (store: Reader, id: string): string =>
  store.get<{ lives_on: string | null }>('SELECT lives_on FROM patient WHERE id = ?', [id])?.lives_on ?? id;

/** SQL: joins the patient `t` that the column of a row means. */
export const joinPatientSql = (column: string): string =>
  `LEFT JOIN patient said ON said.id = ${column} LEFT JOIN patient t ON t.id = ifnull(said.lives_on, said.id)`;

/** SQL: a column holds one of the records of the patient whose id `:patientId` is, or another SQL expression. */
export const isOfPatientSql = (column: string, patient = ':patientId'): string =>
  `${column} IN (SELECT ${patient} UNION ALL SELECT r.id FROM patient r WHERE r.lives_on = ${patient})`;

/** The records that live on under this one, oldest first. */
export const mergedRecords = (store: Reader, id: string): PatientRow[] =>
  store.all<PatientRow>('SELECT * FROM patient WHERE lives_on = ? ORDER BY id', [id]);

/** All ids of the patient that an id means, the one he lives on under first. */
export const recordsOf = (store: Reader, id: string): string[] => {
  const patient = livesOnAs(store, id);
  return [patient, ...mergedRecords(store, patient).map((row) => row.id)];
};

type Held = Pick<PatientFields, 'allergies' | 'allergyStatus'>;
type Allergies = Held['allergies'];

const substanceOf = ({ substance }: Allergies[number]): string => substance.trim().toLowerCase();

/** The allergies of a patient: of the record he lives on under, and of those merged into it that it lacks. */
export const allergiesOf = (
  store: Reader,
  row: Pick<PatientRow, 'id' | 'allergies' | 'allergy_status'>,
): Held => {
  const own: Allergies = JSON.parse(row.allergies);
  const merged = mergedRecords(store, row.id).flatMap(({ allergies }) => JSON.parse(allergies) as Allergies);
  const known = new Set(own.map(substanceOf));
  const lacking = merged.filter((one) => !known.has(substanceOf(one)) && known.add(substanceOf(one)));
  const allergies = [...own, ...lacking];
  return { allergies, allergyStatus: allergies.length > 0 ? 'listed' : row.allergy_status };
};

/**
 * A list as a person corrected it, parted among the records it was read from: what a merged record says stays with it, what
 * was taken off is taken off there, and all else is the patient's own.
 */
export const partAllergies = (
  store: Reader,
  row: Pick<PatientRow, 'id' | 'allergies' | 'allergy_status'>,
  wanted: Held,
): { own: Held; merged: { row: PatientRow; allergies: Allergies }[] } => {
  const records = mergedRecords(store, row.id).map((one) => ({
    row: one,
    allergies: JSON.parse(one.allergies) as Allergies,
  }));
  const named = new Set(wanted.allergies.map(substanceOf));
  const before = new Set((JSON.parse(row.allergies) as Allergies).map(substanceOf));
  const isTheirs = (one: Allergies[number]) =>
    !before.has(substanceOf(one)) &&
    records.some(({ allergies }) => allergies.some((theirs) => isDeepStrictEqual(theirs, one)));
  const allergies = wanted.allergies.filter((one) => !isTheirs(one));
  return {
    own: {
      allergies,
      allergyStatus:
        allergies.length < wanted.allergies.length && allergies.length === 0
          ? row.allergy_status
          : wanted.allergyStatus,
    },
    merged: records.flatMap((one) => {
      const left = one.allergies.filter((theirs) => named.has(substanceOf(theirs)));
      return left.length < one.allergies.length ? [{ row: one.row, allergies: left }] : [];
    }),
  };
};

/** Where the pointers of a record end. A record that is not here yet ends a chain before it. */
const endOf = (store: Reader, id: string): string => {
  const passed: string[] = [];
  let at = id;
  for (;;) {
    const row = store.get<{ merged_into: string | null }>('SELECT merged_into FROM patient WHERE id = ?', [
      at,
    ]);
    if (!row) return passed.at(-1) ?? id;
    // Two workstations that merged each into the other while apart: the same one lives on at both.
    if (passed.includes(at)) return passed.slice(passed.indexOf(at)).sort()[0]!;
    passed.push(at);
    if (row.merged_into === null) return at;
    at = row.merged_into;
  }
};

/** Works out anew under whom a record lives on, and every record that leads to it. Answers those that changed. */
const followRecord = (store: Writer, id: string): string[] => {
  const leading = store.all<{ id: string; lives_on: string | null }>(
    `WITH RECURSIVE leading (id) AS (
       SELECT ? UNION SELECT p.id FROM patient p JOIN leading l ON p.merged_into = l.id)
     SELECT p.id, p.lives_on FROM leading l JOIN patient p ON p.id = l.id`,
    [id],
  );
  return leading.flatMap((row) => {
    const end = endOf(store, row.id);
    const livesOn = end === row.id ? null : end;
    if (livesOn === row.lives_on) return [];
    store.run('UPDATE patient SET lives_on = ? WHERE id = ?', [livesOn, row.id]);
    return [row.id];
  });
};

/**
 * Writes into which record another was merged, or that it stands by itself. Answers the records that are read otherwise now,
 * also of those that waited for this one to come.
 */
export const pointRecord = (store: Writer, id: string, into: string | null): string[] => {
  store.run(
    'UPDATE patient SET merged_into = :into, version = version + 1 WHERE id = :id AND merged_into IS NOT :into',
    { id, into },
  );
  return followRecord(store, id);
};
