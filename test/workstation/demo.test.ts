/** The demo pharmacy, loaded through commands into a new workstation: it stands as its data says, and it is sound. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { loadDemo } from '../../core/demo/load.ts';
import { demoOrders } from '../../core/demo/orders.ts';
import { demoStaff } from '../../core/demo/people.ts';
import { newId } from '../../core/identity.ts';
import { verify } from '../../core/verification/verify.ts';
import { newSession, openWorkstation, type Workstation } from '../../core/workstation.ts';

const folder = mkdtempSync(join(tmpdir(), 'mortar-demo-'));
const now = Date.parse('2026-03-02T15:30:00.000Z');
let clock = now;
let workstation: Workstation;

const load = () =>
  loadDemo({
    workstation,
    now,
    setClock: (instant) => {
      clock = instant;
    },
  });

beforeAll(async () => {
  workstation = openWorkstation({
    dataFolder: folder,
    key: '0'.repeat(64),
    create: true,
    clock: () => clock,
    channels: false,
  });
  await load();
});
afterAll(async () => {
  await workstation.close();
  rmSync(folder, { recursive: true });
});

const count = (sql: string) => workstation.store.get<{ n: number }>(`SELECT count(*) AS n ${sql}`)!.n;

it('every order stands at the stage the data names, those on hold on hold', () => {
  const wanted = demoOrders(new Date(now));
  const stages = workstation.store
    .all<{ stage: string }>('SELECT stage FROM prescription')
    .map(({ stage }) => stage);
  expect(stages.toSorted()).toEqual(wanted.map(({ stage }) => stage).toSorted());
  expect(count('FROM prescription WHERE held_at IS NOT NULL')).toBe(wanted.filter(({ hold }) => hold).length);
});

it('what was loaded is sound: ledger, workflow, messages, receipts', () => {
  expect(verify(workstation.store).violations).toEqual([]);
});

it('the log goes through the past months in order and ends at the moment shown', () => {
  const backwards = workstation.store.all(
    'SELECT seq FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS before FROM event) WHERE at < before',
  );
  expect(backwards).toEqual([]);
  expect(workstation.store.get('SELECT max(at) AS at FROM event')).toEqual({
    at: new Date(now).toISOString(),
  });
});

it('an opioid was typed by two people before it was verified', () => {
  const opioids = "FROM prescription p JOIN drug d ON d.ndc11 = p.ndc11 WHERE d.name LIKE '%codone%'";
  expect(count(`${opioids} AND p.approved_by IS NOT NULL`)).toBeGreaterThan(0);
  expect(count(`${opioids} AND p.approved_by IS NOT NULL AND p.second_entry = 'agreed'`)).toBe(
    count(`${opioids} AND p.approved_by IS NOT NULL`),
  );
});

it('the shelf has every drug on file, and lots that are expired or in quarantine', () => {
  expect(count('FROM drug')).toBe(demoDrugs.length);
  expect(count("FROM lot WHERE expiry < '2026-03-02'")).toBeGreaterThan(3);
  expect(count('FROM lot WHERE quarantine IS NOT NULL')).toBeGreaterThan(3);
});

it.each(demoStaff.map((person) => [person.userName, person] as const))(
  '%s can sign in with the password and unlock with the PIN',
  async (userName, { password, pin, role }) => {
    const session = newSession(false, now);
    const send = (name: string, input: unknown) =>
      workstation.dispatcher.run(name, { commandId: newId(), input }, session);
    expect(await send('user.signIn', { userName, password })).toMatchObject({
      ok: true,
      result: { user: { role, hasPin: true } },
    });
    await send('user.lock', {});
    expect(await send('user.unlock', { userName, pin })).toMatchObject({ ok: true });
  },
);

it('the faxes wait in the inbox folder, whole', () => {
  expect(
    readdirSync(join(folder, 'inbox')).filter((name) => /^fax-\d{4}\.(tif|pdf|png)$/.test(name)),
  ).toHaveLength(14);
});

it('loading again changes nothing', async () => {
  const before = count('FROM event');
  await load();
  expect(count('FROM event')).toBe(before);
});
