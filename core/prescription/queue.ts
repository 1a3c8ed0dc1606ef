/**
 * The work queue: rows in the order they are to be worked, with what deserves a look said in words.
 * The queue is of this branch alone; rows of a patient may be of others, and name them.
 * Priority first, then the promised time, then the oldest; the index `prescription_queue` holds that order.
 */

import type { z } from 'zod';
import type { hold, QueueRow } from '../contract/queue.ts';
import { openStages, type Stage, statusOfStage } from '../contract/values.ts';
import { tallMan } from '../drug/tall-man.ts';
import type { Context } from '../handler.ts';
import { pausedSql } from '../patient/outreach.ts';
import { isOfPatientSql, joinPatientSql, livesOnAs } from '../patient/records.ts';
import { fromThousandths } from '../quantity.ts';
import type { Parameters } from '../store/database.ts';
import { claimantOf, priorityName } from './prescription.ts';
import { branchNameSql, isOurs, type PrescriptionRow } from './store.ts';

export interface JoinedRow extends PrescriptionRow {
  /** The patient its record lives on under. */
  lives_on_as: string | null;
  family_name: string | null;
  given_names: string | null;
  date_of_birth: string | null;
  drug_name: string | null;
  strength: string | null;
  form: string | null;
  unit: string | null;
  schedule: string | null;
  claimant_name: string | null;
  hold_owner_name: string | null;
  came_again: number | null;
  /** Why refills, delivery and messages to the patient rest; null where they do not. */
  paused: 'inpatient' | 'deceased' | null;
  /** Null where it is ours. */
  branch_name: string | null;
}

const joined = `
  SELECT p.*, t.id AS lives_on_as, t.family_name, t.given_names, t.date_of_birth, d.name AS drug_name, d.strength, d.form, d.unit, d.schedule,
    c.display_name AS claimant_name, o.display_name AS hold_owner_name, f.came_again,
    ${pausedSql('t.id')} AS paused, ${branchNameSql('p.branch')} AS branch_name
  FROM prescription p
  ${joinPatientSql('p.patient_id')}
  LEFT JOIN drug d ON d.ndc11 = p.ndc11
  LEFT JOIN user c ON c.id = p.claimed_by
  LEFT JOIN user o ON o.id = p.hold_owner
  LEFT JOIN document f ON f.id = p.document_id`;

const workOrder = "ORDER BY p.priority, ifnull(p.promised_at, '9999'), p.received_at";
const openStageList = openStages.map((stage) => `'${stage}'`).join(', ');
/** Somebody has something to do to it, here or in another branch. */
const isOpen = `p.stage IN (${openStageList})`;
/** It waits for automation, in nobody's queue. */
export const isWithAutomation = "p.automation = 'asked'";
/** It does not. */
export const isForPeople = "p.automation IS NOT 'asked'";
/** Somebody has something to do to it here. */
export const isOpenHere = `${isOurs} AND ${isOpen}`;

export const holdOf = (row: JoinedRow): z.output<typeof hold> | null =>
  row.held_at === null
    ? null
    : {
        reason: row.hold_reason as z.output<typeof hold>['reason'],
        note: row.hold_note ?? '',
        owner: { id: row.hold_owner!, name: row.hold_owner_name ?? '' },
        followUpAt: row.hold_follow_up_at!,
        heldAt: row.held_at,
      };

export const claimOf = (row: JoinedRow, now: string): QueueRow['claim'] =>
  claimantOf(row, now) === null
    ? null
    : { by: { id: row.claimed_by!, name: row.claimant_name ?? '' }, expiresAt: row.claim_expires_at };

const pausedWords = { deceased: 'reported deceased', inpatient: 'in hospital' };

const flagsOf = (row: JoinedRow, now: string): string[] =>
  [
    row.paused && pausedWords[row.paused],
    row.stage !== 'ready' && row.promised_at !== null && row.promised_at < now ? 'late' : null,
    row.hold_follow_up_at !== null && row.hold_follow_up_at <= now ? 'follow up now' : null,
    row.sent_back === null
      ? null
      : `sent back: ${(JSON.parse(row.sent_back) as { reason: string }).reason.replaceAll('-', ' ')}`,
    row.stage === 'verifying' && row.automation === 'entered' ? 'typed by automation' : null,
    row.second_entry === 'differs' ? 'entries differ' : null,
    row.second_entry === 'needed' ? 'second entry needed' : null,
    row.stage === 'verifying' && row.drug_differs !== null ? 'drug not as prescribed' : null,
    row.schedule,
    row.owing_of === null ? null : 'owing',
    row.came_again ? 'fax came again' : null,
    row.refill_of === null ? null : 'refill',
  ].filter((flag) => flag !== null);

export const queueRow = (row: JoinedRow, now: string): QueueRow => ({
  id: row.id,
  version: row.version,
  branch: row.branch_name,
  stage: row.stage,
  status: statusOfStage[row.stage],
  source: row.source,
  rxNumber: row.rx_number,
  priority: priorityName(row.priority),
  promisedAt: row.promised_at,
  receivedAt: row.received_at,
  patient:
    row.lives_on_as === null
      ? null
      : {
          id: row.lives_on_as!,
          name: `${row.family_name}, ${row.given_names}`,
          dateOfBirth: row.date_of_birth!,
        },
  drug:
    row.ndc11 === null
      ? null
      : {
          ndc11: row.ndc11,
          name: tallMan(row.drug_name!),
          strength: row.strength!,
          form: row.form!,
          schedule: row.schedule,
        },
  quantity: row.quantity === null ? null : fromThousandths(row.quantity),
  unit: row.unit,
  claim: claimOf(row, now),
  hold: holdOf(row),
  documentId: row.document_id,
  bin: row.bin,
  readyAt: row.ready_at,
  automation: row.automation,
  flags: flagsOf(row, now),
});

/** Rows that meet a condition (SQL over `p`, `t`, `d`), in working order. */
export const queueRows = (
  context: Context,
  condition: string,
  parameters: Parameters,
  limit = 1000,
  offset = 0,
): QueueRow[] =>
  context.store
    .all<JoinedRow>(
      `${joined} WHERE ${condition} ${workOrder} LIMIT ${Number(limit)} OFFSET ${Number(offset)}`,
      parameters,
    )
    .map((row) => queueRow(row, context.now));

export const joinedRow = (context: Context, id: string): JoinedRow | undefined =>
  context.store.get<JoinedRow>(`${joined} WHERE p.id = ?`, [id]);

/** What is under way for a patient, of all his records, in other branches too, in working order. */
export const openRowsOfPatient = (context: Context, patientId: string): QueueRow[] =>
  queueRows(
    context,
    `${isOfPatientSql('p.patient_id')} AND ${isOpen}`,
    { patientId: livesOnAs(context.store, patientId) },
    200,
  );

export interface QueueFilter {
  stage?: Exclude<Stage, 'completed' | 'rejected' | 'failed'> | undefined;
  source?: string | undefined;
  mine: boolean;
  held: 'with' | 'without' | 'only';
  late: boolean;
  secondEntry?: 'needed' | 'differs' | undefined;
  automation?: 'without' | 'only' | undefined;
}

/** A filter as SQL: conditions of the columns of the queue's index first. */
export const conditionOf = (
  filter: QueueFilter,
  context: Context,
): { sql: string; parameters: Record<string, string> } => {
  const parameters: Record<string, string> = {};
  const conditions = [filter.stage ? `${isOurs} AND p.stage = '${filter.stage}'` : isOpenHere];
  if (filter.automation === 'only') conditions.push(isWithAutomation);
  else if (filter.stage === undefined || filter.stage === 'transcribing') conditions.push(isForPeople);
  if (filter.held !== 'with')
    conditions.push(filter.held === 'only' ? 'p.held_at IS NOT NULL' : 'p.held_at IS NULL');
  if (filter.late) {
    conditions.push(`p.stage <> 'ready' AND ifnull(p.promised_at, '9999') < :now`);
    parameters.now = context.now;
  }
  // A rejected order may have been left undecided; it waits for nobody.
  if (filter.secondEntry)
    conditions.push(`p.stage = 'verifying' AND p.second_entry = '${filter.secondEntry}'`);
  if (filter.source) {
    conditions.push('p.source = :source');
    parameters.source = filter.source;
  }
  if (filter.mine) {
    conditions.push("p.claimed_by = :me AND ifnull(p.claim_expires_at, '9999') > :at");
    parameters.me = context.actor?.id ?? '';
    parameters.at = context.now;
  }
  return { sql: conditions.join(' AND '), parameters };
};
