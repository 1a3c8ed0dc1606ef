/**
 * What every effect of a message is given: the rows it writes through, whose message it is and how new, and the events it
 * leaves for the log. Nothing is decided here.
 */

import type { SourceProfile } from '../../contract/adt-values.ts';
import type { Context, EventDraft } from '../../handler.ts';
import type { Writer } from '../../store/database.ts';
import type { Adt } from '../reading/message.ts';
import type { TriggerCode } from '../trigger-events.ts';
import type { PersonRow } from './row-types.ts';
import type { Rows } from './rows.ts';

export interface AdtSource {
  readonly id: string;
  readonly name: string;
  readonly profile: SourceProfile;
}

export interface ApplyContext {
  readonly store: Writer;
  readonly now: string;
  /** When the message came: how new it is where it says no time of its own. */
  readonly receivedAt: string;
  readonly source: AdtSource;
  readonly setting: Context['setting'];
  /** It was applied before: what it contradicts was asked then. */
  readonly again?: boolean;
}

/** One message on its way through its effects. */
export interface Effect {
  readonly store: Writer;
  readonly rows: Rows;
  readonly events: EventDraft[];
  /** Those of our patients it is about. */
  readonly ours: Set<string>;
  readonly now: string;
  readonly source: AdtSource;
  readonly setting: Context['setting'];
  readonly messageId: number;
  readonly code: TriggerCode;
  readonly adt: Adt;
  /** How new what it says is, by the sender's clock. */
  readonly asOf: string;
  readonly again: boolean;
  /** A person decides before it has its effect. */
  held: boolean;
  /** It does not go with what is known of somebody who is none of ours: nobody is asked, nothing is done. */
  against: boolean;
  /** Something newer was known of what it is mainly about. */
  late: boolean;
  /** It is worth asking who somebody is whom nobody here knows. */
  matters: boolean;
  /** It did, or could have done, something: else there is no action. */
  acted: boolean;
  /** In words, without patient data. */
  problem: string | null;
}

/** The event of one of our patients; nothing for persons nobody here knows. */
export const tell = (
  effect: Effect,
  name: 'stay.began' | 'stay.moved' | 'stay.ended' | 'stay.changed' | 'stay.cancelled' | 'patient.linked',
  person: PersonRow,
  stayId: number | null,
  reason: string,
): void => {
  if (person.patient_id === null) return;
  effect.events.push({
    name,
    subject: { kind: 'patient', id: person.patient_id },
    patientId: person.patient_id,
    data: { patientId: person.patient_id, personId: person.id, stayId, source: effect.source.name },
    reason,
  });
};

/** Keeps the first trouble only: the others follow from it. */
export const hold = (effect: Effect, problem: string): void => {
  effect.held = true;
  effect.problem ??= problem;
};
