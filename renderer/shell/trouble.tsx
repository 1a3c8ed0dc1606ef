/**
 * The data file cannot be used: what happened, what was kept, what to do. Each kind of trouble has a way on.
 * Always: nothing here deletes anything; a restored backup leaves the damaged file beside it.
 */
import { Alert, Button, Divider, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { openAgain, restoreBackup, type WorkstationState } from '../client/api.ts';
import { FailureNote } from '../components/failure.tsx';
import { useBeforeWork } from './before-work.ts';
import classes from './cover.module.css';
import { Cover } from './cover.tsx';
import { PassphraseForm } from './passphrase.tsx';

type Known = NonNullable<WorkstationState['trouble']>;

interface Advice {
  title: string;
  kept: string;
  steps: readonly string[];
  offers: 'passphrase' | 'backup' | 'again';
}

const advice: Record<Known['code'], Advice> = {
  'wrong-key': {
    title: 'The data file does not open with this key',
    kept: 'The data file was not touched. It is whole, but locked.',
    steps: [
      'Type the passphrase that was chosen at set-up.',
      'If the data folder was copied from another machine, copy its key file too.',
    ],
    offers: 'passphrase',
  },
  damaged: {
    title: 'The data file is damaged',
    kept: 'The damaged file is kept as it is. The backups are separate files and are listed here.',
    steps: [
      'Restore the newest backup. The damaged file stays beside it, so that nothing is lost for good.',
      'What was done after that backup is in the damaged file: keep it for support, and do that work again from paper.',
      'Have the disk of this machine looked at.',
    ],
    offers: 'backup',
  },
  missing: {
    title: 'The data file is missing',
    kept: 'Its key and its backups are here. Nothing was changed.',
    steps: [
      'If the data file was moved, put it back into the data folder and start Mortar again.',
      'If it is lost, restore the newest backup. What was done after it has to be done again from paper.',
    ],
    offers: 'backup',
  },
  newer: {
    title: 'The data file is of a newer version',
    kept: 'The data file was not touched. A newer Mortar has written to it, and this one could harm it.',
    steps: ['Install the newest version of Mortar on this machine, then start it again.'],
    offers: 'again',
  },
  'read-only': {
    title: 'The data folder cannot be written to',
    kept: 'Everything that was saved is still there. Nothing new can be saved.',
    steps: [
      'Give your user the right to write to this folder, or connect the disk again.',
      'Then try again.',
    ],
    offers: 'again',
  },
  'disk-full': {
    title: 'The disk is full',
    kept: 'Everything that was answered is on disk. Nothing was lost.',
    steps: ['Free some space on the disk of this folder, at least 1 GB.', 'Then try again.'],
    offers: 'again',
  },
  'in-use': {
    title: 'Mortar is running already',
    kept: 'The data is in use by another Mortar on this machine. Nothing was touched.',
    steps: ['Go on in the other window, or close it.', 'Then start Mortar again.'],
    offers: 'again',
  },
  other: {
    title: 'The data file cannot be opened',
    kept: 'The data file was not touched.',
    steps: ['Try again.', 'If it stays so, call support and name the sentence above.'],
    offers: 'again',
  },
};

interface TroubleProps {
  trouble: Known;
  dataFolder: string;
}

export function Trouble({ trouble, dataFolder }: TroubleProps) {
  const { title, kept, steps, offers } = advice[trouble.code];
  return (
    <Cover>
      <Title order={1}>{title}</Title>
      <Alert role="alert" color="red" icon={<IconAlertTriangle aria-hidden="true" />} title="What happened">
        {trouble.sentence}
      </Alert>
      <Section title="What was kept">
        <Text>{kept}</Text>
        <Text className={classes.folder}>{dataFolder}</Text>
      </Section>
      <Section title="What to do">
        <List type="ordered">
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </Section>
      <Divider />
      {offers === 'passphrase' && <PassphraseForm label="Passphrase" action="Try this one" />}
      {/* A damaged first page looks like a wrong key. */}
      {offers === 'passphrase' && trouble.backups.length > 0 && <Backups backups={trouble.backups} />}
      {offers === 'backup' && <Backups backups={trouble.backups} focused />}
      {offers === 'again' && <TryAgain />}
    </Cover>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4} component="section">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}

function TryAgain() {
  const { attempt, busy, failure } = useBeforeWork();
  return (
    <Stack gap="sm">
      {failure && <FailureNote failure={failure} />}
      <Group justify="flex-end">
        <Button autoFocus loading={busy} onClick={() => void attempt(openAgain)}>
          Try again
        </Button>
      </Group>
    </Stack>
  );
}

const stamp = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

function Backups({ backups, focused = false }: { backups: Known['backups']; focused?: boolean }) {
  const { attempt, busy, failure } = useBeforeWork();
  const [chosen, setChosen] = useState<string | null>(null);
  const newestFirst = backups.toSorted((one, other) => other.at.localeCompare(one.at));
  if (newestFirst.length === 0) {
    return (
      <Text fw={600}>No backup was found in the data folder. Call support; do not delete anything.</Text>
    );
  }
  return (
    <Stack gap="xs">
      {failure && <FailureNote failure={failure} />}
      {newestFirst.map(({ file, at }, index) => (
        <Group key={file} justify="space-between" wrap="nowrap">
          <Text>
            Backup of {stamp.format(new Date(at))}
            {index === 0 && ' (newest)'}
          </Text>
          <Button
            variant={index === 0 ? 'filled' : 'default'}
            autoFocus={focused && index === 0}
            loading={busy && chosen === file}
            disabled={busy && chosen !== file}
            onClick={() => {
              setChosen(file);
              void attempt(() => restoreBackup(file));
            }}
          >
            Restore this one
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
