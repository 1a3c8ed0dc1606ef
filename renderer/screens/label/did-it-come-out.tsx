/** The question after every print: did the label come out? Answered with y or n; it stays until it is. */
import { Alert, Button, Group } from '@mantine/core';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import type { LabelJob } from './use-label-print.ts';

interface DidItComeOutProps {
  job: LabelJob;
  busy: boolean;
  onAnswer: (printed: boolean) => void;
  onAgain: () => void;
}

export function DidItComeOut({ job, busy, onAnswer, onAgain }: DidItComeOutProps) {
  useKeys([
    { keys: 'y', label: 'The label came out', run: () => onAnswer(true), when: !busy },
    { keys: 'n', label: 'The label did not come out', run: () => onAnswer(false), when: !busy },
  ]);
  return (
    <Alert color="yellow" variant="outline" title={`Did the label of ${job.rxNumber} come out?`}>
      <Group gap="xs">
        <Button autoFocus disabled={busy} onClick={() => onAnswer(true)} rightSection={<KeyHint keys="y" />}>
          Yes
        </Button>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => onAnswer(false)}
          rightSection={<KeyHint keys="n" />}
        >
          No
        </Button>
        {job.printer === 'pdf' && (
          <Button variant="default" disabled={busy} onClick={onAgain}>
            Show the print dialogue again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
