// Starts one core process and tells what becomes of it. It is always a utility process: Chromium starts that one
// without its own open files, which a plain `spawn` from here would hand on (and then never see them close).
// Always: the launch token goes through a message, never through arguments or the environment.
// Not here: starting it again when it dies (core-process.ts).

import { join } from 'node:path';
import { app, utilityProcess } from 'electron';

/** What a core is told when it starts: sent as its first message. */
export interface CoreLaunch {
  socket: string;
  token: string;
  data: string;
  demo: boolean;
}

/** A core that was started. */
export interface CoreChild {
  /** Resolves once it listens. Never settles when it dies before. */
  listening: Promise<void>;
  /** Resolves when the process is gone. */
  gone: Promise<void>;
  /** Asks it to close its database and end. */
  end(): void;
  /** Stops it at once. */
  kill(): void;
}

/** What goes between this process and the one it starts, after the launch. */
export type CoreMessage = 'listening' | 'end';

/** Starts a core that listens on `launch.socket` and answers whoever bears `launch.token`. After `ready` only. */
export function launchCore(launch: CoreLaunch): CoreChild {
  const file = runsCoreItself() ? 'dist/core/core-in-electron.js' : 'dist/electron/core-in-node.js';
  const child = utilityProcess.fork(join(app.getAppPath(), file), [], { serviceName: 'Mortar core' });
  child.postMessage(launch);
  return {
    listening: new Promise((resolve) => {
      child.on('message', (message: CoreMessage) => message === 'listening' && resolve());
    }),
    gone: new Promise((resolve) => child.once('exit', () => resolve())),
    end: () => child.postMessage('end' satisfies CoreMessage),
    kill: () => void child.kill(),
  };
}

/** The packaged program runs the core in Electron's own Node. Below this one the SQLite driver crashes. */
function runsCoreItself(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return app.isPackaged && (major > 22 || (major === 22 && minor >= 14));
}
