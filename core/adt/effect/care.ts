/**
 * What hospitals say of one of our patients goes to the other workstations with the events that tell of it. Whatever a message
 * or a person changed of it without such an event is told here.
 * Always: one of our patients whose pauses, stays or tasks changed has an event, and his stays are shown as they are after it;
 * nobody else is looked up.
 */
import type { Context, EventDraft } from '../../handler.ts';
import type { Reader, Value } from '../../store/database.ts';
import { ofCare } from '../../sync/event-classes.ts';
import { pauseById, taskById } from '../task/task-store.ts';
import { followStays, heardHere } from './our-stays.ts';
import { personRow } from './register-store.ts';
import type { Change, Rows } from './rows.ts';

const patientOfPerson = (store: Reader, personId: Value | undefined): string | null =>
  typeof personId === 'number' ? (personRow(store, personId)?.patient_id ?? null) : null;

/** The patients whose care a change may be part of, beside those the message is about. */
const patientsOf = (store: Reader, { table, before, after }: Change): (Value | undefined)[] => {
  // Whose a person of the register is.
  if (table === 'adt_person') return [before?.patient_id, after?.patient_id];
  // A stay of one person is another's.
  if (table === 'adt_stay' && before !== null && 'person_id' in before)
    return [patientOfPerson(store, before.person_id), patientOfPerson(store, after?.person_id)];
  return [];
};

/** What of a pause or a task others are told; which rows of the register they rest on is not. */
const told: Partial<Record<Change['table'], readonly string[]>> = {
  outreach_pause: ['lifted_at'],
  adt_task: ['detail', 'severity', 'state', 'patient_id'],
};

/** The patient of whom a change of a pause or a task is told, or undefined. */
const toldAbout = (store: Reader, { table, key, before, after }: Change): string | undefined => {
  const columns = told[table];
  if (!columns || (before !== null && !columns.some((column) => after?.[column] !== undefined)))
    return undefined;
  const row = table === 'adt_task' ? taskById(store, key as string) : pauseById(store, key as string);
  return row?.patient_id ?? undefined;
};

export interface CareParts {
  readonly rows: Rows;
  readonly events: EventDraft[];
  readonly setting: Context['setting'];
  /** Those of our patients it is about. */
  readonly ours?: ReadonlySet<string>;
}

/** The events of what was done, with one for each of our patients whose care it changed and no other event tells of. */
export const toldOf = ({ rows, events, setting, ours = new Set() }: CareParts): EventDraft[] => {
  const { store, changes } = rows;
  const isAnyStay = changes.some(({ table }) => table === 'adt_stay' || table === 'adt_person');
  const changed = new Set(changes.flatMap((change) => toldAbout(store, change) ?? []));
  const inEvents = new Set(
    events.flatMap(({ name, subject }) =>
      subject.kind === 'patient' && ofCare.has(name) ? [subject.id] : [],
    ),
  );
  const patients = new Set([...ours, ...inEvents, ...changed]);
  for (const change of changes)
    for (const patientId of patientsOf(store, change))
      if (typeof patientId === 'string') patients.add(patientId);
  for (const patientId of patients) {
    const followed = isAnyStay && followStays(store, patientId, heardHere(setting));
    if (inEvents.has(patientId) || !(followed || changed.has(patientId))) continue;
    events.push({
      name: 'stay.updated',
      subject: { kind: 'patient', id: patientId },
      patientId,
      data: { patientId },
    });
  }
  return events;
};
