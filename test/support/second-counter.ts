// A further counter of the demo's branch: a workstation set up as a new one, with people of its own. It has no patients
// and no orders until it hears of them.

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { demoBranch } from '../../core/demo/people.ts';
import { runner } from './desk-data.ts';

const password = 'second-counter-2026';

/** Sets the workstation of a window up without the demo, and signs a manager in. */
export const setUpCounter = async (of: Page): Promise<void> => {
  await of.getByRole('heading', { level: 1 }).waitFor();
  const asked = await of.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/set-up', { method: 'POST', headers, body })).json();
    },
    JSON.stringify({
      kind: 'pharmacy',
      pharmacy: {
        ...{ name: demoBranch.name, address: demoBranch.address, phone: demoBranch.phone },
        ...{ npi: demoBranch.npi, dea: demoBranch.dea, timeZone: demoBranch.timeZone },
      },
      administrator: { userName: 'second', displayName: 'Sam Second', password },
      passphrase: 'two counters, one branch',
    }),
  );
  expect(asked).toMatchObject({ ok: true });
  const run = runner(of);
  await run('user.signIn', { userName: 'second', password });
  await run('user.create', { userName: 'mona', displayName: 'Mona Brook', role: 'manager', password });
  await run('user.signIn', { userName: 'mona', password });
  await of.reload();
  await of.getByRole('navigation').first().waitFor();
};
