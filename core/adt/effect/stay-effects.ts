/**
 * Stays: which one a message means, what it makes of it (stays.ts), and what follows for our patients: pauses, tasks, history.
 * Always: late news of a stay changes nothing of it, and what contradicts it goes to a person; nothing is resumed by itself.
 * Cancels are in undo.ts.
 */

import { locationWords } from '../board/stay-view.ts';
import type { AdtPerson, Said, Visit } from '../reading/message.ts';
import { contradict, fillFacts, fillsOf, openTask } from '../task/tasks.ts';
import { type Effect, tell } from './effect.ts';
import { isOlder } from './order.ts';
import { pause } from './pauses.ts';
import { reportDeath } from './person-effects.ts';
import { lastStayOf, openStayOf, staysByVisit } from './register-store.ts';
import type { PersonRow, StayRow } from './row-types.ts';
import type { Values } from './rows.ts';
import {
  isInpatientClass,
  isReconciled,
  liesInHospital,
  type News,
  newsOfUnknown,
  stateAfter,
} from './stays.ts';

/** The stay a message means: by its number, or the one of the source that is open; `ended`: else the last. */
export const stayMeant = (
  effect: Effect,
  person: PersonRow,
  visit: Visit | undefined,
  ended = false,
): StayRow | undefined => {
  const number = visit?.number ?? visit?.alternateNumber;
  if (number)
    return staysByVisit(effect.store, number.authority, number.value).find(
      (row) => row.person_id === person.id,
    );
  return (
    openStayOf(effect.store, person.id, effect.source.id) ??
    (ended ? lastStayOf(effect.store, person.id, effect.source.id) : undefined)
  );
};

/** Hospital and place, as a person says it: “St Mary, 4B, bed 2”. */
export const placeWords = (effect: Effect, stay: StayRow): string =>
  [effect.source.name, locationWords(stay)].filter((part) => part !== '').join(', ');

type StayValues = Values<StayRow>;

/** Text the sender says, clears or says nothing of. */
const text = (said: Said<string>): string | undefined => (said === null ? '' : said);

const placeOf = (visit: Visit): StayValues =>
  visit.location === undefined
    ? {}
    : {
        ward: visit.location?.ward ?? '',
        room: visit.location?.room ?? '',
        bed: visit.location?.bed ?? '',
        facility: visit.location?.facility ?? '',
      };

const doctorsOf = (visit: Visit): StayValues => ({
  attending: visit.attending === null ? '' : visit.attending?.name || visit.attending?.id,
  consulting: visit.consulting?.map(({ name, id }) => name || id).join('; '),
});

/** Everything PV1 and PV2 say of a stay, but its state and class. */
const valuesOf = (said: AdtPerson, visit: Visit): StayValues => ({
  ...placeOf(visit),
  ...doctorsOf(visit),
  account: said.account === null ? '' : said.account?.value,
  admitted_at: visit.admittedAt,
  discharged_at: visit.dischargedAt,
  disposition: text(visit.disposition),
  expected_discharge_at: visit.expectedDischargeAt,
  reason: text(visit.reason),
});

const placeColumns = ['ward', 'room', 'bed', 'facility'] as const;
const isElsewhere = (before: StayRow, after: StayValues) =>
  placeColumns.some((column) => after[column] !== undefined && after[column] !== before[column]);

const insertStay = (effect: Effect, person: PersonRow, visit: Visit, values: StayValues): StayRow => {
  const number = visit.number ?? visit.alternateNumber;
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return effect.rows.insert('adt_stay', {
    version: 1,
    source_id: effect.source.id,
    person_id: person.id,
    authority: number?.authority ?? '',
    visit_number: number?.value ?? '',
    account: '',
    class: '',
    state: 'in',
    ward: '',
    room: '',
    bed: '',
    facility: '',
    attending: '',
    consulting: '',
    admitted_at: null,
    discharged_at: null,
    disposition: '',
    expected_discharge_at: null,
    reason: '',
    as_of: effect.asOf,
    as_of_message: effect.messageId,
    state_message: effect.messageId,
    place_message: effect.messageId,
    ...known,
  });
};

/** Writes what changed of a stay, with which message made its state and place. */
const updateStay = (effect: Effect, stay: StayRow, values: StayValues): StayRow => {
  const next: StayValues = { ...values, as_of: effect.asOf, as_of_message: effect.messageId };
  const otherState =
    (values.state !== undefined && values.state !== stay.state) ||
    (values.class !== undefined && isInpatientClass(values.class) !== isInpatientClass(stay.class));
  if (otherState) next.state_message = effect.messageId;
  if (isElsewhere(stay, values)) next.place_message = effect.messageId;
  return effect.rows.update('adt_stay', stay, next);
};

/** A person in hospital: outreach rests, and fills that wait are for somebody to look at. */
export const restForStay = (effect: Effect, person: PersonRow, stay: StayRow): void => {
  effect.matters = true;
  if (person.patient_id === null) return;
  const place = placeWords(effect, stay);
  pause(effect, person, 'inpatient', stay, `Admitted to ${place}`);
  const fills = fillsOf(effect.store, person);
  if (fills.length === 0) return;
  openTask(effect, person, 'admitted', {
    severity: 2,
    stayId: stay.id,
    detail: {
      sentence: `Admitted to ${place}; ${fills.length === 1 ? 'a fill waits' : `${fills.length} fills wait`}`,
      facts: fillFacts(fills, effect.setting),
      candidates: [],
    },
  });
};

const askToReconcile = (effect: Effect, person: PersonRow, stay: StayRow, sentence: string) => {
  effect.matters = true;
  if (person.patient_id === null) return;
  openTask(effect, person, 'reconcile', {
    severity: 2,
    stayId: stay.id,
    detail: {
      sentence,
      facts: [
        ...(stay.reason === '' ? [] : [{ name: 'Reason of the stay', value: stay.reason, ours: null }]),
        ...fillFacts(fillsOf(effect.store, person), effect.setting),
      ],
      candidates: [],
    },
  });
};

/** Table 0112: died. */
const DIED = /^(20|40|41|42)$/;

/** What follows from a stay as it was (null: unknown) and as it is. */
const follow = (effect: Effect, person: PersonRow, before: StayRow | null, stay: StayRow): PersonRow => {
  const place = placeWords(effect, stay);
  let who = person;
  if (liesInHospital(stay) && !liesInHospital(before)) {
    tell(effect, 'stay.began', person, stay.id, place);
    restForStay(effect, person, stay);
  } else if (stay.state === 'discharged' && before?.state !== 'discharged') {
    tell(effect, 'stay.ended', person, stay.id, place);
    if (DIED.test(stay.disposition)) {
      if (who.deceased_at === null)
        who = effect.rows.update('adt_person', who, { deceased_at: stay.discharged_at ?? effect.asOf });
      reportDeath(effect, who);
    } else if (isReconciled(stay.class)) askToReconcile(effect, person, stay, `Discharged from ${place}`);
  } else if (liesInHospital(before) && !isInpatientClass(stay.class))
    askToReconcile(effect, person, stay, `No longer an inpatient of ${place}`);
  else if (before && isElsewhere(before, stay)) tell(effect, 'stay.moved', person, stay.id, place);
  else if (before?.state !== stay.state)
    tell(effect, 'stay.changed', person, stay.id, `${stateWords[stay.state]}: ${place}`);
  return who;
};

const stateWords: Record<StayRow['state'], string> = {
  expected: 'Expected in hospital',
  in: 'Visit',
  'on-leave': 'On leave',
  discharged: 'Discharged',
  cancelled: 'Not expected any more',
  'in-error': 'Entered in error',
};

/** Late news is asked about where it does not go with what is known. */
const lateNews = (effect: Effect, person: PersonRow, stay: StayRow, news: News, visit: Visit) => {
  effect.late = true;
  const admittedAt = visit.admittedAt ?? (news === 'admit' ? effect.asOf : undefined);
  if (stay.admitted_at === null && admittedAt)
    effect.rows.update('adt_stay', stay, { admitted_at: admittedAt });
  if (news === 'discharge' && (stay.state === 'in' || stay.state === 'on-leave'))
    contradict(
      effect,
      person,
      stay.id,
      `${effect.source.name} says late that the patient was discharged, and said later that he is in hospital`,
    );
};

/** News of a stay that is written down: admission, discharge, leave and the like. */
export const takeNews = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  news: News,
  givenClass?: (code: string | undefined) => string | undefined,
): void => {
  const visit = said.visit!;
  const stay = stayMeant(effect, person, visit, news === 'discharge');
  if (stay && isOlder(effect, stay)) {
    if (stay.as_of_message !== effect.messageId) lateNews(effect, person, stay, news, visit);
    return;
  }
  const state = stateAfter(stay?.state ?? null, news);
  if (state === 'contradiction') {
    contradict(
      effect,
      person,
      stay!.id,
      `${effect.source.name}: this does not go with the stay, which is ${stateWords[stay!.state].toLowerCase()}`,
    );
    return;
  }
  if (state === null) return;
  const code = text(visit.class);
  const values: StayValues = {
    ...valuesOf(said, visit),
    class: givenClass ? givenClass(code) : code,
    state,
  };
  if (news === 'admit' && stay?.state !== 'in') {
    values.admitted_at ??= stay?.admitted_at ?? effect.asOf;
    values.discharged_at = null;
    values.disposition ??= '';
  }
  if (news === 'discharge') values.discharged_at ??= stay?.discharged_at ?? effect.asOf;
  else if (state === 'in' && stay?.state !== 'in') values.discharged_at = null;
  const next = stay ? updateStay(effect, stay, values) : insertStay(effect, person, visit, values);
  follow(effect, person, stay ?? null, next);
};

/** A message about a stay that is no turn of it: what it says is taken over, whatever state it is in. */
export const takeVisit = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const { visit } = said;
  // Senders without a visit write PV1 with class N.
  if (!visit || visit.class === 'N') return;
  const stay = stayMeant(effect, person, visit);
  if (!stay) {
    // The feed began in the middle: without a number of the visit nothing tells it from others.
    const news = newsOfUnknown(text(visit.class) ?? '', typeof visit.dischargedAt === 'string');
    if (news && (visit.number ?? visit.alternateNumber)) takeNews(effect, person, said, news);
    return;
  }
  if (isOlder(effect, stay)) {
    effect.late ||= stay.as_of_message !== effect.messageId;
    return;
  }
  follow(
    effect,
    person,
    stay,
    updateStay(effect, stay, { ...valuesOf(said, visit), class: text(visit.class) || undefined }),
  );
};

/** Some of what PV1 says: the place alone, or the doctors alone. */
export const takeSome = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  which: 'place' | 'doctors' | 'expected discharge',
): void => {
  const visit = said.visit!;
  const stay = stayMeant(effect, person, visit);
  if (!stay) {
    takeVisit(effect, person, said);
    return;
  }
  if (isOlder(effect, stay)) {
    effect.late ||= stay.as_of_message !== effect.messageId;
    return;
  }
  const values =
    which === 'place'
      ? placeOf(visit)
      : which === 'doctors'
        ? doctorsOf(visit)
        : { expected_discharge_at: visit.expectedDischargeAt ?? visit.dischargedAt ?? effect.asOf };
  follow(effect, person, stay, updateStay(effect, stay, values));
};
