/**
 * The file of prescribers of the United States (NPPES, "npidata_pfile"): people who may prescribe, as this workstation
 * keeps them. Pure; rows in, prescribers out.
 *
 * Always: an NPI with a wrong check digit never gets in; organisations and people who do not prescribe are left out. A
 * person is ended by the file saying so, never by missing from it: the weekly files hold only what changed.
 * Source: CMS, NPPES Data Dissemination; NUCC Health Care Provider Taxonomy. Not in the file: DEA numbers.
 */
import { npiProblem } from '../prescriber/identifiers.ts';
import { dayIn } from './ndc-directory.ts';
import type { Judged } from './reference.ts';
import type { FileRow } from './rows-of-file.ts';

const PRACTICE = 'Provider Business Practice Location Address';
const columns = {
  npi: 'NPI',
  entity: 'Entity Type Code',
  family: 'Provider Last Name (Legal Name)',
  first: 'Provider First Name',
  middle: 'Provider Middle Name',
  suffix: 'Provider Name Suffix Text',
  credential: 'Provider Credential Text',
  line1: 'Provider First Line Business Practice Location Address',
  line2: 'Provider Second Line Business Practice Location Address',
  city: `${PRACTICE} City Name`,
  state: `${PRACTICE} State Name`,
  postal: `${PRACTICE} Postal Code`,
  phone: `${PRACTICE} Telephone Number`,
  fax: `${PRACTICE} Fax Number`,
  deactivated: 'NPI Deactivation Date',
  reactivated: 'NPI Reactivation Date',
  taxonomy1: 'Healthcare Provider Taxonomy Code_1',
} as const;
const TAXONOMIES = 15;

export const nppesColumns: readonly string[] = Object.values(columns);

export interface NppesPlaces extends Record<keyof typeof columns, number> {
  /** Code and whether it is the main one, for each of up to fifteen. */
  taxonomies: { code: number; primary: number }[];
}

/** Where the columns stand, or null when one is missing. */
export const nppesPlaces = (header: readonly string[]): NppesPlaces | null => {
  const at = new Map(header.map((title, index) => [title.toLowerCase(), index]));
  const place = (title: string) => at.get(title.toLowerCase()) ?? -1;
  const places = Object.fromEntries(
    Object.entries(columns).map(([name, title]) => [name, place(title)]),
  ) as Record<keyof typeof columns, number>;
  if (Object.values(places).includes(-1)) return null;
  const taxonomies = Array.from({ length: TAXONOMIES }, (_, index) => ({
    code: place(`Healthcare Provider Taxonomy Code_${index + 1}`),
    primary: place(`Healthcare Provider Primary Taxonomy Switch_${index + 1}`),
  })).filter(({ code }) => code >= 0);
  return { ...places, taxonomies };
};

/** Taxonomies whose holders may prescribe, in the words of the counter; the longest beginning counts. */
const professions: readonly (readonly [codes: RegExp, profession: string])[] = [
  [/^20[2-9]/, 'physician'],
  [/^390200000X/, 'physician in training'],
  [/^1223/, 'dentist'],
  [/^213E/, 'podiatrist'],
  [/^152W/, 'optometrist'],
  [/^363L/, 'nurse practitioner'],
  [/^363A/, 'physician assistant'],
  [/^364S/, 'clinical nurse specialist'],
  [/^367A/, 'midwife'],
  [/^176B/, 'midwife'],
  [/^367500000X/, 'nurse anesthetist'],
  [/^1835P0018X/, 'pharmacist clinician'],
  [/^103TP0016X/, 'prescribing psychologist'],
  [/^175F/, 'naturopath'],
  [/^174M/, 'veterinarian'],
];
const professionOf = (code: string): string | undefined =>
  professions.find(([codes]) => codes.test(code))?.[1];

/** A prescriber as the file has one. */
export interface WantedPrescriber {
  family_name: string;
  given_names: string;
  npi: string;
  credential: string;
  profession: string;
  address: string;
  phone: string;
  fax: string;
  ended_on: null;
}
/** Only what a deactivated row says. */
export interface EndedPrescriber {
  npi: string;
  ended_on: string;
}

/** "MCDONALD-O'NEIL" → "McDonald-O'Neil": the file is in capitals. */
export const nameInWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(^|[\s\-'’.])(\p{L})/gu, (_, sign: string, letter: string) => sign + letter.toUpperCase())
    .replace(/\bMc(\p{L})(?=\p{L}{2})/gu, (_, letter: string) => `Mc${letter.toUpperCase()}`)
    .replace(/\b(Ii|Iii|Iv)\b/g, (number) => number.toUpperCase());

/** "5855550142" → "585-555-0142"; anything else as it is. */
const phoneInWords = (text: string): string =>
  /^\d{10}$/.test(text) ? `${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6)}` : text.slice(0, 40);

const postalInWords = (text: string): string =>
  /^\d{9}$/.test(text) ? `${text.slice(0, 5)}-${text.slice(5)}` : text;

/** Reads a row. `states` are those whose prescribers are wanted, in capitals; empty means all. */
export const readPrescriber = (
  row: FileRow,
  places: NppesPlaces,
  states: ReadonlySet<string>,
): Judged<WantedPrescriber | EndedPrescriber> => {
  const value = (column: keyof typeof columns) => row.value(places[column]).replace(/\p{Cc}+/gu, ' ');
  if (value('entity') === '2') return { leftOut: 'An organisation, not a person.', key: null };
  const npi = value('npi');
  const problem = npiProblem(npi);
  if (problem !== null) return { refused: problem, key: null };
  const deactivated = dayIn(value('deactivated'));
  const reactivated = dayIn(value('reactivated'));
  if (deactivated === undefined || reactivated === undefined)
    return { refused: 'A date of deactivation or reactivation is no date.', key: npi };
  if (deactivated !== null && (reactivated === null || reactivated < deactivated))
    return { key: npi, wanted: { npi, ended_on: deactivated } };
  if (value('entity') !== '1') return { refused: 'It says neither person nor organisation.', key: npi };

  const taxonomies = places.taxonomies
    .map(({ code, primary }) => ({
      profession: professionOf(row.value(code)),
      main: primary >= 0 && row.value(primary) === 'Y',
    }))
    .filter(({ profession }) => profession !== undefined);
  const profession = (taxonomies.find(({ main }) => main) ?? taxonomies[0])?.profession;
  if (profession === undefined) return { leftOut: 'Does not prescribe.', key: npi };
  if (states.size > 0 && !states.has(value('state').toUpperCase()))
    return { leftOut: 'Practises in another state.', key: npi };

  const family = value('family');
  // "Jr" stands with the given names, so that the family name is what a page says.
  const given = [value('first'), value('middle'), value('suffix')].filter(Boolean).join(' ');
  if (family === '' || value('first') === '') return { refused: 'The name is missing.', key: npi };
  const place = [value('city') && nameInWords(value('city')), value('state')].filter(Boolean).join(', ');
  return {
    key: npi,
    wanted: {
      family_name: nameInWords(family).slice(0, 80),
      given_names: nameInWords(given).slice(0, 80),
      npi,
      credential: value('credential').slice(0, 40),
      profession,
      address: [
        nameInWords([value('line1'), value('line2')].filter(Boolean).join(', ')),
        [place, postalInWords(value('postal'))].filter(Boolean).join(' '),
      ]
        .filter(Boolean)
        .join(', ')
        .slice(0, 300),
      phone: phoneInWords(value('phone')),
      fax: phoneInWords(value('fax')),
      ended_on: null,
    },
  };
};
