/**
 * Which prescribers on file may be meant by what was typed. Every set of candidates is limited and comes from an index,
 * so that an answer takes the same time among a hundred prescribers and a million; the ranking is made from the rows.
 */
import { isSearchable, lettersOf, lettersOff, matchExpression } from '../fragments.ts';
import type { Reader } from '../store/database.ts';
import { rank, typedFragments } from './prescriber.ts';
import {
  familyKeysFrom,
  findByNpi,
  type PrescriberRow,
  prescribersByFamilyPrefix,
  prescribersMatching,
  prescribersNamed,
} from './store.ts';

const CANDIDATES = 200;
/** Of one name and the beginning of another: everybody, in all but the commonest names. */
const OF_ONE_NAME = 200;
/** So many of the very name leave no room in a list for others. */
const ENOUGH = 100;
const FRAGMENTS = 5;
/** Short words are one letter off from too much. */
const SHORTEST_MISTYPED = 4;

/** As it is indexed: letters of a name, a number with its letters. */
const indexed = (fragment: string): string => (/\d/.test(fragment) ? fragment : lettersOf(fragment));

const isName = (fragment: string): boolean => /^\p{L}+$/u.test(fragment);

/** Rows that may be meant: by name, by the beginning of a name, by any fragment of what is known of them. */
export const prescriberCandidates = (store: Reader, typed: readonly string[]): PrescriberRow[] => {
  const fragments = typed
    .slice(0, FRAGMENTS)
    .map(indexed)
    .filter((fragment) => fragment !== '');
  const names = fragments.filter(isName);
  const found = new Map<string, PrescriberRow>();
  const add = (rows: readonly (PrescriberRow | undefined)[]) => {
    for (const row of rows) if (row) found.set(row.id, row);
  };
  for (const fragment of fragments) if (/^\d{10}$/.test(fragment)) add([findByNpi(store, fragment)]);
  for (const [at, family] of names.entries()) {
    const others = names.filter((_, place) => place !== at);
    for (const given of others.length > 0 ? others : [''])
      add(prescribersNamed(store, family, given, OF_ONE_NAME));
  }
  const isNameAlone = names.length === fragments.length && names.length <= 2;
  if (isNameAlone && found.size >= ENOUGH) return [...found.values()];
  const match = matchExpression(fragments);
  if (match !== null) add(prescribersMatching(store, match, CANDIDATES));
  // The index holds three letters at least: one name alone, or one beside an initial, is found by its beginning too.
  if (names.length === 1 || names.some((name) => !isSearchable(name)))
    for (const family of names) add(prescribersByFamilyPrefix(store, family, CANDIDATES));
  if (fragments.length === 0) add(prescribersByFamilyPrefix(store, '', CANDIDATES));
  return [...found.values()];
};

/** Rows whose family name is one letter off: at its beginning they still end alike, after it they begin alike. */
const mistypedCandidates = (store: Reader, typed: readonly string[]): PrescriberRow[] =>
  typed
    .slice(0, FRAGMENTS)
    .map(indexed)
    .filter((word) => isName(word) && word.length >= SHORTEST_MISTYPED)
    .flatMap((word) => [
      ...familyKeysFrom(store, word.slice(0, 2))
        .filter((key) => lettersOff(word, key) === 1)
        .slice(0, 10)
        .flatMap((key) => prescribersNamed(store, key, '', OF_ONE_NAME)),
      ...(isSearchable(word.slice(2))
        ? prescribersMatching(store, matchExpression([word.slice(2)])!, CANDIDATES)
        : []),
    ]);

/** Prescribers that may be meant, best first. One whose number is deactivated is found by the whole number alone. */
export const findPrescribers = (
  store: Reader,
  text: string,
  limit: number,
): { row: PrescriberRow; why: string }[] => {
  const fragments = typedFragments(text);
  const fitting = (rows: readonly PrescriberRow[]) =>
    [...new Map(rows.map((row) => [row.id, row])).values()].flatMap((row) => {
      if (row.ended_on !== null && !fragments.includes(row.npi)) return [];
      const fit = rank(row, fragments);
      if (!fit) return [];
      return [
        { row, ...fit, why: row.ended_on === null ? fit.why : `${fit.why}, deactivated ${row.ended_on}` },
      ];
    });
  const asTyped = fitting(prescriberCandidates(store, fragments));
  return (asTyped.length > 0 ? asTyped : fitting(mistypedCandidates(store, fragments)))
    .sort(
      (a, b) =>
        b.points - a.points ||
        a.row.family_name.localeCompare(b.row.family_name) ||
        a.row.given_names.localeCompare(b.row.given_names),
    )
    .slice(0, limit)
    .map(({ row, why }) => ({ row, why }));
};
