// The whole story of one faxed prescription, at a workstation that has no network: from the inbox folder to the
// signature, by people who use the keyboard and a scanner and nothing else, with a power cut in the middle.
// The chapters follow each other; each begins where the one before ended.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { read } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { networkOf } from '../support/core-process.ts';
import { projectRoot } from '../support/electron.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { settled } from '../support/look.ts';
import { bottleCode, drawFax } from '../support/papers.ts';
import { wordsOfPdf } from '../support/pdf-words.ts';

const lisinopril10 = { ndc11: '00143126701', ndc10: '0143126701' };
const lisinopril20 = { ndc11: '00143126801', ndc10: '0143126801' };

const forMbeki: at.Typed = {
  patient: ['mbek', 'Mbeki, Thandiwe'],
  prescriber: ['okonj', 'Okonjo'],
  drug: ['lisin 10', /lisinopril\s*10 mg tablet/i],
  sig: ['1 tab po daily', 'Take 1 tablet by mouth daily.'],
  quantity: '30',
  refills: '5',
};

let place: Workplace;
let page: Page;
let hands: Hands;
let prescriptionId: string;
const measured: Record<string, { keys: number; seconds: number }> = {};

beforeAll(async () => {
  place = await openWorkplace();
  page = place.page;
  hands = handsOn(page);
});

afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const prescription = async () =>
  (await at.askCore(page, 'prescription.get', { prescriptionId })).prescription;
const lotsOf = (ndc11: string) => at.askCore(page, 'stock.lots', { ndc11 });

/** The lot to take first. */
const offeredLot = async (ndc11: string) => {
  const lot = (await lotsOf(ndc11)).lots.find(({ offered }) => offered);
  if (!lot) throw new Error('no lot of it is offered');
  return lot;
};

async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const [keys, start] = [hands.keystrokes(), performance.now()];
  await work();
  measured[name] = { keys: hands.keystrokes() - keys, seconds: (performance.now() - start) / 1000 };
}

test('a fax that is laid into the inbox folder appears in the queue by itself', async () => {
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
  prescriptionId = await at.receiveFax(
    page,
    place.core.inbox,
    drawFax('Thandiwe Mbeki', 'Okonjo', {
      drug: 'lisinopril 10 mg tablet',
      sig: 'Take 1 tablet by mouth once daily',
      quantity: '30',
      daysSupply: 30,
      refills: 5,
    }),
  );
  await at.moveTo(hands, 'transcribing', prescriptionId);
  await expect
    .poll(() =>
      page.getByAltText('First page of the fax').evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(1000);
});

test('what was typed survives a reload of the window and a power cut, and what was typed meanwhile too', async () => {
  await at.open(hands, 'transcribing', prescriptionId);
  const directions = page.getByLabel('Directions');
  // Backwards, since forwards Tab takes what the machine proposes.
  const toDirections = () => at.tabTo(hands, directions, 'Shift+Tab');
  const kept = (text: string) =>
    page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/api/run/prescription.saveDraft') &&
        answer.ok() &&
        (answer.request().postData() ?? '').includes(text),
    );
  await toDirections();
  const first = kept('1 tab');
  await hands.type('1 tab');
  await first;
  await page.reload();
  await expect.poll(() => directions.inputValue()).toBe('1 tab');

  await toDirections();
  await hands.press('End');
  const second = kept('1 tab po');
  await hands.type(' po');
  await second;
  await place.core.kill();
  await hands.type(' qd with food');
  await place.core.start();
  // Who comes back is where they were.
  await at.signIn(hands, 'tina');
  await expect.poll(() => directions.inputValue()).toBe('1 tab po qd with food');

  await toDirections();
  await hands.press('Control+a', 'Delete');
  await at.leaveField(hands);
  await hands.press('Escape');
  await at.heading(page, 'To transcribe').waitFor();
});

test('a technician transcribes a clean fax with the keyboard alone', async () => {
  // What the machine proposes in the middle of it would take other keys.
  await read(page, prescriptionId);
  await at.goToQueue(hands, 'transcribing');
  await at.moveTo(hands, 'transcribing', prescriptionId);
  await measure('transcription', async () => {
    await hands.press('Enter');
    await at.typeIn(hands, forMbeki);
    await at.sendToVerification(hands);
  });
  expect(await prescription()).toMatchObject({
    stage: 'verifying',
    transcribedBy: { name: 'Tina Kessler' },
    transcription: {
      ndc11: lisinopril10.ndc11,
      sigSentence: 'Take 1 tablet by mouth daily.',
      quantity: '30',
      daysSupply: 30,
      refills: 5,
      substitutionAllowed: true,
    },
  });
});

test('a pharmacist verifies it field by field against the page', async () => {
  await at.handWindowTo(hands, 'paula');
  await at.goToQueue(hands, 'verifying');
  await at.moveTo(hands, 'verifying', prescriptionId);
  await measure('verification', async () => {
    await hands.press('Enter');
    await at.verify(hands);
  });
  expect(await prescription()).toMatchObject({ stage: 'to-fill', approvedBy: { name: 'Paula Brandt, RPh' } });
});

test('a clean fax costs few keys', () => {
  const line = Object.entries(measured).map(
    ([name, { keys, seconds }]) => `${name} ${keys} keys in ${seconds.toFixed(1)} s`,
  );
  console.log(`keystrokes: ${line.join(', ')}`);
  expect(measured.transcription?.keys).toBeLessThanOrEqual(46);
  expect(measured.verification?.keys).toBeLessThanOrEqual(9);
});

test('a pharmacist who typed a prescription is refused its verification, in words', async () => {
  await at.goToQueue(hands, 'transcribing');
  const own = await at.receiveFax(
    page,
    place.core.inbox,
    drawFax('Lars Peterson', 'Sharma', {
      drug: 'lisinopril 20 mg tablet',
      sig: '1 tab po daily',
      quantity: '30',
      daysSupply: 30,
      refills: 5,
    }),
  );
  await read(page, own);
  await at.open(hands, 'transcribing', own);
  await at.typeIn(hands, {
    ...forMbeki,
    patient: ['peters', 'Peterson, Lars'],
    prescriber: ['sharm', 'Sharma'],
    drug: ['lisin 20', /lisinopril\s*20 mg tablet/i],
  });
  // Who goes elsewhere before the window has found the next one to type is not pulled away.
  const slowly = await at.answerLate(page, 'prescription.workQueue', 1_500);
  await at.sendOff(hands);
  await at.goToQueue(hands, 'verifying');
  await slowly.end();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe('/queue/verifying');
  await at.open(hands, 'verifying', own);
  const refusal = page
    .getByRole('status')
    .filter({ hasText: /^You typed this prescription\. Another pharmacist/ });
  await refusal.waitFor();
  await hands.press('Space', 'y', 'Control+Enter');
  await refusal.waitFor();
  const { prescription: still } = await at.askCore(page, 'prescription.get', { prescriptionId: own });
  expect(still).toMatchObject({ stage: 'verifying', approvedBy: null });
  await hands.press('Escape');
});

test('a bottle of the wrong strength is refused in red words, the right one is counted and its label printed', async () => {
  await at.handWindowTo(hands, 'omar');
  await at.open(hands, 'to-fill', prescriptionId);
  const [wrong, right] = [await offeredLot(lisinopril20.ndc11), await offeredLot(lisinopril10.ndc11)];

  // The window hears late that filling has begun: the next bottle is judged all the same.
  const slowly = await at.answerLate(page, 'prescription.get', 1_500);
  await at.scanBottle(
    hands,
    bottleCode(lisinopril20.ndc10, wrong),
    /^WRONG STRENGTH: this is 20 mg, ordered 10 mg\.$/,
  );
  const red = await page
    .locator('[data-verdict=wrong]')
    .evaluate((banner) => getComputedStyle(banner).backgroundColor);
  expect(redness(red)).toBeGreaterThan(40);
  expect(await page.locator('input[aria-label^="Counted from lot"]').count()).toBe(0);

  await at.scanBottle(hands, bottleCode(lisinopril10.ndc10, right), /^Right bottle/i);
  await slowly.end();
  await at.countAndPrint(hands, '30');
  expect(await page.evaluate(() => document.documentElement.dataset.printed)).toBe('1');

  const [label] = (await at.askCore(page, 'prescription.get', { prescriptionId })).labels;
  const said = await wordsOfPdf(await fetchInPage(`/api/labels/${label!.id}.pdf`));
  const { rxNumber } = await prescription();
  for (const words of [
    'Mortar Demonstration Pharmacy',
    rxNumber!,
    'Thandiwe Mbeki',
    'Take 1 tablet by mouth daily.',
    'Okonjo',
    right.lot,
  ])
    expect(said).toContain(words);
  expect(said).toMatch(/lisinopril 10 mg tablet/i);

  const after = await lotsOf(lisinopril10.ndc11);
  expect(after.lots.find(({ id }) => id === right.id)?.onHand).toBe(String(Number(right.onHand) - 30));
  const { rows } = await at.askCore(page, 'stock.ledger', { ndc11: lisinopril10.ndc11 });
  expect(rows[0]).toMatchObject({
    kind: 'filled',
    lot: right.lot,
    quantity: '-30',
    balance: after.onHand,
    by: { name: 'Omar Velez' },
    prescriptionId,
    rxNumber,
  });
});

test('after a power cut the window goes on without being opened again, and nothing answered is lost', async () => {
  const before = await prescription();
  expect(before.stage).toBe('checking');
  await page.evaluate(() => {
    document.documentElement.dataset.mark = 'the same window';
  });
  await place.restartAfterKill();
  await at.signIn(hands, 'dev');
  expect(await page.evaluate(() => document.documentElement.dataset.mark)).toBe('the same window');
  expect(await prescription()).toEqual({ ...before, claim: null, version: expect.any(Number) });
});

test('a pharmacist checks it into a bin', async () => {
  await at.open(hands, 'checking', prescriptionId);
  const bin = await at.check(hands);
  expect(await prescription()).toMatchObject({
    stage: 'ready',
    bin,
    checkedBy: { name: 'Dev Malhotra, PharmD' },
  });
});

test('it is handed over after bag scan, birth date and signature', async () => {
  const { bagCode } = await prescription();
  await at.handWindowTo(hands, 'ruth');
  await at.handOver(hands, bagCode!, { born: '05021991', signature: 'Thandiwe Mbeki' });
  expect(await prescription()).toMatchObject({
    stage: 'completed',
    status: 'completed',
    outcome: 'handed-over',
  });
});

test('its story shows who did what', async () => {
  const { rxNumber } = await prescription();
  await at.search(hands, rxNumber!, new RegExp(rxNumber!));
  await at.heading(page, 'Prescription').waitFor();
  const story = page.getByRole('region', { name: 'Story' });
  await story.getByText('Ruth Ainsley').first().waitFor();
  const told = (await story.getByRole('listitem').allInnerTexts()).map((entry) => entry.replace(/\s+/g, ' '));
  const happened = [
    /Order received The workstation/,
    /Typed in Tina Kessler/,
    /Approved Paula Brandt, RPh/,
    /Filling started Omar Velez/,
    /WRONG STRENGTH Omar Velez, because: WRONG STRENGTH: this is 20 mg, ordered 10 mg\./,
    /right bottle Omar Velez/,
    /Filled Omar Velez/,
    /Label printed Omar Velez/,
    /Checked: ready for the patient Dev Malhotra, PharmD/,
    /Handed over, typed signature Ruth Ainsley/,
  ];
  const places = happened.map((what) => told.findIndex((entry) => what.test(entry)));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('all of it was done without a network', () => {
  const foreign = place.requests.filter((url) => !/^(http:\/\/127\.0\.0\.1:\d+\/|blob:|data:)/.test(url));
  expect(place.requests.length).toBeGreaterThan(100);
  expect(foreign).toEqual([]);
  const { interfaces, listening, remote } = networkOf(place.core.pid());
  expect(listening).toEqual(['127.0.0.1']);
  expect(remote.filter((address) => address !== '127.0.0.1')).toEqual([]);
  if (place.network.loopbackOnly) expect(interfaces).toEqual(['lo']);
});

test('the data file proves sound', async () => {
  await place.core.stop();
  const proof = spawnSync(
    process.execPath,
    [join(projectRoot, 'core/verify.ts'), '--data', place.core.data],
    {
      encoding: 'utf8',
    },
  );
  expect(proof.stdout + proof.stderr).toContain('All is sound.');
  expect(proof.status).toBe(0);
});

/** How much redder a colour of CSS is than it is green or blue. */
function redness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return red - Math.max(green, blue);
}

/** The bytes of something the window may read. */
async function fetchInPage(path: string): Promise<Uint8Array> {
  const text = await page.evaluate(async (address) => {
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, path);
  return new Uint8Array(Buffer.from(text, 'base64'));
}
