/** Where two versions of one thing wait for a person, the gravest first; and what was settled. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { ConflictKind, type ConflictRow } from './conflict-kind.tsx';

const known: readonly Column<ConflictRow>[] = [
  { title: 'What', width: 'minmax(190px, 2fr)', cell: (row) => <ConflictKind {...row} /> },
  { title: 'Of', width: 'minmax(180px, 3fr)', cell: ({ title }) => <b title={title}>{title}</b> },
];
const columns: readonly Column<ConflictRow>[] = [
  ...known,
  {
    title: 'What happened',
    width: 'minmax(200px, 5fr)',
    cell: ({ sentence }) => <span title={sentence}>{sentence}</span>,
  },
  { title: 'Since', width: '112px', cell: ({ at }) => <When at={at} /> },
];
const settledColumns: readonly Column<ConflictRow>[] = [
  ...known,
  {
    title: 'What was decided',
    width: 'minmax(200px, 5fr)',
    cell: ({ settled }) =>
      settled && (
        <span title={settled.reason}>
          {words.conflictDecision[settled.decision]} ({settled.by}): {settled.reason}
        </span>
      ),
  },
  { title: 'When', width: '112px', cell: ({ settled }) => settled && <When at={settled.at} /> },
];

export default function Conflicts() {
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(true);
  const { data, error } = useAsk('sync.conflicts', { open, limit: 500 }, { keepPrevious: true });
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => id);
  const look = ({ id }: ConflictRow) => navigate(`/conflict/${id}`);
  useKeys([
    { keys: '1', label: 'Show: open', run: () => setOpen(true) },
    { keys: '2', label: 'Show: settled', run: () => setOpen(false) },
  ]);
  return (
    <Screen
      title="Conflicts"
      breadcrumb="two versions of one thing, made at different workstations"
      back={null}
      primary={{ label: 'Look at both', run: () => row && look(row), disabled: row === undefined }}
    >
      <GridPage
        above={
          <SegmentedControl
            aria-label="Show"
            size="xs"
            style={{ alignSelf: 'start' }}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'settled', label: 'Settled' },
            ]}
            value={open ? 'open' : 'settled'}
            onChange={(value) => setOpen(value === 'open')}
          />
        }
        below={error && <FailureNote failure={error.failure} />}
      >
        <Grid
          label="Conflicts, the gravest first"
          columns={open ? columns : settledColumns}
          total={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={({ id }) => id}
          cursor={index}
          onCursor={moveTo}
          onOpen={look}
          empty={
            data && (
              <Empty
                title={open ? 'Nothing is in conflict' : 'Nothing was settled yet'}
                hint="When two workstations work on the same thing while they cannot hear each other, the first decision stands, and the other waits here for a person. Nothing is overwritten."
              />
            )
          }
        />
      </GridPage>
    </Screen>
  );
}
