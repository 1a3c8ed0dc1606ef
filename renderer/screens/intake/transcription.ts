/** From the form to what is sent: the contract's own schema judges, each field has its sentence. Pure. */
import type { z } from 'zod';
import { transcription } from '../../../core/contract/prescription.ts';
import type { Draft } from './use-draft.ts';

export type FieldName = Exclude<keyof z.infer<typeof transcription>, 'note'>;

/** In the order of the form; what to do when the field is not right. */
const sentences: Record<FieldName, string> = {
  patientId: 'Choose the patient.',
  prescriberId: 'Choose the prescriber.',
  ndc11: 'Choose the drug.',
  sigText: 'Type the directions.',
  writtenOn: 'Type the date that stands on the prescription.',
  quantity: 'A number above zero, such as 30 or 2.5.',
  daysSupply: 'Whole days, 1 to 365.',
  refills: 'A whole number, 0 to 99.',
  substitutionAllowed: 'The prescription says it is not: Tab takes that, Space allows it.',
};

const wholeNumber = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

/** What is sent for the fields that need no typing; empty while the page says something else and nobody took it. */
export interface Sent {
  daysSupply: string;
  refills: string;
  substitutionAllowed: boolean | undefined;
}

/**
 * What will be sent for the fields that are proposed as long as nobody types over them.
 * @param computedDays the days' supply the directions and quantity come to, if any
 * @param pageSays fields for which the page says something that waits for a person's key
 */
export const sentFor = (
  draft: Draft,
  computedDays: number | null,
  pageSays: (field: 'daysSupply' | 'refills' | 'substitutionAllowed') => boolean = () => false,
): Sent => ({
  daysSupply:
    draft.daysSupply || (computedDays === null || pageSays('daysSupply') ? '' : String(computedDays)),
  refills: draft.refills ?? (pageSays('refills') ? '' : '0'),
  substitutionAllowed: draft.substitutionAllowed ?? (pageSays('substitutionAllowed') ? undefined : true),
});

/** The transcription, or per field what is missing. */
export const asTranscription = (draft: Draft, sent: Sent) => {
  const parsed = transcription.safeParse({
    ...draft,
    substitutionAllowed: sent.substitutionAllowed,
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
