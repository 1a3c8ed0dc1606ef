/** The same medicine twice: what is asked, which answers there are, and how refills are counted. */
import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import {
  checkOrder,
  filledOrder,
  handOver,
  lisinopril,
  type Shelf,
  stockedCounter,
} from '../support/counter.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const typedFor = (shelf: Shelf): Omit<CommandInput<'prescription.transcribe'>, 'prescriptionId'> => ({
  patientId: shelf.patientId,
  prescriberId: shelf.prescriberId,
  ndc11: shelf.ndc11,
  writtenOn: '2026-03-01',
  sigText: '1 tab po daily',
  quantity: '30',
  daysSupply: 30,
  refills: 0,
  substitutionAllowed: true,
});

const newOrder = async (test: TestWorkstation): Promise<string> =>
  (await test.run('intake.receive', { source: 'phone' })).prescriptionId;

const dispensed = async (test: TestWorkstation, shelf: Shelf, refills = 0): Promise<string> => {
  const prescriptionId = await filledOrder(test, shelf, { refills });
  await handOver(test, prescriptionId, await checkOrder(test, prescriptionId));
  return prescriptionId;
};

const rowsFor = (test: TestWorkstation, shelf: Shelf, prescriptionId: string, ndc11 = shelf.ndc11) =>
  test.ask('prescription.duplicates', { prescriptionId, patientId: shelf.patientId, ndc11 }).rows;

describe('a prescription for what the patient already has', () => {
  test('is asked about while the first is under way, and not made before the answer', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await filledOrder(test, shelf);
    const second = await newOrder(test);
    expect(rowsFor(test, shelf, second)).toMatchObject([
      {
        prescriptionId: first,
        stage: 'checking',
        why: 'same medicine, waits for the check',
        answers: ['renew', 'new', 'cancel'],
      },
    ]);
    const refused = await test.refused('prescription.transcribe', {
      prescriptionId: second,
      ...typedFor(shelf),
    });
    expect(refused).toMatchObject({
      code: 'prescription.duplicate-unanswered',
      details: { duplicates: [first] },
    });
    expect(test.ask('prescription.get', { prescriptionId: second }).prescription.stage).toBe('transcribing');
  });

  test('two that are to stand side by side need a reason, which the pharmacist sees', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await filledOrder(test, shelf);
    const second = await newOrder(test);
    const send = (reason: string) => ({
      prescriptionId: second,
      ...typedFor(shelf),
      duplicate: { of: first, answer: 'new' as const, reason },
    });
    expect((await test.refused('prescription.transcribe', send(''))).code).toBe(
      'prescription.duplicate-reason-needed',
    );
    await test.run('prescription.transcribe', send('One for school.'));
    expect(test.ask('prescription.get', { prescriptionId: second }, 'phoebe').duplicate).toMatchObject({
      of: first,
      answer: 'new',
      reason: 'One for school.',
    });
  });

  test('an answer about another prescription is no answer', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    await filledOrder(test, shelf);
    const second = await newOrder(test);
    const refused = await test.refused('prescription.transcribe', {
      prescriptionId: second,
      ...typedFor(shelf),
      duplicate: { of: second, answer: 'renew' },
    });
    expect(refused.code).toBe('prescription.duplicate-unanswered');
  });

  test('is asked about while the dispensed one lasts, and some days more, then no longer', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await dispensed(test, shelf);
    const second = await newOrder(test);
    const day = 24 * 60 * 60 * 1000;
    expect(rowsFor(test, shelf, second)).toMatchObject([
      { prescriptionId: first, why: 'same medicine, 30 of 30 days left' },
    ]);
    test.clock.advance(20 * day);
    expect(rowsFor(test, shelf, second)[0]?.why).toBe('same medicine, 10 of 30 days left');
    test.clock.advance(12 * day);
    expect(rowsFor(test, shelf, second)[0]?.why).toBe('same medicine, has just run out');
    test.clock.advance(10 * day);
    expect(rowsFor(test, shelf, second)).toEqual([]);
  });

  test('another strength of the same ingredient is asked about too, but is no refill', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    await dispensed(test, shelf, 3);
    await test.run(
      'drug.add',
      {
        ndc11: '68180051401',
        name: 'lisinopril',
        strength: '20 mg',
        form: 'tablet',
        unit: 'tablet',
        packageSize: '100',
        schedule: null,
      },
      'mona',
    );
    const second = await newOrder(test);
    expect(rowsFor(test, shelf, second, '68180051401')).toMatchObject([
      { why: 'same ingredient, other strength, 30 of 30 days left', answers: ['renew', 'new', 'cancel'] },
    ]);
    expect(rowsFor(test, shelf, second, lisinopril)[0]?.answers).toContain('refill');
  });

  test('a rejected, failed or returned one is not asked about', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await filledOrder(test, shelf);
    await checkOrder(test, first);
    await test.run('prescription.returnToStock', { prescriptionId: first, reason: 'Nobody came.' });
    expect(rowsFor(test, shelf, await newOrder(test))).toEqual([]);
  });
});

describe('refills', () => {
  test('a request becomes the refill of an earlier prescription, and the form is filled from it', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await dispensed(test, shelf, 2);
    const request = await newOrder(test);
    await test.run('prescription.takeAsRefill', { prescriptionId: request, refillOf: first });
    const { draft, prescription } = test.ask('prescription.get', { prescriptionId: request });
    expect(prescription.refillOf).toBe(first);
    expect(draft).toMatchObject({ patientId: shelf.patientId, ndc11: shelf.ndc11, refills: '1' });
    // A refill is the answer: nothing more is asked.
    await test.run('prescription.transcribe', { prescriptionId: request, ...typedFor(shelf), refills: 1 });
  });

  test('are counted once for the whole chain, whichever of it is asked for', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await dispensed(test, shelf, 2);
    const second = await filledOrder(test, shelf, { refillOf: first, refills: 1 });
    await handOver(test, second, await checkOrder(test, second));
    const left = () =>
      test.ask('patient.get', { patientId: shelf.patientId }).medicines.map(({ refillsLeft }) => refillsLeft);
    expect(left()).toEqual([1, 1]);
    const third = await filledOrder(test, shelf, { refillOf: second, refills: 0 });
    await handOver(test, third, await checkOrder(test, third));
    expect(left()).toEqual([0, 0, 0]);
    const refused = await test.refused('intake.receive', { source: 'refill', refillOf: first });
    expect(refused.code).toBe('prescription.no-refills-left');
  });

  test('lapse with a renewal, and come back when the renewal is rejected', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    const first = await dispensed(test, shelf, 2);
    const renewal = await newOrder(test);
    await test.run('prescription.transcribe', {
      prescriptionId: renewal,
      ...typedFor(shelf),
      duplicate: { of: first, answer: 'renew' },
    });
    const left = () =>
      test.ask('patient.get', { patientId: shelf.patientId }).medicines.map(({ refillsLeft }) => refillsLeft);
    expect(left()).toEqual([0]);
    await test.run(
      'prescription.reject',
      { prescriptionId: renewal, reason: 'prescriber-cancelled' },
      'phoebe',
    );
    expect(left()).toEqual([2]);
  });
});

describe('asking the prescriber by fax', () => {
  test('the draft names what is known, leaves a line for what is not, and the order waits on hold', async () => {
    const test = await openTestWorkstation();
    const shelf = await stockedCounter(test);
    await test.run('prescriber.change', {
      prescriberId: shelf.prescriberId,
      familyName: 'Okonjo',
      givenNames: 'Ngozi',
      npi: '1234567893',
      fax: '585-555-0199',
      reason: 'fax number',
    });
    const prescriptionId = await newOrder(test);
    await test.run('prescription.saveDraft', {
      prescriptionId,
      draft: { patientId: shelf.patientId, prescriberId: shelf.prescriberId, ndc11: shelf.ndc11 },
    });
    const { text, faxNumber } = test.ask('prescription.callBackDraft', {
      prescriptionId,
      template: 'dose-question',
    });
    expect(faxNumber).toBe('585-555-0199');
    expect(text).toContain('Patient: Mariana Alvarez, born 1992-08-30');
    expect(text).toContain('lisinopril 10 mg tablet');
    expect(text).toContain('We read: ____');
    await test.run('prescription.callBack', {
      prescriptionId,
      template: 'dose-question',
      faxNumber,
      text,
      followUpAt: '2026-03-03T14:00:00.000Z',
    });
    const { prescription } = test.ask('prescription.get', { prescriptionId });
    expect(prescription.hold).toMatchObject({ reason: 'prescriber-call' });
    const [sent] = test.ask('delivery.list', { outlet: 'fax' }, 'phoebe').rows;
    expect(sent).toMatchObject({ topic: 'prescriber.callBack', content: { to: faxNumber, text } });
  });
});
