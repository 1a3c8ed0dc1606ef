/** How long a request has waited, whatever the clock on the wall does meanwhile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWaits, type Waiting } from '../../core/automation/waits.ts';

const limits = { acknowledgement: 60_000, answer: 900_000 };
const start = Date.parse('2026-03-02T14:00:00.000Z');
const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

describe('a wait', () => {
  test('is told by the monotonic clock alone, however the wall jumps', () => {
    const steps = fc.array(
      fc.record({
        passes: fc.integer({ min: 0, max: 400_000 }),
        jump: fc.integer({ min: -10_000_000, max: 10_000_000 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, fc.boolean(), (all, acknowledged) => {
        let [wall, passed] = [start, 0];
        const waits = openWaits(
          () => wall,
          () => passed,
        );
        waits.look([], limits);
        const at = instant(wall);
        const request: Waiting = { id: 'r', askedAt: at, acknowledgedAt: acknowledged ? at : null };
        waits.look([request], limits);
        for (const { passes, jump } of all) {
          passed += passes;
          wall += passes + jump;
          const left = waits.look([request], limits).get('r');
          expect(left).toBe((acknowledged ? limits.answer : limits.acknowledgement) - passed);
        }
      }),
    );
  });

  test('begins anew when central has taken the request, at most one look late and never early', () => {
    const time = fc.integer({ min: 0, max: 59_000 });
    fc.assert(
      fc.property(time, time, fc.integer({ min: -5_000_000, max: 5_000_000 }), (before, after, jump) => {
        let [wall, passed] = [start, 0];
        const waits = openWaits(
          () => wall,
          () => passed,
        );
        const asked: Waiting = { id: 'r', askedAt: instant(wall), acknowledgedAt: null };
        waits.look([asked], limits);
        passed += before;
        wall += before + jump;
        const taken = { ...asked, acknowledgedAt: instant(wall) };
        passed += after;
        wall += after;
        const left = waits.look([taken], limits).get('r')!;
        expect(left).toBe(limits.answer - after);
      }),
    );
  });

  test('goes on over a restart by the wall; where that lies before the request, it has waited long enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.boolean(), (gone, acknowledged) => {
        const waits = openWaits(
          () => start + gone,
          () => 5,
        );
        const at = instant(start);
        const request: Waiting = { id: 'r', askedAt: at, acknowledgedAt: acknowledged ? at : null };
        const left = waits.look([request], limits).get('r')!;
        const most = acknowledged ? limits.answer : limits.acknowledgement;
        if (gone < 0) expect(left).toBeLessThanOrEqual(0);
        else expect(left).toBe(most - gone);
      }),
    );
  });
});
