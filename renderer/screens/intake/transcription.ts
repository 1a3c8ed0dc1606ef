/** From the form to what is sent: the contract's own schema judges, each field has its sentence. Pure. */
import type { z } from 'zod';
import { transcription } from '../../../core/contract/prescription.ts';
import type { Draft } from './use-draft.ts';

export type FieldName = Exclude<keyof z.infer<typeof transcription>, 'substitutionAllowed' | 'note'>;

/** In the order of the form; what to do when the field is not right. */
const sentences: Record<FieldName, string> = {
  patientId: 'Choose the patient.',
  prescriberId: 'Choose the prescriber.',
  ndc11: 'Choose the drug.',
  sigText: 'Type the directions.',
  writtenOn: 'Type the date that stands on the page.',
  quantity: 'A number above zero, such as 30 or 2.5.',
  daysSupply: 'Whole days, 1 to 365.',
  refills: 'A whole number, 0 to 99.',
};

const wholeNumber = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

/** What will be sent for the fields that are proposed as long as nobody types over them. */
export const sentFor = (draft: Draft, proposedDays: number | null) => ({
  daysSupply: draft.daysSupply || (proposedDays === null ? '' : String(proposedDays)),
  refills: draft.refills ?? '0',
});

/** The transcription, or per field what is missing. */
export const asTranscription = (draft: Draft, sent: ReturnType<typeof sentFor>) => {
  const parsed = transcription.safeParse({
    substitutionAllowed: true,
    ...draft,
    daysSupply: wholeNumber(sent.daysSupply),
    refills: wholeNumber(sent.refills),
  });
  if (parsed.success) return { ready: parsed.data, errors: {} };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const errors: Partial<Record<FieldName, string>> = Object.fromEntries(
    Object.entries(sentences).filter(([field]) => wrong.has(field)),
  );
  return { ready: null, errors };
};
