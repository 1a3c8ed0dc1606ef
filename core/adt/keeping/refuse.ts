/**
 * Which messages are refused when they come, and why: not for us (type, event, processing, version), or without what their event
 * needs. Pure. Always: a refused message is kept all the same; an event that is merely not acted on is not refused.
 * By HL7 v2 chapter 2 (table 0357) and the table of trigger events.
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { RefusedFor } from '../acknowledge.ts';
import type { Message } from '../hl7.ts';
import type { Header } from '../reading/header.ts';
import { Hl7Error } from '../reading/separators.ts';
import { isTriggerEvent, type Need, triggerEventOf } from '../trigger-events.ts';

const reject = (code: number, place: string, problem: string): RefusedFor => ({
  kind: 'reject',
  code,
  place,
  problem,
});
const error = (code: number, place: string, problem: string): RefusedFor => ({
  kind: 'error',
  code,
  place,
  problem,
});

/** Why the message is not for us, by MSH alone; null when it is. */
const notForUs = (header: Header, profile: SourceProfile): RefusedFor | null => {
  if (header.type !== 'ADT')
    return reject(200, 'MSH^1^9', 'Only ADT messages are taken here. MSH-9 says another type.');
  if (!isTriggerEvent(header.event))
    return reject(201, 'MSH^1^9', 'There is no such trigger event. MSH-9 has to name one of A01 to A62.');
  if (header.processing !== profile.processing)
    return reject(
      202,
      'MSH^1^11',
      `MSH-11 has to be ${profile.processing}: that is what this source was set up for.`,
    );
  if (!/^2\.[1-8](\.\d+)*$/.test(header.version))
    return reject(203, 'MSH^1^12', 'Versions 2.1 to 2.8 are taken here. MSH-12 says another.');
  return null;
};

const isThere = (need: Need, message: Message): boolean =>
  need === 'two PID' ? message.all('PID').length >= 2 : message.first(need) !== undefined;

/** The numbers of a field, each with its authority, as far as they are told apart by them. */
const numbersOf = (message: Message, segment: 'PID' | 'MRG', field: number): string[] =>
  message
    .all(segment)
    .flatMap((line) =>
      Array.from({ length: line.repetitions(field) }, (_, index) => {
        const repetition = index + 1;
        const value = line.get(field, { repetition }) ?? '';
        const authority = line.get(field, { repetition, component: 4 }) ?? '';
        return value === '' ? '' : `${authority}\t${value}`;
      }),
    )
    .filter((number) => number !== '');

/** Why nothing can follow from the message, however often it is sent; null when something can. */
const withoutNeeds = (header: Header, message: Message): RefusedFor | null => {
  const { needs, effects } = triggerEventOf(header.event)!;
  const missing = needs.find((need) => !isThere(need, message));
  if (missing !== undefined) {
    const segment = missing === 'two PID' ? 'PID' : missing;
    return error(
      101,
      `${segment}^1`,
      missing === 'two PID'
        ? 'This event speaks of two persons; there are not two PID segments.'
        : `This event needs a segment ${segment}, and there is none.`,
    );
  }
  if (!effects.includes('merge')) return null;
  const retired = numbersOf(message, 'MRG', 1);
  const lives = new Set(numbersOf(message, 'PID', 3));
  if (retired.length === 0) return error(101, 'MRG^1^1', 'MRG-1 does not say which record was merged.');
  return retired.every((number) => lives.has(number))
    ? error(205, 'MRG^1^1', 'MRG-1 and PID-3 name the same record: there is nothing to merge.')
    : null;
};

/** Why a message is refused, or null when it is taken, with the message as far as it was read. */
export const readAndJudge = (
  header: Header,
  profile: SourceProfile,
  read: () => Message,
): { refused: RefusedFor | null; message: Message | null } => {
  const refused = notForUs(header, profile);
  if (refused !== null) return { refused, message: null };
  try {
    const message = read();
    return { refused: withoutNeeds(header, message), message };
  } catch (thrown) {
    if (!(thrown instanceof Hl7Error)) throw thrown;
    return { refused: error(thrown.code, '', thrown.message), message: null };
  }
};
