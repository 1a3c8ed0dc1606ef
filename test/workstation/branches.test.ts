/** Orders of other branches: seen wherever a patient is looked at, in nobody's work, handed on and taken over. */
import { describe, expect, test } from 'vitest';
import type { CommandInput, CommandName, QueryResult } from '../../core/contract/index.ts';
import { checkFields } from '../../core/contract/prescription.ts';
import { openStages } from '../../core/contract/values.ts';
import { newId } from '../../core/identity.ts';
import { conditionOf } from '../../core/prescription/queue.ts';
import { insertUser } from '../../core/user/store.ts';
import { verify } from '../../core/verification/verify.ts';
import { newSession } from '../../core/workstation.ts';
import {
  approvedOrder,
  checkOrder,
  filledOrder,
  handOver,
  oxycodone,
  type Shelf,
  scanAndFill,
  stockedCounter,
} from '../support/counter.ts';
import { readFax } from '../support/read-fax.ts';
import { counter, waiting } from '../support/typed-twice.ts';
import { openTestWorkstation, passwordOf, type TestWorkstation } from '../support/workstation.ts';

const HOUR = 3_600_000;

/** Another branch has been heard of. */
const hear = (test: TestWorkstation, branch = 'riverside', name = 'Riverside') =>
  test.workstation.store.run(
    `INSERT INTO heard_of (producer_id, branch, branch_name, workstation, last_at)
     VALUES (?, ?, ?, 'Counter 1', '2026-03-02T13:00:00.000Z')`,
    [newId(), branch, name],
  );

/** The order is one of another branch, as it would have come from there. */
const fromElsewhere = (test: TestWorkstation, prescriptionId: string, branch = 'riverside') =>
  test.workstation.store.run(
    'UPDATE prescription SET branch = ?, claimed_by = NULL, claim_expires_at = NULL WHERE id = ?',
    [branch, prescriptionId],
  );

/** The order was filled there, as far as its own record and that of the lot tell. */
const filledThere = (test: TestWorkstation, prescriptionId: string) => {
  const { store } = test.workstation;
  store.run(
    `UPDATE prescription SET stage = 'checking', filling = 1, filled_by = 'user-tom', filled_quantity = quantity,
       bag_code = 'BAG-1', branch = 'riverside' WHERE id = ?`,
    [prescriptionId],
  );
  store.run(
    `INSERT INTO filled_elsewhere SELECT 'm' || id, id, 'riverside', ndc11, 'R7', '2099-01-31', quantity, 'user-tom',
       '2026-03-02T13:30:00.000Z', 0 FROM prescription WHERE id = ?`,
    [prescriptionId],
  );
};

const opened = async (): Promise<{ test: TestWorkstation; shelf: Shelf }> => {
  const test = await openTestWorkstation();
  hear(test);
  return { test, shelf: await stockedCounter(test) };
};

const controlled = { ndc11: oxycodone, name: 'oxycodone', strength: '5 mg', schedule: 'CII' } as const;

const orderOf = (test: TestWorkstation, prescriptionId: string) =>
  test.ask('prescription.get', { prescriptionId }, 'phoebe');

const setting = (test: TestWorkstation, name: string, value: unknown) =>
  test.run('setting.change', { name, value, reason: 'set-up' }, 'mona');

const waitingAtAnyStage = (test: TestWorkstation) =>
  openStages.flatMap((stage) => test.ask('prescription.workQueue', { stage }).rows);

/** An order at each open stage, the bag of the last one long on its shelf. */
const oneAtEachStage = async (test: TestWorkstation, shelf: Shelf) => {
  const { prescriptionId: transcribing } = await test.run('intake.receive', {
    source: 'phone',
    patientId: shelf.patientId,
  });
  const ready = await filledOrder(test, shelf);
  const bag = await checkOrder(test, ready);
  const checking = await filledOrder(test, shelf);
  const filling = await approvedOrder(test, shelf);
  await test.run('prescription.startFill', { prescriptionId: filling });
  const toFill = await approvedOrder(test, shelf, { quantity: '600' });
  test.clock.advance(30 * 24 * HOUR);
  return { transcribing, toFill, filling, checking, ready, bag };
};

describe('the work of another branch', () => {
  test('stands in no queue, no count, no bin, no list of bags to return', async () => {
    const { test, shelf } = await opened();
    const { bag: _, ...orders } = await oneAtEachStage(test, shelf);
    const counted = (counts: QueryResult<'prescription.counts'>) =>
      openStages.map((stage) => counts.stages[stage]!.total);
    expect(counted(test.ask('prescription.counts', {}))).toEqual([1, 0, 1, 1, 1, 1]);
    expect(test.ask('prescription.toReturn', {}).rows).toHaveLength(1);
    const short = () => test.ask('stock.list', { only: 'short' }).rows.map(({ ndc11 }) => ndc11);
    expect(short()).toEqual([shelf.ndc11]);
    const bagsIn = () => test.ask('stock.bins', {}).bins.reduce((sum, { bags }) => sum + bags, 0);
    expect(bagsIn()).toBe(1);

    for (const id of Object.values(orders)) fromElsewhere(test, id);
    const counts = test.ask('prescription.counts', {});
    expect(counted(counts)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(counts.toReturn).toBe(0);
    expect(waitingAtAnyStage(test)).toEqual([]);
    expect(test.ask('prescription.workQueue', {}).total).toBe(0);
    expect(test.ask('prescription.toReturn', {}).rows).toEqual([]);
    expect(bagsIn()).toBe(0);
    expect(short()).toEqual([]);
  });

  test('shows at its patient, in the search and as what may be repeated, with the name of the branch', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf, { refills: 2 });
    const { rxNumber } = orderOf(test, order).prescription;
    fromElsewhere(test, order);
    expect(test.ask('patient.get', { patientId: shelf.patientId }).underWay).toMatchObject([
      { id: order, branch: 'Riverside' },
    ]);
    expect(orderOf(test, order).prescription.branch).toBe('Riverside');
    expect(test.ask('search.everything', { text: rxNumber! }).hits[0]?.detail).toContain('Riverside branch');
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    expect(
      test.ask('prescription.duplicates', {
        prescriptionId,
        patientId: shelf.patientId,
        ndc11: shelf.ndc11,
      }).rows,
    ).toMatchObject([{ prescriptionId: order, branch: 'Riverside' }]);
  });

  test('what it handed over is among the medicines of the patient', async () => {
    const { test, shelf } = await opened();
    const order = await filledOrder(test, shelf);
    await handOver(test, order, await checkOrder(test, order));
    const medicines = () => test.ask('patient.get', { patientId: shelf.patientId }).medicines;
    expect(medicines()).toMatchObject([{ prescriptionId: order, branch: null }]);
    fromElsewhere(test, order);
    expect(medicines()).toMatchObject([{ prescriptionId: order, branch: 'Riverside' }]);
  });

  test('waits here for no second entry, and its pages set aside for nobody', async () => {
    const { test, shelf } = await counter();
    hear(test);
    const twice = await waiting(test, shelf);
    const counts = () => test.ask('prescription.counts', {});
    const listed = () => test.ask('prescription.workQueue', { secondEntry: 'needed' }).rows;
    expect([counts().secondEntry.needed, listed().length]).toEqual([1, 1]);
    const { prescriptionId: lab } = await readFax(test, null);
    const { setAsideId } = await test.run('intake.setAside', {
      prescriptionId: lab,
      kind: 'lab-result',
      destination: 'pharmacist',
      note: 'INR',
    });
    const aside = () => test.ask('intake.setAsides', {});
    expect([counts().setAside, aside().rows.length, aside().counts.pharmacist]).toEqual([1, 1, 1]);
    for (const id of [twice, lab]) fromElsewhere(test, id);
    expect([counts().secondEntry.needed, listed().length]).toEqual([0, 0]);
    expect([counts().setAside, aside().rows.length, aside().counts.pharmacist]).toEqual([0, 0, undefined]);
    for (const refused of [
      await test.refused('intake.settleSetAside', { setAsideId }, 'phoebe'),
      await test.refused('intake.takeBack', { setAsideId, reason: 'it is one' }, 'phoebe'),
    ])
      expect(refused.code).toBe('prescription.other-branch');
  });

  test('is named by its code where nobody has said its name', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    fromElsewhere(test, order, 'north-7');
    expect(orderOf(test, order).prescription.branch).toBe('north-7');
  });

  test('is refused to every hand here, and the refusal names the branch', async () => {
    const { test, shelf } = await opened();
    const { transcribing, toFill, filling, checking, ready, bag } = await oneAtEachStage(test, shelf);
    for (const id of [transcribing, toFill, filling, checking, ready]) fromElsewhere(test, id);
    const tries: [CommandName, string, object][] = [
      ['prescription.claim', transcribing, {}],
      ['prescription.prioritise', transcribing, { priority: 'urgent', promisedAt: null }],
      ['prescription.saveDraft', transcribing, { draft: {} }],
      ['prescription.reject', transcribing, { reason: 'duplicate' }],
      ['intake.addPrescription', transcribing, {}],
      ['intake.takeFound', transcribing, {}],
      ['prescription.startFill', toFill, {}],
      ['prescription.transfer', toFill, { branchId: 'riverside', reason: 'no stock' }],
      ['prescription.scan', filling, { barcode: shelf.ndc11 }],
      ['prescription.fill', filling, { lines: [{ lotId: shelf.lotId, quantity: '30' }] }],
      ['prescription.hold', filling, { reason: 'other', followUpAt: '2026-06-01T12:00:00.000Z' }],
      ['prescription.returnToFill', checking, { reason: 'miscount' }],
      ['prescription.check', checking, { confirmed: [...checkFields], bin: 'A1' }],
      ['prescription.fail', checking, { reason: 'damaged' }],
      ['label.print', ready, { reason: 'torn' }],
      ['prescription.returnToStock', ready, { reason: 'nobody came' }],
    ];
    for (const [name, prescriptionId, more] of tries) {
      const refused = await test.refused(
        name,
        { prescriptionId, ...more } as CommandInput<CommandName>,
        'phoebe',
      );
      expect(refused, name).toMatchObject({
        kind: 'refused',
        code: 'prescription.other-branch',
        message: expect.stringContaining('Riverside'),
      });
    }
    const { found, together } = test.ask('prescription.byBag', { bagCode: bag });
    expect(found).toMatchObject({ id: ready, branch: 'Riverside' });
    expect(together).toEqual([]);
    await expect(handOver(test, ready, bag)).rejects.toThrow('prescription.other-branch');
    const { possible } = orderOf(test, toFill);
    const open = Object.entries(possible).filter(([, why]) => why === null);
    expect(open.map(([command]) => command)).toEqual(['takeOver']);
  });

  test('takes up no pages of ours', async () => {
    const { test, shelf } = await opened();
    const theirs = (await test.run('intake.receive', { source: 'phone', patientId: shelf.patientId }))
      .prescriptionId;
    const ours = (await test.run('intake.receive', { source: 'phone' })).prescriptionId;
    fromElsewhere(test, theirs);
    expect(
      (
        await test.refused('prescription.join', {
          prescriptionId: ours,
          intoPrescriptionId: theirs,
          reason: 'same fax',
        })
      ).code,
    ).toBe('prescription.other-branch');
  });

  test('keeps the index of the queue for every filter, without a sort', async () => {
    const { test } = await opened();
    const { store } = test.workstation;
    const context = { now: '2026-03-02T14:00:00.000Z', actor: { id: 'user-tina' } } as Parameters<
      typeof conditionOf
    >[1];
    const order = "ORDER BY p.priority, ifnull(p.promised_at, '9999'), p.received_at LIMIT 200";
    const plan = (sql: string, parameters: Record<string, string>) =>
      store
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT p.* FROM prescription p WHERE ${sql}`, parameters)
        .map(({ detail }) => detail)
        .join('\n');
    for (const stage of openStages)
      for (const held of ['with', 'without', 'only'] as const) {
        const { sql, parameters } = conditionOf({ stage, held, mine: false, late: false }, context);
        const said = plan(`${sql} ${order}`, parameters);
        expect(said).toContain('prescription_queue (branch=? AND stage=?');
        expect(said).not.toContain('TEMP B-TREE');
      }
    const all = conditionOf({ held: 'with', mine: false, late: true }, context);
    expect(plan(all.sql, all.parameters)).toContain('prescription_queue (branch=? AND stage=?');
  });
});

describe('handing an order to another branch', () => {
  test('takes it out of our work, keeps its number, and says where it went and why', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    const before = orderOf(test, order).prescription;
    await test.run(
      'prescription.transfer',
      { prescriptionId: order, branchId: 'riverside', reason: 'The patient is there now' },
      'mona',
      { expectedVersion: before.version },
    );
    const after = orderOf(test, order).prescription;
    expect(after).toMatchObject({ stage: 'to-fill', branch: 'Riverside', rxNumber: before.rxNumber });
    expect(waitingAtAnyStage(test)).toEqual([]);
    expect(test.ask('prescription.timeline', { prescriptionId: order }).entries.at(-1)?.sentence).toBe(
      'Handed to the branch Riverside: The patient is there now',
    );
  });

  test('goes on while it is held, and gives back the claim', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    await test.run('prescription.hold', {
      prescriptionId: order,
      reason: 'out-of-stock',
      followUpAt: '2026-03-03T12:00:00.000Z',
    });
    await test.run('prescription.claim', { prescriptionId: order }, 'phoebe');
    const hand = { prescriptionId: order, branchId: 'riverside', reason: 'They have it' };
    expect((await test.refused('prescription.transfer', hand, 'mona')).code).toBe('prescription.claimed');
    await test.run('prescription.transfer', hand, 'phoebe');
    expect(orderOf(test, order).prescription).toMatchObject({
      claim: null,
      hold: { reason: 'out-of-stock' },
    });
  });

  test('is for a pharmacist or a manager, before filling, to a branch that was heard of', async () => {
    const { test, shelf } = await opened();
    await setting(test, 'branch.id', 'corner');
    const order = await approvedOrder(test, shelf);
    const to = (branchId: string) => ({ prescriptionId: order, branchId, reason: 'closer' });
    expect((await test.refused('prescription.transfer', to('riverside'), 'tina')).code).toBe('role');
    expect((await test.refused('prescription.transfer', to('nowhere'), 'phoebe')).code).toBe(
      'prescription.branch-unknown',
    );
    expect((await test.refused('prescription.transfer', to('corner'), 'phoebe')).code).toBe(
      'prescription.ours',
    );
    await test.run('prescription.startFill', { prescriptionId: order }, 'phoebe');
    expect(await test.refused('prescription.transfer', to('riverside'), 'phoebe')).toMatchObject({
      code: 'workflow.not-here',
      message: 'Filling has begun here. Finish it here, or fail it with a reason.',
    });
  });
});

describe('taking over an order of another branch', () => {
  test('makes it ours: it stands in the queue and goes on to the hand-over', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    fromElsewhere(test, order);
    const takeOver = { prescriptionId: order, reason: 'They are flooded' };
    expect((await test.refused('prescription.takeOver', takeOver, 'mona')).code).toBe('role');
    await test.run('prescription.takeOver', takeOver, 'phoebe');
    expect(orderOf(test, order).prescription.branch).toBeNull();
    expect(waitingAtAnyStage(test).map(({ id }) => id)).toEqual([order]);
    expect(test.ask('prescription.timeline', { prescriptionId: order }).entries.at(-1)?.sentence).toBe(
      'Taken over from the branch Riverside: They are flooded',
    );
    expect((await test.refused('prescription.takeOver', takeOver, 'phoebe')).code).toBe('prescription.ours');
    await test.run('prescription.startFill', { prescriptionId: order }, 'paul');
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  test('what was scanned there is scanned anew here', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    await test.run('prescription.startFill', { prescriptionId: order });
    await test.run('prescription.scan', { prescriptionId: order, barcode: shelf.ndc11, lotId: shelf.lotId });
    fromElsewhere(test, order);
    await test.run('prescription.takeOver', { prescriptionId: order, reason: 'No power there' }, 'phoebe');
    const fill = { prescriptionId: order, lines: [{ lotId: shelf.lotId, quantity: '30' }] };
    expect((await test.refused('prescription.fill', fill)).code).toBe('prescription.not-scanned');
    await test.run('prescription.scan', { prescriptionId: order, barcode: shelf.ndc11, lotId: shelf.lotId });
    await test.run('prescription.fill', fill);
    expect(orderOf(test, order).prescription.stage).toBe('checking');
  });

  test('is refused once it is filled there, and while somebody there works on it', async () => {
    const { test, shelf } = await opened();
    const filled = await approvedOrder(test, shelf);
    const claimed = await approvedOrder(test, shelf);
    filledThere(test, filled);
    fromElsewhere(test, claimed);
    test.workstation.store.run(
      "UPDATE prescription SET claimed_by = 'user-paul', claim_expires_at = '2026-03-02T14:10:00.000Z' WHERE id = ?",
      [claimed],
    );
    const takeOver = (prescriptionId: string) => ({ prescriptionId, reason: 'closed there' });
    expect((await test.refused('prescription.takeOver', takeOver(filled), 'phoebe')).message).toBe(
      'It has been filled at that branch, where its bag is: it is checked and handed over there.',
    );
    expect((await test.refused('prescription.takeOver', takeOver(claimed), 'phoebe')).code).toBe(
      'prescription.claimed',
    );
    test.clock.advance(HOUR);
    await test.run('prescription.takeOver', takeOver(claimed), 'phoebe');
  });

  test('once it is filled, is for the branch that has the bag, at the check and on the will-call shelf', async () => {
    const { test, shelf } = await opened();
    const checking = await filledOrder(test, shelf);
    const ready = await filledOrder(test, shelf);
    const bag = await checkOrder(test, ready);
    for (const prescriptionId of [checking, ready]) {
      fromElsewhere(test, prescriptionId);
      const takeOver = { prescriptionId, reason: 'The bag is here' };
      expect((await test.refused('prescription.takeOver', takeOver, 'mona')).code).toBe('role');
      await test.run('prescription.takeOver', takeOver, 'phoebe');
    }
    await checkOrder(test, checking);
    await handOver(test, ready, bag);
    expect(verify(test.workstation.store).violations).toEqual([]);
  });

  test('shows what was taken there; its bag is neither labelled, checked nor handed over here', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    filledThere(test, order);
    const line = { branch: 'Riverside', lot: 'R7', expiry: '2099-01-31', quantity: '30', by: 'Tom' };
    expect(orderOf(test, order).prescription).toMatchObject({ fill: [], filledElsewhere: [line] });
    // As it stands when both happened: they filled it, and it was taken over here.
    test.workstation.store.run("UPDATE prescription SET branch = '' WHERE id = ?", [order]);
    const { possible, bagElsewhere } = orderOf(test, order);
    expect(bagElsewhere).toBe(possible.check);
    for (const command of ['print', 'check'] as const)
      expect(possible[command]).toBe(
        'It was filled at the branch Riverside, and its bag is there. Return it to filling to fill it from this shelf, or that branch takes it back.',
      );
    const before = test.ask('stock.list', {}).rows.map(({ onHand }) => onHand);
    await test.run('prescription.returnToFill', { prescriptionId: order, reason: 'anew' }, 'phoebe');
    expect(orderOf(test, order).bagElsewhere).toBeNull();
    expect(test.ask('stock.list', {}).rows.map(({ onHand }) => onHand)).toEqual(before);
    await scanAndFill(test, shelf, order);
    const bag = await checkOrder(test, order);
    await handOver(test, order, bag);
    expect(orderOf(test, order).prescription).toMatchObject({
      outcome: 'handed-over',
      filledElsewhere: [line],
    });
  });

  test('a bag that waits at the other branch is not handed over here, and its stock is not put back here', async () => {
    const { test, shelf } = await opened();
    const order = await approvedOrder(test, shelf);
    filledThere(test, order);
    test.workstation.store.run(
      "UPDATE prescription SET branch = '', stage = 'ready', checked_by = 'user-paul', bin = 'A1', ready_at = '2026-03-02T13:40:00.000Z' WHERE id = ?",
      [order],
    );
    await expect(handOver(test, order, 'BAG-1')).rejects.toThrow('prescription.filled-elsewhere');
    expect(test.ask('prescription.byBag', { bagCode: 'BAG-1' })).toMatchObject({
      found: { id: order },
      bagElsewhere: expect.stringContaining('its bag is there. That branch takes it back'),
    });
    const here = await filledOrder(test, shelf);
    const bag = await checkOrder(test, here);
    expect(test.ask('prescription.byBag', { bagCode: bag })).toMatchObject({
      bagElsewhere: null,
      together: [],
    });
    const before = test.ask('stock.list', {}).rows.map(({ onHand }) => onHand);
    await test.run('prescription.returnToStock', { prescriptionId: order, reason: 'the bag is there' });
    expect(test.ask('stock.list', {}).rows.map(({ onHand }) => onHand)).toEqual(before);
  });

  test('a controlled medicine, or what is not typed in yet, waits until central can be reached', async () => {
    const test = await openTestWorkstation();
    hear(test);
    const shelf = await stockedCounter(test, controlled);
    const typed = await approvedOrder(test, shelf);
    const { prescriptionId: untyped } = await test.run('intake.receive', { source: 'phone' });
    for (const prescriptionId of [typed, untyped]) {
      fromElsewhere(test, prescriptionId);
      const takeOver = { prescriptionId, reason: 'The patient waits' };
      expect((await test.refused('prescription.takeOver', takeOver, 'phoebe')).code).toBe(
        'prescription.take-over-offline',
      );
      expect(orderOf(test, prescriptionId).possible.takeOver).toMatch(/central cannot be reached/);
    }
    test.workstation.health.central.state = 'online';
    for (const prescriptionId of [typed, untyped])
      await test.run('prescription.takeOver', { prescriptionId, reason: 'The patient waits' }, 'phoebe');
    expect(waitingAtAnyStage(test)).toHaveLength(2);
  });

  test('nor is a controlled medicine of another branch refilled blindly', async () => {
    const test = await openTestWorkstation();
    hear(test);
    const shelf = await stockedCounter(test, { ...controlled, schedule: 'CIII' });
    const first = await filledOrder(test, shelf, { refills: 2 });
    await handOver(test, first, await checkOrder(test, first));
    fromElsewhere(test, first);
    const refill = { source: 'refill', refillOf: first } as const;
    expect((await test.refused('intake.receive', refill)).code).toBe('prescription.refill-offline');
    test.workstation.health.central.state = 'online';
    const { prescriptionId } = await test.run('intake.receive', refill);
    expect(orderOf(test, prescriptionId).prescription).toMatchObject({ branch: null, refillOf: first });
  });
});

describe('numbers', () => {
  const approvedAs = async (number: number, named: boolean) => {
    const test = await openTestWorkstation();
    await setting(test, 'workstation.number', number);
    if (named) await setting(test, 'central.brokers', '127.0.0.1:9092');
    const shelf = await stockedCounter(test);
    const order = await filledOrder(test, shelf);
    const { rxNumber, bagCode } = orderOf(test, order).prescription;
    return { rxNumber: rxNumber!, bagCode: bagCode!, test, shelf };
  };

  test('begin with the number of the workstation once a central is named, and not before', async () => {
    const alone = await approvedAs(4, false);
    expect(alone.rxNumber).toBe('7000001');
    const one = await approvedAs(4, true);
    const other = await approvedAs(12, true);
    expect([one.rxNumber, other.rxNumber]).toEqual(['047000001', '127000001']);
    expect(one.bagCode).toMatch(/^MB04[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(other.bagCode).toMatch(/^MB12[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(one.test.ask('stock.readBarcode', { barcode: one.bagCode })).toMatchObject({ kind: 'bag' });
  });

  test('one that is on file already is passed over, as after a backup was restored', async () => {
    const { test, shelf } = await approvedAs(4, true);
    const { prescriptionId } = await test.run('intake.receive', { source: 'phone' });
    test.workstation.store.run("UPDATE prescription SET rx_number = '047000002' WHERE id = ?", [
      prescriptionId,
    ]);
    expect(orderOf(test, await approvedOrder(test, shelf)).prescription.rxNumber).toBe('047000003');
  });
});

describe('a person heard of from another workstation', () => {
  const withGuest = async () => {
    const test = await openTestWorkstation();
    test.workstation.dispatcher.record((store) => {
      insertUser(store, {
        id: 'user-guest',
        user_name: 'guest',
        display_name: 'Gwen Guest',
        role: 'administrator',
        password_hash: store.get<{ password_hash: string }>(
          "SELECT password_hash FROM user WHERE id = 'user-paul'",
        )!.password_hash,
      });
      store.run("UPDATE user SET elsewhere = 1 WHERE id = 'user-guest'");
      return { result: undefined, events: [] };
    });
    return test;
  };

  test('cannot sign in here, not even with the right password, and stands on no list', async () => {
    const test = await withGuest();
    const session = newSession(false, test.clock.now());
    const refused = await test.refused(
      'user.signIn',
      { userName: 'guest', password: passwordOf('paul') },
      session,
    );
    expect(refused.code).toBe('user.wrong-password');
    expect(test.ask('user.tiles', {}).tiles.map(({ userName }) => userName)).not.toContain('guest');
    expect(test.ask('user.list', {}, 'adam').users.map(({ userName }) => userName)).not.toContain('guest');
    session.userId = 'user-guest';
    expect(test.ask('user.me', {}, session)).toMatchObject({ user: null, may: [] });
    expect(test.workstation.dispatcher.ask('user.list', {}, session)).toMatchObject({
      ok: false,
      error: { kind: 'forbidden' },
    });
  });

  test('is changed where they sign in, and does not count as the administrator who is left', async () => {
    const test = await withGuest();
    const change = { displayName: 'Gwen', role: 'technician', active: false, reason: 'left' } as const;
    expect((await test.refused('user.change', { userId: 'user-guest', ...change }, 'adam')).code).toBe(
      'user.elsewhere',
    );
    expect(
      (await test.refused('user.setPassword', { userId: 'user-guest', password: 'quite-another-1' }, 'adam'))
        .code,
    ).toBe('user.elsewhere');
    expect((await test.refused('user.change', { userId: 'user-adam', ...change }, 'adam')).code).toBe(
      'user.last-administrator',
    );
  });

  test('is named where their work is shown', async () => {
    const test = await withGuest();
    const shelf = await stockedCounter(test);
    const order = await approvedOrder(test, shelf);
    test.workstation.store.run("UPDATE prescription SET approved_by = 'user-guest' WHERE id = ?", [order]);
    expect(orderOf(test, order).prescription.approvedBy?.name).toBe('Gwen Guest');
  });
});
