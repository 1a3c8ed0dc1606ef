/** Rules of lots: whether one is offered and why not, and a lot row as it is shown. Pure; rows in, answers out. */
import type { z } from 'zod';
import type { lotView as lotViewSchema } from '../contract/stock.ts';
import { fromThousandths } from '../quantity.ts';
import type { LotRow } from './store.ts';

type LotView = z.output<typeof lotViewSchema>;

/** Why a lot may not be taken, in words, or null when it may. `today` is the branch's day. */
export const whyNotOffered = (
  lot: Pick<LotRow, 'expiry' | 'quarantine' | 'on_hand'>,
  today: string,
): string | null => {
  if (lot.expiry < today) return `Expired on ${lot.expiry}.`;
  if (lot.quarantine !== null) return `In quarantine: ${lot.quarantine}.`;
  return lot.on_hand > 0 ? null : 'Nothing left.';
};

export const lotView = (row: LotRow, today: string): LotView => {
  const whyNot = whyNotOffered(row, today);
  return {
    id: row.id,
    version: row.version,
    ndc11: row.ndc11,
    lot: row.lot,
    expiry: row.expiry,
    bin: row.bin,
    onHand: fromThousandths(row.on_hand),
    quarantine: row.quarantine,
    offered: whyNot === null,
    whyNot,
  };
};
