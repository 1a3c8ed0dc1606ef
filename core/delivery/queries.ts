/** What was or will be sent to other systems. */
import type { Context, QueryHandlers } from '../handler.ts';
import { outreachOf, restingWords } from '../patient/outreach.ts';
import { type DeliveryRow, type DeliveryView, deliveryCounts, newestDeliveries } from './store.ts';

/** Why a message to a patient waits though nothing is wrong with it, or null. */
const restsBecause = (context: Context, row: DeliveryRow): string | null => {
  if (row.outlet !== 'patient-message' || row.state !== 'waiting') return null;
  const { patientId } = JSON.parse(row.content) as { patientId?: string };
  const pause = patientId === undefined ? null : outreachOf(context.store, patientId);
  return pause && restingWords(pause, context.setting('branch.timeZone'));
};

const view = (context: Context, row: DeliveryRow): DeliveryView => ({
  id: row.id,
  outlet: row.outlet,
  topic: row.topic,
  state: row.state,
  attempts: row.attempts,
  via: row.via,
  problem: restsBecause(context, row) ?? row.problem,
  createdAt: row.created_at,
  deliveredAt: row.delivered_at,
  subject: { kind: row.subject_kind, id: row.subject_id },
  content: JSON.parse(row.content),
});

export const deliveryQueryHandlers: QueryHandlers<'delivery.list'> = {
  'delivery.list': (context, filter) => ({
    rows: newestDeliveries(context.store, filter).map((row) => view(context, row)),
    counts: deliveryCounts(context.store),
  }),
};
