/** Prescriptions that are typed twice, and the people who type them. */
import { expect } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { verify } from '../../core/verification/verify.ts';
import { oxycodone, type Shelf, stockedCounter } from './counter.ts';
import { type Reads, readFax } from './read-fax.ts';
import { openTestWorkstation, type Person, type TestWorkstation } from './workstation.ts';

const tablets = {
  form: 'tablet',
  unit: 'tablet',
  route: 'oral',
  packageSize: '100',
  schedule: 'CII',
} as const;
/** The same drug of another labeler, and another strength of it. */
export const otherPackage = '00406055262';
export const tenMilligrams = '00406058201';

export const counter = async (
  classes: string[] = ['opioid', 'child'],
  drug: Partial<CommandInput<'drug.add'>> = {},
) => {
  const test = await openTestWorkstation();
  const shelf = await stockedCounter(test, {
    ...{ ndc11: oxycodone, name: 'oxycodone', strength: '5 mg', schedule: 'CII' },
    ...drug,
  });
  for (const [ndc11, strength] of [
    [otherPackage, '5 mg'],
    [tenMilligrams, '10 mg'],
  ] as const)
    await test.run('drug.add', { ...tablets, ndc11, name: 'oxycodone', strength, labeler: 'Other' }, 'mona');
  await wantTwice(test, classes);
  return { test, shelf };
};

/** The manager wants these classes typed twice from now on. */
export const wantTwice = (test: TestWorkstation, classes: string[]) =>
  test.run(
    'setting.change',
    { name: 'second-entry.classes', value: classes, reason: 'two near misses' },
    'mona',
  );

export const first = (shelf: Shelf, prescriptionId: string) => ({
  prescriptionId,
  patientId: shelf.patientId,
  prescriberId: shelf.prescriberId,
  ndc11: shelf.ndc11,
  writtenOn: '2026-03-01',
  sigText: '1 tab po bid',
  quantity: '60',
  daysSupply: 30,
  refills: 0,
  substitutionAllowed: true,
});

export type Again = Omit<CommandInput<'prescription.enterAgain'>, 'prescriptionId'>;
export const same: Again = {
  dateOfBirth: '1992-08-30',
  ndc11: oxycodone,
  sigText: '1 tab po bid',
  quantity: '60',
};

/** Typed by one person, waiting for the second. */
export const waiting = async (test: TestWorkstation, shelf: Shelf, by: Person = 'tina') => {
  const { prescriptionId } = await test.run('intake.receive', { source: 'phone', note: 'Read back twice.' });
  await test.run('prescription.transcribe', first(shelf, prescriptionId), by);
  return prescriptionId;
};

export const get = (test: TestWorkstation, prescriptionId: string, as: Person = 'tina') =>
  test.ask('prescription.get', { prescriptionId }, as);
export const stateOf = (test: TestWorkstation, prescriptionId: string) =>
  get(test, prescriptionId).secondEntry?.state ?? null;
export const approve = (prescriptionId: string) => ({ prescriptionId, confirmed: [...highRiskFields] });
export const sound = (test: TestWorkstation) => expect(verify(test.workstation.store).violations).toEqual([]);

export const anotherPatient = (test: TestWorkstation) =>
  test.run('patient.register', {
    ...{ familyName: 'Chen', givenNames: 'Wei', dateOfBirth: '1950-01-02', sex: 'male' },
  });

/** Typed twice, with differences, in an order read by the machine where `reads` says so. */
export const differing = async (second: Partial<Again>, reads: Reads | null = null) => {
  const { test, shelf } = await counter();
  const prescriptionId =
    reads === null ? await waiting(test, shelf) : (await readFax(test, reads)).prescriptionId;
  if (reads !== null) await test.run('prescription.transcribe', first(shelf, prescriptionId));
  const { agreed } = await test.run('prescription.enterAgain', { prescriptionId, ...same, ...second }, 'tom');
  expect(agreed).toBe(false);
  return { test, shelf, prescriptionId };
};
