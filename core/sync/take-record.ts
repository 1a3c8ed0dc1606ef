/**
 * One record of the log taken in: read, held against what is known, judged, kept.
 *
 * Always: what came before has no second effect (numbers of its producer, then the id of the event); what cannot be
 * taken is held back with its bytes and halts its own key alone; everything is written in the transaction of the hand.
 * Not here: how far was read (inbox.ts) and how rows are made of what stands (show.ts).
 */
import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { Writer } from '../store/database.ts';
import { carryOut, type From, holdBack, sentences, tell } from './carry-out.ts';
import { settleConflict } from './conflict.ts';
import { decodeRecord, EnvelopeError, payloadNameOf, payloadOf } from './envelope.ts';
import type { fold, Judgement } from './fold.ts';
import { type Envelope, EventClass } from './gen/mortar/v1/envelope_pb.js';
import type { Hand } from './hand.ts';
import { insertGap, isOwn } from './heard.ts';
import { fence } from './identity.ts';
import { keepDocumentPart } from './image/document.ts';
import { judgedOf } from './judged.ts';
import { brokerTime, type LogRecord } from './link.ts';
import { tellMoved } from './moved.ts';
import {
  dropOutgoing,
  dropSkip,
  numberOfPlace,
  type OutgoingRow,
  outgoingByEvent,
  skipInPlace,
} from './outgoing.ts';
import { isHeld, settleTwin } from './quarantine.ts';
import { isListingTopic, type ListingTopic, takeListedRecord } from './reference-in.ts';
import { setShownEvent, shownEvent } from './standing.ts';
import { takeSaid } from './take-said.ts';
import type { TopicName } from './topics.ts';
import { derivedId, parseUrn } from './urn.ts';

/** Versions of events that this program understands. */
const TYPE_VERSION = 2;

/** Takes what a topic brings that is no event of a thing (answers of automation); writes, and answers nothing. */
export type Taker = (hand: Hand, envelope: Envelope, record: LogRecord) => void;

export interface TakingRules {
  fold: typeof fold;
  takers: Partial<Record<TopicName, Taker>>;
}

/** Holds a record back because taking it failed half-way; nothing else of it was written. */
export const holdAsFault = (hand: Hand, from: From, record: LogRecord): void =>
  holdBack(hand, from, record, 'fault', sentences.fault);

/** The id of the event that says how something stood when its workstation was first connected. */
export const baselineId = (producerId: string, urn: string, payload: Uint8Array): string =>
  derivedId('baseline', producerId, urn, Buffer.from(payload).toString('base64'));

/** Whether an event is one of this workstation's own log, or follows from one. */
const isOurs = ({ writer }: Hand, { eventId, correlationId, urn }: Envelope): boolean =>
  isOwn(writer, eventId) ||
  (correlationId !== '' && eventId === derivedId(correlationId, urn) && isOwn(writer, correlationId));

/** Whether this very event was taken before. */
const isKnown = (hand: Hand, envelope: Envelope, record: LogRecord): boolean =>
  isOurs(hand, envelope) ||
  hand.isHeard(envelope.eventId) ||
  (hand.anythingHeld && record.value !== null && isHeld(hand.writer, record.key ?? '', record.value));

/** `new`: take it. `before`: it came before. `twin`: its number is taken by another event. */
const numberOf = (
  hand: Hand,
  from: From,
  record: LogRecord,
  envelope: Envelope,
): 'new' | 'before' | 'twin' => {
  const seq = Number(envelope.producerSeq);
  const mark = hand.markOf({
    producer_id: envelope.producerId,
    epoch: envelope.producerEpoch,
    topic: from.topic,
    partition: from.partition,
  });
  if (seq <= mark.seq)
    return seq <= mark.since || isKnown(hand, envelope, record) || isSkip(envelope) ? 'before' : 'twin';
  if (seq > mark.seq + 1) {
    const { producer_id, topic, partition } = mark;
    const gap = { topic, partition, producer_id, first: mark.seq + 1, last: seq - 1, at: hand.now };
    const gapId = insertGap(hand.writer, gap);
    hand.events.push({
      name: 'sync.gapFound',
      subject: { kind: 'workstation', id: 'this' },
      data: { gapId, topic, count: seq - 1 - (gap.first - 1) },
    });
  }
  mark.seq = seq;
  return 'new';
};

const isSkip = ({ payloadType }: Envelope) => payloadType.endsWith('.SequenceSkipped');

/** When it happened by the clock of whoever did it, in milliseconds; now where that is not said. */
const occurredAt = (hand: Hand, envelope: Envelope): number =>
  envelope.occurredAt ? timestampMs(envelope.occurredAt) : Date.parse(hand.now);

/** An event about a thing, by a workstation. */
const takeEvent = (rules: TakingRules, hand: Hand, from: From, record: LogRecord, envelope: Envelope) => {
  const { writer } = hand;
  const { eventId, urn } = envelope;
  const sent = hand.anythingOut ? outgoingByEvent(writer, from.topic, eventId) : undefined;
  if (!sent && (isOurs(hand, envelope) || hand.isHeard(eventId))) return;
  const before = hand.standingOf(urn);
  const place = { ...from, offset: record.offset };
  const judgement: Judgement = hand.isOlder(urn, place)
    ? { standing: before, verdict: 'noted' }
    : rules.fold(before, judgedOf(envelope), brokerTime(record));
  const isBaseline = envelope.eventClass === EventClass.BASELINE;
  // What was told for a file that was lost may come a second time, from whoever has that file.
  if (!sent || isBaseline || !isOurs(hand, envelope)) {
    hand.keepHeard({
      ...place,
      // How something stood at first is no history; that it was told is remembered.
      bytes: isBaseline ? new Uint8Array() : record.value!,
      id: eventId,
      urn,
      patientId: envelope.patientId,
      type: envelope.type,
      verdict: judgement.verdict,
      occurredAt: occurredAt(hand, envelope),
    });
  }
  carryOut(hand, from, record, {
    judgement,
    before,
    eventId,
    urn,
    patientId: envelope.patientId,
    own: sent !== undefined,
  });
  if (hand.anythingHeld) settleTwin(writer, record.key ?? '', eventId, hand.now);
  if (envelope.payloadType.endsWith('.ConflictResolved')) settleFromLog(hand, envelope);
  if (sent) return saidBack(hand, envelope, sent, judgement);
  if (envelope.producerId === hand.identity.id && !isBaseline) {
    hand.strange = true;
    tellMoved(hand, envelope);
  }
  if (judgement.standing !== before || judgement.verdict === 'refused') hand.dirty.add(urn);
  tell(hand, envelope.type, urn);
};

const isThisLife = ({ identity }: Hand, { producerId, producerEpoch }: Envelope): boolean =>
  producerId === identity.id && producerEpoch === identity.epoch;

/** A record of ours came back. Under another number than it waits with, that number still has to be told as skipped. */
const clearSent = (hand: Hand, envelope: Envelope, sent: OutgoingRow): void => {
  const number = numberOfPlace(hand.writer, sent);
  const asSent = isThisLife(hand, envelope) && Number(envelope.producerSeq) === number;
  const { topic, partition } = sent;
  const life = { producer_id: hand.identity.id, epoch: hand.identity.epoch, topic, partition };
  const spent = hand.markOf(life).seq >= number;
  hand.saidBack = true;
  if (asSent || spent) dropOutgoing(hand.writer, sent);
  else skipInPlace(hand.writer, sent, 'The log had this event already.');
};

const isOut = (writer: Writer, topic: TopicName, eventId: string | null): boolean =>
  eventId !== null && outgoingByEvent(writer, topic, eventId) !== undefined;

/** Our own event came back from the log. What the rows show was based on it already, unless it was judged otherwise. */
const saidBack = (hand: Hand, envelope: Envelope, sent: OutgoingRow, { standing, verdict }: Judgement) => {
  const { writer } = hand;
  clearSent(hand, envelope, sent);
  const isOtherwise = verdict !== 'accepted' && verdict !== 'noted';
  // How it stood at first is noted where somebody told it before: the rows then show that.
  if (isOtherwise || (verdict === 'noted' && envelope.eventClass === EventClass.BASELINE))
    hand.dirty.add(envelope.urn);
  else if (standing !== null) {
    const shown = shownEvent(writer, envelope.urn);
    if (shown === standing.head) setShownEvent(writer, envelope.urn, null);
    // Told for a file that was lost it is shown nowhere yet, or as based on something else.
    else if (standing.head === envelope.eventId && !isOut(writer, sent.topic, shown))
      hand.dirty.add(envelope.urn);
  }
};

const settleFromLog = (hand: Hand, envelope: Envelope) => {
  const { conflictId, decision, reason, at } = payloadOf(envelope, 'ConflictResolved');
  settleConflict(hand.writer, conflictId, { at, by: envelope.actor?.name ?? '', decision, reason });
  hand.told.push({ name: 'sync.conflictSettled', subject: { kind: 'workstation', id: 'this' } });
};

const workstationOf = (hand: Hand, envelope: Envelope) => {
  hand.heardOf({
    producer_id: envelope.producerId,
    branch: envelope.branchId,
    branch_name: envelope.branchName,
    workstation: envelope.workstationName,
    // A clock that is ahead would make it look as if it had been heard since.
    lastAt: Math.min(occurredAt(hand, envelope), Date.parse(hand.now)),
  });
  if (envelope.producerId !== hand.identity.id || envelope.producerEpoch <= hand.identity.epoch) return;
  if (fence(hand.writer, hand.now))
    hand.events.push({ name: 'sync.fenced', subject: { kind: 'workstation', id: 'this' }, data: {} });
};

/** What an envelope holds, taken by the kind of its payload. Throws `EnvelopeError`. */
const takePayload = (rules: TakingRules, hand: Hand, from: From, record: LogRecord, envelope: Envelope) => {
  const name = payloadNameOf(envelope);
  if (envelope.typeVersion > TYPE_VERSION)
    throw new EnvelopeError('newer', 'This record is of a newer version. Update Mortar, then take it again.');
  const taker = rules.takers[from.topic];
  if (taker) return taker(hand, envelope, record);
  if (parseUrn(envelope.urn) === null)
    throw new EnvelopeError('corrupt', 'This record names nothing that Mortar knows.');
  if (name === 'DocumentPage') return takePage(hand, from, envelope);
  takeEvent(rules, hand, from, record, envelope);
};

const takePage = (hand: Hand, from: From, envelope: Envelope) => {
  const sent = hand.anythingOut ? outgoingByEvent(hand.writer, from.topic, envelope.eventId) : undefined;
  if (sent) return clearSent(hand, envelope, sent);
  keepDocumentPart(hand.writer, payloadOf(envelope, 'DocumentPage'));
  hand.dirty.add(envelope.urn);
};

/** A skip of our own came back. */
const skipped = (hand: Hand, from: From, envelope: Envelope) => {
  const sent = hand.anythingOut ? outgoingByEvent(hand.writer, from.topic, envelope.eventId) : undefined;
  if (sent) clearSent(hand, envelope, sent);
};

const takeListing = (hand: Hand, topic: ListingTopic, value: Uint8Array) => {
  const { outcome } = takeListedRecord(hand.writer, topic, value);
  if (outcome !== 'written') return;
  const kind = topic === 'reference.prescribers' ? 'prescriber' : 'drug';
  hand.told.push({ name: `${kind}.listed`, subject: { kind, id: 'listed' } });
};

/** Takes what can be read of a record. Throws `EnvelopeError` for what has to be held back. */
const takeHeard = (rules: TakingRules, hand: Hand, from: From, record: LogRecord, counted: boolean) => {
  if (isListingTopic(from.topic)) return takeListing(hand, from.topic, record.value!);
  const heard = decodeRecord(record.value!);
  if (heard.by === 'outside') {
    if (!counted && hand.halted(record.key ?? ''))
      return holdBack(hand, from, record, 'behind', sentences.behind);
    return takeSaid(rules, hand, from, record, heard);
  }
  const { envelope } = heard;
  const taker = rules.takers[from.topic];
  if (taker) return taker(hand, envelope, record);
  workstationOf(hand, envelope);
  if (!counted) {
    const number = envelope.producerSeq === 0n ? 'new' : numberOf(hand, from, record, envelope);
    if (number === 'before') {
      // Of ours that still waits: a copy of this file has used its number before.
      if (isThisLife(hand, envelope) && outgoingByEvent(hand.writer, from.topic, envelope.eventId))
        hand.strange = true;
      return;
    }
    if (number === 'twin') {
      // Of our own: a copy of this file has used the number, and what we sent has to go out under another.
      if (envelope.producerId === hand.identity.id) hand.strange = true;
      return holdBack(hand, from, record, 'twin', sentences.twin);
    }
    if (isThisLife(hand, envelope))
      dropSkip(hand.writer, from.topic, from.partition, Number(envelope.producerSeq));
    if (isSkip(envelope)) return skipped(hand, from, envelope);
    if (hand.halted(record.key ?? '')) return holdBack(hand, from, record, 'behind', sentences.behind);
  }
  takePayload(rules, hand, from, record, envelope);
};

/** What central lists. The last of a code counts, so that none waits behind another. Throws `EnvelopeError`. */
const takeList = (hand: Hand, topic: ListingTopic, value: Uint8Array) => {
  const { outcome } = takeListedRecord(hand.writer, topic, value);
  if (outcome === 'written')
    hand.told.push({ name: 'reference.applied', subject: { kind: 'reference', id: topic } });
};

/**
 * Takes a record.
 * @param counted true where its number was looked at when it first came, and it was held back since
 */
export const takeRecord = (
  rules: TakingRules,
  hand: Hand,
  from: From,
  record: LogRecord,
  counted = false,
) => {
  // A record without a value only lets a compacted topic forget its key.
  if (record.value === null) return;
  try {
    if (isListingTopic(from.topic)) takeList(hand, from.topic, record.value);
    else takeHeard(rules, hand, from, record, counted);
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    if (counted) throw error;
    holdBack(hand, from, record, error.kind, error.message);
  }
};
