/** A label as a PDF for the window: one that was printed, as it was printed, or what would be printed now. */

import { refuse } from '../contract/errors.ts';
import { loadPrescription } from '../prescription/store.ts';
import type { Reader } from '../store/database.ts';
import { type LabelContext, labelContentFor } from './content.ts';
import type { LabelContent } from './label.ts';
import { loadLabel, printsOfFilling } from './store.ts';

/** The writer and its fonts are loaded with the first label: an idle workstation starts and lives without them. */
const draw = async (content: LabelContent): Promise<Uint8Array> =>
  (await import('./label-pdf.ts')).labelPdf(content);

/** Throws `label.not-found`. */
export const labelPdfOf = async (store: Reader, labelId: string): Promise<Uint8Array> =>
  draw(JSON.parse(loadLabel(store, labelId).content) as LabelContent);

/** Throws `prescription.not-found`, and `label.incomplete` while the order is not typed in. */
export const previewPdfOf = async (context: LabelContext, prescriptionId: string): Promise<Uint8Array> => {
  const row = loadPrescription(context.store, prescriptionId);
  if (row.transcribed_by === null) refuse('label.incomplete');
  const copy = printsOfFilling(context.store, row.id, row.filling) + 1;
  return draw(labelContentFor(context, row.id, { copy, reason: null }));
};
