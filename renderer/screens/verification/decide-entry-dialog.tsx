/** A pharmacist decides, field by field, which of two differing entries is right. Numbers switch a field. */
import { Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useKeys } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import classes from './verify.module.css';

type Difference = NonNullable<QueryResult<'prescription.get'>['secondEntry']>['differences'][number];
type Take = 'first' | 'second';

interface DecideEntryProps {
  prescriptionId: string;
  expectedVersion: number;
  differences: readonly Difference[];
  onClose: () => void;
}

export function DecideEntryDialog({ opened, ...form }: DecideEntryProps & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title="Which entry is right?"
      size={640}
      closeButtonProps={{ 'aria-label': 'Close, decide nothing' }}
    >
      {opened && <DecideForm {...form} />}
    </Modal>
  );
}

const other: Record<Take, Take> = { first: 'second', second: 'first' };

function DecideForm({ prescriptionId, expectedVersion, differences, onClose }: DecideEntryProps) {
  const decide = useRun('prescription.decideEntry');
  const [taken, setTaken] = useState<Partial<Record<Difference['field'], Take>>>({});
  const [reason, setReason] = useState('');
  const take = (field: Difference['field'], which: Take) => setTaken((now) => ({ ...now, [field]: which }));
  const undecided = differences.filter(({ field }) => taken[field] === undefined).length;
  const missing =
    (undecided > 0 && `${undecided} still to be decided.`) ||
    (reason.trim() === '' && 'Say what you decided it by.') ||
    null;
  useKeys(
    differences.map(({ field }, index) => ({
      keys: String(index + 1),
      label: `${words.secondEntryField[field]}: the other entry`,
      run: () => take(field, other[taken[field] ?? 'second']),
    })),
    'dialog',
  );
  const submit = async () => {
    const choices = differences.flatMap(({ field }) => {
      const which = taken[field];
      return which === undefined ? [] : [{ field, take: which }];
    });
    const done = await decide.run({ prescriptionId, choices, reason: reason.trim() }, { expectedVersion });
    if (done) onClose();
  };
  return (
    <DialogForm
      action="Take these"
      missing={missing}
      busy={decide.busy}
      failure={decide.failure}
      submit={submit}
    >
      <Stack gap="sm">
        {differences.map(({ field, first, second }, index) => (
          <div key={field}>
            <Text size="sm" fw={600} id={`decide-${field}`}>
              {index + 1} {words.secondEntryField[field]}
            </Text>
            <SegmentedControl
              fullWidth
              orientation="vertical"
              aria-labelledby={`decide-${field}`}
              className={classes.choices}
              data-autofocus={index === 0 || undefined}
              value={taken[field] ?? ''}
              onChange={(value) => take(field, value as Take)}
              data={[
                { value: 'first', label: `First entry: ${first}` },
                { value: 'second', label: `Second entry: ${second}` },
              ]}
            />
          </div>
        ))}
        <Textarea
          label="What you decided it by"
          autosize
          minRows={2}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </DialogForm>
  );
}
