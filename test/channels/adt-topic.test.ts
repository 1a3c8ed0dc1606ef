/**
 * Hospitals' messages over topics of a real Kafka: in whatever form they come, each is kept and applied once, and what is no
 * message is set aside; what they ask of the pharmacy is published for whoever else takes part.
 */

import { randomBytes } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rawOf } from '../../core/adt/keeping/raw-store.ts';
import { createTopics } from '../../core/central/make-topics.ts';
import type { CommandInput } from '../../core/contract/index.ts';
import { decodeEnvelope, encodeEnvelope, payloadOf } from '../../core/sync/envelope.ts';
import { AdtReceivedSchema } from '../../core/sync/gen/mortar/v1/adt_pb.js';
import type { Link, OutgoingRecord } from '../../core/sync/link.ts';
import { freePort } from '../support/adt-desk.ts';
import { codeOf, messageOf, openSender } from '../support/adt-wire.ts';
import { ownTopics, published } from '../support/automation-topics.ts';
import { asAdmin, openLink, record, sharedBroker, until } from '../support/broker.ts';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const bootstrap = await sharedBroker();
const prefix = bootstrap === null ? '' : await ownTopics(bootstrap);

type Profile = CommandInput<'adt.addSource'>['profile'];
type Topic = Partial<NonNullable<Profile['topic']>>;

/** A hospital with a topic of its own, as many partitions as are wanted, and a link to fill it. */
const hospital = async (
  test: TestWorkstation,
  topic: Topic = {},
  more: Partial<Profile> = {},
  partitions = 1,
) => {
  const vendor = `v${randomBytes(4).toString('hex')}`;
  const name = `${prefix}adt.${vendor}`;
  await asAdmin(bootstrap!, (admin) => createTopics(admin, [{ topic: name, numPartitions: partitions }]));
  const profile: Profile = {
    ...{ authority: 'STMARY', timeZone: 'America/New_York' },
    ...more,
    topic: { vendor, ...topic },
  };
  const { sourceId } = await test.run('adt.addSource', { name: vendor, profile }, 'mona');
  const link = openLink({ brokers: [bootstrap!] });
  return {
    ...{ vendor, name, sourceId, profile },
    send: (values: readonly (string | Uint8Array)[], partition = 0) => sendTo(link, name, values, partition),
    way: () => wayOf(test, sourceId),
  };
};
const sendTo = (link: Link, topic: string, values: readonly (string | Uint8Array)[], partition: number) =>
  published(
    link,
    { topic, partition },
    values.map((value): OutgoingRecord => record('', value)),
  );
const sourceOf = (test: TestWorkstation, sourceId: string) =>
  test.ask('adt.sources', {}, 'mona').rows.find(({ id }) => id === sourceId)!;
const wayOf = (test: TestWorkstation, sourceId: string) => sourceOf(test, sourceId).ways[0]!;

const onCentral = async () => {
  const test = await openTestWorkstation({ channels: true });
  for (const [name, value] of Object.entries({
    'branch.id': 'north',
    'central.prefix': prefix,
    'central.brokers': bootstrap,
  }))
    await test.run('setting.change', { name, value, reason: 'test' }, 'mona');
  return test;
};

const rows = <T>(test: TestWorkstation, sql: string, ...values: string[]) =>
  test.workstation.store.all<T>(sql, values);
const controlIds = (test: TestWorkstation, sourceId: string) =>
  rows<{ control_id: string }>(
    test,
    'SELECT control_id FROM adt_message WHERE source_id = ? ORDER BY id',
    sourceId,
  ).map(({ control_id }) => control_id);
const noise = (test: TestWorkstation, sourceId: string) =>
  test
    .ask('adt.noise', { sourceId }, 'mona')
    .rows.map(({ peer, problem }) => `${peer} ${problem}`)
    .sort();
const untilKept = (test: TestWorkstation, sourceId: string, count: number) =>
  until(() => controlIds(test, sourceId).length >= count);

const asBytes = (text: string) => Buffer.from(text, 'utf8');
const framedText = (text: string) => `\x0b${text}\x1c\r`;
const received = (text: string) =>
  toBinary(AdtReceivedSchema, create(AdtReceivedSchema, { vendor: 'epic', message: asBytes(text) }));
const inEnvelope = (text: string) =>
  encodeEnvelope(
    { eventId: 'e', type: 'adt.received', urn: 'urn:adt:1', producerId: 'bridge' },
    'AdtReceived',
    received(text),
  );
const latin1 = (text: string) => text.replace('|P|2.5.1', '|P|2.5.1||||||8859/1');

describe.skipIf(bootstrap === null)('messages on a topic', () => {
  it('are the same bytes whatever is around them; what holds none is set aside with its reason and holds up no other', async () => {
    const test = await onCentral();
    const [raw, wrapped, json, base64] = await Promise.all([
      hospital(test),
      hospital(test, { format: 'wrapped' }),
      hospital(test, { format: 'json', field: 'body.hl7' }),
      hospital(test, { format: 'json', field: 'hl7_base64' }),
    ]);
    const [one, two, three] = [messageOf('1'), messageOf('2'), messageOf('3')];
    const far = latin1(messageOf('4'));
    await Promise.all([
      raw.send([one, framedText(two), 'no message', '', three]),
      wrapped.send([
        received(one),
        inEnvelope(two),
        'no message',
        JSON.stringify({ urn: 'a', event: 'b' }),
        received(three),
      ]),
      json.send([
        ...[one, framedText(two)].map((hl7) => JSON.stringify({ body: { hl7 } })),
        ...[
          '[]',
          '{"body":"x"}',
          JSON.stringify({ body: { hl7: three } }),
          JSON.stringify({ body: { hl7: far } }),
        ],
      ]),
      base64.send([
        ...[one, two].map((text) => JSON.stringify({ hl7_base64: asBytes(text).toString('base64') })),
        '{"hl7_base64":"MSH|no"}',
        JSON.stringify({ hl7_base64: Buffer.from(far, 'latin1').toString('base64') }),
      ]),
    ]);
    for (const { sourceId } of [raw, wrapped, base64]) await untilKept(test, sourceId, 3);
    await untilKept(test, json.sourceId, 4);
    const bytesOf = ({ sourceId }: { sourceId: string }) =>
      rows<{ id: number }>(test, 'SELECT id FROM adt_message WHERE source_id = ? ORDER BY id', sourceId).map(
        ({ id }) => Buffer.from(rawOf(test.workstation.store, id)),
      );
    const written = [one, two, three].map(asBytes);
    expect(bytesOf(raw)).toEqual(written);
    expect(bytesOf(wrapped)).toEqual(written);
    // A text of JSON is written as its own MSH-18 says, as it would be on a wire.
    expect(bytesOf(json)).toEqual([...written, Buffer.from(far, 'latin1')]);
    expect(bytesOf(base64)).toEqual([asBytes(one), asBytes(two), Buffer.from(far, 'latin1')]);
    expect(noise(test, raw.sourceId)).toEqual([
      '0@2 A message without a readable MSH: nobody can be answered.',
      '0@3 A record of the topic is empty.',
    ]);
    const notWrapped =
      'A record of the topic holds no AdtReceived of the contract. Look at how the topic is filled, or change how the source is read.';
    expect(noise(test, wrapped.sourceId)).toEqual([`0@2 ${notWrapped}`, `0@3 ${notWrapped}`]);
    expect(noise(test, json.sourceId)).toEqual([
      '0@2 A record of the topic is no object of JSON.',
      '0@3 A record of the topic has no text in its field body.hl7.',
    ]);
    expect(noise(test, base64.sourceId)).toEqual([
      '0@2 The field hl7_base64 of a record of the topic is not in base64.',
    ]);
    // Said once the disk has what was read last.
    await expect.poll(() => raw.way()).toEqual({ way: 'topic', well: true, sentence: `Reads ${raw.name}.` });
    const [row] = test.ask('adt.messages', { sourceId: raw.sourceId, controlId: '3' }, 'mona').rows;
    expect(test.ask('adt.message', { messageId: row!.id }, 'mona')).toMatchObject({
      way: 'topic',
      peer: '0@4',
    });
  });

  it('that come over the wire as well have one effect, whichever was first', async () => {
    const test = await onCentral();
    const port = await freePort();
    const both = await hospital(test, {}, { mllp: { port } });
    await until(() => sourceOf(test, both.sourceId).ways[0]!.sentence === `Listens on port ${port}.`);
    const wire = await openSender(port);
    const [first, second] = [messageOf('1'), messageOf('2', { event: 'A08', at: '20260302091000' })];
    await both.send([first]);
    await untilKept(test, both.sourceId, 1);
    wire.send(first, second);
    expect((await wire.answered(2)).map(codeOf)).toEqual(['AA', 'AA']);
    await both.send([second]);
    const cameAgain = () =>
      rows<{ way: string; came_again: number }>(test, 'SELECT way, came_again FROM adt_message ORDER BY id');
    await until(() => cameAgain().every(({ came_again }) => came_again === 1));
    await test.workstation.adt!.desk.settle();
    expect(cameAgain()).toEqual([
      { way: 'topic', came_again: 1 },
      { way: 'mllp', came_again: 1 },
    ]);
    expect(rows(test, 'SELECT state FROM adt_stay')).toEqual([{ state: 'in' }]);
  });

  it('are kept once each where the workstation ends in the middle and is opened again', async () => {
    const test = await onCentral();
    const { sourceId, send } = await hospital(test, {}, {}, 2);
    const ids = Array.from({ length: 1_200 }, (_, index) => `${index}`);
    await Promise.all(
      [0, 1].map((partition) =>
        send(
          ids
            .filter((_, index) => index % 2 === partition)
            .map((id) => messageOf(id, { mrn: `M${Number(id) % 50}`, at: '20260302090000' })),
          partition,
        ),
      ),
    );
    await untilKept(test, sourceId, 1);
    const before = controlIds(test, sourceId).length;
    await test.restart();
    await untilKept(test, sourceId, ids.length);
    await test.workstation.adt!.desk.settle();
    expect(before).toBeLessThan(ids.length);
    expect(controlIds(test, sourceId).sort()).toEqual(ids.toSorted());
    expect(rows(test, 'SELECT sum(came_again) AS again FROM adt_message')).toEqual([{ again: 0 }]);
    expect(rows(test, "SELECT count(*) AS waiting FROM adt_message WHERE state = 'received'")).toEqual([
      { waiting: 0 },
    ]);
    expect(rows(test, 'SELECT sum(next) AS next FROM adt_position')).toEqual([{ next: ids.length }]);
  });

  it('are followed as their source is changed, stopped and begun again, and what central lost meanwhile is said', async () => {
    const test = await onCentral();
    const { sourceId, send, way, profile, vendor, name } = await hospital(test, { format: 'json' });
    const change = (active: boolean, format: 'raw' | 'json') =>
      test.run(
        'adt.changeSource',
        {
          sourceId,
          name: vendor,
          active,
          profile: { ...profile, topic: { vendor, format } },
          reason: 'test',
        },
        'mona',
      );
    await send([JSON.stringify({ message: messageOf('1') })]);
    await untilKept(test, sourceId, 1);
    await change(true, 'raw');
    await send([messageOf('2')]);
    await untilKept(test, sourceId, 2);
    await change(false, 'raw');
    await send(['3', '4', '5'].map((id) => messageOf(id)));
    expect(way()).toMatchObject({ well: true, sentence: 'Switched off.' });
    await asAdmin(bootstrap!, async (admin) => {
      await admin.fetchTopicOffsets(name);
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset: '4' }] });
    });
    await change(true, 'raw');
    await untilKept(test, sourceId, 3);
    expect(controlIds(test, sourceId)).toEqual(['1', '2', '5']);
    const lost = `Central no longer has up to 2 messages of ${name} (partition 0) that were not read here. Ask the hospital to send them again. Reading goes on with what is there.`;
    expect(noise(test, sourceId)).toEqual([`0@2 ${lost}`]);
    expect(way()).toEqual({ way: 'topic', well: false, sentence: lost });
    test.workstation.adt!.sources.look();
    expect(sourceOf(test, sourceId).alarm).toBe(lost);
  });

  it('wait at central while none is named, and are read once one is', async () => {
    const test = await openTestWorkstation({ channels: true });
    const { sourceId, send, way } = await hospital(test);
    await send([messageOf('1')]);
    await until(() => way().sentence !== 'Not opened yet.');
    expect(way()).toMatchObject({ well: false, sentence: expect.stringMatching(/Set central.brokers/) });
    for (const [name, value] of Object.entries({
      'branch.id': 'north',
      'central.prefix': prefix,
      'central.brokers': bootstrap,
    }))
      await test.run('setting.change', { name, value, reason: 'test' }, 'mona');
    await untilKept(test, sourceId, 1);
    await test.run('setting.change', { name: 'central.brokers', value: '', reason: 'test' }, 'mona');
    await until(() => !way().well);
  });
});

describe.skipIf(bootstrap === null)('what a message asks of the pharmacy', () => {
  it('is published when it is asked and when it is settled, without names, for whoever reads the topic', async () => {
    const test = await onCentral();
    const { patientId } = await test.run('patient.register', {
      ...{ familyName: 'Müller', givenNames: 'Anna', dateOfBirth: '1960-02-14', sex: 'female', mrn: 'M1' },
      allergyStatus: 'none-known',
    });
    const { sourceId, send, vendor } = await hospital(test, {}, { mrnAuthority: 'STMARY' });
    await send([messageOf('1'), messageOf('2', { event: 'A03', at: '20260302100000' })]);
    await untilKept(test, sourceId, 2);
    await test.workstation.adt!.desk.settle();
    const task = test.ask('adt.board', {}, 'phoebe').tasks.find(({ kind }) => kind === 'reconcile')!;
    await test.run('adt.settleTask', { taskId: task.id, outcome: 'resume' }, 'phoebe');

    const consumer = new Kafka({ brokers: [bootstrap!], logLevel: logLevel.NOTHING }).consumer({
      groupId: `test-${randomBytes(4).toString('hex')}`,
    });
    onTestFinished(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topic: `${prefix}adt.alerts`, fromBeginning: true });
    const heard: { key: string; value: Buffer }[] = [];
    await consumer.run({
      eachMessage: async ({ message: { key, value } }) => {
        heard.push({ key: key!.toString(), value: value! });
      },
    });
    const urn = `urn:mortar:patient:${patientId}`;
    const ours = () => heard.filter(({ key }) => key === urn);
    await until(() => ours().length >= 2);
    const alerts = ours().map(({ value }) => payloadOf(decodeEnvelope(value), 'AdtAlert'));
    const same = { alertId: task.id, kind: 'reconcile', patientUrn: urn, branch: 'north', source: vendor };
    const of = alerts.filter(({ alertId }) => alertId === task.id);
    expect(of).toMatchObject([
      { ...same, state: 'opened', outcome: '' },
      { ...same, state: 'settled', outcome: 'resume' },
    ]);
    expect(Buffer.concat(ours().map(({ value }) => value)).toString('latin1')).not.toMatch(
      /M.{1,2}ller|Anna|1960/i,
    );
  });
});
