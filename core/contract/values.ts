/**
 * The values of the trade that every feature shares, as zod schemas.
 * Money is integer minor units, a quantity is decimal text with at most three places, a date of birth is a
 * calendar day, an instant is UTC. No shape of a single feature lives here.
 */
import { z } from 'zod';

export const id = z.string().min(1).max(64);
export const instant = z.iso.datetime({ precision: 3 });
export const day = z.iso.date();
export const quantity = z
  .string()
  .regex(/^(?!0+(\.0+)?$)\d{1,6}(\.\d{1,3})?$/, 'A quantity is a number above zero, such as 30 or 2.5.');
export const quantityOrZero = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,3})?$/, 'A quantity is a number such as 30 or 2.5.');
export const ndc11 = z.string().regex(/^\d{11,12}$/, 'An NDC has 11 digits.');
/** One line of text as a person types it: trimmed, no control characters. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'Fill this in.')
    .max(longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Only letters, digits and signs; no control characters.');
/** What a branch is known by among the others; never empty. */
export const branchCode = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,40}$/, 'A branch code has letters, digits and dashes only.');
/** Several lines of text; empty is allowed. */
export const note = z.string().trim().max(2000);

export const roles = ['technician', 'pharmacist', 'manager', 'administrator'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const sources = ['fax', 'phone', 'electronic', 'walk-in', 'refill'] as const;
export const source = z.enum(sources);

export const priorities = ['waiting', 'urgent', 'today', 'routine'] as const;
export const priority = z.enum(priorities);

/** Of an order. asked: waits for automation, in nobody's queue; entered: automation typed it in. */
export const automationStates = ['asked', 'entered'] as const;

export const statuses = [
  'requested',
  'approved',
  'processing',
  'dispensed',
  'completed',
  'rejected',
  'failed',
] as const;
export const status = z.enum(statuses);
export type Status = z.infer<typeof status>;

/** Stages of the counter; the last three are final. */
export const stages = [
  'transcribing',
  'verifying',
  'to-fill',
  'filling',
  'checking',
  'ready',
  'completed',
  'rejected',
  'failed',
] as const;
export const stage = z.enum(stages);
/** The stages at which somebody has something to do. */
export const openStages = stages.filter((name) => !['completed', 'rejected', 'failed'].includes(name)) as [
  'transcribing',
  'verifying',
  'to-fill',
  'filling',
  'checking',
  'ready',
];
export type Stage = z.infer<typeof stage>;

export const statusOfStage: Record<Stage, Status> = {
  transcribing: 'requested',
  verifying: 'requested',
  'to-fill': 'approved',
  filling: 'processing',
  checking: 'processing',
  ready: 'dispensed',
  completed: 'completed',
  rejected: 'rejected',
  failed: 'failed',
};

/** Who did a thing, as it is shown: id and display name. */
export const person = z.object({ id, name: z.string() });
/** An empty answer. */
export const nothing = z.object({});
