/**
 * Reads what an ADT message says (message.ts) from its segments, whatever their order: each PID begins a group, and what stands
 * before the first PID belongs to it. Nothing is refused here: what cannot be read is left unsaid and becomes a remark.
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import type { Message, Segment } from '../hl7.ts';
import type { Header } from './header.ts';
import type { Adt, AdtPerson, Retired, Said, Visit } from './message.ts';
import {
  addressAt,
  identifierAt,
  identifiersAt,
  legalNameAt,
  locationAt,
  momentAt,
  placeIn,
  practitionerAt,
  practitionersAt,
  type Reading,
  said,
  saidAs,
  saidCodedAt,
  telephonesAt,
  timeAt,
  wordsAt,
} from './message-fields.ts';
import {
  allergiesOf,
  allergyActionsOf,
  contactsOf,
  coverageOf,
  diagnosesOf,
  measuresOf,
} from './message-lists.ts';
import { type Moment, readDay, readTime } from './times.ts';

/** One PID and what belongs to it, by the names of the segments. */
type Group = Map<string, Segment[]>;

const add = (group: Group, segment: Segment): void => {
  const same = group.get(segment.id);
  if (same) same.push(segment);
  else group.set(segment.id, [segment]);
};

const first = (group: Group, id: string): Segment | undefined => group.get(id)?.[0];

/** A group and, for each of its MRGs, what follows that before the next. */
interface PersonGroup {
  readonly all: Group;
  readonly retired: { readonly mrg: Segment; readonly following: Group }[];
}

function groupsOf(segments: readonly Segment[]): PersonGroup[] {
  const groups: PersonGroup[] = [];
  let current: PersonGroup = { all: new Map(), retired: [] };
  for (const segment of segments) {
    if (segment.id === 'PID') {
      if (groups.length > 0) current = { all: new Map(), retired: [] };
      groups.push(current);
    }
    add(current.all, segment);
    if (segment.id === 'MRG') current.retired.push({ mrg: segment, following: new Map() });
    else {
      const last = current.retired.at(-1);
      if (last) add(last.following, segment);
    }
  }
  return groups;
}

const yesOrNo = (text: Said<string>): Said<boolean> => {
  if (typeof text !== 'string') return text;
  if (/^Y/i.test(text)) return true;
  return /^N/i.test(text) ? false : undefined;
};

const upper = (text: Said<string>): Said<string> => (typeof text === 'string' ? text.toUpperCase() : text);

function visitOf(reading: Reading, group: Group): Visit | undefined {
  const pv1 = first(group, 'PV1');
  const pv2 = first(group, 'PV2');
  if (!pv1 && !pv2) return undefined;
  const { authority, places } = reading.profile;
  const one = <T>(field: number, read: (segment: Segment, field: number) => T | undefined) =>
    saidAs(pv1, field, read);
  const text = (field: number) => (pv1 ? said(pv1, field) : undefined);
  const number = (field: number) => one(field, (segment) => identifierAt(segment, field, 1, authority, 'VN'));
  const own = placeIn(group, places.expectedDischarge);
  const ownDischarge = own && timeAt(reading, own.segment, own.field, own.component);
  return {
    class: upper(text(2)),
    number: number(19),
    alternateNumber: number(50),
    location: one(3, locationAt),
    priorLocation: one(6, locationAt),
    pendingLocation: one(42, locationAt),
    attending: one(7, practitionerAt),
    referring: one(8, practitionerAt),
    consulting: one(9, practitionersAt),
    admitting: one(17, practitionerAt),
    admitSource: text(14),
    disposition: text(36),
    dischargedTo: text(37),
    admittedAt: timeAt(reading, pv1, 44),
    dischargedAt: timeAt(reading, pv1, 45),
    expectedAdmissionAt: timeAt(reading, pv2, 8),
    expectedDischargeAt: ownDischarge === undefined ? timeAt(reading, pv2, 9) : ownDischarge,
    reason: saidAs(pv2, 3, (segment, field) => wordsAt(segment, field) || undefined),
    vip: text(16),
  };
}

function retiredOf(reading: Reading, mrg: Segment, following: Group): Retired {
  const { authority } = reading.profile;
  const number = (field: number, type: string) => identifierAt(mrg, field, 1, authority, type);
  return {
    identifiers: identifiersAt(mrg, [1, 4], authority),
    account: number(3, 'AN'),
    visitNumber: number(5, 'VN'),
    alternateVisitNumber: number(6, 'VN'),
    name: legalNameAt(mrg, 7),
    visit: visitOf(reading, following),
  };
}

/** A day as such; what is no day stays as written. */
function birthOf(reading: Reading, pid: Segment, asOf: string | undefined): Said<string> {
  const text = said(pid, 7);
  if (typeof text !== 'string') return text;
  const day = readDay(text);
  if (day === undefined) {
    reading.remarks.push('PID-7 is not a day.');
    return text;
  }
  if (asOf === undefined || day <= asOf || day <= lastDayAt(asOf)) return day;
  reading.remarks.push('PID-7, the date of birth, is later than the message.');
  return text;
}

/** The last day it can be anywhere at an instant. */
const lastDayAt = (instant: string): string =>
  new Date(Date.parse(instant) + 86_400_000).toISOString().slice(0, 10);

function personOf(reading: Reading, { all, retired }: PersonGroup, asOf: string | undefined): AdtPerson {
  const { authority } = reading.profile;
  const pid = first(all, 'PID')!;
  const pd1 = first(all, 'PD1');
  const deceasedAt = timeAt(reading, pid, 29);
  const flag = yesOrNo(said(pid, 30));
  return {
    identifiers: identifiersAt(pid, [3, 2, 4], authority),
    account: saidAs(pid, 18, (segment, field) => identifierAt(segment, field, 1, authority, 'AN')),
    name: saidAs(pid, 5, legalNameAt),
    dateOfBirth: birthOf(reading, pid, asOf),
    sex: upper(said(pid, 8)),
    address: saidAs(pid, 11, addressAt),
    ...telephonesAt(pid, [13, 40, 14]),
    language: saidAs(pid, 15, saidCodedAt),
    deceased: flag === undefined && deceasedAt ? true : flag,
    deceasedAt,
    updatedAt: timeAt(reading, pid, 33) ?? undefined,
    primaryCare: saidAs(pd1, 4, practitionerAt),
    protected: pd1 && yesOrNo(said(pd1, 12)),
    visit: visitOf(reading, all),
    retired: retired.map(({ mrg, following }) => retiredOf(reading, mrg, following)),
    allergies: allergiesOf(all.get('AL1')),
    allergyActions: allergyActionsOf(all.get('IAM')),
    contacts: contactsOf(all.get('NK1')),
    coverage: coverageOf(reading, all),
    diagnoses: diagnosesOf(all.get('DG1')),
    measures: measuresOf(reading, all.get('OBX')),
  };
}

/** The first that is written to the minute, else the first. */
const newest = (moments: readonly (Moment | null | undefined)[]): string | undefined =>
  (moments.find((moment) => moment?.exact) ?? moments.find((moment) => moment))?.at;

/** What an ADT message says, by the profile of the source it came from. A profile's time zone that is none throws RangeError. */
export function readAdt(message: Message, header: Header, profile: SourceProfile): Adt {
  const reading: Reading = { profile, remarks: [...message.remarks] };
  const evn = message.first('EVN');
  const pid = message.first('PID');
  const occurred = evn && momentAt(reading, evn, 6);
  const recorded = evn && momentAt(reading, evn, 2);
  const component = header.separators.component || '^';
  const asOf = newest([
    occurred,
    recorded,
    pid && pid.raw(33) !== '' ? momentAt({ profile, remarks: [] }, pid, 33) : undefined,
    readTime(header.saidAt.split(component, 1)[0]!.trim(), profile.timeZone),
  ]);
  return {
    event: header.event,
    occurredAt: occurred?.at,
    recordedAt: recorded?.at,
    asOf,
    reason: (evn && said(evn, 4)) ?? undefined,
    operator: evn && practitionerAt(evn, 5),
    persons: groupsOf(message.segments).map((group) => personOf(reading, group, asOf)),
    remarks: reading.remarks,
  };
}
