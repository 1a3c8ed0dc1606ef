/**
 * Which patients on file a page may mean, best first, each with the reason in words.
 * Always: `sure` only where name and full birth date are the same and nobody else on file could be meant as well:
 * no namesake, and nobody of that family born the same day. Every set of candidates is limited, so that an answer
 * takes the same time among a thousand patients and a million.
 * Not here: any decision. A person picks.
 */
import type { Confidence } from '../contract/recognition.ts';
import { digitsOf, isSearchable, lettersOf, matchExpression } from '../fragments.ts';
import { nhsNumberProblem } from '../patient/identifiers.ts';
import {
  type PatientRow,
  patientsBornOn,
  patientsBornOnAny,
  patientsByNamePrefix,
  patientsByNhsNumber,
  patientsByPhoneEnd,
  patientsMatching,
} from '../patient/store.ts';
import type { Reader } from '../store/database.ts';
import {
  birthLikeness,
  isSameAddress,
  isSamePhone,
  type Likeness,
  nameLikeness,
  nameOf,
  nearDays,
  type PersonName,
} from './likeness.ts';

/** What a page says of the patient; "" where it says nothing. */
export interface PatientOnPage {
  name: string;
  dateOfBirth: string;
  phone: string;
  address: string;
  nhsNumber: string;
}

export interface PatientCandidate {
  row: PatientRow;
  why: string;
  confidence: Confidence;
}

const CANDIDATES = 200;
const SAME_BIRTH_DATE = 500;
const SHOWN = 6;

interface Ranked {
  row: PatientRow;
  name: Likeness | null;
  birth: Likeness;
  /** What else agrees, in words. */
  more: string[];
  points: number;
  byNumber: boolean;
}

const rank = (row: PatientRow, page: PatientOnPage, read: PersonName): Ranked | null => {
  const name = nameLikeness(read, { family: row.family_name, given: row.given_names });
  const birth = birthLikeness(page.dateOfBirth, row.date_of_birth);
  const byNumber = page.nhsNumber !== '' && row.nhs_number === page.nhsNumber;
  const phone = isSamePhone(page.phone, row.phone);
  const address = isSameAddress(page.address, row.address);
  const named = name?.points ?? 0;
  const worthALook =
    byNumber ||
    (birth.exact && (named > 0 || phone || address)) ||
    (birth.points > 0 && named >= 25) ||
    named >= 30 ||
    (phone && named > 0);
  if (!worthALook) return null;
  const otherNumber = page.nhsNumber !== '' && row.nhs_number !== '' && !byNumber;
  return {
    row,
    name,
    birth,
    byNumber,
    more: [
      ...(byNumber ? ['same NHS number'] : []),
      ...(otherNumber ? ['another NHS number on file'] : []),
      ...(phone ? ['same phone'] : []),
      ...(address ? ['same address'] : []),
    ],
    points:
      named +
      birth.points +
      (byNumber ? 70 : 0) -
      (otherNumber ? 25 : 0) +
      (phone ? 15 : 0) +
      (address ? 10 : 0),
  };
};

const whyOf = ({ name, birth, more }: Ranked): string => {
  const both =
    name?.exact && birth.exact
      ? ['same name and birth date']
      : birth.exact
        ? [birth.words, name?.words ?? 'another name']
        : [name?.words ?? 'another name', birth.words];
  return [...both, ...more].join(', ');
};

/** Who else may be meant where one agrees wholly: the reason it is not sure, in words, or null. */
const rivalOf = (store: Reader, one: Ranked, all: readonly Ranked[]): string | null => {
  const others = all.filter(({ row }) => row.id !== one.row.id);
  if (others.some(({ name, birth }) => name?.exact && birth.exact))
    return 'another patient has the same name and birth date';
  const namesake =
    others.find(({ name }) => name?.exact)?.row ??
    patientsByNamePrefix(store, one.row.name_key, CANDIDATES).find(
      ({ id, name_key, lives_on }) => id !== one.row.id && name_key === one.row.name_key && lives_on === null,
    );
  if (namesake) return `another patient has this name, born ${namesake.date_of_birth}`;
  const family = lettersOf(one.row.family_name);
  const sibling = others.some(
    ({ row, name, birth }) =>
      birth.exact && (lettersOf(row.family_name) === family || (name !== null && name.points >= 25)),
  );
  return sibling ? 'another patient with a name like it was born the same day' : null;
};

const judged = (store: Reader, one: Ranked, all: readonly Ranked[]): PatientCandidate => {
  const { row, name, birth } = one;
  const why = whyOf(one);
  if (name?.exact && birth.exact) {
    const rival = rivalOf(store, one, all);
    const sure = rival === null && !one.more.includes('another NHS number on file');
    return { row, confidence: sure ? 'sure' : 'check', why: rival === null ? why : `${why}; ${rival}` };
  }
  const named = name?.points ?? 0;
  const close =
    (birth.exact && named >= 30) || (birth.points > 0 && named >= 50) || (one.byNumber && named > 0);
  return { row, why, confidence: close ? 'check' : 'guess' };
};

/** Both ends of a word: one letter misread leaves one of them whole. */
const endsOf = (word: string): string[] => {
  const length = Math.max(3, Math.floor(word.length / 2));
  return [...new Set([word.slice(0, length), word.slice(-length)])].filter(isSearchable);
};

const eitherOf = (pieces: readonly string[]): string =>
  `(${pieces.map((piece) => matchExpression([piece])!).join(' OR ')})`;

/** Rows that may be meant, by what the indexes know: birth date, name either way round, numbers. */
const rowsFor = (store: Reader, page: PatientOnPage, read: PersonName): Map<string, PatientRow> => {
  const found = new Map<string, PatientRow>();
  // What a merged record says is on the record it lives on as too, or was put right there.
  const add = (rows: PatientRow[]) => {
    for (const row of rows) if (row.lives_on === null) found.set(row.id, row);
  };
  const [family, given] = [lettersOf(read.family), lettersOf(read.given)];
  if (page.nhsNumber !== '') add(patientsByNhsNumber(store, page.nhsNumber));
  const phoneEnd = digitsOf(page.phone).slice(-7);
  if (phoneEnd.length === 7) add(patientsByPhoneEnd(store, phoneEnd, CANDIDATES));
  if (page.dateOfBirth !== '') {
    add(patientsBornOn(store, page.dateOfBirth, SAME_BIRTH_DATE));
    const days = nearDays(page.dateOfBirth);
    for (const initial of new Set([family[0], given[0]]))
      if (initial !== undefined) add(patientsBornOnAny(store, days, initial, CANDIDATES));
  }
  if (family !== '') add(patientsByNamePrefix(store, `${family} ${given.slice(0, 1)}`, CANDIDATES));
  if (given !== '') add(patientsByNamePrefix(store, `${given} ${family.slice(0, 1)}`, CANDIDATES));
  return found;
};

/** Rows whose name holds a piece of both names: what is left when a letter is off and the birth date is no help. */
const rowsByPieces = (store: Reader, read: PersonName): PatientRow[] => {
  const [family, given] = [endsOf(lettersOf(read.family)), endsOf(lettersOf(read.given))];
  if (family.length === 0 || given.length === 0) return [];
  return patientsMatching(store, `${eitherOf(family)} AND ${eitherOf(given)}`, CANDIDATES).filter(
    ({ lives_on }) => lives_on === null,
  );
};

/** Patients a page may mean, best first. Nobody where the page says neither a name nor a number. */
export const matchPatients = (store: Reader, onPage: PatientOnPage): PatientCandidate[] => {
  const nhsNumber = digitsOf(onPage.nhsNumber);
  // A number that cannot be right finds nobody and speaks against nobody.
  const page = {
    ...onPage,
    nhsNumber: nhsNumber !== '' && nhsNumberProblem(nhsNumber) === null ? nhsNumber : '',
  };
  const read = nameOf(page.name);
  const rankAll = (rows: Iterable<PatientRow>) => [...rows].flatMap((row) => rank(row, page, read) ?? []);
  const rows = rowsFor(store, page, read);
  const found = rankAll(rows.values());
  const close = found.some(({ points }) => points >= 80);
  if (!close) found.push(...rankAll(rowsByPieces(store, read).filter(({ id }) => !rows.has(id))));
  return found
    .sort((a, b) => b.points - a.points || (a.row.name_key < b.row.name_key ? -1 : 1))
    .slice(0, SHOWN)
    .map((one) => judged(store, one, found));
};
