/**
 * The event log: append-only rows, each sealed with SHA-256 over itself and the seal of the row before.
 * Appending happens inside the command's transaction; an edit, a removal or a swap of any row breaks the chain.
 */
import { hash } from 'node:crypto';
import type { EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import type { Reader, Writer } from './database.ts';

export interface EventRow {
  seq: number;
  id: string;
  name: string;
  subject_kind: string;
  subject_id: string;
  patient_id: string | null;
  at: string;
  user_id: string | null;
  command_id: string;
  reason: string | null;
  data: string;
  before: string | null;
  after: string | null;
  hash: Uint8Array;
}

export interface Author {
  at: string;
  userId: string | null;
  commandId: string;
}

const GENESIS = Buffer.alloc(32);
const columns =
  'seq, id, name, subject_kind, subject_id, patient_id, at, user_id, command_id, reason, data, before, after, hash';

/** The seal of a row: over the seal before it and every column in their order. */
export const sealOf = (previous: Uint8Array, row: Omit<EventRow, 'hash'>): Buffer =>
  hash(
    'sha256',
    `${Buffer.from(previous).toString('base64')}${JSON.stringify([
      row.seq,
      row.id,
      row.name,
      row.subject_kind,
      row.subject_id,
      row.patient_id,
      row.at,
      row.user_id,
      row.command_id,
      row.reason,
      row.data,
      row.before,
      row.after,
    ])}`,
    'buffer',
  );

const json = (value: Record<string, unknown> | null | undefined) => (value ? JSON.stringify(value) : null);

/** Appends the drafts in their order and answers the rows. */
export const appendEvents = (store: Writer, author: Author, drafts: EventDraft[]): EventRow[] => {
  const last = store.get<{ seq: number; hash: Uint8Array }>(
    'SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1',
  );
  let seq = last?.seq ?? 0;
  let previous: Uint8Array = last?.hash ?? GENESIS;
  return drafts.map((draft) => {
    seq += 1;
    const row = {
      seq,
      id: newId(),
      name: draft.name,
      subject_kind: draft.subject.kind,
      subject_id: draft.subject.id,
      patient_id: draft.patientId ?? null,
      at: author.at,
      user_id: author.userId,
      command_id: author.commandId,
      // Half a surrogate pair would come back from the file as another sign, and the seal would not hold.
      reason: draft.reason?.toWellFormed() ?? null,
      data: JSON.stringify(draft.data),
      before: json(draft.before),
      after: json(draft.after),
    };
    const sealed = { ...row, hash: sealOf(previous, row) };
    store.run(
      `INSERT INTO event (${columns}) VALUES (:seq, :id, :name, :subject_kind, :subject_id, :patient_id, :at, :user_id, :command_id, :reason, :data, :before, :after, :hash)`,
      sealed,
    );
    previous = sealed.hash;
    return sealed;
  });
};

/** Walks the chain and answers how many rows hold, and the number of the first that does not. */
export const checkChain = (store: Reader): { rows: number; brokenAt: number | null } => {
  let previous: Uint8Array = GENESIS;
  let expected = 1;
  for (const row of store.each<EventRow>(`SELECT ${columns} FROM event ORDER BY seq`)) {
    if (row.seq !== expected || !sealOf(previous, row).equals(Buffer.from(row.hash)))
      return { rows: expected - 1, brokenAt: row.seq };
    previous = row.hash;
    expected += 1;
  }
  return { rows: expected - 1, brokenAt: null };
};
