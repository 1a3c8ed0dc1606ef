/** Records that were not taken, and those central does not take: why, and how many wait behind each. */
import type { QueryInput, QueryResult } from '../../../core/contract/index.ts';
import { Empty } from '../../components/empty.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './sync.module.css';

export type HeldRow = QueryResult<'sync.held'>['rows'][number];
export type HeldView = NonNullable<QueryInput<'sync.held'>['state']>;

const columns: readonly Column<HeldRow>[] = [
  { title: 'When', width: '112px', cell: ({ at }) => <When at={at} /> },
  { title: 'Way', width: '72px', cell: ({ direction }) => words.heldDirection[direction] },
  { title: 'Topic', width: 'minmax(140px, 2fr)', cell: ({ topic }) => <span title={topic}>{topic}</span> },
  { title: 'Why', width: '156px', cell: ({ kind }) => words.heldKind[kind] },
  {
    title: 'Problem',
    width: 'minmax(160px, 5fr)',
    cell: ({ problem }) => <span title={problem}>{problem}</span>,
  },
  {
    title: 'Behind it',
    width: '68px',
    align: 'right',
    cell: ({ behind }) => behind > 0 && <span className={classes.late}>{behind.toLocaleString('en')}</span>,
  },
];

const nothing: Record<HeldView, { title: string; hint: string }> = {
  held: {
    title: 'Nothing is held back',
    hint: 'A record that cannot be read or taken is kept here with the reason; only what belongs to the same order or patient waits behind it.',
  },
  replayed: {
    title: 'Nothing was taken again yet',
    hint: 'Records that were taken after all stay listed here.',
  },
  dismissed: {
    title: 'Nothing was left for good',
    hint: 'Records that were left, each with its reason, stay listed here.',
  },
};

interface HeldProps {
  rows: readonly HeldRow[];
  view: HeldView;
  cursor: number;
  onCursor: (index: number) => void;
  onOpen: (row: HeldRow) => void;
}

export const Held = ({ rows, view, cursor, onCursor, onOpen }: HeldProps) => (
  <Grid
    label="Records held back"
    columns={columns}
    total={rows.length}
    rowAt={(at) => rows[at]}
    keyOf={({ id }) => id}
    cursor={cursor}
    onCursor={onCursor}
    onOpen={onOpen}
    empty={<Empty {...nothing[view]} />}
  />
);
