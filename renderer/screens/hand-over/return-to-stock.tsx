/** Bags nobody came for: taken from their bin, back on the shelf, the stock restored to the very lots. */
import { Button, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { amountWords } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import classes from '../stock/stock.module.css';
import { useRowCursor } from '../stock/use-row-cursor.ts';

type Row = QueryResult<'prescription.toReturn'>['rows'][number];

export default function ReturnToStockScreen() {
  const asked = useAsk('prescription.toReturn', {});
  const returning = useRun('prescription.returnToStock');
  const askReason = useReasonDialog();
  const { may } = useMe();
  const [done, setDone] = useState('');
  const rows = asked.data?.rows ?? [];
  const allowed = may.has('prescription.returnToStock');

  async function putBack(row: Row) {
    const why = await askReason({
      title: `Return ${row.rxNumber} to stock`,
      explain: `Take the bag from bin ${row.bin}, remove the label, and put the bottle back. The stock is restored.`,
      reasons: ['nobody came', 'patient no longer wants it', 'prescription was cancelled'],
      action: 'Return to stock',
    });
    if (!why) return;
    const reason = [why.reason, why.note].filter(Boolean).join(': ').slice(0, 300);
    const result = await returning.run({ prescriptionId: row.id, reason }, { expectedVersion: row.version });
    if (result) setDone(`${row.rxNumber} is back in stock.`);
  }

  const { at, rowProps } = useRowCursor(rows.length, (index) => {
    const row = rows[index];
    if (row && allowed) void putBack(row);
  });
  const chosen = rows[at];

  return (
    <Screen
      title="Return to stock"
      {...(chosen && {
        primary: {
          label: `Return ${chosen.rxNumber ?? ''} to stock`,
          run: () => void putBack(chosen),
          busy: returning.busy,
          disabled: !allowed,
          why: 'Your role may not do this.',
        },
      })}
    >
      <Stack gap="sm">
        {asked.error && <FailureNote failure={asked.error.failure} />}
        {returning.failure && <FailureNote failure={returning.failure} />}
        {done && <Text role="status">{done}</Text>}
        {asked.isPending && <Skeleton height={200} aria-label="The bags are being looked up" />}
        {asked.data && rows.length === 0 && (
          <Empty
            title="No bag waits too long"
            hint={`A bag that nobody fetched for ${asked.data.days} days is listed here.`}
          />
        )}
        {rows.length > 0 && (
          <>
            <Text c="dimmed">
              Nobody came for these within {asked.data?.days} days. <KeyHint keys="Enter" /> returns the
              marked one.
            </Text>
            <Table className={classes.rows} aria-label="Bags to return">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Bin</Table.Th>
                  <Table.Th scope="col">Patient</Table.Th>
                  <Table.Th scope="col">Drug</Table.Th>
                  <Table.Th scope="col" className={classes.number}>
                    Ordered
                  </Table.Th>
                  <Table.Th scope="col">Prescription</Table.Th>
                  <Table.Th scope="col">Ready since</Table.Th>
                  <Table.Th scope="col">Return</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row, index) => (
                  <Table.Tr key={row.id} {...rowProps(index)}>
                    <Table.Td fw={600}>{row.bin}</Table.Td>
                    <Table.Td>{row.patient?.name}</Table.Td>
                    <Table.Td>{row.drug && <DrugName drug={row.drug} size="sm" />}</Table.Td>
                    <Table.Td className={classes.number}>
                      {amountWords(row.quantity ?? '', row.unit ?? '')}
                    </Table.Td>
                    <Table.Td>{row.rxNumber}</Table.Td>
                    <Table.Td>{row.readyAt && <When at={row.readyAt} />}</Table.Td>
                    <Table.Td>
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={!allowed || returning.busy}
                        aria-label={`Return ${row.rxNumber} to stock`}
                      >
                        Return
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
      </Stack>
    </Screen>
  );
}
