// What the window works out by itself: where a cursor stays, the branch's clock, which answers are stale, how a
// setting is typed. Pure functions; the screens are tested in test/e2e.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOfWallTime, wallTimeOf } from '../../renderer/components/branch-time.ts';
import { settledCursor } from '../../renderer/components/cursor.ts';
import { editorOf, textOf, valueFrom } from '../../renderer/screens/administration/setting-value.ts';

const find = (rows: readonly string[]) => (key: string) => rows.indexOf(key);

describe('the cursor of a queue', () => {
  test('stays on its prescription when another one comes in above it', () => {
    const rows = ['new', 'a', 'b', 'c'];
    expect(settledCursor({ index: 1, key: 'b' }, rows.length, find(rows))).toBe(2);
  });

  test('stays at its place, which is the next prescription, when its own has gone', () => {
    const rows = ['a', 'c', 'd'];
    expect(settledCursor({ index: 1, key: 'b' }, rows.length, find(rows))).toBe(1);
  });

  test('stands on the last row when the rows below it have gone', () => {
    expect(settledCursor({ index: 9, key: 'z' }, 2, find(['a', 'b']))).toBe(1);
  });

  test('stands on the first place of an empty queue', () => {
    expect(settledCursor({ index: 3, key: 'a' }, 0, find([]))).toBe(0);
  });
});

describe('the clock of the branch', () => {
  test('a time typed is the time of the branch, not of the machine', () => {
    expect(instantOfWallTime('2026-11-21T09:30', 'America/New_York')).toBe('2026-11-21T14:30:00.000Z');
    expect(instantOfWallTime('2026-07-01T09:30', 'Europe/London')).toBe('2026-07-01T08:30:00.000Z');
  });

  test('a field left empty or half typed is no time', () => {
    for (const text of ['', '2026-11-21', '2026-11-21T9', '2026-13-01T09:30']) {
      expect(instantOfWallTime(text, 'America/New_York')).toBeNull();
    }
  });

  test('what is shown and sent back unchanged is the same minute, whatever the zone', () => {
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    const zone = fc.constantFrom(
      'America/New_York',
      'Europe/London',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'UTC',
    );
    fc.assert(
      fc.property(minute, zone, (at, timeZone) => {
        const shown = wallTimeOf(at * 60_000, timeZone);
        const back = instantOfWallTime(shown, timeZone);
        // In the hour that a clock shows twice, either of the two is a right answer.
        expect(back && wallTimeOf(Date.parse(back), timeZone)).toBe(shown);
      }),
    );
  });
});

describe('a setting as it is typed', () => {
  const cases: [what: string, schema: unknown, value: unknown][] = [
    ['a number', { type: 'integer', minimum: 1 }, 20],
    ['a line of text', { type: 'string' }, 'Elm Street'],
    ['one of several words', { type: 'string', enum: ['us', 'uk'] }, 'uk'],
    [
      'one of several numbers',
      {
        anyOf: [
          { type: 'number', const: 203 },
          { type: 'number', const: 300 },
        ],
      },
      300,
    ],
    ['named numbers', { type: 'object' }, { drug: 0.9, sig: 1 }],
    ['a list', { type: 'array', items: { type: 'string' } }, ['A1', 'FRIDGE']],
    [
      'text or nothing',
      {
        anyOf: [
          { type: 'string', const: '' },
          { type: 'string', format: 'uri' },
        ],
      },
      '',
    ],
  ];
  test.each(cases)('%s comes back as it was', (_what, schema, value) => {
    expect(valueFrom(editorOf(schema), textOf(value))).toEqual(value);
  });

  test('an empty line in a list is no item', () => {
    expect(valueFrom({ kind: 'list' }, 'A1\n\n  B2 \n')).toEqual(['A1', 'B2']);
  });
});
