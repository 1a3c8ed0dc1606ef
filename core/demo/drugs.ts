/**
 * Every drug package the demo pharmacy knows, in the order of name, form and strength.
 * Each NDC appears once.
 */
import type { DemoDrug } from './drug-row.ts';
import { drugsAToC } from './drugs-a-c.ts';
import { drugsDToH } from './drugs-d-h.ts';
import { drugsIToO } from './drugs-i-o.ts';
import { drugsPToZ } from './drugs-p-z.ts';

export type { DemoDrug } from './drug-row.ts';

export const demoDrugs: readonly DemoDrug[] = [...drugsAToC, ...drugsDToH, ...drugsIToO, ...drugsPToZ];

const byNdc = new Map(demoDrugs.map((drug) => [drug.ndc11, drug]));

/** The demo package with this NDC; throws when the demo data names one that is not on the shelf. */
export function demoDrug(ndc11: string): DemoDrug {
  const drug = byNdc.get(ndc11);
  if (drug === undefined) throw new Error(`no demo drug has NDC ${ndc11}`);
  return drug;
}
