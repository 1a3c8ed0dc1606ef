/** A claim: who works on an order, told to the others, and kept while they work. */
import { expect, test } from 'vitest';
import { openTestWorkstation } from '../support/workstation.ts';

const minute = 60_000;

test('taking an order to work on is told once; keeping it is no event and no new version', async () => {
  const work = await openTestWorkstation();
  const { prescriptionId } = await work.run('intake.receive', { source: 'phone' });
  const taken = await work.run('prescription.claim', { prescriptionId });
  work.clock.advance(10 * minute);
  const kept = await work.run('prescription.claim', { prescriptionId });
  expect(kept.version).toBe(taken.version);
  expect(Date.parse(kept.expiresAt) - Date.parse(taken.expiresAt)).toBe(10 * minute);
  const { entries } = work.ask('prescription.timeline', { prescriptionId });
  expect(entries.filter(({ name }) => name === 'prescription.claimed')).toHaveLength(1);
});

test('a kept claim holds off others until it runs out, counted from when it was kept', async () => {
  const work = await openTestWorkstation();
  const { prescriptionId } = await work.run('intake.receive', { source: 'phone' });
  await work.run('prescription.claim', { prescriptionId }, 'tina');
  work.clock.advance(15 * minute);
  await work.run('prescription.claim', { prescriptionId }, 'tina');
  work.clock.advance(15 * minute);
  expect(await work.refused('prescription.claim', { prescriptionId }, 'tom')).toMatchObject({
    code: 'prescription.claimed',
  });
  work.clock.advance(6 * minute);
  const taken = await work.run('prescription.claim', { prescriptionId }, 'tom');
  const { prescription } = work.ask('prescription.get', { prescriptionId });
  expect(prescription).toMatchObject({ version: taken.version, claim: { by: { id: 'user-tom' } } });
});
