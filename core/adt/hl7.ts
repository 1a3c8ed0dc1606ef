/**
 * Reads the text of an HL7 v2 message: segments, fields, repetitions, components, subcomponents. Lazy: nothing is split before it
 * is asked for, and nothing is ever dropped; what nobody asks for is there as written.
 *
 * Always: characters are decoded first, then split, then unescaped. Empty says nothing (undefined), `""` clears (null).
 * Not here: what the fields mean (message.ts), the bytes around a message (mllp, batch-file.ts).
 */
import type { SourceProfile } from '../contract/adt-values.ts';
import { decodeMessage } from './reading/charset.ts';
import { unescapeText } from './reading/escapes.ts';
import { type Header, readHeader } from './reading/header.ts';
import { Hl7Error, readSeparators, type Separators } from './reading/separators.ts';

export { Hl7Error, type Separators } from './reading/separators.ts';

/** Which part of a field; what is left out is the first. All count from 1, as the standard does. */
export interface Part {
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
}

export interface Segment {
  /** As written, usually three capital letters. */
  readonly id: string;
  /** Place in the message, from 0. */
  readonly index: number;
  /** How many fields are written (in MSH with MSH-1). */
  readonly fields: number;
  /** The whole segment as written. */
  readonly text: string;
  /** Unescaped text. undefined: the sender says nothing. null: he says `""`. Fields count as in the standard (MSH from MSH-1). */
  get(field: number, part?: Part): string | null | undefined;
  /**
   * Each component of one repetition, unescaped (of one in several parts the first), without blanks around it; '' where nothing is
   * said or it is cleared. Faster than asking for one after the other.
   */
  texts(field: number, repetition?: number): readonly string[];
  /** How many repetitions are written, empty ones at the end not counted. */
  repetitions(field: number): number;
  /**
   * Everything a field says, split at one go: its repetitions, their components, their subcomponents, each as `get` gives it; those
   * that are empty at an end are left out.
   */
  whole(field: number): readonly (readonly (readonly (string | null | undefined)[])[])[];
  /** As written, with all its repetitions; '' where there is none. */
  raw(field: number): string;
}

export interface Message {
  /** What it was decoded with. */
  readonly charset: string;
  readonly separators: Separators;
  readonly segments: readonly Segment[];
  /** What was odd, in words without patient data. */
  readonly remarks: readonly string[];
  first(id: string): Segment | undefined;
  all(id: string): readonly Segment[];
}

const CLEARED = '""';
const NOTHING: readonly string[] = [];
const FILE_SEPARATOR = '\x1c';

let lastText = '';
let lastSeparator = '';
let lastPieces: string[] = [''];

/** Splits, and remembers the last: whoever asks for one repetition after the other does not have a long list split each time. */
function piecesOf(text: string, separator: string): string[] {
  if (text !== lastText || separator !== lastSeparator)
    [lastSeparator, lastPieces] = [separator, text.split(separator)];
  // Of two that are alike the one just asked for: it is told from itself at once, from the other only at its end.
  lastText = text;
  return lastPieces;
}

/** Up to here a piece is looked for, which is faster than splitting. */
const FEW = 12;

/** The piece at a place (from 1) of a text parted by a separator, or undefined past the end. */
function piece(text: string, separator: string, place: number): string | undefined {
  if (separator === '') return place === 1 ? text : undefined;
  if (place > FEW) return piecesOf(text, separator)[place - 1];
  let from = 0;
  for (let passed = 1; passed < place; passed += 1) {
    const next = text.indexOf(separator, from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  const end = text.indexOf(separator, from);
  return end < 0 ? (from === 0 ? text : text.slice(from)) : text.slice(from, end);
}

/** All pieces but those empty at the end. */
function written(text: string, separator: string): string[] {
  if (text === '') return [];
  if (separator === '') return [text];
  const all = text.split(separator);
  while (all.length > 0 && all.at(-1) === '') all.pop();
  return all;
}

/** Without blanks around it. Most have none, which their first and last character tell. */
function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80 ? text : text.trim();
}

/** How many pieces, those empty at the end not counted. */
function pieces(text: string, separator: string): number {
  let end = text.length;
  if (separator !== '') while (end > 0 && text[end - 1] === separator) end -= 1;
  if (end === 0) return 0;
  if (separator === '') return 1;
  let count = 1;
  for (let at = text.indexOf(separator); at >= 0 && at < end; at = text.indexOf(separator, at + 1))
    count += 1;
  return count;
}

/** A class, because a message has many and each is made for every message: its methods are there once. */
class Line implements Segment {
  readonly id: string;
  readonly index: number;
  readonly text: string;
  readonly #separators: Separators;
  readonly #charset: string;
  /** In MSH, BHS and FHS the separator after the name is the first field. */
  readonly #carries: boolean;
  #values: string[] | undefined;

  constructor(text: string, index: number, separators: Separators, charset: string) {
    const end = text.indexOf(separators.field);
    this.id = end < 0 ? text : text.slice(0, end);
    this.index = index;
    this.text = text;
    this.#separators = separators;
    this.#charset = charset;
    this.#carries = this.id === 'MSH' || this.id === 'BHS' || this.id === 'FHS';
  }

  #split(): string[] {
    this.#values ??= this.text.split(this.#separators.field);
    return this.#values;
  }

  get fields(): number {
    return this.#split().length - (this.#carries ? 0 : 1);
  }

  raw(field: number): string {
    if (!this.#carries) return this.#split()[field] ?? '';
    if (field === 1) return this.text.charAt(3);
    return field === 0 ? this.id : (this.#split()[field - 1] ?? '');
  }

  repetitions(field: number): number {
    if (this.#carries && field <= 2) return 1;
    return pieces(this.raw(field), this.#separators.repetition);
  }

  whole(field: number): (string | null | undefined)[][][] {
    const { repetition, component, subcomponent } = this.#separators;
    if (this.#carries && field <= 2) return [[[this.raw(field)]]];
    const value = (text: string) => {
      if (text === '') return undefined;
      return text === CLEARED ? null : unescapeText(text, this.#separators, this.#charset);
    };
    return written(this.raw(field), repetition).map((one) =>
      written(one, component).map((two) => written(two, subcomponent).map(value)),
    );
  }

  texts(field: number, repetition = 1): readonly string[] {
    const whole = this.raw(field);
    if (whole === '') return NOTHING;
    const separators = this.#separators;
    const one = piece(whole, separators.repetition, repetition);
    if (one === undefined || one === '' || one === CLEARED) return NOTHING;
    if (separators.component === '') return [this.#textOf(one)];
    const texts = one.split(separators.component);
    const isPlain =
      !one.includes('"') &&
      (separators.escape === '' || !one.includes(separators.escape)) &&
      (separators.subcomponent === '' || !one.includes(separators.subcomponent));
    for (let at = 0; at < texts.length; at += 1)
      texts[at] = isPlain ? trimmed(texts[at]!) : this.#textOf(texts[at]!);
    return texts;
  }

  #textOf(component: string): string {
    if (component === '') return '';
    const separators = this.#separators;
    const end = separators.subcomponent === '' ? -1 : component.indexOf(separators.subcomponent);
    const first = end < 0 ? component : component.slice(0, end);
    return first === CLEARED ? '' : trimmed(unescapeText(first, separators, this.#charset));
  }

  get(field: number, part?: Part): string | null | undefined {
    const { repetition, component, subcomponent } = this.#separators;
    const whole = this.raw(field);
    if (whole === '') return undefined;
    if (this.#carries && field <= 2) return whole;
    const one = piece(whole, repetition, part?.repetition ?? 1);
    if (one === undefined || one === '') return undefined;
    if (one === CLEARED) return null;
    const two = piece(one, component, part?.component ?? 1);
    if (two === undefined || two === '') return undefined;
    if (two === CLEARED) return null;
    const three = piece(two, subcomponent, part?.subcomponent ?? 1);
    if (three === undefined || three === '') return undefined;
    return three === CLEARED ? null : unescapeText(three, this.#separators, this.#charset);
  }
}

/** A line of text as a segment of a message: read with its separators and characters. */
export const segmentOf = (
  text: string,
  index: number,
  { separators, charset }: Pick<Message, 'separators' | 'charset'>,
): Segment => new Line(text, index, separators, charset);

/** Ends of lines as they are: an LF ends one only where no CR does, or where a segment follows it. */
export function linesOf(text: string, field: string): string[] {
  if (!text.includes('\n')) return text.split('\r');
  const even = text.replaceAll('\r\n', '\r');
  if (!even.includes('\r')) return even.split('\n');
  if (!even.includes('\n')) return even.split('\r');
  const sign = field.replace(/[\\^\]-]/g, '\\$&');
  return even.split(new RegExp(`\\r|\\n(?=[A-Z][A-Z0-9]{2}[${sign}])`));
}

/** The text without what frames it (VT, FS CR), a mark, and empty space before MSH and ends of lines after the last segment. */
function withoutFrame(text: string): string {
  let from = 0;
  while (from < text.length && '\uFEFF\v\r\n\t '.includes(text.charAt(from))) from += 1;
  let end = text.length;
  const skipLineEnds = () => {
    while (end > from && (text[end - 1] === '\r' || text[end - 1] === '\n')) end -= 1;
  };
  skipLineEnds();
  if (end > from && text[end - 1] === FILE_SEPARATOR) {
    end -= 1;
    skipLineEnds();
  }
  return text.slice(from, end);
}

/** Whether it holds sequences that switch to another set of characters; they stay as written. */
function hasForeignEscape(text: string, sign: string): boolean {
  if (sign === '' || !(text.includes(`${sign}C`) || text.includes(`${sign}M`))) return false;
  return text.split(sign).some((sequence) => /^[CM][0-9A-F]{4,6}$/i.test(sequence));
}

/**
 * One message from its bytes. `charset` is for where MSH-18 says nothing. Throws Hl7Error (a code of table 0357 and a problem in
 * words without patient data) where no MSH can be read. Whoever has read its header hands that in.
 */
export function readMessage(
  bytes: Uint8Array,
  charset: SourceProfile['charset'],
  header: Header | null = readHeader(bytes),
): Message {
  const decoded = decodeMessage(bytes, header?.charset ?? '', charset);
  const text = withoutFrame(decoded.text);
  if (!text.startsWith('MSH')) throw new Hl7Error(100, 'It does not begin with MSH.');
  const separators = readSeparators(text);
  const segments: Segment[] = [];
  for (const line of linesOf(text, separators.field)) {
    if (line !== '') segments.push(new Line(line, segments.length, separators, decoded.charset));
  }
  const remarks: string[] = [];
  if (decoded.remark) remarks.push(decoded.remark);
  if (hasForeignEscape(text, separators.escape))
    remarks.push('Some characters are of another character set and stay as they are written.');
  return {
    charset: decoded.charset,
    separators,
    segments,
    remarks,
    first: (id) => segments.find((segment) => segment.id === id),
    all: (id) => segments.filter((segment) => segment.id === id),
  };
}
