/**
 * Rows of prescription orders: SQL only, no rule. Quantities are integer thousandths of the drug's unit.
 */
import { notFound } from '../contract/errors.ts';
import type { Stage } from '../contract/values.ts';
import { isOfPatientSql, joinPatientSql } from '../patient/records.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface PrescriptionRow {
  id: string;
  version: number;
  intake_id: string;
  source: 'fax' | 'phone' | 'electronic' | 'walk-in' | 'refill';
  stage: Stage;
  priority: number;
  promised_at: string | null;
  received_at: string;
  document_id: string | null;
  rx_number: string | null;
  claimed_by: string | null;
  claim_expires_at: string | null;
  hold_reason: string | null;
  hold_note: string | null;
  hold_owner: string | null;
  hold_follow_up_at: string | null;
  held_at: string | null;
  patient_id: string | null;
  prescriber_id: string | null;
  ndc11: string | null;
  written_on: string | null;
  sig_text: string | null;
  sig_sentence: string | null;
  quantity: number | null;
  days_supply: number | null;
  refills: number | null;
  substitution_allowed: number | null;
  note: string | null;
  transcribed_by: string | null;
  sent_back: string | null;
  approved_by: string | null;
  approved_at: string | null;
  filling: number;
  filled_by: string | null;
  filled_quantity: number | null;
  owing_promised_on: string | null;
  checked_by: string | null;
  bag_code: string | null;
  bin: string | null;
  ready_at: string | null;
  outcome: 'handed-over' | 'returned-to-stock' | null;
  ended_at: string | null;
  refill_of: string | null;
  owing_of: string | null;
  renewal_of: string | null;
  second_entry: 'needed' | 'agreed' | 'differs' | 'decided' | null;
  duplicate_answer: string | null;
  drug_differs: string | null;
  automation: 'asked' | 'entered' | null;
  /** The code of the branch it belongs to; '' is ours. */
  branch: string;
}

export type PrescriptionChanges = Partial<Omit<PrescriptionRow, 'id' | 'version'>>;

export const loadPrescription = (store: Reader, id: string): PrescriptionRow =>
  store.get<PrescriptionRow>('SELECT * FROM prescription WHERE id = ?', [id]) ?? notFound('prescription');

/** Writes the changed columns, raises the version and answers the new one. */
export const changePrescription = (
  store: Writer,
  row: PrescriptionRow,
  changes: PrescriptionChanges,
): number => {
  const columns = Object.keys(changes) as (keyof PrescriptionChanges)[];
  const set = ['version = version + 1', ...columns.map((column) => `${column} = :${column}`)].join(', ');
  store.run(`UPDATE prescription SET ${set} WHERE id = :id`, {
    ...(changes as Record<string, Value>),
    id: row.id,
  });
  return row.version + 1;
};

/** Lets a claim last longer. Nothing changes that anybody decides on, so the version stays. */
export const prolongClaim = (store: Writer, id: string, expiresAt: string): void => {
  store.run('UPDATE prescription SET claim_expires_at = ? WHERE id = ?', [expiresAt, id]);
};

/** When it was last said here that somebody works on it; null where nobody ever did. */
export const lastClaimedAt = (store: Reader, id: string): string | null =>
  store.get<{ at: string | null }>(
    `SELECT max(at) AS at FROM event
     WHERE subject_kind = 'prescription' AND subject_id = ? AND name = 'prescription.claimed'`,
    [id],
  )!.at;

export const insertPrescription = (
  store: Writer,
  row: Pick<PrescriptionRow, 'id' | 'intake_id' | 'source' | 'stage' | 'priority' | 'received_at'> &
    PrescriptionChanges,
): void => {
  const columns = Object.keys(row);
  store.run(
    `INSERT INTO prescription (version, ${columns.join(', ')}) VALUES (1, ${columns.map((column) => `:${column}`).join(', ')})`,
    row as Record<string, Value>,
  );
};

/** SQL: `p` belongs to this branch, where the index of the queue finds it. */
export const isOurs = "p.branch = ''";
/** The same where another index finds it, so that not everything of the branch is gone through. */
export const isAlsoOurs = `+${isOurs}`;

/** SQL for the name of a branch, given an SQL expression for its code; its code where no name was heard, null for ours. */
export const branchNameSql = (branch: string): string =>
  `iif(${branch} = '', NULL, ifnull((SELECT h.branch_name FROM heard_of h
     WHERE h.branch = ${branch} AND h.branch_name <> '' ORDER BY h.last_at DESC LIMIT 1), ${branch}))`;

/** The name of a branch as people know it; its code where no name was heard. */
export const branchNamed = (store: Reader, branch: string): string =>
  store.get<{ name: string }>(`SELECT ${branchNameSql(':branch')} AS name`, { branch })!.name;

export const isBranchHeardOf = (store: Reader, branch: string): boolean =>
  store.get('SELECT 1 FROM heard_of WHERE branch = ?', [branch]) !== undefined;

/** The next number of a running count, beginning after `start`. */
export const nextNumber = (store: Writer, name: string, start: number): number =>
  store.get<{ value: number }>(
    `INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    [name, start + 1],
  )!.value;

/** Puts prescriptions that are not in it yet into the search index. */
export const indexNewPrescriptions = (store: Writer, ids: readonly string[]): void => {
  store.run(
    `INSERT INTO prescription_search (rowid, text)
     SELECT p.rowid, concat_ws(' ', p.rx_number, t.given_names, t.family_name, d.name, d.brand, d.strength)
     FROM prescription p ${joinPatientSql('p.patient_id')} LEFT JOIN drug d ON d.ndc11 = p.ndc11
     WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.rowid`,
    [JSON.stringify(ids)],
  );
};

/** Brings the search index of one prescription up to date. */
export const indexPrescription = (store: Writer, id: string): void => {
  store.run('DELETE FROM prescription_search WHERE rowid = (SELECT rowid FROM prescription WHERE id = ?)', [
    id,
  ]);
  indexNewPrescriptions(store, [id]);
};

/** After a patient was renamed, or a record came to be read under another name: all that is found by it. */
export const reindexPrescriptionsOf = (store: Writer, patientId: string): void => {
  for (const { id } of store.all<{ id: string }>(
    `SELECT p.id FROM prescription p WHERE ${isOfPatientSql('p.patient_id')}`,
    { patientId },
  ))
    indexPrescription(store, id);
};

export interface FillLineRow {
  seq: number;
  lot_id: string;
  ndc11: string;
  quantity: number;
  lot: string;
  expiry: string;
  bin: string;
}

/** What was taken from the shelf for a prescription and has not been put back; quantities above zero. */
export const fillLinesOf = (store: Reader, prescriptionId: string): FillLineRow[] =>
  store.all<FillLineRow>(
    `SELECT m.seq, m.lot_id, m.ndc11, -m.quantity AS quantity, l.lot, l.expiry, l.bin
     FROM movement m JOIN lot l ON l.id = m.lot_id
     WHERE m.prescription_id = ? AND m.kind = 'filled'
       AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses = m.seq)
     ORDER BY m.seq`,
    [prescriptionId],
  );

export interface ScanRow {
  verdict: string;
  sentence: string;
  lot_id: string | null;
  at: string;
  user_id: string;
  user_name: string;
}

export const scansOf = (store: Reader, row: Pick<PrescriptionRow, 'id' | 'filling'>): ScanRow[] =>
  store.all<ScanRow>(
    `SELECT s.verdict, s.sentence, ifnull(k.here, s.lot_id) AS lot_id, s.at, s.user_id, u.display_name AS user_name
     FROM scan s JOIN user u ON u.id = s.user_id LEFT JOIN known_as k ON k.kind = 'lot' AND k.id = s.lot_id
     WHERE s.prescription_id = ? AND s.filling = ? ORDER BY s.seq`,
    [row.id, row.filling],
  );

export const transcriptionsOf = (store: Reader, prescriptionId: string): Record<string, unknown>[] =>
  store
    .all<{ content: string }>(
      'SELECT content FROM transcription WHERE prescription_id = ? ORDER BY number DESC LIMIT 2',
      [prescriptionId],
    )
    .map(({ content }) => JSON.parse(content));
