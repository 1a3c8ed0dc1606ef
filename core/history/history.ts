/**
 * The event log told in words: who did what when, to whom, and why. Each event has its sentence here, by type.
 * Nothing is looked up for a sentence: it says what the event itself holds.
 */
import { type EventName, events } from '../contract/index.ts';
import type { TimelineEntry } from '../contract/timeline.ts';
import type { Context } from '../handler.ts';
import { isOfPatientSql } from '../patient/records.ts';
import type { Value } from '../store/database.ts';
import { type HeardEntry, heardAbout } from '../sync/heard-history.ts';

interface Told {
  data: Record<string, unknown>;
  reason: string | null;
  after: Record<string, unknown> | null;
}
type Tell = string | ((told: Told) => string);

/** "wrong-strength: it says 20" → "wrong strength: it says 20"; the note after the colon stays as it was written. */
const inWords = (reason: string): string => {
  const [, code, rest] = /^([a-z]+(?:-[a-z]+)+)($|:.*$)/s.exec(reason) ?? [];
  return code === undefined ? reason : `${code.replaceAll('-', ' ')}${rest}`;
};

const withReason =
  (words: string): Tell =>
  ({ reason }) =>
    reason ? `${words}: ${inWords(reason)}` : words;

const scanWords: Record<string, string> = {
  right: 'right bottle',
  'right-choose-lot': 'right drug, the code names no lot',
  'later-lot': 'right bottle, but another lot expires first',
  'wrong-drug': 'WRONG DRUG',
  'wrong-strength': 'WRONG STRENGTH',
  'wrong-form': 'WRONG FORM',
  'wrong-product': 'WRONG PRODUCT',
  expired: 'EXPIRED',
  quarantined: 'IN QUARANTINE',
  'empty-lot': 'nothing of this lot on hand',
  'unknown-lot': 'lot never received here',
  unreadable: 'not readable',
};

const labelWords: Record<string, string> = {
  printed: 'Label printed',
  failed: 'Label did not come out of the printer',
  unsure: 'Nobody knows whether the label came out of the printer',
};

const decisionWords: Record<string, string> = {
  'keep-standing': 'what stands is kept',
  'do-again': 'it is done again',
  'both-happened': 'both happened',
  'patient-called': 'the patient was called',
};

/** Reference data: which catalogue, which version, what of it, and why. */
const about =
  (words: string): Tell =>
  ({ data, reason, after }) => {
    const counts = after ? ` (${after.added} added, ${after.changed} changed, ${after.ended} ended)` : '';
    const what = data.catalogue === 'drugs' ? 'Drug list' : 'List of prescribers';
    return `${what}, version ${data.number}: ${words}${counts}${reason ? `: ${reason}` : ''}`;
  };

const answerWords: Record<string, string> = {
  sufficient: 'Automation answered: sufficient',
  insufficient: 'Automation answered: not sufficient',
  late: 'Automation answered too late; shown beside what was typed',
};
const givenWords: Record<string, string> = {
  'no-answer': 'Automation did not answer in time: for a person to type',
  offline: 'Central could not be reached: for a person to type',
  taken: 'Taken from automation by a person',
  insufficient: 'For a person to type, with what automation read',
  'switched-off': 'Automation was switched off: for a person to type',
};

/** Event → what a pharmacist would say. */
const sentences: Record<EventName, Tell> = {
  'adt.arrived': 'Messages of a hospital came in',
  'adt.sourceAdded': ({ data }) => `Hospital added: ${data.name}`,
  'adt.sourceChanged': withReason('How a hospital’s messages are taken was changed'),
  'adt.alarmRaised': ({ data }) => `${data.name}: ${data.alarm}`,
  'adt.alarmEnded': ({ data }) => `${data.name} is well again`,
  'adt.replayed': withReason('A hospital’s message was applied again'),
  'adt.resubmitted': withReason('A corrected message was sent in place of a hospital’s'),
  'adt.dismissed': withReason('A hospital’s message was laid aside'),
  'adt.taskOpened': withReason('For somebody to look at'),
  'adt.taskSettled': withReason('Looked at'),
  'adt.taskCancelled': withReason('Nobody has to look at it any more'),
  'stay.updated': withReason('What hospitals say was brought up to date'),
  'stay.began': withReason('Admitted'),
  'stay.moved': withReason('Moved within the hospital'),
  'stay.ended': withReason('Discharged'),
  'stay.changed': ({ reason }) => reason ?? 'The hospital corrected what it said of a stay',
  'stay.cancelled': ({ reason }) => reason ?? 'The hospital took back what it had said of a stay',
  'outreach.paused': withReason('Refills, delivery and messages rest'),
  'outreach.resumed': withReason('Refills, delivery and messages go on'),
  'patient.linked': withReason('Found in a hospital’s records'),
  'patient.unlinked': withReason('Not the person of the hospital’s records after all'),
  'patient.merged': withReason('Two records of this patient became one'),
  'patient.mergeUndone': withReason('Two records that were one are two again'),
  'intake.received': 'Came in',
  'document.received': 'Fax received',
  'document.cameAgain': 'The very same fax came again',
  'document.failed': withReason('A file could not be taken in'),
  'document.failureDismissed': withReason('File that failed dealt with'),
  'recognition.read': 'Read by the machine',
  'recognition.readText': 'Read by the machine',
  'recognition.gaveUp': ({ data, reason }) =>
    `Page ${String(data.page)} is for a person to read${reason ? `: ${reason}` : ''}`,
  'recognition.asked': 'To be read by the machine once more',
  'automation.asked': 'Put to automation',
  'automation.acknowledged': 'Central has the request to automation',
  'automation.answered': ({ data }) => answerWords[String(data.verdict)] ?? 'Automation answered',
  'automation.given': ({ data }) => givenWords[String(data.because)] ?? 'For a person to type',
  'automation.unusable': withReason('An answer of automation could not be used'),
  'intake.setAside': withReason('Set aside, no prescription'),
  'intake.setAsideSettled': withReason('Page set aside dealt with'),
  'intake.takenBack': withReason('Taken back as a prescription'),

  'prescription.request': ({ reason }) => (reason === 'owing' ? 'Rest of an order, owed' : 'Order received'),
  'prescription.approve': ({ reason }) =>
    reason === 'owing' ? 'Approved with the order it belongs to' : 'Approved',
  'prescription.reject': withReason('Rejected'),
  'prescription.process': 'Filling started',
  'prescription.dispense': 'Checked: ready for the patient',
  'prescription.complete': ({ after, data, reason }) =>
    after?.outcome === 'returned-to-stock'
      ? `Returned to stock${reason ? `: ${reason}` : ''}`
      : `Handed over${data.signature === 'typed' ? ', typed signature' : ''}`,
  'prescription.fail': withReason('Could not be filled'),
  'prescription.transcribed': ({ data, reason }) =>
    data.automation
      ? 'Typed in by automation'
      : reason
        ? `Typed in, another drug than on the page: ${reason}`
        : 'Typed in',
  'prescription.sentBack': withReason('Sent back'),
  'prescription.filled': ({ data }) => (data.owed ? `Filled in part, ${data.owed} owed` : 'Filled'),
  'prescription.fillReversed': withReason('Fill reversed'),
  'prescription.claimed': withReason('Taken to work on'),
  'prescription.released': 'Given back to the queue',
  'prescription.prioritised': 'Priority or promised time changed',
  'prescription.held': withReason('Put on hold'),
  'prescription.resumed': withReason('Hold lifted'),
  'prescription.scanned': ({ data, reason }) =>
    `Scanned: ${scanWords[String(data.verdict)] ?? reason ?? 'a bottle'}`,
  'prescription.transferred': ({ data, reason }) => `Handed to the branch ${data.branch}: ${reason}`,
  'prescription.takenOver': ({ data, reason }) => `Taken over from the branch ${data.branch}: ${reason}`,
  'prescription.noted': withReason('Note'),
  'prescription.pagesSet': withReason('Pages changed'),
  'prescription.tookPages': withReason('Took over the pages of another order'),
  'prescription.takenAsRefill': 'Taken as the refill of an earlier prescription',
  'prescription.enteredAgain': ({ data }) =>
    data.agreed ? 'Typed a second time: both agree' : 'Typed a second time: the entries differ',
  'prescription.entryDecided': withReason('Decided between the two entries'),
  'prescription.calledBack': withReason('Prescriber asked by fax'),
  'prescription.refused': withReason('Refused'),

  'patient.registered': 'Patient put on file',
  'patient.changed': withReason('Patient corrected'),
  'patient.noted': ({ data, reason }) => `${data.kind === 'call' ? 'Call' : 'Note'}: ${reason ?? ''}`,
  'prescriber.registered': 'Prescriber put on file',
  'prescriber.changed': withReason('Prescriber corrected'),
  'drug.added': ({ data }) =>
    typeof data.added === 'number' && data.added !== 1
      ? `${data.added} drugs put on file`
      : 'Drug put on file',

  'lot.received': ({ data }) =>
    data.quantity ? `Received: ${data.quantity} of lot ${data.lot}` : 'Lot received',
  'lot.adjusted': ({ data, reason }) =>
    `Counted${data.difference ? `, difference ${data.difference}` : ''}${reason ? `: ${inWords(reason)}` : ''}`,
  'lot.quarantined': ({ data, reason }) =>
    `${data.quarantined ? 'Taken out of use' : 'Back in use'}${reason ? `: ${reason}` : ''}`,

  'label.queued': withReason('Label sent to print'),
  'label.settled': ({ data, reason }) =>
    `${labelWords[String(data.state)] ?? 'Label settled'}${reason ? `: ${reason}` : ''}`,

  'user.signedIn': 'Signed in',
  'user.signInFailed': ({ data }) => `Wrong ${data.by === 'PIN' ? 'PIN' : 'password'}`,
  'user.unlocked': 'Unlocked',
  'user.locked': 'Locked',
  'user.signedOut': 'Signed out',
  'user.created': 'Sign-in given',
  'user.changed': withReason('Sign-in changed'),
  'user.passwordSet': 'Password set',
  'user.pinSet': 'PIN set',

  'reference.started': about('began to be taken over'),
  'reference.continued': about('is continued'),
  'reference.interrupted': about('stopped on the way'),
  'reference.failed': about('was not taken over, nothing was changed'),
  'reference.applied': about('taken over'),
  'reference.rollBackStarted': about('began to be set back'),
  'reference.rolledBack': about('set back'),

  'sync.stateChanged': 'The exchange with central stands otherwise',
  'sync.held': 'A record from central was held back',
  'sync.replayed': 'A record held back was taken after all',
  'sync.dismissed': withReason('A record held back was left for good'),
  'sync.parked': 'Central does not take a record of ours',
  'sync.gapFound': ({ data }) => `${String(data.count)} records of a workstation never came`,
  'sync.clockFound': ({ data }) => `Topic ${String(data.topic)} keeps the sender’s clock, not the broker’s`,
  'sync.gapDismissed': withReason('Records that never came were looked into'),
  'sync.conflictOpened': 'Two versions of one thing wait for a person',
  'sync.conflictSettled': ({ data, reason }) =>
    `Two versions settled, ${decisionWords[String(data.decision)] ?? 'decided'}${reason ? `: ${reason}` : ''}`,
  'sync.fenced': 'Another copy of this workstation goes on under its identity',
  'sync.becameNew': withReason('Became a workstation of its own'),
  'sync.restored': 'Restored from a backup: took back what it had sent',
  'sync.bootstrapped': 'Taken from a snapshot what central no longer keeps',
  'sync.snapshotWritten': 'Snapshot for new workstations written',

  'setting.changed': ({ data, reason }) =>
    `Setting ${String(data.name)} changed${reason ? `: ${reason}` : ''}`,
  'delivery.delivered': 'Message reached the other system',
  'delivery.parked': withReason('Message could not be delivered'),
  'delivery.retried': 'Message tried again',
  'delivery.dismissed': withReason('Message given up'),
  'workstation.setUp': 'Workstation set up',
  'workstation.backedUp': 'Backup written',
  'workstation.refused': withReason('Refused'),
};

interface Row {
  seq: number;
  name: string;
  at: string;
  user_id: string | null;
  user_name: string | null;
  subject_kind: string;
  subject_id: string;
  reason: string | null;
  data: string;
  before: string | null;
  after: string | null;
}

const isEventName = (name: string): name is EventName => Object.hasOwn(events, name);

/** What an event says, in words. */
const sentenceOf = (name: string, told: Told): string => {
  // An event of an older or newer version keeps its place in the history under its own name.
  if (!isEventName(name)) return name;
  const tell = sentences[name];
  return typeof tell === 'string' ? tell : tell(told);
};

const parsed = (text: string | null): Record<string, unknown> | null =>
  text === null ? null : JSON.parse(text);

const entryOf = (row: Row): TimelineEntry => {
  const after = parsed(row.after);
  return {
    seq: row.seq,
    name: row.name,
    at: row.at,
    by: row.user_id === null ? null : { id: row.user_id, name: row.user_name ?? '' },
    subject: { kind: row.subject_kind, id: row.subject_id },
    reason: row.reason,
    sentence: sentenceOf(row.name, { data: JSON.parse(row.data), reason: row.reason, after }),
    before: parsed(row.before),
    after,
    from: null,
  };
};

/** What was heard from elsewhere has no place in this workstation's own log; it stands by when it was done. */
const heardEntryOf = ({ data, refused, ...heard }: HeardEntry): TimelineEntry => {
  const told = sentenceOf(heard.name, { data, reason: heard.reason, after: heard.after });
  return {
    ...heard,
    seq: 0,
    sentence: refused ? `${told} (not carried out: it had been decided otherwise)` : told,
  };
};

/** What an event of the log says, in words, as far as that is in the event. */
export const sentenceOfHeard = (name: string, reason: string | null): string =>
  sentenceOf(name, { data: {}, reason, after: null });

export interface About {
  subject?: { kind: string; id: string } | undefined;
  /** The patient he lives on as; what was written for his other records is told too. */
  patientId?: string | undefined;
  /** Only entries older than this number. */
  before?: number | undefined;
  /** An event name, or a prefix ending in a dot. */
  name?: string | undefined;
  limit: number;
  order: 'newest' | 'oldest';
}

/** The events about a thing, a patient or everything, with their sentences. */
export const timelineOf = (context: Context, about: About): TimelineEntry[] => {
  const conditions: [sql: string, values: Value[]][] = [
    ...(about.subject
      ? [
          ['e.subject_kind = ? AND e.subject_id = ?', [about.subject.kind, about.subject.id]] as [
            string,
            Value[],
          ],
        ]
      : []),
    ...(about.patientId === undefined
      ? []
      : [[isOfPatientSql('e.patient_id', '?'), [about.patientId, about.patientId]] as [string, Value[]]]),
    ...(about.before === undefined ? [] : [['e.seq < ?', [about.before]] as [string, Value[]]]),
    ...(about.name === undefined
      ? []
      : [
          (about.name.endsWith('.')
            ? ['substr(e.name, 1, ?) = ?', [about.name.length, about.name]]
            : ['e.name = ?', [about.name]]) as [string, Value[]],
        ]),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}` : '';
  const own = context.store
    .all<Row>(
      `SELECT e.*, u.display_name AS user_name FROM event e LEFT JOIN user u ON u.id = e.user_id
       ${where} ORDER BY e.seq ${about.order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`,
      [...conditions.flatMap(([, values]) => values), about.limit],
    )
    .map(entryOf);
  if (about.before !== undefined || about.name !== undefined) return own;
  const heard = heardAbout(context.store, about, about.order, about.limit).map(heardEntryOf);
  if (heard.length === 0) return own;
  const sign = about.order === 'newest' ? -1 : 1;
  return [...own, ...heard]
    .sort((one, other) => sign * (one.at < other.at ? -1 : one.at > other.at ? 1 : one.seq - other.seq))
    .slice(0, about.limit);
};
