/** A claim: who works on an order, told to the others, and kept while they work. */
import { expect, test } from 'vitest';
import { decodeEnvelope, payloadOf } from '../../core/sync/envelope.ts';
import { verify } from '../../core/verification/verify.ts';
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

test('once a central is named, a claim that is kept is told anew before it runs out for the others, and not at every turn', async () => {
  const work = await openTestWorkstation();
  for (const [name, value] of [
    ['branch.id', 'north'],
    ['central.brokers', 'localhost:9092'],
  ])
    await work.run('setting.change', { name: name!, value, reason: 'set-up' }, 'mona');
  const { prescriptionId } = await work.run('intake.receive', { source: 'phone' });
  const taken = await work.run('prescription.claim', { prescriptionId });
  const told = () =>
    work.workstation.store
      .all<{ value: Uint8Array }>(
        "SELECT value FROM outgoing WHERE type = 'prescription.claimed' ORDER BY place",
      )
      .map(({ value }) => payloadOf(decodeEnvelope(value), 'PrescriptionClaimed'));
  for (let passed = 0; passed < 60; passed += 2) {
    work.clock.advance(2 * minute);
    const { version } = await work.run('prescription.claim', { prescriptionId });
    expect(version).toBe(taken.version);
    const { until } = told().at(-1)!;
    expect(Date.parse(until) - work.clock.now(), `${passed} minutes on`).toBeGreaterThan(10 * minute);
  }
  expect(told().length).toBeLessThanOrEqual(1 + 60 / 6);
  expect(told().every(({ lastsMs, released }) => lastsMs === 20 * minute && !released)).toBe(true);
  const { entries } = work.ask('prescription.timeline', { prescriptionId });
  expect(entries.map(({ sentence }) => sentence)).toContain('Taken to work on: it takes longer');
  expect(verify(work.workstation.store).violations).toEqual([]);
});
