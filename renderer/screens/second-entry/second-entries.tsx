/**
 * Prescriptions that wait for somebody else to type the high-risk fields a second time.
 * Always blind: what the first person typed is not on this list.
 */
import { useLocation } from 'wouter';
import type { QueueRow } from '../../../core/contract/queue.ts';
import { useAsk } from '../../client/hooks.ts';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { promisedWords, When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';

const columns: readonly Column<QueueRow>[] = [
  {
    title: 'Promised',
    width: 'minmax(160px, 2fr)',
    cell: ({ promisedAt }) => (promisedAt === null ? 'no time promised' : promisedWords(promisedAt)),
  },
  { title: 'Priority', width: 'minmax(90px, 1fr)', cell: ({ priority }) => words.priority[priority] },
  { title: 'Rx', width: 'minmax(90px, 1fr)', cell: ({ rxNumber }) => rxNumber },
  { title: 'From', width: 'minmax(90px, 1fr)', cell: ({ source }) => words.source[source] },
  { title: 'Came in', width: 'minmax(90px, 1fr)', cell: ({ receivedAt }) => <When at={receivedAt} /> },
];

export const secondEntryQueue = { stage: 'verifying', secondEntry: 'needed', held: 'without' } as const;

export default function SecondEntries() {
  const [, navigate] = useLocation();
  const { data, error } = useAsk('prescription.workQueue', secondEntryQueue, { keepPrevious: true });
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => id);
  const open = ({ id }: QueueRow) => navigate(`/second-entry/${id}`);
  return (
    <Screen
      title="Second entry"
      breadcrumb={data && `${data.total} wait`}
      back={null}
      primary={{
        label: 'Type it a second time',
        run: () => row && open(row),
        disabled: row === undefined,
      }}
    >
      <GridPage above={null} below={error && <FailureNote failure={error.failure} />}>
        <Grid
          label="Prescriptions that wait for a second entry"
          columns={columns}
          total={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={({ id }) => id}
          cursor={index}
          onCursor={moveTo}
          onOpen={open}
          empty={
            data && (
              <Empty
                title="Nothing waits for a second entry"
                hint="The manager chooses in the settings which medicines and patients are typed twice, by two people, blind."
              />
            )
          }
        />
      </GridPage>
    </Screen>
  );
}
