/** Corrects what is on file of a patient, with the reason. */
import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type PatientView, patientCommands } from '../../../core/contract/patient.ts';
import { useRun } from '../../client/hooks.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { fieldErrors } from '../../components/field-errors.ts';
import { PatientFields, patientForm } from './patient-fields.tsx';

const schema = patientCommands['patient.change'].input;

interface EditPatientProps {
  patient: PatientView;
  onClose: () => void;
}

export function EditPatientDialog({ opened, ...props }: EditPatientProps & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title="Correct what is on file"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close, change nothing' }}
    >
      <EditPatient {...props} />
    </Modal>
  );
}

function EditPatient({ patient, onClose }: EditPatientProps) {
  const [form, setForm] = useState(() => patientForm(patient));
  // The version the person began with: a change made meanwhile by somebody else is not overwritten.
  const [expectedVersion] = useState(patient.version);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const change = useRun('patient.change');
  const parsed = schema.safeParse({ patientId: patient.id, ...form, reason });
  const errors = tried ? fieldErrors(parsed.error) : {};
  const send = async () => {
    setTried(true);
    if (!parsed.success) return;
    if (await change.run(parsed.data, { expectedVersion })) onClose();
  };
  return (
    <DialogForm action="Save" busy={change.busy} failure={change.failure} submit={send}>
      <PatientFields form={form} onChange={setForm} errors={errors} />
      <TextInput
        label="Why it is changed"
        value={reason}
        error={errors.reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
