/** Rows of questions put to automation and of what came of them: SQL only, no rule. */
import type { Judgement } from '../contract/automation.ts';
import type { Reader, Writer } from '../store/database.ts';

/** The person automation types under. Made by the migration; nobody signs in as it. */
export const AUTOMATION = 'automation';

export interface RequestRow {
  request_id: string;
  prescription_id: string;
  asked_at: string;
  sent_at: string | null;
  received_at: string | null;
  request: Uint8Array;
  answer: Uint8Array | null;
  verdict: 'sufficient' | 'insufficient' | 'late' | null;
  reasons: string | null;
  given_to_person_at: string | null;
  given_because: 'no-answer' | 'offline' | 'taken' | 'insufficient' | 'switched-off' | null;
  ended_at: string | null;
}

export const insertRequest = (
  store: Writer,
  row: Pick<RequestRow, 'request_id' | 'prescription_id' | 'asked_at' | 'request'>,
): void => {
  store.run(
    `INSERT INTO intake_automation_results (request_id, prescription_id, asked_at, request)
     VALUES (:request_id, :prescription_id, :asked_at, :request)`,
    { ...row },
  );
};

/** What is decided by. */
export type OpenRequest = Omit<RequestRow, 'request' | 'answer' | 'reasons'>;
const columns = `request_id, prescription_id, asked_at, sent_at, received_at, verdict, given_to_person_at, given_because,
  ended_at`;

export const findRequest = (store: Reader, requestId: string): OpenRequest | undefined =>
  store.get<OpenRequest>(`SELECT ${columns} FROM intake_automation_results WHERE request_id = ?`, [
    requestId,
  ]);

/** The request as it went out, without pictures. */
export const requestOf = (store: Reader, requestId: string): Uint8Array =>
  store.get<{ request: Uint8Array }>('SELECT request FROM intake_automation_results WHERE request_id = ?', [
    requestId,
  ])!.request;

/** Requests an answer is still waited for, the oldest first. */
export const openRequests = (store: Reader): OpenRequest[] =>
  store.all<OpenRequest>(
    `SELECT ${columns} FROM intake_automation_results WHERE ended_at IS NULL ORDER BY asked_at`,
  );

export const openRequestOf = (store: Reader, prescriptionId: string): OpenRequest | undefined =>
  store.get<OpenRequest>(
    `SELECT ${columns} FROM intake_automation_results WHERE prescription_id = ? AND ended_at IS NULL`,
    [prescriptionId],
  );

/** Of an order, the newest first, without the request itself. */
export const requestsOf = (store: Reader, prescriptionId: string): Omit<RequestRow, 'request'>[] =>
  store.all<Omit<RequestRow, 'request'>>(
    `SELECT ${columns}, answer, reasons FROM intake_automation_results WHERE prescription_id = ?
     ORDER BY asked_at DESC, request_id DESC`,
    [prescriptionId],
  );

/** Whether that was news. */
export const keepAcknowledged = (store: Writer, requestId: string, at: string): boolean =>
  store.run('UPDATE intake_automation_results SET sent_at = ? WHERE request_id = ? AND sent_at IS NULL', [
    at,
    requestId,
  ]).changes > 0;

/** An answer ends the wait. */
export const keepAnswer = (
  store: Writer,
  requestId: string,
  answered: {
    at: string;
    answer: Uint8Array;
    verdict: NonNullable<RequestRow['verdict']>;
    judgements: readonly Judgement[];
  },
): void => {
  store.run(
    `UPDATE intake_automation_results SET received_at = :at, answer = :answer, verdict = :verdict, reasons = :reasons,
       ended_at = coalesce(ended_at, :at) WHERE request_id = :requestId`,
    {
      ...{ requestId, at: answered.at, answer: answered.answer, verdict: answered.verdict },
      reasons: JSON.stringify(answered.judgements),
    },
  );
};

export const keepGiven = (
  store: Writer,
  requestId: string,
  given: { at: string; because: NonNullable<RequestRow['given_because']> },
): void => {
  store.run(
    `UPDATE intake_automation_results SET given_to_person_at = :at, given_because = :because,
       ended_at = coalesce(ended_at, :at) WHERE request_id = :requestId AND given_to_person_at IS NULL`,
    { requestId, ...given },
  );
};

export const insertUnusable = (
  store: Writer,
  row: { id: string; at: string; problem: string; payload: Uint8Array },
): void => {
  store.run(
    'INSERT INTO automation_unusable (id, at, problem, payload) VALUES (:id, :at, :problem, :payload)',
    {
      ...row,
    },
  );
};

/** Who this workstation is in the log; null before it was ever connected. */
export const ownProducer = (store: Reader): string | null =>
  store.get<{ id: string }>('SELECT id FROM producer')?.id ?? null;

export interface PageRow {
  documentId: string;
  number: number;
  sha256: string;
  width: number;
  height: number;
  png: Uint8Array;
}

/** The pages of an order with their pictures, in order. */
export const pagesToSend = (store: Reader, prescriptionId: string): PageRow[] =>
  store.all<PageRow>(
    `SELECT g.document_id AS documentId, g.number, g.sha256, g.width, g.height, g.png
     FROM prescription_page o JOIN page g ON g.document_id = o.document_id AND g.number = o.number
     WHERE o.prescription_id = ? ORDER BY o.position`,
    [prescriptionId],
  );

export const hasDraft = (store: Reader, prescriptionId: string): boolean =>
  store.get('SELECT 1 FROM draft WHERE prescription_id = ?', [prescriptionId]) !== undefined;

/** Orders that wait, the longest waiting first; asked from another workstation of the branch, too. */
export const waitingOrders = (store: Reader, limit: number) => {
  const rows = store.all<{
    prescriptionId: string;
    version: number;
    source: 'fax' | 'phone' | 'electronic' | 'walk-in' | 'refill';
    priority: number;
    receivedAt: string;
    askedAt: string;
    acknowledgedAt: string | null;
    documentId: string | null;
  }>(
    `SELECT p.id AS prescriptionId, p.version, p.source, p.priority, p.received_at AS receivedAt,
       coalesce(r.asked_at, p.received_at) AS askedAt, r.sent_at AS acknowledgedAt, p.document_id AS documentId
     FROM prescription p LEFT JOIN intake_automation_results r ON r.prescription_id = p.id AND r.ended_at IS NULL
     WHERE p.branch = '' AND p.automation = 'asked' ORDER BY askedAt LIMIT ?`,
    [limit],
  );
  const { total } = store.get<{ total: number }>(
    "SELECT count(*) AS total FROM prescription WHERE branch = '' AND automation = 'asked'",
  )!;
  return { rows, total };
};

export const unusableAnswers = (store: Reader, limit: number) =>
  store.all<{ id: string; at: string; problem: string; bytes: number }>(
    'SELECT id, at, problem, length(payload) AS bytes FROM automation_unusable ORDER BY at DESC, id DESC LIMIT ?',
    [limit],
  );
