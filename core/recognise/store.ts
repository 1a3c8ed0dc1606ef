/**
 * Rows of what the machine read: pages, documents, what was found on them. SQL only, no rule.
 * A page reading is kept as deflated JSON; whoever wants its words inflates it.
 * Always: a page without a kind belongs to a document that was not gone through yet, whatever became of the page.
 */
import type { Found, PageKind, readingStates } from '../contract/recognition.ts';
import type { Stage } from '../contract/values.ts';
import type { PageOf } from '../intake/store.ts';
import { isAlsoOurs } from '../prescription/store.ts';
import type { Reader, Writer } from '../store/database.ts';

export interface PageReadingRow {
  document_id: string;
  number: number;
  state: (typeof readingStates)[number];
  problem: string | null;
  rotation: 0 | 90 | 180 | 270;
  kind: PageKind | null;
  why: string;
  look: string | null;
}

const pageColumns = 'document_id, number, state, problem, rotation, kind, why, look';

/** Pages to be read; those that were read before are read anew. */
export const awaitReading = (store: Writer, documentId: string, numbers: readonly number[]): void => {
  for (const number of numbers)
    store.run(
      `INSERT INTO page_reading (document_id, number, state) VALUES (?, ?, 'waiting')
       ON CONFLICT DO UPDATE SET state = 'waiting', problem = NULL, rotation = 0, kind = NULL, why = '',
         read_at = NULL, look = NULL, reading = NULL`,
      [documentId, number],
    );
};

export const pageReading = (store: Reader, { documentId, number }: PageOf): PageReadingRow | undefined =>
  store.get<PageReadingRow>(`SELECT ${pageColumns} FROM page_reading WHERE document_id = ? AND number = ?`, [
    documentId,
    number,
  ]);

/** By page number. */
export const pageReadingsOf = (store: Reader, documentId: string): PageReadingRow[] =>
  store.all<PageReadingRow>(`SELECT ${pageColumns} FROM page_reading WHERE document_id = ? ORDER BY number`, [
    documentId,
  ]);

export const keepPage = (
  store: Writer,
  { documentId, number }: PageOf,
  page: Pick<PageReadingRow, 'state' | 'problem' | 'rotation' | 'look'> & {
    reading: Uint8Array | null;
    at: string;
  },
): void => {
  store.run(
    `UPDATE page_reading SET state = ?, problem = ?, rotation = ?, look = ?, reading = ?, read_at = ?
     WHERE document_id = ? AND number = ?`,
    [page.state, page.problem, page.rotation, page.look, page.reading, page.at, documentId, number],
  );
};

export const keepKind = (
  store: Writer,
  { documentId, number }: PageOf,
  page: { kind: PageKind; why: string },
): void => {
  store.run('UPDATE page_reading SET kind = ?, why = ? WHERE document_id = ? AND number = ?', [
    page.kind,
    page.why,
    documentId,
    number,
  ]);
};

/** The deflated reading of a page, or null where there is none. */
export const deflatedReading = (store: Reader, { documentId, number }: PageOf): Uint8Array | null =>
  store.get<{ reading: Uint8Array | null }>(
    'SELECT reading FROM page_reading WHERE document_id = ? AND number = ?',
    [documentId, number],
  )?.reading ?? null;

/**
 * Documents that are not done, in the order they are to be worked on: the one somebody has open, then by the
 * priority and the arrival of their orders. What automation is asked about is not read here too, until it is given back.
 */
export const openDocuments = (store: Reader, now: string): string[] =>
  store
    .all<{ id: string }>(
      `WITH open AS (SELECT DISTINCT document_id AS id FROM page_reading WHERE kind IS NULL
         EXCEPT SELECT document_id FROM prescription WHERE branch = '' AND automation = 'asked')
       SELECT o.id FROM open o LEFT JOIN prescription p ON p.document_id = o.id
       GROUP BY o.id
       ORDER BY max(p.stage = 'transcribing' AND p.claimed_by IS NOT NULL AND ifnull(p.claim_expires_at, '9999') > ?) DESC,
         min(iif(p.stage = 'transcribing', p.priority, 9)), min(p.received_at), o.id`,
      [now],
    )
    .map(({ id }) => id);

/**
 * Orders to be typed from what came without a page and was not gone through yet, the one somebody has open first.
 * What automation is asked about is not read here too, until it is given back without a reading.
 */
export const openTexts = (store: Reader, now: string): string[] =>
  store
    .all<{ id: string }>(
      `SELECT p.id FROM prescription p JOIN intake i ON i.id = p.intake_id
       WHERE p.stage = 'transcribing' AND p.branch = '' AND p.document_id IS NULL AND p.refill_of IS NULL
         AND p.automation IS NOT 'asked' AND (i.note <> '' OR i.fields IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM text_reading t WHERE t.prescription_id = p.id)
         AND NOT EXISTS (SELECT 1 FROM found f WHERE f.prescription_id = p.id)
       ORDER BY (p.claimed_by IS NOT NULL AND ifnull(p.claim_expires_at, '9999') > ?) DESC, p.priority,
         p.received_at, p.id`,
      [now],
    )
    .map(({ id }) => id);

export const keepTextReading = (store: Writer, prescriptionId: string, at: string): void => {
  store.run('INSERT INTO text_reading (prescription_id, read_at) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    prescriptionId,
    at,
  ]);
};

/** The pages of a document that is not done: those that wait, and those that wait for the others. */
export const openPages = (store: Reader, documentId: string): Pick<PageReadingRow, 'number' | 'state'>[] =>
  store.all<Pick<PageReadingRow, 'number' | 'state'>>(
    'SELECT number, state FROM page_reading WHERE document_id = ? AND kind IS NULL ORDER BY number',
    [documentId],
  );

/** Pages that wait, and pages given up of faxes that are still to be typed. */
export const readingCounts = (store: Reader): { waiting: number; givenUp: number } =>
  store.get<{ waiting: number; givenUp: number }>(
    `SELECT (SELECT count(*) FROM page_reading WHERE kind IS NULL AND state = 'waiting') AS waiting,
       (SELECT count(*) FROM page_reading r WHERE r.state = 'given-up' AND EXISTS
         (SELECT 1 FROM prescription p WHERE p.document_id = r.document_id AND p.stage = 'transcribing' AND ${isAlsoOurs})) AS givenUp`,
  )!;

export interface DocumentReadingRow {
  document_id: string;
  layout: string;
  sender: string;
  content_key: string;
  read_at: string;
}

export const documentReading = (store: Reader, documentId: string): DocumentReadingRow | undefined =>
  store.get<DocumentReadingRow>('SELECT * FROM document_reading WHERE document_id = ?', [documentId]);

export const keepDocument = (store: Writer, row: DocumentReadingRow): void => {
  store.run(
    `INSERT INTO document_reading (document_id, layout, sender, content_key, read_at)
     VALUES (:document_id, :layout, :sender, :content_key, :read_at)`,
    { ...row },
  );
};

/** What was made out of a document is to be made out anew; what orders have taken up stays theirs. */
export const forgetDocument = (store: Writer, documentId: string): void => {
  store.run('DELETE FROM document_reading WHERE document_id = ?', [documentId]);
  store.run('DELETE FROM found WHERE document_id = ? AND prescription_id IS NULL', [documentId]);
};

/** The keys of documents read since an instant. */
export const contentKeysSince = (store: Reader, since: string): { id: string; key: string }[] =>
  store.all<{ id: string; key: string }>(
    "SELECT document_id AS id, content_key AS key FROM document_reading WHERE read_at >= ? AND content_key <> ''",
    [since],
  );

export interface FoundRow {
  id: string;
  /** Null where it was found in what came without a page. */
  document_id: string | null;
  ordinal: number;
  kind: Found['kind'];
  /** JSON list of page numbers. */
  pages: string;
  /** JSON list of suggestions. */
  suggestions: string;
  prescription_id: string | null;
}

export const foundOn = (store: Reader, documentId: string): FoundRow[] =>
  store.all<FoundRow>('SELECT * FROM found WHERE document_id = ? ORDER BY ordinal', [documentId]);

export const foundTakenBy = (store: Reader, prescriptionId: string): FoundRow | undefined =>
  store.get<FoundRow>('SELECT * FROM found WHERE prescription_id = ?', [prescriptionId]);

export const insertFound = (store: Writer, row: FoundRow): void => {
  store.run(
    `INSERT INTO found (id, document_id, ordinal, kind, pages, suggestions, prescription_id)
     VALUES (:id, :document_id, :ordinal, :kind, :pages, :suggestions, :prescription_id)`,
    { ...row },
  );
};

/** Writes a better reading of what an order has taken up. */
export const changeFound = (
  store: Writer,
  row: Pick<FoundRow, 'id' | 'ordinal' | 'kind' | 'pages' | 'suggestions'>,
): void => {
  store.run(
    'UPDATE found SET ordinal = :ordinal, kind = :kind, pages = :pages, suggestions = :suggestions WHERE id = :id',
    { ...row },
  );
};

export const takeFound = (store: Writer, id: string, prescriptionId: string): void => {
  store.run('UPDATE found SET prescription_id = ? WHERE id = ?', [prescriptionId, id]);
};

/** An order that stands on a document, as far as reading goes. */
export interface OrderOnDocument {
  id: string;
  stage: Stage;
  rx_number: string | null;
  drug: string | null;
}

/** Orders on the pages of a document, in the order they were made; what is owed of another order is none. */
export const ordersOn = (store: Reader, documentId: string): OrderOnDocument[] =>
  store.all<OrderOnDocument>(
    `SELECT p.id, p.stage, p.rx_number, d.name || ' ' || d.strength AS drug
     FROM prescription p LEFT JOIN drug d ON d.ndc11 = p.ndc11
     WHERE p.owing_of IS NULL AND p.id IN (SELECT prescription_id FROM prescription_page WHERE document_id = ?)
     ORDER BY p.received_at, p.rowid`,
    [documentId],
  );

/** Distinct drugs without their packages, a piece at a time: those after a row, and the row the next piece is after. */
export const drugsAfter = (
  store: Reader,
  after: number,
  limit: number,
): {
  rowid: number;
  name: string;
  brand: string;
  strength: string;
  form: string;
  unit: string;
}[] =>
  store.all(
    'SELECT rowid, name, brand, strength, form, unit FROM drug WHERE rowid > ? AND ended_on IS NULL ORDER BY rowid LIMIT ?',
    [after, limit],
  );

export interface OutcomeRow {
  name: string;
  proposed: number;
  accepted: number;
  corrected: number;
  missed: number;
  sureCorrected: number;
}

const outcomeNames = { field: 'e.field', layout: 'd.layout', sender: 'd.sender' } as const;

/** Of documents the machine went through: what became of its suggestions at the last typing of each order. */
const typedFromReadings = `FROM evidence e JOIN prescription p ON p.id = e.prescription_id
  JOIN document_reading d ON d.document_id = coalesce(e.document_id, p.document_id)
  WHERE ${isAlsoOurs} AND p.automation IS NULL AND e.at >= :from AND e.at < :to
    AND e.transcription = (SELECT max(l.transcription) FROM evidence l WHERE l.prescription_id = e.prescription_id)`;

export const outcomesBy = (
  store: Reader,
  by: keyof typeof outcomeNames,
  span: { from: string; to: string },
): OutcomeRow[] =>
  store.all<OutcomeRow>(
    `SELECT ${outcomeNames[by]} AS name, count(iif(e.outcome <> 'typed', 1, NULL)) AS proposed,
       count(iif(e.outcome = 'accepted', 1, NULL)) AS accepted,
       count(iif(e.outcome = 'corrected', 1, NULL)) AS corrected, count(iif(e.outcome = 'typed', 1, NULL)) AS missed,
       count(iif(e.outcome = 'corrected' AND e.confidence = 'sure', 1, NULL)) AS sureCorrected
     ${typedFromReadings} GROUP BY 1 ORDER BY corrected DESC, missed DESC, name`,
    span,
  );

/** How many orders were typed from readings, and pages read and given up, in a span of instants. */
export const readingFigures = (
  store: Reader,
  span: { from: string; to: string },
): { prescriptions: number; read: number; givenUp: number } =>
  store.get<{ prescriptions: number; read: number; givenUp: number }>(
    `SELECT (SELECT count(DISTINCT e.prescription_id) ${typedFromReadings}) AS prescriptions,
       (SELECT count(*) FROM page_reading WHERE read_at >= :from AND read_at < :to AND state = 'read') AS read,
       (SELECT count(*) FROM page_reading WHERE read_at >= :from AND read_at < :to AND state = 'given-up') AS givenUp`,
    span,
  )!;
