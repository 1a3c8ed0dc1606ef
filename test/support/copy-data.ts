/** The data file of a workstation as it is at a moment, as whoever copies a folder, or a process that dies, leaves it. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dataFileOf, type Workstation } from '../../core/workstation.ts';

/** Copies the file and its log, while the workstation goes on, to a folder where there is none. */
export const copyData = ({ store }: Pick<Workstation, 'store'>, folder: string): void => {
  mkdirSync(folder, { recursive: true });
  // In a transaction the log is not started over, so that no checkpoint comes between the file and its log.
  store.transaction(() => {
    for (const suffix of ['', '-wal'])
      if (existsSync(`${store.file}${suffix}`))
        copyFileSync(`${store.file}${suffix}`, `${dataFileOf(folder)}${suffix}`);
  });
};
