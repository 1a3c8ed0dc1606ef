/** Priority and promised time of one prescription. Numbers choose the priority. */
import { Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { priorities } from '../../../core/contract/values.ts';
import { useRun } from '../../client/hooks.ts';
import { branchTimeZone } from '../../client/session.ts';
import { instantOfWallTime, wallTimeOf } from '../../components/branch-time.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';

interface PriorityDialogProps {
  row: QueueRow | null;
  onClose: () => void;
}

export function PriorityDialog({ row, onClose }: PriorityDialogProps) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title="Priority and promised time"
      closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
    >
      {row && <PriorityForm row={row} onClose={onClose} />}
    </Modal>
  );
}

function PriorityForm({ row, onClose }: { row: QueueRow; onClose: () => void }) {
  const zone = branchTimeZone();
  const prioritising = useRun('prescription.prioritise');
  const [priority, setPriority] = useState(row.priority);
  const [promised, setPromised] = useState(
    row.promisedAt === null ? '' : wallTimeOf(Date.parse(row.promisedAt), zone),
  );
  const submit = async () => {
    const done = await prioritising.run(
      { prescriptionId: row.id, priority, promisedAt: instantOfWallTime(promised, zone) },
      { expectedVersion: row.version },
    );
    if (done) onClose();
  };
  useKeys(
    [
      ...priorities.map((code, index) => ({
        keys: String(index + 1),
        label: words.priority[code],
        run: () => setPriority(code),
      })),
      { keys: 'Ctrl+Enter', label: 'Change it', run: () => void submit() },
    ],
    'dialog',
  );
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        data-autofocus
        aria-label="Priority"
        value={priority}
        onChange={(value) => setPriority(value as QueueRow['priority'])}
        data={priorities.map((code, index) => ({
          value: code,
          label: `${index + 1} ${words.priority[code]}`,
        }))}
      />
      <TextInput
        type="datetime-local"
        label="Promised for"
        description="Empty: no time is promised"
        value={promised}
        onChange={(event) => setPromised(event.currentTarget.value)}
      />
      {prioritising.failure && <FailureNote failure={prioritising.failure} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} rightSection={<KeyHint keys="Esc" />}>
          Cancel
        </Button>
        <Button
          loading={prioritising.busy}
          onClick={() => void submit()}
          rightSection={<KeyHint keys="Ctrl+Enter" />}
        >
          Change it
        </Button>
      </Group>
    </Stack>
  );
}
