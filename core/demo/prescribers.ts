/**
 * The invented prescribers of the demo pharmacy. Names and clinics do not exist; NPI and DEA numbers pass their
 * checksums so that the workstation accepts them, and mean nobody. Telephone numbers are 555-01xx ones.
 */

export interface DemoPrescriber {
  readonly familyName: string;
  readonly givenNames: string;
  /** As printed after the name: MD, DO, NP, PA, DDS. */
  readonly credential: string;
  readonly npi: string;
  readonly dea: string;
  readonly clinic: string;
  readonly clinicAddress: string;
  readonly phone: string;
  readonly fax: string;
}

const clinicAddresses = {
  'Genesee Family Medicine': '1425 Genesee Street, Rochester, NY 14611',
  'Park Avenue Internal Medicine': '690 Park Avenue, Rochester, NY 14607',
  'Lakeshore Pediatrics': '2400 Lake Avenue, Rochester, NY 14612',
  'Finger Lakes Cardiology': '100 White Spruce Boulevard, Rochester, NY 14623',
  'Elmwood Behavioral Health': '1815 Elmwood Avenue, Brighton, NY 14618',
  'Pittsford Orthopedics and Pain': '3 Tobey Village Office Park, Pittsford, NY 14534',
  'Highland Women’s Health': '990 South Avenue, Rochester, NY 14620',
  'Monroe Dental Associates': '2255 Monroe Avenue, Brighton, NY 14618',
  'Clinton Square Urgent Care': '75 South Clinton Avenue, Rochester, NY 14604',
  'Rochester Diabetes and Endocrine': '224 Alexander Street, Rochester, NY 14607',
  'Penfield Eye and Skin': '2060 Fairport Nine Mile Point Road, Penfield, NY 14526',
} as const;

/** `[familyName, givenNames, credential, npi, dea, clinic]` */
type PrescriberRow = readonly [string, string, string, string, string, keyof typeof clinicAddresses];

const rows: readonly PrescriberRow[] = [
  ['Okonjo', 'Ngozi', 'MD', '1234567893', 'AO3141594', 'Genesee Family Medicine'],
  ['Whitfield', 'Harold', 'MD', '1313759023', 'BW3759620', 'Genesee Family Medicine'],
  ['Sharma', 'Anjali', 'MD', '1392950154', 'FS4377657', 'Park Avenue Internal Medicine'],
  ['Castellano', 'Michael', 'DO', '1472141286', 'AC4995683', 'Park Avenue Internal Medicine'],
  ['Blackwood', 'Eleanor', 'MD', '1551332418', 'BB5613713', 'Lakeshore Pediatrics'],
  ['Fernández', 'Lucía', 'MD', '1630523540', 'FF6231740', 'Lakeshore Pediatrics'],
  ['Ostrowski', 'Daniel', 'MD', '1709714673', 'AO6849775', 'Finger Lakes Cardiology'],
  ['Yamamoto', 'Keiko', 'MD', '1788905804', 'BY7467803', 'Finger Lakes Cardiology'],
  ['Greenberg', 'Samuel', 'MD', '1868096938', 'FG8085830', 'Elmwood Behavioral Health'],
  ['Prescott', 'Amelia', 'MD', '1947288068', 'AP8703868', 'Elmwood Behavioral Health'],
  ["O'Malley", 'Brendan', 'DO', '1026479190', 'BO9321895', 'Pittsford Orthopedics and Pain'],
  ['Nakagawa', 'Tom', 'MD', '1105670321', 'FN9939921', 'Pittsford Orthopedics and Pain'],
  ['Vasquez', 'Carmen', 'NP', '1184861452', 'MV0557958', 'Genesee Family Medicine'],
  ['Hutchinson', 'Laura', 'NP', '1264052584', 'MH1175985', 'Park Avenue Internal Medicine'],
  ['Lefebvre', 'Étienne', 'MD', '1343243717', 'FL1794014', 'Highland Women’s Health'],
  ['Abdi', 'Hodan', 'MD', '1422434849', 'AA2412043', 'Highland Women’s Health'],
  ['Rosenthal', 'David', 'DDS', '1501625978', 'BR3030070', 'Monroe Dental Associates'],
  ['Kim', 'Grace', 'DDS', '1580817108', 'FK3648106', 'Monroe Dental Associates'],
  ['Petrov', 'Nikolai', 'MD', '1660008230', 'AP4266133', 'Clinton Square Urgent Care'],
  ['Donahue', 'Colleen', 'PA', '1739199366', 'MD4884169', 'Clinton Square Urgent Care'],
  ['Singh', 'Harpreet', 'MD', '1818390498', 'FS5502198', 'Rochester Diabetes and Endocrine'],
  ['Marchetti', 'Paolo', 'MD', '1897581629', 'AM6120226', 'Rochester Diabetes and Endocrine'],
  ['Winslow', 'Catherine', 'NP', '1976772750', 'MW6738251', 'Elmwood Behavioral Health'],
  ['Thornton-Baines', 'Philippa', 'MD', '1055963882', 'FT7356288', 'Penfield Eye and Skin'],
  ['Zhao', 'Ming', 'MD', '1135155012', 'AZ7974315', 'Penfield Eye and Skin'],
];

export const demoPrescribers: readonly DemoPrescriber[] = rows.map(
  ([familyName, givenNames, credential, npi, dea, clinic], index) => ({
    familyName,
    givenNames,
    credential,
    npi,
    dea,
    clinic,
    clinicAddress: clinicAddresses[clinic],
    phone: `315-555-01${String(index + 10)}`,
    fax: `607-555-01${String(index + 10)}`,
  }),
);
