// A disk for a test with a file system of its own, which lies in a file: what is in that file at some moment is what a power cut at
// that moment leaves. What a program wrote and did not ask to have on disk is mostly not in it.

import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './served.ts';
import { canMount, mount } from './small-disk.ts';

const makeFileSystem = (image: string, bytes: number): boolean => {
  const file = openSync(image, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return spawnSync('mkfs.ext4', ['-q', '-F', image]).status === 0;
};

/** The file system in a file, in a folder of its own until it is taken off. */
const mounted = (image: string): { folder: string; takeOff(): void } => {
  const folder = temporaryFolder();
  expect(mount('-o', 'loop', image, folder)).toBe(true);
  return { folder, takeOff: () => void spawnSync('umount', ['-l', folder]) };
};

/** Whether this machine lets us make one: root on Linux, with devices for it. */
export const canHaveDisk = ((): boolean => {
  if (!canMount) return false;
  const folder = temporaryFolder();
  const [image, place] = [join(folder, 'disk.img'), join(folder, 'place')];
  mkdirSync(place);
  const can = makeFileSystem(image, 8 << 20) && mount('-o', 'loop', image, place);
  if (can) spawnSync('umount', [place]);
  return can;
})();

/** So long what is on its way takes at most to whoever listens on this machine. */
const HEARD_MS = 150;

export interface RealDisk {
  readonly folder: string;
  /**
   * Looks at what would be there had the power gone now. The process that writes to it stands still meanwhile, and before it is looked
   * at, whoever it has spoken to has heard it.
   */
  asCutOff(pid: number, look: (folder: string) => void): Promise<void>;
}

/** A disk of its own, of so many bytes. It is taken off after what was opened on it was closed. */
export const realDisk = (bytes: number): RealDisk => {
  const images = temporaryFolder();
  const image = join(images, 'disk.img');
  expect(makeFileSystem(image, bytes)).toBe(true);
  const { folder, takeOff } = mounted(image);
  onTestFinished(takeOff);
  return {
    folder,
    asCutOff: async (pid, look) => {
      const copy = join(images, 'cut.img');
      process.kill(pid, 'SIGSTOP');
      try {
        await wait(HEARD_MS);
        copyFileSync(image, copy);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      const left = mounted(copy);
      try {
        look(left.folder);
      } finally {
        left.takeOff();
        rmSync(copy);
      }
    },
  };
};
