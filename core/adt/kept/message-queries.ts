/** Hospitals' messages, listed and one by one: as they came, in words, what they changed, how they fared. */

import { notFound } from '../../contract/errors.ts';
import type { QueryResult } from '../../contract/index.ts';
import type { QueryHandlers } from '../../handler.ts';
import { patientName } from '../../patient/patient.ts';
import { livesOnAs } from '../../patient/records.ts';
import type { Reader } from '../../store/database.ts';
import { personsOf } from '../board/board-store.ts';
import { changesOf, differencesOf } from '../effect/changes.ts';
import { Hl7Error, readMessage } from '../hl7.ts';
import { rawOf } from '../keeping/raw-store.ts';
import { maskedLines, translate } from '../reading/translate.ts';
import { eventTitle } from '../trigger-events.ts';
import {
  historyOf,
  type MessageShown,
  messageShown,
  messagesBy,
  messageTotal,
  replacedBy,
} from './message-store.ts';

type Row = QueryResult<'adt.messages'>['rows'][number];
type View = QueryResult<'adt.message'>;

const rowView = (row: MessageShown): Row => ({
  id: row.id,
  source: row.source,
  way: row.way,
  receivedAt: row.received_at,
  event: row.event,
  title: eventTitle(row.event),
  controlId: row.control_id,
  name:
    row.family_name === null
      ? ''
      : patientName({ family_name: row.family_name, given_names: row.given_names ?? '' }),
  patientId: row.patient_id,
  state: row.state,
  problem: row.problem,
  acknowledgement: row.acknowledgement,
  acknowledgedAt: row.acknowledged_at,
  cameAgain: row.came_again,
});

/** Masked lines and their words; where nothing can be read, its text alone, so that a person can. */
const readable = (store: Reader, row: MessageShown): Pick<View, 'raw' | 'translated' | 'moreSegments'> => {
  const bytes = rawOf(store, row.id);
  try {
    const message = readMessage(bytes, JSON.parse(row.profile).charset);
    return { raw: maskedLines(message), ...translate(message) };
  } catch (error) {
    if (!(error instanceof Hl7Error)) throw error;
    return {
      raw: Buffer.from(bytes)
        .toString('latin1')
        .split(/\r\n?|\n/),
      ...{ translated: [], moreSegments: 0 },
    };
  }
};

const load = (store: Reader, messageId: number): MessageShown =>
  messageShown(store, messageId) ?? notFound('adt-message');

export const messageQueryHandlers = {
  'adt.messages': ({ store }, input) => {
    const { patientId, sourceId, state, event, controlId } = input;
    const persons = patientId === undefined ? null : personsOf(store, livesOnAs(store, patientId));
    const narrowed = [patientId, sourceId, state, event, controlId].some((one) => one !== undefined);
    return {
      rows: messagesBy(store, { ...input, persons }).map(rowView),
      total: narrowed ? null : messageTotal(store),
    };
  },

  'adt.message': ({ store }, { messageId }) => {
    const row = load(store, messageId);
    return {
      ...rowView(row),
      peer: row.peer,
      charset: row.charset,
      attempts: row.attempts,
      cameAgainAt: row.came_again_at,
      insteadOf: row.instead_of,
      replacedBy: replacedBy(store, messageId),
      ...readable(store, row),
      changes: differencesOf(store, changesOf(store, messageId)),
      history: historyOf(store, messageId),
    };
  },
} satisfies QueryHandlers<'adt.messages' | 'adt.message'>;
