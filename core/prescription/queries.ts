/** Queries on prescription orders: the queue, one order with all that is known of it, bags, directions. */
import type { z } from 'zod';
import { addMinutes } from '../calendar.ts';
import { notFound } from '../contract/errors.ts';
import type { change, PrescriptionView } from '../contract/prescription.ts';
import { openStages, statusOfStage } from '../contract/values.ts';
import { drugView } from '../drug/drug.ts';
import { type DrugRow, loadDrug } from '../drug/store.ts';
import type { Context, QueryHandlers } from '../handler.ts';
import { timelineOf } from '../history/history.ts';
import { documentViewOf, intakeViewOf, openSetAsides, orderPagesOf } from '../intake/store.ts';
import { labelJobsOf } from '../label/store.ts';
import { patientView } from '../patient/patient.ts';
import { isOfPatientSql, livesOnAs } from '../patient/records.ts';
import { loadPatient } from '../patient/store.ts';
import { prescriberView } from '../prescriber/prescriber.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { fromThousandths } from '../quantity.ts';
import { takenElsewhere } from '../stock/store.ts';
import type { Reader } from '../store/database.ts';
import { bagElsewhere } from './branch.ts';
import { duplicateView } from './duplicates.ts';
import { secondEntryView } from './entry-queries.ts';
import { lastEvidence } from './entry-store.ts';
import { fractionText } from './fraction.ts';
import { drugDiffersView } from './held-against-page.ts';
import { differences, priorityName, readSig, sigArithmetic, unitsApart } from './prescription.ts';
import {
  claimOf,
  conditionOf,
  holdOf,
  isForPeople,
  isOpenHere,
  isWithAutomation,
  type JoinedRow,
  joinedRow,
  openRowsOfPatient,
  queueRow,
  queueRows,
} from './queue.ts';
import {
  branchNamed,
  fillLinesOf,
  isAlsoOurs,
  isOurs,
  loadPrescription,
  type PrescriptionRow,
  scansOf,
  transcriptionsOf,
} from './store.ts';
import { quantityUnitOf, supplyRulesOf } from './supply.ts';
import { possibleFor } from './transition.ts';

const personNamed = (context: Context, id: string | null) =>
  id === null
    ? null
    : {
        id,
        name:
          context.store.get<{ display_name: string }>('SELECT display_name FROM user WHERE id = ?', [id])
            ?.display_name ?? '',
      };

/** The typed content of a row, or null before it was first typed in. */
const transcriptionOf = (store: Reader, row: PrescriptionRow): PrescriptionView['transcription'] =>
  row.transcribed_by === null
    ? null
    : {
        patientId: livesOnAs(store, row.patient_id!),
        prescriberId: row.prescriber_id!,
        ndc11: row.ndc11!,
        writtenOn: row.written_on!,
        sigText: row.sig_text!,
        sigSentence: row.sig_sentence!,
        quantity: fromThousandths(row.quantity!),
        daysSupply: row.days_supply!,
        refills: row.refills!,
        substitutionAllowed: row.substitution_allowed === 1,
        note: row.note ?? '',
      };

const prescriptionView = (context: Context, row: JoinedRow): PrescriptionView => {
  const { store } = context;
  const sentBack =
    row.sent_back === null
      ? null
      : (JSON.parse(row.sent_back) as { reason: string; note: string; by: string; at: string });
  const owing = store.get<{ id: string }>('SELECT id FROM prescription WHERE owing_of = ?', [row.id]);
  return {
    id: row.id,
    version: row.version,
    branch: row.branch_name,
    status: statusOfStage[row.stage],
    stage: row.stage,
    rxNumber: row.rx_number,
    priority: priorityName(row.priority),
    promisedAt: row.promised_at,
    receivedAt: row.received_at,
    claim: claimOf(row, context.now),
    hold: holdOf(row),
    transcription: transcriptionOf(store, row),
    transcribedBy: personNamed(context, row.transcribed_by),
    automation: row.automation,
    approvedBy: personNamed(context, row.approved_by),
    filledBy: personNamed(context, row.filled_by),
    checkedBy: personNamed(context, row.checked_by),
    sentBack: sentBack && {
      reason: sentBack.reason,
      note: sentBack.note,
      by: personNamed(context, sentBack.by)!,
      at: sentBack.at,
    },
    outcome: row.outcome,
    bagCode: row.bag_code,
    bin: row.bin,
    readyAt: row.ready_at,
    refillOf: row.refill_of,
    owingOf: row.owing_of,
    unit: row.unit,
    fill: fillLinesOf(store, row.id).map((line) => ({
      lotId: line.lot_id,
      lot: line.lot,
      expiry: line.expiry,
      bin: line.bin,
      quantity: fromThousandths(line.quantity),
    })),
    filledElsewhere: takenElsewhere(store, row.id).map((taken) => {
      const { name, strength, form } = loadDrug(store, taken.ndc11);
      return {
        branch: branchNamed(store, taken.branch),
        drug: `${name} ${strength} ${form}`,
        lot: taken.lot,
        expiry: taken.expiry,
        quantity: fromThousandths(taken.quantity),
        by: personNamed(context, taken.user_id)?.name ?? '',
        at: taken.at,
      };
    }),
    filledQuantity: row.filled_quantity === null ? null : fromThousandths(row.filled_quantity),
    owing:
      row.owing_promised_on === null
        ? null
        : {
            quantity: fromThousandths(row.quantity! - row.filled_quantity!),
            promisedOn: row.owing_promised_on,
            prescriptionId: owing?.id ?? null,
          },
    scans: scansOf(store, row).map((scan) => ({
      at: scan.at,
      by: { id: scan.user_id, name: scan.user_name },
      verdict: scan.verdict as PrescriptionView['scans'][number]['verdict'],
      sentence: scan.sentence,
      lotId: scan.lot_id,
    })),
  };
};

/** A value of a transcription as a person reads it. */
const shownIn =
  (context: Context) =>
  (field: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return '–';
    if (field === 'patientId') {
      const patient = loadPatient(context.store, String(value));
      return `${patient.family_name}, ${patient.given_names} (${patient.date_of_birth})`;
    }
    if (field === 'prescriberId') {
      const prescriber = loadPrescriber(context.store, String(value));
      return `${prescriber.family_name}, ${prescriber.given_names}`;
    }
    if (field === 'ndc11') {
      const drug = loadDrug(context.store, String(value));
      return `${drug.name} ${drug.strength} ${drug.form}`;
    }
    if (typeof value === 'boolean') return value ? 'allowed' : 'not allowed';
    return String(value);
  };

/** What differs from the last time this patient got this ingredient from us. */
const lastDispensing = (context: Context, row: JoinedRow, drug: DrugRow | null) => {
  const now = transcriptionOf(context.store, row);
  if (!now || !drug) return null;
  const last = context.store.get<PrescriptionRow>(
    `SELECT p.* FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
     WHERE ${isOfPatientSql('p.patient_id')} AND p.stage = 'completed' AND p.outcome = 'handed-over'
       AND d.name = :name AND p.id <> :id
     ORDER BY p.ended_at DESC LIMIT 1`,
    { patientId: now.patientId, name: drug.name, id: row.id },
  );
  if (!last) return null;
  const { writtenOn: _w, note: _n, refills: _r, ...before } = transcriptionOf(context.store, last)!;
  const { writtenOn: _w2, note: _n2, refills: _r2, ...after } = now;
  return {
    at: last.ended_at!,
    prescriptionId: last.id,
    changes: differences(before, after, shownIn(context)) as z.output<typeof change>[],
  };
};

const siblingsOf = (context: Context, row: JoinedRow) =>
  context.store
    .all<{ id: string; stage: PrescriptionRow['stage']; rx_number: string | null; drug: string | null }>(
      `SELECT p.id, p.stage, p.rx_number, d.name || ' ' || d.strength AS drug
       FROM prescription p LEFT JOIN drug d ON d.ndc11 = p.ndc11
       WHERE p.intake_id = ? AND p.id <> ? AND p.owing_of IS NULL ORDER BY p.received_at, p.id`,
      [row.intake_id, row.id],
    )
    .map(({ rx_number, ...one }) => ({ ...one, rxNumber: rx_number }));

/** A bag of ours that nobody came for. */
const toReturn = `${isOurs} AND p.stage = 'ready' AND p.ready_at < :before`;
const returnBefore = (context: Context) =>
  addMinutes(context.now, -context.setting('return.afterDays') * 24 * 60);

type Own =
  | 'prescription.workQueue'
  | 'prescription.counts'
  | 'prescription.get'
  | 'prescription.timeline'
  | 'prescription.byBag'
  | 'prescription.toReturn'
  | 'prescription.readSig';

export const prescriptionQueryHandlers: QueryHandlers<Own> = {
  'prescription.workQueue': (context, { limit, offset, ...filter }) => {
    const { sql, parameters } = conditionOf(filter, context);
    const { total } = context.store.get<{ total: number }>(
      `SELECT count(*) AS total FROM prescription p WHERE ${sql}`,
      parameters,
    )!;
    return { rows: queueRows(context, sql, parameters, limit, offset), total };
  },

  'prescription.counts': (context) => {
    const rows = context.store.all<{ stage: string; total: number; late: number; held: number }>(
      `SELECT stage, count(*) AS total, count(held_at) AS held, sum(stage <> 'ready' AND ifnull(promised_at, '9999') < ?) AS late
       FROM prescription p WHERE ${isOpenHere} AND ${isForPeople} GROUP BY stage`,
      [context.now],
    );
    const none = { total: 0, late: 0, held: 0 };
    const stages = Object.fromEntries(openStages.map((stage) => [stage, none]));
    for (const { stage, ...counts } of rows) stages[stage] = counts;
    const { waiting } = context.store.get<{ waiting: number }>(
      `SELECT count(*) AS waiting FROM prescription p WHERE ${toReturn}`,
      { before: returnBefore(context) },
    )!;
    const undecided = context.store.get<{ needed: number; differs: number }>(
      `SELECT count(iif(second_entry = 'needed', 1, NULL)) AS needed, count(iif(second_entry = 'differs', 1, NULL)) AS differs
       FROM prescription p WHERE p.second_entry IN ('needed', 'differs') AND p.stage = 'verifying' AND ${isAlsoOurs}`,
    )!;
    const setAside = Object.values(openSetAsides(context.store)).reduce((sum, open) => sum + open, 0);
    const { withAutomation } = context.store.get<{ withAutomation: number }>(
      `SELECT count(*) AS withAutomation FROM prescription p WHERE ${isOurs} AND ${isWithAutomation}`,
    )!;
    return { stages, toReturn: waiting, secondEntry: undecided, setAside, withAutomation };
  },

  'prescription.get': (context, { prescriptionId }) => {
    const { store } = context;
    const row = joinedRow(context, prescriptionId) ?? notFound('prescription');
    const drug = row.ndc11 === null ? null : loadDrug(store, row.ndc11);
    const [latest, earlier] = transcriptionsOf(store, row.id).map((content) => ({
      ...content,
      patientId: livesOnAs(store, String(content.patientId)),
    }));
    const draft = store.get<{ content: string }>('SELECT content FROM draft WHERE prescription_id = ?', [
      row.id,
    ]);
    return {
      prescription: prescriptionView(context, row),
      intake: intakeViewOf(store, row.intake_id),
      document: row.document_id === null ? null : documentViewOf(store, row.document_id),
      patient: row.patient_id === null ? null : patientView(loadPatient(store, row.patient_id), context),
      prescriber:
        row.prescriber_id === null ? null : prescriberView(loadPrescriber(store, row.prescriber_id)),
      drug: drug && drugView(drug),
      pages: orderPagesOf(store, row.id),
      evidence: lastEvidence(store, row.id),
      secondEntry: secondEntryView(context, row),
      duplicate: duplicateView(context, row),
      drugDiffers: drugDiffersView(row.drug_differs),
      draft: draft ? JSON.parse(draft.content) : null,
      possible: possibleFor(context, row),
      bagElsewhere: bagElsewhere(context, row),
      changedSinceLastLook: latest && earlier ? differences(earlier, latest, shownIn(context)) : [],
      lastDispensing: lastDispensing(context, row, drug),
      siblings: siblingsOf(context, row),
      labels: labelJobsOf(store, row.id),
    };
  },

  'prescription.timeline': (context, { prescriptionId }) => ({
    entries: timelineOf(context, {
      subject: { kind: 'prescription', id: prescriptionId },
      limit: 500,
      order: 'oldest',
    }),
  }),

  'prescription.byBag': (context, { bagCode }) => {
    const found = context.store.get<{ id: string }>('SELECT id FROM prescription WHERE bag_code = ?', [
      bagCode.trim().toUpperCase(),
    ]);
    const row = found && joinedRow(context, found.id);
    if (!row) return { found: null, bagElsewhere: null, together: [] };
    return {
      found: queueRow(row, context.now),
      bagElsewhere: bagElsewhere(context, row),
      together: openRowsOfPatient(context, row.patient_id!).filter(
        ({ id, stage, branch }) =>
          id !== row.id &&
          stage === 'ready' &&
          branch === null &&
          bagElsewhere(context, loadPrescription(context.store, id)) === null,
      ),
    };
  },

  'prescription.toReturn': (context) => ({
    rows: queueRows(context, toReturn, { before: returnBefore(context) }),
    days: context.setting('return.afterDays'),
  }),

  'prescription.readSig': (context, { sigText, ndc11, quantity, daysSupply }) => {
    const drug = ndc11 ? loadDrug(context.store, ndc11) : null;
    const reading = readSig(sigText, drug ?? { form: '', unit: 'unit' }, context.setting('branch.profile'));
    const counted = drug === null ? { unit: 'unit' } : quantityUnitOf(drug, supplyRulesOf(context));
    const apart = drug === null ? null : unitsApart(reading, counted);
    const flags = apart === null ? reading.flags : [...reading.flags, apart];
    const days = daysSupply && /^\d{1,3}$/.test(daysSupply) ? Number(daysSupply) : null;
    const amount = quantity && /^\d{1,6}(\.\d{1,3})?$/.test(quantity) ? quantity : null;
    const { perDay } = reading;
    return {
      sentence: reading.sentence,
      flags,
      unread: reading.unread,
      stop: flags.some(({ severity }) => severity === 'stop'),
      perDay: perDay && { min: fractionText(perDay.min), max: fractionText(perDay.max) },
      ...sigArithmetic(reading, counted, amount, days),
    };
  },
};
