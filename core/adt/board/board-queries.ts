/** What the board and the rail show of hospitals: who of ours is in one, what a person has to do, and each task in full. */
import { addDays, dayOf, instantOfDay } from '../../calendar.ts';
import { type AdtTask, outcomesOfTask } from '../../contract/adt-values.ts';
import { notFound } from '../../contract/errors.ts';
import type { QueryHandlers } from '../../handler.ts';
import { outreachOf } from '../../patient/outreach.ts';
import { patientName } from '../../patient/patient.ts';
import type { Reader } from '../../store/database.ts';
import { whoOf } from '../effect/who.ts';
import { describeTask, isSettledHere, type TaskDetail } from '../task/tasks.ts';
import {
  type BoardTaskRow,
  inpatientCount,
  lastMessageAt,
  messageCounts,
  type OurStayRow,
  openTaskCountOf,
  openTasks,
  ourEndedStays,
  ourOpenStays,
  sourceCounts,
  taskCounts,
  taskOf,
  waitingFillsOf,
} from './board-store.ts';
import { mergeSides } from './merge-sides.ts';
import { stayViewOf } from './stay-view.ts';

/** So many of each a board shows; whoever has more has other worries than the rest of the list. */
const boardLimit = 200;

const candidatesOf = (store: Reader, candidates: TaskDetail['candidates']): AdtTask['candidates'] =>
  candidates.flatMap(({ patientId, why }) => {
    const row = store.get<{ family_name: string; given_names: string; date_of_birth: string }>(
      'SELECT family_name, given_names, date_of_birth FROM patient WHERE id = ?',
      [patientId],
    );
    return row ? [{ patientId, name: patientName(row), dateOfBirth: row.date_of_birth, why }] : [];
  });

/** A task as the window shows it. */
export const taskView = (store: Reader, row: BoardTaskRow): AdtTask => {
  const { sentence, toDo, facts, candidates } = describeTask(row);
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    who: whoOf(row),
    source: row.source,
    at: row.at,
    sentence,
    toDo,
    facts,
    candidates: candidatesOf(store, candidates),
    messageId: row.message_id,
    waitingFills: row.patient_id === null ? 0 : waitingFillsOf(store, row.patient_id),
    heardAt: row.heard_at,
    outcomes: isSettledHere(row) ? [...outcomesOfTask[row.kind]] : [],
    settled:
      row.settled_at === null
        ? null
        : {
            at: row.settled_at,
            by: row.settled_by_name ?? '',
            outcome: row.outcome ?? row.state,
            reason: row.reason ?? '',
          },
  };
};

const rowView = (store: Reader, row: OurStayRow) => ({
  who: whoOf(row),
  stay: stayViewOf(row),
  pause: outreachOf(store, row.patient_id),
  waitingFills: waitingFillsOf(store, row.patient_id),
  openTasks: openTaskCountOf(store, row.patient_id),
});

export const boardQueryHandlers = {
  'adt.state': ({ store }) => {
    const { open, urgent } = taskCounts(store);
    return {
      ...sourceCounts(store),
      ...messageCounts(store),
      openTasks: open,
      urgentTasks: urgent,
      inpatients: inpatientCount(store),
    };
  },

  'adt.board': ({ store, now, setting }) => {
    const timeZone = setting('branch.timeZone');
    const today = dayOf(now, timeZone);
    const tasks = openTasks(store, boardLimit);
    const stays = ourOpenStays(store, 2 * boardLimit);
    const ended = ourEndedStays(store, instantOfDay(today, timeZone), boardLimit);
    // An emergency or a clinic visit ends without a message more often than not: it is shown for a day.
    const yesterday = addDays(today, -1);
    const isHere = ({ class: kind, as_of }: OurStayRow) =>
      kind === 'I' || kind === 'B' || dayOf(as_of, timeZone) >= yesterday;
    const here = stays.filter((row) => row.state !== 'expected' && isHere(row));
    const expected = stays.filter(({ state }) => state === 'expected');
    const shown = (rows: readonly OurStayRow[]) =>
      rows.slice(0, boardLimit).map((row) => rowView(store, row));
    return {
      tasks: tasks.map((row) => taskView(store, row)),
      inpatients: shown(here),
      discharged: shown(ended),
      expected: shown(expected),
      asOf: lastMessageAt(store),
      more:
        tasks.length === boardLimit ||
        ended.length === boardLimit ||
        stays.length === 2 * boardLimit ||
        here.length > boardLimit ||
        expected.length > boardLimit,
    };
  },

  'adt.task': ({ store }, { taskId }) => {
    const row = taskOf(store, taskId) ?? notFound('adt-task');
    const { merge }: TaskDetail = JSON.parse(row.detail);
    const sides = merge && row.message_id !== null ? mergeSides(store, row.message_id, merge) : null;
    return { ...taskView(store, row), merge: sides };
  },
} satisfies QueryHandlers<'adt.state' | 'adt.board' | 'adt.task'>;
