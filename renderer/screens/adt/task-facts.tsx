/** The facts a task rests on: what the hospital says beside what is on file here, what differs marked. */
import { Table, Text } from '@mantine/core';
import type { AdtTask } from '../../../core/contract/adt-values.ts';
import { Facts } from '../../components/facts.tsx';
import classes from './adt.module.css';
import { Said } from './differences.tsx';

export function TaskFacts({ facts }: Pick<AdtTask, 'facts'>) {
  if (facts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        The message alone.
      </Text>
    );
  if (facts.every(({ ours }) => ours === null))
    return <Facts facts={facts.map(({ name, value }) => [name, <Said key={name} value={value} />])} />;
  return (
    <Table withTableBorder className={classes.sides} aria-label="The hospital beside what is on file">
      <colgroup>
        <col style={{ width: '24%' }} />
        <col style={{ width: '38%' }} />
        <col style={{ width: '38%' }} />
      </colgroup>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col">The hospital says</Table.Th>
          <Table.Th scope="col">On file here</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {facts.map(({ name, value, ours }, index) => (
          <Table.Tr key={`${index} ${name}`} data-differs={(ours !== null && ours !== value) || undefined}>
            <Table.Th scope="row">{name}</Table.Th>
            {/* What nothing on file stands against needs no empty cell beside it. */}
            <Table.Td colSpan={ours === null ? 2 : 1}>
              {value ? <Said value={value} /> : <Nothing />}
            </Table.Td>
            {ours !== null && <Table.Td>{ours ? <Said value={ours} /> : <Nothing />}</Table.Td>}
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
