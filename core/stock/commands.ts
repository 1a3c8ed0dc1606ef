/** Booking deliveries in, counting, quarantine. Every change of what is on hand is a row of the ledger. */
import { invalid, refuse } from '../contract/errors.ts';
import { loadDrug } from '../drug/store.ts';
import type { CommandHandlers } from '../handler.ts';
import { newId } from '../identity.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import { changeLot, findLot, insertLot, loadLot, postMovement } from './store.ts';

export const stockCommandHandlers = {
  'stock.receive': (context, { ndc11, lot, expiry, quantity, bin, reference }) => {
    const { store } = context;
    loadDrug(store, ndc11);
    const known = findLot(store, ndc11, lot);
    if (known && known.expiry !== expiry)
      refuse('lot.exists', undefined, { lotId: known.id, expiry: known.expiry });
    const lotId = known?.id ?? newId();
    if (known) changeLot(store, known, { bin });
    else insertLot(store, { id: lotId, ndc11, lot, expiry, bin });
    postMovement(store, {
      lotId,
      ndc11,
      kind: 'received',
      quantity: toThousandths(quantity),
      at: context.now,
      userId: context.actor?.id ?? null,
      reason: reference,
      prescriptionId: null,
      reverses: null,
    });
    return {
      result: { lotId },
      events: [
        {
          name: 'lot.received',
          subject: { kind: 'lot', id: lotId },
          data: { lotId, ndc11, lot: known?.lot ?? lot, expiry, quantity, bin },
          reason: reference || null,
        },
      ],
    };
  },

  'stock.adjust': (context, { lotId, counted, reason, note }) => {
    const { store } = context;
    const row = loadLot(store, lotId);
    const target = toThousandths(counted);
    if (target < 0) invalid('input', 'counted: Nothing less than zero can be counted.');
    const difference = target - row.on_hand;
    const why = note ? `${reason}: ${note}` : reason;
    // A count that agrees is worth an event, but moves nothing.
    if (difference !== 0)
      postMovement(store, {
        lotId: row.id,
        ndc11: row.ndc11,
        kind: 'adjusted',
        quantity: difference,
        at: context.now,
        userId: context.actor?.id ?? null,
        reason: why,
        prescriptionId: null,
        reverses: null,
      });
    return {
      result: { version: changeLot(store, row, {}), difference: fromThousandths(difference) },
      events: [
        {
          name: 'lot.adjusted',
          subject: { kind: 'lot', id: row.id },
          data: { lotId: row.id, ndc11: row.ndc11, difference: fromThousandths(difference) },
          reason: why,
          before: { onHand: fromThousandths(row.on_hand) },
          after: { onHand: fromThousandths(target) },
        },
      ],
    };
  },

  'stock.quarantine': ({ store }, { lotId, quarantine, reason }) => {
    const row = loadLot(store, lotId);
    return {
      result: { version: changeLot(store, row, { quarantine }) },
      events: [
        {
          name: 'lot.quarantined',
          subject: { kind: 'lot', id: row.id },
          data: { lotId: row.id, ndc11: row.ndc11, quarantined: quarantine !== null },
          reason,
          before: { quarantine: row.quarantine },
          after: { quarantine },
        },
      ],
    };
  },
} satisfies CommandHandlers<'stock.receive' | 'stock.adjust' | 'stock.quarantine'>;
