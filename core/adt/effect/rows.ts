/**
 * The rows of what hospitals say, written in one way only, so that whatever a message changed is known afterwards: each row
 * once, with the columns that changed, before and after. A cancel, the undoing of a merge, a dry run and “what this message
 * changed” all rest on it.
 * Always: a row is compared before it is written, and SQL has the same text each time. No rule is here.
 */
import type { Row, Value, Writer } from '../../store/database.ts';
import type { IdentifierRow, ListRow, PauseRow, PersonRow, StayRow, TaskRow } from './row-types.ts';

export interface Tables {
  adt_person: PersonRow;
  adt_identifier: IdentifierRow;
  adt_person_link: { first: number; second: number };
  adt_list: ListRow;
  adt_stay: StayRow;
  adt_task: TaskRow;
  outreach_pause: PauseRow;
}
export type TableName = keyof Tables;

/** What a message did to one row. `before` null: it made the row; `after` null: it took it away. */
export interface Change {
  table: TableName | 'patient';
  key: Value | readonly Value[];
  before: Row | null;
  after: Row | null;
}

/** Columns to write; what is undefined stays as it is. */
export type Values<T> = { [K in keyof T]?: T[K] | undefined };

interface Table {
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Columns that say how new a row is; they change with every message. */
  readonly kept: readonly string[];
  readonly select: string;
  readonly insert: string;
  readonly remove: string;
  /** By the columns written. There are few sets of them, and each is the same text every time. */
  readonly update: (columns: readonly string[]) => string;
}

const tableOf = (name: string, key: string[], columns: string[], kept: string[] = []): Table => {
  const where = key.map((column) => `${column} = ?`).join(' AND ');
  const updates = new Map<string, string>();
  const all = [...key, ...columns, ...kept];
  return {
    key,
    columns,
    kept,
    select: `SELECT * FROM ${name} WHERE ${where}`,
    insert: `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    remove: `DELETE FROM ${name} WHERE ${where}`,
    update: (written) => {
      const text = written.join(' = ?, ');
      let sql = updates.get(text);
      if (sql === undefined) {
        sql = `UPDATE ${name} SET ${text} = ? WHERE ${where}`;
        updates.set(text, sql);
      }
      return sql;
    },
  };
};

const split = (words: string) => words.split(' ');
const newness = ['as_of', 'as_of_message', 'version'];

const tables: Record<TableName, Table> = {
  adt_person: tableOf(
    'adt_person',
    ['id'],
    split(
      'patient_id linked family_name given_names name_key date_of_birth sex address phone deceased_at merged_into withdrawn_at',
    ),
    [...newness, 'said', 'listed'],
  ),
  adt_identifier: tableOf('adt_identifier', ['authority', 'value'], split('type person_id retired_at')),
  adt_person_link: tableOf('adt_person_link', ['first', 'second'], []),
  adt_list: tableOf('adt_list', ['person_id', 'source_id', 'kind'], ['items'], ['as_of']),
  adt_stay: tableOf(
    'adt_stay',
    ['id'],
    split(
      'source_id person_id authority visit_number account class state ward room bed facility attending consulting admitted_at discharged_at disposition expected_discharge_at reason state_message place_message',
    ),
    newness,
  ),
  adt_task: tableOf(
    'adt_task',
    ['id'],
    split(
      'kind severity patient_id person_id stay_id message_id about_stay source workstation branch_name at as_of detail state settled_at settled_by outcome reason',
    ),
  ),
  outreach_pause: tableOf(
    'outreach_pause',
    ['id'],
    split('patient_id because stay_id since lifted_at lifted_by reason'),
  ),
};

/** The row as it stands now, or undefined. */
export const rowOf = (store: Writer, change: Change): Row | undefined =>
  change.table === 'patient'
    ? store.get<Row>('SELECT * FROM patient WHERE id = ?', [change.key as string])
    : store.get<Row>(tables[change.table].select, [change.key].flat() as Value[]);

export interface Rows {
  readonly store: Writer;
  readonly changes: Change[];
  /** Answers the row with the number it was given, where it is numbered. */
  insert<T extends TableName>(
    table: T,
    row: Omit<Tables[T], 'id'> & { id?: Tables[T] extends { id: infer I } ? I : never },
  ): Tables[T];
  /** Writes what differs and answers the row as it is then: the very same one where nothing differs. */
  update<T extends TableName>(table: T, row: Tables[T], values: Values<Tables[T]>): Tables[T];
  remove<T extends TableName>(table: T, row: Tables[T]): void;
  /** Notes a change that something else wrote. */
  note(change: Change): void;
}

/** Writes rows of `store` and keeps what changed, each row once. */
export const rowsOf = (store: Writer, changes: Change[] = []): Rows => {
  const keyOf = (table: Table, row: Row) =>
    table.key.length === 1 ? row[table.key[0]!]! : table.key.map((column) => row[column]!);
  const known = (name: TableName, key: Change['key']) =>
    changes.find(
      (change) =>
        change.table === name &&
        (Array.isArray(key)
          ? key.every((part, index) => (change.key as Value[])[index] === part)
          : change.key === key),
    );

  return {
    store,
    changes,
    insert: (name, values) => {
      const table = tables[name];
      const row = values as unknown as Row;
      const parameters = [...table.key, ...table.columns, ...table.kept].map((column) => row[column] ?? null);
      const { lastInsertRowid } = store.run(table.insert, parameters);
      if (row.id === undefined) row.id = Number(lastInsertRowid);
      if (table.key[0] !== 'id') delete row.id;
      changes.push({ table: name, key: keyOf(table, row), before: null, after: { ...row } });
      return row as unknown as Tables[typeof name];
    },
    update: (name, current, values) => {
      const table = tables[name];
      const row = current as unknown as Row;
      const wanted = values as unknown as Row;
      let before: Row | null = null;
      let after: Row | null = null;
      let next: Row | null = null;
      const written: string[] = [];
      const parameters: Value[] = [];
      for (const column in wanted) {
        const value = wanted[column];
        if (value === undefined || value === row[column]) continue;
        next ??= { ...row };
        next[column] = value;
        written.push(column);
        parameters.push(value);
        // How new a row is, is no change of it.
        if (table.kept.includes(column)) continue;
        before ??= {};
        after ??= {};
        before[column] = row[column]!;
        after[column] = value;
      }
      if (!next) return current;
      if (before && row.version !== undefined) {
        next.version = (row.version as number) + 1;
        written.push('version');
        parameters.push(next.version);
      }
      for (const column of table.key) parameters.push(row[column]!);
      store.run(table.update(written), parameters);
      if (!before || !after) return next as unknown as Tables[typeof name];
      const key = keyOf(table, row);
      const earlier = known(name, key);
      if (!earlier) changes.push({ table: name, key, before, after });
      else {
        if (earlier.before) earlier.before = { ...before, ...earlier.before };
        earlier.after = { ...earlier.after, ...after };
      }
      return next as unknown as Tables[typeof name];
    },
    remove: (name, current) => {
      const table = tables[name];
      const row = current as unknown as Row;
      const key = keyOf(table, row);
      store.run(table.remove, [key].flat() as Value[]);
      const earlier = known(name, key);
      if (!earlier) changes.push({ table: name, key, before: { ...row }, after: null });
      else if (earlier.before === null) changes.splice(changes.indexOf(earlier), 1);
      else {
        earlier.before = { ...row, ...earlier.before };
        earlier.after = null;
      }
    },
    note: (change) => {
      changes.push(change);
    },
  };
};
