/**
 * Takes social security numbers out of what is shown of a message: the fields that hold one, numbers marked as one, and nine
 * digits in free text beside the words for it. Separators stay, so that each field is where it was. The bytes that are kept are not
 * changed.
 */
import type { Message, Segment } from '../hl7.ts';
import type { Separators } from './separators.ts';

const MASK = '•';

/** Fields that are social security numbers by the standard. */
const numbers: Readonly<Record<string, readonly number[]>> = {
  PID: [19],
  NK1: [37],
  GT1: [12],
  IN2: [2],
};

const covered = (text: string): string => text.replace(/[\p{L}\p{N}]/gu, MASK);

/** A number of type SS, or given by the authority of social security, its check digit too. */
function maskRepetition(repetition: string, { component, subcomponent }: Separators): string {
  if (component === '' || !repetition.includes(component)) return repetition;
  const parts = repetition.split(component);
  const authority = (subcomponent === '' ? parts[3] : parts[3]?.split(subcomponent, 1)[0])?.trim();
  const isNumber = parts[4]?.trim() === 'SS' || authority === 'SSA' || authority === 'USSSA';
  return isNumber ? [covered(parts[0]!), covered(parts[1]!), ...parts.slice(2)].join(component) : repetition;
}

const WORDS = String.raw`(?:\bs\.?s\.?n\b|\bsocial[ -]security(?:[ -](?:number|no))?)`;
const DIGITS = String.raw`(?<!\d)\d{3}([- .]?)\d{2}\1\d{4}(?!\d)`;
const before = new RegExp(`${WORDS}\\D{0,40}${DIGITS}`, 'giu');
const after = new RegExp(`${DIGITS}\\D{0,12}${WORDS}`, 'giu');
const hideDigits = (text: string): string => text.replace(/\d/g, MASK);

/** Fields as they stand between separators, from the name of the segment on. */
function maskSegment(segment: Segment, separators: Separators): string {
  if (segment.id === 'MSH') return segment.text;
  const { field, repetition } = separators;
  const masked = segment.text.split(field).map((raw, number) => {
    if (number === 0 || raw === '') return raw;
    if (numbers[segment.id]?.includes(number)) return covered(raw);
    if (repetition === '') return maskRepetition(raw, separators);
    return raw
      .split(repetition)
      .map((one) => maskRepetition(one, separators))
      .join(repetition);
  });
  return masked.join(field).replace(before, hideDigits).replace(after, hideDigits);
}

/** The segments of a message as lines of text, social security numbers masked. */
export const maskedLines = (message: Message): string[] =>
  message.segments.map((segment) => maskSegment(segment, message.separators));
