/**
 * What a person’s answer to a task does, one function an outcome that does something. All others only close the task.
 * Always: what is taken over is written as a person would write it by hand, with who and why.
 * Not here: whether the outcome fits the task, and closing it (task-commands.ts).
 */
import { refuse } from '../../contract/errors.ts';
import type { CommandContext, EventDraft } from '../../handler.ts';
import { patientCommandHandlers } from '../../patient/commands.ts';
import { undoPatientMerge } from '../../patient/merge.ts';
import { fieldsOf, type PatientFields } from '../../patient/patient.ts';
import { allergiesOf } from '../../patient/records.ts';
import { loadPatient } from '../../patient/store.ts';
import { effectOf } from '../apply.ts';
import { substanceKey } from '../effect/allergy-list.ts';
import { toldOf } from '../effect/care.ts';
import { changesOf, keepChanges } from '../effect/changes.ts';
import type { Effect } from '../effect/effect.ts';
import { catchUp, linkTo } from '../effect/link.ts';
import { mergePersons, tellMerged } from '../effect/merge.ts';
import { lift, liftOfStay } from '../effect/pauses.ts';
import { differingDetails } from '../effect/person-effects.ts';
import { livingPerson, personRow, personsOfPatient, staysOfPerson } from '../effect/register-store.ts';
import type { PersonRow, TaskRow } from '../effect/row-types.ts';
import { rowsOf } from '../effect/rows.ts';
import { undoChanges, undoProblem } from '../effect/undo.ts';
import type { KeptMessage } from '../kept/replay.ts';
import type { Adt } from '../reading/message.ts';
import { sourceById } from '../source/source-store.ts';
import { openTasksOfPatient, tasksOfPerson } from './task-store.ts';
import { cancelTask, type TaskDetail } from './tasks.ts';

/** Nothing is said of anybody: what a person decides stands for itself. */
const unsaid = (asOf: string): Adt => ({
  event: 'A08',
  occurredAt: undefined,
  recordedAt: undefined,
  asOf,
  reason: undefined,
  operator: undefined,
  persons: [],
  remarks: [],
});

/** An effect that a person, not a message, brings about; the message is the one it rests on. */
export const effectBy = (
  context: Pick<CommandContext, 'store' | 'now' | 'setting'>,
  messageId: number,
): Effect => {
  const { source_id } = context.store.get<{ source_id: string }>(
    'SELECT source_id FROM adt_message WHERE id = ?',
    [messageId],
  )!;
  return effectOf(
    {
      store: context.store,
      now: context.now,
      receivedAt: context.now,
      source: sourceById(context.store, source_id)!,
      setting: context.setting,
    },
    messageId,
    unsaid(context.now),
  );
};

const changePatient = (
  context: CommandContext,
  patientId: string,
  reason: string,
  change: (fields: PatientFields) => Partial<PatientFields>,
): EventDraft[] => {
  const row = loadPatient(context.store, patientId);
  const fields = { ...fieldsOf(row), ...allergiesOf(context.store, row) };
  return patientCommandHandlers['patient.change'](context, {
    ...fields,
    ...change(fields),
    patientId: row.id,
    reason,
  }).events;
};

const takeOverAllergies = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] => {
  const { allergies = [] } = JSON.parse(task.detail) as TaskDetail;
  return changePatient(context, task.patient_id!, reason, (fields) => {
    const known = new Set(fields.allergies.map(({ substance }) => substanceKey(substance)));
    const fresh = allergies
      .filter(({ substance }) => !known.has(substanceKey(substance)))
      .map(({ substance, reaction, severity }) => ({
        substance: substance.slice(0, 80),
        reaction: reaction.slice(0, 120),
        severity: severity as PatientFields['allergies'][number]['severity'],
      }));
    return { allergyStatus: 'listed', allergies: [...fields.allergies, ...fresh] };
  });
};

const takeOverDetails = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] =>
  changePatient(
    context,
    task.patient_id!,
    reason,
    () => differingDetails(context.store, livingPerson(context.store, task.person_id!)).theirs,
  );

/** A person says who somebody is; what is known of him takes effect. */
export const sayWho = (
  context: CommandContext,
  effect: Effect,
  person: PersonRow,
  patientId: string,
  reason: string,
): EventDraft[] => {
  linkTo(effect, person, loadPatient(context.store, patientId).id, 'person', reason);
  return toldOf(effect);
};

/** A person says that somebody is none of ours: what rests because of him goes on, and nobody is asked about him any more. */
export const sayNobody = (effect: Effect, person: PersonRow, reason: string): EventDraft[] => {
  const { patient_id: patientId } = person;
  effect.rows.update('adt_person', person, { patient_id: null, linked: 'not-ours' });
  if (patientId === null) return toldOf(effect);
  for (const task of openTasksOfPatient(effect.store, patientId))
    if (task.person_id === person.id) cancelTask(effect, task, reason);
  for (const stay of staysOfPerson(effect.store, person.id)) liftOfStay(effect, stay.id, reason);
  effect.events.push({
    name: 'patient.unlinked',
    subject: { kind: 'patient', id: patientId },
    patientId,
    data: { patientId, personId: person.id, stayId: null, source: effect.source.name },
    reason,
  });
  return toldOf(effect);
};

/** Merges what was held, with what it changed kept for the message that asked for it. */
const mergeHeld = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] => {
  const { merge } = JSON.parse(task.detail) as TaskDetail;
  const { store, now, actor } = context;
  const survivor = livingPerson(store, merge!.survivor);
  const retired = livingPerson(store, merge!.retired);
  if (survivor.id === retired.id) return [];
  const messageId = task.message_id!;
  const effect = effectBy(context, messageId);
  const from = changesOf(store, messageId).length;
  const { person, events } = mergePersons(
    { rows: effect.rows, now, actor, reason },
    survivor,
    retired,
    merge!.stopped ?? [],
  );
  keepChanges(store, messageId, now, effect.rows.changes);
  tellMerged(effect, person, retired, [from, from + effect.rows.changes.length]);
  catchUp(effect, person);
  return [...events, ...toldOf(effect)];
};

const undoMerge = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] => {
  const { merge } = JSON.parse(task.detail) as TaskDetail;
  const { store, now } = context;
  const changes = changesOf(store, task.message_id!).slice(...merge!.changes!);
  const rows = rowsOf(store);
  const { setting } = context;
  const problem = undoProblem(rows, changes);
  if (problem !== null) refuse('adt.cannot-undo', problem);
  const events = changes
    .filter(({ table }) => table === 'patient')
    .flatMap(({ key }) => undoPatientMerge({ store }, String(key), { reason }));
  undoChanges(rows, changes);
  store.run('UPDATE adt_change SET undone_at = ? WHERE message_id = ?', [now, task.message_id]);
  return toldOf({ rows, events, setting });
};

/** Somebody reported deceased lives: what rests for that goes on, and the next report asks again. */
const lives = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] => {
  const rows = rowsOf(context.store);
  const persons =
    task.person_id === null
      ? personsOfPatient(context.store, task.patient_id!)
      : [personRow(context.store, task.person_id)!];
  for (const person of persons) rows.update('adt_person', person, { deceased_at: null });
  return lift(rows, task.patient_id!, { now: context.now, by: context.actor!.id, reason });
};

const resume = (context: CommandContext, task: TaskRow, reason: string): EventDraft[] =>
  lift(
    rowsOf(context.store),
    task.patient_id!,
    { now: context.now, by: context.actor!.id, reason },
    'inpatient',
  );

type Settle = (context: CommandContext, task: TaskRow, reason: string) => EventDraft[];

/** `kind outcome` → what it does. */
export const settlements: Partial<Record<string, Settle>> = {
  'reconcile resume': resume,
  'deceased resume': lives,
  'new-allergy take-over': takeOverAllergies,
  'details-differ take-over': takeOverDetails,
  'merge merge': mergeHeld,
  'merged undo': undoMerge,
};

/** Nobody is asked any more about a message that nothing is to follow from. */
export const cancelOpenOfMessage = (
  context: Pick<CommandContext, 'store' | 'now' | 'setting'>,
  kept: KeptMessage,
  reason: string,
): EventDraft[] => {
  if (kept.person_id === null) return [];
  const effect = effectBy(context, kept.id);
  for (const kind of ['merge', 'contradiction'] as const)
    for (const task of tasksOfPerson(context.store, kept.person_id, kind))
      if (task.message_id === kept.id) cancelTask(effect, task, reason);
  return toldOf(effect);
};
