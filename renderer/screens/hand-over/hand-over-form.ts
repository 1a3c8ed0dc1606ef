/** What is asked at the counter before a bag leaves, and what is still missing. Pure. */
import type { CommandInput } from '../../../core/contract/index.ts';
import type { Bag } from './bags.ts';
import type { Strokes } from './letter-strokes.ts';

type Input = CommandInput<'prescription.handOver'>;

export interface HandOverForm {
  nameAsked: boolean;
  dateOfBirth: string;
  collectorKind: Input['collector']['kind'];
  collectorName: string;
  identity: string;
  counselling: Input['counselling'] | '';
  counsellingNote: string;
  payment: Input['payment'] | '';
  signature: Strokes;
  signatureKind: NonNullable<Input['signatureKind']>;
}

export const emptyForm: HandOverForm = {
  nameAsked: false,
  dateOfBirth: '',
  collectorKind: 'patient',
  collectorName: '',
  identity: '',
  counselling: '',
  counsellingNote: '',
  payment: '',
  signature: [],
  signatureKind: 'drawn',
};

/** A controlled medicine in the hands of a representative needs the identity that was shown. */
export const identityNeeded = (bags: readonly Bag[], form: HandOverForm) =>
  form.collectorKind === 'representative' &&
  bags.some(({ row, state }) => state === 'scanned' && row.drug?.schedule != null);

/** The first thing that is missing, as a sentence; null when it may be handed over. */
export function missingOf(bags: readonly Bag[], form: HandOverForm): string | null {
  const waiting = bags.filter(({ state }) => state === 'waiting').length;
  const missing: [stands: boolean, sentence: string][] = [
    [bags.length === 0, 'Scan a bag first.'],
    [waiting > 0, `${waiting === 1 ? 'One bag is' : `${waiting} bags are`} not scanned. Scan or leave it.`],
    [!bags.some(({ state }) => state === 'scanned'), 'No bag is scanned.'],
    [!form.nameAsked, 'Ask for the name, and tick it.'],
    [!/^\d{4}-\d{2}-\d{2}$/.test(form.dateOfBirth), 'Ask for the date of birth, and type it.'],
    [form.collectorKind === 'representative' && form.collectorName.trim() === '', 'Type who collects.'],
    [identityNeeded(bags, form) && form.identity.trim() === '', 'Write down which identity was shown.'],
    [form.counselling === '', 'Say whether counselling was given.'],
    [form.payment === '', 'Say how it was paid.'],
    [form.signature.length === 0, 'The signature is missing.'],
  ];
  return missing.find(([stands]) => stands)?.[1] ?? null;
}

/** The command's input. Call only when nothing is missing. */
export function inputOf(bags: readonly Bag[], form: HandOverForm, patientName: string): Input {
  const scanned = bags.filter(({ state }) => state === 'scanned');
  const own = form.collectorKind === 'patient';
  return {
    prescriptionIds: scanned.map(({ row }) => row.id),
    scannedBags: scanned.flatMap(({ code }) => code ?? []),
    nameAsked: true,
    dateOfBirth: form.dateOfBirth,
    collector: {
      kind: form.collectorKind,
      name: own ? patientName : form.collectorName,
      identity: form.identity.trim() || null,
    },
    counselling: form.counselling || 'not-needed',
    counsellingNote: form.counsellingNote,
    payment: form.payment || 'no-charge',
    signature: form.signature,
    signatureKind: form.signatureKind,
  };
}
