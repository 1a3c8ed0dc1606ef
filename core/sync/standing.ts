/** Rows of what the log says of each thing, and of what this workstation shows while that is not it: SQL only. */
import type { Reader, Value, Writer } from '../store/database.ts';
import type { Standing } from './fold.ts';
import { insertAll } from './image/rows.ts';

/** Where the record that made it stand so lies. */
export interface Place {
  topic: string;
  partition: number;
  offset: number;
}

interface StandingRow {
  urn: string;
  head: string;
  branch: string;
  lease_holder: string | null;
  lease_user: string | null;
  lease_until: number | null;
  payload_type: string;
  image: Uint8Array;
  lost: string;
}

const columns =
  'urn, head, branch, lease_holder, lease_user, lease_until, payload_type, image, lost, topic, partition, offset';

const standingOf = (row: StandingRow): Standing => ({
  head: row.head,
  branch: row.branch,
  lease:
    row.lease_holder === null
      ? null
      : { holder: row.lease_holder, user: row.lease_user ?? '', until: row.lease_until },
  payloadType: row.payload_type,
  image: row.image,
  lost: row.lost === '[]' ? [] : JSON.parse(row.lost),
});

const placedOf = (row: StandingRow & Place): PlacedStanding => ({
  ...standingOf(row),
  urn: row.urn,
  topic: row.topic,
  partition: row.partition,
  offset: row.offset,
});

export type PlacedStanding = Standing & Place & { urn: string };

export const loadPlaced = (store: Reader, urn: string): PlacedStanding | null => {
  const row = store.get<StandingRow & Place>(`SELECT ${columns} FROM standing WHERE urn = ?`, [urn]);
  return row ? placedOf(row) : null;
};

/** The same of several, by urn; without those of which nothing stands. */
export const loadPlacedOf = (store: Reader, urns: readonly string[]): ReadonlyMap<string, PlacedStanding> =>
  new Map(
    store
      .all<StandingRow & Place>(
        `SELECT ${columns} FROM standing WHERE urn IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(urns)],
      )
      .map((row) => [row.urn, placedOf(row)]),
  );

export const loadStanding = (store: Reader, urn: string): Standing | null => loadPlaced(store, urn);

/** Every standing after a name, in their order. */
export const standingsAfter = (store: Reader, urn: string, limit: number): PlacedStanding[] =>
  store
    .all<StandingRow & Place>(`SELECT ${columns} FROM standing WHERE urn > ? ORDER BY urn LIMIT ?`, [
      urn,
      limit,
    ])
    .map(placedOf);

/** What stands of a thing, with where it came from; `isDue` where its rows are to be made anew. */
export interface ToKeep {
  urn: string;
  standing: Standing;
  place: Place;
  isDue: boolean;
}

const rowOf = ({ urn, standing, place, isDue }: ToKeep): Record<string, Value> => ({
  urn,
  head: standing.head,
  branch: standing.branch,
  lease_holder: standing.lease?.holder ?? null,
  lease_user: standing.lease?.user ?? null,
  lease_until: standing.lease?.until ?? null,
  payload_type: standing.payloadType,
  image: standing.image,
  lost: standing.lost.length === 0 ? '[]' : JSON.stringify(standing.lost),
  topic: place.topic,
  partition: place.partition,
  offset: place.offset,
  waits_for: isDue ? '[]' : null,
});

/** Writes what stands of things of which nothing stood. */
export const insertStandings = (store: Writer, standings: readonly ToKeep[]): void =>
  insertAll(store, 'standing', standings.map(rowOf));

/** Writes what stands. */
export const saveStanding = (store: Writer, standing: ToKeep): void => {
  store.run(
    `INSERT INTO standing (${columns}, waits_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (urn) DO UPDATE SET head = excluded.head, branch = excluded.branch,
       lease_holder = excluded.lease_holder, lease_user = excluded.lease_user, lease_until = excluded.lease_until,
       payload_type = excluded.payload_type, image = excluded.image, lost = excluded.lost, topic = excluded.topic,
       partition = excluded.partition, offset = excluded.offset, waits_for = ifnull(excluded.waits_for, waits_for)`,
    Object.values(rowOf(standing)),
  );
};

/** Says that the rows of a thing are as they should be (null), or for which others they wait (none: they are due). */
export const setWaiting = (store: Writer, urn: string, missing: readonly string[] | null): void => {
  store.run('UPDATE standing SET waits_for = ? WHERE urn = ? AND waits_for IS NOT ?', [
    missing === null ? null : JSON.stringify(missing),
    urn,
    missing === null ? null : JSON.stringify(missing),
  ]);
};

/** Says that the rows of several things show what stands. */
export const setShown = (store: Writer, urns: readonly string[]): void => {
  const those = [JSON.stringify(urns)];
  store.run(
    `UPDATE standing SET waits_for = NULL
     WHERE urn IN (SELECT value FROM json_each(?)) AND waits_for IS NOT NULL`,
    those,
  );
  store.run('DELETE FROM tentative WHERE urn IN (SELECT value FROM json_each(?))', those);
};

/** After things came: whatever waited for one of them is due. */
export const wakeWaiting = (store: Writer, urns: readonly string[]): void => {
  store.run(
    `UPDATE standing SET waits_for = '[]' WHERE waits_for <> '[]' AND EXISTS (
       SELECT 1 FROM json_each(standing.waits_for) missing WHERE missing.value IN (SELECT value FROM json_each(?)))`,
    [JSON.stringify(urns)],
  );
};

/** Things of a topic whose rows are to be made anew. */
export const dueIn = (store: Reader, topic: string, limit: number): string[] =>
  store
    .all<{ urn: string }>("SELECT urn FROM standing WHERE topic = ? AND waits_for = '[]' LIMIT ?", [
      topic,
      limit,
    ])
    .map(({ urn }) => urn);

/** The event that made a thing stand as it does, where its rows show that: null while they are still to be made. */
export const headInRows = (store: Reader, urn: string): string | null =>
  store.get<{ head: string }>('SELECT head FROM standing WHERE urn = ? AND waits_for IS NULL', [urn])?.head ??
  null;

/** The event the rows of a thing show, where that is not the head of what stands. */
export const shownEvent = (store: Reader, urn: string): string | null =>
  store.get<{ event_id: string }>('SELECT event_id FROM tentative WHERE urn = ?', [urn])?.event_id ?? null;

/** Null where the rows show what stands. */
export const setShownEvent = (store: Writer, urn: string, eventId: string | null): void => {
  if (eventId === null) store.run('DELETE FROM tentative WHERE urn = ?', [urn]);
  else
    store.run(
      'INSERT INTO tentative (urn, event_id) VALUES (?, ?) ON CONFLICT (urn) DO UPDATE SET event_id = excluded.event_id',
      [urn, eventId],
    );
};
