/** A prescriber row as it is shown and searched, and the check of the numbers. Pure; rows in, answers out. */
import type { z } from 'zod';
import { refuse } from '../contract/errors.ts';
import type { prescriberView as prescriberViewSchema } from '../contract/prescriber.ts';
import { digitsOf, fragmentsOf, lettersOf, lettersOff, plain } from '../fragments.ts';
import { deaProblem, deaWarning, npiProblem } from './identifiers.ts';
import type { PrescriberColumns, PrescriberRow } from './store.ts';

export type PrescriberView = z.output<typeof prescriberViewSchema>;
/** What a person types of a prescriber. */
export type PrescriberFields = Omit<
  PrescriberView,
  'id' | 'version' | 'name' | 'credential' | 'profession' | 'address' | 'endedOn'
>;

export const fieldsOf = (row: PrescriberColumns): PrescriberFields => ({
  familyName: row.family_name,
  givenNames: row.given_names,
  npi: row.npi,
  dea: row.dea,
  clinic: row.clinic,
  phone: row.phone,
  fax: row.fax,
});

export const prescriberView = (row: PrescriberRow): PrescriberView => ({
  id: row.id,
  version: row.version,
  name: `${row.family_name}, ${row.given_names}`,
  ...fieldsOf(row),
  credential: row.credential,
  profession: row.profession,
  address: row.address,
  endedOn: row.ended_on,
});

/** Everything a person may type to mean this prescriber. */
export const prescriberSearchText = (row: PrescriberColumns): string =>
  [
    plain(row.family_name),
    plain(row.given_names),
    row.family_key,
    row.npi,
    plain(row.dea),
    plain(row.clinic),
    digitsOf(row.phone),
    digitsOf(row.fax),
  ].join(' ');

export const prescriberColumns = (fields: PrescriberFields): PrescriberColumns => ({
  family_name: fields.familyName,
  given_names: fields.givenNames,
  family_key: lettersOf(fields.familyName),
  npi: fields.npi,
  dea: fields.dea.toUpperCase(),
  clinic: fields.clinic,
  phone: fields.phone,
  fax: fields.fax,
});

/** Columns a reference file speaks of: once a person has changed one of them, the row is the pharmacy's own. */
const keptUp = ['family_name', 'given_names', 'npi', 'phone', 'fax'] as const;
export const originAfter = (row: PrescriberRow, columns: PrescriberColumns): PrescriberRow['origin'] =>
  keptUp.some((column) => row[column] !== columns[column]) ? 'own' : row.origin;

/** Refuses wrong check digits and answers what deserves a second look. */
export const checkNumbers = (fields: PrescriberFields): string[] => {
  const npi = npiProblem(fields.npi);
  if (npi) refuse('prescriber.npi-wrong', npi);
  if (fields.dea === '') return [];
  const dea = deaProblem(fields.dea);
  if (dea) refuse('prescriber.dea-wrong', dea);
  const warning = deaWarning(fields.dea, fields.familyName);
  return warning === null ? [] : [warning];
};

/** Titles are typed and mean nobody. */
const titles = new Set(['dr', 'md', 'do', 'np', 'pa', 'dds', 'prof']);

/** What was typed, as it is compared: numbers without the signs between their digits, no titles. */
export const typedFragments = (text: string): string[] =>
  fragmentsOf(text.replace(/\d[\d().+ -]*\d/g, digitsOf)).filter((fragment) => !titles.has(fragment));

interface Rank {
  points: number;
  why: string;
}

/** How one typed fragment fits a prescriber, or null when it does not. */
const rankFragment = (row: PrescriberRow, fragment: string): Rank | null => {
  const digits = /^\d+$/.test(fragment) ? fragment : '';
  const word = lettersOf(fragment);
  const family = lettersOf(row.family_name);
  const given = lettersOf(row.given_names);
  if (fragment === row.npi) return { points: 100, why: 'NPI matches' };
  if (fragment === plain(row.dea)) return { points: 100, why: 'DEA number matches' };
  if (digits !== '') {
    if (row.npi.includes(digits)) return { points: 50, why: `NPI holds ${digits}` };
    if (digitsOf(row.phone).includes(digits)) return { points: 50, why: `phone holds ${digits}` };
    if (digitsOf(row.fax).includes(digits)) return { points: 50, why: `fax holds ${digits}` };
  }
  if (word !== '') {
    if (word === family || word === given) return { points: 60, why: 'name matches' };
    if (family.startsWith(word) || given.startsWith(word)) return { points: 45, why: 'name begins so' };
    if (word.length >= 3 && (family.includes(word) || given.includes(word)))
      return { points: 30, why: 'part of the name' };
    if (word.length >= 4 && lettersOff(word, family) === 1) return { points: 20, why: 'name 1 letter off' };
  }
  if (plain(row.clinic).includes(fragment)) return { points: 15, why: `clinic ${row.clinic}` };
  return plain(row.dea).includes(fragment) ? { points: 15, why: 'DEA number' } : null;
};

/** How well a prescriber is what was typed, and why; null when a fragment fits nowhere. */
export const rank = (row: PrescriberRow, fragments: string[]): Rank | null => {
  const ranks = fragments.map((fragment) => rankFragment(row, fragment));
  if (ranks.includes(null)) return null;
  return {
    points: ranks.reduce((sum, one) => sum + one!.points, 0),
    why: [...new Set(ranks.map((one) => one!.why))].join(', ') || 'on file',
  };
};
