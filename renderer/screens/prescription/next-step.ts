/** What happens next to a prescription, in words, and where it is done. Pure. */
import type { Stage } from '../../../core/contract/values.ts';
import { words } from '../../words.ts';
import type { Known } from './with-prescription.tsx';

export interface NextStep {
  sentence: string;
  /** Where the work is done; null when nothing is left to do. */
  open: { label: string; address: string } | null;
}

type Order = Known['prescription'];

const steps: Record<Stage, (prescription: Order) => NextStep> = {
  transcribing: ({ id, sentBack }) => ({
    sentence: sentBack
      ? 'It was sent back and has to be corrected, then verified by a pharmacist.'
      : 'It has to be typed in, then verified by a pharmacist.',
    open: { label: 'Transcribe', address: `/transcribe/${id}` },
  }),
  verifying: ({ id, transcribedBy }) => ({
    sentence: `A pharmacist has to verify it${transcribedBy ? `, and not ${transcribedBy.name}, who typed it` : ''}.`,
    open: { label: 'Verify', address: `/verify/${id}` },
  }),
  'to-fill': ({ id }) => ({
    sentence: 'It is approved. The bottle has to be scanned and the quantity counted.',
    open: { label: 'Fill', address: `/fill/${id}` },
  }),
  filling: ({ id }) => ({
    sentence: 'Filling has begun. It has to be counted, labelled and checked.',
    open: { label: 'Go on filling', address: `/fill/${id}` },
  }),
  checking: ({ id }) => ({
    sentence: 'It is filled. A pharmacist has to check it and put the bag in a bin.',
    open: { label: 'Check', address: `/check/${id}` },
  }),
  ready: ({ bagCode, bin }) => ({
    sentence: `The bag waits in bin ${bin ?? '—'} until the patient comes.`,
    open: { label: 'Hand over', address: `/hand-over?bag=${bagCode ?? ''}` },
  }),
  completed: ({ outcome }) => ({
    sentence: `Nothing is left to do: ${words.outcome[outcome ?? 'handed-over'].toLowerCase()}.`,
    open: null,
  }),
  rejected: () => ({ sentence: 'It was rejected. Nothing is left to do.', open: null }),
  failed: () => ({ sentence: 'It could not be filled. Nothing is left to do.', open: null }),
};

/** What happens next to an order of ours whose bag another branch has. */
const bagElsewhereSentence = ({ stage, filledElsewhere }: Order): string => {
  const branch = filledElsewhere.at(-1)?.branch ?? 'other';
  return stage === 'ready'
    ? `The bag waits at the ${branch} branch.`
    : `It is filled at the ${branch} branch. It goes on there, or is filled anew here.`;
};

const typeOnceMore = ({ id, transcribedBy }: Order): NextStep => ({
  sentence: `Another person than ${transcribedBy?.name ?? 'who typed it'} has to type it once more; then a pharmacist verifies it.`,
  open: { label: 'Second entry', address: `/second-entry/${id}` },
});

export const nextStepOf = ({ prescription, secondEntry, bagElsewhere }: Known): NextStep => {
  const isTypedOnce = prescription.stage === 'verifying' && secondEntry?.state === 'needed';
  const step = isTypedOnce ? typeOnceMore(prescription) : steps[prescription.stage](prescription);
  return bagElsewhere === null ? step : { ...step, sentence: bagElsewhereSentence(prescription) };
};
