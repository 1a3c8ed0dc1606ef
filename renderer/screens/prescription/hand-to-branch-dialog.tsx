/** Hands an order to another branch: which of those that were heard of, and why. */
import { Modal, Radio, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAsk, useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { When } from '../../components/when.tsx';
import type { Known } from './with-prescription.tsx';

interface HandToBranchProps {
  prescription: Known['prescription'];
  onClose: () => void;
}

export const HandToBranchDialog = ({ opened, ...props }: HandToBranchProps & { opened: boolean }) => (
  <Modal
    opened={opened}
    onClose={props.onClose}
    title="Hand to another branch"
    closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
  >
    <HandToBranch {...props} />
  </Modal>
);

function HandToBranch({ prescription, onClose }: HandToBranchProps) {
  const branches = useAsk('sync.branches', {});
  const handing = useRun('prescription.transfer');
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  // The version the person began with: what somebody else did meanwhile is not handed over unseen.
  const [expectedVersion] = useState(prescription.version);
  const others = branches.data?.others ?? [];
  const branchId = chosen ?? (others.length === 1 ? others[0]!.id : null);
  const missing =
    (branchId === null && 'Choose the branch.') || (reason.trim() === '' && 'Say why it goes there.') || null;
  const submit = async () => {
    if (branchId === null) return;
    const input = { prescriptionId: prescription.id, branchId, reason };
    if (await handing.run(input, { expectedVersion })) onClose();
  };
  return (
    <DialogForm
      action="Hand it over"
      missing={missing}
      busy={handing.busy}
      failure={handing.failure}
      submit={submit}
    >
      <Text size="sm">It leaves our queues, and that branch goes on with it where it stands.</Text>
      {branches.isPending && <Skeleton height={60} />}
      {branches.error && <FailureNote failure={branches.error.failure} />}
      {branches.data && others.length === 0 && <Text c="dimmed">No other branch has been heard of yet.</Text>}
      <Radio.Group value={branchId} onChange={setChosen} aria-label="Branch">
        <Stack gap={6}>
          {others.map(({ id, name, heardAt }, index) => (
            <Radio
              key={id}
              value={id}
              autoFocus={index === 0}
              label={name}
              description={
                <>
                  Last heard of <When at={heardAt} />
                </>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label="Why"
        maxLength={300}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
