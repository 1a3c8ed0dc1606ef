/**
 * Evidence: where on the page each typed value stands, what the machine had proposed for it, and what became of that.
 *
 * Always: pure; a value is accepted when what was typed means what was proposed (names in any order, the generic for
 * the brand, directions that print the same sentence), else corrected. A person's own mark is the place that counts.
 * A field that is neither typed nor on file has no evidence: there is nothing to hold against the page.
 * Not here: whether a difference stops anybody (compare-drug.ts).
 */
import type { z } from 'zod';
import type { evidence, mark } from '../contract/entry.ts';
import type { ReadField, Region, Suggestion } from '../contract/recognition.ts';
import type { DrugRow } from '../drug/store.ts';
import { digitsOf, lettersOf, plain } from '../fragments.ts';
import { patientName } from '../patient/patient.ts';
import type { PatientRow } from '../patient/store.ts';
import type { PrescriberRow } from '../prescriber/store.ts';
import type { DrugDifference } from './compare-drug.ts';

export type Evidence = z.output<typeof evidence>;
export type Mark = z.output<typeof mark>;
/** A suggestion with its place on a page of a document; null where that page is no longer one of the order's. */
export type PlacedSuggestion = Omit<Suggestion, 'region'> & { region: Region | null };

/** What a person typed and chose. */
export interface Entered {
  patient: PatientRow;
  prescriber: PrescriberRow;
  drug: DrugRow;
  writtenOn: string;
  sigText: string;
  quantity: string;
  daysSupply: number;
  refills: number;
  substitutionAllowed: boolean;
  /** How the drug differs from the one proposed. */
  drugDifferences: readonly DrugDifference[];
  /** Whether directions say the same for this drug. */
  sameDirections(a: string, b: string): boolean;
}

/** Titles and degrees around a name. */
const titles = new Set(
  'dr prof mr mrs ms miss sir md do np pa pac rn aprn fnp pharmd dds dmd dpm od mbbs mbchb mrcgp jr sr ii iii iv'.split(
    ' ',
  ),
);
const nameWords = (name: string): Set<string> =>
  new Set(
    plain(name)
      .split(/[^\p{L}'’]+/u)
      .map(lettersOf)
      .filter((word) => word !== '' && !titles.has(word)),
  );

/** The same names in any order; a middle name may be missing or an initial on one side. */
const sameName = (read: string, entered: string): boolean => {
  const [fewer, more] = [nameWords(read), nameWords(entered)].sort((a, b) => a.size - b.size) as [
    Set<string>,
    Set<string>,
  ];
  const unmatched = [...fewer].filter((word) => !more.has(word));
  const initials = unmatched.every(
    (word) => word.length === 1 && [...more].some((other) => other.startsWith(word) && !fewer.has(other)),
  );
  const whole = fewer.size - unmatched.length;
  return initials && (whole >= 2 || (whole === fewer.size && fewer.size === more.size && whole > 0));
};

const sameText = (read: string, entered: string): boolean => plain(read).trim() === plain(entered).trim();
const sameNumber = (read: string, entered: string): boolean =>
  read.trim() !== '' && Number(read.replaceAll(',', '')) === Number(entered);
const characters = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');
const sameCode = (read: string, entered: string): boolean => characters(read) === characters(entered);
/** Country and trunk digits before the number may be left out. */
const samePhone = (read: string, entered: string): boolean => {
  const [a, b] = [digitsOf(read), digitsOf(entered)].map((digits) => digits.replace(/^(44|1|0)/, ''));
  return a !== '' && (a!.endsWith(b!) || b!.endsWith(a!)) && Math.min(a!.length, b!.length) >= 7;
};
/** On file a clinic may stand with its address, on the page the address stands beneath it. */
const sameClinic = (read: string, entered: string): boolean => {
  const [shorter, longer] = [characters(read), characters(entered)].sort((a, b) => a.length - b.length);
  return shorter !== '' && longer!.startsWith(shorter!);
};
/** The numbers of the shorter one stand in the longer one, and a word of the street or the town does. */
const sameAddress = (read: string, entered: string): boolean => {
  const [a, b] = [read, entered].map((text) => new Set(plain(text).split(/[^\p{L}\p{N}]+/u)));
  const shared = a!.intersection(b!);
  const numbers = (words: ReadonlySet<string>) => [...words].filter((word) => /\d/.test(word)).length;
  return (
    numbers(shared) > 0 &&
    numbers(shared) === Math.min(numbers(a!), numbers(b!)) &&
    [...shared].some((word) => /^\p{L}{4,}$/u.test(word))
  );
};

interface Held {
  /** What was typed or chosen; empty where nothing is. */
  entered(entered: Entered): string;
  agrees(read: string, entered: string, all: Entered): boolean;
  /** A field of the form, which is evidence even where nothing was proposed. */
  typed?: true;
}

const drugAgrees =
  (what: DrugDifference['what']) =>
  (_read: string, _entered: string, { drugDifferences }: Entered): boolean =>
    drugDifferences.every((difference) => difference.what !== what);

const fields: Record<ReadField, Held> = {
  patientName: { entered: ({ patient }) => patientName(patient), agrees: sameName, typed: true },
  dateOfBirth: { entered: ({ patient }) => patient.date_of_birth, agrees: sameText, typed: true },
  patientAddress: { entered: ({ patient }) => patient.address, agrees: sameAddress },
  patientPhone: { entered: ({ patient }) => patient.phone, agrees: samePhone },
  nhsNumber: { entered: ({ patient }) => patient.nhs_number, agrees: sameCode },
  prescriberName: {
    entered: ({ prescriber }) => `${prescriber.family_name}, ${prescriber.given_names}`,
    agrees: sameName,
    typed: true,
  },
  npi: { entered: ({ prescriber }) => prescriber.npi, agrees: sameCode },
  dea: { entered: ({ prescriber }) => prescriber.dea, agrees: sameCode },
  gmc: { entered: () => '', agrees: sameCode },
  clinic: { entered: ({ prescriber }) => prescriber.clinic, agrees: sameClinic },
  prescriberPhone: { entered: ({ prescriber }) => prescriber.phone, agrees: samePhone },
  prescriberFax: { entered: ({ prescriber }) => prescriber.fax, agrees: samePhone },
  drug: { entered: ({ drug }) => drug.name, agrees: drugAgrees('ingredient'), typed: true },
  strength: { entered: ({ drug }) => drug.strength, agrees: drugAgrees('strength'), typed: true },
  form: { entered: ({ drug }) => drug.form, agrees: drugAgrees('form'), typed: true },
  sig: {
    entered: ({ sigText }) => sigText,
    agrees: (read, typed, all) => all.sameDirections(read, typed),
    typed: true,
  },
  quantity: { entered: ({ quantity }) => quantity, agrees: sameNumber, typed: true },
  daysSupply: { entered: ({ daysSupply }) => String(daysSupply), agrees: sameNumber, typed: true },
  refills: { entered: ({ refills }) => String(refills), agrees: sameNumber, typed: true },
  substitution: {
    entered: ({ substitutionAllowed }) => (substitutionAllowed ? 'allowed' : 'not allowed'),
    agrees: sameText,
    typed: true,
  },
  writtenOn: { entered: ({ writtenOn }) => writtenOn, agrees: sameText, typed: true },
};

/** What was typed or chosen for a field; empty where nothing is. */
export const enteredValue = (field: ReadField, entered: Entered): string => fields[field].entered(entered);

/** The evidence of a transcription: of each field that was proposed, marked or typed, at most one. */
export const evidenceOf = (
  suggestions: readonly PlacedSuggestion[],
  marks: readonly Mark[],
  all: Entered,
): Evidence[] => {
  const proposed = new Map(suggestions.map((suggestion) => [suggestion.field, suggestion]));
  const marked = new Map(marks.map(({ field, region }) => [field, region]));
  return (Object.keys(fields) as ReadField[]).flatMap((field) => {
    const { entered, agrees, typed } = fields[field];
    const value = entered(all);
    const suggestion = proposed.get(field);
    const region = marked.get(field) ?? suggestion?.region ?? null;
    if (value === '' || (!suggestion && !typed && region === null)) return [];
    return [
      {
        field,
        region,
        suggested: suggestion?.value ?? null,
        confidence: suggestion?.confidence ?? null,
        outcome: suggestion ? (agrees(suggestion.value, value, all) ? 'accepted' : 'corrected') : 'typed',
      },
    ];
  });
};
