/**
 * The segments of messages made for trying out: invented persons, wards, doctors, cover and notes, written in the way of one of
 * several hospitals. What happens to whom is in generate.ts. Everything follows from the chance that is handed in.
 */

import type { Chance } from '../../chance.ts';
import type { encodeText } from '../reading/charset.ts';
import { type Separators, USUAL_SEPARATORS } from '../reading/separators.ts';
import { repeated, type Written } from '../reading/write-hl7.ts';
import type { Particulars } from './generate-particulars.ts';

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
  /** What full messages repeat for months: whom to call, who pays, what was measured and found. */
  particulars: Particulars | undefined;
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

export const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;

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
export const givens = {
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

export const digits = (chance: Chance, count: number): string =>
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
    particulars: undefined,
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
