/**
 * GS1 element strings: the fields (01) product, (17) expiry, (10) lot, (21) serial and their like, as a scanner
 * types them or as they are printed under the square.
 *
 * Always: a field that breaks its length or its alphabet fails the whole reading; nothing is guessed.
 * Not here: what the product is. A scanner that drops the separator is caught only when a field grows too long.
 */

export type Elements = { fields: Map<string, string> } | { problem: string };

type Field = { length: number; fixed: boolean; digits: boolean };

const fixed = (length: number): Field => ({ length, fixed: true, digits: true });
const upTo = (length: number, digits = false): Field => ({ length, fixed: false, digits });

/** The application identifiers found on medicines and their cartons (GS1 General Specifications, section 3). */
const applicationIdentifiers: Record<string, Field> = {
  '00': fixed(18),
  '01': fixed(14),
  '02': fixed(14),
  '10': upTo(20),
  '11': fixed(6),
  '12': fixed(6),
  '13': fixed(6),
  '15': fixed(6),
  '16': fixed(6),
  '17': fixed(6),
  '20': fixed(2),
  '21': upTo(20),
  '22': upTo(20),
  '30': upTo(8, true),
  '37': upTo(8, true),
  '90': upTo(30),
  '91': upTo(90),
  '92': upTo(90),
  '93': upTo(90),
  '94': upTo(90),
  '95': upTo(90),
  '96': upTo(90),
  '97': upTo(90),
  '98': upTo(90),
  '99': upTo(90),
  '235': upTo(28),
  '240': upTo(30),
  '241': upTo(30),
  '250': upTo(30),
  '400': upTo(30),
  '710': upTo(20),
  '711': upTo(20),
  '712': upTo(20),
  '713': upTo(20),
  '714': upTo(20),
  '715': upTo(20),
  '716': upTo(20),
  '7003': upTo(10, true),
};

/** The separator (ASCII 29) as keyboard wedges spell it. None of these is in the GS1 alphabet but `<GS>`. */
const separators = /\{GS\}|<GS>|\[GS\]|\\u001d|\\x1d|\u241d|\^\]|\|/gi;
export const groupSeparator = '\x1d';

/** Writes every spelling of the separator as ASCII 29. */
export function withPlainSeparators(text: string): string {
  return text.replace(separators, groupSeparator);
}

/** GS1 alphabet 82. */
const alphabet = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/** Reads `01…17…10…` with separators already plain. */
export function readElementString(text: string): Elements {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    if (text[at] === groupSeparator) {
      at += 1;
      continue;
    }
    const identifier = identifierAt(text, at);
    if (identifier === undefined)
      return { problem: 'The code holds a field this workstation does not know.' };
    at += identifier.length;
    const field = applicationIdentifiers[identifier] as Field;
    const separator = text.indexOf(groupSeparator, at);
    const end = field.fixed ? at + field.length : separator < 0 ? text.length : separator;
    const problem = keep(fields, identifier, text.slice(at, end));
    if (problem !== null) return { problem };
    at = end;
  }
  return { fields };
}

/** Reads the form printed for people: `(01)…(17)…`. A bracket inside a lot is part of the lot. */
export function readBracketed(text: string): Elements {
  const fields = new Map<string, string>();
  const heads = [...text.matchAll(/\((\d{2,4})\)/g)].filter((head) =>
    Object.hasOwn(applicationIdentifiers, head[1] ?? ''),
  );
  if (heads[0]?.index !== 0) return { problem: 'The code holds a field this workstation does not know.' };
  for (const [place, head] of heads.entries()) {
    const end = heads[place + 1]?.index ?? text.length;
    const value = text
      .slice(head.index + head[0].length, end)
      .replaceAll(groupSeparator, '')
      .trim();
    const problem = keep(fields, head[1] ?? '', value);
    if (problem !== null) return { problem };
  }
  return { fields };
}

function identifierAt(text: string, at: number): string | undefined {
  return [2, 3, 4]
    .map((length) => text.slice(at, at + length))
    .find((identifier) => Object.hasOwn(applicationIdentifiers, identifier));
}

function keep(fields: Map<string, string>, identifier: string, value: string): string | null {
  const field = applicationIdentifiers[identifier] as Field;
  if (value.length === 0 || (field.fixed && value.length < field.length))
    return 'The code breaks off. Scan it again.';
  if (value.length > field.length) {
    return `Field (${identifier}) is too long. The scanner may be dropping the separator between fields.`;
  }
  if (!(field.digits ? /^\d+$/ : alphabet).test(value)) {
    return `Field (${identifier}) holds a character that cannot stand there. Scan it again.`;
  }
  if ((fields.get(identifier) ?? value) !== value)
    return `Field (${identifier}) appears twice with different values.`;
  fields.set(identifier, value);
  return null;
}
