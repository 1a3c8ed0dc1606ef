/** What becomes of what had gone out, or not, when a data file is lost or there are two of it. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { decodeRecord, encodeEnvelope, payloads } from '../../core/sync/envelope.ts';
import { EventClass } from '../../core/sync/gen/mortar/v1/envelope_pb.js';
import { loadIdentity } from '../../core/sync/identity.ts';
import { LinkError } from '../../core/sync/link.ts';
import { urnOf } from '../../core/sync/urn.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import type { Node } from './node.ts';
import { caughtUp, count, stageAt, twoWithAnOrder } from './together.ts';

/** Two workstations and an order that is to be filled; the first cannot send what goes into the topics in `shut`. */
const twoBeforeFilling = async () => {
  const shut = new Set<string>();
  const tried: string[] = [];
  const { shared, one, two, id } = await twoWithAnOrder((parts) => ({
    ...parts,
    openLink: () => {
      const link = parts.openLink();
      return {
        ...link,
        publish: async (to, records) => {
          tried.push(to.topic);
          if (shut.has(to.topic)) throw new LinkError('transient', 'Central cannot be reached.');
          return link.publish(to, records);
        },
      };
    },
  }));
  await one.run('prescription.approve', { prescriptionId: id, confirmed: [...highRiskFields] }, 'phoebe');
  await one.run('prescription.startFill', { prescriptionId: id });
  await caughtUp([one, two], shared);
  return { shared, one, two, id, shut, tried };
};

const fill = async (node: Node, prescriptionId: string) => {
  const { id: lotId } = node.workstation.store.get<{ id: string }>('SELECT id FROM lot')!;
  await node.run('prescription.scan', { prescriptionId, barcode: '68180051301', lotId });
  return node.run('prescription.fill', { prescriptionId, lines: [{ lotId, quantity: '30' }] });
};
const onHand = (node: Node) => count(node, 'SELECT sum(quantity) AS count FROM movement');

test('a bottle that only the order’s record tells of has left the shelf, also where the file that knew more is lost', async () => {
  const { shared, one, two, id, shut } = await twoBeforeFilling();
  one.backUp();
  shut.add('stock.movements');
  await fill(one, id);
  await soon(() => expect(stageAt(two, id)).toBe('checking'));
  expect([onHand(one), onHand(two)]).toEqual([870_000, 900_000]);
  await one.restore();
  shut.clear();
  await caughtUp([one, two], shared);
  expect([onHand(one), onHand(two)]).toEqual([870_000, 870_000]);
  expect(disagreements([one, two]).filter((line) => !line.includes('never reached'))).toEqual([]);
});

test('what was taken from the shelf is told only after the order it was taken for', async () => {
  const { shared, one, two, id, shut, tried } = await twoBeforeFilling();
  shut.add('prescription.events');
  tried.length = 0;
  await fill(one, id);
  await soon(() => expect(tried.length).toBeGreaterThan(2));
  expect(tried).not.toContain('stock.movements');
  expect(onHand(two)).toBe(900_000);
  shut.clear();
  one.workstation.sync.tryNow();
  await caughtUp([one, two], shared);
  expect([onHand(one), onHand(two)]).toEqual([870_000, 870_000]);
  expect(disagreements([one, two])).toEqual([]);
});

test('a number that a copy spent is noticed when the record that bears it comes back, which then goes out under another', async () => {
  const { shared, one, two, id } = await twoBeforeFilling();
  one.cut(true);
  await one.run('prescription.addNote', { prescriptionId: id, note: 'asked' });
  const waiting = one.workstation.store.get<{ topic: string; partition: number; place: number }>(
    'SELECT topic, partition, place FROM outgoing',
  )!;
  const { id: producerId, epoch } = loadIdentity(one.workstation.store);
  // The copy had been refused this record, and told that nothing comes under its number.
  const skip = encodeEnvelope(
    {
      ...{
        eventId: 'skip-of-a-copy',
        type: 'sync.sequenceSkipped',
        typeVersion: 1,
        urn: urnOf('prescription', id),
      },
      ...{
        eventClass: EventClass.NOTE,
        producerId,
        producerEpoch: epoch,
        producerSeq: BigInt(waiting.place),
      },
    },
    'SequenceSkipped',
    create(payloads.SequenceSkipped, { producerSeq: BigInt(waiting.place), reason: 'refused' }),
  );
  shared.append(waiting, { key: urnOf('prescription', id), value: skip });
  one.cut(false);
  await caughtUp([one, two], shared);
  expect(loadIdentity(one.workstation.store).epoch).toBe(epoch + 1);
  expect(disagreements([one, two])).toEqual([]);
});

test('what waits goes out whole, in order and numbered from 1 once a workstation begins another life', async () => {
  const { shared, one, two, id } = await twoBeforeFilling();
  await one.run(
    'setting.change',
    { name: 'central.json', value: ['prescription.events'], reason: 'read by others' } as never,
    'mona',
  );
  await caughtUp([one, two], shared);
  one.cut(true);
  const notes = ['first', 'second', 'third', 'fourth'];
  for (const note of notes) await one.run('prescription.addNote', { prescriptionId: id, note });
  const { store, dispatcher } = one.workstation;
  const gone = store.get<{ seq: number; event_id: string }>(
    'SELECT seq, event_id FROM outgoing ORDER BY seq LIMIT 1 OFFSET 1',
  )!;
  dispatcher.record((writer) => {
    // As if a copy of this file had told the second of them.
    writer.run('DELETE FROM outgoing WHERE seq = ?', [gone.seq]);
    writer.run("UPDATE producer SET fenced_at = '2026-03-02T14:00:00.000Z'");
    return { result: undefined, events: [] };
  });
  await one.run('sync.becomeNew', { reason: 'it is a copy' }, 'mona');
  await one.run('prescription.addNote', { prescriptionId: id, note: 'fifth' });
  one.cut(false);
  await caughtUp([one, two], shared);
  const self = loadIdentity(store).id;
  const told = shared
    .partitions()
    .filter(({ name }) => name.startsWith('prescription.events/'))
    .flatMap(({ records }) => records.map(({ value }) => decodeRecord(value!)))
    .flatMap((heard) =>
      heard.by === 'envelope' && heard.envelope.producerId === self ? [heard.envelope] : [],
    );
  expect(told.map(({ producerSeq }) => Number(producerSeq))).toEqual([1, 2, 3, 4]);
  expect(told.map(({ reason, payload }) => `${reason}${Buffer.from(payload).toString()}`)).toEqual(
    ['first', 'third', 'fourth', 'fifth'].map((note) => expect.stringContaining(note)),
  );
  expect(disagreements([one, two]).filter((line) => !line.includes('never reached'))).toEqual([]);
});
