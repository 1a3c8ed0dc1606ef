/**
 * Rows of messages as they come and fare: SQL only. A message is its row and its bytes (raw-store.ts), written together. Whoever
 * changes how a message fares does it through here.
 */
import type { messageStates } from '../../contract/adt-values.ts';
import type { Reader, Writer } from '../../store/database.ts';
import type { Arrived } from '../arrived.ts';

export type MessageState = (typeof messageStates)[number];

export interface MessageDraft {
  readonly arrived: Arrived;
  readonly receivedAt: string;
  readonly sender: string;
  readonly controlId: string;
  readonly event: string;
  readonly saidAt: string;
  readonly likeness: Uint8Array;
  /** How its characters are read; empty where nothing of it is. */
  readonly charset: string;
  readonly acknowledgement: string | null;
  readonly state: MessageState;
  readonly problem: string | null;
  readonly idUsedBefore: boolean;
}

/** Keeps a message, without its bytes; answers its number. */
export const insertMessage = (store: Writer, draft: MessageDraft): number => {
  const { arrived } = draft;
  return Number(
    store.run(
      `INSERT INTO adt_message (source_id, way, peer, received_at, sender, control_id, event, said_at, likeness, charset,
         acknowledgement, state, problem, instead_of, id_used_before)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        arrived.sourceId,
        arrived.way,
        arrived.peer,
        draft.receivedAt,
        draft.sender,
        draft.controlId,
        draft.event,
        draft.saidAt,
        draft.likeness,
        draft.charset,
        draft.acknowledgement,
        draft.state,
        draft.problem,
        arrived.insteadOf ?? null,
        draft.idUsedBefore ? 1 : 0,
      ],
    ).lastInsertRowid,
  );
};

export interface EarlierRow {
  id: number;
  source_id: string;
  sender: string;
  likeness: Uint8Array;
  acknowledgement: string | null;
  state: MessageState;
}

/** So many control ids are looked for at a time, by one text of SQL. */
const ASKED_TOGETHER = 16;
const underSome = `SELECT id, source_id, control_id, sender, likeness, acknowledgement, state FROM adt_message
  WHERE control_id IN (${Array.from({ length: ASKED_TOGETHER }, () => '?').join(', ')}) ORDER BY id DESC`;

/** Messages that came under some control ids, none of them empty; by control id, each the newest first. */
export const messagesUnder = (store: Reader, controlIds: readonly string[]): Map<string, EarlierRow[]> => {
  const asked = [...new Set(controlIds)];
  const rows: (EarlierRow & { control_id: string })[] = [];
  for (let at = 0; at < asked.length; at += ASKED_TOGETHER)
    rows.push(
      ...store.all<EarlierRow & { control_id: string }>(
        underSome,
        Array.from({ length: ASKED_TOGETHER }, (_, index) => asked[at + index] ?? ''),
      ),
    );
  return Map.groupBy(rows, ({ control_id }) => control_id);
};

export const markCameAgain = (
  store: Writer,
  id: number,
  acknowledgement: string | null,
  now: string,
): void => {
  store.run(
    `UPDATE adt_message SET came_again = came_again + 1, came_again_at = ?,
       acknowledgement = coalesce(acknowledgement, ?) WHERE id = ?`,
    [now, acknowledgement, id],
  );
};

/** The network has the acknowledgements of these: the first time counts. */
export const markAcknowledged = (store: Writer, ids: readonly number[], now: string): void => {
  store.run(
    `UPDATE adt_message SET acknowledged_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND acknowledged_at IS NULL`,
    [now, JSON.stringify(ids)],
  );
};

export const insertNoise = (
  store: Writer,
  {
    sourceId,
    peer,
    at,
    problem,
    bytes,
  }: { sourceId: string; peer: string; at: string; problem: string; bytes: Uint8Array },
): void => {
  store.run('INSERT INTO adt_noise (source_id, peer, at, problem, bytes) VALUES (?, ?, ?, ?, ?)', [
    sourceId,
    peer,
    at,
    problem,
    bytes,
  ]);
};

export interface Tally {
  messages: number;
  refused: number;
  noise: number;
  problem: string | null;
}

/** Counts what came of a source at `now`. */
export const addToTally = (store: Writer, sourceId: string, now: string, tally: Tally): void => {
  store.run(
    `INSERT INTO adt_tally (source_id, minute, messages, refused, noise, last_at, problem, problem_at)
     VALUES (:source, :minute, :messages, :refused, :noise, :lastAt, :problem, :problemAt)
     ON CONFLICT (source_id, minute) DO UPDATE SET
       messages = messages + excluded.messages, refused = refused + excluded.refused, noise = noise + excluded.noise,
       last_at = coalesce(excluded.last_at, last_at), problem = coalesce(excluded.problem, problem),
       problem_at = coalesce(excluded.problem_at, problem_at)`,
    {
      source: sourceId,
      minute: now.slice(0, 16),
      messages: tally.messages,
      refused: tally.refused,
      noise: tally.noise,
      lastAt: tally.messages > 0 ? now : null,
      problem: tally.problem,
      problemAt: tally.problem === null ? null : now,
    },
  );
};

export interface WaitingRow {
  id: number;
  source_id: string;
  attempts: number;
}

/** What is kept and not yet applied, from a message on, in order. */
export const waitingMessages = (store: Reader, after = 0): WaitingRow[] =>
  store.all<WaitingRow>(
    `SELECT id, source_id, attempts FROM adt_message WHERE state = 'received' AND id > ? ORDER BY id`,
    [after],
  );

/** When a message that waits came; undefined where it waits no more. */
export const waitingMessage = (store: Reader, id: number) =>
  store.get<{ received_at: string }>(
    `SELECT received_at FROM adt_message WHERE id = ? AND state = 'received'`,
    [id],
  );

/** Which messages of some in a row still wait: a person may have laid one aside meanwhile, or applied it. */
export const waitingAmong = (store: Reader, first: number, last: number): ReadonlySet<number> =>
  new Set(
    store
      .all<{ id: number }>("SELECT id FROM adt_message WHERE state = 'received' AND id BETWEEN ? AND ?", [
        first,
        last,
      ])
      .map(({ id }) => id),
  );

export const raiseAttempts = (store: Writer, id: number): void => {
  store.run('UPDATE adt_message SET attempts = attempts + 1 WHERE id = ?', [id]);
};

/** How a message fared that was `received`. Answers whether it still was. */
export const settleMessage = (
  store: Writer,
  id: number,
  fared: { state: MessageState; problem: string | null; personId: number | null },
): boolean =>
  store.run(
    `UPDATE adt_message SET state = ?, problem = ?, person_id = ? WHERE id = ? AND state = 'received'`,
    [fared.state, fared.problem, fared.personId, id],
  ).changes === 1;
