/**
 * What the machine proposes, field by field of the form: the grey text of an empty field, how far it may be trusted,
 * and the places on the page it was read from. Pure.
 * Always: a proposal is nothing but a proposal; one of two that are equally likely and not the same is never put
 * forward as the one. Not here: what a person accepted (use-proposals.ts).
 */
import type { QueryResult } from '../../../core/contract/index.ts';
import type { Confidence, ReadField, Region } from '../../../core/contract/recognition.ts';
import type { Draft } from './use-draft.ts';

export type MachineReading = QueryResult<'recognition.ofPrescription'>;
type ReadValue = MachineReading['suggestions'][number];

/** The fields of the form in its order, with what is read for each; the first is the one a mark stands for. */
export const readFieldsOf = {
  patientId: ['patientName', 'dateOfBirth', 'nhsNumber', 'patientPhone', 'patientAddress'],
  prescriberId: ['prescriberName', 'npi', 'gmc', 'dea', 'clinic', 'prescriberPhone', 'prescriberFax'],
  ndc11: ['drug', 'strength', 'form'],
  sigText: ['sig'],
  writtenOn: ['writtenOn'],
  quantity: ['quantity'],
  daysSupply: ['daysSupply'],
  refills: ['refills'],
  substitutionAllowed: ['substitution'],
} as const satisfies Partial<Record<keyof Draft, readonly [ReadField, ...ReadField[]]>>;

export type DeskField = keyof typeof readFieldsOf;
export const deskFields = Object.keys(readFieldsOf) as DeskField[];

export interface Ghost {
  text: string;
  confidence: Confidence;
  /** Where it has to be looked at: what speaks against it, then what speaks for it. Of a candidate: why it is one. */
  checks: string[];
  /** How many of them, from the first, speak against it. */
  failed: number;
}

/** What was read for a field of the form, in the order in which it is looked at. */
export const readFor = (reading: MachineReading, field: DeskField): ReadValue[] =>
  readFieldsOf[field].flatMap((name) => reading.suggestions.filter((value) => value.field === name));

export const placesOf = (reading: MachineReading, field: DeskField): Region[] =>
  readFor(reading, field).flatMap(({ region }) => region ?? []);

/** In words, failed checks first. */
export const checksInWords = (checks: ReadValue['checks']): string[] =>
  [...checks.filter(({ passed }) => !passed), ...checks.filter(({ passed }) => passed)].map(
    ({ words }) => words,
  );

/** The value read for a field that is typed, not picked; null where nothing was. */
export const readGhost = (
  reading: MachineReading | undefined,
  field: Exclude<DeskField, 'patientId' | 'prescriberId' | 'ndc11'>,
): Ghost | null => {
  const [value] = reading ? readFor(reading, field) : [];
  return value === undefined || value.value === ''
    ? null
    : {
        text: value.value,
        confidence: value.confidence,
        checks: value.confidence === 'sure' ? [] : checksInWords(value.checks),
        failed: value.confidence === 'sure' ? 0 : value.checks.filter(({ passed }) => !passed).length,
      };
};

/**
 * The first of the candidates, unless another is just as likely and not the same: then nobody knows which.
 * @param same whether two candidates may stand for each other: packages of one drug do, namesakes do not
 */
export const clearFirst = <Candidate extends { confidence: Confidence }>(
  candidates: readonly Candidate[],
  rivals: (one: Candidate, other: Candidate) => boolean,
): Candidate | undefined => {
  const [first, ...others] = candidates;
  const unclear =
    first && others.some((other) => other.confidence === first.confidence && rivals(first, other));
  return unclear ? undefined : first;
};

/**
 * A candidate as grey text. What warns of it stands after a semicolon in its reason, and comes first here.
 * @param name what stands in the field
 * @param apart by what else it is told from others: a birth date, a clinic
 * @param clear whether it is the one; otherwise it stands for several of which a person has to choose
 */
export const candidateGhost = (
  { why, confidence }: { why: string; confidence: Confidence },
  name: string,
  apart: string,
  clear: boolean,
): Ghost => {
  const [reason = '', ...warnings] = why.split('; ');
  return {
    text: clear ? name : `${name}, or another one: choose`,
    confidence,
    checks: [...warnings, apart, reason].filter(Boolean),
    failed: warnings.length,
  };
};

/** Two patients or prescribers of one name are told apart by a person. */
export const namesakes = (one: { name: string }, other: { name: string }) => one.name === other.name;

interface Medicine {
  name: string;
  strength: string;
  form: string;
}
/** Packages of one drug, strength and form may stand for each other; nothing else may. */
export const otherMedicine = (one: Medicine, other: Medicine) =>
  one.name !== other.name || one.strength !== other.strength || one.form !== other.form;

/** What is not filled in and has something proposed for it: it is neither sent as it is nor as it was read. */
export const isOpen = (draft: Draft, field: DeskField): boolean =>
  draft[field] === undefined || draft[field] === '';
