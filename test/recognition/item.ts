/**
 * One prescribed medicine as it is written: drug, strength, form, directions, quantity, days, refills, substitution.
 * Always: `value` is what the drug list calls it; how it is abbreviated on the page is in `text` and `also`.
 */
import type { LexiconDrug } from '../../core/recognise/reading.ts';
import type { Chance } from '../support/chance.ts';
import type { Directions } from './directions.ts';
import type { Part } from './sheet.ts';
import type { Country, Written } from './truth.ts';
import { inWords, titled } from './wording.ts';

export interface Item {
  readonly index: number;
  readonly drug: Written;
  readonly strength: Written;
  readonly form: Written;
  readonly sig: Written;
  /** With whatever belongs to the number: `30`, `#30 (thirty)`, `30 tablets`. */
  readonly quantity: Written;
  readonly daysSupply: Written | undefined;
  /** The days that quantity and directions come to, whatever is written. */
  readonly days: string | undefined;
  readonly refills: Written;
  readonly substitution: { readonly allowed: boolean };
}

const shortForms: Readonly<Record<string, readonly string[]>> = {
  tablet: ['tablet', 'tab', 'tablets', 'tabs'],
  capsule: ['capsule', 'cap', 'capsules', 'caps'],
  'extended-release tablet': ['ER tablet', 'extended-release tablet', 'ER tab', 'tablet extended release'],
  'extended-release capsule': ['ER capsule', 'extended-release capsule', 'ER cap'],
  'delayed-release tablet': ['DR tablet', 'delayed-release tablet', 'EC tablet'],
  'delayed-release capsule': ['DR capsule', 'delayed-release capsule'],
  'orally disintegrating tablet': ['ODT', 'orally disintegrating tablet'],
  'sublingual tablet': ['SL tablet', 'sublingual tablet'],
  'chewable tablet': ['chewable tablet', 'chew tab'],
  'oral suspension': ['oral suspension', 'suspension', 'susp'],
  'oral solution': ['oral solution', 'solution'],
  'eye drops': ['eye drops', 'ophthalmic solution'],
  'modified-release tablet': ['modified-release tablets', 'MR tablets', 'm/r tablets'],
  'modified-release capsule': ['modified-release capsules', 'MR capsules', 'm/r capsules'],
  'gastro-resistant tablet': ['gastro-resistant tablets', 'e/c tablets'],
  'gastro-resistant capsule': ['gastro-resistant capsules', 'gastro-resistant caps'],
  'dispersible tablet': ['dispersible tablets', 'disp tablets'],
};

type Cased = (text: string) => string;

/** A prescriber's way of writing medicines, kept for a whole page. */
export function itemWords(country: Country, chance: Chance) {
  const cased = chance.pick<Cased>([(text) => text, titled, titled, (text) => text.toUpperCase()]);
  const longForms = chance.percent(50);
  const tight = country === 'uk' ? chance.percent(75) : chance.percent(20);
  const quantityStyle = chance.pick(country === 'uk' ? ukQuantities : usQuantities);
  const refillStyle = chance.pick(refillStyles);
  return (index: number, drug: LexiconDrug, directions: Directions, own: Chance): Item => {
    const amounts = amountsOf(drug, directions, country, own);
    const its = <Value extends Written | undefined>(written: Value) =>
      (written && { ...written, items: [index] }) as Value;
    return {
      index,
      drug: its(drugWords(drug, cased, country, own)),
      strength: its(strengthWords(drug, tight)),
      form: its(formWords(drug, country, longForms, own)),
      sig: its({ field: 'sig', text: directions.text, value: directions.text }),
      quantity: its(quantityWords(drug, amounts, quantityStyle, country)),
      daysSupply: its(daysWords(amounts)),
      days: amounts.days?.toString(),
      refills: its(refillWords(country === 'uk' ? 0 : own.pick([0, 0, 1, 2, 3, 5, 11]), refillStyle)),
      substitution: { allowed: own.percent(80) },
    };
  };
}

function drugWords(drug: LexiconDrug, cased: Cased, country: Country, chance: Chance): Written {
  const { name, brand } = drug;
  const value = {
    field: 'drug' as const,
    value: name,
    ...(brand === '' ? {} : { also: [brand, `${name} (${brand})`] }),
  };
  if (brand !== '' && chance.percent(30)) return { ...value, text: cased === titled ? brand : cased(brand) };
  if (brand !== '' && chance.percent(15)) return { ...value, text: `${cased(name)} (${brand})` };
  if (country === 'us' && name.includes('-') && chance.percent(40))
    return { ...value, text: cased(name.replace('-', '/')) };
  return { ...value, text: cased(name) };
}

function strengthWords({ strength }: LexiconDrug, tight: boolean): Written {
  const text = tight ? strength.replace(/(\d) (?=[a-zA-Z%])/g, '$1') : strength;
  return { field: 'strength', text, value: strength };
}

function formWords({ form }: LexiconDrug, country: Country, long: boolean, chance: Chance): Written {
  const plural = country === 'uk' && /(tablet|capsule|patch)$/.test(form);
  const written = plural ? `${form}${form.endsWith('ch') ? 'es' : 's'}` : form;
  const choices = shortForms[form] ?? [written];
  const text = country === 'uk' && long ? written : long ? choices[0]! : chance.pick(choices);
  return { field: 'form', text, value: form, also: [text] };
}

interface Amounts {
  readonly quantity: number;
  readonly days: number | null;
  /** What the words say where they contradict the figures. */
  readonly otherwise?: number;
  /** What is written instead of the days, now and then. */
  readonly wrongDays?: number;
}

const round = (value: number) => Math.round(value * 100) / 100;

function amountsOf(
  drug: LexiconDrug,
  { perDay, days, total }: Directions,
  country: Country,
  chance: Chance,
): Amounts {
  const counted = /tablet|capsule|ODT/.test(drug.form);
  const weekly = perDay !== null && perDay < 1 && perDay !== 0.5;
  const supply = days ?? (weekly ? 28 : chance.pick(country === 'uk' ? [28, 28, 56] : [30, 30, 90]));
  const otherwise = chance.percent(4);
  const wrongDays = !otherwise && chance.percent(3);
  const put = (quantity: number, of: number | null): Amounts => ({
    quantity,
    days: of,
    ...(otherwise && Number.isInteger(quantity) ? { otherwise: quantity === 30 ? 60 : 30 } : {}),
    ...(wrongDays && of !== null ? { wrongDays: of === 30 ? 90 : 30 } : {}),
  });
  if (total !== undefined) return put(total, days ?? null);
  if (counted && perDay !== null) {
    const quantity = round(perDay * supply);
    return put(Math.ceil(quantity), Number.isInteger(quantity) ? supply : null);
  }
  if (counted) return put(chance.pick([10, 12, 15, 20, 28, 30, 40, 60, 90, 100]), null);
  if (drug.form === 'patch')
    return put(chance.pick(perDay === 1 ? [30] : perDay === 1 / 3 ? [5, 10] : [4]), null);
  if (/suspension|syrup|oral solution/.test(drug.form)) {
    const needed = round((perDay ?? 10) * (days ?? 10));
    return days === undefined ? put(chance.pick([100, 150, 200, 300, 473, 500]), null) : put(needed, days);
  }
  if (/drops/.test(drug.form)) return put(drug.name === 'latanoprost' ? 2.5 : chance.pick([5, 10]), null);
  if (drug.unit === 'g') return put(chance.pick([15, 30, 45, 60, 100]), null);
  if (/pen/.test(drug.form)) return put(15, null);
  if (/nebulizer/.test(drug.form)) return put(75, null);
  return put(1, null);
}

type QuantityStyle = (quantity: string, words: string | undefined, unit: string) => string;

const withWords = (figure: string, words: string | undefined) =>
  words === undefined ? figure : `${figure} (${words})`;

const usQuantities: readonly QuantityStyle[] = [
  (quantity, words) => withWords(`#${quantity}`, words),
  (quantity) => `#${quantity}`,
  (quantity) => quantity,
  (quantity, _words, unit) => `${quantity} ${unit}`,
  (quantity, words, unit) => `${withWords(quantity, words)} ${unit}`,
  (quantity, words) => withWords(quantity, words),
];
const ukQuantities: readonly QuantityStyle[] = [
  (quantity, _words, unit) => `${quantity} ${unit}`,
  (quantity, _words, unit) => `${quantity} ${unit}`,
  (quantity) => quantity,
  (quantity, words, unit) => `${withWords(quantity, words)} ${unit}`,
];

const unitWords = ({ unit, form }: LexiconDrug, quantity: number, country: Country): string => {
  if (/^inhaler|spray|inhalation/.test(form))
    return form === 'inhaler' ? 'inhaler' : form === 'nasal spray' ? 'bottle' : 'inhaler';
  if (unit === 'mL') return country === 'uk' ? 'ml' : 'mL';
  if (unit === 'g') return 'g';
  return quantity === 1 ? unit : unit.endsWith('ch') ? `${unit}es` : `${unit}s`;
};

function quantityWords(drug: LexiconDrug, amounts: Amounts, style: QuantityStyle, country: Country): Written {
  const { quantity, otherwise } = amounts;
  const unit = unitWords(drug, quantity, country);
  const worded = otherwise ?? (Number.isInteger(quantity) ? quantity : undefined);
  const words = worded === undefined ? undefined : inWords(worded, country);
  // A contradiction needs the words to be there.
  const text =
    otherwise === undefined ? style(String(quantity), words, unit) : `${quantity} (${words}) ${unit}`;
  return {
    field: 'quantity',
    text,
    value: String(quantity),
    ...(otherwise === undefined ? {} : { also: [String(otherwise)], doubtful: true }),
  };
}

function daysWords({ days, wrongDays }: Amounts): Written | undefined {
  if (days === null) return undefined;
  const value = String(wrongDays ?? days);
  return { field: 'daysSupply', text: value, value, ...(wrongDays === undefined ? {} : { doubtful: true }) };
}

const refillStyles: readonly ((refills: number) => string)[] = [
  (refills) => String(refills),
  (refills) => (refills === 0 ? 'None' : String(refills)),
  (refills) => (refills === 0 ? '0 (none)' : `${refills} (${inWords(refills)})`),
  (refills) => (refills === 0 ? 'NR' : `x${refills}`),
  (refills) => (refills === 0 ? '0' : `${refills} time${refills === 1 ? '' : 's'}`),
];

const refillWords = (refills: number, style: (refills: number) => string): Written => ({
  field: 'refills',
  text: style(refills),
  value: String(refills),
});

/** The parts of a drug line in the usual order. */
export const drugLine = ({ drug, strength, form }: Item): readonly Part[] => [drug, ' ', strength, ' ', form];
/** The order of British print-outs: form before strength, now and then. */
export const drugLineFormFirst = ({ drug, strength, form }: Item): readonly Part[] => [
  drug,
  ' ',
  form,
  ' ',
  strength,
];
