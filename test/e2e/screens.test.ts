// Every screen and every important dialogue, looked at in all lights and sizes, with axe and with eyes (set
// MORTAR_SCREENSHOTS to a folder to have the pictures), and what has to hold on all of them.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { QueryResult } from '../../core/contract/index.ts';
import { openStages } from '../../core/contract/values.ts';
import { demoPatients } from '../../core/demo/people.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { workedDesk } from '../support/desk-data.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look, settled } from '../support/look.ts';

type Row = QueryResult<'prescription.workQueue'>['rows'][number];

let place: Workplace;
let page: Page;
let hands: Hands;
const rows: Partial<Record<(typeof openStages)[number], Row>> = {};
let bagCode: string;
let desk: Awaited<ReturnType<typeof workedDesk>>;
let hospital: Awaited<ReturnType<typeof hospitalPlaces>>;

beforeAll(async () => {
  place = await openWorkplace();
  desk = await workedDesk(place);
  page = place.page;
  hands = handsOn(page);
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

test('signing in', async () => {
  await at.heading(page, 'Who works here?').waitFor();
  expect(await look(page, 'sign in')).toEqual([]);
  await at.signIn(hands, 'dev');
  await at.heading(page, 'To verify').waitFor();
  await at.inboxIsEmpty(place.core.inbox);
  for (const stage of openStages) {
    const found = await at.askCore(page, 'prescription.workQueue', { stage, held: 'without', limit: 100 });
    const row = found.rows.find(({ source }) => stage !== 'transcribing' || source === 'fax');
    if (row) rows[stage] = row;
  }
  const ready = await at.askCore(page, 'prescription.get', { prescriptionId: idAt('ready') });
  bagCode = ready.prescription.bagCode as string;
  hospital = await hospitalPlaces();
});

/** Where what the demo's hospital sent is looked at. */
async function hospitalPlaces() {
  const { tasks, inpatients } = await at.askCore(page, 'adt.board', {});
  const { rows: messages } = await at.askCore(page, 'adt.messages', {});
  const { rows: sources } = await at.askCore(page, 'adt.sources', {});
  const taskOf = (kind: (typeof tasks)[number]['kind']) =>
    `/adt/task/${tasks.find((task) => task.kind === kind)!.id}`;
  const patientOf = (kind: (typeof tasks)[number]['kind']) =>
    `/patient/${tasks.find((task) => task.kind === kind)!.who.patientId}`;
  const messageOf = (state: (typeof messages)[number]['state']) =>
    `/adt/messages/${messages.find((one) => one.state === state)!.id}`;
  return {
    taskOf,
    messageOf,
    source: `/adt/sources/${sources[0]!.id}`,
    reported: patientOf('new-allergy'),
    inpatient: `/patient/${inpatients[0]!.who.patientId}`,
    // Not from today's discharges: just after midnight his was yesterday.
    deceased: patientOf('deceased'),
  };
}

const rowAt = (stage: keyof typeof rows): Row => {
  const row = rows[stage];
  if (!row) throw new Error(`nothing is at ${stage}`);
  return row;
};
const idAt = (stage: keyof typeof rows) => rowAt(stage).id;
const patientAt = (stage: keyof typeof rows) => rowAt(stage).patient?.id;

/** Name, and address once the demo data is known. */
const screens: [name: string, path: () => string, search?: string][] = [
  ...openStages.map((stage): (typeof screens)[number] => [`queue ${stage}`, () => `/queue/${stage}`]),
  ['transcribe', () => `/transcribe/${idAt('transcribing')}`],
  ['verify', () => `/verify/${idAt('verifying')}`],
  ['fill', () => `/fill/${idAt('to-fill')}`],
  ['filling', () => `/fill/${idAt('filling')}`],
  ['check', () => `/check/${idAt('checking')}`],
  ['hand over', () => '/hand-over'],
  ['hand over a bag', () => `/hand-over?bag=${bagCode}`],
  ['return', () => '/return'],
  ['new request', () => '/intake/new'],
  ['inbox', () => '/inbox'],
  ['set aside', () => '/set-aside'],
  ['second entries', () => '/second-entry'],
  ['second entry', () => `/second-entry/${desk.needed}`],
  ['verify, a second entry is awaited', () => `/verify/${desk.needed}`],
  ['verify, two entries differ', () => `/verify/${desk.differs}`],
  ['patients', () => '/patients'],
  ['patient', () => `/patient/${patientAt('checking')}`],
  ['prescription', () => `/prescription/${idAt('ready')}`],
  ['document', () => `/document/${rowAt('transcribing').documentId}`],
  // The whole shelf would be looked at for minutes.
  ['stock', () => '/stock', 'lisin'],
  ['drug', () => `/stock/${rowAt('checking').drug?.ndc11}`],
  ['labels', () => '/labels'],
  ['sent', () => '/sent'],
  ['log', () => '/log'],
  ['reading quality', () => '/reading'],
  ['conflicts', () => '/conflicts'],
  ['central', () => '/central'],
  ['held back', () => '/central/held'],
  ['automation', () => '/automation'],
  ['automation report', () => '/automation/report'],
  ['hospital board', () => '/adt'],
  ['hospital task, an allergy', () => hospital.taskOf('new-allergy')],
  ['hospital task, reported deceased', () => hospital.taskOf('deceased')],
  ['hospital task, details differ', () => hospital.taskOf('details-differ')],
  ['hospital task, who is it', () => hospital.taskOf('who-is-it')],
  ['hospital task, a merge', () => hospital.taskOf('merge')],
  ['hospital messages', () => '/adt/messages'],
  ['hospital messages, none', () => '/adt/messages?state=failed'],
  ['hospital message', () => hospital.messageOf('applied')],
  ['hospital message, refused', () => hospital.messageOf('refused')],
  ['hospital message, corrected', () => `${hospital.messageOf('refused')}/correct`],
  ['hospital sources', () => '/adt/sources'],
  ['hospital source', () => hospital.source],
  ['hospital source, a new one', () => '/adt/sources/new'],
  ['patient in hospital', () => hospital.inpatient],
  ['patient with an allergy that is reported', () => hospital.reported],
  ['patient reported deceased', () => hospital.deceased],
  ['nothing here', () => '/no-such-screen'],
];

/** Narrows a list that is longer than a screen. */
async function searchFor(text: string): Promise<void> {
  await hands.press('s');
  await page.locator('input:focus').waitFor();
  await hands.type(text);
  await settled(page);
}

describe('a screen can be read and used by anybody', () => {
  test.each(screens)('%s', async (name, path, search) => {
    await at.goToAddress(page, path());
    if (search) await searchFor(search);
    expect(await look(page, name)).toEqual([]);
    await hands.press('Escape');
  });
});

test('the six high-risk fields with their pieces of paper are in sight at once on a small screen', async () => {
  await at.goToAddress(page, `/verify/${desk.needed}`);
  const fields = page.getByRole('list', { name: 'High-risk fields' }).getByRole('listitem');
  const [half, last] = [page.locator('[class*=form]').filter({ has: fields.first() }), fields.nth(5)];
  expect(await fields.getByRole('img', { name: /^Where it stands on the page: / }).count()).toBe(7);
  const [room, box] = [(await half.boundingBox())!, (await last.boundingBox())!];
  expect(box.y + box.height).toBeLessThanOrEqual(room.y + room.height);
});

test('two entries with an answer to each difference', async () => {
  await at.goToAddress(page, `/verify/${desk.differs}`);
  await hands.press('1', '2', '1', '1');
  await page.getByLabel('What you decided it by').and(page.locator(':focus')).waitFor();
  expect(await look(page, 'verify, two entries decided')).toEqual([]);
  await hands.press('Escape');
});

/** A dialogue: where, and the keys that open it. */
const dialogs: [name: string, path: () => string, keys: string[]][] = [
  ['keys', () => '/queue/verifying', ['?']],
  ['palette', () => '/queue/verifying', ['Control+k']],
  ['hold', () => '/queue/verifying', ['h']],
  ['priority', () => '/queue/verifying', ['p']],
  ['send back', () => `/verify/${idAt('verifying')}`, ['b']],
  ['reject', () => `/verify/${idAt('verifying')}`, ['x']],
  ['dealt with', () => '/set-aside', ['Control+Enter']],
  ['take back', () => '/set-aside', ['b']],
  ['new patient', () => '/patients', ['Alt+n']],
  ['correct a patient', () => `/patient/${patientAt('checking')}`, ['e']],
  ['count a lot', () => `/stock/${rowAt('checking').drug?.ndc11}`, ['n']],
  ['note', () => `/prescription/${idAt('ready')}`, ['n']],
  ['keep what is on file', () => hospital.taskOf('new-allergy'), ['k']],
  ['apply a message again', () => hospital.messageOf('late'), ['Control+Enter']],
  ['lay a message aside', () => hospital.messageOf('late'), ['d']],
  ['let refills go on', () => hospital.inpatient, ['r']],
  ['link a person', () => hospital.inpatient, ['l']],
];

describe('a dialogue can be read and used by anybody', () => {
  test.each(dialogs)('%s', async (name, path, keys) => {
    await at.goToAddress(page, path());
    // A letter is a key of the screen only when nothing is typed into.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await hands.press(...keys);
    await page.getByRole('dialog').waitFor();
    const faults = await look(page, `dialogue ${name}`);
    await hands.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });
});

test('the sheet of keys lists those of the screen and those that work everywhere', async () => {
  await at.goToAddress(page, '/queue/verifying');
  await hands.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await sheet.waitFor();
  const listed = async (title: string) =>
    (await sheet.locator('section', { hasText: title }).locator('dd').allInnerTexts()).map((text) =>
      text.trim(),
    );
  expect(await listed('On this screen')).toEqual(
    expect.arrayContaining(['Next row', 'Open', 'Put on hold', 'Priority and promised time', 'Verify']),
  );
  expect(await listed('Everywhere')).toEqual(expect.arrayContaining(['Search everything', 'Lock', 'Stock']));
  await hands.press('Escape');
});

test('every place of the rail is reached from the palette', async () => {
  await at.goToAddress(page, '/queue/verifying');
  const links = page.getByRole('navigation').getByRole('link');
  const places = await links.evaluateAll((all) =>
    all.map((link) => ({
      path: new URL((link as HTMLAnchorElement).href).pathname,
      name: link.getAttribute('aria-label') ?? link.textContent ?? '',
    })),
  );
  expect(places.length).toBeGreaterThanOrEqual(15);
  for (const { path, name } of places) {
    await at.goToAddress(page, '/queue/verifying');
    const label = name.replace(/[\d,].*$/, '').trim();
    await hands.press('Control+k');
    await page.getByRole('combobox', { name: 'Do or find anything' }).and(page.locator(':focus')).waitFor();
    await hands.type(label);
    const place = page
      .getByRole('option')
      .filter({ hasText: new RegExp(`^${label}`) })
      .first();
    await place.waitFor();
    await at.pressUntil(hands, 'ArrowDown', place.and(page.locator('[aria-selected=true]')));
    await hands.press('Enter');
    await page.waitForURL((url) => url.pathname === path);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
});

test('a locked window holds no name of a patient', async () => {
  const names = () =>
    page.evaluate(
      (families) => families.filter((family) => document.documentElement.outerHTML.includes(family)),
      demoPatients.map(({ familyName }) => familyName).filter((name) => name.length > 4),
    );
  await at.goToAddress(page, '/queue/ready');
  await page.getByRole('row').nth(2).waitFor();
  expect((await names()).length).toBeGreaterThan(2);
  await hands.press('F8');
  await at.heading(page, /^Locked by /).waitFor();
  expect(await look(page, 'locked')).toEqual([]);
  expect(await names()).toEqual([]);
});

test('what managers and administrators have besides', async () => {
  await at.signIn(hands, 'admin');
  await at.goToAddress(page, '/settings');
  expect(await look(page, 'settings')).toEqual([]);
  await at.goToAddress(page, '/users');
  expect(await look(page, 'users')).toEqual([]);
  await hands.press('n');
  await page.getByRole('dialog').waitFor();
  expect(await look(page, 'dialogue new person')).toEqual([]);
  await hands.press('Escape');
});

test('no window complained, and no address named anybody', () => {
  expect(place.complaints).toEqual([]);
  const named = place.requests.filter((url) =>
    demoPatients.some(({ familyName }) => decodeURIComponent(url).includes(familyName)),
  );
  expect(named).toEqual([]);
});
