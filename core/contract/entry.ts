/**
 * Entry held against its source: which pages an order stands on, the same prescription twice, the picked drug beside
 * the one on the page, the blind second entry, the call back to the prescriber.
 * Transcription and verification themselves are in prescription.ts.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { intakeView } from './intake.ts';
import { confidence, readField, region } from './recognition.ts';
import { day, id, instant, line, ndc11, note, nothing, person, quantity, stage } from './values.ts';

/** A page of an order, which may come from several documents. */
export const orderPage = z.object({
  documentId: id,
  number: z.int().min(1),
  width: z.int(),
  height: z.int(),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
});
export type OrderPage = z.infer<typeof orderPage>;
const pageOf = z.object({ documentId: id, number: z.int().min(1) });

/** What became of a suggestion: accepted as it stood, corrected, or typed where nothing was proposed. */
export const evidenceOutcomes = ['accepted', 'corrected', 'typed'] as const;

/** The place on the page a typed value came from, kept with the transcription and shown again at verification. */
export const evidence = z.object({
  field: readField,
  region: region.nullable(),
  suggested: z.string().nullable(),
  confidence: confidence.nullable(),
  outcome: z.enum(evidenceOutcomes),
});

/** A person's own mark: “this field stands here”. */
export const mark = z.object({ field: readField, region });

/** refill: dispense the earlier one again; renew: this one takes its place; new: both stand; cancel: reject this one. */
export const duplicateAnswers = ['refill', 'renew', 'new', 'cancel'] as const;

/** How the drug picked differs from the one on the page. */
export const drugDifference = z.object({
  what: z.enum(['ingredient', 'strength', 'form']),
  page: z.string(),
  picked: z.string(),
});

/** Classes of prescriptions that two people type blind, each without seeing the other's entry. */
export const secondEntryClasses = [
  'opioid',
  'insulin',
  'methotrexate',
  'anticoagulant',
  'stimulant',
  'digoxin',
  'chemotherapy',
  'child',
] as const;

/** What the second person types; compared with the first entry, never shown beside it to either of the two. */
export const secondEntry = z.object({
  dateOfBirth: day,
  ndc11,
  sigText: line(500),
  quantity,
});
export const secondEntryFields = ['dateOfBirth', 'drug', 'strength', 'form', 'sig', 'quantity'] as const;
/** needed → agreed | differs; differs → decided, by a pharmacist. */
export const secondEntryStates = ['needed', 'agreed', 'differs', 'decided'] as const;

export const callBackTemplates = [
  'unreadable',
  'missing-element',
  'dose-question',
  'strength-not-made',
  'quantity-mismatch',
  'duplicate-therapy',
  'refill-authorisation',
  'identity-question',
] as const;

/** Why a page is no prescription, and whose it is now. */
export const setAsideKinds = [
  'cover-sheet',
  'lab-result',
  'advert',
  'letter',
  'blank',
  'for-another-pharmacy',
  'other',
] as const;
export const setAsideDestinations = ['pharmacist', 'records', 'manager', 'purchasing', 'nobody'] as const;

const prescriptionId = z.object({ prescriptionId: id });
const version = z.object({ version: z.int() });

export const entryCommands = {
  'intake.takeFound': command({
    summary:
      'Make an order of everything found on this fax that no order has taken up yet, each with its pages, and of the other pages that say something.',
    input: prescriptionId,
    result: z.object({ prescriptionIds: z.array(id) }),
  }),
  'prescription.setPages': command({
    summary: 'Say which pages an order stands on; pages may come from several faxes.',
    input: prescriptionId.extend({ pages: z.array(pageOf).min(1).max(200), reason: note.default('') }),
    result: version,
    versionOf: 'prescription',
  }),
  'prescription.join': command({
    summary: 'Join an order to another one it belongs to: its pages go over, it ends as joined.',
    input: prescriptionId.extend({ intoPrescriptionId: id, reason: line(300) }),
    result: version,
    versionOf: 'prescription',
  }),
  'prescription.takeAsRefill': command({
    summary: 'This is a request to refill an earlier prescription: the form is filled from that one.',
    input: prescriptionId.extend({ refillOf: id }),
    result: version,
    versionOf: 'prescription',
  }),
  'prescription.enterAgain': command({
    summary: 'Type the high-risk fields a second time, blind; a difference goes to a pharmacist.',
    input: prescriptionId.extend(secondEntry.shape),
    result: version.extend({ agreed: z.boolean() }),
    versionOf: 'prescription',
  }),
  'prescription.decideEntry': command({
    summary: 'A pharmacist decides, field by field, which of two differing entries is right.',
    input: prescriptionId.extend({
      choices: z
        .array(z.object({ field: z.enum(secondEntryFields), take: z.enum(['first', 'second']) }))
        .min(1)
        .max(secondEntryFields.length),
      reason: line(300),
    }),
    result: version,
    versionOf: 'prescription',
  }),
  'prescription.callBack': command({
    summary: 'Send the prescriber a question by fax and hold the order until the answer is there.',
    input: prescriptionId.extend({
      template: z.enum(callBackTemplates),
      faxNumber: line(40),
      text: z.string().trim().min(1).max(4000),
      followUpAt: instant,
    }),
    result: version,
    versionOf: 'prescription',
  }),
  'intake.setAside': command({
    summary: 'This is no prescription: say what it is and who looks at it. The order ends, the page is kept.',
    input: prescriptionId.extend({
      kind: z.enum(setAsideKinds),
      destination: z.enum(setAsideDestinations),
      note: note.default(''),
    }),
    result: z.object({ setAsideId: id }),
    versionOf: 'prescription',
  }),
  'intake.settleSetAside': command({
    summary: 'A page that was set aside has been dealt with.',
    input: z.object({ setAsideId: id, note: note.default('') }),
    result: nothing,
  }),
  'intake.takeBack': command({
    summary: 'A page that was set aside is a prescription after all: it becomes an order again.',
    input: z.object({ setAsideId: id, reason: line(300) }),
    result: prescriptionId,
  }),
};

export const entryQueries = {
  'prescription.duplicates': query({
    summary: 'Prescriptions of this patient that this one may repeat, with the answers that are possible.',
    input: prescriptionId.extend({ patientId: id, ndc11: z.string().max(20) }),
    result: z.object({
      rows: z.array(
        z.object({
          prescriptionId: id,
          /** The branch it belongs to, by name; null where it is ours. */
          branch: z.string().nullable(),
          rxNumber: z.string().nullable(),
          stage,
          drug: z.object({ name: z.string(), strength: z.string(), form: z.string() }),
          sigSentence: z.string(),
          quantity: z.string(),
          unit: z.string(),
          daysSupply: z.int(),
          refillsLeft: z.int(),
          /** When it was handed over, or came in while it is under way. */
          at: instant,
          /** "same drug, under way", "same drug, 12 of 30 days left". */
          why: z.string(),
          answers: z.array(z.enum(duplicateAnswers)),
        }),
      ),
    }),
    refreshedBy: ['prescription.'],
  }),
  'prescription.compareDrug': query({
    summary: 'How a picked drug differs from the one read on the page, by ingredient, strength and form.',
    input: prescriptionId.extend({ ndc11: z.string().max(20) }),
    result: z.object({
      differences: z.array(drugDifference),
      /** Whether the difference has to be given a reason before it goes on. */
      stops: z.boolean(),
    }),
    refreshedBy: ['recognition.', 'drug.'],
  }),
  'prescription.forSecondEntry': query({
    summary:
      'What the second person sees of an order: its pages, or what was taken in; nothing that was typed.',
    input: prescriptionId,
    result: z.object({
      prescriptionId: id,
      version: z.int(),
      pages: z.array(orderPage),
      receivedAt: instant,
      /** As it was taken in, before anybody typed. */
      intake: intakeView,
      /** Null when the signed-in person may do it now, else the sentence why not. */
      refusal: z.string().nullable(),
    }),
    refreshedBy: ['prescription.', 'recognition.'],
  }),
  'prescription.callBackDraft': query({
    summary: 'The text of a call-back fax, filled in for an order, to be changed before it is sent.',
    input: prescriptionId.extend({ template: z.enum(callBackTemplates) }),
    result: z.object({ faxNumber: z.string(), text: z.string() }),
    refreshedBy: [],
  }),
  'intake.setAsides': query({
    summary: 'Pages that are no prescriptions, by who is to look at them.',
    input: z.object({
      destination: z.enum(setAsideDestinations).optional(),
      settled: z.boolean().default(false),
      limit: z.int().min(1).max(500).default(100),
    }),
    result: z.object({
      rows: z.array(
        z.object({
          id,
          prescriptionId: id,
          kind: z.enum(setAsideKinds),
          destination: z.enum(setAsideDestinations),
          note: z.string(),
          by: person,
          at: instant,
          pages: z.array(orderPage),
          settled: z.object({ by: person, at: instant, note: z.string() }).nullable(),
          /** The order it became again. */
          takenBackAs: id.nullable(),
        }),
      ),
      /** Open ones, by destination. */
      counts: z.record(z.string(), z.int()),
    }),
    refreshedBy: ['intake.'],
  }),
};

export const entryEvents = {
  'prescription.pagesSet': event('The pages of an order were changed.', prescriptionId),
  'prescription.tookPages': event('Pages of another order came over.', prescriptionId),
  'prescription.takenAsRefill': event('An order became the refill of an earlier one.', prescriptionId),
  'prescription.enteredAgain': event('The high-risk fields were typed a second time.', prescriptionId),
  'prescription.entryDecided': event('A pharmacist decided between two entries.', prescriptionId),
  'prescription.calledBack': event('The prescriber was asked by fax.', prescriptionId),
  'intake.setAside': event('A page was set aside as no prescription.', z.object({ setAsideId: id })),
  'intake.setAsideSettled': event('A page set aside was dealt with.', z.object({ setAsideId: id })),
  'intake.takenBack': event('A page set aside became an order again.', z.object({ setAsideId: id })),
};
