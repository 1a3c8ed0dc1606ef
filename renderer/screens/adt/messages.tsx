/** Every message hospitals sent, the newest first: what it says, how it fared, and what its sender was told. */
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { chipStates, type MessageFilter, MessageFilters } from './message-filters.tsx';
import { acknowledgementWords, type MessageRow, MessageState } from './message-state.tsx';

const pageSize = 100;
const filterNames = ['sourceId', 'state', 'event', 'patientId'] as const;

const columns: readonly Column<MessageRow>[] = [
  { title: 'Came', width: '112px', cell: ({ receivedAt }) => <When at={receivedAt} /> },
  { title: 'Event', width: '46px', cell: ({ event }) => event },
  {
    title: 'What it says',
    width: 'minmax(130px, 2fr)',
    cell: ({ title }) => <span title={title}>{title}</span>,
  },
  { title: 'Patient', width: 'minmax(120px, 3fr)', cell: ({ name }) => <b title={name}>{name}</b> },
  {
    title: 'How it fared',
    width: 'minmax(170px, 4fr)',
    cell: (row) => (
      <span title={row.problem ?? undefined}>
        <MessageState state={row.state} />
        {row.problem && `: ${row.problem}`}
      </span>
    ),
  },
  { title: 'Acknowledged', width: '104px', cell: acknowledgementWords },
  {
    title: 'Source',
    width: 'minmax(130px, 2fr)',
    cell: ({ source, way }) => <span title={`${source}, ${words.messageWay[way]}`}>{source}</span>,
  },
  {
    title: 'Again',
    width: '46px',
    align: 'right',
    cell: ({ cameAgain }) => cameAgain > 0 && `${cameAgain} ×`,
  },
];

export default function Messages() {
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(
    filterNames.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
  ) as MessageFilter;
  /** The message before which each page begins; the last is the one shown, none is the newest. */
  const [pages, setPages] = useState<readonly number[]>([]);
  const before = pages.at(-1);
  const { data, error, isPlaceholderData } = useAsk(
    'adt.messages',
    { ...filter, limit: pageSize, ...(before === undefined ? {} : { before }) },
    { keepPrevious: true },
  );
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => String(id));
  const open = ({ id }: MessageRow) => navigate(`/adt/messages/${id}`);
  const show = (to: MessageFilter) => {
    setSearch(to as Record<string, string>, { replace: true });
    setPages([]);
  };
  const oldest = rows.at(-1)?.id;
  const again = useReplayOfMany();
  const actions = [
    { keys: 'b', label: 'Newer', run: () => setPages(pages.slice(0, -1)), when: pages.length > 0 },
    {
      keys: 'n',
      label: 'Older',
      run: () => oldest !== undefined && setPages([...pages, oldest]),
      when: rows.length === pageSize,
    },
    {
      keys: 'r',
      label: rows.length === 1 ? 'Apply it again' : `Apply these ${rows.length} again`,
      run: () => void again.run(rows.map(({ id }) => id)),
      // What failed or came late may do better now; all the others are looked at one by one. Never those of the
      // filter before, which stand there until the new ones have come.
      when:
        rows.length > 0 &&
        !isPlaceholderData &&
        (filter.state === 'failed' || filter.state === 'late') &&
        again.may,
    },
  ];
  useKeys(
    chipStates.map(([state, label], at) => ({
      keys: String(at + 1),
      label: `Show: ${label.toLowerCase()}`,
      run: () => show(state === '' ? {} : { ...filter, state }),
    })),
  );
  const filtered = Object.keys(filter).length > 0;
  const failure = again.failure ?? error?.failure;
  return (
    <Screen
      title="Hospital messages"
      breadcrumb={pages.length === 0 ? totalWords(data?.total) : 'older ones'}
      back="/adt"
      actions={<ActionButtons actions={actions} />}
      primary={{ label: 'Look at it', run: () => row && open(row), disabled: row === undefined }}
    >
      <GridPage
        above={
          <>
            {failure && <FailureNote failure={failure} />}
            <MessageFilters filter={filter} onFilter={show} />
          </>
        }
      >
        <Grid
          label="Messages, the newest first"
          columns={columns}
          total={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={({ id }) => String(id)}
          cursor={index}
          onCursor={moveTo}
          onOpen={open}
          empty={
            data && (
              <Empty
                title={filtered ? 'No such message' : 'No message has come yet'}
                hint={
                  filtered
                    ? 'None of the messages is of this kind. Press 1 to see them all.'
                    : 'Every message a hospital sends is kept here as it came, with what it changed. How its sources stand is shown under Sources.'
                }
              />
            )
          }
        />
      </GridPage>
    </Screen>
  );
}

/** Applies all that are listed again, in the order they came, once a reason was given. */
function useReplayOfMany() {
  const { may } = useMe();
  const replaying = useRun('adt.replay');
  const askReason = useReasonDialog();
  return {
    run: async (messageIds: number[]) => {
      const answer = await askReason({
        title: 'Apply the listed messages again',
        explain:
          'In the order they came. What was applied before has no second effect; each says how it fared.',
        noteRequired: true,
        action: 'Apply them again',
      });
      const done =
        answer && (await replaying.run({ messageIds: messageIds.toReversed(), reason: answer.note }));
      if (done)
        notifications.show({
          color: done.failed > 0 ? 'orange' : 'green',
          message: `${done.applied} applied, ${done.unchanged} changed nothing, ${done.failed} failed.`,
        });
    },
    may: may.has('adt.replay'),
    failure: replaying.failure,
  };
}

const totalWords = (total: number | null | undefined) =>
  total == null ? 'the newest first' : `${total.toLocaleString('en')}, the newest first`;
