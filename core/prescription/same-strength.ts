/**
 * Whether two strengths say the same amount: `0.5 mg` and `500 mcg`, `5/325` and `5 mg-325 mg`, `200 mg/5 mL` and
 * `40 mg/mL`.
 *
 * Always: reckoned in exact fractions, and no letter is ever taken for a figure: this is the check of what was read,
 * so it mends nothing. What is not surely the same is not the same.
 * Not here: which strengths a drug is made in, and finding a strength in a text.
 */
import { plain } from '../fragments.ts';
import { compare, divide, type Fraction, fraction, multiply } from './fraction.ts';

interface Amount {
  /** As written, before the unit is turned into its base. */
  number: Fraction;
  /** In the base unit; the number itself where no unit is written. */
  value: Fraction;
  /** mcg, unit, mEq …; null where none is written. */
  unit: string | null;
}
/** What the amount is held in or given over: millilitres (or grams of a cream), doses, hours. */
interface Per {
  value: Fraction;
  unit: 'mL' | 'dose' | 'hour';
}
interface Strength {
  amounts: Amount[];
  per: Per | null;
}

const one = fraction(1);
const units = new Map<string, [unit: string, factor: Fraction]>(
  (
    [
      ['ng nanogram nanograms', 'mcg', fraction(1, 1000)],
      ['mcg mcgs ug microgram micrograms', 'mcg', one],
      ['mg mgs milligram milligrams', 'mcg', fraction(1000)],
      ['g gm gms gram grams', 'mcg', fraction(1_000_000)],
      ["unit units u iu [iu] [usp'u]", 'unit', one],
      ['meq', 'mEq', one],
      // One per cent is ten milligrams in a millilitre or a gram.
      ['%', '%', fraction(10_000)],
    ] as const
  ).flatMap(([words, unit, factor]) => words.split(' ').map((word) => [word, [unit, factor]] as const)),
);

const pers = new Map<string, [unit: Per['unit'], factor: number]>(
  (
    [
      ['ml mls cc millilitre millilitres milliliter milliliters', 'mL', 1],
      ['l litre litres liter liters', 'mL', 1000],
      ['g gm gram grams', 'mL', 1],
      ['actuation actuations act puff puffs inhalation inhalations inh spray sprays', 'dose', 1],
      ['dose doses blister blisters', 'dose', 1],
      ['h hr hrs hour hours', 'hour', 1],
      ['d day days', 'hour', 24],
    ] as const
  ).flatMap(([words, unit, factor]) => words.split(' ').map((word) => [word, [unit, factor]] as const)),
);
/** One piece of it says nothing more: `10 mg/tablet`, `25 mg/1`. */
const pieces = new Set('1 tablet tab capsule cap each patch suppository lozenge'.split(' '));

const exact = (digits: string): Fraction => {
  const [whole = '', places = ''] = digits.split('.');
  return fraction(Number(`${whole}${places}`), 10 ** places.length);
};

/** `[separator, number, word]` one after another; words that follow a unit say nothing here. */
const part = /\s*(\/|\b(?:per|in)\b)?\s*(\d*\.?\d+)?\s*(\[?[a-z][a-z']*\]?|%)?/g;

/** Reads a strength as written; null where no number surely stands in it. */
export const readStrength = (text: string): Strength | null => {
  const cleaned = plain(text)
    .replace(/μ/g, 'u')
    .replace(/\(.*?\)/g, ' ')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/international units?/g, 'iu');
  // A letter that runs into a figure may be one itself: O.5 is not surely 0.5.
  if (/[a-z]\.?\d/.test(cleaned)) return null;
  const amounts: Amount[] = [];
  let per: Per | null = null;
  for (const [, separator, digits, word = ''] of cleaned.matchAll(part)) {
    if (digits !== undefined && (digits.length > 9 || Number(digits) === 0)) return null;
    const shared = separator === undefined ? undefined : pers.get(word);
    // `/325 mg` is the second ingredient, `/5 mL` and `/g` are what the first is held in.
    if (shared && amounts.length > 0)
      per = { value: multiply(exact(digits ?? '1'), fraction(shared[1])), unit: shared[0] };
    else if (digits !== undefined) {
      if (separator !== undefined && digits === '1' && word === '' && amounts.at(-1)?.unit) continue;
      const known = units.get(word);
      const number = exact(digits);
      amounts.push({
        number,
        value: known ? multiply(number, known[1]) : number,
        unit: known?.[0] ?? (word === '' || pieces.has(word) ? null : word),
      });
    }
  }
  if (amounts.length === 0) return null;
  return withUnits({ amounts, per });
};

/** `5-325 mg`: what has no unit takes that of the next that has one; a per cent is so much in a millilitre. */
const withUnits = ({ amounts, per }: Strength): Strength => {
  const whole = amounts.map((amount, at): Amount => {
    if (amount.unit !== null) return amount;
    const next = amounts.slice(at).find(({ unit }) => unit !== null);
    if (next === undefined) return amount;
    return { ...amount, value: multiply(amount.number, divide(next.value, next.number)), unit: next.unit };
  });
  const percent = whole.every(({ unit }) => unit === '%');
  return percent
    ? { amounts: whole.map((amount) => ({ ...amount, unit: 'mcg' })), per: { value: one, unit: 'mL' } }
    : { amounts: whole, per };
};

const equal = (a: Fraction, b: Fraction): boolean => compare(a, b) === 0;

/** Ingredients may stand in another order; what has no unit is compared by its number. */
const sameAmounts = (a: readonly Amount[], b: readonly Amount[]): boolean => {
  if (a.length !== b.length) return false;
  const bare = [...a, ...b].some(({ unit }) => unit === null);
  const measure = ({ number, value }: Amount) => (bare ? number : value);
  const inOrder = (amounts: readonly Amount[]) =>
    amounts.toSorted(
      (one, other) =>
        compare(measure(one), measure(other)) || (one.unit ?? '').localeCompare(other.unit ?? ''),
    );
  const others = inOrder(b);
  return inOrder(a).every(
    (amount, at) =>
      equal(measure(amount), measure(others[at]!)) && (bare || amount.unit === others[at]!.unit),
  );
};

/** By the millilitre or by the spoon of five: only there is the concentration all that is meant. */
const isMeasured = ({ value, unit }: Per): boolean =>
  unit === 'hour' || (unit === 'mL' && (equal(value, one) || equal(value, fraction(5))));

const inOne = ({ amounts, per }: Strength): Amount[] =>
  amounts.map((amount) => ({ ...amount, value: divide(amount.value, per!.value) }));

const sameStrengths = (a: Strength, b: Strength, mayOmitVolume: boolean): boolean => {
  const said = a.per ?? b.per;
  if (said === null) return sameAmounts(a.amounts, b.amounts);
  if (a.per === null || b.per === null)
    // What one puff or one hour gives is written without saying so.
    return (said.unit !== 'mL' || mayOmitVolume) && sameAmounts(a.amounts, b.amounts);
  if (a.per.unit !== b.per.unit) return false;
  // 40 mg in 0.4 mL and 60 mg in 0.6 mL are two syringes, though one liquid.
  if (equal(a.per.value, b.per.value)) return sameAmounts(a.amounts, b.amounts);
  return isMeasured(a.per) && isMeasured(b.per) && sameAmounts(inOne(a), inOne(b));
};

/**
 * Whether two strengths as written say the same. Where neither can be read, only the same letters are the same.
 * @param mayOmitVolume of an injection the volume may be left unsaid: `40 mg` for `40 mg/0.4 mL`
 */
export const sameStrength = (a: string, b: string, mayOmitVolume = false): boolean => {
  const [read, other] = [readStrength(a), readStrength(b)];
  if (read === null || other === null) return plain(a).trim() === plain(b).trim();
  return sameStrengths(read, other, mayOmitVolume);
};
