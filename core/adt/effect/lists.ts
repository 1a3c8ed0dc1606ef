/**
 * What a source lists of a person: allergies, contacts, cover, diagnoses, measures. A source replaces its own list only.
 * Always: a list that is as it was is not written again; nothing here touches what is on file of our patients, so a
 * hospital’s list never deletes what a pharmacist entered.
 */

import type { AdtPerson, Contact, Coverage, Diagnosis, Measure } from '../reading/message.ts';
import { type AllergyItem, type AllergyList, withActions, withWholeList } from './allergy-list.ts';
import type { Effect } from './effect.ts';
import { saidAgain } from './list-newness.ts';
import { isLate } from './order.ts';
import { listsOfSource, setListAsOf } from './register-store.ts';
import type { ListKind, ListRow, PersonRow } from './row-types.ts';

const contactOf = ({ name, relationship, phone, role }: Contact) => ({
  name: [name.given, name.family].filter((part) => part !== '').join(' '),
  relationship: relationship.text || relationship.code,
  phone,
  emergency: role.code === 'EC' || role.code === 'E' || role.code === 'C',
});

const coverOf = (cover: Coverage) => ({
  company: cover.company,
  plan: cover.plan.text || cover.plan.code,
  type: cover.type,
  group: cover.group,
  policyNumber: cover.policyNumber,
  memberId: cover.memberId,
  from: cover.from,
  until: cover.until,
  rxBin: cover.rxBin,
  rxPcn: cover.rxPcn,
});

const diagnosisOf = ({ code, text, system, type, at }: Diagnosis) => ({ code, text, system, type, at });

/** A list of the same time as the one known was taken when the message was applied first. */
const isDone = (effect: Effect, known: ListRow): boolean => effect.again && effect.asOf === known.as_of;

/** Takes over a list that is not older than the one known; answers whether it is the same, only newer. */
const replace = (
  effect: Effect,
  personId: number,
  lists: readonly ListRow[],
  kind: ListKind,
  items: readonly unknown[],
): boolean => {
  const known = lists.find((row) => row.kind === kind);
  if (known && (isLate(effect.asOf, known.as_of) || isDone(effect, known))) return false;
  const text = JSON.stringify(items);
  if (!known) insert(effect, personId, kind, text, effect.asOf);
  else if (known.items === text) return known.as_of !== effect.asOf;
  else effect.rows.update('adt_list', known, { items: text, as_of: effect.asOf });
  return false;
};

const insert = (effect: Effect, personId: number, kind: ListKind, items: string, asOf: string) =>
  effect.rows.insert('adt_list', {
    person_id: personId,
    source_id: effect.source.id,
    kind,
    items,
    as_of: asOf,
  });

export interface AllergiesChanged {
  before: readonly AllergyItem[];
  after: readonly AllergyItem[];
}

export const readAllergies = (row: ListRow | undefined): AllergyList =>
  row ? { items: JSON.parse(row.items), asOf: row.as_of } : { items: [], asOf: '' };

const writeAllergies = (
  effect: Effect,
  personId: number,
  row: ListRow | undefined,
  before: AllergyList,
  after: AllergyList,
): AllergiesChanged | null => {
  const text = JSON.stringify(after.items);
  if (!row) {
    if (after.items.length === 0 && after.asOf === '') return null;
    insert(effect, personId, 'allergies', text, after.asOf);
    return after.items.length > 0 ? { before: before.items, after: after.items } : null;
  }
  const next = effect.rows.update('adt_list', row, { items: text, as_of: after.asOf });
  return next.items === row.items ? null : { before: before.items, after: after.items };
};

/** The list of measures: each of height and weight the newest. */
const measured = (known: ListRow | undefined, said: readonly Measure[], asOf: string): Measure[] => {
  const newest = new Map<string, Measure & { at: string }>();
  for (const one of known ? (JSON.parse(known.items) as (Measure & { at: string })[]) : [])
    newest.set(one.what, one);
  for (const one of said) {
    const at = one.at ?? asOf;
    const earlier = newest.get(one.what);
    if (!earlier || earlier.at <= at)
      newest.set(one.what, { what: one.what, value: one.value, unit: one.unit, at });
  }
  return [...newest.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
};

/** Notes with the person that some lists were said again as they were: how new a list is, is no change of it. */
const noteAgain = (effect: Effect, person: PersonRow, kinds: readonly ListKind[]): string => {
  if (kinds.length === 0) return person.listed;
  const { listed, displaced } = saidAgain(person, effect.source.id, kinds, effect.asOf);
  for (const { kind, at } of displaced) setListAsOf(effect.store, person.id, effect.source.id, kind, at);
  return listed;
};

/**
 * Takes over what a message lists. Answers the allergies where they changed, and what is to be kept with the person of how new the
 * lists are.
 */
export const takeLists = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
): { allergies: AllergiesChanged | null; listed: string } => {
  const { allergies, contacts, coverage, diagnoses, measures } = said;
  if (!(allergies || contacts || coverage || diagnoses || measures))
    return { allergies: null, listed: person.listed };
  const lists = listsOfSource(effect.store, person, effect.source.id);
  const same: ListKind[] = [];
  const take = (kind: ListKind, items: readonly unknown[]) => {
    if (replace(effect, person.id, lists, kind, items)) same.push(kind);
  };
  if (contacts) take('contacts', contacts.map(contactOf));
  if (coverage) take('coverage', coverage.map(coverOf));
  if (diagnoses) take('diagnoses', diagnoses.filter(({ action }) => action !== 'D').map(diagnosisOf));
  if (measures && measures.length > 0) {
    const known = lists.find(({ kind }) => kind === 'measures');
    const text = JSON.stringify(measured(known, measures, effect.asOf));
    if (known) effect.rows.update('adt_list', known, { items: text });
    else insert(effect, person.id, 'measures', text, effect.asOf);
  }
  const row = allergies && lists.find(({ kind }) => kind === 'allergies');
  const before = readAllergies(row);
  const after = allergies && !(row && isDone(effect, row)) && withWholeList(before, allergies, effect.asOf);
  let changed: AllergiesChanged | null = null;
  if (row && after && row.items === JSON.stringify(after.items)) {
    if (row.as_of !== after.asOf) same.push('allergies');
  } else if (after) changed = writeAllergies(effect, person.id, row, before, after);
  return { allergies: changed, listed: noteAgain(effect, person, same) };
};

/** Applies single changes of the list of allergies (A60). */
export const takeAllergyActions = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
): AllergiesChanged | null => {
  const row = listsOfSource(effect.store, person, effect.source.id).find(({ kind }) => kind === 'allergies');
  const before = readAllergies(row);
  return writeAllergies(
    effect,
    person.id,
    row,
    before,
    withActions(before, said.allergyActions, effect.asOf),
  );
};
