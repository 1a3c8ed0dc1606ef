/**
 * Directions: whether a text reads as such, and which of its words OCR mangled.
 *
 * Always: the sig engine of the counter is the judge, the same that reads what a person types; a word is put right
 * only when one word of its vocabulary is nearest, and that is said. Not here: where directions stand on a page.
 */

import { expandSig, type SigReading } from '../../../prescription/sig.ts';
import { numberWords, sigCodes, unitWords } from '../../../prescription/sig-codes.ts';
import type { Lexicon } from '../../reading.ts';
import { faults, folded, remembered } from '../fuzzy.ts';

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
  .filter((word) => /^[a-z][a-z0-9]+$/.test(word) && word.length > 1)
  .map((word) => ({ word, folded: folded(word) }));
const known = new Set(companions);
const littleWords = new Set(
  'a an the of in into on at for with by per is it if as from up this your you when while before after until not and or no to be one may can do then more than'.split(
    ' ',
  ),
);

/** `g4-6h` is `q4-6h`, and `qéh` is `q6h`. */
const misreadHours = /^(?:[g9q]|gq)(\d{1,2}(?:-\d{1,2})?|[éèê])(h(?:rs?)?)$/i;

/** The one word that may be meant, or null. */
const repair = remembered((word: string): string | null => {
  const key = folded(word);
  if (key.length < 2) return null;
  const [, hours, h] = misreadHours.exec(word) ?? [];
  if (hours !== undefined) return `q${hours.replace(/[éèê]/i, '6')}${h}`;
  const allowed = key.length < 3 ? 0 : key.length < 5 ? 0.5 : key.length < 8 ? 1 : 2;
  const near = repairs
    .map((one) => ({ ...one, faults: faults(key, one.folded, allowed) }))
    .filter((one) => one.faults <= allowed)
    .sort((a, b) => a.faults - b.faults);
  const [best, next] = near;
  if (best === undefined || (next !== undefined && next.faults - best.faults < 0.5)) return null;
  return best.word;
});

/** What OCR makes of a word by its neighbours: an upright stroke is a one, a `g` before a time is a `q`. */
const byNeighbours: [shape: RegExp, meant: string][] = [
  [/(?<!\p{L})(?!by\s)[bhlg][yv](?=\smouth)/giu, 'by'],
  [/(?<!\p{L})(?!to\s)\p{L}{1,2}(?=\sbe\s(?:taken|inhaled|applied|instilled|used|given)(?!\p{L}))/giu, 'to'],
  [
    /(?<=(?<!\p{L})to\s)(?!be\s)\p{L}{2}(?=\s(?:taken|inhaled|applied|instilled|used|given)(?!\p{L}))/giu,
    'be',
  ],
  [/(?<!\p{L})(?!as\s)a\p{L}(?=\s(?:needed|required|directed)(?!\p{L}))/giu, 'as'],
  [/(?<=(?:\d|two|three|four)\stimes)\s(?=day(?!\p{L}))/giu, ' a '],
  [/(?<=\d\s?)(?:ta[ceh]|fab|tob)(?!\p{L})/giu, 'tab'],
  [/(?<=\d\s?)(?:fab|tob)s(?!\p{L})/giu, 'tabs'],
  [/(?<=\d\s)[uao]?nits(?!\p{L})/giu, 'units'],
  [/(?<!\S)S(?=\s?m[lL](?!\p{L}))/gu, '5'],
  [/(?<!\p{L})[ag9]hs(?!\p{L})/giu, 'qhs'],
  // `ad` is the right ear, but not after what is swallowed.
  [/(?<=(?:(?<!\p{L})p\.?o\.?|mouth)\s)[ag9]d(?!\p{L})/giu, 'qd'],
  [/(?<!\p{L})pr[imhuvr](?=\s|$)/giu, 'prn'],
  // The points of `t.i.d.`, some of them lost.
  [/(?<!\p{L})([btq])(?:\.\.d|\.id|i\.d)\.?(?![\p{L}.])/giu, '$1.i.d.'],
  [/(?<!\S)x\s?(\d{1,2})d\S(?=\s|$)/giu, 'x$1d'],
  [/(?<!\S)\|(?!\S)/g, '1'],
  [/(?<!\S)1[7T]DS(?!\p{L})/giu, '1 TDS'],
  [/^([1-4])[0O]d(?=\s|$)/gu, '$1 od'],
  [/(?<=(?:gtts?|drops?)\s)0([sdu])(?!\p{L})/giu, 'o$1'],
  [/(?<!\p{L})(once|twice)a(?!\p{L})/giu, '$1 a'],
  [/(?<!\S)1[.:]2(?=\s(?:tab|tablet|patch)(?!\p{L}))/giu, '1/2'],
  // `po 6 h`: the `q` was lost.
  [
    /(?<=(?<!\p{L})(?:po|mouth|tabs?|tablets?|caps?|capsules?)\s)(\d{1,2}(?:-\d{1,2})?\s?h(?:rs?|ours?)?)(?!\p{L})/giu,
    'q $1',
  ],
  [/(?<![\p{L}\d])[lI](?=\s?\/\s?[24](?!\d))/gu, '1'],
  [
    /(?<![\p{L}\d])[lI](?=\s(?:tab|cap|tablet|capsule|tabs|caps|puff|drop|patch|gtt|spray|po|od|bd|tds|qds|daily|on|om|to)(?!\p{L}))/gu,
    '1',
  ],
  [
    /(?<![\p{L}\d]|\d\s)(?:[g9]|gq|qg)(?=\s(?:am|pm|hs|day|week|\d{1,2}(?:-\d{1,2})?\s?h(?:rs?|ours?)?)(?!\p{L}))/giu,
    'q',
  ],
  [/(?<!\p{L})tobe(?=\s(?:taken|inhaled|applied|instilled|used|given)(?!\p{L}))/giu, 'to be'],
  [/(?<=\p{L})['’](?=\d)|(?<=\p{L}{3})\.(?=\d)/gu, ' '],
  [
    /(?<![\p{L}\d])[lI](?=\s(?:TAB|TABS|TABLET|CAP|CAPS|CAPSULE|PUFF|DROP|PATCH|PO|OD|BD|TDS|QDS)(?!\p{L}))/gu,
    '1',
  ],
  // A hand's one is read as a seven: nobody takes seven of one tablet.
  [/(?<![\d.,/-]|\d\s)7(?=\s(?:tablet|capsule|patch|puff|drop|spray)(?!\p{L}))/giu, '1'],
  [/(?<![\d.,/-]|\d\s)7(?=\s(?:tab|cap)\s(?!.*week))/giu, '1'],
  [/(?<=(?:hours?|hrs?|\dh)\s)pm(?=\s|$)/giu, 'prn'],
  [/(?<=q\s?)9(?=-6\s?h)/giu, '4'],
  [/(?<=(?:q|every)\s(?:\d-)?|\d-)[éèêGb&](?=\s?(?:h|hrs?|hours?)(?!\p{L}))/gu, '6'],
  [/(?<!\S)[47lI]\/2(?=\s(?:tab|cap|patch)\p{L}*)/gu, '1/2'],
  [/(?<=\d\sday)[g5](?=[\s,]|$)/gu, 's'],
  // A half is read as another small sign with a stroke.
  [/(?<!\S)[¥YV¢'’]?%(?=\s(?:tab|cap|tablet|od|bd|tds|qds|om|on|po|daily)s?(?!\p{L}))/giu, '½'],
];

/** Codes without the spaces between them: `1tabom`, `pobid`. */
const runTogether =
  /(?<!\S)(\d(?:[/-]\d)?)?(tabs?|caps?|puffs?|gtts?|ml)?(po|sl|pr|im|sc)?(od|bd|bds|bid|tds|tid|qds|qid|om|on|nocte|mane|qd|qhs|prn|daily)(?!\S)/giu;

/** Words between which the spaces were lost: `1tabletevery4to6`. */
function parted(word: string): string | null {
  const pieces = word.match(/\d+(?:[.,/-]\d+)*|\p{L}+/gu) ?? [];
  const words = pieces.flatMap((piece) => {
    if (/^\d/.test(piece) || isWord(piece)) return [piece];
    const at = Array.from({ length: piece.length }, (_, cut) => cut).find(
      (cut) => cut >= 2 && isWord(piece.slice(0, cut)) && isWord(piece.slice(cut)),
    );
    return at === undefined ? [] : [piece.slice(0, at), piece.slice(at)];
  });
  return words.join('') === word && words.length > 1 ? words.join(' ') : null;
}
const isWord = (text: string): boolean =>
  text.length > 1 && (vocabulary.has(text.toLowerCase()) || littleWords.has(text.toLowerCase()));

export interface ReadSig {
  readonly value: string;
  /** What was put right: `“gid” taken for “qid”`. */
  readonly repairs: readonly string[];
  readonly reading: SigReading;
  /** Words no rule knows. */
  readonly unread: readonly string[];
  /** Words that may be a reason as well as a slip: not among those directions are usually made of. */
  readonly unusual: readonly string[];
  /** Those in part of all words. */
  readonly unknown: number;
  /** From 0, no directions, to 1, directions through and through. */
  readonly worth: number;
}

const word = /[\p{L}\d][\p{L}\p{M}\d-]*/gu;

/** Reads a text as directions for something counted in `unit` ("" where that is not known). */
export function readSig(text: string, unit: string, profile: Lexicon['profile']): ReadSig {
  const repaired: string[] = [];
  const mend = (read: string, meant: string): string => {
    repaired.push(`“${read}” taken for “${meant}”`);
    return meant;
  };
  let mended = text.replace(/^[\s:.,;\-–*=]+|[\s:;,\-–*=|.]+$/g, '').replace(/\s+/g, ' ');
  mended = mended.replace(runTogether, (read, ...parts: string[]) => {
    const apart = parts.slice(0, 4).filter((part) => part !== undefined && part !== '');
    return apart.length < 2 ? read : mend(read, apart.join(' '));
  });
  mended = mended.replace(/(?<!\S)(?=\S*\p{L}{4})[\p{L}\d]{8,}(?!\S)/gu, (read) => {
    const apart = isWord(read) ? null : parted(read);
    return apart === null ? read : mend(read, apart);
  });
  for (const [shape, meant] of byNeighbours)
    mended = mended.replace(shape, (read, part) => mend(read, meant.replace('$1', part)));
  const value = mended
    .replace(
      /(?<![\p{L}\d])(\d+)(?=(?:tab|cap|tablet|capsule|puff|drop|patch|gtt|spray|unit|ml)s?\b)/giu,
      '$1 ',
    )
    .replace(word, (written) => {
      const lower = written.toLowerCase();
      if (vocabulary.has(lower) || littleWords.has(lower) || /^\d/.test(written)) return written;
      if (/-/.test(written) && !misreadHours.test(written)) return written;
      const better = repair(written);
      if (better === null || better === lower) return written;
      mend(written, better);
      return written === written.toUpperCase() && written.length > 1 ? better.toUpperCase() : better;
    })
    .slice(0, 400);
  const reading = expandSig(value, { unit, verb: 'Take' }, profile);
  const words = value.match(word) ?? [];
  const unread = reading.unread.filter((one) => !known.has(one.toLowerCase()));
  const unknown = words.length === 0 ? 1 : Math.min(1, unread.length / words.length);
  const often = reading.perDay !== null || reading.asNeeded || /\b(?:directed|dir|mdu)\b/i.test(value);
  const much = reading.dose !== null || opening.test(value);
  // A number alone is no directions.
  const says =
    words.length < 2 && !often ? 0 : (often ? 0.5 : 0) + (much ? 0.4 : 0) + (opening.test(value) ? 0.1 : 0);
  const unusual = words
    .flatMap((one) => one.toLowerCase().split('-'))
    .filter((one) => one.length > 1 && !/\d/.test(one) && !vocabulary.has(one) && !littleWords.has(one));
  return {
    value,
    repairs: repaired,
    reading,
    unread,
    unusual,
    unknown,
    worth: Math.min(1, says) * (1 - unknown),
  };
}

/** A word directions begin with. */
export const opens = (text: string): boolean =>
  (!isListNumber(text) && opening.test(text)) || /^(?:\||½|i{1,2}|half|apply|\d+(?:-\d+)?)$/i.test(text);

/** A word that means nothing in directions: what is left of a label, or the number of a list. */
export const strange = (text: string): boolean => {
  const bare = text.toLowerCase().replace(/[^a-z]/g, '');
  if (isListNumber(text) || bare === 'sig' || /^[a-hj-pr-z]$/.test(bare)) return true;
  const known = vocabulary.has(bare) || littleWords.has(bare) || /^(?:[\d.,/½-]+|x\d+d?)$/i.test(text);
  return !known && !isMeant(text);
};

const isListNumber = (text: string): boolean => /^\W*\d{1,2}[.)]$/.test(text);

/** What OCR made of a word of directions. */
const isMeant = (text: string): boolean =>
  byNeighbours.some(([shape]) => text.search(shape) === 0) || repair(text) !== null;

/** How directions begin. */
const opening =
  /^(?:sig\b[:.\s]*)?(?:take|apply|inject|instil|instill|use|inhale|give|place|chew|dissolve|insert|put|spray|administer|one|two|three|half|1|2|3|\d+(?:\.\d+)?\s?(?:tab|cap|ml|puff|drop|gtt|unit|patch|spray))/i;

/** Less than this and a text is no directions. */
export const leastWorth = 0.35;
