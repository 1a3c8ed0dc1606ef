/**
 * Commands on prescription orders up to verification, and those that fit any stage.
 * Filling, checking and handing over stand in fill-commands.ts and hand-over-commands.ts.
 */
import { giveToPerson } from '../automation/give.ts';
import { forbidden, refuse } from '../contract/errors.ts';
import type { CommandResult } from '../contract/index.ts';
import { highRiskFields } from '../contract/prescription.ts';
import {
  type CommandContext,
  type CommandHandlers,
  type EventDraft,
  type Outcome,
  personOf,
} from '../handler.ts';
import { answerToDuplicates } from './duplicates.ts';
import { keepTranscription } from './entry-store.ts';
import { holdAgainstPage } from './held-against-page.ts';
import { isCentralNamed, newRxNumber } from './numbers.ts';
import { claimantOf, priorityRank } from './prescription.ts';
import {
  changePrescription,
  indexPrescription,
  lastClaimedAt,
  loadPrescription,
  type PrescriptionRow,
  prolongClaim,
} from './store.ts';
import { begin, claimUntil, holdChanges, reasonLine, take } from './transition.ts';
import { checkTyped } from './typed.ts';
import type { WorkflowCommand } from './workflow.ts';

/** Rejecting and sending back carry a coded reason and a note; nothing else is peculiar to them. */
const withReason = (
  context: CommandContext,
  input: { prescriptionId: string; reason: string; note: string },
  command: WorkflowCommand,
  changes: Parameters<typeof take>[3],
): Outcome<{ version: number }> => {
  const { row, step } = begin(context, input.prescriptionId, command);
  const { version, event } = take(context, row, step, changes, {
    reason: reasonLine(input.reason, input.note),
    data: { reason: input.reason },
  });
  return { result: { version }, events: [event] };
};

/**
 * The others know of a claim as it was told last: before it runs out for them, it is told anew. A window prolongs its claim
 * when half of the time is gone, so that a third tells each of these, and no more.
 */
const claimGoesOn = (context: CommandContext, row: PrescriptionRow): EventDraft[] => {
  if (!isCentralNamed(context)) return [];
  const told = lastClaimedAt(context.store, row.id);
  const third = (context.setting('claim.minutes') * 60_000) / 3;
  if (told !== null && Date.parse(context.now) - Date.parse(told) < third) return [];
  return [
    {
      name: 'prescription.claimed',
      subject: { kind: 'prescription', id: row.id },
      patientId: row.patient_id,
      data: { prescriptionId: row.id },
      reason: 'it takes longer',
    },
  ];
};

/** Takes an order to work on; one that waits for automation is taken from it. */
export const claimOrder = (
  context: CommandContext,
  prescriptionId: string,
): Outcome<CommandResult<'prescription.claim'>> => {
  const { row, step, actor } = begin(context, prescriptionId, 'claim');
  const claimant = claimantOf(row, context.now);
  if (claimant !== null && claimant !== actor.id) refuse('prescription.claimed');
  const expiresAt = claimUntil(context);
  if (claimant === actor.id) {
    prolongClaim(context.store, row.id, expiresAt);
    return { result: { version: row.version, expiresAt }, events: claimGoesOn(context, row) };
  }
  const given = giveToPerson(context, row, 'taken');
  const free = given.length === 0 ? row : loadPrescription(context.store, row.id);
  const { version, event } = take(context, free, step, {
    claimed_by: actor.id,
    claim_expires_at: expiresAt,
  });
  return { result: { version, expiresAt }, events: [...given, event] };
};

type Own =
  | 'prescription.claim'
  | 'prescription.release'
  | 'prescription.prioritise'
  | 'prescription.hold'
  | 'prescription.resume'
  | 'prescription.addNote'
  | 'prescription.saveDraft'
  | 'prescription.transcribe'
  | 'prescription.sendBack'
  | 'prescription.approve'
  | 'prescription.reject';

export const prescriptionCommandHandlers: CommandHandlers<Own> = {
  'prescription.claim': (context, { prescriptionId }) => claimOrder(context, prescriptionId),

  'prescription.release': (context, { prescriptionId }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'release');
    const claimant = claimantOf(row, context.now);
    if (claimant !== null && claimant !== actor.id && actor.role === 'technician')
      forbidden('Only a pharmacist or a manager may release somebody else’s claim.');
    if (row.claimed_by === null) return { result: { version: row.version }, events: [] };
    const { version, event } = take(context, row, step, { claimed_by: null, claim_expires_at: null });
    return { result: { version }, events: [event] };
  },

  'prescription.prioritise': (context, { prescriptionId, priority, promisedAt }) => {
    const { row, step } = begin(context, prescriptionId, 'prioritise');
    const { version, event } = take(context, row, step, {
      priority: priorityRank(priority),
      promised_at: promisedAt,
    });
    return { result: { version }, events: [event] };
  },

  'prescription.hold': (context, input) => {
    const { row, step } = begin(context, input.prescriptionId, 'hold');
    const { version, event } = take(context, row, step, holdChanges(context, input), {
      reason: reasonLine(input.reason, input.note),
    });
    return { result: { version }, events: [event] };
  },

  'prescription.resume': (context, { prescriptionId, note }) => {
    const { row, step } = begin(context, prescriptionId, 'resume');
    const { version, event } = take(
      context,
      row,
      step,
      { hold_reason: null, hold_note: null, hold_owner: null, hold_follow_up_at: null, held_at: null },
      { reason: note || null },
    );
    return { result: { version }, events: [event] };
  },

  'prescription.addNote': (context, { prescriptionId, note }) => {
    const row = loadPrescription(context.store, prescriptionId);
    const version = changePrescription(context.store, row, {});
    return {
      result: { version },
      events: [
        {
          name: 'prescription.noted',
          subject: { kind: 'prescription', id: row.id },
          patientId: row.patient_id,
          data: { prescriptionId: row.id },
          reason: note,
        },
      ],
    };
  },

  // A draft is kept, not told: it is no fact yet, so it makes no event and no new version.
  'prescription.saveDraft': (context, { prescriptionId, draft }) => {
    const { row, actor } = begin(context, prescriptionId, 'saveDraft');
    context.store.run(
      `INSERT INTO draft (prescription_id, content, user_id, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (prescription_id) DO UPDATE SET content = excluded.content, user_id = excluded.user_id, at = excluded.at`,
      [row.id, JSON.stringify(draft), actor.id, context.now],
    );
    return { result: {}, events: [] };
  },

  'prescription.transcribe': (context, { prescriptionId, duplicate, drugDiffers, marks, ...content }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'transcribe');
    const { store } = context;
    const typed = checkTyped(context, row, content);
    const held = holdAgainstPage(context, row.id, typed.entered, marks, drugDiffers);
    const repeated = answerToDuplicates(context, row, content, duplicate);
    const rxNumber = row.rx_number ?? newRxNumber(context);
    const { version, event } = take(
      context,
      row,
      step,
      {
        ...typed.columns,
        rx_number: rxNumber,
        transcribed_by: actor.id,
        duplicate_answer: repeated?.kept ?? null,
        renewal_of: repeated?.renewalOf ?? null,
        drug_differs: held.drugDiffers,
        automation: null,
        second_entry: typed.secondEntry,
        sent_back: null,
      },
      { reason: held.drugDiffers === null ? null : drugDiffers },
    );
    keepTranscription(store, row.id, {
      content,
      userId: actor.id,
      at: context.now,
      evidence: held.evidence,
    });
    store.run('DELETE FROM draft WHERE prescription_id = ?', [row.id]);
    indexPrescription(store, row.id);
    return { result: { version, rxNumber }, events: [event] };
  },

  'prescription.sendBack': (context, input) => {
    const { id } = personOf(context);
    return withReason(context, input, 'sendBack', {
      sent_back: JSON.stringify({ reason: input.reason, note: input.note, by: id, at: context.now }),
      // It starts over: what is typed next is typed a second time too.
      second_entry: null,
    });
  },

  'prescription.approve': (context, { prescriptionId, confirmed }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'approve');
    const missing = highRiskFields.filter((field) => !confirmed.includes(field));
    if (missing.length > 0) refuse('prescription.unconfirmed', undefined, { missing });
    const { version, event } = take(
      context,
      row,
      step,
      { approved_by: actor.id, approved_at: context.now },
      { data: { confirmed } },
    );
    return { result: { version }, events: [event] };
  },

  'prescription.reject': (context, input) => withReason(context, input, 'reject', { ended_at: context.now }),
};
