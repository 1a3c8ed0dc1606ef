/**
 * The blind second entry as commands: typed by another person, decided by a pharmacist where the two differ.
 * Always: what the second person typed is in no event, so that no timeline tells it to the first.
 * The rules, and who may, are in second-entry.ts.
 */
import { invalid, refuse } from '../contract/errors.ts';
import { loadDrug } from '../drug/store.ts';
import type { CommandContext, CommandHandlers } from '../handler.ts';
import { loadPatient } from '../patient/store.ts';
import { fromThousandths } from '../quantity.ts';
import {
  keepDecision,
  keepSecondEntry,
  keepTranscription,
  lastEvidence,
  lastSecondEntry,
  lastTranscription,
} from './entry-store.ts';
import { holdAgainstPage } from './held-against-page.ts';
import { compareEntries, type EntryDifference, readChoices, type SecondEntryField } from './second-entry.ts';
import { indexPrescription, type PrescriptionChanges, type PrescriptionRow } from './store.ts';
import { begin, take } from './transition.ts';
import { checkTyped, readTypedSig, type Transcription } from './typed.ts';

/** What the second person typed, as it is kept. */
interface SecondEntryContent {
  dateOfBirth: string;
  ndc11: string;
  sigText: string;
  quantity: string;
}

/** The first entry with the chosen fields of the second; the drug is taken whole or not at all. */
const merged = (
  first: Transcription,
  second: SecondEntryContent,
  fromSecond: ReadonlySet<SecondEntryField>,
): Transcription => ({
  ...first,
  ...(['drug', 'strength', 'form'].some((field) => fromSecond.has(field as SecondEntryField))
    ? { ndc11: second.ndc11 }
    : {}),
  ...(fromSecond.has('sig') ? { sigText: second.sigText } : {}),
  ...(fromSecond.has('quantity') ? { quantity: second.quantity } : {}),
});

/** Writes the entry that was decided on as a transcription of its own, held against the page like any other. */
const retype = (
  context: CommandContext,
  row: PrescriptionRow,
  content: Transcription,
  typistId: string,
  reason: string,
): PrescriptionChanges => {
  const typed = checkTyped(context, row, content);
  const marks = lastEvidence(context.store, row.id).flatMap(({ field, region }) =>
    region === null ? [] : [{ field, region }],
  );
  const held = holdAgainstPage(context, row.id, typed.entered, marks, reason);
  keepTranscription(context.store, row.id, {
    content: { ...content },
    userId: typistId,
    at: context.now,
    evidence: held.evidence,
  });
  return { ...typed.columns, transcribed_by: typistId, drug_differs: held.drugDiffers };
};

type Own = 'prescription.enterAgain' | 'prescription.decideEntry';

export const entryCommandHandlers: CommandHandlers<Own> = {
  'prescription.enterAgain': (context, { prescriptionId, ...content }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'enterAgain');
    const { store } = context;
    const drug = loadDrug(store, content.ndc11);
    readTypedSig(context, content.sigText, drug);
    const differences = compareEntries(
      {
        dateOfBirth: loadPatient(store, row.patient_id!).date_of_birth,
        drug: loadDrug(store, row.ndc11!),
        sigText: row.sig_text!,
        quantity: fromThousandths(row.quantity!),
      },
      { ...content, drug },
      context.setting('branch.profile'),
    );
    keepSecondEntry(store, row.id, {
      transcription: lastTranscription(store, row.id)!.number,
      content,
      differences,
      userId: actor.id,
      at: context.now,
    });
    const agreed = differences.length === 0;
    const { version, event } = take(
      context,
      row,
      step,
      // The order is free again: whoever verifies or decides is another person.
      { second_entry: agreed ? 'agreed' : 'differs', claimed_by: null, claim_expires_at: null },
      { data: { agreed } },
    );
    return { result: { version, agreed }, events: [event] };
  },

  'prescription.decideEntry': (context, { prescriptionId, choices, reason }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'decideEntry');
    const { store } = context;
    const entry = lastSecondEntry(store, row.id)!;
    const read = readChoices(JSON.parse(entry.differences) as EntryDifference[], choices);
    if ('problem' in read) return invalid('entry.choices', read.problem);
    const fromSecond = new Set(
      [...read.taken].flatMap(([field, taken]) => (taken === 'second' ? [field] : [])),
    );
    if (fromSecond.has('dateOfBirth'))
      refuse(
        'prescription.second-entry-differs',
        'With that date of birth it is another patient. Send it back with the reason “wrong patient”.',
      );
    keepDecision(store, row.id, {
      transcription: entry.transcription,
      choices,
      userId: actor.id,
      at: context.now,
    });
    const first = JSON.parse(lastTranscription(store, row.id)!.content) as Transcription;
    const second = JSON.parse(entry.content) as SecondEntryContent;
    const retyped =
      fromSecond.size === 0
        ? {}
        : retype(context, row, merged(first, second, fromSecond), entry.user_id, reason);
    const { version, event } = take(
      context,
      row,
      step,
      { ...retyped, second_entry: 'decided' },
      { reason, data: { fromSecond: [...fromSecond] } },
    );
    if (fromSecond.size > 0) indexPrescription(store, row.id);
    return { result: { version }, events: [event] };
  },
};
