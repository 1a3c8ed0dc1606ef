/** Tells whoever watches over the branches that two versions of one thing wait for a person. */
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { encodeEnvelope, payloads } from './envelope.ts';
import type { Collision, Standing } from './fold.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import type { Hand } from './hand.ts';
import { enqueue } from './outgoing.ts';

/** Queues the telling; its id is the conflict's, so that whoever tells it tells the same. */
export const announceConflict = (
  { writer, now }: Hand,
  conflict: Collision,
  facts: { urn: string; before: Standing; eventId: string; at: string },
): void => {
  const message = create(payloads.ConflictOpened, {
    conflictId: conflict.id,
    urn: facts.urn,
    kind: conflict.kind,
    severity: conflict.severity,
    branchId: facts.before.branch,
    standingEventId: facts.before.head,
    otherEventId: facts.eventId,
    at: facts.at,
  });
  enqueue(writer, {
    topic: 'conflict.tasks',
    key: facts.urn,
    eventId: conflict.id,
    type: 'sync.conflictOpened',
    at: now,
    value: ({ id, epoch }, seq) =>
      encodeEnvelope(
        {
          eventId: conflict.id,
          type: 'sync.conflictOpened',
          typeVersion: 1,
          urn: facts.urn,
          eventClass: EventClass.NOTE,
          producerId: id,
          producerEpoch: epoch,
          producerSeq: BigInt(seq),
          branchId: facts.before.branch,
          occurredAt: timestampFromDate(new Date(now)),
        },
        'ConflictOpened',
        message,
      ),
  });
};
