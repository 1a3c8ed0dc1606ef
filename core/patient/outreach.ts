/**
 * Whether somebody may be reached out to: refills, delivery and messages rest while a patient is in hospital, or was
 * reported deceased, until a pharmacist lifts it; and what a hospital says of him that everybody at the counter should see.
 * Always: of all records of a patient, and the gravest cause counts.
 * Not here: what begins and ends a pause (core/adt).
 */

import { addDays, dayOf, instantOfDay } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import type { PatientView } from '../contract/patient.ts';
import type { Context } from '../handler.ts';
import type { Reader } from '../store/database.ts';
import { heardAtSql } from './heard-at.ts';
import { isOfPatientSql, livesOnAs } from './records.ts';

export interface Pause {
  because: 'inpatient' | 'deceased';
  since: string;
}

/** SQL for a column of the open pause of the patient whose id an SQL expression is: deceased before inpatient. */
const pauseSql = (patient: string, what: string): string =>
  `SELECT ${what} FROM outreach_pause o WHERE o.lifted_at IS NULL AND ${isOfPatientSql('o.patient_id', patient)}
   ORDER BY o.because = 'inpatient', o.since LIMIT 1`;

/** SQL for why outreach to a patient rests, given an SQL expression for the id he lives on under; null where it does not. */
export const pausedSql = (patient: string): string => `(${pauseSql(patient, 'o.because')})`;

/** Why refills, delivery and messages to a patient rest, or null where they may go. Any of his ids will do. */
export const outreachOf = (store: Reader, patientId: string): Pause | null =>
  store.get<Pause>(pauseSql(':patientId', 'o.because, o.since'), {
    patientId: livesOnAs(store, patientId),
  }) ?? null;

/** An instant as the day the branch writes: "3 March 2026". */
const dayInWords = (instant: string, timeZone: string): string =>
  new Date(instant).toLocaleDateString('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });

/** What a pause asks of whoever would fill something, in words; the sentence holds no name. */
export const pauseWords = ({ because, since }: Pause, timeZone: string): string =>
  because === 'deceased'
    ? `Reported deceased on ${dayInWords(since, timeZone)}: nothing goes out until a pharmacist has looked into it`
    : `In hospital since ${dayInWords(since, timeZone)}: ask before filling`;

/** The same for a message that waits. */
export const restingWords = ({ because, since }: Pause, timeZone: string): string =>
  because === 'deceased'
    ? `Not sent: the patient was reported deceased on ${dayInWords(since, timeZone)}.`
    : `Waits: the patient is in hospital since ${dayInWords(since, timeZone)}. It is sent when the pause is lifted.`;

/** The pause under which a refill may be prepared but not filled, or null. Refuses for who was reported deceased. */
export const pauseForRefill = (context: Context, patientId: string): Pause | null => {
  const pause = outreachOf(context.store, patientId);
  if (pause?.because === 'deceased') refuse('patient.reported-deceased');
  return pause;
};

/** Days after a discharge on which a patient is still shown as just discharged. */
const JUST_DISCHARGED_DAYS = 3;

interface StayRow {
  state: 'in' | 'on-leave' | 'discharged';
  facility: string;
  ward: string;
  since: string;
  /** Null where it was heard here. */
  heard_at: string | null;
  as_of: string;
}

/** What the banner of a patient says of a hospital, or null. */
export const stayShown = (
  { store, now, setting }: Pick<Context, 'store' | 'now' | 'setting'>,
  patientId: string,
): PatientView['stay'] => {
  const pause = outreachOf(store, patientId);
  const paused = pause !== null;
  if (pause?.because === 'deceased')
    return {
      state: 'deceased',
      text: 'Reported deceased',
      place: '',
      since: pause.since,
      paused,
      heard: null,
    };
  const timeZone = setting('branch.timeZone');
  const today = dayOf(now, timeZone);
  // Table 0004: I inpatient, B obstetrics.
  const stay = store.get<StayRow>(
    `SELECT y.state, y.facility, y.ward, y.as_of,
       coalesce(iif(y.state = 'discharged', y.discharged_at, y.admitted_at), y.as_of) AS since,
       ${heardAtSql('y', 'y.stay_id')} AS heard_at
     FROM patient_stay y
     WHERE ${isOfPatientSql('y.patient_id')} AND y.taken_back = 0 AND y.class IN ('I', 'B')
       AND (y.state IN ('in', 'on-leave') OR (y.state = 'discharged' AND y.discharged_at >= :from))
     ORDER BY y.state = 'discharged', since DESC LIMIT 1`,
    {
      patientId: livesOnAs(store, patientId),
      from: instantOfDay(addDays(today, -JUST_DISCHARGED_DAYS), timeZone),
    },
  );
  if (stay) {
    const place = [stay.facility, stay.ward].filter(Boolean).join(', ');
    const ended = stay.state === 'discharged';
    return {
      state: ended ? 'discharged' : 'inpatient',
      text: !ended
        ? stay.state === 'on-leave'
          ? 'Inpatient, on leave'
          : 'Inpatient'
        : dayOf(stay.since, timeZone) === today
          ? 'Discharged today'
          : 'Discharged',
      place,
      since: stay.since,
      paused,
      heard: stay.heard_at === null ? null : { at: stay.heard_at, asOf: stay.as_of },
    };
  }
  // Discharged longer ago, or only heard of: the pause stands until a pharmacist lifts it.
  return (
    pause && { state: 'inpatient', text: 'In hospital', place: '', since: pause.since, paused, heard: null }
  );
};
