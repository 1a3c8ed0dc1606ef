/**
 * Directions: from the shorthand of the trade to a structure, to the sentence the patient reads, and to the daily
 * amount.
 *
 * Always: never throws, whatever is typed; plain prose comes out as it went in; what cannot be counted with
 * certainty is null and is said so in a flag, never guessed. Refused spellings are still expanded, so that the
 * person who must rewrite them sees what they were read as. What is said of them is read a second time: of shorthand
 * the sentence, of prose, which stays as it is, the structure in plain words. Where that does not come to the same
 * structure, it stops.
 * Not here: whether the dose is safe for this drug (hard-stops.ts) and this patient.
 */
import type { Fraction, Range } from './fraction.ts';
import type { Flag, Profile } from './sig-codes.ts';
import { collect } from './sig-collect.ts';
import { type Dose, dailyOf } from './sig-daily.ts';
import type { Part, SigForm } from './sig-part.ts';
import { partsOf } from './sig-parts.ts';
import { printSig } from './sig-print.ts';
import { sentenceOf } from './sig-sentence.ts';
import { type Sig, sameSig } from './sig-structure.ts';
import { tokensOf } from './sig-words.ts';

export type { Dose } from './sig-daily.ts';
export type { Sig } from './sig-structure.ts';
export { printSig };

export type SigReading = {
  /** What the patient reads. Empty only for empty directions. */
  sentence: string;
  sig: Sig;
  /** What one administration uses up: one drop in both eyes is two drops. */
  dose: Dose | null;
  /** Administrations a day, exact: once a week is 1/7. Null where nothing bounds them. */
  perDay: Range | null;
  /** How long the directions run, where they say so. */
  days: Fraction | null;
  asNeeded: boolean;
  /** A `refuse` flag means the spelling must be rewritten before anyone goes on. */
  flags: Flag[];
  /** Words left as written because no rule knows them. */
  unread: string[];
};

/** Reads directions for a product counted in `form.unit` into a structure. The profile decides what `od` means. */
export function parseSig(text: string, form: SigForm, profile: Profile): Sig {
  const tokens = tokensOf(text);
  return collect(tokens, partsOf(tokens, form, profile), form).sig;
}

/** Reads directions, says them again in the prescriber's order, and reckons them. */
export function expandSig(text: string, form: SigForm, profile: Profile): SigReading {
  const tokens = tokensOf(text);
  const parts = partsOf(tokens, form, profile);
  const { sig, unread } = collect(tokens, parts, form);
  const typed = text.trim();
  const sentence = parts.some(({ shorthand }) => shorthand) ? sentenceOf(tokens, parts, form) : typed;
  const { dose, perDay, days, asNeeded, flags: amountFlags } = dailyOf(sig, form.unit);
  const flags: Flag[] = [];
  for (const part of parts) addNew(flags, part.flags);
  addNew(flags, amountFlags);
  const said = sentence === typed ? printSig(sig) : sentence;
  const agrees = said === typed || sameSig(parseSig(said, form, profile), sig);
  if (!agrees) flags.push(disagrees);
  return { sentence, sig, dose, perDay, days, asNeeded, flags, unread };
}

const disagrees: Flag = {
  code: 'sig-disagrees',
  severity: 'refuse',
  text: 'Said in plain words, these directions are read differently. Write them out in other words.',
};

/** Each fault is told once. */
function addNew(flags: Flag[], more: Part['flags']): void {
  if (more.length === 0) return;
  for (const flag of more) if (!flags.some(({ code }) => code === flag.code)) flags.push(flag);
}
