/**
 * A patient is registered or corrected here, and a hospital has spoken of the person before: linked where that is certain,
 * asked about where the person lies in hospital or was reported deceased.
 * Always: in the transaction of the command, so that nobody is filled for in between.
 */
import type { CommandContext, CommandHandlers, EventDraft } from '../../handler.ts';
import { loadPatient } from '../../patient/store.ts';
import { effectBy } from '../task/settle.ts';
import { toldOf } from './care.ts';
import type { Effect } from './effect.ts';
import { askWho, findPatient, mrnAuthorities, unlinkedBornOn } from './link.ts';
import { followDetails, settleAllergies } from './person-effects.ts';
import { identifiersOf, personsOfPatient, staysOfPerson } from './register-store.ts';
import type { PersonRow } from './row-types.ts';
import { liesInHospital } from './stays.ts';
import { whoseIs } from './whose.ts';

const mattersNow = (effect: Effect, person: PersonRow) =>
  person.deceased_at !== null || staysOfPerson(effect.store, person.id).some(liesInHospital);

/** What follows from what the register knows of a patient. Answers the events. */
export const findPersonsOf = (context: CommandContext, patientId: string): EventDraft[] => {
  const { store } = context;
  const patient = loadPatient(store, patientId);
  const events: EventDraft[] = [];
  for (const person of unlinkedBornOn(store, patient)) {
    const effect = effectBy(context, person.as_of_message);
    const numbers = identifiersOf(store, person.id);
    const { link, candidates } = whoseIs(person, numbers, mrnAuthorities(effect.source.profile), [patient]);
    if (!link && candidates.length === 0) continue;
    const linked = findPatient(effect, person);
    if (linked.linked === null && mattersNow(effect, person)) askWho(effect, person, 'spoken of before');
    events.push(...toldOf(effect));
  }
  for (const person of personsOfPatient(store, patient.id)) {
    const effect = effectBy(context, person.as_of_message);
    followDetails(effect, person);
    settleAllergies(effect, person);
    events.push(...toldOf(effect));
  }
  return events;
};

type Names = 'patient.register' | 'patient.change';
type Handlers = Pick<CommandHandlers, Names>;
type Plain = { [N in Names]: Extract<Handlers[N], (...given: never[]) => unknown> };

/** The commands that put a patient on file or correct one, with what hospitals know of him. */
export const withPersonsFound = (handlers: Plain): Plain => ({
  'patient.register': (context, input) => {
    const outcome = handlers['patient.register'](context, input);
    return { ...outcome, events: [...outcome.events, ...findPersonsOf(context, outcome.result.patientId)] };
  },
  'patient.change': (context, input) => {
    const outcome = handlers['patient.change'](context, input);
    return { ...outcome, events: [...outcome.events, ...findPersonsOf(context, input.patientId)] };
  },
});
