/** An order that belongs to another one: which, and why. Its pages go over, it ends. */
import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAsk, useRun } from '../../client/hooks.ts';
import { UprightPage } from '../../components/crop.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import type { KeyBinding } from '../../shell/keys.ts';
import classes from './pages-dialog.module.css';
import { type PagesDialogProps, useNeighbours } from './pages-dialog.tsx';
import { neighbourWords } from './pages-form.tsx';

export const JoinForm = ({
  got,
  version,
  onJoined,
  keys,
}: PagesDialogProps & { keys: readonly KeyBinding[] }) => {
  const neighbours = useNeighbours(got);
  const join = useRun('prescription.join');
  const [into, setInto] = useState<string | null>(null);
  const [reason, setReason] = useState('The prescription goes on there');
  const missing =
    (into === null && 'Choose the order it belongs to.') ||
    (reason.trim() === '' && 'Say why it belongs there.') ||
    null;
  const submit = async () => {
    if (into === null) return;
    const input = { prescriptionId: got.prescription.id, intoPrescriptionId: into, reason };
    if (await join.run(input, { expectedVersion: version })) onJoined(into);
  };
  return (
    <DialogForm
      action="Join"
      missing={missing}
      busy={join.busy}
      failure={join.failure}
      submit={submit}
      keys={keys}
    >
      <Text size="sm">The pages of this order go over to the one you choose, and this order ends.</Text>
      {neighbours.length === 0 ? (
        <Text c="dimmed">No other fax waits to be typed.</Text>
      ) : (
        <Radio.Group value={into} onChange={setInto} aria-label="The order it belongs to">
          <Stack gap={2} className={classes.rows}>
            {neighbours.map((one, index) => (
              <Radio
                key={one.id}
                value={one.id}
                autoFocus={index === 0}
                classNames={{ body: classes.row }}
                label={
                  <span className={classes.name}>
                    <span className={classes.small} aria-hidden="true">
                      <FirstPage prescriptionId={one.id} />
                    </span>
                    {neighbourWords(one)}
                  </span>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <TextInput
        label="Why"
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
};

const FirstPage = ({ prescriptionId }: { prescriptionId: string }) => {
  const page = useAsk('prescription.get', { prescriptionId }).data?.pages[0];
  return page ? <UprightPage page={page} alt="" missing={null} /> : null;
};
