/**
 * What a person has to look at or do because of a message: opened, brought up to date, cancelled, told in words.
 * Always: only our patients make tasks, but for the question who somebody is; a message opens a task of a kind once however
 * often it is applied; of a kind there is one open task a person (and stay), which is brought up to date.
 * Not here: when a task is due (the effects), and how it is settled (task-commands.ts).
 */
import type { TaskKind } from '../../contract/adt-values.ts';
import type { Context } from '../../handler.ts';
import { newId } from '../../identity.ts';
import type { Reader } from '../../store/database.ts';
import { derivedId } from '../../sync/urn.ts';
import { alertOf } from '../effect/alert.ts';
import type { Effect } from '../effect/effect.ts';
import { heardHere, toldStayId } from '../effect/our-stays.ts';
import type { PersonRow, TaskRow } from '../effect/row-types.ts';
import { messageName } from '../effect/stay-name.ts';
import type { Identifier } from '../reading/message.ts';
import { type FillRow, taskById, tasksAbout, waitingFills } from './task-store.ts';

export interface Fact {
  name: string;
  value: string;
  ours: string | null;
}

/** What lies in `detail` of a task. */
export interface TaskDetail {
  /** What happened, in words. */
  sentence: string;
  facts: Fact[];
  /** Patients on file who may be meant, or who are merged. */
  candidates: { patientId: string; why: string }[];
  /** Of records to merge, or merged: persons of the register. */
  merge?: {
    survivor: number;
    retired: number;
    risks: string[];
    /** Held: the numbers that would stop being used. */
    stopped?: readonly Identifier[];
    /** Done: which of the message’s changes it was, from and up to. */
    changes?: [number, number];
  };
  /** Substances of a new allergy, as they would be put on file. */
  allergies?: { substance: string; reaction: string; severity: string }[];
}

export const toDoOf: Record<TaskKind, string> = {
  'who-is-it': 'Say which patient this is, or that it is none of ours.',
  admitted: 'Look at the fills that wait: hold them, or tell the ward what is ready.',
  reconcile:
    'Compare the medicines on file with those of the discharge, then say whether refills and messages go on.',
  deceased: 'Make sure of it before anything goes out. Confirm it, or let refills and messages go on.',
  'new-allergy': 'Compare it with what is filled and on file. Put it on file, or say why not.',
  'allergy-gone':
    'It still counts. Ask the patient or the hospital, and correct the file if it was a mistake.',
  'details-differ': 'Ask the patient which is right. Take over the hospital’s details, or keep ours.',
  merge: 'Look at both records. Merge them, or keep them apart.',
  merged: 'Make sure that both are the same person. Undo it if they are not.',
  moved: 'Look whether what was dispensed stands under the right patient.',
  contradiction: 'Ask the hospital what is true.',
  withdrawn: 'Nothing was deleted here. Ask the hospital why, and mark what is wrong.',
};

/**
 * What is settled at any workstation. The rest goes back to what was heard where it came in: whose numbers, which records, which
 * message.
 */
const settledAnywhere: ReadonlySet<TaskKind> = new Set([
  ...(['admitted', 'reconcile', 'deceased', 'new-allergy', 'allergy-gone', 'moved', 'withdrawn'] as const),
]);

/** Whether somebody at this workstation can settle a task. */
export const isSettledHere = ({ kind, person_id }: Pick<TaskRow, 'kind' | 'person_id'>): boolean =>
  person_id !== null || settledAnywhere.has(kind);

/** A task in the words of the contract. */
export const describeTask = (
  task: Pick<TaskRow, 'kind' | 'detail'>,
): { sentence: string; toDo: string; facts: Fact[]; candidates: { patientId: string; why: string }[] } => {
  const { sentence, facts, candidates } = JSON.parse(task.detail) as TaskDetail;
  return { sentence, toDo: toDoOf[task.kind], facts, candidates };
};

const stageWords: Record<FillRow['stage'], string> = {
  ready: 'Ready to be fetched',
  checking: 'To be checked',
  filling: 'Being filled',
  'to-fill': 'To be filled',
};

/** Each fill that is under way or waits, as a fact. Where there are several branches it says at which: all of them read it. */
export const fillFacts = (fills: readonly FillRow[], setting: Context['setting']): Fact[] => {
  const ours = setting('branch.id') === '' ? '' : setting('branch.name');
  return fills.map(({ stage, rx_number, name, strength, form, bin, branch }) => ({
    name: stageWords[stage],
    value: [
      `${name} ${strength} ${form}`,
      rx_number && `Rx ${rx_number}`,
      bin && `bin ${bin}`,
      branch ?? ours,
    ]
      .filter(Boolean)
      .join(', '),
    ours: null,
  }));
};

export const fillsOf = (store: Reader, person: PersonRow): FillRow[] =>
  person.patient_id === null ? [] : waitingFills(store, person.patient_id);

const taskEvent = (
  effect: Effect,
  name: 'adt.taskOpened' | 'adt.taskCancelled',
  task: TaskRow,
  reason: string,
) => {
  // Whom nobody knows has no history here.
  if (task.patient_id === null) return;
  effect.events.push({
    name,
    subject: { kind: 'patient', id: task.patient_id },
    patientId: task.patient_id,
    data: { taskId: task.id, kind: task.kind, patientId: task.patient_id, personId: task.person_id },
    reason,
    messages: alertOf(effect, task, name === 'adt.taskOpened' ? 'opened' : 'cancelled'),
  });
};

export interface TaskDraft {
  severity: 1 | 2 | 3;
  stayId?: number | null;
  detail: TaskDetail;
  /** How the new facts are joined with those of an open task; without it they take their place. */
  join?: (known: TaskDetail, fresh: TaskDetail) => TaskDetail;
  /** Whether an earlier task of the kind asks the same; without it every one does. */
  same?: (known: TaskDetail) => boolean;
}

/** The register’s side of a task that another workstation told of, once the same is heard here. */
type Place = Pick<TaskRow, 'person_id' | 'stay_id' | 'message_id'>;

/**
 * The id of a new task, the same wherever its message is heard. Null where another workstation told of it and it is settled: it
 * is of this register too then, and nobody is asked again.
 */
const newTaskId = (
  { store, rows, messageId }: Effect,
  place: Place,
  about: Pick<TaskRow, 'patient_id' | 'kind' | 'about_stay'>,
  isSame: (task: TaskRow) => boolean,
): string | null => {
  const { patient_id: patientId, kind, about_stay: stay } = about;
  if (patientId === null) return newId();
  const message = messageName(store, messageId);
  for (let time = 1; ; time += 1) {
    const id = derivedId('task', patientId, kind, stay ?? '', message, time);
    const known = taskById(store, id);
    if (!known) return id;
    if (known.person_id !== null || !isSame(known)) continue;
    rows.update('adt_task', known, place);
    return null;
  }
};

/** Opens a task, or brings the one that is open up to date, also one that another workstation told of. */
export const openTask = (effect: Effect, person: PersonRow, kind: TaskKind, draft: TaskDraft): void => {
  const { store, rows, messageId, setting } = effect;
  const { severity, stayId = null, detail, same } = draft;
  const { patient_id } = person;
  const about_stay = stayId === null || patient_id === null ? null : toldStayId(store, patient_id, stayId);
  const place: Place = { person_id: person.id, stay_id: stayId, message_id: messageId };
  const isSame = (task: TaskRow) => !same || same(JSON.parse(task.detail));
  const earlier = tasksAbout(store, person, kind).filter(
    (task) =>
      (task.person_id === null ? task.about_stay === about_stay : task.stay_id === stayId) && isSame(task),
  );
  const open = earlier.find(({ state }) => state === 'open');
  if (open) {
    const text = JSON.stringify(draft.join ? draft.join(JSON.parse(open.detail), detail) : detail);
    const worst = Math.min(severity, open.severity) as 1 | 2 | 3;
    const isNews = (text !== open.detail || worst !== open.severity) && effect.asOf > open.as_of;
    rows.update('adt_task', open, {
      ...{ detail: text, severity: worst },
      ...(isNews && { as_of: effect.asOf }),
      ...(open.person_id === null && place),
    });
    return;
  }
  if (earlier.some((task) => task.message_id === messageId && task.state !== 'cancelled')) return;
  const id = newTaskId(effect, place, { patient_id, kind, about_stay }, isSame);
  if (id === null) return;
  const task = rows.insert('adt_task', {
    ...{ id, kind, severity, patient_id, about_stay },
    ...place,
    ...{ source: effect.source.name, ...heardHere(setting), at: effect.now, as_of: effect.asOf },
    ...{ detail: JSON.stringify(detail), state: 'open' },
    ...{ settled_at: null, settled_by: null, outcome: null, reason: null },
  });
  taskEvent(effect, 'adt.taskOpened', task, detail.sentence);
};

/** No longer asked, because the hospital took back what it rests on, or it is answered by itself. */
export const cancelTask = (effect: Effect, task: TaskRow, reason: string): void => {
  if (task.state !== 'open') return;
  effect.rows.update('adt_task', task, { state: 'cancelled', settled_at: effect.now, reason });
  taskEvent(effect, 'adt.taskCancelled', task, reason);
};

/** What a message says does not go with what is known: for a person, where it is about one of ours. */
export const contradict = (
  effect: Effect,
  person: PersonRow,
  stayId: number | null,
  sentence: string,
  facts: Fact[] = [],
): void => {
  // Asked when it was applied first.
  if (effect.again) return;
  if (person.patient_id === null) {
    effect.against = true;
    effect.problem ??= 'It does not go with what is known of the person, who is no patient here.';
    return;
  }
  effect.held = true;
  effect.problem ??= 'It does not go with what is known; a person has to ask the hospital.';
  openTask(effect, person, 'contradiction', {
    severity: 2,
    stayId,
    detail: { sentence, facts, candidates: [] },
    same: (known) => known.sentence === sentence,
  });
};
