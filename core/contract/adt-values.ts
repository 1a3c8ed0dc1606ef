/**
 * The shapes of what hospitals say of patients (HL7 v2 ADT): where it comes from, each message and how it fared, stays, and
 * what a person has to look at or do. The commands, queries and events that speak of them are in adt.ts.
 */
import { z } from 'zod';
import { day, id, instant, line } from './values.ts';

/** Trigger events that are acted on; a source may leave some out. */
export const triggerEventCode = z.string().regex(/^A\d\d$/, 'A trigger event is written like A08.');

export const acknowledgementModes = ['auto', 'original', 'commit-only', 'aa-only'] as const;
/** How messages stand in the records of a topic: as they are, in the contract's own AdtReceived, or in a field of JSON. */
export const topicFormats = ['raw', 'wrapped', 'json'] as const;

/** Where a value of this site stands that the standard has no place for: `ZPI-4.1`, `PV1-3.4`. */
const place = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{2}-\d{1,3}(\.\d{1,2}){0,2}$/, 'Write a place like ZPI-4 or PV1-3.4.');

export const sourceProfile = z.object({
  mllp: z
    .object({
      /** Loopback unless TLS is on. */
      address: z.string().min(1).max(100).default('127.0.0.1'),
      port: z.int().min(1).max(65_535),
      tls: z.boolean().default(false),
      /** Whether a sender has to show a certificate. */
      clientCertificates: z.boolean().default(false),
      acknowledge: z.enum(acknowledgementModes).default('auto'),
      connections: z.int().min(1).max(2_000).default(64),
      /** Seconds without a byte after which a connection is closed. */
      idleSeconds: z.int().min(5).max(86_400).default(3_600),
      /** Seconds a frame may take from its first byte to its last. */
      frameSeconds: z.int().min(1).max(600).default(30),
      mostBytes: z
        .int()
        .min(1_024)
        .max(64 * 1024 * 1024)
        .default(8 * 1024 * 1024),
    })
    .nullable()
    .default(null),
  topic: z
    .object({
      /** The topic is `adt.` and this. */
      vendor: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'Small letters, digits and dashes.'),
      format: z.enum(topicFormats).default('raw'),
      /** The field of JSON that holds the message. */
      field: z.string().max(60).default('message'),
    })
    .nullable()
    .default(null),
  /** A folder that is watched for files of messages; empty for none. */
  folder: z.string().max(500).default(''),
  /** Assigning authority of numbers that name none. */
  authority: line(60),
  /** The authority whose medical record numbers (MR) are the MRNs on file here; empty where they are not. */
  mrnAuthority: z.string().trim().max(60).default(''),
  /** Time zone of times that name none. */
  timeZone: z.string().min(1).max(60),
  /** How characters are read where MSH-18 says nothing: UTF-8 where they are that, else windows-1252. */
  charset: z.enum(['auto', 'UTF-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15']).default('auto'),
  /** MSH-11: P for production, T for training. Others are refused. */
  processing: z.enum(['P', 'T', 'D']).default('P'),
  /** Those that are not acted on; they are kept all the same. */
  leaveOut: z.array(triggerEventCode).max(60).default([]),
  /** Whether a person nobody here knows is put on file as a patient: for a hospital's own pharmacy. */
  putsOnFile: z.boolean().default(false),
  /** Minutes without a message after which somebody is told; 0 for never. */
  silentMinutes: z.int().min(0).max(10_080).default(0),
  places: z
    .object({
      /** Rx BIN and PCN have no field of their own. */
      rxBin: place.optional(),
      rxPcn: place.optional(),
      expectedDischarge: place.optional(),
    })
    .default({}),
});
export type SourceProfile = z.output<typeof sourceProfile>;

export const messageStates = [
  'received',
  'applied',
  'no-action',
  'late',
  'held',
  'failed',
  'refused',
  'superseded',
  'dismissed',
] as const;
export const messageWays = ['mllp', 'topic', 'folder', 'resubmitted'] as const;
export const stayStates = ['expected', 'in', 'on-leave', 'discharged', 'cancelled', 'in-error'] as const;

export const taskKinds = [
  'who-is-it',
  'admitted',
  'reconcile',
  'deceased',
  'new-allergy',
  'allergy-gone',
  'details-differ',
  'merge',
  'merged',
  'moved',
  'contradiction',
  'withdrawn',
] as const;
export type TaskKind = (typeof taskKinds)[number];
/**
 * What may be said of a task. `resume` lifts the pause with it; `merge`, `keep-apart`: of records held before merging;
 * `undo`: of records merged; `take-over`: the hospital's details or allergy are put on file.
 */
export const taskOutcomes = [
  'done',
  'resume',
  'keep-paused',
  'merge',
  'keep-apart',
  'undo',
  'take-over',
  'keep-ours',
  'ours',
  'not-ours',
] as const;

export const outcomesOfTask: Record<TaskKind, readonly (typeof taskOutcomes)[number][]> = {
  'who-is-it': ['ours', 'not-ours'],
  admitted: ['done'],
  reconcile: ['resume', 'keep-paused'],
  deceased: ['done', 'resume'],
  'new-allergy': ['take-over', 'keep-ours'],
  'allergy-gone': ['keep-ours', 'done'],
  'details-differ': ['take-over', 'keep-ours'],
  merge: ['merge', 'keep-apart'],
  merged: ['done', 'undo'],
  moved: ['done'],
  contradiction: ['done'],
  withdrawn: ['done'],
};

export const stayView = z.object({
  id,
  source: z.string(),
  /** The workstation that heard of it, where that is another. */
  heardAt: z.string().nullable(),
  state: z.enum(stayStates),
  /** Table 0004 in words: inpatient, outpatient, emergency … */
  kind: z.string(),
  visitNumber: z.string(),
  /** Ward, room and bed as one line; empty where unknown. */
  location: z.string(),
  facility: z.string(),
  attending: z.string(),
  /** Doctors consulted, parted by semicolons. */
  consulting: z.string(),
  admittedAt: instant.nullable(),
  dischargedAt: instant.nullable(),
  expectedDischargeAt: instant.nullable(),
  /** Table 0112 in words; empty where unknown. */
  disposition: z.string(),
  reason: z.string(),
  /** When the hospital last said so. */
  asOf: instant,
});
export type StayView = z.infer<typeof stayView>;

export const pauseView = z.object({
  because: z.enum(['inpatient', 'deceased']),
  since: instant,
});

/** One of our patients, or somebody not known to be one, as a board or task names him. */
export const who = z.object({
  patientId: id.nullable(),
  /** In the register of hospitals here; null where another workstation told of it. */
  personId: z.int().nullable(),
  name: z.string(),
  dateOfBirth: z.string(),
});

export const adtTask = z.object({
  id,
  kind: z.enum(taskKinds),
  severity: z.int().min(1).max(3),
  who,
  source: z.string(),
  at: instant,
  /** What happened, in words. */
  sentence: z.string(),
  /** What to do, in words. */
  toDo: z.string(),
  /** The facts it rests on: name and value, in words. */
  facts: z.array(z.object({ name: z.string(), value: z.string(), ours: z.string().nullable() })),
  /** Patients on file who may be meant (who-is-it), or who are merged. */
  candidates: z.array(z.object({ patientId: id, name: z.string(), dateOfBirth: day, why: z.string() })),
  /** Null where another workstation heard of it. */
  messageId: z.int().nullable(),
  /** The workstation that heard of it, where that is another. */
  heardAt: z.string().nullable(),
  /** Fills that are under way or wait to be fetched. */
  waitingFills: z.int(),
  /** None where it has to be settled at the workstation that heard of it. */
  outcomes: z.array(z.enum(taskOutcomes)),
  settled: z.object({ at: instant, by: z.string(), outcome: z.string(), reason: z.string() }).nullable(),
});
export type AdtTask = z.infer<typeof adtTask>;

/** Somebody of ours in a hospital, or just out of one. */
export const boardRow = z.object({
  who,
  stay: stayView,
  pause: pauseView.nullable(),
  waitingFills: z.int(),
  openTasks: z.int(),
});

export const sourceRow = z.object({
  id,
  version: z.int(),
  name: z.string(),
  active: z.boolean(),
  profile: sourceProfile,
  /** How each of its ways in stands, in words; `well` is false where a person has to do something. */
  ways: z.array(
    z.object({ way: z.enum(['mllp', 'topic', 'folder']), well: z.boolean(), sentence: z.string() }),
  ),
  connections: z.int(),
  /** Messages a minute over the last ten minutes, and by minute over the last hour, oldest first. */
  perMinute: z.number(),
  lastHour: z.array(z.int()),
  messagesToday: z.int(),
  refusedToday: z.int(),
  noiseToday: z.int(),
  waiting: z.int(),
  lastMessageAt: instant.nullable(),
  lastProblem: z.object({ at: instant, problem: z.string() }).nullable(),
  /** Why somebody should look, or null. */
  alarm: z.string().nullable(),
});

export const messageRow = z.object({
  id: z.int(),
  source: z.string(),
  way: z.enum(messageWays),
  receivedAt: instant,
  event: z.string(),
  /** The event in words: Admitted, Discharged … */
  title: z.string(),
  controlId: z.string(),
  name: z.string(),
  patientId: id.nullable(),
  state: z.enum(messageStates),
  problem: z.string().nullable(),
  acknowledgement: z.string().nullable(),
  acknowledgedAt: instant.nullable(),
  cameAgain: z.int(),
});

/** One thing a message changed or would change. */
export const difference = z.object({
  what: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const messageView = messageRow.extend({
  peer: z.string(),
  charset: z.string(),
  attempts: z.int(),
  cameAgainAt: instant.nullable(),
  insteadOf: z.int().nullable(),
  replacedBy: z.int().nullable(),
  /** Segments as lines of text, social security numbers masked. */
  raw: z.array(z.string()),
  /** The same in words: segment by segment, the fields that say something. Of what no sender means, only the beginning. */
  translated: z.array(
    z.object({
      segment: z.string(),
      title: z.string(),
      fields: z.array(z.object({ place: z.string(), name: z.string(), value: z.string() })),
      /** Fields after these that are not looked at. */
      more: z.int(),
    }),
  ),
  /** Segments after these that are not. */
  moreSegments: z.int(),
  changes: z.array(difference),
  history: z.array(
    z.object({ at: instant, by: z.string().nullable(), state: z.string(), reason: z.string().nullable() }),
  ),
});
