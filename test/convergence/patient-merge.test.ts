/** Two records of one patient made one at a workstation: the others follow, whoever merged first and whichever way. */
import { expect, onTestFinished, test } from 'vitest';
import type { EventDraft } from '../../core/handler.ts';
import { mergePatients, undoPatientMerge } from '../../core/patient/merge.ts';
import { livesOnAs } from '../../core/patient/records.ts';
import type { Writer } from '../../core/store/database.ts';
import { chanceOf } from '../support/chance.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import { connect, type Node, openNode } from './node.ts';
import { noFaults, openSimulatedLog, type SimulatedLog } from './simulated-log.ts';

const open = async (log: SimulatedLog, name: string, number: number): Promise<Node> => {
  const node = await openNode({ log, name, number, branch: 'east', skew: 0, faults: noFaults });
  onTestFinished(() => node.close());
  return node;
};

const register = async (node: Node, familyName: string): Promise<string> => {
  const reply = await node.run('patient.register', {
    ...{ familyName, givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female', anotherPerson: true },
  });
  return (reply as unknown as { result: { patientId: string } }).result.patientId;
};

const write = (node: Node, work: (store: Writer) => EventDraft[]): void =>
  node.workstation.dispatcher.record((store) => ({ result: undefined, events: work(store) }));
const merge = (node: Node, retired: string, survivor: string): void =>
  write(node, (store) => mergePatients({ store, actor: null }, retired, survivor, { reason: 'twice' }));

/** Two workstations that know of the same two records; what either is told while apart waits until they meet. */
const twoWithTwoRecords = async () => {
  const log = openSimulatedLog(chanceOf(11));
  const nodes = [await open(log, 'one', 1), await open(log, 'two', 2)] as const;
  const [first, second] = [await register(nodes[0], 'Alvarez'), await register(nodes[0], 'Alvares')];
  for (const node of nodes) await connect(node);
  const quiet = () =>
    soon(() => {
      for (const { workstation } of nodes) {
        expect(workstation.store.all('SELECT type FROM outgoing')).toEqual([]);
        for (const { topic, partition, next } of workstation.store.all<{
          topic: string;
          partition: number;
          next: number;
        }>('SELECT * FROM position'))
          expect([topic, partition, next]).toEqual([
            ...[topic, partition],
            log.latest().get(`${topic}/${partition}`),
          ]);
        expect(workstation.store.all('SELECT id FROM patient')).toHaveLength(2);
      }
    });
  await quiet();
  return {
    nodes,
    first,
    second,
    apart: () => {
      for (const node of nodes) node.cut(true);
    },
    meet: async () => {
      for (const node of nodes) {
        node.cut(false);
        node.workstation.sync.tryNow();
      }
      await quiet();
      expect(disagreements(nodes)).toEqual([]);
    },
  };
};
const endsAt = (node: Node, ...ids: string[]) => ids.map((id) => livesOnAs(node.workstation.store, id));
const conflictsAt = (node: Node) =>
  node.workstation.store.all('SELECT id FROM conflict WHERE settled_at IS NULL').length;

test('a merge made at one workstation is seen at the other, and so is that it was undone', async () => {
  const { nodes, first, second, meet } = await twoWithTwoRecords();
  const [one, two] = nodes;
  merge(one, second, first);
  await meet();
  expect(endsAt(two, first, second)).toEqual([first, first]);
  write(two, (store) => undoPatientMerge({ store }, second, { reason: 'two people' }));
  await meet();
  expect(endsAt(one, first, second)).toEqual([first, second]);
  expect(nodes.map(conflictsAt)).toEqual([0, 0]);
});

test('the same merge made at both while apart is one merge, and asks nobody', async () => {
  const { nodes, first, second, apart, meet } = await twoWithTwoRecords();
  apart();
  for (const node of nodes) merge(node, second, first);
  await meet();
  for (const node of nodes) expect(endsAt(node, first, second)).toEqual([first, first]);
  expect(nodes.map(conflictsAt)).toEqual([0, 0]);
});

test('merged each into the other while apart, the same record lives on at both, and either merge can be undone', async () => {
  const { nodes, first, second, apart, meet } = await twoWithTwoRecords();
  const [one, two] = nodes;
  apart();
  merge(one, second, first);
  merge(two, first, second);
  await meet();
  const survivor = [first, second].sort()[0]!;
  for (const node of nodes) expect(endsAt(node, first, second)).toEqual([survivor, survivor]);
  write(one, (store) => undoPatientMerge({ store }, survivor, { reason: 'the other way round' }));
  await meet();
  for (const node of nodes) expect(endsAt(node, first, second)).toEqual([survivor, survivor]);
  const other = survivor === first ? second : first;
  write(two, (store) => undoPatientMerge({ store }, other, { reason: 'two people' }));
  await meet();
  for (const node of nodes) expect(endsAt(node, first, second)).toEqual([first, second]);
});

test('an edit made at the other workstation before it heard of the merge does not undo it', async () => {
  const { nodes, first, second, apart, meet } = await twoWithTwoRecords();
  const [one, two] = nodes;
  apart();
  merge(one, second, first);
  await two.run('patient.change', {
    ...{ patientId: second, familyName: 'Alvares', givenNames: 'Mariana', dateOfBirth: '1992-08-30' },
    ...{ sex: 'female', reason: 'told at the counter', allergyStatus: 'listed' },
    allergies: [{ substance: 'Penicillin', reaction: 'rash', severity: 'severe' }],
  });
  await meet();
  for (const { workstation } of nodes) {
    const reply = workstation.dispatcher.ask('patient.get', { patientId: second }, workstation.system);
    expect(reply).toMatchObject({
      result: { patient: { id: first, allergies: [{ substance: 'Penicillin' }] } },
    });
  }
});
