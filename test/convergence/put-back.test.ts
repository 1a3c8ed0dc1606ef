/** What two workstations put back on the shelf while they could not hear of each other. */
import { expect, test } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import { caughtUp, count, stageAt, twoWithAnOrder } from './together.ts';

test('a fill that two put back while apart is put back once', async () => {
  const { shared, one, two, id } = await twoWithAnOrder();
  const { id: lotId } = one.workstation.store.get<{ id: string }>('SELECT id FROM lot')!;
  await one.run('prescription.approve', { prescriptionId: id, confirmed: [...highRiskFields] }, 'phoebe');
  await one.run('prescription.startFill', { prescriptionId: id });
  await one.run('prescription.scan', { prescriptionId: id, barcode: '68180051301', lotId });
  await one.run('prescription.fill', { prescriptionId: id, lines: [{ lotId, quantity: '30' }] });
  await soon(() => expect(stageAt(two, id)).toBe('checking'));
  await caughtUp([one, two], shared);
  two.cut(true);
  for (const node of [one, two]) {
    const back = await node.run(
      'prescription.returnToFill',
      { prescriptionId: id, reason: 'counted wrong' },
      'phoebe',
    );
    expect(back.ok).toBe(true);
  }
  await caughtUp([one], shared);
  two.cut(false);
  await caughtUp([one, two], shared);
  for (const node of [one, two])
    expect(count(node, 'SELECT sum(quantity) AS count FROM movement')).toBe(900_000);
  expect(disagreements([one, two])).toEqual([]);
});
