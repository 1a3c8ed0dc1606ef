/**
 * The hospital beside the demo pharmacy: a source without a port, and some thirty messages of the last days. They come in as
 * real ones would, through the desk: patients of ours in hospital, one discharged today, an allergy against a bag that waits,
 * a merge that looks wrong, somebody who is nearly a patient on file, messages that are refused or come late.
 * Always the same for the same moment; whoever is not of the demo patients is nobody of ours.
 */

import { repeated, type Written, writeMessage } from '../adt/reading/write-hl7.ts';
import type { SourceProfile } from '../contract/adt-values.ts';
import { patientIndex } from './find.ts';
import { demoBranch, demoPatients } from './people.ts';

/** @param folder where its files would be dropped */
export const demoHospital = (folder: string): { name: string; profile: SourceProfile } => ({
  name: 'St Mary’s Hospital',
  profile: {
    mllp: null,
    topic: null,
    folder,
    authority: 'STMARY',
    mrnAuthority: '',
    timeZone: demoBranch.timeZone,
    charset: 'auto',
    processing: 'P',
    leaveOut: [],
    putsOnFile: false,
    silentMinutes: 0,
    places: {},
  },
});

export interface DemoMessage {
  readonly minutesAgo: number;
  readonly bytes: Uint8Array;
}

const minute = 60_000;
const day = 24 * 60;

type Fields = Readonly<Record<number, Written>>;
type Segment = readonly [string, ...Written[]];

const segment = (id: string, fields: Fields): Segment => {
  const list: Written[] = [];
  for (const [number, value] of Object.entries(fields)) list[Number(number) - 1] = value;
  return [id, ...Array.from(list)];
};

interface Somebody {
  mrn: string;
  family: string;
  given: string;
  born: string;
  sex: string;
  /** Street, city, state with postcode. */
  address?: string;
  phone?: string;
}

/** One of the demo patients, as the hospital has them: the same name, birth date, sex and telephone. */
const ours = (name: string, mrn: string): Somebody => {
  const { familyName, givenNames, dateOfBirth, sex, address, phone } = demoPatients[patientIndex(name)]!;
  const sexCode = { female: 'F', male: 'M', other: 'O', unknown: 'U' }[sex];
  return {
    ...{ mrn, family: familyName, given: givenNames, born: dateOfBirth, sex: sexCode },
    ...{ address, phone },
  };
};

const number = (mrn: string): Written => [mrn, '', '', 'STMARY', 'MR'];

/** "18 Canterbury Road, Rochester, NY 14607" as HL7 parts it. */
const addressOf = (address: string): Written => {
  const [street = '', city = '', rest = ''] = address.split(', ');
  const [state = '', postcode = ''] = rest.split(' ');
  return [street, '', city, state, postcode, '', 'H'];
};

const pid = (one: Somebody, more: Fields = {}): Segment =>
  segment('PID', {
    1: '1',
    3: repeated([one.mrn, '', '', 'STMARY', 'MR']),
    5: [one.family, one.given, '', '', '', '', 'L'],
    7: one.born.replaceAll('-', ''),
    8: one.sex,
    11: one.address ? addressOf(one.address) : '',
    13: one.phone ? [one.phone, 'PRN', 'PH'] : '',
    ...more,
  });

const doctors = {
  whitfield: ['1285641234', 'Whitfield', 'Anne'],
  okafor: ['1710000987', 'Okafor', 'Samuel'],
};

interface Visit {
  number: string;
  kind?: string;
  ward?: string;
  room?: string;
  bed?: string;
  doctor?: keyof typeof doctors;
  more?: Fields;
}

const pv1 = ({ number: visit, kind = 'I', ward = '', room = '', bed = '', doctor, more }: Visit): Segment =>
  segment('PV1', {
    1: '1',
    2: kind,
    3: [ward, room, bed, 'St Mary’s'],
    7: doctor ? doctors[doctor] : '',
    19: [visit, '', '', 'STMARY', 'VN'],
    ...more,
  });

const al1 = (place: number, substance: string, severity: string, reaction: string): Segment =>
  segment('AL1', { 1: String(place), 2: 'DA', 3: ['', substance], 4: severity, 5: reaction });

/** Every message of the demo, the oldest first. */
export const demoMessages = (now: number): DemoMessage[] => {
  let count = 0;
  const stamp = (minutesAgo: number) =>
    `${new Date(now - minutesAgo * minute).toISOString().replace(/\D/g, '').slice(0, 14)}+0000`;
  const message = (
    minutesAgo: number,
    event: string,
    segments: readonly Segment[],
    { processing = 'P', happened = minutesAgo, id = `SM${100_000 + ++count}` } = {},
  ): DemoMessage => ({
    minutesAgo,
    bytes: new TextEncoder().encode(
      writeMessage([
        segment('MSH', {
          1: 'ADT',
          2: 'STMARY',
          3: 'MORTAR',
          4: 'EASTAVENUE',
          5: stamp(minutesAgo),
          7: ['ADT', event],
          8: id,
          9: processing,
          10: '2.5.1',
          16: 'UNICODE UTF-8',
        }),
        segment('EVN', { 1: event, 2: stamp(minutesAgo), 6: stamp(happened) }),
        ...segments,
      ]),
    ),
  });

  const walter = ours('Walter Abernathy', '4410021');
  const nguyen = ours('Thị Lan Nguyễn', '4410187');
  const fairweather = ours('Josephine Fairweather', '4410233');
  const jankowski = ours('Stanley Jankowski', '4410340');
  const schwartz = ours('Leonard Schwartz', '4410412');
  const vandermeer = ours('Hendrika Vandermeer', '4410518');
  const sandoval = ours('Miguel Sandoval', '4410601');
  const johnson = ours('Robert Johnson', '4410722');
  const johnston = ours('Robert Johnston', '4410731');
  const delacroix = {
    ...ours('Antoinette Delacroix', '4410850'),
    family: 'Delacroi',
    address: '',
    phone: '',
  };
  const eriksen = { ...ours('Solveig Eriksen', '4410911') };
  const stranger = (mrn: string, family: string, given: string, born: string, sex: string): Somebody => ({
    ...{ mrn, family, given, born, sex },
  });
  const mayhew = stranger('4411007', 'Mayhew', 'Clarence', '1960-05-14', 'M');
  const ostrander = stranger('4411015', 'Ostrander', 'Beth', '1988-01-09', 'F');
  const pruitt = stranger('4411023', 'Pruitt', 'Eleanor', '1952-11-30', 'F');
  const visitOf = (one: Somebody, visit: Omit<Visit, 'number'>) => pv1({ number: `V${one.mrn}`, ...visit });
  const admitted = (minutesAgo: number) => ({ 44: stamp(minutesAgo) });
  const discharged = (from: number, to: number, disposition: string) => ({
    36: disposition,
    44: stamp(from),
    45: stamp(to),
  });
  const expectedOut = (days: number) => segment('PV2', { 3: ['', 'Observation'], 9: stamp(-days * day) });
  const contact = (family: string, given: string, relation: string, phone: string) =>
    segment('NK1', { 1: '1', 2: [family, given], 3: ['', relation], 5: phone, 7: 'EC' });

  const wards = {
    cardiology: { ward: '4B', room: '12', bed: '2', doctor: 'whitfield' },
    surgery: { ward: '2A', room: '3', bed: '1', doctor: 'okafor' },
    medicine: { ward: '5C', room: '7', bed: '1', doctor: 'whitfield' },
  } as const;

  return [
    message(6 * day, 'A01', [
      pid(fairweather),
      contact('Fairweather', 'Hugh', 'Husband', '585-555-0190'),
      visitOf(fairweather, { ...wards.surgery, more: admitted(6 * day) }),
      expectedOut(1),
    ]),
    message(4 * day + 90, 'A01', [
      pid(nguyen),
      visitOf(nguyen, { ...wards.medicine, more: admitted(4 * day + 95) }),
    ]),
    message(3 * day, 'A04', [
      pid(mayhew),
      visitOf(mayhew, { kind: 'E', ward: 'ED', more: admitted(3 * day) }),
    ]),
    message(2 * day + 400, 'A31', [pid(johnson)]),
    message(2 * day + 399, 'A31', [pid(johnston)]),
    message(2 * day, 'A01', [
      pid(jankowski),
      visitOf(jankowski, { ...wards.medicine, more: admitted(2 * day + 20) }),
      expectedOut(2),
    ]),
    message(day + 300, 'A01', [
      pid(pruitt),
      visitOf(pruitt, { ...wards.surgery, more: admitted(day + 310) }),
    ]),
    message(day + 60, 'A01', [
      pid(schwartz),
      visitOf(schwartz, { ...wards.cardiology, more: admitted(day + 70) }),
    ]),
    message(620, 'A05', [
      pid(vandermeer),
      visitOf(vandermeer, { kind: 'P', ward: '2A' }),
      segment('PV2', { 3: ['', 'Cataract, left eye'], 8: stamp(-3 * day) }),
    ]),
    message(540, 'A01', [
      pid(walter),
      contact('Abernathy', 'Walter J.', 'Son', '585-555-0101'),
      visitOf(walter, { ward: 'ED', doctor: 'okafor', more: admitted(550) }),
      al1(1, 'penicillin', 'MO', 'hives'),
      segment('DG1', { 1: '1', 3: ['I50.9', 'Heart failure, unspecified', 'I10'], 6: 'A' }),
      segment('IN1', {
        ...{ 1: '1', 2: 'MCR-A', 3: '00450', 4: 'Medicare Part A' },
        ...{ 36: '1EG4-TE5-MK72' },
      }),
    ]),
    message(430, 'A02', [
      pid(walter),
      visitOf(walter, { ...wards.cardiology, more: { ...admitted(550), 6: ['ED', '', '', 'St Mary’s'] } }),
    ]),
    message(380, 'A08', [
      pid({ ...eriksen, phone: '585-555-0199', address: '12 Harborview Lane, Penfield, NY 14526' }),
    ]),
    message(310, 'A03', [
      pid(schwartz, { 29: stamp(330), 30: 'Y' }),
      visitOf(schwartz, { ...wards.cardiology, more: discharged(day + 70, 330, '20') }),
    ]),
    message(260, 'A01', [pid(delacroix), visitOf(delacroix, { ...wards.medicine, more: admitted(265) })]),
    message(214, 'A08', [pid(ostrander)], { processing: 'T' }),
    message(150, 'A03', [
      pid(nguyen),
      visitOf(nguyen, { ...wards.medicine, more: discharged(4 * day + 95, 152, '01') }),
    ]),
    message(118, 'A40', [
      pid(johnson),
      segment('MRG', { 1: number(johnston.mrn), 7: ['Johnston', 'Robert'] }),
    ]),
    message(96, 'A40', [pid(pruitt), segment('MRG', { 1: number(pruitt.mrn) })]),
    message(57, 'A02', [
      pid(jankowski),
      visitOf(jankowski, { ward: '5C', room: '9', bed: '2', doctor: 'whitfield' }),
    ]),
    message(51, 'A02', [pid(jankowski), visitOf(jankowski, { ward: '5C', room: '1', bed: '1' })], {
      happened: 2 * day - 30,
    }),
    message(44, 'A21', [pid(fairweather), visitOf(fairweather, wards.surgery)]),
    message(38, 'A08', [pid(mayhew)]),
    message(31, 'A08', [pid(sandoval), al1(1, 'ibuprofen', 'SV', 'anaphylaxis')]),
    message(24, 'A22', [pid(fairweather), visitOf(fairweather, wards.surgery)]),
    message(17, 'A31', [pid(ostrander)]),
    message(12, 'A28', [pid(stranger('4411031', 'Quigley', 'Aaron', '2003-08-21', 'M'))]),
    message(11, 'A28', [pid(stranger('4411032', 'Quigley', 'Amber', '2005-02-11', 'F'))]),
    message(4, 'A09', [pid(walter), visitOf(walter, { ward: 'Radiology', doctor: 'whitfield' })]),
  ];
};
