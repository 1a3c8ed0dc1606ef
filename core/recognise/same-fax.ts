/**
 * Whether a fax is one that came before, sent or scanned once more: other noise, other header line, the same sheet.
 * Always: said with its reason and never acted upon. Two sheets of one form look alike and share most of their words,
 * so what was read of patient, drug and date must not contradict; a small difference that may be the line's is told.
 * Not here: the very same bytes, which are known by their hash when they come in.
 */
import { hash } from 'node:crypto';
import type { Found, ReadField, Suggestion } from '../contract/recognition.ts';
import { fragmentsOf, isSearchable, plain } from '../fragments.ts';
import { faults, faultsAllowed, folded } from './extract/fuzzy.ts';
import type { PageReading } from './reading.ts';

/** The machine that sends prints its line here, with another time at each sending. */
const HEADER = 0.03;

/** The words of a page below the header line, letters that print alike taken for the same. */
export const bodyWords = ({ words, height }: PageReading): string[] =>
  words
    .filter(({ box }) => box.y + box.height > HEADER * height)
    .flatMap(({ text }) => fragmentsOf(text))
    .map(folded)
    .filter((word) => word.length > 1);

/** What a document is searched by: each word of its pages once. Shorter ones no search asks for. */
export const searchWords = (readings: readonly PageReading[]): string => {
  const words = readings.flatMap((reading) => reading.words.flatMap(({ text }) => fragmentsOf(text)));
  return [...new Set(words.filter(isSearchable))].join(' ');
};

/** Fewer words than this say nothing of a sheet: a blank page is like every other. */
const FEWEST_WORDS = 8;
/** How much more than another word counts one that tells this prescription from the next on the same form. */
const TELLING = 5;
const tellingFields: ReadonlySet<ReadField> = new Set<ReadField>([
  'patientName',
  'dateOfBirth',
  'drug',
  'strength',
  'sig',
  'quantity',
  'writtenOn',
]);

/**
 * 128 bits as 32 hex digits that are alike for alike words (a simhash, Charikar 2002), or "" where there are too few
 * words to say. Words that were read as patient, drug and the like count more than those of the form.
 */
export const contentKey = (words: readonly string[], found: readonly Found[]): string => {
  const telling = new Set(
    found
      .flatMap(({ suggestions }) => suggestions)
      .filter(({ field }) => tellingFields.has(field))
      .flatMap(({ read }) => fragmentsOf(read))
      .map(folded),
  );
  const distinct = new Set(words);
  if (distinct.size < FEWEST_WORDS) return '';
  const sums = new Int32Array(128);
  for (const word of distinct) {
    const weight = telling.has(word) ? TELLING : 1;
    const bits = hash('sha256', word, 'buffer');
    for (let at = 0; at < 128; at += 1) sums[at]! += (bits[at >> 3]! >> (at & 7)) & 1 ? weight : -weight;
  }
  const key = Buffer.alloc(16);
  for (let at = 0; at < 128; at += 1) if (sums[at]! > 0) key[at >> 3]! |= 1 << (at & 7);
  return key.toString('hex');
};

const digitValue = new Uint8Array(128);
for (let digit = 0; digit < 16; digit += 1) digitValue[digit.toString(16).charCodeAt(0)] = digit;
const ones = Uint8Array.from({ length: 16 }, (_, digit) => digit.toString(2).replaceAll('0', '').length);

/** How many bits two hex texts of one length differ by. */
export const bitsApart = (a: string, b: string): number => {
  let apart = 0;
  for (let at = 0; at < a.length; at += 1)
    apart += ones[digitValue[a.charCodeAt(at)]! ^ digitValue[b.charCodeAt(at)]!]!;
  return apart;
};

/** Keys further apart are of other sheets: the same one lies within 25, unrelated ones around 64. */
const KEYS_APART = 44;
/** So many of the nearest are compared word by word. */
const COMPARED = 12;

/** The documents whose key is near, nearest first. */
export const nearestKeys = (
  key: string,
  others: readonly { id: string; key: string }[],
): { id: string; key: string }[] =>
  others
    .map((other) => ({ other, apart: bitsApart(key, other.key) }))
    .filter(({ apart }) => apart <= KEYS_APART)
    .sort((a, b) => a.apart - b.apart)
    .slice(0, COMPARED)
    .map(({ other }) => other);

/** A document as it is compared; its words and finds are asked for only where it looks alike. */
export interface ComparedFax {
  looks: readonly string[];
  words(): readonly string[];
  found(): readonly Found[];
}

/** Of 100 words, how many stand on both; a word may have the faults of a poor line. */
const sharedWords = (a: readonly string[], b: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  const unmatched = a.filter((word) => {
    const count = left.get(word) ?? 0;
    if (count > 0) left.set(word, count - 1);
    return count === 0;
  });
  const rest = [...left].flatMap(([word, count]) => Array<string>(count).fill(word));
  let near = 0;
  for (const word of unmatched.slice(0, 200)) {
    const allowed = faultsAllowed(word.length);
    const at = rest.findIndex((other) => faults(word, other, allowed) <= allowed);
    if (at < 0) continue;
    rest.splice(at, 1);
    near += 1;
  }
  return Math.round((200 * (a.length - unmatched.length + near)) / (a.length + b.length));
};

/** A page that is blank, or was not read, has none. */
const hasLook = (look: string): boolean => /[^0]/.test(look);

/** Of 100, how alike the pages look: each page of the one beside the page of the other that is most like it. */
const likeLooks = (a: readonly string[], b: readonly string[]): number => {
  const [looks, others] = [a.filter(hasLook), b.filter(hasLook)];
  if (looks.length === 0 || others.length === 0) return 0;
  const apart = looks.map((look) => Math.min(...others.map((other) => bitsApart(look, other))));
  return Math.round(100 - (100 * apart.reduce((sum, one) => sum + one, 0)) / (256 * looks.length));
};

const fieldWords: readonly (readonly [ReadField, string])[] = [
  ['patientName', 'the patient'],
  ['dateOfBirth', 'the birth date'],
  ['drug', 'the drug'],
  ['strength', 'the strength'],
  ['quantity', 'the quantity'],
  ['writtenOn', 'the date written'],
];

/** Whether two values may be one value on two lines: the same, or so near that noise explains it. */
const difference = (a: Suggestion, b: Suggestion): 'none' | 'small' | 'large' => {
  if (plain(a.value) === plain(b.value)) return 'none';
  if (a.confidence === 'sure' && b.confidence === 'sure') return 'large';
  if (a.confidence === 'guess' || b.confidence === 'guess') return 'small';
  const [one, other] = [folded(a.value), folded(b.value)];
  const allowed = Math.max(1, faultsAllowed(one.length));
  return faults(one, other, allowed) <= allowed ? 'small' : 'large';
};

/** What was read otherwise of two finds, in words; null where they contradict each other. */
const readOtherwise = (a: Found, b: Found): string[] | null => {
  const otherwise: string[] = [];
  for (const [field, words] of fieldWords) {
    const one = a.suggestions.find((suggestion) => suggestion.field === field);
    const other = b.suggestions.find((suggestion) => suggestion.field === field);
    if (!one || !other) continue;
    const differs = difference(one, other);
    if (differs === 'large') return null;
    if (differs === 'small') otherwise.push(words);
  }
  return otherwise;
};

/** What was read otherwise on two faxes; null where something on the one contradicts the other. */
const foundOtherwise = (a: readonly Found[], b: readonly Found[]): string[] | null => {
  const otherwise = new Set<string>();
  for (const one of a) {
    const best = b
      .flatMap((other) => [readOtherwise(one, other)].filter((words) => words !== null))
      .sort((x, y) => x.length - y.length)[0];
    if (best === undefined && b.length > 0) return null;
    for (const words of best ?? []) otherwise.add(words);
  }
  return [...otherwise];
};

/** The same sheet looks 95 % the same or more, two sheets of one form 80 % at most. */
const LIKE_LOOKS = 87;
const LIKE_WORDS = 70;

/** Why two faxes are probably the same sheet, in words; null when they are not. */
export const sameSheet = (fax: ComparedFax, earlier: ComparedFax): string | null => {
  const looks = likeLooks(fax.looks, earlier.looks);
  const words = looks < LIKE_LOOKS ? 0 : sharedWords(fax.words(), earlier.words());
  if (words < LIKE_WORDS) return null;
  const otherwise = foundOtherwise(fax.found(), earlier.found());
  if (otherwise === null) return null;
  const were = otherwise.length === 1 ? 'was' : 'were';
  const doubt = otherwise.length === 0 ? '' : `; ${otherwise.join(' and ')} ${were} read otherwise`;
  return `looks ${looks} % the same and ${words} of 100 words are the same${doubt}`;
};
