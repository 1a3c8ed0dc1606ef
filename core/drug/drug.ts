/** A drug row as it is shown, what it is searched by, and the order drugs are listed in. Pure; rows in, answers out. */
import type { DrugView } from '../contract/drug.ts';
import { plain } from '../fragments.ts';
import { fromThousandths, toThousandths } from '../quantity.ts';
import { formatNdc } from './identifiers.ts';
import type { DrugColumns, DrugRow } from './store.ts';
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
  endedOn: row.ended_on,
});

export const drugRow = (input: Omit<DrugView, 'ndcDisplay' | 'nameTallMan' | 'endedOn'>): DrugColumns => ({
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

/** Everything a person may type to mean this package: names, strength, form, NDC bare and hyphened. */
export const drugSearchText = (row: DrugColumns): string =>
  plain([row.name, row.brand, row.strength, row.form, row.ndc11, formatNdc(row.ndc11)].join(' '));

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

/** How a drug fits what was typed: the lower, the earlier it is listed; `why` in words. */
export const fitOfDrug = (row: DrugRow, text: string): { place: number; why: string } => {
  const typed = plain(text).trim();
  const digits = typed.replaceAll('-', '');
  const [first = ''] = typed.split(/\s+/);
  const name = plain(row.name);
  const brand = plain(row.brand);
  if (typed === '') return { place: 0, why: 'on file' };
  if (/^\d{4,}$/.test(digits) && row.ndc11.includes(digits))
    return { place: 0, why: `NDC ${formatNdc(row.ndc11)}` };
  if (name.startsWith(first)) return { place: 1, why: 'name' };
  if (brand !== '' && brand.startsWith(first)) return { place: 1, why: `brand ${row.brand}` };
  if (name.includes(first)) return { place: 2, why: `name holds “${first}”` };
  if (brand.includes(first)) return { place: 2, why: `brand ${row.brand}` };
  return { place: 3, why: 'strength, form or NDC' };
};
