/** Stock at the real workstation: the ledger is the only truth, and what may not leave is not offered. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtinCheckDigit } from '../../core/drug/identifiers.ts';
import { fromThousandths, toThousandths } from '../../core/quantity.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const NDC = '00093014701';
const drug = {
  ndc11: NDC,
  name: 'naproxen',
  strength: '250 mg',
  form: 'tablet',
  unit: 'tablet',
  labeler: 'Teva',
  packageSize: '100',
  schedule: null,
};
const delivery = { ndc11: NDC, lot: 'AB123', expiry: '2027-01-31', quantity: '100', bin: 'N-1' };

const openWithDrug = async () => {
  const work = await openTestWorkstation();
  await work.run('drug.add', drug, 'mona');
  return work;
};
const lots = (work: TestWorkstation) => work.ask('stock.lots', { ndc11: NDC });

describe('deliveries', () => {
  test('the same lot again adds to it; with another expiry it is refused', async () => {
    const work = await openWithDrug();
    const { lotId } = await work.run('stock.receive', delivery);
    expect(await work.run('stock.receive', { ...delivery, lot: 'ab123', quantity: '0.5' })).toEqual({
      lotId,
    });
    expect(lots(work)).toMatchObject({
      onHand: '100.5',
      lots: [{ onHand: '100.5', lot: 'AB123', offered: true }],
    });
    const refusal = await work.refused('stock.receive', { ...delivery, expiry: '2027-02-28' });
    expect(refusal).toMatchObject({ code: 'lot.exists', details: { expiry: '2027-01-31' } });
    expect(lots(work).onHand).toBe('100.5');
  });

  test('of a drug that is not on file is refused', async () => {
    const work = await openTestWorkstation();
    expect((await work.refused('stock.receive', delivery)).code).toBe('drug.not-found');
  });
});

describe('the lots of a drug', () => {
  test('stand first expiry first, and each that is not offered says why', async () => {
    const work = await openWithDrug();
    await work.run('stock.receive', { ...delivery, lot: 'LATE', expiry: '2028-06-30' });
    await work.run('stock.receive', { ...delivery, lot: 'OLD', expiry: '2026-03-01' });
    await work.run('stock.receive', { ...delivery, lot: 'TODAY', expiry: '2026-03-02' });
    const recalled = await work.run('stock.receive', { ...delivery, lot: 'RECALL', expiry: '2027-05-31' });
    const empty = await work.run('stock.receive', { ...delivery, lot: 'EMPTY', expiry: '2027-06-30' });
    await work.run(
      'stock.quarantine',
      { lotId: recalled.lotId, quarantine: 'recalled by the maker', reason: 'letter of today' },
      'mona',
    );
    await work.run('stock.adjust', { lotId: empty.lotId, counted: '0', reason: 'damaged' }, 'mona');
    expect(lots(work).lots.map(({ lot, whyNot }) => [lot, whyNot])).toEqual([
      ['OLD', 'Expired on 2026-03-01.'],
      ['TODAY', null],
      ['RECALL', 'In quarantine: recalled by the maker.'],
      ['EMPTY', 'Nothing left.'],
      ['LATE', null],
    ]);
    const [row] = work.ask('stock.list', {}).rows;
    expect(row).toMatchObject({ onHand: '400', usable: '200', lots: 4, nextExpiry: '2026-03-02' });
    for (const only of ['expired', 'expiring', 'quarantined'] as const)
      expect([only, work.ask('stock.list', { only }).total]).toEqual([only, 1]);
    expect(work.ask('stock.list', { only: 'short' }).total).toBe(0);
    expect(work.ask('stock.list', { text: 'naprox' }).total).toBe(1);
    expect(work.ask('stock.list', { text: '%' }).total).toBe(0);
  });

  test('an expired lot is expired from the branch’s midnight on, not from Greenwich’s', async () => {
    const work = await openWithDrug();
    await work.run('stock.receive', { ...delivery, expiry: '2026-03-02' });
    work.clock.set('2026-03-03T04:59:00.000Z');
    expect(lots(work).lots[0]?.offered).toBe(true);
    work.clock.set('2026-03-03T05:00:00.000Z');
    expect(lots(work).lots[0]?.offered).toBe(false);
  });

  test('a lot comes back into use when its quarantine is lifted', async () => {
    const work = await openWithDrug();
    const { lotId } = await work.run('stock.receive', delivery);
    await work.run(
      'stock.quarantine',
      { lotId, quarantine: 'seal broken', reason: 'seen at the door' },
      'mona',
    );
    await work.run('stock.quarantine', { lotId, quarantine: null, reason: 'it was the carton only' }, 'mona');
    expect(lots(work).lots[0]).toMatchObject({ offered: true, version: 3 });
    const { entries } = work.ask('event.log', { name: 'lot.' }, 'mona');
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      'Back in use: it was the carton only',
      'Taken out of use: seen at the door',
      'Received: 100 of lot AB123',
    ]);
  });
});

describe('the ledger', () => {
  test('on hand is the sum of the movements, exactly, whatever was received and counted', async () => {
    const amount = fc.integer({ min: 1, max: 999_999 }).map(fromThousandths);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('receive' as const), lot: fc.constantFrom('A', 'B', 'C'), amount }),
      fc.record({ kind: fc.constant('count' as const), lot: fc.constantFrom('A', 'B', 'C'), amount }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const work = await openWithDrug();
        const expected = new Map<string, bigint>();
        const ids = new Map<string, string>();
        for (const { kind, lot, amount: text } of steps) {
          if (kind === 'receive') {
            const { lotId } = await work.run('stock.receive', { ...delivery, lot, quantity: text });
            ids.set(lot, lotId);
            expected.set(lot, (expected.get(lot) ?? 0n) + BigInt(toThousandths(text)));
          } else if (ids.has(lot)) {
            await work.run(
              'stock.adjust',
              { lotId: ids.get(lot)!, counted: text, reason: 'counted' },
              'mona',
            );
            expected.set(lot, BigInt(toThousandths(text)));
          }
        }
        const { rows } = work.ask('stock.ledger', { ndc11: NDC, limit: 1000 });
        const total = [...expected.values()].reduce((sum, one) => sum + one, 0n);
        const shown = lots(work);
        for (const { lot, onHand } of shown.lots)
          expect(BigInt(toThousandths(onHand))).toBe(expected.get(lot));
        expect(BigInt(toThousandths(shown.onHand))).toBe(total);
        expect(rows.reduce((sum, row) => sum + BigInt(toThousandths(row.quantity)), 0n)).toBe(total);
        // Newest first: each balance is the one beneath it and its own quantity.
        rows.forEach((row, index) => {
          const before = toThousandths(rows[index + 1]?.balance ?? '0');
          expect(toThousandths(row.balance)).toBe(before + toThousandths(row.quantity));
        });
        await work.close();
      }),
      { numRuns: 15 },
    );
  });

  test('a count says what was different and why; one that agrees moves nothing', async () => {
    const work = await openWithDrug();
    const { lotId } = await work.run('stock.receive', delivery);
    const count = { lotId, counted: '97.5', reason: 'lost', note: 'spilled' } as const;
    expect(await work.run('stock.adjust', count, 'mona')).toEqual({ version: 2, difference: '-2.5' });
    expect(await work.run('stock.adjust', { ...count, reason: 'counted' }, 'mona')).toMatchObject({
      difference: '0',
    });
    const { rows } = work.ask('stock.ledger', { ndc11: NDC });
    expect(rows.map(({ quantity, balance, reason, by }) => [quantity, balance, reason, by?.name])).toEqual([
      ['-2.5', '97.5', 'lost: spilled', 'Mona'],
      ['100', '100', '', 'Tina'],
    ]);
    expect((await work.refused('stock.adjust', { ...count, counted: '-1' }, 'mona')).kind).toBe('invalid');
  });

  test('no row of it can be changed or taken out', async () => {
    const work = await openWithDrug();
    await work.run('stock.receive', delivery);
    const { store } = work.workstation;
    expect(() => store.run('UPDATE movement SET quantity = 1')).toThrow(/append-only/);
    expect(() => store.run('DELETE FROM movement')).toThrow(/append-only/);
  });
});

describe('a scanned code', () => {
  /** What the bottle of NDC 0093-0147-01 bears. */
  const gtin = `0030093014701${gtinCheckDigit('0030093014701')}`;

  test('names the drug, the lot and the expiry', async () => {
    const work = await openWithDrug();
    const read = work.ask('stock.readBarcode', { barcode: `(01)${gtin}(17)270131(10)AB123` });
    expect(read).toMatchObject({ kind: 'drug', lot: 'AB123', expiry: '2027-01-31', drug: { ndc11: NDC } });
    expect(read.sentence).toBe('naproxen 250 mg tablet, lot AB123, expires 2027-01-31.');
    const old = work.ask('stock.readBarcode', { barcode: `(01)${gtin}(17)260131(10)AB123` });
    expect(old.sentence).toContain('EXPIRED on 2026-01-31');
  });

  test('of a drug that is not on file says so', async () => {
    const work = await openTestWorkstation();
    const read = work.ask('stock.readBarcode', { barcode: `(01)${gtin}(10)AB123` });
    expect(read).toMatchObject({ kind: 'unknown', drug: null, lot: 'AB123' });
    expect(work.ask('stock.readBarcode', { barcode: 'MB0123456789' })).toMatchObject({ kind: 'bag' });
  });
});

test('the bins are those of the setting', async () => {
  const work = await openTestWorkstation();
  await work.run('setting.change', { name: 'bins', value: ['A1', 'SAFE'], reason: 'new shelf' }, 'mona');
  expect(work.ask('stock.bins', {}).bins).toEqual([
    { name: 'A1', bags: 0 },
    { name: 'SAFE', bags: 0 },
  ]);
});
