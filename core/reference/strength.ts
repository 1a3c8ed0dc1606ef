/**
 * The strength of a product of the FDA's NDC directory as it is written here: "10 mg", "400 mg-57 mg/5 mL", "0.1 %",
 * "100 units/mL", "90 mcg/actuation", and the generic name whose ingredients stand in the same order.
 *
 * Always: exact decimals, never floating point; amounts stand in the order of the names, because "hydrocodone-
 * acetaminophen 325 mg-5 mg" is a trap. A strength that cannot be told is refused in words, never guessed.
 */

export interface Ingredient {
  substance: string;
  /** ACTIVE_NUMERATOR_STRENGTH, as written. */
  amount: string;
  /** ACTIVE_INGRED_UNIT, as written: "mg/1", "mg/5mL". */
  unit: string;
}

/** Units in words a prescription uses; any other stays as it is written, without its brackets. */
const unitWords: Record<string, string> = {
  ug: 'mcg',
  '[iU]': 'units',
  "[USP'U]": 'units',
  U: 'units',
  meq: 'mEq',
  h: 'h',
  d: 'day',
};
const unitWord = (ucum: string): string => unitWords[ucum] ?? ucum.replace(/[[\]{}]/g, '').replace('_', ' ');

interface Decimal {
  digits: bigint;
  /** How many of the digits stand behind the point. */
  places: number;
}

const decimalOf = (text: string): Decimal | null => {
  const [, whole = '', places = ''] = /^(\d*)(?:\.(\d*))?$/.exec(text.replaceAll(',', '').trim()) ?? [];
  return whole + places === '' || (whole + places).length > 18
    ? null
    : { digits: BigInt(whole + places), places: places.length };
};

/** Times ten to a power. */
const shifted = ({ digits, places }: Decimal, power: number): Decimal =>
  power <= places
    ? { digits, places: places - power }
    : { digits: digits * 10n ** BigInt(power - places), places: 0 };

const written = ({ digits, places }: Decimal): string => {
  const text = digits.toString().padStart(places + 1, '0');
  const whole = places === 0 ? text : text.slice(0, -places);
  const rest = places === 0 ? '' : text.slice(-places).replace(/0+$/, '');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  return rest === '' ? grouped : `${grouped}.${rest}`;
};

const UNIT = /^(.+?)\/(\d*\.?\d*)\s*([A-Za-z[{].*)?$/;

interface Amount {
  number: Decimal;
  unit: string;
  per: Decimal;
  /** mL, g, h …; "" where it is one piece. */
  perUnit: string;
}

const amountOf = ({ amount, unit }: Ingredient): Amount | null => {
  const number = decimalOf(amount);
  const [, top, count = '', perUnit = ''] = UNIT.exec(unit.trim()) ?? [];
  const per = count === '' ? { digits: 1n, places: 0 } : decimalOf(count);
  if (number === null || number.digits === 0n || top === undefined || per === null || per.digits === 0n)
    return null;
  // "mg/301" does not say of what.
  if (perUnit === '' && written(per) !== '1') return null;
  return { number, unit: top, per, perUnit };
};

/** Half a gram is said as 500 mg. */
const inMilligrams = (amount: Amount): Amount =>
  amount.unit === 'g' && amount.number.digits < 10n ** BigInt(amount.number.places)
    ? { ...amount, number: shifted(amount.number, 3), unit: 'mg' }
    : amount;

const percentForms =
  /^(cream|ointment|gel|lotion|foam|shampoo|paste|pad|eye|ear|vaginal (cream|gel)|topical|nasal solution)/;
/** Grams in 100 mL or 100 g: the power of ten from what is written, where it is one. */
const gramPowers: Record<string, number> = { g: 0, mg: -3, ug: -6 };

/** Per cent, for what is put on skin, eye and ear and stated by weight. */
const percentOf = ({ number, unit, per, perUnit }: Amount, form: string): string | null => {
  const power = gramPowers[unit];
  if (power === undefined || !percentForms.test(form) || !/^(g|mL)$/.test(perUnit)) return null;
  const size = written(per);
  if (!/^10*$/.test(size)) return null;
  return `${written(shifted(number, power + 2 - (size.length - 1)))} %`;
};

const perPiece = (form: string): string =>
  form === 'inhaler' || form === 'nasal spray' || form === 'oral spray'
    ? '/actuation'
    : form === 'inhalation powder'
      ? '/dose'
      : '';

const perWords = ({ per, perUnit }: Amount, form: string): string => {
  if (perUnit === '') return perPiece(form);
  const size = written(per);
  return `/${size === '1' ? '' : `${size} `}${unitWord(perUnit)}`;
};

export const LONGEST_STRENGTH = 80;

/** The strength in words, or why it cannot be told. */
export const strengthOf = (
  ingredients: readonly Ingredient[],
  form: string,
): { strength: string } | { problem: string } => {
  if (ingredients.length === 0) return { problem: 'It has no strength.' };
  const amounts = ingredients.map(amountOf);
  if (amounts.includes(null)) return { problem: 'The strength is not understood.' };
  const said = (amounts as Amount[]).map((amount) => {
    const percent = percentOf(amount, form);
    if (percent !== null) return { text: percent, per: '' };
    const { number, unit } = inMilligrams(amount);
    return { text: `${written(number)} ${unitWord(unit)}`, per: perWords(amount, form) };
  });
  const per = said[0]!.per;
  const isShared = said.every((one) => one.per === per);
  const strength = isShared
    ? said.map(({ text }) => text).join('-') + per
    : said.map((one) => one.text + one.per).join('-');
  return { strength: strength.length <= LONGEST_STRENGTH ? strength : `${ingredients.length} ingredients` };
};

/** Where a name speaks of a substance; -1 where it does not. */
const placeIn = (name: string, substance: string): number => {
  const word = /[a-z]{3,}/.exec(substance.toLowerCase())?.[0];
  return word === undefined ? -1 : name.search(new RegExp(`\\b${word}`));
};

/**
 * The generic name and the ingredients in its order. Where the name does not tell the order, the name is made of the
 * ingredients themselves.
 */
export const inOrderOfName = (
  nonproprietary: string,
  ingredients: readonly Ingredient[],
): { name: string; ingredients: readonly Ingredient[] } => {
  const plainName = nonproprietary.toLowerCase().replace(/\s+/g, ' ').trim();
  if (ingredients.length < 2)
    return { name: plainName || ingredients[0]?.substance.toLowerCase() || '', ingredients };
  const placed = ingredients.map((ingredient) => ({
    ingredient,
    at: placeIn(plainName, ingredient.substance),
  }));
  const places = new Set(placed.map(({ at }) => at));
  if (places.has(-1) || places.size < placed.length)
    return { name: ingredients.map(({ substance }) => substance.toLowerCase()).join('-'), ingredients };
  const parts = plainName
    .split(/\s*(?:,\s*and\b|;|,|\/|&|\band\b|\bwith\b|\s-\s)\s*/)
    .filter((part) => part !== '');
  return {
    name: parts.length === ingredients.length ? parts.join('-') : plainName,
    ingredients: placed.toSorted((a, b) => a.at - b.at).map(({ ingredient }) => ingredient),
  };
};
