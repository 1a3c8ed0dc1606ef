/**
 * Refills: how many are left, and the form of the next one.
 * A prescription and its refills are one chain: every refill points at the first of it, and the chain as a whole may
 * be dispensed once more often than it has refills. What was rejected, failed or went back on the shelf was never had.
 * A renewal takes the place of the chain: its refills lapse for as long as the renewal stands.
 */
import { addMinutes } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import type { CommandContext, EventDraft } from '../handler.ts';
import { type Pause, pauseForRefill, pauseWords } from '../patient/outreach.ts';
import { livesOnAs } from '../patient/records.ts';
import { fromThousandths } from '../quantity.ts';
import type { Reader } from '../store/database.ts';
import { checkRefillable } from './branch.ts';
import { loadPrescription, type PrescriptionRow } from './store.ts';
import { begin, holdChanges, take } from './transition.ts';

/** The first of the chain an order belongs to. */
export const firstOf = (row: Pick<PrescriptionRow, 'id' | 'refill_of'>): string => row.refill_of ?? row.id;

/** SQL for the refills left of a chain, given an SQL expression for the id of its first order. */
export const refillsLeftSql = (first: string): string =>
  `CASE WHEN EXISTS (SELECT 1 FROM prescription n WHERE n.renewal_of = ${first} AND n.stage NOT IN ('rejected', 'failed'))
     THEN 0
     ELSE max(0, (SELECT f.refills + 1 FROM prescription f WHERE f.id = ${first})
       - (SELECT count(*) FROM prescription c WHERE (c.id = ${first} OR c.refill_of = ${first})
          AND c.stage NOT IN ('rejected', 'failed') AND ifnull(c.outcome, '') <> 'returned-to-stock'))
   END`;

export const refillsLeft = (store: Reader, row: Pick<PrescriptionRow, 'id' | 'refill_of'>): number =>
  store.get<{ left: number }>(`SELECT ${refillsLeftSql(':first')} AS left`, { first: firstOf(row) })!.left;

/**
 * Fills the form of a new order from the earlier one it refills, with one refill less.
 * The order points at the chain already or will; it must not count itself. Refuses when none is left.
 */
export const writeRefillDraft = (
  context: CommandContext,
  prescriptionId: string,
  earlier: PrescriptionRow,
  left: number,
): void => {
  if (earlier.stage !== 'completed') refuse('prescription.refill-of-unfinished');
  if (left <= 0) refuse('prescription.no-refills-left');
  const draft = {
    patientId: livesOnAs(context.store, earlier.patient_id!),
    prescriberId: earlier.prescriber_id!,
    ndc11: earlier.ndc11!,
    writtenOn: earlier.written_on!,
    sigText: earlier.sig_text!,
    quantity: fromThousandths(earlier.quantity!),
    daysSupply: String(earlier.days_supply!),
    refills: String(left - 1),
    substitutionAllowed: earlier.substitution_allowed === 1,
    note: earlier.note ?? '',
  };
  context.store.run(
    `INSERT INTO draft (prescription_id, content, user_id, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (prescription_id) DO UPDATE SET content = excluded.content, user_id = excluded.user_id, at = excluded.at`,
    [prescriptionId, JSON.stringify(draft), context.actor?.id ?? null, context.now],
  );
};

/**
 * The earlier order a refill is asked for, how many refills its chain has left, and why it must wait, if it must.
 * Throws `prescription.refill-offline`, and `patient.reported-deceased`.
 */
export const loadForRefill = (
  context: CommandContext,
  id: string,
): { earlier: PrescriptionRow; left: number; pause: Pause | null } => {
  const earlier = loadPrescription(context.store, id);
  checkRefillable(context, earlier);
  const pause = earlier.patient_id === null ? null : pauseForRefill(context, earlier.patient_id);
  return { earlier, left: refillsLeft(context.store, earlier), pause };
};

/** Puts a refill just taken on hold where its patient is in hospital, to be looked at the next day. */
export const holdRefill = (
  context: CommandContext,
  prescriptionId: string,
  pause: Pause | null,
): EventDraft[] => {
  if (pause === null) return [];
  const { row, step } = begin(context, prescriptionId, 'hold');
  const note = pauseWords(pause, context.setting('branch.timeZone'));
  const followUpAt = addMinutes(context.now, 24 * 60);
  const changes = holdChanges(context, { reason: 'other', note, followUpAt });
  return [take(context, row, step, changes, { reason: note }).event];
};
