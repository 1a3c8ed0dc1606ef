/** A drug row as it is shown, what it is searched by, and the order drugs are listed in. Pure; rows in, answers out. */
import type { DrugView } from '../contract/drug.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import { formatNdc } from './identifiers.ts';
import type { DrugRow } from './store.ts';
import { tallMan } from './tall-man.ts';

export const drugView = (row: DrugRow): DrugView => ({
  ndc11: row.ndc11,
  name: row.name,
  brand: row.brand,
  strength: row.strength,
  form: row.form,
  unit: row.unit,
  route: row.route,
  labeler: row.labeler,
  packageSize: fromThousandths(row.package_size),
  packageDescription: row.package_description,
  schedule: row.schedule,
  ndcDisplay: formatNdc(row.ndc11),
  nameTallMan: tallMan(row.name),
});

export const drugRow = (input: Omit<DrugView, 'ndcDisplay' | 'nameTallMan'>): DrugRow => ({
  ndc11: input.ndc11,
  name: input.name,
  brand: input.brand,
  strength: input.strength,
  form: input.form,
  unit: input.unit,
  route: input.route,
  labeler: input.labeler,
  package_size: toThousandths(input.packageSize),
  package_description: input.packageDescription,
  schedule: input.schedule,
});

/** Everything a person may type to mean this package: names, strength, form, NDC bare and hyphened, maker. */
export const drugSearchText = (row: DrugRow): string =>
  [row.name, row.brand, row.strength, row.form, row.ndc11, formatNdc(row.ndc11), row.labeler].join(' ');

/** The first number of a strength, for ordering: "2.5 mg" → 2.5; without a number last. */
const strengthNumber = (strength: string): number => {
  const number = /\d[\d,]*(\.\d+)?/.exec(strength)?.[0];
  return number === undefined ? Number.POSITIVE_INFINITY : Number(number.replaceAll(',', ''));
};

/** By ingredient, then strength as a number, then form. */
export const byIngredient = (a: DrugRow, b: DrugRow): number =>
  a.name.localeCompare(b.name) ||
  strengthNumber(a.strength) - strengthNumber(b.strength) ||
  a.strength.localeCompare(b.strength) ||
  a.form.localeCompare(b.form) ||
  a.ndc11.localeCompare(b.ndc11);

/** Why a drug is among the answers to what was typed, in words. */
export const whyFound = (row: DrugRow, text: string): string => {
  const typed = text.trim().toLowerCase();
  const digits = typed.replaceAll('-', '');
  if (typed === '') return 'on file';
  if (/^\d{4,}$/.test(digits) && row.ndc11.includes(digits))
    return row.ndc11 === digits ? 'this NDC' : `NDC ${formatNdc(row.ndc11)} holds ${typed}`;
  const [first = ''] = typed.split(/\s+/);
  if (row.name.toLowerCase().startsWith(first)) return 'name';
  if (row.brand.toLowerCase().startsWith(first)) return `brand ${row.brand}`;
  if (row.name.toLowerCase().includes(first)) return `name holds “${first}”`;
  if (row.brand.toLowerCase().includes(first)) return `brand ${row.brand} holds “${first}”`;
  if (row.labeler.toLowerCase().includes(first)) return `made by ${row.labeler}`;
  return 'strength, form or NDC';
};
