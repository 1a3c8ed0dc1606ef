/** Whatever the bytes, nothing throws, and nothing that is written is lost. A few by a fixed chance; `npm run fuzz:adt` makes more. */
import { expect, test } from 'vitest';
import { decodeMessage } from '../../core/adt/reading/charset.ts';
import { readHeader } from '../../core/adt/reading/header.ts';
import { wrongWith } from '../adt-fuzz/check.ts';
import { mutated } from '../adt-fuzz/mutate.ts';
import { chanceOf } from '../support/chance.ts';

test('a message of UTF-16 that ends in half a sign of its separators has no header, as it is no message', () => {
  const bytes = Buffer.from('004d0053004800240040002a002100', 'hex');
  expect([...wrongWith(bytes)]).toEqual([]);
  expect(readHeader(bytes)).toBeNull();
});

test('a line end before the mark of UTF-16 keeps nothing from being read', () => {
  const text = 'MSH|^~\\&|ADT1|HOSP|||20260302101500||ADT^A08|7|P|2.5.1\rPID|1||4711^^^HOSP^MR||Müller^Änne';
  const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const bytes = Buffer.concat([Buffer.from('\n'), wide]);
  expect([...wrongWith(bytes)]).toEqual([]);
  expect(decodeMessage(bytes, '', 'auto')).toMatchObject({ text, charset: 'utf-16le' });
});

test('a mark that stands there twice keeps nothing from being read', () => {
  const text = 'MSH|^~\\&|ADT1|HOSP|||20260302101500||ADT^A08|7|P|2.5.1\rPID|1||4711^^^HOSP^MR||Müller^Änne';
  const wide = Buffer.from(`\uFEFF\uFEFF${text}`, 'utf16le');
  for (const bytes of [wide, Buffer.from(wide).swap16(), Buffer.from(`\uFEFF\uFEFF${text}`)]) {
    expect([...wrongWith(bytes)]).toEqual([]);
    expect(readHeader(bytes)).toMatchObject({ controlId: '7', event: 'A08' });
  }
});

test('mutated messages are refused in words or read to the last field', () => {
  let number = 0;
  for (const { bytes, done } of mutated(chanceOf(20_261_121))) {
    number += 1;
    expect([...wrongWith(bytes)], `message ${number}: ${done.join(', ')}`).toEqual([]);
    if (number === 250) break;
  }
});
