/**
 * Rows of label jobs: SQL only, no rule. `label.copy` counts every print of an order; which copy of its filling a
 * label says it is stands in its content.
 */
import type { z } from 'zod';
import { notFound } from '../contract/errors.ts';
import type { labelJob } from '../contract/label.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { LabelContent } from './label.ts';

export type LabelJob = z.output<typeof labelJob>;

export interface LabelRow {
  id: string;
  prescription_id: string;
  copy: number;
  filling: number;
  printer: LabelJob['printer'];
  state: LabelJob['state'];
  problem: string | null;
  reason: string | null;
  /** The `LabelContent` as printed, in JSON. */
  content: string;
  attempts: number;
  next_attempt_at: string | null;
  user_id: string;
  at: string;
}

const job = `SELECT l.id, l.prescription_id AS prescriptionId, p.rx_number AS rxNumber,
    json_extract(l.content, '$.copy') AS copy, l.printer, l.state, l.problem, l.reason, l.user_id, u.display_name, l.at
  FROM label l JOIN prescription p ON p.id = l.prescription_id JOIN user u ON u.id = l.user_id`;

const jobs = (store: Reader, where: string, parameters: Record<string, string>): LabelJob[] =>
  store
    .all<Omit<LabelJob, 'by'> & { user_id: string; display_name: string }>(`${job} ${where}`, parameters)
    .map(({ user_id, display_name, ...row }) => ({ ...row, by: { id: user_id, name: display_name } }));

/** Every print of an order, newest first. */
export const labelJobsOf = (store: Reader, prescriptionId: string): LabelJob[] =>
  jobs(store, 'WHERE l.prescription_id = :prescriptionId ORDER BY l.copy DESC', { prescriptionId });

/** Prints that are not known to have come out, and those since `since`, newest first. */
export const spooledLabels = (store: Reader, since: string): LabelJob[] =>
  jobs(
    store,
    `WHERE l.id IN (SELECT id FROM label WHERE state <> 'printed' AND state <> 'failed'
       UNION SELECT id FROM label WHERE at >= :since) ORDER BY l.at DESC, l.copy DESC LIMIT 500`,
    { since },
  );

/** How many prints wait for a person: to print the PDF, to say what came out, or to look at the printer. */
export const labelsToSettle = (store: Reader): number =>
  store.get<{ count: number }>(
    `SELECT count(*) AS count FROM label WHERE state <> 'printed'
     AND (state = 'unsure' OR (state = 'waiting' AND (printer = 'pdf' OR problem IS NOT NULL)))`,
  )!.count;

export const loadLabel = (store: Reader, id: string): LabelRow =>
  store.get<LabelRow>('SELECT * FROM label WHERE id = ?', [id]) ?? notFound('label');

/** Prints of a filling that came out or may have. */
export const printsOfFilling = (store: Reader, prescriptionId: string, filling: number): number =>
  store.get<{ count: number }>(
    "SELECT count(*) AS count FROM label WHERE prescription_id = ? AND filling = ? AND state <> 'failed'",
    [prescriptionId, filling],
  )!.count;

/** Puts a print into the spool. */
export const insertLabel = (
  store: Writer,
  row: Pick<LabelRow, 'id' | 'prescription_id' | 'filling' | 'printer' | 'reason' | 'user_id' | 'at'>,
  content: LabelContent,
): void => {
  store.run(
    `INSERT INTO label (id, prescription_id, copy, filling, printer, state, reason, content, user_id, at)
     SELECT :id, :prescription_id, ifnull(max(copy), 0) + 1, :filling, :printer, 'waiting', :reason, :content, :user_id, :at
     FROM label WHERE prescription_id = :prescription_id`,
    { ...row, content: JSON.stringify(content) },
  );
};

export const changeLabel = (
  store: Writer,
  id: string,
  changes: Pick<LabelRow, 'state' | 'problem'> & Partial<Pick<LabelRow, 'attempts' | 'next_attempt_at'>>,
): void => {
  const set = Object.keys(changes).map((column) => `${column} = :${column}`);
  store.run(`UPDATE label SET ${set.join(', ')} WHERE id = :id`, { ...changes, id });
};

/** The network print that is due first, if one is. */
export const dueLabel = (store: Reader, now: string): LabelRow | undefined =>
  store.get<LabelRow>(
    `SELECT * FROM label WHERE state = 'waiting' AND printer = 'zpl'
     AND (next_attempt_at IS NULL OR next_attempt_at <= ?) ORDER BY at, id LIMIT 1`,
    [now],
  );

/** When the next network print is due, or null when none waits. */
export const nextLabelDue = (store: Reader): string | null =>
  store.get<{ at: string | null }>(
    "SELECT min(ifnull(next_attempt_at, at)) AS at FROM label WHERE state = 'waiting' AND printer = 'zpl'",
  )!.at;

/** Network prints that were under way when the workstation stopped. */
export const interruptedLabels = (store: Reader): LabelRow[] =>
  store.all<LabelRow>("SELECT * FROM label WHERE state = 'printing'");
