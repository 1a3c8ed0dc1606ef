/** How the exchange with central stands: for the status line, the sync screen, and what has to be decided. */
import type { z } from 'zod';
import { notFound } from '../contract/errors.ts';
import type { heldRow } from '../contract/sync.ts';
import type { QueryHandlers } from '../handler.ts';
import type { Health } from '../operation/health.ts';
import type { Reader } from '../store/database.ts';
import { formatOf } from './author.ts';
import { toReadOf } from './central-health.ts';
import { conflictRows, loadConflict, openConflictCount } from './conflict.ts';
import { conflictRowOf, conflictViewOf } from './conflict-view.ts';
import { decodeRecord, payloadAsJson } from './envelope.ts';
import { positions, topicsOfSendersClock } from './heard.ts';
import { oldestWaiting, recordsWaiting, waitingCounts } from './outgoing.ts';
import { prefixed, topicNames, topics } from './topics.ts';

type Held = z.output<typeof heldRow>;

interface Row {
  id: string;
  direction: 'in' | 'out';
  topic: string;
  partition: number;
  offset: number | null;
  key: string;
  kind: Held['kind'];
  problem: string;
  at: string;
  state: Held['state'];
  behind: number;
  bytes: number;
  headers: string;
  value: Uint8Array | null;
}

const heldSql = `
  SELECT q.id, 'in' AS direction, q.topic, q.partition, q.offset, q.key, q.kind, q.problem, q.at, q.state,
    (SELECT count(*) FROM quarantine b WHERE b.key = q.key AND b.state = 'held' AND b.kind = 'behind') AS behind,
    ifnull(length(q.value), 0) AS bytes, q.headers, q.value
  FROM quarantine q WHERE q.kind <> 'behind'
  UNION ALL
  SELECT p.id, 'out', p.topic, p.partition, NULL, p.urn, 'parked', p.problem, p.at, 'held',
    (SELECT count(*) FROM outgoing_parked b WHERE b.urn = p.urn AND b.topic = p.topic AND b.problem IS NULL),
    length(p.value), '{}', p.value
  FROM outgoing_parked p WHERE p.problem IS NOT NULL`;

const heldOfRow = ({ headers: _headers, value: _value, ...row }: Row): Held => row;

const countOf = (store: Reader, sql: string): number => store.get<{ count: number }>(sql)!.count;

const heldCount = (store: Reader): number =>
  countOf(
    store,
    "SELECT count(*) AS count FROM quarantine WHERE state = 'held' AND kind NOT IN ('behind', 'twin')",
  ) + countOf(store, 'SELECT count(*) AS count FROM outgoing_parked WHERE problem IS NOT NULL');

/** Lines of bytes as people look at them: place, sixteen bytes, text. */
const hexOf = (bytes: Uint8Array): string => {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, 65_536); at += 16) {
    const part = bytes.subarray(at, at + 16);
    const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...part]
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
};

const sendersClock = (topic: string): string =>
  `Topic ${topic} keeps the sender’s clock, not the broker’s. Ask whoever runs central to set message.timestamp.type=LogAppendTime. Until then an order somebody took at another workstation stays theirs until they, a pharmacist or a manager give it back.`;

/** What can be read of a record, as JSON; null where nothing can. */
const translated = (value: Uint8Array | null): string | null => {
  if (value === null) return null;
  try {
    const heard = decodeRecord(value);
    const { by, ...said } = heard;
    if (by === 'outside') return JSON.stringify(said, null, 2);
    const { payload: _payload, $typeName: _type, ...envelope } = heard.envelope;
    const whole = { ...envelope, payload: payloadAsJson(heard.envelope) };
    return JSON.stringify(whole, (_, one) => (typeof one === 'bigint' ? String(one) : one), 2);
  } catch {
    return null;
  }
};

type Own =
  | 'sync.state'
  | 'sync.topics'
  | 'sync.held'
  | 'sync.heldRecord'
  | 'sync.conflicts'
  | 'sync.conflict'
  | 'sync.branches';

export const syncQueryHandlers = ({ central }: Health): QueryHandlers<Own> => ({
  'sync.state': ({ store }) => ({
    state: central.state,
    since: central.since,
    problem: central.problem,
    heardAt: central.heardAt,
    toRead: central.toRead,
    progress:
      central.state === 'catching-up' && central.toRead !== null && central.toReadAtFirst > 0
        ? Math.min(1, 1 - central.toRead / central.toReadAtFirst)
        : null,
    waiting: recordsWaiting(store),
    oldestWaitingAt: oldestWaiting(store),
    openConflicts: openConflictCount(store),
    heldBack: heldCount(store),
  }),

  'sync.topics': ({ store, setting }) => {
    const waiting = new Map(waitingCounts(store).map((one) => [one.topic, one.waiting]));
    const counted = (sql: string) =>
      new Map(store.all<{ topic: string; count: number }>(sql).map(({ topic, count }) => [topic, count]));
    const held = counted(
      "SELECT topic, count(*) AS count FROM quarantine WHERE state = 'held' GROUP BY topic",
    );
    const parked = counted('SELECT topic, count(*) AS count FROM outgoing_parked GROUP BY topic');
    const clocks = new Set(topicsOfSendersClock(store));
    const read = new Set(positions(store).map(({ topic }) => topic));
    return {
      topics: topicNames.map((name) => ({
        name,
        what: topics[name].what,
        direction: topics[name].direction,
        format: topics[name].formatBySetting ? formatOf(setting, name) : topics[name].format,
        waiting: waiting.get(name) ?? 0,
        toRead: toReadOf(central, name),
        held: held.get(name) ?? 0,
        parked: parked.get(name) ?? 0,
        lastReadAt: read.has(name) ? central.heardAt : null,
        problem: clocks.has(name) ? sendersClock(prefixed(setting('central.prefix'), name)) : null,
      })),
      gaps: store
        .all<{ id: string; topic: string; workstation: string | null; count: number; at: string }>(
          `SELECT g.id, g.topic, h.workstation, g.last - g.first + 1 AS count, g.at FROM gap g
           LEFT JOIN heard_of h ON h.producer_id = g.producer_id WHERE g.dismissed_at IS NULL ORDER BY g.at`,
        )
        .map((gap) => ({ ...gap, workstation: gap.workstation ?? '' })),
      workstations: store
        .all<{ branch: string; name: string; heardAt: string; isThis: number }>(
          `SELECT branch_name AS branch, workstation AS name, last_at AS heardAt,
             producer_id = (SELECT id FROM producer) AS isThis FROM heard_of ORDER BY branch_name, workstation`,
        )
        .map((one) => ({ ...one, isThis: one.isThis === 1 })),
    };
  },

  'sync.held': ({ store }, { state, limit }) => ({
    rows: store
      .all<Row>(`SELECT * FROM (${heldSql}) WHERE state = ? ORDER BY at, id LIMIT ?`, [state, limit])
      .map(heldOfRow),
  }),

  'sync.heldRecord': ({ store }, { heldId }) => {
    const row = store.get<Row>(`SELECT * FROM (${heldSql}) WHERE id = ?`, [heldId]) ?? notFound('held');
    return {
      row: heldOfRow(row),
      headers: JSON.parse(row.headers),
      hex: hexOf(row.value ?? new Uint8Array()),
      translated: translated(row.value),
    };
  },

  'sync.conflicts': ({ store }, { open, limit, subjectId }) => ({
    rows: conflictRows(store, { open, limit, subjectId: subjectId ?? null }).map((row) =>
      conflictRowOf(store, row),
    ),
  }),

  'sync.conflict': ({ store, setting }, { conflictId }) => ({
    conflict: conflictViewOf(store, loadConflict(store, conflictId) ?? notFound('conflict'), {
      branch: setting('branch.name'),
      workstation: setting('workstation.name'),
    }),
  }),

  'sync.branches': ({ store, setting }) => ({
    own: { id: setting('branch.id'), name: setting('branch.name') },
    others: store.all<{ id: string; name: string; heardAt: string }>(
      `SELECT branch AS id, max(branch_name) AS name, max(last_at) AS heardAt FROM heard_of
       WHERE branch <> '' AND branch <> ? GROUP BY branch ORDER BY name`,
      [setting('branch.id')],
    ),
  }),
});
