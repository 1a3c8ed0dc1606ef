/**
 * Rules of prescription orders that are no transitions: claims, four eyes, directions, what differs.
 * Pure; rows in, answers out.
 */

import type { z } from 'zod';
import type { change, transcription } from '../contract/prescription.ts';
import type { QueueRow } from '../contract/queue.ts';
import { priorities } from '../contract/values.ts';
import { arithmetic, daysSupply } from './days-supply.ts';
import { expandSig, type SigReading } from './sig.ts';
import type { PrescriptionRow } from './store.ts';

type Transcription = z.output<typeof transcription>;
type Change = z.output<typeof change>;

export const priorityRank = (name: QueueRow['priority']): number => priorities.indexOf(name);
export const priorityName = (rank: number): QueueRow['priority'] => priorities[rank]!;

/** Who holds it now: the claim of a row unless it has run out. */
export const claimantOf = (
  row: Pick<PrescriptionRow, 'claimed_by' | 'claim_expires_at'>,
  now: string,
): string | null =>
  row.claimed_by !== null && row.claim_expires_at !== null && row.claim_expires_at > now
    ? row.claimed_by
    : null;

export const isHeld = (row: Pick<PrescriptionRow, 'held_at'>): boolean => row.held_at !== null;

/**
 * Verb of the label sentence for a form, first match first: "Take 1 tablet", "Inhale 2 puffs", "Apply 1 patch".
 * Whole words only: a suspension is no pen, and a gelatin capsule no gel.
 */
const verbs: [words: RegExp, verb: string][] = [
  [/\b(inhal\w*|nebuli[sz]er|aerosol)\b/i, 'Inhale'],
  [/\bsprays?\b/i, 'Spray'],
  [/\b(drops?|ophthalmic|otic)\b/i, 'Instil'],
  [/\b(injections?|(auto-)?injector|pen|(prefilled )?syringe|vial|cartridge)\b/i, 'Inject'],
  [/\b(suppository|suppositories|enema|insert|ring)\b/i, 'Insert'],
  [/\b(cream|ointment|gel|lotion|patch|shampoo|foam|paste|topical)\b/i, 'Apply'],
  [/\brinse\b/i, 'Rinse with'],
];

export interface SigForm {
  form: string;
  unit: string;
}

/** Reads directions as typed for a drug's form. */
export const readSig = (sigText: string, drug: SigForm, profile: 'us' | 'uk'): SigReading =>
  expandSig(
    sigText,
    { unit: drug.unit, verb: verbs.find(([words]) => words.test(drug.form))?.[1] ?? 'Take' },
    profile,
  );

/** The arithmetic of directions against quantity and days; `null` members where the text does not say enough. */
export const sigArithmetic = (
  reading: SigReading,
  unit: string,
  quantity: string | null,
  days: number | null,
) => {
  const computed = quantity === null ? null : daysSupply(quantity, reading.dose, reading.perDay, { unit });
  const shown = days ?? computed;
  return {
    daysSupply: computed,
    arithmetic: shown === null ? null : arithmetic(reading.dose, reading.perDay, shown),
    agrees: computed === null || days === null ? null : computed === days,
  };
};

const fieldWords: [field: keyof Transcription | 'sigSentence', word: string][] = [
  ['patientId', 'patient'],
  ['prescriberId', 'prescriber'],
  ['ndc11', 'drug'],
  ['writtenOn', 'date written'],
  ['sigText', 'directions'],
  ['quantity', 'quantity'],
  ['daysSupply', "days' supply"],
  ['refills', 'refills'],
  ['substitutionAllowed', 'substitution'],
  ['note', 'note'],
];

/**
 * What differs between two transcriptions, field by field.
 * @param shown turns a value into what a person reads (a patient's name, a drug's name)
 */
export const differences = (
  earlier: Record<string, unknown>,
  later: Record<string, unknown>,
  shown: (field: string, value: unknown) => string,
): Change[] =>
  fieldWords
    .filter(([field]) => JSON.stringify(earlier[field]) !== JSON.stringify(later[field]))
    .map(([field, word]) => ({
      field: word,
      from: shown(field, earlier[field]),
      to: shown(field, later[field]),
    }));

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The code of a bag label: MB and ten letters or digits that no scanner and no eye confuses. */
export const bagCodeOf = (random: Uint8Array): string =>
  `MB${[...random.slice(0, 10)].map((byte) => ALPHABET[byte % 32]).join('')}`;
