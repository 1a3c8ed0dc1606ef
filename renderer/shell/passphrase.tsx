/** The data file is encrypted and waits for its passphrase. */
import { Button, Group, PasswordInput, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { openWithPassphrase } from '../client/api.ts';
import { FailureNote } from '../components/failure.tsx';
import { KeyHint } from '../components/key-hint.tsx';
import { useBeforeWork } from './before-work.ts';
import classes from './cover.module.css';
import { Cover } from './cover.tsx';

export function Passphrase({ dataFolder }: { dataFolder: string }) {
  return (
    <Cover>
      <Title order={1}>Open the workstation</Title>
      <Text>The data of this pharmacy is encrypted. The passphrase of the set-up opens it.</Text>
      <PassphraseForm label="Passphrase" action="Open" />
      <Text c="dimmed" className={classes.folder}>
        {dataFolder}
      </Text>
    </Cover>
  );
}

interface PassphraseFormProps {
  label: string;
  action: string;
}

export function PassphraseForm({ label, action }: PassphraseFormProps) {
  const [passphrase, setPassphrase] = useState('');
  const { attempt, busy, failure } = useBeforeWork();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase === '' || busy) return;
        void attempt(() => openWithPassphrase(passphrase));
        // At once, so that nothing typed for the next attempt is taken away with it.
        setPassphrase('');
      }}
    >
      <Group align="end" gap="sm" mb={failure ? 'sm' : 0}>
        <PasswordInput
          label={label}
          autoFocus
          flex={1}
          autoComplete="current-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        />
        <Button
          type="submit"
          loading={busy}
          disabled={passphrase === ''}
          rightSection={<KeyHint keys="Enter" />}
        >
          {action}
        </Button>
      </Group>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}
