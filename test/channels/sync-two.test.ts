/**
 * Two workstations of a branch on a real Kafka, the network between one of them and the broker cut, slow or swallowing:
 * both go on working on the same orders, and when they meet they show the same, and what does not fit together is a
 * task for a person.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { ownBroker, until } from '../support/broker.ts';
import { type Connected, expectToAgree, join, layWire, untilTheyMet } from '../support/connected.ts';
import {
  approvedOrder,
  checkOrder,
  filledOrder,
  handOver,
  type Shelf,
  scanAndFill,
  stockedCounter,
} from '../support/counter.ts';

/** What the second workstation is told to call is a wire before the broker. */
const WIRE = '127.0.0.2';
const broker = await ownBroker({ listeners: [{ name: 'WIRE', protocol: 'PLAINTEXT', advertised: WIRE }] });
afterAll(() => broker?.end());

const orderAt = (test: Connected, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }, 'phoebe').prescription;
const conflictsAt = (test: Connected) => test.ask('sync.conflicts', {}).rows;

/** Two workstations of the branch North Street that know of the same shelf; the second one's wire can be cut. */
const twoOfNorth = async () => {
  const central = { bootstrap: broker!.bootstrap, prefix: await ownTopics(broker!.bootstrap) };
  const brokers = broker!.address('WIRE');
  const wire = await layWire(WIRE, brokers);
  const one = await join(central, { name: 'Counter 1', number: 1 });
  const two = await join(central, { name: 'Counter 2', number: 2, brokers });
  const shelf = await stockedCounter(one);
  await untilTheyMet(central, one, two);
  const meet = async (...others: Connected[]) => {
    wire.set('whole');
    two.workstation.sync.tryNow();
    await expectToAgree(central, one, two, ...others);
  };
  const cut = async () => {
    wire.set('cut');
    await until(() => two.state() === 'offline');
  };
  return { central, wire, one, two, shelf, meet, cut };
};

const transcribe = (test: Connected, shelf: Shelf, prescriptionId: string, quantity: string) =>
  test.run('prescription.transcribe', {
    ...{ prescriptionId, patientId: shelf.patientId, prescriberId: shelf.prescriberId, ndc11: shelf.ndc11 },
    ...{ writtenOn: '2026-03-01', sigText: '1 tab po daily', quantity, daysSupply: 30, refills: 0 },
    ...{ duplicate: null, substitutionAllowed: true },
  });

describe.skipIf(broker === null)('two workstations of a branch', () => {
  it('hand an order to and fro, each step seen at the other, and nobody takes what the other works on', async () => {
    const { one, two, shelf, meet } = await twoOfNorth();
    const { prescriptionId } = await one.run('intake.receive', { source: 'phone' });
    await one.run('prescription.claim', { prescriptionId });
    await meet();
    expect((await two.refused('prescription.claim', { prescriptionId }, 'tom')).code).toBe(
      'prescription.claimed',
    );
    await transcribe(one, shelf, prescriptionId, '30');
    await meet();
    await two.run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
    await meet();
    await one.run('prescription.startFill', { prescriptionId });
    await scanAndFill(one, shelf, prescriptionId);
    await meet();
    const bag = await checkOrder(two, prescriptionId);
    await meet();
    await handOver(one, prescriptionId, bag);
    await meet();
    expect(orderAt(two, prescriptionId)).toMatchObject({ stage: 'completed', outcome: 'handed-over' });
    expect(conflictsAt(two)).toEqual([]);
  });

  it('decide differently while cut off: the first stands on both, the other is a task with both versions', async () => {
    const { one, two, shelf, cut, meet } = await twoOfNorth();
    const { prescriptionId } = await one.run('intake.receive', { source: 'phone' });
    await transcribe(one, shelf, prescriptionId, '30');
    await meet();
    await cut();
    await two.run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
    expect(two.ask('sync.state', {})).toMatchObject({ state: 'offline', waiting: 1 });
    expect(orderAt(two, prescriptionId).stage).toBe('to-fill');
    await one.run('prescription.sendBack', { prescriptionId, reason: 'wrong-quantity' }, 'paul');
    await transcribe(one, shelf, prescriptionId, '60');
    await meet();
    for (const test of [one, two]) {
      expect(orderAt(test, prescriptionId)).toMatchObject({
        stage: 'verifying',
        transcription: { quantity: '60' },
      });
      expect(conflictsAt(test)).toMatchObject([{ kind: 'refused', severity: 3 }]);
    }
    const [row] = conflictsAt(two);
    const { conflict } = two.ask('sync.conflict', { conflictId: row!.id });
    expect(conflict.other).toMatchObject({
      type: 'prescription.approve',
      by: 'Phoebe',
      workstation: 'Counter 2',
    });
    expect(conflict.other.offlineSince).not.toBeNull();
    expect(conflict.fields.filter(({ differs }) => differs)).toContainEqual(
      expect.objectContaining({ name: 'Quantity', standing: '60', other: '30' }),
    );
    // What a person says of it at one counter is said at both.
    await two.run(
      'sync.settleConflict',
      { conflictId: row!.id, decision: 'keep-standing', reason: 'Typed again since.' },
      'phoebe',
    );
    await meet();
    expect(conflictsAt(one)).toEqual([]);
  });

  it('dispense one order twice while cut off: both happened, and a pharmacist is told whom to call', async () => {
    const { one, two, shelf, cut, meet } = await twoOfNorth();
    const prescriptionId = await approvedOrder(one, shelf);
    await meet();
    await cut();
    for (const test of [one, two]) {
      await test.run('prescription.startFill', { prescriptionId });
      await scanAndFill(test, shelf, prescriptionId);
      await handOver(test, prescriptionId, await checkOrder(test, prescriptionId));
    }
    await meet();
    for (const test of [one, two]) {
      const [gravest] = conflictsAt(test);
      expect(gravest).toMatchObject({ kind: 'double-dispense', severity: 1 });
      const { conflict } = test.ask('sync.conflict', { conflictId: gravest!.id });
      expect(conflict.callList[0]).toMatch(/Call the patient/);
      expect(orderAt(test, prescriptionId)).toMatchObject({ stage: 'completed', outcome: 'handed-over' });
      // Sixty tablets have left the shelf.
      expect(test.ask('stock.lots', { ndc11: shelf.ndc11 }).onHand).toBe('440');
    }
  });

  it('put the same lot on the shelf while cut off: it is one lot, and what one takes out of use is out of use', async () => {
    const { one, two, shelf, cut, meet } = await twoOfNorth();
    await cut();
    const lot = { ndc11: shelf.ndc11, lot: 'LOT9', expiry: '2027-12-31', bin: 'L-1' };
    const { lotId } = await one.run('stock.receive', { ...lot, quantity: '100' }, 'mona');
    await two.run('stock.receive', { ...lot, quantity: '60' }, 'mona');
    await meet();
    const reason = 'recall of the maker';
    await one.run('stock.quarantine', { lotId, quarantine: 'recall', reason }, 'mona');
    await meet();
    for (const test of [one, two])
      expect(
        test.ask('stock.lots', { ndc11: shelf.ndc11 }).lots.find((one) => one.lot === 'LOT9'),
      ).toMatchObject({ quarantine: 'recall', onHand: '160' });
  });

  it('learn of each other’s patients and corrections, and lose no allergy to an edit made elsewhere', async () => {
    const { one, two, shelf, cut, meet } = await twoOfNorth();
    await cut();
    const person = {
      ...{ patientId: shelf.patientId, familyName: 'Alvarez', givenNames: 'Mariana', sex: 'female' as const },
      ...{ dateOfBirth: '1992-08-30', phone: '', mrn: '', nhsNumber: '', reason: 'told at the counter' },
    };
    await one.run('patient.change', { ...person, address: '1 High Street', allergyStatus: 'none-known' });
    const penicillin = { substance: 'penicillin', reaction: 'rash', severity: 'severe' as const };
    await two.run('patient.change', {
      ...{ ...person, address: '77 Wilmer Street', allergyStatus: 'listed', allergies: [penicillin] },
    });
    await meet();
    for (const test of [one, two])
      expect(test.ask('patient.get', { patientId: shelf.patientId }).patient).toMatchObject({
        address: '1 High Street',
        allergies: [{ substance: 'penicillin' }],
      });
  });

  it('go on when the network is slow, and when it takes everything and answers nothing', async () => {
    const { one, two, shelf, wire, meet } = await twoOfNorth();
    wire.set({ delayMs: 40 });
    const slow = await filledOrder(two, shelf);
    await meet();
    expect(orderAt(one, slow).stage).toBe('checking');
    wire.set('swallowing');
    const meanwhile = await approvedOrder(two, shelf);
    await until(() => two.state() === 'offline');
    await handOver(one, slow, await checkOrder(one, slow));
    await meet();
    expect(orderAt(two, slow).stage).toBe('completed');
    expect(orderAt(one, meanwhile).stage).toBe('to-fill');
    expect(conflictsAt(one)).toEqual([]);
  });
});

describe.skipIf(broker === null)('what is told', () => {
  it('is on disk before, so that a power cut takes back nothing others know of', async () => {
    const central = { bootstrap: broker!.bootstrap, prefix: await ownTopics(broker!.bootstrap) };
    let written: (() => void)[] = [];
    let isSlow = false;
    const slowDisk = (store: SyncParts['store']): SyncParts['store'] => ({
      ...store,
      flush: () => (isSlow ? new Promise((resolve) => written.push(resolve)) : store.flush()),
    });
    const one = await join(central, {
      ...{ name: 'Counter 1', number: 1 },
      compose: (parts) => ({ ...parts, store: slowDisk(parts.store) }),
    });
    await untilTheyMet(central, one);
    const isToBeSent = () => one.workstation.store.get('SELECT 1 FROM outgoing') !== undefined;
    isSlow = true;
    await stockedCounter(one);
    await until(() => written.length > 0);
    await wait(300);
    expect(isToBeSent()).toBe(true);
    isSlow = false;
    for (const resolve of written) resolve();
    written = [];
    await untilTheyMet(central, one);
    expect(isToBeSent()).toBe(false);
    expect(one.faults).toEqual([]);
  });
});

describe.skipIf(broker === null)('a branch and another', () => {
  it('hand an order over, take one over, and refuse what is not theirs', async () => {
    const { central, one, two, shelf, cut, meet } = await twoOfNorth();
    const south = await join(central, { name: 'Quay', number: 3, branch: 'south' });
    const given = await approvedOrder(one, shelf);
    const taken = await approvedOrder(one, shelf);
    await meet(south);
    expect(south.ask('prescription.workQueue', {}).total).toBe(0);
    expect((await south.refused('prescription.startFill', { prescriptionId: given })).code).toBe(
      'prescription.other-branch',
    );
    await cut();
    const reason = 'nearer to the patient';
    await one.run('prescription.transfer', { prescriptionId: given, branchId: 'south', reason }, 'mona');
    await until(() => orderAt(south, given).branch === null);
    await south.run('prescription.hold', {
      ...{ prescriptionId: given, reason: 'insurance', followUpAt: '2099-01-01T10:00:00.000Z' },
    });
    await south.run(
      'prescription.takeOver',
      { prescriptionId: taken, reason: 'the patient is here' },
      'paul',
    );
    // The one that is cut off knows of neither: its decisions are refused, and what it counted is a fact.
    await two.run('prescription.hold', {
      ...{ prescriptionId: given, reason: 'insurance', followUpAt: '2099-01-01T10:00:00.000Z' },
    });
    await two.run('prescription.startFill', { prescriptionId: taken });
    await scanAndFill(two, shelf, taken);
    await meet(south);
    expect(orderAt(south, given)).toMatchObject({ branch: null, stage: 'to-fill' });
    expect(orderAt(south, taken).branch).toBeNull();
    expect(orderAt(one, given).branch).toBe('South Quay');
    expect(orderAt(two, taken).branch).toBe('South Quay');
    expect(conflictsAt(south).map(({ kind }) => kind)).toContain('other-branch');
  });
});
