/** Puts a new prescriber on file without leaving the page; the numbers are judged by the core while they are typed. */
import { Modal, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { prescriberCommands } from '../../../core/contract/prescriber.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { fieldErrors } from '../../components/field-errors.ts';

const schema = prescriberCommands['prescriber.register'].input;
const empty = { familyName: '', givenNames: '', npi: '', dea: '', clinic: '', phone: '', fax: '' };

export const NewPrescriberDialog = ({
  opened,
  onClose,
  onRegistered,
}: {
  opened: boolean;
  onClose: () => void;
  onRegistered: (prescriberId: string) => void;
}) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="New prescriber"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <NewPrescriber
      onDone={(prescriberId) => {
        onClose();
        onRegistered(prescriberId);
      }}
    />
  </Modal>
);

const NewPrescriber = ({ onDone }: { onDone: (prescriberId: string) => void }) => {
  const [form, setForm] = useState(empty);
  const [tried, setTried] = useState(false);
  const [{ npi, dea, familyName }] = useDebouncedValue(form, 150);
  const register = useRun('prescriber.register');
  const numbers = useAsk('prescriber.checkNumbers', { npi, dea, familyName }, { enabled: npi + dea !== '' });
  const parsed = schema.safeParse(form);
  const errors = tried ? fieldErrors(parsed.error) : {};
  const judged = numbers.data ?? { npi: null, dea: null, deaWarning: null };

  const text = (
    field: keyof typeof empty,
    label: string,
    said?: { problem: string | null; warning?: string | null },
  ) => (
    <TextInput
      label={label}
      value={form[field]}
      autoComplete="off"
      data-autofocus={field === 'familyName' || undefined}
      error={errors[field] ?? (form[field] === '' ? undefined : said?.problem)}
      description={form[field] === '' ? undefined : said?.warning}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => {
        register.clear();
        setForm({ ...form, [field]: event.currentTarget.value });
      }}
    />
  );
  const send = async () => {
    setTried(true);
    if (!parsed.success) return;
    const done = await register.run(form);
    if (!done) return;
    for (const message of done.warnings) notifications.show({ message, color: 'orange' });
    onDone(done.prescriberId);
  };
  return (
    <DialogForm action="Put on file" busy={register.busy} failure={register.failure} submit={send}>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {text('familyName', 'Family name')}
        {text('givenNames', 'Given names')}
        {text('npi', 'NPI', { problem: judged.npi })}
        {text('dea', 'DEA number (controlled medicines)', {
          problem: judged.dea,
          warning: judged.deaWarning,
        })}
        {text('clinic', 'Clinic')}
        {text('phone', 'Phone')}
        {text('fax', 'Fax')}
      </SimpleGrid>
    </DialogForm>
  );
};
