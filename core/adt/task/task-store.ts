/** Tasks, pauses and the fills they speak of: SQL that reads, no rule. Writing goes through rows.ts. */
import type { TaskKind } from '../../contract/adt-values.ts';
import { notFound } from '../../contract/errors.ts';
import { isOfPatientSql } from '../../patient/records.ts';
import { branchNameSql } from '../../prescription/store.ts';
import type { Reader } from '../../store/database.ts';
import type { PauseRow, PersonRow, TaskRow } from '../effect/row-types.ts';

export const taskById = (store: Reader, id: string): TaskRow | undefined =>
  store.get<TaskRow>('SELECT * FROM adt_task WHERE id = ?', [id]);

/** Throws `task.not-found`. */
export const loadTask = (store: Reader, id: string): TaskRow => taskById(store, id) ?? notFound('task');

const newestFirst = 'ORDER BY at DESC, rowid DESC';

/** All tasks of a person of the register of a kind, the newest first. */
export const tasksOfPerson = (store: Reader, personId: number, kind: TaskKind): TaskRow[] =>
  store.all<TaskRow>(`SELECT * FROM adt_task WHERE person_id = ? AND +kind = ? ${newestFirst}`, [
    personId,
    kind,
  ]);

/** The same with those that other workstations told of the patient he is. */
export const tasksAbout = (
  store: Reader,
  { id, patient_id }: Pick<PersonRow, 'id' | 'patient_id'>,
  kind: TaskKind,
): TaskRow[] =>
  patient_id === null
    ? tasksOfPerson(store, id, kind)
    : store.all<TaskRow>(
        `SELECT * FROM adt_task WHERE (person_id = ? OR (person_id IS NULL AND patient_id = ?)) AND +kind = ? ${newestFirst}`,
        [id, patient_id, kind],
      );

export const tasksOfStay = (store: Reader, stayId: number): TaskRow[] =>
  store.all<TaskRow>('SELECT * FROM adt_task WHERE stay_id = ?', [stayId]);

export const openTasksOfPatient = (store: Reader, patientId: string): TaskRow[] =>
  store.all<TaskRow>("SELECT * FROM adt_task WHERE patient_id = ? AND +state = 'open'", [patientId]);

export const openPausesOfStay = (store: Reader, stayId: number): PauseRow[] =>
  store.all<PauseRow>('SELECT * FROM outreach_pause WHERE stay_id = ? AND lifted_at IS NULL', [stayId]);

export const pauseById = (store: Reader, id: string): PauseRow | undefined =>
  store.get<PauseRow>('SELECT * FROM outreach_pause WHERE id = ?', [id]);

/** Of all records of the patient. */
export const openPauses = (store: Reader, patientId: string): PauseRow[] =>
  store.all<PauseRow>(
    `SELECT * FROM outreach_pause o WHERE o.lifted_at IS NULL AND ${isOfPatientSql('o.patient_id')} ORDER BY o.since`,
    { patientId },
  );

export interface FillRow {
  stage: 'to-fill' | 'filling' | 'checking' | 'ready';
  rx_number: string | null;
  name: string;
  strength: string;
  form: string;
  bin: string | null;
  schedule: string | null;
  /** The branch it waits at, as far as was heard of it; null for this one. */
  branch: string | null;
}

/**
 * SQL for whether `p`, a prescription, is a fill of any record of the patient `:patientId` that is under way or waits to be fetched,
 * here or at another branch.
 */
export const isWaitingFillSql = `${isOfPatientSql('p.patient_id')} AND p.stage IN ('to-fill', 'filling', 'checking', 'ready')`;

/** Those fills; the ones that are ready first. */
export const waitingFills = (store: Reader, patientId: string): FillRow[] =>
  store.all<FillRow>(
    `SELECT p.stage, p.rx_number, d.name, d.strength, d.form, p.bin, d.schedule, ${branchNameSql('p.branch')} AS branch
     FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
     WHERE ${isWaitingFillSql}
     ORDER BY p.stage <> 'ready', p.received_at LIMIT 20`,
    { patientId },
  );

/** Orders of a patient that are not at their end, and whether one of them is of a controlled medicine. */
export const activePrescriptions = (
  store: Reader,
  patientId: string,
): { active: number; controlled: number; dispensed: number } =>
  store.get(
    `SELECT count(*) FILTER (WHERE p.stage NOT IN ('completed', 'rejected', 'failed')) AS active,
       count(*) FILTER (WHERE d.schedule IS NOT NULL AND p.stage NOT IN ('completed', 'rejected', 'failed')) AS controlled,
       count(*) FILTER (WHERE p.stage IN ('ready', 'completed')) AS dispensed
     FROM prescription p LEFT JOIN drug d ON d.ndc11 = p.ndc11
     WHERE ${isOfPatientSql('p.patient_id')}`,
    { patientId },
  )!;
