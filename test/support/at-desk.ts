// What people do at the intake desk with what the machine read: wait for it, take what is proposed, type where nothing
// is or where it is wrong. Hands alone, as in at-work.ts.
// Always: a proposal is taken as it stands only when it is what the test means; a wrong one is typed over.

import type { Page } from 'playwright';
import { vi } from 'vitest';
import type { QueryResult } from '../../core/contract/index.ts';
import * as at from './at-work.ts';
import type { Hands } from './hands.ts';
import { settled } from './look.ts';

/** A busy machine reads slowly, and all that came before is read first. */
const readsFor = 280_000;

type MachineReading = QueryResult<'recognition.ofPrescription'>;

/** Waits until the machine is done with the fax of an order. */
export const read = (page: Page, prescriptionId: string): Promise<MachineReading> =>
  vi.waitFor(
    async () => {
      const reading = await at.askCore(page, 'recognition.ofPrescription', { prescriptionId });
      if (reading.state === 'waiting') throw new Error('the machine still reads');
      return reading;
    },
    { timeout: readsFor, interval: 300 },
  );

/** Opens an order from the desk or the queue, and waits until its first field listens. */
export async function openAtDesk(hands: Hands, prescriptionId: string): Promise<void> {
  const { page } = hands;
  await page.locator('form[aria-label=Prescription] :focus, [role=grid]').first().waitFor();
  await at.open(hands, 'transcribing', prescriptionId);
  await focused(page, 'Patient').waitFor();
}

/** What stands in each field once it is right, from the first to the last; of the pickers, what is proposed. */
export interface Meant {
  Patient: RegExp;
  Prescriber: RegExp;
  Drug: RegExp;
  Directions: RegExp;
  'Date written': string;
  Quantity: string;
  'Days’ supply': string;
  Refills: string;
}
/** What is typed where nothing right is proposed; in a picker also what is then chosen. */
export type Instead = Partial<Record<keyof Meant, string | readonly [typed: string, shown: string | RegExp]>>;

const focused = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).and(page.locator(':focus'));

/** What is proposed in the field with the focus: its grey text, or null. */
export async function proposed(page: Page): Promise<string | null> {
  const mark = page.locator('[data-field]:focus-within [data-confidence]');
  if ((await mark.count()) === 0) return null;
  await settled(page);
  return page.locator(':focus').getAttribute('placeholder');
}

const fits = (meant: string | RegExp, text: string | null) =>
  text !== null && (typeof meant === 'string' ? meant === text : meant.test(text));

/**
 * Goes through the form, taking what is proposed where it is what is meant, and what stands there already.
 * @param instead what is typed where it is not; a field without it has to be proposed right
 * @returns the fields that had to be typed
 */
export async function takeProposals(hands: Hands, meant: Meant, instead: Instead = {}): Promise<string[]> {
  const { page } = hands;
  const byHand: string[] = [];
  // The form is there before the machine's answer is; what came without a page has no line about its fax.
  const answer = page.getByText(/^On this fax: /).or(page.locator('[data-field] [data-confidence]'));
  await answer.first().waitFor();
  for (const [label, wanted] of Object.entries(meant) as [keyof Meant, string | RegExp][]) {
    await focused(page, label).waitFor();
    const text = await proposed(page);
    if (fits(wanted, text ?? (await page.locator(':focus').inputValue()))) {
      await hands.press('Tab');
      continue;
    }
    const typed = instead[label];
    if (typed === undefined) throw new Error(`${label}: “${text}” is proposed, which is not meant`);
    byHand.push(label);
    if (typeof typed !== 'string') {
      await at.pick(hands, label, typed);
      continue;
    }
    await hands.type(typed);
    await hands.press('Tab');
  }
  return byHand;
}
