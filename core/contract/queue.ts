/** A row of the work queue: what the counter needs to see of a prescription before opening it. */
import { z } from 'zod';
import { automationStates, day, id, instant, person, priority, source, stage, status } from './values.ts';

export const holdReasons = [
  'prescriber-call',
  'prior-authorisation',
  'insurance',
  'out-of-stock',
  'too-soon',
  'patient-asked',
  'unclear-page',
  'other',
] as const;
export const hold = z.object({
  reason: z.enum(holdReasons),
  note: z.string(),
  owner: person,
  followUpAt: instant,
  heldAt: instant,
});

export const queueRow = z.object({
  id,
  version: z.int(),
  /** The branch it belongs to, by name; null where it is ours. */
  branch: z.string().nullable(),
  stage,
  status,
  source,
  rxNumber: z.string().nullable(),
  priority,
  promisedAt: instant.nullable(),
  receivedAt: instant,
  patient: z.object({ id, name: z.string(), dateOfBirth: day }).nullable(),
  drug: z
    .object({
      ndc11: z.string(),
      name: z.string(),
      strength: z.string(),
      form: z.string(),
      schedule: z.string().nullable(),
    })
    .nullable(),
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  /** Who works on it, and until when; without an end until it is given back. */
  claim: z.object({ by: person, expiresAt: instant.nullable() }).nullable(),
  hold: hold.nullable(),
  documentId: id.nullable(),
  bin: z.string().nullable(),
  readyAt: instant.nullable(),
  /** Whether it waits for automation, or automation typed it in; null for neither. */
  automation: z.enum(automationStates).nullable(),
  /** Words that deserve a look, worst first: "late", "CII", "came twice", "sent back: wrong strength", "owing". */
  flags: z.array(z.string()),
});
export type QueueRow = z.infer<typeof queueRow>;
