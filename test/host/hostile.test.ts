/**
 * Ten thousand requests that nobody at a counter would send: fuzzed names, bodies, headers and addresses, and right
 * commands by people who may not run them. Nothing falls over, nothing is done that a technician may not do, nothing
 * tells what the inside looks like, and the data file is sound at the end.
 */
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandName, describeContract, type QueryName } from '../../core/contract/index.ts';
import { serve } from '../../core/host/serve.ts';
import { newId } from '../../core/identity.ts';
import { openStore, type Store } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { type Chance, chanceOf, hostileTexts, madeFor, type Shape, seedOfRun } from '../support/chance.ts';
import { approvedOrder, filledOrder, lisinopril, stockedCounter } from '../support/counter.ts';
import {
  type Answer,
  type Line,
  openLine,
  type Seat,
  type Sent,
  servedKey,
  sitDown,
  staffAtWork,
  staffedFolder,
} from '../support/served.ts';
import { passwordOf } from '../support/workstation.ts';

const REQUESTS = 10_000;
const AT_ONCE = 8;
/** After so many the seats are taken again. */
const ROUND = 200;

/** What no technician, and nobody unknown, can make happen. */
const notTheirs = [
  'prescription.approve',
  'prescription.sentBack',
  'prescription.dispense',
  'prescription.fail',
  'prescription.fillReversed',
  'lot.adjusted',
  'lot.quarantined',
  'drug.added',
  'user.created',
  'user.changed',
  'setting.changed',
  'delivery.retried',
  'delivery.dismissed',
  'workstation.backedUp',
  'workstation.setUp',
];
/** Tables they cannot change, and the columns of them that count tries. */
const notTheirTables = {
  user: 'id, version, user_name, display_name, role, active',
  setting: 'name, value',
  drug: 'ndc11, name, strength, schedule',
  lot: 'id, lot, expiry, quarantine',
};

const contract = describeContract();
const commandNames = Object.keys(contract.commands) as CommandName[];
const queryNames = Object.keys(contract.queries) as QueryName[];
/** Sent seldom: a try at a password costs tens of milliseconds on purpose, and who has left the seat can do little. */
const seldom: CommandName[] = [
  'user.signIn',
  'user.unlock',
  'user.setPassword',
  'user.setPin',
  'user.create',
  'user.lock',
  'user.signOut',
];

interface Shot extends Sent {
  path: string;
  /** Whose session it is sent in; none is nobody at all. */
  who: 'nobody' | 'unknown' | 'locked' | 'technician';
}

const strangeHeaders: readonly Record<string, string>[] = [
  { host: 'evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { cookie: 'mortar-session=;;;==; a' },
  { cookie: `mortar-session=${'%00'.repeat(50)}` },
  { authorization: `Bearer ${'x'.repeat(300)}` },
  { authorization: 'Basic YTpi' },
  { 'content-type': 'text/html' },
  { 'content-encoding': 'gzip' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-host': 'evil.example' },
  { range: 'bytes=0-1' },
];
const strangeBodies: readonly string[] = [
  '',
  '{',
  '[]',
  'null',
  '"',
  '\u0000\u0001',
  '{"commandId":1}',
  '{"commandId":"aaaaaaaa","input":'.padEnd(2000, '['),
  `{"commandId":"aaaaaaaaaaaa","input":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
  '{"commandId":"bbbbbbbbbbbb","input":{},"expectedVersion":1e400}',
  '{"__proto__":{"system":true},"commandId":"cccccccccccc","input":{"__proto__":{"role":"administrator"}}}',
];
const strangeNames = [
  '__proto__',
  'constructor',
  'toString',
  'user.signIn/..',
  '%2e%2e',
  '',
  'x'.repeat(3000),
];
const places = [
  '/',
  '/index.html',
  '/../../etc/passwd',
  '/api/',
  '/api/state',
  '/api/contract',
  '/api/labels/0000.pdf',
  '/api/labels/-.pdf',
  '/api/documents/x/pages/-1',
  '/api/documents/x/pages/1e9',
  '/api/prescriptions/x/label-preview.pdf',
  '/api/%',
  '/api/run/%E0%A4%A',
];
const doors = ['/api/session', '/api/set-up', '/api/open', '/api/restore', '/api/lock-all'];

const shotOf = (chance: Chance, known: (name: string) => readonly string[] | undefined): Shot => {
  const who = chance.pick(['nobody', 'unknown', 'locked', 'technician', 'technician', 'technician'] as const);
  const headers = chance.percent(8) ? chance.pick(strangeHeaders) : {};
  const json = (path: string, body: unknown): Shot => ({
    who,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const wrong = chance.pick([0, 0, 5, 25]);
  const dice = chance.below(100);
  if (dice < 50) {
    const name = chance.pick(commandNames);
    if (seldom.includes(name) && chance.percent(90)) return shotOf(chance, known);
    return json(`/api/run/${name}`, {
      commandId: chance.percent(90) ? newId() : chance.pick(hostileTexts),
      input: madeFor(chance, contract.commands[name]!.input as Shape, known, wrong),
      ...(chance.percent(20) ? { expectedVersion: chance.below(6) - 1 } : {}),
    });
  }
  if (dice < 80) {
    const name = chance.pick(queryNames);
    const input = madeFor(chance, contract.queries[name]!.input as Shape, known, wrong);
    return json(`/api/ask/${name}`, { input });
  }
  if (dice < 88)
    return {
      who,
      path: `/api/${chance.pick(['run', 'ask'])}/${chance.pick([...commandNames, ...queryNames])}`,
      method: 'POST',
      headers,
      body: chance.pick(strangeBodies),
    };
  if (dice < 92)
    return json(`/api/${chance.pick(['run', 'ask'])}/${chance.pick(strangeNames)}`, {
      commandId: newId(),
      input: {},
    });
  if (dice < 95)
    return json(chance.pick(doors), {
      token: chance.pick(hostileTexts),
      kind: chance.pick(['demo', 'pharmacy', 'x']),
      key: 'ab'.repeat(32),
      passphrase: chance.pick(hostileTexts),
      file: chance.pick(['../mortar.db', ...hostileTexts]),
    });
  return {
    who,
    path: chance.pick(places),
    method: chance.pick(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']),
    headers,
  };
};

/** What is against the rules in an answer, or null. */
const faultOf = ({ path, who, method }: Shot, { status, text, headers }: Answer): string | null => {
  if (![200, 400, 401, 403, 404, 409, 422, 431, 503].includes(status)) return `status ${status}`;
  if (/\n\s+at |node_modules|\.ts:\d|SQLITE|sqlite_|UNIQUE constraint|Error:/.test(text))
    return 'tells of the inside';
  if (who !== 'technician' && /Alvarez|77 Wilmer/.test(text)) return 'tells of a patient';
  if (!path.startsWith('/api/') || method === 'HEAD') return null;
  if (!String(headers['content-type']).startsWith('application/json'))
    return status === 200 || status === 400 ? null : 'is no JSON';
  const reply = JSON.parse(text);
  if (status === 200) return null;
  const { ok, error } = reply;
  const whole = ok === false && typeof error?.code === 'string' && typeof error?.message === 'string';
  return whole && error.message.length > 5 ? null : 'has no sentence';
};

const snapshot = (store: Store) =>
  Object.fromEntries(
    Object.entries(notTheirTables).map(([table, columns]) => [
      table,
      store.all(`SELECT ${columns} FROM ${table} ORDER BY 1`),
    ]),
  );

/** Bytes that are no HTTP at all; resolves when the other side has hung up. */
const shout = (address: string, bytes: string) =>
  new Promise<void>((resolve) => {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname, () => socket.end(bytes, 'latin1'));
    socket.on('data', () => {});
    socket.once('error', () => resolve());
    socket.once('close', () => resolve());
  });

test('ten thousand hostile requests break nothing, do nothing they may not, and tell nothing', async () => {
  const chance = chanceOf(seedOfRun());
  console.log(`MORTAR_SEED=${chance.seed}`);
  let now = Date.parse('2026-03-02T14:00:00.000Z');
  const folder = await staffedFolder();
  const served = await serve({
    dataFolder: folder,
    demo: false,
    windowFolder: null,
    shell: 'browser',
    listen: { port: 0 },
    clock: () => now,
  });
  const line: Line = openLine(served.address);
  const people = staffAtWork(line, served.token);
  const shelf = await stockedCounter(people);
  const orders = [
    (await people.run('intake.receive', { source: 'phone' })).prescriptionId,
    await approvedOrder(people, shelf),
    await filledOrder(people, shelf),
  ];
  const pools: Record<string, readonly string[]> = {
    prescriptionId: orders,
    prescriptionIds: orders,
    patientId: [shelf.patientId],
    prescriberId: [shelf.prescriberId],
    lotId: [shelf.lotId],
    ndc11: [lisinopril],
    userName: ['paul', 'mona', 'adam'],
    userId: ['user-adam', 'user-phoebe', 'user-tom'],
    name: ['lock.afterMinutes', 'branch.name'],
    barcode: [lisinopril, `01003${lisinopril}`, ...hostileTexts],
  };
  const known = (name: string) => (Object.hasOwn(pools, name) ? pools[name] : undefined);

  const look = openStore(join(folder, 'mortar.db'), servedKey);
  const before = snapshot(look);
  const { seq: begun } = look.get<{ seq: number }>('SELECT max(seq) AS seq FROM event')!;

  const seats = {
    unknown: await sitDown(line, served.token),
    locked: await sitDown(line, served.token),
    technician: await sitDown(line, served.token),
  };
  const signIn = async (seat: Seat) => {
    const input = { userName: 'tom', password: passwordOf('tom') };
    const answer = await seat.post('/api/run/user.signIn', { commandId: newId(), input });
    expect(answer.status, answer.text).toBe(200);
  };
  const settle = async () => {
    // Longer than the longest wait after wrong tries.
    now += 16 * 60_000;
    await signIn(seats.technician);
    await signIn(seats.locked);
    await seats.locked.post('/api/run/user.lock', { commandId: newId(), input: {} });
  };

  const answered = new Map<number, number>();
  let sent = 0;
  const shootUntil = async (end: number) => {
    while (sent < end) {
      sent += 1;
      const shot = shotOf(chance, known);
      const cookie = shot.who === 'nobody' ? {} : { cookie: seats[shot.who].cookie };
      const answer = await line.send(shot.path, { ...shot, headers: { ...cookie, ...shot.headers } });
      const fault = faultOf(shot, answer);
      if (fault)
        throw new Error(
          `seed ${chance.seed}, request ${sent}: ${shot.who} ${shot.method} ${shot.path}: the answer ${fault}\n${String(shot.body).slice(0, 600)}\n→ ${answer.status} ${answer.text.slice(0, 600)}`,
        );
      answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    }
  };
  while (sent < REQUESTS) {
    await settle();
    const end = sent + ROUND;
    await Promise.all(Array.from({ length: AT_ONCE }, () => shootUntil(end)));
  }
  await Promise.all(
    [
      '\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'x'.repeat(90_000)}`,
      'POST /api/run/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01',
    ].map((bytes) => shout(served.address, bytes)),
  );

  // It all really came through: answers of every kind, and much that was done.
  for (const status of [200, 400, 401, 403, 404, 409, 422])
    expect(answered.get(status) ?? 0, `${status}`).toBeGreaterThan(5);

  const after = look.all<{ name: string; user_id: string | null; subject_id: string }>(
    'SELECT name, user_id, subject_id FROM event WHERE seq > ?',
    [begun],
  );
  const said = `seed ${chance.seed}`;
  expect(after.length, said).toBeGreaterThan(500);
  // On a slow machine the workstation's own backup falls due meanwhile.
  const ownBackup = ({ name, user_id }: (typeof after)[number]) =>
    name === 'workstation.backedUp' && user_id === null;
  expect(
    after.filter((event) => notTheirs.includes(event.name) && !ownBackup(event)),
    said,
  ).toEqual([]);
  // Whoever may reach the workstation may lock every window of it.
  const done = after.filter(({ name }) => name !== 'user.locked');
  expect(new Set(done.map(({ user_id }) => user_id)), said).toEqual(new Set([null, 'user-tom']));
  const byNobody = after.filter(({ user_id }) => user_id === null).map(({ name }) => name);
  // A name that was tried and a wrong password; what the outbox sent; what a locked window tried is nobody's.
  for (const name of new Set(byNobody))
    expect(
      [
        'user.signInFailed',
        'workstation.refused',
        'user.signedOut',
        'user.locked',
        'delivery.delivered',
        'label.settled',
        'workstation.backedUp',
        'recognition.read',
        'recognition.gaveUp',
      ],
      said,
    ).toContain(name);
  const secrets = after.filter(({ name }) => name === 'user.passwordSet' || name === 'user.pinSet');
  expect(
    secrets.filter(({ subject_id }) => subject_id !== 'user-tom'),
    said,
  ).toEqual([]);
  const { lot, ...rest } = snapshot(look);
  const { lot: lotBefore, ...restBefore } = before;
  expect(rest, said).toEqual(restBefore);
  // A technician books deliveries in, and changes no lot that is there.
  expect(lot, said).toEqual(expect.arrayContaining(lotBefore!));
  expect(look.all("SELECT seq FROM movement WHERE kind = 'adjusted'"), said).toEqual([]);

  // The people of the house work on as before.
  now += 16 * 60_000;
  const phoebe = await sitDown(line, served.token);
  const entry = await phoebe.post('/api/run/user.signIn', {
    commandId: newId(),
    input: { userName: 'phoebe', password: passwordOf('phoebe') },
  });
  expect(entry.status, entry.text).toBe(200);
  line.close();
  await served.close();
  expect(verify(look).violations, said).toEqual([]);
  look.close();
}, 120_000);
