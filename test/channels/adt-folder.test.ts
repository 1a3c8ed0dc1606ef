/** Files of hospitals’ messages dropped in a folder: taken when they are complete, moved when their messages are on disk, once. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchMessages } from '../../core/adt/way-in/folder.ts';
import type { Inbox } from '../../core/document/inbox-folder.ts';
import { type AdtHouse, openAdtHouse, until } from '../support/adt-desk.ts';
import { bytesOf, messageOf } from '../support/adt-wire.ts';

let house: AdtHouse;
let folder: string;
let watching: Inbox | null;
let sourceId: string;
let problem: string | null;
beforeEach(async () => {
  house = await openAdtHouse();
  folder = mkdtempSync(join(tmpdir(), 'mortar-messages-'));
  ({ sourceId } = await house.add({ mllp: null, topic: { vendor: 'st-mary' } }));
  problem = null;
  watching = watch();
});
afterEach(async () => {
  await watching?.stop();
  await house.end();
  rmSync(folder, { recursive: true, force: true });
});
const watch = () =>
  watchMessages({
    folder,
    sourceId,
    desk: house.desk,
    reader: house.reader,
    settleMs: 20,
    onProblem: (sentence) => {
      problem = sentence;
    },
  });

const drop = (name: string, ...parts: string[]) => writeFileSync(join(folder, name), bytesOf(parts.join('')));
/** Its name there is reserved before it is moved: it is there once nothing waits. */
const isIn = (place: 'taken' | 'refused', name: string) =>
  existsSync(join(folder, place, name)) && readdirSync(folder).length === 2;
const reasonOf = (name: string) => readFileSync(join(folder, 'refused', `${name}.reason.txt`), 'utf8');
const kept = () =>
  house.rows<{ control_id: string; peer: string; state: string; acknowledgement: string | null }>(
    'SELECT control_id, peer, state, acknowledgement FROM adt_message ORDER BY id',
  );
const three = [
  messageOf('B1', { mrn: 'M1' }),
  messageOf('B2', { mrn: 'M2' }),
  messageOf('B3', { mrn: 'M3' }),
];

test('a file with one message, and one with several, are taken, applied and moved', async () => {
  drop('one.hl7', messageOf('C1'));
  drop('batch.hl7', 'FHS|^~\\&|A|B\rBHS|^~\\&|A|B\r', ...three, 'BTS|3\rFTS|1\r');
  await until(() => isIn('taken', 'one.hl7') && isIn('taken', 'batch.hl7'));
  await house.desk.settle();
  expect(
    kept()
      .map(({ control_id, peer, state }) => [control_id, peer, state])
      .sort(),
  ).toEqual([
    ['B1', 'batch.hl7 1', 'applied'],
    ['B2', 'batch.hl7 2', 'applied'],
    ['B3', 'batch.hl7 3', 'applied'],
    ['C1', 'one.hl7 1', 'applied'],
  ]);
  // Nobody waits for an answer.
  expect(kept().every(({ acknowledgement }) => acknowledgement === null)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['refused', 'taken']);
});

test('a file with a day of messages is taken in its order, also where the thread that reads it is gone', async () => {
  const day = (name: string) => Array.from({ length: 450 }, (_, index) => messageOf(`${name}${index}`));
  // One of them takes more room than is read at a time.
  const long = `${messageOf('LONG').trimEnd()}\rNTE|1||${'x'.repeat(5_000_000)}\r`;
  drop('day.hl7', ...day('D').slice(0, 300), long, ...day('D').slice(300));
  await until(() => isIn('taken', 'day.hl7'));
  await house.reader.stop();
  drop('next.hl7', ...day('N'));
  await until(() => isIn('taken', 'next.hl7'));
  await house.desk.settle();
  const ids = (name: string) => Array.from({ length: 450 }, (_, index) => `${name}${index}`);
  expect(kept().map(({ control_id }) => control_id)).toEqual([
    ...ids('D').slice(0, 300),
    'LONG',
    ...ids('D').slice(300),
    ...ids('N'),
  ]);
  expect(new Set(kept().map(({ state }) => state))).toEqual(new Set(['applied']));
  expect(house.faults).toEqual([]);
});

test('a file that came before, or whose messages came by another way, has no second effect', async () => {
  await house.desk.take([{ sourceId, way: 'mllp', peer: '127.0.0.1:1', bytes: bytesOf(three[0]!) }]);
  drop('batch.hl7', ...three);
  await until(() => isIn('taken', 'batch.hl7'));
  drop('batch.hl7', ...three);
  await until(() => isIn('taken', 'batch (2).hl7'));
  expect(kept().map(({ control_id }) => control_id)).toEqual(['B1', 'B2', 'B3']);
});

test('a file in which some cannot be used is refused with the reason; the others are taken', async () => {
  drop('mixed.hl7', three[0]!, three[1]!.replace('ADT^A01', 'ADT^A99'), three[2]!);
  await until(() => isIn('refused', 'mixed.hl7'));
  expect(reasonOf('mixed.hl7')).toMatch(/^Message 2: There is no such trigger event/);
  expect(reasonOf('mixed.hl7')).toContain('Taken all the same: 2 of 3.');
  await house.desk.settle();
  expect(kept().map(({ state }) => state)).toEqual(['applied', 'refused', 'applied']);
});

test('a file with no message in it, and one that seems cut, are refused with the reason', async () => {
  drop('letter.txt', 'Dear colleagues');
  drop('cut.hl7', 'FHS|^~\\&|A|B\rBHS|^~\\&|A|B\r', three[0]!, 'BTS|2\r');
  await until(() => isIn('refused', 'letter.txt') && isIn('refused', 'cut.hl7'));
  expect(reasonOf('letter.txt')).toMatch(/no message in this file/);
  expect(reasonOf('cut.hl7')).toMatch(/cut|holds|count/i);
  expect(kept().map(({ control_id }) => control_id)).toEqual(['B1']);
});

test('a file stays where it is while its messages cannot be kept, and is taken later', async () => {
  await house.desk.stop();
  drop('one.hl7', messageOf('C1'));
  await until(() => problem !== null);
  expect(problem).toMatch(/stays there and will be tried again/);
  expect(problem).not.toContain('one.hl7');
  expect(existsSync(join(folder, 'one.hl7'))).toBe(true);
  await watching!.stop();
  await house.again();
  watching = watch();
  await until(() => isIn('taken', 'one.hl7'));
  expect(kept()).toHaveLength(1);
});

test('a folder of a source is watched as long as the source is on, and that is said', async () => {
  const own = mkdtempSync(join(tmpdir(), 'mortar-messages-'));
  const added = await house.add({ mllp: null, folder: own }, 'General');
  const way = () => house.health.ways.get(added.sourceId)?.get('folder');
  expect(way()).toEqual({ well: true, sentence: 'The folder is watched.' });
  await house.sources.sweep();
  expect(readdirSync(own).sort()).toEqual(['refused', 'taken']);
  const { profile, name } = house.test
    .ask('adt.sources', {}, 'mona')
    .rows.find(({ id }) => id === added.sourceId)!;
  await house.test.run(
    'adt.changeSource',
    { sourceId: added.sourceId, name, active: false, profile, reason: 'closed' },
    'mona',
  );
  expect(way()).toBeUndefined();
  rmSync(own, { recursive: true, force: true });
});
