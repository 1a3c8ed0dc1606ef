/**
 * Which prescribers on file a page may mean, best first, each with the reason in words.
 * Always: `sure` only where an NPI or DEA number with the right check digit is on file and the name does not speak
 * against it; a number with a wrong check digit finds nobody by itself, at most who is one digit away and named so.
 */
import type { Confidence } from '../contract/recognition.ts';
import { digitsOf, lettersOf, plain } from '../fragments.ts';
import { findPrescribers, prescriberCandidates } from '../prescriber/find.ts';
import { deaProblem, npiProblem } from '../prescriber/identifiers.ts';
import { findByNpi, type PrescriberRow, prescribersByDea } from '../prescriber/store.ts';
import type { Reader } from '../store/database.ts';
import { isSamePhone, type Likeness, nameLikeness, nameOf } from './likeness.ts';

/** What a page says of the prescriber; "" where it says nothing. */
export interface PrescriberOnPage {
  name: string;
  npi: string;
  dea: string;
  clinic: string;
  phone: string;
  fax: string;
}

export interface PrescriberCandidate {
  row: PrescriberRow;
  why: string;
  confidence: Confidence;
}

const SHOWN = 5;
/** Of one family name, or one a letter off. */
const FAMILY = 200;

/** Numbers one digit away whose check digit is right. */
const nearNpis = (npi: string): string[] =>
  [...npi].flatMap((digit, at) =>
    [...'0123456789']
      .filter((other) => other !== digit)
      .map((other) => npi.slice(0, at) + other + npi.slice(at + 1))
      .filter((near) => npiProblem(near) === null),
  );

const isSameClinic = (page: string, file: string): boolean => {
  const [one, other] = [lettersOf(page), lettersOf(file)];
  return one.length > 3 && other.length > 3 && (one.includes(other) || other.includes(one));
};

interface Ranked {
  row: PrescriberRow;
  name: Likeness | null;
  byNumber: boolean;
  words: string[];
  points: number;
}

const rank = (row: PrescriberRow, page: PrescriberOnPage, nearNpi: ReadonlySet<string>): Ranked | null => {
  const name = nameLikeness(nameOf(page.name), { family: row.family_name, given: row.given_names });
  const facts: [holds: boolean, points: number, words: string][] = [
    [page.npi !== '' && row.npi === page.npi, 100, 'NPI matches'],
    [nearNpi.has(row.npi), 40, `NPI 1 digit off: ${row.npi} on file`],
    [page.dea !== '' && row.dea === page.dea, 80, 'DEA number matches'],
    [isSameClinic(page.clinic, row.clinic), 15, 'same clinic'],
    [isSamePhone(page.phone, row.phone), 20, 'same phone'],
    [isSamePhone(page.fax, row.fax), 20, 'same fax'],
  ];
  const agreeing = facts.filter(([holds]) => holds);
  const points = (name?.points ?? 0) + agreeing.reduce((sum, [, worth]) => sum + worth, 0);
  if (points < 30) return null;
  const named = name?.words ?? (page.name === '' ? null : 'another name');
  return {
    row,
    name,
    byNumber: facts[0]![0] || facts[2]![0],
    words: [
      ...agreeing.map(([, , words]) => words),
      ...(named === null ? [] : [named]),
      ...(row.ended_on === null ? [] : [`NPI deactivated ${row.ended_on}`]),
    ],
    points,
  };
};

const judged = (one: Ranked, all: readonly Ranked[], page: PrescriberOnPage): PrescriberCandidate => {
  const { row, name, byNumber, words, points } = one;
  const alone = all.filter((other) => other.byNumber).length === 1;
  const sure = byNumber && alone && (name?.points ?? 0) >= 35 && row.ended_on === null;
  const close = byNumber || points >= 70 || (name?.exact && page.npi === '' && page.dea === '');
  return { row, why: words.join(', '), confidence: sure ? 'sure' : close ? 'check' : 'guess' };
};

/** Prescribers a page may mean, best first. */
export const matchPrescribers = (store: Reader, onPage: PrescriberOnPage): PrescriberCandidate[] => {
  const [npi, dea] = [digitsOf(onPage.npi), plain(onPage.dea).toUpperCase().replace(/\s/g, '')];
  const page = {
    ...onPage,
    npi: npiProblem(npi) === null ? npi : '',
    dea: deaProblem(dea) === null ? dea : '',
  };
  const near = new Set(page.npi === '' && npi.length === 10 ? nearNpis(npi) : []);
  const rows = new Map<string, PrescriberRow>();
  const add = (found: readonly (PrescriberRow | undefined)[]) => {
    for (const row of found)
      if (row && (row.ended_on === null || row.npi === page.npi)) rows.set(row.id, row);
  };
  if (page.npi !== '') add([findByNpi(store, page.npi)]);
  add([...near].map((one) => findByNpi(store, one)));
  if (page.dea !== '') add(prescribersByDea(store, page.dea));
  const { family, given } = nameOf(page.name);
  const pieces = [lettersOf(family), lettersOf(given)].filter((piece) => piece.length > 2);
  const ranked = () => [...rows.values()].flatMap((row) => rank(row, page, near) ?? []);
  if (pieces.length > 0) add(prescriberCandidates(store, pieces));
  // A letter misread in one of the names leaves the other whole.
  if (ranked().length === 0) for (const piece of pieces) add(prescriberCandidates(store, [piece]));
  // In both: somebody of that family name, or of one a letter off.
  if (ranked().length === 0 && family !== '')
    add(findPrescribers(store, family, FAMILY).map(({ row }) => row));
  const found = ranked();
  return found
    .sort((a, b) => b.points - a.points || a.row.family_name.localeCompare(b.row.family_name))
    .slice(0, SHOWN)
    .map((one) => judged(one, found, page));
};
