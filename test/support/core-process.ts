// A core for a test as it really runs: a process of its own on a data folder, which can be killed and started again
// on the same port with the same launch token, as a supervisor would.
// Always: as root on Linux it runs where there is no network at all but a loopback (a network namespace of its own),
// so whatever a test does through it was done offline.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './electron.ts';

/** Where programs run: with the machine's network, or with a loopback alone. */
export interface Network {
  loopbackOnly: boolean;
  /** The words of a command line that runs a program here. */
  commandFor(program: string, given: readonly string[]): [string, string[]];
  close(): void;
}

export const wholeNetwork: Network = {
  loopbackOnly: false,
  commandFor: (program, given) => [program, [...given]],
  close: () => undefined,
};

/** A network with a loopback only where this machine lets us make one, else the machine's own. */
export async function openNetwork(): Promise<Network> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return wholeNetwork;
  const holder = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const up = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'error').then(() => false),
    once(holder, 'exit').then(() => false),
  ]);
  if (!up) return wholeNetwork;
  return {
    loopbackOnly: true,
    commandFor: (program, given) => ['nsenter', [`--net=/proc/${holder.pid}/ns/net`, program, ...given]],
    close: () => void holder.kill('SIGKILL'),
  };
}

/** What a process has to do with networks: the interfaces it sees, where it listens, and whom it speaks with. */
export function networkOf(pid: number): { interfaces: string[]; listening: string[]; remote: string[] } {
  const lines = (file: string) => readFileSync(`/proc/${pid}/net/${file}`, 'utf8').trim().split('\n');
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).map((name) => {
      // A file may be closed between being listed and being read.
      const target = existsSync(`/proc/${pid}/fd/${name}`) ? readlinkSync(`/proc/${pid}/fd/${name}`) : '';
      return /^socket:\[(\d+)\]$/.exec(target)?.[1];
    }),
  );
  const sockets = [...lines('tcp').slice(1), ...lines('tcp6').slice(1)]
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => own.has(fields[9]))
    .map(([, local = '', remote = '', state]) => ({ local, remote, listens: state === '0A' }));
  return {
    interfaces: lines('dev')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim() ?? ''),
    listening: sockets.filter(({ listens }) => listens).map(({ local }) => addressOf(local)),
    remote: sockets.filter(({ listens }) => !listens).map(({ remote }) => addressOf(remote)),
  };
}

/** `0100007F:1F90` → `127.0.0.1`; a longer address stays as the kernel writes it. */
function addressOf(written: string): string {
  const hex = written.split(':')[0] ?? '';
  return hex.length === 8 ? [...Buffer.from(hex, 'hex')].reverse().join('.') : hex;
}

export interface CoreProcess {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The address that lets a window in. */
  readonly link: string;
  readonly data: string;
  /** The folder that is watched for faxes. */
  readonly inbox: string;
  pid(): number;
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
  /** Stops it in good order. */
  stop(): Promise<void>;
  /** Starts it again on the same data, port and token. */
  start(): Promise<void>;
  /** Stops it and removes the data folder. */
  close(): Promise<void>;
}

interface CoreOptions {
  network: Network;
  /** Where the data is or will be; without it a new folder is made. */
  data?: string;
  demo?: boolean;
}

/** Starts a core and waits until it serves. */
export async function openCore({ network, data: given, demo = true }: CoreOptions): Promise<CoreProcess> {
  const data = given ?? mkdtempSync(join(tmpdir(), 'workstation-'));
  const token = randomBytes(32).toString('base64url');
  let child: ChildProcess | undefined;
  let port = '0';

  const start = async () => {
    const [program, words] = network.commandFor(process.execPath, [
      join(projectRoot, 'core/host/serve.ts'),
      ...['--data', data, '--port', port, '--window', join(projectRoot, 'dist/renderer'), '--token-stdin'],
      ...(demo ? ['--demo'] : []),
    ]);
    const started = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    child = started;
    started.stdin.write(`${token}\n`);
    for await (const line of createInterface({ input: started.stdout })) {
      const at = /^workstation ready at http:\/\/127\.0\.0\.1:(\d+)\//.exec(line);
      if (!at) continue;
      port = at[1] as string;
      return;
    }
    throw new Error('The core ended before it was ready.');
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  await start();
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    link: `${origin}/#token=${token}`,
    data,
    inbox: join(data, 'inbox'),
    pid: () => child?.pid as number,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
    close: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
