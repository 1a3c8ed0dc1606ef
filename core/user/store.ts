/** Rows of people with a sign-in: SQL only, no rule. */
import { notFound } from '../contract/errors.ts';
import type { Role } from '../contract/values.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface UserRow {
  id: string;
  version: number;
  user_name: string;
  display_name: string;
  role: Role;
  active: 0 | 1;
  password_hash: string;
  pin_hash: string | null;
  wrong_tries: number;
  last_wrong_at: string | null;
  last_password_at: string | null;
  /** Heard of from another workstation, where this person signs in. */
  elsewhere: 0 | 1;
}

/** Throws `user.not-found`. */
export const loadUser = (store: Reader, id: string): UserRow =>
  store.get<UserRow>('SELECT * FROM user WHERE id = ?', [id]) ?? notFound('user');

export const findUser = (store: Reader, userName: string): UserRow | undefined =>
  store.get<UserRow>('SELECT * FROM user WHERE user_name = ?', [userName]);

/** Everybody of this workstation, in the order they were given a sign-in. */
export const allUsers = (store: Reader): UserRow[] =>
  store.all<UserRow>('SELECT * FROM user WHERE elsewhere = 0 ORDER BY rowid');

/** When each person last signed in, with password or PIN, by user id. */
export const lastSignIns = (store: Reader): Map<string, string> =>
  new Map(
    store
      .all<{ id: string; at: string }>(
        `SELECT u.id, (SELECT max(at) FROM event WHERE subject_kind = 'user' AND subject_id = u.id AND name IN ('user.signedIn', 'user.unlocked')) AS at
         FROM user u WHERE at IS NOT NULL`,
      )
      .map(({ id, at }) => [id, at]),
  );

export const insertUser = (
  store: Writer,
  row: Pick<UserRow, 'id' | 'user_name' | 'display_name' | 'role' | 'password_hash'>,
): void => {
  store.run(
    `INSERT INTO user (id, version, user_name, display_name, role, active, password_hash)
     VALUES (:id, 1, :user_name, :display_name, :role, 1, :password_hash)`,
    { ...row },
  );
};

/** Writes columns that are no part of what a person edits: counted tries, hashes. The version stays. */
export const setUser = (
  store: Writer,
  id: string,
  changes: Partial<Omit<UserRow, 'id' | 'version'>>,
): void => {
  const set = Object.keys(changes)
    .map((column) => `${column} = :${column}`)
    .join(', ');
  store.run(`UPDATE user SET ${set} WHERE id = :id`, { ...(changes as Record<string, Value>), id });
};

/** Raises the version and answers the new one. */
export const raiseVersion = (store: Writer, row: UserRow): number => {
  store.run('UPDATE user SET version = version + 1 WHERE id = ?', [row.id]);
  return row.version + 1;
};

export const otherAdministrators = (store: Reader, id: string): number =>
  store.get<{ count: number }>(
    "SELECT count(*) AS count FROM user WHERE role = 'administrator' AND active = 1 AND elsewhere = 0 AND id <> ?",
    [id],
  )!.count;
