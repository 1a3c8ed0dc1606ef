/** What tells a barcode scanner from a person, keystroke by keystroke. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterKey, type Burst, type Keystroke } from '../../renderer/shell/scan-burst.ts';

type Typed = Partial<Keystroke> & { key: string };

/** Types the keys with the waits between them, in milliseconds, and answers the codes that came of it. */
function type(keys: readonly (string | Typed)[], wait: number | readonly number[]): string[] {
  let burst: Burst | null = null;
  let timeStamp = 1000;
  return keys.flatMap((key, index) => {
    timeStamp += typeof wait === 'number' ? wait : wait[index]!;
    const stroke = { ctrlKey: false, altKey: false, metaKey: false, repeat: false, timeStamp };
    const after = afterKey(burst, { ...stroke, ...(typeof key === 'string' ? { key } : key) });
    burst = after.burst;
    return after.code ?? [];
  });
}

const code = '0100361670110017';

test.each([2, 15, 39, 60, 80])('a scanner that types a sign every %i ms is heard as one scan', (wait) => {
  expect(type([...code, 'Enter'], wait)).toEqual([code]);
});

test('a code with signs of every wait up to 80 ms is one scan', () => {
  const wait = fc.integer({ min: 0, max: 80 });
  const sign = fc.constantFrom(...'0123456789ABC()-./');
  fc.assert(
    fc.property(fc.array(fc.tuple(sign, wait), { minLength: 8, maxLength: 60 }), wait, (signs, last) => {
      const keys = [...signs.map(([key]) => key), 'Enter'];
      expect(type(keys, [...signs.map(([, before]) => before), last])).toEqual([keys.slice(0, -1).join('')]);
    }),
  );
});

test('Ctrl+Enter, Alt+Enter and Meta+Enter end no scan, however fast they come', () => {
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey'])
    expect(type([...code, { key: 'Enter', [modifier]: true }, 'Enter'], 5)).toEqual([]);
});

test('a person who types and confirms is no scanner', () => {
  expect(type([...'05021991', 'Enter'], 110)).toEqual([]);
  expect(type(['3', '0', 'Enter'], 30)).toEqual([]);
  expect(type([...'lisin', 'Enter'], 60)).toEqual([]);
  expect(type([...code, 'Enter'], [...Array(code.length).fill(5), 300])).toEqual([]);
});

test('a key held down is a person’s', () => {
  expect(type([...Array(20).fill({ key: 'j', repeat: true }), 'Enter'], 33)).toEqual([]);
});

test('Shift within a code, and separators as Ctrl+] or ASCII 29, belong to it', () => {
  const separator = { key: ']', ctrlKey: true };
  expect(type(['Shift', ...'10AB7', 'Control', separator, ...'1727', 'Enter'], 10)).toEqual([
    '10AB7\u001d1727',
  ]);
  expect(type([...'10AB7\u001d1727', 'Enter'], 10)).toEqual(['10AB7\u001d1727']);
});

test('the code begins anew after a pause, so that what was typed before is not part of it', () => {
  const waits = [0, 50, 400, ...Array(code.length).fill(10)];
  expect(type(['a', 'b', ...code, 'Enter'], waits)).toEqual([code]);
});
