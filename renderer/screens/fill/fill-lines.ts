/**
 * From scans and counts to what will be booked: pure.
 * Always: only a lot whose scan was right can be counted from. The core checks all of it again.
 */
import type { QueryResult } from '../../../core/contract/index.ts';
import type { PrescriptionView } from '../../../core/contract/prescription.ts';
import { fromThousandths, sumOf, thousandths } from '../stock/quantity.ts';

export type Lot = QueryResult<'stock.lots'>['lots'][number];
type Scan = PrescriptionView['scans'][number];

const goodVerdicts: ReadonlySet<Scan['verdict']> = new Set(['right', 'later-lot']);

export const isGood = (scan: Pick<Scan, 'verdict'>) => goodVerdicts.has(scan.verdict);

/** The lots that may be counted from, in the order they were scanned. */
export function scannedLots(scans: readonly Scan[], lots: readonly Lot[]): Lot[] {
  const ids = new Set(scans.filter(isGood).map((scan) => scan.lotId));
  return [...ids].flatMap((id) => lots.find((lot) => lot.id === id) ?? []);
}

export interface Reckoning {
  lines: { lotId: string; quantity: string }[];
  counted: string;
  /** What is missing to the ordered quantity; null when nothing is. */
  short: string | null;
  /** What stands against finishing, a sentence; null when nothing does. */
  problem: string | null;
}

/** Adds the counts up against the ordered quantity. `promisedOn` is needed when less was counted. */
export function reckon(
  ordered: string,
  lots: readonly Lot[],
  counts: Record<string, string>,
  promisedOn: string,
): Reckoning {
  const typed = lots.map((lot) => ({ lot, text: (counts[lot.id] ?? '').trim() }));
  const lines = typed
    .filter(({ text }) => (thousandths(text) ?? 0) > 0)
    .map(({ lot, text }) => ({ lotId: lot.id, quantity: text }));
  const counted = sumOf(lines.map((line) => line.quantity));
  const missing = (thousandths(ordered) ?? 0) - counted;
  const unread = typed.find(({ text }) => text !== '' && (thousandths(text) ?? -1) < 0);
  const tooMuch = typed.find(({ lot, text }) => (thousandths(text) ?? 0) > (thousandths(lot.onHand) ?? 0));
  const problems: [stands: boolean, sentence: string][] = [
    [lots.length === 0, 'Scan the bottle first.'],
    [unread !== undefined, `The count from lot ${unread?.lot.lot} is no number.`],
    [tooMuch !== undefined, `Lot ${tooMuch?.lot.lot} holds only ${tooMuch?.lot.onHand}.`],
    [lines.length === 0, 'Type what was counted.'],
    [missing < 0, `${fromThousandths(-missing)} more than ordered was counted.`],
    [missing > 0 && promisedOn === '', 'Less than ordered was counted: say when the rest is promised.'],
  ];
  return {
    lines,
    counted: fromThousandths(counted),
    short: missing > 0 ? fromThousandths(missing) : null,
    problem: problems.find(([stands]) => stands)?.[1] ?? null,
  };
}
