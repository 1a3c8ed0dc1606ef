/** Rows of the sources of hospitals' messages, of what came of each, and of what was no message: SQL only. */
import { type SourceProfile, sourceProfile } from '../../contract/adt-values.ts';
import type { Reader, Writer } from '../../store/database.ts';

export interface Source {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly active: boolean;
  readonly profile: SourceProfile;
  /** Why somebody was called, and since when. */
  readonly alarm: string | null;
  readonly alarmAt: string | null;
}

interface SourceRow {
  id: string;
  version: number;
  name: string;
  active: number;
  profile: string;
  alarm: string | null;
  alarm_at: string | null;
}

// A profile of an earlier version gets what it lacks.
const sourceOf = (row: SourceRow): Source => ({
  id: row.id,
  version: row.version,
  name: row.name,
  active: row.active === 1,
  profile: sourceProfile.parse(JSON.parse(row.profile)),
  alarm: row.alarm,
  alarmAt: row.alarm_at,
});

export const sourceById = (store: Reader, id: string): Source | null => {
  const row = store.get<SourceRow>('SELECT * FROM adt_source WHERE id = ?', [id]);
  return row ? sourceOf(row) : null;
};

export const allSources = (store: Reader): Source[] =>
  store.all<SourceRow>('SELECT * FROM adt_source ORDER BY name').map(sourceOf);

export const insertSource = (
  store: Writer,
  source: { id: string; name: string; profile: SourceProfile },
): void => {
  store.run('INSERT INTO adt_source (id, version, name, active, profile) VALUES (?, 1, ?, 1, ?)', [
    source.id,
    source.name,
    JSON.stringify(source.profile),
  ]);
};

export const updateSource = (
  store: Writer,
  source: { id: string; version: number; name: string; active: boolean; profile: SourceProfile },
): void => {
  store.run('UPDATE adt_source SET version = ?, name = ?, active = ?, profile = ? WHERE id = ?', [
    source.version,
    source.name,
    source.active ? 1 : 0,
    JSON.stringify(source.profile),
    source.id,
  ]);
};

export const setAlarm = (store: Writer, id: string, alarm: string | null, at: string): void => {
  store.run('UPDATE adt_source SET alarm = ?, alarm_at = ? WHERE id = ?', [
    alarm,
    alarm === null ? null : at,
    id,
  ]);
};

export interface Counts {
  messages: number;
  refused: number;
  noise: number;
}

/** What came of a source since a minute (YYYY-MM-DDTHH:MM, UTC), that one with it. */
export const countsSince = (store: Reader, sourceId: string, minute: string): Counts =>
  store.get<Counts>(
    `SELECT coalesce(sum(messages), 0) AS messages, coalesce(sum(refused), 0) AS refused, coalesce(sum(noise), 0) AS noise
     FROM adt_tally WHERE source_id = ? AND minute >= ?`,
    [sourceId, minute],
  )!;

export const messagesByMinute = (store: Reader, sourceId: string, from: string): Map<string, number> =>
  new Map(
    store
      .all<{ minute: string; messages: number }>(
        'SELECT minute, messages FROM adt_tally WHERE source_id = ? AND minute >= ?',
        [sourceId, from],
      )
      .map(({ minute, messages }) => [minute, messages]),
  );

export const lastMessageAt = (store: Reader, sourceId: string): string | null =>
  store.get<{ last_at: string }>(
    'SELECT last_at FROM adt_tally WHERE source_id = ? AND last_at IS NOT NULL ORDER BY minute DESC LIMIT 1',
    [sourceId],
  )?.last_at ?? null;

export const lastProblem = (store: Reader, sourceId: string): { at: string; problem: string } | null =>
  store.get<{ at: string; problem: string }>(
    `SELECT problem_at AS at, problem FROM adt_tally WHERE source_id = ? AND problem IS NOT NULL
     ORDER BY minute DESC LIMIT 1`,
    [sourceId],
  ) ?? null;

/** Forgets the minutes before one, but for the newest with a message of each source. */
export const dropTallies = (store: Writer, before: string): void => {
  store.run(
    `DELETE FROM adt_tally WHERE minute < ? AND minute <
       (SELECT max(minute) FROM adt_tally AS newest WHERE newest.source_id = adt_tally.source_id AND newest.last_at IS NOT NULL)`,
    [before],
  );
};

export const noiseOf = (store: Reader, sourceId: string, limit: number) =>
  store.all<{ id: number; at: string; peer: string; problem: string; bytes: number }>(
    `SELECT id, at, peer, problem, length(bytes) AS bytes FROM adt_noise WHERE source_id = ? ORDER BY id DESC LIMIT ?`,
    [sourceId, limit],
  );
