/**
 * Directions that would harm whoever followed them, whatever was meant: a weekly medicine every day, an amount a
 * thousand times too large, insulin by the millilitre. Nobody can wave them through; the prescriber has to be called.
 *
 * Always: strength and form are looked at where they decide. A drug the table does not know is never stopped, and
 * neither is a single dose of a medicine that is taken seldom.
 * Not here: the limits (hard-stop-table.ts), doses that are merely unusual, interactions, and the patient.
 */
import { plain } from '../fragments.ts';
import { compare, divide, type Fraction, fraction, multiply } from './fraction.ts';
import { type HardStop, hardStops } from './hard-stop-table.ts';
import { ingredientWords } from './same-ingredient.ts';
import { readStrength } from './same-strength.ts';
import type { SigReading } from './sig.ts';
import type { Flag } from './sig-codes.ts';
import { mostOften } from './sig-daily.ts';
import type { Sig } from './sig-structure.ts';

export interface StoppableDrug {
  name: string;
  strength: string;
  form: string;
}

/** The stops for an ingredient word. */
const byIngredient = new Map<string, HardStop[]>();
for (const stop of hardStops) {
  for (const word of stop.of.split(' ')) byIngredient.set(word, [...(byIngredient.get(word) ?? []), stop]);
}

/**
 * What stands against filling this drug with these directions: flags of severity `stop`, or of severity `refuse`
 * where the directions do not say how often and must. Empty for almost every drug.
 */
export function hardStopsOf(reading: SigReading, drug: StoppableDrug): Flag[] {
  const found = [...ingredientWords(drug.name)].flatMap((word) => byIngredient.get(word) ?? []);
  return found.filter((stop) => concerns(stop, drug)).flatMap((stop) => judged(stop, reading, drug) ?? []);
}

function concerns({ form, notForm, strengths }: HardStop, drug: StoppableDrug): boolean {
  const said = plain(drug.form);
  if (form !== undefined && !form.test(said)) return false;
  if (notForm?.test(said)) return false;
  if (strengths === undefined) return true;
  const number = readStrength(drug.strength)?.amounts[0]?.number;
  return number !== undefined && strengths.includes(number.numerator / number.denominator);
}

function judged(stop: HardStop, reading: SigReading, drug: StoppableDrug): Flag | null {
  const { limit, says, code } = stop;
  const stopped: Flag = { code: `stop-${code}`, severity: 'stop', text: `${says} Call the prescriber.` };
  if ('countedIn' in limit) {
    const other = reading.sig.steps.some(
      ({ dose }) => dose !== null && dose.unit !== limit.countedIn && dose.strength?.unit !== limit.countedIn,
    );
    return other ? stopped : null;
  }
  if ('mgADay' in limit) return exceeds(limit.mgADay, reading, drug) ? stopped : null;
  const often = oftenest(reading);
  if ('timesADay' in limit)
    return often !== null && compare(often, fraction(limit.timesADay)) > 0 ? stopped : null;
  if (often !== null)
    return compare(daysTaken(often, reading.sig), fraction(1, limit.everyDays)) > 0 ? stopped : null;
  if (limit.mustSay === undefined || isSingle(reading.sig)) return null;
  return {
    code: `unclear-${code}`,
    severity: 'refuse',
    text: `${says} The directions do not say how often. Write it out, or call the prescriber.`,
  };
}

/** The frequency of the day, else the highest any step says by itself, or null; a single dose has none. */
const oftenest = ({ perDay, sig }: SigReading): Fraction | null =>
  isSingle(sig) ? null : (perDay?.max ?? mostOften(sig));

const isSingle = ({ steps }: Sig): boolean =>
  steps.some(({ once }) => once !== null) &&
  steps.every(
    ({ frequency, times, meals, weekdays }) =>
      frequency === null && times.length === 0 && meals.length === 0 && weekdays.length === 0,
  );

/** Days on which it is taken, in part of all days: twice on one day of the week is one seventh. */
function daysTaken(often: Fraction, { steps }: Sig): Fraction {
  const weekdays = new Set(steps.flatMap((step) => step.weekdays)).size;
  if (weekdays > 0) return fraction(weekdays, 7);
  return often.numerator > often.denominator ? fraction(1) : often;
}

/** Whether the amount of a day, or one dose, is more than so many milligrams. */
function exceeds(mgADay: number, { perDay, sig }: SigReading, drug: StoppableDrug): boolean {
  const limit = fraction(Math.round(mgADay * 1000));
  return sig.steps.some((step) => {
    if (step.dose === null) return false;
    const often = perDay?.max ?? mostOften({ steps: [step] });
    const times = often !== null && compare(often, fraction(1)) > 0 ? often : fraction(1);
    return [step.dose, step.dose.strength].some((one) => {
      const weight = one === null ? null : microgramsOf(one.amount.max, one.unit, drug);
      return weight !== null && compare(multiply(weight, times), limit) > 0;
    });
  });
}

const weights: Record<string, number> = { microgram: 1, mg: 1000, g: 1_000_000 };

/** The largest dose in micrograms, by its own unit or by the strength of the drug. */
function microgramsOf(max: Fraction, unit: string, drug: StoppableDrug): Fraction | null {
  const weight = weights[unit];
  if (weight !== undefined) return multiply(max, fraction(weight));
  const read = readStrength(drug.strength);
  const [amount, ...others] = read?.amounts ?? [];
  if (!read || amount?.unit !== 'mcg' || others.length > 0) return null;
  const { per } = read;
  if (per === null) return multiply(max, amount.value);
  return per.unit === 'mL' && unit === 'mL' ? multiply(max, divide(amount.value, per.value)) : null;
}
