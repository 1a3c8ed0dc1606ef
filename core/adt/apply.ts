/**
 * One message has its effects: those of its row of trigger-events.ts, in order, for each person it speaks of.
 * Always: rows, tasks and pauses are written through one recorder, so that what the message changed is known; applied again, it
 * changes nothing but what was missing before. Runs inside the transaction of whoever calls it; the row of the message itself
 * is the caller’s.
 */
import type { messageStates } from '../contract/adt-values.ts';
import type { EventDraft } from '../handler.ts';
import { toldOf } from './effect/care.ts';
import { keepChanges } from './effect/changes.ts';
import type { ApplyContext, Effect } from './effect/effect.ts';
import { askWho, findPatient } from './effect/link.ts';
import { takeAllergyActions, takeLists } from './effect/lists.ts';
import { mergeGroup } from './effect/merge.ts';
import { isOlder } from './effect/order.ts';
import { denyDeath, followAllergies, followDetails, reportDeath } from './effect/person-effects.ts';
import { findPerson, knowPerson, numbersOfPerson, updatePerson } from './effect/register.ts';
import {
  changeAccount,
  changeNumber,
  changeVisit,
  linkPersons,
  moveNumbers,
  moveStays,
  withdraw,
} from './effect/rekey.ts';
import type { PersonRow } from './effect/row-types.ts';
import { type Change, rowsOf } from './effect/rows.ts';
import { takeNews, takeSome, takeVisit } from './effect/stay-effects.ts';
import { isInpatientClass } from './effect/stays.ts';
import {
  cancelAdmission,
  cancelDischarge,
  cancelExpectedDischarge,
  cancelMove,
  deleteVisit,
} from './effect/undo.ts';
import type { Adt, AdtPerson } from './reading/message.ts';
import { contradict } from './task/tasks.ts';
import { type EffectName, type TriggerCode, triggerEventOf } from './trigger-events.ts';

export interface Applied {
  state: (typeof messageStates)[number];
  /** In words, without patient data; null where there is none. */
  problem: string | null;
  personId: number | null;
  changes: Change[];
  events: EventDraft[];
}

/** What an effect does for one person; those before `person` answer who it is. */
type Work = (effect: Effect, person: PersonRow, said: AdtPerson) => void;

/** Effects that speak of a visit; without PV1 for this person there is nothing to do. */
const needsVisit = /^(admit|register|expect|discharge|to-|leave|return|move$|locate|doctor|expect-|cancel-)/;

/** Effects that say which numbers, visits and accounts are whose, or change a list item by item: no time tells which of two counts. */
const saidOnce = /^(merge|move-|change-|link$|unlink$|allergies$)/;

const isTurn = ({ code }: Effect): boolean => needsVisit.test(triggerEventOf(code)?.effects[1] ?? '');

/** The person, what is said of whom is taken over: details, lists, and what follows for one of ours. */
const takePerson = (effect: Effect, said: AdtPerson): PersonRow => {
  const { person: known, unknown, disagrees, isNew } = knowPerson(effect, said);
  // Of a turn of a stay, how new the stay is counts.
  if (isOlder(effect, known) && !isTurn(effect)) effect.late = true;
  const { allergies, listed } = takeLists(effect, known, said);
  let person = isNew ? known : updatePerson(effect, known, said, listed);
  const changed = person.version !== known.version;
  if (isNew || changed || unknown.length > 0) person = findPatient(effect, person);
  if (disagrees)
    contradict(effect, person, null, `${effect.source.name} names this patient with numbers of two persons`);
  if (person.deceased_at !== null && (isNew || known.deceased_at === null)) reportDeath(effect, person);
  followAllergies(effect, person, allergies);
  if (changed) followDetails(effect, person);
  if (known.deceased_at !== null && said.deceased === false && known.as_of <= effect.asOf)
    denyDeath(effect, person);
  return person;
};

/** Effects that say who is meant. */
type WhoName = 'find' | 'know' | 'person' | 'merge' | 'change-number' | 'link' | 'unlink';
const isWho = (name: EffectName): name is WhoName => Object.hasOwn(who, name);

const knownPerson = (effect: Effect, said: AdtPerson): PersonRow => {
  const { person, unknown } = knowPerson(effect, said, false);
  return unknown.length > 0 ? findPatient(effect, person) : person;
};

const who: Record<WhoName, (effect: Effect, said: AdtPerson) => PersonRow | undefined> = {
  find: (effect, said) => findPerson(effect, said.identifiers)?.person,
  know: knownPerson,
  person: takePerson,
  merge: mergeGroup,
  'change-number': changeNumber,
  link: (effect) => linkPersons(effect, true),
  unlink: (effect) => linkPersons(effect, false),
};

/** An admission without a class that says otherwise is one to a bed. */
const admittedClass = (code: string | undefined) => (code === undefined || /^[UN]?$/.test(code) ? 'I' : code);

const work: Record<Exclude<EffectName, WhoName>, Work> = {
  admit: (effect, person, said) => takeNews(effect, person, said, 'admit', admittedClass),
  register: (effect, person, said) => takeNews(effect, person, said, 'register'),
  expect: (effect, person, said) => takeNews(effect, person, said, 'expect'),
  discharge: (effect, person, said) => takeNews(effect, person, said, 'discharge'),
  'to-inpatient': (effect, person, said) =>
    takeNews(effect, person, said, 'admit', (code) =>
      code !== undefined && isInpatientClass(code) ? code : 'I',
    ),
  'to-outpatient': (effect, person, said) =>
    takeNews(effect, person, said, 'present', (code) =>
      code === undefined || code === '' || isInpatientClass(code) ? 'O' : code,
    ),
  leave: (effect, person, said) => takeNews(effect, person, said, 'leave'),
  return: (effect, person, said) => takeNews(effect, person, said, 'return'),
  visit: takeVisit,
  move: (effect, person, said) => takeSome(effect, person, said, 'place'),
  locate: (effect, person, said) => takeSome(effect, person, said, 'place'),
  doctor: (effect, person, said) => takeSome(effect, person, said, 'doctors'),
  'expect-discharge': (effect, person, said) => takeSome(effect, person, said, 'expected discharge'),
  'cancel-admission': (effect, person, said) => cancelAdmission(effect, person, said, 'admission'),
  'cancel-expected': (effect, person, said) => cancelAdmission(effect, person, said, 'expected'),
  'cancel-move': cancelMove,
  'cancel-discharge': cancelDischarge,
  'cancel-expected-discharge': cancelExpectedDischarge,
  'delete-visit': deleteVisit,
  allergies: (effect, person, said) =>
    followAllergies(effect, person, takeAllergyActions(effect, person, said)),
  withdraw,
  'merge-account': changeAccount,
  'change-account': changeAccount,
  'merge-visit': (effect, person, said) => changeVisit(effect, person, said, 'both'),
  'change-visit': (effect, person, said) => changeVisit(effect, person, said, 'number'),
  'change-alternate-visit': (effect, person, said) => changeVisit(effect, person, said, 'alternate'),
  'move-numbers': moveNumbers,
  'move-account': (effect, person, said) => moveStays(effect, person, said, 'account'),
  'move-visit': (effect, person, said) => moveStays(effect, person, said, 'visit'),
};

const nothing = (state: Applied['state'], problem: string | null): Applied => ({
  state,
  problem,
  personId: null,
  changes: [],
  events: [],
});

/** An effect without a message’s own content, for what a person decides later. */
export const effectOf = (context: ApplyContext, messageId: number, adt: Adt): Effect => ({
  store: context.store,
  rows: rowsOf(context.store),
  events: [],
  ours: new Set(),
  now: context.now,
  source: context.source,
  setting: context.setting,
  messageId,
  code: adt.event as TriggerCode,
  adt,
  asOf: adt.asOf ?? context.receivedAt,
  again: context.again ?? false,
  held: false,
  against: false,
  late: false,
  matters: false,
  acted: false,
  problem: null,
});

/** Whether a number of a person is given; accounts and visits name nobody. */
const isNamed = ({ identifiers }: AdtPerson): boolean => numbersOfPerson(identifiers).length > 0;

const stateOf = ({ held, late, against, acted }: Effect): Applied['state'] => {
  if (held) return 'held';
  if (late) return 'late';
  return acted && !against ? 'applied' : 'no-action';
};

/** Applies a message. Throws only what the store throws. */
export const apply = (context: ApplyContext, messageId: number, adt: Adt): Applied => {
  const event = triggerEventOf(adt.event);
  if (!event || event.effects.length === 0 || context.source.profile.leaveOut.includes(adt.event))
    return nothing('no-action', null);
  if (!adt.persons.some(isNamed))
    return nothing('failed', 'It names no number of a person, so nobody can be found by it.');
  const effect = effectOf(context, messageId, adt);
  let first: PersonRow | undefined;
  for (const said of adt.persons) {
    if (!isNamed(said)) continue;
    let person: PersonRow | undefined;
    for (const name of event.effects) {
      // Others may have said otherwise since it was applied first.
      const isDone = effect.again && saidOnce.test(name);
      if (isWho(name)) {
        person = who[isDone ? 'find' : name](effect, said);
        // Nobody here is meant: nothing to take back, to withdraw or to delete.
        if (!person) break;
        if (person.patient_id !== null) effect.ours.add(person.patient_id);
        if (name !== 'find') effect.acted = true;
      } else if (!isDone && person && (said.visit || !needsVisit.test(name))) {
        work[name](effect, person, said);
        if (!name.startsWith('cancel-') && name !== 'delete-visit') effect.acted = true;
      }
    }
    first ??= person;
    if (event.effects[0] === 'link' || event.effects[0] === 'unlink') break;
    if (person && effect.matters && person.linked === null) askWho(effect, person, event.title);
  }
  const { changes } = effect.rows;
  keepChanges(context.store, messageId, context.now, changes);
  return {
    state: stateOf(effect),
    problem: effect.problem ?? (effect.late ? 'Something newer was known already.' : null),
    personId: first?.id ?? null,
    changes,
    events: toldOf(effect),
  };
};
