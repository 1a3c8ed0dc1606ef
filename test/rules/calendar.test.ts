/** Days as the branch sees them: where each begins, also when the clocks are changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, instantOfDay } from '../../core/calendar.ts';

const zones = [
  'America/New_York',
  'Europe/London',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'UTC',
];

test('a day begins with its first minute, wherever the branch is', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days));
  fc.assert(
    fc.property(day, fc.constantFrom(...zones), (text, zone) => {
      const begins = instantOfDay(text, zone);
      const before = new Date(Date.parse(begins) - 1).toISOString();
      expect(dayOf(before, zone) < text).toBe(true);
      // A zone that crossed the date line once has a day fewer.
      expect(dayOf(begins, zone) >= text).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the days on which the clocks change begin at midnight too', () => {
  expect(instantOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
  expect(instantOfDay('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  expect(instantOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
  expect(instantOfDay('2026-10-26', 'Europe/London')).toBe('2026-10-26T00:00:00.000Z');
});
