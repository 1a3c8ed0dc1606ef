/**
 * The many ways of writing one and the same date, number, name or telephone number.
 * Always: what is written can be read back by somebody who knows the country's habits.
 */
import type { Chance } from '../support/chance.ts';
import type { Country } from './truth.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

type DateStyle = (year: string, month: number, day: number) => string;

const two = (value: number) => String(value).padStart(2, '0');
const short = (month: number) => months[month - 1]!.slice(0, 3);

const dateStyles: Record<Country, readonly DateStyle[]> = {
  us: [
    (year, month, day) => `${two(month)}/${two(day)}/${year}`,
    (year, month, day) => `${two(month)}/${two(day)}/${year}`,
    (year, month, day) => `${month}/${day}/${year}`,
    (year, month, day) => `${two(month)}-${two(day)}-${year}`,
    (year, month, day) => `${two(month)}/${two(day)}/${year.slice(2)}`,
    (year, month, day) => `${months[month - 1]} ${day}, ${year}`,
    (year, month, day) => `${short(month)} ${day}, ${year}`,
    (year, month, day) => `${two(day)}-${short(month).toUpperCase()}-${year.slice(2)}`,
    (year, month, day) => `${year}-${two(month)}-${two(day)}`,
  ],
  uk: [
    (year, month, day) => `${two(day)}/${two(month)}/${year}`,
    (year, month, day) => `${two(day)}/${two(month)}/${year}`,
    (year, month, day) => `${day} ${months[month - 1]} ${year}`,
    (year, month, day) => `${two(day)}-${short(month)}-${year}`,
    (year, month, day) => `${two(day)}.${two(month)}.${year}`,
    (year, month, day) => `${two(day)} ${short(month)} ${year}`,
    (year, month, day) => `${two(day)}/${two(month)}/${year.slice(2)}`,
  ],
};

/** One way of writing dates, kept for a whole page. `day` is YYYY-MM-DD. */
export function dateWriter(country: Country, chance: Chance): (day: string) => string {
  const style = chance.pick(dateStyles[country]);
  return (day) => {
    const [year, month, date] = day.split('-');
    return style(year!, Number(month), Number(date));
  };
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = '- ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** A whole number below 1000 in words, with the British "and" where it is wanted. */
export function inWords(value: number, country: Country = 'us'): string {
  if (value < 20) return small[value]!;
  if (value < 100) return `${tens[Math.floor(value / 10)]}${value % 10 === 0 ? '' : `-${small[value % 10]}`}`;
  const rest = value % 100;
  const joined = country === 'uk' ? ' and ' : ' ';
  return `${small[Math.floor(value / 100)]} hundred${rest === 0 ? '' : joined + inWords(rest, country)}`;
}

export const titled = (text: string): string => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** Ten digits of a US number. */
const usPhones: readonly ((area: string, exchange: string, line: string) => string)[] = [
  (area, exchange, line) => `(${area}) ${exchange}-${line}`,
  (area, exchange, line) => `${area}-${exchange}-${line}`,
  (area, exchange, line) => `${area}.${exchange}.${line}`,
  (area, exchange, line) => `${area} ${exchange}-${line}`,
];

/** One way of writing the country's telephone numbers; takes the bare digits. */
export function phoneWriter(country: Country, chance: Chance): (digits: string) => string {
  if (country === 'us') {
    const style = chance.pick(usPhones);
    return (digits) => style(digits.slice(0, 3), digits.slice(3, 6), digits.slice(6));
  }
  const bracketed = chance.percent(30);
  return (digits) => {
    const area = digits.startsWith('02') ? 3 : digits.startsWith('011') || digits.startsWith('0161') ? 4 : 5;
    const rest = digits.slice(area);
    const parted = rest.length > 6 ? `${rest.slice(0, rest.length - 4)} ${rest.slice(-4)}` : rest;
    return bracketed ? `(${digits.slice(0, area)}) ${parted}` : `${digits.slice(0, area)} ${parted}`;
  };
}
