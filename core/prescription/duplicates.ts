/**
 * The same medicine twice: what of a patient's prescriptions a new one may repeat, and the answer a person gives.
 * Those of other branches count too, and are named.
 * Always: asked before it is made, never decided by the machine; another strength or form of the same ingredient is
 * asked about too. Doubled effects of different ingredients are a clinical check and not here.
 */
import { addDays, dayOf } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import type { QueryResult } from '../contract/index.ts';
import { openStages, type Stage } from '../contract/values.ts';
import { findDrug } from '../drug/store.ts';
import type { Context } from '../handler.ts';
import { isOfPatientSql, livesOnAs } from '../patient/records.ts';
import { fromThousandths } from '../quantity.ts';
import { firstOf, refillsLeftSql } from './refill.ts';
import { branchNameSql, type PrescriptionRow } from './store.ts';

export type Duplicate = QueryResult<'prescription.duplicates'>['rows'][number];

/** A prescription is good for refills for a year from the day it was written, as most states of the US have it. */
const YEAR = 365;

const stageWords: Record<(typeof openStages)[number], string> = {
  transcribing: 'being typed',
  verifying: 'waits to be verified',
  'to-fill': 'waits to be filled',
  filling: 'being filled',
  checking: 'waits for the check',
  ready: 'waits to be handed over',
};
const isOpen = (stage: Stage): stage is (typeof openStages)[number] =>
  (openStages as readonly Stage[]).includes(stage);

interface Row extends PrescriptionRow {
  name: string;
  strength: string;
  form: string;
  unit: string;
  left: number;
  branch_name: string | null;
}

/** How the earlier one stands towards today, in words; null when it is over and done. */
const standing = (row: Row, today: string, context: Context): string | null => {
  if (isOpen(row.stage)) return stageWords[row.stage];
  const handedOver = dayOf(row.ended_at!, context.setting('branch.timeZone'));
  const runsOut = addDays(handedOver, row.days_supply!);
  if (today < runsOut) {
    const left = Math.round((Date.parse(runsOut) - Date.parse(today)) / 86_400_000);
    return `${left} of ${row.days_supply} days left`;
  }
  if (today <= addDays(runsOut, context.setting('duplicate.days'))) return 'has just run out';
  return row.left > 0 && today <= addDays(row.written_on!, YEAR) ? `${row.left} refills left` : null;
};

/** The prescriptions of a patient that an order for a drug may repeat, those under way first. */
export const duplicatesOf = (
  context: Context,
  order: Pick<PrescriptionRow, 'id' | 'refill_of'>,
  patientId: string,
  ndc11: string,
): Duplicate[] => {
  const drug = findDrug(context.store, ndc11);
  if (!drug) return [];
  const today = dayOf(context.now, context.setting('branch.timeZone'));
  const rows = context.store.all<Row>(
    `SELECT p.*, d.name, d.strength, d.form, d.unit, ${refillsLeftSql('coalesce(p.refill_of, p.id)')} AS left,
       ${branchNameSql('p.branch')} AS branch_name
     FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
     WHERE ${isOfPatientSql('p.patient_id')} AND d.name = :name COLLATE NOCASE AND p.id <> :id AND p.owing_of IS NULL
       AND p.transcribed_by IS NOT NULL AND p.stage NOT IN ('rejected', 'failed')
       AND (p.stage <> 'completed' OR p.outcome = 'handed-over')
     ORDER BY p.stage = 'completed', p.received_at DESC LIMIT 50`,
    { patientId: livesOnAs(context.store, patientId), name: drug.name, id: order.id },
  );
  // Of a chain that is over only its latest dispensing speaks.
  const chains = new Set<string>();
  return rows.flatMap((row) => {
    const words = standing(row, today, context);
    const chain = firstOf(row);
    if (words === null || chains.has(chain)) return [];
    chains.add(chain);
    const differs = [
      row.strength === drug.strength ? null : 'other strength',
      row.form === drug.form ? null : 'other form',
    ].filter((word) => word !== null);
    const same = differs.length === 0;
    return [
      {
        prescriptionId: row.id,
        branch: row.branch_name,
        rxNumber: row.rx_number,
        stage: row.stage,
        drug: { name: row.name, strength: row.strength, form: row.form },
        sigSentence: row.sig_sentence!,
        quantity: fromThousandths(row.filled_quantity ?? row.quantity!),
        unit: row.unit,
        daysSupply: row.days_supply!,
        refillsLeft: row.left,
        at: row.ended_at ?? row.received_at,
        why: `${same ? 'same medicine' : `same ingredient, ${differs.join(' and ')}`}, ${words}`,
        answers: [
          ...(same && row.stage === 'completed' && row.left > 0 ? (['refill'] as const) : []),
          'renew' as const,
          'new' as const,
          'cancel' as const,
        ],
      },
    ];
  });
};

/**
 * What is kept of the answer, or null where nothing is repeated. Refuses where an answer is missing or speaks of
 * another prescription, and where two are to stand side by side without a reason. A refill is its own answer.
 */
export const answerToDuplicates = (
  context: Context,
  order: Pick<PrescriptionRow, 'id' | 'refill_of'>,
  typed: { patientId: string; ndc11: string },
  answer: { of: string; answer: 'renew' | 'new'; reason: string } | null,
): { kept: string; renewalOf: string | null } | null => {
  if (order.refill_of !== null) return null;
  const rows = duplicatesOf(context, order, typed.patientId, typed.ndc11);
  if (rows.length === 0) return null;
  const meant = rows.find(({ prescriptionId }) => prescriptionId === answer?.of);
  if (!answer || !meant)
    return refuse('prescription.duplicate-unanswered', undefined, {
      duplicates: rows.map(({ prescriptionId }) => prescriptionId),
    });
  if (answer.answer === 'new' && answer.reason === '') refuse('prescription.duplicate-reason-needed');
  const first = context.store.get<{ first: string }>(
    'SELECT coalesce(refill_of, id) AS first FROM prescription WHERE id = ?',
    [meant.prescriptionId],
  )!.first;
  return { kept: JSON.stringify(answer), renewalOf: answer.answer === 'renew' ? first : null };
};

/** The kept answer as it is shown; null where nothing was repeated. */
export const duplicateView = (
  context: Context,
  row: Pick<PrescriptionRow, 'duplicate_answer'>,
): QueryResult<'prescription.get'>['duplicate'] => {
  if (row.duplicate_answer === null) return null;
  const kept: { of: string; answer: 'renew' | 'new'; reason: string } = JSON.parse(row.duplicate_answer);
  const earlier = context.store.get<{ rx_number: string | null }>(
    'SELECT rx_number FROM prescription WHERE id = ?',
    [kept.of],
  );
  return { ...kept, rxNumber: earlier?.rx_number ?? null };
};
