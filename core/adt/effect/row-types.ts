/** The rows of what hospitals say, as they lie in the file (migrations/0005_adt.sql says what each column means). */
import type { StayView, TaskKind, taskOutcomes } from '../../contract/adt-values.ts';

export interface PersonRow {
  id: number;
  version: number;
  patient_id: string | null;
  linked: 'certain' | 'person' | 'not-ours' | null;
  family_name: string;
  given_names: string;
  name_key: string;
  date_of_birth: string;
  sex: string;
  address: string;
  phone: string;
  deceased_at: string | null;
  as_of: string;
  as_of_message: number;
  said: string;
  listed: string;
  merged_into: number | null;
  withdrawn_at: string | null;
}

export interface IdentifierRow {
  authority: string;
  value: string;
  type: string;
  person_id: number;
  retired_at: string | null;
}

export const listKinds = ['allergies', 'contacts', 'coverage', 'diagnoses', 'measures'] as const;
export type ListKind = (typeof listKinds)[number];

export interface ListRow {
  person_id: number;
  source_id: string;
  kind: ListKind;
  items: string;
  as_of: string;
}

export interface StayRow {
  id: number;
  version: number;
  source_id: string;
  person_id: number;
  authority: string;
  visit_number: string;
  account: string;
  class: string;
  state: StayView['state'];
  ward: string;
  room: string;
  bed: string;
  facility: string;
  attending: string;
  consulting: string;
  admitted_at: string | null;
  discharged_at: string | null;
  disposition: string;
  expected_discharge_at: string | null;
  reason: string;
  as_of: string;
  as_of_message: number;
  state_message: number;
  place_message: number;
}

export interface TaskRow {
  id: string;
  kind: TaskKind;
  severity: 1 | 2 | 3;
  patient_id: string | null;
  /** Of the register here, as are the stay and the message; null where another workstation told of it. */
  person_id: number | null;
  stay_id: number | null;
  message_id: number | null;
  /** The row of patient_stay it is about. */
  about_stay: string | null;
  source: string;
  workstation: string;
  branch_name: string;
  at: string;
  as_of: string;
  detail: string;
  state: 'open' | 'done' | 'cancelled';
  settled_at: string | null;
  settled_by: string | null;
  outcome: (typeof taskOutcomes)[number] | null;
  reason: string | null;
}

export interface PauseRow {
  id: string;
  patient_id: string;
  because: 'inpatient' | 'deceased';
  stay_id: number | null;
  since: string;
  lifted_at: string | null;
  lifted_by: string | null;
  reason: string | null;
}
