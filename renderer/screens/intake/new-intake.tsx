/**
 * Takes in what does not come by fax: by phone, over the counter, electronically, or a refill; then it is typed at once,
 * or left to whoever types next, automation where it is asked.
 */
import { Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { priorities } from '../../../core/contract/values.ts';
import { useRun } from '../../client/hooks.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { PatientPicker } from './patient-picker.tsx';
import { PrescriptionPicker, type Refilled } from './prescription-picker.tsx';

type Source = 'phone' | 'walk-in' | 'electronic' | 'refill';
type Priority = (typeof priorities)[number];

const sources: Source[] = ['phone', 'walk-in', 'electronic', 'refill'];

/** What is asked of who it comes from, and of what came. */
const asked: Record<Source, { from: string; said: string }> = {
  phone: { from: 'Who called', said: 'What was said, word for word' },
  'walk-in': { from: 'Who brought it', said: 'What the paper says, word for word' },
  electronic: { from: 'Who sent it', said: 'The message, word for word' },
  refill: { from: 'Who asked for it', said: 'What was said, word for word' },
};

/** Minutes from now; what a person at the counter says. */
const promises = [
  { value: '', label: 'No time promised' },
  { value: '15', label: 'in 15 minutes' },
  { value: '30', label: 'in 30 minutes' },
  { value: '60', label: 'in 1 hour' },
  { value: '120', label: 'in 2 hours' },
  { value: '240', label: 'in 4 hours' },
  { value: '1440', label: 'tomorrow, same time' },
];
/** What is usually promised with a priority. */
const usualPromise: Record<Priority, string> = { waiting: '15', urgent: '60', today: '240', routine: '' };

export default function NewIntake() {
  const leaveFor = useLeaveFor();
  const receive = useRun('intake.receive');
  const [source, setSource] = useState<Source>('phone');
  const [priority, setPriority] = useState<Priority>('today');
  const [promise, setPromise] = useState(usualPromise.today);
  const [callerName, setCallerName] = useState('');
  const [callerPhone, setCallerPhone] = useState('');
  const [note, setNote] = useState('');
  const [patientId, setPatientId] = useState<string>();
  const [refilled, setRefilled] = useState<Refilled | null>(null);

  const prioritise = (next: Priority) => {
    setPriority(next);
    setPromise(usualPromise[next]);
  };
  const come = (next: Source) => {
    setSource(next);
    if (next === 'walk-in') prioritise('waiting');
  };
  const missing = source === 'refill' && refilled === null ? 'Choose the prescription to refill.' : null;
  const takeIn = async (thenTo: (prescriptionId: string) => string) => {
    const promisedAt = promise === '' ? null : new Date(Date.now() + Number(promise) * 60_000).toISOString();
    const done = await receive.run({
      source,
      priority,
      promisedAt,
      callerName,
      callerPhone,
      note,
      ...(patientId !== undefined && { patientId }),
      ...(source === 'refill' && refilled && { refillOf: refilled.prescriptionId }),
    });
    if (done) leaveFor(thenTo(done.prescriptionId));
    return done;
  };
  const isEmpty =
    patientId === undefined && [note, callerName, callerPhone].every((said) => said.trim() === '');
  const takeInOnly = async () => {
    const why =
      missing ??
      (isEmpty ? 'Write down what came, or choose the patient: whoever types it has only that.' : null);
    if (why !== null) notifications.show({ color: 'orange', message: why });
    else if (await takeIn(() => '/queue/transcribing'))
      notifications.show({ message: 'It is taken in and waits to be typed.' });
  };
  useKeys(
    sources.map((name, index) => ({
      keys: `Alt+${index + 1}`,
      label: words.source[name],
      run: () => come(name),
    })),
  );
  return (
    <Screen
      title="New request"
      back="/queue/transcribing"
      actions={
        <ActionButtons
          actions={[
            { keys: 'Alt+Q', label: 'Take in only', run: () => void takeInOnly(), when: !receive.busy },
          ]}
        />
      }
      primary={{
        label: 'Take in and transcribe',
        run: () => void takeIn((prescriptionId) => `/transcribe/${prescriptionId}`),
        busy: receive.busy,
        disabled: missing !== null,
        why: missing,
      }}
    >
      <Stack gap="sm" maw={720}>
        {receive.failure && <FailureNote failure={receive.failure} onClose={receive.clear} />}
        <div>
          <Text size="sm" fw={600} id="intake-source">
            How it comes (Alt+1 to Alt+4)
          </Text>
          <SegmentedControl
            aria-labelledby="intake-source"
            bd="1px solid var(--mantine-color-default-border)"
            data={sources.map((value) => ({ value, label: words.source[value] }))}
            value={source}
            onChange={come}
          />
        </div>
        <PatientPicker
          autoFocus
          patientId={patientId}
          onPick={(picked) => {
            setPatientId(picked);
            setRefilled(null);
          }}
        />
        {source === 'refill' && (
          <PrescriptionPicker patientId={patientId} picked={refilled} onPick={setRefilled} />
        )}
        <Group grow align="start">
          <Select
            label="Priority"
            data={priorities.map((value) => ({ value, label: words.priority[value] }))}
            value={priority}
            allowDeselect={false}
            onChange={(value) => value !== null && prioritise(value)}
          />
          <Select
            label="Promised"
            data={promises}
            value={promise}
            allowDeselect={false}
            onChange={(value) => setPromise(value ?? '')}
          />
        </Group>
        <Group grow align="start">
          <TextInput
            label={asked[source].from}
            maxLength={120}
            value={callerName}
            onChange={(event) => setCallerName(event.currentTarget.value)}
          />
          <TextInput
            label="Phone to call back"
            maxLength={40}
            value={callerPhone}
            onChange={(event) => setCallerPhone(event.currentTarget.value)}
          />
        </Group>
        <Textarea
          label={asked[source].said}
          description="It stands on the left while the prescription is typed and verified."
          autosize
          minRows={5}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </Screen>
  );
}
