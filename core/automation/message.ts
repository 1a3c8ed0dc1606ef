/**
 * Requests and answers of automation as the bytes that go over the topics.
 * Always: an answer is read whole or not at all; what a newer service says besides is left out, what does not fit its
 * shape makes the answer unusable, with the reason in words that quote nothing of it.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type AutomationAnswer, automationAnswer } from '../contract/automation.ts';
import { type confidences, pageKinds, type ReadField, readFields } from '../contract/recognition.ts';
import {
  AutomationOutcome,
  type FoundPrescription,
  type IntakeAutomationRequest,
  IntakeAutomationRequestSchema,
  IntakeAutomationResultSchema,
  type ReadValue,
} from '../sync/gen/mortar/v1/intake_pb.js';
import { urnOf } from '../sync/urn.ts';

export const requestType = IntakeAutomationRequestSchema.typeName;

/** A page that is asked about. */
export interface AskedPage {
  documentId: string;
  number: number;
  sha256: string;
  width: number;
  height: number;
  /** PNG; null where it is taken from the topic of documents. */
  png: Uint8Array | null;
}

export interface Question {
  requestId: string;
  intakeId: string;
  prescriptionId: string;
  source: string;
  branchId: string;
  profile: 'us' | 'uk';
  receivedAt: string;
  pages: readonly AskedPage[];
  /** What was said or received, where there are no pages. */
  text: string;
  fields: Partial<Record<ReadField, string>>;
}

/** An intake is no aggregate of its own; its requests are kept in order by it. */
export const intakeUrn = (intakeId: string): string => `urn:mortar:intake:${intakeId}`;

export const writeRequest = (question: Question): Uint8Array =>
  toBinary(
    IntakeAutomationRequestSchema,
    create(IntakeAutomationRequestSchema, {
      requestId: question.requestId,
      intakeUrn: intakeUrn(question.intakeId),
      prescriptionUrn: urnOf('prescription', question.prescriptionId),
      source: question.source,
      branchId: question.branchId,
      profile: question.profile,
      receivedAt: question.receivedAt,
      pages: question.pages.map(({ documentId, png, ...page }) => ({
        ...page,
        documentUrn: urnOf('document', documentId),
        ...(png && { png }),
      })),
      text: question.text,
      fields: Object.entries(question.fields).map(([field, value]) => ({ field, value })),
    }),
  );

/** Throws where the bytes are no request. */
export const readRequest = (payload: Uint8Array): IntakeAutomationRequest =>
  fromBinary(IntakeAutomationRequestSchema, payload);

/** The number that goes with a word of confidence where a machine says no more than the word. */
export const confidenceOfWord = { sure: 0.98, check: 0.75, guess: 0.4 } as const satisfies Record<
  (typeof confidences)[number],
  number
>;

const oneOf = <T extends string>(known: readonly T[], text: string, otherwise: T): T =>
  known.find((one) => one === text) ?? otherwise;

const isField = (text: string): text is ReadField => readFields.some((known) => known === text);

/** Values of fields this version knows, the first of each; a value without its place is none. */
const valuesOf = ({ values }: FoundPrescription): unknown[] => {
  const known = new Map<string, ReadValue>();
  for (const value of values)
    if (isField(value.field) && value.value !== '' && value.region && !known.has(value.field))
      known.set(value.field, value);
  return [...known.values()].map(({ field, value, read, confidence, region, checks }) => ({
    ...{ field, value, read, confidence },
    region: { page: region!.page, x: region!.x, y: region!.y, width: region!.width, height: region!.height },
    checks: checks.slice(0, 12).map(({ passed, words }) => ({ passed, words })),
  }));
};

/** Reads an answer, or says why it cannot be. */
export const readAnswer = (payload: Uint8Array): { answer: AutomationAnswer } | { problem: string } => {
  let message: ReturnType<typeof fromBinary<typeof IntakeAutomationResultSchema>>;
  try {
    message = fromBinary(IntakeAutomationResultSchema, payload);
  } catch {
    return { problem: 'The bytes are not an answer as it was agreed.' };
  }
  const { requestId, askedBy, problem, outcome, layout, sender } = message;
  const read = outcome === AutomationOutcome.READ;
  const parsed = automationAnswer.safeParse({
    ...{ requestId, askedBy, layout, sender },
    service: `${message.serviceName} ${message.serviceVersion}`.trim(),
    problem: read ? '' : problem || 'Automation found nothing on the pages.',
    pages: message.pages.map(({ number, kind, why, rotation }) => ({
      ...{ number, why, rotation, kind: oneOf(pageKinds, kind, 'unknown') },
    })),
    found: read
      ? message.found.map((one) => ({
          kind: oneOf(['prescription', 'refill-request'], one.kind, 'prescription'),
          pages: one.pages,
          values: valuesOf(one),
        }))
      : [],
  });
  if (parsed.success) return { answer: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `The answer does not have the agreed shape: ${issue?.path.join('.') || 'request'}.` };
};
