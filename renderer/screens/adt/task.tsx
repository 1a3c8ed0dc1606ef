/**
 * One task a hospital's message made: what happened, what to do, the facts it rests on, and what may be said of it, each
 * with its key. Always: what cannot be taken back, or is decided against somebody else's word, asks why.
 */
import { Alert, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import type { taskOutcomes } from '../../../core/contract/adt-values.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import classes from './adt.module.css';
import { MergeReview } from './merge-review.tsx';
import { Outcomes, outcomeMeaning, outcomeName, whyAsked } from './outcomes.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskKind, TaskSign } from './task-kind.tsx';
import { WhoIsIt } from './who-is-it.tsx';

type View = QueryResult<'adt.task'>;
type Outcome = (typeof taskOutcomes)[number];
const list = '/adt';

export default function TaskScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('adt.task', { taskId: id });
  if (data) return <Known key={id} task={data} />;
  return (
    <Screen title="Hospital task" back={list}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height={320} />}
    </Screen>
  );
}

function Known({ task }: { task: View }) {
  const [, navigate] = useLocation();
  const { may } = useMe();
  const [chosen, setChosen] = useState<string | undefined>();
  const settling = useSettling(task, chosen);
  const { who, settled } = task;
  const patientId = who.patientId;
  const open = settled === null;
  const isElsewhere = open && task.outcomes.length === 0;
  const maySettle = open && may.has('adt.settleTask');
  // The key that does what a screen is for never merges: that is decided by its own.
  const first = task.outcomes.find((outcome) => outcome !== 'merge');
  const actions = [
    {
      keys: 'p',
      label: 'Open the patient',
      run: () => navigate(`/patient/${patientId}`),
      when: patientId !== null,
    },
    {
      keys: 'l',
      label: 'Its message',
      run: () => navigate(`/adt/messages/${task.messageId}`),
      when: task.messageId !== null && may.has('adt.message'),
    },
  ];
  return (
    <Screen
      title="Hospital task"
      breadcrumb={`${words.adtTaskKind[task.kind]}, ${task.source}`}
      back={list}
      actions={<ActionButtons actions={actions} />}
      {...(first !== undefined && {
        primary: {
          label: outcomeName(task.kind, first),
          run: () => void settling.settle(first),
          busy: settling.busy,
          disabled: !maySettle || (first === 'ours' && chosen === undefined),
          why: !open
            ? 'It is settled.'
            : maySettle
              ? 'Say first who it is.'
              : 'A pharmacist settles what hospitals ask.',
        },
      })}
    >
      <Stack gap="md">
        {settling.failure && <FailureNote failure={settling.failure} />}
        <Paper withBorder p="md">
          <div className={classes.inline}>
            <TaskSign severity={task.severity} />
            <TaskKind kind={task.kind} severity={task.severity} />
            <Text span size="sm" c="dimmed">
              {task.source}
              {task.heardAt && `, heard at ${task.heardAt}`}, <When at={task.at} />
            </Text>
          </div>
          <Text size="lg" fw={650} mt={4} style={{ overflowWrap: 'anywhere' }}>
            {who.name}{' '}
            <Text span c="dimmed" fw={400}>
              born {who.dateOfBirth || 'unknown'}
            </Text>
          </Text>
          <Text mt={2}>{task.sentence}</Text>
          {open && (
            <Text mt={6} fw={600}>
              {task.toDo}
            </Text>
          )}
          {open && isElsewhere && (
            <Text mt={2} className={classes.late}>
              Came in at {task.heardAt}. Settle it there: it rests on what that workstation alone has.
            </Text>
          )}
          {task.waitingFills > 0 && (
            <Text mt={2} className={classes.late}>
              {task.waitingFills === 1
                ? '1 fill is under way or waits'
                : `${task.waitingFills} fills are under way or wait`}{' '}
              to be fetched.
            </Text>
          )}
          {settled && (
            <Text mt="xs">
              <b>{outcomeName(task.kind, settled.outcome as Outcome) ?? settled.outcome}.</b> {settled.reason}{' '}
              ({settled.by}, <When at={settled.at} />)
            </Text>
          )}
        </Paper>
        {task.merge && task.merge.risks.length > 0 && (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden="true" />} title="Why a person is asked">
            <ul style={{ margin: 0, paddingLeft: 20 }}>
              {task.merge.risks.map((risk) => (
                <li key={risk}>{risk}</li>
              ))}
            </ul>
          </Alert>
        )}
        <div className={open && !isElsewhere ? classes.halves : undefined}>
          <Stack gap="md">
            {task.kind === 'who-is-it' && open && (
              <Part title="Who it may be">
                <WhoIsIt candidates={task.candidates} chosen={chosen} choose={setChosen} />
              </Part>
            )}
            {task.merge ? (
              <MergeReview merge={task.merge} isDone={task.kind === 'merged'} />
            ) : (
              <Part title="What it rests on">
                <TaskFacts facts={task.facts} />
              </Part>
            )}
          </Stack>
          {open && !isElsewhere && (
            <Part title="What becomes of it">
              <Outcomes
                outcomes={task.outcomes}
                name={(outcome) => outcomeName(task.kind, outcome)}
                meaning={(outcome) => outcomeMeaning(task.kind, outcome)}
                settle={(outcome) => void settling.settle(outcome)}
                disabled={(outcome) => !maySettle || settling.busy || (outcome === 'ours' && !chosen)}
              />
            </Part>
          )}
        </div>
      </Stack>
    </Screen>
  );
}

/** Says an outcome, with a reason where one is asked for, and goes back to the board. */
function useSettling(task: View, chosen: string | undefined) {
  const leaveFor = useLeaveFor();
  const settling = useRun('adt.settleTask');
  const askReason = useReasonDialog();
  return {
    settle: async (outcome: Outcome) => {
      if (outcome === 'ours' && chosen === undefined) return;
      const why = whyAsked[outcome];
      const answer = why
        ? await askReason({
            title: outcomeName(task.kind, outcome),
            explain: outcomeMeaning(task.kind, outcome),
            noteRequired: true,
            noteLabel: why,
            action: outcomeName(task.kind, outcome),
          })
        : { note: '' };
      if (!answer) return;
      const done = await settling.run({
        taskId: task.id,
        outcome,
        reason: answer.note,
        ...(outcome === 'ours' && { patientId: chosen }),
      });
      if (!done) return;
      notifications.show({
        color: 'green',
        message: `${words.adtTaskKind[task.kind]}: ${outcomeName(task.kind, outcome)}.`,
      });
      leaveFor(list);
    },
    busy: settling.busy,
    failure: settling.failure,
  };
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb={4}>
      {title}
    </Title>
    {children}
  </section>
);
