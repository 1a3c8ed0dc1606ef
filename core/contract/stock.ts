/** Stock: lots with expiry, and the append-only ledger whose sum is what is on hand. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { drugView } from './drug.ts';
import { day, id, instant, line, ndc11, note, nothing, person, quantity, quantityOrZero } from './values.ts';

export const adjustReasons = [
  'counted',
  'damaged',
  'expired-destroyed',
  'lost',
  'found',
  'returned-to-supplier',
  'other',
] as const;
export const movementKinds = [
  'received',
  'adjusted',
  'filled',
  'fill-reversed',
  'returned-to-stock',
] as const;

export const lotView = z.object({
  id,
  version: z.int(),
  ndc11: z.string(),
  lot: z.string(),
  expiry: day,
  bin: z.string(),
  onHand: z.string(),
  quarantine: z.string().nullable(),
  offered: z.boolean(),
  /** Why it is not offered, in words; null when it is. */
  whyNot: z.string().nullable(),
});

export const stockCommands = {
  'stock.receive': command({
    summary: 'Book a delivery of one lot in.',
    input: z.object({
      ndc11,
      lot: line(20),
      expiry: day,
      quantity,
      bin: line(20),
      reference: z.string().trim().max(80).default(''),
    }),
    result: z.object({ lotId: id }),
  }),
  'stock.adjust': command({
    summary: 'Bring a lot to what was counted; the difference is booked with its reason.',
    input: z.object({
      lotId: id,
      counted: quantityOrZero,
      reason: z.enum(adjustReasons),
      note: note.default(''),
    }),
    result: z.object({ version: z.int(), difference: z.string() }),
    versionOf: 'lot',
  }),
  'stock.quarantine': command({
    summary: 'Take a lot out of use, or back into use with a null reason.',
    input: z.object({ lotId: id, quarantine: line(200).nullable(), reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'lot',
  }),
};

export const stockQueries = {
  'stock.lots': query({
    summary: 'The lots of a drug, first expiry first; why a lot is not offered is said.',
    input: z.object({ ndc11: z.string().max(20) }),
    result: z.object({ drug: drugView, lots: z.array(lotView), onHand: z.string() }),
    refreshedBy: ['lot.', 'prescription.'],
  }),
  'stock.list': query({
    summary: 'What is on the shelf, drug by drug.',
    input: z.object({
      text: z.string().max(120).default(''),
      only: z.enum(['all', 'short', 'expiring', 'expired', 'quarantined']).default('all'),
      limit: z.int().min(1).max(1000).default(500),
    }),
    result: z.object({
      rows: z.array(
        drugView.extend({
          onHand: z.string(),
          usable: z.string(),
          lots: z.int(),
          nextExpiry: day.nullable(),
          owed: z.string(),
        }),
      ),
      total: z.int(),
    }),
    refreshedBy: ['lot.', 'drug.', 'prescription.'],
  }),
  'stock.ledger': query({
    summary: 'Every movement of a drug, newest first, with the running balance.',
    input: z.object({ ndc11: z.string().max(20), limit: z.int().min(1).max(1000).default(200) }),
    result: z.object({
      rows: z.array(
        z.object({
          seq: z.int(),
          at: instant,
          kind: z.enum(movementKinds),
          lot: z.string(),
          quantity: z.string(),
          balance: z.string(),
          by: person.nullable(),
          reason: z.string(),
          prescriptionId: id.nullable(),
          rxNumber: z.string().nullable(),
        }),
      ),
    }),
    refreshedBy: ['lot.', 'prescription.'],
  }),
  'stock.readBarcode': query({
    summary: 'What a scanned code says: drug on file, lot, expiry.',
    input: z.object({ barcode: z.string().min(1).max(200) }),
    result: z.object({
      kind: z.enum(['drug', 'bag', 'unknown']),
      sentence: z.string(),
      drug: drugView.nullable(),
      lot: z.string().nullable(),
      expiry: day.nullable(),
      bagCode: z.string().nullable(),
    }),
    refreshedBy: [],
  }),
  'stock.bins': query({
    summary: 'The will-call bins of the branch.',
    input: nothing,
    result: z.object({ bins: z.array(z.object({ name: z.string(), bags: z.int() })) }),
    refreshedBy: ['prescription.', 'setting.'],
  }),
};

export const stockEvents = {
  'lot.received': event('A lot was booked in.', z.object({ lotId: id })),
  'lot.adjusted': event('A lot was brought to what was counted.', z.object({ lotId: id })),
  'lot.quarantined': event('A lot was taken out of use, or back into use.', z.object({ lotId: id })),
};
