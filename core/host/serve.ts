/**
 * The core as a process: `serve.ts --data DIR [--port N | --socket PATH] [--demo] [--window DIR] [--token-stdin]`.
 * Listens on 127.0.0.1 or a private socket only, prints one line when it is ready, and stops cleanly on SIGTERM.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { createHost } from './http.ts';
import { createLifecycle } from './lifecycle.ts';
import { errorFields, log } from './log.ts';

export interface ServeOptions {
  dataFolder: string;
  demo: boolean;
  windowFolder: string | null;
  shell: 'browser' | 'electron';
  token?: string;
  listen: { port: number } | { socket: string };
  clock?: () => number;
  migrationsFolder?: string;
}

export interface Served {
  /** `http://127.0.0.1:PORT` or the path of the socket. */
  address: string;
  token: string;
  close(): Promise<void>;
}

const listenOn = (server: Server, listen: ServeOptions['listen']) =>
  new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.once('listening', () => listening());
    if ('port' in listen) server.listen(listen.port, '127.0.0.1');
    else {
      // A socket file left by a process that was killed is in the way of nobody: the folder lock is ours.
      if (process.platform !== 'win32') rmSync(listen.socket, { force: true });
      server.listen(listen.socket);
    }
  });

/** Serves a data folder until `close`. */
export const serve = async (options: ServeOptions): Promise<Served> => {
  const token = options.token ?? randomBytes(32).toString('base64url');
  const lifecycle = createLifecycle({
    dataFolder: options.dataFolder,
    demo: options.demo,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.migrationsFolder ? { migrationsFolder: options.migrationsFolder } : {}),
  });
  let hosts: string[] = [];
  const { app } = createHost({
    lifecycle,
    launchToken: token,
    hosts: () => hosts,
    windowFolder: options.windowFolder,
    shell: options.shell,
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const server = createServer(getRequestListener(app.fetch));
  server.headersTimeout = 10_000;
  await lifecycle.begin();
  await listenOn(server, options.listen);
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? (bound as AddressInfo).port : null;
  hosts = port === null ? ['workstation'] : [`127.0.0.1:${port}`, `localhost:${port}`];
  return {
    address: port === null ? (options.listen as { socket: string }).socket : `http://127.0.0.1:${port}`,
    token,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      // Event streams never end by themselves.
      server.closeAllConnections();
      await closed;
      await lifecycle.close();
    },
  };
};

const firstLineOfStdin = async (): Promise<string> => {
  for await (const text of createInterface({ input: process.stdin })) return text;
  throw new Error('no token came on standard input');
};

/** Runs the command line; used by the file itself and by `npm start -- --headless`. */
export const runServe = async (args: string[]): Promise<void> => {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      socket: { type: 'string' },
      demo: { type: 'boolean', default: false },
      window: { type: 'string' },
      migrations: { type: 'string' },
      'token-stdin': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  // What the core writes is for its own user's eyes only.
  process.umask(0o077);
  if (!values.data) throw new Error('say where the data folder is: --data DIR');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('--port takes a number from 0 to 65535');
  const windowFolder = values.window ? resolve(values.window) : null;
  const served = await serve({
    dataFolder: resolve(values.data),
    demo: values.demo,
    windowFolder: windowFolder && existsSync(windowFolder) ? windowFolder : null,
    shell: values.socket ? 'electron' : 'browser',
    ...(values['token-stdin'] ? { token: await firstLineOfStdin() } : {}),
    ...(values.migrations ? { migrationsFolder: resolve(values.migrations) } : {}),
    listen: values.socket ? { socket: values.socket } : { port },
  });
  const stop = () => {
    served.close().then(
      () => process.exit(0),
      (error) => {
        log('error', 'close', errorFields(error));
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Whoever handed the token over keeps the pipe open; once it is closed there is nobody left to serve.
  if (values['token-stdin']) process.stdin.once('close', stop).resume();
  process.stdout.write(
    `workstation ready at ${served.address}${values.socket ? '' : `/#token=${served.token}`}\n`,
  );
};

if (import.meta.main) {
  runServe(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`mortar: ${error instanceof Error ? error.message : 'could not start'}\n`);
    process.exit(1);
  });
}
