/** Workstations on a simulated log that does what it is told, for tests that say step by step what happens between them. */
import { expect, onTestFinished } from 'vitest';
import { chanceOf } from '../support/chance.ts';
import { soon } from '../support/soon.ts';
import { connect, type Node, type NodeOptions, openNode } from './node.ts';
import { stock } from './random-work.ts';
import { noFaults, openSimulatedLog } from './simulated-log.ts';

export const chance = chanceOf(7);
export const log = () => openSimulatedLog(chance);
export const open = async (
  options: Pick<NodeOptions, 'log' | 'name' | 'number' | 'compose'> & { branch?: string },
): Promise<Node> => {
  const node = await openNode({ branch: 'east', skew: 0, faults: noFaults, ...options });
  onTestFinished(() => node.close());
  return node;
};
export const count = (node: Node, sql: string) => node.workstation.store.get<{ count: number }>(sql)!.count;
export const caughtUp = (nodes: Node[], of: ReturnType<typeof log>) =>
  soon(() => {
    const latest = of.latest();
    for (const node of nodes) {
      expect(count(node, 'SELECT count(*) AS count FROM outgoing')).toBe(0);
      expect(count(node, "SELECT count(*) AS count FROM counter WHERE name = 'sync-baseline'")).toBe(1);
      expect(count(node, 'SELECT count(*) AS count FROM standing WHERE waits_for IS NOT NULL')).toBe(0);
      for (const { topic, partition, next } of node.workstation.store.all<{
        topic: string;
        partition: number;
        next: number;
      }>('SELECT * FROM position'))
        expect([topic, partition, next]).toEqual([topic, partition, latest.get(`${topic}/${partition}`)]);
    }
  });
export const stageAt = (node: Node, id: string) =>
  node.workstation.store.get<{ stage: string }>('SELECT stage FROM prescription WHERE id = ?', [id])?.stage;
export const ask = (node: Node, name: string, input: unknown = {}) => {
  const reply = node.workstation.dispatcher.ask(name, input, node.workstation.system);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.result as Record<string, never>;
};

/** An order of a patient that waits to be verified, at a workstation that has `stock`; answers its id. */
export const transcribed = async (node: Node, patientId: string): Promise<string> => {
  const received = await node.run('intake.receive', { source: 'phone' });
  const id = (received as unknown as { result: { prescriptionId: string } }).result.prescriptionId;
  const prescriberId = node.workstation.store.get<{ id: string }>('SELECT id FROM prescriber')!.id;
  await node.run('prescription.transcribe', {
    ...{
      prescriptionId: id,
      patientId,
      prescriberId,
      ndc11: '68180051301',
      writtenOn: '2026-02-01',
      duplicate: null,
    },
    ...{ sigText: '1 tab po daily', quantity: '30', daysSupply: 30, refills: 0, substitutionAllowed: true },
  });
  return id;
};

/** Two workstations of a branch, and an order that waits to be verified. `compose` is of the first. */
export const twoWithAnOrder = async (compose?: NodeOptions['compose']) => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1, ...(compose && { compose }) });
  const two = await open({ log: shared, name: 'two', number: 2 });
  await stock(one, chance);
  await connect(one);
  await connect(two);
  const patientId = one.workstation.store.get<{ id: string }>('SELECT id FROM patient')!.id;
  const id = await transcribed(one, patientId);
  await soon(() => expect(stageAt(two, id)).toBe('verifying'));
  return { shared, one, two, id };
};
