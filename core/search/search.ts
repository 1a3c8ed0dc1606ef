/** A found thing in words: what it is called and what tells it from the next one. Pure; rows in, answers out. */
import type { QueryResult } from '../contract/index.ts';
import type { PatientView } from '../contract/patient.ts';
import type { Stage } from '../contract/values.ts';
import { formatNdc } from '../drug/identifiers.ts';
import type { DrugRow } from '../drug/store.ts';
import { tallMan } from '../drug/tall-man.ts';
import type { DocumentHitRow, PrescriptionHitRow } from './store.ts';

export type Hit = QueryResult<'search.everything'>['hits'][number];

const stageWords: Record<Stage, string> = {
  transcribing: 'to be typed in',
  verifying: 'to be verified',
  'to-fill': 'to be filled',
  filling: 'being filled',
  checking: 'to be checked',
  ready: 'ready',
  completed: 'completed',
  rejected: 'rejected',
  failed: 'could not be filled',
};

const joined = (parts: (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ');

export const patientHit = (patient: PatientView & { why: string }): Hit => ({
  kind: 'patient',
  id: patient.id,
  title: patient.name,
  detail: joined([`born ${patient.dateOfBirth}`, patient.phone, patient.why]),
});

/** @param day the branch's day on which it came in */
export const prescriptionHit = (row: PrescriptionHitRow, day: string): Hit => ({
  kind: 'prescription',
  id: row.id,
  title: joined([
    row.rx_number === null ? 'Prescription without a number' : `Rx ${row.rx_number}`,
    row.drug_name === null ? null : `${tallMan(row.drug_name)} ${row.strength}`,
  ]),
  detail: joined([
    row.family_name === null ? null : `${row.family_name}, ${row.given_names}`,
    stageWords[row.stage],
    row.branch_name === null ? null : `${row.branch_name} branch`,
    `came in ${day}`,
  ]),
});

export const drugHit = (row: DrugRow): Hit => ({
  kind: 'drug',
  id: row.ndc11,
  title: `${tallMan(row.name)} ${row.strength} ${row.form}`,
  detail: joined([
    row.brand,
    row.labeler,
    `NDC ${formatNdc(row.ndc11)}`,
    row.ended_on === null ? null : `no longer sold since ${row.ended_on}`,
  ]),
});

/** @param day the branch's day on which it came in */
export const documentHit = (row: DocumentHitRow, day: string): Hit => ({
  kind: 'document',
  id: row.id,
  title: `Fax of ${day}`,
  detail: joined([row.file_name, `${row.pages} page${row.pages === 1 ? '' : 's'}`]),
});
