/**
 * What outside systems say and read, on a real Kafka with kcat and buf at the other end: their JSON moves an order or is
 * refused with the reason, what cannot be read is held back with its key alone, and what we tell is read by all.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join as path, resolve } from 'node:path';
import { ConfigResourceTypes } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { checkFields } from '../../core/contract/prescription.ts';
import { EnvelopeError, encodeEnvelope } from '../../core/sync/envelope.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { partitionOf, prefixed, type TopicName, topics } from '../../core/sync/topics.ts';
import { urnOf } from '../../core/sync/urn.ts';
import { ownTopics } from '../support/automation-topics.ts';
import { asAdmin, openLink, sharedBroker, until } from '../support/broker.ts';
import { type Central, type Connected, expectToAgree, join, untilTheyMet } from '../support/connected.ts';
import { approvedOrder, checkOrder, filledOrder, handOver, stockedCounter } from '../support/counter.ts';

const bootstrap = await sharedBroker();
const root = resolve(import.meta.dirname, '../..');
const reason = 'looked at with the vendor';

const kcat = (central: Central, topic: TopicName, more: readonly string[], input: string | Buffer = '') =>
  execFileSync('kcat', ['-b', central.bootstrap, '-t', prefixed(central.prefix, topic), ...more], { input });

/** Sends a line under a key, as another system does that chooses partitions as Kafka's own clients do. */
const say = (central: Central, key: string, value: string | Buffer, more: readonly string[] = []) =>
  kcat(
    central,
    'prescription.events',
    ['-P', '-K', '\t', '-X', 'partitioner=murmur2_random', ...more],
    Buffer.concat([Buffer.from(`${key}\t`), Buffer.from(value), Buffer.from('\n')]),
  );
const tell = (central: Central, urn: string, event: string, payload: object = {}) =>
  say(central, urn, JSON.stringify({ urn, event, payload }));

const buf = (type: string, bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(
    execFileSync(
      path(root, 'node_modules/.bin/buf'),
      ['convert', '--type', type, '--from', '-#format=binpb', '--to', '-#format=json'],
      {
        cwd: path(root, 'core/sync/proto'),
        input: bytes,
        env: { ...process.env, PATH: `${path(root, 'node_modules/.bin')}:${process.env.PATH}` },
      },
    ).toString(),
  );

/** Two workstations of a branch; what the second tells of orders it tells in JSON. */
const twoOfNorth = async (old: Partial<Parameters<typeof join>[1]> = {}) => {
  const central = { bootstrap: bootstrap!, prefix: await ownTopics(bootstrap!) };
  const one = await join(central, { name: 'Counter 1', number: 1 });
  const json = ['prescription.events', 'prescription.dispensed', 'prescription.failed'];
  const two = await join(central, {
    name: 'Counter 2',
    number: 2,
    settings: { 'central.json': json },
    ...old,
  });
  const shelf = await stockedCounter(one, {});
  await untilTheyMet(central, one, two);
  return { central, one, two, shelf };
};
const orderAt = (test: Connected, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }, 'phoebe').prescription;
const stageAt = (test: Connected, prescriptionId: string) => orderAt(test, prescriptionId).stage;
const heldAt = (test: Connected) => test.ask('sync.held', {}, 'adam').rows;

describe.skipIf(bootstrap === null)('what another system says of an order in JSON', () => {
  it('moves it on at every workstation alike', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const prescriptionId = await approvedOrder(two, shelf);
    const urn = urnOf('prescription', prescriptionId);
    await untilTheyMet(central, one, two);
    tell(central, urn, 'prescription.process');
    await until(() => [one, two].every((test) => stageAt(test, prescriptionId) === 'filling'));
    tell(central, urn, 'prescription.fail', { reason: 'out of stock' });
    await until(() => [one, two].every((test) => stageAt(test, prescriptionId) === 'failed'));
    // Said twice is said once.
    tell(central, urn, 'prescription.fail', { reason: 'out of stock' });
    await expectToAgree(central, one, two);
    expect(one.ask('sync.conflicts', {}).rows).toEqual([]);
  });

  it('is refused with its sentence where the order cannot go that way, and kept', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const prescriptionId = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    const urn = urnOf('prescription', prescriptionId);
    const before = stageAt(one, prescriptionId);
    tell(central, urn, 'prescription.dispense');
    await until(() => [one, two].every((test) => test.ask('sync.conflicts', {}).rows.length === 1));
    for (const test of [one, two]) {
      expect(stageAt(test, prescriptionId)).toBe(before);
      const [row] = test.ask('sync.conflicts', {}).rows;
      expect(row).toMatchObject({ kind: 'gone-on', subject: { kind: 'prescription', id: prescriptionId } });
      expect(row!.sentence).toBe(
        (
          await test.refused(
            'prescription.check',
            { prescriptionId, confirmed: [...checkFields], bin: 'A1' },
            'paul',
          )
        ).message,
      );
      expect(test.ask('sync.conflict', { conflictId: row!.id }).conflict.other).toMatchObject({
        ...{ type: 'prescription.dispense', by: 'Another system' },
      });
    }
    await expectToAgree(central, one, two);
  });

  it('about an order nobody knows, or under a key that is not its own, is held back and said', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const prescriptionId = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    const urn = urnOf('prescription', prescriptionId);
    say(central, 'whatever', JSON.stringify({ urn, event: 'prescription.process' }));
    tell(central, 'urn:mortar:prescription:nobody', 'prescription.approve');
    await until(() => [one, two].every((test) => heldAt(test).length === 2));
    expect(heldAt(one).map(({ problem }) => problem)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('an order that nobody knows'),
        expect.stringContaining('its key has to be its URN'),
      ]),
    );
    expect(stageAt(two, prescriptionId)).toBe('to-fill');
    await expectToAgree(central, one, two);
  });
});

describe.skipIf(bootstrap === null)('what we tell', () => {
  it('of orders handed over and failed is JSON with exactly the fields that were agreed', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const given = await filledOrder(one, shelf);
    await handOver(one, given, await checkOrder(one, given));
    const failed = await filledOrder(one, shelf);
    await one.run('prescription.fail', { prescriptionId: failed, reason: 'cancelled' }, 'paul');
    await expectToAgree(central, one, two);
    const read = (topic: TopicName) =>
      kcat(central, topic, ['-C', '-o', 'beginning', '-e', '-q'])
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(read('prescription.dispensed')).toEqual([
      { urn: urnOf('prescription', given), patientId: shelf.patientId, pharmacyId: 'north', timestamp },
    ]);
    expect(read('prescription.failed')).toEqual([
      { urn: urnOf('prescription', failed), reason: 'cancelled', timestamp },
    ]);
  });

  it('in Protobuf is decoded by buf as kcat reads it; in JSON it says what was agreed, and bears the same bytes', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const prescriptionId = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    await two.run('prescription.startFill', { prescriptionId });
    await expectToAgree(central, one, two);
    const urn = urnOf('prescription', prescriptionId);
    const partition = String(partitionOf(urn, topics['prescription.events'].partitions));
    const records = kcat(central, 'prescription.events', [
      ...['-C', '-p', partition, '-o', 'beginning', '-e', '-q', '-f', '%k %h %S\\n'],
    ])
      .toString()
      .trim()
      .split('\n');
    for (const line of records) {
      expect(line.split(' ')[0]).toBe(urn);
      expect(line).not.toMatch(/Alvarez|Mariana|lisinopril/);
    }
    const first = kcat(central, 'prescription.events', [
      ...['-C', '-p', partition, '-o', '0', '-c', '1', '-q', '-D', '', '-f', '%s'],
    ]);
    const envelope = buf('mortar.v1.Envelope', first);
    expect(envelope).toMatchObject({
      ...{
        type: 'prescription.request',
        urn,
        branchId: 'north',
        workstationName: 'Counter 1',
        eventClass: 'EVENT_CLASS_FACT',
      },
    });
    expect(
      buf(envelope.payloadType as string, Buffer.from(envelope.payload as string, 'base64')),
    ).toMatchObject({ prescription: { stage: 'transcribing' } });
    const last = kcat(central, 'prescription.events', [
      ...['-C', '-p', partition, '-o', String(records.length - 1), '-c', '1', '-q'],
    ]);
    const { envelope: bytes, ...said } = JSON.parse(last.toString());
    expect(said).toMatchObject({
      ...{ urn, event: 'prescription.process' },
      payload: { stage: 'filling', patientId: shelf.patientId },
    });
    expect(buf('mortar.v1.Envelope', Buffer.from(bytes, 'base64'))).toMatchObject({
      workstationName: 'Counter 2',
    });
  });
});

describe.skipIf(bootstrap === null)('what cannot be taken', () => {
  it('halts its own key alone, is looked at, and left with a reason; then what waited goes on', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const halted = await approvedOrder(one, shelf);
    const other = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    say(central, urnOf('prescription', halted), Buffer.from([0xff, 0x00, 0xfe, 0x01, 0x80]));
    await until(() => [one, two].every((test) => heldAt(test).length === 1));
    for (const prescriptionId of [halted, other]) await one.run('prescription.startFill', { prescriptionId });
    await until(() => stageAt(two, other) === 'filling');
    await until(() => heldAt(two)[0]!.behind === 1);
    expect(stageAt(two, halted)).toBe('to-fill');
    const { id: heldId } = heldAt(two)[0]!;
    const looked = two.ask('sync.heldRecord', { heldId }, 'adam');
    expect(looked).toMatchObject({ row: { kind: 'corrupt', key: urnOf('prescription', halted) } });
    expect(looked.hex).toContain('ff 00 fe 01 80');
    expect((await two.refused('sync.replay', { heldId }, 'phoebe')).code).toBe('sync.still-not-taken');
    for (const test of [one, two])
      await test.run('sync.dismiss', { heldId: heldAt(test)[0]!.id, reason }, 'phoebe');
    expect(stageAt(two, halted)).toBe('filling');
    await expectToAgree(central, one, two);
    expect(two.ask('sync.held', { state: 'dismissed' }, 'adam').rows).toHaveLength(1);
  });

  it('because it is newer than the program waits, and is taken by itself after the program was renewed', async () => {
    const known = { prioritising: false };
    const { central, one, two, shelf } = await twoOfNorth({
      compose: (parts) => ({
        ...parts,
        rules: {
          ...parts.rules,
          fold: (standing, event, appendedAt) => {
            if (!known.prioritising && event.type === 'prescription.prioritised')
              throw new EnvelopeError('newer', 'This record is of a kind that this version does not know.');
            return parts.rules.fold(standing, event, appendedAt);
          },
        },
      }),
    });
    const prescriptionId = await approvedOrder(one, shelf);
    await one.run('prescription.prioritise', { prescriptionId, priority: 'urgent', promisedAt: null });
    await one.run('prescription.startFill', { prescriptionId });
    await until(() => heldAt(two)[0]?.behind === 1);
    expect(heldAt(two)[0]).toMatchObject({ kind: 'newer' });
    expect(stageAt(two, prescriptionId)).toBe('to-fill');
    known.prioritising = true;
    await two.restart();
    await expectToAgree(central, one, two);
    expect(orderAt(two, prescriptionId)).toMatchObject({ stage: 'filling', priority: 'urgent' });
    expect(heldAt(two)).toEqual([]);
  });

  it('of a later version stays as it came until there is a program that knows it', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const prescriptionId = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    const urn = urnOf('prescription', prescriptionId);
    const value = encodeEnvelope(
      {
        ...{ eventId: 'later-1', type: 'prescription.weighed', typeVersion: 99, urn, producerId: 'later' },
        ...{ producerEpoch: 1, producerSeq: 1n, eventClass: EventClass.FACT, branchId: 'north' },
      },
      'PrescriptionChanged',
      new Uint8Array(),
    );
    const partition = partitionOf(urn, topics['prescription.events'].partitions);
    await openLink({ brokers: [bootstrap!] }).publish(
      { topic: prefixed(central.prefix, 'prescription.events'), partition },
      [{ key: urn, value, headers: {} }],
    );
    await until(() => [one, two].every((test) => heldAt(test)[0]?.kind === 'newer'));
    await two.restart();
    await untilTheyMet(central, one, two);
    expect(heldAt(two)).toMatchObject([{ kind: 'newer', bytes: value.length }]);
    // The order itself can be worked on here; nobody else sees it until that record was dealt with.
    await one.run('prescription.startFill', { prescriptionId });
    await until(() => heldAt(two)[0]!.behind === 1);
    for (const test of [one, two])
      await test.run('sync.dismiss', { heldId: heldAt(test)[0]!.id, reason }, 'phoebe');
    await expectToAgree(central, one, two);
    expect(stageAt(two, prescriptionId)).toBe('filling');
  });
});

describe.skipIf(bootstrap === null)('a record that central does not take', () => {
  it('is parked with what follows it of its key, the rest goes on, and it is sent once central takes it', async () => {
    const { central, one, two, shelf } = await twoOfNorth();
    const large = await approvedOrder(one, shelf);
    const other = await approvedOrder(one, shelf);
    await untilTheyMet(central, one, two);
    const most = (bytes: number) =>
      asAdmin(central.bootstrap, (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [
            {
              type: ConfigResourceTypes.TOPIC,
              name: prefixed(central.prefix, 'prescription.events'),
              configEntries: [{ name: 'max.message.bytes', value: String(bytes) }],
            },
          ],
        }),
      );
    await most(4_500);
    const note = randomBytes(1_000).toString('hex');
    const followUpAt = '2099-01-01T10:00:00.000Z';
    await one.run('prescription.hold', { prescriptionId: large, reason: 'insurance', note, followUpAt });
    await one.run('prescription.resume', { prescriptionId: large });
    for (const prescriptionId of [large, other]) await one.run('prescription.startFill', { prescriptionId });
    await until(() => heldAt(one).length === 1);
    await until(() => stageAt(two, other) === 'filling');
    expect(heldAt(one)).toMatchObject([
      { direction: 'out', kind: 'parked', key: urnOf('prescription', large), behind: 2 },
    ]);
    expect(stageAt(one, large)).toBe('filling');
    expect(stageAt(two, large)).toBe('to-fill');
    await most(1_000_000);
    await one.run('sync.replay', { heldId: heldAt(one)[0]!.id }, 'phoebe');
    await expectToAgree(central, one, two);
    expect(stageAt(two, large)).toBe('filling');
    expect(two.ask('sync.topics', {}, 'adam').gaps).toEqual([]);
  });
});
