// The short story of a prescription in real Electron: fax in, transcribed, verified, filled, checked, handed over.
// The same hands and the same steps as in the browser; only the window is another.

import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { read } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture } from '../support/browser.ts';
import { type OpenWorkstation, openWorkstation } from '../support/electron.ts';
import { handsOn } from '../support/hands.ts';
import { bottleCode, drawFax } from '../support/papers.ts';

let open: OpenWorkstation;
let page: Page;

beforeAll(async () => {
  open = await openWorkstation();
  page = open.page;
  // There is no printer here: the shell's call is answered as by one that printed.
  await open.app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      contents.print = (_options, printed) => printed?.(true, '');
  });
});
afterEach((context) => keepPicture(page, context));
afterAll(() => open?.close());

test('a fax becomes a bag in the hands of the patient', async () => {
  const hands = handsOn(page);
  await at.signIn(hands, 'tina');
  const prescriptionId = await at.receiveFax(
    page,
    join(open.data, 'inbox'),
    drawFax('Marcus Underwood', 'Okonjo', {
      drug: 'lisinopril 40 mg tablet',
      sig: 'Take 1 tablet by mouth once daily',
      quantity: '90',
      daysSupply: 90,
      refills: 3,
    }),
  );
  const prescription = async () =>
    (await at.askCore(page, 'prescription.get', { prescriptionId })).prescription;

  // What the machine proposes in the middle of it would take other keys.
  await read(page, prescriptionId);
  await at.open(hands, 'transcribing', prescriptionId);
  await at.typeIn(hands, {
    patient: ['underw', 'Underwood, Marcus'],
    prescriber: ['okonj', 'Okonjo'],
    drug: ['lisin 40', /lisinopril\s*40 mg tablet/i],
    sig: ['1 tab po daily', 'Take 1 tablet by mouth daily.'],
    quantity: '90',
    refills: '3',
  });
  await at.sendToVerification(hands);

  await at.handWindowTo(hands, 'paula');
  await at.open(hands, 'verifying', prescriptionId);
  await at.verify(hands);

  await at.handWindowTo(hands, 'omar');
  await at.open(hands, 'to-fill', prescriptionId);
  const { lots } = await at.askCore(page, 'stock.lots', { ndc11: '00143127001' });
  const bottle = lots.find(({ offered }) => offered);
  if (!bottle) throw new Error('no lot of it is offered');
  await at.scanBottle(hands, bottleCode('0143127001', bottle), /^Right bottle/);
  await at.countAndPrint(hands, '90');

  await at.handWindowTo(hands, 'dev');
  await at.open(hands, 'checking', prescriptionId);
  await at.check(hands);

  await at.handWindowTo(hands, 'ruth');
  const { bagCode } = await prescription();
  await at.handOver(hands, bagCode as string, { born: '05241980', signature: 'Marcus Underwood' });
  expect(await prescription()).toMatchObject({
    stage: 'completed',
    outcome: 'handed-over',
    transcribedBy: { name: 'Tina Kessler' },
    approvedBy: { name: 'Paula Brandt, RPh' },
    filledBy: { name: 'Omar Velez' },
    checkedBy: { name: 'Dev Malhotra, PharmD' },
    filledQuantity: '90',
  });
});
