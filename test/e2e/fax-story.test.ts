// A poor fax from its arrival to its verification: three prescriptions with a lab result between their pages, and after
// it yesterday's sheet sent once more. Worked off by people who use the keyboard and nothing else; at verification each
// value stands beside the piece of paper it was written on.
// The chapters follow each other; each begins where the one before ended.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import type { ReadField } from '../../core/contract/recognition.ts';
import { branchDay } from '../../core/demo/orders.ts';
import type { Box } from '../../core/recognise/reading.ts';
import { words } from '../../renderer/words.ts';
import { openAtDesk, read, takeProposals } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { closedDemo } from '../support/closed-demo.ts';
import { drawnForm, drawnLabResult, type SentFax, sendFax, type WrittenItem } from '../support/drawn-fax.ts';
import { projectRoot } from '../support/electron.ts';
import { type Hands, handsOn } from '../support/hands.ts';

const aDay = 24 * 60 * 60 * 1000;
const now = Date.now();
const [yesterday, today] = [branchDay(new Date(now - aDay)), branchDay(new Date(now))];

const ofCarver: readonly (WrittenItem & { page: number; at: number })[] = [
  { drug: 'warfarin', strength: '5 mg', sig: '1 tab po daily', quantity: '30', refills: '2', page: 1, at: 0 },
  {
    drug: 'losartan',
    strength: '50 mg',
    sig: '1 tab po daily',
    quantity: '90',
    refills: '3',
    page: 1,
    at: 1,
  },
  {
    ...{ drug: 'atorvastatin', strength: '40 mg', sig: '1 tab po every evening', quantity: '90' },
    ...{ refills: '3', page: 3, at: 0 },
  },
].map((item) => ({ ...item, form: 'tablet' }));
const carver = { prescriber: 'Castellano', patient: 'Denise Carver', day: today };

/** As poor as faxes are that a person still reads: blurred, dirty, streaked, slanting. */
const poorFax: SentFax = sendFax(
  [drawnForm(carver, ofCarver.slice(0, 2)), drawnLabResult(carver), drawnForm(carver, ofCarver.slice(2))],
  (page) => ({ seed: 130 + page, blur: 1, speckle: 0.003, streaks: 2, turn: page === 2 ? 0.6 : page - 2.2 }),
  { day: today, time: '09:44' },
);

const sheetOfBergstrom = drawnForm({ prescriber: 'Prescott', patient: 'Åsa Bergström', day: yesterday }, [
  {
    ...{ drug: 'sertraline', strength: '100 mg', form: 'tablet', sig: 'Take 1 tablet by mouth once daily' },
    ...{ quantity: '30', refills: '5' },
  },
]);
const sentYesterday = sendFax([sheetOfBergstrom], () => ({ seed: 1, turn: 0.4 }), {
  day: yesterday,
  time: '08:02',
});
const sentAgain = sendFax([sheetOfBergstrom], () => ({ seed: 14, turn: -0.6, speckle: 0.0006 }), {
  day: today,
  time: '09:52',
});

let data: string;
let place: Workplace;
let page: Page;
let hands: Hands;
/** The orders of the two faxes of today. */
let order: string;
let again: string;
let ofYesterday: string;

beforeAll(async () => {
  data = await closedDemo(now - aDay, async ({ people, receive }) => {
    ofYesterday = await receive(sentYesterday.bytes);
    const [patient] = people.ask('omar', 'patient.find', { text: 'Bergström' }).rows;
    const [prescriber] = people.ask('omar', 'prescriber.find', { text: 'Prescott' }).rows;
    const [drug] = people.ask('omar', 'drug.find', { text: 'sertraline 100 mg tablet' }).rows;
    const who = { prescriptionId: ofYesterday, patientId: patient!.id, ndc11: drug!.ndc11 };
    // Half the strength is being filled for her; this one takes its place.
    const [weaker] = people.ask('omar', 'prescription.duplicates', who).rows;
    await people.run('omar', 'prescription.transcribe', {
      ...who,
      prescriberId: prescriber!.id,
      writtenOn: yesterday,
      sigText: 'Take 1 tablet by mouth once daily',
      quantity: '30',
      daysSupply: 30,
      refills: 5,
      substitutionAllowed: true,
      duplicate: { of: weaker!.prescriptionId, answer: 'renew' },
    });
    const confirmed = [...highRiskFields];
    await people.run('dev', 'prescription.approve', { prescriptionId: ofYesterday, confirmed });
  });
  place = await openWorkplace({ data });
  page = place.page;
  hands = handsOn(page);
});
afterEach((context) => keepPicture(page, context));
afterAll(async () => {
  await place?.close();
  if (data) rmSync(data, { recursive: true, force: true });
});

const get = (prescriptionId: string) => at.askCore(page, 'prescription.get', { prescriptionId });
const strip = () => page.locator('main').getByRole('status');
const openedNow = () => new URL(page.url()).pathname.split('/').at(-1) as string;

test('two faxes come in and are read: who, what and how much is proposed, poor as they are', async () => {
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
  await read(page, ofYesterday);
  order = await at.receiveFax(page, place.core.inbox, poorFax.bytes);
  again = await at.receiveFax(page, place.core.inbox, sentAgain.bytes);
  const { pages, found, patients, prescribers } = await read(page, order);
  expect(pages.map(({ kind }) => kind)).toEqual(['prescription', 'lab-result', 'prescription']);
  expect(found.map(({ summary }) => summary)).toEqual(
    ofCarver.map(({ drug, strength, form, quantity }) => `${drug} ${strength} ${form}, ${quantity}`),
  );
  expect([patients[0]?.name, prescribers[0]?.name]).toEqual(['Carver, Denise', 'Castellano, Michael']);
});

test('the desk says what is on the fax, and one key makes an order of each', async () => {
  await openAtDesk(hands, order);
  await strip().getByText('On this fax: 3 prescriptions and a lab result.').waitFor();
  await hands.press('F4');
  await page.getByText('3 more orders were made of this fax. They come next.').waitFor();
  const { siblings } = await get(order);
  expect(siblings.map(({ stage }) => stage)).toEqual(['transcribing', 'transcribing', 'transcribing']);
});

const typed = new Map<string, string>();

test('each is typed with what is proposed, and the lab result is set aside for the pharmacist', async () => {
  const { siblings } = await get(order);
  const byHand: string[] = [];
  for (const _ of [order, ...siblings]) {
    const id = openedNow();
    const { suggestions, pages } = await read(page, id);
    const item = ofCarver.find(({ drug }) =>
      suggestions.some(({ field, value }) => field === 'drug' && value === drug),
    );
    if (item) {
      expect(pages.map(({ number }) => number)).toEqual([item.page]);
      byHand.push(...(await takeItem(item)));
      typed.set(item.drug, id);
    } else {
      expect(pages.map(({ kind }) => kind)).toEqual(['lab-result']);
      await setAside(id);
    }
  }
  expect([...typed.keys()].toSorted()).toEqual(ofCarver.map(({ drug }) => drug).toSorted());
  // The suggestions are a help, not a must; but they help.
  console.log(`typed by hand of ${ofCarver.length} prescriptions: ${byHand.join(', ') || 'nothing'}`);
  expect(byHand.length).toBeLessThanOrEqual(4);
  expect(byHand).not.toContain('Drug');
  for (const { drug, strength, quantity, refills } of ofCarver) {
    const got = await get(typed.get(drug)!);
    expect(got.prescription).toMatchObject({ stage: 'verifying', transcribedBy: { name: 'Tina Kessler' } });
    expect(got.prescription.transcription).toMatchObject({ quantity, refills: Number(refills) });
    expect(got).toMatchObject({ drug: { name: drug, strength }, patient: { name: 'Carver, Denise' } });
  }
});

/** Answers what was typed because nothing right was proposed. */
async function takeItem({ drug, strength, sig, quantity, refills }: WrittenItem): Promise<string[]> {
  const meant = {
    Patient: /^Carver, Denise/,
    Prescriber: /^Castellano, Michael/,
    Drug: new RegExp(`^${drug} ${strength} tablet$`),
    Directions: new RegExp(`^${sig}$`),
    'Date written': today,
    Quantity: quantity,
    'Days’ supply': quantity,
    Refills: refills,
  };
  const byHand = await takeProposals(hands, meant, {
    Patient: ['carver', 'Carver, Denise'],
    Prescriber: ['castell', 'Castellano'],
    Drug: [`${drug} ${strength}`, new RegExp(`${drug}\\s*${strength} tablet`, 'i')],
    Directions: sig,
    'Date written': 't',
    Quantity: quantity,
    'Days’ supply': quantity,
    Refills: refills,
  });
  await at.sendToVerification(hands);
  return byHand;
}

async function setAside(id: string): Promise<void> {
  await strip().getByText('a lab result').waitFor();
  await hands.press('F6');
  await page.getByRole('radio', { name: 'Lab result', checked: true }).waitFor();
  await page.getByRole('radio', { name: 'Pharmacist', checked: true }).waitFor();
  await hands.press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(id));
}

test('yesterday’s sheet is known again, other noise and other line or not, and rejected with one key', async () => {
  await read(page, again);
  await openAtDesk(hands, again);
  await strip()
    .getByText(/^Probably the fax of yesterday \d\d:\d\d once more: looks .+ the same and .+ sertraline/)
    .waitFor();
  await hands.press('Alt+d');
  const dialog = page.getByRole('dialog', { name: 'Reject this prescription' });
  await dialog.getByRole('radio', { name: 'Duplicate', checked: true }).waitFor();
  await hands.press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(again));
  expect((await get(again)).prescription).toMatchObject({ stage: 'rejected', status: 'rejected' });
  expect((await get(ofYesterday)).prescription.stage).toBe('to-fill');
});

/** What the window shows of a page in a place, in pixels of the page's picture; nothing is turned. */
const shownIn = (selector: string): Promise<{ page: string; box: Box; loaded: boolean }[]> =>
  page.locator(selector).evaluateAll((all) =>
    all.map((one) => {
      const image = one as HTMLImageElement;
      const whole = image.getBoundingClientRect();
      const seen = (image.closest('[class*=window], [class*=frame]') as HTMLElement).getBoundingClientRect();
      const scale = image.naturalWidth / whole.width;
      const [left, top] = [Math.max(seen.left, whole.left), Math.max(seen.top, whole.top)];
      const [right, bottom] = [Math.min(seen.right, whole.right), Math.min(seen.bottom, whole.bottom)];
      return {
        page: new URL(image.src).pathname,
        loaded: image.complete && image.naturalWidth > 0,
        box: {
          x: (left - whole.left) * scale,
          y: (top - whole.top) * scale,
          width: (right - left) * scale,
          height: (bottom - top) * scale,
        },
      };
    }),
  );

/** Of 100 parts of a box, how many lie in another. */
const partIn = (box: Box, other: Box): number => {
  const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x);
  const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
  return (100 * Math.max(0, across) * Math.max(0, down)) / (box.width * box.height);
};

const drawnFor: Record<(typeof highRiskFields)[number], readonly ReadField[]> = {
  patient: ['patientName', 'dateOfBirth'],
  drug: ['drug'],
  strength: ['strength'],
  form: ['form'],
  sig: ['sig'],
  quantity: ['quantity'],
};

test('a pharmacist verifies each: every high-risk value beside the paper it was written on, the page following', async () => {
  await at.handWindowTo(hands, 'paula');
  await at.open(hands, 'verifying', typed.get(ofCarver[0]!.drug)!);
  for (const _ of ofCarver) {
    const id = openedNow();
    const [item] = ofCarver.filter(({ drug }) => typed.get(drug) === id);
    const { evidence, document } = await get(id);
    const picture = `/api/documents/${document!.id}/pages/${item!.page}`;
    const lit = page.getByRole('list', { name: 'High-risk fields' }).locator('button[data-lit]');
    for (const field of highRiskFields) {
      const name = words.highRiskField[field];
      await lit.filter({ hasText: name }).and(page.locator(':focus')).waitFor();
      for (const [index, what] of drawnFor[field].entries()) {
        const drawn = poorFax.boxOf(item!.page, what, item!.at);
        const region = evidence.find((one) => one.field === what)?.region;
        expect(region, `${item!.drug}: ${what}`).toMatchObject({
          documentId: document!.id,
          page: item!.page,
        });
        expect(partIn(drawn, region!), `${item!.drug}: the place of ${what}`).toBeGreaterThan(60);

        const crops = await shownIn(`button[data-lit] img[alt="Where it stands on the page: ${name}"]`);
        const crop = crops[index]!;
        expect(crop).toMatchObject({ page: picture, loaded: true });
        expect(partIn(region!, crop.box)).toBeGreaterThan(98);
        expect(partIn(drawn, crop.box), `${item!.drug}: the paper of ${what}`).toBeGreaterThan(75);
        expect(crop.box.height).toBeLessThan(4 * drawn.height);

        // The page turns to it and shows it whole.
        await vi.waitFor(async () => {
          const [viewer] = await shownIn('section[aria-label="Pages of the document"] img');
          expect(viewer).toMatchObject({ page: picture, loaded: true });
          expect(partIn(region!, viewer!.box)).toBeGreaterThan(98);
        });
      }
      await hands.press('Space');
    }
    await at.doIt(hands);
    await page.waitForURL((url) => !url.pathname.endsWith(id));
    expect((await get(id)).prescription).toMatchObject({
      stage: 'to-fill',
      approvedBy: { name: 'Paula Brandt, RPh' },
    });
  }
});

test('the pharmacist looks at the lab result and says what was done with it', async () => {
  await at.goTo(hands, 'a', 'Set aside');
  await page.getByText(/^Lab result for Pharmacist/).waitFor();
  await at.doIt(hands);
  await page.getByRole('dialog', { name: 'This page was dealt with' }).waitFor();
  await hands.type('INR in range, goes to the record.');
  await hands.press('Control+Enter');
  await page.getByText('Nothing waits here').waitFor();
  expect((await at.askCore(page, 'prescription.counts', {})).setAside).toBe(0);
});

test('nothing of the two faxes is left over, and the data file proves sound', async () => {
  const left = await at.askCore(page, 'prescription.workQueue', { stage: 'transcribing', source: 'fax' });
  expect(left.rows).toEqual([]);
  // Refusals are answers; what is thrown is none.
  expect(place.complaints.filter((line) => !/^4\d\d /.test(line))).toEqual([]);
  await place.core.stop();
  const proof = spawnSync(process.execPath, [join(projectRoot, 'core/verify.ts'), '--data', data], {
    encoding: 'utf8',
  });
  expect(proof.stdout + proof.stderr).toContain('All is sound.');
  expect(proof.status).toBe(0);
});
