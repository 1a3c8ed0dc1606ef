/** Rows of intakes, documents and their pages, and of files that failed: SQL only. */
import type { z } from 'zod';
import type { orderPage, setAsideDestinations, setAsideKinds } from '../contract/entry.ts';
import { notFound } from '../contract/errors.ts';
import type { documentView, givenFields, intakeView } from '../contract/intake.ts';
import type { Page } from '../document/read-pages.ts';
import type { Reader, Writer } from '../store/database.ts';

export interface IntakeRow {
  id: string;
  source: z.output<typeof intakeView>['source'];
  received_at: string;
  document_id: string | null;
  caller_name: string;
  caller_phone: string;
  note: string;
  /** JSON object; null for none. */
  fields: string | null;
}

export interface DocumentRow {
  id: string;
  sha256: string;
  media_type: string;
  file_name: string;
  bytes: Uint8Array;
  received_at: string;
}

export const insertIntake = (store: Writer, row: IntakeRow): void => {
  store.run(
    `INSERT INTO intake (id, source, received_at, document_id, caller_name, caller_phone, note, fields)
     VALUES (:id, :source, :received_at, :document_id, :caller_name, :caller_phone, :note, :fields)`,
    { ...row },
  );
};

export const loadIntake = (store: Reader, id: string): IntakeRow =>
  store.get<IntakeRow>('SELECT * FROM intake WHERE id = ?', [id]) ?? notFound('intake');

export const givenFieldsOf = ({ fields }: IntakeRow): z.output<typeof givenFields> =>
  fields === null ? {} : JSON.parse(fields);

export const intakeViewOf = (store: Reader, id: string): z.output<typeof intakeView> => {
  const row = loadIntake(store, id);
  return {
    id: row.id,
    source: row.source,
    receivedAt: row.received_at,
    documentId: row.document_id,
    callerName: row.caller_name,
    callerPhone: row.caller_phone,
    note: row.note,
    fields: givenFieldsOf(row),
  };
};

export const documentByHash = (store: Reader, sha256: string): { id: string } | undefined =>
  store.get<{ id: string }>('SELECT id FROM document WHERE sha256 = ?', [sha256]);

export const documentViewOf = (store: Reader, id: string): z.output<typeof documentView> => {
  const row =
    store.get<{ received_at: string; came_again: number; came_again_at: string | null }>(
      'SELECT received_at, came_again, came_again_at FROM document WHERE id = ?',
      [id],
    ) ?? notFound('document');
  return {
    id,
    receivedAt: row.received_at,
    pages: store.all<{ number: number; width: number; height: number }>(
      'SELECT number, width, height FROM page WHERE document_id = ? ORDER BY number',
      [id],
    ),
    cameAgain: row.came_again,
    cameAgainAt: row.came_again_at,
  };
};

/** Keeps the original bytes and each page as it is shown, with the hash of both. */
export const insertDocument = (
  store: Writer,
  row: DocumentRow,
  pages: readonly (Page & { sha256: string })[],
): void => {
  store.run(
    `INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at)
     VALUES (:id, :sha256, :media_type, :file_name, :bytes, :received_at)`,
    { ...row },
  );
  for (const { number, width, height, png, sha256 } of pages)
    store.run(
      'INSERT INTO page (document_id, number, width, height, sha256, png) VALUES (?, ?, ?, ?, ?, ?)',
      [row.id, number, width, height, sha256, png],
    );
  indexDocument(store, row.id, '');
};

/** Brings what a document is found by up to date: its file name, its day, and the words of its pages once read. */
export const indexDocument = (store: Writer, id: string, words: string): void => {
  const row = store.get<{ rowid: number; file_name: string; day: string }>(
    'SELECT rowid, file_name, substr(received_at, 1, 10) AS day FROM document WHERE id = ?',
    [id],
  )!;
  store.run('DELETE FROM document_search WHERE rowid = ?', [row.rowid]);
  store.run('INSERT INTO document_search (rowid, text) VALUES (?, ?)', [
    row.rowid,
    `${row.file_name} ${row.day} ${words}`.trim(),
  ]);
};

export const pageNumbersOf = (store: Reader, documentId: string): number[] =>
  store
    .all<{ number: number }>('SELECT number FROM page WHERE document_id = ? ORDER BY number', [documentId])
    .map(({ number }) => number);

export const pageImage = (store: Reader, documentId: string, number: number): Uint8Array | undefined =>
  store.get<{ png: Uint8Array }>('SELECT png FROM page WHERE document_id = ? AND number = ?', [
    documentId,
    number,
  ])?.png;

/** A page of a document. */
export interface PageOf {
  documentId: string;
  number: number;
}

/** The pages an order stands on, in order; those it stood on before are no longer its. */
export const setPages = (store: Writer, prescriptionId: string, pages: readonly PageOf[]): void => {
  store.run('DELETE FROM prescription_page WHERE prescription_id = ?', [prescriptionId]);
  insertPages(store, prescriptionId, pages);
};

export const insertPages = (store: Writer, prescriptionId: string, pages: readonly PageOf[]): void => {
  for (const [index, { documentId, number }] of pages.entries())
    store.run(
      'INSERT INTO prescription_page (prescription_id, position, document_id, number) VALUES (?, ?, ?, ?)',
      [prescriptionId, index + 1, documentId, number],
    );
};

export const pagesOf = (store: Reader, prescriptionId: string): PageOf[] =>
  store.all<PageOf>(
    'SELECT document_id AS documentId, number FROM prescription_page WHERE prescription_id = ? ORDER BY position',
    [prescriptionId],
  );

/** The pages of an order as they are shown, the right way up where the machine could tell. */
export const orderPagesOf = (store: Reader, prescriptionId: string): z.output<typeof orderPage>[] =>
  store.all<z.output<typeof orderPage>>(
    `SELECT g.document_id AS documentId, g.number, g.width, g.height, coalesce(r.rotation, 0) AS rotation
     FROM prescription_page o
     JOIN page g ON g.document_id = o.document_id AND g.number = o.number
     LEFT JOIN page_reading r ON r.document_id = g.document_id AND r.number = g.number
     WHERE o.prescription_id = ? ORDER BY o.position`,
    [prescriptionId],
  );

export const pageExists = (store: Reader, { documentId, number }: PageOf): boolean =>
  store.get('SELECT 1 FROM page WHERE document_id = ? AND number = ?', [documentId, number]) !== undefined;

export interface SetAsideRow {
  id: string;
  prescription_id: string;
  kind: (typeof setAsideKinds)[number];
  destination: (typeof setAsideDestinations)[number];
  note: string;
  user_id: string;
  at: string;
  settled_at: string | null;
  settled_by: string | null;
  settled_note: string | null;
  /** The order the page became again. */
  taken_back_as: string | null;
}

export const insertSetAside = (store: Writer, row: Omit<SetAsideRow, 'taken_back_as'>): void => {
  store.run(
    `INSERT INTO set_aside (id, prescription_id, kind, destination, note, user_id, at, settled_at, settled_by, settled_note)
     VALUES (:id, :prescription_id, :kind, :destination, :note, :user_id, :at, :settled_at, :settled_by, :settled_note)`,
    { ...row },
  );
};

export const loadSetAside = (store: Reader, id: string): SetAsideRow | undefined =>
  store.get<SetAsideRow>('SELECT * FROM set_aside WHERE id = ?', [id]);

/** Whether it was still open. */
export const settleSetAside = (
  store: Writer,
  id: string,
  settled: { by: string; at: string; note: string },
): boolean =>
  store.run(
    'UPDATE set_aside SET settled_at = ?, settled_by = ?, settled_note = ? WHERE id = ? AND settled_at IS NULL',
    [settled.at, settled.by, settled.note, id],
  ).changes > 0;

export type NamedSetAside = SetAsideRow & { by_name: string; settled_name: string | null };

/** SQL: it is of an order of this branch. Looked up for each, for the orders are far more than what was set aside. */
const ofOurs = "(SELECT p.branch FROM prescription p WHERE p.id = s.prescription_id) = ''";

/** Those of orders of this branch, newest first. */
export const setAsides = (
  store: Reader,
  filter: { destination: string | null; settled: boolean; limit: number },
): NamedSetAside[] =>
  store.all<NamedSetAside>(
    `SELECT s.*, u.display_name AS by_name, v.display_name AS settled_name
     FROM set_aside s JOIN user u ON u.id = s.user_id LEFT JOIN user v ON v.id = s.settled_by
     WHERE ${ofOurs} AND (s.settled_at IS NOT NULL) = :settled AND (:destination IS NULL OR s.destination = :destination)
     ORDER BY s.at DESC, s.id DESC LIMIT :limit`,
    { ...filter, settled: filter.settled ? 1 : 0 },
  );

/** Open ones of this branch, by destination. */
export const openSetAsides = (store: Reader): Record<string, number> =>
  Object.fromEntries(
    store
      .all<{ destination: string; open: number }>(
        `SELECT s.destination, count(*) AS open FROM set_aside s
         WHERE s.settled_at IS NULL AND ${ofOurs} GROUP BY s.destination`,
      )
      .map(({ destination, open }) => [destination, open]),
  );
