/**
 * The fax that asks a prescriber: its templates, and the text filled in for an order.
 * Always: what is not known yet is left as a line to fill in by hand, never guessed; the person reads and changes the
 * text before it goes. Sending is the outbox's.
 */
import type { callBackTemplates } from '../contract/entry.ts';

export type CallBackTemplate = (typeof callBackTemplates)[number];

export interface CallBackFacts {
  branch: string;
  branchAddress: string;
  branchPhone: string;
  prescriber: string;
  patient: string;
  dateOfBirth: string;
  /** Name, strength and form as typed so far. */
  drug: string;
  writtenOn: string;
  directions: string;
  quantity: string;
  askedBy: string;
}

const toFillIn = '____________________';

/** What is asked, one paragraph a template; `drug` and the others may be a line to fill in. */
const questions: Record<CallBackTemplate, (facts: CallBackFacts) => string> = {
  unreadable: () =>
    'We cannot read a part of this prescription with certainty. Please send it again, or write here what it says:',
  'missing-element': () => 'The prescription lacks something we need before we may dispense it. Please add:',
  'dose-question': ({ drug, directions }) =>
    `Please confirm the dose of ${drug}. We read: ${directions}. Is this what you mean? If not, please write the dose and how often:`,
  'strength-not-made': ({ drug }) =>
    `We know of no product such as ${drug}. Please say which strength and form you mean:`,
  'quantity-mismatch': ({ quantity, directions }) =>
    `The quantity (${quantity}) does not agree with the directions (${directions}). Please say which is right:`,
  'duplicate-therapy': ({ drug }) =>
    `This patient already has a prescription for the same medicine as ${drug}. Shall this one take its place, stand beside it, or be cancelled?`,
  'refill-authorisation': ({ drug }) =>
    `The patient asks for more of ${drug}, and no refills are left. Do you authorise refills? How many?`,
  'identity-question': () =>
    'We cannot tell for which of our patients this is. Please confirm full name, date of birth and address:',
};

const filled = (facts: CallBackFacts): CallBackFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value === '' ? toFillIn : value]),
  ) as unknown as CallBackFacts;

/** The whole text of the fax, ready to be changed and sent. */
export const callBackText = (template: CallBackTemplate, known: CallBackFacts): string => {
  const facts = filled(known);
  return [
    `To: ${facts.prescriber}`,
    `From: ${[known.branch, known.branchAddress, known.branchPhone && `phone ${known.branchPhone}`].filter(Boolean).join(', ')}`,
    '',
    `Patient: ${facts.patient}, born ${facts.dateOfBirth}`,
    `Prescription: ${facts.drug}, written ${facts.writtenOn}`,
    '',
    questions[template](facts),
    '',
    `Answer: ${toFillIn}${toFillIn}`,
    '',
    `Signature of the prescriber: ${toFillIn}   Date: ${toFillIn}`,
    '',
    `Asked by ${facts.askedBy}. Please answer by fax or telephone. The prescription waits until then.`,
  ].join('\n');
};
