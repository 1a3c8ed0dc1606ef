/** What the intake desk does to an order besides typing it: take it as a refill, ask the prescriber by fax. */
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { livesOnAs } from '../patient/records.ts';
import { firstOf, holdRefill, loadForRefill, writeRefillDraft } from './refill.ts';
import { begin, holdChanges, reasonLine, take } from './transition.ts';

type Own = 'prescription.takeAsRefill' | 'prescription.callBack';

export const deskCommandHandlers: CommandHandlers<Own> = {
  'prescription.takeAsRefill': (context, { prescriptionId, refillOf }) => {
    const { row, step } = begin(context, prescriptionId, 'takeAsRefill');
    const { earlier, left, pause } = loadForRefill(context, refillOf);
    if (firstOf(row) === firstOf(earlier)) refuse('prescription.refill-already');
    writeRefillDraft(context, row.id, earlier, left);
    const { version, event } = take(context, row, step, {
      refill_of: firstOf(earlier),
      patient_id: livesOnAs(context.store, earlier.patient_id!),
    });
    const held = holdRefill(context, row.id, pause);
    return { result: { version: version + held.length }, events: [event, ...held] };
  },

  'prescription.callBack': (context, { prescriptionId, template, faxNumber, text, followUpAt }) => {
    const { row, step } = begin(context, prescriptionId, 'callBack');
    const words = template.replaceAll('-', ' ');
    const hold = { reason: 'prescriber-call', note: `Fax sent: ${words}`, followUpAt } as const;
    const { version, event } = take(context, row, step, holdChanges(context, hold), {
      reason: reasonLine('prescriber-call', words),
      data: { template },
      fax: { to: faxNumber, text },
    });
    return { result: { version }, events: [event] };
  },
};
