/** A patient as a message, and the rows that a message says. */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import { point } from '../../patient/merge.ts';
import { patientColumns, patientSearchText } from '../../patient/patient.ts';
import { changePatient, insertPatient, type PatientRow } from '../../patient/store.ts';
import { reindexPrescriptionsOf } from '../../prescription/store.ts';
import type { Reader, Writer } from '../../store/database.ts';
import { AllergySchema, type Patient, PatientSchema } from '../gen/mortar/v1/patient_pb.js';
import { fieldsFrom } from './rows.ts';

const columns = [
  ...(['id', 'family_name', 'given_names', 'date_of_birth', 'sex', 'address', 'phone', 'mrn'] as const),
  ...(['nhs_number', 'allergy_status', 'merged_into'] as const),
] as const;

type Fields = Parameters<typeof patientColumns>[0];

export const patientImage = (store: Reader, id: string): Patient | null => {
  const row = store.get<PatientRow>('SELECT * FROM patient WHERE id = ?', [id]);
  if (!row) return null;
  const allergies = (JSON.parse(row.allergies) as Fields['allergies']).map((one) =>
    create(AllergySchema, one),
  );
  return create(PatientSchema, { ...fieldsFrom(row, columns), allergies });
};

/** Makes the rows as the image says. The record it was merged into may still be to come: it is followed once it is here. */
export const projectPatient = (store: Writer, id: string, image: Patient): string[] => {
  const now = patientImage(store, id);
  if (now && isDeepStrictEqual(now, image)) return [];
  const written = patientColumns({
    familyName: image.familyName,
    givenNames: image.givenNames,
    dateOfBirth: image.dateOfBirth,
    sex: image.sex as Fields['sex'],
    address: image.address,
    phone: image.phone,
    mrn: image.mrn,
    nhsNumber: image.nhsNumber,
    allergyStatus: image.allergyStatus as Fields['allergyStatus'],
    allergies: image.allergies.map(({ substance, reaction, severity }) => ({
      substance,
      reaction,
      severity: severity as Fields['allergies'][number]['severity'],
    })),
  });
  const row = store.get<PatientRow>('SELECT * FROM patient WHERE id = ?', [id]);
  if (!row) insertPatient(store, id, written, patientSearchText(written));
  else {
    changePatient(store, row, written, patientSearchText(written));
    reindexPrescriptionsOf(store, id);
  }
  point(store, id, image.mergedInto || null);
  return [];
};
