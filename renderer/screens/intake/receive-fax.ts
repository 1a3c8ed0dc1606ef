/** Takes files of a person (dropped or chosen) in as faxes, one after the other; each one's outcome is told. */
import type { Failure } from '../../../core/contract/errors.ts';
import { run } from '../../client/api.ts';
import { failureOf } from '../../client/hooks.ts';

export type Outcome =
  | { fileName: string; kind: 'taken'; prescriptionId: string | null }
  | { fileName: string; kind: 'came-before' }
  | { fileName: string; kind: 'refused'; failure: Failure };

/** What the core takes in at most: 70 million characters of base64. */
const largest = 52_000_000;

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

const unreadable: Failure = {
  kind: 'refused',
  code: 'document.unreadable',
  message: 'This file cannot be read. It may have been moved, or it is larger than 50 MB.',
};

const receiveOne = async (file: File): Promise<Outcome> => {
  const fileName = file.name;
  if (file.size === 0 || file.size > largest) return { fileName, kind: 'refused', failure: unreadable };
  const bytesBase64 = await base64Of(file).catch(() => null);
  if (bytesBase64 === null) return { fileName, kind: 'refused', failure: unreadable };
  try {
    const { cameBefore, prescriptionId } = await run('document.receive', { fileName, bytesBase64 });
    return cameBefore ? { fileName, kind: 'came-before' } : { fileName, kind: 'taken', prescriptionId };
  } catch (thrown) {
    return { fileName, kind: 'refused', failure: failureOf(thrown) };
  }
};

/** @param onOutcome called after each file, with how it went */
export const receiveFaxes = async (files: readonly File[], onOutcome: (outcome: Outcome) => void) => {
  for (const file of files) onOutcome(await receiveOne(file));
};
