/**
 * The FDA's NDC directory: a product file and a package file, tab separated, joined by PRODUCTID. Pure; rows in,
 * drug packages as this workstation keeps them out.
 *
 * Always: nothing is guessed. A row that cannot be understood is refused with the reason in words; one that is of no
 * interest here (a gas, a sample, an over-the-counter drug that was not asked for) is left out with the reason.
 * Columns are found by their titles, so that older and newer layouts both work.
 */
import { schedules } from '../contract/drug.ts';
import { parseNdc } from '../drug/identifiers.ts';
import type { DrugColumns } from '../drug/store.ts';
import { type DosageForm, dosageFormOf, injectionIn, routesOf } from './dosage-form.ts';
import { packageSizeOf } from './package-size.ts';
import type { Judged } from './reference.ts';
import type { FileRow } from './rows-of-file.ts';
import { inOrderOfName, strengthOf } from './strength.ts';

export const productColumns = [
  'PRODUCTID',
  'PRODUCTNDC',
  'PRODUCTTYPENAME',
  'PROPRIETARYNAME',
  'PROPRIETARYNAMESUFFIX',
  'NONPROPRIETARYNAME',
  'DOSAGEFORMNAME',
  'ROUTENAME',
  'ENDMARKETINGDATE',
  'LABELERNAME',
  'SUBSTANCENAME',
  'ACTIVE_NUMERATOR_STRENGTH',
  'ACTIVE_INGRED_UNIT',
  'DEASCHEDULE',
] as const;
export const packageColumns = ['PRODUCTID', 'NDCPACKAGECODE', 'PACKAGEDESCRIPTION'] as const;
/** Columns that older layouts lack. */
export const laterColumns = [
  'NDC_EXCLUDE_FLAG',
  'SAMPLE_PACKAGE',
  'ENDMARKETINGDATE',
  'MARKETINGCATEGORYNAME',
] as const;

type Column =
  | (typeof productColumns)[number]
  | (typeof packageColumns)[number]
  | (typeof laterColumns)[number];
export type ColumnPlaces = ReadonlyMap<string, number>;

const valueIn = (row: FileRow, places: ColumnPlaces, column: Column): string => {
  const at = places.get(column);
  return at === undefined ? '' : row.value(at).replace(/\p{Cc}+/gu, ' ');
};

/** What a product says of each of its packages. */
export interface Product {
  name: string;
  brand: string;
  strength: string;
  fdaForm: string;
  form: DosageForm;
  route: string;
  labeler: string;
  schedule: DrugColumns['schedule'];
  endedOn: string | null;
}
export type JudgedProduct = { product: Product } | { refused: string } | { leftOut: string };

/** A drug package as the file has it. */
export interface WantedDrug extends DrugColumns {
  ended_on: string | null;
}

const LONGEST_NAME = 120;
const LONGEST_DESCRIPTION = 1000;

/** "20190203" and "02/03/2019" → "2019-02-03"; null where there is none, undefined where it is none. */
export const dayIn = (text: string): string | null | undefined => {
  if (text === '') return null;
  const [, a, b, c] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const [, m, d, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const day = a ? `${a}-${b}-${c}` : y ? `${y}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}` : '';
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
};

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;

/** Kinds of product that are taken over. */
const isWantedType = (type: string, otc: boolean): boolean =>
  type === 'HUMAN PRESCRIPTION DRUG' || (otc && type === 'HUMAN OTC DRUG');

const typeWords: Record<string, string> = {
  'HUMAN OTC DRUG': 'Sold over the counter; only prescription drugs are taken over.',
};

const listOf = (text: string): string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const strengthIn = (
  nonproprietary: string,
  substances: string[],
  amounts: string[],
  units: string[],
  form: DosageForm,
): { name: string; strength: string } | { problem: string } => {
  if (form.piece === 'kit') return { name: nonproprietary.toLowerCase(), strength: 'see package' };
  if (amounts.length === 0) return { problem: 'It has no strength.' };
  if (substances.length !== amounts.length || amounts.length !== units.length)
    return { problem: 'It names another number of ingredients than of strengths.' };
  const { name, ingredients } = inOrderOfName(
    nonproprietary,
    substances.map((substance, at) => ({ substance, amount: amounts[at]!, unit: units[at]! })),
  );
  const strength = strengthOf(ingredients, form.form);
  return 'problem' in strength ? strength : { name, ...strength };
};

/** Reads a row of the product file. */
export const readProduct = (row: FileRow, places: ColumnPlaces, otc: boolean): JudgedProduct => {
  const value = (column: Column) => valueIn(row, places, column);
  const type = value('PRODUCTTYPENAME').toUpperCase();
  if (!isWantedType(type, otc)) return { leftOut: typeWords[type] ?? 'Not a prescription drug for people.' };
  if (!['', 'N'].includes(value('NDC_EXCLUDE_FLAG').toUpperCase()))
    return { leftOut: 'The FDA has taken it out of the directory.' };
  if (/MEDICAL GAS|HOMEOPATHIC/.test(value('MARKETINGCATEGORYNAME').toUpperCase()))
    return { leftOut: 'A medical gas or a homeopathic product.' };
  const schedule = value('DEASCHEDULE').toUpperCase();
  if (schedule === 'CI') return { leftOut: 'Schedule I: no pharmacy dispenses it.' };
  const known = schedules.find((one) => one === schedule) ?? null;
  if (known === null && schedule !== '')
    return { refused: 'The DEA schedule is none of CII, CIII, CIV and CV.' };

  const route = value('ROUTENAME').toUpperCase();
  const fdaForm = value('DOSAGEFORMNAME').toUpperCase();
  if (fdaForm === '') return { refused: 'It has no dosage form.' };
  if (fdaForm === 'GAS') return { leftOut: 'A medical gas or a homeopathic product.' };
  const form = dosageFormOf(fdaForm, route);
  const substances = listOf(value('SUBSTANCENAME'));
  const nonproprietary = value('NONPROPRIETARYNAME') || substances.join(', ');
  const told = strengthIn(
    nonproprietary,
    substances,
    listOf(value('ACTIVE_NUMERATOR_STRENGTH')),
    // "[USP'U]" comes with its sign written for a web page, which holds a semicolon.
    listOf(value('ACTIVE_INGRED_UNIT').replace(/&apos;?'?/g, "'")),
    form,
  );
  if ('problem' in told) return { refused: told.problem };
  const brand = [value('PROPRIETARYNAME'), value('PROPRIETARYNAMESUFFIX')].filter(Boolean).join(' ');
  // Twenty vitamins are known by their brand.
  const isLong = told.name.length > LONGEST_NAME;
  const name = isLong ? brand.toLowerCase() : told.name;
  if (name === '' || name.length > LONGEST_NAME)
    return { refused: `It has no name of ${LONGEST_NAME} letters or fewer.` };
  const endedOn = dayIn(value('ENDMARKETINGDATE'));
  if (endedOn === undefined) return { refused: 'The date on which it ended is no date.' };
  return {
    product: {
      name,
      brand: brand.toLowerCase() === nonproprietary.toLowerCase() ? '' : brand.slice(0, LONGEST_NAME),
      strength: isLong ? `${substances.length} ingredients` : told.strength,
      fdaForm,
      form,
      route: routesOf(route),
      labeler: value('LABELERNAME').slice(0, LONGEST_NAME),
      schedule: known,
      endedOn,
    },
  };
};

/** As printed: never bare digits. */
const PRINTED = /^(\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d|\d{5}-\d{4}-\d{2})$/;

/** Reads a row of the package file. `productOf` answers the judgement of its product, or undefined where there is none. */
export const readPackage = (
  row: FileRow,
  places: ColumnPlaces,
  productOf: (id: string) => JudgedProduct | undefined,
): Judged<WantedDrug> => {
  const value = (column: Column) => valueIn(row, places, column);
  const code = value('NDCPACKAGECODE');
  const ndc = parseNdc(code);
  const key = 'ndc11' in ndc && PRINTED.test(code) ? ndc.ndc11 : null;
  const judged = productOf(value('PRODUCTID'));
  if (judged === undefined) return { refused: 'Its product is not in the product file.', key };
  if ('leftOut' in judged) return { ...judged, key };
  if (key === null)
    return { refused: 'problem' in ndc ? ndc.problem : 'An NDC is hyphened 4-4-2, 5-3-2 or 5-4-1.', key };
  if ('refused' in judged) return { refused: `Its product: ${judged.refused}`, key };
  // Without a key it counts as gone from the directory.
  if (!['', 'N'].includes(value('NDC_EXCLUDE_FLAG').toUpperCase()))
    return { leftOut: 'The FDA has taken it out of the directory.', key: null };
  if (value('SAMPLE_PACKAGE').toUpperCase() === 'Y') return { leftOut: 'A sample, which is not sold.', key };
  const { product } = judged;
  const description = value('PACKAGEDESCRIPTION');
  if (description.length > LONGEST_DESCRIPTION)
    return { refused: 'The package description is not understood.', key };
  const size = packageSizeOf(description, product.fdaForm, product.form);
  if ('problem' in size) return { refused: size.problem, key };
  const endedOn = dayIn(value('ENDMARKETINGDATE'));
  if (endedOn === undefined) return { refused: 'The date on which it ended is no date.', key };
  return {
    key,
    wanted: {
      ndc11: key,
      name: product.name,
      brand: product.brand,
      strength: product.strength,
      form: product.form.form === 'injection' ? injectionIn(description) : product.form.form,
      unit: size.unit,
      route: product.route,
      labeler: product.labeler,
      package_size: size.thousandths,
      package_description: description.replace(/\s+/g, ' ').slice(0, 300),
      schedule: product.schedule,
      ended_on: earlier(endedOn, product.endedOn),
    },
  };
};
