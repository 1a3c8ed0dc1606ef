/** Which prescription comes next at a stage, once one is done. */
import type { Stage } from '../../../core/contract/values.ts';
import { ask } from '../../client/api.ts';

/** How many rows of the queue are looked at before the person is shown the queue itself. */
const lookAt = 12;

/**
 * The next prescription this person may work on, in the order of the queue; one of the same page goes first.
 * @param command the workflow command that has to be possible
 * @returns its id, or null when there is none
 */
export const nextAt = async (
  stage: Extract<Stage, 'transcribing' | 'verifying'>,
  command: 'transcribe' | 'approve',
  done: string,
): Promise<string | null> => {
  const [{ siblings }, { rows }] = await Promise.all([
    ask('prescription.get', { prescriptionId: done }),
    ask('prescription.workQueue', { stage, held: 'without', limit: lookAt }),
  ]);
  const candidates = [...siblings.filter((sibling) => sibling.stage === stage), ...rows].map(({ id }) => id);
  for (const id of new Set(candidates)) {
    if (id === done) continue;
    const { possible } = await ask('prescription.get', { prescriptionId: id });
    if (possible[command] === null) return id;
  }
  return null;
};
