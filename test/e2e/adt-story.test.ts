// A hospital connected, heard and answered, by keyboard alone: a manager adds it, its first message shows itself on the
// open board, a pharmacist settles what it asks, merges two records and parts them again, and corrects a message that
// was refused. A real core, a real connection over MLLP.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoPatients } from '../../core/demo/people.ts';
import { freePort } from '../support/adt-desk.ts';
import { openSender } from '../support/adt-wire.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { wholeNetwork } from '../support/core-process.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { settled } from '../support/look.ts';

let place: Workplace;
let page: Page;
let hands: Hands;
let port: number;

beforeAll(async () => {
  // The hospital connects from outside the core's own network.
  place = await openWorkplace({ network: wholeNetwork });
  page = place.page;
  hands = handsOn(page);
  port = await freePort();
  await at.signIn(hands, 'marge');
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const isaac = demoPatients.find(({ familyName }) => familyName === 'Feldman')!;
/** One of the demo patients, as another hospital writes him. */
const feldman = (event: string, controlId: string, rest = '') =>
  [
    `MSH|^~\\&|ADT|GENERAL|||${stamp()}||ADT^${event}|${controlId}|P|2.5.1`,
    `EVN||${stamp()}`,
    `PID|1||551^^^GENERAL^MR||${isaac.familyName}^${isaac.givenNames}||${isaac.dateOfBirth.replaceAll('-', '')}|M|||||${isaac.phone}`,
    'PV1|1|I|7N^4^1^General|||||||||||||||||G1^^^GENERAL^VN',
    rest,
    '',
  ].join('\r');
const stamp = () => `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}+0000`;

const board = () => at.askCore(page, 'adt.board', {});
const goToBoard = async () => {
  await at.goTo(hands, 'k', 'Hospital');
};
/** Moves the cursor of the board to a task of this kind and opens it. */
const openTask = async (kind: RegExp) => {
  await page.getByRole('listbox', { name: 'What to do, worst first' }).waitFor();
  await hands.press('ArrowLeft');
  await at.pressUntil(hands, 'j', page.getByRole('option', { name: kind, selected: true }));
  await hands.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'What becomes of it' }).waitFor();
};
/** Writes why, in the dialogue that asks for it, and sends it. */
const say = async (why: string) => {
  await page.getByRole('dialog').locator('textarea:focus').waitFor();
  await hands.type(why);
  await hands.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};
const isBack = () => at.heading(page, 'Hospital').waitFor();

describe('a hospital beside the counter', () => {
  test('a manager adds it with the way its messages come', async () => {
    await goToBoard();
    await hands.press('s');
    await at.heading(page, 'Hospital sources').waitFor();
    await hands.press('n');
    await page.getByLabel('Name').and(page.locator(':focus')).waitFor();
    await hands.type('General Hospital');
    await at.tabTo(hands, page.getByLabel('Whose numbers it sends'));
    await hands.type('GENERAL');
    await at.tabTo(hands, page.getByLabel('Port'));
    await hands.press('Control+a');
    await hands.type(String(port));
    // Going back loses nothing of what was typed.
    await at.leaveField(hands);
    await hands.press('Escape');
    await at.heading(page, 'Hospital sources').waitFor();
    await settled(page);
    await hands.press('n');
    await page.getByRole('status').filter({ hasText: 'Typed and not sent yet.' }).waitFor();
    await at.doIt(hands);
    await at.heading(page, 'Hospital sources').waitFor();
    await page
      .getByRole('option')
      .filter({ hasText: 'General Hospital' })
      .filter({ hasText: String(port) })
      .waitFor();
  });

  test('its first message is answered, and shows itself on the board that is open', async () => {
    await goToBoard();
    await page
      .getByRole('option', { name: /Abernathy, Walter/ })
      .first()
      .waitFor();
    expect(await page.getByRole('option', { name: /Feldman/ }).count()).toBe(0);
    const sender = await openSender(port);
    sender.send(feldman('A01', 'G-1'));
    expect((await sender.answered(1))[0]).toMatch(/\rMSA\|AA\|G-1\r/);
    await page.getByRole('option', { name: /Feldman, Ira.*General, 7N, room 4, bed 1/s }).waitFor();
    sender.socket.destroy();
  });

  test('a pharmacist looks at it, and the stay stands beside the patient', async () => {
    await at.handWindowTo(hands, 'dev');
    await goToBoard();
    await hands.press('ArrowRight');
    await at.pressUntil(hands, 'j', page.getByRole('option', { name: /Feldman, Ira/, selected: true }));
    await hands.press('Enter');
    await at.heading(page, 'Patient').waitFor();
    await page
      .getByRole('region', { name: 'Patient' })
      .getByText(/Inpatient since today, General, 7N/)
      .waitFor();
  });

  test('an allergy is put on file with one key, and its task is gone', async () => {
    await goToBoard();
    await openTask(/New allergy/);
    await page.getByText('ibuprofen (anaphylaxis)').waitFor();
    await hands.press('p');
    // In the banner, and where the list of allergies stands.
    const saysSo = page.getByRole('link', { name: 'Reported, not on file: ibuprofen' });
    await page.getByRole('region', { name: 'Patient' }).and(page.locator(':has([data-reported])')).waitFor();
    expect(await saysSo.count()).toBe(2);
    expect(await page.getByText('No known allergies').count()).toBe(0);
    await hands.press('Escape');
    await page.getByRole('heading', { level: 2, name: 'What becomes of it' }).waitFor();
    await hands.press('t');
    await isBack();
    expect((await board()).tasks.map(({ kind }) => kind)).not.toContain('new-allergy');
  });

  test('two records are merged after a look at both, and parted again', async () => {
    await openTask(/Merge to review/);
    await page.getByRole('table', { name: 'Both records' }).getByText('Johnston, Robert').waitFor();
    await hands.press('m');
    await say('Both cards were shown at the counter');
    await isBack();
    await openTask(/Two records became one/);
    await page.getByRole('table', { name: 'Both records' }).getByText('Johnston, Robert').waitFor();
    await hands.press('u');
    await say('Two brothers after all');
    await isBack();
    const found = await at.askCore(page, 'patient.find', { text: 'Robert Johns' });
    expect(found.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Johnson, Robert', 'Johnston, Robert']),
    );
    expect((await board()).tasks.map(({ kind }) => kind)).not.toContain('merged');
  });

  test('who somebody is, is said by choosing one of those who may be meant', async () => {
    await openTask(/Who is it\?/);
    await hands.press('1');
    await page.getByRole('radio', { name: /Delacroix/, checked: true }).waitFor();
    await hands.press('o');
    await isBack();
    await page.getByRole('option', { name: /Delacroix, Antoinette.*5C/s }).waitFor();
  });

  test('a message that was refused is corrected, seen beforehand, and takes effect', async () => {
    await hands.press('m');
    await at.heading(page, 'Hospital messages').waitFor();
    await hands.press('2');
    await at.pressUntil(hands, 'j', page.getByRole('row', { name: /A40.*Refused/, selected: true }));
    await hands.press('Enter');
    await at.heading(page, 'Hospital message').waitFor();

    await at.doIt(hands);
    await page.getByLabel('Segments, one a line').and(page.locator(':focus')).waitFor();
    await page.getByText('there is nothing to merge').nth(1).waitFor();
    // The retired number stands at the end of the last segment: 4411023^^^STMARY^MR.
    await hands.press('Control+End');
    for (let step = 0; step < '^^^STMARY^MR'.length; step += 1) await hands.press('ArrowLeft');
    await hands.press('Backspace');
    await hands.type('9');
    await page.getByRole('table', { name: 'What it would change' }).getByText('4411029').first().waitFor();
    await at.tabTo(hands, page.getByLabel(/What was wrong/));
    await hands.type('The number was typed twice; confirmed by telephone');
    await at.doIt(hands);
    await page.waitForURL(/\/adt\/messages\/\d+$/);
    await page.getByText('In place of', { exact: true }).waitFor();
    await page.getByRole('table', { name: 'What it changed' }).getByText('4411029').first().waitFor();
  });

  test('a kept message is applied again only after its differences were seen', async () => {
    await at.doIt(hands);
    await page.getByRole('dialog').getByText('It would change nothing.').waitFor();
    await hands.type('Asked for by the hospital');
    await hands.press('Control+Enter');
    await page.getByText('It was applied again and changed nothing.').first().waitFor();
  });

  test('late messages are applied again together, and say how they fared', async () => {
    await hands.press('Escape');
    await at.heading(page, 'Hospital messages').waitFor();
    await hands.press('6');
    await page.getByRole('button', { name: 'Apply it again' }).waitFor();
    await at.pressUntil(hands, 'r', page.getByRole('dialog'));
    await say('The clock of the interface was wrong');
    await page.getByText('0 applied, 1 changed nothing, 0 failed.').first().waitFor();
  });

  test('a person of a hospital is linked to a patient by number, with how that is known', async () => {
    await at.search(hands, 'tanaka', /Tanaka/);
    await at.heading(page, 'Patient').waitFor();
    await page.getByRole('button', { name: /Link a person/ }).waitFor();
    await hands.press('l');
    await page.getByLabel('Name or number').and(page.locator(':focus')).waitFor();
    await hands.type('4411031');
    const person = page.getByRole('radio', { name: /Quigley, Aaron/ });
    await person.waitFor();
    await at.tabTo(hands, person);
    await hands.press('Space');
    await at.tabTo(hands, page.getByLabel('How you know'));
    await hands.type('He changed his name; the card was shown');
    await hands.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('MR 4411031 (STMARY)').waitFor();
  });

  test('a source is stopped, and no longer listens; started, it does again', async () => {
    await at.handWindowTo(hands, 'marge');
    await goToBoard();
    await hands.press('s');
    const general = page.getByRole('option').filter({ hasText: 'General Hospital' });
    await general.waitFor();
    await at.pressUntil(hands, 'j', general.and(page.locator('[aria-selected=true]')));
    await hands.press('x');
    await say('The hospital moves its interface');
    await general.getByText('Stopped: nothing is taken.').waitFor();
    await expect(openSender(port)).rejects.toThrow('ECONNREFUSED');
    await hands.press('x');
    await say('The interface is there again');
    await general.getByText(String(port)).waitFor();
    (await openSender(port)).socket.destroy();
  });

  test('no window complained', () => {
    // What the window asked for while it was being locked, because a message had come, is refused as it has to be.
    expect(place.complaints.filter((said) => !said.startsWith('403 '))).toEqual([]);
  });
});
