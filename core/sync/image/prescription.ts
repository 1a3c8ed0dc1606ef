/**
 * An order with all that belongs to it as a message, and the rows that a message says.
 * Always: rows are written only once everything they refer to is here; what is only this workstation's (claim, draft,
 * labels, what the machine read) is neither in the message nor touched. An Rx number or bag code that another order here
 * bears already is kept with a mark behind it, which the message does not have.
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import {
  changePrescription,
  indexNewPrescriptions,
  indexPrescription,
  type PrescriptionRow,
} from '../../prescription/store.ts';
import type { Reader, Value, Writer } from '../../store/database.ts';
import { IntakeSchema, type Prescription, PrescriptionSchema } from '../gen/mortar/v1/prescription_pb.js';
import { urnOf } from '../urn.ts';
import { drugHere, drugOf } from './drug.ts';
import { prescribedBy, prescriberHere } from './prescriber.ts';
import { insertParts, partsOf, projectParts } from './prescription-parts.ts';
import { columnsFrom, fieldsFrom, insertAll, type Known, ownBranch, put, putAll, seeker } from './rows.ts';

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
const resolved = (
  store: Reader,
  image: Prescription,
  known: Known,
): { image: Prescription; needs: string[] } => {
  const { find, needs } = seeker(store, known);
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
  for (const { userId } of image.scans) find('person', userId);
  for (const { userId } of image.transcriptions) find('person', userId);
  const withDocument = <T extends { documentId?: string | undefined }>(one: T): T => {
    const here = find('document', one.documentId);
    return here === null || here === one.documentId ? one : { ...one, documentId: here };
  };
  const pages = image.pages.map(withDocument);
  const intake = image.intake && withDocument(image.intake);
  const order = withDocument(image);
  const isAsSent =
    order === image && intake === image.intake && pages.every((page, at) => page === image.pages[at]);
  return { needs, image: isAsSent ? image : { ...order, ...(intake && { intake }), pages } };
};

const marked = (value: string, id: string) => `${value}${MARK}${id.slice(-6)}`;

/** A value no other order has. Of two that were given the same, the younger is marked, wherever it is looked at. */
const free = (store: Writer, column: (typeof unique)[number], value: string | undefined, id: string) => {
  if (value === undefined) return {};
  const field = column === 'rx_number' ? 'rxNumber' : 'bagCode';
  const other = store.get<{ id: string }>(`SELECT id FROM prescription WHERE ${column} = ? AND id <> ?`, [
    value,
    id,
  ]);
  if (!other) return {};
  if (other.id < id) return { [field]: marked(value, id) };
  store.run(`UPDATE prescription SET version = version + 1, ${column} = ? WHERE id = ?`, [
    marked(value, other.id),
    other.id,
  ]);
  indexPrescription(store, other.id);
  return {};
};

/** The order with numbers that no other has. */
const withFreeNumbers = (store: Writer, image: Prescription): Prescription => ({
  ...image,
  ...free(store, 'rx_number', image.rxNumber, image.id),
  ...free(store, 'bag_code', image.bagCode, image.id),
});

/** Whether any of these orders bears a number that another bears, here or among them. */
const isAnyTaken = (store: Reader, images: readonly Prescription[]): boolean =>
  unique.some((column) => {
    const numbers = images.flatMap(
      ({ rxNumber, bagCode }) => (column === 'rx_number' ? rxNumber : bagCode) ?? [],
    );
    return (
      new Set(numbers).size < numbers.length ||
      store.get(`SELECT 1 FROM prescription WHERE ${column} IN (SELECT value FROM json_each(?)) LIMIT 1`, [
        JSON.stringify(numbers),
      ]) !== undefined
    );
  });

const numberOrNull = (value: bigint | undefined) => (value === undefined ? null : Number(value));

/** Columns of an order whose numbers are its own. */
const columnsMaker = (store: Writer) => {
  const own = ownBranch(store);
  const prescribers = new Map<string, string>();
  const drugs = new Set<string>();
  const prescriber = (said: NonNullable<Prescription['prescriber']>) => {
    const here = prescribers.get(said.id) ?? prescriberHere(store, said);
    prescribers.set(said.id, here);
    return here;
  };
  const drug = (said: NonNullable<Prescription['drug']>) => {
    if (!drugs.has(said.ndc11)) drugs.add(drugHere(store, said));
    return said.ndc11;
  };
  return (image: Prescription, automation: PrescriptionRow['automation']) => ({
    ...columnsFrom(image, plain),
    intake_id: image.intake!.id,
    rx_number: image.rxNumber ?? null,
    bag_code: image.bagCode ?? null,
    quantity: numberOrNull(image.quantity),
    filled_quantity: numberOrNull(image.filledQuantity),
    substitution_allowed: image.substitutionAllowed === undefined ? null : Number(image.substitutionAllowed),
    prescriber_id: image.prescriber ? prescriber(image.prescriber) : null,
    ndc11: image.drug ? drug(image.drug) : null,
    branch: image.branchId === own ? '' : image.branchId,
    automation,
  });
};

/** Writes the columns that differ: an index whose columns stay is not touched. */
const writeRow = (store: Writer, image: Prescription): void => {
  const before = store.get<PrescriptionRow>('SELECT * FROM prescription WHERE id = ?', [image.id])!;
  // What waits for automation waits on only while nobody has typed it in.
  const waits = before.automation === 'asked' && image.stage === 'transcribing';
  const columns = columnsMaker(store)(
    withFreeNumbers(store, image),
    image.enteredByAutomation ? 'entered' : waits ? 'asked' : null,
  );
  const differing = Object.entries(columns).filter(
    ([name, value]) => before[name as keyof PrescriptionRow] !== value,
  );
  changePrescription(store, before, Object.fromEntries(differing));
};

const insertOrders = (store: Writer, images: readonly Prescription[], known: Known): void => {
  const columnsOf = columnsMaker(store);
  putAll(
    store,
    'intake',
    images.map(({ intake }) => columnsFrom(intake!, intakeColumns)),
  );
  insertAll(
    store,
    'prescription',
    images.map((image) => ({
      ...columnsOf(image, image.enteredByAutomation ? 'entered' : null),
      version: 1,
    })),
  );
  insertParts(store, images, known);
  indexNewPrescriptions(
    store,
    images.map(({ id }) => id),
  );
};

/** Makes the rows of orders that are not here; answers for each the urns of what it refers to and is not here either. */
export const projectNewPrescriptions = (store: Writer, sent: readonly Prescription[]): string[][] => {
  const known: Known = new Map();
  const orders: Prescription[] = [];
  const missing = sent.map((one) => {
    const { image, needs } = resolved(store, one, known);
    if (needs.length > 0) return needs;
    orders.push(image);
    // Whatever comes after it may refer to it.
    known.set(urnOf('prescription', image.id), image.id);
    return [];
  });
  if (isAnyTaken(store, orders))
    for (const order of orders) insertOrders(store, [withFreeNumbers(store, order)], known);
  else if (orders.length > 0) insertOrders(store, orders, known);
  return missing;
};

const searchedBy = ({ rxNumber, patientId, drug }: Prescription) => [rxNumber, patientId, drug?.ndc11];

/** Makes the rows as the image says; answers the urns of what they refer to and is not here, having written nothing. */
export const projectPrescription = (store: Writer, id: string, sent: Prescription): string[] => {
  const now = prescriptionImage(store, id);
  if (now === null) return projectNewPrescriptions(store, [sent])[0]!;
  const { image, needs } = resolved(store, sent, new Map());
  if (needs.length > 0) return needs;
  if (isDeepStrictEqual(now, image)) return [];
  put(store, 'intake', columnsFrom(image.intake!, intakeColumns));
  writeRow(store, image);
  projectParts(store, image, now);
  if (!isDeepStrictEqual(searchedBy(now), searchedBy(image))) indexPrescription(store, id);
  return [];
};
