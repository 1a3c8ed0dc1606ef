/**
 * Finding out which of our patients a person of a hospital is, and what follows once it is known.
 * Always: only what is certain links by itself (whose.ts); a question is put once a person, and only where the answer matters;
 * what a person said is not asked again.
 * Not here: merging, and the command by which somebody says who it is (task-commands.ts).
 */
import type { SourceProfile } from '../../contract/adt-values.ts';
import { putOnFile } from '../../patient/commands.ts';
import type { PatientRow } from '../../patient/store.ts';
import type { Reader } from '../../store/database.ts';
import { tasksOfPerson } from '../task/task-store.ts';
import { cancelTask, openTask } from '../task/tasks.ts';
import { type Effect, tell } from './effect.ts';
import { readAllergies } from './lists.ts';
import { askAboutAllergies, fieldsOfPerson, followDetails, reportDeath } from './person-effects.ts';
import { identifiersOf, listsOfPerson, staysOfPerson } from './register-store.ts';
import type { IdentifierRow, PersonRow } from './row-types.ts';
import { restForStay } from './stay-effects.ts';
import { liesInHospital } from './stays.ts';
import { isDay, type Likeness, type Resembling, whoseIs } from './whose.ts';

/** More people than this share a birth date only where the date is a stopgap such as 1 January. */
const SAME_BIRTH_DATE = 2_000;

// With a limit that is bound, SQLite would plan the statement anew for every message.
const bornOn = (store: Reader, dateOfBirth: string): Resembling[] =>
  store.all<Resembling>(
    `SELECT ifnull(lives_on, id) AS id, family_name, given_names, name_key, date_of_birth, sex, address, phone, mrn, nhs_number
     FROM patient WHERE date_of_birth = ? LIMIT ${SAME_BIRTH_DATE}`,
    [dateOfBirth],
  );

/** The authorities whose medical record numbers are those on file here. */
export const mrnAuthorities = ({ mrnAuthority }: SourceProfile): ReadonlySet<string> =>
  new Set(mrnAuthority === '' ? [] : [mrnAuthority]);

const none = { link: null, candidates: [] as Likeness[] };

/** Which of our patients a person may be. */
const judge = (effect: Effect, person: PersonRow) => {
  if (!isDay(person.date_of_birth)) return none;
  const patients = bornOn(effect.store, person.date_of_birth);
  return patients.length === 0
    ? none
    : whoseIs(
        person,
        identifiersOf(effect.store, person.id),
        mrnAuthorities(effect.source.profile),
        patients,
      );
};

/**
 * What is known of a person takes effect for the patient he was found to be: stays, a death, allergies, other details.
 * Answers the person, linked.
 */
export const linkTo = (
  effect: Effect,
  person: PersonRow,
  patientId: string,
  how: 'certain' | 'person',
  why: string,
): PersonRow => {
  const linked = effect.rows.update('adt_person', person, { patient_id: patientId, linked: how });
  tell(effect, 'patient.linked', linked, null, `${effect.source.name}: ${why}`);
  for (const task of tasksOfPerson(effect.store, linked.id, 'who-is-it'))
    cancelTask(effect, task, 'It is known now who it is');
  catchUp(effect, linked);
  return linked;
};

/** Whatever the register holds of a person asks for what it would have asked for when it came. */
export const catchUp = (effect: Effect, person: PersonRow): void => {
  for (const stay of staysOfPerson(effect.store, person.id))
    if (liesInHospital(stay)) restForStay(effect, person, stay);
  if (person.deceased_at !== null) reportDeath(effect, person);
  for (const list of listsOfPerson(effect.store, person))
    if (list.kind === 'allergies') askAboutAllergies(effect, person, readAllergies(list).items);
  followDetails(effect, person);
};

const putPersonOnFile = (effect: Effect, person: PersonRow, numbers: readonly IdentifierRow[]): PersonRow => {
  const { familyName, givenNames, dateOfBirth, ...rest } = fieldsOfPerson(person);
  if (!familyName || !givenNames || !dateOfBirth) return person;
  const authority = effect.source.profile.mrnAuthority;
  const mrn = numbers.find(
    (one) => authority !== '' && one.authority === authority && one.retired_at === null,
  );
  const { id, event } = putOnFile(effect.store, {
    familyName,
    givenNames,
    dateOfBirth,
    sex: 'unknown',
    address: '',
    phone: '',
    ...rest,
    mrn: mrn?.value ?? '',
    nhsNumber: '',
    allergyStatus: 'not-asked',
    allergies: [],
  });
  effect.events.push({ ...event, reason: effect.source.name });
  return linkTo(effect, person, id, 'certain', 'put on file from the hospital’s message');
};

/** Looks for the patient a person is, and links where it is certain. `putsOnFile` sources make one where nobody resembles. */
export const findPatient = (effect: Effect, person: PersonRow): PersonRow => {
  if (person.linked !== null || person.merged_into !== null || !isDay(person.date_of_birth)) return person;
  const { link, candidates } = judge(effect, person);
  if (link) return linkTo(effect, person, link.patientId, 'certain', link.why);
  if (effect.source.profile.putsOnFile && candidates.length === 0)
    return putPersonOnFile(effect, person, identifiersOf(effect.store, person.id));
  return person;
};

/** Asks who somebody is, once, where what happened matters and somebody on file resembles him. */
export const askWho = (effect: Effect, person: PersonRow, what: string): void => {
  if (person.linked !== null) return;
  const { candidates } = judge(effect, person);
  if (candidates.length === 0 || tasksOfPerson(effect.store, person.id, 'who-is-it').length > 0) return;
  openTask(effect, person, 'who-is-it', {
    severity: 2,
    detail: {
      sentence: `${effect.source.name}: ${what}. Somebody on file resembles the patient`,
      facts: [
        { name: 'Address', value: person.address, ours: null },
        { name: 'Telephone', value: person.phone, ours: null },
      ].filter(({ value }) => value !== ''),
      candidates: candidates.slice(0, 10).map(({ patientId, why }) => ({ patientId, why })),
    },
  });
};

/** Of a patient registered or corrected here: persons of the register born that day who were linked to nobody. */
export const unlinkedBornOn = (store: Reader, patient: Pick<PatientRow, 'date_of_birth'>): PersonRow[] =>
  store.all<PersonRow>(
    'SELECT * FROM adt_person WHERE date_of_birth = ? AND linked IS NULL AND merged_into IS NULL LIMIT ?',
    [patient.date_of_birth, SAME_BIRTH_DATE],
  );
