/**
 * A served workstation for a test, and people who work on it over HTTP: raw requests as any program may send them,
 * and commands and queries in the name of a person. The data folder opens by itself, as the demo does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { afterAll, onTestFinished } from 'vitest';
import type { Failure } from '../../core/contract/errors.ts';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../../core/contract/index.ts';
import type { Role } from '../../core/contract/values.ts';
import { keepDemoKey } from '../../core/host/key-file.ts';
import { type Served, serve } from '../../core/host/serve.ts';
import { newId } from '../../core/identity.ts';
import { insertUser } from '../../core/user/store.ts';
import { openWorkstation } from '../../core/workstation.ts';
import { type Person, passwordOf, staff } from './workstation.ts';

export const servedKey = '5e'.repeat(32);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone when the tests of the file have ended. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-served-'));
  folders.push(folder);
  return folder;
};

/** Makes a data folder with the staff of the tests and nothing else on file. */
export const staffedFolder = async (folder = temporaryFolder()): Promise<string> => {
  const workstation = openWorkstation({ dataFolder: folder, key: servedKey, create: true, channels: false });
  const people = Object.entries(staff) as [Person, Role][];
  const hashes = await Promise.all(
    people.map(([person]) => hash(passwordOf(person), { memoryCost: 1024, timeCost: 1, parallelism: 1 })),
  );
  workstation.dispatcher.record((store) => {
    people.forEach(([person, role], index) => {
      insertUser(store, {
        id: `user-${person}`,
        user_name: person,
        display_name: person,
        role,
        password_hash: hashes[index]!,
      });
    });
    return { result: undefined, events: [] };
  });
  await workstation.close();
  keepDemoKey(folder, servedKey);
  return folder;
};

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}
export type Envelope = { ok: true; result: unknown } | { ok: false; error: Failure };

export const envelopeOf = (answer: Answer): Envelope => JSON.parse(answer.text);
export const failureOf = (answer: Answer): Failure => {
  const envelope = envelopeOf(answer);
  if (envelope.ok) throw new Error('it was not refused');
  return envelope.error;
};

/** Where a workstation listens: `http://127.0.0.1:PORT`, or the path of a socket. */
export const openLine = (address: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const url = address.startsWith('http') ? new URL(address) : null;
  const target = url ? { host: url.hostname, port: url.port } : { socketPath: address };
  const host = url ? url.host : 'workstation';

  /** Sends a request exactly as it is given, the path too. Rejects when the connection breaks. */
  const send = (path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        { ...target, agent, method, path, headers: { host, ...headers } },
        (reply) => {
          const parts: Buffer[] = [];
          reply.on('data', (part: Buffer) => parts.push(part));
          reply.once('error', reject);
          reply.once('end', () =>
            resolve({
              status: reply.statusCode!,
              headers: reply.headers,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(json),
    });
  return { send, post, close: () => agent.destroy() };
};
export type Line = ReturnType<typeof openLine>;

export interface Seat {
  cookie: string;
  post(path: string, json: unknown): Promise<Answer>;
  get(path: string): Promise<Answer>;
  send(path: string, sent?: Sent): Promise<Answer>;
}

/** A window of its own: a session of its own behind a cookie, nobody signed in. */
export const sitDown = async (line: Line, token: string): Promise<Seat> => {
  const answer = await line.post('/api/session', { token });
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (!cookie) throw new Error(`no session: ${answer.text}`);
  return {
    cookie,
    post: (path, json) => line.post(path, json, { cookie }),
    get: (path) => line.send(path, { headers: { cookie } }),
    send: (path, sent = {}) => line.send(path, { ...sent, headers: { cookie, ...sent.headers } }),
  };
};

export interface Sitting {
  served: Served;
  line: Line;
  seat: Seat;
  state(): Promise<{
    state: string;
    trouble?: { code: string; sentence: string; backups: { file: string }[] };
  }>;
  /** Stops serving; done by itself when the test has ended. */
  close(): Promise<void>;
}

/** Serves a data folder, whatever it holds, and sits down at it, for the length of a test. */
export const sitDownAt = async (dataFolder: string, demo = false): Promise<Sitting> => {
  const served = await serve({
    dataFolder,
    demo,
    windowFolder: null,
    shell: 'browser',
    listen: { port: 0 },
  });
  const line = openLine(served.address);
  const seat = await sitDown(line, served.token);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    line.close();
    await served.close();
  };
  onTestFinished(close);
  return { served, line, seat, close, state: async () => JSON.parse((await seat.get('/api/state')).text) };
};

export const signIn = async (seat: Seat, person: Person): Promise<void> => {
  const answer = await seat.post('/api/run/user.signIn', {
    commandId: newId(),
    input: { userName: person, password: passwordOf(person) },
  });
  if (answer.status !== 200) throw new Error(`${person} cannot sign in: ${answer.text}`);
};

/** The staff at work: each has a seat and is signed in when first needed. Refused commands throw. */
export const staffAtWork = (line: Line, token: string) => {
  const seats = new Map<Person, Promise<Seat>>();
  const seatOf = (person: Person) => {
    const known =
      seats.get(person) ??
      sitDown(line, token).then(async (seat) => {
        await signIn(seat, person);
        return seat;
      });
    seats.set(person, known);
    return known;
  };
  const resultOf = (name: string, answer: Answer) => {
    const envelope = envelopeOf(answer);
    if (!envelope.ok) throw new Error(`${name}: ${envelope.error.code}: ${envelope.error.message}`);
    return envelope.result;
  };
  return {
    seatOf,
    run: async <N extends CommandName>(
      name: N,
      input: CommandInput<N>,
      as: Person = 'tina',
      { commandId = newId() }: { commandId?: string } = {},
    ): Promise<CommandResult<N>> =>
      resultOf(
        name,
        await (await seatOf(as)).post(`/api/run/${name}`, { commandId, input }),
      ) as CommandResult<N>,
    ask: async <N extends QueryName>(
      name: N,
      input: QueryInput<N>,
      as: Person = 'tina',
    ): Promise<QueryResult<N>> =>
      resultOf(name, await (await seatOf(as)).post(`/api/ask/${name}`, { input })) as QueryResult<N>,
  };
};
export type StaffAtWork = ReturnType<typeof staffAtWork>;
