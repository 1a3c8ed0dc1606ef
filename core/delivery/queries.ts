/** What was or will be sent to other systems. */
import type { QueryHandlers } from '../handler.ts';
import { type DeliveryRow, type DeliveryView, deliveryCounts, newestDeliveries } from './store.ts';

const view = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  outlet: row.outlet,
  topic: row.topic,
  state: row.state,
  attempts: row.attempts,
  via: row.via,
  problem: row.problem,
  createdAt: row.created_at,
  deliveredAt: row.delivered_at,
  subject: { kind: row.subject_kind, id: row.subject_id },
  content: JSON.parse(row.content),
});

export const deliveryQueryHandlers: QueryHandlers<'delivery.list'> = {
  'delivery.list': ({ store }, filter) => ({
    rows: newestDeliveries(store, filter).map(view),
    counts: deliveryCounts(store),
  }),
};
