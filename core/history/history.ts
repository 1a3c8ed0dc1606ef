/**
 * The event log as a person reads it: each event in a sentence, with who, when, why, before and after.
 * Reads only; what an event holds is decided where it is made.
 */
import type { EventName } from '../contract/index.ts';
import type { TimelineEntry } from '../contract/timeline.ts';
import type { Context } from '../handler.ts';
import type { Value } from '../store/database.ts';
import type { EventRow } from '../store/event-log.ts';

type Data = Record<string, unknown>;
type Sentence = string | ((data: Data) => string);

const words = (value: unknown) => String(value ?? '').replaceAll('-', ' ');

const sentences: Record<EventName, Sentence> = {
  'intake.received': 'Came in',
  'document.received': 'Fax taken in',
  'document.cameAgain': 'The very same fax came again',
  'document.failed': 'A file could not be taken in',
  'document.failureDismissed': 'A file that failed was dealt with',
  'prescription.request': (data) =>
    data.owingOf ? 'Ordered the rest that is owed' : `Requested (${words(data.source)})`,
  'prescription.approve': 'Approved',
  'prescription.reject': (data) => `Rejected: ${words(data.reason)}`,
  'prescription.process': 'Filling began',
  'prescription.dispense': 'Checked and ready',
  'prescription.complete': (data) => (data.handOverId ? 'Handed over' : 'Returned to stock'),
  'prescription.fail': (data) => `Failed: ${words(data.reason)}`,
  'prescription.transcribed': 'Typed in and sent to verification',
  'prescription.sentBack': (data) => `Sent back: ${words(data.reason)}`,
  'prescription.filled': (data) => (data.owed ? `Filled in part, ${data.owed} owed` : 'Filled'),
  'prescription.fillReversed': 'Fill reversed, stock put back',
  'prescription.claimed': 'Taken to work on',
  'prescription.released': 'Given back to the queue',
  'prescription.prioritised': 'Priority or promised time changed',
  'prescription.held': 'Put on hold',
  'prescription.resumed': 'Hold lifted',
  'prescription.scanned': (data) => `Scanned: ${words(data.verdict)}`,
  'prescription.noted': 'Note',
  'prescription.refused': (data) => `Tried and refused: ${words(String(data.command ?? '').split('.')[1])}`,
  'patient.registered': 'Patient put on file',
  'patient.changed': 'Patient corrected',
  'patient.noted': (data) => (data.kind === 'call' ? 'Call' : 'Note'),
  'prescriber.registered': 'Prescriber put on file',
  'prescriber.changed': 'Prescriber corrected',
  'drug.added': 'Drugs put on file',
  'lot.received': 'Delivery booked in',
  'lot.adjusted': (data) => `Counted: ${words(data.reason)}`,
  'lot.quarantined': (data) => (data.quarantine === null ? 'Back into use' : 'Taken out of use'),
  'label.queued': (data) =>
    Number(data.copy) > 1 ? `Label printed again (copy ${data.copy})` : 'Label printed',
  'label.settled': (data) => (data.state === 'printed' ? 'Label came out' : `Label: ${words(data.state)}`),
  'user.signedIn': 'Signed in',
  'user.signInFailed': 'A sign-in failed',
  'user.unlocked': 'Unlocked',
  'user.locked': 'Locked',
  'user.signedOut': 'Signed out',
  'user.created': 'Sign-in given',
  'user.changed': 'Sign-in changed',
  'user.passwordSet': 'Password set',
  'user.pinSet': 'PIN set',
  'setting.changed': (data) => `Setting changed: ${data.name}`,
  'delivery.delivered': 'Message delivered',
  'delivery.parked': 'Message parked for a person',
  'delivery.retried': 'Parked message tried again',
  'delivery.dismissed': 'Parked message given up',
  'workstation.setUp': 'Workstation set up',
  'workstation.backedUp': 'Backup written',
  'workstation.refused': (data) => `Tried and refused: ${data.command}`,
};

export interface About {
  subject?: { kind: string; id: string };
  patientId?: string;
  /** Only events before this number. */
  before?: number | undefined;
  /** Only events of this name, or of names that begin with it when it ends in a dot. */
  name?: string | undefined;
  limit: number;
  order: 'newest' | 'oldest';
}

/** Entries about a subject, a patient, or everything. */
export const timelineOf = (context: Context, about: About): TimelineEntry[] => {
  const conditions: string[] = [];
  const parameters: Value[] = [];
  const add = (condition: string, ...values: Value[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  if (about.subject) add('e.subject_kind = ? AND e.subject_id = ?', about.subject.kind, about.subject.id);
  if (about.patientId !== undefined) add('e.patient_id = ?', about.patientId);
  if (about.before !== undefined) add('e.seq < ?', about.before);
  if (about.name !== undefined)
    add(about.name.endsWith('.') ? "e.name GLOB ? || '*'" : 'e.name = ?', about.name);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const rows = context.store.all<EventRow & { display_name: string | null }>(
    `SELECT e.*, u.display_name FROM event e LEFT JOIN user u ON u.id = e.user_id
     ${where} ORDER BY e.seq ${about.order === 'newest' ? 'DESC' : 'ASC'} LIMIT ${Math.trunc(about.limit)}`,
    parameters,
  );
  return rows.map((row) => {
    const data = JSON.parse(row.data) as Data;
    const sentence = sentences[row.name as EventName];
    return {
      seq: row.seq,
      name: row.name,
      at: row.at,
      by: row.user_id === null ? null : { id: row.user_id, name: row.display_name ?? '' },
      subject: { kind: row.subject_kind, id: row.subject_id },
      reason: row.reason,
      sentence: typeof sentence === 'function' ? sentence(data) : sentence,
      before: row.before === null ? null : JSON.parse(row.before),
      after: row.after === null ? null : JSON.parse(row.after),
    };
  });
};
