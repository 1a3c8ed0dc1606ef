/**
 * The hospitals: each with its ways in and how they stand, how much comes, and what is wrong.
 * The rate is a number with a small chart of the last hour; what needs somebody is said in words, first.
 */
import { Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlayerPause } from '@tabler/icons-react';
import { useEffect, useId } from 'react';
import { useLocation } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { Figure, Figures } from '../../components/facts.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import classes from './adt.module.css';
import { RateChart } from './rate-chart.tsx';
import own from './sources.module.css';

export type Source = QueryResult<'adt.sources'>['rows'][number];

/** Ways in open and close, and the rate falls, without an event. */
const countEvery = 2_000;

export default function Sources() {
  const [, navigate] = useLocation();
  const { may } = useMe();
  const id = useId();
  const { data, error } = useAsk('adt.sources', {}, { everyMilliseconds: countEvery });
  const changing = useRun('adt.changeSource');
  const askReason = useReasonDialog();
  const rows = data?.rows ?? [];
  const { index, row, moveTo } = useCursor(rows, (source) => source.id);
  const step = (by: number) => moveTo(Math.max(0, Math.min(rows.length - 1, index + by)));
  const add = () => navigate('/adt/sources/new');
  const open = (source: Source | undefined) => source && navigate(`/adt/sources/${source.id}`);
  const activeId = row && `${id}-${row.id}`;
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const stopOrStart = async () => {
    if (!row) return;
    const { id: sourceId, name, active, profile, version } = row;
    const answer = await askReason({
      title: active ? `Stop taking messages of ${name}` : `Take messages of ${name} again`,
      explain: active
        ? 'Its ways in are closed at once. What was taken stays; senders keep what they cannot send.'
        : 'Its ways in are opened again.',
      noteRequired: true,
      action: active ? 'Stop it' : 'Start it',
    });
    if (answer)
      await changing.run(
        { sourceId, name, active: !active, profile, reason: answer.note },
        { expectedVersion: version },
      );
  };
  const mayChange = may.has('adt.changeSource');
  useKeys([
    { keys: 'j', label: 'Next source', run: () => step(1), when: rows.length > 0 },
    { keys: 'k', label: 'Source before', run: () => step(-1), when: rows.length > 0 },
    { keys: 'ArrowDown', label: 'Next source', run: () => step(1), when: rows.length > 0, hidden: true },
    { keys: 'ArrowUp', label: 'Source before', run: () => step(-1), when: rows.length > 0, hidden: true },
    { keys: 'Enter', label: 'Open', run: () => open(row), when: row !== undefined },
  ]);
  const actions = [
    {
      keys: 'm',
      label: 'Its messages',
      run: () => navigate(`/adt/messages?sourceId=${row?.id}`),
      when: row !== undefined,
    },
    {
      keys: 'x',
      label: row?.active === false ? 'Start it' : 'Stop it',
      run: () => void stopOrStart(),
      when: row !== undefined && mayChange,
    },
    {
      keys: 'n',
      label: 'Add a hospital',
      run: add,
      when: may.has('adt.addSource'),
    },
  ];
  const failure = changing.failure ?? error?.failure;
  return (
    <Screen
      title="Hospital sources"
      breadcrumb="where messages come from"
      back="/adt"
      actions={<ActionButtons actions={actions} />}
      primary={
        row
          ? { label: mayChange ? 'Change it' : 'Look at it', run: () => open(row) }
          : {
              label: 'Add a hospital',
              run: add,
              disabled: !may.has('adt.addSource'),
              why: 'A manager or an administrator adds a hospital.',
            }
      }
    >
      <Stack gap="md">
        {failure && <FailureNote failure={failure} />}
        {!data && !error && <Skeleton height={160} />}
        {data && rows.length === 0 && (
          <Empty
            title="No hospital is connected"
            hint="Add one with the way its messages come: over a connection (MLLP), on a topic of central, or as files in a folder."
          />
        )}
        {rows.length > 0 && (
          <div
            role="listbox"
            tabIndex={0}
            aria-label="Hospitals"
            aria-activedescendant={activeId}
            className={own.sources}
          >
            {rows.map((source, at) => (
              <div
                key={source.id}
                id={`${id}-${source.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === index}
                className={own.source}
                onMouseDown={() => moveTo(at)}
                onDoubleClick={() => open(source)}
              >
                <SourceCard source={source} />
              </div>
            ))}
          </div>
        )}
      </Stack>
    </Screen>
  );
}

const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 });

function SourceCard({ source }: { source: Source }) {
  return (
    <div className={own.sourceBody}>
      <div>
        <Text fw={650} size="lg">
          {source.name}
        </Text>
        {source.alarm && (
          <Text className={`${classes.inline} ${classes.late}`}>
            <IconAlertTriangle size={16} aria-hidden="true" /> {source.alarm}
          </Text>
        )}
        {!source.active && (
          <Text className={classes.inline}>
            <IconPlayerPause size={16} aria-hidden="true" /> Stopped: nothing is taken.
          </Text>
        )}
        {source.ways.map(({ way, well, sentence }) => (
          <div key={way}>
            <Text span size="sm" className={`${classes.inline} ${well ? '' : classes.late}`}>
              {well ? (
                <IconCircleCheck size={15} aria-hidden="true" className={classes.done} />
              ) : (
                <IconAlertTriangle size={15} aria-hidden="true" />
              )}
              {sentence}
            </Text>
          </div>
        ))}
        {source.lastProblem && (
          <Text size="sm" c="dimmed">
            Last problem, <When at={source.lastProblem.at} />: {source.lastProblem.problem}
          </Text>
        )}
      </div>
      <div>
        <RateChart minutes={source.lastHour} source={source.name} />
        <Text size="sm" c="dimmed">
          <b>{number(source.perMinute)}</b> a minute; the last hour above
        </Text>
      </div>
      <div style={{ gridColumn: '1 / -1' }}>
        <Figures>
          <Figure name="Last message">
            {source.lastMessageAt ? <When at={source.lastMessageAt} /> : 'none yet'}
          </Figure>
          <Figure name="Today">{number(source.messagesToday)}</Figure>
          <Figure name="Refused today">{number(source.refusedToday)}</Figure>
          <Figure name="No message at all, today">{number(source.noiseToday)}</Figure>
          <Figure name="Wait to be applied">{number(source.waiting)}</Figure>
          <Figure name="Connections">{number(source.connections)}</Figure>
        </Figures>
      </div>
    </div>
  );
}
