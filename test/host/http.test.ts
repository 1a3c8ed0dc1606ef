/**
 * The door of the core, over a TCP port and over a private socket alike: who is let in, what may be asked before
 * somebody signs in, what comes back in which words, and what no address reaches.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { commands, events, type QueryName, queries } from '../../core/contract/index.ts';
import { type Served, serve } from '../../core/host/serve.ts';
import { newId } from '../../core/identity.ts';
import { askers } from '../../core/roles.ts';
import { openStore } from '../../core/store/database.ts';
import { verify } from '../../core/verification/verify.ts';
import { hostileTexts } from '../support/chance.ts';
import { stockedCounter } from '../support/counter.ts';
import {
  type Answer,
  envelopeOf,
  failureOf,
  type Line,
  openLine,
  type Seat,
  type StaffAtWork,
  servedKey,
  sitDown,
  staffAtWork,
  staffedFolder,
} from '../support/served.ts';

interface House {
  folder: string;
  served: Served;
  line: Line;
  people: StaffAtWork;
  /** The host header it wants. */
  host: string;
  patientId: string;
  documentId: string;
}

const secretBesideTheWindow = 'nobody may read this';
let now = Date.parse('2026-03-02T14:00:00.000Z');

const openHouse = async (over: 'port' | 'socket'): Promise<House> => {
  const folder = await staffedFolder();
  const windowFolder = join(folder, 'window');
  mkdirSync(join(windowFolder, 'assets'), { recursive: true });
  writeFileSync(join(windowFolder, 'index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(windowFolder, 'assets/main-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), secretBesideTheWindow);
  const served = await serve({
    dataFolder: folder,
    demo: false,
    windowFolder,
    shell: over === 'port' ? 'browser' : 'electron',
    listen: over === 'port' ? { port: 0 } : { socket: join(folder, 's') },
    clock: () => now,
  });
  const line = openLine(served.address);
  const people = staffAtWork(line, served.token);
  const { patientId } = await stockedCounter(people);
  const fax = createCanvas(200, 300).toBuffer('image/png').toString('base64');
  const { documentId } = await people.run('document.receive', { fileName: 'fax.png', bytesBase64: fax });
  const host = over === 'port' ? new URL(served.address).host : 'workstation';
  return { folder, served, line, people, host, patientId, documentId };
};

describe.each(['port', 'socket'] as const)('over a %s', (over) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(over);
  });
  afterAll(async () => {
    house.line.close();
    await house.served.close();
  });
  const bearer = () => ({ authorization: `Bearer ${house.served.token}` });
  const stranger = () => sitDown(house.line, house.served.token);

  describe('who is let in', () => {
    const paths = ['/api/state', '/api/contract', '/api/events', '/api/documents/x/pages/1', '/api/nothing'];

    test.each(paths)('nobody without a token: %s', async (path) => {
      for (const headers of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: `bearer ${house.served.token}x` },
        { cookie: `mortar-session=${'A'.repeat(43)}` },
        { cookie: 'mortar-session=' },
      ]) {
        const answer = await house.line.send(path, { headers });
        expect(answer.status).toBe(401);
        expect(failureOf(answer)).toMatchObject({ kind: 'forbidden', code: 'token' });
      }
    });

    test('a script with the launch token', async () => {
      const answer = await house.line.send('/api/state', { headers: bearer() });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({
        state: 'ready',
        shell: over === 'port' ? 'browser' : 'electron',
      });
    });

    test('a window that exchanges the token for a cookie no script of a page can read', async () => {
      const answer = await house.line.post('/api/session', { token: house.served.token });
      const [cookie = '', ...others] = answer.headers['set-cookie'] ?? [];
      expect(others).toEqual([]);
      expect(cookie).toMatch(/^mortar-session=[A-Za-z0-9_-]{43}(\.[A-Za-z0-9_-]{43})?; /);
      expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/api', 'SameSite=Strict']);
      expect(cookie).not.toContain(house.served.token);
      expect(answer.text).not.toContain(house.served.token);
    });

    test('any number of windows one after the other', async () => {
      for (let window = 0; window < 230; window += 1)
        expect((await house.line.post('/api/session', { token: house.served.token })).status).toBe(200);
      expect((await house.line.send('/api/state', { headers: bearer() })).status).toBe(200);
    });

    test('not a window with a token that is not the one', async () => {
      for (const token of ['', 'wrong', `${house.served.token} `, house.served.token.toLowerCase()])
        expect((await house.line.post('/api/session', { token })).status).toBe(401);
      expect((await house.line.post('/api/session', { token: 7 })).status).toBe(400);
      expect((await house.line.post('/api/session', {})).status).toBe(400);
    });

    test('nobody who names another host, even with the token', async () => {
      for (const host of [
        'evil.example',
        'localhost',
        '127.0.0.1',
        'workstation.evil.example',
        `x${house.host}`,
      ]) {
        const answer = await house.line.send('/api/state', { headers: { ...bearer(), host } });
        expect(answer.status, host).toBe(403);
        expect(failureOf(answer).code).toBe('host');
      }
      const window = await house.line.send('/', { headers: { host: 'evil.example' } });
      expect(window.status).toBe(403);
    });

    test('no page of another site, even with the cookie', async () => {
      const seat = await stranger();
      for (const origin of [
        'https://evil.example',
        'null',
        `http://${house.host}.evil.example`,
        'http://localhost:1',
      ]) {
        const answer = await seat.send('/api/state', { headers: { origin } });
        expect(answer.status, origin).toBe(403);
        expect(failureOf(answer).code).toBe('origin');
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
      for (const origin of [`http://${house.host}`, `app://${house.host}`])
        expect((await seat.send('/api/state', { headers: { origin } })).status, origin).toBe(200);
    });
  });

  describe('what may be done by somebody who has not signed in', () => {
    test('no query but those of the sign-in screen', async () => {
      const seat = await stranger();
      for (const name of Object.keys(queries) as QueryName[]) {
        const answer = await seat.post(`/api/ask/${name}`, { input: {} });
        if (askers[name].includes('anyone')) expect(answer.status, name).toBe(200);
        else expect([400, 401], name).toContain(answer.status);
      }
    });

    test('no page of a fax and no label', async () => {
      const seat = await stranger();
      for (const path of [
        `/api/documents/${house.documentId}/pages/1`,
        '/api/labels/0000.pdf',
        '/api/prescriptions/x/label-preview.pdf',
      ]) {
        const answer = await seat.get(path);
        expect(answer.status, path).toBe(401);
        expect(failureOf(answer).code).toBe('sign-in');
      }
    });

    test('nor when the window is locked, until it is unlocked again', async () => {
      const seat = await stranger();
      const page = `/api/documents/${house.documentId}/pages/1`;
      const signIn = { userName: 'tom', password: 'tom-counter-7' };
      expect((await seat.post('/api/run/user.signIn', { commandId: newId(), input: signIn })).status).toBe(
        200,
      );
      const png = await seat.get(page);
      expect(png.status).toBe(200);
      expect(png.headers['content-type']).toBe('image/png');
      expect((await seat.post('/api/run/user.lock', { commandId: newId(), input: {} })).status).toBe(200);
      for (const answer of [
        await seat.get(page),
        await seat.post('/api/ask/patient.get', { input: { patientId: house.patientId } }),
        await seat.post('/api/run/patient.addNote', {
          commandId: newId(),
          input: { patientId: house.patientId, kind: 'note', note: 'x' },
        }),
      ]) {
        expect(answer.status).toBe(403);
        expect(failureOf(answer).code).toBe('locked');
        expect(answer.text).not.toContain('Alvarez');
      }
      expect((await seat.post('/api/run/user.signIn', { commandId: newId(), input: signIn })).status).toBe(
        200,
      );
      expect((await seat.get(page)).status).toBe(200);
    });

    test('and a window left alone is locked by the clock', async () => {
      const seat = await stranger();
      await seat.post('/api/run/user.signIn', {
        commandId: newId(),
        input: { userName: 'tom', password: 'tom-counter-7' },
      });
      const ask = () => seat.post('/api/ask/patient.get', { input: { patientId: house.patientId } });
      now += 4 * 60_000;
      expect((await ask()).status).toBe(200);
      now += 5 * 60_000 + 1000;
      const answer = await ask();
      expect(failureOf(answer).code).toBe('locked');
      const log = await house.people.seatOf('adam').then(async (adam) => {
        // His own window was left alone as long.
        await adam.post('/api/run/user.signIn', {
          commandId: newId(),
          input: { userName: 'adam', password: 'adam-counter-7' },
        });
        return adam.post('/api/ask/event.log', { input: { name: 'user.locked' } });
      });
      expect(log.text).toContain('user.locked');
    });
  });

  describe('what comes back', () => {
    let mona: Seat;
    beforeAll(async () => {
      mona = await stranger();
      await mona.post('/api/run/user.signIn', {
        commandId: newId(),
        input: { userName: 'mona', password: 'mona-counter-7' },
      });
    });
    const run = (name: string, input: unknown, more = {}) =>
      mona.post(`/api/run/${name}`, { commandId: newId(), input, ...more });

    test('one status for each kind of failure', async () => {
      const used = newId();
      await mona.post('/api/run/user.setPin', {
        commandId: used,
        input: { password: 'mona-counter-7', pin: '4711' },
      });
      const cases: [status: number, kind: string, answer: Promise<Answer>][] = [
        [400, 'invalid', run('patient.addNote', { patientId: house.patientId, kind: 'song', note: 'x' })],
        [422, 'refused', run('prescriber.register', { familyName: 'A', givenNames: 'B', npi: '1234567890' })],
        [404, 'not-found', run('patient.addNote', { patientId: 'nobody', kind: 'note', note: 'x' })],
        [409, 'conflict', mona.post('/api/run/user.lock', { commandId: used, input: {} })],
        [403, 'forbidden', run('prescription.approve', { prescriptionId: 'x', confirmed: [] })],
        [401, 'forbidden', (await stranger()).post('/api/ask/drug.count', { input: {} })],
        [404, 'not-found', run('no.such', {})],
        [404, 'not-found', mona.get('/api/no-such')],
      ];
      for (const [status, kind, answer] of cases) {
        const { status: given, headers, ...rest } = await answer;
        const { error } = envelopeOf({ status: given, headers, ...rest }) as {
          error: { kind: string; message: string };
        };
        expect([given, error.kind]).toEqual([status, kind]);
        expect(error.message.length).toBeGreaterThan(10);
        expect(headers['content-type']).toMatch(/^application\/json/);
      }
    });

    test('a body that is too large, no JSON, or nested without end is refused in words', async () => {
      const path = '/api/ask/patient.find';
      const send = (body: string) => mona.send(path, { method: 'POST', body });
      expect(failureOf(await send(JSON.stringify({ input: { text: 'x'.repeat(1024 * 1024) } }))).code).toBe(
        'too-large',
      );
      for (const body of [
        '',
        '{',
        'null',
        '[]',
        '"x"',
        '\u0000',
        `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      ]) {
        const answer = await send(body);
        expect(answer.status, body.slice(0, 10)).toBe(400);
        expect(failureOf(answer).kind).toBe('invalid');
      }
    });

    test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prescription', ''])(
      'there is no command and no query named “%s”',
      async (name) => {
        for (const path of [`/api/run/${name}`, `/api/ask/${name}`]) {
          const answer = await mona.post(path, { commandId: newId(), input: {} });
          expect(answer.status).toBe(404);
          expect(failureOf(answer).kind).toBe('not-found');
        }
      },
    );

    test('an input with a prototype in it changes nothing', async () => {
      const body = `{"commandId":"${newId()}","input":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}`;
      await mona.send('/api/run/patient.register', { method: 'POST', body });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    test('whatever is typed into a search box is looked for', async () => {
      for (const name of ['drug.find', 'search.everything', 'patient.find', 'prescriber.find', 'stock.list'])
        for (const text of hostileTexts.filter(({ length }) => length <= 120)) {
          const answer = await mona.post(`/api/ask/${name}`, { input: { text } });
          expect(answer.status, `${name} ${JSON.stringify(text)}`).toBe(200);
        }
    });

    test('half a sign, as a broken program sends it, does not break the seal of the log', async () => {
      const body = `{"commandId":"${newId()}","input":{"patientId":"${house.patientId}","kind":"note","note":"half \\ud83d a sign"}}`;
      expect((await mona.send('/api/run/patient.addNote', { method: 'POST', body })).status).toBe(200);
      const store = openStore(join(house.folder, 'mortar.db'), servedKey);
      onTestFinished(() => store.close());
      expect(verify(store).violations).toEqual([]);
      expect(store.get("SELECT 1 FROM event WHERE reason = 'half \ufffd a sign'")).toBeDefined();
    });

    test('a command sent twice has one effect and one answer', async () => {
      const input = { patientId: house.patientId, kind: 'note' as const, note: 'asked for a larger print' };
      const commandId = newId();
      const [first, second] = await Promise.all([
        mona.post('/api/run/patient.addNote', { commandId, input }),
        mona.post('/api/run/patient.addNote', { commandId, input }),
      ]);
      expect(envelopeOf(second)).toEqual(envelopeOf(first));
      const log = await (await house.people.seatOf('phoebe')).post('/api/ask/event.log', {
        input: { name: 'patient.noted' },
      });
      const { entries } = (envelopeOf(log) as { result: { entries: { reason: string }[] } }).result;
      expect(entries.filter(({ reason }) => reason === input.note)).toHaveLength(1);
    });

    test('headers that keep a browser in its place', async () => {
      for (const path of ['/', '/api/state', '/assets/main-1a2b.js']) {
        const { headers } = await mona.get(path);
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['content-security-policy']).toContain("default-src 'none'");
        expect(headers['content-security-policy']).not.toContain('unsafe-eval');
      }
      expect((await mona.get('/api/state')).headers['cache-control']).toBe('no-store');
    });
  });

  describe('the files of the window', () => {
    test.each([
      '/../secret.json',
      '/assets/../../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%5c..%5csecret.json',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.json',
      '//secret.json',
      '/.env',
      '/secret.json%00.js',
      '/%E0%A4%A',
      '/%',
    ])('nothing outside of its folder: %s', async (path) => {
      const answer = await house.line.send(path);
      expect(answer.text).not.toContain(secretBesideTheWindow);
      expect([200, 400, 404]).toContain(answer.status);
    });

    test('its own, each with its type; any other address is a place in the window', async () => {
      const script = await house.line.send('/assets/main-1a2b.js');
      expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(script.headers['cache-control']).toContain('immutable');
      const place = await house.line.send('/queue/to-fill');
      expect(place.text).toContain('<title>window</title>');
      expect((await house.line.send('/assets/none.js')).status).toBe(404);
    });
  });

  test('what is committed is announced by name and id, with nothing of a patient', async () => {
    const seat = await house.people.seatOf('phoebe');
    const url = new URL(house.served.address.startsWith('http') ? house.served.address : 'http://x');
    const target = house.served.address.startsWith('http')
      ? { host: url.hostname, port: url.port }
      : { socketPath: house.served.address };
    const heard: string[] = [];
    const stream = httpRequest({
      ...target,
      path: '/api/events',
      headers: { host: house.host, cookie: seat.cookie },
    });
    onTestFinished(() => void stream.destroy());
    const told = new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.once('response', (reply) => {
        expect(reply.headers['content-type']).toMatch(/^text\/event-stream/);
        reply.on('data', (part: Buffer) => {
          heard.push(part.toString());
          if (heard.join('').includes('patient.registered')) resolve();
        });
        reply.once('error', () => {});
      });
    });
    stream.end();
    while (!heard.join('').includes('hello')) await new Promise((resolve) => setTimeout(resolve, 5));
    await house.people.run(
      'patient.register',
      {
        familyName: 'Quillfeather',
        givenNames: 'Zebulon',
        dateOfBirth: '1971-07-17',
        sex: 'male',
        phone: '585-555-0199',
      },
      'phoebe',
    );
    await told;
    const text = heard.join('');
    for (const said of ['Quillfeather', 'Zebulon', '1971-07-17', '585-555-0199'])
      expect(text).not.toContain(said);
    const announcements = [...text.matchAll(/^data: (\{.+\})$/gm)].map(([, json]) => JSON.parse(json!));
    for (const one of announcements.filter(({ seq }) => seq !== undefined))
      expect(one).toEqual({
        seq: expect.any(Number),
        name: expect.stringMatching(/^[a-z]+\.[a-zA-Z]+$/),
        subject: { kind: expect.any(String), id: expect.any(String) },
      });
  });

  test('the contract says the shape of everything in JSON Schema', async () => {
    const answer = await house.line.send('/api/contract', { headers: bearer() });
    const contract = JSON.parse(answer.text);
    expect(Object.keys(contract.commands).sort()).toEqual(Object.keys(commands).sort());
    expect(Object.keys(contract.queries).sort()).toEqual(Object.keys(queries).sort());
    expect(Object.keys(contract.events).sort()).toEqual(Object.keys(events).sort());
    const said = [
      ...Object.values<Record<string, object>>(contract.commands).flatMap(({ input, result }) => [
        input,
        result,
      ]),
      ...Object.values<Record<string, object>>(contract.queries).flatMap(({ input, result }) => [
        input,
        result,
      ]),
      ...Object.values<Record<string, object>>(contract.events).map(({ data }) => data),
    ];
    for (const schema of said) {
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
      });
      // Read back as a schema, it takes only objects.
      const readBack = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
      expect(readBack.safeParse('text').success).toBe(false);
    }
    const signIn = z.fromJSONSchema(contract.commands['user.signIn'].input);
    expect(signIn.safeParse({ userName: 'tina', password: 'x' }).success).toBe(true);
    expect(signIn.safeParse({ userName: 'tina' }).success).toBe(false);
  });
});
