/**
 * Takes the newest whole snapshot from the log into a workstation that cannot read from where it stands: a new one, or one
 * that was away for longer than the log keeps.
 *
 * Always: a snapshot whose manifest, parts or hash are not whole is none; what stands here already and is newer stays; our
 * own events that wait are kept, but for those the snapshot has. Rows are made afterwards, piece by piece.
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
import { showLater } from './show.ts';
import { loadStanding, saveStanding } from './standing.ts';
import { nextTurn, turnLengths } from './turn.ts';

type Manifest = Payload<'SnapshotManifest'>;
type Part = Payload<'SnapshotPart'>;

interface Found {
  manifest: Manifest;
  /** Payload bytes of the parts, by number. */
  parts: Map<number, Uint8Array>;
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
  const parts = new Map<string, Map<number, Uint8Array>>();
  let newest: Found | null = null;
  const take = (record: LogRecord) => {
    try {
      const envelope = decodeEnvelope(gunzipSync(record.value!));
      if (payloadNameOf(envelope) === 'SnapshotPart') {
        const { snapshotId, number } = fromBinary(payloads.SnapshotPart, envelope.payload);
        // Another has begun: of one that was cut short nothing is kept but what may still end.
        const known = parts.get(snapshotId) ?? new Map<number, Uint8Array>();
        known.set(number, envelope.payload);
        parts.set(snapshotId, known);
      } else {
        const manifest = fromBinary(payloads.SnapshotManifest, envelope.payload);
        const its = parts.get(manifest.snapshotId) ?? new Map<number, Uint8Array>();
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

const isWhole = (manifest: Manifest, parts: ReadonlyMap<number, Uint8Array>): boolean => {
  const hash = createHash('sha256');
  for (let number = 1; number <= manifest.parts; number += 1) {
    const part = parts.get(number);
    if (!part) return false;
    hash.update(part);
  }
  return hash.digest('hex') === manifest.sha256;
};

const standingFrom = (one: Part['standings'][number]): Standing => ({
  head: one.head,
  branch: one.branchId,
  lease:
    one.leaseHolder === '' || one.leaseUntil === undefined
      ? null
      : { holder: one.leaseHolder, user: one.leaseUser, until: Number(one.leaseUntil) },
  payloadType: one.payloadType,
  image: one.image,
  lost: one.lostJson === '' ? [] : JSON.parse(one.lostJson),
});

const placeOf = (store: Writer, urn: string) =>
  store.get<{ offset: number }>('SELECT offset FROM standing WHERE urn = ?', [urn])?.offset ?? -1;

const takeStanding = (store: Writer, one: Part['standings'][number]): void => {
  if (placeOf(store, one.urn) >= Number(one.offset)) return;
  const before = loadStanding(store, one.urn)?.head ?? null;
  const place = { topic: one.topic, partition: one.partition, offset: Number(one.offset) };
  saveStanding(store, one.urn, standingFrom(one), place, true);
  showLater(store, one.urn, before);
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
    const numbered = store.get<{ numbered: number }>(
      'SELECT numbered FROM outgoing_mark WHERE topic = ? AND partition = ?',
      [one.topic, one.partition],
    );
    // Beyond what we numbered this file is older than it was: then it is not known which of ours the log has.
    if (seq > (numbered?.numbered ?? 0)) continue;
    dropAcknowledged(store, one.topic, one.partition, seq);
    setAcknowledged(store, one.topic, one.partition, seq);
  }
  for (const { topic, partition, next } of manifest.positions) {
    const known = store.get<{ next: number }>('SELECT next FROM position WHERE topic = ? AND partition = ?', [
      topic,
      partition,
    ]);
    setPosition(store, topic, partition, Math.max(known?.next ?? 0, Number(next)));
  }
};

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
    const { standings, conflicts, pages } = fromBinary(payloads.SnapshotPart, found.parts.get(number)!);
    const takes = [
      ...standings.map((one) => (writer: Writer) => takeStanding(writer, one)),
      ...conflicts.map((one) => (writer: Writer) => takeConflict(writer, one)),
      ...pages.map(
        (page) => (writer: Writer) => keepDocumentPart(writer, fromBinary(payloads.DocumentPage, page)),
      ),
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
