/** What can be done to a row of the queue without opening it, and opening it. The core has the last word. */
import { useLocation } from 'wouter';
import type { Failure } from '../../../core/contract/errors.ts';
import { holdReasons, type QueueRow } from '../../../core/contract/queue.ts';
import { ask } from '../../client/api.ts';
import { failureOf, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from '../../words.ts';
import type { OpenStage } from './place.ts';

/** Where a prescription of a stage is worked on. */
const workPath: Record<Exclude<OpenStage, 'ready'>, (id: string) => string> = {
  transcribing: (id) => `/transcribe/${id}`,
  verifying: (id) => `/verify/${id}`,
  'to-fill': (id) => `/fill/${id}`,
  filling: (id) => `/fill/${id}`,
  checking: (id) => `/check/${id}`,
};

export const workWords: Record<OpenStage, string> = {
  transcribing: 'Transcribe',
  verifying: 'Verify',
  'to-fill': 'Fill',
  filling: 'Go on filling',
  checking: 'Check',
  ready: 'Hand over',
};

/** How a row of the queue is named while something is asked about it. */
const nameOf = (row: QueueRow) =>
  row.rxNumber === null
    ? `this ${words.source[row.source].toLowerCase()} prescription`
    : `Rx ${row.rxNumber}`;

interface Asking {
  onFailure: (failure: Failure) => void;
}

export function useWork({ onFailure }: Asking) {
  const [, goTo] = useLocation();
  const { user, may } = useMe();
  const askReason = useReasonDialog();
  const claiming = useRun('prescription.claim');
  const releasing = useRun('prescription.release');
  const holding = useRun('prescription.hold');
  const resuming = useRun('prescription.resume');
  const all = [claiming, releasing, holding, resuming];

  const lookAt = (row: QueueRow) => goTo(`/prescription/${row.id}`);
  const claim = (row: QueueRow) => claiming.run({ prescriptionId: row.id }, { expectedVersion: row.version });

  async function handOver(row: QueueRow) {
    try {
      const { prescription } = await ask('prescription.get', { prescriptionId: row.id });
      goTo(
        prescription.bagCode ? `/hand-over?bag=${encodeURIComponent(prescription.bagCode)}` : '/hand-over',
      );
    } catch (error) {
      onFailure(failureOf(error));
    }
  }

  /** Claims, then opens. A claim that is refused opens nothing; the sentence says who has it. */
  async function open(row: QueueRow) {
    if (row.stage === 'completed' || row.stage === 'rejected' || row.stage === 'failed') return lookAt(row);
    if (!may.has('prescription.claim')) return lookAt(row);
    if (row.stage === 'ready') return handOver(row);
    const { stage } = row;
    const isMine = row.claim?.by.id === user.id;
    if (isMine || (await claim(row))) goTo(workPath[stage](row.id));
  }

  async function hold(row: QueueRow) {
    const answer = await askReason({
      title: `Put ${nameOf(row)} on hold`,
      reasons: holdReasons,
      names: words.holdReason,
      followUp: true,
      action: 'Put on hold',
    });
    if (!answer?.followUpAt) return;
    const { reason, note, followUpAt } = answer;
    await holding.run({ prescriptionId: row.id, reason, note, followUpAt }, { expectedVersion: row.version });
  }

  return {
    open,
    lookAt,
    claim,
    release: (row: QueueRow) => releasing.run({ prescriptionId: row.id }, { expectedVersion: row.version }),
    hold,
    resume: (row: QueueRow) => resuming.run({ prescriptionId: row.id }, { expectedVersion: row.version }),
    busy: all.some(({ busy }) => busy),
    failure: all.find(({ failure }) => failure)?.failure ?? null,
    clear: () => {
      for (const { clear } of all) clear();
    },
  };
}
