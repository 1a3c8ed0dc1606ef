/**
 * Records and what is in them: an envelope becomes bytes once, when its event happens, and is never written anew.
 * A record is Protobuf, or JSON `{ urn, event, payload, envelope }` where the topic's partners read that: `envelope` is
 * base64 of the very bytes, so that nothing is lost; without it the record is an outside system's own.
 * Fields that this version does not know stay in the bytes. What an event means is not here.
 */
import { create, fromBinary, type Message, type MessageShape, toBinary, toJson } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import * as adt from './gen/mortar/v1/adt_pb.js';
import * as care from './gen/mortar/v1/care_pb.js';
import * as conflict from './gen/mortar/v1/conflict_pb.js';
import * as document from './gen/mortar/v1/document_pb.js';
import { type Envelope, EnvelopeSchema } from './gen/mortar/v1/envelope_pb.js';
import * as intake from './gen/mortar/v1/intake_pb.js';
import * as patient from './gen/mortar/v1/patient_pb.js';
import * as person from './gen/mortar/v1/person_pb.js';
import * as prescriber from './gen/mortar/v1/prescriber_pb.js';
import * as prescription from './gen/mortar/v1/prescription_pb.js';
import * as reference from './gen/mortar/v1/reference_pb.js';
import * as snapshot from './gen/mortar/v1/snapshot_pb.js';
import * as stock from './gen/mortar/v1/stock_pb.js';
import * as system from './gen/mortar/v1/system_pb.js';

/** Every message a payload may be, by its name without the package. */
export const payloads = {
  PrescriptionChanged: prescription.PrescriptionChangedSchema,
  PrescriptionClaimed: prescription.PrescriptionClaimedSchema,
  PrescriptionDispensed: prescription.PrescriptionDispensedSchema,
  PrescriptionFailed: prescription.PrescriptionFailedSchema,
  PatientChanged: patient.PatientChangedSchema,
  HospitalCareChanged: care.HospitalCareChangedSchema,
  PrescriberChanged: prescriber.PrescriberChangedSchema,
  PersonChanged: person.PersonChangedSchema,
  DocumentReceived: document.DocumentReceivedSchema,
  DocumentPage: document.DocumentPageSchema,
  StockChanged: stock.StockChangedSchema,
  IntakeAutomationRequest: intake.IntakeAutomationRequestSchema,
  IntakeAutomationResult: intake.IntakeAutomationResultSchema,
  ConflictOpened: conflict.ConflictOpenedSchema,
  ConflictResolved: conflict.ConflictResolvedSchema,
  AdtReceived: adt.AdtReceivedSchema,
  AdtAlert: adt.AdtAlertSchema,
  DrugListed: reference.DrugListedSchema,
  PrescriberListed: reference.PrescriberListedSchema,
  PriceListed: reference.PriceListedSchema,
  SnapshotPart: snapshot.SnapshotPartSchema,
  SnapshotManifest: snapshot.SnapshotManifestSchema,
  SequenceSkipped: system.SequenceSkippedSchema,
  DeadLetter: system.DeadLetterSchema,
} as const;
export type PayloadName = keyof typeof payloads;
export type Payload<N extends PayloadName> = MessageShape<(typeof payloads)[N]>;

const PACKAGE = 'mortar.v1.';

/** `corrupt`: nobody can read it. `newer`: a later version of the program will. Never quotes the record. */
export class EnvelopeError extends Error {
  readonly kind: 'corrupt' | 'newer';
  constructor(kind: 'corrupt' | 'newer', sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.kind = kind;
  }
}

/** All of an envelope but its payload. */
export type EnvelopeFacts = Omit<Envelope, keyof Message | '$unknown' | 'payloadType' | 'payload'>;

/** The bytes of an event. `payload` is a message, or bytes of one made before. */
export const encodeEnvelope = <N extends PayloadName>(
  facts: Partial<EnvelopeFacts>,
  name: N,
  payload: Payload<N> | Uint8Array,
): Uint8Array =>
  toBinary(
    EnvelopeSchema,
    create(EnvelopeSchema, {
      ...(facts as EnvelopeFacts),
      payloadType: PACKAGE + name,
      payload:
        payload instanceof Uint8Array
          ? payload
          : toBinary(payloads[name] as GenMessage<Message>, payload as Message),
    }),
  );

/** What came: an event of a workstation or service with its very bytes, or something an outside system said. */
export type Heard =
  | { readonly by: 'envelope'; readonly envelope: Envelope; readonly bytes: Uint8Array }
  | {
      readonly by: 'outside';
      readonly urn: string;
      readonly event: string;
      readonly payload: Record<string, unknown>;
    };

const blank = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** The object a record is as JSON, or null where it is none. */
export const jsonOf = (bytes: Uint8Array): Record<string, unknown> | null => {
  const first = bytes.find((byte) => !blank.has(byte));
  if (first !== 0x7b) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

const ofProtobuf = (bytes: Uint8Array): Heard => {
  let envelope: Envelope;
  try {
    envelope = fromBinary(EnvelopeSchema, bytes);
  } catch (cause) {
    throw new EnvelopeError('corrupt', 'This record cannot be read: it is neither an envelope nor JSON.', {
      cause,
    });
  }
  const { eventId, type, urn, producerId, payloadType } = envelope;
  const missing = Object.entries({ eventId, type, urn, producerId, payloadType }).find(
    ([, value]) => value === '',
  );
  if (missing) throw new EnvelopeError('corrupt', `This record cannot be read: its ${missing[0]} is empty.`);
  return { by: 'envelope', envelope, bytes };
};

/** Reads a record in either form. Throws `EnvelopeError`. */
export const decodeRecord = (value: Uint8Array): Heard => {
  const json = jsonOf(value);
  if (json === null) return ofProtobuf(value);
  if (typeof json.envelope === 'string') return ofProtobuf(Buffer.from(json.envelope, 'base64'));
  const { urn, event, payload } = json;
  if (typeof urn !== 'string' || typeof event !== 'string')
    throw new EnvelopeError('corrupt', 'This JSON record cannot be read: it needs the texts urn and event.');
  if (payload !== undefined && (typeof payload !== 'object' || payload === null || Array.isArray(payload)))
    throw new EnvelopeError('corrupt', 'This JSON record cannot be read: its payload is no object.');
  return { by: 'outside', urn, event, payload: (payload ?? {}) as Record<string, unknown> };
};

/** Reads an envelope of our own making, or one kept before. Throws `EnvelopeError`. */
export const decodeEnvelope = (bytes: Uint8Array): Envelope => {
  const heard = ofProtobuf(bytes);
  return (heard as Extract<Heard, { by: 'envelope' }>).envelope;
};

/** The name of an envelope's payload without the package. Throws `EnvelopeError` where this version knows none such. */
export const payloadNameOf = ({ payloadType }: Pick<Envelope, 'payloadType'>): PayloadName => {
  const name = payloadType.startsWith(PACKAGE) ? payloadType.slice(PACKAGE.length) : '';
  if (!Object.hasOwn(payloads, name))
    throw new EnvelopeError('newer', 'This record is of a kind that this version of Mortar does not know.');
  return name as PayloadName;
};

/** The payload of an envelope as the message it has to be. Throws `EnvelopeError`. */
export const payloadOf = <N extends PayloadName>(
  envelope: Pick<Envelope, 'payloadType' | 'payload'>,
  name: N,
): Payload<N> => {
  const is = payloadNameOf(envelope);
  if (is !== name) throw new EnvelopeError('corrupt', `This record holds a ${is} where a ${name} belongs.`);
  try {
    return fromBinary(payloads[name] as GenMessage<Message>, envelope.payload) as Payload<N>;
  } catch (cause) {
    throw new EnvelopeError('corrupt', 'This record cannot be read: its content is damaged.', { cause });
  }
};

/** The payload as JSON of Protobuf, for a person to look at; null where this version cannot read it. */
export const payloadAsJson = (envelope: Pick<Envelope, 'payloadType' | 'payload'>): unknown => {
  try {
    const schema = payloads[payloadNameOf(envelope)] as GenMessage<Message>;
    return toJson(schema, fromBinary(schema, envelope.payload));
  } catch {
    return null;
  }
};

/** Every field there is, also where it says nothing: whoever reads it has agreed on them by name. */
const plainJson = (envelope: Pick<Envelope, 'payloadType' | 'payload'>): unknown => {
  const schema = payloads[payloadNameOf(envelope)] as GenMessage<Message>;
  return toJson(schema, fromBinary(schema, envelope.payload), { alwaysEmitImplicit: true });
};

/** What tools and partners see of a record without reading it: nothing of a patient. */
export const headersOf = (
  { eventId, type, producerId }: Pick<Envelope, 'eventId' | 'type' | 'producerId'>,
  format: 'protobuf' | 'json',
): Record<string, string> => ({
  ce_id: eventId,
  ce_type: type,
  ce_source: `urn:mortar:workstation:${producerId}`,
  ce_specversion: '1.0',
  'content-type': format === 'json' ? 'application/json' : 'application/protobuf',
});

const instantOf = ({ occurredAt }: Envelope) =>
  occurredAt === undefined ? null : timestampDate(occurredAt).toISOString();

/** What an outside system reads of an event. */
const factsOf = (envelope: Envelope): Record<string, unknown> => {
  const order =
    payloadNameOf(envelope) === 'PrescriptionChanged'
      ? payloadOf(envelope, 'PrescriptionChanged').prescription
      : undefined;
  return {
    patientId: envelope.patientId || null,
    pharmacyId: envelope.branchId,
    ...(order && { stage: order.stage, outcome: order.outcome ?? null }),
    reason: envelope.reason || null,
    timestamp: instantOf(envelope),
  };
};

/** Messages that say themselves all that their JSON readers want, and are told without an envelope. */
const plain: ReadonlySet<PayloadName> = new Set(['PrescriptionDispensed', 'PrescriptionFailed']);

/** The value of the record that carries an event. `bytes` are those of `encodeEnvelope`. */
export const recordValueOf = (bytes: Uint8Array, format: 'protobuf' | 'json'): Uint8Array => {
  if (format === 'protobuf') return bytes;
  const envelope = decodeEnvelope(bytes);
  return Buffer.from(
    JSON.stringify(
      plain.has(payloadNameOf(envelope))
        ? plainJson(envelope)
        : {
            urn: envelope.urn,
            event: envelope.type,
            payload: factsOf(envelope),
            envelope: Buffer.from(bytes).toString('base64'),
          },
    ),
  );
};
