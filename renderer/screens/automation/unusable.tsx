/** Answers that could not be used, each with the reason; what they were about went to a person. */
import { Skeleton } from '@mantine/core';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { When } from '../../components/when.tsx';

type Answer = QueryResult<'automation.unusable'>['rows'][number];

const columns: readonly Column<Answer>[] = [
  { title: 'When', width: '128px', cell: ({ at }) => <When at={at} /> },
  {
    title: 'Why it could not be used',
    width: 'minmax(240px, 1fr)',
    cell: ({ problem }) => <span title={problem}>{problem}</span>,
  },
  { title: 'Bytes', width: '96px', align: 'right', cell: ({ bytes }) => bytes.toLocaleString('en') },
];

export function Unusable() {
  const { data, error } = useAsk('automation.unusable', { limit: 500 });
  const rows = data?.rows ?? [];
  const { index, moveTo } = useCursor(rows, ({ id }) => id);
  if (error) return <FailureNote failure={error.failure} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Grid
      label="Answers that could not be used"
      columns={columns}
      total={rows.length}
      rowAt={(at) => rows[at]}
      keyOf={({ id }) => id}
      cursor={index}
      onCursor={moveTo}
      empty={
        <Empty
          title="Every answer could be used"
          hint="An answer to no question of ours, or one that cannot be read, is kept here."
        />
      }
    />
  );
}
