/**
 * Puts an order to automation instead of to a person: the request is part of the transaction that makes the order, so
 * that there is no order whose request was lost and no request without its order.
 * Always: of an intake with nothing to read, no page, no text and no field, nobody is asked.
 * Not here: how long is waited (sweep.ts) and what becomes of the answer (answer.ts).
 */
import type { automatedSources } from '../contract/automation.ts';
import type { CommandContext, EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { givenFieldsOf, loadIntake } from '../intake/store.ts';
import { changePrescription, loadPrescription } from '../prescription/store.ts';
import { isNamed } from '../sync/author.ts';
import { intakeUrn, type Question, requestType, writeRequest } from './message.ts';
import { insertRequest, pagesToSend } from './store.ts';

/** Pictures above this go by reference whatever is set: a record has to stay well below what a broker takes. */
const MOST_INLINE = 700_000;

const isAutomated = (source: string, sources: readonly (typeof automatedSources)[number][]): boolean =>
  sources.some((one) => one === source);

/**
 * Asks automation about an order that has just been made, where this is switched on; answers the event that carries
 * the request, or none.
 */
export const askAutomation = (context: CommandContext, prescriptionId: string): EventDraft[] => {
  const { store, now } = context;
  if (!context.setting('automation.on') || !isNamed(context.setting)) return [];
  const row = loadPrescription(store, prescriptionId);
  if (!isAutomated(row.source, context.setting('automation.sources'))) return [];
  const pages = pagesToSend(store, prescriptionId);
  const intake = loadIntake(store, row.intake_id);
  const fields = givenFieldsOf(intake);
  if (pages.length === 0 && intake.note === '' && Object.keys(fields).length === 0) return [];
  const requestId = newId();
  const inline =
    context.setting('automation.pages') === 'inline' &&
    pages.reduce((bytes, { png }) => bytes + png.length, 0) <= MOST_INLINE;
  const asking = (withPictures: boolean): Question => ({
    requestId,
    intakeId: row.intake_id,
    prescriptionId,
    source: row.source,
    branchId: context.setting('branch.id'),
    profile: context.setting('branch.profile'),
    receivedAt: row.received_at,
    pages: pages.map((page) => ({ ...page, png: withPictures ? page.png : null })),
    text: intake.note,
    fields,
  });
  // Kept without its pictures: they stand in the pages it names.
  insertRequest(store, {
    request_id: requestId,
    prescription_id: prescriptionId,
    asked_at: now,
    request: writeRequest(asking(false)),
  });
  changePrescription(store, row, { automation: 'asked' });
  return [
    {
      name: 'automation.asked',
      subject: { kind: 'prescription', id: prescriptionId },
      patientId: row.patient_id,
      data: { prescriptionId, requestId },
      after: { automation: 'asked' },
      messages: [
        {
          id: requestId,
          topic: 'intake.automation.requests',
          key: intakeUrn(row.intake_id),
          payloadType: requestType,
          payload: writeRequest(asking(inline)),
        },
      ],
    },
  ];
};
