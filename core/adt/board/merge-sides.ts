/**
 * Two records that a hospital says are one person, side by side, and what merging them would change, or has changed.
 * Always: once merged, each side is the record as it stands by itself, so that the two are still told apart.
 * Nothing is merged here; where one side is a patient of ours, what is on file here is shown.
 */
import type { QueryResult } from '../../contract/index.ts';
import { allergiesOf } from '../../patient/records.ts';
import { loadPatient, loadRecord } from '../../patient/store.ts';
import type { Reader } from '../../store/database.ts';
import { changesOf, differencesOf } from '../effect/changes.ts';
import { staysOfPerson } from '../effect/register-store.ts';
import type { PersonRow } from '../effect/row-types.ts';
import { numberWords, whoOf } from '../effect/who.ts';
import { activePrescriptions } from '../task/task-store.ts';
import type { TaskDetail } from '../task/tasks.ts';
import { listsOf, numbersOf } from './board-store.ts';

type Merge = NonNullable<QueryResult<'adt.task'>['merge']>;
type Side = Merge['survivor'];

const sideOf = (store: Reader, personId: number, load: typeof loadRecord): Side => {
  const person = store.get<PersonRow>('SELECT * FROM adt_person WHERE id = ?', [personId])!;
  const numbers = numbersOf(store, [personId]).map(numberWords);
  if (person.patient_id === null) {
    const reported = listsOf(store, [personId])
      .filter(({ kind }) => kind === 'allergies')
      .flatMap(({ items }) =>
        (JSON.parse(items) as { substance: string }[]).map(({ substance }) => substance),
      );
    return {
      who: whoOf({ ...person, person_id: personId }),
      numbers,
      allergies: reported,
      prescriptions: 0,
      controlled: 0,
      address: person.address,
      phone: person.phone,
      sex: person.sex,
    };
  }
  const patient = load(store, person.patient_id);
  const { active, controlled } = activePrescriptions(store, patient.id);
  return {
    who: whoOf({ ...patient, patient_id: patient.id, person_id: personId }),
    numbers: [...numbers, ...(patient.mrn === '' ? [] : [`MRN on file ${patient.mrn}`])],
    allergies: allergiesOf(store, patient).allergies.map(({ substance }) => substance),
    prescriptions: active,
    controlled,
    address: patient.address,
    phone: patient.phone,
    sex: patient.sex,
  };
};

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** What the message changed when its records were merged, and the numbers that were the retired one’s. */
const done = (store: Reader, messageId: number, [from, to]: readonly [number, number]) => {
  const changes = changesOf(store, messageId).slice(from, to);
  const numbers = changes.flatMap(({ table, key }) =>
    table === 'adt_identifier' ? [`${(key as string[])[1]} (${(key as string[])[0]})`] : [],
  );
  return { numbers, changes: differencesOf(store, changes) };
};

/** @param messageId the one that asked for it */
export const mergeSides = (
  store: Reader,
  messageId: number,
  { survivor, retired, risks, changes }: NonNullable<TaskDetail['merge']>,
): Merge => {
  const load = changes ? loadRecord : loadPatient;
  const [lives, ends] = [sideOf(store, survivor, load), sideOf(store, retired, load)];
  if (changes) {
    const was = done(store, messageId, changes);
    return {
      survivor: lives,
      retired: { ...ends, numbers: was.numbers },
      risks: [...risks],
      changes: was.changes,
    };
  }
  const known = new Set(lives.allergies.map((one) => one.toLowerCase()));
  const more = ends.allergies.filter((one) => !known.has(one.toLowerCase()));
  const stays = staysOfPerson(store, retired).length;
  const change = (what: string, before: string | null, after: string) => ({ what, field: '', before, after });
  return {
    survivor: lives,
    retired: ends,
    risks: [...risks],
    changes: [
      ...ends.numbers.map((number) => change('Number found under the record that lives on', null, number)),
      ...more.map((substance) => change('Allergy that is screened from now on', null, substance)),
      ...(ends.prescriptions > 0
        ? [
            change(
              'Active prescriptions',
              String(lives.prescriptions),
              String(lives.prescriptions + ends.prescriptions),
            ),
          ]
        : []),
      ...(stays > 0
        ? [change('Stays shown with the record that lives on', null, count(stays, 'stay', 'stays'))]
        : []),
    ],
  };
};
