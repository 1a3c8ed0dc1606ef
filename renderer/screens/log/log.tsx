/** The event log of this workstation: who did what when, why, and what it was before and after. It only grows. */
import { Paper, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { type EventName, events } from '../../../core/contract/index.ts';
import type { TimelineEntry } from '../../../core/contract/timeline.ts';
import { useAsk } from '../../client/hooks.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { Screen } from '../../shell/screen.tsx';

const pageSize = 100;

const kinds = (Object.keys(events) as EventName[]).map((name) => ({
  value: name,
  label: `${name}: ${events[name].summary}`,
}));

/** What can be opened of what an entry is about. */
const paths: Readonly<Record<string, (id: string) => string>> = {
  prescription: (id) => `/prescription/${id}`,
  patient: (id) => `/patient/${id}`,
  document: (id) => `/document/${id}`,
};

const aboutOf = ({ subject: { kind, id } }: TimelineEntry) => {
  const path = paths[kind];
  return path && <Link href={path(id)}>Open the {kind}</Link>;
};

export default function LogScreen() {
  const [name, setName] = useState<string | null>(null);
  /** The seq before which each page begins; the last is the one shown, none is the newest. */
  const [pages, setPages] = useState<readonly number[]>([]);
  const before = pages.at(-1);
  const { data, error } = useAsk(
    'event.log',
    { limit: pageSize, ...(name ? { name } : {}), ...(before === undefined ? {} : { before }) },
    { keepPrevious: true },
  );
  const entries = data?.entries ?? [];
  const oldest = entries.at(-1)?.seq;
  const hasOlder = entries.length === pageSize && oldest !== undefined;
  const older = () => oldest !== undefined && setPages([...pages, oldest]);
  const newer = () => setPages(pages.slice(0, -1));
  const actions = [
    { keys: 'b', label: 'Newer', run: newer, when: pages.length > 0 },
    { keys: 'n', label: 'Older', run: older, when: hasOlder },
  ];
  return (
    <Screen
      title="Event log"
      breadcrumb={pages.length === 0 ? 'the newest first' : `before event ${before}`}
      actions={<ActionButtons actions={actions} />}
    >
      <Select
        label="Kind of event"
        placeholder="All kinds"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Show all kinds' }}
        data={kinds}
        value={name}
        onChange={(value) => {
          setName(value);
          setPages([]);
        }}
        maw={520}
        mb="md"
      />
      {error && <FailureNote failure={error.failure} />}
      {data && entries.length === 0 && (
        <Empty title="No such event" hint="Nothing of this kind has happened on this workstation." />
      )}
      {entries.length > 0 && (
        <Paper withBorder p="md">
          <Timeline entries={entries} about={aboutOf} />
          {hasOlder && (
            <Text size="sm" c="dimmed">
              There are older events: press n.
            </Text>
          )}
        </Paper>
      )}
    </Screen>
  );
}
