/** How much of each topic is still to be read, as the sync screen lists it: a number where it is known, else nothing. */
import { expect, onTestFinished, test } from 'vitest';
import type { QueryResult } from '../../core/contract/index.ts';
import { followedTopics, type TopicName } from '../../core/sync/topics.ts';
import { chanceOf } from '../support/chance.ts';
import { soon } from '../support/soon.ts';
import { connect, openNode } from './node.ts';
import { noFaults, openSimulatedLog } from './simulated-log.ts';

test('what is still to be read is said for each topic that is read, and for none while central is out of reach', async () => {
  const log = openSimulatedLog(chanceOf(11));
  const put = (topic: TopicName, partition: number, count: number) => {
    // Without a value there is nothing to take; it is read all the same.
    for (let at = 0; at < count; at += 1)
      log.append({ topic, partition }, { key: 'k', value: null as unknown as Uint8Array });
  };
  put('patient.events', 0, 30);
  put('patient.events', 2, 4);
  put('staff.events', 1, 2);
  let letThrough: () => void = () => {};
  const gate = new Promise<void>((open) => {
    letThrough = open;
  });
  const node = await openNode({
    ...{ log, name: 'one', number: 1, branch: 'east', skew: 0, faults: noFaults },
    compose: (parts) => ({
      ...parts,
      openLink: () => {
        const link = parts.openLink();
        return {
          ...link,
          follow: (from, options) =>
            link.follow(from, { ...options, take: (batch) => gate.then(() => options.take(batch)) }),
        };
      },
    }),
  });
  onTestFinished(() => node.close());
  const toRead = () => {
    const reply = node.workstation.dispatcher.ask('sync.topics', {}, node.workstation.system);
    if (!reply.ok) throw new Error(reply.error.message);
    const { topics } = reply.result as QueryResult<'sync.topics'>;
    return Object.fromEntries(topics.map((topic) => [topic.name, topic.toRead]));
  };
  expect(new Set(Object.values(toRead()))).toEqual(new Set([null]));
  await connect(node);
  await soon(() => expect(toRead()).toMatchObject({ 'patient.events': 34, 'staff.events': 2, documents: 0 }));
  expect(toRead()).toMatchObject({ 'dead.letters': null, 'prescription.dispensed': null, snapshots: null });
  letThrough();
  await soon(() =>
    expect(toRead()).toMatchObject(Object.fromEntries(followedTopics.map((name) => [name, 0]))),
  );
  node.cut(true);
  await soon(() => expect(new Set(Object.values(toRead()))).toEqual(new Set([null])));
  expect(node.faultsSeen).toEqual([]);
});
