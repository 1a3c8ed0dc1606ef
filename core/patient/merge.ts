/**
 * Two records of one patient become one, and two again.
 *
 * Always: nothing is moved. The retired record and all that was written for it stay as they are and point at the survivor,
 * so that taking the pointer away leaves both as they were. A circle is refused. What was prescribed is found under the
 * survivor's name for as long as the merge stands.
 * Not here: whether a merge is right (core/adt), and how rows are read through the pointer (records.ts).
 */
import { refuse } from '../contract/errors.ts';
import type { CommandContext, EventDraft } from '../handler.ts';
import { reindexPrescriptionsOf } from '../prescription/store.ts';
import type { Writer } from '../store/database.ts';
import { livesOnAs, pointRecord } from './records.ts';
import { loadRecord, raiseVersion } from './store.ts';

type MergeContext = Pick<CommandContext, 'store' | 'actor'>;

/** Sets the pointer and brings what is searched by names up to date; also for a merge made elsewhere. */
export const point = (store: Writer, retiredId: string, into: string | null): void => {
  for (const id of pointRecord(store, retiredId, into)) reindexPrescriptionsOf(store, id);
};

/**
 * Lets one record of a patient live on under another. Answers the events, none where they are one already.
 * Refuses `patient.merge-itself`, `patient.merge-circle`, and `patient.merged-already` where it was merged into somebody else.
 */
export const mergePatients = (
  { store, actor }: MergeContext,
  retiredId: string,
  survivorId: string,
  { reason }: { reason: string },
): EventDraft[] => {
  const retired = loadRecord(store, retiredId);
  const survivor = loadRecord(store, survivorId);
  if (retired.id === survivor.id) refuse('patient.merge-itself');
  if (retired.merged_into !== null) {
    if (livesOnAs(store, retired.id) === livesOnAs(store, survivor.id)) return [];
    refuse('patient.merged-already');
  }
  if (livesOnAs(store, survivor.id) === retired.id) refuse('patient.merge-circle');
  point(store, retired.id, survivor.id);
  // Whoever has the survivor open sees that more belongs to him now.
  raiseVersion(store, survivor);
  return [
    {
      name: 'patient.merged',
      subject: { kind: 'patient', id: retired.id },
      patientId: retired.id,
      data: {
        patientId: retired.id,
        into: survivor.id,
        by: actor === null ? null : { id: actor.id, name: actor.name },
      },
      reason,
      after: { mergedInto: survivor.id },
    },
  ];
};

/** Lets a record that was merged stand by itself again, with those that were merged into it before. Refuses `patient.not-merged`. */
export const undoPatientMerge = (
  { store }: Pick<MergeContext, 'store'>,
  retiredId: string,
  { reason }: { reason: string },
): EventDraft[] => {
  const retired = loadRecord(store, retiredId);
  const from = retired.merged_into ?? refuse('patient.not-merged');
  point(store, retired.id, null);
  raiseVersion(store, loadRecord(store, from));
  return [
    {
      name: 'patient.mergeUndone',
      subject: { kind: 'patient', id: retired.id },
      patientId: retired.id,
      data: { patientId: retired.id, from },
      reason,
      after: { mergedInto: null },
    },
  ];
};
