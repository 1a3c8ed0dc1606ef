/** Applying a kept message again: first what it would change now, then why. Nothing is changed by looking. */
import { Modal, Skeleton, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useAsk, useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Differences } from './differences.tsx';
import { MessageState } from './message-state.tsx';

interface ReplayDialogProps {
  opened: boolean;
  messageId: number;
  onClose: () => void;
}

export const ReplayDialog = ({ opened, messageId, onClose }: ReplayDialogProps) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="Apply it again"
    size={720}
    closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
  >
    {opened && <ReplayForm messageId={messageId} onClose={onClose} />}
  </Modal>
);

function ReplayForm({ messageId, onClose }: Omit<ReplayDialogProps, 'opened'>) {
  const { run, busy, failure } = useRun('adt.replay');
  const [reason, setReason] = useState('');
  const preview = useAsk('adt.replayPreview', { messageId });
  const submit = async () => {
    const done = await run({ messageIds: [messageId], reason });
    if (!done) return;
    const message =
      done.failed > 0
        ? 'It could not be applied. The reason stands with it.'
        : done.applied > 0
          ? 'It was applied again.'
          : 'It was applied again and changed nothing.';
    notifications.show({ color: done.failed > 0 ? 'orange' : 'green', message });
    onClose();
  };
  return (
    <DialogForm
      action="Apply it again"
      missing={(preview.data === undefined && '') || (reason.trim() === '' ? 'Say why.' : null)}
      busy={busy}
      failure={failure}
      submit={submit}
    >
      {preview.error && <FailureNote failure={preview.error.failure} />}
      {preview.isPending && <Skeleton height={120} />}
      {preview.data && <Outlook preview={preview.data} />}
      <TextInput
        label="Why"
        data-autofocus
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

type Preview = NonNullable<ReturnType<typeof useAsk<'adt.replayPreview'>>['data']>;

/** How a message would fare now, and what it would change. */
export const Outlook = ({ preview: { state, problem, changes } }: { preview: Preview }) => (
  <>
    <div>
      <MessageState state={state} />
      {problem && <Text size="sm">{problem}</Text>}
    </div>
    <Differences changes={changes} label="What it would change" none="It would change nothing." />
  </>
);
