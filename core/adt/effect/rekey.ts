/**
 * Numbers of persons, accounts and visits that a hospital changes, merges or moves to somebody else (A35, A41 to A45, A47, A49 to
 * A51), persons it links (A24, A37) or withdraws (A29).
 * Always: nothing is deleted; an old number goes on meaning whom it meant; what was moved away from or to one of ours is
 * for a person to look at.
 */

import type { AdtPerson, Identifier, Retired, Visit } from '../reading/message.ts';
import { activePrescriptions, tasksOfStay } from '../task/task-store.ts';
import { cancelTask, contradict, openTask } from '../task/tasks.ts';
import { type Effect, tell } from './effect.ts';
import { liftOfStay } from './pauses.ts';
import { findPerson, knowPerson, numbersOfPerson, updatePerson } from './register.ts';
import { identifierOf, personRow, staysByVisit, staysOfPerson } from './register-store.ts';
import type { PersonRow, StayRow } from './row-types.ts';
import { placeWords, restForStay } from './stay-effects.ts';
import { liesInHospital } from './stays.ts';

/** The PV1 that goes with an MRG. */
const visitOf = (said: AdtPerson, retired: Retired): Visit | undefined => retired.visit ?? said.visit;

/** A41, A49: stays of the old account have the new one. */
export const changeAccount = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const account = said.account?.value;
  for (const { account: old } of said.retired) {
    if (!old || !account) continue;
    for (const stay of staysOfPerson(effect.store, person.id))
      if (stay.account === old.value) effect.rows.update('adt_stay', stay, { account });
  }
};

const staysNumbered = (effect: Effect, person: PersonRow, number: Identifier) =>
  staysByVisit(effect.store, number.authority, number.value).filter((stay) => stay.person_id === person.id);

/** What rests because of a stay that no longer counts goes on, and nobody is asked about it any more. */
const release = (effect: Effect, stay: StayRow, reason: string) => {
  for (const task of tasksOfStay(effect.store, stay.id)) cancelTask(effect, task, reason);
  liftOfStay(effect, stay.id, reason);
};

/** A42, A50, A51: the visit has another number; where that one is known too, the two were one (`both`), or a person asks. */
export const changeVisit = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  which: 'number' | 'alternate' | 'both',
): void => {
  for (const retired of said.retired) {
    const old = which === 'alternate' ? retired.alternateVisitNumber : retired.visitNumber;
    const visit = visitOf(said, retired);
    const number = which === 'alternate' ? visit?.alternateNumber : visit?.number;
    if (!old || !number) continue;
    const [target] = staysNumbered(effect, person, number);
    for (const stay of staysNumbered(effect, person, old)) {
      if (stay.id === target?.id) continue;
      if (!target)
        effect.rows.update('adt_stay', stay, { authority: number.authority, visit_number: number.value });
      else if (which !== 'both')
        contradict(effect, person, stay.id, `${effect.source.name} gives a visit the number of another one`);
      else {
        effect.rows.update('adt_stay', stay, { state: 'cancelled', state_message: effect.messageId });
        const next = effect.rows.update('adt_stay', target, {
          admitted_at: target.admitted_at ?? stay.admitted_at,
        });
        if (liesInHospital(next)) restForStay(effect, person, next);
        release(effect, stay, 'Two visits were one');
        tell(effect, 'stay.changed', person, next.id, `Two visits were one: ${placeWords(effect, next)}`);
      }
    }
  }
};

/** Tells somebody that what a hospital knew of one person belongs to another. */
const tellMoved = (effect: Effect, from: PersonRow | undefined, to: PersonRow, what: string) => {
  effect.matters = true;
  for (const person of [from, to]) {
    if (!person || person.patient_id === null || (person === to && from?.patient_id === to.patient_id))
      continue;
    const { dispensed } = activePrescriptions(effect.store, person.patient_id);
    openTask(effect, person, 'moved', {
      severity: dispensed > 0 ? 2 : 3,
      detail: {
        sentence: `${effect.source.name} moved ${what} ${person === to ? 'to' : 'away from'} this patient`,
        facts: [{ name: 'Dispensed here', value: String(dispensed), ours: null }],
        candidates: [],
      },
    });
  }
};

/** A43: numbers belong to another person. */
export const moveNumbers = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  for (const { identifiers } of said.retired)
    for (const { authority, value, type } of numbersOfPerson(identifiers)) {
      const row = identifierOf(effect.store, authority, value);
      if (row?.person_id === person.id) continue;
      if (!row) {
        effect.rows.insert('adt_identifier', {
          authority,
          value,
          type,
          person_id: person.id,
          retired_at: null,
        });
        continue;
      }
      const from = personRow(effect.store, row.person_id);
      effect.rows.update('adt_identifier', row, { person_id: person.id, retired_at: null });
      tellMoved(effect, from, person, 'a number');
    }
};

const moveStay = (
  effect: Effect,
  stay: StayRow,
  from: PersonRow,
  to: PersonRow,
  values: Partial<StayRow>,
) => {
  release(effect, stay, 'The hospital moved the visit to another person');
  const next = effect.rows.update('adt_stay', stay, { ...values, person_id: to.id });
  tell(effect, 'stay.cancelled', from, stay.id, `Belongs to another person: ${placeWords(effect, stay)}`);
  if (liesInHospital(next)) {
    tell(effect, 'stay.began', to, stay.id, placeWords(effect, next));
    restForStay(effect, to, next);
  }
};

/** A44, A45: an account, or a visit, belongs to another person. */
export const moveStays = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  which: 'account' | 'visit',
): void => {
  for (const retired of said.retired) {
    const from = findPerson(effect, retired.identifiers)?.person;
    if (!from || from.id === person.id) continue;
    const { account: old, visitNumber } = retired;
    const number = visitOf(said, retired)?.number;
    const stays =
      which === 'account'
        ? staysOfPerson(effect.store, from.id).filter((stay) => old && stay.account === old.value)
        : visitNumber
          ? staysNumbered(effect, from, visitNumber)
          : [];
    const values =
      which === 'account'
        ? { ...(said.account && { account: said.account.value }) }
        : { ...(number && { authority: number.authority, visit_number: number.value }) };
    for (const stay of stays) moveStay(effect, stay, from, person, values);
    if (stays.length > 0) tellMoved(effect, from, person, which === 'account' ? 'an account' : 'a visit');
  }
};

/** A47: the person has another number; the old one goes on meaning him. */
export const changeNumber = (effect: Effect, said: AdtPerson): PersonRow => {
  const old = said.retired.flatMap(({ identifiers }) => numbersOfPerson(identifiers));
  const before = findPerson(effect, old);
  const after = findPerson(effect, said.identifiers);
  if (before && after && before.person.id !== after.person.id) {
    contradict(
      effect,
      before.person,
      null,
      `${effect.source.name} gives this patient a number that is another person’s`,
    );
    return before.person;
  }
  const person = before?.person ?? knowPerson(effect, said).person;
  if (before)
    for (const { authority, value, type } of numbersOfPerson(said.identifiers))
      if (!identifierOf(effect.store, authority, value))
        effect.rows.insert('adt_identifier', {
          authority,
          value,
          type,
          person_id: person.id,
          retired_at: null,
        });
  for (const { authority, value, type } of old) {
    if (said.identifiers.some((one) => one.value === value && one.authority === authority)) continue;
    const row = identifierOf(effect.store, authority, value);
    if (row) effect.rows.update('adt_identifier', row, { retired_at: row.retired_at ?? effect.now });
    else
      effect.rows.insert('adt_identifier', {
        authority,
        value,
        type,
        person_id: person.id,
        retired_at: effect.now,
      });
  }
  return updatePerson(effect, person, said);
};

/** A24, A37: two persons belong together, or do not; both live on. */
export const linkPersons = (effect: Effect, linked: boolean): PersonRow | undefined => {
  const [first, second] = effect.adt.persons
    .filter(({ identifiers }) => numbersOfPerson(identifiers).length > 0)
    .map((said) => knowPerson(effect, said).person);
  if (!first || !second) {
    effect.problem ??= 'It names one person only; there is nobody to link or unlink.';
    return undefined;
  }
  if (first.id === second.id) return first;
  const [low, high] = first.id < second.id ? [first.id, second.id] : [second.id, first.id];
  const row = effect.store.get<{ first: number; second: number }>(
    'SELECT * FROM adt_person_link WHERE first = ? AND second = ?',
    [low, high],
  );
  if (linked && !row) effect.rows.insert('adt_person_link', { first: low, second: high });
  if (!linked && row) effect.rows.remove('adt_person_link', row);
  return first;
};

/** A29: the source knows the person no more. What is here stays by law; a person decides. */
export const withdraw = (effect: Effect, person: PersonRow): void => {
  if (person.withdrawn_at !== null || person.as_of > effect.asOf) {
    effect.late ||= person.withdrawn_at === null && person.as_of_message !== effect.messageId;
    return;
  }
  effect.rows.update('adt_person', person, {
    withdrawn_at: effect.asOf,
    as_of: effect.asOf,
    as_of_message: effect.messageId,
  });
  if (person.patient_id === null) return;
  openTask(effect, person, 'withdrawn', {
    severity: 3,
    detail: {
      sentence: `${effect.source.name} deleted its record of this patient`,
      facts: [],
      candidates: [],
    },
  });
};
