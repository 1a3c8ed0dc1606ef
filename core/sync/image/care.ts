/**
 * What hospitals say of one of our patients as a message, and the rows that a message says: why outreach to him rests, his
 * stays, and what a person has to do.
 * Always: the same lists in the same order wherever they are made, so that the same care is the same bytes; what is only of
 * this workstation's register (which rows of it they rest on) is not told, and stays as it is.
 * Not here: what of it changes and when (core/adt), and how two versions are united (merge-care.ts).
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import type { TaskDetail } from '../../adt/task/tasks.ts';
import type { Reader, Row, Writer } from '../../store/database.ts';
import {
  CareCandidateSchema,
  CareFactSchema,
  CarePauseSchema,
  type CareStay,
  CareStaySchema,
  type CareTask,
  CareTaskSchema,
  type HospitalCare,
  HospitalCareSchema,
} from '../gen/mortar/v1/care_pb.js';
import { AllergySchema } from '../gen/mortar/v1/patient_pb.js';
import { bounded } from '../merge-care.ts';
import { columnsFrom, fieldsFrom, put, seeker } from './rows.ts';

const pauseColumns = ['id', 'because', 'since', 'lifted_at', 'lifted_by', 'reason'] as const;
const stayColumns = [
  ...(['id', 'revision', 'source', 'workstation', 'branch_name', 'visit_number', 'class', 'state'] as const),
  ...([
    'ward',
    'room',
    'bed',
    'facility',
    'attending',
    'consulting',
    'admitted_at',
    'discharged_at',
  ] as const),
  ...(['disposition', 'expected_discharge_at', 'reason', 'as_of'] as const),
] as const;

const taskColumns = [
  ...([
    'id',
    'kind',
    'severity',
    'at',
    'as_of',
    'source',
    'workstation',
    'branch_name',
    'about_stay',
  ] as const),
  ...(['state', 'settled_at', 'settled_by', 'outcome', 'reason'] as const),
] as const;

/** What of the detail of a task is told: all but the rows of the register a merge is about. */
const taskOf = (row: Row): CareTask => {
  const { sentence, facts, candidates, allergies = [] } = JSON.parse(row.detail as string) as TaskDetail;
  return create(CareTaskSchema, {
    ...fieldsFrom(row, taskColumns),
    sentence,
    facts: facts.map(({ name, value, ours }) =>
      create(CareFactSchema, { name, value, ...(ours !== null && { ours }) }),
    ),
    candidates: candidates.map((one) => create(CareCandidateSchema, one)),
    allergies: allergies.map((one) => create(AllergySchema, one)),
  });
};

const detailOf = ({ sentence, facts, candidates, allergies }: CareTask, here: TaskDetail | null): string => {
  const detail: TaskDetail = {
    sentence,
    facts: facts.map(({ name, value, ours = null }) => ({ name, value, ours })),
    candidates: candidates.map(({ patientId, why }) => ({ patientId, why })),
    ...(allergies.length > 0 && {
      allergies: allergies.map(({ substance, reaction, severity }) => ({ substance, reaction, severity })),
    }),
    ...(here?.merge && { merge: here.merge }),
  };
  return JSON.stringify(detail);
};

const detailHere = (store: Reader, id: string): TaskDetail | null => {
  const row = store.get<{ detail: string }>('SELECT detail FROM adt_task WHERE id = ?', [id]);
  return row ? JSON.parse(row.detail) : null;
};

/** Settled at another workstation: he lives. What the register here holds of a death is over, and the next report asks again. */
const lives = (one: CareTask): boolean => one.kind === 'deceased' && one.outcome === 'resume';

const stayOf = (row: Row): CareStay =>
  create(CareStaySchema, { ...fieldsFrom(row, stayColumns), takenBack: row.taken_back === 1 });

export const careImage = (store: Reader, patientId: string): HospitalCare | null => {
  if (store.get('SELECT 1 FROM patient WHERE id = ?', [patientId]) === undefined) return null;
  const rows = (table: string) => store.all<Row>(`SELECT * FROM ${table} WHERE patient_id = ?`, [patientId]);
  return create(
    HospitalCareSchema,
    bounded({
      patientId,
      pauses: rows('outreach_pause').map((row) => create(CarePauseSchema, fieldsFrom(row, pauseColumns))),
      stays: rows('patient_stay').map(stayOf),
      tasks: rows('adt_task')
        .filter(({ kind }) => kind !== 'who-is-it')
        .map(taskOf),
    }),
  );
};

/** Writes what differs of a list, and takes away what is no longer in it. */
const projectList = <T extends { id: string }>(
  store: Writer,
  table: string,
  now: readonly T[],
  wanted: readonly T[],
  rowOf: (one: T) => Row,
): void => {
  const known = new Map(now.map((one) => [one.id, one]));
  for (const one of wanted) {
    if (!isDeepStrictEqual(known.get(one.id), one)) put(store, table, rowOf(one));
    known.delete(one.id);
  }
  for (const id of known.keys()) store.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
};

/** Makes the rows as the image says; answers the urn of the patient while he is not here. */
export const projectCare = (store: Writer, id: string, image: HospitalCare): string[] => {
  const { find, needs } = seeker(store);
  find('patient', id);
  if (needs.length > 0) return needs;
  const now = careImage(store, id)!;
  const ofPatient = { patient_id: id };
  projectList(store, 'outreach_pause', now.pauses, image.pauses, (one) => ({
    ...columnsFrom(one, pauseColumns),
    ...ofPatient,
  }));
  projectList(store, 'patient_stay', now.stays, image.stays, (one) => ({
    ...columnsFrom(one, stayColumns),
    ...ofPatient,
    taken_back: one.takenBack ? 1 : 0,
  }));
  projectList(store, 'adt_task', now.tasks, image.tasks, (one) => ({
    ...columnsFrom(one, taskColumns),
    ...ofPatient,
    detail: detailOf(one, detailHere(store, one.id)),
  }));
  const settledBefore = new Set(now.tasks.filter(lives).map((one) => one.id));
  if (image.tasks.some((one) => lives(one) && !settledBefore.has(one.id)))
    store.run(
      'UPDATE adt_person SET version = version + 1, deceased_at = NULL WHERE patient_id = ? AND deceased_at IS NOT NULL',
      [id],
    );
  return [];
};
