/** Reads the search indexes: SQL only. The row id of an index row is that of the row it stands for. */
import type { Stage } from '../contract/values.ts';
import { joinPatientSql } from '../patient/records.ts';
import { branchNameSql } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';

export interface PrescriptionHitRow {
  id: string;
  rx_number: string | null;
  stage: Stage;
  received_at: string;
  family_name: string | null;
  given_names: string | null;
  drug_name: string | null;
  strength: string | null;
  /** Null where it is ours. */
  branch_name: string | null;
}

const prescriptionHit = `SELECT p.id, p.rx_number, p.stage, p.received_at, t.family_name, t.given_names,
    d.name AS drug_name, d.strength, ${branchNameSql('p.branch')} AS branch_name
  FROM prescription p ${joinPatientSql('p.patient_id')} LEFT JOIN drug d ON d.ndc11 = p.ndc11`;

export const prescriptionByNumber = (store: Reader, rxNumber: string): PrescriptionHitRow[] =>
  store.all<PrescriptionHitRow>(`${prescriptionHit} WHERE p.rx_number = ?`, [rxNumber]);

/** Latest first. */
export const prescriptionsMatching = (store: Reader, match: string, limit: number): PrescriptionHitRow[] =>
  store.all<PrescriptionHitRow>(
    `${prescriptionHit} WHERE p.rowid IN
       (SELECT rowid FROM prescription_search WHERE prescription_search MATCH ? ORDER BY rowid DESC LIMIT ?)
     ORDER BY p.rowid DESC`,
    [match, limit],
  );

export interface DocumentHitRow {
  id: string;
  file_name: string;
  received_at: string;
  pages: number;
}

/** Latest first. */
export const documentsMatching = (store: Reader, match: string, limit: number): DocumentHitRow[] =>
  store.all<DocumentHitRow>(
    `SELECT d.id, d.file_name, d.received_at, (SELECT count(*) FROM page g WHERE g.document_id = d.id) AS pages
     FROM document d WHERE d.rowid IN
       (SELECT rowid FROM document_search WHERE document_search MATCH ? ORDER BY rowid DESC LIMIT ?)
     ORDER BY d.rowid DESC`,
    [match, limit],
  );
