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

/** Inserts a row, or writes its columns over one of the same key. */
export const put = (
  store: Writer,
  table: string,
  key: readonly string[],
  row: Record<string, Value>,
): void => {
  const columns = Object.keys(row);
  const rest = columns.filter((column) => !key.includes(column));
  store.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})
     ON CONFLICT (${key.join(', ')}) DO ${rest.length === 0 ? 'NOTHING' : `UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}`}`,
    row,
  );
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
};

/** The id under which something is known here, whatever another workstation called it; null where it is not here. */
export const idHere = (store: Reader, kind: AggregateKind, id: string): string | null => {
  if (store.get(`SELECT 1 FROM ${tableOf[kind]} WHERE id = ?`, [id])) return id;
  return (
    store.get<{ here: string }>('SELECT here FROM known_as WHERE kind = ? AND id = ?', [kind, id])?.here ??
    null
  );
};

/** From now on, what another workstation calls `id` is what is known here as `here`. */
export const joinAs = (store: Writer, kind: AggregateKind, id: string, here: string): void => {
  store.run('INSERT INTO known_as (kind, id, here) VALUES (?, ?, ?)', [kind, id, here]);
};

/** Finds what rows refer to, and collects the urns of what is not here. */
export const seeker = (store: Reader) => {
  const known = new Map<string, string | null>();
  const needs: string[] = [];
  return {
    needs,
    /** The id here; the id itself where it is missing, which is then noted. */
    find: (kind: AggregateKind, id: string | undefined): string | null => {
      if (id === undefined) return null;
      const urn = urnOf(kind, id);
      let here = known.get(urn);
      if (here === undefined) {
        here = idHere(store, kind, id);
        known.set(urn, here);
        if (here === null) needs.push(urn);
      }
      return here ?? id;
    },
  };
};
