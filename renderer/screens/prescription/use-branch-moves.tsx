/**
 * What changes the branch of an order: handing ours to another one, taking theirs over.
 * Always: what cannot be done now is not offered; why not, for an order of another branch, is said by `OtherBranchNote`.
 */
import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { HandToBranchDialog } from './hand-to-branch-dialog.tsx';
import type { Known } from './with-prescription.tsx';

/** Buttons with their keys for what is possible now, the dialogue behind one of them, and why the last one failed. */
export function useBranchMoves({ prescription, possible }: Known) {
  const [handing, setHanding] = useState(false);
  const takingOver = useRun('prescription.takeOver');
  const askReason = useReasonDialog();
  const { may } = useMe();

  async function takeOver() {
    const why = await askReason({
      title: `Take over from the ${prescription.branch} branch`,
      explain:
        'Only where that branch cannot go on with it. From then on it is ours, and they are told. Call them first where you can.',
      noteRequired: true,
      action: 'Take it over',
    });
    if (!why) return;
    await takingOver.run(
      { prescriptionId: prescription.id, reason: why.reason },
      { expectedVersion: prescription.version },
    );
  }

  const choices = [
    {
      keys: 'o',
      label: 'Hand to another branch…',
      run: () => setHanding(true),
      when: may.has('prescription.transfer') && possible.transfer === null,
    },
    {
      keys: 'o',
      label: 'Take over…',
      run: () => void takeOver(),
      when: may.has('prescription.takeOver') && possible.takeOver === null,
    },
  ];
  return {
    buttons: <ActionButtons actions={choices} />,
    dialog: (
      <HandToBranchDialog opened={handing} prescription={prescription} onClose={() => setHanding(false)} />
    ),
    failure: takingOver.failure,
  };
}

/** Whose an order is that is not ours, and whether it can be taken over; where the bag is of one that is. */
export function OtherBranchNote({ known: { prescription, possible, bagElsewhere } }: { known: Known }) {
  if (bagElsewhere !== null)
    return (
      <Alert color="orange" variant="outline" p="xs" title="Its bag is not here">
        {bagElsewhere}
      </Alert>
    );
  if (prescription.branch === null) return null;
  return (
    <Alert color="gray" variant="outline" p="xs" title={`It belongs to the ${prescription.branch} branch`}>
      Only that branch can go on with it.{' '}
      {possible.takeOver ?? 'Where it cannot, take it over with a reason (o).'}
    </Alert>
  );
}
