// How new a list of a hospital is, whatever was said of which lists in whatever order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNewAsSaid, saidAgain } from '../../core/adt/effect/list-newness.ts';
import { type ListRow, listKinds } from '../../core/adt/effect/row-types.ts';

const sources = ['general', 'clinic'];
const rowsAt = (at: string): ListRow[] =>
  sources.flatMap((source_id) =>
    listKinds.map((kind) => ({ person_id: 1, source_id, kind, items: '[]', as_of: at })),
  );

describe('lists said again as they were', () => {
  it('are as new as what was last said of each', () => {
    const saying = fc.record({
      source: fc.constantFrom(...sources),
      kinds: fc.subarray([...listKinds], { minLength: 1 }),
      hours: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(saying, { maxLength: 30 }), (sayings) => {
        let time = Date.parse('2026-01-01T00:00:00.000Z');
        const first = new Date(time).toISOString();
        const rows = rowsAt(first);
        const expected = new Map(rows.map((row) => [`${row.source_id} ${row.kind}`, first]));
        let listed = '{}';
        for (const { source, kinds, hours } of sayings) {
          time += hours * 3_600_000;
          const at = new Date(time).toISOString();
          const noted = saidAgain({ listed }, source, kinds, at);
          listed = noted.listed;
          for (const one of noted.displaced)
            rows.find((row) => row.source_id === source && row.kind === one.kind)!.as_of = one.at;
          for (const kind of kinds) expected.set(`${source} ${kind}`, at);
        }
        for (const row of rows)
          expect(asNewAsSaid({ listed }, row).as_of).toBe(expected.get(`${row.source_id} ${row.kind}`));
      }),
    );
  });

  it('a list written anew since is as new as that', () => {
    const listed = JSON.stringify({ general: { at: '2026-01-01T00:00:00.000Z', kinds: ['contacts'] } });
    const [row] = rowsAt('2026-01-02T00:00:00.000Z').filter(({ kind }) => kind === 'contacts');
    expect(asNewAsSaid({ listed }, row!)).toBe(row);
  });
});
