// Before anybody works: the first start, setting up, the passphrase, and every trouble with a way on. By keyboard.
// What the core promises about its folder is held by the host's tests; here it is what a person sees and does.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { demoKeyOf } from '../../core/host/key-file.ts';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look } from '../support/look.ts';

let place: Workplace;
let page: Page;
let hands: Hands;

const sitDown = async (options: Parameters<typeof openWorkplace>[0]) => {
  place = await openWorkplace(options);
  page = place.page;
  hands = handsOn(page);
};
afterEach(async (context) => {
  await keepPicture(page, context);
  await place?.close();
});

const dataFile = () => join(place.core.data, 'mortar.db');

/** Does something to the folder while no core has it, and waits for the window to see it. */
async function whileStopped(change: () => void): Promise<void> {
  await place.core.stop();
  change();
  await place.core.start();
}

test('a new folder offers the demo pharmacy, and one key makes it a queue to work in', async () => {
  await sitDown({ demo: false });
  await at.heading(page, 'Welcome to Mortar').waitFor();
  await page.getByText(place.core.data).waitFor();
  expect(await look(page, 'first run')).toEqual([]);
  await page
    .getByRole('button', { name: /^Look around in the demo pharmacy/ })
    .and(page.locator(':focus'))
    .waitFor();
  await hands.press('Enter');
  await at.heading(page, 'Who works here?').waitFor({ timeout: 60_000 });
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
  await page.getByRole('grid').getByRole('row').nth(5).waitFor();
});

const typedPharmacy: [label: RegExp, typed: string][] = [
  [/^Name/, 'Corner Pharmacy'],
  [/^Telephone/, '585-555-0180'],
  [/^Address/, '12 Mill Street, Rochester, NY 14604'],
  [/^Full name/, 'Ada Keeper'],
  [/^User name/, 'ada'],
  [/^Password/, 'ada-keeps-keys'],
  [/^Passphrase/, 'three dry camels swim'],
  [/^The same again/, 'three dry camels swam'],
];
const field = (label: RegExp) =>
  page.getByRole('textbox', { name: label }).or(page.getByLabel(label)).first();

test('a real pharmacy is set up by keyboard, asks for its passphrase after a restart, and takes no other', async () => {
  await sitDown({ demo: false });
  await at.heading(page, 'Welcome to Mortar').waitFor();
  await at.tabTo(hands, page.getByRole('button', { name: /^Set up a real pharmacy/ }));
  await hands.press('Enter');
  await at.heading(page, 'Set up a pharmacy').waitFor();
  expect(await look(page, 'set up')).toEqual([]);
  for (const [label, typed] of typedPharmacy) {
    await at.tabTo(hands, field(label));
    await hands.type(typed);
  }
  await hands.press('Enter');
  await page.getByText('The two are not the same.').waitFor();
  expect(readdirSync(place.core.data)).not.toContain('mortar.db');
  await at.tabTo(hands, field(/^The same again/));
  await hands.press('Control+a');
  await hands.type('three dry camels swim');
  await hands.press('Enter');

  await at.heading(page, 'Who works here?').waitFor({ timeout: 60_000 });
  await page.getByText('Corner Pharmacy').waitFor();
  await page.getByLabel('Password of Ada Keeper').and(page.locator(':focus')).waitFor();
  await hands.type('ada-keeps-keys');
  await hands.press('Enter');
  await at.heading(page, 'People').waitFor();

  await place.restartAfterKill();
  await at.heading(page, 'Open the workstation').waitFor();
  expect(await look(page, 'passphrase')).toEqual([]);
  const passphrase = page.getByLabel('Passphrase', { exact: true }).and(page.locator(':focus'));
  await passphrase.waitFor();
  await hands.type('three wet camels swim');
  await hands.press('Enter');
  await page.getByText('The passphrase is not right.').waitFor();
  await at.tabTo(hands, page.getByLabel('Passphrase', { exact: true }));
  await hands.type('three dry camels swim');
  await hands.press('Enter');
  await at.heading(page, 'Who works here?').waitFor();
});

test('a damaged data file is said so, and a backup is restored with one key while the damaged file is kept', async () => {
  await sitDown({ demo: true });
  await at.signIn(hands, 'marge');
  await at.backUp(hands);
  let damaged = Buffer.alloc(0);
  await whileStopped(() => {
    damaged = readFileSync(dataFile());
    for (let at = 4096; at < damaged.length; at += 4096) damaged[at + 100] = (damaged[at + 100] ?? 0) ^ 0xff;
    writeFileSync(dataFile(), damaged);
  });

  await at.heading(page, 'The data file is damaged').waitFor();
  expect(await look(page, 'trouble')).toEqual([]);
  await page.getByRole('alert').getByText('The data file is damaged. It is kept as it is.').waitFor();
  await page.getByRole('button', { name: 'Restore this one' }).and(page.locator(':focus')).waitFor();
  await hands.press('Enter');
  await at.heading(page, 'Who works here?').waitFor();
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();

  const files = readdirSync(place.core.data, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  expect(files.some((one) => readFileSync(join(one.parentPath, one.name)).equals(damaged))).toBe(true);
  await place.core.stop();
  const store = openStore(dataFile(), demoKeyOf(place.core.data) as string);
  onTestFinished(() => store.close());
  expect(verify(store).violations).toEqual([]);
});

test('a data file of a newer version is not touched, and opens once the newer program has gone back', async () => {
  await sitDown({ demo: true });
  await at.heading(page, 'Who works here?').waitFor();
  const setVersion = (change: (version: number) => number) => {
    const store = openStore(dataFile(), demoKeyOf(place.core.data) as string);
    const version = store.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
    store.exec(`PRAGMA user_version = ${change(version)}`);
    store.close();
  };
  await whileStopped(() => setVersion((version) => version + 1));
  await at.heading(page, 'The data file is of a newer version').waitFor();
  await page
    .getByText('Install the newest version of Mortar on this machine, then start it again.')
    .waitFor();
  setVersion((version) => version - 1);
  await page.getByRole('button', { name: 'Try again' }).and(page.locator(':focus')).waitFor();
  await hands.press('Enter');
  await at.heading(page, 'Who works here?').waitFor();
});

test('a folder that cannot be written to is said so, and tried again once it can', async () => {
  const above = mkdtempSync(join(tmpdir(), 'workstation-'));
  onTestFinished(() => rmSync(above, { recursive: true, force: true }));
  const data = join(above, 'data');
  // A file where the folder should be stops root too.
  writeFileSync(data, '');
  await sitDown({ demo: false, data });
  await at.heading(page, 'The data folder cannot be written to').waitFor();
  await page.getByText('Everything that was saved is still there.').waitFor();
  rmSync(data);
  await page.getByRole('button', { name: 'Try again' }).and(page.locator(':focus')).waitFor();
  await hands.press('Enter');
  await at.heading(page, 'Welcome to Mortar').waitFor();
});
