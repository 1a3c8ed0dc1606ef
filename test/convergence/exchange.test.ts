/** What happens between workstations and central, case by case, on the simulated log. */

import { fromBinary } from '@bufbuild/protobuf';
import { expect, onTestFinished, test, vi } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { decodeEnvelope, payloadOf, payloads } from '../../core/sync/envelope.ts';
import { loadIdentity } from '../../core/sync/identity.ts';
import { urnOf } from '../../core/sync/urn.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import { connect, type Node } from './node.ts';
import { doSomething, stock } from './random-work.ts';
import { ask, caughtUp, chance, count, log, open, stageAt, twoWithAnOrder } from './together.ts';

test('what one workstation does is seen on the other, in its queue and its history', async () => {
  const { two, id } = await twoWithAnOrder();
  expect(ask(two, 'prescription.timeline', { prescriptionId: id }).entries).toMatchObject([
    { name: 'prescription.request', from: { branch: 'Branch east', workstation: 'one' } },
    { name: 'prescription.transcribed', by: { name: 'tina' }, from: { workstation: 'one' } },
  ]);
});

test('the JSON of an outside system moves an order, and what it may not do is told to a person', async () => {
  const { shared, one, two, id } = await twoWithAnOrder();
  const urn = `urn:mortar:prescription:${id}`;
  const say = (event: string) => {
    // The one who did it may not have read it back yet.
    const row = two.workstation.store.get<{ topic: string; partition: number }>(
      'SELECT topic, partition FROM standing WHERE urn = ?',
      [urn],
    )!;
    shared.append(row, { key: urn, value: Buffer.from(JSON.stringify({ urn, event, payload: {} })) });
  };
  say('prescription.approve');
  for (const node of [one, two]) await soon(() => expect(stageAt(node, id)).toBe('to-fill'));
  say('prescription.dispense');
  for (const node of [one, two])
    await soon(() =>
      expect(ask(node, 'sync.conflicts').rows).toMatchObject([{ kind: 'gone-on', subject: { id } }]),
    );
  await caughtUp([one, two], shared);
  expect(disagreements([one, two])).toEqual([]);
});

test('two decide while the network between them is cut: the first stands, the other is shown beside it', async () => {
  const { shared, one, two, id } = await twoWithAnOrder();
  one.cut(true);
  await two.run('prescription.approve', { prescriptionId: id, confirmed: [...highRiskFields] }, 'phoebe');
  await one.run('prescription.reject', { prescriptionId: id, reason: 'duplicate' }, 'phoebe');
  expect(stageAt(one, id)).toBe('rejected');
  await caughtUp([two], shared);
  one.cut(false);
  await soon(() => expect(stageAt(one, id)).toBe('to-fill'));
  await caughtUp([one, two], shared);
  const [row] = ask(two, 'sync.conflicts').rows as unknown as { id: string }[];
  const { conflict } = ask(two, 'sync.conflict', { conflictId: row!.id }) as unknown as {
    conflict: { standing: object; other: object; fields: object[] };
  };
  expect(conflict).toMatchObject({
    standing: { type: 'prescription.approve' },
    other: { type: 'prescription.reject', workstation: 'one' },
  });
  expect(conflict.fields[0]).toMatchObject({
    name: 'Stage',
    standing: 'to-fill',
    other: 'rejected',
    differs: true,
  });
  expect(disagreements([one, two])).toEqual([]);
});

test('a workstation away for longer than the log keeps takes a snapshot and then follows', async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  await stock(one, chance);
  await connect(one);
  for (let step = 0; step < 30; step += 1) await doSomething(one, chance);
  await caughtUp([one], shared);
  const written = await one.run('sync.writeSnapshot', {}, 'mona');
  expect(written.ok).toBe(true);
  shared.forget(0);
  const late = await open({ log: shared, name: 'late', number: 2 });
  await connect(late);
  await caughtUp([one, late], shared);
  for (let step = 0; step < 20; step += 1) await doSomething(one, chance);
  await caughtUp([one, late], shared);
  expect(count(late, 'SELECT count(*) AS count FROM prescription')).toBeGreaterThan(0);
  expect(disagreements([one, late]).filter((line) => !line.includes('never reached'))).toEqual([]);
});

test('what a snapshot of a newer version holds of a kind not known here is kept for the update, and the rest is shown', async () => {
  const { shared, one, two, id } = await twoWithAnOrder();
  await caughtUp([one, two], shared);
  const urn = 'urn:mortar:of-later:1';
  one.workstation.dispatcher.record((store) => {
    store.run(
      `INSERT INTO standing (urn, head, branch, topic, partition, offset, payload_type, image)
       VALUES (?, 'e1', 'east', 'of-later.events', 0, 7, 'mortar.v1.OfLater', x'0102')`,
      [urn],
    );
    return { result: undefined, events: [] };
  });
  expect((await one.run('sync.writeSnapshot', {}, 'mona')).ok).toBe(true);
  const late = await open({ log: shared, name: 'late', number: 3 });
  await connect(late);
  await soon(() => expect(stageAt(late, id)).toBe(stageAt(two, id)));
  expect(
    late.workstation.store.get('SELECT offset, image, waits_for FROM standing WHERE urn = ?', [urn]),
  ).toEqual({
    ...{ offset: 7, image: Buffer.from([1, 2]), waits_for: '[]' },
  });
  expect(late.faultsSeen).toEqual([]);
});

test('without a snapshot nothing is skipped: it says so and waits', async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  await stock(one, chance);
  await connect(one);
  await caughtUp([one], shared);
  shared.forget(0);
  const late = await open({ log: shared, name: 'late', number: 2 });
  await connect(late);
  await soon(() =>
    expect(ask(late, 'sync.state')).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('snapshot'),
    }),
  );
  expect(count(late, 'SELECT count(*) AS count FROM standing')).toBe(0);
});

test('a record that central does not take is set aside with what follows it, and the rest goes on', async () => {
  const { shared, one, two, id } = await twoWithAnOrder();
  await caughtUp([one, two], shared);
  one.cut(true);
  await one.run('prescription.addNote', { prescriptionId: id, note: 'asked' });
  await one.run('prescription.prioritise', { prescriptionId: id, priority: 'urgent', promisedAt: null });
  await one.run('intake.receive', { source: 'phone' });
  shared.refused.add(
    one.workstation.store.get<{ event_id: string }>(
      "SELECT event_id FROM outgoing WHERE type = 'prescription.noted'",
    )!.event_id,
  );
  one.cut(false);
  await soon(() => expect(count(two, 'SELECT count(*) AS count FROM prescription')).toBe(2));
  await soon(() =>
    expect(ask(one, 'sync.held').rows).toMatchObject([{ direction: 'out', kind: 'parked', behind: 1 }]),
  );
  shared.refused.clear();
  const [row] = ask(one, 'sync.held').rows as unknown as { id: string }[];
  await one.run('sync.replay', { heldId: row!.id }, 'phoebe');
  await caughtUp([one, two], shared);
  expect(disagreements([one, two])).toEqual([]);
});

test('before a central is named only what is told from the start waits', async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  await stock(one, chance);
  expect(ask(one, 'sync.state')).toMatchObject({ state: 'off', waiting: 0 });
  expect(count(one, 'SELECT count(*) AS count FROM outgoing')).toBe(0);
});

test('two copies of one file, made before a central was named, are one workstation for it: one goes on, the other is stopped', async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  await stock(one, chance);
  await one.run('intake.receive', { source: 'phone' });
  // What is told from the start makes it a producer already, on both.
  one.workstation.dispatcher.record((store) => ({ result: loadIdentity(store), events: [] }));
  const copy = await one.clone('copy');
  onTestFinished(() => copy.close());
  await one.run('intake.receive', { source: 'phone' });
  await copy.run('intake.receive', { source: 'phone' });
  await connect(one);
  await caughtUp([one], shared);
  await connect(copy);
  const state = (node: Node) => ask(node, 'sync.state').state as unknown as string;
  await soon(() => expect([state(one), state(copy)].sort()).toEqual(['fenced', 'online']));
  const stopped = state(one) === 'fenced' ? one : copy;
  const reply = await stopped.run('sync.becomeNew', { reason: 'it is a copy' }, 'mona');
  expect(reply.ok).toBe(true);
  await caughtUp([one, copy], shared);
  await soon(() => expect([state(one), state(copy)]).toEqual(['online', 'online']));
  for (const node of [one, copy]) expect(count(node, 'SELECT count(*) AS count FROM prescription')).toBe(3);
});

test('an event about a lot tells what moved, and both know every movement of it', async () => {
  const { shared, one, two } = await twoWithAnOrder();
  await caughtUp([one, two], shared);
  const lotId = one.workstation.store.get<{ id: string }>('SELECT id FROM lot')!.id;
  for (const counted of ['880', '870']) {
    shared.pass(1_000);
    await one.run('stock.adjust', { lotId, counted, reason: 'counted' }, 'phoebe');
  }
  await caughtUp([one, two], shared);
  const told = shared
    .partitions()
    .filter(({ name }) => name.startsWith('stock.movements/'))
    .flatMap(({ records }) => records)
    .map(({ value }) => payloadOf(decodeEnvelope(value!), 'StockChanged'));
  expect(told.map(({ movements, onlyNew }) => [movements.length, onlyNew])).toEqual([
    [1, false],
    [1, true],
    [1, true],
  ]);
  for (const { workstation } of [one, two]) {
    const { image } = workstation.store.get<{ image: Uint8Array }>(
      'SELECT image FROM standing WHERE urn = ?',
      [urnOf('lot', lotId)],
    )!;
    const { movements } = fromBinary(payloads.StockChanged, image);
    expect(movements.map(({ quantity }) => Number(quantity))).toEqual([900_000, -20_000, -10_000]);
    expect(count({ workstation } as Node, 'SELECT sum(quantity) AS count FROM movement')).toBe(870_000);
  }
  expect(disagreements([one, two])).toEqual([]);
});

test('what was on its way while a workstation became one of its own goes out again under its new name', async () => {
  const shared = log();
  let release = () => {};
  let isHeld = false;
  let wasHeld = false;
  const one = await open({
    ...{ log: shared, name: 'one', number: 1 },
    compose: (parts) => ({
      ...parts,
      onAcknowledged: async (topic, eventIds) => {
        await parts.onAcknowledged(topic, eventIds);
        if (!isHeld) return;
        wasHeld = true;
        await new Promise<void>((go) => {
          release = go;
        });
      },
      openLink: () => {
        const link = parts.openLink();
        // Nothing is said back either until then.
        const follow: typeof link.follow = (from, options) =>
          link.follow(from, {
            ...options,
            take: async (batch) => {
              await vi.waitUntil(() => !isHeld, { timeout: 60_000, interval: 2 });
              await options.take(batch);
            },
          });
        return { ...link, follow };
      },
    }),
  });
  await stock(one, chance);
  await connect(one);
  await caughtUp([one], shared);
  isHeld = true;
  await one.run('intake.receive', { source: 'phone' });
  await soon(() => expect(wasHeld).toBe(true));
  one.workstation.dispatcher.record((store) => ({
    result: store.run("UPDATE producer SET fenced_at = '2026-03-02T14:00:00.000Z'"),
    events: [],
  }));
  const reply = await one.run('sync.becomeNew', { reason: 'it is a copy' }, 'mona');
  expect(reply.ok).toBe(true);
  isHeld = false;
  release();
  await caughtUp([one], shared);
  expect(count(one, 'SELECT sum(numbered - acknowledged) AS count FROM outgoing_mark')).toBe(0);
});

test('a workstation is closed without waiting for a snapshot that does not come', async () => {
  const { shared, one } = await twoWithAnOrder();
  await one.run('sync.writeSnapshot', {}, 'mona');
  let asked = false;
  const three = await open({
    ...{ log: shared, name: 'three', number: 3 },
    compose: (parts) => ({
      ...parts,
      openLink: () => ({
        ...parts.openLink(),
        follow: () => {
          asked = true;
          return { stop: async () => {} };
        },
      }),
    }),
  });
  await connect(three);
  await soon(() => expect(asked).toBe(true));
  await three.close();
});
