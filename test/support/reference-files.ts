// Reference files as they are published, written for a test: the NDC directory's product and package files, and the
// NPPES file with all its 330 columns. Values not given are those of an ordinary row.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npiProblem } from '../../core/prescriber/identifiers.ts';

export const productTitles = [
  'PRODUCTID',
  'PRODUCTNDC',
  'PRODUCTTYPENAME',
  'PROPRIETARYNAME',
  'PROPRIETARYNAMESUFFIX',
  'NONPROPRIETARYNAME',
  'DOSAGEFORMNAME',
  'ROUTENAME',
  'STARTMARKETINGDATE',
  'ENDMARKETINGDATE',
  'MARKETINGCATEGORYNAME',
  'APPLICATIONNUMBER',
  'LABELERNAME',
  'SUBSTANCENAME',
  'ACTIVE_NUMERATOR_STRENGTH',
  'ACTIVE_INGRED_UNIT',
  'PHARM_CLASSES',
  'DEASCHEDULE',
  'NDC_EXCLUDE_FLAG',
  'LISTING_RECORD_CERTIFIED_THROUGH',
] as const;
export const packageTitles = [
  'PRODUCTID',
  'PRODUCTNDC',
  'NDCPACKAGECODE',
  'PACKAGEDESCRIPTION',
  'STARTMARKETINGDATE',
  'ENDMARKETINGDATE',
  'NDC_EXCLUDE_FLAG',
  'SAMPLE_PACKAGE',
] as const;

export type ProductRow = Partial<Record<(typeof productTitles)[number], string>>;
export type PackageRow = Partial<Record<(typeof packageTitles)[number], string>>;

const ordinaryProduct: ProductRow = {
  PRODUCTTYPENAME: 'HUMAN PRESCRIPTION DRUG',
  PROPRIETARYNAME: 'Lisinopril',
  NONPROPRIETARYNAME: 'Lisinopril',
  DOSAGEFORMNAME: 'TABLET',
  ROUTENAME: 'ORAL',
  STARTMARKETINGDATE: '20100101',
  MARKETINGCATEGORYNAME: 'ANDA',
  LABELERNAME: 'Example Pharma',
  SUBSTANCENAME: 'LISINOPRIL',
  ACTIVE_NUMERATOR_STRENGTH: '10',
  ACTIVE_INGRED_UNIT: 'mg/1',
  NDC_EXCLUDE_FLAG: 'N',
  LISTING_RECORD_CERTIFIED_THROUGH: '20271231',
};
const ordinaryPackage: PackageRow = {
  STARTMARKETINGDATE: '20100101',
  NDC_EXCLUDE_FLAG: 'N',
  SAMPLE_PACKAGE: 'N',
};

const tabbed = (titles: readonly string[], rows: readonly Partial<Record<string, string>>[]): string =>
  [titles.join('\t'), ...rows.map((row) => titles.map((title) => row[title] ?? '').join('\t')), ''].join(
    '\r\n',
  );

/** A product with its packages: `code` is the labeler and product part of the NDC, each package its last part. */
export interface Listed extends ProductRow {
  code: string;
  packages: (PackageRow & { last: string })[];
}

/** Writes both files of the NDC directory into a folder and answers their paths. */
export const writeNdcDirectory = (
  folder: string,
  products: readonly Listed[],
): { product: string; package: string } => {
  mkdirSync(folder, { recursive: true });
  const idOf = (code: string, at: number) => `${code}_${String(at).padStart(6, '0')}-0a1b-4c3d`;
  const paths = { product: join(folder, 'product.txt'), package: join(folder, 'package.txt') };
  writeFileSync(
    paths.product,
    tabbed(
      productTitles,
      products.map(({ code, packages: _, ...row }, at) => ({
        PRODUCTID: idOf(code, at),
        PRODUCTNDC: code,
        ...ordinaryProduct,
        ...row,
      })),
    ),
  );
  writeFileSync(
    paths.package,
    tabbed(
      packageTitles,
      products.flatMap(({ code, packages }, at) =>
        packages.map(({ last, ...row }) => ({
          PRODUCTID: idOf(code, at),
          PRODUCTNDC: code,
          NDCPACKAGECODE: `${code}-${last}`,
          PACKAGEDESCRIPTION: `100 TABLET in 1 BOTTLE (${code}-${last})`,
          ...ordinaryPackage,
          ...row,
        })),
      ),
    ),
  );
  return paths;
};

const numbered = (most: number, titles: (at: number) => string[]): string[] =>
  Array.from({ length: most }, (_, index) => titles(index + 1)).flat();

const addressTitles = (kind: string): string[] => [
  `Provider First Line Business ${kind} Address`,
  `Provider Second Line Business ${kind} Address`,
  ...[
    'City Name',
    'State Name',
    'Postal Code',
    'Country Code (If outside U.S.)',
    'Telephone Number',
    'Fax Number',
  ].map((part) => `Provider Business ${kind} Address ${part}`),
];
const nameTitles = (other: string): string[] => [
  `Provider ${other}Last Name${other === '' ? ' (Legal Name)' : ''}`,
  `Provider ${other}First Name`,
  `Provider ${other}Middle Name`,
  `Provider ${other}Name Prefix Text`,
  `Provider ${other}Name Suffix Text`,
  `Provider ${other}Credential Text`,
];

/** The titles of the NPPES file, all 330, in their order. */
export const nppesTitles: readonly string[] = [
  'NPI',
  'Entity Type Code',
  'Replacement NPI',
  'Employer Identification Number (EIN)',
  'Provider Organization Name (Legal Business Name)',
  ...nameTitles(''),
  'Provider Other Organization Name',
  'Provider Other Organization Name Type Code',
  ...nameTitles('Other '),
  'Provider Other Last Name Type Code',
  ...addressTitles('Mailing'),
  ...addressTitles('Practice Location'),
  'Provider Enumeration Date',
  'Last Update Date',
  'NPI Deactivation Reason Code',
  'NPI Deactivation Date',
  'NPI Reactivation Date',
  'Provider Gender Code',
  ...['Last Name', 'First Name', 'Middle Name', 'Title or Position', 'Telephone Number'].map(
    (part) => `Authorized Official ${part}`,
  ),
  ...numbered(15, (at) => [
    `Healthcare Provider Taxonomy Code_${at}`,
    `Provider License Number_${at}`,
    `Provider License Number State Code_${at}`,
    `Healthcare Provider Primary Taxonomy Switch_${at}`,
  ]),
  ...numbered(50, (at) => [
    `Other Provider Identifier_${at}`,
    `Other Provider Identifier Type Code_${at}`,
    `Other Provider Identifier State_${at}`,
    `Other Provider Identifier Issuer_${at}`,
  ]),
  'Is Sole Proprietor',
  'Is Organization Subpart',
  'Parent Organization LBN',
  'Parent Organization TIN',
  ...['Name Prefix Text', 'Name Suffix Text', 'Credential Text'].map((part) => `Authorized Official ${part}`),
  ...numbered(15, (at) => [`Healthcare Provider Taxonomy Group_${at}`]),
  'Certification Date',
];

export type NppesRow = Partial<Record<string, string>>;

/** A family doctor in Rochester, NY, with whatever is given. */
export const nppesRow = (npi: string, more: NppesRow = {}): NppesRow => ({
  NPI: npi,
  'Entity Type Code': '1',
  'Provider Last Name (Legal Name)': 'MORRISON',
  'Provider First Name': 'BEATRICE',
  'Provider Credential Text': 'M.D.',
  'Provider First Line Business Practice Location Address': '350 EAST AVE',
  'Provider Business Practice Location Address City Name': 'ROCHESTER',
  'Provider Business Practice Location Address State Name': 'NY',
  'Provider Business Practice Location Address Postal Code': '146042611',
  'Provider Business Practice Location Address Telephone Number': '5855550111',
  'Provider Business Practice Location Address Fax Number': '5855550112',
  'Provider Enumeration Date': '05/23/2005',
  'Healthcare Provider Taxonomy Code_1': '207Q00000X',
  'Healthcare Provider Primary Taxonomy Switch_1': 'Y',
  ...more,
});

const quoted = (values: readonly string[]): string =>
  `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`;

/** Writes the NPPES file into a folder and answers its path. */
export const writeNppes = (folder: string, rows: Iterable<NppesRow>): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'npidata_pfile_20260101-20260131.csv');
  writeFileSync(path, quoted(nppesTitles));
  let text = '';
  const flush = () => {
    appendFileSync(path, text);
    text = '';
  };
  for (const row of rows) {
    text += quoted(nppesTitles.map((title) => row[title] ?? ''));
    if (text.length > 4_000_000) flush();
  }
  flush();
  return path;
};

/** The NPI whose first nine digits count up from 100000000, with its right check digit. */
export const npiAt = (index: number): string => {
  const stem = String(100_000_000 + index);
  return [...'0123456789'].map((digit) => stem + digit).find((npi) => npiProblem(npi) === null)!;
};
