/**
 * From the events of a command to records that wait to be published, in the command's own transaction.
 *
 * Always: what is kept are final bytes, numbered in their partition, based on what the rows showed before. Until a
 * central is named only what is told from the start is kept (dispensed, failed); how things stood before that is told
 * by baseline.ts.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { DeliveryDraft, EventDraft } from '../handler.ts';
import type { Reader, Writer } from '../store/database.ts';
import type { EventRow } from '../store/event-log.ts';
import { type Authorship, isNamed, type Setting, send } from './author.ts';
import { type Payload, type PayloadName, payloads } from './envelope.ts';
import {
  classOfTreatment,
  type EventTreatment,
  ofCare,
  orderOfIntakeEvent,
  treatmentOf,
} from './event-classes.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { documentPages } from './image/document.ts';
import { imageOf, payloadOfKind } from './image/image.ts';
import { lotsMovedFor, stockMovedAt } from './image/stock.ts';
import { movedEventId, movedOf } from './moved.ts';
import { headInRows, setShownEvent, shownEvent } from './standing.ts';
import { type TopicName, topicOfKind } from './topics.ts';
import { type AggregateKind, derivedId, urnOf } from './urn.ts';

export interface CaptureParts {
  setting: Setting;
  /** Since when central was not heard; null while it is. */
  offlineSince(): string | null;
}

export interface Captured {
  at: string;
  userId: string | null;
  commandId: string;
  drafts: readonly EventDraft[];
  /** The rows of the drafts in the event log, in their order. */
  rows: readonly EventRow[];
}

/** Called by the dispatcher for the events it has just kept. */
export type Capture = (store: Writer, captured: Captured) => void;

const kindOfSubject: Partial<Record<EventDraft['subject']['kind'], AggregateKind>> = {
  prescription: 'prescription',
  patient: 'patient',
  prescriber: 'prescriber',
  user: 'person',
  document: 'document',
  lot: 'lot',
};

/** The thing of the log that an event of ours is about. */
const thingOf = ({ name, subject, data }: EventDraft): { kind: AggregateKind; id: string } | null => {
  const kind = subject.kind === 'patient' && ofCare.has(name) ? 'care' : kindOfSubject[subject.kind];
  if (kind !== undefined) return { kind, id: subject.id };
  const order = subject.kind === 'intake' ? orderOfIntakeEvent(data) : null;
  return order === null ? null : { kind: 'prescription', id: order };
};

/** The event the next one about a thing comes after: none, where its rows do not show yet what was heard of it. */
const baseOf = (store: Reader, urn: string): string => shownEvent(store, urn) ?? headInRows(store, urn) ?? '';

const claimOf = (store: Reader, id: string, at: string): Payload<'PrescriptionClaimed'> => {
  const row = store.get<{ claimed_by: string | null; claim_expires_at: string | null }>(
    'SELECT claimed_by, claim_expires_at FROM prescription WHERE id = ?',
    [id],
  );
  const until = row?.claim_expires_at ?? null;
  return create(payloads.PrescriptionClaimed, {
    userId: row?.claimed_by ?? '',
    released: (row?.claimed_by ?? null) === null,
    lastsMs: until === null ? 0 : Math.max(0, Date.parse(until) - Date.parse(at)),
    until: until ?? '',
  });
};

const json = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value));

/**
 * @param movedAt of a lot that was told of before: the instant of what alone is told now
 * @param moved the lots an order's event moved on the shelf
 */
const changedPayload = (
  store: Reader,
  kind: AggregateKind,
  id: string,
  treatment: EventTreatment,
  row: Pick<EventRow, 'data' | 'before' | 'after'>,
  movedAt: string | null,
  moved: readonly Uint8Array[],
): Uint8Array => {
  const schema = payloads[payloadOfKind[kind]];
  const image =
    treatment === 'note'
      ? create(schema)
      : movedAt !== null
        ? stockMovedAt(store, id, movedAt)
        : imageOf(store, kind, id);
  if (image === null) throw new Error(`an event tells of a ${kind} that is not on file`);
  const told = { dataJson: row.data, beforeJson: row.before ?? '', afterJson: row.after ?? '' };
  const changed = Object.keys(row.after === null ? {} : JSON.parse(row.after));
  return toBinary(
    schema as typeof payloads.PrescriptionChanged,
    {
      ...image,
      ...told,
      changed,
      ...(kind === 'prescription' && { moved }),
    } as Payload<'PrescriptionChanged'>,
  );
};

const resolutionOf = (urn: string, by: Authorship, row: EventRow): Payload<'ConflictResolved'> => {
  const { conflictId, decision } = JSON.parse(row.data) as { conflictId: string; decision: string };
  const said = { conflictId, decision, urn, reason: row.reason ?? '', userId: by.userId ?? '', at: by.at };
  return create(payloads.ConflictResolved, said);
};

/**
 * One event of a thing: one of our own log, or of a lot, which follows from that of an order and goes out after it.
 * @param lots those it moved on the shelf
 */
const sendEvent = (
  store: Writer,
  by: Authorship,
  thing: { kind: AggregateKind; id: string },
  treatment: Exclude<EventTreatment, 'local'>,
  row: EventRow,
  eventId: string,
  lots: readonly string[],
): void => {
  const { kind, id } = thing;
  const urn = urnOf(kind, id);
  const baseEventId = baseOf(store, urn);
  const movedAt = kind === 'lot' && baseEventId !== '' ? by.at : null;
  const facts = {
    eventId,
    type: row.name,
    ...(movedAt !== null && { typeVersion: 2 }),
    urn,
    eventClass: classOfTreatment[treatment],
    baseEventId,
    correlationId: eventId === row.id ? '' : row.id,
    reason: row.reason ?? '',
    patientId: row.patient_id ?? '',
  };
  if (row.name === 'sync.conflictSettled')
    send(store, by, topicOfKind[kind], facts, 'ConflictResolved', resolutionOf(urn, by, row));
  else if (treatment === 'claim')
    send(store, by, topicOfKind[kind], facts, 'PrescriptionClaimed', claimOf(store, id, by.at));
  else
    send(
      store,
      by,
      topicOfKind[kind],
      facts,
      payloadOfKind[kind],
      changedPayload(store, kind, id, treatment, row, movedAt, movedOf(store, lots, by.at)),
      eventId === row.id ? undefined : row.id,
    );
  if (treatment === 'fact' || treatment === 'decision') setShownEvent(store, urn, eventId);
  if (row.name === 'document.received') sendPages(store, by, id, row.id);
};

/** A document's file and pages, each a record of its own behind its facts. */
export const sendPages = (store: Writer, by: Authorship, documentId: string, source: string): void => {
  const urn = urnOf('document', documentId);
  for (const page of documentPages(store, documentId))
    send(
      store,
      by,
      'documents',
      {
        eventId: derivedId(source, urn, page.number, page.part),
        type: 'document.page',
        urn,
        eventClass: EventClass.NOTE,
        correlationId: source,
      },
      'DocumentPage',
      page,
    );
};

/** The message of a delivery to central, by its topic. What else an order tells is its event itself. */
const tellings: Record<
  string,
  (content: Record<string, string>) => ['PrescriptionDispensed' | 'PrescriptionFailed', Uint8Array]
> = {
  'prescription.dispensed': (content) => [
    'PrescriptionDispensed',
    toBinary(
      payloads.PrescriptionDispensed,
      create(payloads.PrescriptionDispensed, {
        urn: content.urn ?? '',
        patientId: content.patientId ?? '',
        pharmacyId: content.pharmacyId ?? '',
        timestamp: content.timestamp ?? '',
      }),
    ),
  ],
  'prescription.failed': (content) => [
    'PrescriptionFailed',
    toBinary(
      payloads.PrescriptionFailed,
      create(payloads.PrescriptionFailed, {
        urn: content.urn ?? '',
        reason: content.reason ?? '',
        timestamp: content.timestamp ?? '',
      }),
    ),
  ],
};

/** Puts what is told of an order to whoever bills or reports into its queue. Answers false for what its event tells. */
export const sendTelling = (
  store: Writer,
  by: Authorship,
  event: { id: string; name: string; subjectId: string },
  delivery: Pick<DeliveryDraft, 'topic' | 'content'>,
): boolean => {
  const telling = tellings[delivery.topic];
  if (!telling) return false;
  const content = delivery.content as Record<string, string>;
  // A pharmacy without a number of its own is known by the code of its branch.
  const pharmacyId = content.pharmacyId || by.setting('branch.id');
  const [name, payload] = telling({ ...content, pharmacyId });
  const urn = urnOf('prescription', event.subjectId);
  const facts = {
    eventId: derivedId(event.id, delivery.topic),
    type: event.name,
    urn,
    eventClass: EventClass.FACT,
    correlationId: event.id,
  };
  send(store, by, delivery.topic as TopicName, facts, name, payload);
  return true;
};

/** The lots an event about an order moved on the shelf. */
const lotsOf = (store: Reader, draft: EventDraft, at: string): string[] =>
  draft.subject.kind === 'prescription' &&
  ['prescription.filled', 'prescription.fillReversed', 'prescription.fail', 'prescription.complete'].includes(
    draft.name,
  )
    ? lotsMovedFor(store, draft.subject.id, at)
    : [];

/**
 * One message of a hospital leaves several events of a patient, and one transaction takes in many messages: the last of them
 * brings how his care stands after all, those before are history.
 */
const lastDraftsOfCare = (drafts: readonly EventDraft[]): ReadonlyMap<string, number> =>
  new Map(
    drafts.flatMap((draft, index) =>
      ofCare.has(draft.name) ? [[draft.subject.id, index] as [string, number]] : [],
    ),
  );

export const createCapture =
  ({ setting, offlineSince }: CaptureParts): Capture =>
  (store, { at, userId, commandId, drafts, rows }) => {
    const named = isNamed(setting);
    const by: Authorship = { at, userId, commandId, offlineSince: offlineSince(), setting };
    const lastOfCare = lastDraftsOfCare(drafts);
    drafts.forEach((draft, index) => {
      const row = rows[index]!;
      for (const delivery of draft.deliveries ?? [])
        if (delivery.outlet === 'central')
          sendTelling(store, by, { id: row.id, name: row.name, subjectId: draft.subject.id }, delivery);
      if (!named) return;
      for (const message of draft.messages ?? [])
        send(
          store,
          by,
          message.topic as TopicName,
          {
            eventId: message.id,
            type: row.name,
            urn: message.key,
            eventClass: EventClass.NOTE,
            correlationId: row.id,
            patientId: row.patient_id ?? '',
          },
          message.payloadType.slice(message.payloadType.lastIndexOf('.') + 1) as PayloadName,
          message.payload,
        );
      const thing = thingOf(draft);
      if (thing === null) return;
      const isTold = thing.kind !== 'care' || lastOfCare.get(thing.id) === index;
      const treatment = isTold ? treatmentOf[draft.name] : 'note';
      if (treatment === 'local') return;
      const lots = lotsOf(store, draft, at);
      sendEvent(store, by, thing, treatment, row, row.id, lots);
      for (const lot of lots)
        sendEvent(
          store,
          by,
          { kind: 'lot', id: lot },
          'fact',
          { ...row, data: json({ lotId: lot, prescriptionId: draft.subject.id }), before: null, after: null },
          movedEventId(row.id, lot),
          [],
        );
    });
  };
