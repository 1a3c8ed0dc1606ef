/** Patients: who they are, their allergies, their history. Clinical rules are not here. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { queueRow } from './queue.ts';
import { timelineEntry } from './timeline.ts';
import { day, id, instant, line, note } from './values.ts';

export const sexes = ['female', 'male', 'other', 'unknown'] as const;
export const allergy = z.object({
  substance: line(80),
  reaction: z.string().trim().max(120).default(''),
  severity: z.enum(['mild', 'moderate', 'severe', 'unknown']).default('unknown'),
});
export const allergyStatuses = ['not-asked', 'none-known', 'listed'] as const;

const patientFields = {
  familyName: line(80),
  givenNames: line(80),
  dateOfBirth: day,
  sex: z.enum(sexes),
  address: z.string().trim().max(300).default(''),
  phone: z.string().trim().max(40).default(''),
  mrn: z.string().trim().max(40).default(''),
  nhsNumber: z.string().trim().max(20).default(''),
  allergyStatus: z.enum(allergyStatuses).default('not-asked'),
  allergies: z.array(allergy).max(100).default([]),
};

export const patientView = z.object({
  id,
  version: z.int(),
  name: z.string(),
  /** The allergies are those of all records of the patient. */
  ...patientFields,
  /** Whole years, in the branch's time zone. */
  age: z.int(),
  /** What a hospital says that everybody at the counter should see: `text` and the day of `since` make a line of it. */
  stay: z
    .object({
      state: z.enum(['inpatient', 'discharged', 'deceased']),
      text: z.string(),
      /** Hospital and ward; empty where unknown. */
      place: z.string(),
      since: instant,
      /** Refills, delivery and messages rest. */
      paused: z.boolean(),
      /** The workstation that heard of it, and when the hospital said so, where that is another. */
      heard: z.object({ at: z.string(), asOf: instant }).nullable(),
    })
    .nullable(),
});
export type PatientView = z.infer<typeof patientView>;

export const patientCommands = {
  'patient.register': command({
    summary: 'Put a new patient on file.',
    input: z.object({ ...patientFields, anotherPerson: z.boolean().default(false) }),
    result: z.object({ patientId: id }),
  }),
  'patient.change': command({
    summary: 'Correct what is on file of a patient.',
    input: z.object({ patientId: id, ...patientFields, reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'patient',
  }),
  'patient.addNote': command({
    summary: 'Write a note or a call into the history of a patient.',
    input: z.object({ patientId: id, kind: z.enum(['note', 'call']), note: note.min(1) }),
    result: z.object({ version: z.int() }),
  }),
};

export const patientQueries = {
  'patient.find': query({
    summary: 'Patients that may be meant, best first, each with why it matches.',
    input: z.object({
      text: z.string().max(120),
      dateOfBirth: day.optional(),
      limit: z.int().min(1).max(50).default(12),
    }),
    result: z.object({ rows: z.array(patientView.extend({ why: z.string() })) }),
    refreshedBy: ['patient.'],
  }),
  'patient.get': query({
    summary: 'One patient with the prescriptions under way and the medicines dispensed.',
    input: z.object({ patientId: id }),
    result: z.object({
      /** Asked for by a record that was merged, this is the patient it lives on under. */
      patient: patientView,
      /** The records merged into this one; what was written for them is shown with the rest. */
      merged: z.array(z.object({ id, name: z.string(), dateOfBirth: day, mrn: z.string() })),
      underWay: z.array(queueRow),
      medicines: z.array(
        z.object({
          prescriptionId: id,
          /** The branch that handed it over, by name; null where it is ours. */
          branch: z.string().nullable(),
          rxNumber: z.string().nullable(),
          drug: z.object({ name: z.string(), strength: z.string(), form: z.string() }),
          sigSentence: z.string(),
          quantity: z.string(),
          unit: z.string(),
          daysSupply: z.int(),
          refillsLeft: z.int(),
          completedAt: instant,
        }),
      ),
    }),
    refreshedBy: ['patient.', 'prescription.', 'stay.', 'outreach.'],
  }),
  'patient.timeline': query({
    summary: 'Everything that happened to a patient here, newest first.',
    input: z.object({ patientId: id, limit: z.int().min(1).max(500).default(200) }),
    result: z.object({ entries: z.array(timelineEntry) }),
    refreshedBy: ['patient.', 'prescription.', 'label.', 'stay.', 'outreach.', 'adt.'],
  }),
};

export const patientEvents = {
  'patient.registered': event('A patient was put on file.', z.object({ patientId: id })),
  'patient.changed': event('What is on file of a patient was corrected.', z.object({ patientId: id })),
  'patient.noted': event('A note or call was written down.', z.object({ patientId: id })),
};
