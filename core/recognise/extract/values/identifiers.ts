/**
 * The numbers of people: NPI, DEA, GMC and NHS number, each with what its check digit says.
 *
 * Always: letters that slipped into figures are put right and said so; nothing is tried until a check digit fits.
 * Not here: whether the number is in force.
 */
import { nhsNumberProblem } from '../../../patient/identifiers.ts';
import { deaProblem, npiProblem } from '../../../prescriber/identifiers.ts';
import type { Read } from '../span.ts';
import { asFigures, figure } from './number.ts';

export interface ReadIdentifier extends Read {
  /** Null for a number that has no check digit. */
  readonly checkDigit: boolean | null;
}

const asLetters = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[01583]/g, (digit) => ({ '0': 'O', '1': 'I', '5': 'S', '8': 'B', '3': 'B' })[digit]!);

const found = (match: RegExpExecArray, value: string, checkDigit: boolean | null): ReadIdentifier => ({
  value,
  from: match.index,
  to: match.index + match[0].length,
  repaired: value !== match[0].replace(/[\s-]/g, '').toUpperCase(),
  checkDigit,
});

const npi = new RegExp(`(?<![\\w])${figure}(?:\\s?${figure}){9}(?![\\w])`, 'g');
const dea = new RegExp(`(?<![\\w])([A-Z0158]\\s?[A-Z0-9])\\s?-?(${figure}(?:\\s?${figure}){6})(?!\\w)`, 'gi');
const nhs = new RegExp(
  `(?<![\\w])(${figure}{3})[\\s.-]{0,2}(${figure}{3})[\\s.-]{0,2}(${figure}{4})(?!\\w)`,
  'g',
);
const gmc = new RegExp(`(?<![\\w])${figure}(?:\\s?${figure}){6}(?!\\w)`, 'g');

const mostlyDigits = (text: string): boolean =>
  (text.match(/\d/g) ?? []).length >= 0.7 * text.replace(/[\s.-]/g, '').length;

/** `NPI` run together with its number. */
const glued = /(?<=\bNP)[I1l|]\s?(?=\d{10}(?!\d))/;

export const npisIn = (text: string): ReadIdentifier[] =>
  [...text.replace(glued, (letter) => ' '.repeat(letter.length)).matchAll(npi)]
    .filter(([whole]) => mostlyDigits(whole))
    .map((match) => {
      const value = asFigures(match[0]).replace(/\s/g, '');
      return found(match, value, npiProblem(value) === null);
    });

export const deasIn = (text: string): ReadIdentifier[] =>
  [...text.matchAll(dea)]
    .filter(([, , digits = '']) => mostlyDigits(digits))
    .map((match) => {
      const letters = match[1]!.replace(/\s/g, '');
      const value = `${asLetters(letters[0]!)}${letters[1] === '9' ? '9' : asLetters(letters[1]!)}${asFigures(match[2]!).replace(/\s/g, '')}`;
      return found(match, value, deaProblem(value) === null);
    });

export const nhsNumbersIn = (text: string): ReadIdentifier[] =>
  [...text.matchAll(nhs)]
    .filter(([whole]) => mostlyDigits(whole))
    .map((match) => {
      const value = asFigures(match.slice(1).join(''));
      return found(match, value, nhsNumberProblem(value) === null);
    });

/** Seven digits, which only their label tells from any other seven. */
export const gmcsIn = (text: string): ReadIdentifier[] =>
  [...text.matchAll(gmc)]
    .filter(([whole]) => mostlyDigits(whole))
    .map((match) => found(match, asFigures(match[0]).replace(/\s/g, ''), null));
