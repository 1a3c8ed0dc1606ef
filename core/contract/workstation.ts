/** The workstation itself: settings, deliveries to other systems, search over everything, the event log, backup. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { timelineEntry } from './timeline.ts';
import { id, instant, line, nothing } from './values.ts';

/** Other systems a delivery goes to. `central` is the company's event log. */
export const outlets = ['insurer', 'robot', 'patient-message', 'fax', 'support', 'central'] as const;
/** waiting → delivered | parked (permanent, or a person has to decide) | dismissed. */
export const deliveryStates = ['waiting', 'delivered', 'parked', 'dismissed'] as const;

export const deliveryView = z.object({
  id,
  outlet: z.enum(outlets),
  topic: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  /** `sent list` until a real service is configured for the outlet, then its address. */
  via: z.string().nullable(),
  problem: z.string().nullable(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
  subject: z.object({ kind: z.string(), id }),
  content: z.unknown(),
});

export const workstationCommands = {
  'setting.change': command({
    summary: 'Change a setting.',
    input: z.object({ name: z.string().max(80), value: z.unknown(), reason: line(300) }),
    result: nothing,
  }),
  'delivery.retry': command({
    summary: 'Try a parked delivery again.',
    input: z.object({ deliveryId: id }),
    result: nothing,
  }),
  'delivery.dismiss': command({
    summary: 'Give a parked delivery up, with a reason.',
    input: z.object({ deliveryId: id, reason: line(300) }),
    result: nothing,
  }),
  'workstation.backUp': command({
    summary: 'Write an encrypted backup now.',
    input: nothing,
    result: z.object({ file: z.string(), bytes: z.int() }),
  }),
};

export const workstationQueries = {
  'setting.list': query({
    summary: 'Every setting with its value, its default and one sentence.',
    input: nothing,
    result: z.object({
      settings: z.array(
        z.object({
          name: z.string(),
          sentence: z.string(),
          /** Of a secret only `set` or `not set`. */
          value: z.unknown(),
          secret: z.boolean(),
          default: z.unknown(),
          /** JSON Schema of the value. */
          schema: z.unknown(),
        }),
      ),
    }),
    refreshedBy: ['setting.'],
  }),
  'delivery.list': query({
    summary: 'What was or will be sent to other systems, newest first.',
    input: z.object({
      outlet: z.enum(outlets).optional(),
      state: z.enum(deliveryStates).optional(),
      limit: z.int().min(1).max(500).default(100),
    }),
    result: z.object({
      rows: z.array(deliveryView),
      counts: z.object({ waiting: z.int(), parked: z.int(), delivered: z.int() }),
    }),
    refreshedBy: ['delivery.', 'prescription.', 'outreach.'],
  }),
  'workstation.status': query({
    summary: 'What the status bar says: branch, what waits for the network, since when.',
    input: nothing,
    result: z.object({
      branch: z.string(),
      timeZone: z.string(),
      demo: z.boolean(),
      parked: z.int(),
      labelsToSettle: z.int(),
      failedFiles: z.int(),
      lastBackupAt: instant.nullable(),
      /** What is wrong with the workstation and what to do, if anything. */
      trouble: z.string().nullable(),
    }),
    refreshedBy: ['delivery.', 'prescription.', 'label.', 'document.', 'setting.', 'workstation.'],
  }),
  'search.everything': query({
    summary: 'Patients, prescriptions, drugs and documents by any fragment.',
    input: z.object({ text: z.string().max(120), limit: z.int().min(1).max(30).default(8) }),
    result: z.object({
      hits: z.array(
        z.object({
          kind: z.enum(['patient', 'prescription', 'drug', 'document']),
          id,
          title: z.string(),
          detail: z.string(),
        }),
      ),
    }),
    refreshedBy: [],
  }),
  'event.log': query({
    summary: 'The event log of this workstation, newest first.',
    input: z.object({
      before: z.int().optional(),
      limit: z.int().min(1).max(500).default(100),
      name: z.string().max(80).optional(),
    }),
    result: z.object({ entries: z.array(timelineEntry) }),
    refreshedBy: ['*'],
  }),
};

export const workstationEvents = {
  'setting.changed': event('A setting was changed.', z.object({ name: z.string() })),
  'delivery.delivered': event('A message reached another system.', z.object({ deliveryId: id })),
  'delivery.parked': event(
    'A message could not be delivered and waits for a person.',
    z.object({ deliveryId: id }),
  ),
  'delivery.retried': event('A parked message is tried again.', z.object({ deliveryId: id })),
  'delivery.dismissed': event('A parked message was given up.', z.object({ deliveryId: id })),
  'workstation.setUp': event('The workstation was set up.', z.object({})),
  'workstation.backedUp': event('A backup was written.', z.object({})),
  'workstation.refused': event('Something was tried that the role does not allow.', z.object({})),
};
