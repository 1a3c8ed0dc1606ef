/** Says which person of a hospital this patient is: found by name or number, one chosen, with a reason. */
import { Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAsk, useRun } from '../../client/hooks.ts';
import { Choices } from '../../components/choices.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import classes from './adt.module.css';

interface LinkDialogProps {
  opened: boolean;
  patientId: string;
  onClose: () => void;
}

export const LinkDialog = ({ opened, patientId, onClose }: LinkDialogProps) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="Link a person of a hospital"
    size={640}
    closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
  >
    {opened && <LinkForm patientId={patientId} onClose={onClose} />}
  </Modal>
);

const offered = 8;

function LinkForm({ patientId, onClose }: Omit<LinkDialogProps, 'opened'>) {
  const { run, busy, failure } = useRun('adt.link');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const found = useAsk(
    'adt.persons',
    { text, limit: offered },
    { enabled: text.trim() !== '', keepPrevious: true },
  );
  const rows = text.trim() === '' ? [] : (found.data?.rows ?? []);
  const person = rows.find(({ personId }) => String(personId) === chosen);
  const missing = (!person && 'Choose the person.') || (reason.trim() === '' && 'Say how you know.') || null;
  return (
    <DialogForm
      action="Link them"
      missing={missing}
      busy={busy}
      failure={failure}
      submit={async () =>
        person && (await run({ personId: person.personId, patientId, reason })) && onClose()
      }
    >
      <Text size="sm">
        What the hospital says of this person is shown with the patient from then on, and pauses and tasks
        follow from it.
      </Text>
      <TextInput
        label="Name or number at the hospital"
        data-autofocus
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(null);
        }}
      />
      {rows.length > 0 && (
        <div className={classes.found}>
          <Choices
            label="Persons of hospitals"
            codes={rows.map(({ personId }) => String(personId))}
            nameOf={(code) => {
              const row = rows.find(({ personId }) => String(personId) === code);
              return row
                ? `${row.name}, born ${row.dateOfBirth || 'unknown'}, ${row.numbers.slice(0, 2).join(', ')}${row.linked ? ' (linked already)' : ''}`
                : '';
            }}
            keys=""
            chosen={chosen}
            choose={setChosen}
          />
        </div>
      )}
      {text.trim() !== '' && found.data && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          No person of a hospital has this name or number.
        </Text>
      )}
      <TextInput
        label="How you know"
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
