/** One thing from before to after. */
import { Table, Text } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { When } from '../../components/when.tsx';
import classes from './adt.module.css';

export type Difference = QueryResult<'adt.replayPreview'>['changes'][number];

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
            <Table.Td>{before === null ? <Nothing /> : <Said value={before} />}</Table.Td>
            <Table.Td>
              <b>{after === null ? <Nothing /> : <Said value={after} />}</b>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value as people say it: an instant in the branch's time. */
export const Said = ({ value }: { value: string }) => (instant.test(value) ? <When at={value} /> : value);

const Nothing = () => (
  <Text span size="sm" c="dimmed" fw={400}>
    nothing
  </Text>
);
