/**
 * `npm run schema`: writes migrations/schema.sql, the schema as all migrations together make it.
 * The snapshot is for reading and for reviewing a migration as a diff; nothing is ever made from it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../core/store/database.ts';
import { migrate, ownMigrations, readMigrations } from '../../core/store/migrate.ts';

export const schemaFile = join(ownMigrations, 'schema.sql');

/** The text of the snapshot: every table, index and trigger, those of one table together. */
export const schemaText = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-schema-'));
  const store = openStore(join(folder, 'mortar.db'), '0'.repeat(64), { create: true });
  try {
    migrate(store, readMigrations(ownMigrations));
    // The tables behind a full-text index are SQLite's own affair.
    const rows = store.all<{ sql: string }>(
      `SELECT sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
       ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name`,
    );
    return [
      '-- Made by `npm run schema` from the migrations beside it. Do not edit.',
      ...rows.map(({ sql }) => `${sql.replace(/[ \t]+$/gm, '')};`),
      '',
    ].join('\n\n');
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
};

if (import.meta.main) writeFileSync(schemaFile, schemaText());
