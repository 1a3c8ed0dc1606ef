/**
 * Invented patients, prescribers and clinics, and how they are written.
 * Always: nobody here exists; telephone numbers are from the ranges kept for fiction; NHS numbers are from the range
 * kept for tests; check digits are right unless one is wrong on purpose, and then the value is marked doubtful.
 */
import { nhsNumberProblem } from '../../core/patient/identifiers.ts';
import { deaProblem, npiProblem } from '../../core/prescriber/identifiers.ts';
import type { Chance } from '../support/chance.ts';
import { clinicNames, familyNames, givenNames, placesUk, placesUs, streetsUk, streetsUs } from './names.ts';
import type { Country, Written } from './truth.ts';

export interface Name {
  readonly given: string;
  readonly family: string;
}

export const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.below(10)).join('');

export function nameOf(country: Country, chance: Chance): Name {
  const families = familyNames[country];
  const twoPart = chance.percent(7);
  const family = twoPart ? `${chance.pick(families)}-${chance.pick(families)}` : chance.pick(families);
  const given = chance.pick(givenNames[country]);
  const middle = chance.percent(20) ? ` ${chance.pick([...'ABCDEFGHJKLMNPRSTW'])}.` : '';
  return { given: `${given}${middle}`, family };
}

export type NameStyle = 'given-first' | 'family-first' | 'capitals' | 'capitals-family-first' | 'titled';

export const nameStyles: readonly NameStyle[] = [
  'given-first',
  'given-first',
  'family-first',
  'capitals',
  'capitals-family-first',
];

export function writtenName(
  field: 'patientName' | 'prescriberName',
  { given, family }: Name,
  style: NameStyle,
  before = '',
  after = '',
): Written {
  const text =
    style === 'given-first'
      ? `${given} ${family}`
      : style === 'capitals'
        ? `${given} ${family}`.toUpperCase()
        : style === 'family-first'
          ? `${family}, ${given}`
          : style === 'titled'
            ? `${family.toUpperCase()} ${given}`
            : `${family}, ${given}`.toUpperCase();
  return { field, text: `${before}${text}${after}`, value: `${family}, ${given}` };
}

/** Where somebody lives, or without a flat where a clinic is. */
export function addressOf(country: Country, chance: Chance, home = true): string {
  const number = 1 + chance.below(country === 'us' ? 2400 : 180);
  if (country === 'us') {
    const flat =
      home && chance.percent(20) ? `, Apt ${1 + chance.below(30)}${chance.pick(['', 'A', 'B', 'C'])}` : '';
    return `${number} ${chance.pick(streetsUs)}${flat}, ${chance.pick(placesUs)}`;
  }
  const flat = home && chance.percent(15) ? `Flat ${1 + chance.below(20)}, ` : '';
  const place = chance.pick(placesUk);
  const inward = `${1 + chance.below(9)}${chance.pick([...'ABDEFGHJLNPQRSTUWXYZ'])}${chance.pick([...'ABDEFGHJLNPQRSTUWXYZ'])}`;
  return `${flat}${number} ${chance.pick(streetsUk)}, ${place} ${inward}`;
}

export function phoneDigits(country: Country, chance: Chance): string {
  if (country === 'us')
    return `${chance.pick(['585', '607', '315', '212', '718', '914', '206', '303'])}55501${digits(chance, 2)}`;
  return chance.pick([
    `01632960${digits(chance, 3)}`,
    `0207946${`0${digits(chance, 3)}`}`,
    `0161496${`0${digits(chance, 3)}`}`,
    `07700900${digits(chance, 3)}`,
    `0113496${`0${digits(chance, 3)}`}`,
  ]);
}

/** A number whose last digit makes it right, or on purpose wrong. */
function checked(stem: string, problem: (text: string) => string | null, wrong: boolean): string {
  const right = [...'0123456789'].find((digit) => problem(stem + digit) === null);
  if (right === undefined) throw new Error('this stem has no check digit');
  return stem + (wrong ? String((Number(right) + 3) % 10) : right);
}

export function npiOf(chance: Chance, wrong = false): Written {
  const value = checked(`1${digits(chance, 8)}`, npiProblem, wrong);
  return { field: 'npi', text: value, value, ...(wrong ? { doubtful: true } : {}) };
}

export function deaOf(family: string, chance: Chance, wrong = false): Written {
  const initial = family
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')[0]!;
  const value = checked(
    `${chance.pick(['A', 'B', 'F', 'M'])}${initial}${digits(chance, 6)}`,
    deaProblem,
    wrong,
  );
  return { field: 'dea', text: value, value, ...(wrong ? { doubtful: true } : {}) };
}

export function gmcOf(chance: Chance): Written {
  const value = `${chance.pick(['3', '4', '6', '7'])}${digits(chance, 6)}`;
  return { field: 'gmc', text: value, value };
}

/** From the range 999 000 0000 to 999 999 9999, which belongs to nobody. */
export function nhsNumberOf(chance: Chance, wrong = false): Written {
  let stem = `999${digits(chance, 6)}`;
  while (![...'0123456789'].some((digit) => nhsNumberProblem(stem + digit) === null))
    stem = `999${digits(chance, 6)}`;
  const value = checked(stem, nhsNumberProblem, wrong);
  const text = chance.percent(75) ? `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}` : value;
  return { field: 'nhsNumber', text, value, ...(wrong ? { doubtful: true } : {}) };
}

export const clinicOf = (country: Country, kind: 'clinic' | 'hospital', chance: Chance): string =>
  chance.pick(clinicNames[kind === 'hospital' ? 'hospital' : country]);

/** A birth date between a lifetime ago and a few years ago, YYYY-MM-DD. */
export function birthDate(chance: Chance): string {
  const year = chance.percent(12) ? 2008 + chance.below(14) : 1932 + chance.below(72);
  const month = String(1 + chance.below(12)).padStart(2, '0');
  return `${year}-${month}-${String(1 + chance.below(28)).padStart(2, '0')}`;
}

/** The same address as it stands on envelopes: a line for each part. */
export const inLines = (address: Written): Written => ({
  ...address,
  text: address.text.replaceAll(', ', ',\n'),
});
