/**
 * The board of hospitals: what a person has to do, worst first, and our patients who are in one, expected, or just out.
 * One cursor goes through all of it; Enter opens the task, or the patient.
 */
import { Anchor, Skeleton, Text } from '@mantine/core';
import { type ReactNode, useEffect, useId } from 'react';
import { Link, useLocation } from 'wouter';
import type { AdtTask } from '../../../core/contract/adt-values.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { useHospital } from '../../client/hospital.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { useCursor } from '../../components/cursor.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { When } from '../../components/when.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import classes from './adt.module.css';
import { type Ours, OursRow, TaskRow } from './board-rows.tsx';

type Board = QueryResult<'adt.board'>;

/** Everything on the board, in the order the cursor goes. */
type Entry = { key: string; path: string } & ({ task: AdtTask } | { ours: Ours });

const lists = [
  ['inpatients', 'In hospital now', 'Nobody of ours is in hospital.'],
  ['discharged', 'Discharged today', 'Nobody of ours was discharged today.'],
  ['expected', 'Expected in hospital', 'Nobody of ours is expected.'],
] as const;

const entriesOf = (board: Board): Entry[] => [
  ...board.tasks.map((task) => ({ key: `task-${task.id}`, path: `/adt/task/${task.id}`, task })),
  ...lists.flatMap(([name]) =>
    board[name].map((ours) => ({
      key: `${name}-${ours.stay.id}`,
      path: `/patient/${ours.who.patientId}`,
      ours,
    })),
  ),
];

export default function BoardScreen() {
  const [, navigate] = useLocation();
  const { may } = useMe();
  const { data, error } = useAsk('adt.board', {});
  const state = useHospital().data;
  const entries = data ? entriesOf(data) : [];
  const { index, row, moveTo } = useCursor(entries, ({ key }) => key);
  const open = (entry: Entry | undefined) => entry && navigate(entry.path);
  const step = (by: number) => moveTo(Math.max(0, Math.min(entries.length - 1, index + by)));
  const tasks = data?.tasks.length ?? 0;
  const some = entries.length > 0;
  useKeys([
    { keys: 'j', label: 'Next row', run: () => step(1), when: some },
    { keys: 'k', label: 'Row before', run: () => step(-1), when: some },
    { keys: 'ArrowDown', label: 'Next row', run: () => step(1), when: some, hidden: true },
    { keys: 'ArrowUp', label: 'Row before', run: () => step(-1), when: some, hidden: true },
    { keys: 'ArrowRight', label: 'To the patients', run: () => moveTo(tasks), when: entries.length > tasks },
    { keys: 'ArrowLeft', label: 'To what is to do', run: () => moveTo(0), when: tasks > 0 },
    { keys: 'Enter', label: 'Open', run: () => open(row), when: some },
  ]);
  const actions = [
    { keys: 'm', label: 'Messages', run: () => navigate('/adt/messages'), when: may.has('adt.messages') },
    { keys: 's', label: 'Sources', run: () => navigate('/adt/sources'), when: may.has('adt.sources') },
  ];
  const isTask = row !== undefined && 'task' in row;
  return (
    <Screen
      title="Hospital"
      breadcrumb={data && <Age board={data} isElsewhere={state?.sources === 0 && state.heard} />}
      back={null}
      actions={<ActionButtons actions={actions} />}
      primary={{
        label: isTask || row === undefined ? 'Look at it' : 'Open the patient',
        run: () => open(row),
        disabled: row === undefined,
      }}
    >
      {error && <FailureNote failure={error.failure} />}
      {!data && !error && <Skeleton height={320} />}
      {data && state?.heard === false && <NoSource />}
      {data && state?.heard !== false && (
        <div className={classes.page}>
          {state && <Trouble state={state} />}
          <div className={`${classes.board} ${classes.rest}`}>
            <Column
              label="What to do, worst first"
              some={tasks > 0}
              active={row && isTask ? row.key : undefined}
            >
              {(idOf) => (
                <>
                  <Part title="What to do" count={data.tasks.length} />
                  {data.tasks.length === 0 && (
                    <div className={classes.nothing}>
                      Nothing. When a message asks for somebody, it stands here.
                    </div>
                  )}
                  {data.tasks.map((task, at) => (
                    <TaskRow
                      key={task.id}
                      id={idOf(`task-${task.id}`)}
                      task={task}
                      selected={index === at}
                      onPoint={() => moveTo(at)}
                      onOpen={() => open(entries[at])}
                    />
                  ))}
                </>
              )}
            </Column>
            <Column
              label="Our patients"
              some={entries.length > tasks}
              active={row && !isTask ? row.key : undefined}
            >
              {(idOf) =>
                lists.map(([name, title, none]) => (
                  <div key={name} {...(data[name].length > 0 && { role: 'group', 'aria-label': title })}>
                    <Part title={title} count={data[name].length} />
                    {data[name].length === 0 && <div className={classes.nothing}>{none}</div>}
                    {data[name].map((ours) => {
                      const key = `${name}-${ours.stay.id}`;
                      const at = entries.findIndex((entry) => entry.key === key);
                      return (
                        <OursRow
                          key={key}
                          id={idOf(key)}
                          row={ours}
                          selected={index === at}
                          onPoint={() => moveTo(at)}
                          onOpen={() => open(entries[at])}
                        />
                      );
                    })}
                  </div>
                ))
              }
            </Column>
          </div>
          {data.more && (
            <Text size="sm" c="dimmed">
              There is more than fits here; what is worst and newest is shown.
            </Text>
          )}
        </div>
      )}
    </Screen>
  );
}

const Age = ({ board: { asOf }, isElsewhere }: { board: Board; isElsewhere: boolean }) =>
  asOf === null ? (
    isElsewhere ? (
      'as other workstations heard it'
    ) : (
      'no message has come yet'
    )
  ) : (
    <>
      as of the last message, <When at={asOf} />
    </>
  );

/** What of the sources needs somebody, said where the board is read: what is not heard cannot be shown. */
function Trouble({ state: { alarms, toLookAt, waiting } }: { state: QueryResult<'adt.state'> }) {
  const { may } = useMe();
  const said = [
    alarms > 0 && {
      path: '/adt/sources',
      text: alarms === 1 ? 'A source needs somebody' : `${alarms} sources need somebody`,
    },
    toLookAt > 0 && {
      path: '/adt/messages',
      text: toLookAt === 1 ? '1 message to look at' : `${toLookAt.toLocaleString('en')} messages to look at`,
    },
  ].filter((one) => one !== false);
  if (said.length === 0 && waiting === 0) return null;
  return (
    <Text size="sm" role="note">
      {said.map(({ path, text }) => (
        <span key={path} className={classes.late}>
          {may.has('adt.messages') ? (
            <Anchor component={Link} href={path} underline="always" c="inherit" size="sm" fw={600}>
              {text}
            </Anchor>
          ) : (
            text
          )}
          {'. '}
        </span>
      ))}
      {waiting > 0 && `${waiting.toLocaleString('en')} messages wait to be applied.`}
    </Text>
  );
}

const Part = ({ title, count }: { title: string; count: number }) => (
  <div className={classes.part} role="presentation">
    {title}
    {count > 0 && <span>{count}</span>}
  </div>
);

interface ColumnProps {
  label: string;
  /** Whether it holds a row. */
  some: boolean;
  /** The key of the row the cursor is on, while it is in this column. */
  active: string | undefined;
  children: (idOf: (key: string) => string) => ReactNode;
}

/** One of the two lists; what the cursor is on stays in sight. */
function Column({ label, some, active, children }: ColumnProps) {
  const id = useId();
  const idOf = (key: string) => `${id}-${key}`;
  const activeId = active && idOf(active);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  if (!some)
    return (
      <ScrollRegion className={classes.column} label={label}>
        {children(idOf)}
      </ScrollRegion>
    );
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={activeId}
      className={classes.column}
    >
      {children(idOf)}
    </div>
  );
}

function NoSource() {
  const { may } = useMe();
  return (
    <Empty
      title="No hospital is connected"
      hint="When a hospital sends its admissions, transfers and discharges here, this board shows which of our patients are in hospital, and what has to be done for them."
      action={
        may.has('adt.addSource') ? (
          <Anchor component={Link} href="/adt/sources/new" underline="always">
            Add a hospital
          </Anchor>
        ) : (
          'A manager or an administrator adds a hospital.'
        )
      }
    />
  );
}
