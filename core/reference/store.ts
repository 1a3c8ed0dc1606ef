/** Rows of versions and of what they changed, and how the search indexes are written in bulk: SQL only, no rule. */
import { notFound } from '../contract/errors.ts';
import type { Catalogue, Changes } from '../contract/reference.ts';
import type { Reader, Row, Writer } from '../store/database.ts';

/** A file as a version keeps it. */
export interface KeptFile {
  part: 'product' | 'package' | 'prescribers';
  /** As the person knows it. */
  name: string;
  bytes: number;
  sha256: string;
  path: string;
  /** The id under which it was sent here; null where it lies where a person keeps it. */
  uploadId: string | null;
}

export interface Options {
  otc: boolean;
  states: string[];
}

export interface VersionRow {
  id: string;
  number: number;
  catalogue: Catalogue;
  /** JSON of `KeptFile[]`. */
  files: string;
  /** JSON of `Options`. */
  options: string;
  day: string;
  state: 'applying' | 'applied' | 'failed' | 'setting-back' | 'set-back';
  problem: string | null;
  expected: number;
  added: number;
  changed: number;
  ended: number;
  unchanged: number;
  kept: number;
  refused: number;
  left_out: number;
  user_id: string;
  started_at: string;
  finished_at: string | null;
  set_back_by: string | null;
  set_back_at: string | null;
  set_back_reason: string | null;
  undone: number;
  left_standing: number;
}

export type VersionNames = { user_name: string; set_back_name: string | null };

/** Throws `version.not-found`. */
export const loadVersion = (store: Reader, id: string): VersionRow =>
  store.get<VersionRow>('SELECT * FROM reference_version WHERE id = ?', [id]) ?? notFound('version');

/** Newest first, with the names of who took them over and set them back. */
export const allVersions = (store: Reader): (VersionRow & VersionNames)[] =>
  store.all(
    `SELECT v.*, u.display_name AS user_name, b.display_name AS set_back_name FROM reference_version v
     JOIN user u ON u.id = v.user_id LEFT JOIN user b ON b.id = v.set_back_by ORDER BY v.number DESC`,
  );

/** Versions under way: whatever is in their way, no other of their catalogue begins before they are done. */
export const openVersions = (store: Reader): VersionRow[] =>
  store.all<VersionRow>(
    "SELECT * FROM reference_version WHERE state IN ('applying', 'setting-back') ORDER BY number",
  );

/** The newest version of a catalogue whose changes still stand: the only one that can be set back. */
export const newestStanding = (store: Reader, catalogue: Catalogue): VersionRow | undefined =>
  store.get<VersionRow>(
    `SELECT * FROM reference_version WHERE catalogue = ? AND state IN ('applying', 'applied', 'setting-back')
     ORDER BY number DESC LIMIT 1`,
    [catalogue],
  );

export const insertVersion = (
  store: Writer,
  row: Pick<
    VersionRow,
    | 'id'
    | 'catalogue'
    | 'files'
    | 'options'
    | 'day'
    | 'expected'
    | 'unchanged'
    | 'kept'
    | 'refused'
    | 'left_out'
    | 'user_id'
    | 'started_at'
  >,
): number => {
  const { number } = store.get<{ number: number }>(
    'SELECT ifnull(max(number), 0) + 1 AS number FROM reference_version',
  )!;
  store.run(
    `INSERT INTO reference_version (id, number, catalogue, files, options, day, state, expected, unchanged, kept,
       refused, left_out, user_id, started_at)
     VALUES (:id, :number, :catalogue, :files, :options, :day, 'applying', :expected, :unchanged, :kept,
       :refused, :left_out, :user_id, :started_at)`,
    { ...row, number },
  );
  return number;
};

export const setVersion = (store: Writer, id: string, changes: Partial<VersionRow>): void => {
  const set = Object.keys(changes).map((column) => `${column} = :${column}`);
  store.run(`UPDATE reference_version SET ${set.join(', ')} WHERE id = :id`, { ...(changes as Row), id });
};

/** Counts what a piece has written. */
export const countWrites = (
  store: Writer,
  id: string,
  { added, changed, ended }: Pick<Changes, 'added' | 'changed' | 'ended'>,
): void => {
  store.run(
    'UPDATE reference_version SET added = added + ?, changed = changed + ?, ended = ended + ? WHERE id = ?',
    [added, changed, ended, id],
  );
};

export interface ChangeRow {
  seq: number;
  key: string;
  /** JSON of the columns before; null where there was no row. */
  before: string | null;
  row_version: number | null;
}

export const insertChange = (store: Writer, version: number, row: ChangeRow): void => {
  store.run('INSERT INTO reference_change (version, seq, key, before, row_version) VALUES (?, ?, ?, ?, ?)', [
    version,
    row.seq,
    row.key,
    row.before,
    row.row_version,
  ]);
};

/** The changes of a version before a number, the last one first. */
export const changesBefore = (store: Reader, version: number, seq: number, limit: number): ChangeRow[] =>
  store.all<ChangeRow>(
    'SELECT seq, key, before, row_version FROM reference_change WHERE version = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
    [version, seq, limit],
  );

export type SearchTable = 'drug_search' | 'prescriber_search';

/** As FTS5 merges by itself, and as it is told to while much is written: never by itself, sixteen pieces at a time. */
const manners = {
  everyday: { automerge: 4, crisismerge: 16, usermerge: 4 },
  bulk: { automerge: 0, crisismerge: 1900, usermerge: 16 },
};

/**
 * While much is written, the index must not put its pieces together in the middle of a command: that takes as long as
 * it takes. In bulk it only does so when told, a few pages at a time (`mergeSearch`).
 */
export const searchManner = (store: Writer, table: SearchTable, manner: keyof typeof manners): void => {
  for (const [name, value] of Object.entries(manners[manner]))
    store.run(`INSERT INTO ${table} (${table}, rank) VALUES (?, cast(? AS INTEGER))`, [name, value]);
};

/** Puts pieces of the index together, about so many pages of it; false once there is nothing to put together. */
export const mergeSearch = (store: Writer, table: SearchTable, pages: number): boolean => {
  // By its documentation: fewer than two changed rows mean that nothing was done.
  const before = store.get<{ changes: number }>('SELECT total_changes() AS changes')!.changes;
  store.run(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', cast(? AS INTEGER))`, [pages]);
  return store.get<{ changes: number }>('SELECT total_changes() AS changes')!.changes - before >= 2;
};
