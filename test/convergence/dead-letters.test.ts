/** Records that could not be taken are told to central as they came: once, whoever tells it, and nothing else is. */
import { expect, onTestFinished, test } from 'vitest';
import { MOST_BYTES } from '../../core/sync/dead-letter.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import { decodeEnvelope, encodeEnvelope, payloadOf } from '../../core/sync/envelope.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import type { TopicName } from '../../core/sync/topics.ts';
import { urnOf } from '../../core/sync/urn.ts';
import { chanceOf } from '../support/chance.ts';
import { soon } from '../support/soon.ts';
import { connect, type Node, openNode } from './node.ts';
import { noFaults, openSimulatedLog, type SimulatedLog } from './simulated-log.ts';

const open = async (
  log: SimulatedLog,
  number: number,
  compose = (parts: SyncParts): SyncParts => parts,
): Promise<Node> => {
  const node = await openNode({
    ...{ log, name: `w${number}`, number, branch: 'east', skew: 0, faults: noFaults, compose },
  });
  onTestFinished(() => node.close());
  await connect(node);
  return node;
};

const letters = (log: SimulatedLog) =>
  log
    .partitions()
    .find(({ name }) => name === 'dead.letters/0')!
    .records.map(({ key, value }) => {
      const envelope = decodeEnvelope(value!);
      return { under: key, id: envelope.eventId, ...payloadOf(envelope, 'DeadLetter') };
    });
const heldAt = (node: Node) =>
  node.workstation.store
    .all<{ kind: string }>('SELECT kind FROM quarantine ORDER BY rowid')
    .map(({ kind }) => kind);
const idle = (node: Node) =>
  expect(node.workstation.store.get('SELECT 1 FROM outgoing LIMIT 1')).toBeUndefined();

const garbage = Buffer.from([0xff, 0xfe, 0x00, 0x17, 0x99]);
const patient = urnOf('patient', 'p-1');
const newer = encodeEnvelope(
  {
    ...{ eventId: 'later-1', type: 'patient.changed', typeVersion: 99, urn: urnOf('patient', 'p-2') },
    ...{ eventClass: EventClass.DECISION, producerId: 'elsewhere', producerEpoch: 1, producerSeq: 1n },
  },
  'PatientChanged',
  new Uint8Array(),
);
const put = (log: SimulatedLog, topic: TopicName, key: string | null, value: Uint8Array) =>
  log.append({ topic, partition: 0 }, { key: key as string, value });

test('a damaged record is told with its bytes and its place, under one id by whoever read it', async () => {
  const log = openSimulatedLog(chanceOf(3));
  const nodes = [await open(log, 1), await open(log, 2)];
  put(log, 'patient.events', patient, garbage);
  await soon(() => expect(letters(log)).toHaveLength(2));
  const [first, second] = letters(log);
  expect(first).toMatchObject({
    ...{
      under: patient,
      key: patient,
      topic: 'patient.events',
      partition: 0,
      offset: 0n,
      reasonClass: 'corrupt',
    },
    problem: expect.stringContaining('cannot be read'),
  });
  expect(Buffer.from(first!.value).equals(garbage)).toBe(true);
  expect(second!.id).toBe(first!.id);
  expect(second!.producerId).not.toBe(first!.producerId);
  for (const node of nodes) expect(node.faultsSeen).toEqual([]);
});

test('what waits behind it, and what a later version will take, is no dead letter; and one read again is not told again', async () => {
  const log = openSimulatedLog(chanceOf(4));
  const node = await open(log, 1);
  put(log, 'patient.events', patient, garbage);
  const behind = { eventId: 'next-1', urn: patient, producerId: 'elsewhere', producerSeq: 1n };
  put(
    log,
    'patient.events',
    patient,
    encodeEnvelope(
      {
        type: 'patient.changed',
        typeVersion: 1,
        eventClass: EventClass.DECISION,
        producerEpoch: 1,
        ...behind,
      },
      'PatientChanged',
      new Uint8Array(),
    ),
  );
  put(log, 'prescriber.events', urnOf('prescriber', 'x'), newer);
  await soon(() => expect(heldAt(node).sort()).toEqual(['behind', 'corrupt', 'newer']));
  await soon(() => idle(node));
  node.workstation.dispatcher.record((store) => {
    store.run("UPDATE position SET next = 0 WHERE topic = 'patient.events' AND partition = 0");
    return { result: undefined, events: [] };
  });
  await node.crash();
  put(log, 'patient.events', null, garbage);
  await soon(() => expect(heldAt(node)).toHaveLength(4));
  await soon(() => idle(node));
  // One without a key is known by where it lies.
  expect(letters(log).map(({ under, offset }) => [under, offset])).toEqual([
    [patient, 0n],
    ['patient.events/0', 2n],
  ]);
  expect(node.faultsSeen).toEqual([]);
});

test('a record that Mortar itself stumbles over is told as such; of a very large one its place alone', async () => {
  const log = openSimulatedLog(chanceOf(5));
  await open(log, 1, (parts) => ({
    ...parts,
    rules: {
      ...parts.rules,
      takers: {
        ...parts.rules.takers,
        'intake.automation.results': () => {
          throw new Error('a mistake in the program');
        },
      },
    },
  }));
  put(log, 'intake.automation.results', 'urn:mortar:intake:1', newer);
  put(log, 'staff.events', urnOf('person', 'a'), new Uint8Array(MOST_BYTES).fill(0xff));
  put(log, 'staff.events', urnOf('person', 'b'), new Uint8Array(MOST_BYTES + 1).fill(0xff));
  await soon(() => expect(letters(log)).toHaveLength(3));
  const told = new Map(letters(log).map(({ key, reasonClass, value }) => [key, [reasonClass, value.length]]));
  expect(told).toEqual(
    new Map([
      ['urn:mortar:intake:1', ['fault', newer.length]],
      [urnOf('person', 'a'), ['corrupt', MOST_BYTES]],
      [urnOf('person', 'b'), ['corrupt', 0]],
    ]),
  );
});
