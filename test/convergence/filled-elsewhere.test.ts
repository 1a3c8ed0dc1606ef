/**
 * An order that another branch took over while it was being filled where it was: what was taken there is shown, is no
 * matter of the own shelf, and whoever has the bag may take the order back.
 */
import { expect, test } from 'vitest';
import type { CommandInput, CommandName, QueryResult } from '../../core/contract/index.ts';
import { checkFields, highRiskFields } from '../../core/contract/prescription.ts';
import { newSession } from '../../core/workstation.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import { connect, type Node, ndc11, type Person } from './node.ts';
import { stock } from './random-work.ts';
import { caughtUp, chance, count, log, open, stageAt } from './together.ts';

/** A pharmacist looks at an order. */
const seenAt = (node: Node, number: number, prescriptionId: string) => {
  const session = { ...newSession(false, 0), userId: `${number}-phoebe` };
  const reply = node.workstation.dispatcher.ask('prescription.get', { prescriptionId }, session);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.result as QueryResult<'prescription.get'>;
};
const must = async <N extends CommandName>(node: Node, name: N, input: CommandInput<N>, as?: Person) => {
  const reply = await node.run(name, input, as);
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.result as Record<string, string>;
};
const refusal = async <N extends CommandName>(node: Node, name: N, input: CommandInput<N>, as?: Person) => {
  const reply = await node.run(name, input, as);
  return reply.ok ? null : reply.error;
};

const fillFromOwnShelf = async (node: Node, prescriptionId: string): Promise<void> => {
  const { id: lotId } = node.workstation.store.get<{ id: string }>('SELECT id FROM lot WHERE lot = ?', [
    `LOT-${node.name}`,
  ])!;
  await must(node, 'prescription.scan', { prescriptionId, barcode: ndc11, lotId });
  await must(node, 'prescription.fill', { prescriptionId, lines: [{ lotId, quantity: '30' }] });
};
const check = async (node: Node, prescriptionId: string): Promise<void> => {
  const { labelId } = await must(node, 'label.print', { prescriptionId });
  await must(node, 'label.settle', { labelId: labelId!, printed: true });
  await must(node, 'prescription.check', { prescriptionId, confirmed: [...checkFields], bin: 'A1' }, 'paul');
};
const onShelf = (node: Node) => count(node, 'SELECT sum(quantity) AS count FROM movement');

/** East fills an order, cut off, while West takes it over; then they hear of each other. */
const takenOverWhileFilled = async () => {
  const shared = log();
  const east = await open({ log: shared, name: 'east', number: 1, branch: 'east' });
  const west = await open({ log: shared, name: 'west', number: 2, branch: 'west' });
  for (const node of [east, west]) await stock(node, chance);
  const { prescriptionId: id } = await must(east, 'intake.receive', { source: 'phone' });
  const { id: patientId } = east.workstation.store.get<{ id: string }>('SELECT id FROM patient')!;
  const { id: prescriberId } = east.workstation.store.get<{ id: string }>('SELECT id FROM prescriber')!;
  await must(east, 'prescription.transcribe', {
    ...{ prescriptionId: id!, patientId, prescriberId, ndc11, writtenOn: '2026-02-01', duplicate: null },
    ...{ sigText: '1 tab po daily', quantity: '30', daysSupply: 30, refills: 0, substitutionAllowed: true },
  });
  const confirmed = [...highRiskFields];
  await must(east, 'prescription.approve', { prescriptionId: id!, confirmed }, 'phoebe');
  for (const node of [east, west]) await connect(node);
  await soon(() => expect(stageAt(west, id!)).toBe('to-fill'));
  await caughtUp([east, west], shared);
  east.cut(true);
  await must(east, 'prescription.startFill', { prescriptionId: id! });
  await fillFromOwnShelf(east, id!);
  await must(west, 'prescription.takeOver', { prescriptionId: id!, reason: 'They are flooded' }, 'phoebe');
  await caughtUp([west], shared);
  east.cut(false);
  await caughtUp([east, west], shared);
  return { shared, east, west, id: id! };
};

const elsewhere = {
  branch: 'Branch east',
  lot: 'LOT-east',
  expiry: '2099-06-30',
  quantity: '30',
  by: 'tina',
};

test('what was filled at the other branch is shown with its lot, and is filled anew from the own shelf', async () => {
  const { shared, east, west, id } = await takenOverWhileFilled();
  const { prescription, possible } = seenAt(west, 2, id);
  expect(prescription).toMatchObject({ branch: null, stage: 'checking', fill: [] });
  expect(prescription.filledElsewhere).toMatchObject([elsewhere]);
  for (const command of ['print', 'check'] as const)
    expect(possible[command]).toContain('It was filled at the branch Branch east, and its bag is there.');
  expect((await refusal(west, 'label.print', { prescriptionId: id }))?.code).toBe(
    'prescription.filled-elsewhere',
  );

  const anew = { prescriptionId: id, reason: 'filled anew here' };
  await must(west, 'prescription.returnToFill', anew, 'phoebe');
  expect(onShelf(west)).toBe(900_000);
  await fillFromOwnShelf(west, id);
  await check(west, id);
  await caughtUp([east, west], shared);
  expect([onShelf(east), onShelf(west)]).toEqual([870_000, 870_000]);
  expect(seenAt(west, 2, id).prescription).toMatchObject({
    stage: 'ready',
    fill: [{ lot: 'LOT-west', quantity: '30' }],
    filledElsewhere: [elsewhere],
  });
  expect(seenAt(east, 1, id).prescription).toMatchObject({
    branch: 'Branch west',
    fill: [{ lot: 'LOT-east' }],
    filledElsewhere: [{ branch: 'Branch west', lot: 'LOT-west' }],
  });
  expect(disagreements([east, west])).toEqual([]);
});

test('who has the bag takes the order back and hands it over', async () => {
  const { shared, east, west, id } = await takenOverWhileFilled();
  expect((await refusal(east, 'label.print', { prescriptionId: id }))?.code).toBe(
    'prescription.other-branch',
  );
  await must(east, 'prescription.takeOver', { prescriptionId: id, reason: 'The bag is here' }, 'phoebe');
  await check(east, id);
  await caughtUp([east, west], shared);
  expect(seenAt(east, 1, id).prescription).toMatchObject({
    branch: null,
    stage: 'ready',
    filledElsewhere: [],
  });
  const theirs = seenAt(west, 2, id);
  expect(theirs.prescription).toMatchObject({ branch: 'Branch east', stage: 'ready', fill: [] });
  expect(theirs.prescription.filledElsewhere).toMatchObject([elsewhere]);
  expect(theirs.possible.takeOver).toBe(
    'It has been filled at that branch, where its bag is: it is checked and handed over there.',
  );
  expect([onShelf(east), onShelf(west)]).toEqual([870_000, 900_000]);
  expect(disagreements([east, west])).toEqual([]);
});

test('what was put back there is no longer shown as taken', async () => {
  const { shared, east, west, id } = await takenOverWhileFilled();
  await must(east, 'prescription.takeOver', { prescriptionId: id, reason: 'The bag is here' }, 'phoebe');
  await must(east, 'prescription.returnToFill', { prescriptionId: id, reason: 'miscounted' }, 'phoebe');
  await caughtUp([east, west], shared);
  expect(seenAt(west, 2, id).prescription.filledElsewhere).toEqual([]);
  expect([onShelf(east), onShelf(west)]).toEqual([900_000, 900_000]);
  await must(west, 'prescription.takeOver', { prescriptionId: id, reason: 'The patient is here' }, 'phoebe');
  await fillFromOwnShelf(west, id);
  await check(west, id);
  await caughtUp([east, west], shared);
  expect(disagreements([east, west])).toEqual([]);
});
