/** What another system says of an order, taken from the log. */
import { carryOut, type From, holdBack, tell } from './carry-out.ts';
import type { fold, Judgement } from './fold.ts';
import type { Hand } from './hand.ts';
import { brokerTime, type LogRecord } from './link.ts';
import { outsideEvent } from './outside.ts';
import { partitionOf, topics } from './topics.ts';
import { derivedId, parseUrn } from './urn.ts';

const misplaced =
  'Another system sent this where it has no place among what else was told of the order: its key has to be its URN, and the partition the one Kafka’s own clients choose. Have it sent again so.';

/** Whether it lies where everything about its thing lies in one order, so that all read it at the same point. */
const isInPlace = ({ topic, partition }: From, key: string | null, urn: string): boolean =>
  key === urn && partitionOf(urn, topics[topic].partitions) === partition;

/** What another system says of an order. */
export const takeSaid = (
  rules: { fold: typeof fold },
  hand: Hand,
  from: From,
  record: LogRecord,
  said: { urn: string; event: string; payload: Record<string, unknown> },
) => {
  if (!isInPlace(from, record.key, said.urn)) return holdBack(hand, from, record, 'corrupt', misplaced);
  const before = hand.standingOf(said.urn);
  if (before === null || parseUrn(said.urn)?.kind !== 'prescription')
    return holdBack(hand, from, record, 'corrupt', 'Another system spoke of an order that nobody knows.');
  const id = derivedId('outside', from.topic, from.partition, record.offset);
  const answer = outsideEvent(before, said, id, record.appendedAt);
  const judgement: Judgement =
    'event' in answer
      ? rules.fold(before, answer.event, brokerTime(record))
      : 'sentence' in answer
        ? {
            standing: before,
            verdict: 'refused',
            conflict: { id: derivedId('conflict', before.head, id), kind: 'gone-on', severity: 3 },
          }
        : { standing: before, verdict: 'noted' };
  hand.keepHeard({
    ...from,
    offset: record.offset,
    bytes: record.value!,
    id,
    urn: said.urn,
    patientId: '',
    type: said.event,
    verdict: judgement.verdict,
    occurredAt: record.appendedAt,
  });
  carryOut(hand, from, record, { judgement, before, eventId: id, urn: said.urn, patientId: '', own: false });
  if (judgement.standing !== before) hand.dirty.add(said.urn);
  tell(hand, said.event, said.urn);
};
