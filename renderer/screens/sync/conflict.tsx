/**
 * One conflict: both versions side by side, what differs first; whom to call; and what was decided about it.
 * Always: settling changes nothing by itself; what has to be done is done where it always is, and said here.
 */
import { Alert, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useLocation, useParams } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import type { conflictDecisions } from '../../../core/contract/sync.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { useLeaveFor } from '../../shell/leave-for.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { ConflictKind } from './conflict-kind.tsx';
import classes from './sync.module.css';
import { Versions } from './versions.tsx';

type View = QueryResult<'sync.conflict'>['conflict'];
type Decision = (typeof conflictDecisions)[number];
const list = '/conflicts';

/** What can be said of each kind, the commonest first. */
const decisionsOf: Record<View['kind'], readonly Decision[]> = {
  refused: ['keep-standing', 'do-again'],
  'both-stand': ['both-happened', 'keep-standing', 'do-again'],
  'double-dispense': ['patient-called', 'both-happened'],
  'other-branch': ['keep-standing', 'do-again'],
  'gone-on': ['keep-standing', 'do-again', 'both-happened'],
};

/** Where the thing itself is looked at; nothing where it has no screen. */
const places: Readonly<Record<string, { label: string; path: string }>> = {
  prescription: { label: 'Open the order', path: '/prescription' },
  patient: { label: 'Open the patient', path: '/patient' },
  document: { label: 'Open the fax', path: '/document' },
};

export default function Conflict() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error } = useAsk('sync.conflict', { conflictId: id });
  if (data) return <Known key={id} conflict={data.conflict} />;
  return (
    <Screen title="Conflict" back={list}>
      {error ? <FailureNote failure={error.failure} /> : <Skeleton height={320} />}
    </Screen>
  );
}

function Known({ conflict }: { conflict: View }) {
  const [, navigate] = useLocation();
  const leaveFor = useLeaveFor();
  const { may } = useMe();
  const settling = useRun('sync.settleConflict');
  const askReason = useReasonDialog();
  const { settled, subject, callList } = conflict;
  const place = places[subject.kind];
  const grave = conflict.severity === 1;

  const settle = async () => {
    const answer = await askReason({
      title: 'What was decided',
      explain: 'It leaves the list; both versions are kept with what is written here.',
      reasons: decisionsOf[conflict.kind],
      names: words.conflictDecision,
      noteRequired: true,
      noteLabel: grave ? 'Who was called, and what was agreed' : 'Why, and what was done',
      action: 'Settle it',
    });
    if (!answer) return;
    const { reason: decision, note: reason } = answer;
    if (await settling.run({ conflictId: conflict.id, decision, reason })) leaveFor(list);
  };
  const open = () => place && navigate(`${place.path}/${subject.id}`);
  return (
    <Screen
      title="Conflict"
      breadcrumb={conflict.title}
      back={list}
      actions={<ActionButtons actions={place ? [{ keys: 'o', label: place.label, run: open }] : []} />}
      primary={{
        label: 'Settle it',
        run: () => void settle(),
        busy: settling.busy,
        disabled: settled !== null || !may.has('sync.settleConflict'),
        why: settled ? 'It is settled.' : 'Your role does not settle conflicts.',
      }}
    >
      <Stack gap="md">
        {settling.failure && <FailureNote failure={settling.failure} />}
        <Paper withBorder p="md">
          <ConflictKind {...conflict} />
          <Text size="lg" fw={600} mt={2}>
            {conflict.title}
          </Text>
          <Text mt={2}>{conflict.sentence}</Text>
          {settled && (
            <Text mt="xs">
              <b>{words.conflictDecision[settled.decision]}.</b> {settled.reason} ({settled.by},{' '}
              <When at={settled.at} />)
            </Text>
          )}
        </Paper>
        {callList.length > 0 && settled === null && (
          <Alert
            color={grave ? 'red' : 'orange'}
            icon={<IconPhone aria-hidden="true" />}
            title={grave ? 'Do this now, in this order' : 'Do this, in this order'}
          >
            <ol className={classes.calls}>
              {callList.map((call) => (
                <li key={call}>{call}</li>
              ))}
            </ol>
          </Alert>
        )}
        <Versions conflict={conflict} />
      </Stack>
    </Screen>
  );
}
