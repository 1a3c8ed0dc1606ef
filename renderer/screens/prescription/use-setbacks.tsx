/**
 * What stops or turns back a prescription at the counter: hold, resume, return to filling, fail.
 * Always: each asks for its reason first; what cannot be done now is not offered.
 */
import { useEffect, useRef } from 'react';
import { failReasons } from '../../../core/contract/prescription.ts';
import { holdReasons } from '../../../core/contract/queue.ts';
import { useRun } from '../../client/hooks.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from '../../words.ts';
import type { Known } from './with-prescription.tsx';

/** Buttons with their keys for what is possible now, and why the last one failed. */
export function useSetbacks({ prescription, possible }: Known) {
  const holding = useRun('prescription.hold');
  const resuming = useRun('prescription.resume');
  const returning = useRun('prescription.returnToFill');
  const failing = useRun('prescription.fail');
  const askReason = useReasonDialog();
  const prescriptionId = prescription.id;
  // As it is when the reason has been given: the claim may have been renewed while the dialogue was open.
  const version = useRef(prescription.version);
  useEffect(() => {
    version.current = prescription.version;
  }, [prescription.version]);
  const options = () => ({ expectedVersion: version.current });

  async function hold() {
    const why = await askReason({
      title: 'Put on hold',
      explain: 'It stays at its stage, and nobody goes on with it until the hold is lifted.',
      reasons: holdReasons,
      names: words.holdReason,
      followUp: true,
      action: 'Hold',
    });
    if (!why?.followUpAt) return;
    await holding.run(
      { prescriptionId, reason: why.reason, note: why.note, followUpAt: why.followUpAt },
      options(),
    );
  }

  async function returnToFill() {
    const why = await askReason({
      title: 'Return to filling',
      explain: 'What was taken goes back on the shelf, and it is filled anew.',
      noteRequired: true,
      action: 'Return to filling',
    });
    if (why) await returning.run({ prescriptionId, reason: why.reason }, options());
  }

  async function fail() {
    const why = await askReason({
      title: 'Fail this prescription',
      explain: 'This is final. What was taken goes back on the shelf, and support is told.',
      reasons: failReasons,
      names: words.failReason,
      action: 'Fail it',
    });
    if (why) await failing.run({ prescriptionId, reason: why.reason, note: why.note }, options());
  }

  const held = prescription.hold !== null;
  const choices = [
    { keys: 'h', label: 'Hold', run: hold, when: !held && possible.hold === null },
    {
      keys: 'h',
      label: 'Lift the hold',
      run: () => resuming.run({ prescriptionId }, options()),
      when: held && possible.resume === null,
    },
    { keys: 'b', label: 'Return to filling', run: returnToFill, when: possible.returnToFill === null },
    { keys: 'x', label: 'Fail', run: fail, when: possible.fail === null },
  ].map((choice) => ({ ...choice, run: () => void choice.run() }));

  return {
    buttons: <ActionButtons actions={choices} />,
    failure: holding.failure ?? resuming.failure ?? returning.failure ?? failing.failure,
  };
}
