/** An entry of a history: one event, with who, when, why, before and after. */
import { z } from 'zod';
import { id, instant, person } from './values.ts';

export const timelineEntry = z.object({
  seq: z.int(),
  name: z.string(),
  at: instant,
  by: person.nullable(),
  subject: z.object({ kind: z.string(), id }),
  reason: z.string().nullable(),
  /** What it says, in words, without looking anything up. */
  sentence: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  /** Where it was done, if not at this workstation; empty names where another system did it. */
  from: z.object({ branch: z.string(), workstation: z.string() }).nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
