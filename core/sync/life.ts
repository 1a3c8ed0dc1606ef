/**
 * The life of one link to central, from its opening to its end: ask how far the log reaches, take a snapshot where it no
 * longer has what we need, follow, read our own records to their end, make sure who we are, publish.
 *
 * Always: nothing is published before every followed partition was read as far as it reached at the beginning, and
 * nothing while fenced. A position the log no longer has is never skipped.
 */
import type { Dispatcher } from '../dispatch.ts';
import type { Store } from '../store/database.ts';
import type { CentralHealth } from './central-health.ts';
import { positions } from './heard.ts';
import { isCopied, loadIdentity, raiseEpoch } from './identity.ts';
import { startInbox } from './inbox.ts';
import { type Batch, type Link, LinkError } from './link.ts';
import { type Outbox, startOutbox } from './outbox.ts';
import { loadNewestSnapshot } from './snapshot-load.ts';
import type { TakingRules } from './take-record.ts';
import { followedTopics, prefixed, type TopicName, topicOf } from './topics.ts';
import { nextTurn } from './turn.ts';

export interface LifeParts {
  dispatcher: Dispatcher;
  store: Store;
  rules: TakingRules;
  link: Link;
  prefix: string;
  /** Told of events of ours that have arrived, before that is written down. */
  onAcknowledged(topic: TopicName, eventIds: readonly string[]): Promise<void>;
  say(change: Partial<CentralHealth>): void;
  /** It cannot go on: the way is to begin anew, later where there is trouble. */
  onEnd(trouble: LinkError | null): void;
  onFault(error: unknown): void;
  /** Waits while the log of the data file is long, so that no commit has to shorten it. */
  relieve(): Promise<void>;
}

export interface Life {
  readonly link: Link;
  named(topic: TopicName): string;
  /** Look for what waits to be published. */
  nudge(): void;
  /** A record that was held back no longer is: look again who we are, and show what waited for what it told of. */
  lookAgain(): void;
  end(): Promise<void>;
}

/** More than this to read is catching up, which a window shows. */
const MUCH = 2_000;
const noSnapshot =
  'Central no longer has all that happened meanwhile, and no snapshot of it was found. Write one at another workstation, then try again.';

interface Reach {
  topic: TopicName;
  partition: number;
  earliest: number;
  latest: number;
}

const nameOf = ({ topic, partition }: { topic: string; partition: number }) => `${topic} ${partition}`;

export const troubleInWords = (trouble: LinkError): Pick<CentralHealth, 'state' | 'problem'> =>
  trouble.trouble === 'denied' || trouble.trouble === 'setup'
    ? { state: 'refused', problem: trouble.message }
    : { state: 'offline', problem: null };

export const openLife = (parts: LifeParts): Life => {
  const { dispatcher, store, rules, link, prefix, onFault } = parts;
  const named = (topic: TopicName) => prefixed(prefix, topic);
  const ending = new AbortController();
  const goesOn = () => !ending.signal.aborted;
  let outbox: Outbox | null = null;
  let stopFollowing: () => Promise<void> = async () => {};
  /** What has begun and has to end before the file may be closed. */
  let settling: Promise<void> = Promise.resolve();
  let showing: Promise<void> | null = null;
  /** Makes the rows that are due. */
  let show: () => void = () => {};
  /** What keeps each way from working, until that way itself works again: what the other does is no sign of it. */
  let troubles: { reading: LinkError | null; publishing: LinkError | null } = {
    reading: null,
    publishing: null,
  };
  /** Partitions not yet read as far as they reached at the beginning, and how many records that is. */
  let unread: ReadonlySet<string> = new Set();
  let toRead = 0;
  let isFenced = false;
  /** How far each partition reached when it was last heard of. */
  let reached: Reach[] = [];
  const toReadBy = (): ReadonlyMap<TopicName, number> => {
    const left = new Map<TopicName, number>();
    for (const one of reached)
      left.set(one.topic, (left.get(one.topic) ?? 0) + Math.max(0, one.latest - nextOf(one)));
    return left;
  };
  const say = (change: Partial<CentralHealth> = {}): void => {
    const trouble = troubles.reading ?? troubles.publishing;
    const state = isFenced ? 'fenced' : unread.size > 0 && toRead > MUCH ? 'catching-up' : 'online';
    const stands = trouble && !isFenced ? troubleInWords(trouble) : ({ state, problem: null } as const);
    parts.say({ ...stands, toRead, toReadBy: toReadBy(), ...change });
  };

  const reachOfAll = async (): Promise<Reach[]> => {
    const all: Reach[] = [];
    for (const topic of followedTopics)
      for (const one of await link.reach(named(topic))) all.push({ topic, ...one });
    return all;
  };
  /** The next offset to read, by partition. */
  const nexts = new Map<string, number>();
  const loadNexts = () => {
    nexts.clear();
    for (const one of positions(store)) nexts.set(nameOf(one), one.next);
  };
  const nextOf = (one: { topic: string; partition: number }) => nexts.get(nameOf(one)) ?? 0;
  const isLost = (reach: readonly Reach[]) => reach.some((one) => nextOf(one) < one.earliest);

  /** Where the log begins later than we have read, or nothing was read yet, a snapshot comes first. */
  const bootstrap = async (): Promise<Reach[]> => {
    loadNexts();
    const reach = await reachOfAll();
    const lost = isLost(reach);
    if (!lost && nexts.size > 0) return reach;
    const loaded = await loadNewestSnapshot({ ...parts, topic: named('snapshots'), ending: ending.signal });
    if (!loaded && lost) throw new LinkError('setup', noSnapshot);
    loadNexts();
    const now = await reachOfAll();
    if (isLost(now)) throw new LinkError('setup', noSnapshot);
    return now;
  };

  /** Our own records were read to their end: now it is known who we are, and what waits may go out. */
  const settle = async (): Promise<void> => {
    await outbox?.stop();
    outbox = null;
    troubles = { ...troubles, publishing: null };
    if (!goesOn()) return;
    isFenced = loadIdentity(store).fencedAt !== null;
    if (isFenced) return say();
    if (isCopied(store))
      dispatcher.record((writer) => {
        raiseEpoch(writer);
        const subject = { kind: 'workstation', id: 'this' } as const;
        return { result: undefined, events: [{ name: 'sync.restored', subject, data: {} }] };
      });
    outbox = startOutbox({
      dispatcher,
      store,
      link,
      named,
      onAcknowledged: parts.onAcknowledged,
      onTrouble: (publishing) => {
        troubles = { ...troubles, publishing };
        say();
      },
      onFault,
    });
    outbox.nudge();
  };
  const settleNext = () => {
    settling = settling.then(settle).catch(onFault);
  };

  const follow = (reach: readonly Reach[]): void => {
    const ends = new Map(reach.map((one) => [nameOf(one), one.latest]));
    const left = new Set(reach.filter((one) => nextOf(one) < one.latest).map(nameOf));
    unread = left;
    reached = reach.map((one) => ({ ...one }));
    toRead = reach.reduce((sum, one) => sum + Math.max(0, one.latest - nextOf(one)), 0);
    const showDue = async () => {
      while (goesOn() && (await inbox.showDue())) await nextTurn();
      showing = null;
    };
    show = () => {
      showing ??= showDue().catch(onFault);
    };
    const inbox = startInbox({
      dispatcher,
      store,
      rules,
      onFault,
      relieve: parts.relieve,
      onTaken: ({ topic, partition, next, saidBack, strange, fenced }) => {
        const name = nameOf({ topic, partition });
        toRead = Math.max(
          0,
          toRead - Math.max(0, Math.min(next, ends.get(name) ?? 0) - nextOf({ topic, partition })),
        );
        nexts.set(name, next);
        const wasBehind = unread.size > 0;
        if (next >= (ends.get(name) ?? 0)) left.delete(name);
        say({ heardAt: dispatcher.now() });
        if (unread.size > 0) return;
        show();
        if (wasBehind || strange || fenced) settleNext();
        else if (saidBack) outbox?.saidBack();
      },
    });
    const take = async (batch: Batch): Promise<void> => {
      const topic = topicOf(prefix, batch.topic);
      if (topic === null || !goesOn()) return;
      const known = reached.find((one) => one.topic === topic && one.partition === batch.partition);
      if (known) known.latest = Math.max(known.latest, batch.latest);
      await inbox.take({ ...batch, topic });
    };
    const from = reach.map((one) => ({
      topic: named(one.topic),
      partition: one.partition,
      next: nextOf(one),
    }));
    say({ toReadAtFirst: toRead });
    const following = link.follow(from, {
      take,
      onOutOfRange: () => parts.onEnd(null),
      onTrouble: (reading) => {
        troubles = { ...troubles, reading };
        say(reading === null ? { heardAt: dispatcher.now() } : {});
      },
    });
    stopFollowing = () => following.stop();
    if (unread.size === 0) {
      settleNext();
      show();
    }
  };

  const beginning = bootstrap()
    .then((reach) => {
      if (goesOn()) follow(reach);
    })
    .catch((error: unknown) => {
      if (!goesOn()) return;
      if (!(error instanceof LinkError)) onFault(error);
      parts.onEnd(error instanceof LinkError ? error : new LinkError('transient', 'Something went wrong.'));
    });

  return {
    link,
    named,
    nudge: () => outbox?.nudge(),
    lookAgain: () => {
      show();
      if (outbox !== null) settleNext();
    },
    end: async () => {
      ending.abort();
      const stopped = [stopFollowing(), outbox?.stop()];
      await link.close();
      await Promise.allSettled([...stopped, beginning, settling, showing]);
      await outbox?.stop();
    },
  };
};
