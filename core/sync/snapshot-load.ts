/**
 * Takes the newest whole snapshot from the log into a workstation that cannot read from where it stands: a new one, or one
 * that was away for longer than the log keeps.
 *
 * Always: a snapshot whose manifest, parts or hash are not whole is none; what stands here already and is newer stays; our
 * own events that wait are kept, but for those the snapshot has. Rows of what is new here are made at once, and else
 * afterwards, piece by piece.
 */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import type { Dispatcher } from '../dispatch.ts';
import type { Writer } from '../store/database.ts';
import { openConflict } from './conflict.ts';
import { decodeEnvelope, type Payload, payloadNameOf, payloads } from './envelope.ts';
import type { ConflictKind, Standing } from './fold.ts';
import { loadMark, saveMark, setPosition } from './heard.ts';
import { loadIdentity } from './identity.ts';
import { keepDocumentPart } from './image/document.ts';
import { type Link, LinkError, type LogRecord } from './link.ts';
import { dropAcknowledged, setAcknowledged } from './outgoing.ts';
import { newAmong, showLater, showNew, TOGETHER } from './show.ts';
import { insertStandings, loadPlacedOf, saveStanding, type ToKeep, wakeWaiting } from './standing.ts';
import { nextTurn, turnLengths } from './turn.ts';
import { parseUrn, urnOf } from './urn.ts';

type Manifest = Payload<'SnapshotManifest'>;
type Part = Payload<'SnapshotPart'>;

interface Found {
  manifest: Manifest;
  /** By number. */
  parts: Map<number, PartAsSent>;
}

interface PartAsSent {
  bytes: Uint8Array;
  part: Part;
}

/** Reads a partition from an offset to an end, and hands each record on. Rejects where it is left off. */
const readTo = (
  link: Link,
  topic: string,
  from: number,
  to: number,
  take: (record: LogRecord) => void,
  ending: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (from >= to) return resolve();
    let done = false;
    // A link that was closed hands nothing over any more.
    const leaveOff = () => reject(new LinkError('transient', 'The link was closed.'));
    if (ending.aborted) return leaveOff();
    ending.addEventListener('abort', leaveOff);
    const following = link.follow([{ topic, partition: 0, next: from }], {
      take: async (batch) => {
        if (done) return;
        for (const record of batch.records) if (record.offset < to) take(record);
        if (batch.next < to) return;
        done = true;
        // The batch under way is this one: it has to be over before the following can end.
        setImmediate(() => following.stop().then(resolve, reject));
      },
      onOutOfRange: (_, earliest) => {
        done = true;
        setImmediate(() =>
          following
            .stop()
            .then(() => readTo(link, topic, earliest, to, take, ending))
            .then(resolve, reject),
        );
      },
      onTrouble: () => {},
    });
  });

/** The newest snapshot that is whole, or null. */
const findNewest = async (link: Link, topic: string, ending: AbortSignal): Promise<Found | null> => {
  const [reach] = await link.reach(topic);
  if (!reach) return null;
  const parts = new Map<string, Map<number, PartAsSent>>();
  let newest: Found | null = null;
  const take = (record: LogRecord) => {
    try {
      const envelope = decodeEnvelope(gunzipSync(record.value!));
      if (payloadNameOf(envelope) === 'SnapshotPart') {
        const part = fromBinary(payloads.SnapshotPart, envelope.payload);
        // Another has begun: of one that was cut short nothing is kept but what may still end.
        const known = parts.get(part.snapshotId) ?? new Map<number, PartAsSent>();
        known.set(part.number, { bytes: envelope.payload, part });
        parts.set(part.snapshotId, known);
      } else {
        const manifest = fromBinary(payloads.SnapshotManifest, envelope.payload);
        const its = parts.get(manifest.snapshotId) ?? new Map<number, PartAsSent>();
        parts.clear();
        if (isWhole(manifest, its)) newest = { manifest, parts: its };
      }
    } catch {
      // What cannot be read is no snapshot; an older one may be.
    }
  };
  await readTo(link, topic, reach.earliest, reach.latest, take, ending);
  return newest;
};

const isWhole = (manifest: Manifest, parts: ReadonlyMap<number, PartAsSent>): boolean => {
  const hash = createHash('sha256');
  for (let number = 1; number <= manifest.parts; number += 1) {
    const part = parts.get(number);
    if (!part) return false;
    hash.update(part.bytes);
  }
  return hash.digest('hex') === manifest.sha256;
};

const standingFrom = (one: Part['standings'][number]): Standing => ({
  head: one.head,
  branch: one.branchId,
  lease:
    one.leaseHolder === ''
      ? null
      : {
          holder: one.leaseHolder,
          user: one.leaseUser,
          until: one.leaseUntil === undefined ? null : Number(one.leaseUntil),
        },
  payloadType: one.payloadType,
  image: one.image,
  lost: one.lostJson === '' ? [] : JSON.parse(one.lostJson),
});

/**
 * Takes standings of one kind. Answers those whose rows were made at once. What a newer version wrote of a kind that this
 * one does not know stands, and its rows are due until the update.
 */
const takeStandings = (store: Writer, some: Part['standings'], self: string): string[] => {
  const urns = some.map(({ urn }) => urn);
  const placed = loadPlacedOf(store, urns);
  const isNew = parseUrn(urns[0]!) ? newAmong(store, urns) : new Set<string>();
  const atOnce: ToKeep[] = [];
  for (const one of some) {
    const { urn } = one;
    const before = placed.get(urn);
    if (before !== undefined && before.offset >= Number(one.offset)) continue;
    const place = { topic: one.topic, partition: one.partition, offset: Number(one.offset) };
    const standing = standingFrom(one);
    if (before === undefined && isNew.has(urn)) atOnce.push({ urn, standing, place, isDue: false });
    else {
      saveStanding(store, { urn, standing, place, isDue: true });
      showLater(store, urn, before?.head ?? null);
    }
  }
  insertStandings(store, atOnce);
  return showNew(store, new Map(atOnce.map(({ urn, standing }) => [urn, standing])), self);
};

const takeConflict = (store: Writer, one: Part['conflicts'][number]): void => {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  openConflict(
    store,
    { id: one.conflictId, kind: one.kind as ConflictKind, severity: one.severity as 1 | 2 | 3 },
    {
      urn: one.urn,
      patientId: one.patientId,
      before: {
        head: text(one.standingEvent),
        branch: one.branchId,
        image: one.standingImage,
      },
      eventId: text(one.otherEvent),
      other: one.other,
      at: one.at,
    },
  );
};

/** How far the snapshot read is how far we have read; of our own events, those it has are said back. */
const takeMarks = (store: Writer, manifest: Manifest): void => {
  const self = loadIdentity(store);
  for (const one of manifest.marks) {
    const key = { producer_id: one.producerId, epoch: one.epoch, topic: one.topic, partition: one.partition };
    const seq = Math.max(loadMark(store, key).seq, Number(one.seq));
    saveMark(store, { ...key, seq, since: seq });
    if (one.producerId !== self.id || one.epoch !== self.epoch) continue;
    const mark = store.get<{ numbered: number; base: number }>(
      'SELECT numbered, base FROM outgoing_mark WHERE topic = ? AND partition = ?',
      [one.topic, one.partition],
    );
    // Beyond what we numbered this file is older than it was: then it is not known which of ours the log has.
    if (mark === undefined || seq > mark.numbered - mark.base) continue;
    dropAcknowledged(store, one.topic, one.partition, seq + mark.base);
    setAcknowledged(store, one.topic, one.partition, seq + mark.base);
  }
  for (const { topic, partition, next } of manifest.positions) {
    const known = store.get<{ next: number }>('SELECT next FROM position WHERE topic = ? AND partition = ?', [
      topic,
      partition,
    ]);
    setPosition(store, topic, partition, Math.max(known?.next ?? 0, Number(next)));
  }
};

/** Standings that are taken together: of one kind, and not many. */
const inGroups = (standings: Part['standings']): Part['standings'][] =>
  [...Map.groupBy(standings, ({ urn }) => parseUrn(urn)?.kind).values()].flatMap((some) =>
    Array.from({ length: Math.ceil(some.length / TOGETHER) }, (_, group) =>
      some.slice(group * TOGETHER, (group + 1) * TOGETHER),
    ),
  );

/** Takes the newest snapshot there is. Answers whether there was one. */
export const loadNewestSnapshot = async (parts: {
  dispatcher: Dispatcher;
  link: Link;
  topic: string;
  /** When it is to be left off. */
  ending: AbortSignal;
  relieve(): Promise<void>;
}): Promise<boolean> => {
  const { dispatcher, link, topic, ending, relieve } = parts;
  const found = await findNewest(link, topic, ending);
  if (found === null || ending.aborted) return false;
  const beginTurn = turnLengths(dispatcher);
  for (let number = 1; number <= found.manifest.parts; number += 1) {
    const { standings, conflicts, pages } = found.parts.get(number)!.part;
    // What is taken need not be kept in memory.
    found.parts.delete(number);
    /** What others may wait for. */
    const came = new Set<string>();
    const takes = [
      // A document’s pages come with it or behind it, and its rows are made of them.
      ...pages.map((page) => (writer: Writer) => {
        const part = fromBinary(payloads.DocumentPage, page);
        keepDocumentPart(writer, part);
        came.add(urnOf('document', part.documentId));
      }),
      ...inGroups(standings).map((some) => (writer: Writer) => {
        for (const urn of takeStandings(writer, some, loadIdentity(writer).id)) came.add(urn);
      }),
      ...conflicts.map((one) => (writer: Writer) => takeConflict(writer, one)),
    ];
    for (let at = 0; at < takes.length; ) {
      await relieve();
      await nextTurn();
      if (ending.aborted) return false;
      const turn = beginTurn();
      // What a power cut takes back is taken anew: how far was read is only written at the end.
      dispatcher.record((writer) => {
        do {
          takes[at]!(writer);
          at += 1;
        } while (at < takes.length && turn.goesOn());
        wakeWaiting(writer, [...came]);
        came.clear();
        return { result: undefined, events: [] };
      }, true);
      turn.ended();
    }
  }
  dispatcher.record((writer) => {
    takeMarks(writer, found.manifest);
    const subject = { kind: 'workstation', id: 'this' } as const;
    return { result: undefined, events: [{ name: 'sync.bootstrapped', subject, data: {} }] };
  });
  return true;
};
