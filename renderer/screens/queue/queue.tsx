/**
 * The queue of a stage: one component for all stages. The cursor stays on the same prescription while rows come
 * and go around it. What the core refuses is said in words under the rows.
 */
import { Group, Skeleton, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useParams } from 'wouter';
import type { Failure } from '../../../core/contract/errors.ts';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { openStages } from '../../../core/contract/values.ts';
import { useMe } from '../../client/session.ts';
import { settledCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { WithAutomation } from '../automation/with-automation.tsx';
import { columnsFor } from './columns.tsx';
import { Filters } from './filters.tsx';
import { noFilter, type OpenStage, usePlace } from './place.ts';
import { Preview } from './preview.tsx';
import { PriorityDialog } from './priority-dialog.tsx';
import { useQueueRows } from './rows.ts';
import { useWork, workWords } from './work.ts';

export default function QueueScreen() {
  const { stage } = useParams<{ stage: string }>();
  const known = openStages.find((name) => name === stage);
  if (known) return <Queue key={known} stage={known} />;
  return (
    <Screen title="Queue">
      <Empty title="There is no such queue" hint="Choose a stage on the left, or press Alt+1 to Alt+6." />
    </Screen>
  );
}

const emptyHints: Record<OpenStage, string> = {
  transcribing:
    'Faxes of the inbox folder and requests taken with “New request” (g n) wait here to be typed in.',
  verifying: 'What was typed in waits here for a pharmacist.',
  'to-fill': 'What a pharmacist approved waits here to be filled.',
  filling: 'What somebody has begun to fill is here.',
  checking: 'What was filled waits here for the final check.',
  ready: 'Bags that wait to be fetched are here.',
};

function Queue({ stage }: { stage: OpenStage }) {
  const { user, may } = useMe();
  const { filter, cursor, setCursor, setFilter } = usePlace(stage);
  const { total, rowAt, indexOf, onSight, failure: loadFailure } = useQueueRows(stage, filter, cursor.index);
  const [openFailure, setOpenFailure] = useState<Failure | null>(null);
  const [prioritising, setPrioritising] = useState<QueueRow | null>(null);
  const work = useWork({ onFailure: setOpenFailure });
  const columns = useMemo(() => columnsFor(user.id), [user.id]);

  const index = settledCursor(cursor, total ?? 0, indexOf);
  const row = rowAt(index);
  const failure = work.failure ?? openFailure ?? loadFailure;
  const moveTo = (to: number) => {
    work.clear();
    setOpenFailure(null);
    setCursor({ index: to, key: rowAt(to)?.id ?? null });
  };
  /** Does it to the row of the cursor, and holds the cursor there while rows move. */
  const toRow = (act: (row: QueueRow) => unknown) => () => {
    if (!row) return;
    setCursor({ index, key: row.id });
    setOpenFailure(null);
    act(row);
  };

  const mine = row?.claim?.by.id === user.id;
  /** Whose claim is given back: one's own, or somebody else's by a pharmacist or a manager. */
  const releases = mine || user.role !== 'technician' ? row?.claim?.by : undefined;
  const releaseFrom = mine ? '' : ` from ${releases?.name}`;
  const held = Boolean(row?.hold);
  const can = row !== undefined && may.has('prescription.claim') && !work.busy;
  useKeys([
    { keys: 'c', label: 'Claim', run: toRow(work.claim), when: can && !mine },
    {
      keys: 'u',
      label: `Release${releaseFrom}`,
      run: toRow(work.release),
      when: can && releases !== undefined,
    },
    { keys: 'h', label: 'Put on hold', run: toRow(work.hold), when: can && !held },
    { keys: 'r', label: 'Resume', run: toRow(work.resume), when: can && held },
    { keys: 'p', label: 'Priority and promised time', run: toRow(setPrioritising), when: can },
    {
      keys: 'Shift+Enter',
      label: 'Look at it without claiming',
      run: toRow(work.lookAt),
      when: row !== undefined,
    },
  ]);

  return (
    <Screen
      title={words.stage[stage]}
      breadcrumb={
        total !== undefined && (
          <>
            <span>{total} here</span>
            {stage === 'transcribing' && <WithAutomation />}
          </>
        )
      }
      back={null}
      context={<Preview row={row} />}
      primary={{
        label: workWords[stage],
        run: toRow(work.open),
        disabled: row === undefined,
        busy: work.busy,
      }}
    >
      <GridPage
        above={
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Filters filter={filter} onChange={setFilter} />
            <RowKeys release={releases && `release${releaseFrom}`} held={held} />
          </Group>
        }
        below={
          <>
            {failure && <FailureNote failure={failure} />}
            {work.failure && (
              <Text size="sm">
                <KeyHint keys="Shift+Enter" /> looks at it without claiming.
              </Text>
            )}
          </>
        }
      >
        {total === undefined ? (
          <RowsSkeleton />
        ) : (
          <Grid
            label={`${words.stage[stage]}, ${total} prescriptions`}
            columns={columns}
            total={total}
            rowAt={rowAt}
            keyOf={({ id }) => id}
            cursor={index}
            onCursor={moveTo}
            onOpen={toRow(work.open)}
            onSight={onSight}
            empty={
              filter === noFilter || JSON.stringify(filter) === JSON.stringify(noFilter) ? (
                <Empty title="Nothing waits here" hint={emptyHints[stage]} />
              ) : (
                <Empty title="Nothing fits" hint="The chips above narrow this queue. Press x to show all." />
              )
            }
          />
        )}
      </GridPage>
      <PriorityDialog row={prioritising} onClose={() => setPrioritising(null)} />
    </Screen>
  );
}

/** The keys that act on the row, written where they act. */
function RowKeys({ release, held }: { release: string | undefined; held: boolean }) {
  const hints = [
    release ? (['u', release] as const) : (['c', 'claim'] as const),
    held ? (['r', 'resume'] as const) : (['h', 'hold'] as const),
    ['p', 'priority'] as const,
  ];
  return (
    <Group gap="sm" wrap="nowrap" aria-hidden="true" style={{ overflow: 'hidden' }}>
      {hints.map(([keys, label]) => (
        <Text key={keys} size="sm" c="dimmed" component="span" flex="none">
          <KeyHint keys={keys} /> {label}
        </Text>
      ))}
    </Group>
  );
}

const skeletonRows = Array.from({ length: 12 }, (_, index) => index);

function RowsSkeleton() {
  return (
    <div aria-busy="true">
      {skeletonRows.map((index) => (
        <Skeleton key={index} height={26} mb={8} />
      ))}
    </div>
  );
}
