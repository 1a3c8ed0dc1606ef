/**
 * Which pages an order stands on: ticked, put in order, made into another order, taken from another fax; or the whole
 * order joined to the one it belongs to. Keyboard alone is enough.
 */
import { Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { useFocusBack } from '../../components/use-focus-back.ts';
import type { MachineReading } from './ghosts.ts';
import { JoinForm } from './join-form.tsx';
import { PagesForm } from './pages-form.tsx';

export interface PagesDialogProps {
  got: QueryResult<'prescription.get'>;
  version: number;
  reading: MachineReading | undefined;
  onClose: () => void;
  /** The order ended as joined to this one. */
  onJoined: (intoPrescriptionId: string) => void;
}

const parts = [
  { value: 'pages', label: 'Pages of this order (Alt+1)' },
  { value: 'join', label: 'Join it to another (Alt+2)' },
] as const;
type Part = (typeof parts)[number]['value'];

/** Orders pages may come from or go to: those of the same fax first, then those that wait to be typed. */
export const useNeighbours = ({ prescription, siblings }: PagesDialogProps['got']) => {
  const waiting = useAsk('prescription.workQueue', { stage: 'transcribing', source: 'fax', limit: 20 });
  const ids = [
    ...siblings.filter(({ stage }) => stage === 'transcribing').map(({ id }) => id),
    ...(waiting.data?.rows ?? []).map(({ id }) => id),
  ];
  const rows = new Map(waiting.data?.rows.map((row) => [row.id, row]));
  return [...new Set(ids)]
    .filter((id) => id !== prescription.id)
    .map((id) => ({ id, row: rows.get(id), sameFax: siblings.some((sibling) => sibling.id === id) }));
};
export type Neighbour = ReturnType<typeof useNeighbours>[number];

export const PagesDialog = (props: PagesDialogProps) => {
  useFocusBack();
  const [part, setPart] = useState<Part>('pages');
  const keys = parts.map(({ value, label }, index) => ({
    keys: `Alt+${index + 1}`,
    label,
    run: () => setPart(value),
  }));
  return (
    <Modal
      opened
      onClose={props.onClose}
      title="Pages"
      size={760}
      closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
    >
      <Stack gap="sm">
        <SegmentedControl
          aria-label="What to do with the pages"
          bd="1px solid var(--mantine-color-default-border)"
          data={parts.map(({ value, label }) => ({ value, label }))}
          value={part}
          onChange={(value) => setPart(value as Part)}
        />
        {part === 'pages' ? <PagesForm {...props} keys={keys} /> : <JoinForm {...props} keys={keys} />}
      </Stack>
    </Modal>
  );
};
