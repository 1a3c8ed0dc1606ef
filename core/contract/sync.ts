/**
 * What the workstation exchanges with central and with the other workstations: how it stands, what waits, what is held
 * back and why, and where two versions of one thing wait for a person.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { id, instant, line, nothing } from './values.ts';

/**
 * `off`: no central is named. `connecting`: since the start nothing was heard yet. `catching-up`: there is much to read.
 * `online`. `offline`: it cannot be reached. `refused`: it refuses us, or its topics are not as agreed. `fenced`: another
 * copy of this workstation goes on under its identity.
 */
export const centralStates = [
  'off',
  'connecting',
  'catching-up',
  'online',
  'offline',
  'refused',
  'fenced',
] as const;

export const centralState = z.object({
  state: z.enum(centralStates),
  since: instant,
  /** Events of ours that central has not got. */
  waiting: z.int(),
  oldestWaitingAt: instant.nullable(),
  /** Records still to be read, while that is known. */
  toRead: z.int().nullable(),
  /** Of the records to be read when catching up began, how many have been read, 0 to 1. */
  progress: z.number().nullable(),
  /** When central was last heard. */
  heardAt: instant.nullable(),
  /** What is wrong and what to do, when a person has to do something. */
  problem: z.string().nullable(),
  openConflicts: z.int(),
  heldBack: z.int(),
});

/** A topic as the sync screen lists it. */
export const topicRow = z.object({
  name: z.string(),
  what: z.string(),
  direction: z.enum(['in', 'out', 'both']),
  format: z.enum(['protobuf', 'json', 'raw']),
  waiting: z.int(),
  /** Records central has and we have not read; null while unknown. */
  toRead: z.int().nullable(),
  held: z.int(),
  parked: z.int(),
  lastReadAt: instant.nullable(),
  /** What is wrong with it at central and what to do; null where nothing is known to be. */
  problem: z.string().nullable(),
});

export const heldKinds = ['corrupt', 'newer', 'twin', 'fault', 'behind'] as const;

/** A record that was not taken (in), or that central does not take (out). */
export const heldRow = z.object({
  id,
  direction: z.enum(['in', 'out']),
  topic: z.string(),
  partition: z.int(),
  offset: z.int().nullable(),
  key: z.string(),
  kind: z.enum([...heldKinds, 'parked']),
  problem: z.string(),
  at: instant,
  state: z.enum(['held', 'replayed', 'dismissed']),
  /** How many records of the same key wait behind it. */
  behind: z.int(),
  bytes: z.int(),
});

export const conflictKinds = ['refused', 'both-stand', 'double-dispense', 'other-branch', 'gone-on'] as const;
export const conflictDecisions = ['keep-standing', 'do-again', 'both-happened', 'patient-called'] as const;

/** What the value of a field is: words as they stand, an instant, or a code that has its own word. */
export const fieldKinds = ['words', 'instant', 'stage', 'outcome', 'priority', 'hold-reason', 'sex'] as const;

/** Who did one of two versions, and what. */
export const versionOf = z.object({
  eventId: id,
  type: z.string(),
  sentence: z.string(),
  branch: z.string(),
  workstation: z.string(),
  by: z.string(),
  at: instant,
  /** Since when the workstation was cut off then; null where it was not, or where that is not known any more. */
  offlineSince: instant.nullable(),
});

export const conflictRow = z.object({
  id,
  kind: z.enum(conflictKinds),
  severity: z.int().min(1).max(3),
  subject: z.object({ kind: z.string(), id }),
  /** What the row is known by: Rx number and drug, or a name. */
  title: z.string(),
  sentence: z.string(),
  at: instant,
  settled: z
    .object({ at: instant, by: z.string(), decision: z.enum(conflictDecisions), reason: z.string() })
    .nullable(),
});

export const conflictView = conflictRow.extend({
  standing: versionOf,
  other: versionOf,
  /** Field by field; those that differ first. */
  fields: z.array(
    z.object({
      name: z.string(),
      as: z.enum(fieldKinds),
      standing: z.string(),
      other: z.string(),
      differs: z.boolean(),
    }),
  ),
  /** Whom to call and what to do, where a patient may be harmed. */
  callList: z.array(z.string()),
});

export const syncCommands = {
  'sync.replay': command({
    summary: 'Take a record again that was held back, and what waits behind it.',
    input: z.object({ heldId: id }),
    result: z.object({ taken: z.int() }),
  }),
  'sync.dismiss': command({
    summary: 'Leave a record that was held back, or that central refuses, for good, with a reason.',
    input: z.object({ heldId: id, reason: line(300) }),
    result: nothing,
  }),
  'sync.settleConflict': command({
    summary: 'Say what was done about two versions of one thing.',
    input: z.object({ conflictId: id, decision: z.enum(conflictDecisions), reason: line(300) }),
    result: nothing,
  }),
  'sync.dismissGap': command({
    summary: 'Say that numbers that never came were looked into.',
    input: z.object({ gapId: id, reason: line(300) }),
    result: nothing,
  }),
  'sync.becomeNew': command({
    summary: 'Make a copied workstation one of its own, which then sends what it has.',
    input: z.object({ reason: line(300) }),
    result: nothing,
  }),
  'sync.tryNow': command({
    summary: 'Try to reach central at once.',
    input: nothing,
    result: nothing,
  }),
  'sync.writeSnapshot': command({
    summary: 'Write a snapshot for new workstations of this branch.',
    input: nothing,
    result: z.object({ standings: z.int(), bytes: z.int() }),
  }),
};

export const syncQueries = {
  'sync.state': query({
    summary: 'How the exchange with central stands, in what the status line needs.',
    input: nothing,
    result: centralState,
    refreshedBy: ['sync.', 'setting.', 'prescription.', 'patient.', 'stock.'],
  }),
  'sync.topics': query({
    summary: 'Every topic with what waits and how far it was read.',
    input: nothing,
    result: z.object({
      topics: z.array(topicRow),
      gaps: z.array(
        z.object({ id, topic: z.string(), workstation: z.string(), count: z.int(), at: instant }),
      ),
      workstations: z.array(
        z.object({ branch: z.string(), name: z.string(), heardAt: instant, isThis: z.boolean() }),
      ),
    }),
    refreshedBy: ['sync.', 'setting.'],
  }),
  'sync.held': query({
    summary: 'Records that were not taken or not accepted, oldest first.',
    input: z.object({
      state: z.enum(['held', 'replayed', 'dismissed']).default('held'),
      limit: z.int().min(1).max(500).default(100),
    }),
    result: z.object({ rows: z.array(heldRow) }),
    refreshedBy: ['sync.'],
  }),
  'sync.heldRecord': query({
    summary: 'One record held back: its bytes as text and hex, its headers, and what can be read of it.',
    input: z.object({ heldId: id }),
    result: z.object({
      row: heldRow,
      headers: z.record(z.string(), z.string()),
      /** Lines of place, sixteen bytes and their letters. */
      hex: z.string(),
      /** JSON of what can be decoded; null where nothing can. */
      translated: z.string().nullable(),
    }),
    refreshedBy: ['sync.'],
  }),
  'sync.conflicts': query({
    summary: 'Conflicts, the gravest first; of one thing alone, or of all.',
    input: z.object({
      open: z.boolean().default(true),
      subjectId: id.optional(),
      limit: z.int().min(1).max(500).default(100),
    }),
    result: z.object({ rows: z.array(conflictRow) }),
    refreshedBy: ['sync.'],
  }),
  'sync.conflict': query({
    summary: 'One conflict, both versions side by side.',
    input: z.object({ conflictId: id }),
    result: z.object({ conflict: conflictView }),
    refreshedBy: ['sync.'],
  }),
  'sync.branches': query({
    summary: 'Branches that have been heard of, for handing an order over.',
    input: nothing,
    result: z.object({
      own: z.object({ id: z.string(), name: z.string() }),
      others: z.array(z.object({ id: z.string(), name: z.string(), heardAt: instant })),
    }),
    refreshedBy: ['sync.'],
  }),
};

export const syncEvents = {
  'sync.stateChanged': event('The exchange with central stands otherwise than before.', z.object({})),
  'sync.held': event('A record could not be taken and is held back.', z.object({ heldId: id })),
  'sync.replayed': event('A record held back was taken after all.', z.object({ heldId: id })),
  'sync.dismissed': event('A record held back was left for good.', z.object({ heldId: id })),
  'sync.parked': event('Central does not take a record of ours.', z.object({ heldId: id })),
  'sync.gapFound': event('Records of a workstation never came.', z.object({ gapId: id })),
  'sync.clockFound': event(
    'A topic keeps the time its senders said, not that of the broker.',
    z.object({ topic: z.string() }),
  ),
  'sync.gapDismissed': event('Records that never came were looked into.', z.object({ gapId: id })),
  'sync.conflictOpened': event('Two versions of one thing wait for a person.', z.object({ conflictId: id })),
  'sync.conflictSettled': event(
    'A person said what was done about two versions.',
    z.object({ conflictId: id }),
  ),
  'sync.fenced': event('Another copy of this workstation goes on under its identity.', z.object({})),
  'sync.becameNew': event('A copied workstation became one of its own.', z.object({})),
  'sync.restored': event(
    'This workstation was restored from a backup, and took back what it had sent.',
    z.object({}),
  ),
  'sync.bootstrapped': event('What central no longer keeps was taken from a snapshot.', z.object({})),
  'sync.snapshotWritten': event('A snapshot for new workstations was written.', z.object({})),
};
