/**
 * Messages as they are listed and looked at: SQL that reads, no rule.
 * Always: a list goes by an index that fits what it is narrowed to, so that a million of messages make it no slower.
 */

import type { messageStates, messageWays } from '../../contract/adt-values.ts';
import type { QueryInput } from '../../contract/index.ts';
import type { Reader, Value } from '../../store/database.ts';

type State = (typeof messageStates)[number];

export interface MessageShown {
  id: number;
  source_id: string;
  source: string;
  profile: string;
  way: (typeof messageWays)[number];
  peer: string;
  received_at: string;
  control_id: string;
  event: string;
  charset: string;
  acknowledgement: string | null;
  acknowledged_at: string | null;
  state: State;
  problem: string | null;
  attempts: number;
  came_again: number;
  came_again_at: string | null;
  instead_of: number | null;
  family_name: string | null;
  given_names: string | null;
  patient_id: string | null;
}

const columns = `
  m.id, m.source_id, s.name AS source, s.profile, m.way, m.peer, m.received_at, m.control_id, m.event, m.charset,
  m.acknowledgement, m.acknowledged_at, m.state, m.problem, m.attempts, m.came_again, m.came_again_at, m.instead_of,
  p.family_name, p.given_names, p.patient_id`;
const joins = `JOIN adt_source s ON s.id = m.source_id LEFT JOIN adt_person p ON p.id = m.person_id`;

/** SQL for those of `adt_message m` that somebody should look at, in the words of their index. */
export const toLookAtSql =
  "(m.state = 'held' OR m.state = 'failed' OR m.state = 'refused' OR m.state = 'late')";
const over = "m.state IN ('superseded', 'dismissed')";

/** What a state asks of the index as well: a partial one is used only where its own words stand in the question. */
const byState: Record<State | 'to-look-at', { index: string; also: string }> = {
  'to-look-at': { index: 'INDEXED BY adt_message_to_look_at', also: toLookAtSql },
  held: { index: 'INDEXED BY adt_message_to_look_at', also: toLookAtSql },
  failed: { index: 'INDEXED BY adt_message_to_look_at', also: toLookAtSql },
  refused: { index: 'INDEXED BY adt_message_to_look_at', also: toLookAtSql },
  late: { index: 'INDEXED BY adt_message_to_look_at', also: toLookAtSql },
  superseded: { index: 'INDEXED BY adt_message_over', also: over },
  dismissed: { index: 'INDEXED BY adt_message_over', also: over },
  received: { index: 'INDEXED BY adt_message_waiting', also: "m.state = 'received'" },
  applied: { index: '', also: 'true' },
  'no-action': { index: 'INDEXED BY adt_message_no_action', also: "m.state = 'no-action'" },
};

const indexOf = (event: string | undefined, sourceId: string | undefined): string => {
  if (event !== undefined) return 'INDEXED BY adt_message_by_event';
  return sourceId === undefined ? '' : 'INDEXED BY adt_message_by_source';
};

/** SQL: the messages about some persons, a JSON list of whom is bound to `parameter`; block by block, as their index lies. */
export const messagesAboutSql = (parameter: string): string => `
  WITH RECURSIVE block (n) AS (
    SELECT max(id) >> 12 FROM adt_message UNION ALL SELECT n - 1 FROM block WHERE n > 0)
  SELECT about.id FROM json_each(${parameter}) AS person
  CROSS JOIN block
  CROSS JOIN adt_message AS about INDEXED BY adt_message_by_person
    ON about.id >> 12 = block.n AND about.person_id = person.value`;

type Filter = QueryInput<'adt.messages'> & { persons: readonly number[] | null; limit: number };

/** The newest first, before one of them where one is named. `persons` narrows to messages about them. */
export const messagesBy = (store: Reader, filter: Filter): MessageShown[] => {
  const { sourceId, state, event, controlId, before, persons, limit } = filter;
  const conditions: string[] = [];
  const values: Record<string, Value> = { limit };
  const narrow = (condition: string, name: string, value: Value | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values[name] = value;
  };
  // A patient's messages and those of one control id have indexes of their own.
  const isByIndex = persons === null && controlId === undefined;
  const plan = state && byState[state];
  const index = isByIndex ? plan?.index || indexOf(event, sourceId) : '';
  if (plan) conditions.push(plan.also);
  // Of those not yet applied the index of events knows nothing; it is a matter of milliseconds, or stands in a list of its own.
  if (event !== undefined && !plan?.index) conditions.push("m.state <> 'received'");
  narrow('m.state = :state', 'state', state === 'to-look-at' ? undefined : state);
  narrow('m.event = :event', 'event', event);
  // A control id tells more than its source.
  narrow(`${controlId === undefined ? '' : '+'}m.source_id = :sourceId`, 'sourceId', sourceId);
  narrow('m.control_id = :controlId', 'controlId', controlId);
  narrow('m.id < :before', 'before', before);
  narrow(
    `m.id IN (${messagesAboutSql(':persons')})`,
    'persons',
    persons === null ? undefined : JSON.stringify(persons),
  );
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return store.all<MessageShown>(
    `SELECT ${columns} FROM (SELECT m.* FROM adt_message m ${index} ${where} ORDER BY m.id DESC LIMIT :limit) m
     ${joins} ORDER BY m.id DESC`,
    values,
  );
};

/** How many messages there are: none is ever taken away, so the last number says it. */
export const messageTotal = (store: Reader): number =>
  store.get<{ total: number }>('SELECT ifnull(max(id), 0) AS total FROM adt_message')!.total;

export const messageShown = (store: Reader, id: number): MessageShown | undefined =>
  store.get<MessageShown>(`SELECT ${columns} FROM adt_message m ${joins} WHERE m.id = ?`, [id]);

export const replacedBy = (store: Reader, id: number): number | null =>
  store.get<{ id: number }>('SELECT id FROM adt_message WHERE instead_of = ? ORDER BY id DESC LIMIT 1', [id])
    ?.id ?? null;

export const historyOf = (
  store: Reader,
  id: number,
): { at: string; by: string | null; state: string; reason: string | null }[] =>
  store.all(
    `SELECT h.at, u.display_name AS "by", h.state, h.reason FROM adt_message_history h
     LEFT JOIN user u ON u.id = h.user_id WHERE h.message_id = ? ORDER BY h.id`,
    [id],
  );
