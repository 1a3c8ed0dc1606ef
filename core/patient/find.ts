/**
 * Who may be meant by what was typed: name fragments in any order, a birth date, digits of a telephone or record.
 * Every candidate set is limited, so that an answer takes the same time among a thousand patients and a million;
 * the ranking and its words are made here, from the rows.
 * Always: a record that was merged is still found by what it says; the answer is the patient it lives on as.
 */
import { dayOf } from '../calendar.ts';
import type { PatientView } from '../contract/patient.ts';
import {
  digitsOf,
  fragmentsOf,
  isSearchable,
  lettersOf,
  lettersOff,
  matchExpression,
  plain,
} from '../fragments.ts';
import type { Context } from '../handler.ts';
import type { Reader } from '../store/database.ts';
import { patientView } from './patient.ts';
import {
  loadPatient,
  type PatientRow,
  patientsBornOn,
  patientsByNamePrefix,
  patientsMatching,
} from './store.ts';

const CANDIDATES = 200;
/** More people than this share a birth date only where the date is a stopgap such as 1 January. */
const SAME_BIRTH_DATE = 500;

export interface Wanted {
  words: string[];
  /** Runs of digits: telephone, record number, NHS number. */
  numbers: string[];
  dateOfBirth: string | null;
}

const validDay = (year: number, month: number, day: number): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The ways a birth date is typed; the first that gives a real day counts. */
const dayShapes: [shape: RegExp, order: 'ymd' | 'numbers' | 'mdy' | 'dmy'][] = [
  [/(?<![\d-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])/, 'ymd'],
  [/(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/, 'numbers'],
  [/(?<![a-z])([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/, 'mdy'],
  [/(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})(?!\d)/, 'dmy'],
  [/(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/, 'ymd'],
  [/(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)/, 'numbers'],
];

/** Takes a birth date out of the text. Numbers alone are read month first, in the UK profile day first. */
const takeDay = (text: string, today: string, dayFirst: boolean): { day: string | null; rest: string } => {
  const monthOf = (word: string) => MONTHS.indexOf(word.slice(0, 3)) + 1;
  for (const [shape, order] of dayShapes) {
    const found = shape.exec(text);
    if (!found) continue;
    const [all, a = '', b = '', c = ''] = found;
    const thisYear = Number(today.slice(0, 4));
    const year = (digits: string) =>
      digits.length === 4
        ? Number(digits)
        : // Nobody is born in the future: two digits mean the latest year that has been.
          Number(digits) + (Number(digits) + 2000 > thisYear ? 1900 : 2000);
    const day =
      order === 'ymd'
        ? validDay(Number(a), Number(b), Number(c))
        : order === 'mdy'
          ? monthOf(a) > 0
            ? validDay(Number(c), monthOf(a), Number(b))
            : null
          : order === 'dmy'
            ? monthOf(b) > 0
              ? validDay(Number(c), monthOf(b), Number(a))
              : null
            : dayFirst
              ? validDay(year(c), Number(b), Number(a))
              : validDay(year(c), Number(a), Number(b));
    if (day !== null && day <= today) return { day, rest: text.replace(all, ' ') };
  }
  return { day: null, rest: text };
};

/** Digits with the signs people put between them: a telephone or an NHS number. */
const NUMBER = /\+?\(?\d[\d\s().+-]*\d/g;

/** Reads what was typed. `today` is the branch's day. */
export const readWanted = (text: string, today: string, dayFirst: boolean): Wanted => {
  const { day, rest } = takeDay(plain(text), today, dayFirst);
  const numbers: string[] = [];
  const named = rest.replace(NUMBER, (run, at: number) => {
    // A record number may hold letters: "MRN00123" stays a word.
    if (at > 0 && /[a-z]/.test(rest[at - 1]!)) return run;
    numbers.push(digitsOf(run));
    return ' ';
  });
  return { words: fragmentsOf(named), numbers, dateOfBirth: day };
};

type Fit = 'exact' | 'beginning' | 'part' | 'letter-off';
const fits: readonly Fit[] = ['exact', 'beginning', 'part', 'letter-off'];
const fitPoints: Record<Fit, number> = { exact: 60, beginning: 45, part: 30, 'letter-off': 20 };
const fitWords: Record<Fit, string> = {
  exact: 'name matches',
  beginning: 'name begins so',
  part: 'part of the name',
  'letter-off': 'name 1 letter off',
};

/** The words a patient's name can be typed with: each part, and each name as one word. */
const namePartsOf = (row: PatientRow): string[] => [
  ...new Set([
    ...row.name_key.split(' '),
    ...`${row.family_name} ${row.given_names}`.split(/[\s-]+/).map(lettersOf),
  ]),
];

const fitOfWord = (word: string, parts: string[]): Fit | null => {
  if (parts.includes(word)) return 'exact';
  if (parts.some((part) => part.startsWith(word))) return 'beginning';
  if (isSearchable(word) && parts.some((part) => part.includes(word))) return 'part';
  return isSearchable(word) && parts.some((part) => lettersOff(word, part) === 1) ? 'letter-off' : null;
};

/** The worst fit among the words, or null when one of them fits nowhere. */
const fitOf = (words: string[], row: PatientRow): Fit | null => {
  const parts = namePartsOf(row);
  const found = words.map((word) => fitOfWord(lettersOf(word) || word, parts));
  return found.includes(null) ? null : fits[Math.max(...found.map((fit) => fits.indexOf(fit!)))]!;
};

const numberWords = (number: string, row: PatientRow): string | null => {
  const phone = digitsOf(row.phone);
  if (phone.endsWith(number)) return `phone ends ${number.slice(-4)}`;
  if (isSearchable(number) && phone.includes(number)) return `phone holds ${number}`;
  if (isSearchable(number) && row.nhs_number.includes(number)) return 'NHS number';
  return isSearchable(number) && row.mrn.includes(number) ? 'record number' : null;
};

export interface Ranked {
  row: PatientRow;
  points: number;
  why: string;
}

/** How well a row is what was wanted, and why in words; null when it is not. */
export const rank = (row: PatientRow, wanted: Wanted): Ranked | null => {
  const words = wanted.words.filter((word) => plain(row.mrn) !== word);
  const byRecord = words.length < wanted.words.length;
  const fit = words.length > 0 ? fitOf(words, row) : null;
  const born = wanted.dateOfBirth !== null && row.date_of_birth === wanted.dateOfBirth;
  const numbers = wanted.numbers.map((number) => numberWords(number, row));
  const nameFails = words.length > 0 && fit === null;
  if (!born && (nameFails || numbers.includes(null))) return null;
  if (!born && words.length === 0 && !byRecord && numbers.length === 0) return null;

  const points =
    (born ? 100 : 0) + (fit ? fitPoints[fit] : 0) + (byRecord ? 80 : 0) + 40 * numbers.filter(Boolean).length;
  const said =
    born && fit === 'exact'
      ? ['name and birth date match']
      : [
          ...(born ? ['same birth date'] : []),
          ...(fit ? [fitWords[fit]] : nameFails ? ['another name'] : []),
          ...(wanted.dateOfBirth !== null && !born ? ['another birth date'] : []),
        ];
  return {
    row,
    points,
    why: [...said, ...(byRecord ? ['record number'] : []), ...numbers.filter((one) => one !== null)].join(
      ', ',
    ),
  };
};

/** Rows that may be meant: by birth date, by index of fragments, by the beginning of the name. */
const candidates = ({ store }: Context, wanted: Wanted): Map<string, PatientRow> => {
  const { words, numbers, dateOfBirth } = wanted;
  const found = new Map<string, PatientRow>();
  const add = (rows: PatientRow[]) => {
    for (const row of rows) found.set(row.id, row);
  };
  if (dateOfBirth !== null) add(patientsBornOn(store, dateOfBirth, SAME_BIRTH_DATE));
  const match = matchExpression([...words, ...numbers]);
  if (match !== null) add(patientsMatching(store, match, CANDIDATES));
  const keys = words.map(lettersOf).filter((key) => key !== '');
  // "smith j" and "j smith" are both the beginning of a name key.
  for (const first of keys)
    for (const second of keys)
      if (first !== second) add(patientsByNamePrefix(store, `${first} ${second}`, CANDIDATES));
  for (const key of keys) {
    add(patientsByNamePrefix(store, key, CANDIDATES));
    // A letter mistyped after the third still begins alike.
    if (key.length > 4) add(patientsByNamePrefix(store, key.slice(0, 3), CANDIDATES));
  }
  return found;
};

const asTheyLiveOn = (store: Reader, found: Ranked): Ranked =>
  found.row.lives_on === null
    ? found
    : {
        ...found,
        row: loadPatient(store, found.row.id),
        why: `${found.why}, on a record merged into this one`,
      };

/** Patients that may be meant, best first. */
export const findPatients = (
  context: Context,
  input: { text: string; dateOfBirth?: string | undefined; limit: number },
): (PatientView & { why: string })[] => {
  const today = dayOf(context.now, context.setting('branch.timeZone'));
  const read = readWanted(input.text, today, context.setting('branch.profile') === 'uk');
  const wanted = {
    ...read,
    words: read.words.slice(0, 5),
    dateOfBirth: input.dateOfBirth ?? read.dateOfBirth,
  };
  return [...candidates(context, wanted).values()]
    .flatMap((row) => rank(row, wanted) ?? [])
    .map((found) => asTheyLiveOn(context.store, found))
    .sort((a, b) => b.points - a.points || (a.row.name_key < b.row.name_key ? -1 : 1))
    .filter(({ row }, place, all) => all.findIndex((one) => one.row.id === row.id) === place)
    .slice(0, input.limit)
    .map(({ row, why }) => ({ ...patientView(row, context), why }));
};
