// An order of another branch in the window: named wherever its patient is looked at, untouchable, taken over with a
// reason, and handed on again. By keyboard alone.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoKeyOf } from '../../core/host/key-file.ts';
import { openWorkstation } from '../../core/workstation.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { copyOfDemo } from '../support/demo-for-all.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look } from '../support/look.ts';

let place: Workplace;
let page: Page;
let hands: Hands;
let order: { id: string; patientId: string };

/** Riverside has been heard of, and has an order that is to be filled. */
async function makeTheirs(dataFolder: string): Promise<typeof order> {
  const workstation = openWorkstation({ dataFolder, key: demoKeyOf(dataFolder)!, channels: false });
  const { store } = workstation;
  const found = store.get<typeof order>(
    `SELECT p.id, p.patient_id AS patientId FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
     WHERE p.stage = 'to-fill' AND p.held_at IS NULL AND d.schedule IS NULL ORDER BY p.id LIMIT 1`,
  )!;
  store.run("UPDATE prescription SET branch = 'riverside' WHERE id = ?", [found.id]);
  store.run(
    `INSERT INTO heard_of (producer_id, branch, branch_name, workstation, last_at)
     VALUES ('p1', 'riverside', 'Riverside', 'Counter 1', ?)`,
    [new Date().toISOString()],
  );
  await workstation.close();
  return found;
}

beforeAll(async () => {
  const data = await copyOfDemo('without-faxes');
  order = await makeTheirs(data);
  place = await openWorkplace({ data });
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'paula');
  await page.getByRole('heading', { level: 1 }).waitFor();
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const badge = () => page.locator('main').getByText('Riverside branch', { exact: true });
const note = () => page.getByText('It belongs to the Riverside branch');
const branchNow = async () =>
  (await at.askCore(page, 'prescription.get', { prescriptionId: order.id })).prescription.branch;
const inQueue = async () =>
  (await at.askCore(page, 'prescription.workQueue', { stage: 'to-fill', limit: 500 })).rows.some(
    ({ id }) => id === order.id,
  );

test('its patient’s screen names the branch, and no queue has it', async () => {
  await at.goToAddress(page, `/patient/${order.patientId}`);
  await badge().first().waitFor();
  expect(await look(page, 'patient with an order of another branch')).toEqual([]);
  expect(await inQueue()).toBe(false);
});

test('its own screen says whose it is and offers a pharmacist to take it over, nothing else', async () => {
  await at.goToAddress(page, `/prescription/${order.id}`);
  await note().waitFor();
  await badge().waitFor();
  expect(await page.locator('main footer button').isDisabled()).toBe(true);
  await page.getByText('Only that branch can go on with it.').first().waitFor();
  expect(await page.getByRole('button', { name: 'Hold' }).count()).toBe(0);
  expect(await look(page, 'prescription of another branch')).toEqual([]);
  await hands.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Take over…').waitFor();
  await hands.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
});

test('taken over with a reason, it is ours and stands in the queue', async () => {
  await hands.press('o');
  await page.getByRole('dialog', { name: 'Take over from the Riverside branch' }).waitFor();
  await hands.type('They have no power');
  await hands.press('Control+Enter');
  await note().waitFor({ state: 'hidden' });
  expect(await branchNow()).toBeNull();
  expect(await inQueue()).toBe(true);
  await page.getByText('Taken over from the branch Riverside: They have no power').waitFor();
});

test('handed to the branch again, it is theirs', async () => {
  await hands.press('o');
  const dialog = page.getByRole('dialog', { name: 'Hand to another branch' });
  await dialog.getByRole('radio', { name: 'Riverside' }).and(page.locator(':focus')).waitFor();
  expect(await look(page, 'hand to another branch')).toEqual([]);
  await hands.press('Tab');
  await hands.type('The power is back');
  await hands.press('Control+Enter');
  await note().waitFor();
  expect(await branchNow()).toBe('Riverside');
  expect(await inQueue()).toBe(false);
});
