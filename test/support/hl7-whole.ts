/** Everything our own reader says of a message, in the shape in which the witness says it. */
import type { Message, Segment } from '../../core/adt/hl7.ts';
import { type Field, trimmed, type WitnessedSegment } from './hl7-witness.ts';

const list = <T>(count: number, read: (place: number) => T): T[] =>
  trimmed(Array.from({ length: Math.max(0, count) }, (_, at) => read(at + 1)));

/** Piece by piece; that the whole at one go says the same is seen on the way. */
function fieldOf(segment: Segment, field: number): Field {
  const whole = segment.whole(field);
  const pieces = whole.map((components, r) =>
    components.map((subcomponents, c) =>
      subcomponents.map((_, s) =>
        segment.get(field, { repetition: r + 1, component: c + 1, subcomponent: s + 1 }),
      ),
    ),
  );
  if (JSON.stringify(pieces) !== JSON.stringify(whole) || segment.repetitions(field) !== whole.length)
    throw new Error(`${segment.id}-${field}: asked for at one go it is another`);
  return trimmed(pieces.map((components) => trimmed(components)));
}

/** Of MSH what comes after the separators. */
export const wholeOf = (message: Message): WitnessedSegment[] =>
  message.segments.map((segment) => {
    const first = segment.id === 'MSH' ? 3 : 1;
    return {
      id: segment.id,
      fields: list(segment.fields - first + 1, (place) => fieldOf(segment, first + place - 1)),
    };
  });
