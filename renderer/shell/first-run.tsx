/** The very first start: look at the demo pharmacy, or set up a real one. */
import { Text, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { setUp } from '../client/api.ts';
import { FailureNote } from '../components/failure.tsx';
import { useBeforeWork } from './before-work.ts';
import classes from './cover.module.css';
import { Cover } from './cover.tsx';
import { SetUpForm } from './set-up-form.tsx';

export function FirstRun({ dataFolder }: { dataFolder: string }) {
  const [real, setReal] = useState(false);
  const { attempt, busy, failure } = useBeforeWork();
  if (real) return <SetUpForm dataFolder={dataFolder} onBack={() => setReal(false)} />;
  return (
    <Cover>
      <Title order={1}>Welcome to Mortar</Title>
      <Text>This folder holds no pharmacy yet.</Text>
      <Text className={classes.folder}>{dataFolder}</Text>
      {failure && <FailureNote failure={failure} />}
      <UnstyledButton
        className={classes.choice}
        autoFocus
        disabled={busy}
        onClick={() => void attempt(() => setUp({ kind: 'demo' }))}
      >
        <Text fw={700} size="lg">
          {busy ? 'The demo pharmacy is being stocked…' : 'Look around in the demo pharmacy'}
        </Text>
        <Text c="dimmed">
          Made-up staff, patients and orders at every stage; real drugs on the shelf. Nothing leaves this
          machine.
        </Text>
      </UnstyledButton>
      <UnstyledButton className={classes.choice} disabled={busy} onClick={() => setReal(true)}>
        <Text fw={700} size="lg">
          Set up a real pharmacy
        </Text>
        <Text c="dimmed">
          Name, first administrator and a passphrase that encrypts the data. It takes two minutes.
        </Text>
      </UnstyledButton>
      <Text size="sm" c="dimmed">
        Tab chooses, Enter goes on.
      </Text>
    </Cover>
  );
}
