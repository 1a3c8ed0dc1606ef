/** Why something was not done, in words, where it was tried. */
import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import type { Failure } from '../../core/contract/errors.ts';

const titles: Record<Failure['kind'], string> = {
  invalid: 'Something is not filled in right',
  refused: 'This was not done',
  'not-found': 'This is not there',
  conflict: 'Somebody was faster',
  forbidden: 'Your role may not do this',
  unavailable: 'No answer',
  fault: 'Something went wrong',
};

interface FailureNoteProps {
  failure: Failure;
  onClose?: () => void;
}

export function FailureNote({ failure, onClose }: FailureNoteProps) {
  const isFault = failure.kind === 'fault' || failure.kind === 'unavailable';
  return (
    <Alert
      role="alert"
      color={isFault ? 'red' : 'orange'}
      variant="light"
      title={titles[failure.kind]}
      icon={isFault ? <IconAlertTriangle aria-hidden="true" /> : <IconHandStop aria-hidden="true" />}
      {...(onClose ? { withCloseButton: true, onClose, closeButtonLabel: 'Close this note' } : {})}
    >
      {failure.message}
    </Alert>
  );
}
