/** Names with their values, and one thing from before to after. */
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import classes from './adt.module.css';

export type Difference = QueryResult<'adt.replayPreview'>['changes'][number];

export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className={classes.facts}>
    {facts.map(([name, value]) => (
      <div key={name} style={{ display: 'contents' }}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

interface DifferencesProps {
  changes: readonly Difference[];
  label: string;
  /** What is said where there is none. */
  none: string;
}

export function Differences({ changes, label, none }: DifferencesProps) {
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  return (
    <Table aria-label={label} className={classes.sides}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">What</Table.Th>
          <Table.Th scope="col">Before</Table.Th>
          <Table.Th scope="col">After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ what, field, before, after }, index) => (
          <Table.Tr key={index}>
            <Table.Th scope="row">
              {what}
              {field && `: ${field}`}
            </Table.Th>
            <Table.Td>{before ?? <Nothing />}</Table.Td>
            <Table.Td>
              <b>{after ?? <Nothing />}</b>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const Nothing = () => (
  <Text span size="sm" c="dimmed" fw={400}>
    nothing
  </Text>
);
