/**
 * What hospitals say of patients (HL7 v2 ADT): what is asked and commanded about it, and what happened.
 * Nothing here reads a message.
 */
import { z } from 'zod';
import {
  adtTask,
  boardRow,
  difference,
  messageRow,
  messageStates,
  messageView,
  pauseView,
  sourceProfile,
  sourceRow,
  stayView,
  taskKinds,
  taskOutcomes,
  triggerEventCode,
  who,
} from './adt-values.ts';
import { command, event, query } from './define.ts';
import { id, instant, line, note, nothing, person } from './values.ts';

export const adtCommands = {
  'adt.addSource': command({
    summary: 'Add a hospital whose messages are taken.',
    input: z.object({ name: line(80), profile: sourceProfile }),
    result: z.object({ sourceId: id }),
  }),
  'adt.changeSource': command({
    summary: 'Change how a hospital’s messages are taken, or stop taking them.',
    input: z.object({
      sourceId: id,
      name: line(80),
      active: z.boolean(),
      profile: sourceProfile,
      reason: line(300),
    }),
    result: z.object({ version: z.int() }),
  }),
  'adt.settleTask': command({
    summary: 'Say what was done about a task that a hospital’s message made.',
    input: z.object({
      taskId: id,
      outcome: z.enum(taskOutcomes),
      /** With `ours`: who it is. */
      patientId: id.optional(),
      reason: note.default(''),
    }),
    result: nothing,
  }),
  'adt.link': command({
    summary: 'Say which patient a person of a hospital is, or that he is none of ours.',
    input: z.object({ personId: z.int(), patientId: id.nullable(), reason: line(300) }),
    result: nothing,
  }),
  'adt.resume': command({
    summary: 'Let refills, delivery and messages to a patient go on.',
    input: z.object({ patientId: id, reason: line(300) }),
    result: nothing,
  }),
  'adt.replay': command({
    summary: 'Apply kept messages again, as they came.',
    input: z.object({ messageIds: z.array(z.int()).min(1).max(1_000), reason: line(300) }),
    result: z.object({ applied: z.int(), unchanged: z.int(), failed: z.int() }),
  }),
  'adt.resubmit': command({
    summary: 'Send a corrected message in place of one that could not be used.',
    input: z.object({
      messageId: z.int(),
      lines: z.array(z.string().max(1_000_000)).min(1).max(5_000),
      reason: line(300),
    }),
    result: z.object({ messageId: z.int() }),
  }),
  'adt.dismiss': command({
    summary: 'Lay a message aside that nothing is to follow from.',
    input: z.object({ messageId: z.int(), reason: line(300) }),
    result: nothing,
  }),
};

export const adtQueries = {
  'adt.state': query({
    summary: 'What is counted beside the rail: tasks that wait and sources that need somebody.',
    input: nothing,
    result: z.object({
      sources: z.int(),
      /** Whether any hospital is heard, here or at another workstation. */
      heard: z.boolean(),
      openTasks: z.int(),
      urgentTasks: z.int(),
      inpatients: z.int(),
      alarms: z.int(),
      toLookAt: z.int(),
      waiting: z.int(),
    }),
    refreshedBy: ['adt.', 'stay.', 'outreach.', 'patient.'],
  }),
  'adt.board': query({
    summary: 'Our patients in hospital, those discharged today, and what a person has to do, worst first.',
    input: nothing,
    result: z.object({
      tasks: z.array(adtTask),
      inpatients: z.array(boardRow),
      discharged: z.array(boardRow),
      expected: z.array(boardRow),
      asOf: instant.nullable(),
      /** There is more than these lists hold. */
      more: z.boolean(),
    }),
    refreshedBy: ['adt.', 'stay.', 'outreach.', 'patient.', 'prescription.'],
  }),
  'adt.task': query({
    summary: 'One task, open or settled.',
    input: z.object({ taskId: id }),
    result: adtTask.extend({
      /** For merges: what would change for each record, side by side. */
      merge: z
        .object({
          survivor: z.object({
            who,
            numbers: z.array(z.string()),
            allergies: z.array(z.string()),
            prescriptions: z.int(),
            controlled: z.int(),
            address: z.string(),
            phone: z.string(),
            sex: z.string(),
          }),
          retired: z.object({
            who,
            numbers: z.array(z.string()),
            allergies: z.array(z.string()),
            prescriptions: z.int(),
            controlled: z.int(),
            address: z.string(),
            phone: z.string(),
            sex: z.string(),
          }),
          /** Why a person is asked. */
          risks: z.array(z.string()),
          changes: z.array(difference),
        })
        .nullable(),
    }),
    refreshedBy: ['adt.', 'patient.', 'prescription.'],
  }),
  'adt.ofPatient': query({
    summary: 'What hospitals say of a patient: stays, pause, and lists that are not on file here.',
    input: z.object({ patientId: id }),
    result: z.object({
      /** The stay a banner speaks of: now in hospital, or discharged in the last days. */
      current: stayView.nullable(),
      pause: pauseView.nullable(),
      stays: z.array(stayView),
      /** Allergies a hospital reports. */
      reported: z.array(
        z.object({
          source: z.string(),
          substance: z.string(),
          reaction: z.string(),
          onFile: z.boolean(),
          goneAt: instant.nullable(),
        }),
      ),
      coverage: z.array(z.object({ source: z.string(), sentence: z.string() })),
      contacts: z.array(z.object({ source: z.string(), sentence: z.string() })),
      numbers: z.array(z.string()),
      tasks: z.array(adtTask),
      /** What happened in hospitals, newest first. */
      movements: z.array(
        z.object({
          messageId: z.int(),
          at: instant,
          source: z.string(),
          event: z.string(),
          sentence: z.string(),
        }),
      ),
    }),
    refreshedBy: ['adt.', 'stay.', 'outreach.', 'patient.'],
  }),
  'adt.persons': query({
    summary: 'Persons of hospitals by name or number, for saying which patient they are.',
    input: z.object({ text: z.string().max(120), limit: z.int().min(1).max(50).default(20) }),
    result: z.object({
      rows: z.array(who.extend({ personId: z.int(), numbers: z.array(z.string()), linked: z.boolean() })),
    }),
    refreshedBy: ['adt.', 'patient.'],
  }),
  'adt.messages': query({
    summary: 'Messages, newest first, by source, state, event or patient.',
    input: z.object({
      sourceId: id.optional(),
      state: z.enum([...messageStates, 'to-look-at']).optional(),
      event: triggerEventCode.optional(),
      patientId: id.optional(),
      controlId: z.string().max(200).optional(),
      /** Those before this one. */
      before: z.int().optional(),
      limit: z.int().min(1).max(200).default(100),
    }),
    result: z.object({ rows: z.array(messageRow), total: z.int().nullable() }),
    refreshedBy: ['adt.'],
  }),
  'adt.message': query({
    summary: 'One message as it came, what it says, what it changed, and how it fared.',
    input: z.object({ messageId: z.int() }),
    result: messageView,
    refreshedBy: ['adt.'],
  }),
  'adt.replayPreview': query({
    summary: 'What a message, or a corrected one in its place, would change now. Nothing is changed.',
    input: z.object({ messageId: z.int(), lines: z.array(z.string().max(1_000_000)).max(5_000).optional() }),
    result: z.object({
      state: z.enum(messageStates),
      problem: z.string().nullable(),
      changes: z.array(difference),
    }),
    refreshedBy: ['adt.', 'patient.'],
  }),
  'adt.sources': query({
    summary: 'The hospitals, their ways in, how much comes and what is wrong.',
    input: nothing,
    result: z.object({ rows: z.array(sourceRow), certificate: z.boolean() }),
    refreshedBy: ['adt.', 'setting.'],
  }),
  'adt.noise': query({
    summary: 'What came from a source and was no message.',
    input: z.object({ sourceId: id, limit: z.int().min(1).max(200).default(50) }),
    result: z.object({
      rows: z.array(
        z.object({ id: z.int(), at: instant, peer: z.string(), problem: z.string(), bytes: z.int() }),
      ),
    }),
    refreshedBy: ['adt.'],
  }),
};

const ofPatient = z.object({
  patientId: id.nullable(),
  personId: z.int(),
  stayId: z.int().nullable(),
  source: z.string(),
});
const ofTask = z.object({
  taskId: id,
  kind: z.enum(taskKinds),
  patientId: id.nullable(),
  personId: z.int().nullable(),
});

export const adtEvents = {
  /** Told to listeners when messages were kept or applied; not kept, as the messages themselves are. */
  'adt.arrived': event('Messages of a hospital came in.', nothing),
  'adt.sourceAdded': event('A hospital was added.', z.object({ sourceId: id, name: z.string() })),
  'adt.sourceChanged': event(
    'How a hospital’s messages are taken was changed.',
    z.object({ sourceId: id, name: z.string() }),
  ),
  'adt.alarmRaised': event(
    'A source needs somebody.',
    z.object({ sourceId: id, name: z.string(), alarm: z.string() }),
  ),
  'adt.alarmEnded': event('A source is well again.', z.object({ sourceId: id, name: z.string() })),
  'adt.replayed': event(
    'A hospital’s message was applied again.',
    z.object({ messageId: z.int(), state: z.enum(messageStates) }),
  ),
  'adt.resubmitted': event(
    'A corrected message was sent in place of another.',
    z.object({ messageId: z.int(), insteadOf: z.int() }),
  ),
  'adt.dismissed': event('A hospital’s message was laid aside.', z.object({ messageId: z.int() })),
  'adt.taskOpened': event('A hospital’s message asks for somebody.', ofTask),
  'adt.taskSettled': event(
    'What a hospital’s message asked for was settled.',
    ofTask.extend({ outcome: z.enum(taskOutcomes) }),
  ),
  'adt.taskCancelled': event('What a hospital’s message asked for is no longer asked.', ofTask),
  'stay.updated': event(
    'What hospitals say of a patient was brought up to date.',
    z.object({ patientId: id }),
  ),
  'stay.began': event('A patient was admitted.', ofPatient),
  'stay.moved': event('A patient was moved within a hospital.', ofPatient),
  'stay.ended': event('A patient was discharged.', ofPatient),
  'stay.changed': event('A hospital corrected what it said of a stay.', ofPatient),
  'stay.cancelled': event('A hospital took back what it had said of a stay.', ofPatient),
  'outreach.paused': event(
    'Refills, delivery and messages rest.',
    z.object({ patientId: id, because: z.enum(['inpatient', 'deceased']) }),
  ),
  'outreach.resumed': event('Refills, delivery and messages go on.', z.object({ patientId: id })),
  'patient.linked': event('A person of a hospital was found to be this patient.', ofPatient),
  'patient.unlinked': event('A person of a hospital was found not to be this patient.', ofPatient),
  'patient.merged': event(
    'A patient who was on file twice lives on under one record.',
    z.object({ patientId: id, into: id, by: person.nullable() }),
  ),
  'patient.mergeUndone': event(
    'Two records of patients that were one are two again.',
    z.object({ patientId: id, from: id }),
  ),
};
