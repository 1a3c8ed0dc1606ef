/**
 * How two versions of one thing that both happened become one, kind by kind.
 *
 * Always: pure and the same everywhere. What stands comes first, so that the order of the log decides what is equal in
 * rank. Children of both are kept: entries, scans, movements, allergies. Of an order the version that is physically
 * further counts: a bag in a patient's hand is not undone by a decision taken elsewhere.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Judged, Standing } from './fold.ts';
import { PatientChangedSchema } from './gen/mortar/v1/patient_pb.js';
import { type Prescription, PrescriptionChangedSchema } from './gen/mortar/v1/prescription_pb.js';
import { type Movement, StockChangedSchema } from './gen/mortar/v1/stock_pb.js';
import { uniteCare } from './merge-care.ts';

const typeOf = (payloadType: string) => payloadType.slice(payloadType.lastIndexOf('.') + 1);

const orderIn = (bytes: Uint8Array): Prescription => {
  const { prescription } = fromBinary(PrescriptionChangedSchema, bytes);
  if (!prescription) throw new Error('an image of an order holds no order');
  return prescription;
};

/** What stands, united with what the event says: bytes of the same kind of payload. */
export const unite = (standing: Standing, event: Judged): Uint8Array => {
  if (standing.payloadType !== event.payloadType) return standing.image;
  return (uniteOf[typeOf(event.payloadType)] ?? keepStanding)(standing.image, event.payload, event.type);
};

/** @param type what the event tells */
type Unite = (standing: Uint8Array, other: Uint8Array, type: string) => Uint8Array;

const keepStanding: Unite = (standing) => standing;

/** How far an order has gone in the world, whatever was decided about it. */
const distance = ({ stage, outcome }: Prescription): number =>
  outcome === 'handed-over'
    ? 9
    : [
        'rejected',
        'transcribing',
        'verifying',
        'to-fill',
        'filling',
        'failed',
        'checking',
        'ready',
        'completed',
      ].indexOf(stage);

/** What is in either list; of the same one the first list's counts. */
const union = <T>(first: readonly T[], second: readonly T[], key: (one: T) => string): T[] => {
  const known = new Set(first.map(key));
  return [...first, ...second.filter((one) => !known.has(key(one)))];
};

const uniteOrders = (standing: Uint8Array, other: Uint8Array): Uint8Array => {
  const message = fromBinary(PrescriptionChangedSchema, standing);
  const before = message.prescription!;
  const happened = orderIn(other);
  const [further, behind] = distance(happened) > distance(before) ? [happened, before] : [before, happened];
  const united: Prescription = {
    ...further,
    // Who owns it is no matter of how far it went.
    branchId: before.branchId,
    transcriptions: union(further.transcriptions, behind.transcriptions, ({ number }) => String(number)).sort(
      (one, next) => one.number - next.number,
    ),
    secondEntries: union(further.secondEntries, behind.secondEntries, (entry) =>
      String(entry.transcription),
    ).sort((one, next) => one.transcription - next.transcription),
    scans: union(further.scans, behind.scans, ({ at, userId, lotId, verdict }) =>
      JSON.stringify([at, userId, lotId, verdict]),
    ).sort((one, next) => (one.at < next.at ? -1 : one.at > next.at ? 1 : 0)),
  };
  return toBinary(PrescriptionChangedSchema, {
    ...message,
    prescription: united,
    changed: [],
    beforeJson: '',
    afterJson: '',
  });
};

const unitePatients = (standing: Uint8Array, other: Uint8Array, type: string): Uint8Array => {
  const message = fromBinary(PatientChangedSchema, standing);
  const stands = message.patient!;
  const said = fromBinary(PatientChangedSchema, other).patient!;
  const allergies = union(stands.allergies, said.allergies, ({ substance }) =>
    substance.trim().toLowerCase(),
  );
  return toBinary(PatientChangedSchema, {
    ...message,
    patient: {
      ...stands,
      allergies,
      allergyStatus: allergies.length > 0 ? 'listed' : stands.allergyStatus,
      // An older version says nothing of merges but where merging is what it tells; of two, the first counts.
      mergedInto: stands.mergedInto || (type === 'patient.merged' ? said.mergedInto : ''),
    },
    changed: [],
    beforeJson: '',
    afterJson: '',
  });
};

/** What is put back twice, told by two who did not know of each other, is put back once: each movement is undone once. */
const movementName = ({ id, reverses }: Movement): string =>
  reverses === undefined ? id : `undoes ${reverses}`;

const uniteStock = (standing: Uint8Array, other: Uint8Array): Uint8Array => {
  const message = fromBinary(StockChangedSchema, standing);
  const said = fromBinary(StockChangedSchema, other);
  const lot = message.lot!;
  return toBinary(StockChangedSchema, {
    ...message,
    // Out of use by either is out of use.
    lot: {
      ...lot,
      ...(lot.quarantine === undefined &&
        said.lot?.quarantine !== undefined && { quarantine: said.lot.quarantine }),
    },
    movements: union(message.movements, said.movements, movementName),
    beforeJson: '',
    afterJson: '',
  });
};

/** What an event makes of the thing: what it says, which of a lot may be only what moved since. */
export const imageAfter = (standing: Standing | null, event: Judged): Uint8Array => {
  if (typeOf(event.payloadType) !== 'StockChanged') return event.payload;
  const message = fromBinary(StockChangedSchema, event.payload);
  if (!message.onlyNew) return event.payload;
  const before = standing === null ? [] : fromBinary(StockChangedSchema, standing.image).movements;
  const movements = union(before, message.movements, movementName);
  return toBinary(StockChangedSchema, { ...message, movements, onlyNew: false });
};

const uniteOf: Readonly<Record<string, Unite>> = {
  PrescriptionChanged: uniteOrders,
  PatientChanged: unitePatients,
  StockChanged: uniteStock,
  HospitalCareChanged: uniteCare,
};

/** The branch an image says it belongs to; null where its kind belongs to none. */
export const branchOfImage = ({
  payloadType,
  payload,
}: Pick<Judged, 'payloadType' | 'payload'>): string | null => {
  const type = typeOf(payloadType);
  if (type === 'PrescriptionChanged') return orderIn(payload).branchId;
  return type === 'StockChanged' ? (fromBinary(StockChangedSchema, payload).lot?.branchId ?? '') : null;
};

/** An edit that lost but names an allergy that does not stand. */
export const keepsAlways = (standing: Standing, event: Judged): boolean => {
  if (typeOf(event.payloadType) !== 'PatientChanged' || standing.payloadType !== event.payloadType)
    return false;
  const known = new Set(
    fromBinary(PatientChangedSchema, standing.image).patient?.allergies.map(({ substance }) =>
      substance.trim().toLowerCase(),
    ),
  );
  return (fromBinary(PatientChangedSchema, event.payload).patient?.allergies ?? []).some(
    ({ substance }) => !known.has(substance.trim().toLowerCase()),
  );
};

/** Given out, or in a bag with its name on it. */
const isDispensed = ({ stage, outcome }: Prescription) =>
  stage === 'ready' || (stage === 'completed' && outcome === 'handed-over');

/**
 * Whether a patient may be harmed: two bags of one order, or one of an order that was rejected or failed elsewhere.
 */
export const isSafetyMatter = (standing: Standing, event: Judged): boolean => {
  if (typeOf(event.payloadType) !== 'PrescriptionChanged' || standing.payloadType !== event.payloadType)
    return false;
  const stands = orderIn(standing.image);
  const happened = orderIn(event.payload);
  if (!isDispensed(happened)) return false;
  const ended = stands.stage === 'rejected' || stands.stage === 'failed';
  return ended || (isDispensed(stands) && stands.bagCode !== happened.bagCode);
};

/**
 * Whether nobody has to look at what came of two versions: what hospitals say; of a lot, as long as no more left the shelf than
 * was on it; of a patient merged at two workstations, where both merged him into the same record.
 */
export const isHarmless = (standing: Standing, event: Judged, image: Uint8Array): boolean => {
  if (event.type === 'patient.merged')
    return (
      fromBinary(PatientChangedSchema, standing.image).patient?.mergedInto ===
      fromBinary(PatientChangedSchema, event.payload).patient?.mergedInto
    );
  const type = typeOf(standing.payloadType);
  return type === 'HospitalCareChanged' || (type === 'StockChanged' && isOnShelf(image));
};

const isOnShelf = (image: Uint8Array): boolean =>
  fromBinary(StockChangedSchema, image).movements.reduce((sum, { quantity }) => sum + quantity, 0n) >= 0n;
