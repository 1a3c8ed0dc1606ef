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
  type Region,
  RegionSchema,
  ScanSchema,
  SecondEntrySchema,
  SetAsideSchema,
  TranscriptionSchema,
} from '../gen/mortar/v1/prescription_pb.js';
import { columnsFrom, fieldsFrom, insertAll, type Known, put, putAll, seeker } from './rows.ts';

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

/** Every bottle that was held against an order. */
export const scansOf = (store: Reader, id: string) =>
  rowsOf(store, 'SELECT * FROM scan WHERE prescription_id = ? ORDER BY seq', id).map((row) =>
    create(ScanSchema, fieldsFrom(row, scanColumns)),
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
    scans: scansOf(store, id),
    ...(aside && { setAside: create(SetAsideSchema, fieldsFrom(aside, asideColumns)) }),
    ...(handOver && { handOver: create(HandOverSchema, fieldsFrom(handOver, handOverColumns)) }),
  };
};

const noRegion = Object.fromEntries(regionColumns.map((column) => [column, null]));

/** The rows of each part of an order, by table. */
const rowsFor = {
  pages: (_store, { id, pages }) => ({
    prescription_page: pages.map(({ documentId, number }, index) => ({
      ...{ prescription_id: id, position: index + 1, document_id: documentId, number },
    })),
  }),
  transcriptions: (store, { id, transcriptions }, known) => {
    const { find } = seeker(store, known);
    const regionRow = (region: Region | undefined): Row =>
      region
        ? { ...columnsFrom(region, regionColumns), document_id: find('document', region.documentId) }
        : noRegion;
    return {
      evidence: transcriptions.flatMap(({ number, evidence }) =>
        evidence.map((one) => ({
          ...columnsFrom(one, evidenceColumns),
          ...regionRow(one.region),
          ...{ prescription_id: id, transcription: number },
        })),
      ),
      transcription: transcriptions.map((one) => ({
        ...columnsFrom(one, ['number', 'user_id', 'at']),
        ...{ prescription_id: id, content: one.contentJson },
      })),
    };
  },
  secondEntries: (_store, { id, secondEntries }) => ({
    second_entry: secondEntries.map((one) => ({
      ...columnsFrom(one, entryColumns),
      ...{ prescription_id: id, content: one.contentJson, differences: one.differencesJson },
      decision: one.decisionJson ?? null,
    })),
  }),
  scans: (_store, { id, scans }) => ({
    scan: scans.map((one) => ({ ...columnsFrom(one, scanColumns), prescription_id: id })),
  }),
  setAside: (_store, { id, setAside }) => ({
    set_aside: setAside ? [{ ...columnsFrom(setAside, asideColumns), prescription_id: id }] : [],
  }),
  handOver: (_store, { id, handOver }) => ({
    hand_over_bag: handOver ? [{ hand_over_id: handOver.id, prescription_id: id }] : [],
  }),
} as const satisfies Partial<
  Record<keyof Prescription, (store: Reader, image: Prescription, known: Known) => Record<string, Row[]>>
>;
type Part = keyof typeof rowsFor;
const parts = Object.keys(rowsFor) as Part[];

/** Writes the parts of orders that had none. */
export const insertParts = (store: Writer, images: readonly Prescription[], known: Known): void => {
  putAll(
    store,
    'hand_over',
    images.flatMap(({ handOver }) => (handOver ? [columnsFrom(handOver, handOverColumns)] : [])),
  );
  const byTable = new Map<string, Row[]>();
  for (const image of images)
    for (const part of parts)
      for (const [table, rows] of Object.entries<Row[]>(rowsFor[part](store, image, known))) {
        const gathered = byTable.get(table);
        if (gathered) gathered.push(...rows);
        else byTable.set(table, [...rows]);
      }
  for (const [table, rows] of byTable) insertAll(store, table, rows);
};

/** Writes the parts of an order that differ from `now`, their earlier rows gone. */
export const projectParts = (store: Writer, image: Prescription, now: Prescription): void => {
  if (image.handOver) put(store, 'hand_over', columnsFrom(image.handOver, handOverColumns));
  for (const part of parts) {
    if (isDeepStrictEqual(now[part], image[part])) continue;
    for (const [table, rows] of Object.entries<Row[]>(rowsFor[part](store, image, new Map()))) {
      store.run(`DELETE FROM ${table} WHERE prescription_id = ?`, [image.id]);
      insertAll(store, table, rows);
    }
  }
  if (now.handOver && now.handOver.id !== image.handOver?.id)
    store.run(
      'DELETE FROM hand_over WHERE id = :id AND NOT EXISTS (SELECT 1 FROM hand_over_bag WHERE hand_over_id = :id)',
      { id: now.handOver.id },
    );
};
