/** How an amount is said: the same words on the label, in the directions and on the screen. */
import { expect, test } from 'vitest';
import { amountWords } from '../../core/contract/amount.ts';

test.each([
  ['30', 'tablet', '30 tablets'],
  ['1', 'tablet', '1 tablet'],
  ['0.5', 'tablet', '0.5 tablet'],
  ['1.5', 'tablet', '1.5 tablets'],
  ['0', 'tablet', '0 tablets'],
  ['-3', 'tablet', '-3 tablets'],
  ['150', 'mL', '150 mL'],
  ['2', 'each', '2 each'],
  ['2', 'patch', '2 patches'],
  ['2', 'suppository', '2 suppositories'],
  ['2', 'tray', '2 trays'],
  ['30', 'tablets', '30 tablets'],
  ['30', '', '30'],
])('%s of “%s” is said “%s”', (quantity, unit, said) => {
  expect(amountWords(quantity, unit)).toBe(said);
});
