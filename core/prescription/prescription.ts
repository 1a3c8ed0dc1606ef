/**
 * Rules of prescription orders that are no transitions: claims, four eyes, directions, what differs.
 * Pure; rows in, answers out.
 */

import type { z } from 'zod';
import { pluralUnit } from '../contract/amount.ts';
import type { change, transcription } from '../contract/prescription.ts';
import type { QueueRow } from '../contract/queue.ts';
import { priorities } from '../contract/values.ts';
import { arithmetic, daysSupply, type QuantityUnit, quantityFor, unitsHeld } from './days-supply.ts';
import { hardStopsOf } from './hard-stops.ts';
import { expandSig, type SigReading } from './sig.ts';
import type { Flag } from './sig-codes.ts';
import type { PrescriptionRow } from './store.ts';

type Transcription = z.output<typeof transcription>;
type Change = z.output<typeof change>;

export const priorityRank = (name: QueueRow['priority']): number => priorities.indexOf(name);
export const priorityName = (rank: number): QueueRow['priority'] => priorities[rank]!;

/** Who holds it now: the claim of a row unless it has run out. Without an end it lasts until it is given back. */
export const claimantOf = (
  row: Pick<PrescriptionRow, 'claimed_by' | 'claim_expires_at'>,
  now: string,
): string | null =>
  row.claimed_by !== null && (row.claim_expires_at === null || row.claim_expires_at > now)
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

/** A drug as directions are read for it. Without name and strength nothing can be held against them. */
export interface SigForm {
  form: string;
  unit: string;
  name?: string;
  strength?: string;
}

/** Reads directions as typed for a drug; what must never be filled so is among the flags, as `stop`. */
export const readSig = (sigText: string, drug: SigForm, profile: 'us' | 'uk'): SigReading => {
  const { form, unit, name, strength } = drug;
  const verb = verbs.find(([words]) => words.test(form))?.[1] ?? 'Take';
  const reading = expandSig(sigText, { unit, verb }, profile);
  const stops = name === undefined ? [] : hardStopsOf(reading, { name, strength: strength ?? '', form });
  return stops.length === 0 ? reading : { ...reading, flags: [...stops, ...reading.flags] };
};

/**
 * The arithmetic of directions against quantity (decimal text) and days; null members where the text does not say
 * enough. What a pen loses in priming may have been reckoned by who wrote the days or not: both agree.
 */
export const sigArithmetic = (
  { dose, perDay }: SigReading,
  counted: QuantityUnit,
  quantity: string | null,
  days: number | null,
) => {
  const lasts = (unit: QuantityUnit) => (quantity === null ? null : daysSupply(quantity, dose, perDay, unit));
  const computed = lasts(counted);
  const { lost: _, ...withoutLoss } = counted;
  const shown = days ?? computed;
  return {
    daysSupply: computed,
    quantity: quantity === null && days !== null ? quantityFor(days, dose, perDay, counted) : null,
    arithmetic: arithmetic(dose, perDay, shown, counted),
    agrees: computed === null || days === null ? null : computed === days || lasts(withoutLoss) === days,
  };
};

/** Said where the unit of the directions is not one the quantity is counted in. */
export const unitsApart = ({ dose, perDay }: SigReading, counted: QuantityUnit): Flag | null =>
  dose === null || perDay === null || unitsHeld(dose.unit, counted) !== null
    ? null
    : {
        code: 'units-apart',
        severity: 'warn',
        text: `The directions count in ${pluralUnit(dose.unit)}, the quantity in ${pluralUnit(counted.unit)}. Work out the days’ supply by hand.`,
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

/**
 * The code of a bag label: MB, the digits of the workstation, and eight letters or digits that no scanner and no eye
 * confuses.
 */
export const bagCodeOf = (workstation: string, random: Uint8Array): string =>
  `MB${workstation}${[...random.slice(0, 8)].map((byte) => ALPHABET[byte % 32]).join('')}`;
