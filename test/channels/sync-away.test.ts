/**
 * A workstation that was away for longer than central keeps what happened, whose clock jumps, whose data file is an older
 * copy of itself, or runs twice: on a real Kafka it comes to show what the others show, and nothing it did is lost.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { ConfigResourceTypes } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followedTopics, prefixed } from '../../core/sync/topics.ts';
import { dataFileOf } from '../../core/workstation.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { asAdmin, sharedBroker, until } from '../support/broker.ts';
import { type Central, type Connected, expectToAgree, join, untilTheyMet } from '../support/connected.ts';
import { copyData } from '../support/copy-data.ts';
import {
  approvedOrder,
  checkOrder,
  filledOrder,
  handOver,
  scanAndFill,
  stockedCounter,
} from '../support/counter.ts';

const bootstrap = await sharedBroker();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const orderAt = (test: Connected, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }, 'phoebe').prescription;

const twoOfNorth = async (settings: Parameters<typeof ownTopics>[2] = {}) => {
  const central = { bootstrap: bootstrap!, prefix: await ownTopics(bootstrap!, undefined, settings) };
  const one = await join(central, { name: 'Counter 1', number: 1 });
  const two = await join(central, { name: 'Counter 2', number: 2 });
  const shelf = await stockedCounter(one);
  await untilTheyMet(central, one, two);
  return { central, one, two, shelf };
};

/** Central forgets all that happened so far, as its retention has it do. */
const forgetAll = (central: Central) =>
  asAdmin(central.bootstrap, async (admin) => {
    for (const name of followedTopics) {
      const topic = prefixed(central.prefix, name);
      const partitions = (await admin.fetchTopicOffsets(topic))
        .filter(({ high }) => high !== '0')
        .map(({ partition, high }) => ({ partition, offset: high }));
      if (partitions.length > 0) await admin.deleteTopicRecords({ topic, partitions });
    }
  });

const positionsOf = ({ workstation: { store } }: Connected) =>
  store.all('SELECT topic, partition, next FROM position ORDER BY topic, partition');

describe.skipIf(bootstrap === null)('a workstation away for 45 days', () => {
  it('skips nothing while there is no snapshot, then takes it, and sends what it did meanwhile', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const shared = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    await two.exchange(false);
    for (const test of [one, two]) test.clock.advance(45 * DAY);
    const done = await filledOrder(one, shelf);
    await handOver(one, done, await checkOrder(one, done));
    await one.run('prescription.startFill', { prescriptionId: shared });
    const own = await approvedOrder(two, shelf);
    await two.run('prescription.prioritise', { prescriptionId: own, priority: 'urgent', promisedAt: null });
    await untilTheyMet(central, one);
    await forgetAll(central);

    const stood = positionsOf(two);
    const { waiting } = two.ask('sync.state', {});
    expect(waiting).toBeGreaterThan(0);
    await two.exchange(true);
    await until(() => two.state() === 'refused');
    expect(two.ask('sync.state', {})).toMatchObject({
      waiting,
      problem: expect.stringContaining('no snapshot of it was found'),
    });
    expect(positionsOf(two)).toEqual(stood);
    // Work goes on here all the same.
    await two.run('prescription.startFill', { prescriptionId: own });
    await scanAndFill(two, shelf, own);

    await one.run('sync.writeSnapshot', {}, 'mona');
    const later = await approvedOrder(one, shelf);
    await two.run('sync.tryNow', {}, 'mona');
    await expectToAgree(central, one, two);
    expect(orderAt(two, done)).toMatchObject({ stage: 'completed', outcome: 'handed-over' });
    expect(orderAt(two, shared).stage).toBe('filling');
    expect(orderAt(one, own)).toMatchObject({ stage: 'checking', priority: 'urgent' });
    expect(one.ask('sync.conflicts', {}).rows).toEqual([]);
    expect(one.ask('sync.topics', {}, 'adam').gaps).toEqual([]);

    const three = await join(central, { name: 'Counter 3', number: 3 });
    await expectToAgree(central, one, two, three);
    expect(orderAt(three, later).stage).toBe('to-fill');
  });
});

describe.skipIf(bootstrap === null)('a clock that jumps', () => {
  it('forward and back by hours changes nothing of what stands', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    one.clock.advance(7 * HOUR);
    const prescriptionId = await approvedOrder(one, shelf);
    await one.run('prescription.claim', { prescriptionId });
    two.clock.advance(-5 * HOUR);
    await expectToAgree(central, one, two);
    expect(orderAt(two, prescriptionId).claim?.by.name).toBe('Tina');
    expect((await two.refused('prescription.startFill', { prescriptionId }, 'tom')).code).toBe(
      'prescription.claimed',
    );
    await one.run('prescription.release', { prescriptionId });
    await untilTheyMet(central, one, two);
    await two.run('prescription.startFill', { prescriptionId });
    await scanAndFill(two, shelf, prescriptionId);
    one.clock.advance(-20 * HOUR);
    two.clock.advance(9 * HOUR);
    await untilTheyMet(central, one, two);
    const bag = await checkOrder(one, prescriptionId);
    await untilTheyMet(central, one, two);
    two.clock.advance(-3 * HOUR);
    await handOver(two, prescriptionId, bag);
    await expectToAgree(central, one, two);
    expect(orderAt(one, prescriptionId).outcome).toBe('handed-over');
    expect(one.ask('sync.conflicts', {}).rows).toEqual([]);
  });
});

describe.skipIf(bootstrap === null)('a topic that keeps the sender’s clock', () => {
  it('is named with what to do, and what is taken at one workstation stays taken until a person gives it back', async () => {
    const { central, one, two, shelf } = await twoOfNorth({
      'prescription.events': { 'message.timestamp.type': 'CreateTime' },
    });
    const prescriptionId = await approvedOrder(one, shelf);
    await one.run('prescription.claim', { prescriptionId });
    await expectToAgree(central, one, two);
    for (const test of [one, two]) {
      const problems = test.ask('sync.topics', {}, 'adam').topics.flatMap(({ problem }) => problem ?? []);
      expect(problems).toEqual([
        expect.stringContaining(`Topic ${central.prefix}prescription.events keeps the sender’s clock`),
      ]);
      const found = test.workstation.store.all("SELECT 1 FROM event WHERE name = 'sync.clockFound'");
      expect(found).toHaveLength(1);
    }
    two.clock.advance(9 * DAY);
    expect(orderAt(two, prescriptionId).claim).toMatchObject({ by: { name: 'Tina' }, expiresAt: null });
    expect((await two.refused('prescription.claim', { prescriptionId }, 'tom')).code).toBe(
      'prescription.claimed',
    );
    await two.run('prescription.release', { prescriptionId }, 'phoebe');
    await two.run('prescription.claim', { prescriptionId }, 'tom');
    await expectToAgree(central, one, two);
    expect(orderAt(one, prescriptionId).claim?.by.name).toBe('Tom');

    await asAdmin(central.bootstrap, (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: `${central.prefix}prescription.events`,
            configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
          },
        ],
      }),
    );
    await two.run('prescription.release', { prescriptionId }, 'tom');
    await untilTheyMet(central, one, two);
    // The broker follows a setting a moment later; each record says by itself whose clock it bears.
    while (two.ask('sync.topics', {}, 'adam').topics.some(({ problem }) => problem !== null)) {
      await one.run('prescription.claim', { prescriptionId });
      await untilTheyMet(central, one, two);
      await one.run('prescription.release', { prescriptionId });
      await untilTheyMet(central, one, two);
    }
    await one.run('prescription.claim', { prescriptionId });
    await expectToAgree(central, one, two);
    expect(orderAt(two, prescriptionId).claim?.expiresAt).not.toBeNull();
  });
});

describe.skipIf(bootstrap === null)('a data file', () => {
  it('that is an older copy of itself takes back what it had sent, and sends what it did since', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const before = await approvedOrder(two, shelf);
    await untilTheyMet(central, one, two);
    const backup = mkdtempSync(path(tmpdir(), 'mortar-backup-'));
    onTestFinished(() => rmSync(backup, { recursive: true, force: true }));
    copyData(two.workstation, backup);
    await two.run('prescription.startFill', { prescriptionId: before });
    const lost = await filledOrder(two, shelf);
    await handOver(two, lost, await checkOrder(two, lost));
    await untilTheyMet(central, one, two);
    await two.restart(() => {
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(`${dataFileOf(two.folder)}${suffix}`, { force: true });
      cpSync(backup, two.folder, { recursive: true });
    });
    // Somebody works on before the log was read.
    const since = await approvedOrder(two, shelf);
    await expectToAgree(central, one, two);
    expect(orderAt(two, lost)).toMatchObject({ stage: 'completed', outcome: 'handed-over' });
    expect(orderAt(two, before).stage).toBe('filling');
    expect(orderAt(one, since).stage).toBe('to-fill');
    const { store } = two.workstation;
    expect(store.get('SELECT epoch, fenced_at FROM producer')).toEqual({ epoch: 2, fenced_at: null });
  });

  it('that runs twice is noticed: one goes on, the other is told so, and becomes a workstation of its own', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const early = await approvedOrder(two, shelf);
    await untilTheyMet(central, one, two);
    const copy = await join(central, { name: 'Counter 2', number: 2, copyOf: two });
    await two.run('prescription.startFill', { prescriptionId: early });
    const atCopy = await approvedOrder(copy, shelf);
    const atTwo = await approvedOrder(two, shelf);
    // Each goes on until one of them hears of the other.
    let turns = 0;
    while (![two, copy].some((test) => test.state() === 'fenced')) {
      turns += 1;
      for (const test of [two, copy])
        await test.run('prescription.addNote', { prescriptionId: early, note: `turn ${turns}` });
      await new Promise((later) => setTimeout(later, 50));
    }
    const fenced = [two, copy].filter((test) => test.state() === 'fenced');
    expect(fenced).toHaveLength(1);
    const behind = fenced[0]!;
    const kept = await approvedOrder(behind, shelf);
    expect(behind.ask('sync.state', {}).waiting).toBeGreaterThan(0);
    await behind.run('sync.becomeNew', { reason: 'the copy stays at the second counter' }, 'mona');
    await expectToAgree(central, one, two, copy);
    for (const order of [atCopy, atTwo, kept]) expect(orderAt(one, order).stage).toBe('to-fill');
    const ids = [one, two, copy].map(
      ({ workstation: { store } }) => store.get<{ id: string }>('SELECT id FROM producer')!.id,
    );
    expect(new Set(ids).size).toBe(3);
  });
});
