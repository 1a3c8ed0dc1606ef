/** One's own password and PIN. */
import { Button, Group, Modal, PasswordInput, Stack, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { create } from 'zustand';
import type { Failure } from '../../core/contract/errors.ts';
import { useRun } from '../client/hooks.ts';
import { useMe } from '../client/session.ts';
import { FailureNote } from '../components/failure.tsx';

export const useOwnSecrets = create<{ open: boolean }>(() => ({ open: false }));
const close = () => useOwnSecrets.setState({ open: false });

/** Mounted once by the frame. */
export function OwnSecrets() {
  const { open } = useOwnSecrets();
  const { user } = useMe();
  const setPin = useRun('user.setPin');
  const setPassword = useRun('user.setPassword');
  return (
    <Modal
      opened={open}
      onClose={close}
      title={`Own PIN and password: ${user.displayName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Tabs defaultValue="pin">
        <Tabs.List mb="md">
          <Tabs.Tab value="pin">PIN</Tabs.Tab>
          <Tabs.Tab value="password">Password</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pin">
          <SecretForm
            hint="A PIN of 4 to 8 digits unlocks this workstation for some hours after a sign-in by password."
            known="Own password"
            fresh={user.hasPin ? 'New PIN' : 'PIN'}
            action="Set the PIN"
            busy={setPin.busy}
            failure={setPin.failure}
            submit={async (password, pin) => (await setPin.run({ password, pin })) && 'The PIN is set.'}
          />
        </Tabs.Panel>
        <Tabs.Panel value="password">
          <SecretForm
            hint="At least 8 characters. A few words in a row are good and easy to keep."
            known="Old password"
            fresh="New password"
            action="Set the password"
            busy={setPassword.busy}
            failure={setPassword.failure}
            submit={async (oldPassword, password) =>
              (await setPassword.run({ userId: user.id, oldPassword, password })) && 'The password is set.'
            }
          />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

interface SecretFormProps {
  hint: string;
  known: string;
  fresh: string;
  action: string;
  busy: boolean;
  failure: Failure | null;
  /** Resolves to what to say when it is done. */
  submit: (known: string, fresh: string) => Promise<string | undefined>;
}

function SecretForm({ hint, known, fresh, action, busy, failure, submit }: SecretFormProps) {
  const [knownText, setKnown] = useState('');
  const [freshText, setFresh] = useState('');
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const done = await submit(knownText, freshText);
        if (!done) return;
        notifications.show({ message: done, color: 'green' });
        close();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        <PasswordInput
          label={known}
          data-autofocus
          autoComplete="current-password"
          value={knownText}
          onChange={(event) => setKnown(event.currentTarget.value)}
        />
        <PasswordInput
          label={fresh}
          autoComplete="new-password"
          value={freshText}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        {failure && <FailureNote failure={failure} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={knownText === '' || freshText === ''}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
