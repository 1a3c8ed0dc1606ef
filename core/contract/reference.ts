/**
 * Reference data: drugs and prescribers taken over from public files, in versions that can be set back.
 * A file is looked at first (nothing is written), then taken over piece by piece beside the work of the counter.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { id, instant, line, nothing, person } from './values.ts';

/** `drugs`: the FDA's NDC directory. `prescribers`: NPPES. */
export const catalogues = ['drugs', 'prescribers'] as const;
const catalogue = z.enum(catalogues);
export type Catalogue = z.infer<typeof catalogue>;

/** A file that was sent here before, or a file or folder on this machine by its whole path. */
const fileChoice = z.union([
  z.object({ uploadId: id }),
  z.object({ path: z.string().trim().min(1, 'Give the whole path.').max(1000) }),
]);
export type FileChoice = z.infer<typeof fileChoice>;

const fileParts = ['product', 'package', 'prescribers'] as const;
const count = z.int().min(0);
const file = z.object({
  part: z.enum(fileParts),
  name: z.string(),
  bytes: count,
  /** Hex; what the file held when it was looked at. */
  sha256: z.string(),
});

/** What the rows of a file come to, held against what is on file. */
export const changes = z.object({
  added: count,
  changed: count,
  unchanged: count,
  /** Marked as ended: the file says so, or no longer has it. */
  ended: count,
  /** Put on file by the pharmacy itself, or in use in a way that forbids the change: left as it is. */
  kept: count,
  /** Not understood. */
  refused: count,
  /** Of no interest here. */
  leftOut: count,
});
export type Changes = z.infer<typeof changes>;

const findingKinds = ['refused', 'kept', 'in-use'] as const;
export type FindingKind = (typeof findingKinds)[number];
/** A row of a file that a person may want to look at. */
const finding = z.object({
  kind: z.enum(findingKinds),
  part: z.enum(fileParts),
  /** Line of the file; null where it is about what the file lacks. */
  line: z.int().nullable(),
  reason: z.string(),
  text: z.string(),
});

/** Unusual enough to be looked at before the file is taken over. */
export const notices = [
  'many-ended',
  'many-refused',
  'packages-without-product',
  'products-without-package',
] as const;
export type Notice = (typeof notices)[number];

export const jobPhases = ['comparing', 'reading', 'writing', 'setting-back'] as const;
const job = z.object({
  kind: z.enum(['check', 'apply', 'roll-back']),
  /** Of the check or of the version. */
  id,
  catalogue,
  phase: z.enum(jobPhases),
  /** Bytes while reading and comparing, rows while writing and setting back. */
  done: count,
  total: count,
  /** Null while nothing can be said yet. */
  secondsLeft: count.nullable(),
});
export type ReferenceJob = z.infer<typeof job>;

const check = z.object({
  id,
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  /** Why it failed, in words. */
  problem: z.string().nullable(),
  catalogue,
  files: z.array(file.extend({ sha256: z.string().nullable() })),
  otc: z.boolean(),
  states: z.array(z.string()),
  changes,
  notices: z.array(z.enum(notices)),
  /** Every reason with how many rows it has, the commonest first. */
  reasons: z.array(
    z.object({ kind: z.enum(['refused', 'left-out', 'kept', 'in-use']), reason: z.string(), count }),
  ),
  /** The first rows of each kind. */
  findings: z.array(finding),
  at: instant,
  /** Whether it was taken over since. */
  taken: z.boolean(),
});
export type ReferenceCheck = z.infer<typeof check>;

/** `failed`: nothing was changed. */
export const versionStates = [
  'applying',
  'interrupted',
  'applied',
  'failed',
  'setting-back',
  'set-back-interrupted',
  'set-back',
] as const;
const version = z.object({
  id,
  number: z.int(),
  catalogue,
  files: z.array(file),
  state: z.enum(versionStates),
  problem: z.string().nullable(),
  changes,
  by: person,
  startedAt: instant,
  finishedAt: instant.nullable(),
  setBack: z
    .object({
      by: person,
      at: instant,
      reason: z.string(),
      /** Rows left as they are, because somebody changed or used them since. */
      kept: count,
    })
    .nullable(),
  canContinue: z.boolean(),
  canRollBack: z.boolean(),
});
export type ReferenceVersion = z.infer<typeof version>;

export const referenceCommands = {
  'reference.check': command({
    summary: 'Look at reference files and tell what taking them over would change; nothing is written.',
    input: z.object({
      files: z.array(fileChoice).min(1).max(2),
      /** Whether drugs sold over the counter are taken over too. */
      otc: z.boolean().default(false),
      /** Only prescribers who practise in these states; empty means all. */
      states: z
        .array(z.string().regex(/^[A-Z]{2}$/, 'A state is two capital letters, such as NY.'))
        .max(60)
        .default([]),
    }),
    result: z.object({ checkId: id }),
  }),
  'reference.apply': command({
    summary: 'Take over the files of a check as a new version, piece by piece, while the counter works on.',
    input: z.object({
      checkId: id,
      /** True once a person has looked at what is unusual in it. */
      accepted: z.boolean().default(false),
    }),
    result: z.object({ versionId: id }),
  }),
  'reference.continue': command({
    summary: 'Go on with a version that was stopped or interrupted.',
    input: z.object({ versionId: id }),
    result: nothing,
  }),
  'reference.stop': command({
    summary: 'Stop what is running; what was taken over so far can be continued or set back.',
    input: nothing,
    result: z.object({ stopped: z.boolean() }),
  }),
  'reference.rollBack': command({
    summary: 'Set the newest version back: every row as it was before.',
    input: z.object({ versionId: id, reason: line(300) }),
    result: nothing,
  }),
};

export const referenceQueries = {
  'reference.job': query({
    summary: 'What is running just now: how far, how much longer.',
    input: nothing,
    result: z.object({ job: job.nullable() }),
    refreshedBy: ['reference.'],
  }),
  'reference.findings': query({
    summary: 'What the last check found.',
    input: nothing,
    result: z.object({ check: check.nullable() }),
    refreshedBy: ['reference.'],
  }),
  'reference.versions': query({
    summary: 'Every version that was taken over, newest first.',
    input: nothing,
    result: z.object({ versions: z.array(version) }),
    refreshedBy: ['reference.'],
  }),
};

const aboutVersion = z.object({ versionId: id, number: z.int(), catalogue });
export const referenceEvents = {
  'reference.started': event('A reference file began to be taken over.', aboutVersion),
  'reference.continued': event('An interrupted version is continued.', aboutVersion),
  'reference.interrupted': event('Taking over stopped on the way.', aboutVersion),
  'reference.failed': event('A reference file was not taken over; nothing was changed.', aboutVersion),
  'reference.applied': event('A reference file was taken over.', aboutVersion),
  'reference.rollBackStarted': event('A version began to be set back.', aboutVersion),
  'reference.rolledBack': event('A version was set back.', aboutVersion),
};
