// What comes up seldom and is looked at before it does: orders filled at another branch, a topic that keeps the sender's
// clock, requests that came without a page, somebody else's claim. Each looked at in all lights and sizes, by keyboard.
// Always: the rows are those that exchange and automation write; how they come about is tested where it happens.

import { rmSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CommandInput } from '../../core/contract/index.ts';
import type { ReadField, Suggestion } from '../../core/contract/recognition.ts';
import { branchDay } from '../../core/demo/orders.ts';
import { demoKeyOf } from '../../core/host/key-file.ts';
import { openWorkstation } from '../../core/workstation.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { closedDemo } from '../support/closed-demo.ts';
import { runner } from '../support/desk-data.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look } from '../support/look.ts';

let data: string;
let place: Workplace;
let page: Page;
let hands: Hands;
let orders: Record<'theirs' | 'checking' | 'ready' | 'phoned' | 'fields' | 'claimed', string>;

const asked: CommandInput<'intake.receive'> = {
  source: 'phone',
  callerName: 'Nurse Abigail Featherstonehaugh-Cholmondeley',
  callerPhone: '+1 212 555 0148 ext. 2204',
  note: 'Lars Peterson, born 1958-03-12.\nLisinopril 20 mg tablet, 1 tab po daily, 30 tablets, 3 refills.\nDr Sharma rings back before noon if anything is unclear.',
};
const message: Partial<Record<ReadField, string>> = {
  patientName: 'Hernández y Gutiérrez de la Vega, María de los Ángeles',
  dateOfBirth: '1958-03-12',
  prescriberName: 'Thornton-Baines, Josephine',
  npi: '1497758544',
  drug: 'oxycodone-acetaminophen',
  strength: '5 mg-325 mg',
  form: 'tablet',
  sig: 'Take 1 tablet by mouth every 6 hours as needed for pain, not more than 4 in a day, not with other medicines that contain paracetamol or acetaminophen',
  quantity: '20',
  refills: '0',
  writtenOn: '2026-03-02',
};

/** What automation read of the call, which did not suffice. */
const readOfCall: Suggestion[] = (
  [
    ['patientName', 'Peterson, Lars', 'sure'],
    ['dateOfBirth', '1958-03-12', 'check'],
    ['prescriberName', 'Sharma', 'guess'],
    ['drug', 'lisinopril', 'sure'],
    ['strength', '20 mg', 'sure'],
    ['form', 'tablet', 'sure'],
    ['sig', '1 tab po daily', 'check'],
    ['quantity', '30', 'check'],
    ['refills', '3', 'check'],
  ] as const
).map(([field, value, confidence]) => ({
  ...{ field, value, read: value, confidence, checks: [] },
  region: { page: 1, x: 10, y: 10, width: 100, height: 20 },
}));

/** What was heard of Riverside, what it filled and who has an order there, and what automation read of a call. */
async function prepare(
  dataFolder: string,
  phoned: string,
): Promise<Omit<typeof orders, 'phoned' | 'fields'>> {
  const workstation = openWorkstation({ dataFolder, key: demoKeyOf(dataFolder)!, channels: false });
  const { store } = workstation;
  const now = new Date().toISOString();
  store.run(
    `INSERT INTO heard_of (producer_id, branch, branch_name, workstation, last_at)
     VALUES ('p1', 'riverside', 'Riverside', 'Counter 1', ?)`,
    [now],
  );
  const [theirs, checking, ready, claimed] = store
    .all<{ id: string }>(
      `SELECT p.id FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11
       WHERE p.stage = 'to-fill' AND p.held_at IS NULL AND d.schedule IS NULL ORDER BY p.id LIMIT 4`,
    )
    .map(({ id }) => id) as [string, string, string, string];
  const { id: user } = store.get<{ id: string }>("SELECT id FROM user WHERE user_name = 'ruth'")!;
  for (const [index, id] of [theirs, checking, ready].entries()) {
    const stage = id === ready ? 'ready' : 'checking';
    store.run(
      `UPDATE prescription SET stage = ?, filling = 1, filled_by = ?, filled_quantity = quantity, bag_code = ?, branch = ?
       WHERE id = ?`,
      [stage, user, `BAG-R${index}`, id === theirs ? 'riverside' : '', id],
    );
    store.run(
      `INSERT INTO filled_elsewhere SELECT 'm' || id, id, 'riverside', ndc11, 'R7-2207', '2099-01-31', quantity, ?, ?, 0
       FROM prescription WHERE id = ?`,
      [user, now, id],
    );
  }
  store.run("UPDATE prescription SET checked_by = ?, bin = 'A1', ready_at = ? WHERE id = ?", [
    user,
    now,
    ready,
  ]);
  store.run('UPDATE prescription SET claimed_by = ?, claim_expires_at = NULL WHERE id = ?', [user, claimed]);
  store.run(
    "INSERT INTO position (topic, partition, next, senders_clock) VALUES ('prescription.events', 0, 12, 1)",
  );
  // Nobody answers there: as on a morning without the network.
  store.run("INSERT OR REPLACE INTO setting (name, value) VALUES ('central.brokers', ?)", ['"127.0.0.1:1"']);
  store.run(
    `INSERT INTO found (id, document_id, ordinal, kind, pages, suggestions, prescription_id)
     VALUES ('f1', NULL, 0, 'prescription', '[1]', ?, ?)`,
    [JSON.stringify(readOfCall), phoned],
  );
  await workstation.close();
  return { theirs, checking, ready, claimed };
}

beforeAll(async () => {
  let phoned = '';
  data = await closedDemo(Date.now(), async ({ people }) => {
    phoned = (await people.run('tina', 'intake.receive', asked)).prescriptionId;
  });
  const known = await prepare(data, phoned);
  place = await openWorkplace({ data });
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'dev');
  const electronic = { source: 'electronic', priority: 'urgent', fields: message } as const;
  const fields = (await runner(page)('intake.receive', electronic)).prescriptionId;
  orders = { ...known, phoned, fields };
});
afterEach((context) => keepPicture(page, context));
afterAll(async () => {
  await place?.close();
  if (data) rmSync(data, { recursive: true, force: true });
});

const primary = () => page.locator('main footer button');
const says = (text: string | RegExp) => page.locator('main').getByText(text).first().waitFor();

test('an order another branch has filled says where its bag is, and cannot be taken over', async () => {
  await at.goToAddress(page, `/prescription/${orders.theirs}`);
  await says('It has been filled at that branch, where its bag is');
  await says('R7-2207');
  expect(await primary().isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Take over…' }).count()).toBe(0);
  expect(await look(page, 'prescription filled at another branch')).toEqual([]);
});

test('a bag that waits at another branch is not looked for in our bins', async () => {
  await at.goToAddress(page, `/prescription/${orders.ready}`);
  await says('What happens next: The bag waits at the Riverside branch.');
  expect(await primary().isDisabled()).toBe(true);
  expect(await look(page, 'prescription, its bag waits elsewhere')).toEqual([]);
  await at.goToAddress(page, '/hand-over?bag=BAG-R2');
  await page.getByRole('alert').filter({ hasText: 'its bag is there' }).waitFor();
  expect(await page.getByRole('list', { name: 'Bags' }).count()).toBe(0);
  expect(await look(page, 'hand over, the bag is elsewhere')).toEqual([]);
});

test('one that is ours and was filled there is not checked here; it is returned to filling by keys', async () => {
  await at.goToAddress(page, `/prescription/${orders.checking}`);
  await says('It is filled at the Riverside branch. It goes on there, or is filled anew here.');
  await at.goToAddress(page, `/check/${orders.checking}`);
  await says('Its bag is not here');
  expect(await primary().isDisabled()).toBe(true);
  expect(await look(page, 'check, filled at another branch')).toEqual([]);
  await hands.press('b');
  await page.getByRole('dialog', { name: 'Return to filling' }).waitFor();
  await hands.type('Riverside is closed today');
  await hands.press('Control+Enter');
  await says('It is at: Filling.');
});

test('a call stands beside the form, with what automation read of it proposed there', async () => {
  await at.goToAddress(page, `/transcribe/${orders.phoned}`);
  await says('There is no page.');
  const directions = page.getByRole('combobox', { name: 'Drug' });
  await directions.waitFor();
  expect(await look(page, 'transcribe a call')).toEqual([]);
  await hands.press('Escape');
});

test('the fields of a message stand beside the form', async () => {
  await at.goToAddress(page, `/transcribe/${orders.fields}`);
  await says('5 mg-325 mg');
  expect(await look(page, 'transcribe the fields of a message')).toEqual([]);
  await hands.press('Escape', 'Escape');
});

test('who types a message once more has its fields beside the form, and so has its own screen', async () => {
  const [patient] = (await at.askCore(page, 'patient.find', { text: 'Mbeki' })).rows;
  const [prescriber] = (await at.askCore(page, 'prescriber.find', { text: 'Okonjo' })).rows;
  const [drug] = (await at.askCore(page, 'drug.find', { text: 'oxycodone-acetaminophen 5 mg' })).rows;
  await runner(page)('prescription.transcribe', {
    ...{ prescriptionId: orders.fields, patientId: patient!.id, prescriberId: prescriber!.id },
    ...{ ndc11: drug!.ndc11, sigText: '1 tab po q6h prn pain', quantity: '20', daysSupply: 5, refills: 0 },
    ...{ writtenOn: branchDay(new Date()), substitutionAllowed: true },
  });
  await at.goToAddress(page, `/second-entry/${orders.fields}`);
  await says('5 mg-325 mg');
  await says('Type what was written down');
  expect(await look(page, 'second entry of a message')).toEqual([]);
  await at.goToAddress(page, `/prescription/${orders.fields}`);
  await says('5 mg-325 mg');
  await says('Another person than Dev Malhotra, PharmD has to type it once more');
  expect(await look(page, 'prescription that came as a message')).toEqual([]);
});

test('a request is taken in by keys for whoever types next, and not without a word of what came', async () => {
  await at.goToAddress(page, '/intake/new');
  await hands.press('Alt+q');
  await page.getByText('Write down what came').waitFor();
  await hands.press('Alt+3');
  await at.tabTo(hands, page.getByLabel('The message, word for word'));
  await hands.type('lisinopril 20 mg, 1 tab po daily, 30');
  expect(await look(page, 'new electronic request')).toEqual([]);
  await hands.press('Alt+q');
  await page.getByText('It is taken in and waits to be typed.').waitFor();
  await at.heading(page, 'To transcribe').waitFor();
});

test('what somebody else has is given back by a pharmacist, who sees whose it is', async () => {
  await at.goToAddress(page, '/queue/to-fill');
  await at.moveTo(hands, 'to-fill', orders.claimed);
  await says('release from Ruth Ainsley');
  expect(await look(page, 'queue, somebody else has it')).toEqual([]);
  await hands.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Release from Ruth Ainsley').waitFor();
  await hands.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hands.press('u');
  await page.locator('main').getByText('release from Ruth Ainsley').waitFor({ state: 'detached' });
  await says('claim');
});

test('who may not change a source of hospitals’ messages reads it and types nothing into it', async () => {
  await at.goToAddress(page, '/adt/sources/new');
  expect(await page.getByLabel('Whose numbers it sends').isEditable()).toBe(false);
  expect(await look(page, 'hospital source, only read')).toEqual([]);
});

test('a topic that keeps the sender’s clock is named with what to do, also while central is not reached', async () => {
  await at.goToAddress(page, '/central');
  await says(/^Topic prescription\.events keeps the sender’s clock/);
  expect(await look(page, 'central, a topic with the sender’s clock')).toEqual([]);
});
