/**
 * What the label of an order says, gathered from the rows as they stand now. A printed label keeps its content, so
 * that what was printed can always be shown again.
 * Not here: how a label looks, and whether it may be printed.
 */
import { addDays, dayOf } from '../calendar.ts';
import { loadDrug } from '../drug/store.ts';
import type { Context } from '../handler.ts';
import { loadPatient } from '../patient/store.ts';
import { loadPrescriber } from '../prescriber/store.ts';
import { fillLinesOf, loadPrescription, type PrescriptionRow } from '../prescription/store.ts';
import { fromThousandths } from '../quantity.ts';
import type { Reader } from '../store/database.ts';
import { cautionsFor } from './cautions.ts';
import type { LabelContent } from './label.ts';

export type LabelContext = Pick<Context, 'store' | 'now' | 'setting'>;

/** Beyond-use: the lot's expiry, and never more than a year after filling. */
const DISCARD_AFTER_DAYS = 365;

/** Instants of the fillings that stand, from the order back through those it refills or completes. */
const fillings = (store: Reader, prescriptionId: string) =>
  store.get<{ first: string | null; own: string | null }>(
    `WITH RECURSIVE chain (id, earlier) AS (
       SELECT id, ifnull(refill_of, owing_of) FROM prescription WHERE id = :id
       UNION SELECT p.id, ifnull(p.refill_of, p.owing_of) FROM prescription p JOIN chain c ON p.id = c.earlier)
     SELECT min(m.at) AS first, max(m.at) FILTER (WHERE m.prescription_id = :id) AS own
     FROM chain c JOIN movement m ON m.prescription_id = c.id AND m.kind = 'filled'
     WHERE NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses = m.seq)`,
    { id: prescriptionId },
  )!;

const initialsOf = (store: Reader, userId: string | null): string => {
  const user = store.get<{ display_name: string }>('SELECT display_name FROM user WHERE id = ?', [userId]);
  // "Dev Malhotra, PharmD" signs as DM.
  const words = (user?.display_name ?? '').split(',')[0]!.split(/\s+/).filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase()).join('');
};

/** A refill order carries what was left of it when it was made; those made since are taken off. */
const refillsLeft = (store: Reader, row: PrescriptionRow): number => {
  const { taken } = store.get<{ taken: number }>(
    "SELECT count(*) AS taken FROM prescription WHERE refill_of = ? AND stage NOT IN ('rejected', 'failed')",
    [row.id],
  )!;
  return Math.max(0, (row.refills ?? 0) - taken);
};

const distinct = (texts: string[]) => [...new Set(texts)].join(', ');

/**
 * The content for an order that was transcribed; one not filled yet shows what was ordered, without lot and code.
 * @param print which copy of this filling it is, and why it is printed again
 */
export const labelContentFor = (
  { store, now, setting }: LabelContext,
  prescriptionId: string,
  print: { copy: number; reason: string | null },
): LabelContent => {
  const row = loadPrescription(store, prescriptionId);
  const patient = loadPatient(store, row.patient_id ?? '');
  const prescriber = loadPrescriber(store, row.prescriber_id ?? '');
  const lines = fillLinesOf(store, row.id);
  // The bottle may hold another manufacturer's package than the one ordered: the label names what is in it.
  const packages = lines.length > 0 ? lines.map(({ ndc11 }) => ndc11) : [row.ndc11!];
  const drugs = packages.map((ndc11) => loadDrug(store, ndc11));
  const drug = drugs[0]!;
  const profile = setting('branch.profile');
  const { first, own } = fillings(store, row.id);
  const day = (instant: string) => dayOf(instant, setting('branch.timeZone'));
  const filledOn = day(own ?? now);
  const expiry = lines.map((line) => line.expiry).sort()[0] ?? '';
  const yearOn = addDays(filledOn, DISCARD_AFTER_DAYS);
  const filled = row.filled_quantity ?? row.quantity!;
  return {
    profile,
    pharmacy: {
      name: setting('branch.name'),
      address: setting('branch.address'),
      phone: setting('branch.phone'),
      ...(setting('branch.dea') ? { dea: setting('branch.dea') } : {}),
    },
    rxNumber: row.rx_number ?? '',
    bagCode: row.bag_code ?? '',
    patientName: `${patient.given_names} ${patient.family_name}`,
    ...(patient.address ? { patientAddress: patient.address } : {}),
    drug: {
      name: drug.name,
      ...(drug.brand ? { brand: drug.brand } : {}),
      strength: drug.strength,
      form: drug.form,
      labeler: distinct(drugs.map(({ labeler }) => labeler)),
      ndc11: distinct(packages),
    },
    sigSentence: row.sig_sentence ?? '',
    quantity: fromThousandths(filled),
    unit: drug.unit,
    daysSupply: row.days_supply ?? 0,
    refillsLeft: refillsLeft(store, row),
    prescriberName: `${prescriber.given_names} ${prescriber.family_name}`,
    filledOn,
    firstFilledOn: first === null ? filledOn : day(first),
    writtenOn: row.written_on ?? '',
    discardAfter: expiry !== '' && expiry < yearOn ? expiry : yearOn,
    lot: distinct(lines.map(({ lot }) => lot)),
    expiry,
    schedule: drug.schedule ?? '',
    cautions: cautionsFor(drug),
    transferWarning: profile === 'us' && drug.schedule !== null && drug.schedule !== 'CV',
    pharmacistInitials: initialsOf(store, row.checked_by ?? row.approved_by),
    ...(filled < row.quantity!
      ? {
          partial: {
            owed: fromThousandths(row.quantity! - filled),
            ...(row.owing_promised_on ? { promisedOn: row.owing_promised_on } : {}),
          },
        }
      : {}),
    copy: print.copy,
    ...(print.reason === null ? {} : { reprintReason: print.reason }),
  };
};
