/**
 * An order with all that belongs to it as a message, and the rows that a message says.
 * Always: rows are written only once everything they refer to is here; what is only this workstation's (claim, draft,
 * labels, what the machine read) is neither in the message nor touched. An Rx number or bag code that another order here
 * bears already is kept with a mark behind it, which the message does not have.
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import { changePrescription, indexPrescription, type PrescriptionRow } from '../../prescription/store.ts';
import type { Reader, Value, Writer } from '../../store/database.ts';
import { IntakeSchema, type Prescription, PrescriptionSchema } from '../gen/mortar/v1/prescription_pb.js';
import { drugHere, drugOf } from './drug.ts';
import { prescribedBy, prescriberHere } from './prescriber.ts';
import { partsOf, projectParts } from './prescription-parts.ts';
import { columnsFrom, fieldsFrom, insertAll, ownBranch, put, seeker } from './rows.ts';

/** Columns that are fields of the same name. */
const plain = [
  ...(['id', 'source', 'stage', 'priority', 'promised_at', 'received_at', 'document_id'] as const),
  ...(['hold_reason', 'hold_note', 'hold_owner', 'hold_follow_up_at', 'held_at', 'patient_id'] as const),
  ...([
    'written_on',
    'sig_text',
    'sig_sentence',
    'days_supply',
    'refills',
    'note',
    'transcribed_by',
  ] as const),
  ...(['sent_back', 'approved_by', 'approved_at', 'filling', 'filled_by', 'owing_promised_on'] as const),
  ...([
    'checked_by',
    'bin',
    'ready_at',
    'outcome',
    'ended_at',
    'refill_of',
    'owing_of',
    'renewal_of',
  ] as const),
  ...(['second_entry', 'duplicate_answer', 'drug_differs'] as const),
] as const;
const intakeColumns = [
  ...([
    'id',
    'source',
    'received_at',
    'document_id',
    'caller_name',
    'caller_phone',
    'note',
    'fields',
  ] as const),
] as const;

const MARK = '~';
/** Columns that no two orders of a file share. */
const unique = ['rx_number', 'bag_code'] as const;

const unmarked = (value: string) => value.split(MARK)[0]!;

export const prescriptionImage = (store: Reader, id: string): Prescription | null => {
  const row = store.get<PrescriptionRow>('SELECT * FROM prescription WHERE id = ?', [id]);
  if (!row) return null;
  const intake = store.get<Record<string, Value>>('SELECT * FROM intake WHERE id = ?', [row.intake_id])!;
  return create(PrescriptionSchema, {
    ...fieldsFrom(row, plain),
    ...(row.rx_number !== null && { rxNumber: unmarked(row.rx_number) }),
    ...(row.bag_code !== null && { bagCode: unmarked(row.bag_code) }),
    ...(row.quantity !== null && { quantity: BigInt(row.quantity) }),
    ...(row.filled_quantity !== null && { filledQuantity: BigInt(row.filled_quantity) }),
    ...(row.substitution_allowed !== null && { substitutionAllowed: row.substitution_allowed === 1 }),
    ...(row.prescriber_id !== null && { prescriber: prescribedBy(store, row.prescriber_id) }),
    ...(row.ndc11 !== null && { drug: drugOf(store, row.ndc11) }),
    branchId: row.branch || ownBranch(store),
    enteredByAutomation: row.automation === 'entered',
    intake: create(IntakeSchema, fieldsFrom(intake, intakeColumns)),
    ...partsOf(store, id),
  });
};

/** The image with the ids under which the things it names are known here, and the urns of those that are not here. */
const resolved = (store: Reader, image: Prescription): { image: Prescription; needs: string[] } => {
  const { find, needs } = seeker(store);
  const or = <K extends string>(name: K, id: string | null) =>
    (id === null ? {} : { [name]: id }) as { [key in K]?: string };
  const document = (id: string | undefined) => find('document', id);
  for (const name of ['holdOwner', 'transcribedBy', 'approvedBy', 'filledBy', 'checkedBy'] as const)
    find('person', image[name]);
  for (const name of ['refillOf', 'owingOf', 'renewalOf'] as const) find('prescription', image[name]);
  find('patient', image.patientId);
  find('patient', image.handOver?.patientId);
  find('person', image.handOver?.userId);
  find('person', image.setAside?.userId);
  find('person', image.setAside?.settledBy);
  find('prescription', image.setAside?.takenBackAs);
  for (const entry of image.secondEntries) {
    find('person', entry.userId);
    find('person', entry.decidedBy);
  }
  for (const { userId } of [...image.scans, ...image.transcriptions]) find('person', userId);
  return {
    needs,
    image: {
      ...image,
      ...or('documentId', document(image.documentId)),
      ...(image.intake && {
        intake: { ...image.intake, ...or('documentId', document(image.intake.documentId)) },
      }),
      pages: image.pages.map((page) => ({ ...page, documentId: document(page.documentId)! })),
    },
  };
};

const marked = (value: string, id: string) => `${value}${MARK}${id.slice(-6)}`;

/** A value no other order has. Of two that were given the same, the younger is marked, wherever it is looked at. */
const free = (store: Writer, column: (typeof unique)[number], value: string | undefined, id: string) => {
  if (value === undefined) return null;
  const other = store.get<{ id: string }>(`SELECT id FROM prescription WHERE ${column} = ? AND id <> ?`, [
    value,
    id,
  ]);
  if (!other) return value;
  if (other.id < id) return marked(value, id);
  store.run(`UPDATE prescription SET version = version + 1, ${column} = ? WHERE id = ?`, [
    marked(value, other.id),
    other.id,
  ]);
  indexPrescription(store, other.id);
  return value;
};

const numberOrNull = (value: bigint | undefined) => (value === undefined ? null : Number(value));

const columnsOf = (store: Writer, image: Prescription, automation: PrescriptionRow['automation']) => ({
  ...columnsFrom(image, plain),
  intake_id: image.intake!.id,
  rx_number: free(store, 'rx_number', image.rxNumber, image.id),
  bag_code: free(store, 'bag_code', image.bagCode, image.id),
  quantity: numberOrNull(image.quantity),
  filled_quantity: numberOrNull(image.filledQuantity),
  substitution_allowed: image.substitutionAllowed === undefined ? null : Number(image.substitutionAllowed),
  prescriber_id: image.prescriber ? prescriberHere(store, image.prescriber) : null,
  ndc11: image.drug ? drugHere(store, image.drug) : null,
  branch: image.branchId === ownBranch(store) ? '' : image.branchId,
  automation,
});

/** Writes the columns that differ: an index whose columns stay is not touched. */
const writeRow = (store: Writer, image: Prescription): void => {
  const before = store.get<PrescriptionRow>('SELECT * FROM prescription WHERE id = ?', [image.id]);
  // What waits for automation waits on only while nobody has typed it in.
  const waits = before?.automation === 'asked' && image.stage === 'transcribing';
  const columns = columnsOf(store, image, image.enteredByAutomation ? 'entered' : waits ? 'asked' : null);
  if (before === undefined) insertAll(store, 'prescription', [{ ...columns, version: 1 }]);
  else {
    const differing = Object.entries(columns).filter(
      ([name, value]) => before[name as keyof PrescriptionRow] !== value,
    );
    changePrescription(store, before, Object.fromEntries(differing));
  }
};

const searchedBy = ({ rxNumber, patientId, drug }: Prescription) => [rxNumber, patientId, drug?.ndc11];

/** Makes the rows as the image says; answers the urns of what they refer to and is not here, having written nothing. */
export const projectPrescription = (store: Writer, id: string, sent: Prescription): string[] => {
  const { image, needs } = resolved(store, sent);
  if (needs.length > 0) return needs;
  const now = prescriptionImage(store, id);
  if (now && isDeepStrictEqual(now, image)) return [];
  put(store, 'intake', columnsFrom(image.intake!, intakeColumns));
  writeRow(store, image);
  projectParts(store, image, now);
  if (now === null) indexPrescription(store, id, true);
  else if (!isDeepStrictEqual(searchedBy(now), searchedBy(image))) indexPrescription(store, id);
  return [];
};
