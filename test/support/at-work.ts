// What people at the counter do in the window, with their hands alone: sign in, take from a queue, transcribe,
// verify, fill, check, hand over. Each step ends when the window shows that it is done.
// Always: no step waits for a time; it waits for what a person would look for. The same in a browser and in Electron.
// Not here: what has to be true afterwards; the tests say that.

import { readdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { vi } from 'vitest';
import type { QueryInput, QueryName, QueryResult } from '../../core/contract/index.ts';
import { checkFields, highRiskFields } from '../../core/contract/prescription.ts';
import type { openStages } from '../../core/contract/values.ts';
import { demoStaff } from '../../core/demo/people.ts';
import { words } from '../../renderer/words.ts';
import type { Hands } from './hands.ts';
import { settled } from './look.ts';
import { layInto } from './papers.ts';

type OpenStage = (typeof openStages)[number];

/** Asks the core in the name of the window, whoever is signed in. */
export async function askCore<N extends QueryName>(
  page: Page,
  name: N,
  input: QueryInput<N>,
): Promise<QueryResult<N>> {
  const reply = await page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.json();
    },
    [`/api/ask/${name}`, JSON.stringify({ input })] as const,
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.result;
}

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

/** Waits until what is shown also listens: a page draws, then hears its keys. */
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Presses one key again and again until something is seen, at most so many times. */
export async function pressUntil(
  { press, page }: Hands,
  key: string,
  seen: Locator,
  most = 40,
): Promise<void> {
  for (let times = 0; times < most; times += 1) {
    if (await seen.isVisible()) return;
    await press(key);
    await drawn(page);
  }
  await seen.waitFor();
}

/** Does what the screen is for, once its button says that it can be done. */
export async function doIt({ page, press }: Hands): Promise<void> {
  await page.locator('main footer button:enabled').waitFor();
  await drawn(page);
  await press('Control+Enter');
}

/** Goes on with Tab, or back with Shift+Tab, until a control has the focus. */
export const tabTo = (hands: Hands, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> =>
  pressUntil(hands, key, control.and(hands.page.locator(':focus')), 60);

const staffOf = (userName: string) => {
  const person = demoStaff.find((one) => one.userName === userName);
  if (!person) throw new Error(`nobody of the demo staff is called ${userName}`);
  return person;
};

/** Signs in on the page of names: arrow keys to one's own, then the PIN or the password, whichever is asked. */
export async function signIn(hands: Hands, userName: string): Promise<void> {
  const { page } = hands;
  const { displayName, pin, password } = staffOf(userName);
  await page.getByRole('radiogroup', { name: 'Name' }).getByRole('radio').first().waitFor();
  await pressUntil(hands, 'ArrowDown', page.getByRole('radio', { name: displayName, checked: true }));
  const asked = page.locator(':focus').and(page.getByLabel(`of ${displayName}`));
  await asked.waitFor();
  await hands.type((await asked.and(page.getByLabel(/^PIN/)).count()) > 0 ? pin : password);
  await hands.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

/** Locks the window and gives it to somebody else. */
export async function handWindowTo(hands: Hands, userName: string): Promise<void> {
  await hands.press('F8');
  await heading(hands.page, /^Locked by /).waitFor();
  await signIn(hands, userName);
}

const stageKeys: Record<OpenStage, string> = {
  transcribing: 't',
  verifying: 'v',
  'to-fill': 'f',
  filling: 'w',
  checking: 'c',
  ready: 'r',
};

/** Escape leaves a field; once more where it put a proposal away, which stands there as soon as the page was read. */
export async function leaveField({ press, page }: Hands): Promise<void> {
  while (await page.locator('input:focus, textarea:focus, select:focus').count()) await press('Escape');
}

/** Goes to a screen by `g` and its letter; once more where the second key came too late after the first. */
export async function goTo(hands: Hands, letter: string, title: string | RegExp): Promise<void> {
  const { press, page } = hands;
  const there = heading(page, title);
  const go = async () => {
    // A screen that is still coming would take the focus, and with it the keys, into its first field.
    await settled(page);
    await leaveField(hands);
    await press('g', letter);
  };
  await go();
  await there.waitFor({ timeout: 7_000 }).catch(go);
  await there.waitFor();
}

/** Goes to an address as the window itself does. */
export async function goToAddress(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
}

/** Goes to the queue of a stage. */
export const goToQueue = (hands: Hands, stage: OpenStage): Promise<void> =>
  goTo(hands, stageKeys[stage], words.stage[stage]);

/** Searches everything and opens the hit that the marked row names. */
export async function search(hands: Hands, fragment: string, hit: RegExp): Promise<void> {
  const { page } = hands;
  await hands.press('/');
  await page.getByRole('combobox', { name: 'Search everything' }).and(page.locator(':focus')).waitFor();
  await hands.type(fragment);
  await page.getByRole('option', { name: hit, selected: true }).waitFor();
  await hands.press('Enter');
}

/** Moves the cursor of the queue to a prescription, by keys, whatever comes and goes in the queue meanwhile. */
export async function moveTo(hands: Hands, stage: OpenStage, prescriptionId: string): Promise<void> {
  const { page } = hands;
  const { rows } = await askCore(page, 'prescription.workQueue', { stage, limit: 100 });
  if (!rows.some(({ id }) => id === prescriptionId)) throw new Error(`it is not in the queue of ${stage}`);
  await page.getByRole('grid').waitFor();
  await hands.press('Home');
  await drawn(page);
  await pressUntil(hands, 'j', page.locator(`[role=row][aria-selected=true][id$="-${prescriptionId}"]`), 200);
}

/** Goes to the queue of a stage and opens a prescription of it. */
export async function open(hands: Hands, stage: OpenStage, prescriptionId: string): Promise<void> {
  await goToQueue(hands, stage);
  await moveTo(hands, stage, prescriptionId);
  await hands.press('Enter');
  await hands.page.waitForURL((url) => url.pathname.endsWith(`/${prescriptionId}`));
}

/** Waits until everything that lay in the inbox folder was taken in; the demo pharmacy begins with a dozen faxes. */
export const inboxIsEmpty = (inbox: string): Promise<void> =>
  vi.waitFor(
    () => {
      // What is left are the folders of what was taken and of what was refused.
      if (readdirSync(inbox).length > 2) throw new Error('files still lie in the inbox');
    },
    { timeout: 120_000, interval: 200 },
  );

/** Lays a fax into the inbox folder while the queue is open, and answers the prescription that appears. */
export async function receiveFax(page: Page, inbox: string, fax: Uint8Array): Promise<string> {
  const waiting = async () =>
    (await askCore(page, 'prescription.workQueue', { stage: 'transcribing', limit: 200 })).rows;
  await inboxIsEmpty(inbox);
  const known = new Set((await waiting()).map(({ id }) => id));
  await page.getByText(`${known.size} here`, { exact: true }).waitFor();
  layInto(inbox, `fax-${known.size}.tif`, fax);
  await page.getByText(`${known.size + 1} here`, { exact: true }).waitFor();
  const [fresh] = (await waiting()).filter(({ id }) => !known.has(id));
  if (fresh?.source !== 'fax') throw new Error('it did not come as a fax');
  return fresh.id;
}

/** What is typed for one prescription, and what the window has to show for it before it is taken. */
export interface Typed {
  patient: [typed: string, shown: string];
  prescriber: [typed: string, shown: string];
  drug: [typed: string, shown: RegExp];
  sig: [typed: string, shown: string];
  quantity: string;
  refills: string;
}

/** Types into a picker, marks the right row unless it is marked already, and takes it. */
export async function pick(hands: Hands, label: string, [typed, shown]: readonly [string, string | RegExp]) {
  const { page } = hands;
  await page.getByRole('combobox', { name: label }).and(page.locator(':focus')).waitFor();
  await hands.type(typed);
  const found = page.getByRole('listbox', { name: label }).and(page.locator(':not([data-stale])'));
  const wanted = found.getByRole('option').filter({ hasText: shown }).first();
  await wanted.waitFor();
  await pressUntil(hands, 'ArrowDown', wanted.and(page.locator('[aria-selected=true]')), 5);
  await hands.press('Enter');
}

/** Fills the form of an opened transcription, from the patient to the last field, and leaves it unsent. */
export async function typeIn(hands: Hands, typed: Typed): Promise<void> {
  const { page, press, type } = hands;
  await pick(hands, 'Patient', typed.patient);
  await pick(hands, 'Prescriber', typed.prescriber);
  await pick(hands, 'Drug', typed.drug);
  await type(typed.sig[0]);
  await page.getByText(typed.sig[1], { exact: true }).waitFor();
  await press('Enter');
  await type('t');
  await press('Enter');
  await type(typed.quantity);
  await press('Enter', 'Enter');
  await type(typed.refills);
}

/** Sends what was typed to verification, and does not wait for what the window opens next. */
export async function sendOff(hands: Hands): Promise<void> {
  await doIt(hands);
  await hands.page
    .getByText(/^Rx \S+ went to verification\.$/)
    .first()
    .waitFor();
}

/** Sends what was typed to verification; the window opens the next one or goes back to the queue. */
export async function sendToVerification(hands: Hands): Promise<void> {
  const before = hands.page.url();
  await sendOff(hands);
  await hands.page.waitForURL((url) => url.href !== before);
}

/** Confirms a list of lit fields one after the other with Space. */
async function confirmAll({ page, press }: Hands, list: string, fields: readonly string[]): Promise<void> {
  const lit = page.getByRole('list', { name: list }).locator('button[data-lit]');
  for (const field of fields) {
    await lit.filter({ hasText: field }).and(page.locator(':focus')).waitFor();
    await press('Space');
  }
}

/** Confirms each high-risk field of an opened verification and approves it. */
export async function verify(hands: Hands): Promise<void> {
  const { page } = hands;
  await confirmAll(
    hands,
    'High-risk fields',
    highRiskFields.map((field) => words.highRiskField[field]),
  );
  const before = page.url();
  await doIt(hands);
  await page
    .getByText(/is approved and waits to be filled\.$/)
    .first()
    .waitFor();
  await page.waitForURL((url) => url.href !== before);
}

/** Lets the window hear the answers to a query only after so many milliseconds, as on a machine with much to do. */
export async function answerLate(page: Page, query: QueryName, milliseconds: number) {
  const address = (url: URL) => url.pathname === `/api/ask/${query}`;
  await page.route(address, async (route) => {
    await new Promise((passed) => setTimeout(passed, milliseconds));
    await route.continue();
  });
  return { end: () => page.unrouteAll({ behavior: 'wait' }) };
}

/** Scans a bottle on the opened fill and waits for the sentence of the verdict. */
export async function scanBottle(hands: Hands, code: string, verdict: RegExp): Promise<void> {
  const banner = hands.page.locator('[data-verdict]');
  await banner.waitFor();
  await hands.scan(code);
  await banner.filter({ hasText: verdict }).waitFor();
}

/** Counts from the bottle that was scanned last, finishes the fill, prints the label and says that it came out. */
export async function countAndPrint(hands: Hands, quantity: string): Promise<void> {
  const { page, press, type } = hands;
  await page.locator('input[aria-label^="Counted from lot"]:focus').waitFor();
  await type(quantity);
  await doIt(hands);
  await page.getByText(/^Did the label of \S+ come out\?$/).waitFor();
  await page.getByRole('button', { name: /^Yes/, disabled: false }).waitFor();
  await drawn(page);
  await press('y');
  await page.getByText(/^First print: printed/i).waitFor();
}

/** Confirms what is checked and puts the bag into the bin that is offered. Answers the bin. */
export async function check(hands: Hands): Promise<string> {
  const { page } = hands;
  await confirmAll(
    hands,
    'What is confirmed',
    checkFields.map((field) => words.checkField[field]),
  );
  await doIt(hands);
  const done = page.getByText(/^Checked\. The bag is in bin .+\.$/);
  await done.waitFor();
  return ((await done.textContent()) ?? '').replace(/^Checked\. The bag is in bin (.+)\.$/, '$1');
}

/** Hands a bag over: scan, name asked, birth date, counselling, payment, typed signature. */
export async function handOver(
  hands: Hands,
  bagCode: string,
  { born, signature }: { born: string; signature: string },
): Promise<void> {
  const { page, press, type, scan } = hands;
  await goTo(hands, 'o', 'Hand over');
  await scan(bagCode);
  await page.getByRole('alert').filter({ hasText: 'Right bag. All bags are scanned.' }).waitFor();
  await tabTo(hands, page.getByRole('checkbox', { name: /asked for the full name/ }));
  await press('Space');
  await tabTo(hands, page.getByLabel(/^Date of birth/));
  await type(born);
  await tabTo(hands, page.getByRole('radio', { name: words.counselling.given }));
  await press('Space');
  await tabTo(hands, page.getByRole('radio', { name: words.payment.paid }));
  await press('Space');
  await tabTo(hands, page.getByLabel(/kept as a typed signature/));
  await type(signature);
  await doIt(hands);
  await page.getByText('One bag was handed over').waitFor();
}

/** Writes a backup from the settings, as a manager. */
export async function backUp(hands: Hands): Promise<void> {
  const { page, press } = hands;
  await goTo(hands, 'e', 'Settings');
  await tabTo(hands, page.getByRole('button', { name: 'Back up now' }));
  await press('Enter');
  await page.getByText(/^The backup is written/).waitFor();
}
