// An opioid typed twice: a technician types it from the fax, another types it again without seeing what the first one
// typed, the two differ, a pharmacist decides between them beside the paper and approves. By keyboard alone.
// The chapters follow each other; each begins where the one before ended.

import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { branchDay } from '../../core/demo/orders.ts';
import { openAtDesk, read, takeProposals } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { copyOfDemo } from '../support/demo-for-all.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { drawFax } from '../support/papers.ts';

let place: Workplace;
let page: Page;
let hands: Hands;
let order: string;

beforeAll(async () => {
  place = await openWorkplace({ data: await copyOfDemo('without-faxes') });
  page = place.page;
  hands = handsOn(page);
});
afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

const get = () => at.askCore(page, 'prescription.get', { prescriptionId: order });

test('a technician types it, and it waits for another person', async () => {
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
  order = await at.receiveFax(
    page,
    place.core.inbox,
    drawFax('Thandiwe Mbeki', 'Okonjo', {
      drug: 'oxycodone 5 mg tablet',
      sig: '1 tab po q6h prn pain',
      quantity: '20',
      daysSupply: 5,
      refills: 0,
    }),
  );
  await read(page, order);
  await openAtDesk(hands, order);
  await takeProposals(hands, {
    Patient: /^Mbeki, Thandiwe$/,
    Prescriber: /^Okonjo, /,
    Drug: /^oxyCODONE 5 mg tablet$/,
    Directions: /^1 tab po q6h prn pain$/,
    'Date written': branchDay(new Date()),
    Quantity: '20',
    'Days’ supply': '5',
    Refills: '0',
  });
  await at.sendToVerification(hands);
  expect(await get()).toMatchObject({ secondEntry: { state: 'needed', classes: ['opioid'] } });
});

test('whoever typed it is refused its second entry, in words', async () => {
  await hands.press('Escape', 'Escape');
  await at.goToQueue(hands, 'transcribing');
  await openSecondEntry();
  await page
    .getByRole('status')
    .filter({ hasText: 'You typed the first entry. Another person has to type the second.' })
    .waitFor();
  expect(await page.locator('form input:enabled').count()).toBe(0);
  await hands.press('Escape');
});

async function openSecondEntry(): Promise<void> {
  await at.goTo(hands, 'y', 'Second entry');
  await page.locator('[role=row][aria-selected=true]').waitFor();
  await hands.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith(order));
  await page.getByAltText('Page 1 of the document').waitFor();
}

test('another person types it from the page alone: nothing of the first entry is in the window', async () => {
  await at.handWindowTo(hands, 'omar');
  const answers: string[] = [];
  page.on('response', async (answer) => {
    if (answer.url().endsWith('/prescription.forSecondEntry')) answers.push(await answer.text());
  });
  await openSecondEntry();
  const born = page.getByLabel('Patient’s date of birth');
  await born.and(page.locator(':focus')).waitFor();
  const window = await page.evaluate(() =>
    [
      document.querySelector('main')?.innerHTML ?? '',
      ...[...document.querySelectorAll('input')].map((input) => input.value + input.placeholder),
    ].join(' '),
  );
  const { patient, drug, prescription } = await get();
  expect(answers.length).toBeGreaterThan(0);
  for (const typed of [
    ...['Mbeki', patient!.dateOfBirth, 'xycodone', 'opioid', drug!.ndc11, drug!.ndcDisplay, '5 mg'],
    ...['q6h', prescription.transcription!.sigSentence, 'every 6 hours'],
  ])
    for (const seen of [window, ...answers]) expect(seen.toLowerCase()).not.toContain(typed.toLowerCase());

  await hands.type('05021991');
  await hands.press('Enter');
  await at.pick(hands, 'Drug', ['oxycodone 10 mg tab', /oxycodone\s*10 mg tablet/i]);
  await hands.type('1 tab po q6h prn pain');
  await hands.press('Enter');
  await hands.type('30');
  await at.doIt(hands);
  await page.getByText('The two entries differ. A pharmacist decides between them.').waitFor();
  expect(await get()).toMatchObject({ secondEntry: { state: 'differs', differences: [] } });
});

test('a pharmacist decides between the two beside the paper, says by what, and approves', async () => {
  await at.handWindowTo(hands, 'paula');
  await at.open(hands, 'verifying', order);
  const panel = page.getByRole('region', { name: 'The two entries differ' });
  const asked = (name: string) => panel.getByRole('radiogroup', { name, exact: true });
  await asked('Strength').and(page.locator(':focus')).waitFor();
  expect(await asked('Strength').getByRole('radio').allInnerTexts()).toEqual([
    expect.stringMatching(/First, Tina Kessler\s*5 mg$/),
    expect.stringMatching(/Second, Omar Velez\s*10 mg$/),
  ]);
  const paper = panel.getByAltText('Where it stands on the page: Strength');
  expect(await paper.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(1000);
  // Not yet anything to be approved.
  await hands.press('Space', 'Control+Enter');
  expect(await get()).toMatchObject({ secondEntry: { state: 'differs' } });

  await hands.press('2');
  await asked('Quantity').and(page.locator(':focus')).waitFor();
  await hands.press('u');
  await asked('Strength').and(page.locator(':focus')).waitFor();
  await hands.press('1');
  await asked('Quantity').and(page.locator(':focus')).waitFor();
  await hands.press('1');
  await panel.getByLabel('What you decided it by').and(page.locator(':focus')).waitFor();
  await hands.type('The page says 5 mg and twenty.');
  await at.doIt(hands);
  await panel.waitFor({ state: 'detached' });
  await at.verify(hands);
  expect(await get()).toMatchObject({
    secondEntry: { state: 'decided' },
    drug: { strength: '5 mg' },
    prescription: {
      stage: 'to-fill',
      approvedBy: { name: 'Paula Brandt, RPh' },
      transcription: { quantity: '20' },
    },
  });
  const { entries } = await at.askCore(page, 'prescription.timeline', { prescriptionId: order });
  const story = entries
    .map(({ sentence, by, reason }) => `${sentence} ${by?.name} ${reason ?? ''}`)
    .join('\n');
  for (const part of ['Tina Kessler', 'Omar Velez', 'The page says 5 mg and twenty.'])
    expect(story).toContain(part);
});
