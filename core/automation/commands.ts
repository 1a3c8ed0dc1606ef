/** Automation as commands: a person takes an order from it; the workstation itself acknowledges, answers and gives up. */
import { notFound, refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { claimOrder } from '../prescription/commands.ts';
import { loadPrescription } from '../prescription/store.ts';
import { takeAnswer } from './answer.ts';
import { giveToPerson } from './give.ts';
import { findRequest, keepAcknowledged, keepGiven } from './store.ts';

type Own = 'automation.take' | 'automation.acknowledged' | 'automation.answer' | 'automation.give';

export const automationCommandHandlers: CommandHandlers<Own> = {
  'automation.take': (context, { prescriptionId }) => {
    const row = loadPrescription(context.store, prescriptionId);
    if (row.automation !== 'asked') refuse('automation.not-waiting');
    return claimOrder(context, prescriptionId);
  },

  'automation.acknowledged': ({ store, now }, { requestId }) => {
    const row = findRequest(store, requestId) ?? notFound('request');
    if (!keepAcknowledged(store, requestId, now)) return { result: {}, events: [] };
    return {
      result: {},
      events: [
        {
          name: 'automation.acknowledged',
          subject: { kind: 'prescription', id: row.prescription_id },
          data: { prescriptionId: row.prescription_id, requestId },
        },
      ],
    };
  },

  'automation.answer': (context, { payload }) => takeAnswer(context, Buffer.from(payload, 'base64')),

  'automation.give': (context, { requestId, because }) => {
    const { store, now } = context;
    const request = findRequest(store, requestId) ?? notFound('request');
    if (request.ended_at !== null) return { result: {}, events: [] };
    const row = loadPrescription(store, request.prescription_id);
    // Somebody took it at another workstation, or it went on otherwise: nothing is left to be given.
    if (row.automation !== 'asked') keepGiven(store, requestId, { at: now, because: 'taken' });
    return { result: {}, events: giveToPerson(context, row, because, requestId) };
  },
};
