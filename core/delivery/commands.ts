/** What a person decides about a delivery that is parked. Its key goes on in the outlet once it is decided. */
import { refuse } from '../contract/errors.ts';
import type { CommandContext, CommandHandlers, EventDraft, Outcome } from '../handler.ts';
import { changeDelivery, type DeliveryRow, loadDelivery } from './store.ts';

const decide = (
  context: CommandContext,
  deliveryId: string,
  name: EventDraft['name'],
  changes: Parameters<typeof changeDelivery>[2],
  reason: string | null,
): Outcome<Record<string, never>> => {
  const row: DeliveryRow = loadDelivery(context.store, deliveryId);
  if (row.state !== 'parked') refuse('delivery.not-parked');
  changeDelivery(context.store, row.id, changes);
  return {
    result: {},
    events: [
      {
        name,
        subject: { kind: 'delivery', id: row.id },
        data: { deliveryId: row.id, topic: row.topic },
        reason,
      },
    ],
  };
};

export const deliveryCommandHandlers: CommandHandlers<'delivery.retry' | 'delivery.dismiss'> = {
  'delivery.retry': (context, { deliveryId }) =>
    decide(
      context,
      deliveryId,
      'delivery.retried',
      { state: 'waiting', attempts: 0, next_attempt_at: null, problem: null, via: null },
      null,
    ),
  'delivery.dismiss': (context, { deliveryId, reason }) =>
    decide(context, deliveryId, 'delivery.dismissed', { state: 'dismissed', next_attempt_at: null }, reason),
};
