/**
 * What hospitals say of one of our patients goes to the other workstations with the events that tell of it. Whatever a message
 * or a person changed of it without such an event is told here.
 * Always: one of our patients whose pauses changed has an event; nobody else is looked up.
 */
import type { EventDraft } from '../../handler.ts';
import type { Reader } from '../../store/database.ts';
import { ofCare } from '../../sync/event-classes.ts';
import { pauseById } from '../task/task-store.ts';
import type { Effect } from './effect.ts';
import type { Change } from './rows.ts';

/** The patient whose care a change is part of, or null. */
const patientOf = (store: Reader, { table, key, before, after }: Change): string | null =>
  table === 'outreach_pause' && (before === null || after?.lifted_at !== undefined)
    ? (pauseById(store, key as string)?.patient_id ?? null)
    : null;

/** The events of an effect, with one for each of our patients whose care it changed and no other event tells of. */
export const toldOf = ({ store, rows, events }: Pick<Effect, 'store' | 'rows' | 'events'>): EventDraft[] => {
  const patients = new Set(rows.changes.flatMap((change) => patientOf(store, change) ?? []));
  for (const { name, subject } of events) if (ofCare.has(name)) patients.delete(subject.id);
  for (const patientId of patients)
    events.push({
      name: 'adt.careChanged',
      subject: { kind: 'patient', id: patientId },
      patientId,
      data: { patientId },
    });
  return events;
};
