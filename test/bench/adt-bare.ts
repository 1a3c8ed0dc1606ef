/**
 * What the rows of hospitals’ messages cost by the driver alone: the rows of a file that was filled by messages, put into a new one,
 * many to a transaction as the workstation does, or with a transaction for each table of each message as simple pipelines do.
 * Always: on the same kind of encrypted file with the same indexes; nothing is read or decided, and nothing kept of patients’ histories.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../core/adt/effect/rows.ts';
import { keepRaw, rawOf } from '../../core/adt/keeping/raw-store.ts';
import { openStore, type Row, type Store } from '../../core/store/database.ts';
import { migrate, ownMigrations, readMigrations } from '../../core/store/migrate.ts';
import { benchKey } from './dataset.ts';

const TOGETHER = 256;
const keys: Record<string, readonly string[]> = {
  adt_person: ['id'],
  adt_identifier: ['authority', 'value'],
  adt_list: ['person_id', 'source_id', 'kind'],
  adt_stay: ['id'],
  adt_task: ['id'],
  outreach_pause: ['id'],
};

const withFile = <T>(work: (store: Store) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-bench-bare-'));
  const store = openStore(join(folder, 'bare.db'), benchKey, { create: true });
  try {
    migrate(store, readMigrations(ownMigrations));
    // The patients are not there.
    store.exec('PRAGMA foreign_keys=OFF');
    return work(store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const inserts = new Map<string, string>();
const insert = (store: Store, table: string, row: Row): void => {
  let sql = inserts.get(table);
  if (sql === undefined) {
    const columns = Object.keys(row);
    sql = `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`;
    inserts.set(table, sql);
  }
  store.run(sql, row);
};

const rowsOf = (from: Store, first: number, last: number) => ({
  messages: from.all<Row>('SELECT * FROM adt_message WHERE id BETWEEN ? AND ?', [first, last]),
  raw: from.all<Row>('SELECT * FROM adt_raw WHERE message_id BETWEEN ? AND ?', [first, last]),
  changes: from.all<Row>('SELECT * FROM adt_change WHERE message_id BETWEEN ? AND ?', [first, last]),
});

/** Messages a second whose rows are put into a file by the driver, their persons, stays and lists with them. */
export const bareInserts = (from: Store): number =>
  withFile((into) => {
    const { last } = from.get<{ last: number }>('SELECT max(id) AS last FROM adt_message')!;
    let took = 0;
    const inTransaction = (work: () => void) => {
      const began = performance.now();
      into.transaction(work);
      took += performance.now() - began;
    };
    for (let first = 1; first <= last; first += TOGETHER) {
      const { messages, raw, changes } = rowsOf(from, first, first + TOGETHER - 1);
      inTransaction(() => {
        for (const row of messages) insert(into, 'adt_message', row);
        for (const row of raw) insert(into, 'adt_raw', row);
        for (const row of changes) insert(into, 'adt_change', row);
      });
    }
    for (const table of Object.keys(keys)) {
      const rows = from.all<Row>(`SELECT * FROM ${table}`);
      for (let at = 0; at < rows.length; at += TOGETHER)
        inTransaction(() => {
          for (const row of rows.slice(at, at + TOGETHER)) insert(into, table, row);
        });
    }
    return last / (took / 1_000);
  });

/** Messages a second of the first so many, where each table of each message has a transaction of its own. */
export const naivePipeline = (from: Store, count: number): number =>
  withFile((into) => {
    let took = 0;
    const { messages, changes } = rowsOf(from, 1, count);
    const changesOf = new Map(
      changes.map((row) => [row.message_id, JSON.parse(row.changes as string) as Change[]]),
    );
    for (const message of messages) {
      const byTable = Map.groupBy(
        (changesOf.get(message.id!) ?? []).filter(({ table }) => Object.hasOwn(keys, table)),
        ({ table }) => table,
      );
      const works: (() => void)[] = [
        () => keepRaw(into, [{ messageId: Number(message.id), bytes: rawOf(from, Number(message.id)) }]),
        () => insert(into, 'adt_message', { ...message, state: 'received' }),
      ];
      for (const [table, some] of byTable) {
        const where = keys[table]!.map((name) => `${name} = ?`).join(' AND ');
        const made = some.map(({ key, before, after }) => {
          const values = [key].flat() as string[];
          const row =
            before === null ? from.get<Row>(`SELECT * FROM ${table} WHERE ${where}`, values) : undefined;
          return { values, row, after };
        });
        works.push(() => {
          for (const { values, row, after } of made) {
            if (row) insert(into, table, row);
            else if (after)
              into.run(
                `UPDATE ${table} SET ${Object.keys(after)
                  .map((name) => `${name} = ?`)
                  .join(', ')} WHERE ${where}`,
                [...Object.values(after), ...values],
              );
          }
        });
      }
      const change = changes.find(({ message_id }) => message_id === message.id);
      if (change) works.push(() => insert(into, 'adt_change', change));
      works.push(() =>
        into.run('UPDATE adt_message SET state = ?, person_id = ? WHERE id = ?', [
          message.state!,
          message.person_id!,
          message.id!,
        ]),
      );
      const began = performance.now();
      for (const work of works) into.transaction(work);
      took += performance.now() - began;
    }
    return messages.length / (took / 1_000);
  });
