/** The settings of the way to central: what is a secret stays one, and what is not safe is refused in words. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestWorkstation, type TestWorkstation } from '../support/workstation.ts';

const PASSWORD = 'Kf9-battery-staple-Zq';

const change = (work: TestWorkstation, name: string, value: unknown) =>
  work.run('setting.change', { name, value, reason: 'central is set up' }, 'mona');
const refusal = async (work: TestWorkstation, name: string, value: unknown) =>
  (await work.refused('setting.change', { name, value, reason: 'central is set up' }, 'mona')).message;
const listed = (work: TestWorkstation, name: string) =>
  work.ask('setting.list', {}, 'mona').settings.find((setting) => setting.name === name);

test('a secret is kept for use and shown to nobody', async () => {
  const work = await openTestWorkstation();
  expect(listed(work, 'central.secret')).toMatchObject({ value: 'not set', secret: true });
  await change(work, 'central.secret', PASSWORD);
  expect(listed(work, 'central.secret')).toMatchObject({ value: 'set' });
  expect(work.workstation.dispatcher.setting('central.secret')).toBe(PASSWORD);
  await work.restart();
  expect(work.workstation.dispatcher.setting('central.secret')).toBe(PASSWORD);
  await change(work, 'central.secret', '');
  expect(listed(work, 'central.secret')).toMatchObject({ value: 'not set' });
});

test('a secret stands in no list, no event, no reply and not readable in the data folder', async () => {
  const work = await openTestWorkstation();
  const answer = await change(work, 'central.secret', PASSWORD);
  await change(work, 'central.secret', `${PASSWORD}-2`);
  await refusal(work, 'central.secret', [PASSWORD]);
  await refusal(work, 'central.secret', PASSWORD.repeat(100));
  const { store } = work.workstation;
  const tables = store.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'setting' AND sql NOT LIKE 'CREATE VIRTUAL%'",
  );
  const everywhere = tables.map(({ name }) => JSON.stringify(store.all(`SELECT * FROM "${name}"`)));
  expect(everywhere.length).toBeGreaterThan(20);
  const seen = [answer, work.ask('setting.list', {}, 'mona'), everywhere]
    .map((part) => JSON.stringify(part))
    .join();
  expect(seen).not.toContain(PASSWORD);
  expect(seen).toContain('"set"');
  for (const file of readdirSync(work.folder, { recursive: true, withFileTypes: true }))
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes(PASSWORD)).toBe(false);
});

test('a central beyond this machine is not named without security, and security is not taken away from one that is', async () => {
  const work = await openTestWorkstation();
  await change(work, 'central.brokers', '127.0.0.1:9092,localhost:9093, [::1]:9094');
  expect(await refusal(work, 'central.brokers', 'localhost:9092,kafka.example:9092')).toBe(
    'Central at kafka.example is not on this machine and cannot be used without security. Set central.security.',
  );
  await change(work, 'central.security', 'scram-sha-512');
  await change(work, 'central.brokers', 'kafka.example:9092');
  expect(await refusal(work, 'central.security', 'none')).toContain('kafka.example is not on this machine');
  expect(work.workstation.dispatcher.setting('central.security')).toBe('scram-sha-512');
});

test.each(['localhost', 'kafka example:9092', 'kafka:port', 'a:1,,b:1', '127.0.0.1.evil.example:1 '])(
  'what names no broker is refused: %s',
  async (brokers) => {
    const work = await openTestWorkstation();
    expect(await refusal(work, 'central.brokers', brokers)).toBeTruthy();
  },
);

test('a name that only begins like this machine is not this machine', async () => {
  const work = await openTestWorkstation();
  for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', '1127.0.0.1'])
    expect(await refusal(work, 'central.brokers', `${host}:9092`)).toContain('is not on this machine');
});

test('a certificate is taken also when a form made one line of it; what is none is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-ca-'));
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=company -days 3';
  execFileSync('openssl', [...words.split(' '), '-keyout', 'key.pem', '-out', 'ca.pem'], {
    cwd: folder,
    stdio: 'pipe',
  });
  const pem = readFileSync(join(folder, 'ca.pem'), 'utf8');
  rmSync(folder, { recursive: true });
  const work = await openTestWorkstation();
  await change(work, 'central.ca', pem.replaceAll('\n', ' '));
  expect(work.workstation.dispatcher.setting('central.ca')).toBe(pem);
  await change(work, 'central.ca', pem + pem);
  expect(work.workstation.dispatcher.setting('central.ca')).toBe(pem + pem);
  for (const wrong of ['a certificate', pem.slice(0, 200), pem.replace(/[A-Za-z]{8}/, '\nAAAAAAAA')])
    expect(await refusal(work, 'central.ca', wrong)).toContain('This is no certificate in PEM form.');
  await change(work, 'central.ca', '');
});
