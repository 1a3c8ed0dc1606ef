/** A patient row as it is shown, what it is searched by, and who may be the same person. Rows in, answers out. */
import { ageOn, dayOf } from '../calendar.ts';
import type { PatientView } from '../contract/patient.ts';
import { digitsOf, lettersOf, lettersOff, plain } from '../fragments.ts';
import type { Context } from '../handler.ts';
import { stayShown } from './outreach.ts';
import { allergiesOf } from './records.ts';
import type { PatientColumns, PatientRow } from './store.ts';

export type PatientFields = Omit<PatientView, 'id' | 'version' | 'name' | 'age' | 'stay'>;

export const patientName = (row: Pick<PatientRow, 'family_name' | 'given_names'>): string =>
  `${row.family_name}, ${row.given_names}`;

/** A patient as everybody sees him: with the allergies of all his records, and what a hospital says. */
export const patientView = (
  row: PatientRow,
  context: Pick<Context, 'store' | 'now' | 'setting'>,
): PatientView => ({
  id: row.id,
  version: row.version,
  name: patientName(row),
  ...fieldsOf(row),
  ...allergiesOf(context.store, row),
  age: ageOn(row.date_of_birth, dayOf(context.now, context.setting('branch.timeZone'))),
  stay: stayShown(context, row.id),
});

/** What a record says by itself. */
export const fieldsOf = (row: PatientRow): PatientFields => ({
  familyName: row.family_name,
  givenNames: row.given_names,
  dateOfBirth: row.date_of_birth,
  sex: row.sex,
  address: row.address,
  phone: row.phone,
  mrn: row.mrn,
  nhsNumber: row.nhs_number,
  allergyStatus: row.allergy_status,
  allergies: JSON.parse(row.allergies),
});

/** Family name, a blank, given names; letters alone: "obrien marysue". */
export const nameKey = (familyName: string, givenNames: string): string =>
  `${lettersOf(familyName)} ${lettersOf(givenNames)}`;

export const patientColumns = (fields: PatientFields): PatientColumns => ({
  family_name: fields.familyName,
  given_names: fields.givenNames,
  name_key: nameKey(fields.familyName, fields.givenNames),
  date_of_birth: fields.dateOfBirth,
  sex: fields.sex,
  address: fields.address,
  phone: fields.phone,
  mrn: fields.mrn,
  nhs_number: digitsOf(fields.nhsNumber),
  allergy_status: fields.allergyStatus,
  allergies: JSON.stringify(fields.allergies),
});

/** Names as written and as letters alone, so that "o'bri" and "obri" are both found; digits of the telephone. */
export const patientSearchText = (columns: PatientColumns): string =>
  [
    plain(columns.given_names),
    plain(columns.family_name),
    columns.name_key,
    digitsOf(columns.phone),
    plain(columns.mrn),
    columns.nhs_number,
  ].join(' ');

/** Whether two name keys are the same or one letter off, in whichever order the names were typed. */
export const isNearlyName = (a: string, b: string): boolean => {
  const [family = '', given = ''] = b.split(' ');
  return lettersOff(a, b) <= 1 || lettersOff(a, `${given} ${family}`) <= 1;
};
