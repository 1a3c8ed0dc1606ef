/**
 * What is in hand while records are taken in one transaction: standings, marks and rows to be made anew, read once and
 * written once, however many records speak of them.
 */
import type { Announcement } from '../dispatch.ts';
import type { EventDraft } from '../handler.ts';
import type { Writer } from '../store/database.ts';
import type { Standing } from './fold.ts';
import {
  type HeardEvent,
  type HeardOf,
  isHeard,
  keepHeard,
  keepHeardOf,
  loadMark,
  type Mark,
  saveMark,
} from './heard.ts';
import { type Identity, loadIdentity } from './identity.ts';
import { isAnythingHeld, isHalted } from './quarantine.ts';
import { insertStandings, loadPlaced, type Place, saveStanding, type ToKeep } from './standing.ts';

interface InHand {
  before: Standing | null;
  standing: Standing | null;
  /** Where what stands came from; null where nothing does. */
  place: Place | null;
}

export interface Hand {
  readonly writer: Writer;
  readonly now: string;
  readonly identity: Identity;
  /** Whether anything of ours waits to be said back; where nothing does, nothing is looked for. */
  readonly anythingOut: boolean;
  /** The same of records that are held back. */
  anythingHeld: boolean;
  /** Things whose rows are no longer as they should be. */
  readonly dirty: Set<string>;
  readonly events: EventDraft[];
  readonly told: Omit<Announcement, 'seq'>[];
  /** A record of ours that waited came back. */
  saidBack: boolean;
  /** A record of ours came that this file does not hold. */
  strange: boolean;
  standingOf(urn: string): Standing | null;
  /** How it stood before the first of these records. */
  stoodBefore(urn: string): Standing | null;
  /** Whether what stands is of a later record already: it came with a snapshot. */
  isOlder(urn: string, place: Place): boolean;
  setStanding(urn: string, standing: Standing | null, place: Place): void;
  markOf(key: Omit<Mark, 'seq' | 'since'>): Mark;
  halted(key: string): boolean;
  setHalted(key: string): void;
  heardOf(row: HeardOf): void;
  /** Whether an event of another workstation is kept. */
  isHeard(id: string): boolean;
  keepHeard(event: HeardEvent): void;
  /** Writes what was changed; where rows are made later, which of them are due. */
  put(isLater: boolean): void;
}

export const takeInHand = (writer: Writer, now: string): Hand => {
  const standings = new Map<string, InHand>();
  const marks = new Map<string, { mark: Mark; before: number }>();
  const halts = new Map<string, boolean>();
  const workstations = new Map<string, HeardOf>();
  const heard = new Map<string, HeardEvent>();
  const inHand = (urn: string): InHand => {
    let one = standings.get(urn);
    if (!one) {
      const placed = loadPlaced(writer, urn);
      one = { before: placed, standing: placed, place: placed };
      standings.set(urn, one);
    }
    return one;
  };
  return {
    writer,
    now,
    identity: loadIdentity(writer),
    anythingOut: writer.get('SELECT 1 FROM outgoing LIMIT 1') !== undefined,
    anythingHeld: isAnythingHeld(writer),
    dirty: new Set(),
    events: [],
    told: [],
    saidBack: false,
    strange: false,
    standingOf: (urn) => inHand(urn).standing,
    stoodBefore: (urn) => inHand(urn).before,
    isOlder: (urn, { topic, partition, offset }) => {
      const { place } = inHand(urn);
      return (
        place !== null && place.topic === topic && place.partition === partition && place.offset >= offset
      );
    },
    setStanding: (urn, standing, place) => {
      const one = inHand(urn);
      one.standing = standing;
      one.place = place;
    },
    markOf: (key) => {
      const name = `${key.producer_id} ${key.epoch} ${key.topic} ${key.partition}`;
      let one = marks.get(name);
      if (!one) {
        const { seq, since } = loadMark(writer, key);
        one = { mark: { ...key, seq, since }, before: seq };
        marks.set(name, one);
      }
      return one.mark;
    },
    halted(key) {
      if (!this.anythingHeld) return false;
      let halted = halts.get(key);
      if (halted === undefined) {
        halted = isHalted(writer, key);
        halts.set(key, halted);
      }
      return halted;
    },
    setHalted: (key) => {
      halts.set(key, true);
    },
    heardOf: (row) => {
      workstations.set(row.producer_id, row);
    },
    isHeard: (id) => heard.has(id) || isHeard(writer, id),
    keepHeard: (event) => {
      if (!heard.has(event.id)) heard.set(event.id, event);
    },
    put(isLater) {
      keepHeard(writer, [...heard.values()]);
      const first: ToKeep[] = [];
      for (const [urn, { before, standing, place }] of standings) {
        if (standing === null || standing === before || place === null) continue;
        const one = { urn, standing, place, isDue: isLater && this.dirty.has(urn) };
        if (before === null) first.push(one);
        else saveStanding(writer, one);
      }
      insertStandings(writer, first);
      for (const { mark, before } of marks.values()) if (mark.seq !== before) saveMark(writer, mark);
      for (const row of workstations.values()) keepHeardOf(writer, row);
    },
  };
};
