/**
 * A second opinion on what an HL7 message says: the package hl7-standard, given what it can read. It knows only the usual separators,
 * decides ends of lines by counting and unescapes nothing, so each message is first rewritten for it, and what it answers is
 * unescaped after. Nothing of the reader under test is used but which characters the bytes are.
 */
import HL7 from 'hl7-standard';

/** Repetitions of components of subcomponents; null is cleared, undefined says nothing. Empty ones at the end are left out. */
export type Field = (string | null | undefined)[][][];
export interface WitnessedSegment {
  readonly id: string;
  /** From MSH-3 in MSH, from 1 elsewhere; index 0 is field 1. */
  readonly fields: readonly Field[];
}

const usual = ['|', '^', '~', '\\', '&'];
/** What stands for a sign that parts nothing in this message, and for a line end within a field. */
const standIn = (index: number) => String.fromCharCode(0xe000 + index);
const LINE_FEED = standIn(9);

interface Signs {
  /** Field, component, repetition, escape, subcomponent, truncation; '' where not used. */
  readonly all: readonly string[];
}

const signsOf = (text: string): Signs => {
  const field = text[3]!;
  const written = /^[^\r\n]*/.exec(text.slice(4))![0].split(field)[0]!;
  const rest = written === '' ? '^~\\&' : written;
  return { all: [field, ...[0, 1, 2, 3, 4].map((index) => rest[index] ?? '')] };
};

const linesOf = (text: string, field: string): string[] => {
  const lines = [''];
  const bare = text.replace(/\r\n/g, '\r');
  const onlyLf = !bare.includes('\r');
  for (let at = 0; at < bare.length; at += 1) {
    const begins = /^[A-Z][A-Z0-9][A-Z0-9]$/.test(bare.slice(at + 1, at + 4)) && bare[at + 4] === field;
    if (bare[at] === '\r' || (bare[at] === '\n' && (onlyLf || begins))) lines.push('');
    else lines[lines.length - 1] += bare[at]!;
  }
  return lines.filter((line) => line !== '');
};

/** The message as hl7-standard can read it; names of segments it cannot take are numbered. */
const rewritten = (lines: readonly string[], { all }: Signs): { text: string; names: string[] } => {
  const names: string[] = [];
  const out = lines.map((line, index) => {
    const [id = '', ...rest] = line.split(all[0]!);
    const name =
      /^[A-Z][A-Z0-9]{2}$/.test(id) && (id !== 'MSH' || index === 0)
        ? id
        : `Q${(36 + index).toString(36).toUpperCase().padStart(2, '0')}`;
    names.push(name);
    const body = rest.map((value) =>
      [...value]
        .map((sign) => {
          const place = sign === '' ? -1 : all.slice(0, 5).indexOf(sign);
          if (place >= 0) return usual[place]!;
          const taken = usual.indexOf(sign);
          if (taken >= 0) return standIn(taken);
          return sign === '\n' ? LINE_FEED : sign;
        })
        .join(''),
    );
    return [name, ...(id === 'MSH' && index === 0 ? ['^~\\&', ...body.slice(1)] : body), ''].join('|');
  });
  return { text: `${out.join('\r')}\r`, names };
};

const restored = (text: string): string =>
  text.replaceAll(LINE_FEED, '\n').replace(/[\uE000-\uE004]/g, (sign) => usual[sign.charCodeAt(0) - 0xe000]!);

const formats: Record<string, (count: number) => string> = {
  br: () => '\n',
  ce: () => '\n',
  sp: (count) => '\n'.repeat(Math.max(1, Math.min(count, 50))),
  sk: (count) => ' '.repeat(Math.max(1, Math.min(count, 50))),
  in: () => '',
  ti: () => '',
  fi: () => '',
  nf: () => '',
};

/** What bytes in hex are, or null where they are no characters. */
const characters = (bytes: Buffer, charset: string): string | null => {
  if (charset === 'ASCII') return bytes.some((byte) => byte > 127) ? null : bytes.toString('latin1');
  if (charset === 'iso-8859-1') return bytes.toString('latin1');
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const meant = (text: string, { all }: Signs, charset: string): string => {
  const [field, component, repetition, escaping, subcomponent, truncation] = all;
  const written = (inner: string) => `${escaping}${restored(inner)}${escaping}`;
  if (escaping === '') return restored(text);
  const letters: Record<string, string | undefined> = {
    F: field,
    S: component,
    R: repetition,
    E: escaping,
    T: subcomponent,
    P: truncation,
  };
  const pieces = text.split('\\');
  let result = '';
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at]!;
    if (at % 2 === 0) result += restored(piece);
    else if (at === pieces.length - 1) result += escaping + restored(piece);
    else {
      const format = /^\.([a-z]{2})([+-]?\d{0,4})$/.exec(piece);
      if (piece === 'H' || piece === 'N') continue;
      if (letters[piece]) result += letters[piece];
      else if (/^X([0-9A-Fa-f]{2})+$/.test(piece)) {
        result += characters(Buffer.from(piece.slice(1), 'hex'), charset) ?? written(piece);
      } else if (format && formats[format[1]!]) result += formats[format[1]!]!(Number(format[2] || 1));
      else result += written(piece);
    }
  }
  return result;
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every(isEmpty));
/** A list without what says nothing at its end. */
export const trimmed = <T>(values: T[], empty: (value: T) => boolean = isEmpty): T[] => {
  let end = values.length;
  while (end > 0 && empty(values[end - 1]!)) end -= 1;
  return values.slice(0, end);
};

/** Without marks, framing and line ends around it. */
const unframed = (written: string): string => {
  const text = written.replace(/^[\uFEFF\v\r\n\t ]*/, '');
  const last = text.replace(/[\r\n]*$/, '');
  return last.endsWith('\x1c') ? last.slice(0, -1).replace(/[\r\n]*$/, '') : last;
};

/** What the witness reads of a message's text: every segment, every field. */
export const witnessed = (written: string, charset: string): WitnessedSegment[] => {
  const text = unframed(written);
  const signs = signsOf(text);
  const lines = linesOf(text, signs.all[0]!);
  const given = rewritten(lines, signs);
  const standard = new HL7(given.text);
  standard.transform();
  const seen = new Map<string, number>();

  const value = (raw: string): string | null | undefined =>
    raw === '' ? undefined : raw === '""' ? null : meant(raw, signs, charset);
  const component = (raw: unknown): (string | null | undefined)[] =>
    trimmed((Array.isArray(raw) ? (raw as string[]) : [raw as string]).map(value));
  const repetition = (raw: unknown): (string | null | undefined)[][] =>
    raw !== null && typeof raw === 'object' && !Array.isArray(raw)
      ? trimmed(Object.values(raw).map(component))
      : trimmed([component(raw)]);
  const field = (raw: unknown): Field => {
    if (raw === undefined) return [];
    const isList = Array.isArray(raw) && typeof raw[0] === 'object';
    return trimmed(isList ? (raw as unknown[]).map(repetition) : [repetition(raw)]);
  };

  return given.names.map((name, index) => {
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const { data } = standard.transformed[name]![nth]!;
    const first = name === 'MSH' ? 3 : 1;
    const last = Math.max(0, ...Object.keys(data).map((key) => Number(key.split('.')[1])));
    const fields = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
      field(data[`${name}.${first + at}`]),
    );
    return { id: lines[index]!.split(signs.all[0]!)[0]!, fields: trimmed(fields) };
  });
};
