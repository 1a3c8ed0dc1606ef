/**
 * The data types of HL7 v2 that ADT messages are made of, read from a field: numbers, names, addresses, telephones, codes,
 * people who treat, places. Each is undefined where the sender says nothing and null where he says `""`.
 * Not here: which field means what (message.ts).
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { Segment } from '../hl7.ts';
import type { Address, Coded, Identifier, Location, PersonName, Practitioner, Said } from './message.ts';
import { type Moment, readTime } from './times.ts';

/** Text without blanks around it; blanks alone say nothing. */
export function said(segment: Segment, field: number, component = 1, repetition = 1): Said<string> {
  const text = segment.get(field, { component, repetition });
  return typeof text === 'string' ? text.trim() || undefined : text;
}

/** The same where nothing said and cleared are one: inside of an item of a list. */
export const textAt = (segment: Segment, field: number, component = 1, repetition = 1): string =>
  said(segment, field, component, repetition) ?? '';

/** What `read` makes of a field that says something. */
export function saidAs<T>(
  segment: Segment | undefined,
  field: number,
  read: (segment: Segment, field: number, repetition: number) => T | undefined,
): Said<T> {
  const raw = segment === undefined ? '' : segment.raw(field);
  if (raw === '') return undefined;
  return raw === '""' ? null : read(segment!, field, 1);
}

/** Table 0203 and the authorities of social security: not read. */
const isSocialSecurity = (type: string, authority: string): boolean =>
  type === 'SS' || authority === 'SSA' || authority === 'USSSA';

/** CX. `authority` where it names none, `type` where it says none. */
export function identifierAt(
  segment: Segment,
  field: number,
  repetition: number,
  authority: string,
  type = '',
): Identifier | undefined {
  const [value = '', , , namespace = '', written = ''] = segment.texts(field, repetition);
  if (value === '') return undefined;
  const named = namespace || (segment.get(field, { repetition, component: 4, subcomponent: 2 }) ?? '').trim();
  if (isSocialSecurity(written, named)) return undefined;
  return { value, authority: named || authority, type: written || type };
}

/** All repetitions of some fields, each number once. */
export function identifiersAt(segment: Segment, fields: readonly number[], authority: string): Identifier[] {
  const found = new Map<string, Identifier>();
  for (const field of fields) {
    const count = segment.repetitions(field);
    for (let repetition = 1; repetition <= count; repetition += 1) {
      const one = identifierAt(segment, field, repetition, authority);
      const key = one && `${one.authority}\t${one.value}`;
      if (key && !found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
}

const together = (...words: string[]): string => words.filter((word) => word !== '').join(' ');

/** XPN, from its first component or a later one (XCN begins with a number). */
function nameFrom(texts: readonly string[], first: number): PersonName {
  const part = (offset: number) => texts[first + offset] ?? '';
  return { family: part(0), given: together(part(1), part(2)), suffix: part(3), prefix: part(4) };
}

export const nameAt = (segment: Segment, field: number, repetition = 1): PersonName =>
  nameFrom(segment.texts(field, repetition), 0);

/** The legal name among the repetitions, else the first. */
export function legalNameAt(segment: Segment, field: number): PersonName | undefined {
  const count = segment.repetitions(field);
  let chosen = 1;
  for (let repetition = 1; count > 1 && repetition <= count; repetition += 1) {
    if (textAt(segment, field, 7, repetition) === 'L') {
      chosen = repetition;
      break;
    }
  }
  const name = nameAt(segment, field, chosen);
  return name.family === '' && name.given === '' ? undefined : name;
}

/** XCN. */
export function practitionerAt(segment: Segment, field: number, repetition = 1): Practitioner | undefined {
  const texts = segment.texts(field, repetition);
  const id = texts[0] ?? '';
  const { family, given, suffix, prefix } = nameFrom(texts, 1);
  const name = together(prefix, given, family, suffix);
  return id === '' && name === '' ? undefined : { id, name };
}

export function practitionersAt(segment: Segment, field: number): Practitioner[] {
  return Array.from({ length: segment.repetitions(field) }, (_, at) =>
    practitionerAt(segment, field, at + 1),
  ).filter((one) => one !== undefined);
}

/** CE and CWE; the alternate code where there is no other. */
export function codedAt(segment: Segment, field: number, repetition = 1): Coded {
  const [code = '', text = '', system = '', otherCode = '', otherText = '', otherSystem = ''] = segment.texts(
    field,
    repetition,
  );
  return code === '' && text === ''
    ? { code: otherCode, text: otherText, system: otherSystem }
    : { code, text, system };
}

/** A code that is worth keeping, or undefined. */
export function saidCodedAt(segment: Segment, field: number): Coded | undefined {
  const coded = codedAt(segment, field);
  return coded.code === '' && coded.text === '' ? undefined : coded;
}

/** In words where it has any, else its code. */
export const wordsAt = (segment: Segment, field: number, repetition = 1): string => {
  const { text, code } = codedAt(segment, field, repetition);
  return text || code;
};

/** PL. */
export function locationAt(segment: Segment, field: number): Location | undefined {
  const texts = segment.texts(field);
  const [ward = '', room = '', bed = '', facility = '', , , , , description = ''] = texts;
  return `${ward}${room}${bed}${facility}${description}` === ''
    ? undefined
    : { ward, room, bed, facility, description };
}

/** Where somebody is best written to: home, then unnamed, current, mailing, others; a bad address last. */
const ADDRESS_ORDER = ['H', '', 'L', 'P', 'C', 'M'];
const addressRank = (type: string): number => {
  const at = ADDRESS_ORDER.indexOf(type);
  return at >= 0 ? at : type.startsWith('B') ? 20 : 10;
};

/** XAD. */
export function addressAt(segment: Segment, field: number): Address | undefined {
  const count = segment.repetitions(field);
  let chosen = 1;
  let best = Number.POSITIVE_INFINITY;
  for (let repetition = 1; count > 1 && repetition <= count; repetition += 1) {
    const rank = addressRank(textAt(segment, field, 7, repetition));
    if (rank < best) [best, chosen] = [rank, repetition];
  }
  const [street = '', other = '', city = '', state = '', postcode = '', country = ''] = segment.texts(
    field,
    chosen,
  );
  return `${street}${other}${city}${state}${postcode}${country}` === ''
    ? undefined
    : { street, other, city, state, postcode, country };
}

/** XTN: the number as one string, else put together from its parts. */
function phoneOf(texts: readonly string[]): string {
  const part = (component: number) => texts[component - 1] ?? '';
  const written = part(1) || part(12);
  if (written !== '') return written;
  const country = part(5);
  const extension = part(8);
  return together(
    country === '' || country.startsWith('+') ? country : `+${country}`,
    part(6),
    part(7),
    extension === '' ? '' : `x${extension}`,
  );
}

export const phoneAt = (segment: Segment, field: number): string => phoneOf(segment.texts(field));

export interface Telephones {
  phone: Said<string>;
  mobile: Said<string>;
  email: Said<string>;
}

/** XTN of some fields, in the order they are looked at: home telephone, mobile, e-mail. The first of them cleared clears all. */
export function telephonesAt(segment: Segment, fields: readonly number[]): Telephones {
  if (segment.raw(fields[0]!) === '""') return { phone: null, mobile: null, email: null };
  const found: Telephones = { phone: undefined, mobile: undefined, email: undefined };
  let any: string | undefined;
  for (const field of fields) {
    const count = segment.repetitions(field);
    for (let repetition = 1; repetition <= count; repetition += 1) {
      const texts = segment.texts(field, repetition);
      const [, use = '', equipment = '', written = ''] = texts;
      const number = phoneOf(texts);
      const mail = written || (number.includes('@') ? number : '');
      if (mail !== '') found.email ??= mail;
      if (number === '' || number.includes('@') || equipment === 'FX' || equipment === 'BP') continue;
      if (equipment === 'CP' || use === 'PRS') found.mobile ??= number;
      else if (use === 'PRN' || use === '') found.phone ??= number;
      any ??= number;
    }
  }
  found.phone ??= found.mobile ?? any;
  return found;
}

/** What reading a message goes by, and what it found odd. */
export interface Reading {
  readonly profile: SourceProfile;
  readonly remarks: string[];
}

export function momentAt(
  reading: Reading,
  segment: Segment,
  field: number,
  component = 1,
): Moment | null | undefined {
  const text = said(segment, field, component);
  if (typeof text !== 'string') return text;
  const moment = readTime(text, reading.profile.timeZone);
  if (!moment) reading.remarks.push(`${segment.id}-${field} is not a time that can be read.`);
  return moment;
}

/** A time, as an instant in UTC. */
export function timeAt(
  reading: Reading,
  segment: Segment | undefined,
  field: number,
  component?: number,
): Said<string> {
  if (segment === undefined || segment.raw(field) === '') return undefined;
  const moment = momentAt(reading, segment, field, component);
  return moment ? moment.at : moment;
}

/** Where the profile says that this site writes something: `ZPI-4.1` in the group. */
export function placeIn(
  group: ReadonlyMap<string, readonly Segment[]>,
  place: string | undefined,
): { segment: Segment; field: number; component: number } | undefined {
  if (place === undefined) return undefined;
  const [id, field, component] = place.split(/[-.]/);
  const segment = group.get(id!)?.[0];
  return segment && { segment, field: Number(field), component: Number(component ?? 1) };
}
