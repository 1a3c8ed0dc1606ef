/** Finds a patient: one field, the list under it, Enter opens. */
import { Anchor, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { NewPatientDialog } from './new-patient-dialog.tsx';
import classes from './patient.module.css';

export default function Patients() {
  const [, navigate] = useLocation();
  const { may } = useMe();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [making, setMaking] = useState(false);
  const wanted = text.trim() !== '';
  const found = useAsk('patient.find', { text, limit: 50 }, { enabled: wanted, keepPrevious: true });
  const rows = wanted ? (found.data?.rows ?? []) : [];
  const at = Math.min(active, rows.length - 1);
  const open = (id: string) => navigate(`/patient/${id}`);
  const mayRegister = may.has('patient.register');

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = rows[at];
    if (by !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(at + by, rows.length - 1)));
    } else if (event.key === 'Enter' && row !== undefined && !found.isPlaceholderData) open(row.id);
  };
  return (
    <Screen
      title="Patients"
      actions={
        <ActionButtons
          actions={[{ keys: 'Alt+N', label: 'New patient', run: () => setMaking(true), when: mayRegister }]}
        />
      }
    >
      <Stack gap="sm">
        <TextInput
          aria-label="Find a patient"
          placeholder="Name, birth date, phone or MRN"
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          data-autofocus
          autoFocus
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {found.error && <FailureNote failure={found.error.failure} />}
        {!wanted && (
          <Empty
            title="Find a patient"
            hint="Type any part of a name, a birth date, a phone number or an MRN. Arrows choose, Enter opens."
          />
        )}
        {wanted && found.isPending && <Skeleton height={200} />}
        {wanted && found.data && rows.length === 0 && (
          <Empty
            title="Nobody on file matches"
            hint="Check the spelling or try the birth date. Alt+N puts a new patient on file."
          />
        )}
        {rows.length > 0 && (
          <Table highlightOnHover className={classes.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Born</Table.Th>
                <Table.Th>Sex</Table.Th>
                <Table.Th>Phone</Table.Th>
                <Table.Th>Address</Table.Th>
                <Table.Th>Why it matches</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, index) => (
                <Table.Tr
                  key={row.id}
                  className={classes.found}
                  data-active={index === at || undefined}
                  onClick={() => open(row.id)}
                >
                  <Table.Td>
                    <Anchor component={Link} href={`/patient/${row.id}`}>
                      <b>{row.name}</b>
                    </Anchor>
                  </Table.Td>
                  <Table.Td className={classes.numbers}>
                    {row.dateOfBirth} ({row.age})
                  </Table.Td>
                  <Table.Td>{words.sex[row.sex]}</Table.Td>
                  <Table.Td className={classes.numbers}>{row.phone}</Table.Td>
                  <Table.Td className={classes.address} title={row.address}>
                    {row.address}
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {row.why}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
      <NewPatientDialog opened={making} onClose={() => setMaking(false)} onRegistered={open} />
    </Screen>
  );
}
