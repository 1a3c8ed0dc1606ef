// A disk for a test that is small and can be full: a file system in memory of its own.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './served.ts';

export const mount = (...given: string[]) => spawnSync('mount', given).status === 0;
/** Whether this machine lets us make one: root on Linux. */
export const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = temporaryFolder();
  const mounted = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (mounted) spawnSync('umount', [folder]);
  return mounted;
})();

/** A small disk of its own. It is taken off after what was opened on it was closed. */
export const smallDisk = (size: string): string => {
  const folder = temporaryFolder();
  expect(mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)).toBe(true);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
};
/** Fills it to the last byte; answers the file to remove for room. */
export const fillUp = (disk: string): string => {
  const filler = join(disk, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (const size of [1 << 20, 1 << 12]) for (;;) writeSync(file, Buffer.alloc(size, 1));
  } catch {
    try {
      for (;;) writeSync(file, Buffer.alloc(1 << 12, 1));
    } catch {}
  }
  closeSync(file);
  return filler;
};
