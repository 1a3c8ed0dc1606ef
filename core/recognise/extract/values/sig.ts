/**
 * Directions: whether a text reads as such, and which of its words OCR mangled.
 *
 * Always: the sig engine of the counter is the judge, the same that reads what a person types; a word is put right
 * only when one word of its vocabulary is nearest, and that is said. Not here: where directions stand on a page.
 */

import { expandSig, type SigReading } from '../../../prescription/sig.ts';
import { numberWords, sigCodes, unitWords } from '../../../prescription/sig-codes.ts';
import type { Lexicon } from '../../reading.ts';
import { faults, folded } from '../fuzzy.ts';

/** Words directions are given for or with, beside those that count for the arithmetic. */
const companions =
  'pain itching itch nausea vomiting anxiety sleep insomnia cough wheezing wheeze swelling fever spasm spasms headache headaches migraine constipation rash heartburn dizziness infection water mouth breath shortness blood pressure allergy allergies congestion reflux diarrhea agitation cramps stomach chest breathing needed required daily hours hour days day weeks week tongue skin muscle vein nose nostril eye eyes ear ears area affected thin layer max maximum mild moderate severe symptoms until finished complete course full glass empty inject apply instil instill inhale dissolve chew swallow whole crush insert place spray units subcutaneously into onto under each both right left every other night morning evening bedtime meals food breakfast lunch dinner'.split(
    ' ',
  );
const intervals = '2 3 4 6 8 12 24 48 72 4-6 6-8'.split(' ').map((hours) => `q${hours}h`);

const vocabulary: ReadonlySet<string> = new Set(
  [
    ...sigCodes.flatMap(({ written }) => written.split(/[|\s]+/)),
    ...unitWords.keys(),
    ...numberWords.keys(),
    ...companions,
    ...intervals,
  ].map((word) => word.toLowerCase()),
);
const repairs = [...vocabulary]
  .filter((word) => /^[a-z][a-z0-9]+$/.test(word) && word.length > 2)
  .map((word) => ({ word, folded: folded(word) }));
const littleWords = new Set(
  'a an the of in into on at for with by per is it if as from up this your you when while before after until not and or no to be one may can do then more than'.split(
    ' ',
  ),
);

/** The one word that may be meant, or null. */
function repair(word: string): string | null {
  const key = folded(word);
  if (key.length < 3) return null;
  const allowed = key.length < 5 ? 0.5 : key.length < 8 ? 1 : 2;
  const near = repairs
    .map((one) => ({ ...one, faults: faults(key, one.folded, allowed) }))
    .filter((one) => one.faults <= allowed)
    .sort((a, b) => a.faults - b.faults);
  const [best, next] = near;
  if (best === undefined || (next !== undefined && next.faults - best.faults < 0.5)) return null;
  return best.word;
}

export interface ReadSig {
  readonly value: string;
  /** What was put right: `“gid” taken for “qid”`. */
  readonly repairs: readonly string[];
  readonly reading: SigReading;
  /** Words no rule knows, in part of all words. */
  readonly unknown: number;
  /** From 0, no directions, to 1, directions through and through. */
  readonly worth: number;
}

const word = /[\p{L}\d][\p{L}\p{M}\d-]*/gu;

/** Reads a text as directions for something counted in `unit` ("" where that is not known). */
export function readSig(text: string, unit: string, profile: Lexicon['profile']): ReadSig {
  const repaired: string[] = [];
  const value = text
    .replace(/^[\s:.,;\-–*=|]+|[\s:;,\-–*=|.]+$/g, '')
    .replace(/\s+/g, ' ')
    .replace(
      /(?<![\p{L}\d])[lI](?=\s(?:tab|cap|tablet|capsule|tabs|caps|puff|drop|patch|gtt|spray)s?\b)/gu,
      (letter) => {
        repaired.push(`“${letter}” taken for “1”`);
        return '1';
      },
    )
    .replace(
      /(?<![\p{L}\d])(\d+)(?=(?:tab|cap|tablet|capsule|puff|drop|patch|gtt|spray|unit|ml)s?\b)/giu,
      '$1 ',
    )
    .replace(word, (written) => {
      const lower = written.toLowerCase();
      if (vocabulary.has(lower) || littleWords.has(lower) || /^\d/.test(written) || /-/.test(written))
        return written;
      const better = repair(written);
      if (better === null || better === lower) return written;
      repaired.push(`“${written}” taken for “${better}”`);
      return written === written.toUpperCase() && written.length > 1 ? better.toUpperCase() : better;
    })
    .slice(0, 400);
  const reading = expandSig(value, { unit, verb: 'Take' }, profile);
  const words = value.match(word) ?? [];
  const unknown = words.length === 0 ? 1 : Math.min(1, reading.unread.length / words.length);
  const says =
    (reading.dose !== null ? 0.4 : 0) +
    (reading.perDay !== null ? 0.4 : 0) +
    (reading.asNeeded || /\b(?:directed|dir)\b/i.test(value) ? 0.2 : 0) +
    (opening.test(value) ? 0.3 : 0);
  return { value, repairs: repaired, reading, unknown, worth: Math.min(1, says) * (1 - unknown) };
}

/** How directions begin. */
const opening =
  /^(?:sig\b[:.\s]*)?(?:take|apply|inject|instil|instill|use|inhale|give|place|chew|dissolve|insert|put|spray|administer|one|two|three|half|1|2|3|\d+(?:\.\d+)?\s?(?:tab|cap|ml|puff|drop|gtt|unit|patch|spray))/i;

/** Less than this and a text is no directions. */
export const leastWorth = 0.35;
