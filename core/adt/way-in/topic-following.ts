/**
 * One topic of a hospital at central, followed over a link from where it was left off.
 * Always: a record’s message and how far was read are kept in one transaction, so that none is lost and none taken twice; a record
 * that holds no message is kept as noise and holds up no other; where central no longer has what was not read, that is said and
 * kept, and reading goes on with what is there.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from '../../dispatch.ts';
import type { Store } from '../../store/database.ts';
import { type Batch, type Following, type Link, LinkError, type LogRecord } from '../../sync/link.ts';
import type { Arrived, Desk } from '../arrived.ts';
import { type Noise, writeNoise } from '../keeping/noise.ts';
import { inPieces } from '../keeping/pieces.ts';
import { AT_A_TIME, oneAhead, type Reader } from '../keeping/reader.ts';
import { type AdtHealth, tellWay } from '../source/adt-health.ts';
import type { Source } from '../source/source-store.ts';
import { unwrap } from './topic-record.ts';
import { setTopicPosition, topicPositions } from './topic-store.ts';

export interface TopicParts {
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly desk: Pick<Desk, 'take'>;
  readonly reader: Pick<Reader, 'read'>;
  readonly health: AdtHealth;
  readonly onFault: (error: unknown) => void;
}

/** Central keeps the rest until these are applied. */
const MOST_WAITING = 1_000;
const LOOK_AGAIN_MS = 50;
const TRY_AGAIN_MS = 5_000;
/** How often it is looked whether the topic has got more partitions. */
const COUNT_EVERY_MS = 60_000;
/** What central had lost is called for so long; it stays in the list of what was no message. */
const CALLED_FOR_MS = 24 * 3_600_000;
/** Of what holds no message so much is kept. */
const KEPT_BYTES = 65_536;

const sinceWhen = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return '';
  if (minutes < 120) return `, ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} behind`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `, ${hours} hours behind` : `, ${Math.round(hours / 24)} days behind`;
};

const gapInWords = (topic: string, partition: number, next: number, earliest: number): string =>
  next < earliest
    ? `Central no longer has up to ${(earliest - next).toLocaleString('en')} messages of ${topic} (partition ${partition}) that were not read here. Ask the hospital to send them again. Reading goes on with what is there.`
    : `The topic ${topic} was made anew at central (partition ${partition}). It is read from its beginning; ask the hospital whether something is missing.`;

/** Follows until it is stopped; resolves from `stop` when what was under way is taken. */
export const followTopic = (
  { dispatcher, store, desk, reader, health, onFault }: TopicParts,
  { link, topic, source }: { link: Link; topic: string; source: Source & { profile: { topic: object } } },
): Following => {
  const { id: sourceId, profile } = source;
  const nexts = topicPositions(store, topic);
  const latests = new Map<number, number>();
  let stopped = false;
  let following: Following | null = null;
  let partitions = 0;
  let ending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let trouble: LinkError | null = null;
  let gap: { sentence: string; until: number } | null = null;
  let readAt = 0;

  const time = () => Date.parse(dispatcher.now());
  const toRead = () =>
    [...latests].reduce(
      (sum, [partition, latest]) => sum + Math.max(0, latest - (nexts.get(partition) ?? 0)),
      0,
    );
  const say = () => {
    if (stopped) return;
    const left = toRead();
    const behind = readAt === 0 ? '' : sinceWhen(time() - readAt);
    const state =
      trouble !== null && (trouble.trouble === 'denied' || trouble.trouble === 'setup')
        ? { well: false, sentence: trouble.message }
        : gap !== null && time() < gap.until
          ? { well: false, sentence: gap.sentence }
          : trouble !== null
            ? { well: true, sentence: 'Central cannot be reached. What comes meanwhile waits there.' }
            : {
                well: true,
                sentence:
                  left === 0
                    ? `Reads ${topic}.`
                    : `Reads ${topic}: ${left.toLocaleString('en')} still wait at central${behind}.`,
              };
    tellWay(health, sourceId, 'topic', state);
  };

  /** What records hold, read as far as that can be done before the desk has it. */
  const readRecords = async (partition: number, records: readonly LogRecord[]) => {
    const arrived: Arrived[] = [];
    const noise: Noise[] = [];
    for (const { offset, value } of records) {
      const peer = `${partition}@${offset}`;
      const found = unwrap(value, profile.topic!, profile.charset);
      if ('bytes' in found) arrived.push({ sourceId, way: 'topic', peer, bytes: found.bytes });
      else
        noise.push({
          ...{ sourceId, peer, problem: found.problem },
          bytes: (value ?? new Uint8Array()).subarray(0, KEPT_BYTES),
        });
    }
    return { records, arrived: await reader.read(arrived), noise };
  };

  const take = async ({ partition, records, next, latest }: Batch): Promise<void> => {
    latests.set(partition, latest);
    // Offered again after a part of it was taken.
    const fresh = records.filter(({ offset }) => offset >= (nexts.get(partition) ?? 0));
    const last = fresh.at(-1);
    const pieces = inPieces(fresh, ({ value }) => value?.length ?? 0, AT_A_TIME);
    // Where nothing is to be read, how far was read is still to be kept.
    if (pieces.length === 0) pieces.push([]);
    const read = oneAhead(pieces, (piece) => readRecords(partition, piece));
    for await (const { records: taken, arrived, noise } of read) {
      while (!stopped && (health.waiting.get(sourceId) ?? 0) > MOST_WAITING) await wait(LOOK_AGAIN_MS);
      if (stopped) return;
      const end = taken.at(-1);
      // After the last there may be marks that are no records.
      const after = end === undefined || end === last ? next : end.offset + 1;
      await desk.take(arrived, (writer) => {
        const now = dispatcher.now();
        for (const one of noise) writeNoise(writer, one, now);
        setTopicPosition(writer, topic, partition, after);
      });
      nexts.set(partition, after);
      readAt = end?.appendedAt ?? readAt;
      say();
    }
  };

  const leave = () => {
    const left = following;
    following = null;
    ending = ending.then(() => left?.stop());
    return ending;
  };

  /** That partition is gone on with from what central still has, and what it lost is kept and said. */
  const passOver = (partition: number, next: number, earliest: number) => {
    const sentence = gapInWords(topic, partition, next, earliest);
    store.transaction(() => {
      const noise = { sourceId, peer: `${partition}@${next}`, problem: sentence, bytes: new Uint8Array() };
      writeNoise(store, noise, dispatcher.now());
      setTopicPosition(store, topic, partition, earliest);
    });
    nexts.set(partition, earliest);
    gap = { sentence, until: time() + CALLED_FOR_MS };
    say();
  };

  const follow = (reach: Awaited<ReturnType<Link['reach']>>) => {
    partitions = reach.length;
    for (const { partition, earliest, latest } of reach) {
      latests.set(partition, latest);
      if (!nexts.has(partition)) nexts.set(partition, earliest);
    }
    const from = reach.map(({ partition }) => ({ topic, partition, next: nexts.get(partition)! }));
    following = link.follow(from, {
      take,
      onOutOfRange: ({ partition, next }, earliest) => {
        if (stopped) return;
        try {
          passOver(partition, next, earliest);
          void leave().then(look);
        } catch (error) {
          // Neither kept nor passed over: it is come to again.
          onFault(error);
          void leave();
          lookAgainIn(TRY_AGAIN_MS);
        }
      },
      onTrouble: (now) => {
        trouble = now;
        say();
      },
    });
    say();
  };

  /** Begins to follow, or begins anew where the topic has got more partitions. */
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    let again = COUNT_EVERY_MS;
    try {
      const reach = await link.reach(topic);
      if (stopped) return;
      if (following === null || reach.length !== partitions) {
        await leave();
        if (stopped) return;
        trouble = null;
        follow(reach);
      }
    } catch (error) {
      if (stopped) return;
      if (!(error instanceof LinkError)) onFault(error);
      trouble = error instanceof LinkError ? error : new LinkError('transient', 'Something went wrong.');
      say();
      again = TRY_AGAIN_MS;
    }
    lookAgainIn(again);
  };
  function lookAgainIn(milliseconds: number) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void look(), milliseconds).unref();
  }

  tellWay(health, sourceId, 'topic', { well: true, sentence: 'Is being opened.' });
  void look();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await leave();
    },
  };
};
