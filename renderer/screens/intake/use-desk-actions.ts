/**
 * What the desk does to an order besides typing it: more orders of the same fax, taken as a refill, read once more,
 * rejected as one that came before. What follows is said in a note; what went wrong is in `failure`.
 */
import { notifications } from '@mantine/notifications';
import { rejectReasons } from '../../../core/contract/prescription.ts';
import { ask } from '../../client/api.ts';
import { useRun } from '../../client/hooks.ts';
import type { useDecisions } from '../verification/use-decisions.ts';
import { firstDraft, type useDraft } from './use-draft.ts';

const duplicate = rejectReasons.filter((reason) => reason === 'duplicate');

const tell = (message: string) => notifications.show({ message });

export const useDeskActions = (
  prescriptionId: string,
  expectedVersion: number,
  { keep, replace }: Pick<ReturnType<typeof useDraft>, 'keep' | 'replace'>,
  decisions: ReturnType<typeof useDecisions>,
) => {
  const another = useRun('intake.addPrescription');
  const take = useRun('intake.takeFound');
  const refill = useRun('prescription.takeAsRefill');
  const again = useRun('recognition.readAgain');
  return {
    failure: another.failure ?? take.failure ?? refill.failure ?? again.failure ?? decisions.failure,
    addAnother: async () => {
      if (await another.run({ prescriptionId }))
        tell('Another prescription of this page was made. It comes next.');
    },
    takeFound: async () => {
      const made = await take.run({ prescriptionId });
      if (!made) return;
      const { length } = made.prescriptionIds;
      tell(
        length === 1
          ? 'One more order was made of this fax. It comes next.'
          : `${length} more orders were made of this fax. They come next.`,
      );
    },
    takeAsRefill: async (refillOf: string) => {
      // What was typed is on disk first, so that nothing typed is written over what the core fills in.
      await keep();
      if (!(await refill.run({ prescriptionId, refillOf }, { expectedVersion }))) return;
      replace(firstDraft(await ask('prescription.get', { prescriptionId })));
      tell('The form is filled from the earlier prescription. Compare it with the page.');
    },
    readAgain: async (documentId: string) => {
      if (await again.run({ documentId })) tell('The fax is read once more. What you typed stays.');
    },
    /** @param note what it repeats, in words */
    rejectDuplicate: (note: string) => decisions.reject(duplicate, note),
  };
};
