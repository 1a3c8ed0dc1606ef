/** The label spool against a real printer on the loopback: what may have printed is never sent again by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSpool } from '../../core/label/spool.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { filledOrder, type Shelf, stockedCounter } from '../support/counter.ts';
import { openPrinter } from '../support/services.ts';
import { soon } from '../support/soon.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const open = (test: TestWorkstation, timeoutMs = 1_000) => {
  const spool = startSpool(test.workstation.dispatcher, test.workstation.store, {
    clock: test.clock.now,
    timeoutMs,
  });
  onTestFinished(() => spool.stop());
  return spool;
};

const setPrinter = (test: TestWorkstation, value: string) =>
  test.run('setting.change', { name: 'label.printer', value, reason: 'test' }, 'mona');

const opened = async (address: string): Promise<{ test: TestWorkstation; shelf: Shelf }> => {
  const test = await openTestWorkstation();
  const shelf = await stockedCounter(test);
  await setPrinter(test, address);
  return { test, shelf };
};

const printed = async (test: TestWorkstation, shelf: Shelf): Promise<string> => {
  const { labelId } = await test.run('label.print', { prescriptionId: await filledOrder(test, shelf) });
  return labelId;
};

const jobOf = (test: TestWorkstation, labelId: string) =>
  test.ask('label.spool', {}).rows.find(({ id }) => id === labelId)!;

it('a label goes to the printer and is known to be printed', async () => {
  const printer = await openPrinter();
  const { test, shelf } = await opened(printer.address);
  open(test);
  const labelId = await printed(test, shelf);
  await soon(() => expect(jobOf(test, labelId).state).toBe('printed'));
  expect(printer.printed).toHaveLength(1);
  expect(printer.printed[0]).toContain('^XA');
  expect((await test.refused('label.settle', { labelId, printed: false })).code).toBe('label.settled');
});

it('labels go to the printer one after another', async () => {
  const printer = await openPrinter();
  const { test, shelf } = await opened(printer.address);
  const labels = [await printed(test, shelf), await printed(test, shelf), await printed(test, shelf)];
  open(test);
  await soon(() =>
    expect(labels.map((label) => jobOf(test, label).state)).toEqual(['printed', 'printed', 'printed']),
  );
  expect(printer.printed).toHaveLength(3);
  expect(printer.busiest).toBe(1);
});

it('while the printer is off a label waits and says so, and prints once when it is on', async () => {
  const off = await openPrinter();
  await off.close();
  const { test, shelf } = await opened(off.address);
  const spool = open(test);
  const labelId = await printed(test, shelf);
  await soon(() => expect(jobOf(test, labelId).problem).toContain('could not be reached'));
  expect(jobOf(test, labelId).state).toBe('waiting');
  expect(test.ask('workstation.status', {}).labelsToSettle).toBe(1);
  const on = await openPrinter(Number(off.address.split(':')[1]));
  test.clock.advance(120_000);
  spool.nudge();
  await soon(() => expect(jobOf(test, labelId)).toMatchObject({ state: 'printed', problem: null }));
  expect(on.printed).toHaveLength(1);
});

it('a label lost on the way is unsure until a person says what came out, and is not sent again', async () => {
  const printer = await openPrinter();
  printer.behaviour = 'lose';
  const { test, shelf } = await opened(printer.address);
  const spool = open(test);
  const labelId = await printed(test, shelf);
  await soon(() => expect(jobOf(test, labelId).state).toBe('unsure'));
  printer.behaviour = 'print';
  test.clock.advance(3_600_000);
  spool.nudge();
  await spool.stop();
  expect(printer.printed).toEqual([]);
  await test.run('label.settle', { labelId, printed: true });
  expect(jobOf(test, labelId).state).toBe('printed');
  expect(test.ask('workstation.status', {}).labelsToSettle).toBe(0);
});

it('after a power cut while printing the label is unsure and is never sent again by itself', async () => {
  const printer = await openPrinter();
  printer.behaviour = 'hang';
  const { test, shelf } = await opened(printer.address);
  open(test, 1_500);
  const labelId = await printed(test, shelf);
  await soon(() => expect(jobOf(test, labelId).state).toBe('printing'));
  await soon(() => expect(printer.busiest).toBe(1));

  const dataFolder = mkdtempSync(join(tmpdir(), 'mortar-cut-'));
  test.workstation.store.copyTo(join(dataFolder, 'mortar.db'));
  printer.behaviour = 'print';
  const reopened = openWorkstation({ dataFolder, key: test.key, clock: test.clock.now });
  onTestFinished(async () => {
    await reopened.close();
    rmSync(dataFolder, { recursive: true });
  });
  const label = () =>
    reopened.store.get<{ state: string; attempts: number }>(
      'SELECT state, attempts FROM label WHERE id = ?',
      [labelId],
    )!;
  await soon(() => expect(label().state).toBe('unsure'));
  reopened.spool.nudge();
  await reopened.spool.stop();
  expect(label()).toEqual({ state: 'unsure', attempts: 1 });
});

it('a label waits while its printer is taken out of the settings, and prints on the next one', async () => {
  const printer = await openPrinter();
  const { test, shelf } = await opened(printer.address);
  const labelId = await printed(test, shelf);
  await setPrinter(test, '');
  const spool = open(test);
  await soon(() => expect(jobOf(test, labelId).problem).toContain('No label printer is set'));
  await setPrinter(test, printer.address);
  test.clock.advance(120_000);
  spool.nudge();
  await soon(() => expect(jobOf(test, labelId).state).toBe('printed'));
  expect(printer.printed).toHaveLength(1);
});
