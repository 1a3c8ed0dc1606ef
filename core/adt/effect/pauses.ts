/**
 * Refills, delivery and messages to a patient rest while he is in hospital or was reported deceased.
 * Always: a pause begins with news of a hospital and ends when a pharmacist lifts it, or its cause is taken back; never by
 * itself. It has the same id at whichever workstation the news is heard, so that lifted at one it is lifted at all.
 * Not here: what rests (core/patient/outreach.ts).
 */
import type { EventDraft } from '../../handler.ts';
import { derivedId } from '../../sync/urn.ts';
import { openPauses, openPausesOfStay, pauseById } from '../task/task-store.ts';
import type { Effect } from './effect.ts';
import { isToldElsewhere } from './our-stays.ts';
import type { PauseRow, PersonRow, StayRow } from './row-types.ts';
import type { Rows } from './rows.ts';
import { stayName } from './stay-name.ts';

/** Lets outreach rest; nothing where it rests for this already, or the person is none of ours. */
export const pause = (
  effect: Effect,
  person: PersonRow,
  because: PauseRow['because'],
  stay: StayRow | null,
  reason: string,
): void => {
  const { store, rows } = effect;
  const patientId = person.patient_id;
  if (patientId === null) return;
  const stayId = stay?.id ?? null;
  if (openPauses(store, patientId).some((one) => one.because === because && one.stay_id === stayId)) return;
  const name = stay === null ? '' : stayName(store, stay);
  // One for the first time it rests because of this, another for the second.
  for (let time = 1; ; time += 1) {
    const id = derivedId('pause', patientId, because, name, time);
    const known = pauseById(store, id);
    if (known?.lifted_at) continue;
    // Another workstation heard of it before, and may have lifted since what rested.
    if (known) rows.update('outreach_pause', known, { stay_id: stayId });
    else if (stay === null || !isToldElsewhere(store, patientId, stay)) {
      rows.insert('outreach_pause', {
        id,
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
    }
    return;
  }
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

/**
 * A pharmacist lifts what rests for a patient, all or for one cause; answers the events, one for each of his records for which
 * something rested.
 */
export const lift = (
  rows: Rows,
  patientId: string,
  { now, by, reason }: { now: string; by: string; reason: string },
  because?: PauseRow['because'],
): EventDraft[] => {
  const open = openPauses(rows.store, patientId).filter((row) => !because || row.because === because);
  for (const row of open) rows.update('outreach_pause', row, { lifted_at: now, lifted_by: by, reason });
  return [...new Set(open.map((row) => row.patient_id))].map((id) => resumed(id, reason));
};
