/**
 * Two records of a hospital are one person (A18, A30, A34, A36, A40): the retired one points at the survivor, its numbers, stays
 * and lists are the survivor's from then on; who was on file here twice becomes one patient.
 * Always: what is risky is held for a person; each merge knows its rows, so that it can be undone; chains are followed to their
 * end, a circle (and the same merge the other way round) is held.
 * By the rule book of ADT messages: HL7 v2.5.1 chapter 3.6.
 */

import type { EventDraft } from '../../handler.ts';
import { mergePatients } from '../../patient/merge.ts';
import { livesOnAs } from '../../patient/records.ts';
import { loadPatient } from '../../patient/store.ts';
import type { Reader } from '../../store/database.ts';
import type { AdtPerson, Identifier } from '../reading/message.ts';
import { activePrescriptions } from '../task/task-store.ts';
import { contradict, type Fact, openTask } from '../task/tasks.ts';
import { type AllergyItem, substanceKey } from './allergy-list.ts';
import { type Effect, hold, tell } from './effect.ts';
import { catchUp } from './link.ts';
import { findPerson, knowPerson, numbersOfPerson, sameNumber, updatePerson } from './register.ts';
import {
  identifierOf,
  identifiersOf,
  listsOfPerson,
  personsMergedInto,
  staysOfPerson,
} from './register-store.ts';
import type { PersonRow } from './row-types.ts';
import { type Rows, rowsOf } from './rows.ts';

type Known = Pick<PersonRow, 'date_of_birth' | 'sex' | 'name_key'>;

/** What tells two people apart, and how each is known; empty where that is not known. */
const particulars: [name: string, of: (known: Known) => string][] = [
  ['dates of birth', ({ date_of_birth }) => date_of_birth],
  ['sexes', ({ sex }) => (sex === 'unknown' ? '' : sex)],
  ['family names', ({ name_key }) => name_key.split(' ')[0]!],
];

const differences = (one: Known, other: Known): string[] =>
  particulars.flatMap(([name, of]) => {
    const [a, b] = [of(one), of(other)];
    return a !== '' && b !== '' && a !== b ? [name] : [];
  });

/** What differs between two records so that a person looks at them; empty where nothing does. */
export const risksOf = (store: Reader, survivor: PersonRow, retired: PersonRow): string[] => {
  const inHospital = differences(survivor, retired);
  const risks = inHospital.map((name) => `The ${name} differ`);
  const [into, from] = [survivor.patient_id, retired.patient_id];
  if (into === null || from === null || livesOnAs(store, into) === livesOnAs(store, from)) return risks;
  const [a, b] = [loadPatient(store, into), loadPatient(store, from)];
  for (const name of differences(a, b))
    if (!inHospital.includes(name)) risks.push(`The ${name} on file differ`);
  const [ofA, ofB] = [activePrescriptions(store, a.id), activePrescriptions(store, b.id)];
  if (ofA.active > 0 && ofB.active > 0) risks.push('Both have prescriptions under way');
  if (ofA.controlled > 0 || ofB.controlled > 0) risks.push('A controlled medicine is under way');
  return risks;
};

const unitedAllergies = (own: readonly AllergyItem[], theirs: readonly AllergyItem[]): AllergyItem[] => {
  const known = new Set(own.map(({ substance }) => substanceKey(substance)));
  return [...own, ...theirs.filter(({ substance }) => !known.has(substanceKey(substance)))];
};

/** What both had listed: allergies together, of the others the survivor’s own where there are any. */
const mergeLists = (rows: Rows, survivor: PersonRow, retired: PersonRow) => {
  const own = listsOfPerson(rows.store, survivor);
  for (const theirs of listsOfPerson(rows.store, retired)) {
    const list = own.find((row) => row.kind === theirs.kind && row.source_id === theirs.source_id);
    if (!list) rows.insert('adt_list', { ...theirs, person_id: survivor.id });
    else if (list.kind === 'allergies')
      rows.update('adt_list', list, {
        items: JSON.stringify(unitedAllergies(JSON.parse(list.items), JSON.parse(theirs.items))),
      });
  }
};

export interface MergeContext {
  readonly rows: Rows;
  readonly now: string;
  readonly actor: {
    id: string;
    name: string;
    role: 'technician' | 'pharmacist' | 'manager' | 'administrator';
  } | null;
  readonly reason: string;
}

/** Makes one person of two, and one patient where both were on file. Answers the survivor and the events. */
export const mergePersons = (
  { rows, now, actor, reason }: MergeContext,
  survivor: PersonRow,
  retired: PersonRow,
  /** The numbers that stop being used; the others of the retired record go on under the survivor. */
  stopped: readonly Identifier[],
): { person: PersonRow; events: EventDraft[] } => {
  const { store } = rows;
  const events: EventDraft[] = [];
  for (const number of identifiersOf(store, retired.id))
    rows.update('adt_identifier', number, {
      person_id: survivor.id,
      retired_at: number.retired_at ?? (stopped.some((one) => sameNumber(one, number)) ? now : null),
    });
  for (const earlier of personsMergedInto(store, retired.id))
    rows.update('adt_person', earlier, { merged_into: survivor.id });
  rows.update('adt_person', retired, { merged_into: survivor.id });
  for (const stay of staysOfPerson(store, retired.id))
    rows.update('adt_stay', stay, { person_id: survivor.id });
  mergeLists(rows, survivor, retired);
  const from = retired.patient_id;
  const person = rows.update('adt_person', survivor, {
    deceased_at: survivor.deceased_at ?? retired.deceased_at,
    ...(survivor.patient_id === null && from !== null && { patient_id: from, linked: retired.linked }),
  });
  if (from !== null && person.patient_id !== null) {
    const [retiredId, survivorId] = [livesOnAs(store, from), livesOnAs(store, person.patient_id)];
    if (retiredId !== survivorId) {
      events.push(...mergePatients({ store, actor }, retiredId, survivorId, { reason }));
      rows.note({
        table: 'patient',
        key: retiredId,
        before: { merged_into: null },
        after: { merged_into: survivorId },
      });
    }
  }
  return { person, events };
};

const nameOf = ({ family_name, given_names }: PersonRow) =>
  [family_name, given_names].filter((part) => part !== '').join(', ');

/** Both records side by side, as facts of a task. */
const factsOf = (survivor: PersonRow, retired: PersonRow, risks: readonly string[]): Fact[] => [
  ...risks.map((risk) => ({ name: 'Look at', value: risk, ours: null })),
  { name: 'Lives on', value: `${nameOf(survivor)}, born ${survivor.date_of_birth}`, ours: null },
  { name: 'Is retired', value: `${nameOf(retired)}, born ${retired.date_of_birth}`, ours: null },
];

const candidatesOf = (survivor: PersonRow, retired: PersonRow) =>
  [
    { patientId: survivor.patient_id, why: 'lives on' },
    { patientId: retired.patient_id, why: 'is retired' },
  ].filter((one): one is { patientId: string; why: string } => one.patientId !== null);

/** A merge that was done, for somebody to look at and undo where it was wrong. `changes`: which of the message’s. */
export const tellMerged = (
  effect: Effect,
  person: PersonRow,
  retired: PersonRow,
  changes: [number, number],
): void => {
  if (person.patient_id === null) return;
  openTask(effect, person, 'merged', {
    severity: 3,
    same: ({ merge }) => merge?.retired === retired.id,
    detail: {
      sentence: `${effect.source.name}: two records were merged`,
      facts: factsOf(person, retired, []),
      candidates: candidatesOf(person, retired),
      merge: { survivor: person.id, retired: retired.id, risks: [], changes },
    },
  });
};

/** The numbers of MRG-1 that do not go on being used. */
export const stoppedNumbers = (said: AdtPerson, retired: readonly Identifier[]): readonly Identifier[] =>
  numbersOfPerson(retired).filter((one) => !said.identifiers.some((living) => sameNumber(living, one)));

const isOurs = (...persons: PersonRow[]) => persons.some(({ patient_id }) => patient_id !== null);

const mergeOne = (effect: Effect, survivor: PersonRow, stopped: readonly Identifier[]): PersonRow => {
  const found = findPerson(effect, stopped);
  if (!found) {
    // Later messages for the old number mean the survivor.
    for (const { authority, value, type } of stopped)
      if (!identifierOf(effect.store, authority, value))
        effect.rows.insert('adt_identifier', {
          authority,
          value,
          type,
          person_id: survivor.id,
          retired_at: effect.now,
        });
    return survivor;
  }
  const retired = found.person;
  if (retired.id === survivor.id) return survivor;
  effect.matters = true;
  const ours = isOurs(survivor, retired);
  const risks = ours ? risksOf(effect.store, survivor, retired) : [];
  if (risks.length > 0) {
    hold(effect, 'A pharmacist decides whether these records are one person.');
    openTask(
      effect,
      survivor.patient_id === null ? { ...survivor, patient_id: retired.patient_id } : survivor,
      'merge',
      {
        severity: 2,
        same: ({ merge }) => merge?.retired === retired.id,
        detail: {
          sentence: `${effect.source.name} says that two records are one patient`,
          facts: factsOf(survivor, retired, risks),
          candidates: candidatesOf(survivor, retired),
          merge: { survivor: survivor.id, retired: retired.id, risks, stopped },
        },
      },
    );
    return survivor;
  }
  const from = effect.rows.changes.length;
  const rows = rowsOf(effect.store);
  const { person, events } = mergePersons(
    { rows, now: effect.now, actor: null, reason: effect.source.name },
    survivor,
    retired,
    stopped,
  );
  effect.events.push(...events);
  for (const change of rows.changes) effect.rows.note(change);
  if (ours) {
    if (survivor.patient_id === null)
      tell(effect, 'patient.linked', person, null, `${effect.source.name}: records merged`);
    tellMerged(effect, person, retired, [from, effect.rows.changes.length]);
    catchUp(effect, person);
  }
  return person;
};

/** One group of PID and MRG. Answers the survivor. */
export const mergeGroup = (effect: Effect, said: AdtPerson): PersonRow => {
  const known = knowPerson(effect, said);
  const stopped = said.retired.map((retired) => stoppedNumbers(said, retired.identifiers));
  const theOtherWay = stopped.some((numbers) => {
    const living = findPerson(effect, numbers);
    return known.byRetired && living?.person.id === known.person.id && !living.byRetired;
  });
  if (theOtherWay) {
    contradict(
      effect,
      known.person,
      null,
      `${effect.source.name} merges two records the other way round than before, or in a circle`,
    );
    return known.person;
  }
  let person = updatePerson(effect, known.person, said);
  for (const numbers of stopped) if (numbers.length > 0) person = mergeOne(effect, person, numbers);
  return person;
};
