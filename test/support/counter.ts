/**
 * A counter with something on the shelf and orders on it, made through commands as people make them.
 * Every function answers ids; what a test wants to know of them it asks.
 */

import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../../core/contract/index.ts';
import { checkFields, highRiskFields } from '../../core/contract/prescription.ts';
import type { Person } from './workstation.ts';

export const lisinopril = '68180051301';
export const oxycodone = '00406055201';

const tablet = {
  form: 'tablet',
  unit: 'tablet',
  route: 'oral',
  packageSize: '100',
  labeler: 'Example',
} as const;

/** People at work, in the same process or over HTTP. */
export interface Counter {
  run<N extends CommandName>(name: N, input: CommandInput<N>, as?: Person): Promise<CommandResult<N>>;
  ask<N extends QueryName>(
    name: N,
    input: QueryInput<N>,
    as?: Person,
  ): QueryResult<N> | Promise<QueryResult<N>>;
}

export interface Shelf {
  patientId: string;
  prescriberId: string;
  lotId: string;
  ndc11: string;
}

/** A patient, a prescriber, and one good lot of a drug with 500 tablets. */
export const stockedCounter = async (
  { run }: Counter,
  drug: Partial<CommandInput<'drug.add'>> = {},
): Promise<Shelf> => {
  const { ndc11 } = await run(
    'drug.add',
    { ...tablet, ndc11: lisinopril, name: 'lisinopril', strength: '10 mg', schedule: null, ...drug },
    'mona',
  );
  const { lotId } = await run(
    'stock.receive',
    { ndc11, lot: 'LOT1', expiry: '2027-06-30', quantity: '500', bin: 'L-1' },
    'mona',
  );
  const { patientId } = await run('patient.register', {
    familyName: 'Alvarez',
    givenNames: 'Mariana',
    dateOfBirth: '1992-08-30',
    sex: 'female',
    address: '77 Wilmer Street, Rochester, NY 14607',
    allergyStatus: 'none-known',
  });
  const { prescriberId } = await run('prescriber.register', {
    familyName: 'Okonjo',
    givenNames: 'Ngozi',
    npi: '1234567893',
  });
  for (const [name, value] of Object.entries({
    'branch.name': 'Corner Pharmacy',
    'branch.address': '350 East Avenue, Rochester, NY 14604',
    'branch.phone': '585-555-0180',
  }))
    await run('setting.change', { name, value, reason: 'set-up' }, 'mona');
  return { patientId, prescriberId, lotId, ndc11 };
};

/** The answer of somebody who knows that the patient needs the same medicine twice; null where it is the first. */
export const bothAreNeeded = async (
  { ask }: Counter,
  prescriptionId: string,
  { patientId, ndc11 }: { patientId: string; ndc11: string },
): Promise<{ of: string; answer: 'new'; reason: string } | null> => {
  const { rows } = await ask('prescription.duplicates', { prescriptionId, patientId, ndc11 });
  return rows[0]
    ? { of: rows[0].prescriptionId, answer: 'new', reason: 'A second supply for school.' }
    : null;
};

/** An order that a pharmacist has approved. */
export const approvedOrder = async (
  counter: Counter,
  shelf: Shelf,
  more: { refillOf?: string; refills?: number; quantity?: string } = {},
): Promise<string> => {
  const { run } = counter;
  const { prescriptionId } = await run('intake.receive', {
    source: more.refillOf === undefined ? 'phone' : 'refill',
    ...(more.refillOf === undefined ? {} : { refillOf: more.refillOf }),
  });
  await run('prescription.transcribe', {
    prescriptionId,
    duplicate: await bothAreNeeded(counter, prescriptionId, shelf),
    patientId: shelf.patientId,
    prescriberId: shelf.prescriberId,
    ndc11: shelf.ndc11,
    writtenOn: '2026-03-01',
    sigText: '1 tab po daily',
    quantity: more.quantity ?? '30',
    daysSupply: 30,
    refills: more.refills ?? 0,
    substitutionAllowed: true,
  });
  await run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
  return prescriptionId;
};

/** Scans and counts an order whose filling has begun. */
export const scanAndFill = async (
  { run }: Counter,
  shelf: Shelf,
  prescriptionId: string,
  quantity = '30',
) => {
  await run('prescription.scan', { prescriptionId, barcode: shelf.ndc11, lotId: shelf.lotId });
  await run('prescription.fill', { prescriptionId, lines: [{ lotId: shelf.lotId, quantity }] });
};

/** An order that is counted and waits for its label and its check. */
export const filledOrder = async (
  test: Counter,
  shelf: Shelf,
  more: Parameters<typeof approvedOrder>[2] = {},
): Promise<string> => {
  const prescriptionId = await approvedOrder(test, shelf, more);
  await test.run('prescription.startFill', { prescriptionId });
  await scanAndFill(test, shelf, prescriptionId, more.quantity);
  return prescriptionId;
};

/** Prints the label, checks the order and answers the code of its bag. */
export const checkOrder = async ({ run, ask }: Counter, prescriptionId: string): Promise<string> => {
  const { labelId } = await run('label.print', { prescriptionId });
  await run('label.settle', { labelId, printed: true });
  await run('prescription.check', { prescriptionId, confirmed: [...checkFields], bin: 'A1' }, 'paul');
  const { prescription } = await ask('prescription.get', { prescriptionId });
  return prescription.bagCode!;
};

export const handOver = (
  { run }: Counter,
  prescriptionId: string,
  bagCode: string,
  more: Partial<CommandInput<'prescription.handOver'>> = {},
) =>
  run('prescription.handOver', {
    prescriptionIds: [prescriptionId],
    scannedBags: [bagCode],
    nameAsked: true,
    dateOfBirth: '1992-08-30',
    collector: { kind: 'patient', name: 'Mariana Alvarez' },
    counselling: 'given',
    payment: 'paid',
    signature: [
      [
        [10, 10],
        [20, 20],
      ],
    ],
    ...more,
  });
