/** What of an envelope its fate depends on. */
import type { Judged } from './fold.ts';
import type { Envelope } from './gen/mortar/v1/envelope_pb.js';

export const judgedOf = (envelope: Envelope): Judged => ({
  eventId: envelope.eventId,
  type: envelope.type,
  eventClass: envelope.eventClass,
  urn: envelope.urn,
  baseEventId: envelope.baseEventId,
  branchId: envelope.branchId,
  producerId: envelope.producerId,
  userId: envelope.actor?.userId ?? '',
  payloadType: envelope.payloadType,
  payload: envelope.payload,
});
