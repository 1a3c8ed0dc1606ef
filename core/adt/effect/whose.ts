/**
 * Which of our patients a person of a hospital is: certainly, nearly, or none. Pure; rows in, answer out.
 * Certain is, always with the same day of birth: the medical record number of the hospital whose numbers are on file here; the NHS
 * number; or names and sex and, of telephone and postcode, one. All else is for a person to say.
 */
import { digitsOf } from '../../fragments.ts';
import { nhsNumberProblem } from '../../patient/identifiers.ts';
import { isNearlyName } from '../../patient/patient.ts';
import type { PatientRow } from '../../patient/store.ts';
import type { IdentifierRow, PersonRow } from './row-types.ts';

export type Resembling = Pick<
  PatientRow,
  | 'id'
  | 'family_name'
  | 'given_names'
  | 'name_key'
  | 'date_of_birth'
  | 'sex'
  | 'address'
  | 'phone'
  | 'mrn'
  | 'nhs_number'
>;

/** Table 0001 beside what is on file here. */
const sexes: Record<string, string> = { F: 'female', M: 'male', O: 'other', A: 'other' };

/** Postcodes of the US and the UK in a line of address, without blanks. */
const postcodesOf = (address: string): string[] =>
  [...address.toUpperCase().matchAll(/\b(\d{5})(?:-\d{4})?\b|\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b/g)].map(
    ([, zip, outward = '', inward = '']) => zip ?? `${outward}${inward}`,
  );

const phoneEnd = (phone: string): string => digitsOf(phone).slice(-10);

export interface Likeness {
  patientId: string;
  certain: boolean;
  /** Why he may be meant, in words. */
  why: string;
}

const likenessOf = (
  person: PersonRow,
  numbers: readonly IdentifierRow[],
  mrnAuthorities: ReadonlySet<string>,
  patient: Resembling,
): Likeness | null => {
  const is = (why: string): Likeness => ({ patientId: patient.id, certain: true, why });
  for (const { authority, value, type, retired_at } of numbers) {
    if (retired_at !== null) continue;
    if (patient.mrn === value && mrnAuthorities.has(authority) && (type === 'MR' || type === ''))
      return is('medical record number and birth date');
    if (
      (type === 'NH' || authority === 'NHS') &&
      nhsNumberProblem(value) === null &&
      patient.nhs_number === digitsOf(value)
    )
      return is('NHS number and birth date');
  }
  const sameName = person.name_key === patient.name_key;
  if (!sameName && !isNearlyName(person.name_key, patient.name_key)) return null;
  if (sameName && sexes[person.sex] === patient.sex) {
    const phone = phoneEnd(person.phone);
    if (phone.length >= 7 && phone === phoneEnd(patient.phone))
      return is('name, birth date, sex and telephone');
    const codes = postcodesOf(person.address);
    if (postcodesOf(patient.address).some((code) => codes.includes(code)))
      return is('name, birth date, sex and postcode');
  }
  return {
    patientId: patient.id,
    certain: false,
    why: sameName ? 'same name and birth date' : 'same birth date, nearly the same name',
  };
};

/**
 * Which of the patients born on the same day a person is. One certain likeness alone links; where several are certain, or none is,
 * they are candidates.
 */
export const whoseIs = (
  person: PersonRow,
  numbers: readonly IdentifierRow[],
  mrnAuthorities: ReadonlySet<string>,
  patients: readonly Resembling[],
): { link: Likeness | null; candidates: Likeness[] } => {
  const alike = patients.flatMap((patient) => likenessOf(person, numbers, mrnAuthorities, patient) ?? []);
  const certain = [
    ...new Map(alike.filter((one) => one.certain).map((one) => [one.patientId, one])).values(),
  ];
  return certain.length === 1 ? { link: certain[0]!, candidates: [] } : { link: null, candidates: alike };
};

/** Whether a day of birth tells anything. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
