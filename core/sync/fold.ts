/**
 * The rules by which the log decides: what stands of a thing after the next record about it.
 *
 * Always: pure. The same standing, event and append time give the same answer on every workstation, so no clock, no
 * chance and no row is looked at here; the only time is the one the broker stamped. Nothing that happened is dropped:
 * a fact that collides is united with what stands, and what is refused is handed on as a conflict.
 * Not here: how two images are united (merge.ts), and what an outside system may do (outside.ts).
 */
import { fromBinary } from '@bufbuild/protobuf';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';
import { PrescriptionClaimedSchema } from './gen/mortar/v1/prescription_pb.js';
import { branchOfImage, imageAfter, isHarmless, isSafetyMatter, keepsAlways, unite } from './merge.ts';
import { derivedId, parseUrn } from './urn.ts';

/** A right to work on something, held by a workstation: a short one, until a time of the broker. */
export interface Lease {
  /** Producer id of the workstation. */
  holder: string;
  user: string;
  /** Broker milliseconds; null where no broker's clock says when it ends, so that it lasts until it is given back. */
  until: number | null;
}

/** A line of events that lost: whoever goes on from its last one is part of the same conflict. */
export interface LostLine {
  last: string;
  conflict: string;
}

/** What the log says of one thing. */
export interface Standing {
  /** The last event that counts; of two that were united, an id made of both. */
  head: string;
  /** The branch it belongs to. */
  branch: string;
  lease: Lease | null;
  payloadType: string;
  /** The payload of the event that made it stand so: the whole thing, as it is after it. */
  image: Uint8Array;
  lost: readonly LostLine[];
}

/** What of an event its fate depends on. */
export interface Judged {
  eventId: string;
  type: string;
  eventClass: EventClass;
  urn: string;
  baseEventId: string;
  branchId: string;
  producerId: string;
  /** Opaque id of the person. */
  userId: string;
  payloadType: string;
  payload: Uint8Array;
}

export const verdicts = ['accepted', 'both-stand', 'refused', 'noted'] as const;
export type Verdict = (typeof verdicts)[number];
export type ConflictKind = 'refused' | 'both-stand' | 'double-dispense' | 'other-branch' | 'gone-on';

/** Two versions of one thing. The first is the standing before; the second the event that was judged. */
export interface Collision {
  id: string;
  kind: ConflictKind;
  /** 1 is the gravest. */
  severity: 1 | 2 | 3;
}

export interface Judgement {
  standing: Standing | null;
  verdict: Verdict;
  conflict?: Collision;
}

/** Raised when the same log would be judged otherwise; a snapshot says by which it was made. */
export const RULES_VERSION = 3;
/** How many lines that lost are remembered of a thing. */
const LOST_LINES = 8;
/** How long filling is kept for who began it, from when the broker took that in. */
const FILLING_LEASE_MS = 20 * 60_000;

/** What belongs to one branch alone. */
const owned: ReadonlySet<string> = new Set(['prescription', 'lot']);
/** The only decision about an order that another branch may take, and the one that hands it over. */
const changesBranch: ReadonlySet<string> = new Set(['prescription.transferred', 'prescription.takenOver']);
/** Whoever moves an order on lets go of it; who begins to fill it keeps it. */
const endsLease: ReadonlySet<string> = new Set([
  'prescription.transcribed',
  'prescription.sentBack',
  'prescription.approve',
  'prescription.reject',
  'prescription.filled',
  'prescription.fillReversed',
  'prescription.dispense',
  'prescription.complete',
  'prescription.fail',
  'prescription.held',
  'prescription.transferred',
  'prescription.takenOver',
]);

const conflictOf = (standing: Standing, event: Judged): string =>
  derivedId('conflict', standing.head, event.eventId);

/** The line an event goes on from, where that line lost before. */
const lineOf = (standing: Standing, event: Judged): LostLine | undefined =>
  event.baseEventId === '' ? undefined : standing.lost.find(({ last }) => last === event.baseEventId);

/** The lines that lost, with this event as the last of its own. */
const withLost = (standing: Standing, event: Judged, conflict: string): LostLine[] =>
  [
    ...standing.lost.filter(({ last }) => last !== event.baseEventId),
    { last: event.eventId, conflict },
  ].slice(-LOST_LINES);

const refused = (
  standing: Standing,
  event: Judged,
  collision: Pick<Collision, 'kind' | 'severity'>,
): Judgement => {
  const id = lineOf(standing, event)?.conflict ?? conflictOf(standing, event);
  return {
    standing: { ...standing, lost: withLost(standing, event, id) },
    verdict: 'refused',
    conflict: { id, ...collision },
  };
};

/** Both happened: what stands afterwards has what either of them says. */
const united = (standing: Standing, event: Judged, kind: ConflictKind): Judgement => {
  const id = lineOf(standing, event)?.conflict ?? conflictOf(standing, event);
  const severity = isSafetyMatter(standing, event) ? 1 : 2;
  const image = unite(standing, event);
  return {
    standing: {
      ...standing,
      // Its author went on from his own version, not from this one: what he does next must not replace it.
      head: derivedId('united', standing.head, event.eventId),
      image,
      lost: withLost(standing, event, id),
    },
    verdict: 'both-stand',
    ...(!isHarmless(standing, event, image) && {
      conflict: { id, kind: severity === 1 && kind === 'both-stand' ? 'double-dispense' : kind, severity },
    }),
  };
};

/** By clocks that may differ nothing ends: not the lease that begins now, and not that of somebody else. */
const leaseOf = (event: Judged, user: string, appendedAt: number | null, lastsMs: number): Lease => ({
  holder: event.producerId,
  user,
  until: appendedAt === null ? null : appendedAt + lastsMs,
});
const isOver = ({ until }: Lease, appendedAt: number | null): boolean =>
  until !== null && appendedAt !== null && until < appendedAt;

const leaseAfter = (standing: Standing | null, event: Judged, appendedAt: number | null): Lease | null => {
  if (event.type === 'prescription.process')
    return leaseOf(event, event.userId, appendedAt, FILLING_LEASE_MS);
  return endsLease.has(event.type) ? null : (standing?.lease ?? null);
};

const accepted = (standing: Standing | null, event: Judged, appendedAt: number | null): Judgement => {
  const branch =
    standing === null || changesBranch.has(event.type)
      ? (branchOfImage(event) ?? event.branchId)
      : standing.branch;
  return {
    standing: {
      head: event.eventId,
      branch,
      lease: leaseAfter(standing, event, appendedAt),
      payloadType: event.payloadType,
      image: imageAfter(standing, event),
      lost: standing?.lost ?? [],
    },
    verdict: 'accepted',
  };
};

/** Somebody takes a thing to work on, or gives it back. A claim that comes too late is no conflict: nothing was done yet. */
const claimed = (standing: Standing | null, event: Judged, appendedAt: number | null): Judgement => {
  if (standing === null) return { standing, verdict: 'noted' };
  const { userId, lastsMs, released } = fromBinary(PrescriptionClaimedSchema, event.payload);
  const { lease } = standing;
  if (released) return { standing: { ...standing, lease: null }, verdict: 'accepted' };
  const taken = lease !== null && lease.holder !== event.producerId && !isOver(lease, appendedAt);
  if (taken || isElsewhere(standing, event)) return { standing, verdict: 'refused' };
  return {
    standing: { ...standing, lease: leaseOf(event, userId, appendedAt, lastsMs) },
    verdict: 'accepted',
  };
};

/** Whether it belongs to another branch than the one that did this. */
const isElsewhere = (standing: Standing, event: Judged): boolean =>
  owned.has(parseUrn(event.urn)?.kind ?? '') && standing.branch !== event.branchId;

const sameBytes = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

/**
 * Judges the next record about a thing.
 * @param standing what the log says of it so far; null where it never spoke of it
 * @param appendedAt when the broker appended the record, in its milliseconds; null where the log does not say
 */
export const fold = (standing: Standing | null, event: Judged, appendedAt: number | null): Judgement => {
  switch (event.eventClass) {
    case EventClass.NOTE:
      return { standing, verdict: 'noted' };
    case EventClass.CLAIM:
      return claimed(standing, event, appendedAt);
    case EventClass.BASELINE:
      if (standing === null) return accepted(standing, event, appendedAt);
      return sameBytes(standing.image, event.payload) || isElsewhere(standing, event)
        ? { standing, verdict: 'noted' }
        : united(standing, event, 'both-stand');
    case EventClass.FACT: {
      if (standing === null) return accepted(standing, event, appendedAt);
      if (isElsewhere(standing, event)) return united(standing, event, 'other-branch');
      if (event.baseEventId === standing.head) return accepted(standing, event, appendedAt);
      return united(standing, event, 'both-stand');
    }
    default: {
      if (standing === null) return accepted(standing, event, appendedAt);
      if (isElsewhere(standing, event) && event.type !== 'prescription.takenOver')
        return refused(standing, event, { kind: 'other-branch', severity: 3 });
      if (event.baseEventId === standing.head) return accepted(standing, event, appendedAt);
      // What a patient may be harmed by is never lost with the edit that lost.
      if (keepsAlways(standing, event)) return united(standing, event, 'both-stand');
      return refused(standing, event, { kind: 'refused', severity: 3 });
    }
  }
};
