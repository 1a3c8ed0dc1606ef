/**
 * Writes messages of HL7 v2: our acknowledgements, and those made for trying out. Every value is escaped unless it is handed on
 * as somebody else wrote it; gaps stay gaps; each segment ends with CR. Which characters the text becomes is charset.ts.
 */
import { escapeText } from './escapes.ts';
import { type Separators, USUAL_SEPARATORS } from './separators.ts';

/** Text as it stands between separators already, escapes and all: a field of the message that is answered. */
interface AsWritten {
  readonly asWritten: string;
}
interface Repeated {
  readonly repeated: readonly Repetition[];
}
/** undefined and '' write nothing, null writes `""`. */
type Value = string | null | undefined | AsWritten;
type Component = Value | readonly Value[];
type Repetition = Value | readonly Component[];
/** A list is its components, a list in it their subcomponents. */
export type Written = Repetition | Repeated;

export const asWritten = (text: string): AsWritten => ({ asWritten: text });
export const repeated = (...repetitions: readonly Repetition[]): Repeated => ({ repeated: repetitions });

const isList = (value: unknown): value is readonly never[] => Array.isArray(value);

const writeValue = (value: Value, separators: Separators): string => {
  if (value === null) return '""';
  if (value === undefined || value === '') return '';
  return typeof value === 'string' ? escapeText(value, separators) : value.asWritten;
};

const join = (parts: string[], separator: string): string => {
  let end = parts.length;
  while (end > 0 && parts[end - 1] === '') end -= 1;
  return parts.slice(0, end).join(separator);
};

const writeComponent = (component: Component, separators: Separators): string =>
  isList(component)
    ? join(
        (component as readonly Value[]).map((value) => writeValue(value, separators)),
        separators.subcomponent,
      )
    : writeValue(component as Value, separators);

const writeRepetition = (repetition: Repetition, separators: Separators): string =>
  isList(repetition)
    ? join(
        (repetition as readonly Component[]).map((component) => writeComponent(component, separators)),
        separators.component,
      )
    : writeValue(repetition as Value, separators);

const writeField = (field: Written, separators: Separators): string =>
  field !== null && typeof field === 'object' && 'repeated' in field
    ? join(
        field.repeated.map((repetition) => writeRepetition(repetition, separators)),
        separators.repetition,
      )
    : writeRepetition(field, separators);

/** One segment without its CR. Fields from the first; of MSH from MSH-3, as MSH-1 and MSH-2 are the separators. */
export function writeSegment(
  id: string,
  fields: readonly Written[],
  separators: Separators = USUAL_SEPARATORS,
): string {
  const { field, component, repetition, subcomponent, truncation } = separators;
  const written = fields.map((value) => writeField(value, separators));
  const own =
    id === 'MSH' ? [`${component}${repetition}${separators.escape}${subcomponent}${truncation}`] : [];
  return join([id, ...own, ...written], field);
}

/** A message: each segment is its name and its fields. */
export const writeMessage = (
  segments: readonly (readonly [string, ...Written[]])[],
  separators: Separators = USUAL_SEPARATORS,
): string => segments.map(([id, ...fields]) => `${writeSegment(id, fields, separators)}\r`).join('');
