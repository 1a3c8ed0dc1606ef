/** Printing labels at the counter: when it is allowed, what the label says, when it needs a reason. */
import { expect, it } from 'vitest';
import type { LabelContent } from '../../core/label/label.ts';
import { labelPdfOf, previewPdfOf } from '../../core/label/pdf-of.ts';
import {
  approvedOrder,
  checkOrder,
  filledOrder,
  handOver,
  oxycodone,
  scanAndFill,
  stockedCounter,
} from '../support/counter.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const counter = async (drug: Parameters<typeof stockedCounter>[1] = {}) => {
  const test = await openTestWorkstation();
  return { test, shelf: await stockedCounter(test, drug) };
};

const contentOf = ({ workstation }: TestWorkstation, labelId: string): LabelContent =>
  JSON.parse(
    workstation.store.get<{ content: string }>('SELECT content FROM label WHERE id = ?', [labelId])!.content,
  );

it('a label is not printed before the order is filled', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await approvedOrder(test, shelf);
  expect(await test.refused('label.print', { prescriptionId })).toMatchObject({
    code: 'workflow.not-here',
    message: 'It has not been filled yet.',
  });
});

it('a label says what is in the bottle, for whom, and from which lot', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await filledOrder(test, shelf, { refills: 2 });
  const { labelId, printer } = await test.run('label.print', { prescriptionId });
  const { bagCode, rxNumber } = test.ask('prescription.get', { prescriptionId }).prescription;
  expect(printer).toBe('pdf');
  expect(contentOf(test, labelId)).toMatchObject({
    pharmacy: { name: 'Corner Pharmacy' },
    rxNumber,
    bagCode,
    patientName: 'Mariana Alvarez',
    drug: { name: 'lisinopril', strength: '10 mg', ndc11: shelf.ndc11 },
    sigSentence: 'Take 1 tablet by mouth daily.',
    quantity: '30',
    refillsLeft: 2,
    filledOn: '2026-03-02',
    discardAfter: '2027-03-02',
    lot: 'LOT1',
    expiry: '2027-06-30',
    pharmacistInitials: 'P',
    transferWarning: false,
    copy: 1,
  });
});

it('the label of a narcotic carries the warning against transfer and a caution', async () => {
  const { test, shelf } = await counter({
    ndc11: oxycodone,
    name: 'oxycodone',
    strength: '5 mg',
    schedule: 'CII',
  });
  const { labelId } = await test.run('label.print', { prescriptionId: await filledOrder(test, shelf) });
  const { transferWarning, cautions } = contentOf(test, labelId);
  expect(transferWarning).toBe(true);
  expect(cautions.join(' ')).toContain('drowsy');
});

it('a second print of the same filling needs a reason and says that it is a copy', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await filledOrder(test, shelf);
  await test.run('label.print', { prescriptionId });
  expect((await test.refused('label.print', { prescriptionId })).code).toBe('label.reason-needed');
  const { labelId } = await test.run('label.print', { prescriptionId, reason: 'smudged' });
  expect(contentOf(test, labelId)).toMatchObject({ copy: 2, reprintReason: 'smudged' });
});

it('a print that did not come out may be printed again without a reason', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await filledOrder(test, shelf);
  const { labelId } = await test.run('label.print', { prescriptionId });
  await test.run('label.settle', { labelId, printed: false });
  const again = await test.run('label.print', { prescriptionId });
  expect(contentOf(test, again.labelId).copy).toBe(1);
  expect((await test.refused('label.settle', { labelId, printed: true })).code).toBe('label.settled');
});

it('a filling that was reversed begins its labels anew', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await filledOrder(test, shelf);
  await test.run('label.print', { prescriptionId });
  await test.run('prescription.returnToFill', { prescriptionId, reason: 'wrong count' }, 'paul');
  await scanAndFill(test, shelf, prescriptionId);
  const { labelId } = await test.run('label.print', { prescriptionId });
  expect(contentOf(test, labelId).copy).toBe(1);
  expect(test.ask('prescription.get', { prescriptionId }).labels).toHaveLength(2);
});

it('a refill shows when the prescription was first filled, and one refill less', async () => {
  const { test, shelf } = await counter();
  const first = await filledOrder(test, shelf, { refills: 2 });
  await handOver(test, first, await checkOrder(test, first));
  test.clock.advance(30 * 24 * 3_600_000);
  const refill = await filledOrder(test, shelf, { refillOf: first, refills: 1 });
  const { labelId } = await test.run('label.print', { prescriptionId: refill });
  expect(contentOf(test, labelId)).toMatchObject({
    firstFilledOn: '2026-03-02',
    filledOn: '2026-04-01',
    refillsLeft: 1,
  });
});

it('what is short is on the label with the day it is promised for', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await approvedOrder(test, shelf);
  await test.run('prescription.startFill', { prescriptionId });
  await test.run('prescription.scan', { prescriptionId, barcode: shelf.ndc11, lotId: shelf.lotId });
  await test.run('prescription.fill', {
    prescriptionId,
    lines: [{ lotId: shelf.lotId, quantity: '20' }],
    owing: { promisedOn: '2026-03-04' },
  });
  const { labelId } = await test.run('label.print', { prescriptionId });
  expect(contentOf(test, labelId)).toMatchObject({
    quantity: '20',
    partial: { owed: '10', promisedOn: '2026-03-04' },
  });
});

it('a label that would lack the pharmacy’s address is not printed, and says so', async () => {
  const { test, shelf } = await counter();
  await test.run('setting.change', { name: 'branch.address', value: '', reason: 'moved' }, 'mona');
  const prescriptionId = await filledOrder(test, shelf);
  expect(await test.refused('label.print', { prescriptionId })).toMatchObject({
    code: 'label.incomplete',
    message: 'The label lacks the address of the pharmacy.',
  });
});

it('the window gets a PDF of what was printed, and of what would be printed', async () => {
  const { test, shelf } = await counter();
  const prescriptionId = await filledOrder(test, shelf);
  const { store, dispatcher } = test.workstation;
  const context = { store, now: dispatcher.now(), setting: dispatcher.setting };
  const { labelId } = await test.run('label.print', { prescriptionId });
  for (const pdf of [await labelPdfOf(store, labelId), await previewPdfOf(context, prescriptionId)])
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
});
