/**
 * Filling and checking: scan, count, take from the ledger, reverse, check, owe the rest, fail.
 * Stock moves only here and in hand-over-commands.ts, and every movement can be undone exactly once.
 */
import { dayOf } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import { checkFields } from '../contract/prescription.ts';
import { drugsByNdc, loadDrug } from '../drug/store.ts';
import type { CommandContext, CommandHandlers, EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { insertPages, pagesOf } from '../intake/store.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import { readBarcode } from '../stock/barcode.ts';
import { loadLot, lotsOfDrug, onHandOfLot, postMovement } from '../stock/store.ts';
import { deliveriesOf } from './messages.ts';
import { newBagCode } from './numbers.ts';
import { goodVerdicts, isEquivalent, isUsable, judgeScan, type ScannedLot } from './scan.ts';
import {
  fillLinesOf,
  indexPrescription,
  insertPrescription,
  type PrescriptionRow,
  scansOf,
} from './store.ts';
import { begin, claimUntil, reasonLine, take } from './transition.ts';

const today = (context: CommandContext) => dayOf(context.now, context.setting('branch.timeZone'));

const scannedLot = (row: ReturnType<typeof lotsOfDrug>[number]): ScannedLot => ({
  id: row.id,
  lot: row.lot,
  expiry: row.expiry,
  bin: row.bin,
  onHand: row.on_hand,
  quarantine: row.quarantine,
});

/** Puts everything taken for a prescription back, movement by movement. */
export const putBack = (
  context: CommandContext,
  row: PrescriptionRow,
  kind: 'fill-reversed' | 'returned-to-stock',
  reason: string,
): void => {
  for (const line of fillLinesOf(context.store, row.id))
    postMovement(context.store, {
      lotId: line.lot_id,
      ndc11: line.ndc11,
      kind,
      quantity: line.quantity,
      at: context.now,
      userId: context.actor?.id ?? null,
      reason,
      prescriptionId: row.id,
      reverses: line.seq,
    });
};

const unfilled = {
  filled_by: null,
  filled_quantity: null,
  owing_promised_on: null,
  bag_code: null,
} as const;

/** An owing is an order of its own: verified already, it waits to be filled when the stock is there. */
const orderTheRest = (
  context: CommandContext,
  row: PrescriptionRow,
): { id: string; events: EventDraft[] } | null => {
  const owed = row.quantity! - row.filled_quantity!;
  if (owed <= 0) return null;
  const id = newId();
  const base = row.rx_number!.split('-')[0]!;
  const number = row.rx_number!.includes('-') ? Number(row.rx_number!.split('-')[1]) + 1 : 2;
  const owing: PrescriptionRow = {
    ...row,
    id,
    version: 1,
    stage: 'to-fill',
    rx_number: `${base}-${number}`,
    quantity: owed,
    promised_at: `${row.owing_promised_on}T17:00:00.000Z`,
    received_at: context.now,
    owing_of: row.id,
    refill_of: null,
    renewal_of: null,
    duplicate_answer: null,
    second_entry: null,
    claimed_by: null,
    claim_expires_at: null,
    filling: 1,
    ...unfilled,
    checked_by: null,
    bin: null,
    ready_at: null,
  };
  const { version: _, ...columns } = owing;
  insertPrescription(context.store, columns);
  insertPages(context.store, id, pagesOf(context.store, row.id));
  indexPrescription(context.store, id);
  const event = (
    name: 'prescription.request' | 'prescription.approve',
    stage: string,
    status: string,
  ): EventDraft => ({
    name,
    subject: { kind: 'prescription', id },
    patientId: row.patient_id,
    reason: 'owing',
    data: { prescriptionId: id, stage, status, owingOf: row.id },
    deliveries: deliveriesOf(context.store, ['publish'], {
      row: owing,
      event: name,
      pharmacyId: context.setting('branch.npi'),
      reason: 'owing',
      at: context.now,
    }),
  });
  return {
    id,
    events: [
      event('prescription.request', 'verifying', 'requested'),
      event('prescription.approve', 'to-fill', 'approved'),
    ],
  };
};

type Own =
  | 'prescription.startFill'
  | 'prescription.scan'
  | 'prescription.fill'
  | 'prescription.returnToFill'
  | 'prescription.check'
  | 'prescription.fail';

export const fillCommandHandlers: CommandHandlers<Own> = {
  'prescription.startFill': (context, { prescriptionId }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'startFill');
    const { version, event } = take(context, row, step, {
      claimed_by: actor.id,
      claim_expires_at: claimUntil(context),
    });
    return { result: { version }, events: [event] };
  },

  'prescription.scan': (context, { prescriptionId, barcode, lotId }) => {
    const { row, actor } = begin(context, prescriptionId, 'scan');
    const { store } = context;
    const code = readBarcode(barcode, Number(today(context).slice(0, 4)));
    const scanned = code.kind === 'drug' ? drugsByNdc(store, code.ndc11Candidates) : [];
    // A code without a lot is completed by the lot a person read off the bottle.
    const chosen = lotId === undefined ? null : loadLot(store, lotId);
    const named = code.kind === 'drug' && code.lot !== undefined;
    const ordered = loadDrug(store, row.ndc11!);
    const lots = scanned.flatMap(({ ndc11 }) => lotsOfDrug(store, ndc11)).map(scannedLot);
    const facts = {
      ordered,
      substitutionAllowed: row.substitution_allowed === 1,
      scanned,
      lot: named ? code.lot! : (chosen?.lot ?? null),
      expiry: code.kind === 'drug' ? (code.expiry ?? null) : null,
      lots,
      today: today(context),
      unreadable:
        code.kind === 'unknown'
          ? code.reason
          : code.kind === 'bag'
            ? 'This is a bag label, not a bottle.'
            : null,
    };
    const { verdict, sentence, lot } = judgeScan(facts);
    store.run(
      'INSERT INTO scan (prescription_id, filling, verdict, sentence, lot_id, user_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [row.id, row.filling, verdict, sentence, lot?.id ?? null, actor.id, context.now],
    );
    const choices = verdict === 'right-choose-lot' ? lots.filter((one) => isUsable(one, facts.today)) : [];
    return {
      result: {
        verdict,
        good: goodVerdicts.has(verdict),
        sentence,
        lotId: lot?.id ?? null,
        lots: choices.map((one) => ({
          lotId: one.id,
          lot: one.lot,
          expiry: one.expiry,
          onHand: fromThousandths(one.onHand),
          bin: one.bin,
        })),
      },
      events: [
        {
          name: 'prescription.scanned',
          subject: { kind: 'prescription', id: row.id },
          patientId: row.patient_id,
          data: { prescriptionId: row.id, verdict, lotId: lot?.id ?? null },
          reason: sentence,
        },
      ],
    };
  },

  'prescription.fill': (context, { prescriptionId, lines, owing }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'fill');
    const { store } = context;
    const ordered = loadDrug(store, row.ndc11!);
    const scanned = new Set(
      scansOf(store, row)
        .filter(({ verdict, lot_id }) => lot_id !== null && (verdict === 'right' || verdict === 'later-lot'))
        .map(({ lot_id }) => lot_id),
    );
    if (new Set(lines.map(({ lotId }) => lotId)).size !== lines.length) refuse('prescription.same-lot-twice');
    let total = 0;
    for (const line of lines) {
      const lot = loadLot(store, line.lotId);
      const quantity = toThousandths(line.quantity);
      const drug = loadDrug(store, lot.ndc11);
      const fits = lot.ndc11 === row.ndc11 || (row.substitution_allowed === 1 && isEquivalent(drug, ordered));
      if (!fits) refuse('lot.wrong-drug');
      if (!scanned.has(lot.id)) refuse('prescription.not-scanned');
      if (lot.expiry < today(context)) refuse('lot.expired');
      if (lot.quarantine !== null) refuse('lot.quarantined');
      if (onHandOfLot(store, lot.id) < quantity) refuse('lot.not-enough');
      total += quantity;
      postMovement(store, {
        lotId: lot.id,
        ndc11: lot.ndc11,
        kind: 'filled',
        quantity: -quantity,
        at: context.now,
        userId: actor.id,
        reason: '',
        prescriptionId: row.id,
        reverses: null,
      });
    }
    const ordersQuantity = row.quantity!;
    if (total > ordersQuantity) refuse('prescription.too-much');
    if (total < ordersQuantity && owing === null) refuse('prescription.owing-needed');
    const owed = total < ordersQuantity ? fromThousandths(ordersQuantity - total) : null;
    const { version, event } = take(
      context,
      row,
      step,
      {
        filled_by: actor.id,
        filled_quantity: total,
        owing_promised_on: owed === null ? null : owing!.promisedOn,
        bag_code: newBagCode(context),
      },
      { data: { lines, owed }, reason: owed === null ? null : reasonLine(`owing ${owed}`, owing!.note) },
    );
    return { result: { version, owed }, events: [event] };
  },

  'prescription.returnToFill': (context, { prescriptionId, reason }) => {
    const { row, step } = begin(context, prescriptionId, 'returnToFill');
    putBack(context, row, 'fill-reversed', reason);
    const { version, event } = take(
      context,
      row,
      step,
      { ...unfilled, filling: row.filling + 1 },
      { reason },
    );
    return { result: { version }, events: [event] };
  },

  'prescription.check': (context, { prescriptionId, confirmed, bin }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'check');
    const missing = checkFields.filter((field) => !confirmed.includes(field));
    if (missing.length > 0) refuse('prescription.unconfirmed', undefined, { missing });
    const printed = context.store.get(
      "SELECT 1 FROM label WHERE prescription_id = ? AND filling = ? AND state <> 'failed'",
      [row.id, row.filling],
    );
    if (!printed) refuse('prescription.label-needed');
    const rest = orderTheRest(context, row);
    const { version, event } = take(
      context,
      row,
      step,
      { checked_by: actor.id, bin, ready_at: context.now },
      { data: { confirmed } },
    );
    return {
      result: { version, owingPrescriptionId: rest?.id ?? null },
      events: [event, ...(rest?.events ?? [])],
    };
  },

  'prescription.fail': (context, { prescriptionId, reason, note }) => {
    const { row, step } = begin(context, prescriptionId, 'fail');
    const line = reasonLine(reason, note);
    putBack(context, row, 'fill-reversed', line);
    const { version, event } = take(
      context,
      row,
      step,
      { ended_at: context.now },
      {
        reason: line,
        data: { reason },
      },
    );
    return { result: { version }, events: [event] };
  },
};
