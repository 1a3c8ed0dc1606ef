// The intake desk with a machine that reads: one clean fax transcribed by hand and once more with what is proposed, its
// keys and seconds beside each other; the page that follows the field; and what is asked before an order goes on.
// Always: by keyboard alone, in a real browser, on faxes the machine really read.

import type { Page } from 'playwright';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { branchDay } from '../../core/demo/orders.ts';
import { type Meant, openAtDesk, proposed, read, takeProposals } from '../support/at-desk.ts';
import * as at from '../support/at-work.ts';
import { keepPicture, openWorkplace, type Workplace } from '../support/browser.ts';
import { copyOfDemo } from '../support/demo-for-all.ts';
import { type Hands, handsOn } from '../support/hands.ts';
import { look, settled } from '../support/look.ts';
import { drawFax } from '../support/papers.ts';

const cleanFax = drawFax('Thandiwe Mbeki', 'Okonjo', {
  drug: 'lisinopril 10 mg tablet',
  sig: 'Take 1 tablet by mouth once daily',
  quantity: '30',
  daysSupply: 30,
  refills: 5,
});

const byHand: at.Typed = {
  patient: ['mbek', 'Mbeki, Thandiwe'],
  prescriber: ['okonj', 'Okonjo'],
  drug: ['lisin 10', /lisinopril\s*10 mg tablet/i],
  sig: ['1 tab po daily', 'Take 1 tablet by mouth daily.'],
  quantity: '30',
  refills: '5',
};

const today = branchDay(new Date());
const meant: Meant = {
  Patient: /^Mbeki, Thandiwe$/,
  Prescriber: /^Okonjo, /,
  Drug: /^lisinopril 10 mg tablet$/,
  Directions: /^Take 1 tablet by mouth once daily\.?$/,
  'Date written': today,
  Quantity: '30',
  'Days’ supply': '30',
  Refills: '5',
};

let place: Workplace;
let page: Page;
let hands: Hands;

afterEach((context) => keepPicture(page, context));
afterAll(() => place?.close());

/** A demo with no fax waiting: the machine reads those of the test at once. Each workplace has one of its own. */
async function takePlace(): Promise<void> {
  place = await openWorkplace({ data: await copyOfDemo('without-faxes') });
  page = place.page;
  hands = handsOn(page);
  await at.signIn(hands, 'tina');
  await at.heading(page, 'To transcribe').waitFor();
}

const measured: Record<string, { keys: number; seconds: number }> = {};
async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const [keys, start] = [hands.keystrokes(), performance.now()];
  await work();
  measured[name] = { keys: hands.keystrokes() - keys, seconds: (performance.now() - start) / 1000 };
}

/** Puts the clean fax into the inbox and the cursor of the queue on it, once the machine has read it. */
async function cleanFaxOnTop(): Promise<string> {
  const id = await at.receiveFax(page, place.core.inbox, cleanFax);
  await read(page, id);
  await at.moveTo(hands, 'transcribing', id);
  return id;
}

const typedOf = async (prescriptionId: string) =>
  (await at.askCore(page, 'prescription.get', { prescriptionId })).prescription.transcription;

describe('a clean fax', () => {
  const sent: Record<string, Awaited<ReturnType<typeof typedOf>>> = {};

  test('is transcribed by hand, whatever is proposed', async () => {
    await takePlace();
    const id = await cleanFaxOnTop();
    await measure('by hand', async () => {
      await hands.press('Enter');
      await at.typeIn(hands, byHand);
      await at.sendToVerification(hands);
    });
    sent['by hand'] = await typedOf(id);
    await place.close();
  });

  test('is transcribed with a key a field where the machine read it', async () => {
    await takePlace();
    const id = await cleanFaxOnTop();
    let typed: string[] = [];
    await measure('with proposals', async () => {
      await hands.press('Enter');
      typed = await takeProposals(hands, meant, { Refills: '5' });
      await at.sendToVerification(hands);
    });
    expect(typed.filter((field) => field !== 'Refills')).toEqual([]);
    sent['with proposals'] = await typedOf(id);
  });

  test('says the same either way, at a third of the keys or fewer', () => {
    const lines = Object.entries(measured).map(
      ([name, { keys, seconds }]) => `${name} ${keys} keys in ${seconds.toFixed(1)} s`,
    );
    console.log(`a clean fax: ${lines.join(', ')}`);
    // Each workplace has ids of its own, and the directions are shorthand when they are typed.
    const people = ({ patientId: _p, prescriberId: _d, sigText: _t, ...rest }: NonNullable<typeof sent.x>) =>
      rest;
    expect(people(sent['with proposals']!)).toEqual({
      ...people(sent['by hand']!),
      sigSentence: expect.stringMatching(/^Take 1 tablet by mouth (once )?daily\.?$/),
    });
    expect(measured['by hand']?.keys).toBeLessThanOrEqual(46);
    expect(3 * measured['with proposals']!.keys).toBeLessThanOrEqual(measured['by hand']!.keys);
  });
});

describe('what is proposed', () => {
  const pageShown = () => page.getByRole('region', { name: 'Pages of the document' });

  test('is nothing but proposed: unless a key takes it, it is neither kept nor sent', async () => {
    await at.goToQueue(hands, 'transcribing');
    const fax = drawFax('Åsa Bergström', 'Prescott', {
      drug: 'sertraline 100 mg tablet',
      sig: 'Take 1 tablet by mouth once daily',
      quantity: '30',
      daysSupply: 30,
      refills: 5,
    });
    const id = await at.receiveFax(page, place.core.inbox, fax);
    await read(page, id);
    await openAtDesk(hands, id);
    await expect.poll(() => proposed(page)).toBe('Bergström, Åsa');
    // The page is at the patient from the start.
    await pageShown().locator('[data-first]').waitFor();
    await at.doIt(hands);
    await page.locator('[aria-invalid=true]:focus').waitFor();
    const got = await at.askCore(page, 'prescription.get', { prescriptionId: id });
    expect(got).toMatchObject({ prescription: { stage: 'transcribing' }, draft: null, patient: null });
  });

  test('is heard with how far it may be trusted', async () => {
    const spoken = await page.locator(':focus').evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    );
    expect(spoken).toMatch(/suggested: Bergström, Åsa, (sure|check|guess), born 1973-01-19/);
  });

  test('gives way to what is typed, and is put away by Backspace', async () => {
    await at.tabTo(hands, page.getByLabel('Directions'));
    await expect.poll(() => proposed(page)).toMatch(/^Take 1 tablet by mouth once daily/);
    await hands.type('1 tab po qam');
    expect(await proposed(page)).toBeNull();
    await page.getByText('Take 1 tablet by mouth every morning.', { exact: true }).waitFor();
    await hands.press('Tab');
    await page.getByLabel('Date written').and(page.locator(':focus')).waitFor();
    expect(await proposed(page)).toBe(today);
    await hands.press('Backspace');
    expect(await proposed(page)).toBeNull();
    expect(await page.getByLabel('Date written').inputValue()).toBe('');
    await hands.press('Shift+Tab', 'Control+a', 'Delete');
  });

  test('is where the page is: every field brings its place into sight', async () => {
    const frame = pageShown();
    const place = frame.locator('[data-first]');
    const seen: string[] = [];
    for (const label of ['Directions', 'Quantity', 'Days’ supply']) {
      await at.tabTo(hands, page.getByLabel(label, { exact: true }));
      await settled(page);
      const [inner, outer] = [await place.boundingBox(), await frame.boundingBox()];
      expect(inner!.x).toBeGreaterThanOrEqual(outer!.x);
      expect(inner!.y).toBeGreaterThanOrEqual(outer!.y);
      expect(inner!.x + inner!.width).toBeLessThanOrEqual(outer!.x + outer!.width);
      expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
      seen.push((await place.getAttribute('style')) ?? '');
    }
    expect(new Set(seen).size).toBe(3);
  });

  test('can be read and used by anybody, on one line with its key', async () => {
    expect(await look(page, 'desk with proposals')).toEqual([]);
  });
});

test('a call that is written down is typed by taking what the machine makes of the words', async () => {
  await at.goToAddress(page, '/intake/new');
  await at.tabTo(hands, page.getByLabel('What was said, word for word'));
  await hands.type(
    'Patient: Thandiwe Mbeki. Prescriber: Dr Ngozi Okonjo. Lisinopril 10 mg tablet. Take 1 tablet by mouth once daily. Quantity 30. Refills 5.',
  );
  await at.doIt(hands);
  await page.getByLabel('Patient', { exact: true }).and(page.locator(':focus')).waitFor();
  const typed = await takeProposals(hands, meant, { 'Date written': today, Refills: '5' });
  expect(typed).toEqual(['Date written']);
  // It is what she has of a fax already: asked beneath the words of the call as beneath a page.
  const twice = page.getByRole('region', { name: /same medicine twice/i });
  await twice.waitFor();
  expect(await look(page, 'transcribe a call with proposals')).toEqual([]);
  await at.doIt(hands);
  await twice.and(page.locator(':focus')).waitFor();
  await hands.press('2');
  await page.getByLabel('Why both stand').and(page.locator(':focus')).waitFor();
  await hands.type('The fax was lost, so they called');
  await at.sendToVerification(hands);
});
