/**
 * The drugs on file, prepared so that their names are found in text that OCR has mangled.
 *
 * Always: names are compared whole, from the start of a word to the end of one, so `prednisone` is not found in
 * `prednisolone`; strengths and forms are read only of drugs whose name was found. Not here: which of the names found
 * is the drug prescribed.
 */
import type { Lexicon, LexiconDrug } from '../reading.ts';
import { type FuzzyIndex, faultsAllowed, folded, fuzzyIndex, plain, prefixFaults } from './fuzzy.ts';
import { type Form, formNamed } from './values/form.ts';
import { type Strength, strengthsIn } from './values/strength.ts';

/** One name, generic or brand, with all the drugs it stands for. */
interface DrugName {
  /** As it is written on file. */
  readonly text: string;
  readonly plain: string;
  readonly folded: string;
  readonly brand: boolean;
  readonly drugs: readonly LexiconDrug[];
}

export interface PreparedLexicon {
  readonly profile: Lexicon['profile'];
  readonly today: string;
  readonly names: readonly DrugName[];
  /** The first words of the names. */
  readonly firstWords: FuzzyIndex;
  /** The names by the number of their first word. */
  readonly namesByFirstWord: readonly (readonly number[])[];
  readonly strengthOf: (drug: LexiconDrug) => Strength | null;
  readonly formOf: (drug: LexiconDrug) => Form;
}

/** A word; a strength that clings to a name is one of its own. */
const word = /\p{L}{5,}(?=\d+(?:[.,]\d+)?(?:mg|mcg|g|ml)(?![\p{L}\d]))|[\p{L}\d]+/giu;

/** Prepares the drugs on file for reading; once a lexicon, as it takes up to a second for 100,000 drugs. */
export function prepareLexicon({ profile, today, drugs }: Lexicon): PreparedLexicon {
  const byName = new Map<string, { text: string; brand: boolean; drugs: LexiconDrug[] }>();
  const add = (name: string, brand: boolean, drug: LexiconDrug) => {
    // Some brands are filed with their strength: `Lisinopril 5mg`.
    const text = name.replace(/\s+\d[\d.,]*\s*(?:mg|mcg|g|%|units)\b.*$/i, '').trim();
    const key = text.toLowerCase();
    if (plain(key).length < 3) return;
    const known = byName.get(key);
    if (known === undefined) byName.set(key, { text, brand, drugs: [drug] });
    else if (known.drugs.at(-1) !== drug) known.drugs.push(drug);
  };
  for (const drug of drugs) {
    add(drug.name, false, drug);
    if (drug.brand !== '') add(drug.brand, true, drug);
  }
  const names = [...byName.values()].map(
    (name): DrugName => ({
      ...name,
      plain: plain(name.text),
      folded: wordsOf(name.text).map(folded).join(''),
    }),
  );
  const namesByFirst = new Map<string, number[]>();
  for (const [number, { text }] of names.entries()) {
    const first = plain(wordsOf(text)[0] ?? '');
    const list = namesByFirst.get(first);
    if (list === undefined) namesByFirst.set(first, [number]);
    else list.push(number);
  }
  return {
    profile,
    today,
    names,
    firstWords: fuzzyIndex([...namesByFirst.keys()]),
    namesByFirstWord: [...namesByFirst.values()],
    strengthOf: remembered((drug) => strengthsIn(drug.strength)[0]?.strength ?? null),
    formOf: remembered((drug) => formNamed(drug.form)),
  };
}

const wordsOf = (text: string): string[] => text.normalize('NFC').match(word) ?? [];

const remembered = <T>(read: (drug: LexiconDrug) => T): ((drug: LexiconDrug) => T) => {
  const known = new WeakMap<LexiconDrug, { value: T }>();
  return (drug) => {
    const before = known.get(drug);
    if (before !== undefined) return before.value;
    const value = read(drug);
    known.set(drug, { value });
    return value;
  };
};

/** A name of the lexicon in a text. */
export interface NamedDrug {
  readonly name: DrugName;
  readonly from: number;
  readonly to: number;
  /** 0 where every letter is as on file, or prints like it. */
  readonly faults: number;
  /** Every letter is as on file. */
  readonly exact: boolean;
  /** Another drug's name would fit what is written as well. */
  readonly rivalled: boolean;
}

/** The names of drugs that begin before `until` in a text, from left to right, none within another. */
export function drugNamesIn(text: string, lexicon: PreparedLexicon, until = text.length): NamedDrug[] {
  // A bracket or stroke within a word is a letter that was read as one: `METHY(PHENIDATE`.
  const whole = text.replace(/(?<=\p{L}{3})[(|[!](?=\p{L}{3,}(?![\p{L})\]]))/gu, '1');
  const pieces = [...whole.matchAll(word)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    folded: folded(match[0]),
    plain: plain(match[0]),
    tied: /\S/.test(whole[match.index - 1] ?? ' '),
  }));
  const found: NamedDrug[] = [];
  for (let at = 0; at < pieces.length && pieces[at]!.from < until; ) {
    const match = nameAt(pieces, at, lexicon);
    if (match === null) {
      at += 1;
      continue;
    }
    found.push({
      ...match.best,
      from: pieces[at]!.from,
      to: pieces[match.end]!.to,
    });
    at = match.end + 1;
  }
  return found;
}

/** `tied`: a sign that is no space stands between it and the word before. */
type Piece = { readonly folded: string; readonly plain: string; readonly tied: boolean };
type Match = { name: DrugName; faults: number; exact: boolean; end: number };

function nameAt(pieces: readonly Piece[], at: number, lexicon: PreparedLexicon) {
  const first = pieces[at]!;
  if (!/\p{L}/u.test(first.plain) || first.plain.length < 2) return null;
  const matches: Match[] = [];
  const second = pieces[at + 1];
  // A speck parts a word: `Lisi-opril`.
  const parted = second?.tied ? [first.plain + second.plain] : [];
  const numbers = [first.plain, ...parted].flatMap((word) =>
    lexicon.firstWords.near(word).flatMap(({ number }) => lexicon.namesByFirstWord[number]!),
  );
  for (const number of new Set(numbers)) {
    const match = matchFrom(pieces, at, lexicon.names[number]!);
    if (match !== null) matches.push(match);
  }
  if (matches.length === 0) return null;
  const worth = ({ name, faults, exact }: Match) => name.folded.length - 4 * faults + (exact ? 0.5 : 0);
  matches.sort((a, b) => worth(b) - worth(a));
  const best = matches[0]!;
  const rivalled =
    !best.exact &&
    matches.some(
      (other) =>
        other.name.plain !== best.name.plain &&
        other.faults <= best.faults + 0.5 &&
        other.end >= best.end &&
        !other.name.drugs.some((drug) => best.name.drugs.includes(drug)),
    );
  return { best: { name: best.name, faults: best.faults, exact: best.exact, rivalled }, end: best.end };
}

/** Lays a name over the words from `at` on; it may end only where a word ends. */
function matchFrom(pieces: readonly Piece[], at: number, name: DrugName): Match | null {
  const allowed = faultsAllowed(name.folded.length);
  const longest = name.folded.length + allowed;
  let text = '';
  let spelt = '';
  const ends: { length: number; spelt: string; end: number }[] = [];
  for (let end = at; end < pieces.length && text.length < longest; end += 1) {
    text += pieces[end]!.folded;
    spelt += pieces[end]!.plain;
    if (text.length >= name.folded.length - allowed && text.length <= longest) {
      ends.push({ length: text.length, spelt, end });
    }
  }
  if (ends.length === 0) return null;
  const distances = prefixFaults(name.folded, text, allowed);
  if (distances === null) return null;
  let best: Match | null = null;
  for (const { length, spelt: letters, end } of ends) {
    const faults = distances[length] ?? allowed + 1;
    if (faults > allowed || (best !== null && faults >= best.faults)) continue;
    best = { name, faults, exact: letters === name.plain, end };
  }
  return best;
}
