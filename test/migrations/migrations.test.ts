/**
 * From each schema to the next: rows survive, a step that fails or is cut off leaves the old file whole, a file of
 * a newer version is refused and not touched. A new migration adds its rows to `rowsOfVersion`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { prescribersMatching } from '../../core/prescriber/store.ts';
import { openStore, type Store, StoreError } from '../../core/store/database.ts';
import { migrate, ownMigrations, readMigrations, schemaVersion } from '../../core/store/migrate.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { schemaFile, schemaText } from '../support/write-schema.ts';

const key = 'ab'.repeat(32);
const own = readMigrations(ownMigrations);

const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** What a pharmacy may have on file once the migration of that number has run. */
const rowsOfVersion: Record<number, string[]> = {
  1: [
    `INSERT INTO setting VALUES ('branch.name', '"Corner"')`,
    `INSERT INTO user VALUES ('u1', 1, 'tina', 'Tina', 'technician', 1, 'hash', NULL, 0, NULL, NULL)`,
    `INSERT INTO patient VALUES ('p1', 1, 'Núñez', 'Ana', 'nunez', '1980-02-29', 'female', '', '', '', '', 'not-asked', '[]')`,
    `INSERT INTO patient_search (rowid, text) SELECT rowid, 'ana nunez' FROM patient`,
    `INSERT INTO drug VALUES ('00093005801', 'Lisinopril', '', '10 mg', 'Tablet', 'tablet', '', '', 100000, '', NULL)`,
    `INSERT INTO lot VALUES ('l1', 1, '00093005801', 'E1', '2027-01-31', 'A1', NULL)`,
    `INSERT INTO movement VALUES (1, 'l1', '00093005801', 'received', 30000, '2026-01-02T03:04:05.678Z', 'u1', '', NULL, NULL)`,
    `INSERT INTO intake VALUES ('i1', 'phone', '2026-01-02T03:04:05.678Z', NULL, '', '', '')`,
    `INSERT INTO prescription (id, version, intake_id, source, stage, priority, received_at)
     VALUES ('rx1', 3, 'i1', 'phone', 'transcribing', 3, '2026-01-02T03:04:05.678Z')`,
    `INSERT INTO event VALUES (1, 'e1', 'patient.registered', 'patient', 'p1', 'p1', '2026-01-02T03:04:05.678Z', 'u1', 'c1', NULL, '{}', NULL, NULL, x'00')`,
    `INSERT INTO receipt VALUES ('c1', 'patient.register', 'u1', x'00', '{}', '2026-01-02T03:04:05.678Z')`,
    `INSERT INTO counter VALUES ('rx-number', 7000001)`,
  ],
  3: [
    `INSERT INTO reference_version (id, number, catalogue, files, options, day, state, expected, user_id, started_at)
     VALUES ('v1', 1, 'drugs', '[]', '{}', '2026-01-02', 'applied', 1, 'u1', '2026-01-02T03:04:05.678Z')`,
    `INSERT INTO reference_change VALUES (1, 0, '00093005801', NULL, NULL)`,
  ],
};

/** A file that has come through every version, with the rows each of them may keep. */
const growTo = (store: Store, version: number) => {
  for (let number = 1; number <= version; number += 1) {
    migrate(store, own.slice(0, number));
    for (const sql of rowsOfVersion[number] ?? []) store.exec(sql);
  }
};

/** Every row of every table that is not SQLite's own, by table and column. */
const contentOf = (store: Store) => {
  const tables = store.all<{ name: string }>(
    "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  return Object.fromEntries(tables.map(({ name }) => [name, store.all(`SELECT * FROM ${name}`)]));
};

const storeAt = (folder: string, version: number): Store => {
  const store = openStore(join(folder, 'mortar.db'), key, { create: true });
  growTo(store, version);
  return store;
};

/** The project's migrations and one more. */
const withNext = (sql: string) => {
  const folder = temporaryFolder();
  cpSync(ownMigrations, folder, { recursive: true });
  writeFileSync(join(folder, `${String(own.length + 1).padStart(4, '0')}_next.sql`), sql);
  return folder;
};
const addColumn = "ALTER TABLE patient ADD COLUMN language TEXT NOT NULL DEFAULT 'en';";

test('the snapshot of the schema is what the migrations make', () => {
  expect(
    existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '',
    'migrations/schema.sql is out of date. Run `npm run schema` and look at what changed.',
  ).toBe(schemaText());
});

test('no constraint and no index makes SQLite build a table for each row that is written, as IN of three values would', () => {
  const store = storeAt(temporaryFolder(), own.length);
  onTestFinished(() => store.close());
  const tables = store.all<{ name: string }>(
    "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict",
  );
  const building = tables.filter(({ name }) =>
    store
      .all<{ opcode: string }>(`EXPLAIN INSERT INTO ${name} DEFAULT VALUES`)
      .some(({ opcode }) => opcode === 'OpenEphemeral'),
  );
  expect(tables.length).toBeGreaterThan(50);
  expect(building).toEqual([]);
});

describe('from each version to the next', () => {
  test.each(own.map(({ number, name }) => ({ number, name })))(
    'everything on file before migration $number ($name) is on file after it',
    ({ number }) => {
      const store = storeAt(temporaryFolder(), number - 1);
      onTestFinished(() => store.close());
      const before = contentOf(store);
      expect(migrate(store, own.slice(0, number))).toBe(1);
      expect(schemaVersion(store)).toBe(number);
      const after = contentOf(store);
      for (const [table, rows] of Object.entries(before))
        expect(after[table], table).toEqual(
          expect.arrayContaining((rows as object[]).map((row) => expect.objectContaining(row))),
        );
      expect(store.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(store.all('PRAGMA foreign_key_check')).toEqual([]);
      // What the next version may keep can be kept.
      for (const sql of rowsOfVersion[number] ?? []) store.exec(sql);
      expect(migrate(store, own.slice(0, number))).toBe(0);
    },
  );

  test('a prescriber on file before the search had an index is found by it afterwards', () => {
    const store = storeAt(temporaryFolder(), 2);
    onTestFinished(() => store.close());
    store.exec(`INSERT INTO prescriber (id, version, family_name, given_names, npi, dea, clinic, phone, fax, search_text)
      VALUES ('d1', 1, 'Núñez-O''Hara', 'Ana María', '1588400725', 'BN1', 'Park Clinic', '', '(585) 555-0111',
        ' nunez-o''hara ana maria nunezohara 1588400725 bn1 park clinic  5855550111')`);
    migrate(store, own.slice(0, 3));
    expect(store.all('SELECT id, family_key, origin, ended_on FROM prescriber')).toEqual([
      { id: 'd1', family_key: 'nunezohara', origin: 'own', ended_on: null },
    ]);
    for (const typed of ['nunez', 'maria', '5550111', 'clinic'])
      expect([typed, prescribersMatching(store, `"${typed}"`, 5).map(({ id }) => id)]).toEqual([
        typed,
        ['d1'],
      ]);
  });

  test('a workstation that is opened with a newer program keeps its rows, and a copy of the file from before', async () => {
    const dataFolder = temporaryFolder();
    const store = storeAt(dataFolder, own.length);
    const before = contentOf(store);
    store.close();
    const workstation = openWorkstation({
      dataFolder,
      key,
      channels: false,
      migrationsFolder: withNext(addColumn),
    });
    onTestFinished(() => workstation.close());
    expect(contentOf(workstation.store)).toMatchObject(before);
    expect(workstation.store.all('SELECT language FROM patient')).toEqual([{ language: 'en' }]);
    const [copy, ...others] = readdirSync(join(dataFolder, 'backups'));
    expect(others).toEqual([]);
    const old = openStore(join(dataFolder, 'backups', copy!), key);
    onTestFinished(() => old.close());
    expect(schemaVersion(old)).toBe(own.length);
    expect(contentOf(old)).toEqual(before);
  });

  test('a migration that fails leaves the version before it whole', () => {
    const dataFolder = temporaryFolder();
    const store = storeAt(dataFolder, own.length);
    const before = contentOf(store);
    store.close();
    const migrationsFolder = withNext(`${addColumn} UPDATE patient SET family_name = 'X'; SELECT nonsense;`);
    expect(() => openWorkstation({ dataFolder, key, channels: false, migrationsFolder })).toThrow();
    const after = openStore(join(dataFolder, 'mortar.db'), key);
    onTestFinished(() => after.close());
    expect(schemaVersion(after)).toBe(own.length);
    expect(contentOf(after)).toEqual(before);
  });

  test('a migration that is killed between its last statement and its commit never happened, and runs the next time', () => {
    const dataFolder = temporaryFolder();
    const store = storeAt(dataFolder, own.length);
    const before = contentOf(store);
    store.close();
    const folder = withNext(addColumn);
    const from = (path: string) =>
      JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../core/store', path)).href);
    const killed = spawnSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { openStore } from ${from('database.ts')};
       import { migrate, readMigrations } from ${from('migrate.ts')};
       const store = openStore(${JSON.stringify(join(dataFolder, 'mortar.db'))}, '${key}');
       const dying = { ...store, exec: (sql) => {
         store.exec(sql);
         if (sql.startsWith('PRAGMA user_version')) process.kill(process.pid, 'SIGKILL');
       } };
       migrate(dying, readMigrations(${JSON.stringify(folder)}));`,
    ]);
    expect(killed.signal).toBe('SIGKILL');
    const after = openStore(join(dataFolder, 'mortar.db'), key);
    onTestFinished(() => after.close());
    expect(schemaVersion(after)).toBe(own.length);
    expect(contentOf(after)).toEqual(before);
    expect(migrate(after, readMigrations(folder))).toBe(1);
    expect(contentOf(after)).toMatchObject(before);
  });

  test('a missing number is noticed', () => {
    const folder = withNext(addColumn);
    writeFileSync(join(folder, `${String(own.length + 3).padStart(4, '0')}_gap.sql`), 'SELECT 1;');
    expect(() => readMigrations(folder)).toThrow(`migration ${own.length + 2} is missing`);
  });
});

test('a data file of a newer version is refused and not touched', () => {
  const dataFolder = temporaryFolder();
  const store = storeAt(dataFolder, own.length);
  store.exec('PRAGMA user_version = 4711');
  store.close();
  const bytes = readFileSync(join(dataFolder, 'mortar.db'));
  expect(() => openWorkstation({ dataFolder, key, channels: false })).toThrow(
    expect.objectContaining({ trouble: 'newer' }),
  );
  expect(readFileSync(join(dataFolder, 'mortar.db')).equals(bytes)).toBe(true);
  expect(readdirSync(dataFolder)).toEqual(['mortar.db']);
});

test('a wrong key is refused as a wrong key and changes nothing', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'mortar.db');
  storeAt(folder, own.length).close();
  const bytes = readFileSync(file);
  for (const wrong of ['cd'.repeat(32), 'short', `${key.slice(0, 63)}g`, ''])
    expect(() => openStore(file, wrong)).toThrow(expect.objectContaining({ trouble: 'wrong-key' }));
  expect(() => openStore(file, 'cd'.repeat(32))).toThrow(StoreError);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  openStore(file, key).close();
});

describe('the data file', () => {
  const open = () => {
    const folder = temporaryFolder();
    const store = storeAt(folder, own.length);
    onTestFinished(() => store.close());
    return { folder, store, file: join(folder, 'mortar.db') };
  };

  test('has only STRICT tables', () => {
    const tables = open().store.all<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
    );
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
  });

  test('and its journal hold nothing that can be read without the key', () => {
    const { store, file } = open();
    store.exec('PRAGMA wal_checkpoint(FULL)');
    store.exec("INSERT INTO counter VALUES ('next', 1)");
    for (const path of [file, `${file}-wal`]) {
      const bytes = readFileSync(path);
      expect(bytes.length).toBeGreaterThan(4096);
      expect(bytes.subarray(0, 16).toString('latin1')).not.toContain('SQLite format 3');
      for (const readable of ['Núñez', 'Lisinopril', 'CREATE TABLE', 'patient.registered'])
        expect(bytes.includes(readable), `${readable} in ${path}`).toBe(false);
    }
    expect(store.all('SELECT family_name FROM patient')).toEqual([{ family_name: 'Núñez' }]);
  });

  test('is written through on every connection', () => {
    const { store, file } = open();
    const second = openStore(file, key);
    onTestFinished(() => second.close());
    for (const connection of [store, second])
      expect({
        ...connection.get('PRAGMA journal_mode'),
        ...connection.get('PRAGMA synchronous'),
        ...connection.get('PRAGMA foreign_keys'),
      }).toEqual({ journal_mode: 'wal', synchronous: 2, foreign_keys: 1 });
  });

  test.each(['event', 'movement'])('lets nobody change or remove a row of %s', (table) => {
    const { store } = open();
    const before = contentOf(store)[table];
    expect(before).toHaveLength(1);
    for (const sql of [
      `UPDATE ${table} SET reason = 'forged'`,
      `DELETE FROM ${table}`,
      `REPLACE INTO ${table} SELECT * FROM ${table}`,
    ])
      expect(() => store.exec(sql), sql).toThrow('append-only');
    expect(contentOf(store)[table]).toEqual(before);
  });
});
