/**
 * From what is typed and taken to what is sent: the reading of the directions, what stands for fields nobody typed,
 * what is missing, and the questions that are asked before it goes.
 * Always: nothing is sent while something the page says waits for a key, while a repeated medicine has no answer, or
 * while the drug differs from the page without a reason.
 */
import { useState } from 'react';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { differenceWords } from './drug-difference.tsx';
import { clearFirst, type MachineReading, otherMedicine } from './ghosts.ts';
import { asTranscription, sentFor } from './transcription.ts';
import type { Draft } from './use-draft.ts';
import { useDuplicates } from './use-duplicates.ts';
import { useProposals } from './use-proposals.ts';
import { readSigNow, type SigRead, useSigReading } from './use-sig-reading.ts';

interface TranscriptionOf {
  prescriptionId: string;
  version: number;
  isRefill: boolean;
  draft: Draft;
  change: (part: Draft) => void;
  machine: MachineReading | undefined;
  /** Shows the question about a repeated medicine to the person. */
  askDuplicate: () => void;
}

/** The days the directions and quantity come to; a quantity or directions nobody took come to nothing. */
const daysOf = (draft: Draft, read: SigRead | null | undefined): number | null =>
  draft.sigText?.trim() && draft.quantity ? (read?.daysSupply ?? null) : null;

export const useTranscription = ({
  prescriptionId,
  version,
  isRefill,
  draft,
  change,
  machine,
  askDuplicate,
}: TranscriptionOf) => {
  const transcribe = useRun('prescription.transcribe');
  const askReason = useReasonDialog();
  const [tried, setTried] = useState(false);
  const proposals = useProposals(machine, draft, change);
  const duplicates = useDuplicates(prescriptionId, draft, isRefill);
  const { sigText = '', ndc11, quantity, daysSupply, marks = [] } = draft;
  const comparing = useAsk(
    'prescription.compareDrug',
    { prescriptionId, ndc11: ndc11 ?? '' },
    { enabled: ndc11 !== undefined },
  );

  const typed = { sigText, ndc11, quantity, daysSupply };
  const sigRead = useSigReading({
    sigText: sigText || (proposals.ghostOf('sigText')?.text ?? ''),
    ndc11: ndc11 ?? clearFirst(machine?.drugs ?? [], otherMedicine)?.ndc11,
    quantity: quantity || proposals.ghostOf('quantity')?.text,
    daysSupply: daysSupply || proposals.ghostOf('daysSupply')?.text,
  });
  const computedDays = daysOf(draft, sigRead);
  const sentWith = (days: number | null) =>
    sentFor(draft, days, (field) => proposals.ghostOf(field, days) !== null);
  const sent = sentWith(computedDays);

  /** Resolves to the number of the prescription once it was sent, to undefined when it was not. */
  const send = async (): Promise<string | undefined> => {
    setTried(true);
    // A fast hand is ahead of what is computed on the screen: the days of an earlier quantity are not sent.
    const read = await readSigNow(typed);
    const { ready } = asTranscription(draft, sentWith(daysOf(draft, read)));
    if (ready === null) {
      focusFirstError();
      return undefined;
    }
    const [duplicate, { data: compared }] = await Promise.all([duplicates.answerNow(), comparing.refetch()]);
    if (duplicate === undefined) {
      askDuplicate();
      return undefined;
    }
    const drugDiffers = compared?.stops
      ? await askReason({
          title: 'The drug is not the one prescribed',
          explain: differenceWords(compared.differences),
          noteRequired: true,
          action: 'Send with this reason',
        })
      : null;
    if (compared?.stops && drugDiffers === null) return undefined;
    const done = await transcribe.run(
      {
        prescriptionId,
        ...ready,
        marks,
        duplicate,
        drugDiffers: drugDiffers?.note ?? null,
      },
      { expectedVersion: version },
    );
    return done?.rxNumber;
  };

  return {
    send,
    sent,
    sigRead,
    computedDays,
    proposals,
    duplicates,
    differences: (ndc11 !== undefined && comparing.data?.differences) || [],
    errors: tried ? asTranscription(draft, sent).errors : {},
    busy: transcribe.busy,
    failure: transcribe.failure,
  };
};

/** After the errors are on the screen. */
const focusFirstError = () => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};
