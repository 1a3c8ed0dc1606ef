/** What can be decided about a prescription before it is filled, each asked for with its reason: reject, send back, hold, resume. */

import { rejectReasons, sendBackReasons } from '../../../core/contract/prescription.ts';
import { holdReasons } from '../../../core/contract/queue.ts';
import { useRun } from '../../client/hooks.ts';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from '../../words.ts';

type RejectReason = (typeof rejectReasons)[number];

/** Joining has a command of its own; nobody rejects with that reason. */
const offered = rejectReasons.filter((reason) => reason !== 'joined-to-another');

/**
 * @param expectedVersion the version the person looks at; a decision about an older one is refused
 * @param onMovedOn called when there is nothing more to do to it here
 */
export const useDecisions = (prescriptionId: string, expectedVersion: number, onMovedOn: () => void) => {
  const ask = useReasonDialog();
  const reject = useRun('prescription.reject');
  const sendBack = useRun('prescription.sendBack');
  const hold = useRun('prescription.hold');
  const resume = useRun('prescription.resume');
  const seen = { expectedVersion };
  return {
    failure: reject.failure ?? sendBack.failure ?? hold.failure ?? resume.failure,
    reject: async (reasons: readonly RejectReason[] = offered, begin = '') => {
      const answer = await ask({
        title: 'Reject this prescription',
        explain: 'It ends here and cannot be taken up again. The page and the history are kept.',
        reasons,
        names: words.rejectReason,
        note: begin,
        action: 'Reject',
      });
      if (!answer) return;
      const { reason, note } = answer;
      if (await reject.run({ prescriptionId, reason, note }, seen)) onMovedOn();
    },
    sendBack: async () => {
      const answer = await ask({
        title: 'Send back to transcription',
        explain: 'Whoever types it sees the reason and the note first.',
        reasons: sendBackReasons,
        names: words.sendBackReason,
        action: 'Send back',
      });
      if (!answer) return;
      const { reason, note } = answer;
      if (await sendBack.run({ prescriptionId, reason, note }, seen)) onMovedOn();
    },
    hold: async () => {
      const answer = await ask({
        title: 'Put on hold',
        reasons: holdReasons,
        names: words.holdReason,
        followUp: true,
        action: 'Hold',
      });
      if (!answer?.followUpAt) return;
      const { reason, note, followUpAt } = answer;
      if (await hold.run({ prescriptionId, reason, note, followUpAt }, seen)) onMovedOn();
    },
    resume: () => resume.run({ prescriptionId }, seen),
  };
};
