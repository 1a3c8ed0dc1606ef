// A list taken over at the window by keyboard alone: named by its path, looked at, taken over while it can be stopped,
// continued, and set back; then one sent from this computer. Looked at on the way in every light and size.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look, settled } from '../support/look.ts';
import { type Listed, npiAt, nppesRow, writeNdcDirectory, writeNppes } from '../support/reference-files.ts';

let place: Workplace;
let page: Page;
let hands: Hands;

beforeAll(async () => {
  place = await openWorkplace();
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'marge');
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const shelf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const products = (count: number): Listed[] =>
  Array.from({ length: count }, (_, index) => ({
    code: `${10_000 + Math.floor(index / 900)}-${100 + (index % 900)}`,
    PROPRIETARYNAME: `Brand ${index}`,
    ...(index % 97 === 5 ? { ACTIVE_NUMERATOR_STRENGTH: '' } : {}),
    packages: [{ last: '01' }],
  }));
/** Enough to be stopped on the way. */
const MANY = 50_000;
const taken = MANY - products(MANY).filter(({ ACTIVE_NUMERATOR_STRENGTH: none }) => none === '').length;
const SOME = taken.toLocaleString('en');
const drugsOnFile = async () => (await at.askCore(page, 'drug.count', {})).count;
const leaveField = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

/** Names a folder and looks at what is in it. */
const lookAt = async (path: string): Promise<void> => {
  await at.tabTo(hands, page.getByLabel('or the path of a file or folder'));
  await hands.type(path);
  await at.doIt(hands);
};
const nothingRuns = () => page.getByRole('button', { name: /^Choose files/, disabled: false }).waitFor();

test('a list is looked at, taken over, stopped, continued and set back by keyboard alone', async () => {
  await at.goTo(hands, 'm', 'Reference data');
  await settled(page);
  expect(await look(page, 'reference data')).toEqual([]);
  const before = await drugsOnFile();
  const folder = shelf();
  writeNdcDirectory(folder, products(MANY));

  await lookAt(folder);
  await page.getByText('Nothing has been written yet.').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: `Take over ${SOME} changes` }).waitFor();
  expect(await drugsOnFile()).toBe(before);
  expect(await look(page, 'reference data looked at')).toEqual([]);

  await leaveField();
  await at.doIt(hands);
  await page.getByText(`of ${SOME} rows`).waitFor();
  await hands.press('s');
  await page.getByText('Stopped by Marge Delaney').waitFor();
  await nothingRuns();
  await at.tabTo(hands, page.getByRole('button', { name: 'Continue version 1' }));
  await hands.press('Enter');
  await page.getByText('Taken over', { exact: true }).waitFor({ timeout: 120_000 });
  expect(await drugsOnFile()).toBe(before + taken);

  await nothingRuns();
  await at.tabTo(hands, page.getByRole('button', { name: 'Set back version 1' }));
  await hands.press('Enter');
  await page.getByRole('dialog', { name: 'Set version 1 back' }).waitFor();
  await hands.type('the wrong month');
  expect(await look(page, 'dialogue set back')).toEqual([]);
  await hands.press('Control+Enter');
  await page.getByText('the wrong month').waitFor({ timeout: 200_000 });
  expect(await drugsOnFile()).toBe(before);
}, 400_000);

test('a file of this computer is sent, looked at and taken over; a wrong one is refused in words', async () => {
  await nothingRuns();
  const file = writeNppes(
    shelf(),
    Array.from({ length: 40 }, (_, index) =>
      nppesRow(npiAt(index), { 'Provider Last Name (Legal Name)': 'QUILLON' }),
    ),
  );
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('is here').waitFor();
  await at.doIt(hands);
  await page.getByRole('button', { name: /^Take over 40 changes/ }).waitFor();
  await at.doIt(hands);
  await page.getByText('Taken over', { exact: true }).waitFor({ timeout: 60_000 });
  expect((await at.askCore(page, 'prescriber.find', { text: 'quillon' })).rows).toHaveLength(12);

  expect(place.complaints).toEqual([]);
  await nothingRuns();
  await lookAt('/no/such/folder');
  await page.getByRole('alert').filter({ hasText: 'There is no such file' }).waitFor();
  expect(await look(page, 'reference data refused')).toEqual([]);
});
