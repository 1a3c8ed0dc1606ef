/**
 * Takes what the log hands over: in pieces of a few milliseconds, each one transaction with its effects, marks and
 * positions together, and a turn of the event loop between, so that the counter stays quick while a million is read.
 *
 * Always: a position never moves without what was read, nor the other way round. While there is much to read, rows are
 * not made at once but once at the end for each thing; what was done to them meanwhile knows what they showed.
 * Not here: what becomes of one record (take-record.ts).
 */
import type { Announcement, Dispatcher } from '../dispatch.ts';
import type { Store, Writer } from '../store/database.ts';
import { EnvelopeError } from './envelope.ts';
import { type Hand, takeInHand } from './hand.ts';
import { setPosition, setSendersClock, topicsOfSendersClock } from './heard.ts';
import { loadIdentity } from './identity.ts';
import type { Batch, LogRecord } from './link.ts';
import { heldOf, loadHeld, setHeldReason, settleHeld } from './quarantine.ts';
import { show, showLater } from './show.ts';
import { dueIn } from './standing.ts';
import { holdAsFault, type TakingRules, takeRecord } from './take-record.ts';
import { judgedByTime, type TopicName, topicOfKind } from './topics.ts';
import { nextTurn, turnLengths } from './turn.ts';
import type { AggregateKind } from './urn.ts';

export interface InboxParts {
  dispatcher: Dispatcher;
  store: Store;
  rules: TakingRules;
  onFault(error: unknown): void;
  /** Waits while the log of the data file is long, so that no commit has to shorten it. */
  relieve(): Promise<void>;
  /** After each piece: what it was of, whether something of ours was said back, or came that is not in this file. */
  onTaken(piece: {
    topic: string;
    partition: number;
    next: number;
    saidBack: boolean;
    strange: boolean;
    fenced: boolean;
  }): void;
}

export interface Inbox {
  /** Takes a batch of a partition, from its first record on. */
  take(batch: Batch): Promise<void>;
  /** Makes rows that are due; answers whether any were. */
  showDue(): Promise<boolean>;
}

const PIECE = 2_000;
/** More than this still to read, and rows are made afterwards. */
const MUCH = 100;
/** So many announcements of one piece; windows that hear of more ask for everything of its kind. */
const TOLD = 50;

/** Persons before who they work on, patients before their orders: so that little has to wait. */
const inOrder = [
  'person',
  'prescriber',
  'patient',
  'care',
  'document',
  'lot',
  'prescription',
] as const satisfies readonly AggregateKind[];

/** What windows look out for, where that is not the name of the kind. */
const heardNames: Partial<Record<AggregateKind, readonly string[]>> = {
  person: ['user.changed'],
  care: ['adt.heard', 'stay.heard', 'outreach.heard'],
};

const announcementsOf = (hand: Hand): Announcement[] => {
  const unique = new Map(hand.told.map((one) => [`${one.name} ${one.subject.id}`, one]));
  const few =
    unique.size <= TOLD ? unique.values() : new Map(hand.told.map((one) => [one.name, one])).values();
  return [...few].map((one) => ({ ...one, seq: 0 }));
};

const thingTopics: ReadonlySet<string> = new Set(Object.values(topicOfKind));

/** Notices whose clock a topic keeps, where something is decided by it. */
const noteClock = (hand: Hand, topic: string, record: LogRecord | undefined): void => {
  if (topic !== judgedByTime || record === undefined) return;
  if (topicsOfSendersClock(hand.writer).includes(topic) === record.sendersClock) return;
  setSendersClock(hand.writer, topic, record.sendersClock);
  if (record.sendersClock)
    hand.events.push({
      name: 'sync.clockFound',
      subject: { kind: 'workstation', id: 'this' },
      data: { topic },
    });
};

/** Where to go on from after so many records of a batch. */
const reached = (batch: Batch, taken: number): number =>
  taken >= batch.records.length ? batch.next : batch.records[taken - 1]!.offset + 1;

export const startInbox = (parts: InboxParts): Inbox => {
  const { dispatcher, store, rules, onFault, onTaken, relieve } = parts;
  const beginTaking = turnLengths(dispatcher);
  const beginShowing = turnLengths(dispatcher);

  const showingAt = (writer: Writer, now: string) => ({
    fold: rules.fold,
    self: loadIdentity(writer).id,
    now,
  });
  /** In the order in which little waits. */
  const showAll = (writer: Writer, urns: Iterable<string>, now: string) => {
    const all = [...urns];
    const sorted = inOrder.flatMap((kind) => all.filter((urn) => urn.startsWith(`urn:mortar:${kind}:`)));
    show(writer, sorted, showingAt(writer, now));
  };

  const finish = (hand: Hand, isLater: boolean) => {
    const { writer } = hand;
    hand.put(isLater);
    if (isLater) for (const urn of hand.dirty) showLater(writer, urn, hand.stoodBefore(urn)?.head ?? null);
    else showAll(writer, hand.dirty, hand.now);
  };

  /** One transaction: from `start` on, until its time is up. Answers how many records it took. */
  const takePiece = (batch: Batch, start: number, most: number): number => {
    const { topic, partition, records } = batch;
    const turn = beginTaking();
    const { taken, hand } = dispatcher.record(
      (writer, now) => {
        const hand = takeInHand(writer, now);
        let taken = 0;
        for (const record of records.slice(start, start + most)) {
          takeRecord(rules, hand, { topic: topic as TopicName, partition }, record);
          taken += 1;
          if (!turn.goesOn()) break;
        }
        const next = reached(batch, start + taken);
        finish(hand, batch.latest - next > MUCH);
        setPosition(writer, topic, partition, next);
        noteClock(hand, topic, records[start + taken - 1]);
        return { result: { taken, hand }, events: hand.events };
      },
      // What a power cut takes back of it is read again, and then does the same.
      thingTopics.has(topic),
    );
    turn.ended();
    dispatcher.tell(announcementsOf(hand));
    onTaken({
      topic,
      partition,
      next: reached(batch, start + taken),
      saidBack: hand.saidBack,
      strange: hand.strange,
      fenced: hand.events.some(({ name }) => name === 'sync.fenced'),
    });
    return taken;
  };

  /** A record that cannot be taken is held back, and everything after it goes on. */
  const takeOne = (batch: Batch, record: LogRecord): void => {
    try {
      takePiece(batch, batch.records.indexOf(record), 1);
    } catch (error) {
      onFault(error);
      dispatcher.record((writer, now) => {
        const hand = takeInHand(writer, now);
        holdAsFault(hand, { topic: batch.topic as TopicName, partition: batch.partition }, record);
        setPosition(writer, batch.topic, batch.partition, record.offset + 1);
        hand.put(false);
        return { result: undefined, events: hand.events };
      });
      onTaken({
        topic: batch.topic,
        partition: batch.partition,
        next: record.offset + 1,
        saidBack: false,
        strange: false,
        fenced: false,
      });
    }
  };

  return {
    take: async (batch) => {
      let at = 0;
      await nextTurn();
      if (batch.records.length === 0) takePiece(batch, 0, 0);
      while (at < batch.records.length) {
        await relieve();
        if (at > 0) await nextTurn();
        try {
          at += takePiece(batch, at, PIECE);
        } catch {
          // Somewhere in this piece: one by one, so that only what is at fault is held back.
          for (const record of batch.records.slice(at, at + PIECE)) {
            takeOne(batch, record);
            at += 1;
            await nextTurn();
          }
        }
      }
    },
    showDue: async () => {
      await relieve();
      for (const kind of inOrder) {
        const urns = dueIn(store, topicOfKind[kind], 200);
        if (urns.length === 0) continue;
        const turn = beginShowing();
        dispatcher.record((writer, now) => {
          show(writer, urns, showingAt(writer, now), turn.goesOn);
          return { result: undefined, events: [] };
        }, true);
        turn.ended();
        dispatcher.tell(
          (heardNames[kind] ?? [`${kind}.heard`]).map((name) => ({
            ...{ seq: 0, name },
            subject: { kind: 'workstation', id: 'this' },
          })),
        );
        return true;
      }
      return false;
    },
  };
};

/**
 * Takes what was held back of a key again, from a record on, inside a command's transaction. Stops where a record still
 * cannot be taken. Answers how many were taken and what the command has to tell.
 */
export const takeAgain = (
  rules: TakingRules,
  writer: Writer,
  now: string,
  heldId: string,
  by: string | null,
): { taken: number; hand: Hand } => {
  const first = loadHeld(writer, heldId)!;
  const hand = takeInHand(writer, now);
  let taken = 0;
  for (const row of heldOf(writer, first.key)) {
    const from = { topic: row.topic as TopicName, partition: row.partition };
    const record: LogRecord = {
      offset: row.offset,
      appendedAt: row.appended_at,
      sendersClock: row.senders_clock === 1,
      key: row.key,
      value: row.value,
      headers: JSON.parse(row.headers),
    };
    try {
      takeRecord(rules, hand, from, record, true);
    } catch (error) {
      if (!(error instanceof EnvelopeError)) throw error;
      setHeldReason(writer, row.id, error.kind, error.message);
      break;
    }
    settleHeld(writer, row.id, { state: 'replayed', at: now, by, reason: null });
    taken += 1;
  }
  hand.put(false);
  show(writer, [...hand.dirty], { fold: rules.fold, self: loadIdentity(writer).id, now });
  return { taken, hand };
};
