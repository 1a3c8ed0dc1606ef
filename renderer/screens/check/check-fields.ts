/** The four things a pharmacist confirms before a bag may leave, and what each is held against. */
import type { checkFields } from '../../../core/contract/prescription.ts';

export type CheckField = (typeof checkFields)[number];

export const questionOf: Record<CheckField, string> = {
  patient: 'Page, entry and label name the same person.',
  drug: 'What is in the bottle is the drug, strength and form on the page.',
  label: 'The label says what the prescriber meant, and lacks nothing.',
  quantity: 'What was counted is what was ordered, or the rest is owed.',
};
