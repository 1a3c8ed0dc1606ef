/** The four things a pharmacist confirms before a bag may leave, and what each is held against. */
import type { checkFields } from '../../../core/contract/prescription.ts';

type CheckField = (typeof checkFields)[number];

export const questionOf: Record<CheckField, string> = {
  patient: 'Page, entry and label: the same person.',
  drug: 'Bottle and page: the same drug, strength and form.',
  label: 'The label says what the page says.',
  quantity: 'Counted as ordered, or the rest is owed.',
};
