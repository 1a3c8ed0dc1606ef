/**
 * A workstation is killed again and again while hospitals send to it over several connections. Whatever was answered AA is there
 * after the last start, once, with its bytes, and applied once; what was sent again after a kill has no second row.
 * MORTAR_KILLS makes it longer (`npm run test:kill-adt`), MORTAR_SEED repeats the choices.
 */

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { rawOf } from '../../core/adt/keeping/raw-store.ts';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { freePort } from '../support/adt-desk.ts';
import { chanceOf, seedOfRun } from '../support/chance.ts';
import { openCore, wholeNetwork } from '../support/core-process.ts';
import { sendingHospital } from '../support/sending-hospital.ts';
import { openLine, servedKey, staffAtWork, staffedFolder } from '../support/served.ts';

const KILLS = Number(process.env.MORTAR_KILLS ?? 4);

test(
  `${KILLS} kills lose no acknowledged message of a hospital and apply none twice`,
  async () => {
    const chance = chanceOf(seedOfRun());
    console.log(`MORTAR_SEED=${chance.seed}`);
    const data = await staffedFolder();
    const core = await openCore({ network: wholeNetwork, data, demo: false });
    onTestFinished(() => core.close());
    const port = await freePort();
    const staff = staffAtWork(openLine(core.origin), new URL(core.link).hash.slice('#token='.length));
    await staff.run(
      'adt.addSource',
      { name: 'St Mary', profile: { authority: 'GEN', timeZone: 'UTC', mllp: { port } } },
      'mona',
    );

    const hospital = sendingHospital(port, chance.seed);
    const { answered } = hospital;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // After some work, however long that takes here.
      const enough = answered.size + 1 + chance.below(150);
      while (answered.size < enough) await Promise.race([hospital.ended, wait(2)]);
      await wait(chance.below(60));
      await core.kill();
      await core.start();
    }
    await hospital.stop();
    await core.stop();
    // What was kept before the last end is applied by a start; nothing else is sent to it.
    await core.start();
    const store = openStore(join(data, 'mortar.db'), servedKey);
    onTestFinished(() => store.close());
    const count = (sql: string) => Object.values(store.get<Record<string, number>>(sql)!)[0];
    while (count("SELECT count(*) FROM adt_message WHERE state = 'received'") !== 0) await wait(20);
    await core.stop();

    const rows = store
      .all<{ id: number; control_id: string; state: string }>('SELECT id, control_id, state FROM adt_message')
      .map((row) => ({ ...row, bytes: Buffer.from(rawOf(store, row.id)) }));
    const kept = new Map(rows.map((row) => [row.control_id, row]));
    const said = `seed ${chance.seed}`;
    // One row each: nothing twice, though much was sent again.
    expect(rows.length, said).toBe(kept.size);
    const lost = [...answered].filter(([id, bytes]) => !kept.get(id)?.bytes.equals(bytes)).map(([id]) => id);
    expect(lost, said).toEqual([]);
    expect(
      rows.filter(({ state }) => state === 'failed' || state === 'received'),
      said,
    ).toEqual([]);
    // Applied once: what it changed is kept under the message, and no message of ours moved anything twice.
    expect(
      count('SELECT count(*) FROM adt_change WHERE message_id NOT IN (SELECT id FROM adt_message)'),
    ).toBe(0);
    expect(
      count(
        "SELECT count(*) FROM (SELECT authority, visit_number FROM adt_stay WHERE visit_number <> '' GROUP BY 1, 2 HAVING count(*) > 1)",
      ),
      said,
    ).toBe(0);
    expect(verify(store).violations, said).toEqual([]);
    console.log(`${answered.size} messages answered, ${hospital.sentAgain} sent again after a kill`);
    expect(answered.size).toBeGreaterThan(KILLS * 10);
    expect(hospital.sentAgain).toBeGreaterThan(0);
  },
  90_000 + KILLS * 8_000,
);
