/**
 * What follows for one of our patients from what a hospital says of the person: a death, allergies, other details than on file.
 * Always: nothing of the patient on file is changed by it; a person takes it over, or does not.
 * Not here: stays (stay-effects.ts), finding out who somebody is (link.ts).
 */
import { digitsOf } from '../../fragments.ts';
import { fieldsOf, type PatientFields } from '../../patient/patient.ts';
import { allergiesOf } from '../../patient/records.ts';
import { loadPatient } from '../../patient/store.ts';
import type { Reader } from '../../store/database.ts';
import { tasksAbout } from '../task/task-store.ts';
import { cancelTask, type Fact, fillFacts, fillsOf, openTask, type TaskDetail } from '../task/tasks.ts';
import { type AllergyItem, differenceOf, saysNone, substanceKey } from './allergy-list.ts';
import type { Effect } from './effect.ts';
import type { AllergiesChanged } from './lists.ts';
import { pause } from './pauses.ts';
import type { PersonRow } from './row-types.ts';

/** A hospital reports a death: everything rests at once, and a person confirms it. */
export const reportDeath = (effect: Effect, person: PersonRow): void => {
  effect.matters = true;
  if (person.patient_id === null || person.deceased_at === null) return;
  const known = tasksAbout(effect.store, person, 'deceased');
  // A pharmacist who found that he lives is asked again only when it is reported anew.
  if (
    known.some(
      (task) => task.state === 'open' || task.outcome === 'done' || task.message_id === effect.messageId,
    )
  )
    return;
  const sentence = `${effect.source.name} reports the death`;
  const fills = fillsOf(effect.store, person);
  openTask(effect, person, 'deceased', {
    severity: 1,
    detail: {
      sentence,
      facts: [{ name: 'Died', value: person.deceased_at, ours: null }, ...fillFacts(fills, effect.setting)],
      candidates: [],
    },
  });
  pause(effect, person, 'deceased', null, sentence);
};

/** A hospital that reported a death says that there is none: for a person alone. */
export const denyDeath = (effect: Effect, person: PersonRow): void => {
  if (person.patient_id === null || person.deceased_at === null || effect.again) return;
  const sentence = `${effect.source.name} had reported the death and says now that the patient lives`;
  openTask(effect, person, 'contradiction', {
    severity: 1,
    detail: {
      sentence,
      facts: [{ name: 'Died', value: person.deceased_at, ours: null }],
      candidates: [],
    },
    same: (known) => known.sentence === sentence,
  });
};

const severityWords: Record<string, 'mild' | 'moderate' | 'severe'> = {
  MI: 'mild',
  MO: 'moderate',
  SV: 'severe',
};

/** Substances known on file of a patient, folded. */
const onFile = (fields: Pick<PatientFields, 'allergies'>): Set<string> =>
  new Set(fields.allergies.map(({ substance }) => substanceKey(substance)));

/** Those of a hospital’s list that are not on file of the patient, by substance. */
export const notOnFile = (store: Reader, patientId: string, items: readonly AllergyItem[]): AllergyItem[] => {
  const known = onFile(allergiesOf(store, loadPatient(store, patientId)));
  return items.filter((item) => !saysNone(item) && !known.has(substanceKey(item.substance)));
};

const allergyWords = ({ substance, reaction }: Pick<AllergyItem, 'substance' | 'reaction'>) =>
  reaction === '' ? substance : `${substance} (${reaction})`;

/** Opens what an allergy not on file here asks for; with the fills it has to be held against. */
export const askAboutAllergies = (
  effect: Effect,
  person: PersonRow,
  reported: readonly AllergyItem[],
): void => {
  if (person.patient_id === null) {
    if (reported.length > 0) effect.matters = true;
    return;
  }
  const fresh = notOnFile(effect.store, person.patient_id, reported);
  if (fresh.length === 0) return;
  const fills = fillsOf(effect.store, person);
  const detailOf = (items: { substance: string; reaction: string; severity: string }[]): TaskDetail => ({
    sentence: `${effect.source.name} reports an allergy that is not on file: ${items.map(({ substance }) => substance).join(', ')}`,
    facts: [
      ...items.map((item): Fact => ({ name: 'Allergy', value: allergyWords(item), ours: 'not on file' })),
      ...fillFacts(fills, effect.setting),
    ],
    candidates: [],
    allergies: items,
  });
  openTask(effect, person, 'new-allergy', {
    severity: fills.length > 0 ? 1 : 2,
    detail: detailOf(
      fresh.map(({ substance, reaction, severity }) => ({
        substance,
        reaction,
        severity: severityWords[severity] ?? 'unknown',
      })),
    ),
    join: (known, next) => {
      const items = known.allergies ?? [];
      const has = new Set(items.map(({ substance }) => substanceKey(substance)));
      return detailOf([
        ...items,
        ...(next.allergies ?? []).filter(({ substance }) => !has.has(substanceKey(substance))),
      ]);
    },
  });
};

/** What follows from a list of allergies that changed. */
export const followAllergies = (
  effect: Effect,
  person: PersonRow,
  changed: AllergiesChanged | null,
): void => {
  if (!changed) return;
  const { appeared, vanished } = differenceOf(changed.before, changed.after);
  askAboutAllergies(effect, person, appeared);
  if (person.patient_id === null || vanished.length === 0) return;
  const missing = new Set(
    notOnFile(effect.store, person.patient_id, vanished).map(({ substance }) => substance),
  );
  openTask(effect, person, 'allergy-gone', {
    severity: 3,
    detail: {
      sentence: `${effect.source.name} no longer reports an allergy: ${vanished.map(({ substance }) => substance).join(', ')}`,
      facts: vanished.map((item) => ({
        name: 'No longer reported',
        value: allergyWords(item),
        ours: missing.has(item.substance) ? 'not on file' : 'on file',
      })),
      candidates: [],
    },
    join: (known, next) => ({
      ...next,
      facts: [
        ...known.facts,
        ...next.facts.filter(({ value }) => !known.facts.some((fact) => fact.value === value)),
      ],
    }),
  });
};

/** An allergy that was asked about is on file by now: nothing to ask any more. */
export const settleAllergies = (effect: Effect, person: PersonRow): void => {
  if (person.patient_id === null) return;
  const known = onFile(allergiesOf(effect.store, loadPatient(effect.store, person.patient_id)));
  for (const task of tasksAbout(effect.store, person, 'new-allergy')) {
    const { allergies = [] }: TaskDetail = JSON.parse(task.detail);
    if (allergies.every(({ substance }) => known.has(substanceKey(substance))))
      cancelTask(effect, task, 'It is on file now');
  }
};

const sexWords: Record<string, PatientFields['sex']> = { F: 'female', M: 'male', O: 'other', A: 'other' };

/** What the hospital’s details would be on file here, where it says them. */
export const fieldsOfPerson = (
  person: PersonRow,
): Partial<
  Pick<PatientFields, 'familyName' | 'givenNames' | 'dateOfBirth' | 'sex' | 'address' | 'phone'>
> => ({
  ...(person.family_name !== '' && { familyName: person.family_name }),
  ...(person.given_names !== '' && { givenNames: person.given_names }),
  ...(/^\d{4}-\d\d-\d\d$/.test(person.date_of_birth) && { dateOfBirth: person.date_of_birth }),
  ...(sexWords[person.sex] && { sex: sexWords[person.sex] }),
  ...(person.address !== '' && { address: person.address.slice(0, 300) }),
  ...(person.phone !== '' && { phone: person.phone.slice(0, 40) }),
});

/** Folds what two spellings of a detail have in common. */
const folds: Record<string, (value: string) => string> = {
  // A telephone is the same with and without the number of its country.
  phone: (value) => digitsOf(value).slice(-10),
};

const labels = {
  familyName: 'Family name',
  givenNames: 'Given names',
  dateOfBirth: 'Date of birth',
  sex: 'Sex',
  address: 'Address',
  phone: 'Telephone',
} as const;

/** The details in which a hospital and what is on file differ, as they would be on file; another spelling is no difference. */
export const differingDetails = (
  store: Reader,
  person: PersonRow,
): { theirs: ReturnType<typeof fieldsOfPerson>; facts: Fact[] } => {
  if (person.patient_id === null) return { theirs: {}, facts: [] };
  const ours = fieldsOf(loadPatient(store, person.patient_id));
  const said = fieldsOfPerson(person);
  const fields = (Object.keys(labels) as (keyof typeof labels)[]).filter((field) => {
    const fold = folds[field] ?? substanceKey;
    return said[field] !== undefined && fold(said[field]) !== fold(ours[field]);
  });
  return {
    theirs: Object.fromEntries(fields.map((field) => [field, said[field]])),
    facts: fields.map((field) => ({ name: labels[field], value: said[field]!, ours: ours[field] })),
  };
};

/** One open task a patient names what differs, brought up to date with each message, and goes where nothing does. */
export const followDetails = (effect: Effect, person: PersonRow): void => {
  if (person.patient_id === null) return;
  const { facts } = differingDetails(effect.store, person);
  if (facts.length === 0) {
    for (const task of tasksAbout(effect.store, person, 'details-differ'))
      cancelTask(effect, task, 'What the hospital says and what is on file agree');
    return;
  }
  openTask(effect, person, 'details-differ', {
    severity: 3,
    detail: {
      sentence: `${effect.source.name} has other details than are on file: ${facts.map(({ name }) => name.toLowerCase()).join(', ')}`,
      facts,
      candidates: [],
    },
  });
};
