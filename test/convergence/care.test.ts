/**
 * What a hospital says of one of our patients to one workstation reaches the others: what rests there, and that it goes on
 * again, whoever heard of it or lifted it first.
 */
import { describe, expect, test } from 'vitest';
import { highRiskFields } from '../../core/contract/prescription.ts';
import { mergePatients } from '../../core/patient/merge.ts';
import { outreachOf } from '../../core/patient/outreach.ts';
import { partitionOf, topics } from '../../core/sync/topics.ts';
import { urnOf } from '../../core/sync/urn.ts';
import type { Said } from '../support/adt-effects.ts';
import { soon } from '../support/soon.ts';
import { disagreements } from './agreement.ts';
import { hospitalSays } from './hospital.ts';
import { connect, type Node } from './node.ts';
import { stock } from './random-work.ts';
import { ask, caughtUp, chance, count, log, open, transcribed } from './together.ts';

const admitted: Said = { event: 'A01', at: '202603021000' };
const cancelled: Said = { event: 'A11', at: '202603021100' };

const register = async (node: Node, mrn = 'M1'): Promise<string> => {
  const reply = await node.run('patient.register', {
    ...{ familyName: 'Alvarez', givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female', mrn },
    anotherPerson: true,
  });
  return (reply as unknown as { result: { patientId: string } }).result.patientId;
};

/** Two workstations that both know of Mariana; a hospital may speak to either. */
const twoWithMariana = async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  const two = await open({ log: shared, name: 'two', number: 2 });
  const patientId = await register(one);
  for (const node of [one, two]) await connect(node);
  const nodes = [one, two];
  const quiet = () => caughtUp(nodes, shared);
  await quiet();
  return {
    ...{ shared, one, two, patientId, quiet },
    apart: () => {
      for (const node of nodes) node.cut(true);
    },
    meet: async () => {
      for (const node of nodes) {
        node.cut(false);
        node.workstation.sync.tryNow();
      }
      await quiet();
      await soon(() => expect(disagreements(nodes)).toEqual([]));
    },
  };
};
const rests = (node: Node, patientId: string) => outreachOf(node.workstation.store, patientId)?.because;
const resume = (node: Node, patientId: string) =>
  node.run('adt.resume', { patientId, reason: 'asked the ward' }, 'phoebe');
const pausesAt = (node: Node) => count(node, 'SELECT count(*) AS count FROM outreach_pause');
const staysAt = (node: Node) => count(node, 'SELECT count(*) AS count FROM patient_stay');
const conflictsAt = (node: Node) => count(node, 'SELECT count(*) AS count FROM conflict');

test('admitted, told to one workstation: at the other the patient’s delivery rests, and lifted there it goes on at both', async () => {
  const { one, two, patientId, meet } = await twoWithMariana();
  await hospitalSays(one, admitted);
  await meet();
  expect(rests(two, patientId)).toBe('inpatient');
  expect(ask(two, 'patient.timeline', { patientId }).entries).toContainEqual(
    expect.objectContaining({
      sentence: 'Refills, delivery and messages rest: Admitted to St Mary, 4B, room 12, bed 1',
      from: { branch: 'Branch east', workstation: 'one' },
    }),
  );
  expect((await resume(two, patientId)).ok).toBe(true);
  await meet();
  expect(rests(one, patientId)).toBeUndefined();
  expect(
    one.workstation.store.all('SELECT lifted_by, reason FROM outreach_pause WHERE lifted_at IS NOT NULL'),
  ).toEqual([{ lifted_by: '2-phoebe', reason: 'asked the ward' }]);
});

test('admitted, told to one branch: a fill that waits at another is named with its branch, to both', async () => {
  const shared = log();
  const north = await open({ log: shared, name: 'one', number: 1, branch: 'north' });
  const south = await open({ log: shared, name: 'two', number: 2, branch: 'south' });
  await stock(south, chance);
  const patientId = await register(south);
  for (const node of [north, south]) await connect(node);
  const prescriptionId = await transcribed(south, patientId);
  await south.run('prescription.approve', { prescriptionId, confirmed: [...highRiskFields] }, 'phoebe');
  await caughtUp([north, south], shared);
  await hospitalSays(north, admitted);
  await caughtUp([north, south], shared);
  for (const node of [north, south]) {
    const [task] = ask(node, 'adt.board').tasks as unknown as { id: string; kind: string }[];
    expect(task).toMatchObject({ kind: 'admitted' });
    expect(ask(node, 'adt.task', { taskId: task!.id })).toMatchObject({
      sentence: 'Admitted to St Mary, 4B, room 12, bed 1; a fill waits',
      facts: [
        {
          name: 'To be filled',
          value: expect.stringMatching(/^lisinopril 10 mg tablet, Rx .*, Branch south$/),
        },
      ],
      waitingFills: 1,
    });
  }
});

test('an admission taken back where it was heard lets everything go on at the other', async () => {
  const { one, two, patientId, meet } = await twoWithMariana();
  await hospitalSays(one, admitted);
  await meet();
  await hospitalSays(one, cancelled);
  await meet();
  expect([one, two].map((node) => rests(node, patientId))).toEqual([undefined, undefined]);
});

test('one cause of two gone is told, though outreach still rests for the other', async () => {
  const { one, two, patientId, meet } = await twoWithMariana();
  await hospitalSays(one, admitted, { event: 'A08', at: '202603021030', dead: 'Y', visit: null });
  await meet();
  expect(rests(two, patientId)).toBe('deceased');
  await hospitalSays(one, cancelled);
  await meet();
  for (const node of [one, two]) {
    expect(rests(node, patientId)).toBe('deceased');
    expect(count(node, 'SELECT count(*) AS count FROM outreach_pause WHERE lifted_at IS NULL')).toBe(1);
  }
});

test('both hear of the admission while apart: it is one pause, and lifted at either it is lifted', async () => {
  const { one, two, patientId, apart, meet } = await twoWithMariana();
  apart();
  for (const node of [one, two]) await hospitalSays(node, admitted);
  await meet();
  expect([one, two].map(pausesAt)).toEqual([1, 1]);
  await resume(two, patientId);
  await meet();
  expect(rests(one, patientId)).toBeUndefined();
  // Told a second time by the hospital it has no second effect.
  await hospitalSays(one, { ...admitted, controlId: 'again' });
  expect(rests(one, patientId)).toBeUndefined();
});

test('heard at the second after the first told of it: still one, and taken back at the second it is lifted at both', async () => {
  const { one, two, patientId, meet } = await twoWithMariana();
  for (const node of [one, two]) {
    await hospitalSays(node, { ...admitted, controlId: 'X1' });
    await meet();
  }
  expect([one, two].map(pausesAt)).toEqual([1, 1]);
  expect([one, two].map(staysAt)).toEqual([1, 1]);
  await hospitalSays(two, cancelled);
  await meet();
  expect([one, two].map((node) => rests(node, patientId))).toEqual([undefined, undefined]);
});

test('lifted at one while the other hears of a death: what was lifted stays lifted, and the death rests at both', async () => {
  const { one, two, patientId, apart, meet } = await twoWithMariana();
  await hospitalSays(one, admitted);
  await meet();
  apart();
  await resume(one, patientId);
  await hospitalSays(two, { event: 'A08', at: '202603021030', dead: 'Y', visit: null });
  await meet();
  for (const node of [one, two]) expect(rests(node, patientId)).toBe('deceased');
  expect([one, two].map(pausesAt)).toEqual([2, 2]);
  expect([one, two].map(conflictsAt)).toEqual([0, 0]);
});

test('a person corrects the patient while hospitals speak of him: neither stands against the other', async () => {
  const { one, two, patientId, apart, meet } = await twoWithMariana();
  apart();
  await hospitalSays(one, admitted);
  await two.run('patient.change', {
    ...{ patientId, familyName: 'Alvarez', givenNames: 'Mariana', dateOfBirth: '1992-08-30', sex: 'female' },
    ...{ mrn: 'M1', address: '78 Wilmer Street', reason: 'told at the counter' },
  });
  await meet();
  expect(rests(two, patientId)).toBe('inpatient');
  expect(ask(one, 'patient.get', { patientId }).patient).toMatchObject({ address: '78 Wilmer Street' });
  expect([one, two].map(conflictsAt)).toEqual([0, 0]);
});

test('a new workstation has it from a snapshot, and what rested before central was named is told when it is', async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  const patientId = await register(one);
  await hospitalSays(one, admitted);
  await connect(one);
  await caughtUp([one], shared);
  expect((await one.run('sync.writeSnapshot', {}, 'mona')).ok).toBe(true);
  shared.forget(0);
  const late = await open({ log: shared, name: 'late', number: 2 });
  await connect(late);
  await caughtUp([one, late], shared);
  expect(rests(late, patientId)).toBe('inpatient');
  await resume(late, patientId);
  await caughtUp([one, late], shared);
  expect(rests(one, patientId)).toBeUndefined();
  expect(disagreements([one, late]).filter((line) => !line.includes('never reached'))).toEqual([]);
});

test('a patient who comes after what a hospital says of him finds it waiting', async () => {
  const { shared, one, two, meet } = await twoWithMariana();
  one.cut(true);
  const second = await register(one, 'M2');
  const key = urnOf('patient', second);
  // Until somebody has looked at it, what comes behind it of the patient waits.
  shared.append(
    { topic: 'patient.events', partition: partitionOf(key, topics['patient.events'].partitions) },
    { key, value: Buffer.from([1, 2, 3]) },
  );
  await hospitalSays(one, { ...admitted, ids: 'M2^^^STM^MR', visit: 'V2' });
  one.cut(false);
  await soon(() =>
    expect(count(two, 'SELECT count(*) AS count FROM standing WHERE waits_for IS NOT NULL')).toBe(1),
  );
  expect(rests(two, second)).toBeUndefined();
  for (const node of [one, two])
    for (const { id } of node.workstation.store.all<{ id: string }>(
      "SELECT id FROM quarantine WHERE state = 'held' AND kind = 'corrupt'",
    ))
      await node.run('sync.dismiss', { heldId: id, reason: 'looked at' }, 'mona');
  await meet();
  expect(rests(two, second)).toBe('inpatient');
});

test('a restored workstation takes back what it had told, and what was lifted elsewhere stays lifted', async () => {
  const { one, two, patientId, meet } = await twoWithMariana();
  one.backUp();
  await hospitalSays(one, admitted);
  await meet();
  expect(rests(two, patientId)).toBe('inpatient');
  await one.restore();
  await soon(() => expect(rests(one, patientId)).toBe('inpatient'));
  await resume(two, patientId);
  await meet();
  // The hospital sends again what the restored file does not have: told elsewhere, and lifted since.
  await hospitalSays(one, admitted);
  await meet();
  expect([one, two].map((node) => rests(node, patientId))).toEqual([undefined, undefined]);
  expect([one, two].map(staysAt)).toEqual([1, 1]);
});

describe('a stay', () => {
  const boardAt = (node: Node) =>
    ask(node, 'adt.board') as unknown as Record<
      'inpatients' | 'discharged' | 'expected',
      { stay: Record<string, unknown>; who: object }[]
    >;

  test('is shown at the other with where it was heard: banner, board, rail and the patient’s page', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    await hospitalSays(one, { ...admitted, pv1: { 7: '1^Okafor^Chidi' } });
    await meet();
    const asOf = '2026-03-02T10:00:00.000Z';
    expect(ask(two, 'patient.get', { patientId }).patient).toMatchObject({
      stay: { state: 'inpatient', text: 'Inpatient', place: '4B', paused: true, heard: { at: 'one', asOf } },
    });
    const shown = { source: 'St Mary', heardAt: 'one', location: '4B, room 12, bed 1', state: 'in', asOf };
    expect(boardAt(two).inpatients).toMatchObject([
      { who: { patientId, personId: null }, stay: { ...shown, attending: 'Chidi Okafor' } },
    ]);
    expect(boardAt(one).inpatients).toMatchObject([{ stay: { ...shown, heardAt: null } }]);
    expect(ask(two, 'adt.state')).toMatchObject({ sources: 0, heard: true, inpatients: 1 });
    expect(ask(two, 'adt.ofPatient', { patientId })).toMatchObject({ current: shown, stays: [shown] });
  });

  test('goes on there with each message: another ward, another doctor, the discharge', async () => {
    const { one, two, meet } = await twoWithMariana();
    await hospitalSays(one, admitted, { event: 'A02', at: '202603021100', ward: 'ICU^3^2' });
    await meet();
    expect(boardAt(two).inpatients).toMatchObject([{ stay: { location: 'ICU, room 3, bed 2' } }]);
    // Nothing of this is told in an event of its own.
    await hospitalSays(one, { event: 'A54', at: '202603021130', pv1: { 7: '2^Whitfield^Anne' } });
    await meet();
    expect(boardAt(two).inpatients).toMatchObject([{ stay: { attending: 'Anne Whitfield' } }]);
    await hospitalSays(one, { event: 'A03', at: '202603021200', pv1: { 45: '202603021200' } });
    await meet();
    expect(boardAt(two)).toMatchObject({ inpatients: [], discharged: [{ stay: { state: 'discharged' } }] });
  });

  test('heard at two workstations while apart is one, and the newer news of it counts', async () => {
    const { one, two, apart, meet } = await twoWithMariana();
    apart();
    await hospitalSays(one, admitted);
    await hospitalSays(two, admitted, { event: 'A02', at: '202603021100', ward: 'ICU^3^2' });
    await meet();
    expect([one, two].map(staysAt)).toEqual([1, 1]);
    for (const node of [one, two])
      expect(boardAt(node).inpatients).toMatchObject([{ stay: { location: 'ICU, room 3, bed 2' } }]);
  });

  test('of somebody else after all is gone at the other, and is there again once he is found to be meant', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    await hospitalSays(one, admitted);
    await meet();
    const link = (to: string | null) =>
      one.run('adt.link', { personId: 1, patientId: to, reason: 'asked the ward' }, 'phoebe');
    expect((await link(null)).ok).toBe(true);
    await meet();
    expect(boardAt(two).inpatients).toEqual([]);
    expect(rests(two, patientId)).toBeUndefined();
    expect((await link(patientId)).ok).toBe(true);
    await meet();
    expect(boardAt(two).inpatients).toMatchObject([{ who: { patientId } }]);
    expect(rests(two, patientId)).toBe('inpatient');
  });

  test('of a person nobody here knew is told once he is put on file, and nothing of him before', async () => {
    const { shared, one, two, meet } = await twoWithMariana();
    await hospitalSays(one, {
      ...admitted,
      ids: 'M9^^^STM^MR',
      visit: 'V9',
      family: 'PRUITT',
      given: 'ELEANOR',
    });
    await meet();
    const told = () =>
      shared
        .partitions()
        .reduce((sum, { name, records }) => sum + (name.startsWith('patient.care/') ? records.length : 0), 0);
    expect(told()).toBe(0);
    expect(ask(two, 'adt.state')).toMatchObject({ heard: false });
    const reply = await one.run('patient.register', {
      ...{ familyName: 'Pruitt', givenNames: 'Eleanor', dateOfBirth: '1992-08-30', sex: 'female', mrn: 'M9' },
    });
    const { patientId } = (reply as unknown as { result: { patientId: string } }).result;
    await meet();
    expect(boardAt(two).inpatients).toMatchObject([{ who: { patientId, name: 'Pruitt, Eleanor' } }]);
    expect(rests(two, patientId)).toBe('inpatient');
  });

  test('of a record that was merged stands under the one it lives on as', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    const other = await register(one, 'M2');
    await hospitalSays(one, { ...admitted, ids: 'M2^^^STM^MR', visit: 'V2' });
    await meet();
    two.workstation.dispatcher.record((store) => ({
      result: undefined,
      events: mergePatients({ store, actor: null }, other, patientId, { reason: 'twice' }),
    }));
    await meet();
    for (const node of [one, two]) {
      expect(boardAt(node).inpatients).toMatchObject([{ who: { patientId } }]);
      expect(rests(node, patientId)).toBe('inpatient');
    }
    await resume(two, patientId);
    await meet();
    expect(rests(one, other)).toBeUndefined();
  });
});

describe('a task', () => {
  interface Task {
    id: string;
    kind: string;
    outcomes: string[];
  }
  const tasksAt = (node: Node) => (ask(node, 'adt.board') as unknown as { tasks: Task[] }).tasks;
  const settle = (node: Node, kind: string, outcome: string, reason = 'asked the ward') =>
    node.run(
      'adt.settleTask',
      { taskId: tasksAt(node).find((task) => task.kind === kind)!.id, outcome: outcome as 'done', reason },
      'phoebe',
    );
  const settled = (node: Node) =>
    node.workstation.store.all(
      `SELECT kind, state, outcome, settled_by AS by FROM adt_task WHERE state <> 'open' ORDER BY kind`,
    );
  const discharged: Said = { event: 'A03', at: '202603021200', pv1: { 45: '202603021200' } };

  test('stands on the board of the other, and is settled there for both', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    await hospitalSays(one, admitted, discharged);
    await meet();
    expect(tasksAt(two)).toMatchObject([
      {
        kind: 'reconcile',
        ...{ who: { patientId, personId: null }, source: 'St Mary', heardAt: 'one', messageId: null },
        sentence: 'Discharged from St Mary, 4B, room 12, bed 1',
        outcomes: ['resume', 'keep-paused'],
      },
    ]);
    expect(tasksAt(one)).toMatchObject([{ heardAt: null, messageId: 2 }]);
    expect(ask(two, 'adt.state')).toMatchObject({ openTasks: 1 });
    expect((await settle(two, 'reconcile', 'resume')).ok).toBe(true);
    await meet();
    for (const node of [one, two]) {
      expect(tasksAt(node)).toEqual([]);
      expect(rests(node, patientId)).toBeUndefined();
      expect(settled(node)).toEqual([
        { kind: 'reconcile', state: 'done', outcome: 'resume', by: '2-phoebe' },
      ]);
    }
    expect(ask(one, 'patient.timeline', { patientId }).entries).toContainEqual(
      expect.objectContaining({
        name: 'adt.taskSettled',
        sentence: 'Looked at: asked the ward',
        by: { id: '2-phoebe', name: 'phoebe' },
        from: { branch: 'Branch east', workstation: 'two' },
      }),
    );
  });

  test('that rests on the register is settled only where that is, and the other is told where', async () => {
    const { one, two, meet } = await twoWithMariana();
    await hospitalSays(one, { event: 'A31', visit: null, phone: '5855550199' });
    await meet();
    expect(tasksAt(two)).toMatchObject([{ kind: 'details-differ', outcomes: [] }]);
    expect(await settle(two, 'details-differ', 'take-over')).toMatchObject({
      ok: false,
      error: { code: 'adt.settle-there', message: 'Came in at one. Settle it there.' },
    });
    expect((await settle(one, 'details-differ', 'take-over')).ok).toBe(true);
    await meet();
    expect(tasksAt(two)).toEqual([]);
  });

  test('brought up to date is so at the other, though nothing is opened', async () => {
    const { one, two, meet } = await twoWithMariana();
    const says = (at: string, phone: string) => hospitalSays(one, { event: 'A31', visit: null, at, phone });
    await says('202603021000', '5855550199');
    await says('202603021100', '5855550198');
    await meet();
    expect(tasksAt(two)).toMatchObject([{ facts: [{ name: 'Telephone', value: '5855550198' }] }]);
  });

  test('settled by two while apart: what was said first stands at both, and nobody is asked', async () => {
    const { one, two, patientId, apart, meet } = await twoWithMariana();
    await hospitalSays(one, admitted, discharged);
    await meet();
    apart();
    await settle(one, 'reconcile', 'keep-paused');
    await settle(two, 'reconcile', 'resume');
    await meet();
    expect(settled(one)).toEqual(settled(two));
    expect(settled(one)).toHaveLength(1);
    // What was lifted by either is lifted.
    for (const node of [one, two]) expect(rests(node, patientId)).toBeUndefined();
    expect([one, two].map(conflictsAt)).toEqual([0, 0]);
    const said = ask(one, 'patient.timeline', { patientId }).entries as unknown as { name: string }[];
    expect(said.filter(({ name }) => name === 'adt.taskSettled')).toHaveLength(2);
  });

  test('of one message heard at two workstations while apart is one task', async () => {
    const { one, two, apart, meet } = await twoWithMariana();
    apart();
    const said = [
      { ...admitted, controlId: 'X1' },
      { ...discharged, controlId: 'X2' },
    ];
    for (const node of [one, two]) await hospitalSays(node, ...said);
    await meet();
    for (const node of [one, two])
      expect(tasksAt(node)).toMatchObject([{ kind: 'reconcile', heardAt: null, outcomes: { length: 2 } }]);
    await settle(two, 'reconcile', 'keep-paused');
    await meet();
    expect(tasksAt(one)).toEqual([]);
  });

  test('about an allergy is taken over at the other, and the allergy is on file at both', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    await hospitalSays(one, { event: 'A31', visit: null, rest: ['AL1|1|DA|^penicillin^L|SV|hives'] });
    await meet();
    expect((await settle(two, 'new-allergy', 'take-over')).ok).toBe(true);
    await meet();
    for (const node of [one, two])
      expect(ask(node, 'patient.get', { patientId }).patient).toMatchObject({
        allergies: [{ substance: 'penicillin', severity: 'severe' }],
      });
  });

  test('about a death: somebody elsewhere finds that he lives, and the next report is asked about anew', async () => {
    const { one, two, patientId, meet } = await twoWithMariana();
    const dead = (at: string, say = 'Y') => hospitalSays(one, { event: 'A31', visit: null, at, dead: say });
    await dead('202603021000');
    await meet();
    expect(rests(two, patientId)).toBe('deceased');
    expect((await settle(two, 'deceased', 'resume')).ok).toBe(true);
    await meet();
    expect(rests(one, patientId)).toBeUndefined();
    await dead('202603031000');
    await meet();
    expect(tasksAt(two)).toMatchObject([{ kind: 'deceased' }]);
    expect(rests(two, patientId)).toBe('deceased');
  });

  test('the hospital takes back what it rests on: nobody is asked any more, anywhere', async () => {
    const { one, two, meet } = await twoWithMariana();
    await hospitalSays(one, admitted, discharged);
    await meet();
    await hospitalSays(one, { event: 'A13', at: '202603021300' });
    await meet();
    expect(tasksAt(two)).toEqual([]);
    expect(settled(two)).toMatchObject([{ kind: 'reconcile', state: 'cancelled', by: null }]);
  });

  test('is there again at a restored workstation, and the same message opens no second', async () => {
    const { one, two, meet } = await twoWithMariana();
    one.backUp();
    const said = [
      { ...admitted, controlId: 'X1' },
      { ...discharged, controlId: 'X2' },
    ];
    await hospitalSays(one, ...said);
    await meet();
    await one.restore();
    await soon(() => expect(tasksAt(one)).toMatchObject([{ kind: 'reconcile' }]));
    await meet();
    await hospitalSays(one, ...said);
    await meet();
    for (const node of [one, two]) expect(tasksAt(node)).toMatchObject([{ kind: 'reconcile' }]);
    expect(tasksAt(one)).toMatchObject([{ heardAt: null, messageId: 2 }]);
    await settle(two, 'reconcile', 'resume');
    await meet();
    await hospitalSays(one, { ...discharged, controlId: 'X3' });
    await meet();
    for (const node of [one, two]) expect(tasksAt(node)).toEqual([]);
  });

  test('who a person is, is asked where he was heard alone', async () => {
    const { one, two, meet } = await twoWithMariana();
    await hospitalSays(one, {
      ...admitted,
      ids: 'M7^^^STM^MR',
      visit: 'V7',
      given: 'MARIANE',
      family: 'ALVAREZ',
    });
    await meet();
    expect(tasksAt(one)).toMatchObject([{ kind: 'who-is-it' }]);
    expect(tasksAt(two)).toEqual([]);
  });
});
