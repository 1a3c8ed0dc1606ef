/** What is on the shelf, drug by drug: searched, filtered, opened, and deliveries booked in. */
import { Badge, Group, SegmentedControl, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDeferredValue, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { pluralUnit } from '../../../core/contract/amount.ts';
import type { QueryInput, QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys, useScanner } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { thousandths } from './quantity.ts';
import { ReceiveDialog } from './receive-dialog.tsx';
import classes from './stock.module.css';
import { useRowCursor } from './use-row-cursor.ts';

type Only = NonNullable<QueryInput<'stock.list'>['only']>;
type Row = QueryResult<'stock.list'>['rows'][number];

export default function StockScreen() {
  const [text, setText] = useState('');
  const [only, setOnly] = useState<Only>('all');
  /** The code that opens the delivery form; empty for a form without one. */
  const [receiving, setReceiving] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [, go] = useLocation();
  const { may } = useMe();
  const listed = useAsk('stock.list', { text: useDeferredValue(text), only }, { keepPrevious: true });
  const rows = listed.data?.rows ?? [];

  useKeys([{ keys: 's', label: 'Search the shelf', run: () => field.current?.focus() }]);
  useScanner((code) => {
    if (receiving === null && may.has('stock.receive')) setReceiving(code);
  });

  return (
    <Screen
      title="Stock"
      primary={{
        label: 'Receive a delivery',
        run: () => setReceiving(''),
        disabled: !may.has('stock.receive'),
        why: may.has('stock.receive') ? undefined : 'Your role may not book deliveries in.',
      }}
    >
      <Stack gap="sm">
        <Group gap="sm">
          <TextInput
            ref={field}
            aria-label="Search by name, brand, strength or NDC"
            placeholder="Name, brand, strength or NDC"
            w={320}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            rightSection={<KeyHint keys="s" />}
          />
          <SegmentedControl
            aria-label="Which drugs"
            value={only}
            onChange={(value) => setOnly(value as Only)}
            data={Object.entries(words.stockFilter).map(([value, label]) => ({ value, label }))}
          />
          <Text c="dimmed" role="status">
            {listed.data ? `${listed.data.total} drugs` : ''}
          </Text>
        </Group>
        {listed.error && <FailureNote failure={listed.error.failure} />}
        {listed.isPending && <Loading />}
        {listed.data && rows.length === 0 && (
          <Empty
            title={text ? 'No drug on the shelf matches' : words.noStock[only]}
            hint="Search by a part of the name, the brand or the NDC, or scan a bottle to book it in."
          />
        )}
        {rows.length > 0 && <StockTable rows={rows} onOpen={(row) => go(`/stock/${row.ndc11}`)} />}
      </Stack>
      {receiving !== null && (
        <ReceiveDialog code={receiving} drug={null} onClose={() => setReceiving(null)} />
      )}
    </Screen>
  );
}

function StockTable({ rows, onOpen }: { rows: readonly Row[]; onOpen: (row: Row) => void }) {
  const { rowProps } = useRowCursor(rows.length, (index) => {
    const row = rows[index];
    if (row) onOpen(row);
  });
  return (
    <Table className={classes.rows} aria-label="Drugs on the shelf">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Drug</Table.Th>
          <Table.Th scope="col">Labeler and NDC</Table.Th>
          <Table.Th scope="col" className={classes.number}>
            On hand
          </Table.Th>
          <Table.Th scope="col" className={classes.number}>
            Can be taken
          </Table.Th>
          <Table.Th scope="col" className={classes.number}>
            Owed
          </Table.Th>
          <Table.Th scope="col">Unit</Table.Th>
          <Table.Th scope="col" className={classes.nowrap}>
            Next expiry
          </Table.Th>
          <Table.Th scope="col" className={classes.number}>
            Lots
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          <Table.Tr
            key={row.ndc11}
            data-apart={rows[index - 1]?.name === row.name || undefined}
            {...rowProps(index)}
          >
            <Table.Td>
              <Group gap="xs" wrap="nowrap">
                <DrugName drug={row} size="sm" />
                {row.schedule && (
                  <Badge size="sm" color="red" variant="outline" flex="none">
                    {row.schedule}
                  </Badge>
                )}
              </Group>
            </Table.Td>
            <Table.Td>
              {row.labeler} <span className={classes.nowrap}>{row.ndcDisplay}</span>
            </Table.Td>
            <Table.Td className={classes.number}>{row.onHand}</Table.Td>
            <Table.Td className={classes.number}>{row.usable}</Table.Td>
            <Table.Td className={classes.number}>{(thousandths(row.owed) ?? 0) > 0 ? row.owed : ''}</Table.Td>
            <Table.Td>{pluralUnit(row.unit)}</Table.Td>
            <Table.Td className={classes.nowrap}>{row.nextExpiry ?? ''}</Table.Td>
            <Table.Td className={classes.number}>{row.lots}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Loading() {
  return (
    <Stack gap={4} aria-busy="true" aria-label="The shelf is being read">
      {Array.from({ length: 12 }, (_, index) => `row ${index}`).map((key) => (
        <Skeleton key={key} height={28} />
      ))}
    </Stack>
  );
}
