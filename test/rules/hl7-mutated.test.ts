/** Whatever the bytes, nothing throws, and nothing that is written is lost. A few by a fixed chance; `npm run fuzz:adt` makes more. */
import { expect, test } from 'vitest';
import { readHeader } from '../../core/adt/reading/header.ts';
import { wrongWith } from '../adt-fuzz/check.ts';
import { mutated } from '../adt-fuzz/mutate.ts';
import { chanceOf } from '../support/chance.ts';

test('a message of UTF-16 that ends in half a sign of its separators has no header, as it is no message', () => {
  const bytes = Buffer.from('004d0053004800240040002a002100', 'hex');
  expect([...wrongWith(bytes)]).toEqual([]);
  expect(readHeader(bytes)).toBeNull();
});

test('mutated messages are refused in words or read to the last field', () => {
  let number = 0;
  for (const { bytes, done } of mutated(chanceOf(20_261_121))) {
    number += 1;
    expect([...wrongWith(bytes)], `message ${number}: ${done.join(', ')}`).toEqual([]);
    if (number === 250) break;
  }
});
