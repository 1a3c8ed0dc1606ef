/**
 * The dosage forms of the FDA's NDC directory in the words of this workstation, and what one piece of each is called.
 *
 * Always: the first line of the table that fits decides; a form that no line fits keeps the FDA's own words.
 * Source: the FDA's list of dosage forms (Structured Product Labeling), read against a directory of 100,000 packages.
 * Not here: how much a package holds (package-size.ts).
 */

export interface DosageForm {
  form: string;
  /** What one piece is called; null where it has no pieces (a liquid, a powder, a cream). */
  piece: string | null;
}

/** Qualities of tablets and capsules that stand before the word; the others (film coated …) nobody prescribes. */
const qualities: readonly (readonly [part: RegExp, word: string])[] = [
  [/\bDELAYED RELEASE|\bCOATED PELLETS/, 'delayed-release'],
  [/\bEXTENDED RELEASE/, 'extended-release'],
  [/\bORALLY DISINTEGRATING/, 'orally disintegrating'],
  [/\bCHEWABLE/, 'chewable'],
  [/\bEFFERVESCENT/, 'effervescent'],
  [/\b(SOLUBLE|FOR SUSPENSION|FOR SOLUTION)/, 'soluble'],
];
const qualified = (fda: string, word: string): string =>
  [...qualities.filter(([part]) => part.test(fda)).map(([, quality]) => quality), word].join(' ');

const EYE = /OPHTHALMIC|CONJUNCTIVAL|INTRAOCULAR/;
const EAR = /OTIC/;
const LUNG = /INHALATION|BRONCHIAL/;
const MOUTH = /ORAL|BUCCAL|SUBLINGUAL|DENTAL|PERIODONTAL/;
const NOSE = /NASAL/;
const SKIN = /TOPICAL|CUTANEOUS|TRANSDERMAL|PERCUTANEOUS/;
const ANY = /^/;

type Line = readonly [fda: RegExp, route: RegExp, form: string | ((fda: string) => string), piece?: string];

const table: readonly Line[] = [
  [/^KIT\b/, ANY, 'kit', 'kit'],
  [/^TABLET/, /^SUBLINGUAL$/, 'sublingual tablet', 'tablet'],
  [/^TABLET/, ANY, (fda) => qualified(fda, 'tablet'), 'tablet'],
  [/^CAPSULE/, LUNG, 'inhalation capsule', 'capsule'],
  [/^CAPSULE/, ANY, (fda) => qualified(fda, 'capsule'), 'capsule'],
  [/^INJECT/, ANY, 'injection'],
  [/^AEROSOL, FOAM/, ANY, 'foam'],
  [/^POWDER, METERED/, ANY, 'inhalation powder', 'dose'],
  [/^(AEROSOL|INHALANT|SPRAY)/, LUNG, 'inhaler', 'puff'],
  [/^AEROSOL, METERED/, MOUTH, 'inhaler', 'puff'],
  [/^(AEROSOL|SPRAY)/, NOSE, 'nasal spray', 'spray'],
  [/^(AEROSOL|SPRAY)/, MOUTH, 'oral spray', 'spray'],
  [/^(AEROSOL|SPRAY)/, SKIN, 'topical spray'],
  [/^(AEROSOL|SPRAY)/, ANY, 'spray', 'spray'],
  [/^(SOLUTION|SUSPENSION|LIQUID|EMULSION|OIL)/, EYE, 'eye drops'],
  [/^(SOLUTION|SUSPENSION|LIQUID|EMULSION|OIL)/, EAR, 'ear drops'],
  [/^(SOLUTION|SUSPENSION|LIQUID|INHALANT)/, LUNG, 'nebulizer solution'],
  [/^(SOLUTION|SUSPENSION|LIQUID)/, NOSE, 'nasal solution'],
  [/^(SOLUTION|SUSPENSION)\/ ?DROPS/, MOUTH, 'oral drops'],
  [/SUSPENSION|^EMULSION/, MOUTH, 'oral suspension'],
  [/SOLUTION|^(LIQUID|CONCENTRATE)/, MOUTH, 'oral solution'],
  [/^SYRUP/, ANY, 'syrup'],
  [/^ELIXIR/, ANY, 'elixir'],
  [/^(RINSE|MOUTHWASH)/, ANY, 'oral rinse'],
  [/^(SOLUTION|LIQUID|OIL)/, SKIN, 'topical solution'],
  [/^SUSPENSION/, SKIN, 'topical suspension'],
  [/^CREAM/, /VAGINAL/, 'vaginal cream'],
  [/^GEL/, /VAGINAL/, 'vaginal gel'],
  [/^OINTMENT/, EYE, 'eye ointment'],
  [/^GEL/, EYE, 'eye gel'],
  [/^CREAM/, ANY, 'cream'],
  [/^OINTMENT/, ANY, 'ointment'],
  [/^(GEL|JELLY)/, ANY, 'gel'],
  [/^LOTION/, ANY, 'lotion'],
  [/^SHAMPOO/, ANY, 'shampoo'],
  [/^PASTE/, ANY, 'paste'],
  [/^ENEMA/, ANY, 'enema'],
  [/^(PATCH|FILM, EXTENDED RELEASE)/, ANY, 'patch', 'patch'],
  [/^FILM/, /SUBLINGUAL/, 'sublingual film', 'film'],
  [/^FILM/, /BUCCAL/, 'buccal film', 'film'],
  [/^FILM/, ANY, 'film', 'film'],
  [/^SUPPOSITORY/, ANY, 'suppository', 'suppository'],
  [/^(LOZENGE|TROCHE|PASTILLE)/, ANY, 'lozenge', 'lozenge'],
  [/^(INSERT)/, /VAGINAL/, 'vaginal insert', 'insert'],
  [/^INTRAUTERINE DEVICE/, ANY, 'intrauterine device', 'device'],
  [/^(CLOTH|SWAB)/, ANY, 'pad', 'pad'],
  [/^(GRANULE|POWDER)/, MOUTH, 'oral powder'],
];

/** Forms with pieces whose FDA word is our own. */
const alike = /^(WAFER|STRIP|INSERT|RING|IMPLANT|PELLET|SPONGE|SYSTEM|DISC|PLASTER|TAPE|STICK)\b/;

/** @param fda DOSAGEFORMNAME, @param route ROUTENAME, both in capitals as the directory writes them */
export const dosageFormOf = (fda: string, route: string): DosageForm => {
  for (const [form, way, ours, piece = null] of table)
    if (form.test(fda) && way.test(route))
      return { form: typeof ours === 'string' ? ours : ours(fda), piece };
  return { form: fda.toLowerCase(), piece: alike.exec(fda)?.[1]?.toLowerCase() ?? null };
};

const containers: readonly (readonly [container: RegExp, form: string])[] = [
  [/\bAUTO-?INJECTOR/, 'auto-injector'],
  [/\bPEN\b/, 'injection pen'],
  [/\bSYRINGE/, 'prefilled syringe'],
  [/\bCARTRIDGE/, 'injection cartridge'],
  [/\bVIAL/, 'injection vial'],
  [/\bAMPULE/, 'injection ampoule'],
];

/** An injection is told apart by what it comes in. */
export const injectionIn = (packageDescription: string): string =>
  containers.find(([container]) => container.test(packageDescription))?.[1] ?? 'injection';

const routeWords: Record<string, string> = {
  'RESPIRATORY (INHALATION)': 'inhalation',
  'AURICULAR (OTIC)': 'otic',
};
const LONGEST_ROUTE = 60;

/** "INTRAMUSCULAR; INTRAVENOUS" → "intramuscular, intravenous"; those that find no room are left out. */
export const routesOf = (fda: string): string =>
  fda
    .split(';')
    .map((route) => route.trim())
    .filter((route) => route !== '')
    .map((route) => routeWords[route] ?? route.toLowerCase())
    .reduce((all, one) => {
      const longer = all === '' ? one : `${all}, ${one}`;
      return longer.length <= LONGEST_ROUTE ? longer : all;
    }, '');
