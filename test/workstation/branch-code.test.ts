/** The code of the branch: corrected as long as nobody knows it, kept once others go by it. */
import { expect, test } from 'vitest';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const change = (work: TestWorkstation, name: string, value: unknown) =>
  work.run('setting.change', { name, value, reason: 'set-up' }, 'mona');
const refusal = (work: TestWorkstation, value: string) =>
  work.refused('setting.change', { name: 'branch.id', value, reason: 'a slip' }, 'mona');

test('may be corrected while nothing was told under it, though orders are there', async () => {
  const work = await openTestWorkstation();
  await work.run('intake.receive', { source: 'phone' });
  await change(work, 'branch.id', 'nroth');
  await change(work, 'central.brokers', 'localhost:9092');
  await change(work, 'branch.id', 'north');
  expect(work.workstation.dispatcher.setting('branch.id')).toBe('north');
});

test('stays once something waits to be told under it, also when central is no longer named', async () => {
  const work = await openTestWorkstation();
  await change(work, 'branch.id', 'north');
  await change(work, 'central.brokers', 'localhost:9092');
  await work.run('intake.receive', { source: 'phone' });
  await change(work, 'central.brokers', '');
  for (const other of ['south', ''])
    expect(await refusal(work, other)).toMatchObject({
      code: 'setting.branch-is-known',
      message: expect.stringContaining('set up a new workstation'),
    });
  expect(work.workstation.dispatcher.setting('branch.id')).toBe('north');
  // What it is already is no change.
  await change(work, 'branch.id', 'north');
});

test('stays once the log says how things of the branch stand', async () => {
  const work = await openTestWorkstation();
  await change(work, 'branch.id', 'north');
  work.workstation.dispatcher.record((store) => {
    store.run(
      `INSERT INTO standing (urn, head, payload_type, image, branch, topic, partition, offset)
       VALUES ('urn:mortar:patient:p1', 'e1', 'mortar.v1.PatientChanged', x'', 'north', 'patient.events', 0, 0)`,
    );
    return { result: undefined, events: [] };
  });
  expect((await refusal(work, 'south')).code).toBe('setting.branch-is-known');
});
