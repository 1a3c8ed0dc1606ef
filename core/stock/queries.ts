/** What is on the shelf, the lots and the ledger of a drug, what a scanned code says, the will-call bins. */
import { addDays, dayOf } from '../calendar.ts';
import type { QueryResult } from '../contract/index.ts';
import { byIngredient, drugView } from '../drug/drug.ts';
import { type DrugRow, drugsByNdc, loadDrug } from '../drug/store.ts';
import { anywherePattern } from '../fragments.ts';
import type { Context, QueryHandlers } from '../handler.ts';
import { fromThousandths } from '../quantity.ts';
import { type DrugBarcode, readBarcode } from './barcode.ts';
import { lotView } from './stock.ts';
import { bagsByBin, ledgerOf, lotsOfDrug, shelf } from './store.ts';

const todayOf = (context: Context) => dayOf(context.now, context.setting('branch.timeZone'));

type Reading = QueryResult<'stock.readBarcode'>;
const nothingRead: Omit<Reading, 'kind' | 'sentence'> = {
  drug: null,
  lot: null,
  expiry: null,
  bagCode: null,
};

const drugSentence = (drug: DrugRow, code: DrugBarcode, today: string): string => {
  const expiry =
    code.expiry === undefined
      ? ''
      : code.expiry < today
        ? `, EXPIRED on ${code.expiry}`
        : `, expires ${code.expiry}`;
  return `${drug.name} ${drug.strength} ${drug.form}${code.lot === undefined ? '' : `, lot ${code.lot}`}${expiry}.`;
};

const drugReading = (context: Context, code: DrugBarcode): Reading => {
  const drugs = drugsByNdc(context.store, code.ndc11Candidates);
  const said = { lot: code.lot ?? null, expiry: code.expiry ?? null };
  const [drug] = drugs;
  if (!drug)
    return {
      ...nothingRead,
      ...said,
      kind: 'unknown',
      sentence: 'No drug on file has this code. Put it on file first.',
    };
  if (drugs.length > 1)
    return {
      ...nothingRead,
      ...said,
      kind: 'unknown',
      sentence: 'This code can mean more than one drug on file. Choose it by name.',
    };
  return {
    ...nothingRead,
    ...said,
    kind: 'drug',
    sentence: drugSentence(drug, code, todayOf(context)),
    drug: drugView(drug),
  };
};

export const stockQueryHandlers = {
  'stock.lots': (context, { ndc11 }) => {
    const drug = loadDrug(context.store, ndc11);
    const lots = lotsOfDrug(context.store, ndc11);
    return {
      drug: drugView(drug),
      lots: lots.map((lot) => lotView(lot, todayOf(context))),
      onHand: fromThousandths(lots.reduce((sum, lot) => sum + lot.on_hand, 0)),
    };
  },

  'stock.list': (context, { text, only, limit }) => {
    const today = todayOf(context);
    const rows = shelf(context.store, {
      only,
      pattern: anywherePattern(text.trim()),
      today,
      expiringUntil: addDays(today, context.setting('expiring.days')),
      limit,
    });
    return {
      rows: rows.toSorted(byIngredient).map((row) => ({
        ...drugView(row),
        onHand: fromThousandths(row.on_hand),
        usable: fromThousandths(row.usable),
        lots: row.lots,
        nextExpiry: row.next_expiry,
        owed: fromThousandths(row.owed),
      })),
      total: rows[0]?.total ?? 0,
    };
  },

  'stock.ledger': ({ store }, { ndc11, limit }) => {
    loadDrug(store, ndc11);
    return {
      rows: ledgerOf(store, ndc11, limit).map((row) => ({
        seq: row.seq,
        at: row.at,
        kind: row.kind,
        lot: row.lot,
        quantity: fromThousandths(row.quantity),
        balance: fromThousandths(row.balance),
        by: row.user_id === null ? null : { id: row.user_id, name: row.user_name ?? '' },
        reason: row.reason,
        prescriptionId: row.prescription_id,
        rxNumber: row.rx_number,
      })),
    };
  },

  'stock.readBarcode': (context, { barcode }) => {
    const code = readBarcode(barcode, Number(todayOf(context).slice(0, 4)));
    if (code.kind === 'drug') return drugReading(context, code);
    return code.kind === 'bag'
      ? { ...nothingRead, kind: 'bag', sentence: 'A bag label.', bagCode: code.code }
      : { ...nothingRead, kind: 'unknown', sentence: code.reason };
  },

  'stock.bins': (context) => {
    const bags = bagsByBin(context.store);
    // A bin that was taken off the list still holds its bags.
    const names = new Set([...context.setting('bins'), ...bags.keys()]);
    return { bins: [...names].map((name) => ({ name, bags: bags.get(name) ?? 0 })) };
  },
} satisfies QueryHandlers<'stock.lots' | 'stock.list' | 'stock.ledger' | 'stock.readBarcode' | 'stock.bins'>;
