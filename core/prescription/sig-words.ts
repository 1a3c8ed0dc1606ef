/**
 * Every word the directions know, looked up once: what it is by itself, and the phrases that begin with it as a
 * tree of their words.
 *
 * Always: built once from the tables; a word nobody knows shares one empty entry. Not here: the tables themselves.
 */
import { allErrorProne, errorProne } from './error-prone.ts';
import type { Fraction } from './fraction.ts';
import {
  type Flag,
  numberWords,
  type Profile,
  romanNumerals,
  type SigCode,
  sigCodes,
  type UnitWord,
  unitWords,
  vulgarFractions,
} from './sig-codes.ts';
import type { Period } from './sig-structure.ts';
import { type Token as Cut, cut, lexiconOf } from './sig-tokens.ts';

/** A place in the tree of phrases; `code` where a phrase ends here. */
export type Phrase = {
  code: SigCode | null;
  flag: Flag | null;
  length: number;
  next: Map<string, Phrase> | null;
};

export type Word = {
  us: Phrase | null;
  uk: Phrase | null;
  unit: UnitWord | null;
  number: Fraction | null;
  roman: Fraction | null;
  vulgar: Fraction | null;
  /** Any of the three. */
  isAmount: boolean;
  period: Period | 'minute' | null;
  /** What speaks against it by itself, as a unit or a sign. */
  flag: Record<Profile, Flag | null>;
  /** What a word of the grammar begins. */
  begins: 'interval' | 'duration' | 'maximum' | 'count' | null;
};

export type Token = Cut<Word>;

const nothing: Word = {
  us: null,
  uk: null,
  unit: null,
  number: null,
  roman: null,
  vulgar: null,
  isAmount: false,
  period: null,
  flag: { us: null, uk: null },
  begins: null,
};
const lexicon = new Map<string, Word>();

const noSpellings = lexiconOf(lexicon, nothing);
const keysOf = (written: string): string[] => cut(written, noSpellings).map(({ key }) => key);

const entryOf = (key: string): Word => {
  const entry = lexicon.get(key) ?? { ...nothing };
  lexicon.set(key, entry);
  return entry;
};

function addPhrase(profile: Profile, keys: readonly string[], code: SigCode, written: string): void {
  const [first = '', ...rest] = keys;
  const entry = entryOf(first);
  entry[profile] ??= emptyPhrase(1);
  let phrase = entry[profile];
  for (const key of rest) {
    phrase.next ??= new Map();
    const next = phrase.next.get(key) ?? emptyPhrase(phrase.length + 1);
    phrase.next.set(key, next);
    phrase = next;
  }
  // What stands earlier in the table wins.
  if (phrase.code !== null) return;
  phrase.code = code;
  phrase.flag = errorProne(written, profile);
}
const emptyPhrase = (length: number): Phrase => ({ code: null, flag: null, length, next: null });

const bothProfiles: readonly Profile[] = ['us', 'uk'];
for (const code of sigCodes) {
  for (const written of code.written.split('|')) {
    for (const profile of code.profile === undefined ? bothProfiles : [code.profile])
      addPhrase(profile, keysOf(written), code, written);
  }
}
for (const { says, means } of sigCodes) {
  if (says === undefined) continue;
  for (const profile of bothProfiles) addPhrase(profile, keysOf(says), { written: says, means }, says);
}

for (const [key, unit] of unitWords) entryOf(key).unit = unit;
for (const [key, number] of numberWords) entryOf(key).number = number;
for (const [key, roman] of romanNumerals) entryOf(key).roman = roman;
for (const [key, vulgar] of vulgarFractions) entryOf(key).vulgar = vulgar;
for (const entry of lexicon.values())
  entry.isAmount = entry.number !== null || entry.roman !== null || entry.vulgar !== null;
for (const [period, keys] of [
  ['minute', 'min mins minute minutes'],
  ['hour', 'h hr hrs hour hours °'],
  ['day', 'd day days'],
  ['week', 'w wk wks week weeks'],
  ['month', 'mo mos month months'],
] as const) {
  for (const key of keys.split(' ')) entryOf(key).period = period;
}
for (const [begins, keys] of [
  ['interval', 'q every each'],
  ['duration', 'x × for'],
  ['maximum', 'mdd nte max maximum not do no'],
  ['count', 'once twice thrice'],
] as const) {
  for (const key of keys.split(' ')) entryOf(key).begins = begins;
}

for (const profile of bothProfiles) {
  for (const { code } of allErrorProne(profile)) {
    const entry = entryOf(code);
    entry.flag = { ...entry.flag, [profile]: errorProne(code, profile) };
  }
}

/** Words, numbers and single signs, each with the space before it and with what is known of it. */
export const tokensOf = (text: string): Token[] => cut(text, spellings);
const spellings = lexiconOf(lexicon, nothing);

const nowhere: Token = { raw: '', key: '', gap: '', kind: 'sign', word: nothing };

export type TokenReader = { tokens: readonly Token[] };

/** The token at a place; past the end one that says nothing. */
export const tokenAt = ({ tokens }: TokenReader, at: number): Token => tokens[at] ?? nowhere;
/** The key of a token, empty past the end. */
export const keyAt = ({ tokens }: TokenReader, at: number): string => tokens[at]?.key ?? '';
export const wordAt = ({ tokens }: TokenReader, at: number): Word => tokens[at]?.word ?? nothing;
