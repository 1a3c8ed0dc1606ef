// What the intake desk does with paper that is not one clean prescription: a poor fax with three of them and a lab result
// between, the same sheet again, a notice, one that has to be asked about, pages that belong elsewhere.
// Always: by keyboard alone, on faxes the machine really read.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { branchDay } from '../../core/demo/orders.ts';
import {
  faxesRead,
  type Meant,
  openAtDesk,
  orderOf,
  proposed,
  read,
  readsFor,
  saysDrug,
  takeProposals,
} from '../support/at-desk.ts';
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
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const today = branchDay(new Date());
const get = (prescriptionId: string) => at.askCore(page, 'prescription.get', { prescriptionId });
const strip = () => page.locator('main').getByRole('status');

test('while the machine reads, it says so, and one may type; what comes later comes into empty fields', {
  timeout: readsFor,
}, async () => {
  await at.inboxIsEmpty(place.core.inbox);
  const fax = drawFax('Lars Peterson', 'Sharma', {
    drug: 'lisinopril 20 mg tablet',
    sig: '1 tab po daily',
    quantity: '30',
    daysSupply: 30,
    refills: 5,
  });
  const id = await at.receiveFax(page, place.core.inbox, fax);
  await openAtDesk(hands, id);
  await strip()
    .getByText(/^Reading page 1 of 1 … You can type meanwhile\.$/)
    .waitFor();
  expect(await proposed(page)).toBeNull();
  await at.tabTo(hands, page.getByLabel('Directions'));
  await hands.type('1 tab po qpm');
  const before = await page.getByLabel('Directions').boundingBox();
  await read(page, id);
  await strip().getByText('On this fax: a prescription.').waitFor();
  expect(await page.getByLabel('Directions').boundingBox()).toEqual(before);
  expect(await page.getByLabel('Directions').inputValue()).toBe('1 tab po qpm');
  expect(await page.getByLabel('Patient', { exact: true }).getAttribute('placeholder')).toBe(
    'Peterson, Lars',
  );
  await hands.press('Escape', 'Escape');
});

test('three prescriptions and a lab result on one fax become orders, each with its pages, and are worked off', {
  timeout: readsFor,
}, async () => {
  faxes = await faxesRead(page);
  const first = orderOf(faxes, ({ found }) => found.length === 3);
  await openAtDesk(hands, first);
  await strip().getByText('On this fax: 3 prescriptions and a lab result.').waitFor();
  await hands.press('F4');
  await page.getByText('3 more orders were made of this fax. They come next.').waitFor();
  await strip()
    .getByText(/Also: .*(\(to transcribe\).*){3}/)
    .waitFor();
  const { siblings } = await get(first);

  const came: string[] = [];
  for (const _ of [first, ...siblings]) {
    const id = new URL(page.url()).pathname.split('/').at(-1) as string;
    const reading = await read(page, id);
    const item = ofCarver.find(({ name }) => saysDrug(name)(reading));
    if (item) await takeCarver(item);
    else await setLabResultAside(id);
    const { prescription, pages, drug } = await get(id);
    expect(prescription.stage).toBe(item ? 'verifying' : 'rejected');
    // The lab result is the page of none but its own.
    expect(pages.some(({ number }) => number === 2)).toBe(item === undefined);
    came.push(drug?.name ?? 'lab result');
  }
  expect(came.toSorted()).toEqual(['atorvastatin', 'lab result', 'losartan', 'warfarin']);
});

async function setLabResultAside(id: string): Promise<void> {
  await strip().getByText('a lab result').waitFor();
  await hands.press('F6');
  await page.getByRole('radio', { name: 'Lab result', checked: true }).waitFor();
  await page.getByRole('radio', { name: 'Pharmacist', checked: true }).waitFor();
  await hands.press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(id));
}

/** What stands on the fax of Denise Carver. */
const ofCarver = [
  { name: 'warfarin', strength: '5 mg', often: 'daily', quantity: '30', refills: '2' },
  { name: 'losartan', strength: '50 mg', often: 'daily', quantity: '90', refills: '3' },
  { name: 'atorvastatin', strength: '40 mg', often: 'every evening', quantity: '90', refills: '3' },
];

/** Transcribes one of them: the fax is poor, so what was read wrong or not at all is typed. */
async function takeCarver({ name, strength, often, quantity, refills }: (typeof ofCarver)[number]) {
  const meant: Meant = {
    Patient: /^Carver, Denise/,
    Prescriber: /^Castellano, Michael/,
    Drug: new RegExp(`^${name} ${strength} tablet$`),
    Directions: new RegExp(`^1 tab po ${often}$`),
    'Date written': today,
    Quantity: quantity,
    'Days’ supply': quantity,
    Refills: refills,
  };
  await takeProposals(hands, meant, {
    Patient: ['carver', 'Carver, Denise'],
    Prescriber: ['castell', 'Castellano'],
    Drug: [`${name} ${strength}`, new RegExp(`${name}\\s*${strength} tablet`, 'i')],
    Directions: `1 tab po ${often}`,
    'Date written': 't',
    Quantity: quantity,
    'Days’ supply': quantity,
    Refills: refills,
  });
  await at.sendToVerification(hands);
}

test('a sheet sent a second time is told before anything is typed, and rejected as a duplicate', async () => {
  const again = orderOf(faxes, ({ sameFax }) => sameFax.length > 0);
  await openAtDesk(hands, again);
  await strip()
    .getByText(/^Probably the fax of .+ once more: looks .+ the same/)
    .waitFor();
  expect(await look(page, 'desk, the same fax again')).toEqual([]);
  await hands.press('Alt+d');
  const dialog = page.getByRole('dialog', { name: 'Reject this prescription' });
  await dialog.getByRole('radio', { name: 'Duplicate', checked: true }).waitFor();
  await hands.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Patient' }).and(page.locator(':focus')).waitFor();
  await hands.press('Alt+d');
  await dialog.waitFor();
  await hands.press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(again));
  expect((await get(again)).prescription).toMatchObject({ stage: 'rejected' });
});

test('a notice is set aside as what the machine takes it for, with two keys', async () => {
  const id = orderOf(faxes, ({ pages }) => pages.every(({ kind }) => kind === 'cover-sheet'));
  await openAtDesk(hands, id);
  await strip().getByText('On this fax: a cover sheet.').waitFor();
  await hands.press('F6');
  const dialog = page.getByRole('dialog', { name: 'Not a prescription' });
  await dialog.getByRole('radio', { name: 'Cover sheet', checked: true }).waitFor();
  expect(await look(page, 'desk dialogue, not a prescription')).toEqual([]);
  await hands.press('a', 'Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  const { rows } = await at.askCore(page, 'intake.setAsides', {});
  expect(rows.find(({ prescriptionId }) => prescriptionId === id)).toMatchObject({
    kind: 'cover-sheet',
    destination: 'pharmacist',
  });
});

test('the prescriber is asked by fax, and the order waits for the answer', async () => {
  const id = orderOf(faxes, saysDrug('buspirone'));
  await openAtDesk(hands, id);
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
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  expect((await get(id)).prescription.hold).toMatchObject({ reason: 'prescriber-call' });
});

test('pages are put in order, left out, made into another order, and an order is joined to another', async () => {
  const id = orderOf(faxes, ({ pages }) => pages.length === 2);
  await openAtDesk(hands, id);
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
  await page.getByText('Another prescription of this page was made. It comes next.').waitFor();
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
