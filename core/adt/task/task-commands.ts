/** What people say about tasks and persons of hospitals: settle a task, say who somebody is, let refills and messages go on. */
import { outcomesOfTask } from '../../contract/adt-values.ts';
import { invalid, notFound, refuse } from '../../contract/errors.ts';
import { type CommandHandlers, type Context, type EventDraft, personOf } from '../../handler.ts';
import { livesOnAs } from '../../patient/records.ts';
import { loadPatient } from '../../patient/store.ts';
import { alertOf } from '../effect/alert.ts';
import { lift } from '../effect/pauses.ts';
import { livingPerson, personRow } from '../effect/register-store.ts';
import type { TaskRow } from '../effect/row-types.ts';
import { rowsOf } from '../effect/rows.ts';
import { setState } from '../kept/message-commands.ts';
import { effectBy, sayNobody, sayWho, settlements } from './settle.ts';
import { loadTask } from './task-store.ts';
import { isSettledHere } from './tasks.ts';

const settled = (
  context: Context,
  task: TaskRow,
  outcome: string,
  patientId: string | null,
  reason: string,
): EventDraft => ({
  name: 'adt.taskSettled',
  subject: patientId === null ? { kind: 'adt', id: task.id } : { kind: 'patient', id: patientId },
  patientId,
  data: { taskId: task.id, kind: task.kind, patientId, personId: task.person_id, outcome },
  reason,
  messages: alertOf(context, { ...task, patient_id: patientId }, 'settled', outcome),
});

/** The state of the message a task held up, once a person decided. */
const stateAfter: Partial<Record<string, 'applied' | 'dismissed'>> = {
  'merge merge': 'applied',
  'merge keep-apart': 'dismissed',
  'merged undo': 'dismissed',
  'contradiction done': 'dismissed',
};

export const taskCommandHandlers = {
  'adt.settleTask': (context, { taskId, outcome, patientId, reason }) => {
    const { store, now } = context;
    const actor = personOf(context);
    const task = loadTask(store, taskId);
    if (task.state !== 'open') refuse('adt.task-settled');
    if (!outcomesOfTask[task.kind].includes(outcome)) refuse('adt.outcome-unfit');
    if (!isSettledHere(task))
      refuse('adt.settle-there', `Came in at ${task.workstation || 'another workstation'}. Settle it there.`);
    const why = reason === '' ? outcome.replaceAll('-', ' ') : reason;
    // Before it takes effect, so that the answer does not cancel its own task.
    store.run(
      "UPDATE adt_task SET state = 'done', settled_at = ?, settled_by = ?, outcome = ?, reason = ? WHERE id = ?",
      [now, actor.id, outcome, reason, task.id],
    );
    let ours = task.patient_id;
    let events: EventDraft[] = [];
    if (outcome === 'ours' || outcome === 'not-ours') {
      const effect = effectBy(context, task.message_id!);
      const person = livingPerson(store, task.person_id!);
      if (outcome === 'not-ours') events = sayNobody(effect, person, why);
      else {
        ours = patientId ?? invalid('adt.patient-needed', 'Say which patient it is.');
        events = sayWho(context, effect, person, ours, why);
        store.run('UPDATE adt_task SET patient_id = ? WHERE id = ?', [ours, task.id]);
      }
    } else events = settlements[`${task.kind} ${outcome}`]?.(context, task, why) ?? [];
    const state = stateAfter[`${task.kind} ${outcome}`];
    if (state && task.message_id !== null)
      setState(store, task.message_id, state, { now, by: actor.id, reason: why });
    return { result: {}, events: [settled(context, task, outcome, ours, why), ...events] };
  },

  'adt.link': (context, { personId, patientId, reason }) => {
    const { store } = context;
    const row = personRow(store, personId) ?? notFound('person');
    const person = livingPerson(store, row.id);
    const effect = effectBy(context, person.as_of_message);
    if (patientId === null) return { result: {}, events: sayNobody(effect, person, reason) };
    const patient = loadPatient(store, patientId);
    if (person.patient_id !== null) {
      if (livesOnAs(store, person.patient_id) === patient.id) refuse('adt.linked-already');
      sayNobody(effect, person, reason);
    }
    return { result: {}, events: sayWho(context, effect, personRow(store, person.id)!, patient.id, reason) };
  },

  'adt.resume': (context, { patientId, reason }) => {
    const patient = loadPatient(context.store, patientId);
    const by = personOf(context).id;
    const events = lift(rowsOf(context.store), patient.id, { now: context.now, by, reason });
    if (events.length === 0) refuse('adt.nothing-rests');
    return { result: {}, events };
  },
} satisfies CommandHandlers<'adt.settleTask' | 'adt.link' | 'adt.resume'>;
