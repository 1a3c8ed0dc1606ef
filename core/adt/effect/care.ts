/**
 * What hospitals say of one of our patients goes to the other workstations with the events that tell of it. Whatever a message
 * or a person changed of it without such an event is told here.
 * Always: one of our patients whose pauses or stays changed has an event, and his stays are shown as they are after it; nobody
 * else is looked up.
 */
import type { Context, EventDraft } from '../../handler.ts';
import type { Reader, Value } from '../../store/database.ts';
import { ofCare } from '../../sync/event-classes.ts';
import { pauseById } from '../task/task-store.ts';
import { followStays } from './our-stays.ts';
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

/** Whether a pause began or ended, and not only which row of the register it rests on. */
const isPause = ({ table, before, after }: Change): boolean =>
  table === 'outreach_pause' && (before === null || after?.lifted_at !== undefined);

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
  const paused = new Set(
    changes.filter(isPause).flatMap(({ key }) => pauseById(store, key as string)?.patient_id ?? []),
  );
  const told = new Set(events.filter(({ name }) => ofCare.has(name)).map(({ subject }) => subject.id));
  const patients = new Set([...ours, ...told, ...paused]);
  for (const change of changes)
    for (const patientId of patientsOf(store, change))
      if (typeof patientId === 'string') patients.add(patientId);
  const heardAt = { workstation: setting('workstation.name'), branchName: setting('branch.name') };
  for (const patientId of patients) {
    const followed = isAnyStay && followStays(store, patientId, heardAt);
    if (told.has(patientId) || !(followed || paused.has(patientId))) continue;
    events.push({
      name: 'stay.updated',
      subject: { kind: 'patient', id: patientId },
      patientId,
      data: { patientId },
    });
  }
  return events;
};
