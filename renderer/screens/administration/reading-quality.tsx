/**
 * How well the machine reads: of the values it proposed, how many were accepted and how many a person corrected, by
 * field, by the look of the page, by who sent it. The numbers come from every transcription; nothing is estimated.
 */
import { Alert, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { QueryInput, QueryResult } from '../../../core/contract/index.ts';
import { type ReadField, readFields } from '../../../core/contract/recognition.ts';
import { useAsk } from '../../client/hooks.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { isDay, plusDays } from '../patient/day.ts';
import { DayField } from '../patient/day-field.tsx';
import { useToday } from '../patient/use-today.ts';
import classes from './reading-quality.module.css';

type By = NonNullable<QueryInput<'recognition.corrections'>['by']>;
type Row = QueryResult<'recognition.corrections'>['rows'][number];

const views: { value: By; label: string; column: string }[] = [
  { value: 'field', label: 'By field', column: 'Field' },
  { value: 'layout', label: 'By look of the page', column: 'Look of the page' },
  { value: 'sender', label: 'By sender', column: 'Sender' },
];

const nameOf = (by: By, name: string) => {
  if (by === 'field' && (readFields as readonly string[]).includes(name))
    return words.readField[name as ReadField];
  return name === '' ? 'not told' : name;
};

export default function ReadingQuality() {
  const today = useToday();
  const [by, setBy] = useState<By>('field');
  const [from, setFrom] = useState(() => plusDays(today, -30));
  const [to, setTo] = useState(today);
  const { data, error } = useAsk(
    'recognition.corrections',
    { from, to, by },
    { enabled: isDay(from) && isDay(to), keepPrevious: true },
  );
  return (
    <Screen
      title="Reading quality"
      breadcrumb={
        data &&
        `${data.prescriptions} prescriptions, ${data.pages.read} pages read, ${data.pages.givenUp} left to a person`
      }
    >
      <Stack gap="md">
        <Group gap="md" align="start">
          <SegmentedControl
            aria-label="Count"
            className={classes.views}
            data={views}
            value={by}
            onChange={(value) => setBy(value as By)}
          />
          <div className={classes.day}>
            <DayField label="From" value={from} onChange={setFrom} />
          </div>
          <div className={classes.day}>
            <DayField label="To" value={to} onChange={setTo} />
          </div>
        </Group>
        {error && <FailureNote failure={error.failure} />}
        {data && <SureCorrected rows={data.rows} />}
        {data && data.rows.length === 0 && (
          <Empty
            title="Nothing was typed from a fax in these days"
            hint="Each transcription of a fax the machine has read is counted here."
          />
        )}
        {data && data.rows.length > 0 && <Counts rows={data.rows} by={by} />}
      </Stack>
    </Screen>
  );
}

/** What must not happen, first. */
function SureCorrected({ rows }: { rows: readonly Row[] }) {
  const count = rows.reduce((sum, { sureCorrected }) => sum + sureCorrected, 0);
  if (count === 0) return null;
  return (
    <Alert
      color="red"
      title={`${count} ${count === 1 ? 'value' : 'values'} called “sure” had to be corrected`}
    >
      This should never be. They are counted in the last column. Tell whoever looks after Mortar.
    </Alert>
  );
}

function Counts({ rows, by }: { rows: readonly Row[]; by: By }) {
  return (
    <Table className={classes.counts}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{views.find(({ value }) => value === by)?.column}</Table.Th>
          <Table.Th>Accepted as proposed</Table.Th>
          <Table.Th ta="right">Proposed</Table.Th>
          <Table.Th ta="right">Corrected</Table.Th>
          <Table.Th ta="right">Not read</Table.Th>
          <Table.Th ta="right">Sure, but wrong</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.name}>
            <Table.Td className={classes.name}>{nameOf(by, row.name)}</Table.Td>
            <Table.Td>
              {row.proposed === 0 ? (
                <Text size="sm">nothing proposed</Text>
              ) : (
                <ShareBar part={row.accepted} whole={row.proposed} />
              )}
            </Table.Td>
            <Table.Td ta="right">{row.proposed}</Table.Td>
            <Table.Td ta="right">{row.corrected}</Table.Td>
            <Table.Td ta="right">{row.missed}</Table.Td>
            <Table.Td ta="right" className={row.sureCorrected > 0 ? classes.harm : undefined}>
              {row.sureCorrected}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
