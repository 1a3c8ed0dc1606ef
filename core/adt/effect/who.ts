/** Whom a board, a task or a list names: one of our patients, or a person of a hospital. */
import { patientName } from '../../patient/patient.ts';

interface Named<P> {
  patient_id: string | null;
  /** Null where another workstation told of him. */
  person_id: P;
  family_name: string;
  given_names: string;
  date_of_birth: string;
}

export const whoOf = <P extends number | null>(row: Named<P>) => ({
  patientId: row.patient_id,
  personId: row.person_id,
  name: patientName(row),
  dateOfBirth: row.date_of_birth,
});

/** A number as people read it: "MR 12345 (STMARY)". */
export const numberWords = ({ authority, value, type }: { authority: string; value: string; type: string }) =>
  [type, value, authority && `(${authority})`].filter(Boolean).join(' ');
