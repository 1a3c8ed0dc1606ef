/**
 * What is asked of an entry held against its source: the picked drug beside the page, the second entry, and what
 * `prescription.get` shows of both.
 * Always: what the second person typed is shown to a pharmacist who typed neither entry, or to any pharmacist once it
 * is decided; to nobody else.
 */
import type { QueryResult } from '../contract/index.ts';
import { loadDrug } from '../drug/store.ts';
import { type Context, personOf, type QueryHandlers } from '../handler.ts';
import { intakeViewOf, orderPagesOf } from '../intake/store.ts';
import { loadPatient } from '../patient/store.ts';
import { lastSecondEntry, type SecondEntryRow } from './entry-store.ts';
import { compareWithPage, secondEntryClassesOf } from './held-against-page.ts';
import type { EntryDifference, SecondEntryClass } from './second-entry.ts';
import { loadPrescription, type PrescriptionRow } from './store.ts';
import { obstacle } from './transition.ts';

const classesNow = (context: Context, row: PrescriptionRow): SecondEntryClass[] =>
  row.second_entry === null
    ? []
    : secondEntryClassesOf(
        context,
        loadDrug(context.store, row.ndc11!),
        loadPatient(context.store, row.patient_id!),
      );

const maySeeBoth = (context: Context, row: PrescriptionRow, entry: SecondEntryRow): boolean => {
  const actor = personOf(context);
  if (actor.role !== 'pharmacist') return false;
  return row.second_entry === 'decided' || ![entry.first_user_id, entry.user_id].includes(actor.id);
};

/** The second entry of an order as the person who asks may see it. */
export const secondEntryView = (
  context: Context,
  row: PrescriptionRow,
): QueryResult<'prescription.get'>['secondEntry'] => {
  if (row.second_entry === null) return null;
  const entry = row.second_entry === 'needed' ? undefined : lastSecondEntry(context.store, row.id);
  return {
    state: row.second_entry,
    classes: classesNow(context, row),
    by: entry ? { id: entry.user_id, name: entry.user_name } : null,
    differences:
      entry && maySeeBoth(context, row, entry) ? (JSON.parse(entry.differences) as EntryDifference[]) : [],
  };
};

/** A refill without a page of its own is typed from those of the prescription it refills. */
const pagesToTypeFrom = ({ store }: Context, { id, refill_of }: PrescriptionRow) => {
  const own = orderPagesOf(store, id);
  return own.length === 0 && refill_of !== null ? orderPagesOf(store, refill_of) : own;
};

type Own = 'prescription.compareDrug' | 'prescription.forSecondEntry';

export const entryQueryHandlers: QueryHandlers<Own> = {
  'prescription.compareDrug': ({ store }, { prescriptionId, ndc11 }) =>
    compareWithPage(store, loadPrescription(store, prescriptionId).id, loadDrug(store, ndc11)),

  'prescription.forSecondEntry': (context, { prescriptionId }) => {
    const row = loadPrescription(context.store, prescriptionId);
    const outcome = obstacle(context, row, 'enterAgain');
    return {
      prescriptionId: row.id,
      version: row.version,
      pages: pagesToTypeFrom(context, row),
      receivedAt: row.received_at,
      intake: intakeViewOf(context.store, row.intake_id),
      refusal: 'refusal' in outcome ? outcome.refusal.failure.message : null,
    };
  },
};
