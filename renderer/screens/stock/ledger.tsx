/** Every movement of a drug, newest first. It is never changed; on hand is its sum. */
import { Anchor, Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { pluralUnit } from '../../../core/contract/amount.ts';
import { useAsk } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './stock.module.css';

export function Ledger({ ndc11, unit }: { ndc11: string; unit: string }) {
  const ledger = useAsk('stock.ledger', { ndc11 });
  const rows = ledger.data?.rows ?? [];
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="ledger">
      <Title order={2} size="h4" id="ledger" mb="xs">
        Ledger, newest first
      </Title>
      {ledger.error && <FailureNote failure={ledger.error.failure} />}
      {ledger.isPending && <Skeleton height={120} />}
      {ledger.data && rows.length === 0 && <Text c="dimmed">Nothing has moved yet.</Text>}
      {rows.length > 0 && (
        <Table aria-label="Movements">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">When</Table.Th>
              <Table.Th scope="col">What</Table.Th>
              <Table.Th scope="col">Lot</Table.Th>
              <Table.Th scope="col" className={classes.number}>
                Moved, {pluralUnit(unit)}
              </Table.Th>
              <Table.Th scope="col" className={classes.number}>
                Balance
              </Table.Th>
              <Table.Th scope="col">Who and why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.seq}>
                <Table.Td>
                  <When at={row.at} />
                </Table.Td>
                <Table.Td>{words.movement[row.kind]}</Table.Td>
                <Table.Td>{row.lot}</Table.Td>
                <Table.Td className={classes.number}>{signed(row.quantity)}</Table.Td>
                <Table.Td className={classes.number}>{row.balance}</Table.Td>
                <Table.Td>
                  {row.by?.name ?? 'The workstation'}
                  {row.reason && `, ${row.reason}`}
                  {row.prescriptionId && (
                    <>
                      {' '}
                      <Anchor
                        component={Link}
                        href={`/prescription/${row.prescriptionId}`}
                        underline="always"
                      >
                        {row.rxNumber ?? 'the prescription'}
                      </Anchor>
                    </>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

const signed = (quantity: string) => (quantity.startsWith('-') ? quantity.replace('-', '−') : `+${quantity}`);
