/**
 * What must hold for any bytes whatever: nothing throws but the one refusal, nothing takes a second, no field is lost, and a naive
 * splitter that knows nothing of our reader finds the same pieces.
 */

import { isDeepStrictEqual } from 'node:util';
import { Hl7Error, type Message, readMessage } from '../../core/adt/hl7.ts';
import { fromWritten, readArrived, writeRead } from '../../core/adt/keeping/read-arrived.ts';
import { splitFile } from '../../core/adt/reading/batch-file.ts';
import { decodeMessage } from '../../core/adt/reading/charset.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { readAdt } from '../../core/adt/reading/read-adt.ts';
import { maskedLines, translate } from '../../core/adt/reading/translate.ts';
import { sourceProfile } from '../../core/contract/adt-values.ts';

const profile = sourceProfile.parse({
  authority: 'HOSP',
  timeZone: 'America/New_York',
  places: { rxBin: 'ZNT-2', expectedDischarge: 'PV2-9' },
});

/** Lines by walking the characters: CR and CRLF end one, LF where no CR does or where a segment follows. */
function naiveLines(text: string, field: string): string[] {
  const lines: string[] = [];
  let from = 0;
  const hasCr = text.includes('\r');
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    const ends =
      at === text.length ||
      sign === '\r' ||
      (sign === '\n' &&
        (!hasCr ||
          text[at - 1] === '\r' ||
          (text[at + 4] === field && /^[A-Z][A-Z0-9]{2}$/.test(text.slice(at + 1, at + 4)))));
    if (!ends) continue;
    if (at > from) lines.push(text.slice(from, at));
    from = at + 1;
  }
  return lines;
}

const withoutLineEnds = (text: string): string => {
  let end = text.length;
  while (end > 0 && /[\r\n]/.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
};

const naiveSplit = (text: string, separator: string): string[] =>
  separator === '' ? [text] : text.split(separator);

/** At most so many pieces of a field are asked for one by one: what comes first and what comes last. */
const MOST = 60;
const someOf = (count: number): number[] =>
  count <= MOST
    ? [...Array(count).keys()]
    : [...Array(MOST / 2).keys(), ...[...Array(MOST / 2).keys()].map((at) => count - 1 - at)];

function* lostIn(message: Message, text: string): Generator<string> {
  const { separators, segments } = message;
  const lines = naiveLines(text, separators.field);
  if (lines.length !== segments.length) yield `${lines.length} lines are ${segments.length} segments`;
  for (const [index, line] of lines.entries()) {
    const segment = segments[index];
    if (segment?.text !== line) {
      yield `segment ${index} is another than its line`;
      return;
    }
    const carries = ['MSH', 'BHS', 'FHS'].includes(segment.id);
    const raws = line.split(separators.field);
    if (raws[0] !== segment.id) yield `segment ${index} has another name`;
    const shift = carries ? 1 : 0;
    for (const place of someOf(raws.length - 1)) {
      const number = place + 1 + shift;
      const raw = raws[place + 1]!;
      if (segment.raw(number) !== raw) yield `${segment.id}-${number} is not as written`;
      if (carries && number <= 2) continue;
      const repetitions = naiveSplit(raw, separators.repetition);
      for (const r of someOf(repetitions.length)) {
        const components = naiveSplit(repetitions[r]!, separators.component);
        for (const c of someOf(components.length)) {
          const subcomponents = naiveSplit(components[c]!, separators.subcomponent);
          for (const s of someOf(subcomponents.length)) {
            const piece = subcomponents[s]!;
            const got = segment.get(number, { repetition: r + 1, component: c + 1, subcomponent: s + 1 });
            const hasEscape = separators.escape !== '' && piece.includes(separators.escape);
            const wanted = piece === '' ? undefined : piece === '""' ? null : piece;
            const isRight = hasEscape && wanted !== null ? typeof got === 'string' : got === wanted;
            if (!isRight) yield `${segment.id}-${number} repetition ${r + 1} part ${c + 1}.${s + 1} is lost`;
          }
        }
      }
    }
  }
}

/** A field that says something is shown: in words, and in the masked lines at its place. */
function* lostOnScreen(message: Message): Generator<string> {
  const lines = maskedLines(message);
  const { translated, moreSegments } = translate(message);
  if (lines.length !== message.segments.length || translated.length + moreSegments !== lines.length)
    yield 'a segment is not shown';
  const letters = translated.reduce(
    (sum, { fields }) =>
      sum + fields.reduce((more, { place, value }) => more + place.length + value.length, 0),
    0,
  );
  if (translated.length > 1_000 || letters > 1_000_000) yield 'more is shown than a screen can';
  for (const [index, segment] of message.segments.entries()) {
    const { field } = message.separators;
    if (lines[index]!.split(field).length !== segment.text.split(field).length) yield 'masking moved a field';
    const words = translated[index];
    if (words === undefined) continue;
    const shown = new Set(words.fields.map(({ place }) => place.slice(place.lastIndexOf('-') + 1)));
    const first = segment.id === 'MSH' ? 3 : 1;
    for (const place of someOf(Math.max(0, segment.fields - words.more - first + 1))) {
      const number = first + place;
      const says = [...Array(Math.min(segment.repetitions(number), MOST)).keys()].some((r) => {
        const got = segment.get(number, { repetition: r + 1 });
        return got === null || (got !== undefined && got !== '');
      });
      if (says && !shown.has(String(number))) yield `${segment.id.slice(0, 3)}-${number} is not shown`;
    }
  }
}

/** Without what says nothing: a property that is not there and one that is undefined are the same. */
const saying = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(saying);
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, saying(one)]])),
  );
};

/** What a thread read and handed over is what the desk would have read itself. */
function* otherFromThread(bytes: Buffer): Generator<string> {
  const { content, ...here } = readArrived(bytes, profile);
  const there = fromWritten(writeRead({ bytes, profile }));
  if (!there) return yield 'it is not handed over by the thread';
  const { content: handed, ...rest } = there;
  if (!isDeepStrictEqual(saying(rest), saying(here))) yield 'its head comes otherwise from the thread';
  if (handed?.charset !== content?.charset) yield 'its characters come otherwise from the thread';
  if (!isDeepStrictEqual(saying(handed?.adt()), saying(content?.adt())))
    yield 'what it says comes otherwise from the thread';
}

/** Everything wrong with how some bytes are read; empty where all holds. */
export function* wrongWith(bytes: Buffer): Generator<string> {
  const split = splitFile(bytes);
  const whole = split.messages.reduce((sum, message) => sum + message.byteLength, 0);
  if (whole > bytes.length + 2 * split.messages.length) yield 'the parts of a file are more than it';
  yield* otherFromThread(bytes);
  const header = readHeader(bytes);
  let message: Message;
  try {
    message = readMessage(bytes, profile.charset, header);
  } catch (error) {
    if (!(error instanceof Hl7Error)) throw error;
    if (header !== null) yield `its header is read, and it is refused: ${error.message}`;
    return;
  }
  if (header === null) {
    yield 'it is read, and its header is not';
    return;
  }
  const decoded = decodeMessage(bytes, header.charset, profile.charset);
  const text = withoutLineEnds(decoded.text.replace(/^[\uFEFF\v\r\n\t ]*/, ''));
  yield* lostIn(message, text.endsWith('\x1c') ? withoutLineEnds(text.slice(0, -1)) : text);
  readAdt(message, header, profile);
  yield* lostOnScreen(message);
}
