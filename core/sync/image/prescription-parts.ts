/**
 * The rows that belong to an order beside its own: pages, transcriptions with their evidence, second entries, scans, a
 * page set aside, the hand-over. A list of them is written anew where it differs from what is here, and else left alone.
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import type { Reader, Value, Writer } from '../../store/database.ts';
import {
  EvidenceSchema,
  HandOverSchema,
  PageOfDocumentSchema,
  type Prescription,
  RegionSchema,
  ScanSchema,
  SecondEntrySchema,
  SetAsideSchema,
  TranscriptionSchema,
} from '../gen/mortar/v1/prescription_pb.js';
import { columnsFrom, fieldsFrom, idHere, put } from './rows.ts';

type Row = Record<string, Value>;

const evidenceColumns = ['field', 'suggested', 'confidence', 'outcome', 'at'] as const;
const regionColumns = ['document_id', 'page', 'x', 'y', 'width', 'height'] as const;
const entryColumns = ['transcription', 'user_id', 'at', 'decided_by', 'decided_at'] as const;
const scanColumns = ['filling', 'verdict', 'sentence', 'lot_id', 'user_id', 'at'] as const;
const asideColumns = [
  ...(['id', 'kind', 'destination', 'note', 'user_id', 'at', 'settled_at', 'settled_by'] as const),
  ...(['settled_note', 'taken_back_as'] as const),
] as const;
const handOverColumns = [
  ...(['id', 'patient_id', 'collector', 'counselling', 'counselling_note', 'payment', 'signature'] as const),
  ...(['user_id', 'at'] as const),
] as const;

const rowsOf = (store: Reader, sql: string, id: string) => store.all<Row>(sql, [id]);

const transcriptionsOf = (store: Reader, id: string) => {
  const evidence = Map.groupBy(
    rowsOf(store, 'SELECT * FROM evidence WHERE prescription_id = ? ORDER BY transcription, field', id),
    (row) => row.transcription,
  );
  return rowsOf(store, 'SELECT * FROM transcription WHERE prescription_id = ? ORDER BY number', id).map(
    (row) =>
      create(TranscriptionSchema, {
        ...fieldsFrom(row, ['number', 'user_id', 'at']),
        contentJson: row.content as string,
        evidence: (evidence.get(row.number) ?? []).map((one) =>
          create(EvidenceSchema, {
            ...fieldsFrom(one, evidenceColumns),
            ...(one.document_id !== null && { region: create(RegionSchema, fieldsFrom(one, regionColumns)) }),
          }),
        ),
      }),
  );
};

const secondEntriesOf = (store: Reader, id: string) =>
  rowsOf(store, 'SELECT * FROM second_entry WHERE prescription_id = ? ORDER BY transcription', id).map(
    (row) =>
      create(SecondEntrySchema, {
        ...fieldsFrom(row, entryColumns),
        contentJson: row.content as string,
        differencesJson: row.differences as string,
        ...(row.decision !== null && { decisionJson: row.decision as string }),
      }),
  );

/** What of an order's image lies in other rows than its own. */
export const partsOf = (store: Reader, id: string) => {
  const aside = store.get<Row>('SELECT * FROM set_aside WHERE prescription_id = ?', [id]);
  const handOver = store.get<Row>(
    'SELECT h.* FROM hand_over_bag b JOIN hand_over h ON h.id = b.hand_over_id WHERE b.prescription_id = ?',
    [id],
  );
  return {
    pages: rowsOf(
      store,
      'SELECT document_id, number FROM prescription_page WHERE prescription_id = ? ORDER BY position',
      id,
    ).map((row) => create(PageOfDocumentSchema, fieldsFrom(row, ['document_id', 'number']))),
    transcriptions: transcriptionsOf(store, id),
    secondEntries: secondEntriesOf(store, id),
    scans: rowsOf(store, 'SELECT * FROM scan WHERE prescription_id = ? ORDER BY seq', id).map((row) =>
      create(ScanSchema, fieldsFrom(row, scanColumns)),
    ),
    ...(aside && { setAside: create(SetAsideSchema, fieldsFrom(aside, asideColumns)) }),
    ...(handOver && { handOver: create(HandOverSchema, fieldsFrom(handOver, handOverColumns)) }),
  };
};

const insert = (store: Writer, table: string, row: Row): void => {
  const columns = Object.keys(row);
  store.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
    row,
  );
};

const noRegion = Object.fromEntries(regionColumns.map((column) => [column, null]));

/** Writes each part of an order anew, its earlier rows gone. */
const writers = {
  pages: (store, { id, pages }) => {
    store.run('DELETE FROM prescription_page WHERE prescription_id = ?', [id]);
    for (const [index, { documentId, number }] of pages.entries())
      insert(store, 'prescription_page', {
        prescription_id: id,
        position: index + 1,
        document_id: documentId,
        number,
      });
  },
  transcriptions: (store, { id, transcriptions }) => {
    store.run('DELETE FROM evidence WHERE prescription_id = ?', [id]);
    store.run('DELETE FROM transcription WHERE prescription_id = ?', [id]);
    for (const one of transcriptions) {
      insert(store, 'transcription', {
        ...columnsFrom(one, ['number', 'user_id', 'at']),
        prescription_id: id,
        content: one.contentJson,
      });
      for (const evidence of one.evidence) {
        const region = evidence.region ? columnsFrom(evidence.region, regionColumns) : noRegion;
        insert(store, 'evidence', {
          ...columnsFrom(evidence, evidenceColumns),
          ...region,
          ...(evidence.region && {
            document_id: idHere(store, 'document', evidence.region.documentId) ?? evidence.region.documentId,
          }),
          prescription_id: id,
          transcription: one.number,
        });
      }
    }
  },
  secondEntries: (store, { id, secondEntries }) => {
    store.run('DELETE FROM second_entry WHERE prescription_id = ?', [id]);
    for (const one of secondEntries)
      insert(store, 'second_entry', {
        ...columnsFrom(one, entryColumns),
        prescription_id: id,
        content: one.contentJson,
        differences: one.differencesJson,
        decision: one.decisionJson ?? null,
      });
  },
  scans: (store, { id, scans }) => {
    store.run('DELETE FROM scan WHERE prescription_id = ?', [id]);
    for (const one of scans) insert(store, 'scan', { ...columnsFrom(one, scanColumns), prescription_id: id });
  },
  setAside: (store, { id, setAside }) => {
    store.run('DELETE FROM set_aside WHERE prescription_id = ?', [id]);
    if (setAside) insert(store, 'set_aside', { ...columnsFrom(setAside, asideColumns), prescription_id: id });
  },
  handOver: (store, { id, handOver }) => {
    store.run('DELETE FROM hand_over_bag WHERE prescription_id = ?', [id]);
    if (handOver) {
      put(store, 'hand_over', ['id'], columnsFrom(handOver, handOverColumns));
      insert(store, 'hand_over_bag', { hand_over_id: handOver.id, prescription_id: id });
    }
  },
} as const satisfies Partial<Record<keyof Prescription, (store: Writer, image: Prescription) => void>>;

/** Writes the parts of an order that differ from `now`; null where there was no such order. */
export const projectParts = (store: Writer, image: Prescription, now: Prescription | null): void => {
  for (const name of Object.keys(writers) as (keyof typeof writers)[])
    if (now === null ? hasAny(image[name]) : !isDeepStrictEqual(now[name], image[name]))
      writers[name](store, image);
  if (now?.handOver && now.handOver.id !== image.handOver?.id)
    store.run(
      'DELETE FROM hand_over WHERE id = :id AND NOT EXISTS (SELECT 1 FROM hand_over_bag WHERE hand_over_id = :id)',
      { id: now.handOver.id },
    );
};

const hasAny = (part: unknown) => (Array.isArray(part) ? part.length > 0 : part !== undefined);
