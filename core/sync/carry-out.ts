/** What follows from a record that was judged, or that cannot be taken: written in the transaction of the hand. */
import { openConflict } from './conflict.ts';
import { announceConflict } from './conflict-out.ts';
import { tellDeadLetter } from './dead-letter.ts';
import type { Judgement, Standing } from './fold.ts';
import type { Hand } from './hand.ts';
import type { LogRecord } from './link.ts';
import { type HeldKind, hold } from './quarantine.ts';
import { aggregateSubject } from './subject.ts';
import type { TopicName } from './topics.ts';
import { parseUrn } from './urn.ts';

export interface From {
  topic: TopicName;
  partition: number;
}

export const sentences: Record<'twin' | 'fault' | 'behind', string> = {
  twin: 'Two workstations sent under one identity. The other one sends it again; nothing has to be done.',
  fault: 'Mortar could not take this record. Update Mortar, then take it again.',
  behind: 'It waits behind another record of the same thing that could not be taken.',
};

export const holdBack = (
  hand: Hand,
  from: From,
  record: LogRecord,
  kind: HeldKind,
  problem: string,
): void => {
  const why = { kind, problem, at: hand.now };
  const id = hold(hand.writer, from, record, why);
  // Read a second time, it changes nothing of what was decided about it.
  if (id === null) return;
  hand.anythingHeld = true;
  if (kind !== 'twin') hand.setHalted(record.key ?? '');
  if (kind === 'corrupt' || kind === 'fault') tellDeadLetter(hand.writer, from, record, why);
  if (kind !== 'behind')
    hand.events.push({
      name: 'sync.held',
      subject: { kind: 'workstation', id: 'this' },
      data: { heldId: id, topic: from.topic, kind },
    });
};

/** Writes what a judgement says, but for the rows. */
export const carryOut = (
  hand: Hand,
  from: From,
  record: LogRecord,
  about: {
    judgement: Judgement;
    before: Standing | null;
    eventId: string;
    urn: string;
    patientId: string;
    own: boolean;
  },
): void => {
  const { judgement, before, eventId, urn } = about;
  if (judgement.standing !== before)
    hand.setStanding(urn, judgement.standing, { ...from, offset: record.offset });
  const { conflict } = judgement;
  if (!conflict || before === null) return;
  const facts = {
    urn,
    patientId: about.patientId,
    before,
    eventId,
    other: record.value!,
    at: new Date(record.appendedAt).toISOString(),
  };
  if (!openConflict(hand.writer, conflict, facts)) return;
  hand.events.push({
    name: 'sync.conflictOpened',
    subject: { kind: 'workstation', id: 'this' },
    data: { conflictId: conflict.id, kind: conflict.kind },
  });
  // Whoever made the second of the two tells it; derived from both, it is the same whoever does.
  if (about.own) announceConflict(hand, conflict, facts);
};

/** Windows that show it hear of it. */
export const tell = (hand: Hand, type: string, urn: string): void => {
  if (parseUrn(urn)) hand.told.push({ name: type, subject: aggregateSubject(urn) });
};
