/** A conflict in words: what it is, both versions side by side, and what is to be done where a patient may be harmed. */
import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { z } from 'zod';
import type { conflictRow, conflictView, versionOf } from '../contract/sync.ts';
import { sentenceOfHeard } from '../history/history.ts';
import { priorityName } from '../prescription/prescription.ts';
import { fromThousandths } from '../quantity.ts';
import type { Reader } from '../store/database.ts';
import type { ConflictRow } from './conflict.ts';
import { decodeRecord, payloadOf, payloads } from './envelope.ts';
import type { Envelope } from './gen/mortar/v1/envelope_pb.js';
import type { Patient } from './gen/mortar/v1/patient_pb.js';
import type { Prescription } from './gen/mortar/v1/prescription_pb.js';
import { bytesOfHeard, type Packed } from './heard.ts';
import { OUTSIDE_USER, outsideEvent } from './outside.ts';
import { aggregateSubject } from './subject.ts';
import { parseUrn } from './urn.ts';

type Row = z.output<typeof conflictRow>;
type View = z.output<typeof conflictView>;
type Version = z.output<typeof versionOf>;

const sentences: Record<ConflictRow['kind'], string> = {
  refused: 'Two people decided at once. The first decision stands; the other was not carried out.',
  'both-stand': 'Two things were done that do not fit together. Both happened and both are kept.',
  'double-dispense':
    'It may have been dispensed twice, or after it was stopped elsewhere. Call the patient now.',
  'other-branch': 'It was worked on in a branch it does not belong to.',
  'gone-on': 'Another system told of a step that is not possible where the order stands.',
};

const callList: readonly string[] = [
  'Call the patient: ask what was collected, when, and what has been taken.',
  'If both supplies were collected, have one brought back, and tell the prescriber.',
  'Call the other branch: agree which supply stands, and set the other right in stock.',
  'Reverse the second claim with the insurer.',
  'Write down who was called and what was said, as the reason.',
];

const nameOf = (store: Reader, kind: string, id: string): string => {
  if (kind === 'prescription')
    return (
      store.get<{ name: string }>(
        `SELECT concat_ws(' ', 'Rx ' || p.rx_number, d.name, d.strength) AS name FROM prescription p
         LEFT JOIN drug d ON d.ndc11 = p.ndc11 WHERE p.id = ?`,
        [id],
      )?.name || 'Prescription'
    );
  const table = { patient: 'patient', prescriber: 'prescriber' }[kind];
  if (table)
    return (
      store.get<{ name: string }>(
        `SELECT family_name || ', ' || given_names AS name FROM ${table} WHERE id = ?`,
        [id],
      )?.name ?? kind
    );
  if (kind === 'lot')
    return (
      store.get<{ name: string }>(
        `SELECT d.name || ' lot ' || l.lot AS name FROM lot l JOIN drug d ON d.ndc11 = l.ndc11 WHERE l.id = ?`,
        [id],
      )?.name ?? 'Lot'
    );
  return kind;
};

/** Why another system was refused is said by the rules again, of how the order stood then. */
const sentenceOf = (row: ConflictRow): string => {
  const heard = row.kind === 'gone-on' ? decodeRecord(row.other) : null;
  if (heard?.by !== 'outside') return sentences[row.kind];
  const standing = {
    ...{ head: row.standing_event, branch: row.branch, lease: null, lost: [] },
    ...{ payloadType: payloads.PrescriptionChanged.typeName, image: row.standing_image },
  };
  const answer = outsideEvent(standing, heard, row.other_event, Date.parse(row.at));
  return 'sentence' in answer ? answer.sentence : sentences[row.kind];
};

export const conflictRowOf = (store: Reader, row: ConflictRow): Row => {
  const { kind, id } = parseUrn(row.urn)!;
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    subject: aggregateSubject(row.urn),
    title: nameOf(store, kind, id),
    sentence: sentenceOf(row),
    at: row.at,
    settled:
      row.settled_at === null
        ? null
        : {
            at: row.settled_at,
            by: row.settled_by ?? '',
            decision: row.decision as NonNullable<Row['settled']>['decision'],
            reason: row.reason ?? '',
          },
  };
};

const versionOfEnvelope = (envelope: Envelope): Version => ({
  eventId: envelope.eventId,
  type: envelope.type,
  sentence: sentenceOfHeard(envelope.type, envelope.reason || null),
  branch: envelope.branchName || envelope.branchId,
  workstation: envelope.workstationName,
  by: envelope.actor?.name ?? '',
  at: envelope.occurredAt ? timestampDate(envelope.occurredAt).toISOString() : '1970-01-01T00:00:00.000Z',
  offlineSince: envelope.offlineSince ? timestampDate(envelope.offlineSince).toISOString() : null,
});

const outsideVersion = (eventId: string, type: string, at: string): Version => ({
  eventId,
  type,
  sentence: sentenceOfHeard(type, null),
  branch: '',
  workstation: '',
  by: 'Another system',
  at,
  offlineSince: null,
});

/** How this workstation is named to the others. */
interface Here {
  branch: string;
  workstation: string;
}

/** Who did what stood then: heard from elsewhere, done here, or made of two. */
const standingVersion = (store: Reader, row: ConflictRow, here: Here): Version => {
  const heard = store.get<Packed & { type: string; occurred_at: number }>(
    'SELECT pack, start, length, type, occurred_at FROM heard_event WHERE id = ? AND pack IS NOT NULL',
    [row.standing_event],
  );
  if (heard) {
    const record = decodeRecord(bytesOfHeard(store, heard));
    return record.by === 'envelope'
      ? versionOfEnvelope(record.envelope)
      : outsideVersion(row.standing_event, heard.type, new Date(heard.occurred_at).toISOString());
  }
  const own = store.get<{ name: string; reason: string | null; at: string; by: string | null }>(
    'SELECT e.name, e.reason, e.at, u.display_name AS by FROM event e LEFT JOIN user u ON u.id = e.user_id WHERE e.id = ?',
    [row.standing_event],
  );
  return {
    eventId: row.standing_event,
    type: own?.name ?? '',
    sentence: own ? sentenceOfHeard(own.name, own.reason) : 'How it stood',
    ...(own ? here : { branch: row.branch, workstation: '' }),
    by: own?.by ?? '',
    at: own?.at ?? row.at,
    offlineSince: null,
  };
};

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const amount = (value: bigint | undefined) =>
  value === undefined ? undefined : fromThousandths(Number(value));

type Field<T> = [name: string, of: (from: T) => unknown, as?: View['fields'][number]['as']];

const orderFields: Field<Prescription>[] = [
  ['Stage', ({ stage }) => stage, 'stage'],
  ['Outcome', ({ outcome }) => outcome, 'outcome'],
  ['Branch', ({ branchId }) => branchId],
  ['Rx number', ({ rxNumber }) => rxNumber],
  ['Drug', ({ drug }) => drug && `${drug.name} ${drug.strength}`],
  ['Directions', ({ sigSentence }) => sigSentence],
  ['Quantity', ({ quantity }) => amount(quantity)],
  ['Days’ supply', ({ daysSupply }) => daysSupply],
  ['Refills', ({ refills }) => refills],
  ['Priority', ({ priority }) => priorityName(priority), 'priority'],
  ['Promised', ({ promisedAt }) => promisedAt, 'instant'],
  ['On hold because', ({ holdReason }) => holdReason, 'hold-reason'],
  ['Counted', ({ filledQuantity }) => amount(filledQuantity)],
  ['Bag', ({ bagCode }) => bagCode],
  ['Bin', ({ bin }) => bin],
  ['Approved', ({ approvedAt }) => approvedAt, 'instant'],
  ['Ready since', ({ readyAt }) => readyAt, 'instant'],
  ['Ended', ({ endedAt }) => endedAt, 'instant'],
  ['Collected by', ({ handOver }) => handOver && JSON.parse(handOver.collector).name],
];
const patientFields: Field<Patient>[] = [
  ['Family name', ({ familyName }) => familyName],
  ['Given names', ({ givenNames }) => givenNames],
  ['Date of birth', ({ dateOfBirth }) => dateOfBirth],
  ['Sex', ({ sex }) => sex, 'sex'],
  ['Address', ({ address }) => address],
  ['Telephone', ({ phone }) => phone],
  ['MRN', ({ mrn }) => mrn],
  ['NHS number', ({ nhsNumber }) => nhsNumber],
  ['Allergies', ({ allergies }) => allergies.map(({ substance }) => substance).join(', ')],
  ['Merged', ({ mergedInto }) => mergedInto && 'into another record'],
];

const sideBySide = <T>(fields: readonly Field<T>[], standing: T, other: T): View['fields'] =>
  fields
    .map(([name, of, as = 'words']) => ({ name, as, standing: text(of(standing)), other: text(of(other)) }))
    .filter((field) => field.standing !== '' || field.other !== '')
    .map((field) => ({ ...field, differs: field.standing !== field.other }))
    .sort((one, next) => Number(next.differs) - Number(one.differs));

const fieldsOf = (row: ConflictRow, envelope: Envelope | null): View['fields'] => {
  if (envelope === null) return [];
  if (envelope.payloadType.endsWith('.PrescriptionChanged')) {
    const standing = fromBinary(payloads.PrescriptionChanged, row.standing_image).prescription;
    const other = payloadOf(envelope, 'PrescriptionChanged').prescription;
    return standing && other ? sideBySide(orderFields, standing, other) : [];
  }
  if (envelope.payloadType.endsWith('.PatientChanged')) {
    const standing = fromBinary(payloads.PatientChanged, row.standing_image).patient;
    const other = payloadOf(envelope, 'PatientChanged').patient;
    return standing && other ? sideBySide(patientFields, standing, other) : [];
  }
  return [];
};

export const conflictViewOf = (store: Reader, row: ConflictRow, here: Here): View => {
  const heard = decodeRecord(row.other);
  const envelope = heard.by === 'envelope' ? heard.envelope : null;
  return {
    ...conflictRowOf(store, row),
    standing: standingVersion(store, row, here),
    other: envelope
      ? versionOfEnvelope(envelope)
      : outsideVersion(row.other_event, heard.by === 'outside' ? heard.event : OUTSIDE_USER, row.at),
    fields: fieldsOf(row, envelope),
    callList: row.severity === 1 ? [...callList] : [],
  };
};
