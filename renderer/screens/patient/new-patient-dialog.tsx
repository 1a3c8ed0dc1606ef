/**
 * Puts a new patient on file without leaving the screen.
 * Always: when somebody with this name and birth date is on file, those are shown and a person decides.
 */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { patientCommands } from '../../../core/contract/patient.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { fieldErrors } from '../../components/field-errors.ts';
import { emptyPatient, PatientFields } from './patient-fields.tsx';

const schema = patientCommands['patient.register'].input;

export const NewPatientDialog = ({
  opened,
  onClose,
  onRegistered,
}: {
  opened: boolean;
  onClose: () => void;
  onRegistered: (patientId: string) => void;
}) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="New patient"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <NewPatient
      onDone={(patientId) => {
        onClose();
        onRegistered(patientId);
      }}
    />
  </Modal>
);

const NewPatient = ({ onDone }: { onDone: (patientId: string) => void }) => {
  const [form, setForm] = useState(emptyPatient);
  const [tried, setTried] = useState(false);
  const register = useRun('patient.register');
  const parsed = schema.safeParse(form);
  const probablyThere = register.failure?.code === 'patient.probably-exists';
  const same = useAsk(
    'patient.find',
    { text: `${form.familyName} ${form.givenNames}`.trim(), dateOfBirth: form.dateOfBirth },
    { enabled: probablyThere },
  );
  const send = async (anotherPerson: boolean) => {
    setTried(true);
    if (!parsed.success) return;
    const done = await register.run({ ...form, anotherPerson });
    if (done) onDone(done.patientId);
  };
  return (
    <DialogForm
      action="Put on file"
      busy={register.busy}
      failure={probablyThere ? null : register.failure}
      submit={() => send(false)}
    >
      <PatientFields
        form={form}
        errors={tried ? fieldErrors(parsed.error) : {}}
        onChange={(next) => {
          register.clear();
          setForm(next);
        }}
      />
      {probablyThere && (
        <Alert color="orange" title="Is it one of these?" role="alert">
          <Stack gap="xs">
            <Text size="sm">{register.failure?.message}</Text>
            {same.data?.rows.map((row, index) => (
              <Group key={row.id} justify="space-between" wrap="nowrap">
                <Text size="sm">
                  <b>{row.name}</b>, born {row.dateOfBirth} ({row.age}){row.address && `, ${row.address}`}
                  {row.phone && `, ${row.phone}`} · {row.why}
                </Text>
                <Button size="xs" flex="none" autoFocus={index === 0} onClick={() => onDone(row.id)}>
                  Use this one
                </Button>
              </Group>
            ))}
            <Button size="xs" variant="default" style={{ alignSelf: 'start' }} onClick={() => send(true)}>
              It is another person: put on file
            </Button>
          </Stack>
        </Alert>
      )}
    </DialogForm>
  );
};
