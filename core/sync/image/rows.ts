/**
 * What the images of all kinds share: columns and fields of the same name, who is known here under which id, and which
 * branch is ours. A field is its column in camel case; null is a field left out.
 */
import type { Reader, Value, Writer } from '../../store/database.ts';
import { type AggregateKind, urnOf } from '../urn.ts';

const camels = new Map<string, string>();
const camelOf = (column: string): string => {
  const known = camels.get(column);
  if (known !== undefined) return known;
  const camel = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  camels.set(column, camel);
  return camel;
};

type Loose = Record<string, unknown>;
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

/** Fields of a message from columns of the same name; what is null is left out. */
export const fieldsFrom = <C extends string>(
  row: object,
  columns: readonly C[],
): { [K in Camel<C>]: never } => {
  const fields: Loose = {};
  for (const column of columns) {
    const value = (row as Loose)[column];
    if (value !== null && value !== undefined) fields[camelOf(column)] = value;
  }
  // The database is strict and a field has the type of its column, so that `never` fits whatever field it is.
  return fields as { [K in Camel<C>]: never };
};

/** Columns from fields of the same name; what is left out is null. */
export const columnsFrom = (message: object, columns: readonly string[]): Record<string, Value> => {
  const row: Record<string, Value> = {};
  for (const column of columns) row[column] = ((message as Loose)[camelOf(column)] ?? null) as Value;
  return row;
};

type Row = Record<string, Value>;

/** How many rows one statement takes; each number of rows is a statement of its own. */
const AT_ONCE = 24;
/** Statements once written: the columns of a table are always the same, in the same order. */
const statements = new Map<string, string>();
const statementOf = (table: string, row: Row, rows: number): string => {
  const name = `${table} ${rows}`;
  let sql = statements.get(name);
  if (sql === undefined) {
    const columns = Object.keys(row);
    const places = `(${columns.map(() => '?').join(', ')})`;
    sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(rows).fill(places).join(', ')}`;
    statements.set(name, sql);
  }
  return sql;
};

/** Inserts rows that all have the same columns in the same order. */
export const insertAll = (store: Writer, table: string, rows: readonly Row[]): void => {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    store.run(
      statementOf(table, some[0]!, some.length),
      some.length === 1 ? Object.values(some[0]!) : some.flatMap((row) => Object.values(row)),
    );
  }
};

/** Inserts a row, or writes its columns over the one of the same id. */
export const put = (store: Writer, table: string, row: Row & { id?: Value }): void => {
  if (store.get(`SELECT 1 FROM ${table} WHERE id = ?`, [row.id!]) === undefined) {
    insertAll(store, table, [row]);
    return;
  }
  const rest = Object.keys(row).filter((column) => column !== 'id');
  store.run(
    `UPDATE ${table} SET ${rest.map((column) => `${column} = :${column}`).join(', ')} WHERE id = :id`,
    row,
  );
};

/** The same of many rows; of two of one id the last counts. */
export const putAll = (store: Writer, table: string, rows: readonly (Row & { id?: Value })[]): void => {
  const each = new Map(rows.map((row) => [row.id, row]));
  const here = new Set(
    store
      .all<{ id: string }>(`SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [
        JSON.stringify([...each.keys()]),
      ])
      .map(({ id }) => id as Value | undefined),
  );
  insertAll(
    store,
    table,
    [...each.values()].filter(({ id }) => !here.has(id)),
  );
  for (const row of each.values()) if (here.has(row.id)) put(store, table, row);
};

/** The code of this branch; '' while it has none. */
export const ownBranch = (store: Reader): string => {
  const row = store.get<{ value: string }>("SELECT value FROM setting WHERE name = 'branch.id'");
  return row ? (JSON.parse(row.value) as string) : '';
};

const tableOf: Record<AggregateKind, string> = {
  prescription: 'prescription',
  patient: 'patient',
  prescriber: 'prescriber',
  person: 'user',
  document: 'document',
  lot: 'lot',
  // It is of a patient, and is not here before him.
  care: 'patient',
};

/** The id under which something is known here, whatever another workstation called it; null where it is not here. */
export const idHere = (store: Reader, kind: AggregateKind, id: string): string | null => {
  if (store.get(`SELECT 1 FROM ${tableOf[kind]} WHERE id = ?`, [id])) return id;
  return (
    store.get<{ here: string }>('SELECT here FROM known_as WHERE kind = ? AND id = ?', [kind, id])?.here ??
    null
  );
};

/** Those of some ids of a kind that are known here, under whatever id. */
export const hereAmong = (store: Reader, kind: AggregateKind, ids: readonly string[]): ReadonlySet<string> =>
  new Set(
    store
      .all<{ id: string }>(
        `SELECT id FROM ${tableOf[kind]} WHERE id IN (SELECT value FROM json_each(:ids))
         UNION ALL
         SELECT id FROM known_as WHERE kind = :kind AND id IN (SELECT value FROM json_each(:ids))`,
        { kind, ids: JSON.stringify(ids) },
      )
      .map(({ id }) => id),
  );

/** From now on, what another workstation calls `id` is what is known here as `here`. */
export const joinAs = (store: Writer, kind: AggregateKind, id: string, here: string): void => {
  store.run('INSERT INTO known_as (kind, id, here) VALUES (?, ?, ?)', [kind, id, here]);
};

/** The ids here of what was looked for, by urn: what is here stays, so that it need not be looked for twice. */
export type Known = Map<string, string>;

/** Finds what rows refer to, and collects the urns of what is not here. */
export const seeker = (store: Reader, known: Known = new Map()) => {
  const needs: string[] = [];
  return {
    needs,
    /** The id here; the id itself where it is missing, which is then noted. */
    find: (kind: AggregateKind, id: string | undefined): string | null => {
      if (id === undefined) return null;
      const urn = urnOf(kind, id);
      const seen = known.get(urn);
      if (seen !== undefined) return seen;
      const here = idHere(store, kind, id);
      if (here !== null) known.set(urn, here);
      else if (!needs.includes(urn)) needs.push(urn);
      return here ?? id;
    },
  };
};
