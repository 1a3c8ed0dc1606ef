/**
 * What the machine read on the pages of a fax, and what becomes of it: suggestions, never decisions.
 * Always: a suggestion names the place on the page it was read from and what it was checked against; text of a page
 * is data and nothing else. What a person makes of it (orders, pages, set aside) is in intake.ts and prescription.ts.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';

import { drugView } from './drug.ts';
import { patientView } from './patient.ts';
import { prescriberView } from './prescriber.ts';
import { day, id, instant, nothing, stage } from './values.ts';

/** A rectangle of a page in the pixels of its picture as kept, from the top left corner, before any rotation. */
export const region = z.object({
  documentId: id,
  page: z.int().min(1),
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type Region = z.infer<typeof region>;

/** What can be read of a prescription. `sig` is the directions as written. */
export const readFields = [
  'patientName',
  'dateOfBirth',
  'patientAddress',
  'patientPhone',
  'nhsNumber',
  'prescriberName',
  'npi',
  'dea',
  'gmc',
  'clinic',
  'prescriberPhone',
  'prescriberFax',
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
export const readField = z.enum(readFields);
export type ReadField = z.infer<typeof readField>;

/** A wrong one of these can harm: they are held to the highest measure. */
export const safetyCriticalFields = [
  'patientName',
  'dateOfBirth',
  'drug',
  'strength',
  'form',
  'sig',
  'quantity',
] as const satisfies readonly ReadField[];

/** sure: passed every check there is; check: probably right, look; guess: something that may help. */
export const confidences = ['sure', 'check', 'guess'] as const;
export const confidence = z.enum(confidences);
export type Confidence = z.infer<typeof confidence>;

/** What a page is taken for. */
export const pageKinds = [
  'prescription',
  'refill-request',
  'cover-sheet',
  'lab-result',
  'advert',
  'letter',
  'blank',
  'unknown',
] as const;
export const pageKind = z.enum(pageKinds);
export type PageKind = z.infer<typeof pageKind>;

/**
 * One value read from a page.
 * `value` is what a form would be filled with: names "Family, Given" as far as they can be told apart, dates
 * YYYY-MM-DD, numbers bare digits, quantity and days plain numbers, substitution "allowed" or "not allowed";
 * `read` is what stands on the page, letter by letter.
 */
export const suggestion = z.object({
  field: readField,
  value: z.string().max(500),
  read: z.string().max(500),
  confidence,
  region: region.omit({ documentId: true }),
  /** What it was held against, in words: "check digit right", "60 = 2 a day × 30 days". */
  checks: z.array(z.object({ passed: z.boolean(), words: z.string().max(200) })).max(12),
});
export type Suggestion = z.infer<typeof suggestion>;

/** One prescription (or refill request) found on the pages of a document; its values at most once a field. */
export const found = z.object({
  kind: z.enum(['prescription', 'refill-request']),
  pages: z.array(z.int().min(1)).min(1).max(200),
  suggestions: z.array(suggestion).max(readFields.length),
});
export type Found = z.infer<typeof found>;

/** All that was made out of a document once its pages were read. */
export const documentReading = z.object({
  pages: z.array(z.object({ number: z.int().min(1), kind: pageKind, why: z.string().max(200) })).max(300),
  found: z.array(found).max(60),
  /** The look of the page as a short name, such as "table" or "form, labels above": what corrections are counted by. */
  layout: z.string().max(60),
  /** Who sent it, as it is counted: the fax number of the header line in digits, else the clinic, else "". */
  sender: z.string().max(120),
});
export type DocumentReading = z.infer<typeof documentReading>;

/** Where the reading of a document stands. `given-up`: no page of it could be read by the machine. */
export const readingStates = ['waiting', 'read', 'given-up'] as const;

/** A page of a document as the machine took it. */
export const readPage = z.object({
  number: z.int().min(1),
  state: z.enum(readingStates),
  /** Why a person has to read it without help, in words. */
  problem: z.string().nullable(),
  /** Quarter turns clockwise, in degrees, that bring it the right way up. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  kind: pageKind.nullable(),
  why: z.string(),
});

/** A document that is probably the same sheet sent before. */
export const sameFax = z.object({
  documentId: id,
  receivedAt: instant,
  /** "looks the same and 96 of 100 words are the same". */
  why: z.string(),
  orders: z.array(z.object({ id, stage, rxNumber: z.string().nullable(), drug: z.string().nullable() })),
});

/** A candidate with its reason and how far it may be trusted; `sure` still waits for a person's key. */
const candidate = { why: z.string(), confidence };

const recordedPage = z.object({ documentId: id, number: z.int().min(1) });

export const recognitionCommands = {
  'recognition.recordPage': command({
    summary: 'Keep what the machine read on a page, or why it could not.',
    input: recordedPage.extend({
      outcome: z.union([
        z.object({
          ok: z.literal(true),
          rotation: readPage.shape.rotation,
          look: z.string().regex(/^[0-9a-f]{64}$/),
          /** The page reading of core/recognise/reading.ts as JSON text. */
          reading: z.string().max(8_000_000),
        }),
        z.object({ ok: z.literal(false), problem: z.string().min(1).max(300) }),
      ]),
    }),
    result: nothing,
    transient: true,
  }),
  'recognition.recordDocument': command({
    summary:
      'Keep what was found on the pages of a document; the first order takes up the first prescription.',
    input: z.object({ documentId: id, reading: documentReading }),
    result: nothing,
    transient: true,
  }),
  'recognition.recordText': command({
    summary: 'Keep what was found in the text or the fields of an order that came without a page.',
    input: z.object({
      prescriptionId: id,
      /** Null where nothing was found, or more than the one prescription the order is for. */
      found: found.nullable(),
    }),
    result: nothing,
    transient: true,
  }),
  'recognition.readAgain': command({
    summary: 'Have the machine read a document once more. What orders have taken up stays theirs.',
    input: z.object({ documentId: id }),
    result: nothing,
  }),
};

export const recognitionQueries = {
  'recognition.status': query({
    summary: 'How many pages wait to be read, and what keeps the machine from reading, if anything.',
    input: nothing,
    result: z.object({ waiting: z.int(), givenUp: z.int(), problem: z.string().nullable() }),
    refreshedBy: ['recognition.', 'document.'],
  }),
  'recognition.ofPrescription': query({
    summary:
      'What the machine proposes for an order: values with their places, candidates with their reasons.',
    input: z.object({ prescriptionId: id }),
    result: z.object({
      state: z.enum(['none', ...readingStates]),
      /** Pages of its documents read so far, of how many. */
      progress: z.object({ read: z.int(), total: z.int() }),
      pages: z.array(readPage.extend({ documentId: id })),
      kind: found.shape.kind.nullable(),
      foundId: id.nullable(),
      /** Each with its place; null where it came without a page. */
      suggestions: z.array(suggestion.extend({ region: region.nullable() })),
      patients: z.array(patientView.extend(candidate)),
      prescribers: z.array(prescriberView.extend(candidate)),
      drugs: z.array(drugView.extend({ ...candidate, onHand: z.string(), lookAlike: z.string().nullable() })),
      /** Everything found on the same documents, with the order that took it up. */
      found: z.array(
        z.object({
          id,
          kind: found.shape.kind,
          pages: z.array(z.int()),
          /** "sertraline 50 mg tablet, 30" as read. */
          summary: z.string(),
          prescriptionId: id.nullable(),
        }),
      ),
      sameFax: z.array(sameFax),
    }),
    refreshedBy: ['recognition.', 'patient.', 'prescriber.', 'drug.', 'intake.', 'prescription.'],
  }),
  'recognition.corrections': query({
    summary: 'How often suggestions were accepted and corrected, by field, layout and sender.',
    input: z.object({ from: day, to: day, by: z.enum(['field', 'layout', 'sender']).default('field') }),
    result: z.object({
      rows: z.array(
        z.object({
          name: z.string(),
          /** Values proposed; of them accepted as they stood; corrected; and values typed that were not proposed. */
          proposed: z.int(),
          accepted: z.int(),
          corrected: z.int(),
          missed: z.int(),
          /** Values called sure that a person corrected: should be none. */
          sureCorrected: z.int(),
        }),
      ),
      prescriptions: z.int(),
      pages: z.object({ read: z.int(), givenUp: z.int() }),
    }),
    refreshedBy: ['prescription.transcribed', 'recognition.'],
  }),
};

export const recognitionEvents = {
  'recognition.read': event('The machine read a document.', z.object({ documentId: id })),
  'recognition.readText': event(
    'The machine read what came without a page.',
    z.object({ prescriptionId: id }),
  ),
  'recognition.gaveUp': event(
    'The machine gave a page up; a person reads it.',
    z.object({ documentId: id, page: z.int() }),
  ),
  'recognition.asked': event('A document is to be read once more.', z.object({ documentId: id })),
};
