/**
 * Printing a label from any screen: queue it, put it on paper if the window is the printer, and settle it.
 * Always: a second print asks for its reason; nobody but a person says that a label came out.
 */
import { useState } from 'react';
import type { Failure } from '../../../core/contract/errors.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import type { PrescriptionView } from '../../../core/contract/prescription.ts';
import { useRun } from '../../client/hooks.ts';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { LabelNotDrawn } from './draw-label.ts';
import { printLabel } from './print-label.ts';

export type LabelJob = QueryResult<'label.spool'>['rows'][number];

/**
 * The prints of the fill under way, newest first. A label is printed after the bottle was scanned, and the scans
 * known are those of this fill, so what is older belongs to a fill that was reversed.
 */
export const printsOfThisFill = ({ scans }: Pick<PrescriptionView, 'scans'>, jobs: readonly LabelJob[]) => {
  const began = Math.min(...scans.map(({ at }) => Date.parse(at)));
  return jobs.filter((job) => scans.length === 0 || Date.parse(job.at) >= began);
};

/** True when a person has to say whether this label came out. */
export const isOpenQuestion = (job: LabelJob) =>
  job.state === 'unsure' || (job.printer === 'pdf' && (job.state === 'printing' || job.state === 'waiting'));

export function useLabelPrint() {
  const queue = useRun('label.print');
  const settling = useRun('label.settle');
  const askReason = useReasonDialog();
  const [onPaper, setOnPaper] = useState(false);
  const [paperFailure, setPaperFailure] = useState<Failure | null>(null);

  async function toPaper(labelId: string) {
    setPaperFailure(null);
    setOnPaper(true);
    try {
      await printLabel(labelId);
    } catch (error) {
      const message =
        error instanceof LabelNotDrawn
          ? error.message
          : 'The label could not be given to the printer. Try again.';
      setPaperFailure({ kind: 'unavailable', code: 'label.not-drawn', message });
    } finally {
      setOnPaper(false);
    }
  }

  /** Queues a label and prints it. `earlier`: the prints there were; any makes it a reprint with a reason. */
  async function print(prescriptionId: string, earlier: number) {
    const why = earlier === 0 ? { reason: null } : await askReason(reprintQuestion);
    if (!why) return;
    const job = await queue.run({ prescriptionId, reason: why.reason });
    if (job?.printer === 'pdf') await toPaper(job.labelId);
  }

  return {
    print,
    /** Shows the dialogue of a queued label once more, for instance after it was closed by mistake. */
    toPaper,
    settle: (labelId: string, printed: boolean) => settling.run({ labelId, printed }),
    busy: queue.busy || onPaper || settling.busy,
    failure: queue.failure ?? settling.failure ?? paperFailure,
  };
}

const reprintQuestion = {
  title: 'This label was printed before. Why again?',
  reasons: ['label damaged', 'label did not come out', 'label unreadable', 'bag changed'],
};
