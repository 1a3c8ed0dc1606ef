/**
 * Strengths: `50 mg`, `10-325 mg`, `200 mg/5 mL`, `0.1 %`, `25 mcg/hour`.
 *
 * Always: two strengths are the same when they say the same amount, however it is written; 1 g is 1000 mg. A unit or
 * figure that had to be put right says so. Not here: which strengths a drug is made in.
 */
import type { Read } from '../span.ts';
import { asFigures, figure, looseFigure, numbersAlike } from './number.ts';

export interface Strength {
  /** In base units: micrograms, units, millilitres … */
  readonly amounts: readonly { readonly value: number; readonly base: string }[];
  readonly per: { readonly value: number; readonly base: string } | null;
}

interface Unit {
  readonly spelt: string;
  /** What OCR makes of it. */
  readonly misread: string;
  readonly base: string;
  readonly factor: number;
  /** As it is written when it had to be put right. */
  readonly says: string;
}

const unit = (says: string, spelt: string, base: string, factor: number, misread = ''): Unit => ({
  ...{ says, spelt, misread, base, factor },
});
const units: readonly Unit[] = [
  unit('mcg', 'micrograms?|mcgs?|µg|μg|ug', 'mcg', 1, 'me[cg]g?|mcq|microgramsi|mcgl'),
  unit('mg', 'milligrams?|mgs?', 'mcg', 1000, 'rng|mq|me|my|mgq|ing|nig|rag|mgl'),
  unit('g', 'grams?|gms?|g', 'mcg', 1_000_000),
  unit('ng', 'nanograms?|ng', 'mcg', 0.001),
  unit('units', 'units?|iu|u', 'unit', 1),
  unit('mega units', 'mega\\s?units?|mu', 'unit', 1_000_000),
  unit('mEq', 'meq', 'mEq', 1, 'megq'),
  unit('mmol', 'mmol', 'mmol', 1),
  unit('%', '%|percent', '%', 1),
];
const pers: readonly Unit[] = [
  unit('mL', 'millilitres?|milliliters?|mls?|cc', 'mL', 1, 'mi|nl|m1|rnl|mil'),
  unit('L', 'litres?|liters?|l', 'mL', 1000),
  unit('dose', 'actuations?|doses?|puffs?|sprays?|inhalations?|inh|act|metered dose|blisters?', 'dose', 1),
  unit('hour', 'hours?|hrs?|h', 'hour', 1),
  unit('day', 'days?', 'hour', 24),
  unit('g', 'grams?|gms?|g', 'g', 1),
  unit('mg', 'milligrams?|mgs?', 'g', 0.001),
  unit('', 'tablets?|tabs?|capsules?|caps?|patch|each|1|drops?|sachets?|vials?|ampoules?|pens?', 'piece', 1),
];

const either = (table: readonly Unit[]): string =>
  table.flatMap(({ spelt, misread }) => (misread === '' ? [spelt] : [spelt, misread])).join('|');
const shapesOf = (table: readonly Unit[]) =>
  table.map((one) => ({
    ...one,
    right: new RegExp(`^(?:${one.spelt})$`, 'i'),
    wrong: one.misread === '' ? /^(?!)/ : new RegExp(`^(?:${one.misread})$`, 'i'),
  }));
const unitShapes = shapesOf(units);
const perShapes = shapesOf(pers);

/** The unit a word is, and whether it had to be put right. */
function lookUp(
  shapes: typeof unitShapes,
  word: string | undefined,
): { unit: Unit; repaired: boolean } | undefined {
  const text = word?.trim() ?? '';
  const right = shapes.find((one) => one.right.test(text));
  if (right !== undefined) return { unit: right, repaired: false };
  const wrong = shapes.find((one) => one.wrong.test(text));
  return wrong === undefined ? undefined : { unit: wrong, repaired: true };
}

const unitWord = `(?:${either(units)})(?![a-z])`;
/** A number; one that begins with a letter only where a unit follows it. */
const number = `(?:\\d${figure}*(?:,\\d{3})*(?:[.,]${figure}+)?|\\.\\d+|[OoIlSZB]${figure}*(?:\\.${figure}+)?(?=\\s?(?:mg|mcg|meg|micrograms?|g)\\b))`;
const shape = new RegExp(
  `(?<![\\w.,])((?:${number}\\s?(?:${unitWord})?\\s?[-/+–]\\s?){0,3}${number}\\s?${unitWord})` +
    `(?:\\s?(?:/|per|in|each)\\s?(${looseFigure}[\\d.,]*|s(?=mls?\\b))?\\s?(${either(pers)})(?![a-z]))?`,
  'giu',
);
const part = new RegExp(`(${number})\\s?(${unitWord})?`, 'giu');

export interface ReadStrength extends Read {
  readonly strength: Strength;
}

/** Every strength in the text. A number without a unit of strength is none. */
export function strengthsIn(text: string): ReadStrength[] {
  return [...text.matchAll(shape)].flatMap((match) => {
    const [whole, amounts = '', perNumber, perWord] = match;
    const read = amountsOf(amounts);
    if (read === null) return [];
    const found = lookUp(perShapes, perWord);
    const perText = perNumber === undefined ? '' : asFigures(perNumber.replace(/^s$/, 'S')).replace(',', '.');
    const perValue = perText === '' ? 1 : Number(perText);
    if (found !== undefined && !(perValue > 0)) return [];
    const to = match.index + whole.trimEnd().length;
    const tail =
      found === undefined ? '' : `/${perText === '' ? '' : `${perText} `}${found.unit.says || perWord}`;
    const repaired =
      read.repaired || found?.repaired === true || /\D/.test((perNumber ?? '').replace(/[.,]/g, ''));
    return [
      {
        // What had to be put right is written out; else it stays as it stands.
        value: repaired ? `${read.says}${tail}` : written(text.slice(match.index, to)),
        from: match.index,
        to,
        repaired,
        strength: {
          amounts: read.amounts,
          per: found === undefined ? null : { value: perValue * found.unit.factor, base: found.unit.base },
        },
      },
    ];
  });
}

function amountsOf(text: string): { amounts: Strength['amounts']; repaired: boolean; says: string } | null {
  const parts = [...text.matchAll(part)];
  const found = parts.map(([, , word]) => lookUp(unitShapes, word));
  let repaired = false;
  const amounts: { value: number; base: string }[] = [];
  const says: string[] = [];
  for (const [at, [, digits = '']] of parts.entries()) {
    // `10-325 mg`: what has no unit takes the next one that follows.
    const one = found[at] ?? found.slice(at).find((next) => next !== undefined);
    const plain = asFigures(digits)
      .replace(/,(?=\d{3}(?!\d))/g, '')
      .replace(',', '.');
    const value = Number(plain);
    if (one === undefined || !Number.isFinite(value) || value <= 0) return null;
    repaired ||= one.repaired || /[a-z|]/i.test(digits);
    amounts.push({ value: value * one.unit.factor, base: one.unit.base });
    says.push(`${plain} ${one.unit.says}`);
  }
  return amounts.length === 0 ? null : { amounts, repaired, says: says.join('-') };
}

/** As a pharmacist writes it, with a space before the unit. */
const written = (text: string): string =>
  text
    .replace(/(\d)\s?(?=[a-zµμ%])/giu, '$1 ')
    .replace(/\s*\/\s*/g, '/')
    .replace(/\bmls?\b/gi, 'mL')
    .replace(/\bMG\b/g, 'mg')
    .replace(/\bMCG\b/g, 'mcg')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What a strength may have been before a speck fell on its point, or it was lost: `7+ 5` and `7 5` are 7.5, and nobody
 * writes 05. Only where the
 * sign shows that something is amiss: 150 may have been 50 and a stroke, and may be 150.
 */
const slips: [shape: RegExp, meant: string][] = [
  // One figure read as itself and as the letter that looks like it.
  [/(?:S5S?|5S5?)(?=\d*\s?(?:m|%))/, '5'],
  [/(?<=\d)\s?[+*,'’·:]\s?(?=\d)/, '.'],
  [/(?<![\d.])0(?=\d)/, '0.'],
  [/(?<=(?<!\d)\d) (?=\d(?!\d))/, '.'],
  [/(?<![\d.])\.(?=\d)/, ''],
  [/(?<=\d\s?)me[qg]\b/i, 'mcg'],
  [/(?<=\d\s?)me[qg]\b/i, 'mEq'],
];

/** The strengths a text may have been meant for, each with one slip put right. */
export function meantStrengths(text: string): ReadStrength[] {
  const read = (meant: string) => strengthsIn(meant).slice(0, 1);
  // The sign for per cent is read as a seven with itself behind it: `2 7%`.
  const signs = text.replace(/(?<=\d\s?)7(?=\s?%)/, ' ').replace(/(?<=\d)\s+(?=%)/, ' ');
  return [
    ...(signs === text ? [] : read(signs)),
    ...slips.flatMap(([slip, meant]) => (slip.test(signs) ? read(signs.replace(slip, meant)) : [])),
  ].map((one) => ({ ...one, repaired: true }));
}

/** The strengths a text may have been meant for, each with one figure taken for another that a hand writes alike. */
export const handStrengths = (text: string): ReadStrength[] =>
  numbersAlike(text).flatMap((meant) => strengthsIn(meant).map((read) => ({ ...read, repaired: true })));

const lookAlike: Record<string, string> = { e: '6', A: '4', ']': '1', T: '7', $: '5', '%': '7' };

/** A text of the same length in which the word before a unit is figures only: `GO mg`, `eO mg`, `20", mg`. */
export const figuresBeforeUnits = (text: string): string =>
  text
    .replace(/(?<![\p{L}\d.,])i(?=mg\b)/gu, '1')
    // A speck between a word and its strength: `tablet.80mg`.
    .replace(/(?<=\p{L}{3})\.(?=\d)/gu, ' ')
    .replace(
      /(?<![\p{L}\d.,])[\dOoQDIl|[\]SZBGbgqeAT$%]{1,4}(?=\s?(?:m[gq]|m[ce]g|micrograms?)\b)/gu,
      (word) => asFigures(word.replace(/[eA\]T$%]/g, (letter) => lookAlike[letter]!)),
    )
    // Specks behind the figures go before them.
    .replace(
      /(\d+)(["”'’,.°*]{1,2})(?=\s?m[cg])/gu,
      (_, figures: string, specks: string) => ' '.repeat(specks.length) + figures,
    );

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));

/** Whether both say the same amount: `0.5 g` and `500 mg`, `40 mg/mL` and `200 mg/5 mL`, `10-325 mg` and `10 mg-325 mg`. */
export function sameStrength(a: Strength, b: Strength): boolean {
  if (a.amounts.length !== b.amounts.length) return false;
  const perA = a.per === null || a.per.base === 'piece' ? null : a.per;
  const perB = b.per === null || b.per.base === 'piece' ? null : b.per;
  if ((perA === null) !== (perB === null)) {
    // What one dose of an inhaler or one hour of a patch gives is often left unsaid.
    const said = perA ?? perB;
    if (said === null || said.value !== 1 || !['dose', 'hour'].includes(said.base)) return false;
  } else if (perA !== null && perB !== null && perA.base !== perB.base) return false;
  const divisorA = perA?.value ?? 1;
  const divisorB = perB?.value ?? 1;
  return a.amounts.every(({ value, base }, at) => {
    const other = b.amounts[at]!;
    return base === other.base && close(value / divisorA, other.value / divisorB);
  });
}
