/**
 * How well automation does: the share it typed in, what was corrected of that by field, and the time it saved. Measured on
 * every order; the time saved says how it was reckoned.
 */
import { Group, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { Empty } from '../../components/empty.tsx';
import { Figure, Figures } from '../../components/facts.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { isDay, plusDays } from '../patient/day.ts';
import { DayField } from '../patient/day-field.tsx';
import { useToday } from '../patient/use-today.ts';
import classes from './automation.module.css';
import { durationWords } from './duration.ts';
import { type By, Corrections, ReportRows } from './report-tables.tsx';

type Got = QueryResult<'automation.report'>;

export function Report() {
  const today = useToday();
  const [by, setBy] = useState<By>('day');
  const [from, setFrom] = useState(() => plusDays(today, -13));
  const [to, setTo] = useState(today);
  const { data, error } = useAsk(
    'automation.report',
    { from, to, by },
    { enabled: isDay(from) && isDay(to), keepPrevious: true },
  );
  return (
    <Stack gap="md">
      <Group gap="md" align="start">
        <SegmentedControl
          aria-label="Count"
          mt={22}
          data={[
            { value: 'day', label: 'By day' },
            { value: 'week', label: 'By week' },
          ]}
          value={by}
          onChange={(value) => setBy(value as By)}
        />
        <div style={{ width: 200 }}>
          <DayField label="From" value={from} onChange={setFrom} />
        </div>
        <div style={{ width: 200 }}>
          <DayField label="To" value={to} onChange={setTo} />
        </div>
      </Group>
      {error && <FailureNote failure={error.failure} />}
      {data && data.rows.length === 0 && (
        <Empty
          title="Automation was asked nothing in these days"
          hint="Each order that is put to automation is counted here, with what came of it."
        />
      )}
      {data && data.rows.length > 0 && (
        <>
          <HowWell got={data} />
          <div className={classes.tables}>
            <ReportRows rows={data.rows} by={by} today={today} />
            <Corrections corrections={data.corrections} />
          </div>
        </>
      )}
    </Stack>
  );
}

const median = (seconds: number | null) => (seconds === null ? '–' : durationWords(seconds));
const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;

function HowWell({ got: { rows, time } }: { got: Got }) {
  const sumOf = (name: 'asked' | 'entered' | 'corrected') => rows.reduce((sum, row) => sum + row[name], 0);
  const [asked, entered, corrected] = [sumOf('asked'), sumOf('entered'), sumOf('corrected')];
  return (
    <Figures size="large">
      <Figure name="Typed in by automation" aside={`${entered} of ${asked} orders`}>
        {percent(entered, asked)}
      </Figure>
      <Figure name="Corrected before approval" aside={`${corrected} of ${entered} it typed in`}>
        {percent(corrected, entered)}
      </Figure>
      <Figure name="Arrival to verification" aside={`typed by people: ${median(time.typed)} (medians)`}>
        {median(time.entered)}
      </Figure>
      <Figure
        name="Time saved"
        aside={
          time.handling === null
            ? 'nothing was typed here to compare with'
            : `${entered - corrected} × ${durationWords(time.handling)}, what typing one takes here`
        }
      >
        {median(time.savedSeconds)}
      </Figure>
    </Figures>
  );
}
