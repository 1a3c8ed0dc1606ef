/** What was heard from other workstations and systems about a thing or a patient, as the history tells it. */
import { isOfPatientSql } from '../patient/records.ts';
import type { Reader } from '../store/database.ts';
import { decodeRecord, payloadAsJson } from './envelope.ts';
import { bytesOfHeard, type Packed } from './heard.ts';
import { aggregateSubject } from './subject.ts';
import { type AggregateKind, urnOf } from './urn.ts';

export interface HeardEntry {
  name: string;
  at: string;
  by: { id: string; name: string } | null;
  subject: { kind: string; id: string };
  reason: string | null;
  data: Record<string, unknown>;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Where it was done. */
  from: { branch: string; workstation: string };
  /** It was not carried out: somebody had decided otherwise before. */
  refused: boolean;
}

interface Row extends Packed {
  urn: string;
  type: string;
  verdict: string;
  occurred_at: number;
}

const objectIn = (text: unknown): Record<string, unknown> | null =>
  typeof text === 'string' && text !== '' ? JSON.parse(text) : null;

const entryOf = (store: Reader, row: Row): HeardEntry => {
  const heard = decodeRecord(bytesOfHeard(store, row));
  const shared = {
    name: row.type,
    at: new Date(row.occurred_at).toISOString(),
    subject: aggregateSubject(row.urn),
    refused: row.verdict === 'refused',
  };
  if (heard.by === 'outside') {
    const reason = heard.payload.reason;
    const nothing = { data: {}, before: null, after: null };
    return {
      ...shared,
      ...nothing,
      by: { id: 'outside', name: 'Another system' },
      reason: typeof reason === 'string' ? reason : null,
      from: { branch: '', workstation: '' },
    };
  }
  const { envelope } = heard;
  const payload = payloadAsJson(envelope) as Record<string, unknown> | null;
  return {
    ...shared,
    by: envelope.actor?.userId ? { id: envelope.actor.userId, name: envelope.actor.name } : null,
    reason: envelope.reason || null,
    data: objectIn(payload?.dataJson) ?? {},
    before: objectIn(payload?.beforeJson),
    after: objectIn(payload?.afterJson),
    from: { branch: envelope.branchName || envelope.branchId, workstation: envelope.workstationName },
  };
};

const kindOf: Readonly<Record<string, AggregateKind>> = {
  prescription: 'prescription',
  patient: 'patient',
  prescriber: 'prescriber',
  user: 'person',
  document: 'document',
  lot: 'lot',
};

/** What was heard about a thing, or about all of a patient, in the order asked for. */
export const heardAbout = (
  store: Reader,
  about: { subject?: { kind: string; id: string } | undefined; patientId?: string | undefined },
  order: 'newest' | 'oldest',
  limit: number,
): HeardEntry[] => {
  const kind = about.subject ? kindOf[about.subject.kind] : undefined;
  if (kind === undefined && about.patientId === undefined) return [];
  const [where, value] =
    kind !== undefined
      ? ['h.thing = (SELECT id FROM heard_thing WHERE urn = :value)', urnOf(kind, about.subject!.id)]
      : [
          `h.patient IN (SELECT t.id FROM patient p JOIN heard_thing t ON t.urn = '${urnOf('patient', '')}' || p.id
           WHERE ${isOfPatientSql('p.id', ':value')})`,
          about.patientId!,
        ];
  return store
    .all<Row>(
      `SELECT s.urn, h.type, h.verdict, h.occurred_at, h.pack, h.start, h.length
       FROM heard_event h JOIN heard_thing s ON s.id = h.thing
       WHERE ${where} AND h.pack IS NOT NULL
       ORDER BY h.occurred_at ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT :limit`,
      { value, limit },
    )
    .map((row) => entryOf(store, row));
};
