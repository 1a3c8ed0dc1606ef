/**
 * What becomes of an answer of automation, in one transaction.
 *
 * Always: an answer is taken once, and only to a question of this workstation; sufficient, its order stands in
 * verification as if a person had typed it, with the place of each value; insufficient, a person gets it with what was
 * read as suggestions; late, when a person has it or it has gone on, it is kept to be shown and changes nothing. What
 * cannot be used is kept with the reason.
 */

import { dayOf } from '../calendar.ts';
import type { AutomationAnswer, automationVerdicts } from '../contract/automation.ts';
import { patientCommands } from '../contract/patient.ts';
import type { CommandContext, EventDraft, Outcome } from '../handler.ts';
import { newId } from '../identity.ts';
import { orderPagesOf } from '../intake/store.ts';
import { putOnFile } from '../patient/commands.ts';
import { livesOnAs } from '../patient/records.ts';
import { duplicatesOf } from '../prescription/duplicates.ts';
import { keepTranscription } from '../prescription/entry-store.ts';
import type { Mark } from '../prescription/evidence.ts';
import { compareWithPage, holdAgainstPage } from '../prescription/held-against-page.ts';
import { newRxNumber } from '../prescription/numbers.ts';
import { claimantOf, isHeld } from '../prescription/prescription.ts';
import { indexPrescription, loadPrescription, type PrescriptionRow } from '../prescription/store.ts';
import { quantityUnitOf, supplyRulesOf } from '../prescription/supply.ts';
import { take } from '../prescription/transition.ts';
import { checkTyped } from '../prescription/typed.ts';
import { decide } from '../prescription/workflow.ts';
import { candidatesOnFile } from '../recognise/match.ts';
import { urnOf } from '../sync/urn.ts';
import { giveToPerson } from './give.ts';
import { readAnswer, readRequest } from './message.ts';
import {
  AUTOMATION,
  findRequest,
  hasDraft,
  insertUnusable,
  keepAnswer,
  ownProducer,
  requestOf,
} from './store.ts';
import { keepSuggestions, suggestionsOf } from './suggestions.ts';
import { type AutomatedEntry, judge, type Verdict } from './verdict.ts';

type VerdictName = (typeof automationVerdicts)[number];
type AnswerOutcome = Outcome<{ outcome: VerdictName | 'repeated' | 'elsewhere' | 'unusable' }>;

const unusable = ({ store, now }: CommandContext, payload: Uint8Array, problem: string): AnswerOutcome => {
  const id = newId();
  insertUnusable(store, { id, at: now, problem, payload });
  return {
    result: { outcome: 'unusable' },
    events: [
      {
        name: 'automation.unusable',
        subject: { kind: 'workstation', id: 'this' },
        data: { unusableId: id },
        reason: problem,
      },
    ],
  };
};

/** Whether the order stands on other pages than those automation was shown. */
const pagesChanged = ({ store }: CommandContext, row: PrescriptionRow, requestId: string): boolean => {
  const asked = readRequest(requestOf(store, requestId)).pages.map(
    (page) => `${page.documentUrn}/${page.number}`,
  );
  const now = orderPagesOf(store, row.id).map(
    (page) => `${urnOf('document', page.documentId)}/${page.number}`,
  );
  return asked.join() !== now.join();
};

const obstacleOf = (context: CommandContext, row: PrescriptionRow, requestId: string): string | null => {
  if (isHeld(row)) return 'the order is on hold';
  if (row.refill_of !== null) return 'it was taken as a refill';
  return pagesChanged(context, row, requestId) ? 'its pages were changed meanwhile' : null;
};

/** Holds an answer against what is on file and what the branch wants. */
const judgeFor = (context: CommandContext, row: PrescriptionRow, answer: AutomationAnswer): Verdict => {
  const { store, setting } = context;
  const supplyRules = supplyRulesOf(context);
  return judge(answer, candidatesOnFile(store, suggestionsOf(answer.found[0])), {
    obstacle: obstacleOf(context, row, answer.requestId),
    patientId: row.patient_id && livesOnAs(store, row.patient_id),
    thresholds: setting('automation.thresholds'),
    newPatient: setting('automation.newPatient'),
    profile: setting('branch.profile'),
    controlled: setting('automation.controlled'),
    today: dayOf(context.now, setting('branch.timeZone')),
    unitOf: (drug) => quantityUnitOf(drug, supplyRules),
    repeats: (patientId, drug) => duplicatesOf(context, row, patientId, drug.ndc11)[0]?.why ?? null,
    readElsewise: (drug) => {
      const { differences, stops } = compareWithPage(store, row.id, drug);
      return stops ? differences.map(({ page }) => page).join(', ') : null;
    },
  });
};

/** Where each value stands, as far as it lies inside a page of the order. */
const marksOf = ({ store }: CommandContext, row: PrescriptionRow, answer: AutomationAnswer): Mark[] => {
  const pages = orderPagesOf(store, row.id);
  return (answer.found[0]?.values ?? []).flatMap(({ field, region }) => {
    const page = pages.find(({ number }) => number === region.page);
    const inside = page && region.x + region.width <= page.width && region.y + region.height <= page.height;
    return inside ? [{ field, region: { documentId: page.documentId, ...region } }] : [];
  });
};

/** The patient meant, put on file where nobody is. */
const patientFor = (
  { store }: CommandContext,
  patient: AutomatedEntry['patient'],
): { patientId: string; events: EventDraft[] } => {
  if ('id' in patient) return { patientId: patient.id, events: [] };
  const { anotherPerson: _, ...fields } = patientCommands['patient.register'].input.parse({
    ...patient.new,
    sex: 'unknown',
  });
  const { id, event } = putOnFile(store, fields);
  return { patientId: id, events: [event] };
};

/** Types in what automation read, under its own name, with the place of each value. */
const enter = (
  context: CommandContext,
  row: PrescriptionRow,
  answer: AutomationAnswer,
  { patient, ...typed }: AutomatedEntry,
): EventDraft[] => {
  const { store } = context;
  const decision = decide(row.stage, 'transcribe', isHeld(row), 'technician');
  if (!('step' in decision)) throw new Error('an order that waits for automation can be typed in');
  const { patientId, events } = patientFor(context, patient);
  const content = { patientId, ...typed };
  const checked = checkTyped(context, row, content);
  const held = holdAgainstPage(context, row.id, checked.entered, marksOf(context, row, answer), null);
  const { event } = take(
    context,
    row,
    decision.step,
    {
      ...checked.columns,
      rx_number: row.rx_number ?? newRxNumber(context),
      transcribed_by: AUTOMATION,
      automation: 'entered',
      second_entry: checked.secondEntry,
      drug_differs: held.drugDiffers,
      sent_back: null,
    },
    { data: { automation: true } },
  );
  keepTranscription(store, row.id, {
    content,
    userId: AUTOMATION,
    at: context.now,
    evidence: held.evidence,
  });
  indexPrescription(store, row.id);
  return [...events, event];
};

/** Takes an answer as it came over the topic. */
export const takeAnswer = (context: CommandContext, payload: Uint8Array): AnswerOutcome => {
  const { store, now } = context;
  const read = readAnswer(payload);
  if ('problem' in read) return unusable(context, payload, read.problem);
  const { answer } = read;
  const request = findRequest(store, answer.requestId);
  if (!request)
    return answer.askedBy !== '' && answer.askedBy !== ownProducer(store)
      ? { result: { outcome: 'elsewhere' }, events: [] }
      : unusable(context, payload, 'It answers no question of this workstation.');
  if (request.received_at !== null) return { result: { outcome: 'repeated' }, events: [] };

  const row = loadPrescription(store, request.prescription_id);
  const waits =
    row.automation === 'asked' &&
    row.stage === 'transcribing' &&
    row.branch === '' &&
    claimantOf(row, now) === null &&
    !hasDraft(store, row.id);
  const { judgements, entry } = judgeFor(context, row, answer);
  const verdict = !waits ? 'late' : entry ? 'sufficient' : 'insufficient';
  keepAnswer(store, answer.requestId, { at: now, answer: payload, verdict, judgements });
  // What a person has under the hands is not changed; where nothing is proposed yet, this is better than nothing.
  if (row.stage === 'transcribing') keepSuggestions(store, row, answer, now);
  return {
    result: { outcome: verdict },
    events: [
      {
        name: 'automation.answered',
        subject: { kind: 'prescription', id: row.id },
        patientId: row.patient_id,
        data: { prescriptionId: row.id, requestId: answer.requestId, verdict },
      },
      ...(waits && entry
        ? enter(context, row, answer, entry)
        : giveToPerson(context, row, waits ? 'insufficient' : 'taken', answer.requestId)),
    ],
  };
};
