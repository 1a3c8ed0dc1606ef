/**
 * Publishes what waits: partition by partition, in order, in batches, with the next batch read while one is under way.
 *
 * Always: what is published is on disk here before, so that no power cut takes a number back; a batch's end is written down
 * only after the log has it; what may have arrived is sent again, which the numbers make harmless. A record that the
 * broker alone refuses is parked with what follows it of its key, and its number is sent as skipped. The work for a
 * record does not grow with what waits.
 */
import type { Dispatcher } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import type { Store, Writer } from '../store/database.ts';
import { headersOf } from './envelope.ts';
import { loadIdentity } from './identity.ts';
import { type Link, LinkError, type OutgoingRecord } from './link.ts';
import {
  dropAcknowledged,
  type OutgoingMark,
  type OutgoingRow,
  outgoingAfter,
  outgoingMarks,
  park,
  setAcknowledged,
} from './outgoing.ts';
import { stamped } from './stamp.ts';
import { type TopicName, topics } from './topics.ts';
import { nextTurnToSend } from './turn.ts';

export interface OutboxParts {
  dispatcher: Dispatcher;
  store: Store;
  link: Link;
  /** The name of a topic at the company's central. */
  named(topic: TopicName): string;
  /** Told of events that have arrived, before that is written down. */
  onAcknowledged(topic: TopicName, eventIds: readonly string[]): Promise<void>;
  /** What keeps it from publishing; null once a batch arrived. */
  onTrouble(trouble: LinkError | null): void;
  onFault(error: unknown): void;
}

export interface Outbox {
  /** Look for what waits. */
  nudge(): void;
  /** Something was said back, so that the log has it: what is to come after may go out. A wait after trouble goes on. */
  saidBack(): void;
  /** Nothing more is sent; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const LIMITS = { records: 500, bytes: 900 * 1024 };
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 60_000;
/** As after so many tries. */
const AFTER_FAULT = 5;

export const startOutbox = (parts: OutboxParts): Outbox => {
  const { dispatcher, store, link, named, onAcknowledged, onTrouble, onFault } = parts;
  const running = new Map<string, Promise<void>>();
  let stopped = false;
  const asleep = new Set<() => void>();
  const identity = loadIdentity(store);
  /** Numbers are those of one identity: what is on its way while another begins goes out again under that. */
  const isStillThis = (reader: Writer): boolean => {
    const { id, epoch } = loadIdentity(reader);
    return id === identity.id && epoch === identity.epoch;
  };

  /** A wait that doubles, by chance a little less, so that not everybody comes back at once. */
  const pause = (attempt: number) =>
    new Promise<void>((done) => {
      if (stopped) return done();
      const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempt, 10), LONGEST_WAIT_MS);
      const end = () => {
        clearTimeout(timer);
        asleep.delete(end);
        done();
      };
      const timer = setTimeout(end, longest / 2 + (Math.random() * longest) / 2);
      asleep.add(end);
    });

  const recordOf = (row: OutgoingRow, { base, stamped: last }: OutgoingMark): OutgoingRecord => ({
    key: row.urn,
    value:
      row.place > last
        ? row.value
        : stamped(row.value, { id: identity.id, epoch: identity.epoch, seq: row.place - base }),
    headers: headersOf(
      { eventId: row.event_id, type: row.type, producerId: identity.id },
      row.value[0] === 0x7b ? 'json' : 'protobuf',
    ),
  });

  const arrived = (topic: TopicName, partition: number, rows: readonly OutgoingRow[]): void =>
    dispatcher.record((writer) => {
      const last = rows.at(-1)!.place;
      if (!isStillThis(writer)) return { result: undefined, events: [] };
      setAcknowledged(writer, topic, partition, last);
      if (!topics[topic].followed) dropAcknowledged(writer, topic, partition, last);
      return { result: undefined, events: [] };
      // Where a power cut takes it back, it is sent again.
    }, true);

  const setAside = (row: OutgoingRow, problem: string): void =>
    dispatcher.record((writer) => {
      if (!isStillThis(writer)) return { result: undefined, events: [] };
      const heldId = park(writer, row, problem);
      const parked: EventDraft = {
        name: 'sync.parked',
        subject: { kind: 'workstation', id: 'this' },
        data: { heldId, topic: row.topic },
      };
      return { result: undefined, events: [parked] };
    });

  /** Sends a batch; of one with a record that is refused, the halves, until that record stands alone. */
  const send = async (mark: OutgoingMark, rows: readonly OutgoingRow[]): Promise<void> => {
    const { topic, partition } = mark;
    try {
      await link.publish(
        { topic: named(topic), partition },
        rows.map((row) => recordOf(row, mark)),
      );
    } catch (error) {
      if (!(error instanceof LinkError) || error.trouble !== 'record') throw error;
      if (rows.length === 1) return setAside(rows[0]!, error.message);
      const half = rows.length >> 1;
      await send(mark, rows.slice(0, half));
      // A record set aside has taken others of its key with it: what is to be sent is read anew.
      const rest = outgoingAfter(store, topic, partition, rows[half - 1]!.place, LIMITS);
      return send(
        mark,
        rest.filter(({ place }) => place <= rows.at(-1)!.place),
      );
    }
    await onAcknowledged(
      topic,
      rows.map(({ event_id }) => event_id),
    );
    await nextTurnToSend();
    arrived(topic, partition, rows);
    // Something elsewhere may have to come after these.
    look();
  };

  /** Answers whether there was anything to send, and may be more. */
  const drain = async (mark: OutgoingMark): Promise<boolean> => {
    const { topic, partition } = mark;
    const next = (after: number) => outgoingAfter(store, topic, partition, after, LIMITS);
    const from = () =>
      outgoingMarks(store).find((one) => one.topic === topic && one.partition === partition)?.acknowledged ??
      0;
    let attempt = 0;
    let rows = next(from());
    const any = rows.length > 0;
    while (rows.length > 0) {
      try {
        await store.flush();
        // Meanwhile it may have been stopped, or another identity begun.
        if (stopped || !isStillThis(store)) break;
        const sending = send(mark, rows);
        const last = rows.at(-1)!.place;
        const ahead = next(last);
        await sending;
        attempt = 0;
        onTrouble(null);
        // Where one was set aside, it is to be sent as skipped first, and what was read ahead is old.
        const reached = from();
        rows = reached === last && ahead.length > 0 ? ahead : next(reached);
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        if (!stopped) onTrouble(error);
        await pause(attempt);
        attempt += 1;
        rows = next(from());
      }
    }
    return any && isStillThis(store);
  };

  const look = (): void => {
    if (stopped) return;
    for (const mark of outgoingMarks(store)) {
      const name = `${mark.topic} ${mark.partition}`;
      if (mark.acknowledged >= mark.numbered || running.has(name)) continue;
      const work = drain(mark).then(
        (any) => {
          running.delete(name);
          // What came while the last batch was ending. Numbers without a record (verify names them) are none.
          if (any) look();
        },
        async (error: unknown) => {
          onFault(error);
          await pause(AFTER_FAULT);
          running.delete(name);
          look();
        },
      );
      running.set(name, work);
    }
  };

  return {
    nudge: () => {
      for (const end of asleep) end();
      look();
    },
    saidBack: look,
    stop: async () => {
      stopped = true;
      for (const end of asleep) end();
      await Promise.all(running.values());
    },
  };
};
