// What the intake desk asks before an order goes on, and what it does with paper that is not one clean prescription: the
// same medicine twice, a drug that is not the one on the page, a refill that came as a fax, a place marked by hand, a
// sheet without a prescription, a question to the prescriber, pages that belong elsewhere; and how it waits for the machine.
// Always: by keyboard alone, on faxes the machine really read.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { branchDay } from '../../core/demo/orders.ts';
import { demoPatients } from '../../core/demo/people.ts';
import { openAtDesk, proposed, read } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { copyOfDemo } from '../support/demo-for-all.ts';
import { drawnForm, drawnLabResult, sendFax } from '../support/drawn-fax.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look } from '../support/look.ts';
import { drawFax } from '../support/papers.ts';

const today = branchDay(new Date());

const ofCarver = { prescriber: 'Castellano', patient: 'Denise Carver', day: today };
const losartan = {
  drug: 'losartan',
  strength: '50 mg',
  form: 'tablet',
  sig: '1 tab po daily',
  quantity: '90',
  refills: '3',
};

let place: Workplace;
let page: Page;
let hands: Hands;

beforeAll(async () => {
  place = await openWorkplace({ data: await copyOfDemo('without-faxes') });
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const get = (prescriptionId: string) => at.askCore(page, 'prescription.get', { prescriptionId });
const strip = () => page.locator('main').getByRole('status');
const twice = () => page.getByRole('region', { name: 'The same medicine twice' });
const leftFor = (prescriptionId: string) =>
  page.waitForURL((url) => !url.pathname.endsWith(`/${prescriptionId}`));

/** From wherever the last chapter ended: takes a fax in. */
async function receive(fax: Uint8Array): Promise<string> {
  await page.locator('form[aria-label=Prescription] :focus, [role=grid]').first().waitFor();
  await at.goToQueue(hands, 'transcribing');
  return at.receiveFax(page, place.core.inbox, fax);
}

/** Takes a fax in and opens it once the machine has read it. */
async function openFax(fax: Uint8Array): Promise<string> {
  const id = await receive(fax);
  await read(page, id);
  await openAtDesk(hands, id);
  return id;
}

const clean = (patient: string, prescriber: string, drug: string, sig = '1 tab po daily') =>
  drawFax(patient, prescriber, { drug, sig, quantity: '30', daysSupply: 30, refills: 5 });

/** Takes what is proposed in the fields up to this one. */
async function takeThrough(last: 'Patient' | 'Prescriber' | 'Drug' | 'Refills'): Promise<void> {
  const fields = ['Patient', 'Prescriber', 'Drug', 'Directions', 'Date written', 'Quantity', 'Days’ supply'];
  for (const label of [...fields, 'Refills']) {
    await page.getByLabel(label, { exact: true }).and(page.locator(':focus')).waitFor();
    if (label !== 'Days’ supply') await expect.poll(() => proposed(page)).not.toBeNull();
    await hands.press('Tab');
    if (label === last) return;
  }
}

test('while the machine reads, it says so, and one may type; what comes later comes into empty fields', async () => {
  // Long enough that it is opened before the machine is done.
  const results = Array.from({ length: 11 }, () => drawnLabResult(ofCarver));
  const { bytes } = sendFax([drawnForm(ofCarver, [losartan]), ...results], (number) => ({ seed: number }), {
    day: today,
    time: '08:15',
  });
  const id = await receive(bytes);
  await openAtDesk(hands, id);
  await strip()
    .getByText(/^Reading page \d+ of 12 … You can type meanwhile\.$/)
    .waitFor();
  expect(await proposed(page)).toBeNull();
  await at.tabTo(hands, page.getByLabel('Directions'));
  await hands.type('1 tab po qpm');
  const before = await page.getByLabel('Directions').boundingBox();
  await read(page, id);
  await strip().getByText('On this fax: a prescription and 11 lab results.').waitFor();
  expect(await page.getByLabel('Directions').boundingBox()).toEqual(before);
  expect(await page.getByLabel('Directions').inputValue()).toBe('1 tab po qpm');
  expect(await page.getByLabel('Patient', { exact: true }).getAttribute('placeholder')).toBe(
    'Carver, Denise',
  );
  await hands.press('Escape', 'Escape');
});

test('a medicine the patient has already is asked about, and what was answered is kept', async () => {
  const id = await openFax(clean('Åsa Bergström', 'Prescott', 'sertraline 100 mg tablet'));
  await takeThrough('Refills');
  await twice()
    .getByText(/^sertraline 50 mg tablet/)
    .waitFor();
  expect(await look(page, 'desk, the same medicine twice')).toEqual([]);
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
  const id = await openFax(
    clean('Kevin Donnelly', 'Petrov', 'hydroxyzine 25 mg tablet', '1 tab po q6h prn itching'),
  );
  await takeThrough('Prescriber');
  await at.pick(hands, 'Drug', ['hydroxyz 10', /hydrOXYzine\s*10 mg tablet/i]);
  await page
    .getByRole('alert')
    .filter({ hasText: 'The prescription says 25 mg; you picked 10 mg.' })
    .waitFor();
  for (const typed of ['1 tab po q6h prn itching', 't', '20', '5', '0']) {
    await hands.type(typed);
    await hands.press('Enter');
  }
  await at.doIt(hands);
  const dialog = page.getByRole('dialog', { name: 'The drug is not the one prescribed' });
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
  const id = await openFax(clean('Thandiwe Mbeki', 'Okonjo', 'lisinopril 10 mg tablet'));
  await takeThrough('Drug');
  await hands.type('1 tab po daily');
  await hands.press('Tab');
  await hands.type('t');
  await hands.press('Tab');
  await hands.type('30');
  await hands.press('Alt+m');
  await page.getByText('Marked: quantity stands here.').waitFor();
  await hands.press('Tab', 'Tab');
  await hands.type('5');
  await at.sendToVerification(hands);
  const { evidence, pages } = await get(id);
  const { region } = evidence.find(({ field }) => field === 'quantity') ?? {};
  expect(region).toMatchObject({ documentId: pages[0]?.documentId, page: 1 });
  // What was in sight of the page, and not the few dots the machine would name.
  expect(region?.width).toBeGreaterThan(400);
});

test('a fax that repeats a dispensed medicine is taken as its refill, and the form is filled from that one', async () => {
  const dispensed = await medicineWithRefills();
  const id = await openFax(clean(dispensed.patientName, 'Okonjo', dispensed.drug));
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

test('what is no prescription is set aside as what the machine takes it for, with two keys', async () => {
  const { bytes } = sendFax([drawnLabResult(ofCarver)], () => ({ seed: 5 }), { day: today, time: '09:10' });
  const id = await openFax(bytes);
  await strip().getByText('On this fax: a lab result.').waitFor();
  await hands.press('F6');
  const dialog = page.getByRole('dialog', { name: 'Not a prescription' });
  await dialog.getByRole('radio', { name: 'Lab result', checked: true }).waitFor();
  expect(await look(page, 'desk dialogue, not a prescription')).toEqual([]);
  await hands.press('Control+Enter');
  await leftFor(id);
  const { rows } = await at.askCore(page, 'intake.setAsides', {});
  expect(rows.find(({ prescriptionId }) => prescriptionId === id)).toMatchObject({
    kind: 'lab-result',
    destination: 'pharmacist',
  });
});

test('the prescriber is asked by fax, and the order waits for the answer', async () => {
  const id = await openFax(clean('Marina Alvarez', 'Vasquez', 'buspirone 10 mg tablet'));
  await hands.press('F10');
  const dialog = page.getByRole('dialog', { name: 'Ask the prescriber by fax' });
  await dialog.waitFor();
  await hands.press('1');
  await dialog.getByLabel('Text').and(page.locator(':focus')).waitFor();
  await expect.poll(() => dialog.getByLabel('Text').inputValue()).toContain('We cannot read a part of this');
  expect(await look(page, 'desk dialogue, call back')).toEqual([]);
  await hands.press('Control+Home');
  await hands.type('Urgent, please. ');
  await at.tabTo(hands, dialog.getByLabel('Fax number'));
  await hands.press('Control+a');
  await hands.type('315-555-0122');
  await hands.press('Control+Enter');
  await leftFor(id);
  expect((await get(id)).prescription.hold).toMatchObject({ reason: 'prescriber-call' });
});

test('pages are put in order, left out, made into another order, and an order is joined to another', async () => {
  const { bytes } = sendFax(
    [drawnLabResult(ofCarver), drawnForm(ofCarver, [losartan])],
    (number) => ({ seed: 20 + number }),
    { day: today, time: '10:02' },
  );
  const id = await openFax(bytes);
  await hands.press('F3');
  const dialog = page.getByRole('dialog', { name: 'Pages' });
  await dialog
    .getByRole('checkbox', { name: /^Page 1 of this fax/ })
    .and(page.locator(':focus'))
    .waitFor();
  expect(await look(page, 'desk dialogue, pages')).toEqual([]);
  await hands.press('Alt+ArrowDown');
  await dialog
    .getByRole('checkbox')
    .nth(1)
    .and(dialog.getByLabel(/^Page 1/))
    .and(page.locator(':focus'))
    .waitFor();
  await hands.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(async () => (await get(id)).pages.map(({ number }) => number)).toEqual([2, 1]);
  // The page that was looked at, the prescription, is the first now.
  await page.getByText(/^Page 1 of 2, /).waitFor();

  await hands.press('F3');
  await dialog
    .getByRole('checkbox', { name: /^Page 2 of this fax/ })
    .and(page.locator(':focus'))
    .waitFor();
  await hands.press('ArrowDown', 'Space', 'Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(async () => (await get(id)).pages.map(({ number }) => number)).toEqual([2]);

  await hands.press('F2');
  const made = page.getByText('Another prescription of this page was made. It comes next.');
  await made.waitFor();
  await made.waitFor({ state: 'detached' });
  const [sibling] = (await get(id)).siblings;
  await hands.press('F3');
  await dialog.waitFor();
  await hands.press('Alt+2');
  await dialog
    .getByRole('radio', { name: /^Same fax/ })
    .and(page.locator(':focus'))
    .waitFor();
  await hands.press('Space');
  expect(await look(page, 'desk dialogue, join')).toEqual([]);
  await hands.press('Control+Enter');
  await page.waitForURL((url) => url.pathname.endsWith(sibling!.id));
  expect((await get(id)).prescription).toMatchObject({ stage: 'rejected' });
});
