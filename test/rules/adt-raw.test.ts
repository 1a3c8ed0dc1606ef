// The bytes of messages are given back as they came, however many were kept together.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepRaw, packAhead, type Raw, rawOf } from '../../core/adt/keeping/raw-store.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { migrate, ownMigrations, readMigrations } from '../../core/store/migrate.ts';

let folder: string;
let store: Store;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortar-raw-'));
  store = openStore(join(folder, 'raw.db'), 'ab'.repeat(32), { create: true });
  migrate(store, readMigrations(ownMigrations));
  // The rows of the messages themselves are of no matter here.
  store.exec('PRAGMA foreign_keys=OFF');
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Anything, some of it long, some of it much alike. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.integer({ min: 0, max: 200_000 }).map((length) => new Uint8Array(length).fill(65)),
  fc
    .integer({ min: 0, max: 6_000 })
    .map((length) => Buffer.from('PID|||123^^^HOSP^MR||DOE^J'.repeat(length).slice(0, length))),
);

describe('the bytes of messages', () => {
  it('come back as they came, whichever were kept together and which numbers lie between', () => {
    let last = 0;
    const together = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 2 }), bytes }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(together, (drawn) => {
        const raw = drawn.map(({ gap, bytes }) => {
          last += 1 + Math.max(0, gap - 1);
          return { messageId: last, bytes };
        });
        keepRaw(store, raw);
        for (const { messageId, bytes } of raw)
          expect(Buffer.compare(rawOf(store, messageId), bytes), `message ${messageId}`).toBe(0);
      }),
    );
  });

  /** Messages as another thread packed them, with some left out as if they had come before. */
  const packedAhead = (drawn: readonly { bytes: Uint8Array; isLeftOut: boolean }[], from: number): Raw[] => {
    const whole = Buffer.concat(drawn.map(({ bytes }) => bytes));
    const packs = packAhead(
      whole,
      drawn.map(({ bytes }) => bytes.length),
    );
    return drawn.flatMap(({ bytes, isLeftOut }, index) => {
      const of = packs.find(({ first, lengths }) => index >= first && index < first + lengths.length);
      const pack = of && { of, place: index - of.first };
      return isLeftOut ? [] : { messageId: from + index, bytes, pack };
    });
  };

  it('come back as they came, whatever was packed before and whichever of a pack are not kept', () => {
    let next = 100_000_000;
    const together = fc.array(fc.record({ bytes, isLeftOut: fc.constantFrom(false, false, false, true) }), {
      minLength: 1,
      maxLength: 24,
    });
    fc.assert(
      fc.property(together, fc.boolean(), (drawn, closesGaps) => {
        const packed = packedAhead(drawn, next);
        // What is left out gets no number, or has one already.
        const raw = closesGaps ? packed.map((one, index) => ({ ...one, messageId: next + index })) : packed;
        next += drawn.length;
        keepRaw(store, raw);
        for (const { messageId, bytes } of raw)
          expect(Buffer.compare(rawOf(store, messageId), bytes), `message ${messageId}`).toBe(0);
      }),
    );
  });

  it('are kept in the packs they came in', () => {
    const bytes = Buffer.from('PID|||123^^^HOSP^MR||DOE^J'.repeat(100));
    const raw = packedAhead(Array(36).fill({ bytes, isLeftOut: false }), 200_000_000);
    const packs = [...new Set(raw.map(({ pack }) => pack!.of))];
    expect(packs.length).toBeGreaterThan(1);
    keepRaw(store, raw);
    const rows = store.all<{ bytes: Uint8Array }>(
      'SELECT bytes FROM adt_raw WHERE message_id >= 200000000 ORDER BY message_id',
    );
    expect(rows.map(({ bytes }) => Buffer.from(bytes))).toEqual(
      packs.map(({ packed }) => Buffer.from(packed)),
    );
  });

  it('never change, and are never taken away', () => {
    expect(() => store.run("UPDATE adt_raw SET bytes = x'00'")).toThrow('kept as it came');
    expect(() => store.run('DELETE FROM adt_raw')).toThrow('kept as it came');
  });

  it('of a number that was never given are not made up', () => {
    expect(() => rawOf(store, 0)).toThrow('without its bytes');
    expect(() => rawOf(store, 1_000_000_000)).toThrow('without its bytes');
  });
});
