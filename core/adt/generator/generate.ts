/**
 * Makes ADT messages for trying out and for measuring: invented persons who are registered, admitted, moved, corrected, discharged,
 * come back, are merged. The same seed makes the same messages, byte for byte. What happens to one person stands in the order
 * in which it could happen, and no person is shared between connections, so that each may send by itself.
 */
import { type Chance, chanceFrom } from '../../chance.ts';
import { encodeText } from '../reading/charset.ts';
import { type Written, writeMessage } from '../reading/write-hl7.ts';
import { contactOf, restOf, siteNotes } from './generate-particulars.ts';
import {
  allergens,
  at,
  type Made,
  newDoctor,
  newLocation,
  newPerson,
  newPhone,
  newStreet,
  type Person,
  pidOf,
  pv1Of,
  type Stay,
} from './generate-segments.ts';

export interface Wanted {
  readonly seed: number;
  readonly count: number;
  /** How many persons live at a time. */
  readonly persons: number;
  /** Which of the senders this is: control ids count on by themselves in each. */
  readonly connection?: number;
  /** When the first is sent, UTC; each is sent a second after the one before. Written as the clock of UTC, by some hospitals without saying so. */
  readonly startAt?: string;
  /** The first persons are these: patients on file, say. */
  readonly known?: readonly {
    readonly family: string;
    readonly given: string;
    readonly dateOfBirth: string;
    readonly sex: 'F' | 'M';
    readonly mrn: string;
  }[];
}

export interface Generated {
  readonly bytes: Uint8Array;
  readonly controlId: string;
  readonly event: string;
  /** The number (MR) it speaks of. */
  readonly mrn: string;
}

/** What a person is at, and what may come next with how much weight. */
type At = 'nowhere' | 'known' | 'expected' | 'emergency' | 'in' | 'moved' | 'on-leave' | 'discharged';
const next: Record<At, readonly (readonly [event: string, weight: number])[]> = {
  nowhere: [
    ['A28', 4],
    ['A04', 3],
    ['A01', 3],
  ],
  known: [
    ['A01', 30],
    ['A04', 20],
    ['A05', 8],
    ['A08', 20],
    ['A31', 12],
    ['A60', 6],
    ['A40', 3],
  ],
  expected: [
    ['A01', 80],
    ['A38', 20],
  ],
  emergency: [
    ['A06', 30],
    ['A03', 45],
    ['A08', 20],
    ['A11', 5],
  ],
  in: [
    ['A02', 30],
    ['A08', 28],
    ['A03', 22],
    ['A11', 2],
    ['A54', 5],
    ['A16', 4],
    ['A21', 3],
    ['A60', 4],
  ],
  moved: [
    ['A02', 15],
    ['A08', 40],
    ['A03', 35],
    ['A12', 10],
  ],
  'on-leave': [['A22', 100]],
  discharged: [
    ['A13', 6],
    ['A08', 44],
    ['A01', 15],
    ['A04', 15],
    ['A31', 20],
  ],
};

const structures: Record<string, string> = {
  A01: 'ADT_A01',
  A02: 'ADT_A02',
  A03: 'ADT_A03',
  A04: 'ADT_A01',
  A05: 'ADT_A05',
  A06: 'ADT_A06',
  A08: 'ADT_A01',
  A11: 'ADT_A09',
  A12: 'ADT_A12',
  A13: 'ADT_A01',
  A16: 'ADT_A16',
  A21: 'ADT_A21',
  A22: 'ADT_A21',
  A28: 'ADT_A05',
  A31: 'ADT_A05',
  A38: 'ADT_A38',
  A40: 'ADT_A39',
  A54: 'ADT_A54',
  A60: 'ADT_A60',
};

interface Life {
  person: Person;
  at: At;
  stay: Stay | undefined;
  visits: number;
  /** A number it was also registered under, to be merged. */
  double: string | undefined;
}

const weighted = (chance: Chance, from: readonly (readonly [string, number])[]): string => {
  let left = chance() * from.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [event, weight] of from) {
    left -= weight;
    if (left < 0) return event;
  }
  return from[0]![0];
};

const beginStay = (chance: Chance, life: Life, kind: Stay['class'], said: string): Stay => {
  life.visits += 1;
  return {
    number: `V${life.person.mrn}-${life.visits}`,
    class: kind,
    location: newLocation(chance),
    prior: undefined,
    admitted: kind === 'P' ? '' : said,
    discharged: '',
    disposition: '',
    attending: newDoctor(chance),
  };
};

/** Lets an event happen to a person: where he is then, and what his stay is. */
function live(chance: Chance, life: Life, event: string, said: string): void {
  const { person, stay } = life;
  switch (event) {
    case 'A28':
      life.at = 'known';
      return;
    case 'A31':
      person.street = newStreet(chance);
      return;
    case 'A01':
      if (chance() < 0.3 && person.allergies.length < 3)
        person.allergies.push(allergens[Math.floor(chance() * allergens.length)]!);
      life.stay = beginStay(chance, life, 'I', said);
      life.at = 'in';
      return;
    case 'A04':
      life.stay = beginStay(chance, life, chance() < 0.6 ? 'E' : 'O', said);
      life.at = 'emergency';
      return;
    case 'A05':
      life.stay = beginStay(chance, life, 'P', said);
      life.at = 'expected';
      return;
    case 'A06':
      stay!.class = 'I';
      life.at = 'in';
      return;
    case 'A02':
      stay!.prior = stay!.location;
      stay!.location = newLocation(chance);
      life.at = 'moved';
      return;
    case 'A12':
      stay!.location = stay!.prior!;
      stay!.prior = undefined;
      life.at = 'in';
      return;
    case 'A03':
      stay!.discharged = said;
      stay!.disposition = chance() < 0.02 ? '20' : chance() < 0.8 ? '01' : '06';
      life.at = 'discharged';
      return;
    case 'A13':
      stay!.discharged = '';
      stay!.disposition = '';
      life.at = 'in';
      return;
    case 'A11':
    case 'A38':
      life.at = 'known';
      return;
    case 'A21':
      life.at = 'on-leave';
      return;
    case 'A22':
      life.at = 'in';
      return;
    case 'A54':
      stay!.attending = newDoctor(chance);
      return;
    case 'A08':
      if (chance() < 0.5) person.phone = newPhone(chance);
      return;
  }
}

const digitsOf = (instant: number): string => new Date(instant).toISOString().replace(/\D/g, '').slice(0, 14);

/** Events that bring the whole picture; others bring who, where and what is special to them. */
const full = new Set(['A01', 'A03', 'A04', 'A05', 'A06', 'A08', 'A13', 'A28', 'A31']);

function segmentsOf(chance: Chance, life: Life, event: string, said: string): Made[] {
  const { person, stay } = life;
  const hasVisit = stay !== undefined && !['A28', 'A31', 'A40', 'A60'].includes(event);
  const segments: Made[] = [
    ['EVN', ...at({ 1: event, 2: said, 4: '01', 5: ['7', 'CLERK', 'JO'], 6: said })],
    pidOf(person),
    ['PD1', ...at({ 4: ['1285641234', 'Okafor', 'Chidi'], 12: 'N' })],
  ];
  if (event === 'A40')
    segments.push(['MRG', [life.double!, '', '', person.manner.authority, 'MR'] as Written]);
  if (full.has(event)) segments.push(contactOf(chance, person, said));
  if (hasVisit)
    segments.push(pv1Of(person, stay), [
      'PV2',
      ...at({ 3: ['', 'Observation & treatment'], 9: said.slice(0, 8) }),
    ]);
  else if (event === 'A28' || event === 'A31') segments.push(['PV1', '1', 'N']);
  if (event === 'A60') {
    const [code, text, kind] = allergens[Math.floor(chance() * allergens.length)]!;
    segments.push([
      'IAM',
      ...at({
        1: '1',
        2: kind,
        3: [code, text, 'RXNORM'],
        4: 'SV',
        5: 'Rash',
        6: chance() < 0.8 ? 'A' : 'D',
        7: `IAM-${person.mrn}-${code}`,
      }),
    ]);
  }
  if (full.has(event)) segments.push(...restOf(chance, person, said));
  return segments;
}

/** In characters; a message is brought to some length between them by notes of its site. */
const SHORTEST = 1_100;
const LONGEST = 2_800;

/** Messages in the order they are sent. */
export function* generate(wanted: Wanted): Generator<Generated> {
  const { seed, count, persons, connection = 1, startAt = '2026-10-01T06:00:00Z', known = [] } = wanted;
  const chance = chanceFrom(seed * 1_009 + connection);
  const begin = Date.parse(startAt);
  let born = 0;
  const newLife = (): Life => {
    const own = known[born];
    born += 1;
    const mrn = own?.mrn ?? `M${connection}${String(born).padStart(6, '0')}`;
    const person = { ...newPerson(chance, mrn), ...own };
    return { person, at: 'nowhere', stay: undefined, visits: 0, double: undefined };
  };
  const lives = Array.from({ length: persons }, newLife);

  for (let number = 1; number <= count; number += 1) {
    const place = Math.floor(chance() * lives.length);
    const life = lives[place]!;
    const { manner, mrn } = life.person;
    const said = digitsOf(begin + number * 1_000) + manner.zone;
    let event = weighted(chance, next[life.at]);
    if (event === 'A40' && life.double === undefined) {
      // First it has to be on file twice.
      life.double = `D${mrn}`;
      event = 'A28';
    }
    const isDouble = event === 'A28' && life.double !== undefined;
    live(chance, life, event, said);
    const controlId = `${seed}-${connection}-${number}`;
    const spoken = isDouble ? { ...life, person: { ...life.person, mrn: life.double! } } : life;
    const segments = segmentsOf(chance, spoken, event, said);
    if (event === 'A40') life.double = undefined;
    if (event === 'A11' || event === 'A38') life.stay = undefined;
    const header: Made = [
      'MSH',
      ...at({
        3: manner.application,
        4: `HOSP${connection}`,
        5: 'MORTAR',
        6: 'PHARMACY',
        7: said,
        9: ['ADT', event, structures[event]],
        10: controlId,
        11: 'P',
        12: manner.version,
        18: manner.charset,
      }).slice(2),
    ];
    let text = writeMessage([header, ...segments], manner.separators);
    const wantedLength = SHORTEST + Math.floor(chance() ** 2 * (LONGEST - SHORTEST));
    if (text.length < wantedLength)
      text += writeMessage(siteNotes(chance, wantedLength - text.length), manner.separators);
    const lines = manner.lineEnd === '\r' ? text : text.replaceAll('\r', manner.lineEnd);
    yield { bytes: encodeText(lines, manner.encoding), controlId, event, mrn: spoken.person.mrn };
    // Who died is followed by somebody new.
    if (event === 'A03' && life.stay?.disposition === '20') lives[place] = newLife();
  }
}
