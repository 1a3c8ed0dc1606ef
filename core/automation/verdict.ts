/**
 * Whether an answer of automation is sufficient to stand in verification, and why not, matter by matter.
 *
 * Always: pure; sufficient only where every judgement passed. One prescription, read surely enough in every field,
 * that means exactly one patient (or surely a new one), one prescriber and one product; directions that say the same
 * when they are said again; a quantity that lasts the days it should. A hard stop, a repeated medicine and, unless the
 * branch says otherwise, a controlled one are always for a person.
 * Not here: the second entry, which is wanted of what automation entered as of what a person typed.
 */
import type {
  AutomationAnswer,
  AutomationValue,
  Judgement,
  thresholdFields,
} from '../contract/automation.ts';
import type { ReadField } from '../contract/recognition.ts';
import { day, quantity as quantitySchema } from '../contract/values.ts';
import type { DrugRow } from '../drug/store.ts';
import { nhsNumberProblem } from '../patient/identifiers.ts';
import type { PatientRow } from '../patient/store.ts';
import type { QuantityUnit } from '../prescription/days-supply.ts';
import { readSig, sigArithmetic } from '../prescription/prescription.ts';
import { printSig } from '../prescription/sig.ts';
import { sameSig } from '../prescription/sig-structure.ts';
import type { Transcription } from '../prescription/typed.ts';
import type { DrugCandidate } from '../recognise/match-drugs.ts';
import type { PatientCandidate } from '../recognise/match-patients.ts';
import type { PrescriberCandidate } from '../recognise/match-prescribers.ts';

type ThresholdField = (typeof thresholdFields)[number];

/** Who and what on file the answer may mean, best first. */
export interface Candidates {
  patients: readonly Pick<PatientCandidate, 'confidence' | 'why' | 'row'>[];
  prescribers: readonly Pick<PrescriberCandidate, 'confidence' | 'why' | 'row'>[];
  drugs: readonly Pick<DrugCandidate, 'confidence' | 'why' | 'row'>[];
}

/** What is known of the order and of the branch. */
export interface Circumstances {
  /** Why the order itself is for a person, in words; null where nothing stands against it. */
  obstacle: string | null;
  /** The patient somebody chose when it came in. */
  patientId: string | null;
  thresholds: Readonly<Record<ThresholdField, number>>;
  profile: 'us' | 'uk';
  /** How surely name and date of birth must be read for a new patient. */
  newPatient: number;
  /** Whether controlled medicines may be entered. */
  controlled: boolean;
  /** YYYY-MM-DD in the branch. */
  today: string;
  unitOf(drug: DrugRow): QuantityUnit;
  /** What of a patient's this one may repeat, in words; null for nothing. */
  repeats(patientId: string, drug: DrugRow): string | null;
  /** How the machine here read another drug on the page, in words; null where it did not. */
  readElsewise(drug: DrugRow): string | null;
}

/** A patient who is not on file yet, as far as a page tells. */
export interface NewPatient {
  familyName: string;
  givenNames: string;
  dateOfBirth: string;
  address: string;
  phone: string;
  nhsNumber: string;
}

/** What is to be written, as a person would have typed it. */
export interface AutomatedEntry extends Omit<Transcription, 'patientId'> {
  patient: { id: string } | { new: NewPatient };
}

export interface Verdict {
  judgements: Judgement[];
  /** Null where the answer is not sufficient. */
  entry: AutomatedEntry | null;
}

/** Without these nothing can be filled; the others have a meaning where they are not written. */
const needed: readonly ThresholdField[] = [
  'patientName',
  'dateOfBirth',
  'prescriberName',
  'drug',
  'strength',
  'form',
  'sig',
  'quantity',
  'writtenOn',
];
const notNeeded: readonly ThresholdField[] = ['daysSupply', 'refills', 'substitution'];

const judged = (about: Judgement['about'], passed: boolean, words: string): Judgement => ({
  about,
  passed,
  words,
  confidence: null,
  threshold: null,
});

/** A confidence as it is shown: never rounded up to a threshold it does not reach. */
const shown = (confidence: number): string => String(Math.floor(confidence * 1000) / 1000);

const howSurely = (
  field: ThresholdField,
  value: AutomationValue | undefined,
  threshold: number,
): Judgement => {
  if (!value) return { ...judged(field, false, 'not read'), threshold };
  const passed = value.confidence >= threshold;
  const words = `read with ${shown(value.confidence)}, ${threshold} is ${passed ? 'enough' : 'wanted'}`;
  return { about: field, passed, words, confidence: value.confidence, threshold };
};

const wholeNumber = (text: string, least: number, most: number): number | null =>
  /^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null;

const isPastDay = (text: string, today: string): boolean => day.safeParse(text).success && text <= today;

/** What a value must look like to be typed at all. */
const shapes: Partial<Record<ThresholdField, (text: string, today: string) => boolean>> = {
  dateOfBirth: isPastDay,
  writtenOn: isPastDay,
  quantity: (text) => quantitySchema.safeParse(text).success,
  daysSupply: (text) => wholeNumber(text, 1, 365) !== null,
  refills: (text) => wholeNumber(text, 0, 99) !== null,
  substitution: (text) => text === 'allowed' || text === 'not allowed',
  sig: (text) => text.trim() !== '' && !/\p{Cc}/u.test(text),
};

const field = (
  name: ThresholdField,
  value: AutomationValue | undefined,
  { thresholds, today }: Circumstances,
): Judgement => {
  if (value && shapes[name]?.(value.value, today) === false)
    return {
      ...howSurely(name, value, thresholds[name]),
      passed: false,
      words: 'not a value that can be typed',
    };
  return howSurely(name, value, thresholds[name]);
};

interface Picked<T> {
  judgement: Judgement;
  picked: T | null;
}

/** Family and given names of "Family, Given"; null where they cannot be told apart. */
const namesOf = (text: string): [family: string, given: string] | null => {
  const [family = '', given = '', ...more] = text.split(',').map((part) => part.trim());
  const typable = [family, given].every((name) => /^[^\p{Cc}]{1,80}$/u.test(name));
  return typable && more.length === 0 ? [family, given] : null;
};

const pickPatient = (
  find: (name: ReadField) => AutomationValue | undefined,
  patients: Candidates['patients'],
  { patientId, newPatient }: Circumstances,
): Picked<AutomatedEntry['patient'] & { row?: PatientRow }> => {
  const no = (words: string) => ({ judgement: judged('patient', false, words), picked: null });
  const sure = patients.filter(({ confidence }) => confidence === 'sure');
  const [one] = sure;
  if (sure.length > 1) return no('two patients on file may be meant');
  if (one && patientId !== null && one.row.id !== patientId)
    return no('another patient was named when it came in');
  if (one) return { judgement: judged('patient', true, one.why), picked: { id: one.row.id, row: one.row } };
  const near = patients.find(({ confidence }) => confidence === 'check');
  if (near) return no(`may be somebody on file: ${near.why}`);
  if (patientId !== null) return no('another patient was named when it came in');
  const said = (name: ReadField) => find(name)?.value ?? '';
  const surely = Math.min(
    ...(['patientName', 'dateOfBirth'] as const).map((one) => find(one)?.confidence ?? 0),
  );
  if (surely < newPatient)
    return no(`not on file, and read with ${shown(surely)}: for a new patient ${newPatient} is wanted`);
  const names = namesOf(said('patientName'));
  if (!names) return no('not on file, and family and given name cannot be told apart');
  return {
    judgement: judged('patient', true, 'nobody on file is like it: a new patient'),
    picked: {
      new: {
        familyName: names[0],
        givenNames: names[1],
        dateOfBirth: said('dateOfBirth'),
        address: said('patientAddress').slice(0, 300),
        phone: said('patientPhone').slice(0, 40),
        nhsNumber: nhsNumberProblem(said('nhsNumber')) === null ? said('nhsNumber') : '',
      },
    },
  };
};

/** A number with its check digit leads to one prescriber; without any, one name that nobody else has nearly. */
const pickPrescriber = (
  said: (name: ReadField) => string,
  prescribers: Candidates['prescribers'],
): Picked<string> => {
  const sure = prescribers.filter(({ confidence }) => confidence === 'sure');
  const named = prescribers.filter(({ confidence }) => confidence !== 'guess');
  const numbered = said('npi') !== '' || said('dea') !== '';
  const meant = sure.length > 0 || numbered ? sure : named;
  const [one] = meant;
  if (one && meant.length === 1)
    return { judgement: judged('prescriber', true, one.why), picked: one.row.id };
  const words =
    meant.length > 1 ? 'several prescribers on file may be meant' : 'no prescriber on file is surely meant';
  return { judgement: judged('prescriber', false, words), picked: null };
};

const pickDrug = (
  said: (name: ReadField) => string,
  drugs: Candidates['drugs'],
  { controlled, readElsewise }: Circumstances,
): Picked<DrugRow> => {
  const no = (words: string) => ({ judgement: judged('product', false, words), picked: null });
  const sure = drugs.filter(({ confidence }) => confidence === 'sure');
  const [one] = sure;
  if (!one) return no('no product on file is surely meant');
  const { row } = one;
  if (
    sure.some((other) =>
      (['name', 'strength', 'form'] as const).some((part) => other.row[part] !== row[part]),
    )
  )
    return no('several products on file may be meant');
  if (row.schedule !== null && !controlled)
    return no(`controlled (${row.schedule}): always typed by a person`);
  if (said('substitution') === 'not allowed')
    return no('substitution is not allowed: a person picks the package');
  const elsewise = readElsewise(row);
  if (elsewise !== null) return no(`the machine here read ${elsewise}`);
  return { judgement: judged('product', true, one.why), picked: row };
};

/** Directions that mean the same when they are said again, and a quantity that lasts the days it should. */
const directionsOf = (
  said: (name: ReadField) => string,
  drug: DrugRow,
  { profile, unitOf }: Circumstances,
): { judgements: Judgement[]; days: number | null } => {
  const text = said('sig');
  const reading = readSig(text, drug, profile);
  const against = reading.flags.find(({ severity }) => severity !== 'warn');
  const again = readSig(printSig(reading.sig), drug, profile);
  const directions = against
    ? judged('directions', false, against.text)
    : reading.unread.length > 0
      ? judged('directions', false, `not understood: ${reading.unread.join(' ')}`)
      : sameSig(reading.sig, again.sig)
        ? judged('directions', true, 'read the same when they are said again')
        : judged('directions', false, 'read otherwise when they are said again');
  const written = said('daysSupply') === '' ? null : wholeNumber(said('daysSupply'), 1, 365);
  const { daysSupply, arithmetic, agrees } = quantitySchema.safeParse(said('quantity')).success
    ? sigArithmetic(reading, unitOf(drug), said('quantity'), written)
    : { daysSupply: null, arithmetic: null, agrees: null };
  const days = written ?? daysSupply;
  const lasts = daysSupply !== null && days !== null && days >= 1 && days <= 365 && agrees !== false;
  const words = lasts
    ? (arithmetic ?? `lasts ${days} days`)
    : daysSupply === null
      ? 'the directions do not say how long the quantity lasts'
      : agrees === false
        ? `${said('quantity')} lasts ${daysSupply} days, ${written} are written`
        : `${said('quantity')} lasts ${daysSupply} days`;
  return { judgements: [directions, judged('supply', lasts, words)], days };
};

const orderJudgement = (answer: AutomationAnswer, { obstacle }: Circumstances): Judgement => {
  const [one, ...more] = answer.found;
  const against =
    obstacle ??
    (answer.problem === '' ? null : answer.problem) ??
    (one === undefined ? 'no prescription was found' : null) ??
    (more.length > 0 ? `${answer.found.length} prescriptions were found` : null) ??
    (one!.kind === 'prescription' ? null : 'it is a request for a refill');
  return judged('order', against === null, against ?? 'one prescription');
};

/** Judges an answer. Every matter that can be judged is, so that a person sees all that was missing. */
export const judge = (
  answer: AutomationAnswer,
  candidates: Candidates,
  circumstances: Circumstances,
): Verdict => {
  const order = orderJudgement(answer, circumstances);
  const values = answer.found[0]?.values ?? [];
  if (values.length === 0) return { judgements: [{ ...order, passed: false }], entry: null };
  const find = (name: ReadField) => values.find((value) => value.field === name);
  const said = (name: ReadField) => find(name)?.value ?? '';
  const fields = [
    ...needed.map((name) => field(name, find(name), circumstances)),
    ...notNeeded.flatMap((name) => (find(name) ? [field(name, find(name), circumstances)] : [])),
  ];
  const patient = pickPatient(find, candidates.patients, circumstances);
  const prescriber = pickPrescriber(said, candidates.prescribers);
  const product = pickDrug(said, candidates.drugs, circumstances);
  const drug = product.picked;
  const directions = drug && directionsOf(said, drug, circumstances);
  const row = patient.picked?.row;
  const repeated = row && drug ? circumstances.repeats(row.id, drug) : null;
  const judgements = [
    order,
    ...fields,
    patient.judgement,
    prescriber.judgement,
    product.judgement,
    ...(directions?.judgements ?? []),
    ...(repeated === null ? [] : [judged('order', false, repeated)]),
  ];
  const passed = judgements.every((one) => one.passed);
  if (!passed || !patient.picked || prescriber.picked === null || !drug || directions?.days == null)
    return { judgements, entry: null };
  const { row: _, ...meant } = patient.picked;
  return {
    judgements,
    entry: {
      patient: meant,
      prescriberId: prescriber.picked,
      ndc11: drug.ndc11,
      writtenOn: said('writtenOn'),
      sigText: said('sig').trim(),
      quantity: said('quantity'),
      daysSupply: directions.days,
      refills: wholeNumber(said('refills'), 0, 99) ?? 0,
      substitutionAllowed: true,
      note: '',
    },
  };
};
