/**
 * Brings a data file to the newest schema: the numbered SQL files of `migrations/`, each in one transaction.
 * A file written by a newer version is refused, never touched. There is no way back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Store, StoreError } from './database.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

/** The folder of the project; bundled, this file lies in dist/core, as far from it as core/store is. */
export const ownMigrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** The migrations of a folder in their order; their numbers run from 1 without a gap. */
export const readMigrations = (folder: string): Migration[] => {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d{4}_.+\.sql$/.test(file))
    .sort()
    .map((file) => ({
      number: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      sql: readFileSync(join(folder, file), 'utf8'),
    }));
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new Error(`migration ${index + 1} is missing`);
  });
  return migrations;
};

export const schemaVersion = (store: Store): number =>
  store.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;

/** Applies what is missing and answers how many were applied. Throws `StoreError('newer')`. */
export const migrate = (store: Store, migrations: Migration[]): number => {
  const from = schemaVersion(store);
  if (from > migrations.length) throw new StoreError('newer');
  for (const migration of migrations.slice(from)) {
    store.transaction(() => {
      store.exec(migration.sql);
      store.exec(`PRAGMA user_version = ${migration.number}`);
    });
  }
  return migrations.length - from;
};
