/** The orders that wait for automation, the longest waiting first. */
import type { QueryResult } from '../../../core/contract/index.ts';
import { Empty } from '../../components/empty.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { spanWords, useNow, When } from '../../components/when.tsx';
import { words } from '../../words.ts';

export type Waiting = QueryResult<'automation.waiting'>['rows'][number];

function Since({ at }: { at: string }) {
  const now = useNow();
  return spanWords(now - Date.parse(at));
}

const columns: readonly Column<Waiting>[] = [
  { title: 'Came in', width: '112px', cell: ({ receivedAt }) => <When at={receivedAt} /> },
  { title: 'From', width: '104px', cell: ({ source }) => words.source[source] },
  { title: 'Priority', width: '128px', cell: ({ priority }) => words.priority[priority] },
  { title: 'Waits', width: '88px', cell: ({ askedAt }) => <Since at={askedAt} /> },
  {
    title: 'Where it is',
    width: 'minmax(220px, 1fr)',
    cell: ({ acknowledgedAt }) =>
      acknowledgedAt === null ? (
        'not sent yet: central has not taken it'
      ) : (
        <>
          asked, central has it since <When at={acknowledgedAt} />
        </>
      ),
  },
];

interface WaitingOrdersProps {
  rows: readonly Waiting[];
  cursor: number;
  onCursor: (index: number) => void;
  onOpen: (row: Waiting) => void;
}

export const WaitingOrders = ({ rows, cursor, onCursor, onOpen }: WaitingOrdersProps) => (
  <Grid
    label="Orders that wait for automation"
    columns={columns}
    total={rows.length}
    rowAt={(at) => rows[at]}
    keyOf={({ prescriptionId }) => prescriptionId}
    cursor={cursor}
    onCursor={onCursor}
    onOpen={onOpen}
    empty={
      <Empty
        title="Nothing waits for automation"
        hint="Where it is switched on, what comes in is put to automation first. Whatever it does not answer in time comes to the queue of transcription by itself."
      />
    }
  />
);
