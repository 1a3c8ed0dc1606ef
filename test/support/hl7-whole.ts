/** Everything our own reader says of a message, in the shape in which the witness says it. */
import type { Message, Segment } from '../../core/adt/hl7.ts';
import { type Field, trimmed, type WitnessedSegment } from './hl7-witness.ts';

const list = <T>(count: number, read: (place: number) => T): T[] =>
  trimmed(Array.from({ length: Math.max(0, count) }, (_, at) => read(at + 1)));

const fieldOf = (segment: Segment, field: number): Field =>
  list(segment.repetitions(field), (repetition) =>
    list(segment.components(field, repetition), (component) =>
      list(segment.subcomponents(field, repetition, component), (subcomponent) =>
        segment.get(field, { repetition, component, subcomponent }),
      ),
    ),
  );

/** Of MSH what comes after the separators. */
export const wholeOf = (message: Message): WitnessedSegment[] =>
  message.segments.map((segment) => {
    const first = segment.id === 'MSH' ? 3 : 1;
    return {
      id: segment.id,
      fields: list(segment.fields - first + 1, (place) => fieldOf(segment, first + place - 1)),
    };
  });
