/** Labels: each print is a job in a spool that knows whether it was printed. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { id, instant, line, nothing, person } from './values.ts';

/**
 * waiting → printing → printed | unsure | failed. `unsure` means the printer may or may not have printed it:
 * a person says which, it is never resent by itself.
 */
export const labelStates = ['waiting', 'printing', 'printed', 'unsure', 'failed'] as const;

export const labelJob = z.object({
  id,
  prescriptionId: id,
  rxNumber: z.string(),
  copy: z.int(),
  /** `pdf` is printed by the window; `zpl` goes to the network printer of the settings. */
  printer: z.enum(['pdf', 'zpl']),
  state: z.enum(labelStates),
  problem: z.string().nullable(),
  reason: z.string().nullable(),
  by: person,
  at: instant,
});

export const labelCommands = {
  'label.print': command({
    summary: 'Print the label of a filled prescription; again only with a reason.',
    input: z.object({ prescriptionId: id, reason: line(200).nullable().default(null) }),
    result: z.object({ labelId: id, printer: z.enum(['pdf', 'zpl']) }),
  }),
  'label.settle': command({
    summary: 'Say whether a label came out of the printer.',
    input: z.object({ labelId: id, printed: z.boolean() }),
    result: nothing,
  }),
};

export const labelQueries = {
  'label.spool': query({
    summary: 'Labels that wait, are unsure or failed, and those of today.',
    input: nothing,
    result: z.object({ rows: z.array(labelJob) }),
    refreshedBy: ['label.'],
  }),
};

export const labelEvents = {
  'label.queued': event('A label was sent to print.', z.object({ labelId: id })),
  'label.settled': event('It is known whether a label was printed.', z.object({ labelId: id })),
};
