/** Everybody with a sign-in: add, change role, stop and allow again, set a forgotten password. */
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useCursor } from '../../components/cursor.ts';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { ChangeUser, CreateUser, SetPassword } from './user-dialogs.tsx';

export type Person = QueryResult<'user.list'>['users'][number];

const columns: readonly Column<Person>[] = [
  { title: 'Name', width: 'minmax(140px, 2fr)', cell: ({ displayName }) => displayName },
  { title: 'User name', width: 'minmax(100px, 1fr)', cell: ({ userName }) => userName },
  { title: 'Role', width: '130px', cell: ({ role }) => words.role[role] },
  { title: 'Sign-in', width: '110px', cell: ({ active }) => (active ? 'allowed' : 'stopped') },
  { title: 'PIN', width: '80px', cell: ({ hasPin }) => (hasPin ? 'set' : 'not set') },
  {
    title: 'Last signed in',
    width: '150px',
    cell: ({ lastSignInAt }) => (lastSignInAt ? <When at={lastSignInAt} /> : 'never'),
  },
];

type Dialog = 'create' | 'change' | 'password' | null;

export default function UsersScreen() {
  const { may } = useMe();
  const { data, error } = useAsk('user.list', {});
  const users = data?.users ?? [];
  const { index, row, moveTo } = useCursor(users, ({ id }) => id);
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const mayChange = may.has('user.change');
  useKeys([
    { keys: 'n', label: 'New person', run: () => setDialog('create'), when: mayChange },
    { keys: 'w', label: 'Set a new password', run: () => setDialog('password'), when: mayChange && !!row },
  ]);
  return (
    <Screen
      title="People"
      breadcrumb={mayChange ? 'Enter changes the chosen one' : 'An administrator changes these'}
      {...(mayChange ? { primary: { label: 'New person', run: () => setDialog('create') } } : {})}
    >
      <GridPage
        above={
          <>
            {mayChange && (
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  disabled={!row}
                  onClick={() => setDialog('change')}
                  rightSection={<KeyHint keys="Enter" />}
                >
                  Change {row?.displayName}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  disabled={!row}
                  onClick={() => setDialog('password')}
                  rightSection={<KeyHint keys="w" />}
                >
                  New password
                </Button>
              </Group>
            )}
            {error && <FailureNote failure={error.failure} />}
          </>
        }
      >
        <Grid
          label="People with a sign-in"
          columns={columns}
          total={users.length}
          rowAt={(at) => users[at]}
          keyOf={({ id }) => id}
          cursor={index}
          onCursor={moveTo}
          {...(mayChange ? { onOpen: () => setDialog('change') } : {})}
          empty={<Text c="dimmed">Looking…</Text>}
        />
      </GridPage>
      <CreateUser opened={dialog === 'create'} onClose={close} />
      {row && <ChangeUser opened={dialog === 'change'} onClose={close} person={row} />}
      {row && <SetPassword opened={dialog === 'password'} onClose={close} person={row} />}
    </Screen>
  );
}
