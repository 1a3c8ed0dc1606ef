/** What the intake desk does to an order besides typing it: take it as a refill, ask the prescriber by fax. */
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { firstOf, loadForRefill, writeRefillDraft } from './refill.ts';
import { begin, reasonLine, take } from './transition.ts';

type Own = 'prescription.takeAsRefill' | 'prescription.callBack';

export const deskCommandHandlers: CommandHandlers<Own> = {
  'prescription.takeAsRefill': (context, { prescriptionId, refillOf }) => {
    const { row, step } = begin(context, prescriptionId, 'takeAsRefill');
    const { earlier, left } = loadForRefill(context, refillOf);
    if (firstOf(row) === firstOf(earlier)) refuse('prescription.refill-already');
    writeRefillDraft(context, row.id, earlier, left);
    const { version, event } = take(context, row, step, {
      refill_of: firstOf(earlier),
      patient_id: earlier.patient_id,
    });
    return { result: { version }, events: [event] };
  },

  'prescription.callBack': (context, { prescriptionId, template, faxNumber, text, followUpAt }) => {
    const { row, step, actor } = begin(context, prescriptionId, 'callBack');
    const reason = reasonLine('prescriber-call', template.replaceAll('-', ' '));
    const { version, event } = take(
      context,
      row,
      step,
      {
        hold_reason: 'prescriber-call',
        hold_note: `Fax sent: ${template.replaceAll('-', ' ')}`,
        hold_owner: actor.id,
        hold_follow_up_at: followUpAt,
        held_at: context.now,
        claimed_by: null,
        claim_expires_at: null,
      },
      { reason, data: { template }, fax: { to: faxNumber, text } },
    );
    return { result: { version }, events: [event] };
  },
};
