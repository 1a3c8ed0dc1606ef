/**
 * A message in words, for the screen: segment by segment, the fields that say something, by name. Every field that is written is
 * there, known or not; social security numbers are masked.
 */

import type { z } from 'zod';
import type { messageView } from '../../contract/adt-values.ts';
import { type Message, type Segment, segmentOf } from '../hl7.ts';
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

function wordsFor(text: string, shown: Shown | undefined): string {
  if (shown?.isTime) return timeWords(text);
  const word = shown?.words?.[text];
  return word === undefined ? text : `${word} (${text})`;
}

/** Repetitions by semicolons, components by dots, subcomponents by blanks; the first component in the words of its table. */
const fieldText = (segment: Segment, field: number, shown: Shown | undefined): string =>
  segment
    .whole(field)
    .map((components) =>
      components
        .map((subcomponents) =>
          subcomponents
            .filter((text) => text !== undefined)
            .map((text) => text ?? 'cleared')
            .join(' '),
        )
        .map((text, at) => (at === 0 ? wordsFor(text, shown) : text))
        .filter((text) => text !== '')
        .join(' · '),
    )
    .filter((text) => text !== '')
    .join('; ');

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
