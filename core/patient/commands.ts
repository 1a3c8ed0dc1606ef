/** Putting patients on file, correcting them, and notes about them. A rename reaches the search index at once. */
import { dayOf } from '../calendar.ts';
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers, Context, EventDraft } from '../handler.ts';
import { newId } from '../identity.ts';
import { reindexPrescriptionsOf } from '../prescription/store.ts';
import type { Writer } from '../store/database.ts';
import { nhsNumberProblem } from './identifiers.ts';
import {
  fieldsOf,
  isNearlyName,
  nameKey,
  type PatientFields,
  patientColumns,
  patientName,
  patientSearchText,
} from './patient.ts';
import { livesOnAs, partAllergies } from './records.ts';
import {
  changePatient,
  insertPatient,
  loadPatient,
  type PatientRow,
  patientsBornOn,
  raiseVersion,
} from './store.ts';

const refuseWrong = (context: Context, fields: PatientFields) => {
  if (fields.dateOfBirth > dayOf(context.now, context.setting('branch.timeZone')))
    refuse('patient.born-in-future');
  const problem = fields.nhsNumber === '' ? null : nhsNumberProblem(fields.nhsNumber);
  if (problem) refuse('patient.nhs-number-wrong', problem);
};

/** Everybody born that day is compared, so that the warning does not depend on how many there are. */
const sameBirthDate = 100_000;

/** Writes a new patient, and makes the event that says so. What is wrong with the fields was asked before. */
export const putOnFile = (store: Writer, fields: PatientFields): { id: string; event: EventDraft } => {
  const id = newId();
  const columns = patientColumns(fields);
  insertPatient(store, id, columns, patientSearchText(columns));
  return {
    id,
    event: {
      name: 'patient.registered',
      subject: { kind: 'patient', id },
      patientId: id,
      data: { patientId: id },
      after: fields,
    },
  };
};

/** Writes what is on file of a record anew. Answers its new version, and the event that says what changed and why. */
const correct = (
  store: Writer,
  row: PatientRow,
  fields: PatientFields,
  reason: string,
): { version: number; event: EventDraft } => {
  const columns = patientColumns(fields);
  const version = changePatient(store, row, columns, patientSearchText(columns));
  if (row.family_name !== columns.family_name || row.given_names !== columns.given_names)
    reindexPrescriptionsOf(store, row.id);
  const before = fieldsOf(row);
  const after = fieldsOf({ ...row, ...columns });
  const changed = (Object.keys(before) as (keyof PatientFields)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const pick = (from: PatientFields) => Object.fromEntries(changed.map((key) => [key, from[key]]));
  return {
    version,
    event: {
      name: 'patient.changed',
      subject: { kind: 'patient', id: row.id },
      patientId: row.id,
      data: { patientId: row.id },
      reason,
      before: pick(before),
      after: pick(after),
    },
  };
};

export const patientCommandHandlers = {
  'patient.register': (context, { anotherPerson, ...fields }) => {
    const { store } = context;
    refuseWrong(context, fields);
    const key = nameKey(fields.familyName, fields.givenNames);
    const known = anotherPerson
      ? undefined
      : patientsBornOn(store, fields.dateOfBirth, sameBirthDate).find((row) =>
          isNearlyName(key, row.name_key),
        );
    if (known) {
      const { id: patientId, ...row } = loadPatient(store, known.id);
      refuse('patient.probably-exists', undefined, { patientId, name: patientName(row) });
    }
    const { id, event } = putOnFile(store, fields);
    return { result: { patientId: id }, events: [event] };
  },

  'patient.change': (context, { patientId, reason, ...fields }) => {
    const { store } = context;
    if (livesOnAs(store, patientId) !== patientId) refuse('patient.record-merged');
    const row = loadPatient(store, patientId);
    refuseWrong(context, fields);
    const { own, merged } = partAllergies(store, row, fields);
    const { version, event } = correct(store, row, { ...fields, ...own }, reason);
    const taken = merged.map(({ row: one, allergies }) =>
      correct(store, one, { ...fieldsOf(one), allergies }, reason),
    );
    return { result: { version }, events: [event, ...taken.map((one) => one.event)] };
  },

  'patient.addNote': (context, { patientId, kind, note }) => {
    const row = loadPatient(context.store, patientId);
    return {
      result: { version: raiseVersion(context.store, row) },
      events: [
        {
          name: 'patient.noted',
          subject: { kind: 'patient', id: row.id },
          patientId: row.id,
          data: { patientId: row.id, kind },
          reason: note,
        },
      ],
    };
  },
} satisfies CommandHandlers<'patient.register' | 'patient.change' | 'patient.addNote'>;
