/** One drug on the shelf: its lots, what may be done to them, and every movement with the running balance. */
import { Badge, Button, Group, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import { amountWords, pluralUnit } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { DrugName } from '../../components/drug-name.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { useKeys, useScanner } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import type { Lot } from '../fill/fill-lines.ts';
import { CountDialog } from './count-dialog.tsx';
import { Ledger } from './ledger.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import classes from './stock.module.css';
import { useRowCursor } from './use-row-cursor.ts';

type Shelf = QueryResult<'stock.lots'>;

export default function DrugScreen() {
  const { ndc11 = '' } = useParams<{ ndc11: string }>();
  const shelf = useAsk('stock.lots', { ndc11 });
  if (shelf.data) return <Drug key={ndc11} shelf={shelf.data} />;
  return (
    <Screen title="Stock">
      {shelf.error ? (
        <FailureNote failure={shelf.error.failure} />
      ) : (
        <Stack aria-busy="true" aria-label="The lots are being read">
          <Skeleton height={56} />
          <Skeleton height={200} />
        </Stack>
      )}
    </Screen>
  );
}

function Drug({ shelf: { drug, lots, onHand } }: { shelf: Shelf }) {
  const { may } = useMe();
  const [receiving, setReceiving] = useState<string | null>(null);
  const mayReceive = may.has('stock.receive');
  useScanner((code) => {
    if (receiving === null && mayReceive) setReceiving(code);
  });
  return (
    <Screen
      title="Stock"
      breadcrumb={`NDC ${drug.ndcDisplay}`}
      back="/stock"
      primary={{
        label: 'Receive a delivery',
        run: () => setReceiving(''),
        disabled: !mayReceive,
        why: 'Your role may not book deliveries in.',
      }}
    >
      <Stack gap="sm">
        <Group justify="space-between" align="start">
          <div>
            <DrugName drug={drug} size="lg" />
            <Text c="dimmed">
              {[drug.brand, drug.labeler, drug.packageDescription].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <Group gap="sm">
            {drug.schedule && (
              <Badge size="lg" color="red" variant="outline">
                Controlled {drug.schedule}
              </Badge>
            )}
            <Text size="xl" fw={700}>
              {amountWords(onHand, drug.unit)} on hand
            </Text>
          </Group>
        </Group>
        <Lots lots={lots} unit={drug.unit} />
        <Ledger ndc11={drug.ndc11} unit={drug.unit} />
      </Stack>
      {receiving !== null && (
        <ReceiveDialog code={receiving} drug={drug} onClose={() => setReceiving(null)} />
      )}
    </Screen>
  );
}

function Lots({ lots, unit }: { lots: readonly Lot[]; unit: string }) {
  const { may } = useMe();
  const [counting, setCounting] = useState<Lot | null>(null);
  const quarantining = useRun('stock.quarantine');
  const askReason = useReasonDialog();
  const { at, rowProps } = useRowCursor(lots.length, () => undefined);
  const chosen = lots[at];
  const mayCount = may.has('stock.adjust') && chosen !== undefined;
  const mayQuarantine = may.has('stock.quarantine') && chosen !== undefined;

  async function quarantine(lot: Lot) {
    const why = await askReason({
      title: lot.quarantine ? `Release lot ${lot.lot} from quarantine` : `Quarantine lot ${lot.lot}`,
      explain: lot.quarantine
        ? `It is in quarantine: ${lot.quarantine}`
        : 'It is not offered until it is released.',
      noteRequired: true,
      action: lot.quarantine ? 'Release' : 'Quarantine',
    });
    if (!why) return;
    await quarantining.run(
      { lotId: lot.id, quarantine: lot.quarantine ? null : why.reason.slice(0, 200), reason: why.reason },
      { expectedVersion: lot.version },
    );
  }
  const count = () => chosen && setCounting(chosen);
  const toggle = () => chosen && void quarantine(chosen);
  useKeys([
    { keys: 'n', label: 'Count the lot', run: count, when: mayCount },
    { keys: 'q', label: 'Quarantine the lot, or release it', run: toggle, when: mayQuarantine },
  ]);

  return (
    <Paper withBorder p="md" component="section" aria-labelledby="lots">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="lots">
          Lots, first expiry first
        </Title>
        <Group gap="xs">
          <Button variant="default" disabled={!mayCount} onClick={count} rightSection={<KeyHint keys="n" />}>
            Count {chosen ? `lot ${chosen.lot}` : 'a lot'}
          </Button>
          <Button
            variant="default"
            disabled={!mayQuarantine}
            onClick={toggle}
            rightSection={<KeyHint keys="q" />}
          >
            {chosen?.quarantine ? 'Release' : 'Quarantine'}
          </Button>
        </Group>
      </Group>
      {quarantining.failure && <FailureNote failure={quarantining.failure} />}
      {lots.length === 0 ? (
        <Text c="dimmed">No lot on file. Scan a package to book a delivery in.</Text>
      ) : (
        <Table className={classes.rows} aria-label="Lots">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Lot</Table.Th>
              <Table.Th scope="col">Expires</Table.Th>
              <Table.Th scope="col">Bin</Table.Th>
              <Table.Th scope="col" className={classes.number}>
                On hand, {pluralUnit(unit)}
              </Table.Th>
              <Table.Th scope="col">Offered</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lots.map((lot, index) => (
              <Table.Tr key={lot.id} {...rowProps(index)}>
                <Table.Td>{lot.lot}</Table.Td>
                <Table.Td className={classes.nowrap}>{lot.expiry}</Table.Td>
                <Table.Td>{lot.bin}</Table.Td>
                <Table.Td className={classes.number}>{lot.onHand}</Table.Td>
                <Table.Td>{lot.whyNot ? `No: ${lot.whyNot}` : 'Yes'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {counting && <CountDialog lot={counting} unit={unit} onClose={() => setCounting(null)} />}
    </Paper>
  );
}
