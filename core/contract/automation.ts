/**
 * Intake automation: a service beyond central reads what came in and answers; a sufficient answer stands in
 * verification, everything else reaches a person.
 * Always: what automation said is kept with the reasons; it never overwrites what a person did.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { type Confidence, pageKind, readField, readFields, region, suggestion } from './recognition.ts';
import { automationStates, day, id, instant, nothing, priority, source } from './values.ts';

/** Intakes that may be put to automation; nobody asks it about what a person brings to the counter. */
export const automatedSources = ['fax', 'phone', 'electronic'] as const;

/** Fields with a threshold of their own; the others help to find who and what is meant. */
export const thresholdFields = [
  'patientName',
  'dateOfBirth',
  'prescriberName',
  'drug',
  'strength',
  'form',
  'sig',
  'quantity',
  'daysSupply',
  'refills',
  'substitution',
  'writtenOn',
] as const;
export const thresholds = z.record(z.enum(thresholdFields), z.number().min(0).max(1));

/** `late`: a person had it already, or it had gone on; shown beside what was typed and nothing else. */
export const automationVerdicts = ['sufficient', 'insufficient', 'late'] as const;
/** Why a person got what automation had been asked about. */
export const givenBecause = ['no-answer', 'offline', 'taken', 'insufficient', 'switched-off'] as const;

/** What is judged of an answer beside its fields. */
export const judgedMatters = ['patient', 'prescriber', 'product', 'directions', 'supply', 'order'] as const;

/** One thing an answer was held against. */
export const judgement = z.object({
  about: z.union([readField, z.enum(judgedMatters)]),
  passed: z.boolean(),
  /** What was found and what was wanted: "read with 0.98, 0.9 is enough". */
  words: z.string(),
  /** 0 to 1; null where it is not a matter of how surely it was read. */
  confidence: z.number().nullable(),
  threshold: z.number().nullable(),
});
export type Judgement = z.infer<typeof judgement>;

/** One value as automation read it. */
export const automationValue = suggestion
  .omit({ confidence: true })
  .extend({ confidence: z.number().min(0).max(1) });
export type AutomationValue = z.infer<typeof automationValue>;

/** The word a number is shown by: how surely a value was read, 0 to 1. */
export const wordOfConfidence = (confidence: number): Confidence =>
  confidence >= 0.9 ? 'sure' : confidence >= 0.6 ? 'check' : 'guess';

/** What automation made of the pages of a request. */
export const automationAnswer = z.object({
  requestId: id,
  /** The workstation that asked, as the log knows it; empty where the service does not say. */
  askedBy: z.string().max(64),
  /** The service and its version, as it names itself. */
  service: z.string().max(120),
  /** Why it could not read the pages, in words; empty where it could. */
  problem: z.string().max(500),
  pages: z
    .array(
      z.object({
        number: z.int().min(1),
        kind: pageKind,
        why: z.string().max(200),
        rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      }),
    )
    .max(300),
  found: z
    .array(
      z.object({
        kind: z.enum(['prescription', 'refill-request']),
        pages: z.array(z.int().min(1)).min(1).max(200),
        values: z.array(automationValue).max(readFields.length),
      }),
    )
    .max(60),
  layout: z.string().max(60),
  sender: z.string().max(120),
});
export type AutomationAnswer = z.infer<typeof automationAnswer>;

const prescriptionId = z.object({ prescriptionId: id });
const requestId = z.object({ requestId: id });

export const automationCommands = {
  'automation.take': command({
    summary: 'Take an order that waits for automation to type it yourself; a later answer is only shown.',
    input: prescriptionId,
    result: z.object({ version: z.int(), expiresAt: instant }),
    versionOf: 'prescription',
  }),
  'automation.acknowledged': command({
    summary: 'Central has a request: from now on its answer is waited for.',
    input: requestId,
    result: nothing,
  }),
  'automation.answer': command({
    summary: 'Take an answer of automation: its order goes to verification, or to a person with suggestions.',
    /** The payload of the message, as bytes in base64. */
    input: z.object({ payload: z.base64().max(8_000_000) }),
    result: z.object({ outcome: z.enum([...automationVerdicts, 'repeated', 'elsewhere', 'unusable']) }),
    transient: true,
  }),
  'automation.give': command({
    summary: 'Give an order that waits for automation to a person.',
    input: requestId.extend({ because: z.enum(['no-answer', 'offline', 'taken', 'switched-off']) }),
    result: nothing,
  }),
};

export const automationQueries = {
  'automation.waiting': query({
    summary: 'Orders that wait for automation, the longest waiting first.',
    input: z.object({ limit: z.int().min(1).max(500).default(100) }),
    result: z.object({
      rows: z.array(
        prescriptionId.extend({
          version: z.int(),
          source,
          priority,
          receivedAt: instant,
          askedAt: instant,
          /** When central took the request; null while it has not. */
          acknowledgedAt: instant.nullable(),
          documentId: id.nullable(),
        }),
      ),
      total: z.int(),
    }),
    refreshedBy: ['automation.', 'prescription.'],
  }),
  'automation.ofPrescription': query({
    summary: 'What automation was asked about an order and what it said, with the reasons.',
    input: prescriptionId,
    result: z.object({
      state: z.enum(automationStates).nullable(),
      /** The newest first. */
      requests: z.array(
        requestId.extend({
          askedAt: instant,
          acknowledgedAt: instant.nullable(),
          answeredAt: instant.nullable(),
          verdict: z.enum(automationVerdicts).nullable(),
          givenToPerson: z.object({ at: instant, because: z.enum(givenBecause) }).nullable(),
          service: z.string(),
          problem: z.string(),
          judgements: z.array(judgement),
          /** Each with its place, where it was read from a page. */
          values: z.array(automationValue.extend({ region: region.nullable() })),
          /** What it said beside what stands in the order now, where the two differ. */
          differs: z.array(z.object({ field: z.string(), automation: z.string(), typed: z.string() })),
        }),
      ),
    }),
    refreshedBy: ['automation.', 'prescription.'],
  }),
  'automation.unusable': query({
    summary: 'Answers of automation that could not be used, the newest first, each with the reason.',
    input: z.object({ limit: z.int().min(1).max(500).default(100) }),
    result: z.object({
      rows: z.array(z.object({ id, at: instant, problem: z.string(), bytes: z.int() })),
    }),
    refreshedBy: ['automation.'],
  }),
  'automation.report': query({
    summary: 'How many orders automation entered, what was corrected of them, and the time that saved.',
    input: z.object({ from: day, to: day, by: z.enum(['day', 'week']).default('day') }),
    result: z.object({
      rows: z.array(
        z.object({
          /** The day, or the Monday of the week. */
          from: day,
          asked: z.int(),
          entered: z.int(),
          insufficient: z.int(),
          /** Given to a person without an answer. */
          unanswered: z.int(),
          late: z.int(),
          /** Of the entered ones, those whose entry was changed before a pharmacist approved it. */
          corrected: z.int(),
        }),
      ),
      /** Over the whole span: what was changed of entries, by field, the commonest first. */
      corrections: z.array(z.object({ field: z.string(), count: z.int() })),
      time: z.object({
        /** Median seconds from arrival to verification, of entered ones and of those a person typed. */
        entered: z.number().nullable(),
        typed: z.number().nullable(),
        /** Median seconds a person worked on typing one: from taking it to having typed it. */
        handling: z.number().nullable(),
        /** Entered and not corrected, times the median of handling; null where nothing was typed to compare with. */
        savedSeconds: z.number().nullable(),
      }),
    }),
    refreshedBy: ['automation.', 'prescription.'],
  }),
};

const ofRequest = prescriptionId.extend(requestId.shape);

export const automationEvents = {
  'automation.asked': event('An order was put to automation.', ofRequest),
  'automation.acknowledged': event('Central has a request to automation.', ofRequest),
  'automation.answered': event(
    'Automation answered.',
    ofRequest.extend({ verdict: z.enum(automationVerdicts) }),
  ),
  'automation.given': event(
    'A person gets an order that automation was asked about.',
    ofRequest.extend({ requestId: id.nullable(), because: z.enum(givenBecause) }),
  ),
  'automation.unusable': event('An answer of automation could not be used.', z.object({ unusableId: id })),
};
