/**
 * Prescription orders: commands, queries and events, from transcription to hand-over.
 * Which command is possible at which stage is not said here but in prescription/workflow.ts.
 */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { drugView } from './drug.ts';
import {
  drugDifference,
  duplicateAnswers,
  evidence,
  mark,
  orderPage,
  secondEntryClasses,
  secondEntryFields,
  secondEntryStates,
} from './entry.ts';
import { documentView, intakeView } from './intake.ts';
import { labelJob } from './label.ts';
import { patientView } from './patient.ts';
import { prescriberView } from './prescriber.ts';
import { hold, holdReasons, queueRow } from './queue.ts';
import { timelineEntry } from './timeline.ts';
import {
  automationStates,
  branchCode,
  day,
  id,
  instant,
  line,
  ndc11,
  note,
  nothing,
  openStages,
  person,
  priority,
  quantity,
  source,
  stage,
  status,
} from './values.ts';

export const sendBackReasons = [
  'wrong-patient',
  'wrong-prescriber',
  'wrong-drug',
  'wrong-strength',
  'wrong-form',
  'wrong-quantity',
  'wrong-directions',
  'wrong-days-supply',
  'wrong-refills',
  'wrong-date',
  'page-unreadable',
  'missing-element',
] as const;
export const rejectReasons = [
  'not-a-prescription',
  'duplicate',
  'unreadable',
  'invalid-prescription',
  'prescriber-cancelled',
  'patient-declined',
  'clinical',
  'forged',
  'joined-to-another',
  'other',
] as const;
export const failReasons = [
  'cancelled',
  'out-of-stock',
  'insurance-refused',
  'damaged',
  'wrong-product-found',
  'other',
] as const;
export const highRiskFields = ['patient', 'drug', 'strength', 'form', 'sig', 'quantity'] as const;
export const checkFields = ['patient', 'drug', 'label', 'quantity'] as const;
export const signatureKinds = ['drawn', 'typed'] as const;
export const outcomes = ['handed-over', 'returned-to-stock'] as const;

const prescriptionId = z.object({ prescriptionId: id });

/** The form as far as it is filled in; nothing is checked, so that no keystroke is ever refused. */
export const draftContent = z.object({
  patientId: id.optional(),
  prescriberId: id.optional(),
  ndc11: z.string().max(20).optional(),
  writtenOn: z.string().max(20).optional(),
  sigText: z.string().max(500).optional(),
  quantity: z.string().max(20).optional(),
  daysSupply: z.string().max(10).optional(),
  refills: z.string().max(10).optional(),
  substitutionAllowed: z.boolean().optional(),
  note: z.string().max(2000).optional(),
  /** Where fields stand, as the person marked them. */
  marks: z.array(mark).max(30).optional(),
});

/** What was transcribed, checked. Quantity counts in the drug's own unit. */
export const transcription = z.object({
  patientId: id,
  prescriberId: id,
  ndc11,
  writtenOn: day,
  sigText: line(500),
  quantity,
  daysSupply: z.int().min(1).max(365),
  refills: z.int().min(0).max(99),
  substitutionAllowed: z.boolean(),
  note: note.default(''),
});

export const fillLine = z.object({
  lotId: id,
  lot: z.string(),
  expiry: day,
  bin: z.string(),
  quantity: z.string(),
});

/** What another branch took from its own shelf for an order; it is put back there alone. */
export const filledElsewhere = z.object({
  /** By name. */
  branch: z.string(),
  /** Name, strength and form. */
  drug: z.string(),
  lot: z.string(),
  expiry: day,
  quantity: z.string(),
  /** Empty where the person is not known here. */
  by: z.string(),
  at: instant,
});

export const scanVerdicts = [
  'right',
  'right-choose-lot',
  'later-lot',
  'wrong-drug',
  'wrong-strength',
  'wrong-form',
  'wrong-product',
  'expired',
  'quarantined',
  'empty-lot',
  'unknown-lot',
  'unreadable',
] as const;

export const scanResult = z.object({
  verdict: z.enum(scanVerdicts),
  good: z.boolean(),
  sentence: z.string(),
  lotId: id.nullable(),
  /** When the code names no lot: the lots that may be taken, first expiry first. */
  lots: z.array(z.object({ lotId: id, lot: z.string(), expiry: day, onHand: z.string(), bin: z.string() })),
});

export const prescriptionView = z.object({
  id,
  version: z.int(),
  /** The branch it belongs to, by name; null where it is ours. */
  branch: z.string().nullable(),
  status,
  stage,
  rxNumber: z.string().nullable(),
  priority,
  promisedAt: instant.nullable(),
  receivedAt: instant,
  /** Who works on it, and until when; without an end until it is given back. */
  claim: z.object({ by: person, expiresAt: instant.nullable() }).nullable(),
  hold: hold.nullable(),
  transcription: transcription.extend({ sigSentence: z.string() }).nullable(),
  transcribedBy: person.nullable(),
  /** Whether it waits for automation, or automation typed it in; see `automation.ofPrescription`. */
  automation: z.enum(automationStates).nullable(),
  approvedBy: person.nullable(),
  filledBy: person.nullable(),
  checkedBy: person.nullable(),
  sentBack: z.object({ reason: z.string(), note: z.string(), by: person, at: instant }).nullable(),
  outcome: z.enum(outcomes).nullable(),
  bagCode: z.string().nullable(),
  bin: z.string().nullable(),
  readyAt: instant.nullable(),
  refillOf: id.nullable(),
  owingOf: id.nullable(),
  unit: z.string().nullable(),
  /** What was taken from the shelf for it, and what is still owed. */
  fill: z.array(fillLine),
  /** What other branches took for it and have not put back. */
  filledElsewhere: z.array(filledElsewhere),
  filledQuantity: z.string().nullable(),
  owing: z.object({ quantity: z.string(), promisedOn: day, prescriptionId: id.nullable() }).nullable(),
  scans: z.array(
    z.object({
      at: instant,
      by: person,
      verdict: z.enum(scanVerdicts),
      sentence: z.string(),
      lotId: id.nullable(),
    }),
  ),
});
export type PrescriptionView = z.infer<typeof prescriptionView>;

/** One field that differs: what it was, what it is now. */
export const change = z.object({ field: z.string(), from: z.string(), to: z.string() });

export const prescriptionCommands = {
  'prescription.claim': command({
    summary: 'Take a prescription to work on; the claim runs out by itself.',
    input: prescriptionId,
    result: z.object({ version: z.int(), expiresAt: instant }),
    versionOf: 'prescription',
  }),
  'prescription.release': command({
    summary: 'Give a claimed prescription back to the queue.',
    input: prescriptionId,
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.prioritise': command({
    summary: 'Change priority and promised time.',
    input: prescriptionId.extend({ priority, promisedAt: instant.nullable() }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.hold': command({
    summary: 'Put on hold with a reason and a time to follow up.',
    input: prescriptionId.extend({
      reason: z.enum(holdReasons),
      note: note.default(''),
      followUpAt: instant,
    }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.resume': command({
    summary: 'Lift the hold.',
    input: prescriptionId.extend({ note: note.default('') }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.addNote': command({
    summary: 'Write a note into the history of a prescription.',
    input: prescriptionId.extend({ note: note.min(1) }),
    result: z.object({ version: z.int() }),
  }),
  'prescription.saveDraft': command({
    summary: 'Keep the form as far as it is filled in.',
    input: prescriptionId.extend({ draft: draftContent }),
    result: nothing,
    transient: true,
  }),
  'prescription.transcribe': command({
    summary: 'Send the typed prescription to verification.',
    input: prescriptionId.extend({
      ...transcription.shape,
      /** Where fields stand, marked by the person; what the machine found needs no mark. */
      marks: z.array(mark).max(30).default([]),
      /** The answer where an earlier prescription is repeated; refill and cancel are commands of their own. */
      duplicate: z
        .object({ of: id, answer: z.enum(['renew', 'new']), reason: note.default('') })
        .nullable()
        .default(null),
      /** Why the drug picked differs from the one on the page, where it does. */
      drugDiffers: line(300).nullable().default(null),
    }),
    result: z.object({ version: z.int(), rxNumber: z.string() }),
    versionOf: 'prescription',
  }),
  'prescription.sendBack': command({
    summary: 'Send back to transcription with a coded reason.',
    input: prescriptionId.extend({ reason: z.enum(sendBackReasons), note: note.default('') }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.approve': command({
    summary: 'Approve: each high-risk field was confirmed against the page.',
    input: prescriptionId.extend({ confirmed: z.array(z.enum(highRiskFields)).max(20) }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.reject': command({
    summary: 'Reject with a coded reason; final.',
    input: prescriptionId.extend({ reason: z.enum(rejectReasons), note: note.default('') }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.startFill': command({
    summary: 'Begin to fill.',
    input: prescriptionId,
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.scan': command({
    summary: 'Hold a scanned bottle against the prescription: drug, lot and expiry at once.',
    input: prescriptionId.extend({ barcode: z.string().min(1).max(200), lotId: id.optional() }),
    result: scanResult,
  }),
  'prescription.fill': command({
    summary: 'Take what was counted from the scanned lots; what is short is owed.',
    input: prescriptionId.extend({
      lines: z
        .array(z.object({ lotId: id, quantity }))
        .min(1)
        .max(20),
      owing: z
        .object({ promisedOn: day, note: note.default('') })
        .nullable()
        .default(null),
    }),
    result: z.object({ version: z.int(), owed: z.string().nullable() }),
    versionOf: 'prescription',
  }),
  'prescription.returnToFill': command({
    summary: 'Reverse the fill: the stock goes back and it is filled anew.',
    input: prescriptionId.extend({ reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.check': command({
    summary: 'Final check by a pharmacist; the bag goes to a will-call bin.',
    input: prescriptionId.extend({ confirmed: z.array(z.enum(checkFields)).max(20), bin: line(20) }),
    result: z.object({ version: z.int(), owingPrescriptionId: id.nullable() }),
    versionOf: 'prescription',
  }),
  'prescription.handOver': command({
    summary: 'Hand the scanned bags of one patient over, against two identifiers and a signature.',
    input: z.object({
      prescriptionIds: z.array(id).min(1).max(30),
      scannedBags: z.array(z.string().max(40)).max(60),
      nameAsked: z.literal(true),
      dateOfBirth: day,
      collector: z.object({
        kind: z.enum(['patient', 'representative']),
        name: line(120),
        identity: line(120).nullable().default(null),
      }),
      counselling: z.enum(['given', 'declined', 'not-needed']),
      counsellingNote: note.default(''),
      payment: z.enum(['paid', 'no-charge', 'to-account']),
      /** Strokes of the pen: each a list of x, y pairs on a pad of 600 × 200. */
      signature: z
        .array(
          z
            .array(z.tuple([z.number(), z.number()]))
            .min(1)
            .max(2000),
        )
        .min(1)
        .max(200),
      /** A typed name comes as the strokes of plain letters; it is never taken for a drawn signature. */
      signatureKind: z.enum(signatureKinds).default('drawn'),
    }),
    result: z.object({ handOverId: id }),
  }),
  'prescription.returnToStock': command({
    summary: 'Nobody came: put the bag back on the shelf; the stock is restored.',
    input: prescriptionId.extend({ reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.fail': command({
    summary: 'Stop a prescription that cannot be filled; final. What was taken goes back on the shelf.',
    input: prescriptionId.extend({ reason: z.enum(failReasons), note: note.default('') }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.transfer': command({
    summary: 'Hand a prescription that is not being filled yet to another branch, with a reason.',
    input: prescriptionId.extend({ branchId: branchCode, reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
  'prescription.takeOver': command({
    summary:
      'Make a prescription of another branch ours, with a reason, where that branch cannot go on with it.',
    input: prescriptionId.extend({ reason: line(300) }),
    result: z.object({ version: z.int() }),
    versionOf: 'prescription',
  }),
};

export const prescriptionQueries = {
  'prescription.workQueue': query({
    summary: 'The prescriptions of a stage, in the order they are to be worked.',
    input: z.object({
      stage: z.enum(openStages).optional(),
      source: source.optional(),
      mine: z.boolean().default(false),
      held: z.enum(['with', 'without', 'only']).default('with'),
      late: z.boolean().default(false),
      /** Only those that wait for a blind second entry, or for a pharmacist to decide between two. */
      secondEntry: z.enum(['needed', 'differs']).optional(),
      /** Orders that wait for automation stand in nobody's queue; `only` lists them. */
      automation: z.enum(['without', 'only']).default('without'),
      limit: z.int().min(1).max(1000).default(200),
      offset: z.int().min(0).default(0),
    }),
    result: z.object({ rows: z.array(queueRow), total: z.int() }),
    refreshedBy: ['prescription.', 'document.', 'patient.', 'outreach.'],
  }),
  'prescription.counts': query({
    summary: 'How many wait at each stage, and how many of them are late or on hold.',
    input: nothing,
    result: z.object({
      stages: z.record(z.string(), z.object({ total: z.int(), late: z.int(), held: z.int() })),
      toReturn: z.int(),
      secondEntry: z.object({ needed: z.int(), differs: z.int() }),
      setAside: z.int(),
      /** With automation, and counted at no stage. */
      withAutomation: z.int(),
    }),
    refreshedBy: ['prescription.', 'intake.'],
  }),
  'prescription.get': query({
    summary: 'One prescription with all that is known of it.',
    input: prescriptionId,
    result: z.object({
      prescription: prescriptionView,
      intake: intakeView,
      document: documentView.nullable(),
      /** The pages it stands on, in order; none for a phone call. */
      pages: z.array(orderPage),
      /** Of the last transcription. */
      evidence: z.array(evidence),
      secondEntry: z
        .object({
          state: z.enum(secondEntryStates),
          classes: z.array(z.enum(secondEntryClasses)),
          /** Who typed the second one; null while it is needed. */
          by: person.nullable(),
          /** Shown to pharmacists alone, once both entries are there. */
          differences: z.array(
            z.object({ field: z.enum(secondEntryFields), first: z.string(), second: z.string() }),
          ),
        })
        .nullable(),
      duplicate: z
        .object({
          of: id,
          rxNumber: z.string().nullable(),
          answer: z.enum(duplicateAnswers),
          reason: z.string(),
        })
        .nullable(),
      drugDiffers: z.object({ differences: z.array(drugDifference), reason: z.string() }).nullable(),
      patient: patientView.nullable(),
      prescriber: prescriberView.nullable(),
      drug: drugView.nullable(),
      draft: draftContent.nullable(),
      /** Workflow command → null when the signed-in user may do it now, else the sentence why not. */
      possible: z.record(z.string(), z.string().nullable()),
      /** Where its bag is, and what to do, when it is not here though the order is ours. */
      bagElsewhere: z.string().nullable(),
      /** What the last transcription changed against the one before it. */
      changedSinceLastLook: z.array(change),
      /** What differs from the last dispensing of the same drug to this patient; null when there was none. */
      lastDispensing: z.object({ at: instant, prescriptionId: id, changes: z.array(change) }).nullable(),
      /** Other prescriptions of the same page. */
      siblings: z.array(
        z.object({ id, stage, rxNumber: z.string().nullable(), drug: z.string().nullable() }),
      ),
      labels: z.array(labelJob),
    }),
    refreshedBy: ['prescription.', 'label.', 'patient.', 'lot.', 'recognition.', 'stay.', 'outreach.'],
  }),
  'prescription.timeline': query({
    summary: 'Who did what when to a prescription, oldest first.',
    input: prescriptionId,
    result: z.object({ entries: z.array(timelineEntry) }),
    refreshedBy: ['prescription.', 'label.', 'intake.'],
  }),
  'prescription.byBag': query({
    summary: 'The prescription of a bag label, and what else waits here for the same patient.',
    input: z.object({ bagCode: z.string().min(1).max(40) }),
    result: z.object({
      found: queueRow.nullable(),
      /** Where the bag is, and what to do, when another branch has it though the order is ours. */
      bagElsewhere: z.string().nullable(),
      together: z.array(queueRow),
    }),
    refreshedBy: ['prescription.'],
  }),
  'prescription.toReturn': query({
    summary: 'Bags nobody came for within the set number of days.',
    input: nothing,
    result: z.object({ rows: z.array(queueRow), days: z.int() }),
    refreshedBy: ['prescription.', 'setting.'],
  }),
  'prescription.readSig': query({
    summary: 'The sentence the patient will read, and the arithmetic, for directions as typed.',
    input: z.object({
      sigText: z.string().max(500),
      ndc11: z.string().max(20).optional(),
      quantity: z.string().max(20).optional(),
      daysSupply: z.string().max(10).optional(),
    }),
    result: z.object({
      sentence: z.string(),
      flags: z.array(
        z.object({ code: z.string(), text: z.string(), severity: z.enum(['warn', 'refuse', 'stop']) }),
      ),
      /** Words no rule knows; they stay in the sentence as typed. */
      unread: z.array(z.string()),
      /** Nobody may fill it so: the order goes on hold, to call the prescriber. */
      stop: z.boolean(),
      /** How often a day, as decimals or fractions (`1/7`); null where nothing bounds it. */
      perDay: z.object({ min: z.string(), max: z.string() }).nullable(),
      arithmetic: z.string().nullable(),
      daysSupply: z.int().nullable(),
      /** What the days need, where only the days are given. */
      quantity: z.string().nullable(),
      agrees: z.boolean().nullable(),
    }),
    refreshedBy: [],
  }),
};

const moved = z.object({ prescriptionId: id, stage, status });
export const prescriptionEvents = {
  'prescription.request': event('An order came in.', moved),
  'prescription.approve': event('A pharmacist approved the order.', moved),
  'prescription.reject': event('The order was rejected.', moved),
  'prescription.process': event('Filling began.', moved),
  'prescription.dispense': event('A pharmacist checked the filled order; it is ready.', moved),
  'prescription.complete': event('The order ended: handed over, or returned to stock.', moved),
  'prescription.fail': event('The order could not be filled.', moved),
  'prescription.transcribed': event('The page was typed in.', moved),
  'prescription.sentBack': event('Verification sent it back.', moved),
  'prescription.filled': event('The order was counted and taken from the shelf.', moved),
  'prescription.fillReversed': event('The fill was reversed; the stock went back.', moved),
  'prescription.claimed': event('Somebody took it to work on.', prescriptionId),
  'prescription.released': event('It went back to the queue.', prescriptionId),
  'prescription.prioritised': event('Priority or promised time changed.', prescriptionId),
  'prescription.held': event('It was put on hold.', prescriptionId),
  'prescription.resumed': event('The hold was lifted.', prescriptionId),
  'prescription.scanned': event('A bottle was scanned for it.', prescriptionId),
  'prescription.transferred': event('It was handed to another branch.', prescriptionId),
  'prescription.takenOver': event('It was taken over from another branch.', prescriptionId),
  'prescription.noted': event('A note was written.', prescriptionId),
  'prescription.refused': event('Something was tried that the rules refuse.', prescriptionId),
};
