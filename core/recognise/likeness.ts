/**
 * How like two things are that should be one: a name, a birth date, a telephone read from a page beside those on
 * file. Pure, and each likeness comes with its words.
 * Always: what a fax confuses (a letter off, day and month exchanged, an initial for a name) is told as what it is,
 * never taken for the same. Not here: who is on file.
 */
import { digitsOf, lettersOf, lettersOff, plain } from '../fragments.ts';
import { faults, folded } from './extract/fuzzy.ts';

export interface Likeness {
  /** The more, the more alike. */
  points: number;
  words: string;
  /** Every letter or digit is the same. */
  exact: boolean;
}

export interface PersonName {
  family: string;
  given: string;
}

/** "Family, Given" as a page or a form says it; without a comma the last word is the family name. */
export const nameOf = (text: string): PersonName => {
  const comma = text.indexOf(',');
  if (comma >= 0) return { family: text.slice(0, comma).trim(), given: text.slice(comma + 1).trim() };
  const words = text.trim().split(/\s+/);
  return { family: words.at(-1) ?? '', given: words.slice(0, -1).join(' ') };
};

/** More letters off than this, and it is another name. */
const MOST_OFF = 3;

/** Letters to be changed, left out or added to make one word of the other. */
const changesBetween = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [above, letter] of [...a].entries()) {
    const next = [above + 1];
    for (let at = 0; at < b.length; at += 1)
      next.push(Math.min(row[at]! + (letter === b[at] ? 0 : 1), row[at + 1]! + 1, next[at]! + 1));
    row = next;
  }
  return row[b.length]!;
};

/**
 * How many letters two words are off, letters that print alike (rn and m) counted as one; null for another word,
 * which it is sooner when the letters are not of those a poor line confuses.
 */
export const offBy = (a: string, b: string): number | null => {
  if (a === b) return 0;
  // An m may have been read as two letters, so one more is allowed here.
  if (Math.abs(a.length - b.length) > MOST_OFF + 1) return null;
  if (lettersOff(a, b) === 1) return 1;
  const [foldedA, foldedB] = [folded(a), folded(b)];
  // Letters that do not fold (other scripts) are compared as they are or not at all.
  if (foldedA.length * 2 < a.length || foldedB.length * 2 < b.length) return null;
  const limit = Math.min(MOST_OFF, Math.max(a.length, b.length) * 0.3);
  return faults(foldedA, foldedB, limit) > limit ? null : Math.max(1, changesBetween(foldedA, foldedB));
};

const partsOf = (name: string): string[] =>
  plain(name)
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '');

/** "name 2 letters off" */
export const off = (count: number): string => `name ${count} letter${count === 1 ? '' : 's'} off`;
const like = (points: number, words: string): Likeness => ({ points, words, exact: false });

/** How a name read from a page is like one on file; null when it is another name. */
export const nameLikeness = (page: PersonName, file: PersonName): Likeness | null => {
  const [family, given] = [lettersOf(page.family), lettersOf(page.given)];
  const [fileFamily, fileGiven] = [lettersOf(file.family), lettersOf(file.given)];
  if (family + given === '') return null;
  if (family === fileFamily && given === fileGiven) return { points: 60, words: 'same name', exact: true };
  if (family === fileGiven && given === fileFamily)
    return like(50, 'same name, family and given name exchanged');
  const [first = '', fileFirst = ''] = [partsOf(page.given)[0], partsOf(file.given)[0]];
  if (family === fileFamily && first.length > 1 && first === fileFirst)
    return like(50, 'same name but for a middle name');
  if (family === fileFamily && first !== '' && fileFirst !== '' && isInitial(first, fileFirst))
    return like(35, `same family name, initial ${(first.length === 1 ? first : fileFirst).toUpperCase()}`);
  const whole = offBy(`${family}${given}`, `${fileFamily}${fileGiven}`);
  const exchanged = offBy(`${given}${family}`, `${fileFamily}${fileGiven}`);
  if (whole !== null && (exchanged === null || whole <= exchanged)) return like(52 - 7 * whole, off(whole));
  if (exchanged !== null)
    return like(45 - 7 * exchanged, `${off(exchanged)}, family and given name exchanged`);
  const sameFirst = first !== '' && (first === fileFirst || offBy(first, fileFirst) !== null);
  const [familyParts, fileParts] = [partsOf(page.family), partsOf(file.family)];
  if (sameFirst && familyParts.some((part) => part.length > 2 && fileParts.includes(part)))
    return like(35, 'part of the family name');
  if (family === fileFamily && family.length > 1) return like(15, 'same family name, another given name');
  return first.length > 1 && first === fileFirst ? like(12, 'same given name, another family name') : null;
};

const isInitial = (a: string, b: string): boolean =>
  (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** The days a birth date may have been before one digit of it was misread, or day and month exchanged. */
export const nearDays = (day: string): string[] => {
  const [year = '', month = '', date = ''] = day.split('-');
  const changed = [...day].flatMap((digit, at) =>
    digit === '-'
      ? []
      : [...'0123456789']
          .filter((other) => other !== digit)
          .map((other) => day.slice(0, at) + other + day.slice(at + 1)),
  );
  return [`${year}-${date}-${month}`, ...changed].filter((near) => near !== day && isDay(near));
};

/** How a birth date read from a page (or "" where none was) is like one on file. */
export const birthLikeness = (page: string, file: string): Likeness => {
  if (page === '') return like(0, 'no birth date read');
  if (page === file) return { points: 60, words: 'same birth date', exact: true };
  const onFile = `${file} on file`;
  const [year, month, date] = page.split('-');
  if (file === `${year}-${date}-${month}`) return like(35, `day and month of birth exchanged: ${onFile}`);
  const wrong = [...page].filter((digit, at) => digit !== file[at]).length;
  return wrong === 1
    ? like(35, `birth date 1 digit off: ${onFile}`)
    : like(-15, `birth date differs: ${onFile}`);
};

/** Whether two telephones are the same, however they are written; the last seven digits say it. */
export const isSamePhone = (a: string, b: string): boolean => {
  const [endA, endB] = [digitsOf(a).slice(-7), digitsOf(b).slice(-7)];
  return endA.length === 7 && endA === endB;
};

/** Whether an address read from a page says the house and street, or the postcode, of one on file. */
export const isSameAddress = (page: string, file: string): boolean => {
  const words = (text: string) => plain(text).match(/[\p{L}\d]+/gu) ?? [];
  const [read, known] = [words(page), new Set(words(file))];
  if (read.length < 2 || known.size < 2) return false;
  const shared = read.filter((word) => known.has(word));
  return shared.some((word) => /\d/.test(word)) && shared.length >= 0.6 * Math.min(read.length, known.size);
};
