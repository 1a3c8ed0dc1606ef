/**
 * What was or will be sent to other systems. A message that needs a person is tried again or given up, with a
 * reason; nothing is sent twice by itself.
 */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { QueryInput, QueryResult } from '../../../core/contract/index.ts';
import { useCentral } from '../../client/central.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from './sent.module.css';

type Delivery = QueryResult<'delivery.list'>['rows'][number];
type State = NonNullable<QueryInput<'delivery.list'>['state']>;

const colourOf: Record<State, string> = {
  waiting: classes.waiting ?? '',
  delivered: classes.delivered ?? '',
  parked: classes.parked ?? '',
  dismissed: '',
};

const columns: readonly Column<Delivery>[] = [
  { title: 'When', width: '96px', cell: ({ createdAt }) => <When at={createdAt} /> },
  { title: 'To', width: 'minmax(112px, 2fr)', cell: ({ outlet }) => words.outlet[outlet] },
  { title: 'What', width: 'minmax(146px, 2fr)', cell: ({ topic }) => topic },
  {
    title: 'State',
    width: '108px',
    cell: ({ state }) => <span className={colourOf[state]}>{words.deliveryState[state]}</span>,
  },
  { title: 'Tries', width: '50px', align: 'right', cell: ({ attempts }) => attempts },
  {
    title: 'Problem',
    width: 'minmax(120px, 3fr)',
    cell: ({ problem }) => <span title={problem ?? ''}>{problem}</span>,
  },
];

const views: { value: State | 'all'; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'parked', label: words.deliveryState.parked },
  { value: 'waiting', label: words.deliveryState.waiting },
  { value: 'delivered', label: words.deliveryState.delivered },
  { value: 'dismissed', label: words.deliveryState.dismissed },
];

const countWords = (
  { waiting, parked }: QueryResult<'delivery.list'>['counts'],
  central: QueryResult<'sync.state'> | undefined,
) =>
  [
    `${waiting} wait`,
    ...(central === undefined || central.state === 'off' ? [] : [`${central.waiting} wait for central`]),
    `${parked} need a person`,
  ].join(', ');

export default function SentScreen() {
  const { may } = useMe();
  const [view, setView] = useState<State | 'all'>('all');
  const { data, error } = useAsk(
    'delivery.list',
    { limit: 500, ...(view === 'all' ? {} : { state: view }) },
    { keepPrevious: true },
  );
  const { data: central } = useCentral();
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => id);
  const retrying = useRun('delivery.retry');
  const dismissing = useRun('delivery.dismiss');
  const askReason = useReasonDialog();

  const retry = () => row && void retrying.run({ deliveryId: row.id });
  const dismiss = async () => {
    if (!row) return;
    const answer = await askReason({
      title: 'Give this message up',
      explain: 'It will not be sent. What it would have told has to be told in another way, if at all.',
      action: 'Give it up',
    });
    if (answer) await dismissing.run({ deliveryId: row.id, reason: answer.reason });
  };
  const isParked = row?.state === 'parked';
  const canRetry = isParked && may.has('delivery.retry');
  const canDismiss = isParked && may.has('delivery.dismiss');
  useKeys([
    { keys: 't', label: 'Try again', run: retry, when: canRetry },
    { keys: 'd', label: 'Give up, with a reason', run: () => void dismiss(), when: canDismiss },
  ]);
  const failure = retrying.failure ?? dismissing.failure ?? error?.failure;

  return (
    <Screen
      title="Sent"
      breadcrumb={data && countWords(data.counts, central)}
      context={<Details delivery={row} />}
    >
      <GridPage
        above={
          <Group justify="space-between">
            <SegmentedControl
              aria-label="Show"
              size="xs"
              data={views}
              value={view}
              onChange={(value) => setView(value as State | 'all')}
            />
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                disabled={!canRetry}
                onClick={retry}
                rightSection={<KeyHint keys="t" />}
              >
                Try again
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={!canDismiss}
                onClick={() => void dismiss()}
                rightSection={<KeyHint keys="d" />}
              >
                Give up
              </Button>
            </Group>
          </Group>
        }
        below={failure && <FailureNote failure={failure} />}
      >
        <Grid
          label="Messages to other systems"
          columns={columns}
          total={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={({ id }) => id}
          cursor={index}
          onCursor={moveTo}
          empty={
            data && (
              <Empty
                title="No messages"
                hint="Approvals, fills, hand-overs and failures are told to other systems; each message is listed here."
              />
            )
          }
        />
      </GridPage>
    </Screen>
  );
}

/** The message as it goes out; a record is shown field by field. */
function Details({ delivery }: { delivery: Delivery | undefined }) {
  if (!delivery) return <Text c="dimmed">Choose a message to see what it says.</Text>;
  const { content, subject, deliveredAt, problem, via } = delivery;
  return (
    <Stack gap="sm">
      <Text fw={600}>
        {words.outlet[delivery.outlet]}: {delivery.topic}
      </Text>
      {deliveredAt && (
        <Text>
          Delivered <When at={deliveredAt} />
          {via && ` to the ${via}`}
        </Text>
      )}
      {problem && <Text c="orange">{problem}</Text>}
      {subject.kind === 'prescription' && (
        <Link href={`/prescription/${subject.id}`}>The prescription it speaks of</Link>
      )}
      <pre className={classes.content}>{JSON.stringify(content, null, 2)}</pre>
    </Stack>
  );
}
