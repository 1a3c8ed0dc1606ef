/**
 * A message in words, for the screen: segment by segment, the fields that say something, by name. Every field that is written is
 * there, known or not; social security numbers are masked.
 */

import type { z } from 'zod';
import type { messageView } from '../contract/adt-values.ts';
import { type Message, type Segment, segmentOf } from './hl7.ts';
import { codeWords, segmentNames } from './hl7-names.ts';
import { maskedLines } from './mask.ts';

export { maskedLines } from './mask.ts';

type Translated = z.infer<typeof messageView>['translated'];

/** How a field is named and shown. */
interface Shown {
  readonly name: string;
  readonly isTime: boolean;
  readonly words: Readonly<Record<string, string>> | undefined;
}

const shownFields = new Map<string, readonly Shown[]>(
  Object.entries(segmentNames).map(([id, { fields }]) => [
    id,
    fields.split('|').map((entry) => {
      const isTime = entry.endsWith('@');
      const [name = '', table] = (isTime ? entry.slice(0, -1) : entry).split('=');
      return { name, isTime, words: table === undefined ? undefined : codeWords[table] };
    }),
  ]),
);

/** `20261121090500-0500` as 2026-11-21 09:05:00 -0500; what is no time stays as it is written. */
function timeWords(text: string): string {
  const [, year, month, day, hour, minute, second, rest = '', zone = ''] =
    /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(\.\d+)?)?)?)?)?)?([+-]\d{4})?$/.exec(text) ?? [];
  if (year === undefined) return text;
  const date = [year, month, day].filter(Boolean).join('-');
  const time = [hour, minute, second && second + rest].filter(Boolean).join(':');
  return [date, time, zone].filter(Boolean).join(' ');
}

/** One component: its subcomponents, unescaped. */
function componentText(segment: Segment, field: number, repetition: number, component: number): string {
  const parts: string[] = [];
  for (
    let subcomponent = 1, count = segment.subcomponents(field, repetition, component);
    subcomponent <= count;
    subcomponent += 1
  ) {
    const text = segment.get(field, { repetition, component, subcomponent });
    if (text !== undefined) parts.push(text ?? 'cleared');
  }
  return parts.join(' ');
}

function repetitionText(
  segment: Segment,
  field: number,
  repetition: number,
  shown: Shown | undefined,
): string {
  const parts: string[] = [];
  for (let component = 1, count = segment.components(field, repetition); component <= count; component += 1) {
    const text = componentText(segment, field, repetition, component);
    if (text !== '') parts.push(component > 1 ? text : wordsFor(text, shown));
  }
  return parts.join(' · ');
}

function wordsFor(text: string, shown: Shown | undefined): string {
  if (shown?.isTime) return timeWords(text);
  const word = shown?.words?.[text];
  return word === undefined ? text : `${word} (${text})`;
}

function fieldText(segment: Segment, field: number, shown: Shown | undefined): string {
  const all: string[] = [];
  for (let repetition = 1, count = segment.repetitions(field); repetition <= count; repetition += 1) {
    const text = repetitionText(segment, field, repetition, shown);
    if (text !== '') all.push(text);
  }
  return all.join('; ');
}

function segmentWords(segment: Segment): Translated[number] {
  const shown = shownFields.get(segment.id);
  const fields: Translated[number]['fields'] = [];
  // The separators of MSH say nothing to a reader.
  for (let field = segment.id === 'MSH' ? 3 : 1; field <= segment.fields; field += 1) {
    const known = shown?.[field - 1];
    const value = fieldText(segment, field, known);
    if (value === '') continue;
    const place = `${segment.id}-${field}`;
    fields.push({ place, name: known?.name ?? `Field ${field}`, value });
  }
  const title = segmentNames[segment.id]?.title;
  return {
    segment: segment.id,
    title: title ?? (segment.id.startsWith('Z') ? 'The site’s own' : 'Others'),
    fields,
  };
}

/** The message in words. */
export const translate = (message: Message): Translated =>
  maskedLines(message).map((line, index) => segmentWords(segmentOf(line, index, message)));
