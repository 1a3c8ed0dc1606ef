/**
 * How prescriptions come in: documents (faxes), and intakes by phone, walk-in, electronic, refill.
 * Every intake makes one prescription order at once; more can be added from the same page.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { readField } from './recognition.ts';
import { id, instant, line, note, nothing, priority, source } from './values.ts';

/** Values by the field they are of. */
export const givenFields = z.partialRecord(readField, z.string().trim().min(1).max(500));

export const documentView = z.object({
  id,
  receivedAt: instant,
  pages: z.array(z.object({ number: z.int(), width: z.int(), height: z.int() })),
  /** How often the very same fax came again, and when last. */
  cameAgain: z.int(),
  cameAgainAt: instant.nullable(),
});

export const intakeView = z.object({
  id,
  source,
  receivedAt: instant,
  documentId: id.nullable(),
  callerName: z.string(),
  callerPhone: z.string(),
  note: z.string(),
  /** What an electronic message said field by field; empty for none. */
  fields: givenFields,
});

export const intakeCommands = {
  'intake.receive': command({
    summary: 'Take in a prescription by phone, walk-in, electronically or as a refill request.',
    input: z.object({
      source: z.enum(['phone', 'electronic', 'walk-in', 'refill']),
      priority: priority.default('routine'),
      promisedAt: instant.nullable().default(null),
      callerName: z.string().trim().max(120).default(''),
      callerPhone: z.string().trim().max(40).default(''),
      /** What was said, word for word, or the text of the message. */
      note: note.default(''),
      /** What a message says field by field, as a form is filled: names "Family, Given", dates YYYY-MM-DD, bare numbers. */
      fields: givenFields.default({}),
      patientId: id.optional(),
      /** For a refill request: the dispensed prescription it repeats. */
      refillOf: id.optional(),
    }),
    result: z.object({ intakeId: id, prescriptionId: id }),
  }),
  'intake.addPrescription': command({
    summary: 'Another prescription stands on the same pages, or on some of them.',
    input: z.object({
      prescriptionId: id,
      /** What was found there and no order has taken up yet. */
      foundId: id.optional(),
      /** Where it stands; without it, on the pages of this order or of what was found. */
      pages: z
        .array(z.object({ documentId: id, number: z.int().min(1) }))
        .min(1)
        .max(200)
        .optional(),
    }),
    result: z.object({ prescriptionId: id }),
  }),
  'document.receive': command({
    summary: 'Take in a fax: TIFF, PDF, PNG or JPEG. The very same file again makes no second order.',
    input: z.object({
      fileName: z.string().max(300),
      bytesBase64: z.base64().min(4).max(70_000_000),
      priority: priority.default('routine'),
    }),
    result: z.object({ documentId: id, prescriptionId: id.nullable(), cameBefore: z.boolean() }),
    transient: true,
  }),
  'document.recordFailure': command({
    summary: 'Remember a file that could not be taken in, with the reason.',
    input: z.object({
      fileName: z.string().max(300),
      sha256: z.string().max(64).nullable(),
      reason: line(500),
    }),
    result: z.object({ failureId: id }),
  }),
  'document.dismissFailure': command({
    summary: 'A person has dealt with a file that could not be taken in.',
    input: z.object({ failureId: id, note: note.default('') }),
    result: nothing,
  }),
};

export const intakeQueries = {
  'document.failures': query({
    summary: 'Files that could not be taken in and that nobody has dealt with yet.',
    input: nothing,
    result: z.object({
      rows: z.array(z.object({ id, fileName: z.string(), reason: z.string(), at: instant })),
      /** What is wrong with the inbox folder itself, if anything. */
      folderProblem: z.string().nullable(),
      folder: z.string(),
    }),
    refreshedBy: ['document.'],
  }),
  'document.get': query({
    summary: 'One fax: when it came, and its pages.',
    input: z.object({ documentId: id }),
    result: z.object({ document: documentView }),
    refreshedBy: ['document.'],
  }),
};

export const intakeEvents = {
  'intake.received': event('A prescription came in.', z.object({ intakeId: id })),
  'document.received': event('A fax was taken in.', z.object({ documentId: id })),
  'document.cameAgain': event('The very same fax came again.', z.object({ documentId: id })),
  'document.failed': event('A file could not be taken in.', z.object({ failureId: id })),
  'document.failureDismissed': event('A file that failed was dealt with.', z.object({ failureId: id })),
};
