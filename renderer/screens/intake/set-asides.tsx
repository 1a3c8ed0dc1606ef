/**
 * Pages that were no prescriptions, by who is to look at them: seen, dealt with, or taken back as a prescription.
 * Always: nothing is thrown away; what was dealt with can still be found here.
 */
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { setAsideDestinations } from '../../../core/contract/entry.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { type Column, Grid } from '../../components/grid.tsx';
import { GridPage } from '../../components/grid-page.tsx';
import { PageViewer } from '../../components/page-viewer.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { When } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from './set-asides.module.css';

type SetAside = QueryResult<'intake.setAsides'>['rows'][number];
type Destination = SetAside['destination'];
type View = Destination | 'all' | 'settled';

const columns: readonly Column<SetAside>[] = [
  { title: 'When', width: 'minmax(64px, 1fr)', cell: ({ at }) => <When at={at} /> },
  { title: 'What it is', width: 'minmax(148px, 2fr)', cell: ({ kind }) => words.setAsideKind[kind] },
  {
    title: 'For',
    width: 'minmax(90px, 1fr)',
    cell: ({ destination }) => words.setAsideDestination[destination],
  },
  { title: 'Note', width: 'minmax(100px, 3fr)', cell: ({ note }) => <span title={note}>{note}</span> },
];

const queryOf = (view: View) => ({
  limit: 500,
  settled: view === 'settled',
  ...(view === 'all' || view === 'settled' ? {} : { destination: view }),
});

export default function SetAsides() {
  const leaveFor = useLeaveFor();
  const [view, setView] = useState<View>('all');
  const { data, error } = useAsk('intake.setAsides', queryOf(view), { keepPrevious: true });
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, ({ id }) => id);
  const settle = useRun('intake.settleSetAside');
  const takeBack = useRun('intake.takeBack');
  const askReason = useReasonDialog();

  const deal = async () => {
    if (!row) return;
    const answer = await askReason({
      title: 'This page was dealt with',
      explain: 'It leaves the list. The page and the note are kept.',
      noteLabel: 'What was done with it',
      action: 'Dealt with',
    });
    if (answer) await settle.run({ setAsideId: row.id, note: answer.note });
  };
  const back = async () => {
    if (!row) return;
    const answer = await askReason({
      title: 'It is a prescription after all',
      explain: 'An order is made of it, which waits to be transcribed.',
      action: 'Take it back',
    });
    if (!answer) return;
    const made = await takeBack.run({ setAsideId: row.id, reason: answer.note });
    if (made) leaveFor(`/transcribe/${made.prescriptionId}`);
  };
  const canSettle = row !== undefined && row.settled === null;
  const canTakeBack = row !== undefined && row.takenBackAs === null;
  const actions = [{ keys: 'b', label: 'It is a prescription', run: () => void back(), when: canTakeBack }];
  const open = Object.values(data?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const views = [
    { value: 'all', label: 'All' },
    ...setAsideDestinations
      .filter((destination) => destination !== 'nobody')
      .map((destination) => ({
        value: destination,
        label: `${words.setAsideDestination[destination]} ${data?.counts[destination] ?? 0}`,
      })),
    { value: 'settled', label: 'Dealt with' },
  ];
  const failure = settle.failure ?? takeBack.failure ?? error?.failure;
  return (
    <Screen
      title="Set aside"
      breadcrumb={data && `${open} to look at`}
      back="/queue/transcribing"
      actions={row && <ActionButtons actions={actions} />}
      primary={{ label: 'Dealt with', run: () => void deal(), busy: settle.busy, disabled: !canSettle }}
    >
      <div className={classes.halves} data-alone={(data !== undefined && row === undefined) || undefined}>
        <GridPage
          above={
            <SegmentedControl
              aria-label="Show"
              size="xs"
              data={views}
              value={view}
              onChange={(value) => setView(value as View)}
            />
          }
          below={failure && <FailureNote failure={failure} />}
        >
          <Grid
            label="Pages that were set aside"
            columns={columns}
            total={rows.length}
            rowAt={(at) => rows[at]}
            keyOf={({ id }) => id}
            cursor={index}
            onCursor={moveTo}
            empty={
              data && (
                <Empty
                  title={view === 'settled' ? 'Nothing was dealt with yet' : 'Nothing waits here'}
                  hint="Lab results, letters and other pages that are no prescriptions come here when they are set aside."
                />
              )
            }
          />
        </GridPage>
        {row && <Page key={row.id} row={row} />}
      </div>
    </Screen>
  );
}

function Page({ row: { pages, kind, destination, note, by, at, settled, takenBackAs } }: { row: SetAside }) {
  const { viewer } = usePageFocus(pages);
  return (
    <Stack gap="xs" className={classes.page}>
      <div className={classes.note}>
        <Text size="sm">
          <b>{words.setAsideKind[kind]}</b>
          {destination !== 'nobody' && ` for ${words.setAsideDestination[destination]}`}. Set aside by{' '}
          {by.name}, <When at={at} />.
        </Text>
        {note && <Text size="sm">{note}</Text>}
        {settled && (
          <Text size="sm">
            {takenBackAs === null ? 'Dealt with' : 'Taken back as a prescription'} by {settled.by.name},{' '}
            <When at={settled.at} />
            {settled.note && `: ${settled.note}`}
          </Text>
        )}
      </div>
      <div className={classes.viewer}>
        <PageViewer {...viewer} />
      </div>
    </Stack>
  );
}
