/**
 * How every command on an order begins and ends: load, ask the workflow table, mind the claim, write, make the
 * event with what it was before and after, and the deliveries of its actions.
 */
import { addMinutes } from '../calendar.ts';
import { Refusal, type RefusalCode, refusals } from '../contract/errors.ts';
import type { holdReasons } from '../contract/queue.ts';
import { statusOfStage } from '../contract/values.ts';
import { type CommandContext, type Context, type EventDraft, personOf } from '../handler.ts';
import { branchObstacle } from './branch.ts';
import { lastSecondEntry } from './entry-store.ts';
import { deliveriesOf, type MessageFacts } from './messages.ts';
import { claimantOf, isHeld } from './prescription.ts';
import { secondEntryObstacle, type Typists } from './second-entry.ts';
import {
  changePrescription,
  loadPrescription,
  type PrescriptionChanges,
  type PrescriptionRow,
} from './store.ts';
import { decide, type Step, type WorkflowCommand, workflowCommands } from './workflow.ts';

/** Commands that do not mind somebody else's claim. */
const despiteClaim: ReadonlySet<WorkflowCommand> = new Set([
  'claim',
  'release',
  'prioritise',
  'hold',
  'resume',
  'print',
  'handOver',
  'returnToStock',
]);

const refusalOf = (code: RefusalCode) => new Refusal({ kind: 'refused', code, message: refusals[code] });

/** Why a command cannot be done to this order now by this person, or null with the step when it can. */
export const obstacle = (
  context: Context,
  row: PrescriptionRow,
  command: WorkflowCommand,
): { step: Step } | { refusal: Refusal } => {
  const actor = personOf(context);
  const others = branchObstacle(context, row, command);
  if (others) return { refusal: others };
  const decision = decide(row.stage, command, isHeld(row), actor.role);
  if ('refused' in decision)
    return {
      refusal: new Refusal(
        decision.refused === 'role'
          ? { kind: 'forbidden', code: 'role', message: decision.sentence }
          : { kind: 'refused', code: decision.refused, message: decision.sentence },
      ),
    };
  const claimant = claimantOf(row, context.now);
  if (claimant !== null && claimant !== actor.id && !despiteClaim.has(command))
    return { refusal: refusalOf('prescription.claimed') };
  if (row.transcribed_by === actor.id && command === 'approve')
    return { refusal: refusalOf('prescription.own-transcription') };
  const undecided = secondEntryObstacle(command, row.second_entry, typistsOf(context, row), actor.id);
  if (undecided)
    return {
      refusal: new Refusal({
        kind: 'refused',
        code: undecided.code,
        message: undecided.sentence ?? refusals[undecided.code],
      }),
    };
  return decision;
};

/** Whose the entries of an order are: only where there were two is it more than who typed it. */
const typistsOf = ({ store }: Context, { id, second_entry, transcribed_by }: PrescriptionRow): Typists => {
  const entry = second_entry === 'differs' || second_entry === 'decided' ? lastSecondEntry(store, id) : null;
  return entry
    ? { first: entry.first_user_id, second: entry.user_id }
    : { first: transcribed_by, second: null };
};

/** Loads the order and makes sure the command is legal. Throws a `Refusal`. */
export const begin = (context: CommandContext, prescriptionId: string, command: WorkflowCommand) => {
  const row = loadPrescription(context.store, prescriptionId);
  const outcome = obstacle(context, row, command);
  if ('refusal' in outcome) throw outcome.refusal;
  return { row, step: outcome.step, actor: personOf(context) };
};

const released: PrescriptionChanges = { claimed_by: null, claim_expires_at: null };

/** Writes the step's stage with the changes, and makes the event. Moving on to another stage frees the claim. */
export const take = (
  context: CommandContext,
  row: PrescriptionRow,
  step: Step,
  changes: PrescriptionChanges,
  more: { reason?: string | null; data?: Record<string, unknown>; fax?: MessageFacts['fax'] } = {},
): { version: number; event: EventDraft } => {
  const moving = step.to !== row.stage;
  // Wherever it goes on, it no longer waits for automation.
  const waits = row.automation === 'asked' ? { automation: null } : {};
  const all: PrescriptionChanges = {
    ...(moving ? { ...released, ...waits, stage: step.to } : {}),
    ...changes,
  };
  const version = changePrescription(context.store, row, all);
  const after = { ...row, ...all };
  const changed = (Object.keys(all) as (keyof PrescriptionChanges)[]).filter(
    (column) => row[column] !== after[column],
  );
  const pick = (from: PrescriptionRow) => Object.fromEntries(changed.map((column) => [column, from[column]]));
  const reason = more.reason ?? null;
  return {
    version,
    event: {
      name: step.event,
      subject: { kind: 'prescription', id: row.id },
      patientId: after.patient_id,
      reason,
      data: { prescriptionId: row.id, stage: step.to, status: statusOfStage[step.to], ...more.data },
      before: pick(row),
      after: pick(after),
      deliveries: deliveriesOf(context.store, step.actions, {
        row: after,
        event: step.event,
        pharmacyId: context.setting('branch.npi'),
        reason,
        at: context.now,
        fax: more.fax,
      }),
    },
  };
};

/** What can be done to an order now: each command with null, or the sentence why not. */
export const possibleFor = (context: Context, row: PrescriptionRow): Record<string, string | null> =>
  Object.fromEntries(
    workflowCommands.map((command) => {
      const outcome = obstacle(context, row, command);
      return [command, 'refusal' in outcome ? outcome.refusal.failure.message : null];
    }),
  );

/** When a claim taken now runs out by itself. */
export const claimUntil = (context: Context): string =>
  addMinutes(context.now, context.setting('claim.minutes'));

/** What puts an order on hold: why, whose it is to see to it, and when. */
export const holdChanges = (
  context: CommandContext,
  hold: { reason: (typeof holdReasons)[number]; note: string; followUpAt: string },
): PrescriptionChanges => ({
  hold_reason: hold.reason,
  hold_note: hold.note,
  hold_owner: personOf(context).id,
  hold_follow_up_at: hold.followUpAt,
  held_at: context.now,
  ...released,
});

/** A coded reason and a free note in one line for the history. */
export const reasonLine = (code: string, note: string): string => (note ? `${code}: ${note}` : code);
