/** The write-ahead log: how long it is, and that it stays short under somebody who writes without end. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCheckpoints } from '../../core/store/checkpoint.ts';
import { openStore, type Store } from '../../core/store/database.ts';

const key = 'a1'.repeat(32);
const MB = 1024 * 1024;
let folder: string;
let file: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortar-log-'));
  file = join(folder, 'data.db');
  store = openStore(file, key, { create: true });
  store.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** Writes so many megabytes in transactions of one. */
const write = (megabytes: number) => {
  for (let index = 0; index < megabytes; index += 1)
    store.transaction(() => {
      for (let row = 0; row < 256; row += 1)
        store.run('INSERT INTO thing (text) VALUES (?)', ['x'.repeat(3_900)]);
    });
};

test('it is said what was written, what is left of it, and that the log was started over', () => {
  write(3);
  const before = store.logLength();
  expect(before.written).toBeGreaterThanOrEqual(3 * MB);
  expect(before.written).toBeLessThan(5 * MB);
  expect(before.left).toBe(before.written);

  store.all('PRAGMA wal_checkpoint(PASSIVE)');
  expect(store.logLength()).toEqual({ written: before.written, left: 0 });

  const size = statSync(`${file}-wal`).size;
  write(1);
  const after = store.logLength();
  expect(after.left).toBe(after.written);
  expect(after.written).toBeLessThan(2 * MB);
  // What was written before is written over, not cut off.
  expect(statSync(`${file}-wal`).size).toBe(size);
});

test('whoever writes much and waits when told to keeps the log short', async () => {
  const checkpoints = startCheckpoints(store, key, (error) => {
    throw error;
  });
  let longest = 0;
  let waited = 0;
  for (let turn = 0; turn < 150; turn += 1) {
    const relieving = checkpoints.relieve();
    if (relieving) waited += 1;
    await relieving;
    write(1);
    longest = Math.max(longest, store.logLength().written);
  }
  expect(longest).toBeLessThan(44 * MB);
  expect(waited).toBeGreaterThan(0);
  expect(statSync(`${file}-wal`).size).toBeLessThan(48 * MB);
  await checkpoints.stop();
  expect(store.get('SELECT count(*) AS count FROM thing')).toEqual({ count: 150 * 256 });
});

test('somebody who reads on from before holds nobody up who writes', async () => {
  const checkpoints = startCheckpoints(store, key, (error) => {
    throw error;
  });
  write(1);
  const reader = openStore(file, key);
  reader.exec('BEGIN');
  reader.get('SELECT count(*) FROM thing');
  // Longer than the log may be: it cannot be started over while it is read.
  for (let turn = 0; turn < 50; turn += 1) {
    await checkpoints.relieve();
    write(1);
  }
  await checkpoints.relieve();
  // Nothing was written since it was last tried: nothing is waited for.
  expect(checkpoints.relieve()).toBeUndefined();
  reader.exec('COMMIT');
  reader.close();
  write(1);
  await checkpoints.relieve();
  expect(store.logLength().left).toBe(0);
  write(1);
  expect(store.logLength().written).toBeLessThan(2 * MB);
  await checkpoints.stop();
});
