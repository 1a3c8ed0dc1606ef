/**
 * What the board, the rail and the patient's screen read of stays, tasks and pauses: SQL only, no rule.
 * Always: it goes from our patients to what hospitals say of them, by an index, however many persons hospitals know.
 */

import { heardAtSql } from '../../patient/heard-at.ts';
import { isOfPatientSql, joinPatientSql, recordsOf } from '../../patient/records.ts';
import type { Reader } from '../../store/database.ts';
import type { TaskRow } from '../effect/row-types.ts';
import { messagesAboutSql, toLookAtSql } from '../kept/message-store.ts';
import { isWaitingFillSql } from '../task/task-store.ts';
import type { StayShown } from './stay-view.ts';

/** A task with whom it is about and the source of its message. */
export interface BoardTaskRow
  extends Omit<TaskRow, 'settled_by' | 'about_stay' | 'workstation' | 'branch_name' | 'as_of'> {
  /** The workstation that heard of it, where that is another. */
  heard_at: string | null;
  settled_by_name: string | null;
  family_name: string;
  given_names: string;
  date_of_birth: string;
}

/** Whoever is meant is named as on file here, where he is ours. */
const namedSql = `
  ifnull(t.family_name, p.family_name) AS family_name, ifnull(t.given_names, p.given_names) AS given_names,
  ifnull(t.date_of_birth, p.date_of_birth) AS date_of_birth`;

const taskSql = `
  SELECT k.id, k.kind, k.severity, t.id AS patient_id, k.person_id, k.stay_id, k.message_id, k.at, k.detail, k.state,
    k.settled_at, k.outcome, k.reason, ifnull(s.name, k.source) AS source, u.display_name AS settled_by_name,
    ${heardAtSql('k', 'k.person_id')} AS heard_at, ${namedSql}
  FROM adt_task k
  LEFT JOIN adt_person p ON p.id = k.person_id
  ${joinPatientSql('k.patient_id')}
  LEFT JOIN adt_message m ON m.id = k.message_id
  LEFT JOIN adt_source s ON s.id = m.source_id
  LEFT JOIN user u ON u.id = k.settled_by`;

/** Open tasks, worst and oldest first. */
export const openTasks = (store: Reader, limit: number): BoardTaskRow[] =>
  store.all<BoardTaskRow>(`${taskSql} WHERE k.state = 'open' ORDER BY k.severity, k.at LIMIT ?`, [limit]);

export const taskOf = (store: Reader, id: string): BoardTaskRow | undefined =>
  store.get<BoardTaskRow>(`${taskSql} WHERE k.id = ?`, [id]);

export const openTasksOf = (store: Reader, patientId: string): BoardTaskRow[] =>
  store.all<BoardTaskRow>(
    `${taskSql} WHERE ${isOfPatientSql('k.patient_id')} AND +k.state = 'open' ORDER BY k.severity, k.at LIMIT 50`,
    { patientId },
  );

/** How many tasks are open, and how many of them may mean harm. */
export const taskCounts = (store: Reader): { open: number; urgent: number } =>
  store.get<{ open: number; urgent: number }>(
    "SELECT count(*) AS open, ifnull(sum(severity = 1), 0) AS urgent FROM adt_task WHERE state = 'open'",
  )!;

/** A stay of one of ours, with whose it is. */
export interface OurStayRow extends StayShown {
  person_id: number | null;
  patient_id: string;
  family_name: string;
  given_names: string;
  date_of_birth: string;
}

const stayColumns = `
  y.id, y.source, ${heardAtSql('y', 'y.stay_id')} AS heard_at, y.state, y.class, y.visit_number, y.ward, y.room, y.bed,
  y.facility, y.attending, y.consulting, y.admitted_at, y.discharged_at, y.expected_discharge_at, y.disposition, y.reason,
  y.as_of`;

const ourStaySql = (condition: string) => `
  SELECT ${stayColumns}, t.id AS patient_id, t.family_name, t.given_names, t.date_of_birth, r.person_id
  FROM patient_stay y
  CROSS JOIN patient said ON said.id = y.patient_id
  CROSS JOIN patient t ON t.id = ifnull(said.lives_on, said.id)
  LEFT JOIN adt_stay r ON r.id = y.stay_id
  WHERE y.taken_back = 0 AND ${condition}`;

// In the words of the index of those.
const openStates = "(y.state = 'expected' OR y.state = 'in' OR y.state = 'on-leave')";

/** Our patients who are in a hospital, are on leave from it, or are expected there; the newest first. */
export const ourOpenStays = (store: Reader, limit: number): OurStayRow[] =>
  store.all<OurStayRow>(`${ourStaySql(openStates)} ORDER BY ifnull(y.admitted_at, y.as_of) DESC LIMIT ?`, [
    limit,
  ]);

/** Our patients who left a hospital since an instant; the last first. */
export const ourEndedStays = (store: Reader, since: string, limit: number): OurStayRow[] =>
  store.all<OurStayRow>(
    `${ourStaySql("y.state = 'discharged' AND y.discharged_at >= ?")}
     ORDER BY y.discharged_at DESC LIMIT ?`,
    [since, limit],
  );

/** How many of our patients lie in a hospital now: inpatients and women in labour (table 0004: I, B). */
export const inpatientCount = (store: Reader): number =>
  store.get<{ count: number }>(
    `SELECT count(DISTINCT ifnull(t.lives_on, t.id)) AS count
     FROM patient_stay y CROSS JOIN patient t ON t.id = y.patient_id
     WHERE y.taken_back = 0 AND ${openStates} AND y.state <> 'expected' AND y.class IN ('I', 'B')`,
  )!.count;

/** Fills of a patient that are under way or wait to be fetched, here and at other branches. */
export const waitingFillsOf = (store: Reader, patientId: string): number =>
  store.get<{ count: number }>(`SELECT count(*) AS count FROM prescription p WHERE ${isWaitingFillSql}`, {
    patientId,
  })!.count;

export const openTaskCountOf = (store: Reader, patientId: string): number =>
  store.get<{ count: number }>(
    `SELECT count(*) AS count FROM adt_task WHERE ${isOfPatientSql('patient_id')} AND +state = 'open'`,
    { patientId },
  )!.count;

/** Persons of hospitals who are this patient. */
export const personsOf = (store: Reader, patientId: string): number[] =>
  store
    .all<{ id: number }>(
      'SELECT id FROM adt_person WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY id',
      [JSON.stringify(recordsOf(store, patientId))],
    )
    .map(({ id }) => id);

const inList = 'IN (SELECT value FROM json_each(?))';

/** Stays of a patient, the newest first; those the hospital took back come last. */
export const staysOf = (store: Reader, patientId: string, limit: number): StayShown[] =>
  store.all<StayShown>(
    `SELECT ${stayColumns} FROM patient_stay y WHERE ${isOfPatientSql('y.patient_id')} AND y.taken_back = 0
     ORDER BY y.state IN ('cancelled', 'in-error'), ifnull(y.admitted_at, y.as_of) DESC LIMIT :limit`,
    { patientId, limit },
  );

/** What sources list of some persons, a kind each: JSON of items. */
export const listsOf = (
  store: Reader,
  persons: readonly number[],
): { source: string; kind: string; items: string; as_of: string }[] =>
  store.all(
    `SELECT s.name AS source, l.kind, l.items, l.as_of FROM adt_list l JOIN adt_source s ON s.id = l.source_id
     WHERE l.person_id ${inList} ORDER BY s.name, l.kind`,
    [JSON.stringify(persons)],
  );

/** Numbers a person is known by; those no longer used come last. */
export const numbersOf = (
  store: Reader,
  persons: readonly number[],
): { authority: string; value: string; type: string; retired: number }[] =>
  store.all(
    `SELECT authority, value, type, retired_at IS NOT NULL AS retired FROM adt_identifier WHERE person_id ${inList}
     ORDER BY retired_at IS NOT NULL, authority, value LIMIT 40`,
    [JSON.stringify(persons)],
  );

/** Messages about some persons, the last to come first. */
export const messagesAbout = (
  store: Reader,
  persons: readonly number[],
  limit: number,
): { id: number; received_at: string; source: string; event: string; state: string }[] =>
  store.all(
    `SELECT m.id, m.received_at, s.name AS source, m.event, m.state
     FROM adt_message m JOIN adt_source s ON s.id = m.source_id WHERE m.id IN (${messagesAboutSql('?')})
     ORDER BY m.id DESC LIMIT ?`,
    [JSON.stringify(persons), limit],
  );

/** When the last message of any hospital came. */
export const lastMessageAt = (store: Reader): string | null =>
  store.get<{ at: string }>('SELECT received_at AS at FROM adt_message ORDER BY id DESC LIMIT 1')?.at ?? null;

/** How many hospitals there are, how many of them need somebody, and whether any is heard, here or at another workstation. */
export const sourceCounts = (store: Reader): { sources: number; alarms: number; heard: boolean } => {
  const counts = store.get<{ sources: number; alarms: number }>(
    `SELECT count(*) AS sources, ifnull(sum(active = 1 AND alarm IS NOT NULL), 0) AS alarms FROM adt_source`,
  )!;
  const heard =
    counts.sources > 0 ||
    store.get(
      'SELECT 1 FROM patient_stay UNION ALL SELECT 1 FROM outreach_pause UNION ALL SELECT 1 FROM adt_task LIMIT 1',
    ) !== undefined;
  return { ...counts, heard };
};

/** Counts of messages go no further than this: beyond it there are “many”. */
const countedUpTo = 10_000;

/** How many messages wait to be applied, and how many somebody should look at. */
export const messageCounts = (store: Reader): { waiting: number; toLookAt: number } =>
  store.get<{ waiting: number; toLookAt: number }>(
    `SELECT
       (SELECT count(*) FROM (SELECT 1 FROM adt_message WHERE state = 'received' LIMIT ${countedUpTo})) AS waiting,
       (SELECT count(*) FROM (SELECT 1 FROM adt_message m WHERE ${toLookAtSql} LIMIT ${countedUpTo})) AS toLookAt`,
  )!;
