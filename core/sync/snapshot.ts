/**
 * Writes how everything stands to the log, for workstations that cannot read from its beginning: parts of standings,
 * conflicts and pages of documents, and last a manifest with the positions and marks they belong to and a hash of all.
 *
 * Always: it is read in pieces while work goes on, positions first, so that what stands in it is as new as they are or
 * newer; whoever follows from them passes over what a standing has already. Without its manifest a snapshot is none.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { newId } from '../identity.ts';
import type { Reader } from '../store/database.ts';
import { conflictRows } from './conflict.ts';
import { encodeEnvelope, headersOf, type PayloadName, payloads } from './envelope.ts';
import { RULES_VERSION } from './fold.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { SnapshotConflictSchema, SnapshotStandingSchema } from './gen/mortar/v1/snapshot_pb.js';
import { allMarks, positions } from './heard.ts';
import { documentPages } from './image/document.ts';
import type { Link, OutgoingRecord } from './link.ts';
import { type PlacedStanding, standingsAfter } from './standing.ts';
import { parseUrn } from './urn.ts';

/** Bytes of a part before it is packed; packed it stays below what a broker takes. */
const PART_BYTES = 700_000;
const PAGE = 200;
const SNAPSHOT_PRODUCER = 'snapshot';

interface Content {
  standings: ReturnType<typeof standingMessage>[];
  conflicts: ReturnType<typeof conflictMessage>[];
  pages: Uint8Array[];
  bytes: number;
}

const standingMessage = (one: PlacedStanding) =>
  create(SnapshotStandingSchema, {
    urn: one.urn,
    head: one.head,
    branchId: one.branch,
    leaseHolder: one.lease?.holder ?? '',
    leaseUser: one.lease?.user ?? '',
    ...(one.lease?.until != null && { leaseUntil: BigInt(one.lease.until) }),
    topic: one.topic,
    partition: one.partition,
    offset: BigInt(one.offset),
    payloadType: one.payloadType,
    image: one.image,
    lostJson: one.lost.length === 0 ? '' : JSON.stringify(one.lost),
  });

const conflictMessage = (one: ReturnType<typeof conflictRows>[number]) =>
  create(SnapshotConflictSchema, {
    conflictId: one.id,
    urn: one.urn,
    patientId: one.patient_id ?? '',
    kind: one.kind,
    severity: one.severity,
    branchId: one.branch,
    standingEvent: Buffer.from(one.standing_event),
    standingImage: one.standing_image,
    otherEvent: Buffer.from(one.other_event),
    other: one.other,
    at: one.at,
  });

/** All that belongs into a snapshot, part by part. */
function* contents(store: Reader): Generator<Content> {
  let part: Content = { standings: [], conflicts: [], pages: [], bytes: 0 };
  const empty = (): Content => ({ standings: [], conflicts: [], pages: [], bytes: 0 });
  function* full(bytes: number): Generator<Content> {
    if (part.bytes > 0 && part.bytes + bytes > PART_BYTES) {
      yield part;
      part = empty();
    }
    part.bytes += bytes;
  }
  let after = '';
  for (;;) {
    const rows = standingsAfter(store, after, PAGE);
    for (const row of rows) {
      yield* full(row.image.length + 300);
      part.standings.push(standingMessage(row));
      const thing = parseUrn(row.urn);
      if (thing?.kind === 'document')
        for (const page of documentPages(store, thing.id)) {
          const bytes = toBinary(payloads.DocumentPage, page);
          yield* full(bytes.length);
          part.pages.push(bytes);
        }
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.urn;
  }
  for (const row of conflictRows(store, { open: true, limit: 1_000_000, subjectId: null })) {
    yield* full(row.standing_image.length + row.other.length + 300);
    part.conflicts.push(conflictMessage(row));
  }
  yield part;
}

const recordOf = (
  name: PayloadName,
  payload: Uint8Array,
  facts: { branch: string; producerId: string; at: string; number: number },
): OutgoingRecord => {
  const eventId = newId();
  const type = name === 'SnapshotManifest' ? 'snapshot.manifest' : 'snapshot.part';
  const value = encodeEnvelope(
    {
      eventId,
      type,
      typeVersion: 1,
      urn: `urn:mortar:${SNAPSHOT_PRODUCER}:${facts.branch}`,
      eventClass: EventClass.NOTE,
      producerId: facts.producerId,
      branchId: facts.branch,
    },
    name,
    payload,
  );
  return {
    key: facts.branch,
    value: gzipSync(value),
    headers: {
      ...headersOf({ eventId, type, producerId: facts.producerId }, 'protobuf'),
      'content-encoding': 'gzip',
    },
  };
};

/** Writes a snapshot. Answers how many standings it holds and its bytes as sent. */
export const writeSnapshot = async (
  source: Reader,
  to: { link: Link; topic: string; branch: string; producerId: string; now: string },
): Promise<{ standings: number; bytes: number }> => {
  const { link, topic, branch, producerId, now } = to;
  const id = newId();
  const hash = createHash('sha256');
  let number = 0;
  let standings = 0;
  let bytes = 0;
  const marks = allMarks(source);
  const where = positions(source);
  for (const content of contents(source)) {
    number += 1;
    standings += content.standings.length;
    const payload = toBinary(
      payloads.SnapshotPart,
      create(payloads.SnapshotPart, {
        snapshotId: id,
        number,
        standings: content.standings,
        conflicts: content.conflicts,
        pages: content.pages,
      }),
    );
    hash.update(payload);
    const record = recordOf('SnapshotPart', payload, { branch, producerId, at: now, number });
    bytes += record.value!.length;
    await link.publish({ topic, partition: 0 }, [record]);
  }
  const manifest = create(payloads.SnapshotManifest, {
    snapshotId: id,
    branchId: branch,
    madeAt: now,
    parts: number,
    standings: BigInt(standings),
    sha256: hash.digest('hex'),
    positions: where.map((one) => ({ topic: one.topic, partition: one.partition, next: BigInt(one.next) })),
    marks: marks.map((one) => ({
      producerId: one.producer_id,
      epoch: one.epoch,
      topic: one.topic,
      partition: one.partition,
      seq: BigInt(one.seq),
    })),
    rulesVersion: RULES_VERSION,
  });
  await link.publish({ topic, partition: 0 }, [
    recordOf('SnapshotManifest', toBinary(payloads.SnapshotManifest, manifest), {
      branch,
      producerId,
      at: now,
      number: 0,
    }),
  ]);
  return { standings, bytes };
};
