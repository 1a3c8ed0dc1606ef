/**
 * The bags on the counter for one patient: which were scanned, which still lie in their bin, which stay there.
 * Pure. Always: one patient at a time; a bag counts as scanned only by its own code.
 */
import type { QueryResult } from '../../../core/contract/index.ts';

export type Row = NonNullable<QueryResult<'prescription.byBag'>['found']>;
export type Found = QueryResult<'prescription.byBag'>;

export interface Bag {
  row: Row;
  /** `waiting`: has to be scanned or left. `left`: stays in its bin this time. */
  state: 'scanned' | 'waiting' | 'left';
  /** The code as scanned; null until then. */
  code: string | null;
}

export interface Counted {
  bags: Bag[];
  good: boolean;
  sentence: string;
}

/** What a scan of `code` makes of the bags on the counter, with the sentence to show. */
export function scanBag(
  bags: readonly Bag[],
  code: string,
  { found, bagElsewhere, together }: Found,
): Counted {
  const refusal = whyNot(bags, found) ?? bagElsewhere;
  if (refusal || !found)
    return { bags: [...bags], good: false, sentence: refusal ?? 'No bag has this code.' };
  const scanned: Bag = { row: found, state: 'scanned', code };
  const known = bags.some(({ row }) => row.id === found.id);
  const withScanned = known
    ? bags.map((bag) => (bag.row.id === found.id ? scanned : bag))
    : [...bags, scanned];
  const all = addWaiting(withScanned, together);
  const missing = all.filter(({ state }) => state === 'waiting').length;
  return {
    bags: all,
    good: true,
    sentence:
      missing === 0
        ? 'Right bag. All bags are scanned.'
        : `Right bag. ${missing} more ${missing === 1 ? 'waits' : 'wait'} for this patient.`,
  };
}

/** Puts the bags of a patient on the list without scanning any. */
export function addWaiting(bags: readonly Bag[], rows: readonly Row[]): Bag[] {
  const fresh = rows.filter((row) => !bags.some((bag) => bag.row.id === row.id));
  return [...bags, ...fresh.map((row): Bag => ({ row, state: 'waiting', code: null }))];
}

function whyNot(bags: readonly Bag[], found: Row | null): string | null {
  if (!found) return 'No bag has this code. Scan the code on the bag label.';
  if (found.branch !== null) return `This bag belongs to the ${found.branch} branch, which hands it over.`;
  if (found.stage === 'completed') return 'This bag left the shelf already: it was handed over or put back.';
  if (found.stage !== 'ready') return 'This bag is not ready: a pharmacist has not checked it.';
  const patient = bags[0]?.row.patient?.id;
  if (patient && found.patient?.id !== patient)
    return 'WRONG PATIENT: this bag is of somebody else. Put it back.';
  return null;
}
