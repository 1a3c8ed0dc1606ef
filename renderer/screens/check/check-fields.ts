/** The four things a pharmacist confirms before a bag may leave, and what each is held against. */
import type { checkFields } from '../../../core/contract/prescription.ts';

export type CheckField = (typeof checkFields)[number];

export const checkQuestions: Record<CheckField, { name: string; question: string }> = {
  patient: { name: 'Patient', question: 'Page, entry and label name the same person.' },
  drug: { name: 'Drug', question: 'What is in the bottle is the drug, strength and form on the page.' },
  label: { name: 'Label', question: 'The label says what the prescriber meant, and lacks nothing.' },
  quantity: { name: 'Quantity', question: 'What was counted is what was ordered, or the rest is owed.' },
};
