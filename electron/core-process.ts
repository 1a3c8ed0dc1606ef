// Keeps the core running beside the window. A core that dies is started again, later each time; after five quick
// deaths in a row it is left, and the window says so.
// Always: one core at a time; every start has its own token and its own private socket.
// Not here: how a process is started (core-launch.ts) and how requests reach it (core-request.ts).

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CoreChild, launchCore } from './core-launch.ts';
import type { CoreAddress } from './core-request.ts';

/** Before each new start; the death after the last of them is one too many. */
const WAITS_MS = [250, 500, 1_000, 2_000];
const STEADY_AFTER_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

/** `starting` is the first start; `restarting` follows a death; `given-up` stays until the program is started again. */
export type CoreState =
  | { kind: 'starting' | 'restarting' | 'given-up' | 'stopped' }
  | { kind: 'up'; address: CoreAddress };

export interface Core {
  state(): CoreState;
  /** Resolves when the first start has come to something: up, restarting or given up. */
  firstStart: Promise<void>;
  stop(): Promise<void>;
}

export interface CoreOptions {
  data: string;
  demo: boolean;
  /** Electron's own start; no process can be started before it. */
  ready: Promise<void>;
  /** Runs against every fresh core before the window may use it (opens it with the key held). */
  prepare(address: CoreAddress): Promise<void>;
  /** Called once, when the core has died too often. */
  givenUp(): void;
}

/** Starts the core and keeps it running until `stop`. */
export function keepCoreRunning(options: CoreOptions): Core {
  const { promise: firstStart, resolve: firstStartDone } = Promise.withResolvers<void>();
  let state: CoreState = { kind: 'starting' };
  let child: CoreChild | undefined;
  const stopped = () => state.kind === 'stopped';

  async function run(folder: string): Promise<void> {
    for (let deaths = 0; !stopped(); ) {
      const address = { socket: socketIn(folder), token: randomBytes(32).toString('hex') };
      const born = launchCore({ ...address, data: options.data, demo: options.demo });
      child = born;
      const lived = await life(born, address);
      if (stopped()) return;
      deaths = lived >= STEADY_AFTER_MS ? 1 : deaths + 1;
      const wait = WAITS_MS[deaths - 1];
      state = { kind: wait === undefined ? 'given-up' : 'restarting' };
      firstStartDone();
      if (wait === undefined) return options.givenUp();
      await delay(wait);
    }
  }

  /** Follows one process from birth to death; answers how long it served, in milliseconds. */
  async function life(born: CoreChild, address: CoreAddress): Promise<number> {
    const listens = await Promise.race([born.listening.then(() => true), born.gone.then(() => false)]);
    if (!listens) return 0;
    const since = performance.now();
    await Promise.race([options.prepare(address).catch(() => undefined), born.gone]);
    if (!stopped()) state = { kind: 'up', address };
    firstStartDone();
    await born.gone;
    return performance.now() - since;
  }

  const folder = mkdtemp(join(tmpdir(), 'mortar-'));
  void options.ready.then(() => folder).then(run);

  return {
    state: () => state,
    firstStart,
    async stop() {
      state = { kind: 'stopped' };
      firstStartDone();
      child?.end();
      const late = setTimeout(() => child?.kill(), STOP_WITHIN_MS);
      await child?.gone;
      clearTimeout(late);
      await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** A name of its own for each start: a killed core leaves its socket file behind. */
function socketIn(folder: string): string {
  const name = randomBytes(8).toString('hex');
  return process.platform === 'win32' ? `\\\\.\\pipe\\mortar-${name}` : join(folder, name);
}
