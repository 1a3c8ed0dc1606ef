/**
 * Hospitals' messages are kept before they are answered and applied after; the same one again, by whatever way, has the same
 * answer and no second effect; what cannot be applied is set aside and holds up no other.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { apply } from '../../core/adt/apply.ts';
import type { Arrived } from '../../core/adt/arrived.ts';
import { startDesk } from '../../core/adt/desk.ts';
import type { ApplyMessage } from '../../core/adt/keeping/desk-apply.ts';
import { rawOf } from '../../core/adt/keeping/raw-store.ts';
import { fromWritten, writeRead } from '../../core/adt/keeping/read-arrived.ts';
import { sourceById } from '../../core/adt/source/source-store.ts';
import { StoreError } from '../../core/store/database.ts';
import { type AdtHouse, openAdtHouse, until } from '../support/adt-desk.ts';
import { bytesOf, codeOf, messageOf } from '../support/adt-wire.ts';

let house: AdtHouse;
let sourceId: string;
const open = async (options: Parameters<typeof openAdtHouse>[0] = {}) => {
  house = await openAdtHouse(options);
  // Messages are handed to the desk as the ways in do it; none has to be opened for that.
  ({ sourceId } = await house.add({ mllp: null, topic: { vendor: 'st-mary' } }));
};
afterEach(() => house.end());

const arrived = (text: string, given: Partial<Arrived> = {}): Arrived => ({
  sourceId,
  way: 'mllp',
  peer: '127.0.0.1:40000',
  bytes: bytesOf(text),
  ...given,
});
const take = (...texts: string[]) => house.desk.take(texts.map((text) => arrived(text)));
const answersOf = (kept: Awaited<ReturnType<typeof take>>) =>
  kept.flatMap(({ acknowledgements }) =>
    acknowledgements.map((bytes) => codeOf(Buffer.from(bytes).toString('latin1'))),
  );
const messages = () =>
  house.rows<{ id: number; control_id: string; state: string; attempts: number; came_again: number }>(
    'SELECT id, control_id, state, attempts, came_again FROM adt_message ORDER BY id',
  );
/** The effects of every message, but for one by its control id that throws. */
const failingAt =
  (family: string): ApplyMessage =>
  (context, messageId, adt) => {
    const result = apply(context, messageId, adt);
    if (adt.persons[0]?.name?.family === family) throw new Error('made to fail');
    return result;
  };
const named = (controlId: string, family: string) =>
  messageOf(controlId, { mrn: controlId }).replace('MÜLLER^ANNA', `${family}^ANNA`);

describe('a message', () => {
  test('is on disk with its bytes when it is answered, and applied after', async () => {
    await open();
    const text = messageOf('C1');
    const kept = await take(text);
    expect(answersOf(kept)).toEqual(['AA']);
    expect(Buffer.from(rawOf(house.test.workstation.store, kept[0]!.messageId!))).toEqual(bytesOf(text));
    await house.desk.settle();
    expect(messages()).toMatchObject([{ control_id: 'C1', state: 'applied', attempts: 0 }]);
    expect(house.rows('SELECT charset, event, sender FROM adt_message')).toMatchObject([
      { charset: 'UTF-8', event: 'A01', sender: 'ADT\tSTMARY' },
    ]);
    expect(house.count('SELECT count(*) FROM adt_person')).toBe(1);
    expect(house.health.waiting.get(sourceId)).toBe(0);
  });

  test('is handed to the network once, and that is written down', async () => {
    await open();
    const [kept] = await take(messageOf('C1'));
    await house.desk.settle();
    house.desk.acknowledged([kept!.messageId!]);
    await house.desk.settle();
    const [first] = house.rows<{ acknowledged_at: string }>('SELECT acknowledged_at FROM adt_message');
    expect(first!.acknowledged_at).toBe(house.test.workstation.dispatcher.now());
    house.test.clock.advance(60_000);
    house.desk.acknowledged([kept!.messageId!]);
    await house.desk.settle();
    expect(house.rows('SELECT acknowledged_at FROM adt_message')).toEqual([first]);
  });

  test('that comes again, by whatever way and with another time of sending, has one row, one effect and the same answer', async () => {
    await open();
    const text = messageOf('C1');
    const resent = text.replace('|20260302090000||ADT', '|20260302090130||ADT');
    const [first] = await take(text, text);
    const again = await take(resent);
    const byFolder = await house.desk.take([arrived(text, { way: 'folder', peer: 'file.hl7 1' })]);
    await house.desk.settle();
    expect(answersOf([...again])).toEqual(['AA']);
    expect([again[0], byFolder[0]].map((kept) => [kept!.messageId, kept!.cameAgain])).toEqual([
      [first!.messageId, true],
      [first!.messageId, true],
    ]);
    expect(messages()).toMatchObject([{ state: 'applied', came_again: 3 }]);
    expect(house.count('SELECT count(*) FROM adt_stay')).toBe(1);
  });

  test('is still one after a restart', async () => {
    await open();
    await take(messageOf('C1'));
    await house.desk.settle();
    await house.again();
    const [kept] = await take(messageOf('C1'));
    expect(kept).toMatchObject({ cameAgain: true });
    expect(messages()).toHaveLength(1);
  });

  test('of another content under the same control id, or of another sender, is a message of its own', async () => {
    await open();
    await take(
      messageOf('C1'),
      messageOf('C1', { mrn: 'M2' }),
      messageOf('C1').replace('|ADT|STMARY|', '|ADT|STELSE|'),
    );
    expect(house.rows('SELECT id_used_before FROM adt_message ORDER BY id')).toEqual([
      { id_used_before: 0 },
      { id_used_before: 1 },
      { id_used_before: 0 },
    ]);
  });
});

describe('a message that is refused', () => {
  const head = (over: string) => `MSH|^~\\&|ADT|STMARY|MORTAR|PHARM|20260302090000||${over}`;
  test.each([
    ['another type', messageOf('C', { head: head('ORU^R01|C|P|2.5.1') }), 'AR', '200'],
    ['an event that is none', messageOf('C', { head: head('ADT^A99|C|P|2.5.1') }), 'AR', '201'],
    ['of training', messageOf('C', { head: head('ADT^A01|C|T|2.5.1') }), 'AR', '202'],
    ['another version', messageOf('C', { head: head('ADT^A01|C|P|3.0') }), 'AR', '203'],
    ['no PID', messageOf('C').replace(/PID[^\r]*\r/, ''), 'AE', '101'],
    ['merged with itself', messageOf('C', { event: 'A40', rest: 'MRG|M1^^^STMARY^MR' }), 'AE', '205'],
  ])('(%s) is kept, told why, and has no effect', async (_, text, code, error) => {
    await open();
    const kept = await take(text);
    const answer = Buffer.from(kept[0]!.acknowledgements[0]!).toString('latin1');
    expect(codeOf(answer)).toBe(code);
    expect(answer).toContain(`|${error}^`);
    expect(answer).not.toMatch(/ANNA|19600214|M1/);
    await house.desk.settle();
    expect(messages()).toMatchObject([{ state: 'refused' }]);
    expect(house.count('SELECT count(*) FROM adt_person')).toBe(0);
    expect(kept[0]!.problem).not.toBeNull();
  });

  test('is taken when it is sent again after the source was set right', async () => {
    await open();
    const text = messageOf('C1').replace('|P|', '|T|');
    expect(answersOf(await take(text, text))).toEqual(['AR', 'AR']);
    expect(messages()).toHaveLength(1);
    const [source] = house.test.ask('adt.sources', {}, 'mona').rows;
    await house.test.run(
      'adt.changeSource',
      {
        sourceId,
        name: source!.name,
        active: true,
        profile: { ...source!.profile, processing: 'T' },
        reason: 'Training week',
      },
      'mona',
    );
    expect(answersOf(await take(text))).toEqual(['AA']);
    await house.desk.settle();
    expect(messages().map(({ state }) => state)).toEqual(['refused', 'applied']);
  });

  test('without a head, or without a control id, is kept as noise', async () => {
    await open();
    const kept = await take(
      'PID|1||M1',
      messageOf('').replace('|20260302090000||ADT', '|X||ADT'),
      'MSH|^~\\&|A|B|C|D|1||ACK|X|P|2.5\rMSA|AA|9\r',
    );
    expect(answersOf(kept)).toEqual(['AR']);
    expect(kept.map(({ messageId }) => messageId)).toEqual([null, null, null]);
    expect(house.count('SELECT count(*) FROM adt_noise')).toBe(3);
    expect(messages()).toEqual([]);
  });
});

/** A desk on the same file; how long the disk takes for what is committed is up to the test. */
const withDisk = async (flush: () => Promise<void>) => {
  await open();
  await house.desk.stop();
  const { dispatcher, store } = house.test.workstation;
  const desk = startDesk({
    ...{ dispatcher, apply, health: house.health, store: { ...store, flush } },
    onFault: (error) => void house.faults.push(error),
  });
  house.desk = desk;
  return desk;
};

describe('applying', () => {
  test('sets aside the one message that fails, with a reason and nothing of it done, and goes on with the others', async () => {
    await open({ apply: failingAt('POISON') });
    const texts = ['C1', 'C2', 'C3', 'C4', 'C5'].map((controlId) =>
      named(controlId, controlId === 'C3' ? 'POISON' : 'FINE'),
    );
    expect(answersOf(await take(...texts))).toEqual(['AA', 'AA', 'AA', 'AA', 'AA']);
    await house.desk.settle();
    expect(messages().map(({ control_id, state }) => [control_id, state])).toEqual([
      ['C1', 'applied'],
      ['C2', 'applied'],
      ['C3', 'failed'],
      ['C4', 'applied'],
      ['C5', 'applied'],
    ]);
    expect(messages()[2]!.attempts).toBe(1);
    const [row] = house.rows<{ problem: string }>("SELECT problem FROM adt_message WHERE state = 'failed'");
    expect(row!.problem).toMatch(/inside Mortar/);
    expect(row!.problem).not.toMatch(/POISON|made to fail/);
    expect(house.count('SELECT count(*) FROM adt_person')).toBe(4);
  });

  test('goes on after a restart with what was kept and not applied, in its order', async () => {
    const order: number[] = [];
    await open();
    const { store } = house.test.workstation;
    await take(messageOf('C1'));
    await house.desk.settle();
    await house.desk.stop();
    // As an end of the program between keeping and applying leaves it.
    store.run("UPDATE adt_message SET state = 'received'");
    await house.again((context, messageId, adt) => {
      order.push(messageId);
      return apply(context, messageId, adt);
    });
    await take(messageOf('C2', { mrn: 'M2' }), messageOf('C3', { mrn: 'M3' }));
    await house.desk.settle();
    expect(order).toEqual(messages().map(({ id }) => id));
    expect(messages().map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
    expect(messages()[0]!.attempts).toBe(1);
  });

  test('leaves alone what a person laid aside before its turn', async () => {
    // A disk that takes no time: answered before any of them is applied.
    await withDisk(async () => {});
    const texts = Array.from({ length: 1_000 }, (_, index) => messageOf(`C${index}`, { mrn: `M${index}` }));
    const kept = await take(...texts);
    const laidAside = house.test.workstation.store.run(
      "UPDATE adt_message SET state = 'dismissed' WHERE id = ? AND state = 'received'",
      [kept.at(-1)!.messageId!],
    );
    expect(laidAside.changes).toBe(1);
    await house.desk.settle();
    expect(messages().at(-1)).toMatchObject({ state: 'dismissed' });
    expect(house.count('SELECT count(*) FROM adt_person')).toBe(999);
  });

  test('does not begin a third time a message at which the program ended twice', async () => {
    await open();
    await take(messageOf('C1'), messageOf('C2', { mrn: 'M2' }));
    await house.desk.settle();
    await house.desk.stop();
    house.test.workstation.store.run("UPDATE adt_message SET state = 'received', attempts = 3 - id");
    await house.again();
    await house.desk.settle();
    expect(messages().map(({ state }) => state)).toEqual(['failed', 'applied']);
  });

  test('lets what arrived meanwhile be answered first, and the counter be served', async () => {
    await open();
    const texts = Array.from({ length: 1_000 }, (_, index) => messageOf(`C${index}`, { mrn: `M${index}` }));
    await take(...texts);
    const late = await take(messageOf('LATE', { mrn: 'LATE' }));
    expect(answersOf(late)).toEqual(['AA']);
    // Not yet all of them: the answer did not wait for it.
    expect(house.count("SELECT count(*) FROM adt_message WHERE state = 'received'")).toBeGreaterThan(0);
    await house.desk.settle();
    expect(house.count("SELECT count(*) FROM adt_message WHERE state = 'applied'")).toBe(1_001);
  });
});

describe('in a rush', () => {
  const rushOf = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) =>
      messageOf(`R${from + index}`, { mrn: `M${(from + index) % 8}` }),
    );

  test('messages are kept, answered and applied in their order, wherever they are read', async () => {
    await open();
    // Some were read on their way, some the desk reads; among them is what is refused and what is none.
    const profile = sourceById(house.test.workstation.store, sourceId)!.profile;
    const readBefore = (text: string) =>
      arrived(text, { read: fromWritten(writeRead({ bytes: bytesOf(text), profile })) });
    const odd = [
      messageOf('T1').replace('ADT^A01', 'ORU^R01'),
      'no message',
      messageOf('').replace('||P|', '||T|'),
    ];
    const wanted: string[] = [];
    const takings: ReturnType<typeof take>[] = [];
    for (let turn = 0; turn < 60; turn += 1) {
      const texts = [...rushOf(turn % 4 === 0 ? 2 : 18, turn * 20), ...(turn % 7 === 0 ? odd : [])];
      wanted.push(...texts.filter((text) => text.includes('|R')).map((text) => text.split('|')[9]!));
      if (turn % 3 === 0) takings.push(take(...texts));
      else if (turn % 3 === 1) takings.push(house.desk.take(texts.map(readBefore)));
      else takings.push(house.desk.take(await house.reader.read(texts.map((text) => arrived(text)))));
      await wait(turn % 5 === 0 ? 20 : 0);
    }
    const kept = (await Promise.all(takings)).flat();
    await house.desk.settle();
    expect(house.faults).toEqual([]);
    expect(
      messages()
        .map(({ control_id }) => control_id)
        .filter((id) => id.startsWith('R')),
    ).toEqual(wanted);
    const ids = kept.flatMap(({ messageId }) => messageId ?? []);
    expect(new Set(answersOf(kept))).toEqual(new Set(['AA', 'AR']));
    expect(messages().filter(({ state }) => state === 'applied').length).toBe(wanted.length);
    // Each has its own bytes, and its own person.
    for (const id of ids.filter((_, index) => index % 17 === 0)) {
      const text = Buffer.from(rawOf(house.test.workstation.store, id)).toString('latin1');
      const row = messages().find((one) => one.id === id)!;
      expect(text.split('|')[9]).toBe(row.control_id);
    }
    expect(house.count('SELECT count(*) FROM adt_person')).toBe(8);
  });

  test('what is in hand when the program ends is kept and answered', async () => {
    await open();
    for (let turn = 0; turn < 30; turn += 1) await take(...rushOf(8, turn * 8));
    const last = [take(...rushOf(50, 1_000)), take(...rushOf(50, 2_000)), take(messageOf('END'))];
    await house.desk.stop();
    expect((await Promise.all(last)).flatMap(answersOf)).toEqual(Array(101).fill('AA'));
    expect(messages().length).toBe(30 * 8 + 101);
    await house.again();
    await house.desk.settle();
    expect(messages().every(({ state }) => state === 'applied')).toBe(true);
  });
});

describe('the disk', () => {
  test('is waited for before a message is answered, and by nobody else', async () => {
    let written = () => {};
    const desk = await withDisk(() => new Promise((resolve) => (written = resolve)));
    let answered = 0;
    const taking = desk.take([arrived(messageOf('C1'))]).then((kept) => (answered = kept.length));
    // Committed and applied meanwhile; what else arrives waits, and goes together.
    await until(() => messages()[0]?.state === 'applied');
    const others = [desk.take([arrived(messageOf('C2'))]), desk.take([arrived(messageOf('C3'))])];
    await wait(50);
    expect([answered, messages().length]).toEqual([0, 1]);
    written();
    await taking;
    expect(answered).toBe(1);
    await until(() => messages().length === 3);
    written();
    expect((await Promise.all(others)).flatMap(answersOf)).toEqual(['AA', 'AA']);
    await desk.settle();
  });

  test('that fails when it should write has no message answered; sent again it is there once', async () => {
    let isWell = false;
    const desk = await withDisk(async () => {
      if (!isWell) throw new StoreError('disk-full');
    });
    await expect(desk.take([arrived(messageOf('C1'))])).rejects.toMatchObject({ trouble: 'disk-full' });
    expect(house.health.trouble).toMatch(/^Messages cannot be kept just now/);
    isWell = true;
    expect(answersOf(await desk.take([arrived(messageOf('C1'))]))).toEqual(['AA']);
    await desk.settle();
    expect(messages()).toMatchObject([{ state: 'applied', came_again: 1 }]);
    expect(house.health.trouble).toBeNull();
  });
});
