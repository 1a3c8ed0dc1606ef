/** What came from a source and was no message: nothing is thrown away, and a faulty sender is recognised by it. */
import { Paper, Table, Text, Title } from '@mantine/core';
import { useAsk } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { When } from '../../components/when.tsx';

export function Noise({ sourceId }: { sourceId: string }) {
  const { data, error } = useAsk('adt.noise', { sourceId });
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb={4}>
        What came and was no message
      </Title>
      {error && <FailureNote failure={error.failure} />}
      {data?.rows.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing. Bytes between messages, broken frames and messages that are too long are kept and listed
          here.
        </Text>
      )}
      {data && data.rows.length > 0 && (
        <Table aria-label="What came and was no message">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">When</Table.Th>
              <Table.Th scope="col">From</Table.Th>
              <Table.Th scope="col">What</Table.Th>
              <Table.Th scope="col" ta="right">
                Bytes
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.rows.map(({ id, at, peer, problem, bytes }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <When at={at} />
                </Table.Td>
                <Table.Td>{peer}</Table.Td>
                <Table.Td>{problem}</Table.Td>
                <Table.Td ta="right">{bytes.toLocaleString('en')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
