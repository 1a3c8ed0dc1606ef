/**
 * One core a data folder: two would both take faxes and print labels.
 * The operating system holds the lock for the process and frees it however the process ends, so that a power cut
 * leaves nothing behind that could be taken for another workstation.
 */
import { join } from 'node:path';
import { holdFile } from '../store/database.ts';

export type FolderLock = { release: () => void };

/** Takes the folder, or answers null when another core has it. Throws when the folder cannot be written to. */
export const lockFolder = (folder: string): FolderLock | null => {
  const release = holdFile(join(folder, 'mortar.lock'));
  return release && { release };
};
