/** Rows of lots and of the ledger: SQL only, no rule. Quantities are integer thousandths of the drug's unit. */
import { notFound } from '../contract/errors.ts';
import type { movementKinds } from '../contract/stock.ts';
import type { DrugRow } from '../drug/store.ts';
import { newId } from '../identity.ts';
import { isOpenHere } from '../prescription/queue.ts';
import type { Reader, Value, Writer } from '../store/database.ts';

export interface LotRow {
  id: string;
  version: number;
  ndc11: string;
  lot: string;
  expiry: string;
  bin: string;
  quarantine: string | null;
  /** The sum of its movements. */
  on_hand: number;
}

export interface MovementDraft {
  lotId: string;
  ndc11: string;
  kind: (typeof movementKinds)[number];
  quantity: number;
  at: string;
  userId: string | null;
  reason: string;
  prescriptionId: string | null;
  reverses: number | null;
}

export interface LedgerRow {
  seq: number;
  at: string;
  kind: MovementDraft['kind'];
  lot: string;
  quantity: number;
  balance: number;
  user_id: string | null;
  user_name: string | null;
  reason: string;
  prescription_id: string | null;
  rx_number: string | null;
}

const lotColumns =
  'l.*, (SELECT ifnull(sum(m.quantity), 0) FROM movement m WHERE m.lot_id = l.id) AS on_hand';

/** What the ledger says is there. */
export const onHandOfLot = (store: Reader, lotId: string): number =>
  store.get<{ total: number }>('SELECT ifnull(sum(quantity), 0) AS total FROM movement WHERE lot_id = ?', [
    lotId,
  ])!.total;

/** The sum over all lots of a drug, usable or not. */
export const onHandOfDrug = (store: Reader, ndc11: string): number =>
  store.get<{ total: number }>('SELECT ifnull(sum(quantity), 0) AS total FROM movement WHERE ndc11 = ?', [
    ndc11,
  ])!.total;

/** On hand of those of some drugs that were ever stocked. */
export const onHandAmong = (store: Reader, ndcs: readonly string[]): Map<string, number> =>
  new Map(
    store
      .all<{ ndc11: string; total: number }>(
        `SELECT l.ndc11, (SELECT ifnull(sum(m.quantity), 0) FROM movement m WHERE m.ndc11 = l.ndc11) AS total
         FROM (SELECT DISTINCT ndc11 FROM lot WHERE ndc11 IN (SELECT value FROM json_each(?))) l`,
        [JSON.stringify(ndcs)],
      )
      .map(({ ndc11, total }) => [ndc11, total]),
  );

/** Throws `lot.not-found`. */
export const loadLot = (store: Reader, lotId: string): LotRow =>
  store.get<LotRow>(`SELECT ${lotColumns} FROM lot l WHERE l.id = ?`, [lotId]) ?? notFound('lot');

/** First expiry first, then by lot number. */
export const lotsOfDrug = (store: Reader, ndc11: string): LotRow[] =>
  store.all<LotRow>(`SELECT ${lotColumns} FROM lot l WHERE l.ndc11 = ? ORDER BY l.expiry, l.lot`, [ndc11]);

/** A lot number is the same in capitals and small letters. */
export const findLot = (store: Reader, ndc11: string, lot: string): LotRow | undefined =>
  store.get<LotRow>(`SELECT ${lotColumns} FROM lot l WHERE l.ndc11 = ? AND l.lot = ? COLLATE NOCASE`, [
    ndc11,
    lot,
  ]);

export const insertLot = (
  store: Writer,
  row: Pick<LotRow, 'id' | 'ndc11' | 'lot' | 'expiry' | 'bin'>,
): void => {
  store.run(
    'INSERT INTO lot (id, version, ndc11, lot, expiry, bin) VALUES (:id, 1, :ndc11, :lot, :expiry, :bin)',
    {
      ...row,
    },
  );
};

/** Writes what may change of a lot, raises its version and answers the new one. */
export const changeLot = (
  store: Writer,
  row: LotRow,
  changes: Partial<Pick<LotRow, 'bin' | 'quarantine'>>,
): number => {
  const set = [
    'version = version + 1',
    ...Object.keys(changes).map((column) => `${column} = :${column}`),
  ].join(', ');
  store.run(`UPDATE lot SET ${set} WHERE id = :id`, { ...(changes as Record<string, Value>), id: row.id });
  return row.version + 1;
};

/** Appends to the ledger and answers the number of the movement. */
export const postMovement = (store: Writer, movement: MovementDraft): number =>
  Number(
    store.run(
      `INSERT INTO movement (id, lot_id, ndc11, kind, quantity, at, user_id, reason, prescription_id, reverses)
       VALUES (:id, :lotId, :ndc11, :kind, :quantity, :at, :userId, :reason, :prescriptionId, :reverses)`,
      { ...movement, id: newId() },
    ).lastInsertRowid,
  );

/** Movements of a drug, newest first, each with the balance of the drug after it. */
export const ledgerOf = (store: Reader, ndc11: string, limit: number): LedgerRow[] =>
  store.all<LedgerRow>(
    `SELECT m.seq, m.at, m.kind, l.lot, m.quantity, m.user_id, u.display_name AS user_name, m.reason, m.prescription_id,
       p.rx_number, m.balance
     FROM (SELECT *, sum(quantity) OVER (ORDER BY seq) AS balance FROM movement WHERE ndc11 = ?) m
     JOIN lot l ON l.id = m.lot_id
     LEFT JOIN user u ON u.id = m.user_id
     LEFT JOIN prescription p ON p.id = m.prescription_id
     ORDER BY m.seq DESC LIMIT ?`,
    [ndc11, limit],
  );

export interface ShelfRow extends DrugRow {
  on_hand: number;
  /** Of unexpired lots that are not in quarantine. */
  usable: number;
  lots: number;
  next_expiry: string | null;
  /** Owed to patients who were given less than was ordered. */
  owed: number;
  /** How many drugs there are, before the limit. */
  total: number;
}

export interface ShelfFilter {
  only: 'all' | 'short' | 'expiring' | 'expired' | 'quarantined';
  /** A LIKE pattern, escaped with a backslash. */
  pattern: string;
  today: string;
  /** Last day of the span in which a lot counts as expiring. */
  expiringUntil: string;
  limit: number;
}

const shelfConditions: Record<ShelfFilter['only'], string> = {
  all: 'true',
  // Verified orders wait for more than is usable, or a drug that was stocked has run out.
  short: 'awaited > usable OR (usable <= 0 AND known_lots > 0)',
  expiring: 'expiring > 0',
  expired: 'expired > 0',
  quarantined: 'quarantined > 0',
};

/** Drugs that were ever here or are waited for, as against the whole catalogue. */
const known =
  '(SELECT ndc11 FROM stocked UNION SELECT ndc11 FROM ordered) k JOIN drug d ON d.ndc11 = k.ndc11';

/** What is on the shelf, drug by drug. A drug that never was here is listed only to whom asks for it by name. */
export const shelf = (store: Reader, { only, ...parameters }: ShelfFilter): ShelfRow[] =>
  store.all<ShelfRow>(
    `WITH held AS MATERIALIZED (
       SELECT l.*, (SELECT ifnull(sum(m.quantity), 0) FROM movement m WHERE m.lot_id = l.id) AS on_hand FROM lot l),
     stocked AS (
       SELECT ndc11, sum(on_hand) AS on_hand,
         sum(iif(quarantine IS NULL AND expiry >= :today AND on_hand > 0, on_hand, 0)) AS usable,
         count(iif(on_hand > 0, 1, NULL)) AS lots,
         count(*) AS known_lots,
         min(iif(on_hand > 0 AND quarantine IS NULL AND expiry >= :today, expiry, NULL)) AS next_expiry,
         count(iif(on_hand > 0 AND expiry >= :today AND expiry <= :expiringUntil, 1, NULL)) AS expiring,
         count(iif(on_hand > 0 AND expiry < :today, 1, NULL)) AS expired,
         count(iif(on_hand > 0 AND quarantine IS NOT NULL, 1, NULL)) AS quarantined
       FROM held GROUP BY ndc11),
     ordered AS (
       SELECT ndc11, sum(quantity) AS awaited, sum(iif(owing_of IS NOT NULL, quantity, 0)) AS owed
       FROM prescription p WHERE ${isOpenHere} AND p.stage IN ('to-fill', 'filling') GROUP BY ndc11),
     shelved AS (
       SELECT d.*, ifnull(s.on_hand, 0) AS on_hand, ifnull(s.usable, 0) AS usable, ifnull(s.lots, 0) AS lots,
         s.next_expiry, ifnull(o.owed, 0) AS owed, ifnull(o.awaited, 0) AS awaited,
         ifnull(s.known_lots, 0) AS known_lots, ifnull(s.expiring, 0) AS expiring, ifnull(s.expired, 0) AS expired,
         ifnull(s.quarantined, 0) AS quarantined
       FROM ${only === 'all' && parameters.pattern !== '%%' ? 'drug d' : known} LEFT JOIN stocked s ON s.ndc11 = d.ndc11 LEFT JOIN ordered o ON o.ndc11 = d.ndc11
       WHERE (d.name || ' ' || d.brand || ' ' || d.strength || ' ' || d.ndc11) LIKE :pattern ESCAPE '\\')
     SELECT *, count(*) OVER () AS total FROM shelved WHERE ${shelfConditions[only]}
     ORDER BY name, strength, ndc11 LIMIT :limit`,
    parameters,
  );

/** How many bags wait in each will-call bin. */
export const bagsByBin = (store: Reader): Map<string, number> =>
  new Map(
    store
      .all<{ bin: string; bags: number }>(
        `SELECT bin, count(*) AS bags FROM prescription p WHERE ${isOpenHere} AND p.stage = 'ready' AND bin IS NOT NULL GROUP BY bin`,
      )
      .map(({ bin, bags }) => [bin, bags]),
  );

export interface TakenElsewhere {
  /** Of the movement. */
  id: string;
  prescription_id: string;
  branch: string;
  ndc11: string;
  lot: string;
  expiry: string;
  quantity: number;
  user_id: string | null;
  at: string;
  put_back: 0 | 1;
}

/** Writes down what another branch took from its shelf for orders, and what of it it has put back since. */
export const keepTakenElsewhere = (store: Writer, rows: readonly TakenElsewhere[]): void => {
  store.run(
    `INSERT INTO filled_elsewhere (id, prescription_id, branch, ndc11, lot, expiry, quantity, user_id, at, put_back)
     SELECT value ->> 'id', value ->> 'prescription_id', value ->> 'branch', value ->> 'ndc11', value ->> 'lot',
       value ->> 'expiry', value ->> 'quantity', value ->> 'user_id', value ->> 'at', value ->> 'put_back'
     FROM json_each(?) WHERE true
     ON CONFLICT (id) DO UPDATE SET put_back = excluded.put_back WHERE put_back < excluded.put_back`,
    [JSON.stringify(rows)],
  );
};

/** What other branches took for an order and have not put back, in the order they did. */
export const takenElsewhere = (store: Reader, prescriptionId: string): TakenElsewhere[] =>
  store.all<TakenElsewhere>(
    `SELECT * FROM filled_elsewhere e WHERE prescription_id = ? AND put_back = 0
       AND NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = e.id) ORDER BY at, id`,
    [prescriptionId],
  );
