/**
 * A person with a sign-in as a message, and the rows that a message says.
 * Always: no password, PIN or try leaves or comes. Somebody of another workstation is on file as such: with an empty
 * hash, and a user name with the id behind it, so that no name given here is ever taken.
 */
import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import type { Reader, Writer } from '../../store/database.ts';
import type { UserRow } from '../../user/store.ts';
import { type Person, PersonSchema } from '../gen/mortar/v1/person_pb.js';

export const personImage = (store: Reader, id: string): Person | null => {
  const row = store.get<UserRow>('SELECT * FROM user WHERE id = ?', [id]);
  return row
    ? create(PersonSchema, {
        id,
        userName: row.user_name.split('@')[0]!,
        displayName: row.display_name,
        role: row.role,
        active: row.active === 1,
      })
    : null;
};

/** Makes the rows as the image says. Nothing of it refers to anything else. */
export const projectPerson = (store: Writer, id: string, image: Person): string[] => {
  const now = personImage(store, id);
  if (now && isDeepStrictEqual(now, image)) return [];
  const written = {
    id,
    display_name: image.displayName,
    role: image.role,
    active: image.active ? 1 : 0,
    user_name: `${image.userName}@${id}`,
  };
  if (now)
    store.run(
      `UPDATE user SET version = version + 1, display_name = :display_name, role = :role, active = :active,
         user_name = iif(elsewhere = 1, :user_name, user_name) WHERE id = :id`,
      written,
    );
  else
    store.run(
      `INSERT INTO user (id, version, user_name, display_name, role, active, password_hash, elsewhere)
       VALUES (:id, 1, :user_name, :display_name, :role, :active, '', 1)`,
      written,
    );
  return [];
};
