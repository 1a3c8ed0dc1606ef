/** Proving a data file: a day's work is sound, and whatever is tampered with is found. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { keepDemoKey } from '../../core/host/key-file.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import {
  approvedOrder,
  checkOrder,
  filledOrder,
  handOver,
  scanAndFill,
  stockedCounter,
} from '../support/counter.ts';
import { openTestWorkstation } from '../support/workstation.ts';

/** One order of each ending and some under way, with everything that can be undone undone once. */
const dayAtTheCounter = async () => {
  const test = await openTestWorkstation({ channels: true });
  const shelf = await stockedCounter(test);
  const handed = await filledOrder(test, shelf);
  await handOver(test, handed, await checkOrder(test, handed));
  const returned = await filledOrder(test, shelf);
  await checkOrder(test, returned);
  await test.run('prescription.returnToStock', { prescriptionId: returned, reason: 'nobody came' });
  const recounted = await filledOrder(test, shelf);
  await test.run('prescription.returnToFill', { prescriptionId: recounted, reason: 'wrong count' }, 'paul');
  await scanAndFill(test, shelf, recounted);
  const failed = await filledOrder(test, shelf);
  await test.run('prescription.fail', { prescriptionId: failed, reason: 'damaged' }, 'paul');
  const owing = await approvedOrder(test, shelf);
  await test.run('prescription.startFill', { prescriptionId: owing });
  await test.run('prescription.scan', { prescriptionId: owing, barcode: shelf.ndc11, lotId: shelf.lotId });
  await test.run('prescription.fill', {
    prescriptionId: owing,
    lines: [{ lotId: shelf.lotId, quantity: '10' }],
    owing: { promisedOn: '2026-03-05' },
  });
  await checkOrder(test, owing);
  await approvedOrder(test, shelf);
  await test.workstation.outbox.stop();
  const file = join(folder, 'sound.db');
  test.workstation.store.copyTo(file);
  return { file, key: test.key };
};

const folder = mkdtempSync(join(tmpdir(), 'mortar-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Worked once, by the first test that asks. */
let day: ReturnType<typeof dayAtTheCounter> | undefined;

/** The day, opened anew, with something done to it that no command does. */
const tampered = async (sql: string): Promise<Store> => {
  day ??= dayAtTheCounter();
  const sound = await day;
  const file = join(mkdtempSync(join(folder, 'day-')), 'mortar.db');
  copyFileSync(sound.file, file);
  const store = openStore(file, sound.key);
  onTestFinished(() => store.close());
  for (const trigger of ['movement_stays', 'movement_kept', 'event_stays', 'event_kept'])
    store.exec(`DROP TRIGGER ${trigger}`);
  store.exec('PRAGMA foreign_keys = OFF');
  store.exec(sql);
  return store;
};

it('a day at the counter is sound', async () => {
  const { counts, violations } = verify(await tampered(''));
  expect(violations).toEqual([]);
  expect(counts).toMatchObject({ prescriptions: 7, 'hand-overs': 1, lots: 1 });
  expect(counts.events).toBeGreaterThan(40);
});

it.each([
  ['an event is changed', "UPDATE event SET reason = 'x' WHERE seq = 5", 'event 5: the chain'],
  ['an event is removed', 'DELETE FROM event WHERE seq = 5', 'event 6: the chain'],
  [
    'a movement is made larger',
    "UPDATE movement SET quantity = quantity - 1000 WHERE kind = 'filled'",
    'a reversal does not undo',
  ],
  [
    'stock is taken that was never there',
    "UPDATE movement SET quantity = 1000 WHERE kind = 'received'",
    'went below zero',
  ],
  [
    'a filled quantity is changed',
    "UPDATE prescription SET filled_quantity = 1000 WHERE stage = 'checking'",
    'is not what it says',
  ],
  [
    'a stage is moved by hand',
    "UPDATE prescription SET stage = 'ready' WHERE stage = 'checking'",
    'its row says ready, its history checking',
  ],
  [
    'an approver is made the typist',
    'UPDATE prescription SET transcribed_by = approved_by WHERE owing_of IS NULL',
    'who typed it approved it',
  ],
  ['a hand-over is removed', 'DELETE FROM hand_over_bag; DELETE FROM hand_over', 'no hand-over'],
  ['a message is removed', "DELETE FROM delivery WHERE outlet = 'robot'", 'which are not its actions'],
  [
    'a message is told twice',
    "INSERT INTO delivery SELECT id || 'x', seq + 50, 'support', topic, ordering_key, event_id, subject_kind, subject_id, content, 'waiting', 0, NULL, NULL, NULL, created_at, NULL FROM delivery WHERE outlet = 'robot'",
    'which are not its actions',
  ],
  [
    'a message is set to delivered',
    "UPDATE delivery SET state = 'delivered' WHERE outlet = 'insurer'",
    'told as delivered',
  ],
  ['a receipt is removed', "DELETE FROM receipt WHERE name = 'prescription.approve'", 'no answered command'],
  [
    'an order is removed',
    'DELETE FROM prescription WHERE owing_of IS NOT NULL',
    'it has a history and no row',
  ],
  [
    'a reference points nowhere',
    "UPDATE prescription SET intake_id = 'nowhere' WHERE owing_of IS NOT NULL",
    'refers to a row that is not there',
  ],
  ['a drug is taken out of the search', 'DELETE FROM drug_search', 'no search finds it'],
  ['a prescriber is taken out of the search', 'DELETE FROM prescriber_search', 'no search finds them'],
  [
    'a version lost what it changed',
    `INSERT INTO reference_version (id, number, catalogue, files, options, day, state, expected, added, user_id, started_at)
     SELECT 'v', 1, 'drugs', '[]', '{}', '2026-03-02', 'applied', 1, 1, id, '2026-03-02T14:00:00.000Z' FROM user LIMIT 1`,
    'version 1: the changes it counts',
  ],
])('it is found when %s', async (_what, sql, expected) => {
  expect(verify(await tampered(sql)).violations.join('\n')).toContain(expected);
});

it('a page that is not the picture that was made is found', async () => {
  const store = await tampered(
    `INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at) VALUES ('d', 'x', 'image/png', 'f', x'00', '2026');
     INSERT INTO page (document_id, number, width, height, sha256, png) VALUES ('d', 1, 1, 1, 'x', x'00')`,
  );
  expect(verify(store).violations).toEqual([
    'document d: its bytes are not those that came',
    'document d: page 1 is not the picture that was made',
  ]);
});

/** `npm run verify` on a demo folder. */
const command = (dataFolder: string) => {
  const program = join(import.meta.dirname, '../../core/verify.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--data', dataFolder], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

it('the command says that a sound folder is sound, and ends with 1 on one that is not', async () => {
  const store = await tampered('');
  const dataFolder = join(store.file, '..');
  keepDemoKey(dataFolder, (await day!).key);
  expect(command(dataFolder)).toMatchObject({ status: 0, stdout: expect.stringContaining('All is sound.') });
  store.exec("UPDATE prescription SET stage = 'ready' WHERE stage = 'checking'");
  expect(command(dataFolder)).toMatchObject({ status: 1, stdout: expect.stringContaining('2 found wrong.') });
});

it('the command says what is missing where there is no data, and where a passphrase is needed', async () => {
  const empty = mkdtempSync(join(folder, 'empty-'));
  expect(command(empty)).toMatchObject({
    status: 1,
    stderr: 'verify: There is no data file in this folder.\n',
  });
  const sealed = join((await tampered('')).file, '..');
  expect(command(sealed)).toMatchObject({ status: 1, stderr: expect.stringContaining('--passphrase-stdin') });
});
