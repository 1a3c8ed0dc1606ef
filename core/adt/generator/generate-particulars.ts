/**
 * The segments of messages made for trying out that a full message repeats for months: whom to call, who pays, what was measured and
 * found; and the notes of a site. Always: of a person they are mostly what the message before said, as they are in life.
 */

import type { Chance } from '../../chance.ts';
import { repeated, type Written } from '../reading/write-hl7.ts';
import { at, digits, givens, type Made, newPhone, type Person, pick } from './generate-segments.ts';

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

export interface Particulars {
  readonly contact: string;
  readonly contactPhone: string;
  readonly height: string;
  readonly weight: string;
  readonly diagnosis: readonly [code: string, text: string];
  /** When it was measured and found. */
  readonly at: string;
  readonly insured: { readonly group: string; readonly policy: string; readonly member: string };
  readonly employer: string;
}

/** Of so many full messages one says something new of whom to call, who pays or what was measured. */
const SELDOM = 0.05;

/** What full messages say of a person now: mostly what the one before said. */
function particularsOf(chance: Chance, person: Person, said: string): Particulars {
  if (person.particulars && chance() >= SELDOM) return person.particulars;
  person.particulars = {
    contact: pick(chance, givens.F),
    contactPhone: newPhone(chance),
    height: String(150 + Math.floor(chance() * 45)),
    weight: String(45 + Math.floor(chance() * 70)),
    diagnosis: pick(chance, diagnoses),
    at: said,
    insured: {
      group: `GRP${digits(chance, 5)}`,
      policy: `POL${digits(chance, 7)}`,
      member: `M${digits(chance, 8)}`,
    },
    employer: `E${digits(chance, 6)}`,
  };
  return person.particulars;
}

/** Who is to be called, who pays, what ails: the rest of a full message. */
export function restOf(chance: Chance, person: Person, said: string): Made[] {
  const { diagnosis, at: foundAt, height, weight, insured, employer } = particularsOf(chance, person, said);
  const [code, text] = diagnosis;
  const name: Written = [person.family, person.given];
  const address: Written = [person.street, '', 'Springfield', 'IL', '62704', 'USA', 'H'];
  const allergies = person.allergies.map(
    ([allergen, substance, kind], index): Made => [
      'AL1',
      ...at({
        1: String(index + 1),
        2: kind,
        3: [allergen, substance, allergen === '' ? 'L' : 'RXNORM'],
        4: ['SV', 'MO', 'MI'][index % 3]!,
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
        5: height,
        6: 'cm',
        11: 'F',
        14: foundAt,
      }),
    ],
    [
      'OBX',
      ...at({
        1: '2',
        2: 'NM',
        3: ['29463-7', 'Body weight', 'LN'],
        5: weight,
        6: 'kg',
        11: 'F',
        14: foundAt,
      }),
    ],
    ...allergies,
    ['DG1', ...at({ 1: '1', 3: [code, text, 'I10'], 5: foundAt, 6: 'A' })],
    ['GT1', ...at({ 1: '1', 3: name, 5: address, 6: person.phone, 12: '000-00-0000' })],
    [
      'IN1',
      ...at({
        1: '1',
        2: ['PPO1', 'Preferred', 'L'],
        3: 'INS42',
        4: 'Insurance of the State & Sons',
        5: ['1 Plaza', '', 'Albany', 'NY', '12207'],
        8: insured.group,
        12: '20260101',
        13: '20261231',
        15: 'PPO',
        16: name,
        17: ['SEL', 'Self'],
        19: address,
        22: '1',
        36: insured.policy,
        49: insured.member,
      }),
    ],
    ['IN2', ...at({ 1: employer, 2: '000-00-0000' })],
  ];
}

export const contactOf = (chance: Chance, person: Person, said: string): Made => {
  const { contact, contactPhone } = particularsOf(chance, person, said);
  return [
    'NK1',
    ...at({
      1: '1',
      2: [person.family, contact],
      3: ['SPO', 'Spouse', 'HL70063'],
      4: [person.street, '', 'Springfield', 'IL', '62704'],
      5: contactPhone,
      7: ['EC', 'Emergency contact'],
    }),
  ];
};

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
