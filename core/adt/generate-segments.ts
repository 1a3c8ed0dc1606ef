/**
 * The segments of messages made for trying out: invented persons, wards, doctors, cover and notes, written in the way of one of
 * several hospitals. What happens to whom is in generate.ts. Everything follows from the chance that is handed in.
 */
import type { encodeText } from './charset.ts';
import { type Separators, USUAL_SEPARATORS } from './separators.ts';
import { repeated, type Written } from './write-hl7.ts';

/** A number from 0 to 1, the next one each time it is called. */
export type Chance = () => number;

/** How a hospital writes. */
export interface Manner {
  readonly application: string;
  readonly version: string;
  readonly separators: Separators;
  readonly encoding: Parameters<typeof encodeText>[1];
  /** MSH-18; '' says nothing. */
  readonly charset: string;
  /** After each time: a zone, or nothing. */
  readonly zone: '' | '+0000';
  readonly lineEnd: '\r' | '\n' | '\r\n';
  readonly authority: string;
}

const manner = (
  application: string,
  version: string,
  encoding: Manner['encoding'],
  charset: string,
  other: Partial<Manner> = {},
): Manner => ({
  application,
  version,
  encoding,
  charset,
  separators: USUAL_SEPARATORS,
  zone: '',
  lineEnd: '\r',
  authority: 'HOSP',
  ...other,
});

/** Most write the usual way; the others are what sites are known for. */
export const manners: readonly Manner[] = [
  manner('ADT1', '2.5.1', 'UTF-8', 'UNICODE UTF-8'),
  manner('ADT1', '2.5.1', 'UTF-8', ''),
  manner('ADT1', '2.5.1', 'UTF-8', 'UNICODE UTF-8', { zone: '+0000' }),
  manner('REG', '2.3', 'iso-8859-1', '8859/1'),
  manner('REG', '2.3', 'windows-1252', ''),
  manner('CORE', '2.4', 'ASCII', '', { lineEnd: '\n' }),
  manner('CORE', '2.4', 'UTF-8', 'UNICODE UTF-8', { lineEnd: '\r\n' }),
  manner('PAS', '2.7', 'UTF-8', 'UNICODE UTF-8', {
    separators: { ...USUAL_SEPARATORS, truncation: '#' },
    zone: '+0000',
  }),
  manner('PAS', '2.8', 'UTF-8', 'UNICODE UTF-8'),
  manner('OWN', '2.5', 'UTF-8', '', {
    separators: {
      field: '$',
      component: '@',
      repetition: '*',
      escape: '!',
      subcomponent: '%',
      truncation: '',
    },
  }),
];

export interface Person {
  mrn: string;
  readonly family: string;
  readonly given: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  readonly sex: 'F' | 'M';
  street: string;
  phone: string;
  readonly allergies: (readonly [code: string, text: string, kind: string])[];
  readonly manner: Manner;
}

export interface Stay {
  readonly number: string;
  class: 'I' | 'E' | 'O' | 'P';
  location: readonly [ward: string, room: string, bed: string];
  prior: readonly [ward: string, room: string, bed: string] | undefined;
  readonly admitted: string;
  discharged: string;
  disposition: string;
  attending: readonly [id: string, family: string, given: string];
}

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;

const families = [
  'Abbott',
  'Brandt',
  'Castillo',
  'Dvořák',
  'Esposito',
  'Fitzgerald',
  'García',
  'Hoffmann',
  'Ibrahim',
  'Jørgensen',
  'Kowalski',
  'Lefèvre',
  'Müller',
  'Nakamura',
  "O'Neill",
  'Pereira',
  'Quinn',
  'Rossi',
  'Sørensen',
  'Thompson',
  'Underwood',
  'Vasquez',
  'Whitfield',
  'Xavier',
  'Young',
  'Zimmermann',
];
const givens = {
  F: ['Alice', 'Beatriz', 'Chloé', 'Dora', 'Elena', 'Frances', 'Grace', 'Hélène', 'Ines', 'Judith'],
  M: ['Adam', 'Björn', 'Carlos', 'Daniel', 'Edgar', 'François', 'George', 'Henry', 'Ivan', 'José'],
};
const streets = ['Main Street', 'Oak & Elm', 'Mill Lane', 'River Road', 'Church Street', 'Station Road'];
const cities = [
  ['Springfield', 'IL', '62704'],
  ['Albany', 'NY', '12207'],
  ['Portland', 'OR', '97205'],
] as const;
const wards = ['4B', '5A', 'ICU', 'MED1', 'SURG2', 'ONC', 'MAT'];
const doctors = [
  ['1093817465', 'Hart', 'Susan'],
  ['1285641234', 'Okafor', 'Chidi'],
  ['1407859632', 'Lindqvist', 'Per'],
  ['1558374621', 'Moreno', 'Ana'],
] as const;
export const allergens = [
  ['7980', 'Penicillin', 'DA'],
  ['2670', 'Codeine', 'DA'],
  ['1191', 'Aspirin', 'DA'],
  ['10831', 'Sulfamethoxazole & trimethoprim', 'DA'],
  ['', 'Peanuts', 'FA'],
  ['', 'Latex', 'MA'],
] as const;
const diagnoses = [
  ['I10', 'Essential (primary) hypertension'],
  ['J18.9', 'Pneumonia, unspecified organism'],
  ['E11.9', 'Type 2 diabetes mellitus'],
  ['S72.001A', 'Fracture of neck of right femur'],
] as const;
const notes = [
  'Seen on the ward | plan as before; blood pressure 120/80.',
  'Family asks to be called after 17:00 & before visits.',
  'Swallows tablets with thickened fluids ^ no straw ~ see the sheet on the door.',
  'Line one\nline two: path C\\notes kept.',
];

const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => Math.floor(chance() * 10)).join('');

export const newPhone = (chance: Chance): string => `(555)555-${digits(chance, 4)}`;
export const newStreet = (chance: Chance): string =>
  `${1 + Math.floor(chance() * 900)} ${pick(chance, streets)}`;
export const newLocation = (chance: Chance): Stay['location'] => [
  pick(chance, wards),
  String(1 + Math.floor(chance() * 30)),
  pick(chance, ['A', 'B', 'C']),
];
export const newDoctor = (chance: Chance): Stay['attending'] => pick(chance, doctors);

export function newPerson(chance: Chance, mrn: string): Person {
  const sex = pick(chance, ['F', 'M'] as const);
  return {
    mrn,
    family: pick(chance, families),
    given: pick(chance, givens[sex]),
    dateOfBirth: new Date(Date.UTC(1930, 0, 1) + Math.floor(chance() * 32_000) * 86_400_000)
      .toISOString()
      .slice(0, 10),
    sex,
    street: newStreet(chance),
    phone: newPhone(chance),
    allergies: [],
    manner: pick(chance, manners),
  };
}

export type Made = readonly [string, ...Written[]];

/** Fields by their numbers: gaps are gaps. */
export const at = (fields: Readonly<Record<number, Written>>): Written[] => {
  const list: Written[] = [];
  for (const [number, value] of Object.entries(fields)) list[Number(number) - 1] = value;
  return Array.from(list);
};

export function pidOf(person: Person): Made {
  const { manner: own, family, given, mrn, sex } = person;
  const [city, state, postcode] = cities[mrn.length % cities.length]!;
  return [
    'PID',
    ...at({
      1: '1',
      3: repeated([mrn, '', '', own.authority, 'MR'], [`9${mrn}`, '', '', 'STATE', 'PI']),
      5: repeated(
        [family, given, sex === 'F' ? 'M' : '', '', '', '', 'L'],
        [family, `${given.slice(0, 1)}.`, '', '', '', '', 'D'],
      ),
      7: person.dateOfBirth.replaceAll('-', ''),
      8: sex,
      10: ['2106-3', 'White', 'HL70005'],
      11: [[person.street], 'Apt 2', city, state, postcode, 'USA', 'H'],
      13: repeated([person.phone, 'PRN', 'PH'], ['', 'NET', 'Internet', `${mrn.toLowerCase()}@example.org`]),
      14: ['(555)555-0100', 'WPN', 'PH'],
      15: ['en', 'English', 'ISO639'],
      16: ['M', 'Married', 'HL70002'],
      18: [`A${mrn}`, '', '', own.authority, 'AN'],
      19: '000-00-0000',
      22: ['N', 'Not Hispanic', 'HL70189'],
      30: 'N',
    }),
  ];
}

export function pv1Of(person: Person, stay: Stay): Made {
  const place = (location: Stay['location'] | undefined): Written =>
    location && [...location, person.manner.authority];
  const doctor = [...stay.attending, '', '', 'Dr', '', '', 'NPI', '', '', '', 'NPI'];
  return [
    'PV1',
    ...at({
      1: '1',
      2: stay.class,
      3: place(stay.location),
      4: 'R',
      6: place(stay.prior),
      7: doctor,
      8: ['1285641234', 'Okafor', 'Chidi'],
      10: 'MED',
      14: '7',
      17: doctor,
      18: 'INP',
      19: [stay.number, '', '', person.manner.authority, 'VN'],
      36: stay.disposition,
      44: stay.admitted,
      45: stay.discharged,
    }),
  ];
}

/** Who is to be called, who pays, what ails: the rest of a full message. */
export function restOf(chance: Chance, person: Person, said: string): Made[] {
  const [code, text] = pick(chance, diagnoses);
  const name: Written = [person.family, person.given];
  const address: Written = [person.street, '', 'Springfield', 'IL', '62704', 'USA', 'H'];
  const allergies = person.allergies.map(
    ([allergen, substance, kind], index): Made => [
      'AL1',
      ...at({
        1: String(index + 1),
        2: kind,
        3: [allergen, substance, allergen === '' ? 'L' : 'RXNORM'],
        4: pick(chance, ['SV', 'MO', 'MI']),
        5: repeated('Rash', 'Itching'),
        6: '2011',
      }),
    ],
  );
  return [
    [
      'OBX',
      ...at({
        1: '1',
        2: 'NM',
        3: ['8302-2', 'Body height', 'LN'],
        5: String(150 + Math.floor(chance() * 45)),
        6: 'cm',
        11: 'F',
        14: said,
      }),
    ],
    [
      'OBX',
      ...at({
        1: '2',
        2: 'NM',
        3: ['29463-7', 'Body weight', 'LN'],
        5: String(45 + Math.floor(chance() * 70)),
        6: 'kg',
        11: 'F',
        14: said,
      }),
    ],
    ...allergies,
    ['DG1', ...at({ 1: '1', 3: [code, text, 'I10'], 5: said, 6: 'A' })],
    ['GT1', ...at({ 1: '1', 3: name, 5: address, 6: person.phone, 12: '000-00-0000' })],
    [
      'IN1',
      ...at({
        1: '1',
        2: ['PPO1', 'Preferred', 'L'],
        3: 'INS42',
        4: 'Insurance of the State & Sons',
        5: ['1 Plaza', '', 'Albany', 'NY', '12207'],
        8: `GRP${digits(chance, 5)}`,
        12: '20260101',
        13: '20261231',
        15: 'PPO',
        16: name,
        17: ['SEL', 'Self'],
        19: address,
        22: '1',
        36: `POL${digits(chance, 7)}`,
        49: `M${digits(chance, 8)}`,
      }),
    ],
    ['IN2', ...at({ 1: `E${digits(chance, 6)}`, 2: '000-00-0000' })],
  ];
}

export const contactOf = (chance: Chance, person: Person): Made => [
  'NK1',
  ...at({
    1: '1',
    2: [person.family, pick(chance, givens.F)],
    3: ['SPO', 'Spouse', 'HL70063'],
    4: [person.street, '', 'Springfield', 'IL', '62704'],
    5: newPhone(chance),
    7: ['EC', 'Emergency contact'],
  }),
];

/** What a site adds of its own: notes with every sign that has to be escaped. */
export function siteNotes(chance: Chance, atLeast: number): Made[] {
  const segments: Made[] = [];
  for (let length = 0; length < atLeast; ) {
    const note = `${pick(chance, notes)} ${digits(chance, 40)}`;
    segments.push(['ZNT', String(segments.length + 1), note, ['7', 'NURSE', 'L']]);
    length += note.length + 16;
  }
  return segments;
}
