/**
 * A message in words, for the screen: segment by segment, the fields that say something, by name. Every field that is written is
 * there, known or not; social security numbers are masked.
 * Always: whatever came, it is no more than a screen can show, and what is left out is counted.
 */

import type { z } from 'zod';
import type { messageView } from '../../contract/adt-values.ts';
import { type Message, type Segment, segmentOf } from '../hl7.ts';
import { codeWords, segmentNames } from './hl7-names.ts';
import { maskedLines } from './mask.ts';

export { maskedLines } from './mask.ts';

type Translated = Pick<z.infer<typeof messageView>, 'translated' | 'moreSegments'>;
type TranslatedSegment = Translated['translated'][number];

/** Far more than any sender means; a message of noise may have a hundred thousand. */
const MOST = { segments: 1_000, fields: 3_000, letters: 10_000 };
/** What a field takes of the most there may be: one that says much as several, one that says nothing little. */
const shareOf = (value: string): number => (value === '' ? 0.1 : 1 + value.length / 200);

/** No longer than it may be, with how much more there is. */
const cut = (text: string): string =>
  text.length <= MOST.letters
    ? text
    : `${text.slice(0, MOST.letters)} … and ${(text.length - MOST.letters).toLocaleString('en')} more characters`;

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

/** A line that is no segment has all of it for a name. */
const nameOf = ({ id }: Segment): string => (id.length > 3 ? `${id.slice(0, 3)}…` : id);

/** `left`: what there may be of fields; answers what is left of that. */
function segmentWords(segment: Segment, left: number): { words: TranslatedSegment; left: number } {
  const shown = shownFields.get(segment.id);
  const fields: TranslatedSegment['fields'] = [];
  const name = nameOf(segment);
  let after = left;
  // The separators of MSH say nothing to a reader.
  let field = segment.id === 'MSH' ? 3 : 1;
  for (; field <= segment.fields && after > 0; field += 1) {
    const known = shown?.[field - 1];
    const value = cut(fieldText(segment, field, known));
    after -= shareOf(value);
    if (value === '') continue;
    fields.push({ place: `${name}-${field}`, name: known?.name ?? `Field ${field}`, value });
  }
  const title = segmentNames[segment.id]?.title;
  return {
    words: {
      segment: name,
      title: title ?? (segment.id.startsWith('Z') ? 'The site’s own' : 'Others'),
      fields,
      more: Math.max(0, segment.fields - field + 1),
    },
    left: after,
  };
}

/** The message in words. */
export const translate = (message: Message): Translated => {
  const lines = maskedLines(message);
  const translated: TranslatedSegment[] = [];
  let left = MOST.fields;
  while (translated.length < Math.min(lines.length, MOST.segments) && left > 0) {
    const index = translated.length;
    const one = segmentWords(segmentOf(lines[index]!, index, message), left);
    translated.push(one.words);
    left = one.left;
  }
  return { translated, moreSegments: lines.length - translated.length };
};
