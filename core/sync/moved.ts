/**
 * What an order's event moved on the shelf. The record of the order says it, and so does that of each lot, which goes out
 * only once the log has the order's: whatever becomes of the file of its author, the log never has the second alone,
 * and whoever finds the first without knowing of it tells the second.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Reader } from '../store/database.ts';
import { encodeEnvelope, payloadNameOf, payloadOf, payloads } from './envelope.ts';
import { type Envelope, EventClass } from './gen/mortar/v1/envelope_pb.js';
import type { Hand } from './hand.ts';
import { stockImage, stockMovedAt } from './image/stock.ts';
import { enqueue, hasPending, outgoingByEvent } from './outgoing.ts';
import { shownEvent } from './standing.ts';
import { derivedId, urnOf } from './urn.ts';

const TOPIC = 'stock.movements';

/** The event of a lot that follows from one of an order. */
export const movedEventId = (orderEventId: string, lotId: string): string =>
  derivedId(orderEventId, urnOf('lot', lotId));

/** What an order's event says of the lots it moved at an instant: of a lot that is not told of yet, all its movements. */
export const movedOf = (store: Reader, lotIds: readonly string[], at: string): Uint8Array[] =>
  lotIds.map((id) => {
    const image = hasPending(store, urnOf('lot', id), TOPIC)
      ? stockImage(store, id)
      : stockMovedAt(store, id, at);
    if (image === null) throw new Error('an order moved a lot that is not on file');
    return toBinary(payloads.StockChanged, { ...image, onlyNew: true });
  });

/**
 * An event of ours about an order came back that this file knows nothing of: what it moved is told again, and shown once
 * the log has said that back.
 */
export const tellMoved = (hand: Hand, envelope: Envelope): void => {
  if (payloadNameOf(envelope) !== 'PrescriptionChanged') return;
  const { writer, now } = hand;
  for (const payload of payloadOf(envelope, 'PrescriptionChanged').moved) {
    const { id: lotId } = fromBinary(payloads.StockChanged, payload).lot!;
    const urn = urnOf('lot', lotId);
    const eventId = movedEventId(envelope.eventId, lotId);
    if (hand.isHeard(eventId) || outgoingByEvent(writer, TOPIC, eventId)) continue;
    enqueue(writer, {
      topic: TOPIC,
      key: urn,
      eventId,
      type: envelope.type,
      at: now,
      value: ({ id, epoch }, seq) =>
        encodeEnvelope(
          {
            ...envelope,
            eventId,
            typeVersion: 2,
            urn,
            eventClass: EventClass.FACT,
            producerId: id,
            producerEpoch: epoch,
            producerSeq: BigInt(seq),
            baseEventId: shownEvent(writer, urn) ?? hand.standingOf(urn)?.head ?? '',
            correlationId: envelope.eventId,
          },
          'StockChanged',
          payload,
        ),
    });
  }
};
