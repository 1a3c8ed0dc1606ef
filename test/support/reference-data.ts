/**
 * The folder of reference data some tests read, where there is one: beside the project, or where REFERENCE_DATA says.
 * The data is no part of the project; a test that wants a file of it is skipped, with the file’s name, where it is absent.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = process.env.REFERENCE_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** The path of a file of the reference data, and whether it is there. */
export const referenceFile = (name: string): { path: string; absent: boolean } => {
  const path = join(folder, name);
  return { path, absent: !existsSync(path) };
};
