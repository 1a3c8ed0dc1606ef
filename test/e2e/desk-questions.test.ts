// What the intake desk asks before an order goes on: the same medicine twice, a drug that is not the one on the page,
// a refill that came as a fax; and the place a person marks as the evidence of a field.
// Always: by keyboard alone, on faxes the machine really read.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPatients } from '../../core/demo/people.ts';
import { faxesRead, openAtDesk, orderOf, proposed, read, readsFor, saysDrug } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look } from '../support/look.ts';
import { drawFax } from '../support/papers.ts';

let place: Workplace;
let page: Page;
let hands: Hands;
let faxes: Awaited<ReturnType<typeof faxesRead>>;

beforeAll(async () => {
  place = await openWorkplace();
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
  await at.inboxIsEmpty(place.core.inbox);
  faxes = await faxesRead(page);
}, readsFor);
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const get = (prescriptionId: string) => at.askCore(page, 'prescription.get', { prescriptionId });

/** Takes what is proposed in the fields up to the drug. */
async function takeThrough(last: 'Patient' | 'Prescriber' | 'Drug'): Promise<void> {
  for (const label of ['Patient', 'Prescriber', 'Drug']) {
    await page.getByLabel(label, { exact: true }).and(page.locator(':focus')).waitFor();
    await expect.poll(() => proposed(page)).not.toBeNull();
    await hands.press('Tab');
    if (label === last) return;
  }
}

const twice = () => page.getByRole('region', { name: 'The same medicine twice' });

test('a medicine the patient has already is asked about, and what was answered is kept', async () => {
  const id = orderOf(faxes, saysDrug('sertraline'));
  await openAtDesk(hands, id);
  await takeThrough('Drug');
  await twice()
    .getByText(/^sertraline 50 mg tablet/)
    .waitFor();
  expect(await look(page, 'desk, the same medicine twice')).toEqual([]);
  for (const label of ['Directions', 'Date written', 'Quantity', 'Days’ supply', 'Refills']) {
    await page.getByLabel(label, { exact: true }).and(page.locator(':focus')).waitFor();
    await hands.press('Tab');
  }
  await at.doIt(hands);
  // What has no answer is not sent; it takes the focus, and its keys are the answers.
  await twice().and(page.locator(':focus')).waitFor();
  await hands.press('2');
  await page.getByLabel('Why both stand').and(page.locator(':focus')).waitFor();
  await hands.type('The dose goes up over two weeks');
  await at.sendToVerification(hands);
  expect((await get(id)).duplicate).toMatchObject({
    answer: 'new',
    reason: 'The dose goes up over two weeks',
  });
});

test('a drug that is not the one on the page is told in red, and goes on with a reason alone', async () => {
  const id = orderOf(faxes, saysDrug('hydroxyzine'));
  await openAtDesk(hands, id);
  await takeThrough('Prescriber');
  await at.pick(hands, 'Drug', ['hydroxyz 10', /hydrOXYzine\s*10 mg tablet/i]);
  await page.getByRole('alert').filter({ hasText: 'The page says 25 mg; you picked 10 mg.' }).waitFor();
  for (const typed of ['1 tab po q6h prn itching', 't', '20', '5', '0']) {
    await hands.type(typed);
    await hands.press('Enter');
  }
  await at.doIt(hands);
  const dialog = page.getByRole('dialog', { name: 'The drug is not the one on the page' });
  await dialog.waitFor();
  expect(await look(page, 'desk, another drug than on the page')).toEqual([]);
  await hands.type('The prescriber changed it by telephone');
  await at.sendToVerification(hands);
  expect((await get(id)).drugDiffers).toMatchObject({
    differences: [{ what: 'strength', page: '25 mg', picked: '10 mg' }],
    reason: 'The prescriber changed it by telephone',
  });
});

test('where the person marks a field, that place is kept as its evidence', async () => {
  const id = orderOf(faxes, saysDrug('apixaban'));
  await openAtDesk(hands, id);
  await takeThrough('Drug');
  await hands.type('take 1 tablet by mouth twice daily');
  await hands.press('Tab');
  await hands.type('t');
  await hands.press('Tab');
  await hands.type('60');
  await hands.press('Alt+m');
  await page.getByText('Marked: quantity stands here.').waitFor();
  await hands.press('Tab', 'Tab');
  await hands.type('3');
  await at.sendToVerification(hands);
  const { evidence, pages } = await get(id);
  const { region } = evidence.find(({ field }) => field === 'quantity') ?? {};
  expect(region).toMatchObject({ documentId: pages[0]?.documentId, page: 1 });
  // What was in sight of the page, and not the few dots the machine would name.
  expect(region?.width).toBeGreaterThan(400);
});

test('a fax that repeats a dispensed medicine is taken as its refill, and the form is filled from that one', {
  timeout: readsFor,
}, async () => {
  const dispensed = await medicineWithRefills();
  await at.goToQueue(hands, 'transcribing');
  const id = await at.receiveFax(
    page,
    place.core.inbox,
    drawFax(dispensed.patientName, 'Okonjo', {
      drug: dispensed.drug,
      sig: '1 tab po daily',
      quantity: '30',
      daysSupply: 30,
      refills: 0,
    }),
  );
  await read(page, id);
  await openAtDesk(hands, id);
  await takeThrough('Drug');
  await twice().getByRole('radio', { name: 'Refill the earlier one' }).waitFor();
  await hands.press('F5');
  await page
    .getByText('The form is filled from the earlier prescription. Compare it with the page.')
    .waitFor();
  await twice().waitFor({ state: 'detached' });
  expect(await page.getByLabel('Directions').inputValue()).toBe(dispensed.sigText);
  await at.sendToVerification(hands);
  expect((await get(id)).prescription).toMatchObject({
    stage: 'verifying',
    refillOf: dispensed.prescriptionId,
  });
});

/** A tablet that a demo patient was given, has refills of, and does not wait for. */
async function medicineWithRefills() {
  for (const { givenNames, familyName, dateOfBirth } of demoPatients) {
    const { rows } = await at.askCore(page, 'patient.find', { text: familyName, dateOfBirth });
    for (const { id } of rows.slice(0, 1)) {
      const { medicines, underWay } = await at.askCore(page, 'patient.get', { patientId: id });
      const one = medicines.find(
        ({ refillsLeft, drug }) =>
          refillsLeft > 0 && drug.form === 'tablet' && !underWay.some((row) => row.drug?.name === drug.name),
      );
      if (!one) continue;
      const { prescription } = await get(one.prescriptionId);
      return {
        prescriptionId: prescription.refillOf ?? prescription.id,
        patientName: `${givenNames} ${familyName}`,
        drug: `${one.drug.name} ${one.drug.strength} ${one.drug.form}`,
        sigText: prescription.transcription?.sigText,
      };
    }
  }
  throw new Error('nobody has refills left');
}
