/**
 * Rows of what an entry is held against: each transcription with the evidence of its fields, and second entries.
 * SQL only, no rule.
 */
import type { ReadField } from '../contract/recognition.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { Evidence } from './evidence.ts';
import type { Choice, EntryDifference } from './second-entry.ts';

export interface TranscriptionRow {
  number: number;
  /** JSON of what was typed. */
  content: string;
  user_id: string;
}

export const lastTranscription = (store: Reader, prescriptionId: string): TranscriptionRow | undefined =>
  store.get<TranscriptionRow>(
    'SELECT number, content, user_id FROM transcription WHERE prescription_id = ? ORDER BY number DESC LIMIT 1',
    [prescriptionId],
  );

/** Keeps what was typed as the next transcription, with its evidence; answers its number. */
export const keepTranscription = (
  store: Writer,
  prescriptionId: string,
  typed: { content: Record<string, unknown>; userId: string; at: string; evidence: readonly Evidence[] },
): number => {
  const number = (lastTranscription(store, prescriptionId)?.number ?? 0) + 1;
  store.run(
    'INSERT INTO transcription (prescription_id, number, content, user_id, at) VALUES (?, ?, ?, ?, ?)',
    [prescriptionId, number, JSON.stringify(typed.content), typed.userId, typed.at],
  );
  for (const { field, region, suggested, confidence, outcome } of typed.evidence)
    store.run(
      `INSERT INTO evidence (prescription_id, transcription, field, document_id, page, x, y, width, height,
         suggested, confidence, outcome, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[prescriptionId, number, field, region?.documentId ?? null, region?.page ?? null],
        ...[region?.x ?? null, region?.y ?? null, region?.width ?? null, region?.height ?? null],
        ...[suggested, confidence, outcome, typed.at],
      ],
    );
  return number;
};

interface EvidenceRow {
  field: ReadField;
  document_id: string | null;
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  suggested: string | null;
  confidence: Evidence['confidence'];
  outcome: Evidence['outcome'];
}

/** The evidence of the last transcription. */
export const lastEvidence = (store: Reader, prescriptionId: string): Evidence[] =>
  store
    .all<EvidenceRow>(
      `SELECT * FROM evidence WHERE prescription_id = :id
       AND transcription = (SELECT max(number) FROM transcription WHERE prescription_id = :id)`,
      { id: prescriptionId },
    )
    .map(({ field, document_id, page, x, y, width, height, suggested, confidence, outcome }) => ({
      field,
      region: document_id === null ? null : { documentId: document_id, page, x, y, width, height },
      suggested,
      confidence,
      outcome,
    }));

export interface SecondEntryRow {
  /** The transcription it was compared with. */
  transcription: number;
  /** JSON of what was typed. */
  content: string;
  /** JSON list of differences. */
  differences: string;
  user_id: string;
  user_name: string;
  /** Who typed the transcription. */
  first_user_id: string;
}

export const lastSecondEntry = (store: Reader, prescriptionId: string): SecondEntryRow | undefined =>
  store.get<SecondEntryRow>(
    `SELECT s.transcription, s.content, s.differences, s.user_id, u.display_name AS user_name,
       t.user_id AS first_user_id
     FROM second_entry s JOIN user u ON u.id = s.user_id
     JOIN transcription t ON t.prescription_id = s.prescription_id AND t.number = s.transcription
     WHERE s.prescription_id = ? ORDER BY s.transcription DESC LIMIT 1`,
    [prescriptionId],
  );

export const keepSecondEntry = (
  store: Writer,
  prescriptionId: string,
  entry: {
    transcription: number;
    content: Record<string, unknown>;
    differences: readonly EntryDifference[];
    userId: string;
    at: string;
  },
): void => {
  store.run(
    `INSERT INTO second_entry (prescription_id, transcription, content, differences, user_id, at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [
      ...[prescriptionId, entry.transcription, JSON.stringify(entry.content)],
      ...[JSON.stringify(entry.differences), entry.userId, entry.at],
    ],
  );
};

export const keepDecision = (
  store: Writer,
  prescriptionId: string,
  decision: { transcription: number; choices: readonly Choice[]; userId: string; at: string },
): void => {
  store.run(
    `UPDATE second_entry SET decision = ?, decided_by = ?, decided_at = ?
     WHERE prescription_id = ? AND transcription = ?`,
    [
      ...[JSON.stringify(decision.choices), decision.userId, decision.at],
      ...[prescriptionId, decision.transcription],
    ],
  );
};
