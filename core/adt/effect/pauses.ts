/**
 * Refills, delivery and messages to a patient rest while he is in hospital or was reported deceased.
 * Always: a pause begins with news of a hospital and ends when a pharmacist lifts it, or its cause is taken back; never by
 * itself. Not here: what rests (core/patient/outreach.ts).
 */
import type { EventDraft } from '../../handler.ts';
import { newId } from '../../identity.ts';
import { openPauses, openPausesOfStay } from '../task/task-store.ts';
import type { Effect } from './effect.ts';
import type { PauseRow, PersonRow } from './row-types.ts';
import type { Rows } from './rows.ts';

/** Lets outreach rest; nothing where it rests for this already, or the person is none of ours. */
export const pause = (
  effect: Effect,
  person: PersonRow,
  because: PauseRow['because'],
  stayId: number | null,
  reason: string,
): void => {
  const patientId = person.patient_id;
  if (patientId === null) return;
  const open = openPauses(effect.store, patientId);
  if (open.some((one) => one.because === because && one.stay_id === stayId)) return;
  effect.rows.insert('outreach_pause', {
    id: newId(),
    patient_id: patientId,
    because,
    stay_id: stayId,
    since: effect.now,
    lifted_at: null,
    lifted_by: null,
    reason: null,
  });
  effect.events.push({
    name: 'outreach.paused',
    subject: { kind: 'patient', id: patientId },
    patientId,
    data: { patientId, because },
    reason,
  });
};

const resumed = (patientId: string, reason: string): EventDraft => ({
  name: 'outreach.resumed',
  subject: { kind: 'patient', id: patientId },
  patientId,
  data: { patientId },
  reason,
});

/** The cause of a stay’s pause was taken back. */
export const liftOfStay = (effect: Effect, stayId: number, reason: string): void => {
  for (const row of openPausesOfStay(effect.store, stayId)) {
    effect.rows.update('outreach_pause', row, { lifted_at: effect.now, lifted_by: null, reason });
    if (openPauses(effect.store, row.patient_id).length === 0)
      effect.events.push(resumed(row.patient_id, reason));
  }
};

/** A pharmacist lifts what rests for a patient, all or for one cause; answers the events, none where nothing is lifted. */
export const lift = (
  rows: Rows,
  patientId: string,
  { now, by, reason }: { now: string; by: string; reason: string },
  because?: PauseRow['because'],
): EventDraft[] => {
  const open = openPauses(rows.store, patientId).filter((row) => !because || row.because === because);
  for (const row of open) rows.update('outreach_pause', row, { lifted_at: now, lifted_by: by, reason });
  return open.length === 0 ? [] : [resumed(patientId, reason)];
};
