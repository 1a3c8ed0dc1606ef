/**
 * A lot with its ledger as a message, and the rows that a message says.
 * Always: the ledger only grows; a movement has the same id everywhere. Each branch keeps its own shelf: of lots of others
 * only what was taken for an order leaves a row, which is no movement. The same lot of the same drug under two ids is one
 * lot here: the movements of the second are booked on the first, and what one puts out of use is out of use.
 */
import { create } from '@bufbuild/protobuf';
import { keepTakenElsewhere } from '../../stock/store.ts';
import type { Reader, Value, Writer } from '../../store/database.ts';
import {
  LotSchema,
  type Movement,
  MovementSchema,
  type StockChanged,
  StockChangedSchema,
} from '../gen/mortar/v1/stock_pb.js';
import { drugHere, drugOf } from './drug.ts';
import { columnsFrom, fieldsFrom, idHere, insertAll, joinAs, ownBranch } from './rows.ts';

interface Row {
  id: string;
  ndc11: string;
  lot: string;
  expiry: string;
  bin: string;
  quarantine: string | null;
}

const plain = ['id', 'kind', 'at', 'user_id', 'reason', 'prescription_id'] as const;

/**
 * The movements of a lot, in their order; of one that was joined here, those that came under its own id. Where an instant
 * is named, those of it alone.
 */
const movementsOf = (store: Reader, here: string, id: string, at: string | null): Movement[] =>
  store
    .all<{ quantity: number; undoes: string | null } & Record<string, Value>>(
      `SELECT m.*, r.id AS undoes FROM movement m LEFT JOIN movement r ON r.seq = m.reverses
       WHERE m.lot_id = :here AND ifnull(m.came_as, m.lot_id) = :id AND (:at IS NULL OR m.at = :at) ORDER BY m.seq`,
      { here, id, at },
    )
    .map((row) =>
      create(MovementSchema, {
        ...fieldsFrom(row, plain),
        quantity: BigInt(row.quantity),
        ...(row.undoes !== null && { reverses: row.undoes }),
      }),
    );

const imageAt = (store: Reader, id: string, at: string | null): StockChanged | null => {
  const here = idHere(store, 'lot', id);
  const row = here === null ? undefined : store.get<Row>('SELECT * FROM lot WHERE id = ?', [here]);
  if (!row) return null;
  return create(StockChangedSchema, {
    lot: create(LotSchema, {
      ...fieldsFrom(row, ['lot', 'expiry', 'bin', 'quarantine']),
      id,
      drug: drugOf(store, row.ndc11),
      branchId: ownBranch(store),
    }),
    movements: movementsOf(store, row.id, id, at),
    onlyNew: at !== null,
  });
};

export const stockImage = (store: Reader, id: string): StockChanged | null => imageAt(store, id, null);

/** The same with only what moved at an instant: what one event tells those who know of all before it. */
export const stockMovedAt = (store: Reader, id: string, at: string): StockChanged | null =>
  imageAt(store, id, at);

/**
 * Books what is not in the ledger yet, in the order of who told it: clocks differ, and a lot is received before it is
 * filled from. What undoes another comes after that, and not where that is undone already: two told of the same.
 */
const bookMissing = (store: Writer, row: Pick<Row, 'id' | 'ndc11'>, image: StockChanged): boolean => {
  const seqOf = (id: string) =>
    store.get<{ seq: number }>('SELECT seq FROM movement WHERE id = ?', [id])?.seq;
  const isUndone = (seq: number) =>
    store.get('SELECT 1 FROM movement WHERE reverses = ?', [seq]) !== undefined;
  const booked = new Set(
    store
      .all<{ id: string }>('SELECT id FROM movement WHERE id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(image.movements.map(({ id }) => id)),
      ])
      .map(({ id }) => id),
  );
  const cameAs = image.lot!.id === row.id ? null : image.lot!.id;
  const rowOf = (movement: Movement, reverses: number | null) => ({
    ...columnsFrom(movement, plain),
    ...{ lot_id: row.id, came_as: cameAs, ndc11: row.ndc11, quantity: movement.quantity, reverses },
  });
  let waiting = image.movements.filter(({ id }) => !booked.has(id));
  const any = waiting.length > 0;
  while (waiting.length > 0) {
    const later: Movement[] = [];
    const together: ReturnType<typeof rowOf>[] = [];
    for (const movement of waiting) {
      if (movement.reverses === undefined) {
        together.push(rowOf(movement, null));
        continue;
      }
      insertAll(store, 'movement', together.splice(0));
      const reverses = seqOf(movement.reverses);
      if (reverses === undefined) later.push(movement);
      else if (!isUndone(reverses)) insertAll(store, 'movement', [rowOf(movement, reverses)]);
    }
    insertAll(store, 'movement', together);
    // What undoes one that has not come yet is booked with that.
    if (later.length === waiting.length) break;
    waiting = later;
  }
  return any;
};

const findRow = (store: Reader, id: string, ndc11: string, lot: string): Row | undefined => {
  const here = idHere(store, 'lot', id);
  return here === null
    ? store.get<Row>('SELECT * FROM lot WHERE ndc11 = ? AND lot = ? COLLATE NOCASE', [ndc11, lot])
    : store.get<Row>('SELECT * FROM lot WHERE id = ?', [here]);
};

/** What a lot of another branch gave for orders: whoever takes such an order over has to know what it was filled with. */
const noteTaken = (store: Writer, { lot, movements }: StockChanged): void => {
  const { drug, branchId: branch, lot: name, expiry } = lot!;
  const undone = new Set(movements.flatMap(({ reverses }) => reverses ?? []));
  const taken = movements.flatMap(({ id, kind, prescriptionId, quantity, userId, at }) =>
    kind === 'filled' && prescriptionId !== undefined
      ? [{ id, prescriptionId, quantity: -Number(quantity), userId: userId ?? null, at }]
      : [],
  );
  if (taken.length === 0) return;
  const ndc11 = drugHere(store, drug!);
  keepTakenElsewhere(
    store,
    taken.map(({ prescriptionId, userId, ...one }) => ({
      ...{ ...one, branch, ndc11, lot: name, expiry, prescription_id: prescriptionId, user_id: userId },
      put_back: undone.has(one.id) ? 1 : 0,
    })),
  );
};

/** Makes the rows as the image says. Nothing of it refers to anything that it does not bring with it. */
export const projectStock = (store: Writer, id: string, image: StockChanged): string[] => {
  const said = image.lot!;
  if (said.branchId !== ownBranch(store)) {
    noteTaken(store, image);
    return [];
  }
  const ndc11 = drugHere(store, said.drug!);
  const row = findRow(store, id, ndc11, said.lot);
  if (!row) {
    store.run(
      `INSERT INTO lot (id, version, ndc11, lot, expiry, bin, quarantine)
       VALUES (:id, 1, :ndc11, :lot, :expiry, :bin, :quarantine)`,
      { ...columnsFrom(said, ['lot', 'expiry', 'bin', 'quarantine']), id, ndc11 },
    );
    bookMissing(store, { id, ndc11 }, image);
    return [];
  }
  if (row.id !== id && idHere(store, 'lot', id) === null) joinAs(store, 'lot', id, row.id);
  const booked = bookMissing(store, row, image);
  const written =
    row.id === id
      ? { expiry: said.expiry, bin: said.bin, quarantine: said.quarantine ?? null }
      : { expiry: row.expiry, bin: row.bin, quarantine: said.quarantine ?? row.quarantine };
  const changed = Object.entries(written).some(([column, value]) => row[column as keyof Row] !== value);
  if (booked || changed)
    store.run(
      'UPDATE lot SET version = version + 1, expiry = :expiry, bin = :bin, quarantine = :quarantine WHERE id = :id',
      { ...written, id: row.id },
    );
  return [];
};

/** The lots that something done to an order at an instant moved. */
export const lotsMovedFor = (store: Reader, prescriptionId: string, at: string): string[] =>
  store
    .all<{ id: string }>('SELECT DISTINCT lot_id AS id FROM movement WHERE prescription_id = ? AND at = ?', [
      prescriptionId,
      at,
    ])
    .map(({ id }) => id);
