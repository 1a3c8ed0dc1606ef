/**
 * Strengths: `50 mg`, `10-325 mg`, `200 mg/5 mL`, `0.1 %`, `25 mcg/hour`.
 *
 * Always: two strengths are the same when they say the same amount, however it is written; 1 g is 1000 mg.
 * Not here: which strengths a drug is made in.
 */
import type { Read } from '../span.ts';
import { asFigures, figure } from './number.ts';

export interface Strength {
  /** In base units: micrograms, units, millilitres … */
  readonly amounts: readonly { readonly value: number; readonly base: string }[];
  readonly per: { readonly value: number; readonly base: string } | null;
}

const unitTable: [spellings: string, base: string, factor: number][] = [
  ['micrograms?|mcgs?|µg|μg|ug|me[cg]g?|mcq', 'mcg', 1],
  ['milligrams?|mgs?|rng|mq|me|my|mgq|ing', 'mcg', 1000],
  ['grams?|gms?|g', 'mcg', 1_000_000],
  ['nanograms?|ng', 'mcg', 0.001],
  ['units?|iu|u', 'unit', 1],
  ['mega\\s?units?|mu', 'unit', 1_000_000],
  ['meq', 'mEq', 1],
  ['mmol', 'mmol', 1],
  ['%|percent', '%', 1],
];
const perTable: [spellings: string, base: string, factor: number][] = [
  ['millilitres?|milliliters?|mls?|cc', 'mL', 1],
  ['litres?|liters?|l', 'mL', 1000],
  ['actuations?|doses?|puffs?|sprays?|inhalations?|inh|act|metered dose|blisters?', 'dose', 1],
  ['hours?|hrs?|h', 'hour', 1],
  ['days?', 'hour', 24],
  ['grams?|gms?|g', 'g', 1],
  ['milligrams?|mgs?', 'g', 0.001],
  ['tablets?|tabs?|capsules?|caps?|patch|each|1|drops?|sachets?|vials?|ampoules?|pens?', 'piece', 1],
];

const spellings = (table: typeof unitTable): string => table.map(([words]) => words).join('|');
const lookUp = (table: typeof unitTable, word: string) =>
  table.find(([words]) => new RegExp(`^(?:${words})$`, 'i').test(word.trim()));

const number = `(?:\\d${figure}*(?:,\\d{3})*(?:[.,]${figure}+)?|\\.\\d+|[OoIlSZB]${figure}*(?:\\.${figure}+)?(?=\\s?(?:mg|mcg|g)\\b))`;
const unit = `(?:${spellings(unitTable)})(?![a-z])`;
const shape = new RegExp(
  `(?<![\\w.,])((?:${number}\\s?(?:${unit})?\\s?[-/+–]\\s?){0,3}${number}\\s?${unit})(?:\\s?(?:/|per|in|each)\\s?(${number})?\\s?(${spellings(perTable)})(?![a-z]))?`,
  'giu',
);

/**
 * What a strength may have been before a speck fell on its point: `7+ 5` is 7.5, and nobody writes 05. Only where the
 * sign shows that something is amiss: 150 may have been 50 and a stroke, and may be 150.
 */
const slips: [shape: RegExp, meant: string][] = [
  [/(?<=\d)\s?[+*,'’·:]\s?(?=\d)/, '.'],
  [/(?<![\d.])0(?=\d)/, '0.'],
];

/** The strengths a text may have been meant for, each with one slip put right. */
export const meantStrengths = (text: string): ReadStrength[] =>
  slips.flatMap(([shape, meant]) => {
    const [read] = shape.test(text) ? strengthsIn(text.replace(shape, meant)) : [];
    return read === undefined ? [] : [{ ...read, repaired: true }];
  });

export interface ReadStrength extends Read {
  readonly strength: Strength;
}

/** Every strength in the text. A number without a unit of strength is none. */
export function strengthsIn(text: string): ReadStrength[] {
  return [...text.matchAll(shape)].flatMap((match) => {
    const [whole, amounts = '', perNumber, perUnit] = match;
    const read = amountsOf(amounts);
    if (read === null) return [];
    const perWord = perUnit === undefined ? undefined : lookUp(perTable, perUnit);
    const perValue = perNumber === undefined ? 1 : Number(asFigures(perNumber).replaceAll(',', '.'));
    const per = perWord === undefined ? null : { value: perValue * perWord[2], base: perWord[1] };
    if (per !== null && !(per.value > 0)) return [];
    const to = match.index + whole.trimEnd().length;
    return [
      {
        value: written(text.slice(match.index, to)),
        from: match.index,
        to,
        repaired: read.repaired,
        strength: { amounts: read.amounts, per },
      },
    ];
  });
}

function amountsOf(text: string): { amounts: Strength['amounts']; repaired: boolean } | null {
  const parts = [...text.matchAll(new RegExp(`(${number})\\s?(${unit})?`, 'giu'))];
  const units = parts.map(([, , word]) => (word === undefined ? undefined : lookUp(unitTable, word)));
  let repaired = false;
  const amounts: { value: number; base: string }[] = [];
  for (const [at, [, digits = '']] of parts.entries()) {
    // `10-325 mg`: what has no unit takes the next one that follows.
    const unitHere = units[at] ?? units.slice(at).find((one) => one !== undefined);
    if (unitHere === undefined) return null;
    const value = Number(
      asFigures(digits)
        .replace(/,(?=\d{3}(?!\d))/g, '')
        .replace(',', '.'),
    );
    if (!Number.isFinite(value) || value <= 0) return null;
    repaired ||= /[a-z|]/i.test(digits) || /^(rng|me[cg]g?|mcq|mq|me|my|mgq|ing)$/i.test(parts[at]![2] ?? '');
    amounts.push({ value: value * unitHere[2], base: unitHere[1] });
  }
  return amounts.length === 0 ? null : { amounts, repaired };
}

/** As a pharmacist writes it: a space before the unit, figures for the letters that slipped in. */
const written = (text: string): string =>
  text
    .replace(new RegExp(`(?<![a-z])${number}`, 'giu'), (digits) => asFigures(digits))
    .replace(/(\d)\s?(?=[a-zµμ%])/giu, '$1 ')
    .replace(/\s*\/\s*/g, '/')
    .replace(/(?<=\d ?)(?:rng|mq|me|my|mgq|ing)\b/gi, 'mg')
    .replace(/(?<=\d ?)(?:me[cg]g?|mcq)\b/gi, 'mcg')
    .replace(/\bmls?\b/gi, 'mL')
    .replace(/\bMG\b/g, 'mg')
    .replace(/\bMCG\b/g, 'mcg')
    .replace(/\s+/g, ' ')
    .trim();

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
